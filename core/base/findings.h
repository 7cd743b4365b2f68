// All mistakes of a file as one error, and any error as the lines that a terminal or a log shows. Pure; any thread. The
// lines are English, safe to print, and those after the first are indented.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace signalbox {

// Kind and code of the first. `findings` is not empty; none of them is a warning.
[[nodiscard]] Error errorOf(std::vector<Finding> findings);
// "agent.yaml:12:3: model.id: …" and, when there is one, the line to write instead below it.
[[nodiscard]] std::string textOf(const Finding& finding);
// Its findings, each at its place; else message and hint.
[[nodiscard]] std::string textOf(const Error& error);

} // namespace signalbox
