// Ways in which a canary's provider answers, as bytes on the wire: some that nobody can use, some that only look odd.
#pragma once

#include <string>
#include <vector>

namespace signalbox::test {

enum class Asking { Chat, ChatStream, Responses, ResponsesStream };

enum class Use { None, Good }; // what callers can make of it

struct Way {
    std::string name;
    Use use = Use::None;
    Asking asking = Asking::Chat;
    std::string answer;       // the whole of it; the connection is closed behind it
    std::string failure = {}; // its class in the evidence; empty: it is no failure
};

[[nodiscard]] const std::vector<Way>& waysToAnswer();
// As a version that is well answers.
[[nodiscard]] std::string wellAnswered(Asking asking);
[[nodiscard]] std::string pathOf(Asking asking);
[[nodiscard]] std::string requestOf(Asking asking);

} // namespace signalbox::test
