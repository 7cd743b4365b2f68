// The RFC 6962 Merkle tree over audit entries: hashes, the compact range a writer keeps, consistency proofs and their
// check. Pure; any thread; sizes are numbers of entries, positions count from 0.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace signalbox::audit {

[[nodiscard]] Digest leafHash(std::string_view entry);                  // H(0x00 ‖ entry)
[[nodiscard]] Digest nodeHash(const Digest& left, const Digest& right); // H(0x01 ‖ left ‖ right)
[[nodiscard]] Digest emptyRoot();                                       // H()

// The complete subtree of 2^level leaves that begins at leaf index·2^level.
struct Node {
    int level = 0;
    std::uint64_t index = 0;

    bool operator==(const Node&) const = default;
};

// The largest complete subtrees that cover leaves 0 … size−1, left to right.
[[nodiscard]] std::vector<Node> cover(std::uint64_t size);

using NodeVisitor = std::function<void(const Node&, const Digest&)>;

// The right edge of a growing tree: at most 64 hashes.
class CompactRange {
public:
    CompactRange() = default;

    // `hashes` belong to cover(size).
    CompactRange(std::uint64_t size, std::vector<Digest> hashes) : m_size(size), m_hashes(std::move(hashes)) {}

    // `visit` is told every subtree that becomes complete, the leaf included.
    void append(const Digest& leaf, const NodeVisitor& visit = {});

    [[nodiscard]] std::uint64_t size() const { return m_size; }

    [[nodiscard]] Digest root() const;

private:
    std::uint64_t m_size = 0;
    std::vector<Digest> m_hashes;
};

using NodeSource = std::function<Result<Digest>(const Node&)>;

// RFC 6962 §2.1.2; empty when `from` is 0 or equals `to`. Errors: Invalid when from > to, and those of `nodes`.
[[nodiscard]] Result<std::vector<Digest>> consistencyProof(std::uint64_t from, std::uint64_t to,
                                                           const NodeSource& nodes);

struct TreeHead {
    std::uint64_t size = 0;
    Digest root;

    bool operator==(const TreeHead&) const = default;
};

// Whether `proof` shows that the tree of `from` is a prefix of the tree of `to` (RFC 9162 §2.1.4.2). Any input is safe.
[[nodiscard]] bool verifyConsistency(const TreeHead& from, const TreeHead& to, std::span<const Digest> proof);

} // namespace signalbox::audit
