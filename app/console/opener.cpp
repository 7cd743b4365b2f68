#include "app/console/opener.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QStandardPaths>

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
    connect(backend.rehearsal.get(), &client::SampleRehearsal::failed, this, [this, &backend](const Error& error) {
        if (backend.session)
            Q_EMIT said(QString::fromStdString(error.message));
        else
            fail(error);
    });
    connect(backend.rehearsal.get(), &client::SampleRehearsal::serverReady, this,
            [this, &backend, folder](const QUrl& url) {
                client::EmbeddedSettings settings;
                settings.workspace = folder;
                settings.sample = true;
                settings.samplePast = true;
                if (!m_sampleDirectory.isEmpty())
                    settings.stateDirectory = folder + u"-state"_s;
                settings.providers[u"rehearsal"_s] = url.toString();
                startEmbedded(backend, std::move(settings));
            });
    backend.rehearsal->startServer();
}

void Opener::stopSampleModel() {
    for (const auto& backend : m_backends)
        if (backend->rehearsal)
            backend->rehearsal->stopServer();
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
    m_opening->origin = {.kind = RecentBackend::Kind::Folder, .where = folder, .tokenFile = {}};
    client::EmbeddedSettings settings;
    settings.workspace = folder;
    settings.prepare = prepare;
    ui::shell::rememberBackend(m_opening->origin);
    startEmbedded(*m_opening, std::move(settings));
}

void Opener::startEmbedded(Backend& backend, client::EmbeddedSettings settings) {
    backend.embedded = std::make_unique<client::EmbeddedBackend>(std::move(settings));
    client::EmbeddedBackend* embedded = backend.embedded.get();
    connect(embedded, &client::EmbeddedBackend::failed, this, [this, &backend](const Error& error) {
        if (backend.session)
            lose(backend, error);
        else
            fail(error);
    });
    connect(embedded, &client::EmbeddedBackend::crashed, this,
            [this, &backend](const Error& error) { lose(backend, error); });
    connect(embedded, &client::EmbeddedBackend::ready, this,
            [this, &backend](const client::Endpoint& endpoint) { becomeReady(backend, endpoint); });
    embedded->start();
}

void Opener::becomeReady(Backend& backend, const client::Endpoint& endpoint) {
    if (client::SampleRehearsal* rehearsal = backend.rehearsal.get(); rehearsal != nullptr && rehearsal->hasTraffic()) {
        const auto again = [rehearsal, gateway = endpoint.gateway] { rehearsal->startTraffic(gateway); };
        connect(rehearsal, &client::SampleRehearsal::trafficChanged, this, again, Qt::SingleShotConnection);
        rehearsal->stopTraffic(); // it asks where the backend was before
    } else if (rehearsal != nullptr) {
        rehearsal->startTraffic(endpoint.gateway);
    }
    if (backend.session)
        backend.session->setEndpoint(endpoint.control, endpoint.token);
    else
        startSession(backend, endpoint.control, endpoint.token);
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
    cancel();
    m_opening = std::make_unique<Backend>();
    m_opening->origin = {.kind = RecentBackend::Kind::Url, .where = url.toString(), .tokenFile = tokenFile};
    ui::shell::rememberBackend(m_opening->origin);
    startSession(*m_opening, url, token);
}

void Opener::connectTo(const QUrl& url, const std::string& token) {
    if (token.empty()) // one may be remembered
        return openRecent({.kind = RecentBackend::Kind::Url, .where = url.toString(), .tokenFile = {}});
    writeToken(url, token);
    cancel();
    m_opening = std::make_unique<Backend>();
    m_opening->origin = {.kind = RecentBackend::Kind::Url, .where = url.toString(), .tokenFile = {}};
    ui::shell::rememberBackend(m_opening->origin);
    startSession(*m_opening, url, token);
}

void Opener::openRecent(const RecentBackend& recent) {
    if (recent.kind == RecentBackend::Kind::Folder)
        return openFolder(recent.where);
    const QUrl url(recent.where);
    if (!recent.tokenFile.isEmpty())
        return connectWithFile(url, recent.tokenFile);
    // Without one the backend says that it is missing, and it can be given there.
    m_tokens.read(url, this, [this, url](const std::optional<std::string>& token) {
        cancel();
        m_opening = std::make_unique<Backend>();
        m_opening->origin = {.kind = RecentBackend::Kind::Url, .where = url.toString(), .tokenFile = {}};
        ui::shell::rememberBackend(m_opening->origin);
        startSession(*m_opening, url, token.value_or(std::string()));
    });
}

