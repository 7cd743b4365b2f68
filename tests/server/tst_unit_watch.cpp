// When one value stands for much of an agent's traffic: told once, in words that say what to do, and again only after
// it was over.
#include <QTest>

#include "core/server/unit_watch.h"

using namespace signalbox;
using namespace signalbox::server;

namespace {

traffic::AgentUnits units(std::uint64_t requests, std::uint64_t heaviest) {
    return {.seen = {.requests = requests, .unnamed = 0, .heaviest = heaviest}, .field = "body.user"};
}

} // namespace

class TestUnitWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void toldOnceUntilItIsOver() {
        UnitWatch watch;
        QVERIFY(!watch.look("refunds", std::nullopt));
        QVERIFY(!watch.look("refunds", units(100, 100))); // too few
        QVERIFY(!watch.look("refunds", units(1'000, 200)));
        const auto said = watch.look("refunds", units(1'000, 201));
        QVERIFY(said);
        for (const char* part : {"body.user", "201", "1,000", "refunds", "signalbox.yaml"})
            QVERIFY2(said->contains(part), said->c_str());
        QVERIFY(!watch.look("refunds", units(1'000, 900)));
        QVERIFY(!watch.look("refunds", units(1'000, 150))); // wavers
        QVERIFY(!watch.look("refunds", units(1'000, 900)));
        QVERIFY(watch.look("billing", units(1'000, 900))); // another agent
        QVERIFY(!watch.look("refunds", units(1'000, 99))); // over
        QVERIFY(watch.look("refunds", units(1'000, 900)));
    }

    void whatCouldNotBeRecordedIsToldAgain() {
        UnitWatch watch;
        QVERIFY(watch.look("refunds", units(1'000, 900)));
        watch.keepTelling("refunds");
        QVERIFY(watch.look("refunds", units(1'000, 900)));
    }

    void whatAnEarlierRunToldIsNot() {
        UnitWatch watch;
        watch.setTold("refunds");
        QVERIFY(!watch.look("refunds", units(1'000, 900)));
        QVERIFY(!watch.look("refunds", units(1'000, 10)));
        QVERIFY(watch.look("refunds", units(1'000, 900)));
    }
};

QTEST_GUILESS_MAIN(TestUnitWatch)
#include "tst_unit_watch.moc"
