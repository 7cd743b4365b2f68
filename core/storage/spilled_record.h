// A safer action as the bytes of a record of the spill file: all that the audit log will say of it once it can be
// written. Pure; any thread. Errors: Corrupt "bad_spill".
#pragma once

#include <string>
#include <string_view>

#include "core/release/coordinator.h"

namespace signalbox::storage {

[[nodiscard]] Result<std::string> spillBytes(const release::Record& record);
[[nodiscard]] Result<release::Record> recordFromSpill(std::string_view bytes);

} // namespace signalbox::storage
