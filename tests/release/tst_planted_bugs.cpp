// A simulation that finds nothing proves something only if it would find what is wrong: each planted bug is caught,
// and by the invariant that it breaks.
#include <QTest>

#include "tests/release/planted.h"

using namespace signalbox::release::testing;

namespace {

constexpr std::uint64_t firstSeed = 20'260'000;
constexpr int mostHistories = 400;

} // namespace

class TestPlantedBugs : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void isCaught_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Planted& bug : plantedBugs())
            QTest::newRow(bug.name) << index++;
    }

    void isCaught() {
        QFETCH(const int, index);
        const Planted bug = plantedBugs()[static_cast<std::size_t>(index)];
        std::string others;
        for (int i = 0; i < mostHistories; ++i) {
            Simulation simulation({.seed = firstSeed + static_cast<std::uint64_t>(i),
                                   .decider = bug.decider,
                                   .spoilJournal = bug.spoilJournal});
            const auto violation = simulation.run(std::chrono::hours{24});
            if (violation && violation->starts_with(bug.breaks)) {
                qInfo("history %d: %s", i + 1, violation->c_str());
                return;
            }
            if (violation)
                others = *violation;
        }
        QFAIL(qPrintable(QStringLiteral("%1 histories did not notice; found instead: %2")
                             .arg(mostHistories)
                             .arg(QString::fromStdString(others))));
    }
};

QTEST_APPLESS_MAIN(TestPlantedBugs)
#include "tst_planted_bugs.moc"
