// Checkpoints of audit logs, kept as commits in the workspace's repository: refs/signalbox/audit/<key>, one chain for
// each log, each commit a child of the one before. Whoever changes a log's file has to change the repository as well,
// and every clone that has fetched the reference remembers. Opens the repository for itself; one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace signalbox::versions {

struct AnchoredCheckpoint {
    std::string checkpoint; // signed note
    std::string publicKey;  // base64
    WallTime time{};        // of the commit

    bool operator==(const AnchoredCheckpoint&) const = default;
};

class AnchorChain {
public:
    // Errors: those of Store::open().
    [[nodiscard]] static Result<std::unique_ptr<AnchorChain>> open(const std::filesystem::path& workspace);
    ~AnchorChain();

    // Durable when it returns; nothing happens when the chain's newest says the same. Errors: Io, Conflict (somebody
    // else moved the reference).
    [[nodiscard]] Result<void> add(const AnchoredCheckpoint& checkpoint) const;
    // The newest of each chain. What is below refs/signalbox/audit and is no such chain is Corrupt "bad_anchor".
    [[nodiscard]] Result<std::vector<AnchoredCheckpoint>> newest() const;

private:
    class Private;
    explicit AnchorChain(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace signalbox::versions
