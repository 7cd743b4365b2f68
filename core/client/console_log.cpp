#include "core/client/console_log.h"

#include <array>
#include <format>
#include <pwd.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/protocol/endpoint_file.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostConsoles = 16;

QString qt(const std::string& text) {
    return QString::fromStdString(text);
}

std::string loginName() {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::format("user {}", ::geteuid());
}

QJsonObject detailsOf(const ConsoleAction& action) {
    QJsonObject details{{u"backend"_s, qt(action.backend)}, {u"outcome"_s, qt(action.outcome)}};
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
    std::filesystem::path directory;
    std::filesystem::path file;
    std::string actor;
    std::unique_ptr<audit::Log> log;

    [[nodiscard]] std::filesystem::path checkpointFile() const { return directory / "checkpoints.json"; }

    // By backend. Read anew each time: another console of this user writes there too.
    [[nodiscard]] QJsonObject checkpoints() const {
        const auto content = protocol::readPrivateFile(checkpointFile());
        return content ? parseJsonObject(*content).value_or(QJsonObject()) : QJsonObject();
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
    for (int console = 1; console <= mostConsoles && !d->log; ++console) {
        d->file = d->directory / (console == 1 ? "console.log" : std::format("console-{}.log", console));
        auto log = audit::Log::open(d->file, "signalbox-console", clock);
        if (log)
            d->log = std::move(*log);
        else if (log.error().code != "locked")
            return failure(std::move(log.error()));
    }
    if (!d->log)
        return failure(Errc::Conflict, "locked", "Too many consoles of this user are open.", "Close one of them.");
    return std::unique_ptr<ConsoleLog>(new ConsoleLog(std::move(d)));
}

Result<std::uint64_t> ConsoleLog::record(const ConsoleAction& action) {
    audit::EntryDraft draft;
    draft.actor = d->actor;
    draft.action = action.action;
    draft.agent = action.agent;
    draft.reason = action.reason;
    draft.requestId = action.requestId;
    draft.after = detailsOf(action);
    return d->log->append(draft, audit::Sign::Now);
}

Result<std::vector<ConsoleEntry>> ConsoleLog::read(std::uint64_t before, int limit) const {
    const auto recorded = d->log->read(before, limit);
    if (!recorded)
        return failure(recorded.error());
    std::vector<ConsoleEntry> entries;
    entries.reserve(recorded->size());
    for (const audit::Entry& entry : *recorded)
        entries.push_back(entryOf(entry));
    return entries;
}

std::uint64_t ConsoleLog::size() const {
    return d->log->size();
}

QString ConsoleLog::file() const {
    return qt(d->file.string());
}

audit::Verification ConsoleLog::verify() const {
    return audit::verify(d->file);
}

std::optional<audit::Glimpse> ConsoleLog::seenOf(const std::string& backend) const {
    const QJsonObject seen = d->checkpoints().value(qt(backend)).toObject();
    if (seen.isEmpty())
        return std::nullopt;
    return audit::Glimpse{seen.value("checkpoint"_L1).toString().toStdString(),
                          seen.value("public_key"_L1).toString().toStdString()};
}

Result<void> ConsoleLog::remember(const std::string& backend, const audit::Glimpse& seen) {
    if (seenOf(backend) == seen)
        return {};
    QJsonObject checkpoints = d->checkpoints();
    checkpoints.insert(qt(backend),
                       QJsonObject{{u"checkpoint"_s, qt(seen.checkpoint)}, {u"public_key"_s, qt(seen.publicKey)}});
    const QByteArray json = QJsonDocument(checkpoints).toJson(QJsonDocument::Compact);
    return protocol::writePrivateFile(d->checkpointFile(), {json.constData(), static_cast<std::size_t>(json.size())});
}

} // namespace signalbox::client
