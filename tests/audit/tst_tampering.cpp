// Somebody who can write the file, but has no key, changes it in thousands of ways. Every change that alters what the
// file says is found; a file that still says the same is not suspected.
#include <filesystem>
#include <random>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "core/audit/tree.h"
#include "tests/audit/attacker.h"

using namespace signalbox;
using namespace signalbox::audit;
using namespace Qt::StringLiterals;

namespace {

constexpr int entryCount = 70;
constexpr unsigned seed = 20260301;

} // namespace

class TestTampering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void namesTheFirstBadEntry_data();
    void namesTheFirstBadEntry();
    void rewritingTheChainIsFound();
    void randomStatementsAreFound();
    void randomBytesAreFound();
    void untouchedLogsAreGood();

private:
    [[nodiscard]] Verification check() const { return verify(m_copy, {&m_known, 1}); }

    [[nodiscard]] QString randomStatement(std::mt19937& random) const;

    QTemporaryDir m_directory;
    std::filesystem::path m_original;
    std::filesystem::path m_copy;
    Anchor m_known;
    std::string m_bytes;
};

void TestTampering::initTestCase() {
    m_original = m_directory.filePath(u"audit.sqlite"_s).toStdString();
    m_copy = m_directory.filePath(u"copy.sqlite"_s).toStdString();
    ManualClock clock;
    auto log = Log::open(m_original, "signalbox/test", clock).value();
    for (int i = 1; i <= entryCount; ++i) {
        clock.advance(std::chrono::milliseconds(100));
        const std::string agent = i % 3 == 0 ? "refunds" : i % 3 == 1 ? "router" : "";
        const EntryDraft draft{"operator", "release.pause",     agent, "reason " + std::to_string(i), "id",
                               {},         {{u"revision"_s, i}}};
        QVERIFY(log->append(draft, i % 4 == 0 || i == entryCount ? Sign::Now : Sign::Later));
    }
    m_known = {log->glimpse().value(), "a console"};
    log.reset();
    m_bytes = readBytes(m_original);
    std::filesystem::copy_file(m_original.string() + ".key", m_copy.string() + ".key");
    QVERIFY(!std::filesystem::exists(m_original.string() + "-wal"));
    qInfo("seed %u, file of %zu bytes", seed, m_bytes.size());
}

void TestTampering::init() {
    writeBytes(m_copy, m_bytes);
    QVERIFY2(check().good, check().message.c_str());
}

void TestTampering::namesTheFirstBadEntry_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("firstBad");
    const auto row = [](const char* name, const QString& sql, int firstBad) { QTest::newRow(name) << sql << firstBad; };
    row("edit",
        u"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'reason 21', 'reason 12') AS BLOB) WHERE sequence = 21"_s,
        21);
    row("edit of the link",
        u"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"previous\":\"', '\"previous\":\"0') AS BLOB) WHERE sequence = 21"_s,
        21);
    row("edit of the newest",
        u"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'reason 70', 'reason 07') AS BLOB) WHERE sequence = 70"_s,
        69);
    row("who did it",
        u"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'operator', 'somebody') AS BLOB) WHERE sequence = 1"_s,
        1);
    row("delete the first", u"DELETE FROM entries WHERE sequence = 1"_s, 1);
    row("delete in the middle", u"DELETE FROM entries WHERE sequence = 33"_s, 33);
    row("delete and close the gap",
        u"DELETE FROM entries WHERE sequence = 33; UPDATE entries SET sequence = sequence - 1 WHERE sequence > 33"_s,
        33);
    row("truncate", u"DELETE FROM entries WHERE sequence > 50"_s, 51);
    row("truncate with checkpoints",
        u"DELETE FROM entries WHERE sequence > 48; DELETE FROM checkpoints WHERE size > 48; DELETE FROM nodes WHERE level = 4 AND position > 2"_s,
        49);
    row("delete all", u"DELETE FROM entries; DELETE FROM checkpoints; DELETE FROM nodes"_s, 1);
    row("insert at the end",
        u"INSERT INTO entries SELECT 71, bytes, agent, action, time FROM entries WHERE sequence = 70"_s, 71);
    row("swap",
        u"UPDATE entries SET sequence = -1 WHERE sequence = 9; UPDATE entries SET sequence = 9 WHERE sequence = 10; UPDATE entries SET sequence = 10 WHERE sequence = -1"_s,
        9);
    row("agent column", u"UPDATE entries SET agent = 'other' WHERE sequence = 12"_s, 12);
    row("action column", u"UPDATE entries SET action = 'release.promote' WHERE sequence = 13"_s, 13);
    row("time column", u"UPDATE entries SET time = '2020-01-01T00:00:00.000Z' WHERE sequence = 14"_s, 14);
    row("columns run together",
        u"UPDATE entries SET time = time || CAST(x'FF' AS TEXT) || action, action = agent, agent = '' WHERE sequence = 15"_s,
        15);
    row("stored hash", u"UPDATE nodes SET hash = zeroblob(32) WHERE level = 4 AND position = 1"_s, 17);
    row("checkpoint edited",
        u"UPDATE checkpoints SET text = replace(text, 'signalbox/test', 'signalbox/fake') WHERE size = 20"_s, 20);
    row("checkpoint deleted", u"DELETE FROM checkpoints WHERE size = 20"_s, 20);
    row("newest checkpoint deleted", u"DELETE FROM checkpoints WHERE size = 70"_s, 70);
    row("checkpoint forged",
        u"UPDATE checkpoints SET text = (SELECT text FROM checkpoints WHERE size = 68) WHERE size = 70"_s, 70);
    row("checkpoint added", u"INSERT INTO checkpoints VALUES(21, 'x')"_s, 21);
    row("checkpoint before the first", u"INSERT INTO checkpoints VALUES(-5, 'x')"_s, 1);
    row("checkpoint beyond", u"INSERT INTO checkpoints VALUES(71, 'x')"_s, 71);
    row("trigger", u"CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END"_s, 0);
    row("view", u"CREATE VIEW v AS SELECT * FROM entries"_s, 0);
    row("column", u"ALTER TABLE entries ADD COLUMN note TEXT"_s, 0);
    row("table", u"CREATE TABLE more(x)"_s, 0);
    row("index", u"DROP INDEX entries_by_agent"_s, 0);
    row("statistics", u"ANALYZE"_s, 0);
    row("origin", u"UPDATE log SET origin = 'other'"_s, 4);
    row("public key", u"UPDATE log SET public_key = zeroblob(32)"_s, 0);
    row("second name", u"INSERT INTO log VALUES('x', x'00')"_s, 0);
    row("no name", u"DELETE FROM log"_s, 0);
    row("mark", u"PRAGMA user_version = 2"_s, 0);
}

