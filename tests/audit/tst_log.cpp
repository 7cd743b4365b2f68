// What a log promises its owner: entries come back byte for byte, survive, are signed, and nobody else writes.
#include <atomic>
#include <filesystem>
#include <thread>

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "core/audit/note.h"
#include "core/audit/tree.h"
#include "core/base/canonical_json.h"

using namespace signalbox;
using namespace signalbox::audit;
using namespace Qt::StringLiterals;

namespace {

EntryDraft draft(const std::string& action, const std::string& agent) {
    return {"operator", action, agent, "because", "request-1", {}, QJsonObject{{u"revision"_s, 1}}};
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNewLogIsEmptyAndGood();
    void entriesComeBack();
    void hostileTextComesBack();
    void whatJsonCannotHoldIsRefused();
    void readPages();
    void newestEntryOfEveryAgent();
    void survivesReopening();
    void aWriterAtWorkIsNoDamage();
    void epochRises();
    void secondWriterIsRefused();
    void aLockThatWasTakenAwayEndsTheWriter();
    void filesAreForTheOwnerOnly();
    void checkpointIsASignedNote();
    void laterSignsWithTheNext();
    void proofLeadsFromCheckpointToCheckpoint();
    void foreignKeyIsRefused();
    void lostKeyIsRefused();
    void damagedTailIsRefusedAtOpening();
    void linksAreNotFollowed();

private:
    [[nodiscard]] std::unique_ptr<Log> open() {
        auto log = Log::open(m_file, "signalbox/test", m_clock);
        if (!log)
            qWarning("%s", log.error().message.c_str());
        return log ? std::move(*log) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_file;
    ManualClock m_clock;
};

void TestLog::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(u"audit.sqlite"_s).toStdString();
}

void TestLog::aNewLogIsEmptyAndGood() {
    QVERIFY(!verify(m_file).good);
    const auto log = open();
    QVERIFY(log);
    QCOMPARE(log->size(), 0U);
    QVERIFY(!log->checkpoint());
    const Verification verification = verify(m_file);
    QVERIFY2(verification.good, verification.message.c_str());
}

void TestLog::entriesComeBack() {
    const auto log = open();
    QCOMPARE(log->append(draft("release.start", "refunds"), Sign::Now).value(), 1U);
    m_clock.advance(std::chrono::milliseconds(1500));
    QCOMPARE(log->append(draft("release.pause", "refunds"), Sign::Now).value(), 2U);
    const auto entries = log->read(0, 10).value();
    QCOMPARE(entries.size(), 2U);
    const QJsonObject newest = entries[0].value;
    QCOMPARE(entries[0].sequence, 2U);
    QCOMPARE(newest["action"_L1].toString(), u"release.pause"_s);
    QCOMPARE(newest["actor"_L1].toString(), u"operator"_s);
    QCOMPARE(newest["reason"_L1].toString(), u"because"_s);
    QCOMPARE(newest["request_id"_L1].toString(), u"request-1"_s);
    QCOMPARE(newest["after"_L1].toObject()["revision"_L1].toInt(), 1);
    QCOMPARE(newest["time"_L1].toString(), u"2026-01-01T00:00:01.500Z"_s);
    QCOMPARE(newest["monotonic_ms"_L1].toInt(), 1500);
    QCOMPARE(newest["previous"_L1].toString().toStdString(), leafHash(entries[1].bytes).hex());
    QCOMPARE(canonicalJson(newest).value(), entries[0].bytes);
    QVERIFY(verify(m_file).good);
}

void TestLog::hostileTextComesBack() {
    const std::vector<std::string> texts{"'; DROP TABLE entries; --",     std::string("a\0b", 3),
                                         "marked \xEF\xBB\xBF within",    "\x1B[31m\"\\\b\f\n\r\t\x01\x1F",
                                         "\xF0\x9F\x9A\xA6 \xE2\x80\xAE", "\xFF\xFE not UTF-8",
                                         "}],\"agent\":\"other\",{",      std::string(20'000, '"')};
    auto log = open();
    for (const std::string& text : texts) {
        EntryDraft hostile{text, text, text, text, text, {}, QJsonObject{{QString::fromStdString(text), u"}{\\\""_s}}};
        hostile.before = hostile.after;
        QVERIFY(log->append(hostile, Sign::Now));
        const Entry entry = log->read(0, 1).value().front();
        QCOMPARE(entry.value["reason"_L1].toString(),
                 QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
        const std::string name = entry.value["agent"_L1].toString().toStdString();
        QCOMPARE(log->read(0, 10, name).value().size(), 1U);
    }
    // Qt drops a leading byte order mark when it reads JSON text; the recorded bytes keep it and agree with the
    // columns.
    QVERIFY(log->append(draft("x", "\xEF\xBB\xBF\xEF\xBB\xBF marked twice"), Sign::Now));
    const Verification verification = verify(m_file);
    QVERIFY2(verification.good, verification.message.c_str());
    log.reset();
    QCOMPARE(open()->size(), texts.size() + 1);
}

void TestLog::whatJsonCannotHoldIsRefused() {
    const auto log = open();
    EntryDraft bad = draft("x", "a");
    bad.after.insert(u"share"_s, std::numeric_limits<double>::quiet_NaN());
    const auto refused = log->append(bad, Sign::Now);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Errc::Invalid);
    QVERIFY(!log->isDegraded());
    QCOMPARE(log->append(draft("x", "a"), Sign::Now).value(), 1U);
}

void TestLog::readPages() {
    const auto log = open();
    for (int i = 0; i < 25; ++i)
        QVERIFY(log->append(draft("a" + std::to_string(i), i % 2 == 0 ? "even" : "odd"), Sign::Later));
    const auto first = log->read(0, 10).value();
    QCOMPARE(first.front().sequence, 25U);
    QCOMPARE(first.back().sequence, 16U);
    const auto second = log->read(first.back().sequence - 1, 10).value();
    QCOMPARE(second.front().sequence, 15U);
    QCOMPARE(log->read(999, 1).value().front().sequence, 25U);
    const auto odd = log->read(20, 3, "odd").value();
    QCOMPARE(odd.size(), 3U);
    QCOMPARE(odd.front().sequence, 20U);
    QCOMPARE(odd.back().sequence, 16U);
    QVERIFY(log->read(0, 10, "nobody").value().empty());
    QVERIFY(log->read(0, -5).value().empty());
}

void TestLog::newestEntryOfEveryAgent() {
    const auto log = open();
    for (const char* agent : {"b", "a", "", "b", "a", "b"})
        QVERIFY(log->append(draft("x", agent), Sign::Later));
    const auto latest = log->latestPerAgent().value();
    QCOMPARE(latest.size(), 2U);
    QCOMPARE(latest[0].sequence, 5U);
    QCOMPARE(latest[1].sequence, 6U);
}

void TestLog::survivesReopening() {
    std::string key;
    for (std::uint64_t round = 0; round < 40; ++round) {
        const auto log = open();
        QVERIFY(log);
        QCOMPARE(log->size(), round);
        QVERIFY(round == 0 || log->publicKey() == key);
        key = log->publicKey();
        QVERIFY(log->append(draft("x", "a"), round % 3 == 0 ? Sign::Now : Sign::Later));
    }
    const Verification verification = verify(m_file);
    QVERIFY2(verification.good, verification.message.c_str());
    QCOMPARE(verification.size, 40U);
}

// Several connections read the file; a writer between their first reads must not look like damage.
void TestLog::aWriterAtWorkIsNoDamage() {
    const auto log = open();
    std::atomic<bool> enough = false;
    std::uint64_t written = 0;
    {
        const std::jthread verifier([this, &enough, &written] {
            const QDeadlineTimer limit(60'000);
            for (int round = 0; (round < 60 || written <= 60) && !limit.hasExpired(); ++round) {
                const Verification verification = verify(m_file);
                if (!verification.good || verification.size < written) {
                    qWarning("%s", verification.message.c_str());
                    written = 0;
                    break;
                }
                written = verification.size;
            }
            enough = true;
        });
        for (int i = 0; !enough; ++i)
            QVERIFY(log->append(draft("busy", std::to_string(i % 3)), i % 5 == 0 ? Sign::Now : Sign::Later));
    }
    QVERIFY2(written > 60, "The log was called damaged, or nothing was written meanwhile.");
}

void TestLog::epochRises() {
    auto log = open();
    const std::uint64_t first = log->epoch();
    log.reset();
    log = open(); // also without an entry in between
    QCOMPARE(log->epoch(), first + 1);
    QVERIFY(log->append(draft("x", "a"), Sign::Now));
    log.reset();
    std::filesystem::remove(m_file.string() + ".lock");
    QCOMPARE(open()->epoch(), first + 2);
}

void TestLog::secondWriterIsRefused() {
    auto log = open();
    const auto second = Log::open(m_file, "signalbox/test", m_clock);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Errc::Conflict);
    QCOMPARE(second.error().code, "locked");
    QVERIFY(second.error().message.contains(std::to_string(QCoreApplication::applicationPid())));
    log.reset();
    QVERIFY(open());
}

// A writer that slept while another took over must not write behind its back, whichever of the two is faster.
void TestLog::aLockThatWasTakenAwayEndsTheWriter() {
    const auto sleeper = open();
    QVERIFY(sleeper->append(draft("first", ""), Sign::Now));
    QVERIFY(std::filesystem::remove(m_file.string() + ".lock"));
    const auto refused = sleeper->append(draft("behind its back", ""), Sign::Now);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, "superseded");
    QVERIFY(sleeper->isDegraded());
    const auto heir = open();
    QCOMPARE(heir->epoch(), sleeper->epoch() + 1);
    QVERIFY(heir->append(draft("second", ""), Sign::Now));
    QVERIFY(!sleeper->append(draft("again", ""), Sign::Now));
    QCOMPARE(verify(m_file).size, 2U);
    QVERIFY(verify(m_file).good);
}

void TestLog::filesAreForTheOwnerOnly() {
    const auto log = open();
    QVERIFY(log->append(draft("x", "a"), Sign::Now));
    for (const char* suffix : {"", ".key", ".lock", "-wal"}) {
        const auto mode = std::filesystem::status(m_file.string() + suffix).permissions();
        QCOMPARE(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

void TestLog::checkpointIsASignedNote() {
    const auto log = open();
    QVERIFY(log->append(draft("x", "a"), Sign::Now));
    const Checkpoint checkpoint = log->checkpoint().value();
    QCOMPARE(checkpoint.size, 1U);
    QVERIFY(checkpoint.text.starts_with("signalbox/test\n1\n"));
    const auto raw = QByteArray::fromBase64(QByteArray::fromStdString(log->publicKey()));
    PublicKey key{};
    std::copy(raw.begin(), raw.end(), key.begin());
    const auto read = readCheckpoint(checkpoint.text, key);
    QVERIFY(read);
    QCOMPARE(read->head.root, checkpoint.root);
    QCOMPARE(read->head.root, leafHash(log->read(0, 1).value().front().bytes));
    for (std::size_t i = 0; i < checkpoint.text.size(); ++i) {
        std::string changed = checkpoint.text;
        changed[i] = static_cast<char>(changed[i] ^ 0x04);
        QVERIFY(!readCheckpoint(changed, key));
        QVERIFY(!readCheckpoint(checkpoint.text.substr(0, i), key));
    }
    QVERIFY(!readCheckpoint(checkpoint.text + "\n", key));
    key[0] ^= 1;
    QVERIFY(!readCheckpoint(checkpoint.text, key));
}

void TestLog::laterSignsWithTheNext() {
    const auto log = open();
    QVERIFY(log->append(draft("x", "a"), Sign::Later));
    QVERIFY(!log->checkpoint());
    QVERIFY(verify(m_file).message.contains("not signed yet"));
    QVERIFY(log->append(draft("x", "a"), Sign::Now));
    QCOMPARE(log->checkpoint()->size, 2U);
    QVERIFY(verify(m_file).message.contains("signed."));
}

void TestLog::proofLeadsFromCheckpointToCheckpoint() {
    const auto log = open();
    std::vector<Checkpoint> seen;
    for (int i = 0; i < 70; ++i) {
        QVERIFY(log->append(draft("x", "a"), Sign::Now));
        seen.push_back(*log->checkpoint());
    }
    for (const Checkpoint& older : seen) {
        const auto proof = log->consistencyProof(older.size, seen.back().size);
        QVERIFY(proof);
        QVERIFY(verifyConsistency({older.size, older.root}, {seen.back().size, seen.back().root}, *proof));
        const Anchor anchor{{older.text, log->publicKey()}, "a console"};
        const Verification verification = verify(m_file, {&anchor, 1});
        QVERIFY2(verification.good, verification.message.c_str());
        QCOMPARE(verification.anchored, older.size);
    }
    QVERIFY(!log->consistencyProof(3, 71));
}

void TestLog::foreignKeyIsRefused() {
    QVERIFY(open()->append(draft("x", "a"), Sign::Now));
    std::filesystem::remove(m_file.string() + ".key");
    QVERIFY(SigningKey::create(m_file.string() + ".key"));
    QCOMPARE(Log::open(m_file, "signalbox/test", m_clock).error().kind, Errc::Corrupt);
    QVERIFY(!verify(m_file).good);
}

void TestLog::lostKeyIsRefused() {
    QVERIFY(open()->append(draft("x", "a"), Sign::Now));
    std::filesystem::remove(m_file.string() + ".key");
    QCOMPARE(Log::open(m_file, "signalbox/test", m_clock).error().kind, Errc::Corrupt);
    QVERIFY(verify(m_file).good); // a copy without its key is checked against the key it names
}

void TestLog::damagedTailIsRefusedAtOpening() {
    auto log = open();
    QVERIFY(log->append(draft("x", "a"), Sign::Now));
    const auto older = std::filesystem::path(m_directory->filePath(u"older"_s).toStdString());
    const Anchor first{log->glimpse().value(), "a console"};
    log.reset();
    std::filesystem::copy_file(m_file, older);
    QVERIFY(open()->append(draft("y", "a"), Sign::Now));
    const Anchor second{open()->glimpse().value(), "a console"};
    std::filesystem::copy_file(older, m_file, std::filesystem::copy_options::overwrite_existing);
    // An older copy of the whole file is good in itself; only who saw the newer one can tell.
    QVERIFY(verify(m_file, {&first, 1}).good);
    const Verification verification = verify(m_file, {&second, 1});
    QVERIFY(!verification.good);
    QCOMPARE(verification.firstBad, 2U);
}

void TestLog::linksAreNotFollowed() {
    std::filesystem::create_symlink(m_directory->filePath(u"elsewhere"_s).toStdString(), m_file);
    QVERIFY(!Log::open(m_file, "signalbox/test", m_clock));
    QVERIFY(!std::filesystem::exists(m_directory->filePath(u"elsewhere"_s).toStdString()));
}

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
