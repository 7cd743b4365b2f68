// The evidence page over judgements that a real judge has made of real outcomes.
#include <format>

#include <QRegularExpression>
#include <QtTest>

#include "core/evidence/release_judge.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/text_walk.h"
#include "ui/base/theme.h"
#include "ui/live/evidence_list.h"
#include "ui/live/live_view.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using namespace Qt::StringLiterals;

namespace {

protocol::EvidenceMessage messageOf(const evidence::ReleaseJudge& judge, const evidence::ArmNames& names = {}) {
    const evidence::Judgement now = judge.judgement();
    protocol::EvidenceMessage message{.releaseId = "refunds.1",
                                      .action = now.action,
                                      .because = now.because,
                                      .allClear = now.allClear,
                                      .notThisVersion = now.notThisVersion,
                                      .holds = now.holds,
                                      .stepUnits = now.stepUnits,
                                      .stepMinimum = now.stepMinimum,
                                      .guards = {}};
    for (evidence::Explanation& one : judge.explainAll()) {
        std::string sentence = evidence::sentenceOf(one, names);
        message.guards.push_back({std::move(one), std::move(sentence)});
    }
    return message;
}

// Latency first, so that a failing error rate has to be brought forward.
evidence::ReleaseJudge judged(double canaryErrors, int requests) {
    evidence::GuardSet set;
    set.guards = {*evidence::guardFor("latency_p95", 10.0, evidence::Action::Pause),
                  *evidence::guardFor("error_rate", 0.02, evidence::Action::RollBack)};
    set.baseline.rates["error_rate"] = 0.005;
    evidence::ReleaseJudge judge({.candidate = {}, .baseline = {}, .guards = set});
    for (int i = 0; i < requests; ++i) {
        const bool canary = i % 4 == 0;
        evidence::UnitOutcome outcome{.unit = static_cast<std::uint64_t>(i) * 7919 + 1,
                                      .arm = canary ? evidence::Arm::Canary : evidence::Arm::Stable,
                                      .canaryWeight = traffic::Weight::percent(25),
                                      .elapsed = std::chrono::milliseconds(i * 20)};
        outcome.wall = WallTime(std::chrono::milliseconds(1'767'225'600'000) + outcome.elapsed);
        outcome.request = std::format("request-{}", i);
        outcome.error = canary && (i / 4) % 1000 < canaryErrors * 1000;
        outcome.failure = !*outcome.error ? "" : i % 40 == 0 ? "timeout" : "404 model_not_found";
        outcome.latency = std::chrono::milliseconds(50);
        (void)judge.take(outcome);
    }
    return judge;
}

const GuardFacts& shownFirst(const EvidenceList& list) {
    return list.cards().front()->facts();
}

QString factOf(const GuardFacts& facts, const QString& name) {
    for (const auto& list : {facts.facts, facts.why})
        for (const Fact& fact : list)
            if (fact.name == name)
                return fact.value;
    return {};
}

} // namespace

