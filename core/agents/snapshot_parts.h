// The steps of making a snapshot that agents of this workspace and adopted ones share. Private to core/agents; pure.
#pragma once

#include <memory>
#include <vector>

#include "core/agents/snapshot.h"
#include "core/agents/yaml.h"

namespace signalbox::agents {

// Sorts and checks the files. Errors: path_outside, duplicate_path, snapshot_too_large.
[[nodiscard]] Result<void> takeFiles(Snapshot& snapshot, std::vector<File> files);
// Where it stands in signalbox.yaml, when the manifest's part came from there.
[[nodiscard]] Place placeInWorkspace(Place place, const Snapshot& snapshot);
// Reads the manifest, checks that every file it names exists, and computes the digest.
[[nodiscard]] Result<SnapshotPtr> finishSnapshot(std::shared_ptr<Snapshot> snapshot, const YamlNode& manifest);
// With the mistakes that loading the file found.
[[nodiscard]] Result<SnapshotPtr> finishSnapshot(std::shared_ptr<Snapshot> snapshot, const YamlNode& manifest,
                                                 YamlErrors& errors);

} // namespace signalbox::agents
