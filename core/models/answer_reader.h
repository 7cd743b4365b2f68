// Reads one answer of a model or an agent once, as its bytes arrive, beside whatever passes them on: into one Answer
// that says what it was and how it is counted (README.md holds the table). Memory is bounded: 8 MiB of a whole body,
// one event of a stream. Never fails: what it cannot read stays unknown. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/models/answer.h"
#include "core/models/dialect.h"
#include "core/models/reading.h"
#include "core/models/sse.h"

namespace signalbox::models {

struct AnswerHead {
    int status = 200;
    std::string_view contentType = {};
    std::string_view contentEncoding = {};
};

class AnswerReader {
public:
    struct Asked {
        Dialect dialect = Dialect::Any;
        std::optional<bool> streamed = {}; // nullopt: not known what the caller asked for
        Depth depth = Depth::Signs;
    };

    AnswerReader(Asked asked, const AnswerHead& head);
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;

    void feed(std::string_view body, Monotonic now);
    // The answer is complete, as far as HTTP can tell.
    void finish();

    // As far as it has come; its outcome is known after finish().
    [[nodiscard]] const Answer& answer() const { return m_reading.answer; }

    [[nodiscard]] Answer takeAnswer() { return std::move(m_reading.answer); }

    // Of a stream: when the first text, call, refusal or thought came. Comments and empty pieces are none.
    [[nodiscard]] std::optional<Monotonic> firstContent() const { return m_firstContent; }

    // What the upstream said about its failure: the beginning of an error's body, or the error itself inside a 2xx, as
    // {"error": …} whatever stood beside it. At most 4 KiB; empty when it did not fail.
    [[nodiscard]] std::string_view said() const { return m_said; }

    // Whether the model has begun to answer: content of a stream, or a byte of a whole answer that is no white space.
    // What cannot be read has begun with its head.
    [[nodiscard]] bool hasBegun() const;

private:
    enum class Form : std::uint8_t {
        Undecided, // the first byte tells
        Events,
        Object, // or a list
        Other,  // neither
        Opaque, // packed, or an agent's own form
    };

    void decide(char first);
    void keepSaid(std::string_view text);
    void keepFailure(const Json& said, std::string_view text);
    void takeEvent(const SseEvent& event);
    void readWhole();
    [[nodiscard]] metrics::Outcome outcome() const;
    [[nodiscard]] metrics::Outcome outcomeOfStatus() const;

    Asked m_asked;
    int m_status;
    Form m_form = Form::Undecided;
    Reading m_reading;
    SseReader m_events;
    std::string m_copy;
    std::string m_said;
    Monotonic m_now{};
    std::optional<Monotonic> m_firstContent;
};

[[nodiscard]] bool isPacked(std::string_view contentEncoding);
[[nodiscard]] bool isEventStream(std::string_view contentType);

// A whole answer at once, in full.
[[nodiscard]] Answer readAnswer(std::string_view body, const AnswerHead& head, Dialect dialect = Dialect::Any);

} // namespace signalbox::models
