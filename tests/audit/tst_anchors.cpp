// What only something outside a log can tell of it: where it ended, and whose it is.
#include <array>
#include <filesystem>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "tests/audit/attacker.h"

using namespace signalbox;
using namespace signalbox::audit;
using namespace Qt::StringLiterals;

namespace {

constexpr int entryCount = 70;

} // namespace

class TestAnchors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signedAgainByAnotherKeyIsFound();
    void onlyAnAnchorTellsWhereTheLogEnded();
    void aDamagedAnchorIsNoProof();

private:
    [[nodiscard]] Verification check() const { return verify(m_log, {&m_known, 1}); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_log;
    Anchor m_known;
};

void TestAnchors::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_log = m_directory->filePath(u"audit.sqlite"_s).toStdString();
    ManualClock clock;
    const auto log = Log::open(m_log, "signalbox/test", clock).value();
    for (int i = 1; i <= entryCount; ++i)
        QVERIFY(log->append({"operator", "release.pause", "refunds", "reason", "id", {}, {}},
                            i % 4 == 0 || i == entryCount ? Sign::Now : Sign::Later));
    m_known = {log->glimpse().value(), "a console"};
}

// Whoever has the file can make a log with the same words and a key of his own. The log alone is good then.
void TestAnchors::signedAgainByAnotherKeyIsFound() {
    const std::filesystem::path file = m_directory->filePath(u"again.sqlite"_s).toStdString();
    ManualClock clock;
    auto log = Log::open(file, "signalbox/test", clock).value();
    for (int i = 1; i <= entryCount; ++i)
        QVERIFY(log->append({"operator", "release.pause", "refunds", "another reason", "id", {}, {}}, Sign::Now));
    const Anchor own{log->glimpse().value(), "a second console"};
    log.reset();
    const Verification alone = verify(file);
    QVERIFY(alone.good);
    QCOMPARE(alone.anchored, 0U);
    QVERIFY2(alone.message.contains("Nothing outside the log"), alone.message.c_str());
    QVERIFY(alone.key != check().key);

    const Verification seen = verify(file, {&m_known, 1});
    QVERIFY(!seen.good);
    QVERIFY2(seen.message.contains("another key") && seen.message.contains(check().key), seen.message.c_str());

    // Two backends may serve one workspace; each one's log has anchors of its own.
    const std::array both{m_known, own};
    QVERIFY2(verify(file, both).good, verify(file, both).message.c_str());
    QVERIFY(verify(m_log, both).good);
}

void TestAnchors::onlyAnAnchorTellsWhereTheLogEnded() {
    QVERIFY(change(m_log, {u"DELETE FROM entries WHERE sequence > 48"_s, u"DELETE FROM checkpoints WHERE size > 48"_s,
                           u"DELETE FROM nodes WHERE level = 4 AND position > 2"_s}));
    const Verification alone = verify(m_log);
    QVERIFY2(alone.good && alone.anchored == 0, alone.message.c_str());
    QVERIFY2(alone.message.contains("Nothing outside the log vouches for its end"), alone.message.c_str());
    const Verification seen = check();
    QVERIFY(!seen.good);
    QCOMPARE(seen.firstBad, 49U);
    QVERIFY2(seen.message.contains("a console"), seen.message.c_str());
}

void TestAnchors::aDamagedAnchorIsNoProof() {
    for (const std::size_t at : {std::size_t{3}, m_known.seen.checkpoint.size() - 10}) {
        Anchor bent = m_known;
        bent.seen.checkpoint[at] = bent.seen.checkpoint[at] == 'A' ? 'B' : 'A';
        QVERIFY(!verify(m_log, {&bent, 1}).good);
    }
    Anchor noKey = m_known;
    noKey.seen.publicKey = "AAAA";
    QVERIFY(!verify(m_log, {&noKey, 1}).good);
}

QTEST_GUILESS_MAIN(TestAnchors)
#include "tst_anchors.moc"
