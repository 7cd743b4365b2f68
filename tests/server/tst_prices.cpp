// A model without a price is named, and guards of cost that cannot see because of it say so.
#include <QTest>

#include "core/server/prices.h"

using namespace signalbox;
using namespace signalbox::server;

namespace {

traffic::Arm arm(const std::string& version, const std::string& model) {
    auto snapshot = std::make_shared<agents::Snapshot>();
    snapshot->manifest.model.id = model;
    return {{*agents::SemVer::parse(version), {}}, snapshot};
}

traffic::RouteTablePtr table(const std::string& stable, const std::optional<std::string>& canary,
                             const std::optional<std::string>& shadow) {
    traffic::AgentRoute route;
    route.agent = "refunds";
    route.stable = arm("2.1.0", stable);
    if (canary)
        route.canary = arm("2.2.0", *canary);
    if (shadow)
        route.shadow = arm("2.3.0", *shadow);
    std::map<std::string, traffic::AgentRoute, std::less<>> routes;
    routes.emplace("refunds", std::move(route));
    return std::make_shared<traffic::RouteTable>(1, std::move(routes));
}

} // namespace

class TestPrices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void guardsOfCostAreBlindWithoutAPrice_data();
    void guardsOfCostAreBlindWithoutAPrice();
};

void TestPrices::guardsOfCostAreBlindWithoutAPrice_data() {
    QTest::addColumn<std::string>("stable");
    QTest::addColumn<std::string>("canary");
    QTest::addColumn<std::string>("shadow");
    QTest::addColumn<std::string>("blindFor");
    const std::string none;
    QTest::newRow("priced") << std::string("dear") << std::string("cheap") << none << none;
    QTest::newRow("canary") << std::string("dear") << std::string("new") << none << std::string("new");
    QTest::newRow("stable") << std::string("old") << std::string("cheap") << none << std::string("old");
    QTest::newRow("both") << std::string("old") << std::string("new") << none << std::string("new");
    QTest::newRow("shadow only") << std::string("dear") << none << std::string("new") << none; // nobody judges its cost
    QTest::newRow("a service") << std::string() << std::string("cheap") << none << none;       // names no model
}

void TestPrices::guardsOfCostAreBlindWithoutAPrice() {
    QFETCH(std::string, stable);
    QFETCH(std::string, canary);
    QFETCH(std::string, shadow);
    QFETCH(std::string, blindFor);
    agents::Workspace workspace;
    workspace.prices["dear"] = {};
    workspace.prices["cheap"] = {}; // a price of 0 is one
    const auto routes = table(stable, canary.empty() ? std::nullopt : std::optional(canary),
                              shadow.empty() ? std::nullopt : std::optional(shadow));
    protocol::EvidenceMessage evidence;
    evidence.guards.resize(2);
    evidence.guards[0].explanation.guard.metric = evidence::Metric::Cost;
    evidence.guards[1].explanation.guard.metric = evidence::Metric::Errors;
    markBlind(evidence, routes, workspace, "refunds");
    QCOMPARE(evidence.guards[0].unpricedModel, blindFor);
    QCOMPARE(evidence.guards[1].unpricedModel, std::string());
    markBlind(evidence, routes, workspace, "router"); // of which nothing is known
    QCOMPARE(evidence.guards[0].unpricedModel, std::string());
    const bool isPriced = workspace.prices.contains(stable);
    QCOMPARE(unpricedModel(routes, workspace, "refunds", "2.1.0"), isPriced ? std::string() : stable);
    QCOMPARE(unpricedModel(routes, workspace, "refunds", "9.9.9"), std::string());
    QCOMPARE(unpricedModel(nullptr, workspace, "refunds", "2.1.0"), std::string());
}

QTEST_GUILESS_MAIN(TestPrices)
#include "tst_prices.moc"
