#include "core/client/embedded_backend.h"

#include <csignal>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include "core/base/canonical_json.h"
#include "core/client/child_process.h"
#include "core/protocol/endpoint_file.h"
#include "core/protocol/error_body.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int alreadyServed = 3; // exit code of signalboxd when another holds the state directory
constexpr auto readyLimit = 30s;
constexpr auto searchInterval = 50ms;

Result<Endpoint> complete(const protocol::EndpointFile& file) {
    auto token = protocol::readPrivateFile(file.tokenFile);
    if (!token)
        return failure(std::move(token.error()));
    while (!token->empty() && (token->back() == '\n' || token->back() == '\r'))
        token->pop_back();
    return Endpoint{QUrl(QString::fromStdString(file.control)), QUrl(QString::fromStdString(file.gateway)),
                    QString::fromStdString(file.tokenFile), std::move(*token), file.pid};
}

bool isAlive(qint64 pid) {
    return pid > 0 && ::kill(static_cast<pid_t>(pid), 0) == 0;
}

} // namespace

Result<Endpoint> readEndpoint(const QString& file) {
    const auto read = protocol::readEndpointFile(file.toStdString());
    if (!read)
        return failure(read.error());
    // A daemon that is gone may have left its port to a stranger, who must not be sent the token.
    if (!isAlive(read->pid))
        return failure(Errc::Unavailable, "unreachable", "The backend of this workspace has ended.",
                       "Start it again with signalboxd --workspace DIR.");
    return complete(*read);
}

QString defaultStateDirectory(const QString& workspace) {
    return QString::fromStdString(protocol::defaultStateDirectory(workspace.toStdString()).string());
}

QString findProgram(const QString& name) {
    const QString beside = QCoreApplication::applicationDirPath() + u'/' + name;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(name);
}

class EmbeddedBackend::Private {
public:
    Private(EmbeddedBackend& backend, EmbeddedSettings wanted) : q(backend), settings(std::move(wanted)) {
        search.setInterval(searchInterval);
    }

    [[nodiscard]] QStringList arguments() const;
    void startDetached(const QString& program);
    void lookForOther();
    void becomeReady(const Result<Endpoint>& found);
    void childEnded(int code, const QString& words);

    void fail(Error error) {
        search.stop();
        Q_EMIT q.failed(error);
    }

    EmbeddedBackend& q;
    EmbeddedSettings settings;
    Endpoint endpoint;
    ChildProcess child;
    QTimer search; // for the endpoint of a daemon that another process started
    QElapsedTimer searching;
    std::optional<Error> reason; // why it did not start, in its own words
    bool isReady = false;
    bool stopping = false;
    bool ours = false;
};

QStringList EmbeddedBackend::Private::arguments() const {
    QStringList list{u"--workspace"_s, settings.workspace};
    if (!settings.stateDirectory.isEmpty())
        list << u"--state"_s << settings.stateDirectory;
    if (settings.sample)
        list << u"--sample"_s;
    if (settings.prepare)
        list << u"--init"_s;
    if (settings.samplePast)
        list << u"--sample-past"_s;
    if (settings.stay)
        list << u"--stay"_s;
    for (const auto& [name, url] : settings.providers)
        list << u"--provider"_s << name + u'=' + url;
    return list;
}

// A daemon that outlives the console cannot be held by a pipe; its endpoint file says that it is ready.
void EmbeddedBackend::Private::startDetached(const QString& program) {
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached()) {
        fail({Errc::Io, "backend_not_started", "The backend could not be started.",
              "Check that signalboxd is installed and may be run."});
        return;
    }
    searching.start();
    search.start();
}

void EmbeddedBackend::Private::lookForOther() {
    const QString directory =
        settings.stateDirectory.isEmpty() ? defaultStateDirectory(settings.workspace) : settings.stateDirectory;
    const auto found = readEndpoint(directory + u"/endpoint.json"_s);
    if (found) {
        becomeReady(found);
        return;
    }
    if (searching.durationElapsed() < readyLimit)
        return;
    fail(found.error());
}

void EmbeddedBackend::Private::becomeReady(const Result<Endpoint>& found) {
    search.stop();
    if (!found) {
        fail(found.error());
        return;
    }
    endpoint = *found;
    isReady = true;
    Q_EMIT q.ready(endpoint);
}

void EmbeddedBackend::Private::childEnded(int code, const QString& words) {
    const bool wasOurs = std::exchange(ours, false);
    if (stopping) {
        Q_EMIT q.stopped();
    } else if (!isReady && code == alreadyServed) {
        searching.start();
        search.start();
    } else if (isReady && wasOurs) {
        isReady = false;
        Q_EMIT q.crashed({Errc::Unavailable, "backend_ended", "The backend ended: " + words.toStdString(),
                          "Start it again; the last acknowledged weights are restored."});
    } else if (reason) {
        fail(*reason);
    } else {
        fail({Errc::Unavailable, "backend_not_started",
              words.isEmpty() ? "The backend could not be started." : words.toStdString(),
              "Read the message; signalboxd --help lists what it needs."});
    }
}

EmbeddedBackend::EmbeddedBackend(EmbeddedSettings settings, QObject* parent)
    : QObject(parent),
      d(std::make_unique<Private>(*this, std::move(settings))) {
    connect(&d->search, &QTimer::timeout, this, [this] { d->lookForOther(); });
    connect(&d->child, &ChildProcess::ended, this,
            [this](int code, const QString& words) { d->childEnded(code, words); });
    connect(&d->child, &ChildProcess::firstLine, this, [this](const QByteArray& line) {
        const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
        if (const auto object = parseJsonObject(text); object && object->contains("error"_L1)) {
            d->reason = protocol::decodeError(text, protocol::httpStatusOf(Errc::Unavailable)); // its end follows
            return;
        }
        const auto file = protocol::parseEndpoint(text);
        d->becomeReady(file ? complete(*file) : failure(file.error()));
    });
}

EmbeddedBackend::~EmbeddedBackend() = default;

void EmbeddedBackend::start() {
    const QString program = d->settings.program.isEmpty() ? findProgram(u"signalboxd"_s) : d->settings.program;
    d->stopping = false;
    d->isReady = false;
    d->reason.reset();
    if (program.isEmpty()) {
        QTimer::singleShot(0, this, [this] {
            d->fail({Errc::NotFound, "backend_missing", "The program signalboxd was not found.",
                     "Install it beside signalbox, or put it on PATH."});
        });
        return;
    }
    if (d->settings.stay) {
        d->startDetached(program);
        return;
    }
    d->ours = true;
    d->child.start(program, d->arguments(), readyLimit);
}

void EmbeddedBackend::stop() {
    d->search.stop();
    d->stopping = true;
    if (d->child.isRunning())
        d->child.stop();
    else
        Q_EMIT stopped();
}

bool EmbeddedBackend::isOurChild() const {
    return d->ours;
}

const Endpoint& EmbeddedBackend::endpoint() const {
    return d->endpoint;
}

} // namespace signalbox::client
