// The drill dialog: what is asked for, how it is followed, what is said at the end; with pictures of both themes.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QtTest>

#include "core/protocol/drill_message.h"
#include "tests/ui/accessible_walk.h"
#include "tests/ui/blank_page.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/status_values.h"
#include "tests/ui/text_walk.h"
#include "ui/drills/drill_form.h"
#include "ui/drills/drill_model.h"
#include "ui/drills/drill_panel.h"
#include "ui/drills/drill_result.h"
#include "ui/drills/drill_words.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"

using namespace signalbox;
using namespace signalbox::ui::drills;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;
using release::Drill;
using release::DrillKind;
using release::DrillOutcome;
using release::DrillPhase;

namespace {

Drill drill(const std::string& id, DrillOutcome outcome, int minute) {
    Drill made{.id = id,
               .order = {.agent = "refunds"},
               .actor = "mara",
               .started = WallTime{std::chrono::hours{500'000} + std::chrono::minutes{minute}},
               .outcome = outcome,
               .phase = outcome == DrillOutcome::Running ? DrillPhase::Ramping : DrillPhase::Over,
               .weight = traffic::Weight::percent(5),
               .guardrails = release::defaultPlan().guardrails,
               .counts = {.requests = 812, .candidate = 41, .bad = 12}};
    if (outcome == DrillOutcome::Running)
        made.inPhase = std::chrono::seconds{14};
    else
        made.ended = made.started + std::chrono::seconds{9};
    if (outcome == DrillOutcome::RolledBack || outcome == DrillOutcome::Paused || outcome == DrillOutcome::Noticed)
        made.figures = {.guard = "error_rate",
                        .sentence = "7 of 21 conversations of the canary failed, 0 of 390 of stable; a healthy canary "
                                    "shows such a difference in at most 1 of 100 releases.",
                        .detectSeconds = 1.43,
                        .detectFromRampSeconds = 2.06,
                        .untilDetected = {.requests = 411, .candidate = 21, .bad = 7}};
    if (outcome == DrillOutcome::RolledBack) {
        made.figures.switchMs = 1.87;
        made.figures.lastBadMs = -31;
    }
    return made;
}

std::vector<Drill> formerDrills() {
    Drill slower = drill("b", DrillOutcome::RolledBack, 40);
    slower.figures.detectSeconds = 1.1;
    Drill slow = drill("c", DrillOutcome::Paused, 30);
    slow.order.kind = DrillKind::Slow;
    slow.figures.guard = "latency_p95";
    Drill unseen = drill("d", DrillOutcome::NotDetected, 20);
    unseen.order.kind = DrillKind::Refusal;
    unseen.problem = "The plan has no guardrail that watches for refusals.";
    Drill cut = drill("e", DrillOutcome::Interrupted, 10);
    cut.order.agent.clear();
    cut.problem = "The backend ended in the midst of the drill.";
    return {drill("a", DrillOutcome::RolledBack, 50), slower, slow, unseen, cut};
}

// A console with the dialog open.
struct Opened {
    FakeBackend backend;
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{{blankPage(u"live"_s, u"Live"_s)}, nullptr};
    std::vector<Drill> drills = formerDrills();

    bool open() {
        backend.agents.agents = {idle("refunds", "2.1.0"), idle("summariser", "1.0.0")};
        publish();
        backend.answerBody = [this](const FakeBackend::Command& command) {
            if (!command.path.endsWith(u"/drills"_s))
                return protocol::encode(drills.front());
            drills.insert(drills.begin(), drill("new", DrillOutcome::Running, 60));
            publish();
            return protocol::encode(drills.front());
        };
        window.show();
        window.addBackend(mirror);
        session.start();
        if (!QTest::qWaitFor([&] { return mirror.isFresh() && !window.currentView()->agent().empty(); }))
            return false;
        QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        return dialog() != nullptr &&
               QTest::qWaitFor([&] { return dialog()->table().model()->rowCount() == int(drills.size()); });
    }

    void publish() { backend.bodies[u"/drills"_s] = protocol::encode(protocol::DrillList{drills}); }

    [[nodiscard]] DrillPanel* dialog() const { return window.currentView()->drillPanel(); }

    [[nodiscard]] QString seen() const { return TextWalk(*dialog()).seen().join(u'\n'); }
};

void shootBoth(QWidget& widget, const QString& name) {
    for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
        ui::applyTheme(scheme);
        QCoreApplication::sendPostedEvents();
        tests::shoot(widget, name);
    }
}

} // namespace

class TestDrillPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void theUsualValuesAreFilledIn() {
        DrillForm form({"intake", "refunds"}, "refunds");
        release::DrillOrder usual;
        usual.agent = "refunds";
        QCOMPARE(form.order(), usual);
        QVERIFY(release::checkDrill(form.order()));
        auto* kind = form.findChildren<QComboBox*>().at(1);
        kind->setCurrentIndex(1);
        QVERIFY(form.order().kind == DrillKind::Slow);
        // Whatever is set, the backend takes it.
        for (auto* field : form.findChildren<QSpinBox*>()) {
            field->setValue(field->maximum());
            QVERIFY(release::checkDrill(form.order()));
            field->setValue(field->minimum());
            QVERIFY(release::checkDrill(form.order()));
        }
        for (auto* field : form.findChildren<QDoubleSpinBox*>()) {
            field->setValue(field->maximum());
            QVERIFY(release::checkDrill(form.order()));
        }
    }

