// The start of a release as a panel: what is listed and what is chosen, what it says will happen until when, guardrails
// beside what stable does today, and the quarantine that can be lifted where it stands. Values only, no backend.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

#include "core/evidence/release_judge.h"
#include "core/release/guarded_metrics.h"
#include "tests/evidence/judge_traffic.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/status_values.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/forecast_words.h"
#include "ui/releases/guardrail_editor.h"
#include "ui/releases/guardrail_words.h"
#include "ui/releases/ramp_words.h"
#include "ui/releases/start_panel.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

std::vector<agents::Version> published(const std::vector<std::string>& names) {
    std::vector<agents::Version> versions;
    for (const std::string& name : names) {
        agents::Version made;
        made.agent = "refunds";
        made.version = agents::SemVer::parse(name).value();
        made.author = "Maria Lopez";
        made.ticket = "SUP-412";
        made.changelog = "Accept returns within 45 days and verify the customer first.";
        versions.push_back(made);
    }
    return versions;
}

protocol::AgentStatus quarantining(const std::vector<std::string>& names) {
    protocol::AgentStatus status = idle();
    for (const std::string& name : names)
        status.state.quarantine.push_back({version(name), "errors at 3 %", {}});
    return status;
}

StableTraffic aDay(double errorRate = 0.005) {
    StableTraffic traffic{.requests = 20'000,
                          .seen = std::chrono::hours(24),
                          .perDay = 20'000,
                          .errorRate = errorRate,
                          .assumed = false,
                          .version = "2.1.0"};
    traffic.total.requests = 20'000;
    traffic.total.errors = 100;
    traffic.total.costKnown = 20'000;
    traffic.total.costUsd = 58;
    traffic.total.latencyP95 = 0.054;
    return traffic;
}

QStringList textsOf(const QWidget& widget) {
    QStringList texts;
    for (const auto* label : widget.findChildren<ui::PlainLabel*>())
        if (label->isVisibleTo(&widget))
            texts << label->text();
    return texts;
}

// Fields that have less room than they need, or stand beyond the edge.
QStringList squeezed(const QWidget& panel) {
    QStringList found;
    for (const auto* field : panel.findChildren<QWidget*>()) {
        const bool works = qobject_cast<const QAbstractSpinBox*>(field) || qobject_cast<const QComboBox*>(field) ||
                           qobject_cast<const QAbstractButton*>(field);
        if (!works || !field->isVisible())
            continue;
        const int right = field->mapTo(&panel, QPoint(field->width(), 0)).x();
        if (field->height() < field->minimumSizeHint().height() || right > panel.width())
            found << field->accessibleName();
    }
    return found;
}

} // namespace

class TestStartPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void whatCannotStartIsNeverPreselected_data() {
        QTest::addColumn<protocol::AgentStatus>("status");
        QTest::addColumn<QStringList>("versions");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("newest") << idle() << QStringList{u"2.3.0"_s, u"2.2.0"_s, u"2.1.0"_s} << u"2.3.0"_s;
        QTest::newRow("newest is quarantined")
            << quarantining({"2.3.0"}) << QStringList{u"2.3.0"_s, u"2.2.0"_s, u"2.1.0"_s} << u"2.2.0"_s;
        QTest::newRow("all newer are quarantined")
            << quarantining({"2.3.0", "2.2.0"}) << QStringList{u"2.3.0"_s, u"2.2.0"_s, u"2.1.0"_s, u"2.0.0"_s}
            << QString();
        QTest::newRow("only older") << idle() << QStringList{u"2.1.0"_s, u"2.0.0"_s} << QString();
        QTest::newRow("only stable") << idle() << QStringList{u"2.1.0"_s} << QString();
        QTest::newRow("none") << idle() << QStringList() << QString();
        QTest::newRow("is being released") << ramping() << QStringList{u"2.2.0"_s, u"2.1.0"_s} << QString();
    }

    void whatCannotStartIsNeverPreselected() {
        QFETCH(const protocol::AgentStatus, status);
        QFETCH(const QStringList, versions);
        QFETCH(const QString, chosen);
        StartPanel panel(status);
        panel.setPlan(release::defaultPlan());
        std::vector<std::string> names;
        for (const QString& name : versions)
            names.push_back(name.toStdString());
        panel.setVersions(published(names));
        QCOMPARE(panel.candidates().currentText(), chosen);
        QCOMPARE(panel.startButton().isEnabled(), !chosen.isEmpty());
        QCOMPARE(panel.startButton().toolTip().isEmpty(), !chosen.isEmpty()); // it says why not
        // What is disabled says why in place, and what says why is disabled.
        auto* items = qobject_cast<QStandardItemModel*>(panel.candidates().model());
        QCOMPARE(items->rowCount(), versions.size());
        for (int row = 0; row < items->rowCount(); ++row)
            QCOMPARE(items->item(row)->isEnabled(), !items->item(row)->text().contains(u" · "_s));
    }

    void whatCannotBeToldApartIsSaid_data() {
        QTest::addColumn<std::optional<traffic::AgentUnits>>("units");
        QTest::addColumn<QString>("says"); // empty: nothing
        using Units = std::optional<traffic::AgentUnits>;
        const auto of = [](std::uint64_t requests, std::uint64_t unnamed, std::uint64_t heaviest) {
            return Units(traffic::AgentUnits{.seen = {.requests = requests, .unnamed = unnamed, .heaviest = heaviest},
                                             .field = "body.user"});
        };
        QTest::newRow("not known") << Units() << QString();
        QTest::newRow("too few") << of(199, 199, 0) << QString();
        QTest::newRow("all are told apart") << of(1'000, 0, 20) << QString();
        QTest::newRow("half say nothing") << of(1'000, 500, 20) << QString();
        QTest::newRow("most say nothing") << of(1'000, 620, 20) << u"62 % of the requests do not say whose they are"_s;
        QTest::newRow("one value") << of(1'000, 0, 840) << u"One value of body.user carries 84 % of the requests"_s;
    }

    void whatCannotBeToldApartIsSaid() {
        QFETCH(const std::optional<traffic::AgentUnits>, units);
        QFETCH(const QString, says);
        protocol::AgentStatus status = idle();
        StartPanel panel(status);
        panel.setPlan(release::defaultPlan());
        panel.setVersions(published({"2.3.0", "2.1.0"}));
        status.units = units;
        panel.setStatus(status);
        const auto* label = panel.findChild<ui::PlainLabel*>(u"units"_s);
        QCOMPARE(label->isVisibleTo(&panel), !says.isEmpty());
        QVERIFY2(label->text().startsWith(says), qPrintable(label->text()));
        QVERIFY(panel.startButton().isEnabled()); // a person decides
    }

    void whatIsAskedForIsShownWithItsReason() {
        StartPanel panel(quarantining({"2.2.0"}));
        panel.setPlan(release::defaultPlan());
        panel.choose(u"2.2.0"_s);
        panel.setVersions(published({"2.3.0", "2.2.0", "2.1.0"}));
        QCOMPARE(panel.candidates().currentText(), u"2.2.0 · quarantined: errors at 3 %"_s);
        QVERIFY(!panel.startButton().isEnabled());
        QVERIFY2(panel.startButton().toolTip().contains(u"2.2.0 cannot be started: quarantined"_s),
                 qPrintable(panel.startButton().toolTip()));
        QSignalSpy asked(&panel, &StartPanel::unquarantineRequested);
        QVERIFY(panel.quarantine().isVisibleTo(&panel));
        panel.quarantine().button().click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toString(), u"2.2.0"_s);
        // Lifted: it can be started, and stays chosen.
        auto free = idle();
        free.state.revision = 9;
        panel.setStatus(free);
        QCOMPARE(panel.candidates().currentText(), u"2.2.0"_s);
        QVERIFY(panel.startButton().isEnabled());
        QVERIFY(!panel.quarantine().isVisibleTo(&panel));
    }

    void whoMayNotLiftIsToldWhy() {
        StartPanel panel(quarantining({"2.2.0"}));
        panel.setLift(u"Only a release manager can lift it."_s);
        QVERIFY(!panel.quarantine().button().isEnabled());
        QVERIFY(textsOf(panel.quarantine()).contains(u"Only a release manager can lift it."_s));
    }

    void oneSentenceSaysWhatHappens_data() {
        QTest::addColumn<release::Plan>("plan");
        QTest::addColumn<bool>("known");
        QTest::addColumn<QString>("sentence");
        using std::chrono::hours;
        using std::chrono::minutes;
        release::Plan plan = release::defaultPlan();
        plan.evidence = release::MinimumEvidence::NotNeeded;
        plan.observeTime = hours(24);
        const QString end = u"; you take each step; then watched for 24 h."_s;
        QTest::newRow("by time") << plan << true
                                 << u"5 % now, then 10, 25, 50, 100 %; about 4 h at today's traffic"_s + end;
        QTest::newRow("nothing known") << plan << false << u"5 % now, then 10, 25, 50, 100 %; at least 4 h"_s + end;
        release::Plan slow = plan;
        slow.evidence = release::MinimumEvidence::Needed;
        QTest::newRow("nothing known, and conversations are waited for")
            << slow << false << u"5 % now, then 10, 25, 50, 100 %; at least 4 h"_s + end;
        release::Plan automatic = plan;
        automatic.advance = release::Advance::Automatic;
        automatic.steps[1].approval = release::Approval::Needed;
        automatic.observeTime = {};
        QTest::newRow("by itself") << automatic << true
                                   << u"5 % now, then 10, 25, 50, 100 %; about 4 h at today's traffic; each step is "
                                      "taken by itself; one step needs an approval."_s;
        release::Plan shadow = plan;
        shadow.shadowTime = minutes(60);
        shadow.shadowShare = traffic::Weight::percent(20);
        shadow.gates = {"tests"};
        QTest::newRow("gates and shadow")
            << shadow << true
            << u"First its gate tests, copies of 20 % for 1 h, whose answers nobody gets, then 5, 10, 25, 50, 100 "
               "%; about 5 h at today's traffic"_s +
                   end;
        release::Plan atOnce = plan;
        atOnce.steps = {{.weight = traffic::Weight::all()}};
        QTest::newRow("at once") << atOnce << true << u"100 % now; then watched for 24 h."_s;
    }

    void oneSentenceSaysWhatHappens() {
        QFETCH(const release::Plan, plan);
        QFETCH(const bool, known);
        QFETCH(const QString, sentence);
        QCOMPARE(planSentence(plan, known ? std::optional(aDay()) : std::nullopt), sentence);
        StartPanel panel(idle());
        panel.setPlan(plan);
        if (known)
            panel.setTraffic(aDay());
        QVERIFY(textsOf(panel).contains(sentence));
    }

    // What the panel promises is what the hold of the step will count.
    void theForecastCountsWhatTheHoldCounts_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("percent");
        for (const double rate : {0.0, 0.002, 0.005, 0.03, 0.3})
            for (const int percent : {5, 10, 25, 50})
                QTest::addRow("%g at %d %%", rate, percent) << rate << percent;
    }

    void theForecastCountsWhatTheHoldCounts() {
        QFETCH(const double, rate);
        QFETCH(const int, percent);
        const release::Plan plan = release::defaultPlan();
        StableTraffic traffic = aDay(rate == 0 ? 0.005 : rate);
        traffic.assumed = rate == 0;
        evidence::GuardSet set;
        set.promisedRatio = plan.promise;
        set.baseline.rates["error_rate"] = rate;
        for (const release::Guardrail& guardrail : plan.guardrails)
            set.guards.push_back(*evidence::guardFor(guardrail.metric, guardrail.limit,
                                                     guardrail.action == release::GuardAction::RollBack
                                                         ? evidence::Action::RollBack
                                                         : evidence::Action::Pause));
        evidence::ReleaseJudge judge({.guards = set});
        const auto weight = traffic::Weight::percent(static_cast<std::uint32_t>(percent));
        evidence::JudgeTraffic requests(1, weight);
        judge.enterStep(requests.elapsed());
        judge.take(requests.next({}, {}));
        const std::uint64_t minimum = judge.judgement().stepMinimum;
        const std::uint64_t hold = minimum > 0 ? minimum : evidence::leastStepUnits(weight);
        const auto wait = stepWait(plan, weight, traffic);
        QVERIFY(wait);
        QCOMPARE(wait->conversations, hold);
        QVERIFY(stepForecast(plan, weight, traffic).startsWith(ui::countText(hold) + u" conversations"_s));
    }

    void guardrailsStandBesideToday() {
        StartPanel panel(idle());
        panel.setPlan(release::defaultPlan());
        panel.setVersions(published({"2.2.0", "2.1.0"}));
        auto* guards = panel.findChild<GuardrailEditor*>();
        QVERIFY(!textsOf(*guards).join(u'|').contains(u"now,"_s)); // nothing is claimed without traffic
        panel.setTraffic(aDay());
        const QStringList texts = textsOf(*guards);
        for (const QString& wanted : {u"now, 2.1.0"_s, u"0.5 %"_s, u"54 ms"_s, u"$0.0029"_s})
            QVERIFY2(texts.contains(wanted), qPrintable(wanted + u" is missing in "_s + texts.join(u'|')));
        QStringList hints;
        for (auto* button : guards->findChildren<QPushButton*>())
            if (button->isVisibleTo(guards) && button->text().contains(u'×'))
                hints << button->text();
        QCOMPARE(hints, (QStringList{u"← 185 × today: use 0.2 s"_s, u"← 172 × today: use $0.009"_s}));
        // Taking the hint sets the limit, and then it is gone.
        for (auto* button : guards->findChildren<QPushButton*>())
            if (button->text() == hints.first())
                button->click();
        const auto rails = guards->guardrails();
        QCOMPARE(std::ranges::find(rails, "latency_p95", &release::Guardrail::metric)->limit, 0.2);
        QVERIFY(!tighterLimit("latency_p95", 0.2, aDay().total));
    }

    void todayIsSaidOnlyWhereItIsKnown() {
        protocol::MetricPoint none;
        for (const release::GuardedMetric& metric : release::guardedMetrics()) {
            const std::string name(metric.name);
            QVERIFY2(!todayOf(name, none), name.c_str());
            QVERIFY2(!tighterLimit(name, 10, none), name.c_str());
        }
        QVERIFY(!tighterLimit("error_rate", 0.02, aDay().total)); // four times today is no hint
        QVERIFY(!todayOf("low_quality", aDay().total));
    }

    // In both themes and two sizes; to be looked at.
    void pictures() {
        auto status = quarantining({"2.2.0"});
        for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark})
            for (const QSize size : {QSize(860, 540), QSize(1200, 740)}) {
                ui::applyTheme(scheme);
                StartPanel panel(status);
                panel.setPlan(release::defaultPlan());
                panel.setVersions(published({"2.3.0", "2.2.0", "2.1.0", "2.0.0"}));
                panel.setTraffic(aDay());
                panel.resize(size);
                panel.show();
                QCOMPARE(panel.size(), size);
                QTRY_COMPARE(squeezed(panel), QStringList());
                QCOMPARE(tests::clippedLabels(panel), QStringList());
                QCOMPARE(tests::namelessWidgets(panel), QStringList());
                tests::shoot(panel, u"start-panel-%1"_s.arg(size.width()));
            }
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestStartPanel)
#include "tst_start_panel.moc"
