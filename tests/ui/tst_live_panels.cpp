// Which panels the Live page shows, how wide, and what they say of a plan's limit.
#include <span>

#include <QtTest>

#include "tests/ui/live_points.h"
#include "ui/live/guard_facts.h"
#include "ui/live/metric_panel.h"
#include "ui/live/panel_grid.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using namespace signalbox::tests;
using namespace Qt::StringLiterals;
using std::chrono::seconds;

class TestLivePanels : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyRowOfPanelsIsFull() {
        for (const int columns : {1, 2, 3}) {
            for (int panels = 7; panels <= static_cast<int>(allMetrics.size()); ++panels) {
                int cell = 0;
                for (const auto metric : std::span(allMetrics).first(static_cast<std::size_t>(panels))) {
                    const int span = panelSpan(metric, columns, panels);
                    QVERIFY(cell % columns + span <= columns); // none is cut at the edge
                    cell += span;
                }
                QCOMPARE(cell % columns, 0); // none stands alone in the last row
            }
        }
    }

    // Most agents have no contract and no tools: three empty charts would only push the others out of sight.
    void contractsToolsAndRefusalsAreShownWhereThereAreAny() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        picture.lines.push_back(
            {.role = traffic::Role::Stable, .version = "1", .intervals = {}, .total = point(0, 10)});
        QVERIFY(isShown(Metric::Cost, picture));
        for (const auto metric : {Metric::ContractViolations, Metric::ToolFailures, Metric::Refusals})
            QVERIFY(!isShown(metric, picture));
        picture.guardrails.push_back({"tool_failure", 0, release::GuardAction::Pause});
        QVERIFY(isShown(Metric::ToolFailures, picture));
        // A limit of 0 is none: the comparison with stable alone decides.
        picture.lines.push_back(
            {.role = traffic::Role::Canary, .version = "2", .intervals = {}, .total = point(0, 10)});
        picture.lines[1].total.toolsKnown = 8;
        picture.lines[1].total.toolFailures = 1;
        const LimitStatement statement = limitStatement(picture, {Metric::ToolFailures});
        QCOMPARE(statement.text, u"worse than stable → pause"_s);
        QVERIFY(!statement.above);
        QCOMPARE(
            formatValue(Metric::ToolFailures, valueOf({Metric::ToolFailures}, picture.lines[1].total, seconds(60))),
            u"12.5 %"_s);
        QCOMPARE(formatBase({Metric::ToolFailures}, picture.lines[1].total), u"of 8 judged"_s);
        picture.guardrails.push_back({"tool_calls", 0, release::GuardAction::Notify});
        QVERIFY(limitStatement(picture, {Metric::ToolCalls}).text.startsWith(u"other than stable → notify"_s));
        picture.lines[0].total.contractsKnown = 3;
        QVERIFY(isShown(Metric::ContractViolations, picture));
        QVERIFY(!valueOf({Metric::ContractViolations}, picture.lines[1].total,
                         seconds(60))); // of the canary nothing is known
        picture.lines[1].total.refusalsKnown = 10;
        QVERIFY(isShown(Metric::Refusals, picture));
        QCOMPARE(formatBase({Metric::Refusals}, picture.lines[1].total), u"of 10"_s);
    }

    // A limit of cost that sees nothing must not look as if all were well.
    void withoutAPriceTheLimitIsBlind() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        picture.guardrails.push_back({"cost", 0.5, release::GuardAction::Pause});
        picture.lines.push_back(
            {.role = traffic::Role::Canary, .version = "2", .intervals = {}, .total = point(0, 100)});
        picture.lines[0].unpricedModel = "<b>gpt-x</b>";
        const LimitStatement statement = limitStatement(picture, {Metric::Cost});
        QVERIFY(statement.blind);
        QVERIFY2(statement.text.contains(u"blind: no price for <b>gpt-x</b>"_s), qPrintable(statement.text));
        QCOMPARE(baseText(picture.lines[0], {Metric::Cost}), u"no price for <b>gpt-x</b>"_s);
        QVERIFY(!limitStatement(picture, {Metric::Latency}).blind);
        protocol::GuardCard card;
        card.explanation.guard.metric = evidence::Metric::Cost;
        card.unpricedModel = "gpt-x";
        const GuardFacts facts = guardFacts(card);
        QCOMPARE(facts.verdict.text, u"▲ blind: no price for gpt-x"_s);
        QVERIFY(facts.sentence.contains(u"signalbox.yaml"_s)); // and what to do
        card.explanation.verdict = evidence::Verdict::Worse;   // by what was known before
        QVERIFY(!guardFacts(card).verdict.text.contains(u"blind"_s));
        // With a price, but streams that do not say what they used.
        picture.lines[0].unpricedModel.clear();
        QVERIFY(!limitStatement(picture, {Metric::Cost}).blind); // failures cost nothing
        picture.lines[0].total.answers = 100;
        const LimitStatement unknown = limitStatement(picture, {Metric::Cost});
        QVERIFY(unknown.blind);
        QVERIFY2(unknown.text.contains(u"answers do not say what they used"_s), qPrintable(unknown.text));
        picture.lines[0].total.usageKnown = 1;
        QVERIFY(!limitStatement(picture, {Metric::Cost}).blind);
    }

    void theLimitSaysWhereTheCanaryStands() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        picture.guardrails.push_back({"error_rate", 0.02, release::GuardAction::RollBack});
        QVERIFY(limitStatement(picture, {Metric::ErrorRate}).text.contains(u"canary: no data"_s));
        picture.lines.push_back(
            {.role = traffic::Role::Canary, .version = "2", .intervals = {}, .total = point(0, 100, 2)});
        QVERIFY(!limitStatement(picture, {Metric::ErrorRate}).above); // at the limit is not above it
        picture.lines[0].total.errors = 3;
        QVERIFY(limitStatement(picture, {Metric::ErrorRate}).above);
        QVERIFY(limitStatement(picture, {Metric::ErrorRate}).text.contains(u"limit 2 % → roll back"_s));
        QVERIFY(limitStatement(picture, {Metric::Latency}).text.isEmpty());
        QVERIFY(limitStatement(picture, {Metric::RequestRate}).text.isEmpty());
        // What is shown says more than whether one number is below a line.
        protocol::EvidenceMessage evidence;
        evidence.guards.resize(2);
        evidence.guards[0].explanation.guard.name = "error_rate";
        evidence.guards[0].explanation.verdict = evidence::Verdict::NotYet;
        evidence.guards[1].explanation.guard.name = "error_rate/pause";
        evidence.guards[1].explanation.verdict = evidence::Verdict::Worse;
        evidence.guards[1].sentence = "<b>9 of 412</b> failed";
        picture.lines[0].total.errors = 1;
        picture.evidence = evidence;
        QVERIFY(limitStatement(picture, {Metric::ErrorRate}).text.contains(u"worse than stable"_s));
        const auto verdict = verdictStatement(picture.evidence, "error_rate"); // of two guards the worse
        QVERIFY(verdict.standing == Standing::Bad);
        QCOMPARE(verdict.sentence, u"<b>9 of 412</b> failed"_s);
        QVERIFY(verdictStatement(picture.evidence, "cost").text.isEmpty());
        QVERIFY(verdictStatement(std::nullopt, "error_rate").text.isEmpty());
    }
};

QTEST_MAIN(TestLivePanels)
#include "tst_live_panels.moc"
