#include "core/audit/entry.h"

#include <charconv>
#include <format>

#include "core/base/canonical_json.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view schema = "signalbox.audit/1";

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

// Walks over one JSON object whose keys are known beforehand. Every step says whether it fitted.
class Scanner {
public:
    explicit Scanner(std::string_view bytes) : m_rest(bytes) {}

    bool literal(std::string_view expected) {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(expected.size());
        return true;
    }

    // The text between the quotes, still escaped.
    bool string(std::string_view& raw) {
        if (!literal("\""))
            return false;
        std::size_t end = m_rest.find('"');
        while (end != std::string_view::npos && isEscaped(end))
            end = m_rest.find('"', end + 1);
        if (end == std::string_view::npos)
            return false;
        raw = m_rest.substr(0, end);
        m_rest.remove_prefix(end + 1);
        return true;
    }

    bool number(std::uint64_t& value) {
        const auto read = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (read.ec != std::errc{})
            return false;
        m_rest.remove_prefix(static_cast<std::size_t>(read.ptr - m_rest.data()));
        return true;
    }

    bool object() {
        if (!m_rest.starts_with('{'))
            return false;
        int depth = 0;
        std::string_view ignored;
        while (!m_rest.empty()) {
            const char c = m_rest.front();
            if (c == '"') {
                if (!string(ignored))
                    return false;
                continue;
            }
            m_rest.remove_prefix(1);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0)
                return true;
        }
        return false;
    }

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    // Whether an odd number of backslashes stands before it.
    [[nodiscard]] bool isEscaped(std::size_t at) const {
        std::size_t first = at;
        while (first > 0 && m_rest[first - 1] == '\\')
            --first;
        return (at - first) % 2 != 0;
    }

    std::string_view m_rest;
};

// Canonical JSON escapes only quotes, backslashes and control characters.
bool unescape(std::string_view raw, std::string& out) {
    if (!raw.contains('\\')) {
        out = raw;
        return true;
    }
    out.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            out += raw[i];
            continue;
        }
        if (++i >= raw.size())
            return false;
        constexpr std::string_view names = "\"\\bfnrt";
        constexpr std::string_view values = "\"\\\b\f\n\r\t";
        if (const auto at = names.find(raw[i]); at != std::string_view::npos) {
            out += values[at];
            continue;
        }
        unsigned value = 0;
        if (raw[i] != 'u' || i + 4 >= raw.size())
            return false;
        const auto read = std::from_chars(raw.data() + i + 1, raw.data() + i + 5, value, 16);
        if (read.ptr != raw.data() + i + 5 || value >= 0x20)
            return false;
        out += static_cast<char>(value);
        i += 4;
    }
    return true;
}

} // namespace

Result<std::string> makeEntry(const EntryDraft& draft, const EntryFrame& frame) {
    return canonicalJson(QJsonObject{{u"action"_s, text(draft.action)},
                                     {u"actor"_s, text(draft.actor)},
                                     {u"after"_s, draft.after},
                                     {u"agent"_s, text(draft.agent)},
                                     {u"before"_s, draft.before},
                                     {u"boot"_s, text(frame.boot)},
                                     {u"checkpoint"_s, text(frame.checkpoint)},
                                     {u"epoch"_s, static_cast<qint64>(frame.epoch)},
                                     {u"monotonic_ms"_s, static_cast<qint64>(frame.monotonicMs)},
                                     {u"previous"_s, text(frame.previous)},
                                     {u"reason"_s, text(draft.reason)},
                                     {u"request_id"_s, text(draft.requestId)},
                                     {u"schema"_s, text(schema)},
                                     {u"sequence"_s, static_cast<qint64>(frame.sequence)},
                                     {u"signed"_s, frame.isSigned},
                                     {u"time"_s, text(toIso(frame.time))}});
}

bool deriveFields(std::string_view bytes, EntryFields& fields) {
    Scanner in(bytes);
    std::string_view action;
    std::string_view agent;
    std::string_view other;
    std::uint64_t monotonic = 0;
    const bool fits = in.literal("{\"action\":") && in.string(action) && in.literal(",\"actor\":") &&
                      in.string(other) && in.literal(",\"after\":") && in.object() && in.literal(",\"agent\":") &&
                      in.string(agent) && in.literal(",\"before\":") && in.object() && in.literal(",\"boot\":") &&
                      in.string(other) && in.literal(",\"checkpoint\":") && in.string(fields.checkpoint) &&
                      in.literal(",\"epoch\":") && in.number(fields.epoch) && in.literal(",\"monotonic_ms\":") &&
                      in.number(monotonic) && in.literal(",\"previous\":") && in.string(fields.previous) &&
                      in.literal(",\"reason\":") && in.string(other) && in.literal(",\"request_id\":") &&
                      in.string(other) && in.literal(",\"schema\":\"signalbox.audit/1\",\"sequence\":") &&
                      in.number(fields.sequence) && in.literal(",\"signed\":");
    if (!fits)
        return false;
    fields.isSigned = in.literal("true");
    return (fields.isSigned || in.literal("false")) && in.literal(",\"time\":") && in.string(fields.time) &&
           in.literal("}") && in.atEnd() && unescape(action, fields.action) && unescape(agent, fields.agent);
}

} // namespace signalbox::audit
