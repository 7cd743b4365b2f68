// Gates, glass, freezes and freeze windows in the release bar: what is said, what is asked first, what is sent. From
// values, without a backend; the dialogs are worked by keyboard.

#include <QAction>
#include <QRadioButton>

#include "tests/releases/caution_stage.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"
#include "ui/releases/caution_row.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;

class TestReleaseCaution : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void gatesSayWhoWaitsSinceWhen() {
        const Stage stage(gated());
        const QString said = stage.said();
        QVERIFY2(said.contains(u"Gate tests · waits for a release manager since "_s), qPrintable(said));
        QVERIFY2(said.contains(u"Gate review · passed, said by maria"_s), qPrintable(said));
        QVERIFY2(said.contains(u"Gate security · failed, said by omar"_s), qPrintable(said));
        QStringList signs; // not by colour alone
        for (const CautionRow* row : stage.bar.caution().findChildren<CautionRow*>())
            if (row->isVisibleTo(&stage.bar))
                signs << row->sign();
        QCOMPARE(signs.join(u' '), u"lock check close"_s);
        QCOMPARE(stage.buttons(u"gate-passed"_s).size(), 2U); // the newest word counts: review may still fail
        QCOMPARE(stage.buttons(u"gate-failed"_s).size(), 2U);
        const Stage later(ramping());
        QVERIFY(!later.bar.caution().isVisibleTo(&later.bar));
    }

    void aGateIsPassedWithOneClick() {
        Stage stage(gated());
        stage.buttons(u"gate-passed"_s).front()->click();
        QCOMPARE(stage.asked.size(), 1U);
        QCOMPARE(stage.asked[0].verb, Verb::Gate);
        QCOMPARE(stage.asked[0].message.gate, std::string("tests"));
        QVERIFY(stage.asked[0].message.passed);
        QCOMPARE(stage.asked[0].message.revision.value_or(0), 7U);
    }

    void aFailedGateNeedsAReason() {
        Stage stage(gated());
        stage.buttons(u"gate-failed"_s).front()->click();
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->goButton().isEnabled());
        type(*dialog, u"   "_s);
        QVERIFY(!dialog->goButton().isEnabled());
        type(*dialog, u"two are red"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        QCOMPARE(stage.asked.size(), 1U);
        QCOMPARE(stage.asked[0].message.gate, std::string("tests"));
        QVERIFY(!stage.asked[0].message.passed);
        QCOMPARE(stage.asked[0].message.reason, std::string("two are red"));
    }

    void gatesAreDisabledWithTheReason() {
        Stage stage(gated(), protocol::AccessRole::Responder);
        for (auto* button : stage.buttons(u"gate-passed"_s)) {
            QVERIFY(!button->isEnabled());
            QVERIFY(button->toolTip().contains(u"release manager"_s));
        }
        stage.bar.setAccess(protocol::AccessRole::Admin);
        stage.bar.setLink(false, u"The link is stale since 14:02:11."_s);
        for (auto* button : stage.buttons(u"gate-failed"_s)) {
            QVERIFY(!button->isEnabled());
            QVERIFY(button->toolTip().contains(u"stale since"_s));
        }
    }

    void theGlassIsAskedTwiceAndKeepsTheReason() {
        Stage stage(ramping());
        QVERIFY(stage.bar.action(Verb::BreakGlass)->isEnabled());
        stage.bar.trigger(Verb::BreakGlass);
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->goButton().isEnabled());
        type(*dialog, u"the fix cannot wait"_s);
        QCOMPARE(dialog->goButton().text(), u"Continue…"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        QVERIFY(stage.asked.empty());
        QCOMPARE(dialog->goButton().text(), u"Ramp to 10 %"_s);
        QCOMPARE(dialog->goButton().property("kind").toString(), u"danger"_s);
        // Whoever goes on pressing Enter comes back, and does not fall through.
        QVERIFY(dialog->focusWidget() == &dialog->backButton());
        QTest::keyClick(&dialog->backButton(), Qt::Key_Return);
        QVERIFY(stage.asked.empty());
        QCOMPARE(dialog->goButton().text(), u"Continue…"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        dialog->goButton().setFocus();
        QTest::keyClick(&dialog->goButton(), Qt::Key_Space);
        QCOMPARE(stage.asked.size(), 1U);
        QCOMPARE(stage.asked[0].verb, Verb::Advance);
        QVERIFY(stage.asked[0].message.breakGlass);
        QCOMPARE(stage.asked[0].message.reason, std::string("the fix cannot wait"));
        QCOMPARE(stage.asked[0].message.revision.value_or(0), 7U);
    }

    void theGlassSaysWhatIsSkippedAndOffersTheWays() {
        Stage stage(frozen());
        stage.bar.trigger(Verb::BreakGlass);
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        QString words;
        for (const auto* label : dialog->findChildren<QLabel*>())
            words += label->text() + u'\n';
        QVERIFY2(words.contains(u"Not waited for: frozen: 2.1.0 fails too"_s), qPrintable(words));
        QVERIFY2(words.contains(u"stays frozen"_s), qPrintable(words));
        QVERIFY2(words.contains(u"no longer paused"_s), qPrintable(words));
        const auto ways = dialog->findChildren<QRadioButton*>();
        QCOMPARE(ways.size(), 2);
        ways[1]->setChecked(true);
        type(*dialog, u"only way out"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        dialog->goButton().click();
        QCOMPARE(stage.asked.at(0).verb, Verb::Promote);
        QVERIFY(stage.asked.at(0).message.breakGlass);
    }

    void nothingToBreakIsSaid() {
        auto ready = ramping();
        ready.holds = {{.kind = "time", .satisfied = true, .text = "1:00 of 1:00 h"}};
        const Stage stage(ready);
        QVERIFY(!stage.bar.action(Verb::BreakGlass)->isEnabled());
        QVERIFY(stage.bar.view().offer(Verb::BreakGlass).reason.contains(u"Nothing stands in the way"_s));
    }

    void aQuestionNoticesThatThingsChanged() {
        Stage stage(ramping());
        stage.bar.trigger(Verb::BreakGlass);
        QPointer<ReasonPanel> dialog = stage.bar.question();
        type(*dialog, u"why"_s);
        QVERIFY(dialog->goButton().isEnabled());
        stage.bar.setLink(false, u"The link is stale since 14:02:11."_s);
        QVERIFY(!dialog->goButton().isEnabled());
        QVERIFY(dialog->goButton().toolTip().contains(u"stale since"_s));
        stage.bar.setLink(true, {});
        QVERIFY(dialog->goButton().isEnabled());
        auto later = ramping(1);
        later.state.revision = 9;
        stage.bar.setStatus(later);
        QVERIFY(!dialog->goButton().isEnabled());
        dialog->goButton().click();
        QVERIFY(stage.asked.empty());
        stage.bar.setStatus(idle("intake"));
        QTRY_VERIFY(!dialog); // it was about another agent
    }

    void frozenIsSaidAndForbids() {
        Stage stage(frozen());
        QVERIFY2(stage.said().contains(u"by the guardrail on errors: 2.1.0 fails too"_s), qPrintable(stage.said()));
        for (const Verb verb : {Verb::Resume, Verb::Promote}) {
            QVERIFY(!stage.bar.view().offer(verb).enabled);
            QVERIFY(stage.bar.view().offer(verb).reason.contains(u"frozen"_s));
        }
        QVERIFY(stage.bar.view().offer(Verb::RollBack).enabled);
        QVERIFY(!stage.bar.view().offer(Verb::Freeze).visible);
        stage.bar.caution().button(Verb::Unfreeze)->click();
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        type(*dialog, u"upstream is well again"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        QCOMPARE(stage.asked.at(0).verb, Verb::Unfreeze);
        QCOMPARE(stage.asked.at(0).message.reason, std::string("upstream is well again"));
        QVERIFY(!stage.asked.at(0).message.breakGlass);
    }

    void freezingSaysThatGuardrailsStop() {
        Stage stage(ramping(), protocol::AccessRole::Responder); // whoever may pause may freeze
        stage.bar.trigger(Verb::Freeze);
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        QString words;
        for (const auto* label : dialog->findChildren<QLabel*>())
            words += label->text();
        QVERIFY(words.contains(u"no longer pause or roll back"_s));
        type(*dialog, u"odd"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        QCOMPARE(stage.asked.at(0).verb, Verb::Freeze);
    }

    void aFreezeWindowAsksWhy() {
        Stage stage(inWindow());
        QVERIFY(stage.bar.view().offer(Verb::Advance).enabled);
        QVERIFY(stage.bar.view().offer(Verb::Advance).reason.contains(u"Asks for a reason: freeze window: weekend"_s));
        stage.bar.button(Verb::Advance)->click();
        QVERIFY(stage.asked.empty());
        ReasonPanel* dialog = stage.bar.question();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->goButton().text(), u"Ramp to 10 %"_s);
        type(*dialog, u"it is the fix"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        QCOMPARE(stage.asked.at(0).verb, Verb::Advance);
        QCOMPARE(stage.asked.at(0).message.reason, std::string("it is the fix"));
        QVERIFY(!stage.asked.at(0).message.breakGlass);
        // What is safer never asks.
        stage.bar.button(Verb::Pause)->click();
        QCOMPARE(stage.asked.at(1).verb, Verb::Pause);
    }

    void aWindowThatOnlyTheBackendKnowsAsksToo() {
        Stage stage(ramping());
        stage.bar.showFailure(Verb::Advance, {Errc::Refused, "reason_needed", "A freeze window is open (night).", ""});
        QVERIFY(stage.bar.question() != nullptr);
        QVERIFY(stage.bar.notice()->text().isEmpty());
    }
};

QTEST_MAIN(TestReleaseCaution)
#include "tst_release_caution.moc"
