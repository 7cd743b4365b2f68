// Random identifiers: 128 bits from the operating system, as 32 lower-case hex digits. Any thread.
#pragma once

#include <string>

namespace signalbox {

[[nodiscard]] std::string newId();
// 256 random bits as 64 hex digits: bearer tokens, salts.
[[nodiscard]] std::string newSecret();

} // namespace signalbox
