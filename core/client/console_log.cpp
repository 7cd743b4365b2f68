#include "core/client/console_log.h"

#include <array>
#include <format>
#include <map>
#include <pwd.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

#include "core/base/canonical_json.h"
#include "core/base/serial_queue.h"
#include "core/protocol/endpoint_file.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostConsoles = 16;

std::string loginName() {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::format("user {}", ::geteuid());
}

QJsonObject detailsOf(const ConsoleAction& action) {
    QJsonObject details{{u"backend"_s, QString::fromStdString(action.backend)},
                        {u"outcome"_s, QString::fromStdString(action.outcome)}};
    if (action.backendSequence > 0)
        details.insert(u"sequence"_s, static_cast<qint64>(action.backendSequence));
    if (action.effectiveAfterMs)
        details.insert(u"effective_after_ms"_s, *action.effectiveAfterMs);
    return details;
}

ConsoleEntry entryOf(const audit::Entry& recorded) {
    const auto text = [&](QLatin1StringView key) { return recorded.value.value(key).toString().toStdString(); };
    const QJsonObject details = recorded.value.value("after"_L1).toObject();
    ConsoleEntry entry;
    entry.sequence = recorded.sequence;
    entry.time = fromIso(text("time"_L1)).value_or(WallTime{});
    entry.action.action = text("action"_L1);
    entry.action.agent = text("agent"_L1);
    entry.action.reason = text("reason"_L1);
    entry.action.requestId = text("request_id"_L1);
    entry.action.backend = details.value("backend"_L1).toString().toStdString();
    entry.action.outcome = details.value("outcome"_L1).toString().toStdString();
    entry.action.backendSequence = static_cast<std::uint64_t>(details.value("sequence"_L1).toInteger());
    if (const QJsonValue time = details.value("effective_after_ms"_L1); time.isDouble())
        entry.action.effectiveAfterMs = time.toDouble();
    return entry;
}

} // namespace

class ConsoleLog::Private {
public:
    ~Private() {
        queue.call([this] { log.reset(); }); // a database is closed by the thread that opened it
    }

    std::filesystem::path directory;
    std::filesystem::path file;
    std::string actor;
    std::map<std::string, std::vector<audit::Glimpse>> unwritten; // by backend, oldest first; GUI thread
    QObject home;                                                 // where answers arrive
    std::unique_ptr<audit::Log> log;                              // on the queue
    SerialQueue queue{"console-log"};

    [[nodiscard]] std::filesystem::path checkpointFile() const { return directory / "checkpoints.json"; }

    // By backend. Read anew each time: another console of this user writes there too.
    [[nodiscard]] QJsonObject checkpoints() const {
        const auto content = protocol::readPrivateFile(checkpointFile());
        return content ? parseJsonObject(*content).value_or(QJsonObject()) : QJsonObject();
    }

    [[nodiscard]] Result<void> open(Clock& clock) {
        for (int console = 1; console <= mostConsoles; ++console) {
            file = directory / (console == 1 ? "console.log" : std::format("console-{}.log", console));
            auto opened = audit::Log::open(file, "signalbox-console", clock);
            if (opened) {
                log = std::move(*opened);
                return {};
            }
            if (opened.error().code != "locked")
                return failure(std::move(opened.error()));
        }
        return failure(Errc::Conflict, "locked", "Too many consoles of this user are open.", "Close one of them.");
    }

    [[nodiscard]] Result<ConsolePage> page(std::uint64_t before, int limit) const {
        const auto recorded = log->read(before, limit);
        if (!recorded)
            return failure(recorded.error());
        ConsolePage page{.entries = {}, .size = log->size()};
        page.entries.reserve(recorded->size());
        for (const audit::Entry& entry : *recorded)
            page.entries.push_back(entryOf(entry));
        return page;
    }

