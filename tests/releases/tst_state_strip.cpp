// The strip under the release bar: what it says in each situation, that it never changes its height, and what its
// buttons do. Set SIGNALBOX_SHOTS to a folder to get pictures of the strip alone.
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/status_values.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/state_strip.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace Qt::StringLiterals;
using metrics::FailureCause;
using metrics::FailureKind;
using metrics::FailureReason;

namespace {

const WallTime since(std::chrono::milliseconds(1'767'225'600'000));

metrics::FailureRow row(const FailureReason& reason, std::uint64_t count, const std::string& message = {}) {
    return {.reason = reason,
            .count = count,
            .last = since,
            .provider = "openai",
            .sample =
                metrics::FailureSample{.requestId = "abc", .at = since, .status = reason.status, .message = message}};
}

metrics::VersionFailures version(const std::string& name, std::uint64_t requests, std::uint64_t failures,
                                 std::vector<metrics::FailureRow> rows) {
    metrics::VersionFailures made{.version = name, .requests = requests, .failures = failures, .rows = std::move(rows)};
    if (failures * 10 >= requests && failures > 0) {
        made.failingSince = since;
        made.runRequests = requests;
        made.runFailures = failures;
    } else {
        made.lastGood = since + std::chrono::seconds(1);
    }
    return made;
}

protocol::FailureMessage message(std::vector<metrics::VersionFailures> versions) {
    protocol::FailureMessage made{.report = {.agent = "refunds", .at = since, .versions = std::move(versions)},
                                  .cause = {}};
    made.cause = metrics::causeOf(made.report);
    return made;
}

const FailureReason refused{.kind = FailureKind::Refused};
const FailureReason limited{.kind = FailureKind::Status, .status = 429, .token = "rate_limit"};

} // namespace

class TestStateStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void saysWhereToLook_data();
    void saysWhereToLook();
    void everyReasonHasWords();
    void saysWhatIsFirst_data();
    void saysWhatIsFirst();
    void keepsItsHeight();
    void showsOneRequest();
    void releasesWhatWaits();
    void saysWhoWaits_data();
    void saysWhoWaits();
};

void TestStateStrip::saysWhereToLook_data() {
    QTest::addColumn<protocol::FailureMessage>("failures");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("reasons");
    const QString begin = u"Failing since %1 · "_s.arg(ui::timeOfDayText(since));
    QTest::newRow("both")
        << message({version("2.1.0", 300, 300, {row(refused, 300)}),
                    version("2.2.0", 12, 12, {row(refused, 12), row(limited, 9)})})
        << begin +
               u"100 % of 2.1.0, 100 % of 2.2.0 → not this version: the provider \"openai\" refuses the connection"_s
        << u"312 × connection refused · 9 × 429 rate_limit"_s;
    QTest::newRow("one of two")
        << message({version("2.1.0", 300, 0, {}), version("2.2.0", 20, 10, {row(limited, 10)})})
        << begin + u"50 % of 2.2.0 → only 2.2.0, others answer: the provider \"openai\" answers 429 rate_limit"_s
        << u"10 × 429 rate_limit"_s;
    QTest::newRow("alone") << message({version("2.1.0", 4, 4, {row({.kind = FailureKind::Timeout}, 4)})})
                           << begin + u"100 % of 2.1.0 → the provider \"openai\" does not answer in time"_s
                           << u"4 × timeout"_s;
    QTest::newRow("a few") << message({version("2.1.0", 1200, 3, {row(limited, 3)})})
                           << u"3 of 1,200 requests failed in the last 15 minutes"_s << u"3 × 429 rate_limit"_s;
    QTest::newRow("only contracts")
        << message({version("2.1.0", 20, 0, {row({.kind = FailureKind::Contract}, 7)})})
        << u"Every request of the last 15 minutes was answered; some answers broke the contract"_s
        << u"7 × contract broken"_s;
    QTest::newRow("many reasons") << message(
                                         {version("2.1.0", 1000, 5,
                                                  {row(limited, 2), row(refused, 1), row({.kind = FailureKind::Cut}, 1),
                                                   row({.kind = FailureKind::Timeout}, 1)})})
                                  << u"5 of 1,000 requests failed in the last 15 minutes"_s
                                  << u"2 × 429 rate_limit · 1 × connection refused · 1 × broken answer · and 1 more"_s;
}

