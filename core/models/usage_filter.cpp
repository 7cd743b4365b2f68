#include "core/models/usage_filter.h"

#include "core/models/json_text.h"
#include "core/models/sse.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestUsage = 16 * 1024; // bytes of its event

// Of data, event, id, retry, a comment, a byte order mark; anything else is no event.
bool beginsAnEvent(char first) {
    return std::string_view("deir:\xEF\r\n").contains(first);
}

// Cheap, and true of few: the rest is read as JSON.
bool mayBeUsage(std::string_view event) {
    const auto choices = event.find("\"choices\"");
    if (choices == std::string_view::npos)
        return false;
    const auto open = event.find_first_not_of(" \t:", choices + 9);
    if (open == std::string_view::npos || event[open] != '[')
        return false;
    const auto next = event.find_first_not_of(" \t\r\n", open + 1);
    return next != std::string_view::npos && event[next] == ']';
}

bool isUsageEvent(std::string_view event) {
    if (!mayBeUsage(event))
        return false;
    bool found = false;
    SseReader reader([&found](const SseEvent& one) { found = isUsageOnly(one.data); });
    reader.feed(event);
    return found;
}

} // namespace

bool isUsageOnly(std::string_view data) {
    JsonText text;
    if (text.read(data) != JsonText::Result::Good)
        return false;
    const Json* choices = member(text.value(), "choices");
    const Json* usage = member(text.value(), "usage");
    return choices != nullptr && choices->is_array() && choices->get_array().empty() && usage != nullptr &&
           usage->is_object() && member(text.value(), "error") == nullptr;
}

void UsageFilter::take(std::string_view bytes, std::string& out) {
    if (bytes.empty())
        return;
    if (!m_begun) {
        m_begun = true;
        m_fate = beginsAnEvent(bytes.front()) ? Fate::Open : Fate::Passes;
    }
    if (m_fate == Fate::Open && m_held.size() + bytes.size() <= longestUsage) {
        m_held += bytes;
        return;
    }
    m_fate = Fate::Passes;
    out.append(m_held).append(bytes);
    m_held.clear();
}

void UsageFilter::endLine(std::string& out) {
    if (m_lineLength > 0) {
        m_lineLength = 0;
        return;
    }
    if (m_fate == Fate::Open) {
        m_fate = isUsageEvent(m_held) ? Fate::Dropped : Fate::Passes;
        if (m_fate == Fate::Passes)
            out += m_held;
        m_held.clear();
    }
    m_begun = false;
}

void UsageFilter::feed(std::string_view bytes, std::string& out) {
    while (!bytes.empty()) {
        if (m_afterCarriage && bytes.front() == '\n') { // belongs to the line end before it, and shares its fate
            if (m_begun)
                take("\n", out);
            else if (m_fate == Fate::Passes)
                out += '\n';
            bytes.remove_prefix(1);
        }
        m_afterCarriage = false;
        const auto end = bytes.find_first_of("\r\n");
        const std::string_view line = bytes.substr(0, end);
        take(line, out);
        m_lineLength += line.size();
        if (end == std::string_view::npos)
            return;
        m_afterCarriage = bytes[end] == '\r';
        take(bytes.substr(end, 1), out);
        endLine(out);
        bytes.remove_prefix(end + 1);
    }
}

void UsageFilter::finish(std::string& out) {
    out += m_held;
    m_held.clear();
}

} // namespace signalbox::models