    void theModelFollowsItsRows() {
        DrillModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows({drill("a", DrillOutcome::Running, 1)});
        model.setRows({drill("b", DrillOutcome::Running, 2), drill("a", DrillOutcome::RolledBack, 1)});
        QCOMPARE(model.rowCount({}), 2);
        QCOMPARE(DrillModel::text(model.row(1), DrillModel::Outcome), u"✓ rolled back"_s);
        QCOMPARE(DrillModel::text(model.row(1), DrillModel::Detected), u"1.43 s"_s);
    }

    // Green is only what was rolled back wholly.
    void onlyOneOutcomeIsGood() {
        for (int i = 0; i <= static_cast<int>(DrillOutcome::Failed); ++i) {
            const auto outcome = static_cast<DrillOutcome>(i);
            QCOMPARE(toneOf(drill("a", outcome, 1)) == ui::Tone::Good, outcome == DrillOutcome::RolledBack);
        }
        Drill late = drill("a", DrillOutcome::RolledBack, 1);
        late.figures.late = 1;
        QVERIFY(toneOf(late) == ui::Tone::Bad);
        QVERIFY(toneOf(drill("a", DrillOutcome::NotDetected, 1)) == ui::Tone::Bad);
        QVERIFY(!outcomeHeading(late).contains(u"nobody"_s));
    }

    void slowerThanBeforeIsSaid() {
        const auto all = formerDrills();
        const QString text = comparisonText(all[0], release::comparableBefore(all, all[0]));
        QVERIFY2(text.startsWith(u"▲ 30 % slower"_s), qPrintable(text));
        QVERIFY(comparisonText(all[1], release::comparableBefore(all, all[1])).isEmpty());
    }

    void oneDrillIsAnAnecdote() {
        auto all = formerDrills();
        const Drill first = all[0];
        QVERIFY(seriesText(release::seriesOf(std::span(all).first(1), first)).isEmpty());
        Drill again = first;
        again.figures.detectSeconds = 9;
        again.figures.late = 3;
        const QString text = seriesText(release::seriesOf(std::vector{first, again}, first));
        QVERIFY2(text.startsWith(u"2 of 2 such drills were rolled back: detected after "_s), qPrintable(text));
        QVERIFY2(text.contains(u"9.00 s at worst"_s) || text.contains(u"9.0 s at worst"_s), qPrintable(text));
        QVERIFY2(text.contains(u"▲ 3 requests reached bad versions"_s), qPrintable(text));
    }

    void theLastDrillIsShownInBigFigures() {
        Opened console;
        QVERIFY(console.open());
        QTRY_VERIFY(console.seen().contains(u"✓ Rolled back, and nobody had to get up"_s));
        for (const QString& text :
             {u"1.43 s"_s, u"1.9 ms"_s, u"no request reached it afterwards"_s, u"30 % slower"_s, u"Not exercised"_s})
            QVERIFY2(console.seen().contains(text), qPrintable(text));
        QCOMPARE(unnamedWidgets(*console.dialog()).join(u';'), QString());
        QTRY_COMPARE(tests::clippedLabels(*console.dialog()).join(u';'), QString());
        QVERIFY(console.dialog()->startButton().isEnabled());
        QVERIFY(!console.dialog()->cancelButton().isVisible());
        shootBoth(*console.dialog(), u"drill-detected"_s);
        console.dialog()->table().setCurrentIndex(console.dialog()->table().model()->index(3, 0));
        QVERIFY(console.seen().contains(u"✗ Not detected: no guardrail saw it in time"_s));
        QVERIFY(console.seen().contains(u"no guardrail that watches for refusals"_s));
        shootBoth(*console.dialog(), u"drill-not-detected"_s);
        console.dialog()->table().setCurrentIndex(console.dialog()->table().model()->index(2, 0));
        shootBoth(*console.dialog(), u"drill-paused"_s);
    }