void TestStateStrip::saysWhereToLook() {
    QFETCH(protocol::FailureMessage, failures);
    QFETCH(QString, sentence);
    QFETCH(QString, reasons);
    protocol::AgentStatus status = uitest::ramping();
    status.state.lastChange = {.action = "release.start", .actor = "ana", .at = since};
    const StripView view = stripView({.status = &status, .failures = &failures});
    QCOMPARE(view.sentence, sentence);
    QCOMPARE(view.details, reasons + u" · last change %1: 2.2.0 at 5 %, ana"_s.arg(ui::timeOfDayText(since)));
    QCOMPARE(view.tone == ui::Tone::Bad, failures.cause.since.has_value());
    QCOMPARE(view.requestId, u"abc"_s);
    QVERIFY(view.candidate.isEmpty()); // nobody is asked to release into a failure
}

void TestStateStrip::everyReasonHasWords() {
    QStringList words;
    for (int kind = 0; kind <= static_cast<int>(FailureKind::Other); ++kind) {
        const FailureReason reason{.kind = static_cast<FailureKind>(kind), .status = 500, .token = "x<b>y"};
        words << reasonText(reason);
        QVERIFY(!words.last().isEmpty());
        const auto failures = message({version("2.1.0", 4, 4, {row(reason, 4)})});
        const protocol::AgentStatus status = uitest::idle();
        QVERIFY(stripView({.status = &status, .failures = &failures}).sentence.contains(u"openai"_s) ||
                reason.kind == FailureKind::Contract);
    }
    QCOMPARE(words.removeDuplicates(), 0);
}

void TestStateStrip::saysWhatIsFirst_data() {
    QTest::addColumn<QStringList>("versions");
    QTest::addColumn<bool>("running");
    QTest::addColumn<bool>("quarantined");
    QTest::addColumn<QString>("candidate");
    QTest::newRow("a newer one") << QStringList{u"2.2.0"_s, u"2.1.0"_s} << false << false << u"2.2.0"_s;
    QTest::newRow("none newer") << QStringList{u"2.1.0"_s, u"2.0.0"_s} << false << false << QString();
    QTest::newRow("a pre-release before it")
        << QStringList{u"3.0.0-rc.1"_s, u"2.2.0"_s} << false << false << u"2.2.0"_s;
    QTest::newRow("only a pre-release") << QStringList{u"3.0.0-rc.1"_s, u"2.1.0"_s} << false << false << QString();
    QTest::newRow("one is being released") << QStringList{u"2.2.0"_s, u"2.1.0"_s} << true << false << QString();
    QTest::newRow("it was rolled back") << QStringList{u"2.2.0"_s, u"2.1.0"_s} << false << true << QString();
    QTest::newRow("not known yet") << QStringList() << false << false << QString();
}

void TestStateStrip::saysWhatIsFirst() {
    QFETCH(QStringList, versions);
    QFETCH(bool, running);
    QFETCH(bool, quarantined);
    QFETCH(QString, candidate);
    const protocol::AgentStatus status =
        running ? uitest::ramping() : (quarantined ? uitest::rolledBack() : uitest::idle());
    const auto failures = message({version("2.1.0", 50, 0, {})});
    const StripView view = stripView(
        {.status = &status, .failures = &failures, .versions = {versions.begin(), versions.end()}, .simulated = true});
    QCOMPARE(view.candidate, candidate);
    QVERIFY(!view.sentence.isEmpty());
    QCOMPARE(view.sentence.contains(u"First thing to do"_s), !candidate.isEmpty());
}

