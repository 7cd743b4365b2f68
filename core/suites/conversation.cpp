#include "core/suites/conversation.h"

#include <algorithm>

#include "core/metrics/outcome.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using metrics::Outcome;

// There is something that the version said, be it nothing at all.
bool isSaid(Outcome outcome) {
    return outcome == Outcome::Success || outcome == Outcome::Filtered || outcome == Outcome::Empty;
}

std::string whyNotRead(const models::Answer& answer) {
    if (!isSaid(answer.outcome))
        return std::string(metrics::toString(answer.outcome));
    switch (answer.extent) {
    case models::Extent::Packed:
        return "packed";
    case models::Extent::TooLong:
        return "too_long";
    case models::Extent::TooDeep:
        return "too_deep";
    case models::Extent::Whole:
        break;
    }
    return answer.choices > 1 ? "several" : "";
}

} // namespace

Conversation::Conversation(const Case& one, ConversationLimits limits)
    : m_case(&one),
      m_limits(limits),
      m_messages(one.opening) {}

void Conversation::end(Ending ending, std::string code, std::string detail) {
    m_ending = ending;
    m_code = std::move(code);
    m_detail = std::move(detail);
}

void Conversation::giveUp(std::string code) {
    end(Ending::NotRun, std::move(code));
}

const ToolStub* Conversation::stubFor(const models::ToolCall& call) {
    const auto known = m_case->tools->find(call.name);
    if (known == m_case->tools->end())
        return nullptr;
    const std::vector<ToolStub>& stubs = known->second;
    const QJsonValue arguments = readJson(call.arguments).value.value_or(QJsonValue(QJsonValue::Undefined));
    const auto byArguments =
        std::ranges::find_if(stubs, [&](const ToolStub& stub) { return stub.when && holds(arguments, *stub.when); });
    if (byArguments != stubs.end())
        return &*byArguments;
    // In order; the last one stays.
    std::size_t& used = m_inOrder[call.name];
    const ToolStub* last = nullptr;
    std::size_t place = 0;
    for (const ToolStub& stub : stubs) {
        if (stub.when)
            continue;
        last = &stub;
        if (place++ == used)
            break;
    }
    ++used;
    return last;
}

bool Conversation::answerCalls(const std::vector<models::ToolCall>& calls) {
    if (++m_rounds > m_limits.rounds) {
        end(Ending::Failed, "too_many_rounds");
        return false;
    }
    for (const models::ToolCall& call : calls) {
        const ToolStub* stub = stubFor(call);
        if (stub == nullptr) {
            end(Ending::Failed, "no_stub", call.name);
            return false;
        }
        m_messages.push_back({.role = "tool",
                              .text = stub->content,
                              .resultOf = call.id,
                              .isMarkedError = stub->kind == ToolStub::Kind::Fails});
    }
    return true;
}

void Conversation::take(const models::Answer& answer, Milliseconds latency, std::optional<agents::PicoUsd> cost) {
    m_said.latency += latency;
    m_costIsKnown = m_costIsKnown && cost.has_value();
    m_said.cost = m_costIsKnown ? std::optional(m_said.cost.value_or(0) + *cost) : std::nullopt;
    if (std::string why = whyNotRead(answer); !why.empty())
        return end(Ending::NotRun, std::move(why));
    std::vector<models::ToolCall> calls = answer.calls;
    std::erase_if(calls, [](const models::ToolCall& call) { return !call.isFunction; }); // the provider's own
    m_messages.push_back({.role = "assistant", .text = answer.text, .calls = calls, .isSaidByModel = true});
    m_said.text = answer.text;
    m_said.calls = calls;
    m_said.called.insert(m_said.called.end(), answer.calls.begin(), answer.calls.end());
    if (static_cast<int>(m_said.called.size()) > m_limits.calls)
        return end(Ending::Failed, "too_many_calls");
    if (!calls.empty()) {
        if (!m_case->tools) // nobody carries them out: they are the answer
            return end(Ending::Said);
        if (answerCalls(calls))
            m_said.calls.clear();
        return;
    }
    if (m_turn == m_case->turns.size())
        return end(Ending::Said);
    m_rounds = 0;
    m_messages.push_back({.role = "user", .text = m_case->turns[m_turn++]});
}

} // namespace signalbox::suites
