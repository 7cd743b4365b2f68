// What is remembered of failures: counts of the last 15 minutes, one request of each reason, since when, and what the
// versions beside each other say about where to look; in bounded memory.
#include <QTest>

#include "core/metrics/failure_book.h"
#include "tests/metrics/observations.h"

using namespace signalbox;
using namespace signalbox::metrics;
using namespace std::chrono_literals;

namespace {

struct Passed final : ObservationSink {
    void take(std::vector<Observation> batch) override { observations += batch.size(); }

    void takeLabels(std::vector<Label> batch) override { labels += batch.size(); }

    std::size_t observations = 0;
    std::size_t labels = 0;
};

Observation good(std::chrono::milliseconds offset, const std::string& version = "1.0.0") {
    Observation seen = at(offset, version);
    seen.status = 200;
    return seen;
}

Observation bad(std::chrono::milliseconds offset, const std::string& version = "1.0.0",
                FailureReason reason = {.kind = FailureKind::Refused}, const std::string& message = {}) {
    Observation seen = at(offset, version);
    seen.outcome = reason.status != 0 ? Outcome::ServerError : Outcome::UpstreamLost;
    seen.status = reason.status;
    seen.failure = std::make_shared<Failure>(std::move(reason), message, "openai", std::to_string(offset.count()));
    return seen;
}

struct World {
    void add(Observation seen) { book.take({std::move(seen)}); }

    [[nodiscard]] FailureReport report(std::chrono::milliseconds offset) const {
        return book.report("refunds", Monotonic{} + 1h + offset, start + offset);
    }

    [[nodiscard]] VersionFailures one(std::chrono::milliseconds offset) const { return report(offset).versions.at(0); }

    Passed passed;
    FailureBook book{passed};
};

const FailureReason notFound{.kind = FailureKind::Status, .status = 404, .token = "model_not_found"};

} // namespace

class TestFailureBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsByReason();
    void forgetsAfterAQuarterOfAnHour();
    void saysSinceWhen();
    void aFewFailuresAreNoRun();
    void keepsOneRequestOfEach();
    void leavesOutShadowsAndCallersWhoLeft();
    void aBrokenContractIsAReason();
    void isBounded();
    void saysWhereToLook_data();
    void saysWhereToLook();
    void whatIsAskedNoMoreFailsNoMore();
    void aRollBackInAnOutageBlamesNobody();
    void saysItForAlerts();
};

void TestFailureBook::countsByReason() {
    World world;
    for (int i = 0; i < 7; ++i)
        world.add(bad(i * 1s));
    for (int i = 0; i < 3; ++i)
        world.add(bad(i * 1s, "1.0.0", notFound));
    world.add(good(8s));
    const VersionFailures found = world.one(9s);
    QCOMPARE(found.requests, 11U);
    QCOMPARE(found.failures, 10U);
    QCOMPARE(found.rows.size(), 2U);
    QCOMPARE(codeOf(found.rows[0].reason), "connection refused");
    QCOMPARE(found.rows[0].count, 7U);
    QCOMPARE(codeOf(found.rows[1].reason), "404 model_not_found");
    QCOMPARE(found.rows[1].count, 3U);
    QCOMPARE(found.rows[1].provider, "openai");
    QCOMPARE(world.passed.observations, 11U); // everything goes on to the store
    QVERIFY(world.book.report("billing", Monotonic{} + 1h, start).versions.empty());
}

void TestFailureBook::forgetsAfterAQuarterOfAnHour() {
    World world;
    world.add(bad(0s));
    QCOMPARE(world.one(14min).rows.size(), 1U);
    QVERIFY(world.report(15min + 10s).versions.empty());
    world.add(good(16min));
    const VersionFailures found = world.one(16min);
    QCOMPARE(found.requests, 1U);
    QCOMPARE(found.failures, 0U);
    QVERIFY(found.rows.empty());
    QVERIFY(!found.failingSince);
    world.add(bad(1s)); // late, of a time that is over
    QVERIFY(world.one(16min).rows.empty());
}

void TestFailureBook::saysSinceWhen() {
    World world;
    for (int i = 0; i < 20; ++i)
        world.add(good(i * 1s));
    for (int i = 20; i < 45; ++i)
        world.add(bad(i * 1s + 250ms));
    VersionFailures found = world.one(45s);
    QVERIFY(found.isFailing());
    QVERIFY(*found.failingSince == start + 20s + 250ms);
    QCOMPARE(found.runFailures, 25U);
    QCOMPARE(found.runRequests, 25U);
    QVERIFY(world.one(5min).isFailing()); // nobody asked since: nothing says that it is better
    for (int i = 50; i < 60; ++i)
        world.add(good(i * 1s));
    QVERIFY(!world.one(61s).isFailing()); // ten good seconds are over
    QCOMPARE(world.one(61s).failures, 25U);
    world.add(bad(70s));
    QVERIFY(*world.one(70s).failingSince == start + 70s); // another run
}

