#include "core/audit/tree.h"

#include <bit>
#include <memory>

#include <openssl/evp.h>

namespace signalbox::audit {

namespace {

// One context per thread with the algorithm fetched once: the look-up costs more than hashing a short entry.
class Hasher {
public:
    Hasher() : m_algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr)), m_context(EVP_MD_CTX_new()) {
        EVP_DigestInit_ex2(m_context.get(), m_algorithm.get(), nullptr);
    }

    Digest operator()(unsigned char prefix, std::string_view first, std::string_view second = {}) {
        EVP_DigestInit_ex2(m_context.get(), nullptr, nullptr);
        EVP_DigestUpdate(m_context.get(), &prefix, 1);
        EVP_DigestUpdate(m_context.get(), first.data(), first.size());
        if (!second.empty())
            EVP_DigestUpdate(m_context.get(), second.data(), second.size());
        Digest digest;
        EVP_DigestFinal_ex(m_context.get(), digest.bytes.data(), nullptr);
        return digest;
    }

private:
    struct Free {
        void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }

        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD, Free> m_algorithm;
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

Hasher& hasher() {
    static thread_local Hasher instance;
    return instance;
}

std::string_view view(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

Digest foldRight(std::span<const Digest> hashes) {
    Digest root = hashes.back();
    for (std::size_t i = hashes.size() - 1; i-- > 0;)
        root = nodeHash(hashes[i], root);
    return root;
}

// The root of leaves begin … begin+count−1, where begin is a multiple of the smallest power of two ≥ count.
Result<Digest> rangeRoot(std::uint64_t begin, std::uint64_t count, const NodeSource& nodes) {
    std::vector<Digest> hashes;
    for (const Node& part : cover(count)) {
        auto hash = nodes({part.level, part.index + (begin >> static_cast<unsigned>(part.level))});
        if (!hash)
            return hash;
        hashes.push_back(*hash);
    }
    return foldRight(hashes);
}

} // namespace

Digest leafHash(std::string_view entry) {
    return hasher()(0, entry);
}

Digest nodeHash(const Digest& left, const Digest& right) {
    return hasher()(1, view(left), view(right));
}

Digest emptyRoot() {
    return sha256({});
}

std::vector<Node> cover(std::uint64_t size) {
    std::vector<Node> nodes;
    std::uint64_t begin = 0;
    while (size > 0) {
        const int level = static_cast<int>(std::bit_width(size)) - 1;
        nodes.push_back({level, begin >> static_cast<unsigned>(level)});
        begin += std::uint64_t{1} << static_cast<unsigned>(level);
        size -= std::uint64_t{1} << static_cast<unsigned>(level);
    }
    return nodes;
}

void CompactRange::append(const Digest& leaf, const NodeVisitor& visit) {
    Node node{0, m_size};
    Digest hash = leaf;
    if (visit)
        visit(node, hash);
    for (std::uint64_t rest = m_size; (rest & 1U) != 0; rest >>= 1U) {
        hash = nodeHash(m_hashes.back(), hash);
        m_hashes.pop_back();
        node = {node.level + 1, node.index >> 1U};
        if (visit)
            visit(node, hash);
    }
    m_hashes.push_back(hash);
    ++m_size;
}

Digest CompactRange::root() const {
    return m_hashes.empty() ? emptyRoot() : foldRight(m_hashes);
}

Result<std::vector<Digest>> consistencyProof(std::uint64_t from, std::uint64_t to, const NodeSource& nodes) {
    if (from > to)
        return failure(Errc::Invalid, "bad_range", "A consistency proof leads from a smaller tree to a larger one.");
    std::vector<Digest> proof;
    if (from == 0 || from == to)
        return proof;
    // SUBPROOF(m, D[n], b) of the RFC, walked down; what it appends last comes first here.
    std::uint64_t begin = 0;
    std::uint64_t size = to;
    bool whole = true; // b: the old tree is the left part of everything so far
    while (from != size) {
        const std::uint64_t half = std::bit_floor(size - 1);
        const bool left = from <= half;
        auto other = left ? rangeRoot(begin + half, size - half, nodes) : rangeRoot(begin, half, nodes);
        if (!other)
            return failure(std::move(other.error()));
        proof.push_back(*other);
        if (left) {
            size = half;
        } else {
            begin += half;
            from -= half;
            size -= half;
            whole = false;
        }
    }
    if (!whole) {
        auto rest = rangeRoot(begin, size, nodes);
        if (!rest)
            return failure(std::move(rest.error()));
        proof.push_back(*rest);
    }
    return std::vector<Digest>(proof.rbegin(), proof.rend());
}

bool verifyConsistency(const TreeHead& from, const TreeHead& to, std::span<const Digest> proof) {
    if (from.size > to.size)
        return false;
    if (from.size == to.size)
        return proof.empty() && from.root == to.root;
    if (from.size == 0)
        return proof.empty() && from.root == emptyRoot();
    std::uint64_t first = from.size - 1;
    std::uint64_t second = to.size - 1;
    const unsigned shift = static_cast<unsigned>(std::countr_one(first));
    first >>= shift;
    second >>= shift;
    // A tree whose size is a power of two is its own first node.
    Digest oldRoot = from.root;
    std::size_t next = 0;
    if (!std::has_single_bit(from.size)) {
        if (proof.empty())
            return false;
        oldRoot = proof[next++];
    }
    Digest newRoot = oldRoot;
    for (; next < proof.size(); ++next) {
        if (second == 0)
            return false;
        if ((first & 1U) != 0 || first == second) {
            oldRoot = nodeHash(proof[next], oldRoot);
            newRoot = nodeHash(proof[next], newRoot);
            const unsigned skip = (first & 1U) != 0 || first == 0 ? 0U : static_cast<unsigned>(std::countr_zero(first));
            first >>= skip;
            second >>= skip;
        } else {
            newRoot = nodeHash(newRoot, proof[next]);
        }
        first >>= 1U;
        second >>= 1U;
    }
    return second == 0 && oldRoot == from.root && newRoot == to.root;
}

} // namespace signalbox::audit
