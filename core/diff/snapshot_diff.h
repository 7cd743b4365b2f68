// What changed between two snapshots, in parts and in meaning. Pure; any thread; long work polls the stop token and
// returns Cancelled. Lines and words are found by git's own engine (libgit2's xdiff).
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/semver.h"
#include "core/agents/snapshot.h"
#include "core/base/result.h"

namespace signalbox::diff {

enum class LineKind { Equal, Changed, Removed, Added };

struct Span { // bytes within a line
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool operator==(const Span&) const = default;
};

// One row of a side-by-side view. -1: nothing on this side. Line numbers from 0.
struct LineRow {
    LineKind kind = LineKind::Equal;
    int left = -1;
    int right = -1;
    std::vector<Span> leftWords;  // changed words, of Changed rows
    std::vector<Span> rightWords;
};

struct TextDiff {
    std::vector<std::string_view> leftLines; // without line ends; views into the given texts
    std::vector<std::string_view> rightLines;
    std::vector<LineRow> rows;
    int changes = 0; // runs of rows that are not Equal
    int added = 0;   // lines
    int removed = 0; // lines
    bool leftEndsWithoutNewline = false;
    bool rightEndsWithoutNewline = false;
};

// The texts must outlive the result.
[[nodiscard]] Result<TextDiff> diffText(std::string_view left, std::string_view right, std::stop_token stop = {});

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

// Wording that changes behaviour: numbers and limits, negations, template variables, output format, tool names.
struct BehaviourMark {
    std::string path; // file
    int line = 0;     // of the right side, or of the left when removed; from 0
    std::string kind; // "number", "negation", "variable", "format", "tool"
    std::string before;
    std::string after;
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