class TestEvidenceCards : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void withoutAReleaseThePageSaysSo() {
        EvidenceList list;
        list.setEvidence(std::nullopt);
        QVERIFY(list.cards().empty());
        QVERIFY(list.findChild<ui::EmptyState*>()->isVisibleTo(&list));
    }

    void noSignYetShowsNumbersAndNoAlarm() {
        EvidenceList list;
        list.setEvidence(messageOf(judged(0, 40)));
        QCOMPARE(list.cards().size(), 2U);
        const GuardFacts& errors = list.cards()[1]->facts(); // in the order of the plan
        QCOMPARE(errors.title, u"Errors"_s);
        QCOMPARE(errors.verdict.standing, Standing::Neutral);
        QCOMPARE(errors.arms[0].base, u"0 of 10 conversations failed"_s);
        QCOMPARE(errors.arms[1].base, u"0 of 30 conversations failed"_s);
        QVERIFY(errors.progress.has_value());
        QVERIFY(*errors.progress < 0.1);
        QVERIFY2(factOf(errors, u"To show a large rise"_s).startsWith(u"about "_s),
                 qPrintable(factOf(errors, u"To show a large rise"_s)));
        QVERIFY(factOf(errors, u"Canary's failures"_s).isEmpty());
        QCOMPARE(factOf(errors, u"Chance of a false alarm"_s), u"1.00 % (1 of 100 healthy releases)"_s);
        // No baseline of latency was frozen: no way to a proof is drawn where nothing is judged.
        QVERIFY(!list.cards()[0]->facts().progress);
    }

    void whatIsWorseComesFirstWithItsProof() {
        EvidenceList list;
        list.setEvidence(messageOf(judged(0, 40)));
        const auto* before = list.cards().front();
        list.setEvidence(messageOf(judged(0.5, 400)));
        QCOMPARE(list.cards().front(), before); // widgets are kept
        const GuardFacts& worst = shownFirst(list);
        QCOMPARE(worst.title, u"Errors"_s);
        QCOMPARE(worst.verdict.standing, Standing::Bad);
        QCOMPARE(worst.progress, 1.0);
        QVERIFY(!worst.requests.isEmpty());
        QVERIFY(worst.requests.front().startsWith(u"request-"_s));
        QVERIFY(!factOf(worst, u"Canary's failures"_s).isEmpty());
        QCOMPARE(before->property("tone").toString(), u"bad"_s);
        list.setEvidence(messageOf(judged(0, 40)));
        QVERIFY(before->property("tone").toString().isEmpty());
    }

    void hostileNamesStayText() {
        protocol::EvidenceMessage message = messageOf(judged(0.5, 400));
        for (protocol::GuardCard& card : message.guards) {
            card.explanation.guard.metric = evidence::Metric::Signal;
            card.explanation.guard.name = "signal:<b>\u202Eevil</b>\x1b[31m";
            card.explanation.requests = {"<img src=x>\u202E"};
            card.sentence = "<h1>worse</h1>\u202E";
        }
        EvidenceList list;
        list.setEvidence(message);
        const GuardFacts& facts = shownFirst(list);
        for (const QString& text : {facts.title, facts.sentence, facts.requests.front()}) {
            QVERIFY2(!text.contains(QChar(0x202E)) && !text.contains(QChar(0x1B)), qPrintable(text));
            QVERIFY(text.contains(u'<')); // as it is, in labels that show plain text
        }
        for (const auto* label : list.findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    // The question "why" is asked most when it is over.
    void whatAReleaseThatEndedRestedOnStays() {
        EvidenceList list;
        list.setEvidence(std::nullopt);
        const release::Ended ended{.releaseId = "refunds.1",
                                   .candidate = {*agents::SemVer::parse("2.2.0"), {}},
                                   .ending = release::Ending::RolledBack,
                                   .actor = "guardrail error_rate",
                                   .reason = "error_rate is worse: 9 of 20",
                                   .at = WallTime{std::chrono::hours(24 * 365)}};
        list.setEvidence(messageOf(judged(0.5, 400)), ended);
        list.resize(1150, 640);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        const QStringList seen = uitest::TextWalk(list).seen();
        QVERIFY2(seen.join(u'\n').contains(u"2.2.0 was rolled back by the guardrail on errors on 1971-01-01"_s),
                 qPrintable(seen.join(u'\n')));
        QVERIFY(seen.contains(u"error_rate is worse: 9 of 20"_s));
        QVERIFY(seen.contains(u"What its guardrails had seen by then:"_s));
        QVERIFY(list.cards().front()->isVisible());
        tests::shoot(list, u"evidence-ended"_s);
        list.setEvidence(messageOf(judged(0, 400))); // the next release
        QVERIFY(!list.findChild<ui::Notice*>()->isVisible());
        QVERIFY(!uitest::TextWalk(list).seen().contains(u"What its guardrails had seen by then:"_s));
        auto other = ended;
        other.ending = release::Ending::Completed;
        QVERIFY(endSentence(other).startsWith(u"The release of 2.2.0 was completed on "_s));
        other.ending = release::Ending::Aborted;
        other.actor = "<b>\xE2\x80\xAE";
        QVERIFY(endSentence(other).contains(u"ended by <b>⟨U+202E⟩"_s));
    }

    // What a person reads first: what happened and why it failed; how that is judged only when asked.
    void theFirstLevelSpeaksNoStatistics() {
        static const QRegularExpression jargon(
            u"\\bunits?\\b|\\bE\\b|e-process|[a-z]_rate|latency_|\\bα\\b|confidence|×\\s*stable|evidence E"_s);
        for (const auto& [errors, requests] : {std::pair(0.0, 8), std::pair(0.0, 400), std::pair(0.5, 400)}) {
            EvidenceList list;
            list.setEvidence(messageOf(judged(errors, requests)));
            list.resize(1150, 1200);
            list.show();
            QVERIFY(QTest::qWaitForWindowExposed(&list));
            const auto visible = [&list] {
                QStringList texts;
                for (const auto* label : list.findChildren<QLabel*>())
                    if (label->isVisible())
                        texts += label->text();
                return texts.join(u'\n');
            };
            const QString first = visible();
            QVERIFY2(!jargon.match(first).hasMatch(), qPrintable(first));
            QVERIFY2(first.contains(u"rolls back above 2 %, or when worse"_s), qPrintable(first));
            QCOMPARE(first.contains(u" failures: 404 model_not_found · "_s), errors > 0);
            for (auto* card : list.cards())
                card->showWhy();
            QVERIFY2(visible().contains(u"e-process"_s), qPrintable(visible()));
            QVERIFY(visible().contains(u"Chance of a false alarm"_s));
        }
    }

    // The line above a chart, as far as it can tell.
    void theLineAboveAChartSaysHowFarItCanTell() {
        auto picture = std::make_shared<Picture>();
        picture->agent = "refunds";
        picture->evidence = messageOf(judged(0, 1248));
        picture->guardrails = {{.metric = "error_rate", .limit = 0.02, .action = release::GuardAction::RollBack}};
        for (const auto& [role, version] :
             {std::pair(traffic::Role::Canary, "2.2.0"), std::pair(traffic::Role::Stable, "2.1.0")}) {
            RoleLine line{.role = role, .version = version, .intervals = {}, .total = {}};
            line.total.requests = 312;
            picture->lines.push_back(line);
        }
        QCOMPARE(limitStatement(*picture, {Metric::ErrorRate}).text,
                 u"no worse than 2.1.0 as far as 312 conversations can tell · rolls back above 2 %, or when worse"_s);
    }

    // From an alert of another agent one comes before its evidence does.
    void theGuardThatIsAskedForMayComeLater() {
        EvidenceList list;
        list.resize(1150, 640);
        list.show();
        list.setEvidence(messageOf(judged(0, 400))); // of the agent before
        list.setEvidence(std::nullopt);
        list.showGuard("error_rate");
        list.setEvidence(messageOf(judged(0.5, 400)));
        QCOMPARE(shownFirst(list).title, u"Errors"_s);
        QCOMPARE(list.focusWidget(), static_cast<QWidget*>(list.cards().front()));
        list.cards().back()->setFocus();
        list.setEvidence(messageOf(judged(0.5, 440)));
        QCOMPARE(list.focusWidget(), static_cast<QWidget*>(list.cards().back())); // once is enough
    }

    void theLiveViewGoesToTheGuardThatIsAskedFor() {
        LiveView view;
        view.resize(1200, 700);
        view.show();
        auto picture = std::make_shared<Picture>();
        picture->agent = "refunds";
        picture->evidence = messageOf(judged(0, 40));
        picture->guardrails = {{.metric = "error_rate", .limit = 0.02, .action = release::GuardAction::RollBack}};
        RoleLine line{.role = traffic::Role::Canary, .version = "2.2.0", .intervals = {}, .total = {}};
        line.total.requests = 10;
        picture->lines = {line};
        view.setPicture(picture);
        auto* list = view.findChild<EvidenceList*>();
        QVERIFY(!list->isVisible());
        QToolButton* why = nullptr;
        for (auto* button : view.findChildren<QToolButton*>())
            if (button->isVisible() && button->accessibleName() == u"Evidence on Error rate"_s)
                why = button;
        QVERIFY(why != nullptr);
        why->click();
        QVERIFY(list->isVisible());
        QCOMPARE(list->cards()[1]->facts().title, u"Errors"_s);
        QTRY_VERIFY(list->cards()[1]->hasFocus() || !view.isActiveWindow());
        view.setEvidenceShown(false);
        QVERIFY(!list->isVisible());
        view.setTableShown(true);
        view.setEvidenceShown(true); // one of the two
        QVERIFY(list->isVisible());
    }

    // Live beside a canary that fails, as a person sees it.
    void aFailingCanaryOnLive_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1100, 700), QSize(1440, 900)})
                QTest::addRow("%s, %d", dark ? "dark" : "light", size.width()) << dark << size;
    }

    void aFailingCanaryOnLive() {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        auto picture = std::make_shared<Picture>();
        picture->agent = "refunds";
        picture->guardrails = {{.metric = "error_rate", .limit = 0.02, .action = release::GuardAction::RollBack},
                               {.metric = "latency_p95", .limit = 10, .action = release::GuardAction::Pause}};
        for (const auto& [role, version] :
             {std::pair(traffic::Role::Stable, "2.1.0"), std::pair(traffic::Role::Canary, "2.2.0")}) {
            RoleLine line{.role = role, .version = version, .intervals = {}, .total = {}};
            line.total.requests = line.total.answers = line.total.latencyKnown = 312;
            picture->lines.push_back(line);
        }
        for (const auto& [errors, name] : {std::pair(0.0, u"well"_s), std::pair(0.5, u"failing"_s)}) {
            picture->evidence = messageOf(judged(errors, 400), {.canary = "2.2.0", .stable = "2.1.0"});
            picture->lines[1].total.errors = errors > 0 ? 41 : 0;
            LiveView view;
            view.resize(size);
            view.setPicture(picture);
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
            const QString suffix = u"-%1"_s.arg(size.width());
            QTRY_COMPARE(tests::clippedLabels(view), QStringList());
            tests::shoot(view, u"live-"_s + name + suffix);
            view.setEvidenceShown(true);
            QTRY_COMPARE(tests::clippedLabels(view), QStringList());
            tests::shoot(view, u"live-evidence-"_s + name + suffix);
            for (auto* card : view.findChildren<GuardCardView*>())
                card->showWhy();
            QTRY_COMPARE(tests::clippedLabels(view), QStringList());
            tests::shoot(view, u"live-why-"_s + name + suffix);
        }
        ui::applyTheme(ui::Scheme::Light);
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        EvidenceList view;
        view.resize(1150, 640);
        protocol::EvidenceMessage message = messageOf(judged(0.5, 400));
        message.holds = {"Nothing has come from the canary for about 12 min."};
        view.setEvidence(message);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        tests::shoot(view, u"evidence"_s);
        view.resize(560, 640);
        tests::shoot(view, u"evidence-narrow"_s);
        for (const auto* card : view.cards()) // nothing is pushed out at the side
            QVERIFY2(card->width() <= view.width(), qPrintable(QString::number(card->width())));
        QCOMPARE(tests::clippedLabels(view), QStringList());
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestEvidenceCards)
#include "tst_evidence_cards.moc"
