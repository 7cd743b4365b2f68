// Opens backends for the window: the sample workspace with its simulated world, a folder with a backend of its own, or
// a running backend by its address. Owns sessions, mirrors and children until it is destroyed. UI thread.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QUrl>

#include "core/client/backend_mirror.h"
#include "core/client/embedded_backend.h"
#include "core/client/sample_rehearsal.h"

namespace signalbox::console {

class Opener : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Where the sample workspace is made; empty: in the user's data directory.
    void setSampleDirectory(const QString& directory) { m_sampleDirectory = directory; }

    void openSample();
    void openFolder(const QString& folder);
    void makeWorkspace(); // of the folder that could not be opened last
    void connectTo(const QUrl& url, const std::string& token);
    void connectWithFile(const QUrl& url, const QString& tokenFile);
    void cancel(); // what is being opened

Q_SIGNALS:
    void busy(const QString& what); // empty: no longer
    // `firstAgent`: what to look at first; empty: no matter.
    void opened(signalbox::client::BackendMirror& mirror, const std::string& firstAgent);
    void failed(const signalbox::Error& error);

private:
    struct Backend {
        std::unique_ptr<client::SampleRehearsal> rehearsal;
        std::unique_ptr<client::EmbeddedBackend> embedded;
        std::unique_ptr<client::BackendSession> session;
        std::string firstAgent;
        std::unique_ptr<client::BackendMirror> mirror; // first to go
    };

    void startFolder(const QString& folder, bool prepare);
    void startEmbedded(Backend& backend, client::EmbeddedSettings settings);
    void startSession(Backend& backend, const QUrl& url, const std::string& token);
    void fail(const Error& error);

    QString m_sampleDirectory;
    QString m_folder;
    std::vector<std::unique_ptr<Backend>> m_backends;
    std::unique_ptr<Backend> m_opening;
};

} // namespace signalbox::console
