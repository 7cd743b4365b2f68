#include "core/models/answer_reader.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "core/models/failure_shapes.h"

namespace signalbox::models {

using metrics::Outcome;

namespace {

constexpr std::size_t maximumCopy = 8 * 1024 * 1024;
constexpr std::size_t longestSaid = 4096;
constexpr std::string_view spaces = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(spaces);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool equalWords(std::string_view left, std::string_view right) { // `right` is lower case
    return std::ranges::equal(left, right, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
}

std::string_view mediaTypeOf(std::string_view contentType) {
    return trimmed(contentType.substr(0, contentType.find(';')));
}

bool isJson(std::string_view contentType) {
    const std::string_view type = mediaTypeOf(contentType);
    constexpr std::string_view suffix = "+json";
    return equalWords(type, "application/json") ||
           (type.size() > suffix.size() && equalWords(type.substr(type.size() - suffix.size()), suffix));
}

// Of 4xx: what a caller's request cannot cause when the version is right, or what the provider says of its customer.
bool isRejection(int status) {
    static constexpr std::array statuses{401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429};
    return std::ranges::contains(statuses, status);
}

} // namespace

bool isPacked(std::string_view contentEncoding) {
    const std::string_view coding = trimmed(contentEncoding);
    return !coding.empty() && !equalWords(coding, "identity") && !equalWords(coding, "none");
}

bool isEventStream(std::string_view contentType) {
    return equalWords(mediaTypeOf(contentType), "text/event-stream");
}

AnswerReader::AnswerReader(Asked asked, const AnswerHead& head)
    : m_asked(asked),
      m_status(head.status),
      m_reading(asked.dialect, asked.depth),
      m_events([this](const SseEvent& event) { takeEvent(event); }) {
    if (isPacked(head.contentEncoding)) {
        m_form = Form::Opaque;
        m_reading.answer.extent = Extent::Packed;
    } else if (isEventStream(head.contentType)) {
        m_form = Form::Events;
    } else if (asked.dialect == Dialect::Any) {
        m_form = isJson(head.contentType) ? Form::Object : Form::Opaque;
    }
}

// What a body is shows in its first byte; the head is often wrong.
void AnswerReader::decide(char first) {
    constexpr std::string_view events = "deir:"; // data, event, id, retry, a comment
    m_form = first == '{' || first == '[' ? Form::Object
             : events.contains(first)     ? Form::Events
             : first == '\xEF'            ? Form::Object // a byte order mark
                                          : Form::Other;
}

void AnswerReader::keepSaid(std::string_view text) {
    m_said.append(text.substr(0, longestSaid - std::min(longestSaid, m_said.size())));
}

// An error may stand beside much else, such as the whole request that a responses endpoint repeats.
void AnswerReader::keepFailure(const Json& said, std::string_view text) {
    if (!m_reading.hasFailed || !m_said.empty())
        return;
    if (const Json* error = errorOf(said))
        keepSaid(R"({"error":)" + boost::json::serialize(*error) + '}');
    else
        keepSaid(text);
}

void AnswerReader::feed(std::string_view body, Monotonic now) {
    m_now = now;
    if (m_status >= 400 && m_reading.answer.extent != Extent::Packed)
        keepSaid(body);
    if (m_form == Form::Undecided) {
        body.remove_prefix(std::min(body.find_first_not_of(spaces), body.size()));
        if (body.empty())
            return;
        decide(body.front());
    }
    if (m_form == Form::Events) {
        m_events.feed(body);
    } else if (m_form == Form::Object && m_reading.answer.extent == Extent::Whole) {
        if (m_copy.size() + body.size() > maximumCopy) {
            m_reading.answer.extent = Extent::TooLong;
            std::string().swap(m_copy);
        } else {
            m_copy += body;
        }
    }
}

void AnswerReader::takeEvent(const SseEvent& event) {
    if (event.data.empty() || m_reading.isDone)
        return;
    if (event.data.starts_with("[DONE]")) {
        m_reading.isDone = true;
        return;
    }
    JsonText text;
    const JsonText::Result result = text.read(event.data);
    if (result != JsonText::Result::Good) {
        m_reading.answer.isBroken = m_reading.answer.isBroken || result == JsonText::Result::Broken;
        if (result == JsonText::Result::TooDeep)
            m_reading.answer.extent = Extent::TooDeep;
        if (event.type == "error") {
            m_reading.fail({});
            keepFailure({}, event.data);
        }
        return;
    }
    m_reading.takeEvent(text.value(), event.type);
    keepFailure(text.value(), event.data);
    if (m_reading.hasContent && !m_firstContent)
        m_firstContent = m_now;
}

void AnswerReader::readWhole() {
    JsonText text;
    const JsonText::Result result = text.read(m_copy);
    Answer& answer = m_reading.answer;
    answer.isEnded = true;
    if (result == JsonText::Result::Good) {
        m_reading.takeWhole(text.value());
        keepFailure(text.value(), m_copy);
    } else if (result == JsonText::Result::TooDeep) {
        answer.extent = Extent::TooDeep;
    } else {
        answer.isBroken = true;
    }
}

void AnswerReader::finish() {
    Answer& answer = m_reading.answer;
    if (m_form == Form::Object && answer.extent == Extent::Whole)
        readWhole();
    if (m_form == Form::Events)
        answer.isEnded = m_reading.isDone || m_reading.allEnded();
    if (m_events.hasSkipped() || m_reading.calls.isCut())
        answer.extent = Extent::TooLong;
    answer.toolCalls = m_reading.calls.count();
    if (m_asked.depth == Depth::Full)
        answer.calls = m_reading.calls.calls();
    answer.outcome = outcome();
}

Outcome AnswerReader::outcomeOfStatus() const {
    const bool agent = m_asked.dialect == Dialect::Any;
    if (m_status >= 500)
        return Outcome::ServerError;
    if (m_status >= 400)
        return !agent && isRejection(m_status) ? Outcome::Rejected : Outcome::ClientError;
    if (!agent)
        return Outcome::Redirect;
    return m_status == 304 ? Outcome::Success : Outcome::Unclear;
}

Outcome AnswerReader::outcome() const {
    if (m_status >= 300)
        return outcomeOfStatus();
    const Answer& answer = m_reading.answer;
    const bool streamed = m_form == Form::Events;
    if (m_asked.dialect == Dialect::Any)
        return !m_reading.hasFailed ? Outcome::Success : streamed ? Outcome::ErrorInAnswer : Outcome::Unclear;
    if (m_reading.hasFailed)
        return Outcome::ErrorInAnswer;
    if (answer.extent != Extent::Whole)
        return Outcome::Success; // nobody can say
    if (answer.isBroken || !answer.isKnown)
        return Outcome::NotAnAnswer;
    if (!answer.isEnded)
        return Outcome::CutStream;
    if (m_asked.streamed.value_or(streamed) != streamed)
        return Outcome::Unclear;
    if (m_reading.allFiltered())
        return Outcome::Filtered;
    return m_reading.hasSaid || m_reading.isPending ? Outcome::Success : Outcome::Empty;
}

bool AnswerReader::hasBegun() const {
    if (m_form == Form::Events && m_asked.dialect != Dialect::Any)
        return m_firstContent.has_value() || m_reading.isDone || m_reading.hasFailed;
    return m_form != Form::Undecided;
}

Answer readAnswer(std::string_view body, const AnswerHead& head, Dialect dialect) {
    AnswerReader reader({.dialect = dialect, .depth = Depth::Full}, head);
    reader.feed(body, {});
    reader.finish();
    return reader.takeAnswer();
}

} // namespace signalbox::models
