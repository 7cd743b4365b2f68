// Every page of the console against the real daemon on the sample workspace: what is listed, compared, recorded and
// verified; what stands there when the link goes down, when it comes back, and when the audit log cannot be written.
// Set SIGNALBOX_SHOTS to a folder to get pictures.

#include <csignal>
#include <sys/resource.h>

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "core/client/embedded_backend.h"
#include "core/client/sample_rehearsal.h"
#include "tests/support/load_client.h"
#include "tests/support/places.h"
#include "tests/support/time_gates.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/longest_step.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/text_walk.h"
#include "ui/base/notice.h"
#include "ui/compare/compare_view.h"
#include "ui/releases/release_bar.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/link_banner.h"
#include "ui/shell/main_window.h"

using namespace signalbox;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using ui::releases::Verb;

namespace {

constexpr double perSecond = 60;

QTableView* visibleTable(const QWidget& page) {
    for (auto* table : page.findChildren<QTableView*>())
        if (table->isVisible())
            return table;
    return nullptr;
}

QString cells(const QAbstractItemView& view) {
    QStringList texts;
    const auto* model = view.model();
    for (int row = 0; row < model->rowCount(); ++row)
        for (int column = 0; column < model->columnCount(); ++column)
            texts << model->index(row, column).data().toString();
    return texts.join(u'|');
}

} // namespace

class PagesWithBackend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void liveShowsWhatIsServed();
    void versionsAreListed();
    void aComparisonIsBuilt();
    void deploymentsAndLogsAreRead();
    void theWholeLogIsExported();
    void aLostLinkIsSaid();
    void itComesBackByItself();
    void aLogThatCannotBeWrittenIsSaid();
    void openingAPageNeverStalls();
    void cleanupTestCase();

private:
    [[nodiscard]] ui::shell::BackendView& view() const { return *m_window->currentView(); }

    [[nodiscard]] ui::releases::ReleaseBar& bar() const { return view().bar(); }

    [[nodiscard]] QWidget& show(const QString& page) const {
        m_step->reset();
        view().pages().showPage(page);
        return view().pages();
    }

    // Everything that opening this page sets off is over. Pictures would count too, so nothing is said with them.
    void opened(const char* page) {
        if (qEnvironmentVariableIsSet("SIGNALBOX_SHOTS"))
            return;
        qInfo("opening %s: longest step %lld ms", page, static_cast<long long>(m_step->longest().count()));
        m_worst = std::max(m_worst, m_step->longest());
    }

    [[nodiscard]] bool says(const QString& text) const {
        return uitest::TextWalk(*m_window).seen().join(u'\n').contains(text);
    }

    // Only what is on the screen.
    [[nodiscard]] bool noticed(const QString& text) const {
        for (const auto* notice : m_window->findChildren<ui::Notice*>())
            if (notice->isVisible() && notice->text().contains(text))
                return true;
        return false;
    }

    void startBackend();

    QTemporaryDir m_directory;
    SystemClock m_clock;
    std::unique_ptr<client::SampleRehearsal> m_rehearsal;
    std::unique_ptr<client::EmbeddedBackend> m_backend;
    std::unique_ptr<client::ConsoleLog> m_log;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<ui::shell::MainWindow> m_window;
    std::unique_ptr<tests::LongestStep> m_step;
    std::unique_ptr<tests::LoadClient> m_load;
    std::chrono::milliseconds m_worst{0};
};

void PagesWithBackend::startBackend() {
    m_backend = std::make_unique<client::EmbeddedBackend>(
        client::EmbeddedSettings{.workspace = m_directory.filePath(u"workspace"_s),
                                 .stateDirectory = m_directory.filePath(u"state"_s),
                                 .sample = true,
                                 .providers = {{u"rehearsal"_s, m_rehearsal->serverUrl().toString()}},
                                 .program = test::programPath(u"signalboxd"_s)});
    QSignalSpy ready(m_backend.get(), &client::EmbeddedBackend::ready);
    m_backend->start();
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 30'000);
}

