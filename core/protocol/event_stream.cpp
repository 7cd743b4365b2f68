#include "core/protocol/event_stream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <utility>

#include <QJsonDocument>

#include "core/base/canonical_json.h"
#include "core/protocol/decode.h"
#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

using EventKind = EventMessage::Kind;
using NamedEvent = std::pair<EventKind, std::string_view>;
constexpr std::array eventNames{NamedEvent{EventKind::Reset, "reset"}, NamedEvent{EventKind::Agent, "agent"},
                                NamedEvent{EventKind::Versions, "versions"}, NamedEvent{EventKind::Metrics, "metrics"},
                                NamedEvent{EventKind::Audit, "audit"}};

QJsonObject dataOf(const EventMessage& event) {
    switch (event.kind) {
    case EventKind::Reset:
        break;
    case EventKind::Agent:
        return event.agent ? encode(*event.agent) : QJsonObject();
    case EventKind::Versions:
        return {{u"agent"_s, text(event.agentName)}};
    case EventKind::Metrics:
        return {{u"ticks"_s, arrayOf(event.metrics, [](const auto& tick) { return encode(tick); })}};
    case EventKind::Audit:
        return {{u"size"_s, number(event.auditSize)}, {u"checkpoint"_s, text(event.checkpoint)}};
    }
    return {};
}

Result<void> readInto(EventMessage& event, const QJsonObject& data) {
    std::optional<Error> error;
    Reader reader(data, {}, error);
    switch (event.kind) {
    case EventKind::Reset:
        break;
    case EventKind::Agent: {
        auto status = decode<AgentStatus>(data);
        if (!status)
            return failure(std::move(status.error()));
        event.agent = std::move(*status);
        break;
    }
    case EventKind::Versions:
        event.agentName = reader.text("agent"_L1);
        break;
    case EventKind::Metrics: {
        auto ticks = decode<std::vector<MetricTick>>(data);
        if (!ticks)
            return failure(std::move(ticks.error()));
        event.metrics = std::move(*ticks);
        break;
    }
    case EventKind::Audit:
        event.auditSize = reader.count("size"_L1);
        event.checkpoint = reader.text("checkpoint"_L1);
        break;
    }
    if (error)
        return failure(std::move(*error));
    return {};
}

} // namespace

std::string encodeEvent(const EventMessage& event) {
    const auto name = std::ranges::find(eventNames, event.kind, &NamedEvent::first);
    // Compact JSON escapes every control character, so the data is one line whatever people typed.
    return std::format("event: {}\nid: {}\ndata: {}\n\n", name->second, event.id,
                       QJsonDocument(dataOf(event)).toJson(QJsonDocument::Compact).toStdString());
}

std::string heartbeatFrame() {
    return ":\n\n";
}

Result<EventMessage> decodeEvent(const Frame& frame) {
    const auto name = std::ranges::find(eventNames, std::string_view(frame.event), &NamedEvent::second);
    if (name == eventNames.end())
        return failure(Errc::Invalid, "unknown_event", "The event has a name that this version does not know.", {},
                       "event");
    EventMessage event;
    event.kind = name->first;
    const char* end = frame.id.data() + frame.id.size();
    const auto parsed = std::from_chars(frame.id.data(), end, event.id);
    if (parsed.ec != std::errc{} || parsed.ptr != end)
        return failure(Errc::Invalid, "bad_field", "The id of an event must be a whole number.", {}, "id");
    const auto data = parseJsonObject(frame.data);
    if (!data)
        return failure(data.error());
    if (auto done = readInto(event, *data); !done)
        return failure(std::move(done.error()));
    return event;
}

Result<std::vector<Frame>> FrameParser::feed(std::string_view piece) {
    std::vector<Frame> done;
    for (const char c : piece) {
        if (c == '\n' && std::exchange(m_lastWasReturn, false))
            continue; // second half of a CR LF
        m_lastWasReturn = c == '\r';
        if (c == '\n' || c == '\r') {
            takeLine(m_line, done);
            m_line.clear();
            continue;
        }
        m_line += c;
        if (m_line.size() + m_frame.data.size() > m_limit)
            return failure(Errc::Limit, "event_too_large", "The backend sent an event above the size limit.");
    }
    return done;
}

void FrameParser::takeLine(std::string_view line, std::vector<Frame>& done) {
    if (std::exchange(m_firstLine, false) && line.starts_with("\xEF\xBB\xBF"))
        line.remove_prefix(3);
    if (line.empty()) {
        if (std::exchange(m_hasData, false)) {
            if (m_frame.event.empty())
                m_frame.event = "message";
            done.push_back(m_frame);
        }
        m_frame.event.clear();
        m_frame.data.clear();
        return;
    }
    const auto colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (field == "event") {
        m_frame.event = value;
    } else if (field == "id") {
        if (!value.contains('\0'))
            m_frame.id = value;
    } else if (field == "data") {
        if (std::exchange(m_hasData, true))
            m_frame.data += '\n';
        m_frame.data += value;
    }
}

} // namespace signalbox::protocol
