// What changed between two snapshots, in parts and in meaning. Pure; any thread; long work polls the stop token and
// returns Cancelled. Lines and words are found by git's own engine (libgit2's xdiff).
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/agents/semver.h"
#include "core/agents/snapshot.h"
#include "core/base/result.h"
#include "core/diff/behaviour.h"
#include "core/diff/text_diff.h"

namespace signalbox::diff {

enum class PartKind { Manifest, Model, Prompt, Tool, Contract, Configuration, File };
enum class ChangeKind { Added, Removed, Changed };

// One change at a path: "model.id", "configuration.temperature", "tools.lookup_order.parameters.order_id".
struct FieldChange {
    PartKind part = PartKind::File;
    ChangeKind change = ChangeKind::Changed;
    std::string path;
    std::string before; // compact JSON or text; empty when added
    std::string after;
    agents::Bump bump = agents::Bump::Patch;
    std::string why; // one sentence: "the output contract lost a field"
};

struct PartChange { // one row of the parts list
    PartKind part = PartKind::File;
    ChangeKind change = ChangeKind::Changed;
    std::string path; // file path within the agent
    int added = 0;
    int removed = 0;
    std::vector<BehaviourMark> marks;
};

struct SnapshotDiff {
    std::vector<PartChange> parts;   // files, manifest first, then prompts, integrations, contract
    std::vector<FieldChange> fields; // structured: manifest, tools, contract
    agents::Bump advice = agents::Bump::Patch;
    std::vector<std::string> reasons; // for the advice, most important first
};

[[nodiscard]] Result<SnapshotDiff> diffSnapshots(const agents::Snapshot& left, const agents::Snapshot& right,
                                                 std::stop_token stop = {});

} // namespace signalbox::diff
