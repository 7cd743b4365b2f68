// The plan editor: what is typed is what is started, and the obvious mistakes are said before the backend says them.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/page_checks.h"
#include "ui/base/theme.h"
#include "ui/releases/guardrail_editor.h"
#include "ui/releases/plan_editor.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace Qt::StringLiterals;

namespace {

template <class Widget> Widget* named(const QWidget& parent, const QString& name) {
    for (auto* widget : parent.findChildren<Widget*>())
        if (widget->accessibleName() == name)
            return widget;
    qFatal("nothing is named \"%s\"", qPrintable(name));
}

release::Plan cautious() {
    release::Plan plan = release::defaultPlan();
    plan.whenRunning = release::WhenRunning::Queue;
    plan.conversations = release::ConversationPolicy::Drain;
    plan.drainTime = std::chrono::minutes(15);
    plan.gates = {"tests", "security review"};
    plan.freeze = {
        .zone = "Europe/Berlin",
        .windows = {
            {.name = "weekend", .days = {"sat", "sun"}},
            {.name = "year", .from = "18:00", .until = "08:00", .firstDate = "2026-12-24", .lastDate = "2027-01-02"}}};
    plan.comparison.fields = {{.path = "/reply"}};
    plan.comparison.content = release::PairContent::Dropped;
    return plan;
}

release::Plan everyMetric() {
    release::Plan plan = release::defaultPlan();
    plan.guardrails.push_back({.metric = "latency_p99", .limit = 30, .action = release::GuardAction::Notify});
    plan.guardrails.push_back({.metric = "tokens", .limit = 0, .action = release::GuardAction::Pause});
    plan.guardrails.push_back({.metric = "tool_calls", .limit = 4, .action = release::GuardAction::StepBack});
    plan.guardrails.push_back({.metric = "refusal", .limit = 0, .action = release::GuardAction::Notify});
    plan.guardrails.push_back({.metric = "low_quality", .limit = 0.1, .action = release::GuardAction::RollBack});
    plan.guardrails.push_back({.metric = "signal:approved", .limit = 0, .action = release::GuardAction::Pause});
    return plan;
}

} // namespace

class TestPlanEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void whatIsSetComesBack() {
        PlanEditor editor;
        const release::Plan plan = everyMetric();
        QVERIFY(release::checkPlan(plan));
        editor.setPlan(plan);
        QCOMPARE(editor.plan().guardrails, plan.guardrails);
        QVERIFY(editor.plan() == plan);
        QCOMPARE(editor.problem(), QString());
    }

    void planGoesThroughTheEditorUnchanged() {
        PlanEditor editor;
        auto plan = release::defaultPlan();
        plan.guardrails[0].limit = 0.0123456;
        plan.steps[1].approval = release::Approval::Needed;
        editor.setPlan(plan);
        QVERIFY(editor.plan() == plan);
        QVERIFY(editor.problem().isEmpty());
        plan.steps[1].weight = plan.steps[0].weight;
        editor.setPlan(plan);
        QVERIFY(editor.problem().contains(QStringLiteral("Step 2")));
        editor.setPlan({});
        QVERIFY(!editor.problem().isEmpty());
    }

    void aLimitKeepsDigitsThatTheFieldDoesNotShow() {
        PlanEditor editor;
        release::Plan plan = release::defaultPlan();
        plan.guardrails[0].limit = 0.0123456;
        editor.setPlan(plan);
        QCOMPARE(editor.plan().guardrails[0].limit, 0.0123456);
        named<QDoubleSpinBox>(editor, u"Limit: errors above"_s)->setValue(3);
        QCOMPARE(editor.plan().guardrails[0].limit, 0.03);
    }

    void guardrailsCanBeAddedAndRemoved() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        auto* guards = editor.findChild<GuardrailEditor*>();
        QSignalSpy changed(&editor, &PlanEditor::changed);
        guards->add("tokens");
        QVERIFY(changed.count() > 0);
        QCOMPARE(editor.plan().guardrails.size(), 4U);
        QCOMPARE(editor.plan().guardrails[3].metric, std::string("tokens"));
        QVERIFY(release::checkPlan(editor.plan()));
        named<QToolButton>(editor, u"Remove the guardrail: errors above"_s)->click();
        QTRY_COMPARE(editor.plan().guardrails.size(), 3U);
        QCOMPARE(editor.plan().guardrails[0].metric, std::string("latency_p95"));
    }

    void aSignalNeedsItsName() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        editor.findChild<GuardrailEditor*>()->add("signal:");
        QVERIFY(editor.problem().startsWith(u"Name the signal"_s));
        auto* name = named<QLineEdit>(editor, u"Name of the signal"_s);
        QTest::keyClicks(name, u"Approved now!"_s); // what callers cannot send is not taken
        QCOMPARE(name->text(), u"pprovednow"_s);
        name->clear();
        QTest::keyClicks(name, u"approved"_s);
        QCOMPARE(editor.problem(), QString());
        QCOMPARE(editor.plan().guardrails.back().metric, std::string("signal:approved"));
        QVERIFY(release::checkPlan(editor.plan()));
        editor.findChild<GuardrailEditor*>()->add("signal:");
        auto* second = editor.findChild<GuardrailEditor*>()->findChildren<QLineEdit*>().back();
        second->setText(u"approved"_s);
        QCOMPARE(editor.problem(), u"Two guardrails are the same."_s);
    }

    void thereIsAlwaysOneGuardrail() {
        PlanEditor editor;
        release::Plan plan = release::defaultPlan();
        plan.guardrails.resize(1);
        editor.setPlan(plan);
        QVERIFY(!named<QToolButton>(editor, u"Remove the guardrail: errors above"_s)->isEnabled());
    }

    void everyActionCanBeChosen() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        auto* action = named<QComboBox>(editor, u"What happens: errors above"_s);
        const std::vector<std::pair<QString, release::GuardAction>> words{
            {u"notify"_s, release::GuardAction::Notify},
            {u"pause"_s, release::GuardAction::Pause},
            {u"step back"_s, release::GuardAction::StepBack},
            {u"roll back"_s, release::GuardAction::RollBack}};
        QCOMPARE(action->count(), static_cast<int>(words.size()));
        for (const auto& [word, meant] : words) {
            action->setCurrentText(word);
            QCOMPARE(action->currentText(), word);
            QVERIFY(editor.plan().guardrails[0].action == meant);
        }
    }

    void whatSeldomChangesIsBelowAFold() {
        PlanEditor editor;
        release::Plan plan = cautious();
        QVERIFY(release::checkPlan(plan));
        editor.setPlan(plan);
        QVERIFY(editor.plan() == plan);
        auto* fold = named<QToolButton>(editor, u"Advanced"_s);
        QVERIFY(!named<QComboBox>(editor, u"While another release runs"_s)->isVisibleTo(&editor));
        QVERIFY(fold->accessibleDescription().contains(u"gates: tests, security review"_s));
        fold->click();
        QVERIFY(named<QComboBox>(editor, u"While another release runs"_s)->isVisibleTo(&editor));
        named<QComboBox>(editor, u"While another release runs"_s)->setCurrentIndex(1);
        named<QComboBox>(editor, u"Conversations at a roll back"_s)->setCurrentIndex(1);
        named<QLineEdit>(editor, u"Gates"_s)->setText(u" tests,, cost review "_s);
        plan.whenRunning = release::WhenRunning::Supersede;
        plan.conversations = release::ConversationPolicy::Finish;
        plan.gates = {"tests", "cost review"};
        QVERIFY(editor.plan() == plan);
        QVERIFY(release::checkPlan(editor.plan()));
        // What has its own place in release.yaml is said in words.
        QString words;
        for (const auto* label : editor.findChildren<QLabel*>())
            words += label->text() + u'\n';
        QVERIFY2(words.contains(u"weekend: Sat, Sun, all day"_s), qPrintable(words));
        QVERIFY2(words.contains(u"year: 2026-12-24 to 2027-01-02, 18:00 to 08:00"_s), qPrintable(words));
        QVERIFY2(words.contains(u"Europe/Berlin"_s), qPrintable(words));
        QVERIFY2(words.contains(u"rules for fields: 1"_s), qPrintable(words));
        QVERIFY2(words.contains(u"texts are not kept"_s), qPrintable(words));
        named<QToolButton>(editor, u"Remove step 1"_s)->click(); // makes the rows anew
        QTRY_VERIFY(editor.plan().steps.size() < plan.steps.size());
        QVERIFY(editor.plan().gates == plan.gates);
        QVERIFY(named<QComboBox>(editor, u"While another release runs"_s)->isVisibleTo(&editor)); // it stays open
    }

    void gatesAreCheckedBeforeTheyAreSent() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        auto* gates = named<QLineEdit>(editor, u"Gates"_s);
        gates->setText(u"tests, review, tests"_s);
        QVERIFY2(editor.problem().contains(u"tests is named twice"_s), qPrintable(editor.problem()));
        gates->setText(QString(101, u'x'));
        QVERIFY(editor.problem().contains(u"too long"_s));
        gates->setText(QString());
        QCOMPARE(editor.problem(), QString());
        // What a comma would tear apart is shown and not typed.
        release::Plan odd = release::defaultPlan();
        odd.gates = {"tests, all of them"};
        odd.drainTime = std::chrono::milliseconds(12'345);
        editor.setPlan(odd);
        QVERIFY(named<QLineEdit>(editor, u"Gates"_s)->isReadOnly());
        QVERIFY(editor.plan() == odd);
    }

    void weightsMustRise() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        named<QDoubleSpinBox>(editor, u"Share of requests in step 2"_s)->setValue(4);
        QCOMPARE(editor.problem(), u"Step 2 must give more than step 1."_s);
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        PlanEditor editor;
        editor.setPlan(everyMetric());
        editor.setTraffic(
            StableTraffic{.requests = 20'000, .seen = std::chrono::hours(24), .perDay = 20'000, .errorRate = 0.005});
        editor.resize(720, editor.sizeHint().height());
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        tests::shoot(editor, u"plan"_s);
        QCOMPARE(tests::clippedLabels(editor), QStringList());
        editor.setPlan(cautious());
        QCoreApplication::sendPostedEvents();
        tests::shoot(editor, u"plan-folded"_s);
        named<QToolButton>(editor, u"Advanced"_s)->click();
        editor.resize(720, editor.sizeHint().height());
        QCoreApplication::sendPostedEvents();
        tests::shoot(editor, u"plan-unfolded"_s);
        QCOMPARE(tests::clippedLabels(editor), QStringList());
        QCOMPARE(tests::namelessWidgets(editor), QStringList());
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestPlanEditor)
#include "tst_plan_editor.moc"
