// The words of a plan's choices, in the order of their enums; the same in release.yaml, on the wire and in the log.
// Inside core/release only.
#pragma once

#include <initializer_list>
#include <string_view>

namespace signalbox::release {

inline constexpr std::initializer_list<std::string_view> approvalWords = {"not_needed", "needed"};
inline constexpr std::initializer_list<std::string_view> evidenceWords = {"not_needed", "needed"};
inline constexpr std::initializer_list<std::string_view> advanceWords = {"manual", "automatic"};
inline constexpr std::initializer_list<std::string_view> actionWords = {"notify", "pause", "roll_back", "step_back"};
inline constexpr std::initializer_list<std::string_view> whenRunningWords = {"refuse", "supersede", "queue"};
inline constexpr std::initializer_list<std::string_view> conversationWords = {"move", "finish", "drain"};

inline constexpr std::initializer_list<std::string_view> fieldWords = {"exact", "number", "set", "text", "ignore"};
inline constexpr std::initializer_list<std::string_view> contentWords = {"kept", "dropped"};

template <class Enum> std::string_view wordOf(std::initializer_list<std::string_view> words, Enum value) {
    return words.begin()[static_cast<std::size_t>(value)];
}

} // namespace signalbox::release
