// Nothing is cut while there is room for it: every page, panel and banner of the window, in a small and a large one,
// with words of usual length.
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "core/protocol/drill_message.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/full_backend.h"
#include "tests/ui/room_walk.h"
#include "ui/base/theme.h"
#include "ui/drills/drill_panel.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/pace_row.h"
#include "ui/releases/plan_editor.h"
#include "ui/releases/reason_panel.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/welcome_page.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{allPages(log.get()), log.get()};

    bool start(const QSize& size) {
        fill(backend, "as agreed", "intake");
        backend.token = "token";
        backend.agents.agents = {ramping(), idle("intake", "1.4.0")};
        backend.bodies[u"/drills"_s] = protocol::encode(protocol::DrillList{});
        backend.versions = {publishedWith("2.3.0", "2.2.0", "as agreed"), publishedWith("2.2.0", "2.1.0", "as agreed"),
                            publishedWith("2.1.0", "2.0.0", "as agreed")};
        window.resize(size);
        window.show();
        window.addBackend(mirror);
        session.start();
        if (!QTest::qWaitForWindowActive(&window) ||
            !QTest::qWaitFor([&] { return mirror.isFresh() && mirror.agents().size() == 2; }))
            return false;
        window.chooseAgent(0, "refunds");
        return QTest::qWaitFor([&] { return view().bar().button(Verb::RollBack)->isEnabled(); });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }
};

// One thing to look at: how it is brought about, and when it is there.
struct Sight {
    const char* name;
    std::function<void(Console&)> bring;
    std::function<bool(Console&)> isThere = [](Console&) { return true; };
};

Sight page(const char* id) {
    const QString name = QString::fromLatin1(id);
    return {id, [name](Console& console) { console.view().pages().showPage(name); },
            [name](Console& console) { return console.view().pages().currentId() == name; }};
}

bool hasVersions(Console& console) {
    return console.view().startPanel()->candidates().count() > 0;
}

std::vector<Sight> sights() {
    std::vector<Sight> all{page("live"), page("versions"), page("compare"), page("shadow"), page("alerts")};
    for (int tab = 0; tab < 3; ++tab)
        all.push_back({tab == 0   ? "history"
                       : tab == 1 ? "audit log"
                                  : "own log",
                       [tab](Console& console) {
                           console.view().pages().showPage(u"history"_s);
                           console.view().pages().findChild<QTabWidget*>()->setCurrentIndex(tab);
                       }});
    all.push_back({"start", [](Console& console) { console.view().openStartPanel(u"2.3.0"_s); }, hasVersions});
    all.push_back({"start, own steps",
                   [](Console& console) {
                       console.view().openStartPanel(u"2.3.0"_s);
                       console.view().startPanel()->editor().choosePace(std::nullopt);
                   },
                   hasVersions});
    all.push_back({"drill", [](Console& console) { console.view().openDrillPanel(); }});
    all.push_back({"reason", [](Console& console) { console.view().bar().trigger(Verb::BreakGlass); },
                   [](Console& console) { return console.view().bar().findChild<ReasonPanel*>() != nullptr; }});
    all.push_back({"freeze", [](Console& console) { console.view().bar().trigger(Verb::Freeze); },
                   [](Console& console) { return console.view().bar().findChild<ReasonPanel*>() != nullptr; }});
    all.push_back({"promote", [](Console& console) { console.view().bar().trigger(Verb::Promote); }});
    all.push_back({"wrong token", [](Console& console) { console.session.setToken("revoked"); },
                   [](Console& console) { return console.view().isGreyed(); }});
    all.push_back({"link down", [](Console& console) { console.backend.stop(); },
                   [](Console& console) { return console.view().isGreyed(); }});
    all.push_back({"welcome", [](Console& console) {
                       console.window.showWelcome();
                       console.window.welcome().setRecent(
                           {{.kind = RecentBackend::Kind::Url,
                             .where = u"https://box.example:7420"_s,
                             .tokenFile = {},
                             .seen = {u"1 open alert · refunds 2.2.0 at 5 %"_s, true, minutesAgo(1500)}},
                            {.kind = RecentBackend::Kind::Folder,
                             .where = console.directory.path(),
                             .tokenFile = {},
                             .seen = {u"no release runs"_s, false, minutesAgo(5)}}});
                   }});
    return all;
}

} // namespace

class TestRoom : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void nothingIsCutWhileThereIsRoom_data() {
        QTest::addColumn<std::size_t>("at");
        QTest::addColumn<QSize>("size");
        const auto all = sights();
        for (std::size_t i = 0; i < all.size(); ++i)
            for (const QSize size : {QSize(1100, 700), QSize(1440, 900)})
                QTest::addRow("%s at %d", all[i].name, size.width()) << i << size;
    }

    void nothingIsCutWhileThereIsRoom() {
        QFETCH(const std::size_t, at);
        QFETCH(const QSize, size);
        Console console;
        QVERIFY(console.start(size));
        for (int i = 0; i < console.view().pages().count(); ++i) // each has its own least size
            console.view().pages().showPage(i);
        console.view().pages().showPage(0);
        const Sight sight = sights()[at];
        sight.bring(console);
        QVERIFY(QTest::qWaitFor([&] { return sight.isThere(console); }));
        QStringList cut;
        // What was asked for comes, and is laid out; it must be so at the end.
        const bool good = QTest::qWaitFor([&] { return (cut = cutWithRoom(console.window)).isEmpty(); }, 3'000);
        const QString name =
            u"room-%1-%2"_s.arg(QString::fromLatin1(sight.name).remove(u',').replace(u' ', u'-')).arg(size.width());
        if (!qEnvironmentVariableIsEmpty("SIGNALBOX_SHOTS"))
            for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
                ui::applyTheme(scheme);
                tests::shoot(console.window, name);
            }
        QVERIFY2(good, qPrintable(cut.join(u'\n')));
        QCOMPARE(console.window.size(), size); // nothing makes the window larger than a person wants it
    }

    // The check itself finds what it is for.
    void whatIsCutIsFound() {
        QWidget row;
        auto* layout = new QHBoxLayout(&row);
        auto* label = new ui::ElidedLabel(u"a sentence that is much longer than its room"_s, &row);
        label->setMaximumWidth(80);
        layout->addWidget(label);
        layout->addStretch(1);
        row.resize(900, 40);
        row.show();
        QVERIFY(QTest::qWaitForWindowExposed(&row));
        QCOMPARE(cutWithRoom(row).size(), 1);
        label->setMaximumWidth(QWIDGETSIZE_MAX);
        row.layout()->activate();
        QTRY_COMPARE(cutWithRoom(row), QStringList());
        row.resize(80, 40); // no room is no mistake
        QTRY_VERIFY(label->isElided());
        QCOMPARE(cutWithRoom(row), QStringList());
    }
};

QTEST_MAIN(TestRoom)
#include "tst_room.moc"
