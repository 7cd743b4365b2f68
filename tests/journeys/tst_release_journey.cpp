// One person's whole way through a release, with the real daemon, the real gateway and real HTTP traffic: start a
// canary by clicking, see its share, ramp, roll back with one click, and find every step in both audit logs.

#include <cmath>

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/backend_mirror.h"
#include "core/client/console_log.h"
#include "core/client/embedded_backend.h"
#include "core/client/sample_rehearsal.h"
#include "tests/support/console_pages.h"
#include "tests/support/load_client.h"
#include "tests/support/places.h"
#include "tests/support/time_gates.h"
#include "ui/base/notice.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/live/live_page.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_stack.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/stall_watchdog.h"
#include "ui/versions/versions_page.h"

using namespace signalbox;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using SteadyClock = std::chrono::steady_clock;
using ui::releases::Verb;

namespace {

constexpr double perSecond = 240;

std::vector<ui::shell::PageFactory> pages() {
    const auto page = [](const char* id, auto make) {
        return ui::shell::PageFactory{
            .id = QString::fromLatin1(id), .title = QString::fromLatin1(id), .icon = {}, .make = make};
    };
    return {
        page("live", [](client::BackendMirror& m, QWidget* p) -> ui::Page* { return new ui::live::LivePage(m, p); }),
        page("versions",
             [](client::BackendMirror& m, QWidget* p) -> ui::Page* { return new ui::versions::VersionsPage(m, p); }),
        page("compare",
             [](client::BackendMirror& m, QWidget* p) -> ui::Page* { return new ui::compare::ComparePage(m, p); }),
        page("history",
             [](client::BackendMirror& m, QWidget* p) -> ui::Page* { return new ui::history::HistoryPage(m, p); })};
}

double milliseconds(SteadyClock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace

class ReleaseJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void startsTheCanaryByClicking();
    void sendsTheShareThatItShows();
    void ramps();
    void looksAtEveryPage();
    void rollsBackWithOneClick();
    void verifiesBothLogs();
    void neverStalled();
    void cleanupTestCase();

private:
    release::AgentState state() const { return m_mirror->agent("refunds")->state; }

    ui::releases::ReleaseBar& bar() const { return m_window->currentView()->bar(); }

    void click(Verb verb) const { QTest::mouseClick(bar().button(verb), Qt::LeftButton); }

    std::vector<tests::RequestRecord> startedAfter(SteadyClock::time_point time) const;

    QTemporaryDir m_directory;
    SystemClock m_clock;
    std::unique_ptr<client::SampleRehearsal> m_rehearsal;
    std::unique_ptr<client::EmbeddedBackend> m_backend;
    std::unique_ptr<client::ConsoleLog> m_log;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<ui::shell::MainWindow> m_window;
    std::unique_ptr<ui::shell::StallWatchdog> m_watchdog;
    std::unique_ptr<tests::LoadClient> m_load;
};

void ReleaseJourney::initTestCase() {
    QVERIFY(m_directory.isValid());
    const QString bin = test::programPath({});
    m_rehearsal = std::make_unique<client::SampleRehearsal>(
        client::RehearsalSettings{.program = bin + u"/signalbox-rehearsal"_s, .agents = {}});
    QSignalSpy served(m_rehearsal.get(), &client::SampleRehearsal::serverReady);
    m_rehearsal->startServer();
    QTRY_COMPARE_WITH_TIMEOUT(served.size(), 1, 15'000);

    m_backend = std::make_unique<client::EmbeddedBackend>(
        client::EmbeddedSettings{.workspace = m_directory.filePath(u"workspace"_s),
                                 .stateDirectory = m_directory.filePath(u"state"_s),
                                 .sample = true,
                                 .providers = {{u"rehearsal"_s, m_rehearsal->serverUrl().toString()}},
                                 .program = bin + u"/signalboxd"_s});
    QSignalSpy ready(m_backend.get(), &client::EmbeddedBackend::ready);
    QSignalSpy failed(m_backend.get(), &client::EmbeddedBackend::failed);
    m_backend->start();
    QTRY_VERIFY_WITH_TIMEOUT(!ready.empty() || !failed.empty(), 30'000);
    QVERIFY2(failed.empty(), failed.empty() ? "" : failed.first().first().value<Error>().message.c_str());

    auto log = client::ConsoleLog::open(m_directory.filePath(u"console"_s), m_clock);
    QVERIFY(log);
    m_log = std::move(*log);
    m_session = std::make_unique<client::BackendSession>(m_backend->endpoint().control, m_backend->endpoint().token);
    m_mirror = std::make_unique<client::BackendMirror>(*m_session);
    m_session->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh() && m_mirror->agent("refunds"), 15'000);

    m_window = std::make_unique<ui::shell::MainWindow>(pages(), m_log.get());
    m_window->resize(1440, 900);
    m_window->addBackend(*m_mirror);
    m_window->chooseAgent(0, "refunds");
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QCOMPARE(state().stable.name(), "2.1.0");

    m_load = std::make_unique<tests::LoadClient>(
        static_cast<std::uint16_t>(m_backend->endpoint().gateway.port()), "refunds",
        "I want my money back for order 4711, delivered 32 days ago.", perSecond, 12);
    m_load->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_load->count() > 200, 10'000);
    m_watchdog = std::make_unique<ui::shell::StallWatchdog>();
}

void ReleaseJourney::startsTheCanaryByClicking() {
    QTRY_VERIFY(bar().button(Verb::Start)->isEnabled());
    click(Verb::Start);
    QTRY_VERIFY(m_window->currentView()->startPanel());
    ui::releases::StartPanel* dialog = m_window->currentView()->startPanel();
    QTRY_VERIFY(dialog->candidates().findText(u"2.2.0"_s, Qt::MatchContains) >= 0);
    dialog->candidates().setCurrentIndex(dialog->candidates().findText(u"2.2.0"_s, Qt::MatchContains));
    // The steps of this journey need neither waiting time nor evidence. The plan comes with the candidate, from the
    // backend.
    const auto times = [&] {
        auto boxes = dialog->findChildren<QDoubleSpinBox*>();
        boxes.removeIf(
            [](QDoubleSpinBox* box) { return !box->accessibleName().startsWith(u"Minimum time of step"_s); });
        return boxes;
    };
    QTRY_COMPARE(times().size(), 5);
    for (QDoubleSpinBox* box : times())
        box->setValue(0);
    for (QCheckBox* box : dialog->findChildren<QCheckBox*>())
        if (box->accessibleName().startsWith(u"Each step also waits"_s))
            QTest::mouseClick(box, Qt::LeftButton, {}, {8, box->height() / 2});
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), u"45 days as agreed in SUP-412"_s);
    QTRY_VERIFY(dialog->startButton().isEnabled());
    QCOMPARE(dialog->startButton().text(), u"Start 2.2.0 at 5 %"_s);
    QTest::mouseClick(&dialog->startButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(release::routingOf(state()).canaryWeight == traffic::Weight::percent(5), 5'000);
    QVERIFY(m_mirror->agent("refunds")->observedMatches);
}

std::vector<tests::RequestRecord> ReleaseJourney::startedAfter(SteadyClock::time_point time) const {
    auto records = m_load->records();
    std::erase_if(records, [&](const tests::RequestRecord& record) { return record.started < time; });
    return records;
}

void ReleaseJourney::sendsTheShareThatItShows() {
    const auto from = SteadyClock::now();
    QTRY_VERIFY_WITH_TIMEOUT(startedAfter(from).size() >= 2000, 30'000);
    const auto records = startedAfter(from);
    const auto canary = std::ranges::count(records, "2.2.0", &tests::RequestRecord::version);
    const double n = static_cast<double>(records.size());
    const double deviation = std::sqrt(n * 0.05 * 0.95);
    qInfo("share: %lld of %.0f requests (expected %.0f ± %.0f)", static_cast<long long>(canary), n, n * 0.05,
          4.5 * deviation);
    QVERIFY(std::abs(static_cast<double>(canary) - n * 0.05) < 4.5 * deviation);
    const double seconds = milliseconds(records.back().started - records.front().started) / 1000;
    qInfo("rate: %.0f requests/s", n / seconds);
    QVERIFY2(n / seconds >= 200, "the journey needs at least 200 requests a second");
}

void ReleaseJourney::ramps() {
    QTRY_VERIFY_WITH_TIMEOUT(bar().button(Verb::Advance)->isEnabled(), 10'000);
    QCOMPARE(bar().button(Verb::Advance)->text(), u"Ramp to 10 %"_s);
    click(Verb::Advance);
    QTRY_COMPARE_WITH_TIMEOUT(release::routingOf(state()).canaryWeight, traffic::Weight::percent(10), 5'000);
}

void ReleaseJourney::looksAtEveryPage() {
    ui::shell::PageStack& stack = m_window->currentView()->pages();
    for (int index = 0; index < stack.count(); ++index) {
        stack.showPage(index);
        const auto seen = m_load->count();
        QTRY_VERIFY_WITH_TIMEOUT(m_load->count() > seen + 240, 10'000); // a second of life on each
    }
    stack.showPage(0);
}

void ReleaseJourney::rollsBackWithOneClick() {
    QPushButton* button = bar().button(Verb::RollBack);
    QTRY_VERIFY(button->isEnabled());
    QVERIFY2(button->text().startsWith(u"Roll back to 2.1.0 · moves "_s), qPrintable(button->text()));
    const auto pressed = SteadyClock::now();
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(bar().notice()->text().contains(u"answered every new request after"_s), 5'000);
    const auto acknowledged = SteadyClock::now();
    QCOMPARE(release::routingOf(state()).canaryWeight, traffic::Weight());
    QTRY_VERIFY_WITH_TIMEOUT(startedAfter(acknowledged).size() >= 500, 15'000);
    m_load->stop();

    const auto records = m_load->records();
    SteadyClock::duration last{};
    std::size_t afterAcknowledgement = 0;
    std::size_t failed = 0;
    for (const tests::RequestRecord& record : records) {
        failed += record.status == 200 ? 0 : 1;
        if (record.version == "2.2.0" && record.started > acknowledged)
            ++afterAcknowledgement;
        if (record.version == "2.2.0" && record.started > pressed)
            last = std::max(last, record.started - pressed);
    }
    QCOMPARE(afterAcknowledgement, 0U);
    QCOMPARE(failed, 0U);

    const auto shown = QRegularExpression(u"after ([0-9.,]+|less than 1) ?(ms|s|µs)"_s).match(bar().notice()->text());
    QVERIFY2(shown.hasMatch(), qPrintable(bar().notice()->text()));
    double said = shown.captured(1) == u"less than 1"_s ? 1 : shown.captured(1).remove(u',').toDouble();
    if (shown.captured(2) == u"s"_s)
        said *= 1000;
    qInfo(
        "pressed → last start on the canary: %.2f ms; pressed → acknowledged in the window: %.2f ms; the bar says: %s",
        milliseconds(last), milliseconds(acknowledged - pressed), qPrintable(bar().notice()->text()));
    // What the bar says is the backend's own time; the caller's clock starts earlier, at the press of the mouse. So
    // neither may exceed the round trip that the window saw.
    QVERIFY(said <= milliseconds(acknowledged - pressed) + 1);
    QVERIFY(milliseconds(last) <= milliseconds(acknowledged - pressed));
    QVERIFY2(milliseconds(last) <= 500, "gate: mouse press to the last start on the old version");
}

void ReleaseJourney::verifiesBothLogs() {
    std::optional<Result<protocol::AuditVerification>> answer;
    m_session->verifyAudit(this, [&](Result<protocol::AuditVerification> result) { answer = std::move(result); });
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 15'000);
    QVERIFY(answer->has_value());
    QVERIFY2((*answer)->good, (*answer)->message.c_str());
    QVERIFY((*answer)->size >= 8); // five adoptions, start, ramp, roll back

    const auto entries = tests::consoleEntries(*m_log, 50);
    const auto own = m_log->verify();
    QVERIFY2(own.good, own.message.c_str());
    QCOMPARE(own.size, entries.size());
    const auto did = [&](std::string_view action) {
        return std::ranges::any_of(entries, [&](const client::ConsoleEntry& entry) {
            return entry.action.action.find(action) != std::string::npos && entry.action.outcome == "done";
        });
    };
    QVERIFY(did("start"));
    QVERIFY(did("advance"));
    QVERIFY(did("roll"));
}

void ReleaseJourney::neverStalled() {
    qInfo("longest stall of the event loop: %lld ms, of its own doing: %lld ms",
          static_cast<long long>(m_watchdog->maximum().count()),
          static_cast<long long>(m_watchdog->maximumOwn().count()));
    QVERIFY2(m_watchdog->maximumOwn() <= tests::stallGate, "the event loop stood still for more than 100 ms");
    // A machine that gives the window no processor is shown with its figure, and is not the window's fault.
    if (m_watchdog->maximum() > tests::stallGate)
        QEXPECT_FAIL("", "the window was ready for more than 100 ms and got no processor", Continue);
    QVERIFY(m_watchdog->maximum() <= tests::stallGate);
}

void ReleaseJourney::cleanupTestCase() {
    m_watchdog.reset();
    m_load.reset();
    m_window.reset();
    m_mirror.reset();
    m_session.reset();
    m_backend.reset();
    m_rehearsal.reset();
}

QTEST_MAIN(ReleaseJourney)
#include "tst_release_journey.moc"
