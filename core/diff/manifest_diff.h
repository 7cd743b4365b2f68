// What changed between two manifests, field by field, with what it asks of the version number. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/agents/manifest.h"
#include "core/diff/snapshot_diff.h"

namespace signalbox::diff {

void compareManifests(const agents::Manifest& left, const agents::Manifest& right, std::vector<FieldChange>& changes);

// The model id without what names its snapshot: "maker-4-mini-2026-01-15" is "maker-4-mini".
[[nodiscard]] std::string_view modelFamily(std::string_view id);

} // namespace signalbox::diff