void TestStateStrip::saysWhoWaits_data() {
    QTest::addColumn<int>("waiting");
    QTest::addColumn<int>("seconds"); // the first of them
    QTest::addColumn<bool>("failing");
    QTest::addColumn<bool>("said");
    QTest::newRow("nobody") << 0 << 0 << false << false;
    QTest::newRow("few") << 2 << 90 << false << false;
    QTest::newRow("not for long") << 9 << 29 << false << false;
    QTest::newRow("many, for long") << 3 << 30 << false << true;
    QTest::newRow("beside failures") << 3 << 43 << true << true;
}

void TestStateStrip::saysWhoWaits() {
    QFETCH(int, waiting);
    QFETCH(int, seconds);
    QFETCH(bool, failing);
    QFETCH(bool, said);
    auto hanging = failing ? version("2.2.0", 10, 10, {row(refused, 10)}) : version("2.2.0", 10, 0, {});
    hanging.waiting = static_cast<std::uint64_t>(waiting);
    if (waiting > 0)
        hanging.waitingSince = since - std::chrono::seconds(seconds);
    const auto failures = message({hanging});
    const protocol::AgentStatus status = uitest::ramping();
    const StripView view = stripView({.status = &status, .failures = &failures});
    const QString words =
        u"%1 requests of 2.2.0 have waited for their first token for up to %2 s"_s.arg(waiting).arg(seconds);
    QCOMPARE((failing ? view.details : view.sentence).contains(words), said);
    QCOMPARE(view.tone == ui::Tone::Warning, said && !failing);
}

void TestStateStrip::keepsItsHeight() {
    StateStrip strip;
    strip.resize(1000, strip.height());
    strip.show();
    const int height = strip.height();
    const auto failures = message({version("2.1.0", 300, 300, {row(refused, 300, "It is over")})});
    protocol::AgentStatus status = uitest::ramping();
    status.state.release->plan.runbook = "https://runbooks.example/refunds";
    const protocol::AgentStatus idle = uitest::idle();
    const StripView failing = stripView({.status = &status, .failures = &failures});
    const StripView hint = stripView({.status = &idle, .versions = {u"2.2.0"_s}});
    for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light})
        for (const StripView& view : {StripView{}, failing, hint, StripView{}}) {
            ui::applyTheme(scheme);
            strip.setView(view);
            QCOMPARE(strip.height(), height);
        }
    QVERIFY(height <= 48); // it is always there
}

void TestStateStrip::showsOneRequest() {
    StateStrip strip;
    strip.resize(1000, strip.height());
    strip.show();
    const auto failures = message({version("2.1.0", 4, 4, {row(limited, 4, "Slow <b>down</b>")})});
    const protocol::AgentStatus status = uitest::idle();
    QVERIFY(!strip.sampleButton()->isVisible());
    strip.setView(stripView({.status = &status, .failures = &failures}));
    QVERIFY(strip.sampleButton()->isVisible());
    QTest::mouseClick(strip.sampleButton(), Qt::LeftButton);
    QVERIFY(strip.shownSample() && strip.shownSample()->isVisible());
    QVERIFY(!strip.shownSample()->isModal());
    const auto* words = strip.shownSample()->findChild<ui::PlainLabel*>();
    QVERIFY2(words->text().contains(u"abc"_s) && words->text().contains(u"Slow <b>down</b>"_s),
             qPrintable(words->text()));
    QTest::mouseClick(strip.shownSample()->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"abc"_s);
    QTRY_VERIFY(!strip.shownSample());
}

void TestStateStrip::releasesWhatWaits() {
    StateStrip strip;
    strip.show();
    const protocol::AgentStatus status = uitest::idle();
    strip.setView(stripView({.status = &status, .versions = {u"2.2.0"_s}}));
    QSignalSpy asked(&strip, &StateStrip::releaseRequested);
    QTest::mouseClick(strip.releaseButton(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), u"2.2.0"_s);
}

QTEST_MAIN(TestStateStrip)
#include "tst_state_strip.moc"
