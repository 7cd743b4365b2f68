// What counts down runs each second, on the button and below it, with a clock that the test moves; and what is disabled
// says on itself what it waits for.
#include <QSet>

#include "tests/releases/caution_stage.h"
#include "ui/base/formatting.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;
using namespace std::chrono_literals;

class TestCountdown : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void theButtonCountsEachSecond() {
        ManualClock clock;
        Stage stage(ramping());
        stage.bar.setClock(clock);
        stage.bar.setStatus(ramping()); // 42 of 60 minutes
        const QPushButton* button = stage.bar.button(Verb::Advance);
        QSet<QString> said;
        for (int second = 0; second < 18 * 60; ++second) {
            stage.bar.tick();
            QVERIFY(!button->isEnabled());
            const QString left = ui::durationText(18min - std::chrono::seconds(second));
            QCOMPARE(button->text(), u"Ramp to 10 % in %1"_s.arg(left));
            said.insert(button->text());
            clock.advance(1s);
        }
        QCOMPARE(said.size(), 18 * 60);
        stage.bar.tick();
        QVERIFY(button->isEnabled());
        QCOMPARE(button->text(), u"Ramp to 10 %"_s);
    }

    // Whoever reaches for Pause finds it there, whatever its neighbour says.
    void noButtonMovesUnderThePointer() {
        ManualClock clock;
        Stage stage(ramping());
        stage.bar.resize(1000, stage.bar.height());
        stage.bar.setClock(clock);
        stage.bar.setStatus(ramping());
        const auto places = [&stage] {
            QStringList all;
            QCoreApplication::sendPostedEvents();
            for (const Verb verb : {Verb::RollBack, Verb::Pause, Verb::Advance, Verb::Promote}) {
                const QRect place = stage.bar.button(verb)->geometry();
                all << u"%1: %2 to %3"_s.arg(stage.bar.button(verb)->objectName()).arg(place.left()).arg(place.right());
            }
            return all;
        };
        const QStringList before = places();
        for (int second = 0; second <= 18 * 60; ++second) {
            stage.bar.tick();
            QCOMPARE(places(), before);
            clock.advance(1s);
        }
        QVERIFY(stage.bar.button(Verb::Advance)->isEnabled());
        for (const auto pending :
             {std::optional(Verb::Advance), std::optional(Verb::RollBack), std::optional<Verb>()}) {
            stage.bar.setPending(pending);
            QCOMPARE(places(), before);
        }
        stage.bar.setLink(false, u"stale since 14:02:11"_s);
        QCOMPARE(places(), before);
        // A narrower window has the room that it has.
        stage.bar.resize(560, stage.bar.height());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(stage.bar.width(), 560);
        QVERIFY(stage.bar.button(Verb::Advance)->width() < 150);
    }

    void whatStandsStillDoesNotRun_data() {
        QTest::addColumn<bool>("paused");
        QTest::newRow("paused") << true;
        QTest::newRow("stale") << false;
    }

    void whatStandsStillDoesNotRun() {
        QFETCH(const bool, paused);
        ManualClock clock;
        auto status = ramping();
        status.state.release->paused = paused;
        Stage stage(status);
        stage.bar.setClock(clock);
        stage.bar.setStatus(status);
        if (!paused)
            stage.bar.setLink(false, u"stale since 14:02:11"_s);
        const QString before = stage.bar.view().step;
        clock.advance(30min);
        stage.bar.tick();
        QCOMPARE(stage.bar.view().step, before);
        QVERIFY(!stage.bar.button(Verb::Advance)->isEnabled());
    }

    void conversationsThatEndCountDownToo() {
        ManualClock clock;
        auto status = idle();
        status.state.leaving = release::Leaving{
            .version = version("2.2.0"), .policy = release::ConversationPolicy::Drain, .remaining = 10min};
        Stage stage(status);
        stage.bar.setClock(clock);
        stage.bar.setStatus(status);
        QVERIFY2(stage.said().contains(u"for at most 10 min"_s), qPrintable(stage.said()));
        clock.advance(1s);
        stage.bar.tick();
        QVERIFY2(stage.said().contains(u"for at most 9:59 min"_s), qPrintable(stage.said()));
    }

    void disabledSaysWhyInPlace_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("conversations") << u"evidence"_s << u"498 of 1,000 conversations"_s
                                       << u"Ramp to 10 % in 18 min: 498 of 1,000 conversations"_s;
        QTest::newRow("approval") << u"approval"_s << u"approval of a release manager"_s
                                  << u"Ramp to 10 % in 18 min: waits for approval"_s;
        QTest::newRow("nothing else") << QString() << QString() << u"Ramp to 10 % in 18 min"_s;
    }

    void disabledSaysWhyInPlace() {
        QFETCH(const QString, kind);
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        ManualClock clock;
        auto status = ramping();
        if (!kind.isEmpty())
            status.holds.push_back({.kind = kind.toStdString(), .satisfied = false, .text = text.toStdString()});
        Stage stage(status);
        stage.bar.setClock(clock);
        stage.bar.setStatus(status);
        QCOMPARE(stage.bar.button(Verb::Advance)->text(), expected);
        // Where there is no room the button stays a button; the line above says it.
        stage.bar.resize(560, stage.bar.height());
        QCOMPARE(stage.bar.button(Verb::Advance)->text(), u"Ramp to 10 %"_s);
        QVERIFY(stage.bar.button(Verb::Advance)->toolTip().contains(text));
    }

    void nothingToGoBackToIsSaidOnTheButton() {
        Stage stage(idle());
        QCOMPARE(stage.bar.button(Verb::RollBack)->text(), u"Roll back: nothing to go back to"_s);
        Stage first(ramping());
        QCOMPARE(first.bar.action(Verb::StepBack)->text(), u"Step back · This is the first step."_s);
    }
};

QTEST_MAIN(TestCountdown)
#include "tst_countdown.moc"