void TestFailureBook::aFewFailuresAreNoRun() {
    World world;
    for (int i = 0; i < 1000; ++i)
        world.add(i % 50 == 7 ? bad(i * 100ms) : good(i * 100ms));
    QVERIFY(!world.one(100s).isFailing());
    QCOMPARE(world.one(100s).failures, 20U);
    World rare; // one request a minute, one of them fails
    for (int i = 0; i < 5; ++i)
        rare.add(i == 3 ? bad(i * 1min) : good(i * 1min));
    QVERIFY(!rare.one(5min).isFailing());
}

void TestFailureBook::keepsOneRequestOfEach() {
    World world;
    world.add(bad(1s, "1.0.0", notFound));
    QVERIFY(world.one(2s).rows[0].sample->message.empty());
    world.add(bad(2s, "1.0.0", notFound, "The model does not exist"));
    const FailureSample first = *world.one(3s).rows[0].sample;
    QCOMPARE(first.message, "The model does not exist"); // one that says something is better
    QCOMPARE(first.requestId, "2000");
    QCOMPARE(first.status, 404);
    world.add(bad(3s, "1.0.0", notFound));
    QCOMPARE(world.one(3s).rows[0].sample->requestId, "2000");
    world.add(bad(60s, "1.0.0", notFound, "Still not"));
    QCOMPARE(world.one(60s).rows[0].sample->requestId, "60000"); // a newer one after a while
}

void TestFailureBook::leavesOutShadowsAndCallersWhoLeft() {
    World world;
    Observation shadow = bad(1s);
    shadow.role = traffic::Role::Shadow;
    world.add(shadow);
    Observation left = at(2s);
    left.outcome = Outcome::Cancelled;
    world.add(left);
    QVERIFY(world.report(3s).versions.empty());
    QCOMPARE(world.passed.observations, 2U);
}

void TestFailureBook::aBrokenContractIsAReason() {
    World world;
    world.add(good(1s));
    Label label;
    label.agent = "refunds";
    label.version = "1.0.0";
    label.learned = start + 1s;
    label.requestId = "abc";
    label.contractViolation = true;
    world.book.takeLabels({label});
    const VersionFailures found = world.one(2s);
    QCOMPARE(found.failures, 0U); // it was answered
    QVERIFY(!found.isFailing());
    QCOMPARE(codeOf(found.rows.at(0).reason), "contract");
    QCOMPARE(found.rows.at(0).sample->requestId, "abc");
    QCOMPARE(world.passed.labels, 1U);
    world.book.takeLabels({label, label}); // more often than anything failed
    world.add(bad(3s));
    const VersionFailures both = world.one(4s);
    QCOMPARE(codeOf(both.rows.at(0).reason), "connection refused");
    QCOMPARE(codeOf(both.rows.at(1).reason), "contract");
    QCOMPARE(both.rows.at(1).count, 3U);
    QCOMPARE(codeOf(pooledRows(world.report(4s)).at(0).reason), "connection refused");
    QCOMPARE(mostlyBecause(world.report(4s), "1.0.0"), "1 of 1 failure: connection refused");
    for (int i = 0; i < 100; ++i) // nor is it counted among "other"
        world.add(bad(5s, "1.0.0", {.kind = FailureKind::Status, .status = 500, .token = "t" + std::to_string(i)}));
    QCOMPARE(codeOf(world.one(6s).rows.back().reason), "contract");
    QCOMPARE(world.one(6s).rows.back().count, 3U);
}

void TestFailureBook::isBounded() {
    World world;
    for (int i = 0; i < 100; ++i)
        world.add(bad(1s, "1.0.0", {.kind = FailureKind::Status, .status = 500, .token = "t" + std::to_string(i)}));
    const VersionFailures found = world.one(2s);
    QCOMPARE(found.rows.size(), FailureBook::mostReasons);
    QCOMPARE(codeOf(found.rows[0].reason), "other"); // the most frequent by now
    QCOMPARE(found.rows[0].count, 100U - (FailureBook::mostReasons - 1));
    QCOMPARE(found.failures, 100U);
    for (int i = 0; i < 300; ++i)
        world.add(bad(2s + i * 1s, "2.0." + std::to_string(i)));
    QCOMPARE(world.report(5min).versions.size(), FailureBook::mostVersions);
}

