#include "core/models/sse.h"

namespace signalbox::models {

namespace {

constexpr std::size_t maximumEvent = 1024 * 1024;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

void SseReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (m_afterCarriage && bytes.front() == '\n')
            bytes.remove_prefix(1);
        m_afterCarriage = false;
        const auto end = bytes.find_first_of("\r\n");
        if (end == std::string_view::npos) {
            if (m_partial.size() + bytes.size() > maximumEvent)
                m_tooLong = true;
            else
                m_partial += bytes;
            return;
        }
        m_afterCarriage = bytes[end] == '\r';
        if (m_partial.empty()) {
            line(bytes.substr(0, end));
        } else {
            m_partial += bytes.substr(0, end);
            line(m_partial);
            m_partial.clear();
        }
        bytes.remove_prefix(end + 1);
    }
}

void SseReader::line(std::string_view text) {
    if (!m_begun && text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    m_begun = true;
    if (text.empty()) {
        dispatch();
        return;
    }
    const auto colon = text.find(':');
    if (colon == 0)
        return; // a comment
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    const bool failure = field == "error" && value.starts_with('{');
    if (failure)
        m_event.type = field;
    if (field == "event") {
        m_event.type = value;
    } else if (field == "data" || failure) {
        if (m_event.data.size() + value.size() > maximumEvent)
            m_tooLong = true;
        if (m_tooLong)
            return;
        if (m_hasData)
            m_event.data += '\n';
        m_event.data += value;
        m_hasData = true;
    }
}

void SseReader::dispatch() {
    m_skipped = m_skipped || m_tooLong;
    if (m_hasData && !m_tooLong) {
        if (m_event.type.empty())
            m_event.type = "message";
        m_sink(m_event);
    }
    m_event.type.clear();
    m_event.data.clear();
    m_hasData = false;
    m_tooLong = false;
}

} // namespace signalbox::models
