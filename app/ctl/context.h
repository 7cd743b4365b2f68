// What every command of signalboxctl works with: the backend, the words of the command line, the output, and the end.
// A command starts calls and returns; finish() ends the program with an exit code. Main thread.
#pragma once

#include <optional>
#include <string>

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include "core/client/backend_session.h"

namespace signalbox::ctl {

// The documented exit codes.
enum ExitCode { Done = 0, Failed = 1, Usage = 2, Unreachable = 3, Conflict = 4, NotVerified = 5 };

struct Options {
    QString workspace;
    bool namesWorkspace = false; // else it is this folder
    QString stateDirectory;
    QString url;
    QString tokenFile;
    QString reason;
    QString conversations;
    bool breakGlass = false;
    QString file;
    QString planFile;
    QString from;
    QString changelog; // a file
    QString message;   // or the text itself
    QString provider;
    QString model;
    QString credential;
    QString ticket;
    QString parent;
    bool json = false;
    bool watch = false;
    int limit = 20; // 0: what was given is no number
    QString kind;
    QString share;
    QString rate;
    QString weight;
    QString within;
    QString delay;
    int times = 1;
    QStringList words; // command and its arguments
};

class Context : public QObject {
public:
    Context(Options options, client::BackendSession* session) : m_options(std::move(options)), m_session(session) {}

    [[nodiscard]] const Options& options() const { return m_options; }

    [[nodiscard]] client::BackendSession& session() const { return *m_session; }

    [[nodiscard]] std::string word(int index) const { return m_options.words.value(index).toStdString(); }

    [[nodiscard]] qsizetype words() const { return m_options.words.size(); }

    // Untrusted text; written so that a terminal cannot be fooled.
    void line(const std::string& text) const;
    void json(const QJsonObject& object) const;

    void finish(ExitCode code);
    void fail(const Error& error); // says what is wrong on stderr

    // Runs `use(value)` when the call went well, else fail().
    template <class T, class Use> client::BackendSession::Done<T> then(Use use) {
        return [this, use](Result<T> result) {
            if (result)
                use(*result);
            else
                fail(result.error());
        };
    }

private:
    Options m_options;
    client::BackendSession* m_session; // null for commands that need no backend
};

[[nodiscard]] ExitCode exitCodeOf(const Error& error);

// The verbs; each family is one file.
void listAgents(Context& context);
void showVersions(Context& context);
void showStatus(Context& context);
void showDiff(Context& context);
void runVerb(Context& context); // of a release, an agent or the queue
void runGate(Context& context);
void listAudit(Context& context);
void verifyAudit(Context& context);
void explain(Context& context);
void publish(Context& context);
void initWorkspace(Context& context);
void check(Context& context); // the files of a workspace
void listAlerts(Context& context);
void acknowledgeAlert(Context& context);
void startDrills(Context& context);
void listDrills(Context& context);
void cancelDrill(Context& context);
// What is wrong with the options of `drill`, or the words of `alert acknowledge`; empty: nothing.
[[nodiscard]] std::string misuseOfDrill(const Options& options);
[[nodiscard]] std::string misuseOfAcknowledge(const Options& options);

// Of the release that an entry of the audit log is about; empty: it is about none.
[[nodiscard]] std::string releaseIn(const protocol::AuditRow& row);
// As every verb says it; of one that is there but has no version, why.
[[nodiscard]] Error noAgent(const std::string& agent, const protocol::AgentList& list = {});
// What is the matter with it, and the command that helps.
[[nodiscard]] std::string remedyOf(const protocol::UnservedAgent& agent);

} // namespace signalbox::ctl