void TestFailureBook::saysWhereToLook_data() {
    QTest::addColumn<int>("stableFails"); // of 20 requests each
    QTest::addColumn<int>("canaryFails");
    QTest::addColumn<bool>("sameReason");
    QTest::addColumn<int>("canaryRequests");
    QTest::addColumn<QString>("where");
    QTest::newRow("neither") << 0 << 0 << true << 20 << "none";
    QTest::newRow("only the canary") << 0 << 20 << true << 20 << "this_version";
    QTest::newRow("only the canary, in part") << 0 << 5 << true << 20 << "this_version";
    QTest::newRow("only stable") << 20 << 0 << true << 20 << "this_version";
    QTest::newRow("both, alike") << 20 << 20 << true << 20 << "not_this_version";
    QTest::newRow("both, unlike") << 20 << 20 << false << 20 << "cannot_tell";
    QTest::newRow("stable alone") << 20 << 0 << true << 0 << "cannot_tell";
    QTest::newRow("beside a canary that was hardly asked") << 20 << 0 << true << 2 << "cannot_tell";
    QTest::newRow("a single failure beside good ones") << 1 << 0 << true << 20 << "none";
}

void TestFailureBook::saysWhereToLook() {
    QFETCH(int, stableFails);
    QFETCH(int, canaryFails);
    QFETCH(bool, sameReason);
    QFETCH(int, canaryRequests);
    QFETCH(QString, where);
    World world;
    for (int i = 0; i < 20; ++i)
        world.add(i >= 20 - stableFails ? bad(i * 400ms) : good(i * 400ms));
    for (int i = 0; i < canaryRequests; ++i)
        world.add(i >= canaryRequests - canaryFails
                      ? bad(i * 400ms, "1.1.0", sameReason ? FailureReason{.kind = FailureKind::Refused} : notFound)
                      : good(i * 400ms, "1.1.0"));
    const FailureCause cause = causeOf(world.report(9s));
    if (where == u"none" && stableFails == 1)
        QVERIFY(world.one(9s).failures == 1); // seen, and said in the list
    QCOMPARE(QString::fromUtf8(toString(cause.kind).data(), static_cast<qsizetype>(toString(cause.kind).size())),
             where);
    QCOMPARE(cause.since.has_value(), where != u"none");
    if (where == u"this_version")
        QCOMPARE(cause.version, canaryFails > 0 ? "1.1.0" : "1.0.0");
    if (where == u"not_this_version") {
        QCOMPARE(cause.provider, "openai");
        QCOMPARE(codeOf(cause.reason), "connection refused");
    }
}

// A bad canary that was rolled back: its failures are listed, and nothing is failing any more.
void TestFailureBook::whatIsAskedNoMoreFailsNoMore() {
    World world;
    for (int i = 0; i < 10; ++i)
        world.add(bad(i * 500ms, "1.1.0"));
    for (int i = 0; i < 80; ++i)
        world.add(good(i * 1s));
    QVERIFY(causeOf(world.report(80s)).kind == FailureCause::Kind::None);
    QCOMPARE(pooledRows(world.report(80s)).at(0).count, 10U);
}

// The provider goes down at 100 % of the canary, so a guardrail puts stable back, which fails as well.
void TestFailureBook::aRollBackInAnOutageBlamesNobody() {
    World world;
    for (int i = 0; i < 40; ++i)
        world.add(good(i * 100ms, "1.1.0"));
    for (int i = 0; i < 20; ++i)
        world.add(good(i * 100ms));
    for (int i = 40; i < 43; ++i)
        world.add(bad(i * 100ms, "1.1.0"));
    for (int i = 43; i < 300; ++i)
        world.add(bad(i * 100ms));
    QVERIFY(causeOf(world.report(30s)).kind == FailureCause::Kind::NotThisVersion);
    for (int i = 300; i < 900; ++i)
        world.add(bad(i * 100ms));
    QVERIFY(causeOf(world.report(90s)).kind == FailureCause::Kind::CannotTell); // and not "only 1.0.0"
}

void TestFailureBook::saysItForAlerts() {
    World world;
    for (int i = 0; i < 4; ++i)
        world.add(bad(i * 1s, "1.1.0", notFound));
    world.add(bad(4s, "1.1.0"));
    world.add(good(4s));
    QCOMPARE(mostlyBecause(world.report(5s), "1.1.0"), "4 of 5 failures: 404 model_not_found");
    QCOMPARE(mostlyBecause(world.report(5s), "1.0.0"), "");
    QCOMPARE(mostlyBecause(world.report(5s), "9.9.9"), "");
}

QTEST_APPLESS_MAIN(TestFailureBook)
#include "tst_failure_book.moc"
