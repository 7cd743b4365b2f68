// What the release bar shows and offers, and what it asks for: without a backend, from values.

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/page_checks.h"
#include "tests/ui/status_values.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/releases/release_bar.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

ReleaseView viewOf(const protocol::AgentStatus& status) {
    return releaseView({.status = &status, .role = protocol::AccessRole::Admin});
}

struct Asked { // what the bar emitted
    std::string agent;
    Verb verb;
    protocol::CommandMessage message;
};

std::unique_ptr<ReleaseBar> makeBar(const protocol::AgentStatus& status, std::vector<Asked>& asked) {
    auto bar = std::make_unique<ReleaseBar>();
    bar->setAccess(protocol::AccessRole::Admin);
    bar->setStatus(status);
    QObject::connect(bar.get(), &ReleaseBar::commandRequested, bar.get(),
                     [&](const std::string& agent, Verb verb, const protocol::CommandMessage& message) {
                         asked.push_back({agent, verb, message});
                     });
    return bar;
}

} // namespace

class TestShellReleaseBar : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void idleOffersOnlyWhatMakesSense() {
        const auto view = viewOf(idle());
        QCOMPARE(view.shares.size(), 1U);
        QCOMPARE(view.shares[0].weight, traffic::Weight::all());
        QVERIFY(view.offer(Verb::RollBack).visible);
        QVERIFY(!view.offer(Verb::RollBack).enabled);
        QVERIFY(!view.offer(Verb::RollBack).reason.isEmpty());
        QVERIFY(view.offer(Verb::Start).enabled);
        for (const Verb verb : {Verb::Pause, Verb::Resume, Verb::Advance, Verb::Promote, Verb::Abort, Verb::Approve})
            QVERIFY(!view.offer(verb).visible);
    }

    void rampingNamesVersionsAndShares() {
        const auto view = viewOf(ramping());
        QCOMPARE(view.offer(Verb::RollBack).text, QStringLiteral("Roll back to 2.1.0"));
        QVERIFY(view.offer(Verb::RollBack).enabled);
        QCOMPARE(view.offer(Verb::Advance).text, QStringLiteral("Ramp to 10 %"));
        QVERIFY(!view.offer(Verb::Advance).enabled);
        QVERIFY(view.offer(Verb::Advance).reason.contains(QStringLiteral("0:42 of 1:00 h")));
        QVERIFY(view.step.startsWith(QStringLiteral("step 1 of 5 · 0:42 of 1:00 h")));
        QVERIFY(!view.offer(Verb::Start).visible);
        QVERIFY(!view.offer(Verb::StepBack).enabled);
        const RoleShare canary{traffic::Role::Canary, QStringLiteral("2.2.0"), traffic::Weight::percent(5)};
        QVERIFY(view.shares[1] == canary);
    }

    // Also while observing: a second promote would end it.
    void promotingWaitsForTheSameHolds() {
        auto observing = ramping(4);
        observing.state.release->phase = release::Phase::Observing;
        for (const auto& status : {ramping(), observing}) {
            const auto view = viewOf(status);
            QVERIFY(view.offer(Verb::Promote).visible && !view.offer(Verb::Promote).enabled);
            QVERIFY(view.offer(Verb::Promote).reason.contains(QStringLiteral("Not yet: 0:42 of 1:00 h")));
            QVERIFY(view.offer(Verb::BreakGlass).enabled);
            auto met = status;
            met.holds[0].satisfied = true;
            QVERIFY(viewOf(met).offer(Verb::Promote).enabled);
            // What keeps only automation from it keeps nobody else.
            met.holds[0].satisfied = false;
            met.holds[0].scope = release::HoldScope::Automation;
            QVERIFY(viewOf(met).offer(Verb::Promote).enabled);
        }
    }

    void timeGoesOnBetweenMessages() {
        const auto status = ramping();
        auto view = releaseView({.status = &status, .sinceHeard = std::chrono::minutes(18)});
        QVERIFY(view.offer(Verb::Advance).enabled);
        view = releaseView({.status = &status, .fresh = false, .sinceHeard = std::chrono::minutes(18)});
        QVERIFY(!view.offer(Verb::Advance).enabled);
        QVERIFY(view.step.contains(QStringLiteral("0:42 of 1:00 h")));
    }

    void staleLinkDisablesEverythingWithTheReason() {
        const auto status = ramping();
        const QString why = QStringLiteral("The link is down.");
        const auto view = releaseView({.status = &status, .fresh = false, .staleReason = why});
        for (const Offer& offer : view.offers) {
            QVERIFY(!offer.enabled);
            QCOMPARE(offer.reason, why);
        }
    }

    void rolesDecide() {
        const auto status = ramping();
        const auto responder = releaseView({.status = &status, .role = protocol::AccessRole::Responder});
        QVERIFY(responder.offer(Verb::RollBack).enabled);
        QVERIFY(responder.offer(Verb::Pause).enabled);
        QVERIFY(!responder.offer(Verb::Promote).enabled);
        QVERIFY(responder.offer(Verb::Promote).reason.contains(QStringLiteral("release manager")));
        const auto viewer = releaseView({.status = &status, .role = protocol::AccessRole::Viewer});
        QVERIFY(!viewer.offer(Verb::RollBack).enabled);
    }

    void shownWeightIsTheObservedOne() {
        auto status = ramping(1); // 10 % were ordered
        status.observed.canaryWeight = traffic::Weight::percent(5);
        status.observedMatches = false;
        const auto view = viewOf(status);
        QCOMPARE(view.shares[1].weight, traffic::Weight::percent(5));
        QVERIFY(view.mismatch.contains(QStringLiteral("5 %")));
    }

    void oneClickRollsBack() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->button(Verb::RollBack)->click();
        QCOMPARE(asked.size(), 1U);
        QCOMPARE(asked[0].verb, Verb::RollBack);
        QCOMPARE(asked[0].message.version, std::string("2.1.0"));
        QVERIFY(!asked[0].message.revision.has_value());
        // While it is on its way nothing of the weights changes, and it is not sent twice.
        bar->setPending(Verb::RollBack);
        QCOMPARE(bar->view().shares[1].weight, traffic::Weight::percent(5));
        QVERIFY(!bar->button(Verb::RollBack)->isEnabled());
        bar->button(Verb::RollBack)->click();
        QCOMPARE(asked.size(), 1U);
    }

    void rollBackSaysWhoIsTalkingWithTheCanary() {
        auto status = uitest::ramping();
        const auto said = [&status] { return releaseView({.status = &status}).offer(Verb::RollBack).reason; };
        QVERIFY(!said().contains(u"conversations"_s));
        status.conversations = 0;
        QVERIFY(!said().contains(u"conversations"_s));
        status.conversations = 1234;
        QVERIFY(said().endsWith(u"1,234 conversations on 2.2.0 move with it."_s));
        status.state.release->plan.conversations = release::ConversationPolicy::Finish;
        QVERIFY(said().endsWith(u"1,234 conversations on 2.2.0 end there."_s));
        status.state.release->plan.conversations = release::ConversationPolicy::Drain;
        status.state.release->plan.drainTime = std::chrono::minutes(12);
        QVERIFY(said().endsWith(u"1,234 conversations on 2.2.0 have 12 min to end there."_s));
    }

    void rollBackOvertakesOtherCommands() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->setPending(Verb::Promote);
        QVERIFY(bar->button(Verb::RollBack)->isEnabled());
        QVERIFY(!bar->button(Verb::Pause)->isEnabled());
    }

    void afterRollingBackUndoIsOffered() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->setStatus(rolledBack());
        protocol::CommandResult result;
        result.after = rolledBack().state;
        result.revision = 8;
        result.effectiveAfterMs = 3;
        bar->showResult(Verb::RollBack, result);
        QCOMPARE(bar->notice()->text(), QStringLiteral("2.1.0 answered every new request after 3 ms"));
        bar->setStatus(rolledBack()); // the event that follows must not replace the measured words
        QCOMPARE(bar->notice()->text(), QStringLiteral("2.1.0 answered every new request after 3 ms"));
        Q_EMIT bar->notice()->activated();
        QCOMPARE(asked.size(), 1U);
        QCOMPARE(asked[0].verb, Verb::Undo);
        QCOMPARE(asked[0].message.revision.value_or(0), 8U);
    }

    void anothersRollBackIsToldOnce() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->setStatus(rolledBack());
        QVERIFY(bar->notice()->text().contains(QStringLiteral("2.2.0 was rolled back")));
        bar->notice()->clear();
        Q_EMIT bar->notice()->dismissed();
        bar->setStatus(rolledBack());
        QVERIFY(bar->notice()->text().isEmpty());
    }

    // What happened at night is no success to be undone with a green sign.
    void whatAGuardrailDidIsAWarningWithItsReason() {
        std::vector<Asked> asked;
        const auto bar = makeBar(idle(), asked);
        auto status = rolledBack();
        status.state.undo->quarantined = version("2.2.0");
        status.state.ended = release::Ended{.releaseId = "refunds.1",
                                            .candidate = version("2.2.0"),
                                            .ending = release::Ending::RolledBack,
                                            .actor = "guardrail error_rate",
                                            .reason = "error_rate is worse: 3 of 5 units",
                                            .at = WallTime{std::chrono::hours(24 * 365)}};
        bar->setStatus(status);
        const QString text = bar->notice()->text();
        QVERIFY2(text.startsWith(u"2.2.0 was rolled back by the guardrail on errors on 1971-01-01"_s),
                 qPrintable(text));
        QStringList said;
        for (const auto* label : bar->notice()->findChildren<ui::PlainLabel*>())
            said += label->text();
        QVERIFY(said.join(u'|').contains(u"error_rate is worse: 3 of 5 units"_s));
        Q_EMIT bar->notice()->activated(); // traffic for what was judged worse: asked once more
        QVERIFY(asked.empty());
        QCOMPARE(bar->notice()->text(), u"Give 2.2.0 its traffic back?"_s);
        bar->resize(1100, bar->sizeHint().height());
        for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
            ui::applyTheme(scheme);
            signalbox::tests::shoot(*bar, u"undo-asks"_s);
        }
        Q_EMIT bar->notice()->activated();
        QCOMPARE(asked.size(), 1U);
        QVERIFY(asked[0].verb == Verb::Undo);
        status.state.ended->actor = "maria";
        const auto other = makeBar(status, asked);
        QVERIFY(other->notice()->text().startsWith(u"2.2.0 was rolled back by maria on "_s));
    }

    // The command may have arrived: the bar must not say that it failed, least of all beside a state that shows it.
    void noAnswerInTimeIsNoFailure() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->showFailure(Verb::RollBack, {Errc::Timeout, "unreachable", "The backend did not answer in time."});
        QVERIFY(bar->notice()->text().startsWith(u"No answer yet."_s));
        auto status = ramping();
        ++status.state.revision;
        bar->setStatus(status);
        QVERIFY(bar->notice()->text().startsWith(u"No answer yet."_s)); // still on the canary
        bar->setStatus(rolledBack());
        QVERIFY2(bar->notice()->text().contains(u"2.2.0 was rolled back"_s), qPrintable(bar->notice()->text()));
        Q_EMIT bar->notice()->activated();
        QCOMPARE(asked.size(), 1U);
        QVERIFY(asked[0].verb == Verb::Undo);
        const auto refused = makeBar(ramping(), asked);
        refused->showFailure(Verb::RollBack, {Errc::Io, "disk_full", "The disk is full."});
        refused->setStatus(rolledBack()); // somebody else's: what is wrong here stays to be read
        QVERIFY(refused->notice()->text().contains(u"The disk is full"_s));
    }

    void promotingFarAsksInline() {
        std::vector<Asked> asked;
        const auto bar = makeBar(readyToGoOn(), asked);
        bar->button(Verb::Promote)->click();
        QVERIFY(asked.empty());
        QVERIFY(bar->notice()->text().contains(QStringLiteral("2.2.0")));
        Q_EMIT bar->notice()->activated();
        QCOMPARE(asked.size(), 1U);
        QCOMPARE(asked[0].verb, Verb::Promote);
        QCOMPARE(asked[0].message.revision.value_or(0), 7U);

        asked.clear();
        const auto other = makeBar(readyToGoOn(3), asked);
        other->button(Verb::Promote)->click();
        QCOMPARE(asked.size(), 1U);
    }

    void aQuestionDiesWithItsState() {
        std::vector<Asked> asked;
        const auto bar = makeBar(readyToGoOn(), asked);
        bar->button(Verb::Promote)->click();
        auto later = ramping(1);
        later.state.revision = 9;
        bar->setStatus(later);
        QVERIFY(bar->notice()->text().isEmpty());
        Q_EMIT bar->notice()->activated();
        QVERIFY(asked.empty());
    }

    void conflictSaysWho() {
        std::vector<Asked> asked;
        const auto bar = makeBar(ramping(), asked);
        bar->showFailure(Verb::Pause,
                         {Errc::Conflict, "revision_conflict", "refunds changed since: rolled back by maria.",
                          "Look at the present state and decide again."});
        QVERIFY(bar->notice()->text().contains(QStringLiteral("by maria")));
    }

    void pausedSaysWhy() {
        auto status = ramping();
        status.state.release->paused = true;
        status.state.release->pauseReason = "error rate 3.1 % passed 2 %\u202E<img src=x>";
        const auto view = viewOf(status);
        QVERIFY(view.step.startsWith(QStringLiteral("paused: error rate 3.1 %")));
        QVERIFY(!view.step.contains(QChar(0x202E)));
        QVERIFY(view.offer(Verb::Resume).visible);
        QVERIFY(!view.offer(Verb::Pause).visible);
        QVERIFY(!view.offer(Verb::Advance).enabled);
    }

    void brokenPlanDoesNotBreakTheBar() {
        auto status = ramping();
        status.state.release->plan.steps.clear();
        const auto view = viewOf(status);
        QVERIFY(!view.offer(Verb::Advance).visible);
        status.state.release->step = 99;
        QVERIFY(!viewOf(status).step.isEmpty());
    }
};

QTEST_MAIN(TestShellReleaseBar)
#include "tst_shell_release_bar.moc"
