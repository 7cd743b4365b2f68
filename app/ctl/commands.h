// The verbs of signalboxctl in one table: how each is called, what it needs, what does it. What is wrong with a command
// line is found here, before anything is connected. Pure, but for Command::run.
#pragma once

#include <string>
#include <string_view>

#include "app/ctl/context.h"

namespace signalbox::ctl {

struct Command {
    std::string_view name;      // its first words, "release start"
    std::string_view arguments; // what follows them, as people are told
    int least = 0;              // words behind the name
    int most = 0;
    void (*run)(Context& context) = nullptr;
    std::string (*misuse)(const Options& options) = nullptr; // what else is wrong, in a sentence; empty: nothing
};

// Null: no such command.
[[nodiscard]] const Command* commandOf(const Options& options);
// A sentence, or two; empty: nothing is wrong that can be seen without a backend.
[[nodiscard]] std::string misuseOf(const Options& options);
// False: works on a file.
[[nodiscard]] bool needsBackend(const Options& options);

} // namespace signalbox::ctl
