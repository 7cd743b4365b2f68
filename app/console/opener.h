// Opens backends for the window: the sample workspace with its simulated world, a folder with a backend of its own, or
// a running backend by its address; starts one again that has ended, closes one, and ends them all without stopping the
// event loop. Remembers what was opened, and the tokens of connections. Owns sessions, mirrors and children until it is
// destroyed. UI thread.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QUrl>

#include "core/client/backend_mirror.h"
#include "core/client/embedded_backend.h"
#include "core/client/sample_rehearsal.h"
#include "core/client/token_store.h"
#include "ui/shell/recent_backends.h"

namespace signalbox::console {

class Opener : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Where the sample workspace is made; empty: in the user's data directory.
    void setSampleDirectory(const QString& directory) { m_sampleDirectory = directory; }

    void openSample();
    void stopSampleModel(); // as if its provider were gone; its callers go on
    void openFolder(const QString& folder);
    void makeWorkspace(); // of the folder that could not be opened last
    // Remembers the address, and the token for the next time.
    void connectTo(const QUrl& url, const std::string& token);
    void connectWithFile(const QUrl& url, const QString& tokenFile);
    void openRecent(const ui::shell::RecentBackend& recent);
    void cancel(); // what is being opened

    // A backend of our own that has ended. What becomes of it is told by ended(), or by the mirror's link.
    void startAgain(const client::BackendMirror& mirror);
    // A token that was given in place of one that was refused.
    void rememberToken(const client::BackendMirror& mirror, const QString& token);
    void forget(const ui::shell::RecentBackend& recent);
    // Nobody shows it any more.
    void close(const client::BackendMirror& mirror);
    // Stops everything; finished() when all children are gone.
    void end();

Q_SIGNALS:
    void busy(const QString& what); // empty: no longer
    // `firstAgent`: what to look at first; empty: no matter.
    void opened(signalbox::client::BackendMirror& mirror, const std::string& firstAgent,
                const signalbox::ui::shell::RecentBackend& origin);
    void failed(const signalbox::Error& error);                                                // nothing was opened
    void ended(const signalbox::client::BackendMirror* mirror, const signalbox::Error& error); // it was open
    void said(const QString& message);                                                         // worth a line
    void finished();

private:
    struct Backend {
        ui::shell::RecentBackend origin;
        std::unique_ptr<client::SampleRehearsal> rehearsal;
        std::unique_ptr<client::EmbeddedBackend> embedded;
        std::unique_ptr<client::BackendSession> session;
        std::string firstAgent;
        std::unique_ptr<client::BackendMirror> mirror; // first to go
    };

    void startFolder(const QString& folder, bool prepare);
    void startEmbedded(Backend& backend, client::EmbeddedSettings settings);
    void becomeReady(Backend& backend, const client::Endpoint& endpoint);
    void startSession(Backend& backend, const QUrl& url, const std::string& token);
    void fail(const Error& error);
    void lose(const Backend& backend, const Error& error);
    void writeToken(const QUrl& url, const std::string& token);
    void stop(Backend& backend);
    void finishWhenQuiet();
    [[nodiscard]] Backend* find(const client::BackendMirror& mirror) const;

    client::TokenStore m_tokens;
    bool m_ending = false;
    int m_stopping = 0; // children that were told to end
    QString m_sampleDirectory;
    QString m_folder;
    std::vector<std::unique_ptr<Backend>> m_backends;
    std::vector<std::unique_ptr<Backend>> m_closed;
    std::unique_ptr<Backend> m_opening;
};

} // namespace signalbox::console
