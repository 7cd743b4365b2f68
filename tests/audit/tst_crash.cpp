// What was acknowledged is there after a kill -9 at any moment, and a full disk leaves a log that is whole.
#include <filesystem>
#include <random>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::audit;
using namespace Qt::StringLiterals;

namespace {

constexpr unsigned seed = 20260301;
const QString appender = test::programPath(u"audit_appender"_s);

// The number on the last complete line.
std::uint64_t lastAcknowledged(const QByteArray& output) {
    const qsizetype end = output.lastIndexOf('\n');
    if (end < 0)
        return 0;
    const qsizetype begin = output.lastIndexOf('\n', end - 1) + 1;
    return output.sliced(begin, end - begin).toULongLong();
}

} // namespace

class TestCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedWritersLoseNothing();
    void aFullDiskLeavesAWholeLog();
};

void TestCrash::killedWritersLoseNothing() {
    QTemporaryDir directory;
    const QString file = directory.filePath(u"audit.sqlite"_s);
    std::mt19937 random(seed);
    std::uint64_t acknowledged = 0;
    std::vector<Anchor> seen;
    constexpr int kills = 200;
    for (int round = 0; round < kills; ++round) {
        QProcess process;
        process.start(appender, {file});
        QVERIFY(process.waitForReadyRead(20'000));
        QByteArray output;
        // Up to a number of bytes instead of a time, so that the load of the machine does not decide how much is
        // tested.
        const qsizetype wanted = static_cast<qsizetype>(random() % 160);
        while (output.size() < wanted && process.waitForReadyRead(20'000))
            output += process.readAllStandardOutput();
        process.kill();
        QVERIFY(process.waitForFinished(20'000));
        output += process.readAllStandardOutput();
        acknowledged = std::max(acknowledged, lastAcknowledged(output));
        if (round % 10 != 9)
            continue;
        const Verification verification = verify(file.toStdString(), seen);
        QVERIFY2(verification.good, verification.message.c_str());
        QVERIFY2(verification.size >= acknowledged,
                 qPrintable(u"%1 acknowledged, %2 there"_s.arg(acknowledged).arg(verification.size)));
        SystemClock clock;
        const auto log = Log::open(file.toStdString(), "signalbox/crash", clock);
        QVERIFY(log);
        QVERIFY((*log)->size() >= acknowledged);
        QVERIFY((*log)->epoch() > static_cast<std::uint64_t>(round));
        if (const auto glimpse = (*log)->glimpse())
            seen.push_back({*glimpse, "the test"});
    }
    qInfo("seed %u: %d kills, %llu entries acknowledged, none lost", seed, kills,
          static_cast<unsigned long long>(acknowledged));
    QVERIFY(acknowledged > kills);
}

void TestCrash::aFullDiskLeavesAWholeLog() {
    for (const int limit : {60'000, 150'000, 300'000}) {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"audit.sqlite"_s);
        QProcess process;
        process.start(appender, {file, u"limit"_s, QString::number(limit)});
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray output = process.readAllStandardOutput();
        const qsizetype mark = output.indexOf("failed ");
        QVERIFY2(mark > 0, output.constData());
        QCOMPARE(process.exitCode(), 4);
        QVERIFY2(output.sliced(mark).contains("database_failed latched"), output.sliced(mark).constData());
        const std::uint64_t acknowledged = lastAcknowledged(output.first(mark));
        const Verification verification = verify(file.toStdString());
        QVERIFY2(verification.good, verification.message.c_str());
        QVERIFY(verification.size >= acknowledged && acknowledged > 0);
        // With space again the same writer went on, behind what it had acknowledged.
        const QByteArray after = output.sliced(mark);
        const QByteArray wanted = "latched\nresumed " + QByteArray::number(acknowledged + 1);
        QVERIFY2(after.contains(wanted), after.constData());
        // With space again, opening anew is all it takes.
        SystemClock clock;
        const auto log = Log::open(file.toStdString(), "signalbox/crash", clock);
        QVERIFY2(log, log ? "" : log.error().message.c_str());
        QVERIFY((*log)->append({"operator", "backend.restart", "", "", "", {}, {}}, Sign::Now));
        QVERIFY(verify(file.toStdString()).good);
        qInfo("limit of %d bytes: %llu acknowledged, %llu there", limit, static_cast<unsigned long long>(acknowledged),
              static_cast<unsigned long long>(verification.size));
    }
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
