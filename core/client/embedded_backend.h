// A signalboxd of the console's own for one workspace: started as a child, or found when one serves the workspace
// already (same state directory). The token never travels on a command line or through a pipe: the daemon writes it
// into a 0600 file of its state directory and only names the file. Lives on the thread it was made in (with an event
// loop). The child ends with this object (SIGTERM, and SIGKILL after 5 s) unless EmbeddedSettings::stay says otherwise.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <QObject>
#include <QString>
#include <QUrl>

#include "core/base/result.h"

namespace signalbox::client {

struct EmbeddedSettings {
    QString workspace;                    // folder
    QString stateDirectory;               // empty: the daemon's default for this workspace
    bool sample = false;                  // make the sample workspace there if the folder is empty
    bool prepare = false;                 // make the folder a workspace if it is none
    bool samplePast = false;              // let the sample's history begin with a release
    bool stay = false;                    // the daemon outlives the console
    std::map<QString, QString> providers; // overrides of signalbox.yaml's provider addresses: name → url
    QString program;                      // empty: signalboxd beside this program, else on PATH
};

// Where a daemon listens, and the token that it gave to its owner.
struct Endpoint {
    QUrl control;
    QUrl gateway;
    QString tokenFile;
    std::string token;
    qint64 pid = 0;
};

// Reads endpoint.json and its token file; both must belong to this user and be closed to others (0600).
[[nodiscard]] Result<Endpoint> readEndpoint(const QString& file);
// The state directory that signalboxd uses for a workspace unless it is told otherwise.
[[nodiscard]] QString defaultStateDirectory(const QString& workspace);
// A program of ours: beside the running one, else on PATH; empty when there is none.
[[nodiscard]] QString findProgram(const QString& name);

class EmbeddedBackend : public QObject {
    Q_OBJECT

public:
    explicit EmbeddedBackend(EmbeddedSettings settings, QObject* parent = nullptr);
    ~EmbeddedBackend() override;

    // Emits ready() or failed() once, later.
    void start();
    // Ends the child, if it is ours and must not stay; stopped() follows at once or when it has ended.
    void stop();
    [[nodiscard]] bool isOurChild() const; // false: another process started it
    [[nodiscard]] const Endpoint& endpoint() const;

Q_SIGNALS:
    void ready(const signalbox::client::Endpoint& endpoint);
    void failed(const signalbox::Error& error);
    void stopped();
    void crashed(const signalbox::Error& error); // the child ended by itself after it was ready

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::client
