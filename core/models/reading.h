// What is gathered while one answer is read, from its whole JSON or event by event. Inside core/models only; one owner.
#pragma once

#include <bitset>

#include "core/models/answer.h"
#include "core/models/call_pieces.h"
#include "core/models/dialect.h"
#include "core/models/json_text.h"

namespace signalbox::models {

// How much of an answer is gathered.
enum class Depth : std::uint8_t {
    Signs, // what is counted: cheap, for the thread that answers callers
    Full   // text and tool calls too
};

class Reading {
public:
    Reading(Dialect ofDialect, Depth ofDepth) : dialect(ofDialect), depth(ofDepth), calls(ofDepth == Depth::Full) {}

    // One whole answer, or one event of a stream; its type is "message" when the stream names none.
    void takeWhole(const Json& answer);
    void takeEvent(const Json& event, std::string_view type);

    void fail(std::string code);
    void addText(std::string_view text);

    [[nodiscard]] bool allEnded() const { return choices.any() && (choices & ~ended).none(); }

    [[nodiscard]] bool allFiltered() const { return choices.any() && (choices & ~filtered).none(); }

    Dialect dialect;
    Depth depth;
    Answer answer;
    CallPieces calls;
    std::bitset<128> choices; // seen; as many as may be asked for
    std::bitset<128> ended;
    std::bitset<128> filtered;
    bool hasFailed = false;
    bool hasSaid = false;    // text, a call, a refusal, a picture: something for the caller
    bool hasContent = false; // of the newest event: the same, or a thought
    bool isDone = false;     // the stream says that it is over
    bool isPending = false;  // accepted, and answered later

private:
    void takeChoices(const Json& choices, bool streamed);
    void takeChoice(const Json& choice, bool streamed);
    void takeSaid(const Json& said, std::int64_t choice, bool streamed);
    void takeEnding(std::string_view reason, std::size_t choice);
    void takeCalls(const Json& list, std::int64_t choice, bool streamed);
    void takeUsage(const Json& usage);
    void takeNames(const Json& answer);

    [[nodiscard]] bool accepts(Dialect one) const { return dialect == one || dialect == Dialect::Any; }

    // Of the responses dialect:
    void takeResponse(const Json& response);
    void takeResponseEvent(const Json& event, std::string_view type);
    void takeItem(const Json& item, std::optional<std::int64_t> index);
    void takePart(const Json& part);
};

} // namespace signalbox::models
