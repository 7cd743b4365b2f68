// What an answer says, in words that a table can hold, and an answer read piece by piece. For the tests of this room.
#pragma once

#include <string>
#include <string_view>

#include "tests/models/answer_table.h"

namespace signalbox::models {

// The first `first` bytes at once, then `step` bytes each.
[[nodiscard]] Answer readInSteps(const TableRow& row, std::string_view body, std::size_t first, std::size_t step,
                                 Depth depth);

[[nodiscard]] std::string signsOf(const Answer& answer); // what is counted: the same at either depth
[[nodiscard]] std::string allOf(const Answer& answer);   // the text and the calls too
[[nodiscard]] std::string saidBy(const Answer& answer, const std::string& field); // a field of a row

} // namespace signalbox::models
