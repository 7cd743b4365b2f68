// What somebody sees who opens the console: the agent with an open alert, else one with a release, else the one that
// was asked for.

#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/ui/blank_page.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "ui/base/theme.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar.h"

using namespace signalbox;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

std::string shownGuard; // whose evidence the page was asked for

std::vector<PageFactory> blankPages() {
    PageFactory live = blankPage(u"live"_s, u"Live"_s);
    live.showEvidence = [](ui::Page&, const std::string& guard) { shownGuard = guard; };
    return {live, blankPage(u"alerts"_s, u"Alerts"_s)};
}

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{blankPages(), log.get()};

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    [[nodiscard]] QString tabText(int index) const { return view().findChild<QTabBar*>()->tabText(index); }
};

} // namespace

class TestFirstSight : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void whoWasPagedSeesTheAgentWithTheAlert() {
        Console console;
        console.backend.agents.agents = {idle("intake", "1.4.0"), idle("refunds", "2.1.0"),
                                         idle("summariser", "1.0.0")};
        const protocol::Alert seen{.id = 9,
                                   .raised = {},
                                   .agent = "summariser",
                                   .releaseId = "summariser.1",
                                   .version = "1.1.0",
                                   .guard = "cost",
                                   .sentence = "cost is worse.",
                                   .acknowledged = protocol::Acknowledgement{}};
        protocol::Alert open = seen;
        open.id = 7;
        open.agent = "refunds";
        open.acknowledged.reset();
        console.backend.bodies[u"/alerts"_s] = protocol::encode(protocol::AlertList{{seen, open}});
        console.window.show();
        console.window.addBackend(console.mirror, "intake");
        console.session.start();
        QTRY_COMPARE(console.view().agent(), "refunds");
        auto* sidebar = console.window.findChild<Sidebar*>();
        QCOMPARE(sidebar->currentIndex().data(SidebarModel::AttentionRole).toInt(), 4);
        QCOMPARE(console.tabText(1), u"Alerts (1)"_s);
        QTest::keyClick(sidebar, Qt::Key_Down); // a person's choice stays, whatever comes
        QCOMPARE(console.view().agent(), "summariser");
        Q_EMIT console.mirror.alertsChanged();
        QCOMPARE(console.view().agent(), "summariser");
    }

    void fromAnAlertToItsEvidence() {
        Console console;
        console.backend.agents.agents = {idle("intake", "1.4.0"), idle("summariser", "1.0.0")};
        console.window.show();
        console.window.addBackend(console.mirror, "intake");
        console.session.start();
        QTRY_COMPARE(console.view().agent(), "intake");
        console.view().pages().showPage(u"alerts"_s);
        Q_EMIT console.view().pages().page(1)->evidenceRequested("summariser", "cost");
        QCOMPARE(console.view().agent(), "summariser");
        QCOMPARE(console.view().pages().currentId(), u"live"_s);
        QCOMPARE(console.view().pages().page(0)->agent(), "summariser");
        QCOMPARE(shownGuard, "cost");
    }

    void withoutAReleaseTheAgentThatWasAskedForIsFirst() {
        for (const auto& [wanted, shown] :
             {std::pair<std::string, std::string>{"summariser", "summariser"}, {"gone", "intake"}, {"", "intake"}}) {
            Console console;
            console.backend.agents.agents = {idle("intake", "1.4.0"), idle("summariser", "1.0.0")};
            console.window.show();
            console.window.addBackend(console.mirror, wanted);
            console.session.start();
            QTRY_VERIFY(!console.view().agent().empty());
            QCOMPARE(console.view().agent(), shown);
        }
    }
};

QTEST_MAIN(TestFirstSight)
#include "tst_first_sight.moc"
