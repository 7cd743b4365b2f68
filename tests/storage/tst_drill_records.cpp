// Reports of drills on the disk: their order, their number, and what a damaged one does.
#include <QTemporaryDir>
#include <QTest>

#include "core/storage/drill_records.h"

using namespace signalbox;
using namespace signalbox::storage;
using namespace Qt::StringLiterals;

namespace {

DrillRecord recordAt(int second, DrillRecord::State state = DrillRecord::State::Ended) {
    return {.id = "drill-" + std::to_string(second),
            .started = WallTime{std::chrono::seconds{second}},
            .state = state,
            .report = {{u"second"_s, second}}};
}

} // namespace

class TestDrillRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }

    void cleanup() { m_file.reset(); }

    void theNewestIsFirstAndStaysOverARestart() {
        DrillRecords records(*m_file);
        QVERIFY(records.save(recordAt(2)));
        QVERIFY(records.save(recordAt(1)));
        QVERIFY(records.save(recordAt(3, DrillRecord::State::Running)));
        open();
        auto all = DrillRecords(*m_file).all().value();
        QCOMPARE(all.size(), 3U);
        QCOMPARE(all.front().id, "drill-3");
        QCOMPARE(all.front().state, DrillRecord::State::Running);
        QCOMPARE(all.back().report["second"_L1].toInt(), 1);
        QVERIFY(DrillRecords(*m_file).save(recordAt(3))); // ended: the same row
        all = DrillRecords(*m_file).all().value();
        QCOMPARE(all.size(), 3U);
        QCOMPARE(all.front().state, DrillRecord::State::Ended);
    }

    void onlyTheNewestAreKept() {
        DrillRecords records(*m_file);
        for (int i = 0; i < DrillRecords::kept + 5; ++i)
            QVERIFY(records.save(recordAt(i)));
        const auto all = records.all().value();
        QCOMPARE(all.size(), static_cast<std::size_t>(DrillRecords::kept));
        QCOMPARE(all.back().id, "drill-5");
    }

    void whatCannotBeReadIsLeftOut() {
        DrillRecords records(*m_file);
        QVERIFY(records.save(recordAt(1)));
        QVERIFY(records.save(recordAt(2)));
        QVERIFY(m_file->run(u"UPDATE drills SET report = x'00ff' WHERE id = 'drill-2'"_s));
        const auto all = records.all().value();
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all.front().id, "drill-1");
    }

private:
    void open() {
        m_file.reset();
        m_file = HistoryFile::open(m_directory->filePath(u"history.sqlite"_s).toStdString()).value();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HistoryFile> m_file;
};

QTEST_GUILESS_MAIN(TestDrillRecords)
#include "tst_drill_records.moc"
