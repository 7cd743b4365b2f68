// The strip stands on every page of an agent, follows what the backend says about failures, and moves nothing when it
// begins to speak.
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "core/protocol/failure_message.h"
#include "tests/ui/blank_page.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "ui/base/theme.h"
#include "ui/releases/state_strip.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"

using namespace signalbox;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

protocol::FailureMessage failures(const std::string& agent, bool failing) {
    const WallTime now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    metrics::VersionFailures version{.version = "2.1.0", .requests = 20, .failures = 0};
    if (failing) {
        version.failures = version.runFailures = version.runRequests = 20;
        version.failingSince = now;
        version.rows = {{.reason = {.kind = metrics::FailureKind::Refused}, .count = 20, .last = now}};
    }
    protocol::FailureMessage message{.report = {.agent = agent, .at = now, .versions = {version}}, .cause = {}};
    message.cause = metrics::causeOf(message.report);
    return message;
}

} // namespace

class TestStripOnPages : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void speaksWithoutMovingAnything() {
        FakeBackend backend;
        backend.agents.agents = {idle("intake", "1.4.0"), idle("refunds", "2.1.0")};
        const auto set = [&](const std::string& agent, bool failing) {
            backend.bodies[QString::fromStdString("/" + agent + "/failures")] =
                protocol::encode(failures(agent, failing));
        };
        set("refunds", false);
        set("intake", false);
        QTemporaryDir directory;
        SystemClock clock;
        auto log = client::ConsoleLog::open(directory.path(), clock).value();
        client::BackendSession session(backend.url(), "token");
        client::BackendMirror mirror(session);
        MainWindow window({blankPage(u"live"_s, u"Live"_s), blankPage(u"alerts"_s, u"Alerts"_s)}, log.get());
        window.resize(1100, 700);
        window.show();
        window.addBackend(mirror, "refunds");
        session.start();
        QTRY_COMPARE(window.currentView()->agent(), "refunds");
        auto* strip = window.currentView()->findChild<ui::releases::StateStrip*>();
        QVERIFY(strip != nullptr);
        QTRY_COMPARE(strip->view().sentence, u"No request failed in the last 15 minutes"_s);
        PageStack& pages = window.currentView()->pages();
        const QRect before = pages.geometry();
        set("refunds", true);
        QTRY_VERIFY_WITH_TIMEOUT(strip->view().sentence.startsWith(u"Failing since"_s), 10'000);
        for (const QString& page : {u"live"_s, u"alerts"_s}) {
            pages.showPage(page);
            QVERIFY(strip->isVisible());
            QCOMPARE(pages.geometry(), before);
        }
        window.chooseAgent(0, "intake"); // what was said of another agent is gone at once
        QVERIFY(!strip->view().sentence.contains(u"Failing"_s));
        window.chooseAgent(0, "refunds");
        set("refunds", false);
        QTRY_COMPARE_WITH_TIMEOUT(strip->view().sentence, u"No request failed in the last 15 minutes"_s, 10'000);
        QCOMPARE(pages.geometry(), before);
    }

    void anOlderBackendIsNoFailure() {
        FakeBackend backend; // knows no such path
        backend.agents.agents = {idle("refunds", "2.1.0")};
        QTemporaryDir directory;
        SystemClock clock;
        auto log = client::ConsoleLog::open(directory.path(), clock).value();
        client::BackendSession session(backend.url(), "token");
        client::BackendMirror mirror(session);
        MainWindow window({blankPage(u"live"_s, u"Live"_s)}, log.get());
        window.show();
        window.addBackend(mirror, "refunds");
        session.start();
        QTRY_COMPARE(window.currentView()->agent(), "refunds");
        auto* strip = window.currentView()->findChild<ui::releases::StateStrip*>();
        QTRY_VERIFY(strip->isVisible());
        QCOMPARE(strip->view().tone, ui::Tone::Neutral);
        QVERIFY(!strip->view().sentence.contains(u"fail"_s));
    }
};

QTEST_MAIN(TestStripOnPages)
#include "tst_strip_on_pages.moc"
