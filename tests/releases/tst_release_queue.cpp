// The queue, conversations on the roll-back button and after it, hostile words and pictures of the release bar's
// cautions. From values, without a backend.

#include "tests/releases/caution_stage.h"
#include "tests/ui/page_checks.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;

class TestReleaseQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void theQueueSaysWhatHappensNext() {
        Stage stage(queued());
        QVERIFY2(stage.said().contains(u"2.3.0 waits in the queue since"_s), qPrintable(stage.said()));
        QVERIFY(stage.said().contains(u"starts by itself when 2.2.0 is completed"_s));
        QVERIFY(!stage.bar.view().offer(Verb::StartQueued).visible); // another one runs
        stage.bar.caution().button(Verb::Unqueue)->click();
        QCOMPARE(stage.asked.at(0).verb, Verb::Unqueue);
        auto held = queued(rolledBack());
        held.state.queued->held = "2.2.0 was rolled back";
        stage.bar.setStatus(held);
        QVERIFY2(stage.said().contains(u"does not start by itself: 2.2.0 was rolled back"_s), qPrintable(stage.said()));
        stage.bar.caution().button(Verb::StartQueued)->click();
        QCOMPARE(stage.asked.at(1).verb, Verb::StartQueued);
    }

    void conversationsThatStillEndCanBeMoved() {
        auto status = rolledBack();
        status.state.leaving = {.version = version("2.2.0"),
                                .policy = release::ConversationPolicy::Finish,
                                .remaining = std::chrono::minutes(9)};
        status.conversations = 12;
        Stage stage(status);
        QVERIFY2(stage.said().contains(u"12 conversations may still end on 2.2.0"_s), qPrintable(stage.said()));
        stage.bar.caution().button(Verb::MoveLeaving)->click();
        QCOMPARE(stage.asked.at(0).message.conversations.value(), release::ConversationPolicy::Move);
        QVERIFY(!stage.asked.at(0).message.revision);
    }

    void theButtonSaysHowManyItMoves() {
        auto status = ramping();
        status.conversations = 12;
        Stage stage(status);
        auto* button = stage.bar.button(Verb::RollBack);
        QCOMPARE(button->text(), u"Roll back to 2.1.0 · moves 12 conversations"_s);
        status.conversations = 1;
        stage.bar.setStatus(status);
        QCOMPARE(button->text(), u"Roll back to 2.1.0 · moves 1 conversation"_s);
        status.state.release->plan.conversations = release::ConversationPolicy::Finish;
        stage.bar.setStatus(status);
        QCOMPARE(button->text(), u"Roll back to 2.1.0 · lets 1 conversation finish"_s);
        status.conversations = 3000;
        status.state.release->plan.conversations = release::ConversationPolicy::Drain;
        stage.bar.setStatus(status);
        QCOMPARE(button->text(), u"Roll back to 2.1.0 · gives 3,000 conversations 10 min"_s);
        // Where there is no room the name of the target stays, and the rest is in the tool tip.
        stage.bar.resize(stage.bar.minimumSizeHint().width(), stage.bar.height());
        QTRY_COMPARE(button->text(), u"Roll back to 2.1.0"_s);
        QVERIFY(button->toolTip().contains(u"3,000 conversations"_s));
        stage.bar.resize(1160, stage.bar.height());
        QTRY_VERIFY(button->text().contains(u"3,000"_s));
        status.conversations = 0;
        stage.bar.setStatus(status);
        QCOMPARE(button->text(), u"Roll back to 2.1.0"_s);
    }

    void hostileWordsStayWords() {
        auto status = queued(frozen());
        const std::string hostile = "<b>x</b>\n\x1b[31m\u202E" + std::string(3000, 'w');
        status.state.freeze->reason = hostile;
        status.state.freeze->actor = hostile;
        status.state.queued->by = hostile;
        status.state.queued->held = hostile;
        Stage stage(status);
        const int wide = stage.bar.minimumSizeHint().width();
        QVERIFY2(wide < 900, qPrintable(QString::number(wide)));
        QVERIFY(!stage.said().contains(QChar(0x202E)));
        for (const auto* label : stage.bar.findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        auto manyGates = gated();
        manyGates.state.release->plan.gates.clear();
        for (int i = 0; i < 20; ++i)
            manyGates.state.release->plan.gates.push_back(std::to_string(i) + hostile.substr(0, 90));
        const int before = stage.bar.sizeHint().height();
        stage.bar.setStatus(manyGates);
        QVERIFY(stage.bar.minimumSizeHint().width() < 900);
        QVERIFY(stage.bar.sizeHint().height() < before + 200); // they scroll
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        const auto bar = [](const protocol::AgentStatus& status, const QString& name) {
            Stage stage(status);
            stage.bar.resize(860, stage.bar.heightForWidth(860) > 0 ? stage.bar.heightForWidth(860)
                                                                    : stage.bar.sizeHint().height());
            QVERIFY(QTest::qWaitForWindowExposed(&stage.bar));
            tests::shoot(stage.bar, name);
            QCOMPARE(tests::namelessWidgets(stage.bar), QStringList());
            QCOMPARE(tests::clippedLabels(stage.bar), QStringList());
        };
        auto talking = queued();
        talking.conversations = 12;
        bar(gated(), u"caution-gates"_s);
        bar(queued(frozen()), u"caution-frozen"_s);
        bar(talking, u"caution-queue"_s);
        Stage stage(frozen());
        stage.bar.trigger(Verb::BreakGlass);
        ReasonPanel* dialog = stage.bar.question();
        type(*dialog, u"The fix cannot wait until the weekend is over"_s);
        tests::shoot(*dialog, u"caution-glass"_s);
        QTest::keyClick(&dialog->reason(), Qt::Key_Return);
        tests::shoot(*dialog, u"caution-glass-again"_s);
        QCOMPARE(tests::clippedLabels(*dialog), QStringList());
        dialog->close();
        Stage other(ramping());
        other.bar.trigger(Verb::Freeze);
        QVERIFY(QTest::qWaitForWindowExposed(other.bar.question()));
        tests::shoot(*other.bar.question(), u"caution-freeze"_s);
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestReleaseQueue)
#include "tst_release_queue.moc"
