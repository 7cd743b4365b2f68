// The tree against the published vectors of RFC 6962's reference implementation, and exhaustively on small sizes.
#include <QTest>

#include "core/audit/tree.h"

using namespace signalbox;
using namespace signalbox::audit;

namespace {

const std::vector<std::string> leaves{std::string(),
                                      std::string(1, '\0'),
                                      "\x10",
                                      "\x20\x21",
                                      "\x30\x31",
                                      "\x40\x41\x42\x43",
                                      "\x50\x51\x52\x53\x54\x55\x56\x57",
                                      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};

const std::vector<std::string> roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

// A tree with every node kept, as an oracle for what the compact range and the proofs compute.
struct WholeTree {
    std::map<std::pair<int, std::uint64_t>, Digest> nodes;
    std::vector<Digest> rootAt{emptyRoot()};
    CompactRange range;

    void append(const Digest& leaf) {
        range.append(leaf, [this](const Node& node, const Digest& hash) { nodes[{node.level, node.index}] = hash; });
        rootAt.push_back(range.root());
    }

    [[nodiscard]] Result<std::vector<Digest>> proof(std::uint64_t from, std::uint64_t to) const {
        return consistencyProof(from, to, [this](const Node& node) -> Result<Digest> {
            const auto found = nodes.find({node.level, node.index});
            return found == nodes.end() ? Result<Digest>(failure(Errc::NotFound, "no_node", "no such node"))
                                        : Result<Digest>(found->second);
        });
    }
};

// MTH of the RFC, straight from its recursive definition.
Digest defined(const std::vector<Digest>& hashes, std::size_t begin, std::size_t end) {
    if (end - begin == 1)
        return hashes[begin];
    std::size_t half = 1;
    while (half * 2 < end - begin)
        half *= 2;
    return nodeHash(defined(hashes, begin, begin + half), defined(hashes, begin + half, end));
}

std::vector<std::string> hex(const std::vector<Digest>& digests) {
    std::vector<std::string> texts;
    for (const Digest& digest : digests)
        texts.push_back(digest.hex());
    return texts;
}

} // namespace

class TestTree : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rootsOfTheReferenceVectors();
    void proofsOfTheReferenceVectors();
    void rootsFollowTheDefinition();
    void everyProofHolds();
    void everyChangedProofFails();
    void hostileProofsAreRefused();
};

void TestTree::rootsOfTheReferenceVectors() {
    WholeTree tree;
    QCOMPARE(tree.range.root().hex(), roots[0]);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        tree.append(leafHash(leaves[i]));
        QCOMPARE(tree.range.root().hex(), roots[i + 1]);
    }
}

void TestTree::proofsOfTheReferenceVectors() {
    WholeTree tree;
    for (const std::string& leaf : leaves)
        tree.append(leafHash(leaf));
    QCOMPARE(hex(*tree.proof(1, 1)), std::vector<std::string>{});
    QCOMPARE(hex(*tree.proof(1, 8)),
             (std::vector<std::string>{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                       "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                       "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    QCOMPARE(hex(*tree.proof(6, 8)),
             (std::vector<std::string>{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                       "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    QCOMPARE(hex(*tree.proof(2, 5)),
             (std::vector<std::string>{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                       "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

void TestTree::rootsFollowTheDefinition() {
    WholeTree tree;
    std::vector<Digest> hashes;
    for (std::size_t size = 1; size <= 300; ++size) {
        hashes.push_back(leafHash(std::to_string(size)));
        tree.append(hashes.back());
        QCOMPARE(tree.range.root(), defined(hashes, 0, size));
    }
}

void TestTree::everyProofHolds() {
    WholeTree tree;
    for (int i = 0; i < 130; ++i)
        tree.append(leafHash(std::to_string(i)));
    for (std::uint64_t to = 0; to <= 130; ++to) {
        for (std::uint64_t from = 0; from <= to; ++from) {
            const auto proof = tree.proof(from, to);
            QVERIFY(proof);
            QVERIFY2(verifyConsistency({from, tree.rootAt[from]}, {to, tree.rootAt[to]}, *proof),
                     qPrintable(QStringLiteral("%1 to %2").arg(from).arg(to)));
        }
    }
    QVERIFY(!tree.proof(3, 2));
}

void TestTree::everyChangedProofFails() {
    WholeTree tree;
    for (int i = 0; i < 40; ++i)
        tree.append(leafHash(std::to_string(i)));
    for (std::uint64_t to = 2; to <= 40; ++to) {
        for (std::uint64_t from = 1; from < to; ++from) {
            const TreeHead older{from, tree.rootAt[from]};
            const TreeHead newer{to, tree.rootAt[to]};
            const auto proof = *tree.proof(from, to);
            for (std::size_t i = 0; i < proof.size(); ++i) {
                auto changed = proof;
                changed[i].bytes[i % 32] ^= 1;
                QVERIFY(!verifyConsistency(older, newer, changed));
                auto shorter = proof;
                shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
                QVERIFY(!verifyConsistency(older, newer, shorter));
            }
            auto longer = proof;
            longer.push_back(proof.back());
            QVERIFY(!verifyConsistency(older, newer, longer));
            TreeHead forked = older;
            forked.root.bytes[5] ^= 0x10;
            QVERIFY(!verifyConsistency(forked, newer, proof));
            forked = newer;
            forked.root.bytes[31] ^= 0x80;
            QVERIFY(!verifyConsistency(older, forked, proof));
        }
    }
}

void TestTree::hostileProofsAreRefused() {
    const Digest root = leafHash("x");
    QVERIFY(!verifyConsistency({2, root}, {1, root}, {}));
    QVERIFY(!verifyConsistency({1, root}, {2, root}, {}));
    QVERIFY(!verifyConsistency({0, root}, {2, root}, {}));
    QVERIFY(verifyConsistency({0, emptyRoot()}, {2, root}, {}));
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    const std::vector<Digest> many(200, root);
    QVERIFY(!verifyConsistency({1, root}, {largest, root}, many));
    QVERIFY(!verifyConsistency({largest - 1, root}, {largest, root}, many));
    QVERIFY(!verifyConsistency({largest / 2 + 1, root}, {largest, root}, many));
}

QTEST_GUILESS_MAIN(TestTree)
#include "tst_tree.moc"
