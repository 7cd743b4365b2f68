// What the compare page shows of two versions: made off the UI thread from two snapshots, then immutable and shared.
// Building polls the stop token and returns Cancelled. No network here, so that tests and tours need none.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/agents/snapshot.h"
#include "core/diff/snapshot_diff.h"

namespace signalbox::ui::compare {

struct FileDiff {
    agents::SnapshotPtr left; // keep the texts alive that `text` looks into
    agents::SnapshotPtr right;
    std::string path;
    diff::TextDiff text;
    std::vector<diff::BehaviourMark> marks;
    // Characters of each line as displayed, measured with the diff so that the UI thread need not read every line again
    // for each width; 0: not measured.
    std::vector<std::uint32_t> leftLengths;
    std::vector<std::uint32_t> rightLengths;
};

using FileDiffPtr = std::shared_ptr<const FileDiff>;

struct CompareDocument {
    std::string leftName; // version, older first
    std::string rightName;
    agents::SnapshotPtr left;
    agents::SnapshotPtr right;
    diff::SnapshotDiff diff;
    FileDiffPtr first; // of the part that is shown first: the first prompt, else the first part; null without a change
};

using CompareDocumentPtr = std::shared_ptr<const CompareDocument>;

[[nodiscard]] Result<CompareDocumentPtr> buildDocument(std::string leftName, agents::SnapshotPtr left,
                                                       std::string rightName, agents::SnapshotPtr right,
                                                       std::stop_token stop = {});
[[nodiscard]] Result<FileDiffPtr> buildFileDiff(const CompareDocument& document, const std::string& path,
                                                std::stop_token stop = {});
// The part that a reader wants to see first; -1 when nothing changed.
[[nodiscard]] int firstPart(const diff::SnapshotDiff& diff);

// A snapshot of files whose manifest cannot be read is still worth comparing as text: it gets an empty manifest.
[[nodiscard]] agents::SnapshotPtr readableSnapshot(std::vector<agents::File> files);

} // namespace signalbox::ui::compare
