// What becomes of conversations when the version that answers them is rolled back, through the real gateway.
#include <QTest>

#include "tests/server/backend_test.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject planWith(const QString& policy, double drain = 600) {
    QJsonObject plan = quickPlan();
    plan.insert(u"conversations"_s, policy);
    plan.insert(u"drain_time"_s, drain);
    return plan;
}

} // namespace

class TestConversations : public BackendTest {
    Q_OBJECT

private Q_SLOTS:

    void theyMoveAtOnce();
    void theyFinishWhereTheyBegan();
    void theyHaveSoMuchTime();
    void aPersonMayMoveThemEarlier();
    void othersDoNotCount();
    void oneByOneIsForgotten();
    void aRestartForgetsNobody();
    void oneValueForEverybodyIsAnAlert();

private:
    // Starts 2.2.0 at 50 %; the units among 60 that it answers.
    std::vector<std::string> begin(const QJsonObject& plan);
    HttpAnswer rollBack(const QJsonObject& more = {});

    [[nodiscard]] QJsonObject status() { return host->get("/api/v1/agents/refunds/release").json(); }

    // How many of these 2.2.0 answers.
    int stay(const std::vector<std::string>& units) {
        int count = 0;
        for (const std::string& unit : units)
            count += host->ask("refunds", unit) == "2.2.0" ? 1 : 0;
        return count;
    }
};

std::vector<std::string> TestConversations::begin(const QJsonObject& plan) {
    const std::string id = releaseAfter(host->startRelease("refunds", u"2.2.0"_s, plan));
    static_cast<void>(
        host->post("/api/v1/releases/" + id + "/advance", {{u"revision"_s, host->revisionOf("refunds")}}));
    std::vector<std::string> units;
    for (int i = 0; i < 60; ++i) {
        const std::string unit = "user-" + std::to_string(i);
        if (host->ask("refunds", unit) == "2.2.0")
            units.push_back(unit);
    }
    return units;
}

HttpAnswer TestConversations::rollBack(const QJsonObject& more) {
    QJsonObject body{{u"reason"_s, u"test"_s}};
    for (auto it = more.begin(); it != more.end(); ++it)
        body.insert(it.key(), it.value());
    return host->post("/api/v1/agents/refunds/roll-back", body);
}

void TestConversations::theyMoveAtOnce() {
    const auto units = begin(planWith(u"move"_s));
    QVERIFY(units.size() > 10);
    QCOMPARE(rollBack().status, 200);
    QCOMPARE(stay(units), 0);
    QVERIFY(!status()["observed"_L1].toObject().contains("leaving"_L1));
}

void TestConversations::theyFinishWhereTheyBegan() {
    const auto units = begin(planWith(u"finish"_s));
    QTRY_COMPARE(status()["conversations"_L1].toInt(), static_cast<int>(units.size())); // what the button can name
    QCOMPARE(rollBack().status, 200);
    QCOMPARE(stay(units), static_cast<int>(units.size()));
    // Nobody new gets there, also not those who would have been assigned to it.
    int fresh = 0;
    for (int i = 100; i < 160; ++i)
        fresh += host->ask("refunds", "user-" + std::to_string(i)) == "2.2.0" ? 1 : 0;
    QCOMPARE(fresh, 0);
    const QJsonObject now = status();
    QCOMPARE(now["observed"_L1]["leaving"_L1]["version"_L1].toString(), u"2.2.0"_s);
    QCOMPARE(now["observed"_L1]["canary_weight"_L1].toInt(), 0);
    QVERIFY(now["observed_matches"_L1].toBool());
    QCOMPARE(now["state"_L1]["leaving"_L1]["policy"_L1].toString(), u"finish"_s);
    // Undo brings the release back, with everybody where they were.
    QCOMPARE(host->post("/api/v1/agents/refunds/undo", {{u"revision"_s, host->revisionOf("refunds")}}).status, 200);
    QCOMPARE(stay(units), static_cast<int>(units.size()));
}

