// The console's own log: kept by a thread of its own, shared memory of what was seen, a disk that is slow or full.
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/support/console_pages.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

// Keeps everybody else from writing into a database while it lives.
class Holder {
public:
    explicit Holder(const QString& file) : m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"holder"_s)) {
        m_database.setDatabaseName(file);
        m_holds = m_database.open() && QSqlQuery(m_database).exec(u"BEGIN IMMEDIATE"_s);
    }

    ~Holder() {
        QSqlQuery(m_database).exec(u"ROLLBACK"_s);
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(u"holder"_s);
    }

    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    [[nodiscard]] bool holds() const { return m_holds; }

private:
    QSqlDatabase m_database;
    bool m_holds = false;
};

client::ConsoleAction action(const char* what) {
    client::ConsoleAction made;
    made.action = what;
    return made;
}

const audit::Glimpse older{"signalbox/sample\n12\nroot\n", "key"};
const audit::Glimpse newer{"signalbox/sample\n13\nroot\n", "key"};

} // namespace

class ConsoleLogTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    SystemClock m_clock;

    std::unique_ptr<client::ConsoleLog> open(const QString& folder) {
        return client::ConsoleLog::open(m_home.filePath(folder), m_clock).value();
    }

private Q_SLOTS:

    void keepsWhatWasDone() {
        const auto log = open(u"kept"_s);
        std::optional<Result<std::uint64_t>> recorded;
        log->record({"release.roll_back", "refunds", "sample", "alarm", "r1", "done", 7, 3.5}, this,
                    [&](const Result<std::uint64_t>& answer) { recorded = answer; });
        const auto entries = tests::consoleEntries(*log, 10);
        QVERIFY(recorded && *recorded);
        QCOMPARE(recorded->value(), 1U);
        QCOMPARE(entries.size(), 1U);
        QCOMPARE(entries.front().action.agent, "refunds");
        QCOMPARE(entries.front().action.backendSequence, 7U);
        QCOMPARE(entries.front().action.effectiveAfterMs, std::optional(3.5));
        QVERIFY(log->verify().good);
    }

    void aSecondConsoleKeepsItsOwnAndSharesWhatWasSeen() {
        auto log = open(u"shared"_s);
        const auto second = open(u"shared"_s);
        QVERIFY(second->file() != log->file());
        int kept = 0;
        const auto count = [&](const Result<void>& answer) { kept += answer ? 1 : 0; };
        log->remember("sample", older, this, count);
        QCOMPARE(log->seenOf("sample"), std::optional(older)); // at once
        QTRY_COMPARE(kept, 1);
        second->remember("sample", newer, this, count);
        second->remember("other", newer, this, count);
        QTRY_COMPARE(kept, 3);
        QCOMPARE(log->seenOf("sample"), std::optional(newer)); // whichever console saw it
        log.reset();
        const auto again = open(u"shared"_s);
        QCOMPARE(again->seenOf("sample"), std::optional(newer));
        QVERIFY(!again->seenOf("unknown"));
    }

    // Only the newest of what was asked for counts, before and after it is on the disk.
    void whatWasSeenTwiceInARowEndsAsTheNewest() {
        const auto log = open(u"row"_s);
        int kept = 0;
        const auto count = [&](const Result<void>& answer) { kept += answer ? 1 : 0; };
        log->remember("sample", older, this, count);
        log->remember("sample", newer, this, count);
        QCOMPARE(log->seenOf("sample"), std::optional(newer));
        QTRY_COMPARE(kept, 2);
        QCOMPARE(log->seenOf("sample"), std::optional(newer));
    }

    void aDiskThatIsHeldUpHoldsUpNobody() {
        auto log = open(u"slow"_s);
        const QString file = log->file();
        std::optional<Result<std::uint64_t>> recorded;
        {
            const Holder holder(file);
            QVERIFY(holder.holds());
            QElapsedTimer timer;
            timer.start();
            log->record(action("console.connect"), this,
                        [&](const Result<std::uint64_t>& answer) { recorded = answer; });
            QVERIFY2(timer.elapsed() < 1000, "the caller waited for the disk"); // the holder is waited for two seconds
            QVERIFY(!recorded);
        }
        QTRY_VERIFY(recorded);
        QVERIFY2(*recorded, recorded->error().message.c_str());
        log->record(action("console.close"), this, [](const Result<std::uint64_t>&) {});
        log.reset(); // waits for what was asked
        QCOMPARE(audit::verify(file.toStdString()).size, 2U);
    }

    void anAskerThatIsGoneIsNotAnswered() {
        const auto log = open(u"gone"_s);
        bool answered = false;
        auto asker = std::make_unique<QObject>();
        log->record(action("console.connect"), asker.get(), [&](const Result<std::uint64_t>&) { answered = true; });
        asker.reset();
        QCOMPARE(tests::consoleEntries(*log, 10).size(), 1U); // recorded all the same
        QVERIFY(!answered);
    }

    void whatCannotBeKeptIsSaidAndNotClaimed() {
        const auto log = open(u"full"_s);
        QVERIFY(QDir(m_home.filePath(u"full"_s)).mkdir(u"checkpoints.json"_s)); // a folder where the file should be
        std::optional<Result<void>> kept;
        log->remember("sample", older, this, [&](const Result<void>& answer) { kept = answer; });
        QTRY_VERIFY(kept);
        QVERIFY(!*kept);
        QVERIFY(!log->seenOf("sample"));
    }
};

QTEST_GUILESS_MAIN(ConsoleLogTest)
#include "tst_console_log.moc"
