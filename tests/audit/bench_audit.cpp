// Figures of the audit log beside bare SQLite in the same run. BENCH_ENTRIES sets the size (default 100,000).
#include <algorithm>
#include <chrono>
#include <filesystem>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/entry.h"
#include "core/audit/log.h"
#include "core/audit/statements.h"

using namespace signalbox;
using namespace signalbox::audit;
using namespace Qt::StringLiterals;

namespace {

using Clock_ = std::chrono::steady_clock;

double millisecondsSince(Clock_::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock_::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

EntryDraft draft() {
    return {"operator", "release.pause", "refunds", "because", "0123456789abcdef", {}, {{u"revision"_s, 1}}};
}

} // namespace

class BenchAudit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void appendBesideBareSqlite();
    void verifyAndProve();
};

void BenchAudit::appendBesideBareSqlite() {
    QTemporaryDir directory;
    SystemClock clock;
    auto log = Log::open(directory.filePath(u"a.sqlite"_s).toStdString(), "bench", clock).value();
    QVERIFY(log->append(draft(), Sign::Now));
    const QByteArray bytes = QByteArray::fromStdString(log->read(0, 1).value().front().bytes);
    std::vector<double> bare;
    std::vector<double> signedAppend;
    std::vector<double> plainAppend;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bare"_s);
        database.setDatabaseName(directory.filePath(u"bare.sqlite"_s));
        QVERIFY(database.open());
        QSqlQuery query(database);
        for (const auto& sql : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s,
                                u"CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"_s})
            QVERIFY(query.exec(sql));
        QVERIFY(query.prepare(u"INSERT INTO t(bytes) VALUES(?)"_s));
        // In turns, so that the state of the machine is the same for all.
        for (int i = 0; i < 1000; ++i) {
            auto start = Clock_::now();
            query.bindValue(0, bytes);
            QVERIFY(query.exec());
            bare.push_back(millisecondsSince(start));
            start = Clock_::now();
            QVERIFY(log->append(draft(), Sign::Now));
            signedAppend.push_back(millisecondsSince(start));
            start = Clock_::now();
            QVERIFY(log->append(draft(), Sign::Later));
            plainAppend.push_back(millisecondsSince(start));
        }
    }
    QSqlDatabase::removeDatabase(u"bare"_s);
    qInfo("append p50: bare SQLite %.3f ms, entry %.3f ms (%.2f x), with checkpoint %.3f ms (%.2f x)", median(bare),
          median(plainAppend), median(plainAppend) / median(bare), median(signedAppend),
          median(signedAppend) / median(bare));
}

void BenchAudit::verifyAndProve() {
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("BENCH_ENTRIES", &given);
    const std::uint64_t count = given ? static_cast<std::uint64_t>(wanted) : 100'000U;
    QTemporaryDir directory;
    const std::filesystem::path file = directory.filePath(u"a.sqlite"_s).toStdString();
    SystemClock clock;
    // Filled in one transaction with the log's own parts: a million fsyncs are not what is measured here.
    static_cast<void>(Log::open(file, "bench", clock).value());
    {
        const auto database = Database::open(file, Access::Write).value();
        Statements statements = Statements::make(*database).value();
        CompactRange range;
        EntryFrame frame{.previous = {}, .checkpoint = {}, .time = clock.wall(), .boot = "boot"};
        QVERIFY(database->begin());
        for (std::uint64_t i = 1; i <= count; ++i) {
            frame.sequence = i;
            frame.epoch = 1;
            const std::string bytes = makeEntry(draft(), frame).value();
            const Digest leaf = leafHash(bytes);
            frame.previous = leaf.hex();
            QVERIFY(statements.insertEntry(i, bytes));
            range.append(leaf, [&](const Node& node, const Digest& hash) {
                if (isStored(node.level))
                    static_cast<void>(statements.insertNode(node, hash));
            });
        }
        QVERIFY(database->commit());
    }
    auto start = Clock_::now();
    auto log = Log::open(file, "bench", clock).value();
    const double opening = millisecondsSince(start);
    QVERIFY(log->append(draft(), Sign::Now));
    start = Clock_::now();
    const Verification verification = verify(file);
    const double verifying = millisecondsSince(start);
    QVERIFY2(verification.good, verification.message.c_str());
    start = Clock_::now();
    const auto proof = log->consistencyProof(count / 3, count);
    const double proving = millisecondsSince(start);
    qInfo("%llu entries: open %.2f ms, verify %.0f ms (%.2f us per entry), consistency proof %.2f ms, %zu bytes",
          static_cast<unsigned long long>(count), opening, verifying, verifying * 1000 / static_cast<double>(count),
          proving, proof->size() * 32);
}

QTEST_GUILESS_MAIN(BenchAudit)
#include "bench_audit.moc"