void TestTampering::namesTheFirstBadEntry() {
    QFETCH(QString, sql);
    QFETCH(int, firstBad);
    const QStringList statements = sql.startsWith(u"CREATE TRIGGER") ? QStringList{sql} : sql.split(u"; "_s);
    QVERIFY(change(m_copy, statements));
    const Verification verification = check();
    QVERIFY(!verification.good);
    QVERIFY(!verification.message.empty());
    if (firstBad > 0)
        QCOMPARE(verification.firstBad.value_or(0), static_cast<std::uint64_t>(firstBad));
    else
        QVERIFY2(!verification.firstBad, verification.message.c_str());
}

// Changing an entry and every hash after it that can be computed without the key.
void TestTampering::rewritingTheChainIsFound() {
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"rewriter"_s);
        database.setDatabaseName(QString::fromStdString(m_copy.string()));
        QVERIFY(database.open());
        QSqlQuery rows(database);
        QVERIFY(rows.exec(u"SELECT sequence, bytes FROM entries WHERE sequence >= 30 ORDER BY sequence"_s));
        std::vector<QByteArray> entries;
        while (rows.next())
            entries.push_back(rows.value(1).toByteArray());
        QByteArray before = QByteArray::fromStdString(leafHash(entries[0].toStdString()).hex());
        entries[0].replace("reason 30", "reason 31");
        QSqlQuery update(database);
        QVERIFY(update.prepare(u"UPDATE entries SET bytes = ? WHERE sequence = ?"_s));
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const QByteArray after = QByteArray::fromStdString(leafHash(entries[i].toStdString()).hex());
            update.bindValue(0, entries[i]);
            update.bindValue(1, static_cast<int>(30 + i));
            QVERIFY(update.exec());
            if (i + 1 < entries.size()) {
                const QByteArray next = QByteArray::fromStdString(leafHash(entries[i + 1].toStdString()).hex());
                entries[i + 1].replace(QByteArray("\"previous\":\"" + before), QByteArray("\"previous\":\"" + after));
                before = next;
            }
        }
    }
    QSqlDatabase::removeDatabase(u"rewriter"_s);
    const Verification verification = check();
    QVERIFY(!verification.good);
    // Entries 29 to 32 were signed together; the first of them is where trust ends.
    QCOMPARE(verification.firstBad, 29U);
}