void PagesWithBackend::initTestCase() {
    QVERIFY(m_directory.isValid());
    QVERIFY(std::signal(SIGXFSZ, SIG_IGN) != SIG_ERR); // children inherit it: a full file is an error, not an end
    m_rehearsal = std::make_unique<client::SampleRehearsal>(
        client::RehearsalSettings{.program = test::programPath(u"signalbox-rehearsal"_s), .agents = {}});
    QSignalSpy served(m_rehearsal.get(), &client::SampleRehearsal::serverReady);
    m_rehearsal->startServer();
    QTRY_COMPARE_WITH_TIMEOUT(served.size(), 1, 15'000);
    startBackend();
    auto log = client::ConsoleLog::open(m_directory.filePath(u"console"_s), m_clock);
    QVERIFY(log);
    m_log = std::move(*log);
    m_session = std::make_unique<client::BackendSession>(m_backend->endpoint().control, m_backend->endpoint().token);
    m_mirror = std::make_unique<client::BackendMirror>(*m_session);
    ui::applyTheme(ui::Scheme::Light);
    m_window = std::make_unique<ui::shell::MainWindow>(uitest::allPages(m_log.get()), m_log.get());
    m_window->resize(1440, 900);
    m_window->addBackend(*m_mirror);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_step = std::make_unique<tests::LongestStep>();
    m_session->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh() && m_mirror->agent("refunds"), 15'000);
    m_window->chooseAgent(0, "refunds");
    m_load = std::make_unique<tests::LoadClient>(
        static_cast<std::uint16_t>(m_backend->endpoint().gateway.port()), "refunds",
        "I want my money back for order 4711, delivered 32 days ago.", perSecond, 4);
    m_load->start();
}

void PagesWithBackend::liveShowsWhatIsServed() {
    (void)show(u"live"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"stable 2.1.0 answers every request"_s), 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(says(u" in all"_s), 15'000); // numbers have come
    QVERIFY(bar().button(Verb::Start)->isEnabled());
    opened("Live");
    tests::shoot(*m_window, u"pages-live"_s);
}

void PagesWithBackend::versionsAreListed() {
    QWidget& page = show(u"versions"_s);
    auto* tree = page.findChild<QTreeView*>();
    QVERIFY(tree != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(), 4, 10'000);
    const QString listed = cells(*tree);
    for (const auto& version : {u"2.0.0"_s, u"2.1.0"_s, u"2.1.1"_s, u"2.2.0"_s})
        QVERIFY2(listed.contains(version), qPrintable(listed));
    QTRY_VERIFY(says(u"prompts/system.md"_s)); // the details of the first one
    opened("Versions");
    tests::shoot(*m_window, u"pages-versions"_s);
}

void PagesWithBackend::aComparisonIsBuilt() {
    m_step->reset();
    Q_EMIT view().pages().page(1)->compareRequested(u"2.1.0"_s, u"2.2.0"_s);
    auto* page = qobject_cast<ui::compare::ComparePage*>(view().pages().page(2));
    QVERIFY(page != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(page->view()->document() != nullptr, 15'000);
    const auto& diff = page->view()->document()->diff;
    QVERIFY(std::ranges::any_of(diff.parts, [](const auto& part) { return part.path == "prompts/system.md"; }));
    QVERIFY(std::ranges::any_of(diff.parts, [](const auto& part) {
        return std::ranges::any_of(part.marks, [](const auto& mark) { return mark.kind == "number"; }); // 30 → 45 days
    }));
    QVERIFY(says(u"prompts/system.md"_s));
    QTRY_VERIFY(says(u"no traffic yet"_s)); // the measured effect of 2.2.0
    QVERIFY(!noticed(u"Only the texts are compared"_s));
    opened("Compare");
    tests::shoot(*m_window, u"pages-compare"_s);
}

void PagesWithBackend::deploymentsAndLogsAreRead() {
    QWidget& page = show(u"history"_s);
    QTRY_VERIFY_WITH_TIMEOUT(visibleTable(page) && visibleTable(page)->model()->rowCount() > 0, 10'000);
    QVERIFY(cells(*visibleTable(page)).contains(u"2.1.0"_s));
    opened("History");
    auto* tabs = page.findChild<QTabWidget*>();
    QVERIFY(tabs != nullptr);
    QCOMPARE(tabs->count(), 3); // the console's own log is wired

    tabs->setCurrentIndex(1);
    QTRY_VERIFY(visibleTable(page) && visibleTable(page)->model()->rowCount() > 0);
    visibleTable(page)->setCurrentIndex(visibleTable(page)->model()->index(0, 0));
    QVERIFY(tabs->currentWidget()->findChild<QPlainTextEdit*>()->toPlainText().contains(u"\"action\""_s));
    for (auto* button : tabs->currentWidget()->findChildren<QPushButton*>())
        if (button->accessibleName() == u"Verify the log"_s)
            button->click();
    QTRY_VERIFY_WITH_TIMEOUT(noticed(u"every entry is what was recorded"_s), 15'000);
    tests::shoot(*m_window, u"pages-audit"_s);

    // What is done from here stands in the console's own log, seen without asking for it again.
    tabs->setCurrentIndex(2);
    QVERIFY(bar().button(Verb::Start)->isEnabled());
    protocol::CommandMessage start;
    start.version = "2.2.0";
    start.reason = "pages test";
    start.revision = m_mirror->agent("refunds")->state.revision;
    Q_EMIT bar().commandRequested("refunds", Verb::Start, start);
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->agent("refunds")->observed.canary.has_value(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(visibleTable(page) && cells(*visibleTable(page)).contains(u"started"_s), 10'000);
    QVERIFY(cells(*visibleTable(page)).contains(u"pages test"_s));
    tests::shoot(*m_window, u"pages-console-log"_s);
    tabs->setCurrentIndex(0);
    QTRY_VERIFY_WITH_TIMEOUT(cells(*visibleTable(page)).contains(u"2.2.0"_s), 10'000);
}

void PagesWithBackend::theWholeLogIsExported() {
    QWidget& page = show(u"history"_s);
    auto* tabs = page.findChild<QTabWidget*>();
    tabs->setCurrentIndex(1);
    const QString path = m_directory.filePath(u"log.jsonl"_s);
    for (auto* button : tabs->currentWidget()->findChildren<QPushButton*>())
        if (button->accessibleName() == u"Export the log"_s)
            button->click();
    auto* dialog = view().findChild<QFileDialog*>();
    QTRY_VERIFY((dialog = view().findChild<QFileDialog*>()) != nullptr);
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(noticed(u"entries were saved to"_s), 10'000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    std::optional<protocol::AuditPage> newest;
    m_session->fetchAudit(0, 1, this,
                          [&](Result<protocol::AuditPage> answer) { newest = answer.value_or(protocol::AuditPage{}); });
    QTRY_VERIFY(newest.has_value());
    QVERIFY(static_cast<std::uint64_t>(file.readAll().count('\n')) >= newest->size - 1);
}

void PagesWithBackend::aLostLinkIsSaid() {
    (void)show(u"live"_s);
    m_load->stop();
    m_load.reset();
    const auto before = m_mirror->agent("refunds")->observed;
    // A backend that hangs is worse than one that is gone: nothing says so but its silence.
    QCOMPARE(::kill(static_cast<pid_t>(m_backend->endpoint().pid), SIGSTOP), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_mirror->isFresh(), 15'000);
    QVERIFY(view().banner().notice().isVisible());
    QVERIFY2(view().banner().notice().text().contains(u"nothing is heard from"_s),
             qPrintable(view().banner().notice().text()));
    QVERIFY(view().isGreyed());
    QTRY_VERIFY(noticed(u"Stale since"_s));                 // on the charts too
    QCOMPARE(m_mirror->agent("refunds")->observed, before); // nothing is made up meanwhile
    for (const Verb verb : {Verb::RollBack, Verb::Pause, Verb::Promote}) {
        QVERIFY(bar().button(verb)->isVisible());
        QVERIFY(!bar().button(verb)->isEnabled());
        QVERIFY(bar().button(verb)->toolTip().contains(u"stale since"_s));
    }
    for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
        ui::applyTheme(scheme);
        tests::shoot(*m_window, u"pages-stale"_s);
    }
    (void)show(u"versions"_s); // keeps what it had
    QVERIFY(says(u"prompts/system.md"_s));
    QVERIFY(says(u"The backend is not connected."_s));
    tests::shoot(*m_window, u"pages-stale-versions"_s);
}

void PagesWithBackend::itComesBackByItself() {
    QCOMPARE(::kill(static_cast<pid_t>(m_backend->endpoint().pid), SIGCONT), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh(), 20'000);
    QTRY_VERIFY(!view().banner().notice().isVisible());
    QVERIFY(!view().isGreyed());
    QTRY_VERIFY(bar().button(Verb::RollBack)->isEnabled());
    (void)show(u"live"_s);
    QTRY_VERIFY(!noticed(u"Stale since"_s));
    QCOMPARE(m_mirror->agent("refunds")->observed.canaryWeight, traffic::Weight::percent(5));
}

// As if its disk were full. Rolling back works all the same, and everybody can see that it was not recorded.
void PagesWithBackend::aLogThatCannotBeWrittenIsSaid() {
    const rlimit none{0, 0};
    QCOMPARE(::prlimit(static_cast<pid_t>(m_backend->endpoint().pid), RLIMIT_FSIZE, &none, nullptr), 0);
    QTest::mouseClick(bar().button(Verb::RollBack), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(bar().notice()->text().contains(u"answered every new request after"_s), 10'000);
    QVERIFY(!m_mirror->agent("refunds")->observed.canary);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"audit log cannot be written"_s), 10'000);
    QTRY_VERIFY(noticed(u"The audit log of this backend cannot be written"_s));
    tests::shoot(*m_window, u"pages-degraded"_s);
}

void PagesWithBackend::openingAPageNeverStalls() {
    QVERIFY2(m_worst <= tests::stallGate, "opening a page must not stop the event loop for longer than 100 ms");
}

void PagesWithBackend::cleanupTestCase() {
    m_step.reset();
    m_load.reset();
    m_window.reset();
    m_mirror.reset();
    m_session.reset();
    if (m_backend && m_backend->endpoint().pid > 0)
        ::kill(static_cast<pid_t>(m_backend->endpoint().pid), SIGCONT); // should a test have ended in between
    m_backend.reset();
    m_rehearsal.reset();
}

QTEST_MAIN(PagesWithBackend)
#include "tst_pages_with_backend.moc"