    void aDrillIsStartedFollowedAndEndedByKeyboard() {
        Opened console;
        QVERIFY(console.open());
        QTRY_VERIFY(console.dialog()->startButton().isEnabled());
        QTest::keyClick(console.dialog(), Qt::Key_Return); // what is filled in is enough
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        const QJsonObject sent = console.backend.commands[0].body;
        QCOMPARE(sent[u"agent"_s].toString(), u"refunds"_s);
        QCOMPARE(sent[u"kind"_s].toString(), u"errors"_s);
        QTRY_VERIFY(console.seen().contains(u"A drill runs"_s));
        QVERIFY(console.seen().contains(u"41 of 812 requests reached it, 12 answers were bad"_s));
        const auto* bar = console.dialog()->findChild<QProgressBar*>();
        QCOMPARE(bar->value(), 14'000);
        QVERIFY(!console.dialog()->startButton().isEnabled());
        QVERIFY(console.dialog()->startButton().toolTip().contains(u"mara"_s));
        QVERIFY(console.dialog()->cancelButton().isVisible());
        shootBoth(*console.dialog(), u"drill-running"_s);
        console.dialog()->cancelButton().setFocus();
        QTest::keyClick(&console.dialog()->cancelButton(), Qt::Key_Space);
        QTRY_COMPARE(console.backend.commands.size(), 2U);
        QVERIFY(console.backend.commands[1].path.endsWith(u"/drills/new/cancel"_s));
        console.drills.front() = drill("new", DrillOutcome::NotDetected, 60);
        console.publish();
        QTRY_VERIFY(console.seen().contains(u"✗ Not detected: no guardrail saw it in time"_s)); // by itself
        QTRY_VERIFY(console.dialog()->startButton().isEnabled());
        QTest::keyClick(console.dialog(), Qt::Key_Escape);
        QTRY_VERIFY(console.dialog() == nullptr);
    }

    void aRefusalIsShownInTheDialog() {
        Opened console;
        QVERIFY(console.open());
        console.backend.answerBody = {};
        console.backend.answer = [](const FakeBackend::Command&) -> Result<protocol::CommandResult> {
            return failure(Errc::Conflict, "drill_running", "A drill of <b>omar</b> runs.", "Wait for its end.");
        };
        QTRY_VERIFY(console.dialog()->startButton().isEnabled());
        console.dialog()->startButton().click();
        QTRY_VERIFY(console.seen().contains(u"A drill of <b>omar</b> runs."_s));
        QTRY_VERIFY(console.dialog()->startButton().isEnabled());
    }

    void withoutALinkNothingIsStartedAndItSaysWhy() {
        Opened console;
        QVERIFY(console.open());
        console.backend.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!console.mirror.isFresh(), 10'000);
        QTRY_VERIFY(!console.dialog()->startButton().isEnabled());
        QVERIFY(console.dialog()->startButton().toolTip().contains(u"stale since"_s));
        QVERIFY(console.seen().contains(u"stale since"_s));
        shootBoth(*console.dialog(), u"drill-stale"_s);
    }

    void whoMayOnlyLookIsTold() {
        Opened console;
        console.backend.info.role = protocol::AccessRole::Viewer;
        console.drills.clear();
        QVERIFY(console.open());
        QTRY_VERIFY(console.seen().contains(u"Nobody has practised here yet"_s));
        QVERIFY(!console.dialog()->startButton().isEnabled());
        QVERIFY(console.dialog()->startButton().toolTip().contains(u"release manager"_s));
        shootBoth(*console.dialog(), u"drill-none"_s);
    }

    void thePaletteHasIt() {
        Opened console;
        QVERIFY(console.open());
        console.dialog()->reject();
        QTRY_VERIFY(console.dialog() == nullptr);
        console.window.openPalette();
        PaletteModel& model = console.window.palette().model();
        bool found = false;
        for (int row = 0; row < model.rowCount({}); ++row)
            found = found || model.entry(row).text == u"Make a drill"_s;
        QVERIFY(found);
    }

    void hostileTextStaysText() {
        Opened console;
        const std::string hostile = "<b>x</b>\u202E\x1b[31m\u200b" + std::string(300, 'W');
        for (Drill& one : console.drills)
            one.actor = one.reason = one.order.agent = one.problem = one.figures.sentence = one.figures.guard = hostile;
        QVERIFY(console.open());
        for (int row = 0; row < console.dialog()->table().model()->rowCount(); ++row) {
            console.dialog()->table().setCurrentIndex(console.dialog()->table().model()->index(row, 0));
            QCOMPARE(TextWalk(*console.dialog()).unsafe().join(u'\n'), QString());
        }
        shootBoth(*console.dialog(), u"drill-hostile"_s);
        QVERIFY2(console.dialog()->minimumSizeHint().width() <= 1140, // no text widens it
                 qPrintable(QString::number(console.dialog()->minimumSizeHint().width())));
    }
};

QTEST_MAIN(TestDrillPanel)
#include "tst_drill_panel.moc"