    [[nodiscard]] Result<void> write(const std::string& backend, const audit::Glimpse& seen) const {
        QJsonObject all = checkpoints();
        all.insert(QString::fromStdString(backend),
                   QJsonObject{{u"checkpoint"_s, QString::fromStdString(seen.checkpoint)},
                               {u"public_key"_s, QString::fromStdString(seen.publicKey)}});
        const QByteArray json = QJsonDocument(all).toJson(QJsonDocument::Compact);
        return protocol::writePrivateFile(checkpointFile(), {json.constData(), static_cast<std::size_t>(json.size())});
    }

    void written(const std::string& backend) {
        const auto waiting = unwritten.find(backend);
        waiting->second.erase(waiting->second.begin());
        if (waiting->second.empty())
            unwritten.erase(waiting);
    }

    // Runs `work` on the queue and hands its result to `done` on the thread of the log's owner.
    template <class T, class Work> void ask(QObject* context, Work work, Done<T> done) {
        queue.post(
            [this, work = std::move(work), guard = QPointer<QObject>(context), done = std::move(done)]() mutable {
                auto answer = [guard = std::move(guard), done = std::move(done), result = work()] {
                    if (guard && done)
                        done(result);
                };
                QMetaObject::invokeMethod(&home, std::move(answer), Qt::QueuedConnection);
            });
    }
};

ConsoleLog::ConsoleLog(std::unique_ptr<Private> opened) : d(std::move(opened)) {}

ConsoleLog::~ConsoleLog() = default;

Result<std::unique_ptr<ConsoleLog>> ConsoleLog::open(const QString& directory, Clock& clock) {
    auto d = std::make_unique<Private>();
    d->directory =
        directory.isEmpty() ? protocol::userStateDirectory() : std::filesystem::path(directory.toStdString());
    d->actor = loginName();
    std::error_code error;
    std::filesystem::create_directories(d->directory, error);
    if (error)
        return failure(Errc::Io, "no_state_directory",
                       std::format("The folder {} cannot be made.", d->directory.string()),
                       "Check that your home folder can be written.");
    if (auto opened = d->queue.call([&] { return d->open(clock); }); !opened)
        return failure(std::move(opened.error()));
    return std::unique_ptr<ConsoleLog>(new ConsoleLog(std::move(d)));
}

void ConsoleLog::record(const ConsoleAction& action, QObject* context, Done<std::uint64_t> done) {
    audit::EntryDraft draft;
    draft.actor = d->actor;
    draft.action = action.action;
    draft.agent = action.agent;
    draft.reason = action.reason;
    draft.requestId = action.requestId;
    draft.after = detailsOf(action);
    d->ask<std::uint64_t>(
        context, [d = d.get(), draft = std::move(draft)] { return d->log->append(draft, audit::Sign::Now); },
        std::move(done));
}

void ConsoleLog::read(std::uint64_t before, int limit, QObject* context, Done<ConsolePage> done) const {
    d->ask<ConsolePage>(context, [d = d.get(), before, limit] { return d->page(before, limit); }, std::move(done));
}

QString ConsoleLog::file() const {
    return QString::fromStdString(d->file.string());
}

audit::Verification ConsoleLog::verify() const {
    return audit::verify(d->file);
}

std::optional<audit::Glimpse> ConsoleLog::seenOf(const std::string& backend) const {
    if (const auto waiting = d->unwritten.find(backend); waiting != d->unwritten.end())
        return waiting->second.back();
    const QJsonObject seen = d->checkpoints().value(QString::fromStdString(backend)).toObject();
    if (seen.isEmpty())
        return std::nullopt;
    return audit::Glimpse{seen.value("checkpoint"_L1).toString().toStdString(),
                          seen.value("public_key"_L1).toString().toStdString()};
}

void ConsoleLog::remember(const std::string& backend, const audit::Glimpse& seen, QObject* context, Done<void> done) {
    if (seenOf(backend) == seen)
        return;
    d->unwritten[backend].push_back(seen);
    d->ask<void>(
        &d->home, [d = d.get(), backend, seen] { return d->write(backend, seen); },
        [d = d.get(), backend, guard = QPointer<QObject>(context), done = std::move(done)](const Result<void>& kept) {
            d->written(backend);
            if (guard)
                done(kept);
        });
}

} // namespace signalbox::client
