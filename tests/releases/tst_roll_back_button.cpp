// The red button in every state of an agent: what stands on it, what it says it will do, whether it can be pressed, and
// what is said once it has been done.

#include "tests/releases/caution_stage.h"
#include "ui/releases/outcome_text.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;
using release::Phase;

namespace {

protocol::AgentStatus shadowing() {
    protocol::AgentStatus status = ramping();
    status.state.release->phase = Phase::Shadowing;
    status.state.release->plan.shadowTime = std::chrono::minutes(30);
    status.state.release->plan.shadowShare = traffic::Weight::percent(20);
    status.observed.canary.reset();
    status.observed.canaryWeight = {};
    status.observed.shadow = version("2.2.0");
    status.observed.shadowShare = traffic::Weight::percent(20);
    return status;
}

protocol::AgentStatus observing() {
    protocol::AgentStatus status = ramping(4);
    status.state.release->phase = Phase::Observing;
    return status;
}

protocol::AgentStatus served() { // nothing runs, and there is a version to go back to
    protocol::AgentStatus status = idle();
    status.state.lastGood = version("2.0.0");
    status.rollBackTarget = version("2.0.0");
    return status;
}

protocol::AgentStatus paused(protocol::AgentStatus status) {
    status.state.release->paused = true;
    return status;
}

protocol::AgentStatus frozenIn(protocol::AgentStatus status) {
    status.state.freeze = release::Freeze{.reason = "looking", .actor = "mara", .since = morning()};
    return status;
}

} // namespace

Q_DECLARE_METATYPE(signalbox::protocol::AgentStatus)

class TestRollBackButton : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void saysWhatItDoes_data() {
        QTest::addColumn<protocol::AgentStatus>("status");
        QTest::addColumn<bool>("enabled");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("does");
        const QString moves = u"every new request, 2.2.0 is quarantined"_s;
        const QString copies =
            u"no more copies go to 2.2.0, which is quarantined. 2.1.0 answers everything as before"_s;
        const QString before = u"2.2.0 gets no traffic and is quarantined. 2.1.0 answers everything as before"_s;
        const QString back = u"Roll back to 2.1.0"_s;
        const QString shadow = u"Roll back: end the shadow of 2.2.0"_s;
        const QString release = u"Roll back: end the release of 2.2.0"_s;
        QTest::newRow("nothing to go back to") << idle() << false << u"Roll back"_s << u"nothing to go back to"_s;
        QTest::newRow("idle") << served() << true << u"Roll back to 2.0.0"_s
                              << u"2.0.0 answers every new request, 2.1.0 is quarantined"_s;
        QTest::newRow("gates") << gated() << true << release << before;
        QTest::newRow("gates, paused") << paused(gated()) << true << release << before;
        QTest::newRow("shadow") << shadowing() << true << shadow << copies;
        QTest::newRow("shadow, paused") << paused(shadowing()) << true << shadow << copies;
        QTest::newRow("shadow, frozen") << frozenIn(shadowing()) << true << shadow << copies;
        QTest::newRow("ramp") << ramping() << true << back << moves;
        QTest::newRow("last step") << ramping(4) << true << back << moves;
        QTest::newRow("ramp, paused") << paused(ramping()) << true << back << moves;
        QTest::newRow("ramp, frozen") << frozenIn(ramping()) << true << back << moves;
        QTest::newRow("freeze window") << inWindow() << true << back << moves;
        QTest::newRow("observing") << observing() << true << back << moves;
        QTest::newRow("queue") << queued() << true << back << u"2.3.0 stays in the queue"_s;
    }

    void saysWhatItDoes() {
        QFETCH(const protocol::AgentStatus, status);
        QFETCH(const bool, enabled);
        QFETCH(const QString, text);
        QFETCH(const QString, does);
        Stage stage(status);
        const auto* button = stage.bar.button(Verb::RollBack);
        QVERIFY(button->isVisible());
        QCOMPARE(button->isEnabled(), enabled);
        QVERIFY2(button->text().startsWith(text), qPrintable(button->text()));
        const Offer& offer = stage.bar.view().offer(Verb::RollBack);
        QVERIFY2(offer.reason.contains(does), qPrintable(offer.reason));
        // A screen reader hears the same.
        QVERIFY2(button->accessibleName().startsWith(text), qPrintable(button->accessibleName()));
        QCOMPARE(button->accessibleDescription(), offer.reason);
        // No traffic moves where none has come yet, and it does not say so.
        const auto phase = release::phaseOf(status.state);
        if (phase == Phase::Shadowing || phase == Phase::Testing)
            QVERIFY2(!offer.reason.contains(u"every new request"_s), qPrintable(offer.reason));
    }

    void saysWhatItDid_data() {
        QTest::addColumn<protocol::AgentStatus>("before");
        QTest::addColumn<QString>("text");
        QTest::newRow("ramp") << ramping() << u"2.1.0 answered every new request after 3 ms"_s;
        QTest::newRow("shadow") << shadowing()
                                << u"No more copies went to 2.2.0 after 3 ms; 2.1.0 answers everything as before"_s;
        QTest::newRow("gates") << gated()
                               << u"The release of 2.2.0 ended after 3 ms; 2.1.0 answers everything as before"_s;
        QTest::newRow("idle") << served() << u"2.1.0 answered every new request after 3 ms"_s;
    }

    void saysWhatItDid() {
        QFETCH(const protocol::AgentStatus, before);
        QFETCH(const QString, text);
        protocol::CommandResult result;
        result.before = before.state;
        result.after = rolledBack().state;
        result.effectiveAfterMs = 3;
        QCOMPARE(outcomeText(Verb::RollBack, result), text);
    }

    void fitsASmallBar() {
        Stage stage(shadowing());
        for (const int width : {1160, 860, 620}) {
            stage.bar.resize(width, stage.bar.sizeHint().height());
            const auto* button = stage.bar.button(Verb::RollBack);
            QVERIFY(button->text().startsWith(u"Roll back: end the shadow of 2.2.0"_s));
            QTRY_VERIFY2(button->width() >= button->sizeHint().width(), qPrintable(QString::number(width)));
        }
    }
};

QTEST_MAIN(TestRollBackButton)
#include "tst_roll_back_button.moc"
