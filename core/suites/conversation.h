// One conversation of a trial as a state machine: what to send next, until it has ended. Tools are answered from the
// case's stubs. Knows no clock and no endpoint: somebody else asks and gives back what came. One owner, one thread; the
// case outlives it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/models/answer.h"
#include "core/models/conversation.h"
#include "core/suites/said.h"
#include "core/suites/suite.h"

namespace signalbox::suites {

enum class Ending : std::uint8_t {
    Open,   // go on asking
    Said,   // there is something to judge
    Failed, // the version did what no assertion need look at: called what is not there, or called without end
    NotRun  // the provider or the runner failed: says nothing of the version
};

struct ConversationLimits {
    int rounds = 8;  // answers with calls, between two turns of the user
    int calls = 200; // of all rounds
};

class Conversation {
public:
    explicit Conversation(const Case& one, ConversationLimits limits = {});

    [[nodiscard]] Ending ending() const { return m_ending; }

    // The whole conversation so far: what is sent while it is open.
    [[nodiscard]] const std::vector<models::Turn>& messages() const { return m_messages; }

    // The answer to messages(). Only while it is open.
    void take(const models::Answer& answer, Milliseconds latency, std::optional<agents::PicoUsd> cost);
    // Nothing came, and asking again is not worth it: ends as NotRun. Only while it is open.
    void giveUp(std::string code);

    [[nodiscard]] const Said& said() const { return m_said; }

    // Why it Failed ("no_stub", "too_many_rounds", "too_many_calls") or was NotRun ("timeout", "too_long" …).
    [[nodiscard]] const std::string& code() const { return m_code; }

    [[nodiscard]] const std::string& detail() const { return m_detail; } // the tool's name; untrusted

private:
    void end(Ending ending, std::string code = {}, std::string detail = {});
    [[nodiscard]] bool answerCalls(const std::vector<models::ToolCall>& calls);
    [[nodiscard]] const ToolStub* stubFor(const models::ToolCall& call);

    const Case* m_case;
    ConversationLimits m_limits;
    std::vector<models::Turn> m_messages;
    Said m_said;
    Ending m_ending = Ending::Open;
    std::string m_code;
    std::string m_detail;
    std::map<std::string, std::size_t> m_inOrder; // stubs that were used, by tool
    std::size_t m_turn = 0;                       // the next of the user
    int m_rounds = 0;                             // since the last of them
    bool m_costIsKnown = true;
};

} // namespace signalbox::suites
