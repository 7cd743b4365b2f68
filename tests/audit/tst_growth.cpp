// What a witness who holds two checkpoints and a proof accepts, and what not.
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/growth.h"
#include "core/audit/note.h"

using namespace signalbox;
using namespace signalbox::audit;

namespace {

// A log of so many made-up entries that can prove itself.
struct Maker {
    explicit Maker(const char* file)
        : key(SigningKey::create(directory.filePath(QLatin1StringView(file)).toStdString()).value()) {}

    [[nodiscard]] Digest hash(const Node& node) const {
        if (node.level == 0)
            return leafHash(salt + std::to_string(node.index));
        return nodeHash(hash({node.level - 1, node.index * 2}), hash({node.level - 1, node.index * 2 + 1}));
    }

    [[nodiscard]] Glimpse at(std::uint64_t size) const {
        CompactRange range;
        for (std::uint64_t i = 0; i < size; ++i)
            range.append(hash({0, i}));
        const auto bytes = key.publicKey();
        return {writeCheckpoint(name, {size, range.root()}, key).value(),
                toBase64({reinterpret_cast<const char*>(bytes.data()), bytes.size()})};
    }

    [[nodiscard]] std::vector<Digest> proof(std::uint64_t from, std::uint64_t to) const {
        return consistencyProof(from, to, [this](const Node& node) -> Result<Digest> { return hash(node); }).value();
    }

    QTemporaryDir directory;
    SigningKey key;
    std::string name = "log";
    std::string salt;
};

std::string codeOf(const Result<void>& result) {
    return result ? "good" : result.error().code;
}

} // namespace

class TestGrowth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyGrowthIsGood();
    void nothingIsTakenOnTrust();
};

void TestGrowth::onlyGrowthIsGood() {
    Maker maker("key");
    for (std::uint64_t from = 1; from < 20; ++from) {
        for (std::uint64_t to = from; to < 20; ++to)
            QCOMPARE(codeOf(checkGrowth(maker.at(from), maker.at(to), maker.proof(from, to))), "good");
    }
    QCOMPARE(codeOf(checkGrowth(maker.at(9), maker.at(8), {})), "audit_shrank");
    const Glimpse seen = maker.at(7);
    maker.salt = "other";
    QCOMPARE(codeOf(checkGrowth(seen, maker.at(7), {})), "audit_rewritten");
    QCOMPARE(codeOf(checkGrowth(seen, maker.at(12), maker.proof(7, 12))), "audit_rewritten");
}

void TestGrowth::nothingIsTakenOnTrust() {
    Maker maker("key");
    const Glimpse seen = maker.at(5);
    const Glimpse now = maker.at(11);
    auto proof = maker.proof(5, 11);
    QCOMPARE(codeOf(checkGrowth(seen, now, {})), "audit_rewritten");
    proof.back().bytes[0] ^= 1U;
    QCOMPARE(codeOf(checkGrowth(seen, now, proof)), "audit_rewritten");
    const Maker stranger("key");
    QCOMPARE(codeOf(checkGrowth(seen, stranger.at(11), maker.proof(5, 11))), "audit_replaced");
    QCOMPARE(codeOf(checkGrowth(seen, {stranger.at(11).checkpoint, now.publicKey}, maker.proof(5, 11))),
             "bad_signature");
    QCOMPARE(codeOf(checkGrowth(seen, {now.checkpoint, "AAAA"}, maker.proof(5, 11))), "audit_replaced");
    QCOMPARE(codeOf(checkGrowth({seen.checkpoint, "not base64!"}, now, maker.proof(5, 11))), "bad_key");
    maker.name = "another";
    QCOMPARE(codeOf(checkGrowth(seen, maker.at(11), maker.proof(5, 11))), "audit_replaced");
    QVERIFY(!sizeOf({"", seen.publicKey}));
    QVERIFY(!sizeOf({}));
    QCOMPARE(sizeOf(seen).value(), 5U);
}

QTEST_APPLESS_MAIN(TestGrowth)
#include "tst_growth.moc"
