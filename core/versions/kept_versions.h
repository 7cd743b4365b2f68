// The contents of versions that were released, kept as they were reviewed: refs/signalbox/kept/<digest> names a commit
// with every file and the resolved manifest. No tag, no configuration and no "git gc" can change or take them. A read
// proves its digest. Opens the repository for itself; one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/agents/snapshot.h"
#include "core/base/result.h"

namespace signalbox::versions {

class KeptVersions {
public:
    // Errors: those of Store::open().
    [[nodiscard]] static Result<std::unique_ptr<KeptVersions>> open(const std::filesystem::path& workspace);
    ~KeptVersions();

    // Durable when it returns, and read back; nothing happens when it is kept already and whole. Errors: Io, Corrupt.
    [[nodiscard]] Result<void> keep(const agents::Snapshot& snapshot) const;
    // Errors: NotFound "not_kept"; Corrupt "kept_damaged", when it is not the content that its digest names.
    [[nodiscard]] Result<agents::SnapshotPtr> read(const Digest& digest) const;

private:
    class Private;
    explicit KeptVersions(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace signalbox::versions