void Opener::startSession(Backend& backend, const QUrl& url, const std::string& token) {
    backend.session = std::make_unique<client::BackendSession>(url, token);
    backend.mirror = std::make_unique<client::BackendMirror>(*backend.session);
    m_backends.push_back(std::move(m_opening));
    Q_EMIT busy({});
    Q_EMIT opened(*backend.mirror, backend.firstAgent, backend.origin);
    backend.session->start();
}

void Opener::cancel() {
    if (m_opening) {
        for (QObject* child :
             {static_cast<QObject*>(m_opening->rehearsal.get()), static_cast<QObject*>(m_opening->embedded.get())})
            if (child != nullptr)
                child->disconnect(this);
        m_closed.push_back(std::move(m_opening)); // it may be the one whose signal is being handled
        stop(*m_closed.back());
    }
    Q_EMIT busy({});
}

void Opener::fail(const Error& error) {
    cancel();
    Q_EMIT failed(error);
}

Opener::Backend* Opener::find(const client::BackendMirror& mirror) const {
    for (const auto& backend : m_backends)
        if (backend->mirror.get() == &mirror)
            return backend.get();
    return nullptr;
}

void Opener::lose(const Backend& backend, const Error& error) {
    if (!m_ending)
        Q_EMIT ended(backend.mirror.get(), error);
}

void Opener::startAgain(const client::BackendMirror& mirror) {
    if (Backend* backend = find(mirror); backend != nullptr && backend->embedded)
        backend->embedded->start();
}

void Opener::writeToken(const QUrl& url, const std::string& token) {
    m_tokens.write(url, token, this, [this](client::TokenKept kept) {
        if (kept == client::TokenKept::UntilTheEnd)
            Q_EMIT said(tr("No keychain here: the token is kept until Signalbox ends"));
    });
}

void Opener::rememberToken(const client::BackendMirror& mirror, const QString& token) {
    const Backend* backend = find(mirror);
    if (backend == nullptr || backend->embedded) // a backend of our own tells its token anew at each start
        return;
    writeToken(backend->session->url(), token.toStdString());
    ui::shell::rememberBackend({.kind = RecentBackend::Kind::Url, .where = backend->origin.where, .tokenFile = {}});
}

void Opener::forget(const RecentBackend& recent) {
    if (recent.kind == RecentBackend::Kind::Url)
        m_tokens.remove(QUrl(recent.where));
    ui::shell::forgetBackend(recent);
}

void Opener::stop(Backend& backend) {
    if (backend.session)
        backend.session->stop();
    if (backend.rehearsal) {
        ++m_stopping;
        connect(backend.rehearsal.get(), &client::SampleRehearsal::stopped, this, &Opener::finishWhenQuiet);
        backend.rehearsal->stop();
    }
    if (backend.embedded) {
        ++m_stopping;
        connect(backend.embedded.get(), &client::EmbeddedBackend::stopped, this, &Opener::finishWhenQuiet);
        backend.embedded->stop();
    }
}

void Opener::close(const client::BackendMirror& mirror) {
    const auto found = std::ranges::find_if(m_backends, [&](const auto& one) { return one->mirror.get() == &mirror; });
    if (found == m_backends.end())
        return;
    m_closed.push_back(std::move(*found)); // its children end meanwhile
    m_backends.erase(found);
    stop(*m_closed.back());
}

void Opener::end() {
    m_ending = true;
    cancel();
    ++m_stopping; // so that what stops at once does not finish before all were told
    for (const auto& backend : m_backends)
        stop(*backend);
    QMetaObject::invokeMethod(this, &Opener::finishWhenQuiet, Qt::QueuedConnection);
}

void Opener::finishWhenQuiet() {
    if (--m_stopping == 0 && m_ending)
        Q_EMIT finished();
}

} // namespace signalbox::console
