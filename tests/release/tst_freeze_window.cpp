// Freeze windows over the changes of the clock, zone by zone: each is one span, and in doubt it holds.
#include <QTest>

#include "core/release/freeze_window.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestFreezeWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOneSpan_data();
    void isOneSpan();
    void saysWhichOfTwoTimes();
};

void TestFreezeWindow::isOneSpan_data() {
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("date"); // on which it begins
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("until");
    QTest::addColumn<QString>("begins"); // UTC
    QTest::addColumn<QString>("ends");
    const auto row = [](const char* name, const char* zone, const char* date, const char* from, const char* until,
                        const char* begins, const char* ends) {
        QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(date) << QString::fromLatin1(from)
                            << QString::fromLatin1(until) << QString::fromLatin1(begins) << QString::fromLatin1(ends);
    };
    const char* berlin = "Europe/Berlin";
    row("set back: until a time that comes twice", berlin, "2026-10-25", "01:00", "02:30", "2026-10-24T23:00:00Z",
        "2026-10-25T01:30:00Z");
    row("set back: all of it in the hour that comes twice", berlin, "2026-10-25", "02:10", "02:20",
        "2026-10-25T00:10:00Z", "2026-10-25T01:20:00Z");
    row("set back: from a time that comes twice", berlin, "2026-10-25", "02:30", "08:00", "2026-10-25T00:30:00Z",
        "2026-10-25T07:00:00Z");
    row("set back: around it", berlin, "2026-10-24", "18:00", "08:00", "2026-10-24T16:00:00Z", "2026-10-25T07:00:00Z");
    row("set forward: until a time that is left out", berlin, "2026-03-29", "01:00", "02:30", "2026-03-29T00:00:00Z",
        "2026-03-29T01:30:00Z");
    row("set forward: all of it left out", berlin, "2026-03-29", "02:10", "02:20", "2026-03-29T01:00:00Z",
        "2026-03-29T01:20:00Z");
    row("set forward: from a time that is left out", berlin, "2026-03-29", "02:30", "08:00", "2026-03-29T01:00:00Z",
        "2026-03-29T06:00:00Z");
    row("New York, set back", "America/New_York", "2026-11-01", "00:00", "01:30", "2026-11-01T04:00:00Z",
        "2026-11-01T06:30:00Z");
    row("New York, set forward, over midnight", "America/New_York", "2026-03-07", "22:00", "02:30",
        "2026-03-08T03:00:00Z", "2026-03-08T07:30:00Z");
    row("Havana: midnight comes twice", "America/Havana", "2024-11-02", "00:00", "24:00", "2024-11-02T04:00:00Z",
        "2024-11-03T05:00:00Z");
    row("Havana: the day that begins twice", "America/Havana", "2024-11-03", "00:00", "24:00", "2024-11-03T04:00:00Z",
        "2024-11-04T05:00:00Z");
    row("Havana: over the two midnights", "America/Havana", "2024-11-02", "23:00", "00:30", "2024-11-03T03:00:00Z",
        "2024-11-03T05:30:00Z");
    row("Havana: a whole day that ends in the hour after", "America/Havana", "2024-11-02", "00:30", "00:30",
        "2024-11-02T04:30:00Z", "2024-11-03T05:30:00Z");
    row("Santiago: the hour before midnight comes twice", "America/Santiago", "2026-04-04", "22:00", "23:30",
        "2026-04-05T01:00:00Z", "2026-04-05T03:30:00Z");
    row("Lord Howe: half an hour", "Australia/Lord_Howe", "2026-04-05", "01:00", "01:45", "2026-04-04T14:00:00Z",
        "2026-04-04T15:15:00Z");
    row("Sydney, set forward", "Australia/Sydney", "2026-10-04", "02:30", "02:45", "2026-10-03T16:00:00Z",
        "2026-10-03T16:45:00Z");
    row("Dublin, whose winter time is the change", "Europe/Dublin", "2026-10-25", "00:00", "01:30",
        "2026-10-24T23:00:00Z", "2026-10-25T01:30:00Z");
    row("Kolkata: never changed", "Asia/Kolkata", "2026-05-05", "18:00", "08:00", "2026-05-05T12:30:00Z",
        "2026-05-06T02:30:00Z");
    row("UTC", "UTC", "2026-05-05", "08:00", "08:00", "2026-05-05T08:00:00Z", "2026-05-06T08:00:00Z");
}

void TestFreezeWindow::isOneSpan() {
    QFETCH(const QString, zone);
    QFETCH(const QString, date);
    QFETCH(const QString, from);
    QFETCH(const QString, until);
    QFETCH(const QString, begins);
    QFETCH(const QString, ends);
    const std::string day = date.toStdString();
    const Calendar calendar{.zone = zone.toStdString(),
                            .windows = {{.name = "w",
                                         .from = from.toStdString(),
                                         .until = until.toStdString(),
                                         .firstDate = day,
                                         .lastDate = day}}};
    const WallTime begin = fromIso(begins.toStdString()).value();
    const WallTime end = fromIso(ends.toStdString()).value();
    for (const auto& [at, held] : {std::pair(begin - 1ms, false), {begin, true}, {end - 1ms, true}, {end, false}})
        QVERIFY2(freezeAt(calendar, at).has_value() == held, toIso(at).c_str());
    for (WallTime at = begin - 36h; at < end + 36h; at += 5min)
        QVERIFY2(freezeAt(calendar, at).has_value() == (begin <= at && at < end), toIso(at).c_str());
}

void TestFreezeWindow::saysWhichOfTwoTimes() {
    const auto said = [](const char* until, const char* now) {
        return freezeAt({.zone = "Europe/Berlin", .windows = {{.name = "early", .from = "01:00", .until = until}}},
                        fromIso(now).value())
            .value_or("");
    };
    QCOMPARE(said("02:30", "2026-10-25T00:00:00Z"), std::string("early, until 2026-10-25 02:30 CET (Europe/Berlin)"));
    QCOMPARE(said("04:00", "2026-10-25T00:00:00Z"), std::string("early, until 2026-10-25 04:00 (Europe/Berlin)"));
    QCOMPARE(said("02:30", "2026-03-29T01:10:00Z"), std::string("early, until 2026-03-29 03:30 (Europe/Berlin)"));
}

QTEST_APPLESS_MAIN(TestFreezeWindow)
#include "tst_freeze_window.moc"
