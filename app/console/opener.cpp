#include "app/console/opener.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include "ui/shell/recent_backends.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;
using ui::shell::RecentBackend;

void Opener::openSample() {
    cancel();
    QString folder = m_sampleDirectory;
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/sample"_s;
    if (!QDir().mkpath(folder))
        return fail({Errc::Io, "no_folder",
                     "The folder of the sample workspace cannot be made: " + folder.toStdString(),
                     "Check that your data directory can be written."});
    Q_EMIT busy(tr("Starting the sample workspace"));
    m_opening = std::make_unique<Backend>();
    Backend& backend = *m_opening;
    backend.firstAgent = "refunds"; // one that the rehearsal's callers ask
    backend.rehearsal = std::make_unique<client::SampleRehearsal>();
    connect(backend.rehearsal.get(), &client::SampleRehearsal::failed, this, &Opener::fail);
    connect(backend.rehearsal.get(), &client::SampleRehearsal::serverReady, this,
            [this, &backend, folder](const QUrl& url) {
                client::EmbeddedSettings settings;
                settings.workspace = folder;
                settings.sample = true;
                if (!m_sampleDirectory.isEmpty())
                    settings.stateDirectory = folder + u"-state"_s;
                settings.providers[u"rehearsal"_s] = url.toString();
                startEmbedded(backend, std::move(settings));
            });
    backend.rehearsal->startServer();
}

void Opener::openFolder(const QString& folder) {
    m_folder = folder;
    startFolder(folder, false);
}

void Opener::makeWorkspace() {
    if (!m_folder.isEmpty())
        startFolder(m_folder, true);
}

void Opener::startFolder(const QString& folder, bool prepare) {
    cancel();
    Q_EMIT busy(tr("Starting a backend for %1").arg(QDir::toNativeSeparators(folder)));
    m_opening = std::make_unique<Backend>();
    client::EmbeddedSettings settings;
    settings.workspace = folder;
    settings.prepare = prepare;
    ui::shell::rememberBackend({RecentBackend::Kind::Folder, folder, {}});
    startEmbedded(*m_opening, std::move(settings));
}

void Opener::startEmbedded(Backend& backend, client::EmbeddedSettings settings) {
    backend.embedded = std::make_unique<client::EmbeddedBackend>(std::move(settings));
    client::EmbeddedBackend* embedded = backend.embedded.get();
    connect(embedded, &client::EmbeddedBackend::failed, this, &Opener::fail);
    connect(embedded, &client::EmbeddedBackend::crashed, this, &Opener::failed);
    connect(embedded, &client::EmbeddedBackend::ready, this, [this, &backend](const client::Endpoint& endpoint) {
        if (backend.rehearsal)
            backend.rehearsal->startTraffic(endpoint.gateway);
        startSession(backend, endpoint.control, endpoint.token);
    });
    embedded->start();
}

void Opener::connectWithFile(const QUrl& url, const QString& tokenFile) {
    std::string token;
    if (!tokenFile.isEmpty()) {
        QFile file(tokenFile);
        if (!file.open(QIODevice::ReadOnly))
            return fail({Errc::Io, "no_token", "The token file cannot be read: " + tokenFile.toStdString(),
                         "Name a file that you may read and that holds the token alone."});
        token = file.read(4096).trimmed().toStdString();
    }
    ui::shell::rememberBackend({RecentBackend::Kind::Url, url.toString(), tokenFile});
    connectTo(url, token);
}

void Opener::connectTo(const QUrl& url, const std::string& token) {
    cancel();
    m_opening = std::make_unique<Backend>();
    startSession(*m_opening, url, token);
}

void Opener::startSession(Backend& backend, const QUrl& url, const std::string& token) {
    backend.session = std::make_unique<client::BackendSession>(url, token);
    backend.mirror = std::make_unique<client::BackendMirror>(*backend.session);
    m_backends.push_back(std::move(m_opening));
    Q_EMIT busy({});
    Q_EMIT opened(*backend.mirror, backend.firstAgent);
    backend.session->start();
}

void Opener::cancel() {
    // The object may be the one whose signal is being handled: it goes when that is over.
    if (m_opening) {
        for (QObject* child : {static_cast<QObject*>(m_opening->rehearsal.release()),
                               static_cast<QObject*>(m_opening->embedded.release())}) {
            if (child == nullptr)
                continue;
            child->disconnect(this);
            child->deleteLater();
        }
    }
    m_opening.reset();
    Q_EMIT busy({});
}

void Opener::fail(const Error& error) {
    cancel();
    Q_EMIT failed(error);
}

} // namespace signalbox::console
