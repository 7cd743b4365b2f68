// What a case's metadata says: the words of ours that promptfoo keeps and ignores. Private to core/suites.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/suites/case_reader.h"

namespace signalbox::suites {

// Reads category, repeats, need, quantile and tools into the case, and the texts of "turns" as they are written.
// A key that is nearly one of ours is a warning. `repeats` is what counts where nothing is said.
[[nodiscard]] std::vector<std::string> readMetadata(const std::vector<CaseLayer>& layers, int repeats,
                                                    const SuiteLimits& limits, Case& one,
                                                    std::vector<Finding>& warnings);

} // namespace signalbox::suites