void TestConversations::theyHaveSoMuchTime() {
    const auto units = begin(planWith(u"drain"_s, 1));
    QCOMPARE(rollBack().status, 200);
    QCOMPARE(stay({units.front()}), 1);
    QTRY_VERIFY(!status()["state"_L1].toObject().contains("leaving"_L1));
    QCOMPARE(stay(units), 0);
    QCOMPARE(host->get("/api/v1/audit?limit=1").json()["rows"_L1][0]["action"_L1].toString(), u"conversations.moved"_s);
}

void TestConversations::aPersonMayMoveThemEarlier() {
    const auto units = begin(planWith(u"finish"_s));
    QCOMPARE(rollBack().status, 200);
    QCOMPARE(stay(units), static_cast<int>(units.size()));
    QCOMPARE(rollBack({{u"conversations"_s, u"sometimes"_s}}).status, 400);
    QCOMPARE(rollBack({{u"conversations"_s, u"move"_s}}).status, 200);
    QCOMPARE(stay(units), 0);
}

// A caller without a unit has no conversation: each request is one of its own.
void TestConversations::othersDoNotCount() {
    static_cast<void>(begin(planWith(u"finish"_s)));
    const int before = status()["conversations"_L1].toInt();
    for (int i = 0; i < 30; ++i)
        static_cast<void>(host->ask("refunds", ""));
    QCOMPARE(rollBack().status, 200);
    for (int i = 0; i < 30; ++i)
        QCOMPARE(host->ask("refunds", ""), std::string("2.1.0"));
    QVERIFY(status()["conversations"_L1].toInt() >= before);
}

// The rolled-back version of one release is nobody's of the next.
void TestConversations::oneByOneIsForgotten() {
    const auto units = begin(planWith(u"finish"_s));
    QCOMPARE(rollBack().status, 200);
    QCOMPARE(host->post("/api/v1/agents/refunds/unquarantine",
                        {{u"version"_s, u"2.2.0"_s}, {u"revision"_s, host->revisionOf("refunds")}})
                 .status,
             200);
    QCOMPARE(stay(units), static_cast<int>(units.size()));
    QCOMPARE(host->startRelease("refunds", u"2.0.0"_s, quickPlan()).status, 200);
    QCOMPARE(stay(units), 0);
}

// Neither before the roll back, when they are counted, nor after it, when they end where they began.
void TestConversations::aRestartForgetsNobody() {
    const auto units = begin(planWith(u"finish"_s));
    QVERIFY(units.size() > 10);
    host->stop();
    QVERIFY(host->start());
    QTRY_COMPARE(status()["conversations"_L1].toInt(), static_cast<int>(units.size()));
    QCOMPARE(rollBack().status, 200);
    host->stop();
    QVERIFY(host->start());
    QCOMPARE(stay(units), static_cast<int>(units.size()));
    QCOMPARE(host->ask("refunds", "somebody-new"), std::string("2.1.0"));
}

void TestConversations::oneValueForEverybodyIsAnAlert() {
    const auto told = [this] {
        int count = 0;
        for (const QJsonValue& alert : host->get("/api/v1/alerts").json()["alerts"_L1].toArray())
            count += alert["guard"_L1].toString() == "unit_share"_L1 ? 1 : 0;
        return count;
    };
    for (int i = 0; i < 220; ++i)
        QVERIFY(!host->ask("refunds", "everybody").empty());
    QTRY_COMPARE(told(), 1);
    const QJsonObject alert = host->get("/api/v1/alerts").json()["alerts"_L1][0].toObject();
    QCOMPARE(alert["agent"_L1].toString(), u"refunds"_s);
    QCOMPARE(alert["deed"_L1].toString(), u"notified"_s);
    QVERIFY(alert["sentence"_L1].toString().contains("header.x-signalbox-unit carries 2"_L1));
    QTRY_COMPARE(status()["units"_L1]["heaviest"_L1].toInt(), 220);
    QCOMPARE(status()["units"_L1]["field"_L1].toString(), u"header.x-signalbox-unit"_s);
    // Once, also over a restart in which it goes on.
    host->stop();
    QVERIFY(host->start());
    for (int i = 0; i < 220; ++i)
        QVERIFY(!host->ask("refunds", "everybody").empty());
    QTRY_COMPARE(status()["units"_L1]["heaviest"_L1].toInt(), 220);
    QCOMPARE(told(), 1);
}

QTEST_GUILESS_MAIN(TestConversations)
#include "tst_conversations.moc"