QString TestTampering::randomStatement(std::mt19937& random) const {
    const auto number = [&](int limit) {
        return QString::number(static_cast<int>(random() % static_cast<unsigned>(limit)) + 1);
    };
    const QString one = number(entryCount);
    const QString other = number(entryCount);
    switch (random() % 14) {
    case 0:
        return u"UPDATE entries SET bytes = CAST(substr(CAST(bytes AS TEXT), 1, %1) || char(%2) || substr(CAST(bytes AS TEXT), %3) AS BLOB) WHERE sequence = %4"_s
            .arg(number(300), number(120), number(300), one);
    case 1:
        return u"UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE sequence = %1) WHERE sequence = %2"_s.arg(
            one, other);
    case 2:
        return u"DELETE FROM entries WHERE sequence = %1"_s.arg(one);
    case 3:
        return u"DELETE FROM entries WHERE sequence >= %1"_s.arg(one);
    case 4:
        return u"DELETE FROM checkpoints WHERE size >= %1"_s.arg(one);
    case 5:
        return u"INSERT INTO entries SELECT sequence + %1, bytes, agent, action, time FROM entries WHERE sequence = %2"_s
            .arg(number(200), one);
    case 6:
        return u"UPDATE entries SET agent = (SELECT agent FROM entries WHERE sequence = %1) WHERE sequence = %2"_s.arg(
            one, other);
    case 7:
        return u"UPDATE entries SET time = (SELECT time FROM entries WHERE sequence = %1) WHERE sequence = %2"_s.arg(
            one, other);
    case 8:
        return u"UPDATE nodes SET hash = randomblob(%1) WHERE position = %2 - 1"_s.arg(number(40), number(4));
    case 9:
        return u"DELETE FROM nodes WHERE position = %1 - 1"_s.arg(number(4));
    case 10:
        return u"INSERT INTO nodes VALUES(%1, %2, randomblob(32))"_s.arg(number(12), number(20));
    case 11:
        return u"UPDATE checkpoints SET text = replace(text, char(%1), char(%2))"_s.arg(number(120), number(120));
    case 12:
        return u"UPDATE checkpoints SET size = size + %1 WHERE size = %2"_s.arg(number(9), one);
    default:
        return u"INSERT INTO checkpoints SELECT %1, text FROM checkpoints WHERE size = 20"_s.arg(one);
    }
}

void TestTampering::randomStatementsAreFound() {
    const QStringList before = contents(m_copy);
    std::mt19937 random(seed);
    int changed = 0;
    int without = 0;
    for (int round = 0; round < 900; ++round) {
        writeBytes(m_copy, m_bytes);
        const QString statement = randomStatement(random);
        static_cast<void>(change(m_copy, {statement}));
        const bool same = contents(m_copy) == before;
        const Verification verification = check();
        QVERIFY2(verification.good == same,
                 qPrintable(statement + u": "_s + QString::fromStdString(verification.message)));
        ++(same ? without : changed);
    }
    qInfo("%d changes found, %d statements without effect, 0 missed", changed, without);
    QVERIFY(changed > 500);
}

void TestTampering::randomBytesAreFound() {
    const QStringList before = contents(m_copy);
    std::mt19937 random(seed + 1);
    int changed = 0;
    int without = 0;
    for (int round = 0; round < 1600; ++round) {
        std::string bytes = m_bytes;
        const std::size_t at = random() % bytes.size();
        switch (random() % 5) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.resize(at);
            break;
        case 2:
            bytes.replace(at, 64, bytes, random() % bytes.size(), 64);
            break;
        case 3:
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(512, bytes.size() - at),
                        '\0');
            break;
        default:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
            break;
        }
        writeBytes(m_copy, bytes);
        const Verification verification = check();
        const bool same = contents(m_copy) == before;
        if (verification.good && !same) {
            const QStringList after = contents(m_copy);
            for (qsizetype i = 0; i < std::max(after.size(), before.size()); ++i) {
                if (after.value(i) != before.value(i))
                    qInfo() << i << before.value(i).left(300) << after.value(i).left(300);
            }
        }
        // What is found although every row still reads the same is damage to the file's own structure.
        QVERIFY2(!verification.good || same, qPrintable(u"round %1 at %2"_s.arg(round).arg(at)));
        ++(same ? without : changed);
    }
    qInfo("%d changes found, %d without effect on any row, 0 missed", changed, without);
    QVERIFY(changed > 500);
}

void TestTampering::untouchedLogsAreGood() {
    ManualClock clock;
    std::mt19937 random(seed + 2);
    const std::filesystem::path file = m_directory.filePath(u"untouched.sqlite"_s).toStdString();
    std::vector<Anchor> seen;
    auto log = Log::open(file, "signalbox/test", clock).value();
    for (int round = 0; round < 400; ++round) {
        if (random() % 40 == 0) {
            log.reset();
            log = Log::open(file, "signalbox/test", clock).value();
        }
        const EntryDraft draft{
            "operator", "action", std::to_string(random() % 5), std::string(random() % 5000, '\\'), "id", {}, {}};
        QVERIFY(log->append(draft, random() % 2 == 0 ? Sign::Now : Sign::Later));
        if (log->checkpoint() && random() % 4 == 0)
            seen.push_back({log->glimpse().value(), "a console"});
        if (!seen.empty()) {
            const Verification verification = verify(file, std::span(seen).subspan(random() % seen.size()));
            QVERIFY2(verification.good, verification.message.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestTampering)
#include "tst_tampering.moc"
