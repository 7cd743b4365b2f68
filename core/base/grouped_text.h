// Whole numbers as people read them: 1,234,567. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace signalbox {

[[nodiscard]] std::string groupedText(std::uint64_t number);

} // namespace signalbox
