// Keyboard only, and mouse only: Tab reaches everything that can be worked, region by region, each shows that it has
// the focus, and the palette names every action of the page.

#include <set>

#include <QApplication>
#include <QButtonGroup>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/ui/accessible_walk.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/full_backend.h"
#include "ui/base/busy_overlay.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/welcome_page.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

bool isPart(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    const bool named = widget->objectName().startsWith(u"qt_"_s) && !qobject_cast<const QTabBar*>(widget);
    return named || widget->objectName().startsWith(u"Scroll"_s) ||
           (parent != nullptr &&
            (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QLineEdit*>(parent) ||
             qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QAbstractItemView*>(parent)));
}

// In a group of which one is chosen, arrow keys go on from the one that Tab reaches.
bool isOtherChoice(const QWidget* widget) {
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return button && button->group() && button->group()->exclusive() && !button->isChecked();
}

QString nameOf(const QWidget* widget) {
    return QString::fromLatin1(widget->metaObject()->className()) + u" \""_s + widget->accessibleName() + u'"';
}

// What a person can work on here, and must therefore be able to reach.
std::vector<QWidget*> controls(QWidget& root) {
    std::vector<QWidget*> found;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        const bool works = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
                           qobject_cast<QLineEdit*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
                           qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QPlainTextEdit*>(widget) ||
                           qobject_cast<QTabBar*>(widget);
        if (works && widget->window() == root.window() && widget->isVisible() && widget->isEnabled() &&
            !isPart(widget) && !isOtherChoice(widget))
            found.push_back(widget);
    }
    return found;
}

// The widgets that Tab goes through, once around.
std::vector<QWidget*> tabStops(QWidget& root) {
    std::vector<QWidget*> stops;
    for (int i = 0; i < 300; ++i) {
        QTest::keyClick(root.windowHandle(), Qt::Key_Tab);
        QWidget* now = QApplication::focusWidget();
        if (now == nullptr || (!stops.empty() && now == stops.front()))
            break;
        if (std::ranges::find(stops, now) != stops.end())
            break; // a circle that leaves something out: the caller sees what is missing
        stops.push_back(now);
    }
    return stops;
}

QStringList unreached(QWidget& root, const std::vector<QWidget*>& stops) {
    QStringList missing;
    for (QWidget* control : controls(root)) {
        const bool hit = std::ranges::any_of(stops, [&](QWidget* stop) {
            return stop == control || control->isAncestorOf(stop) || stop->focusProxy() == control ||
                   control->focusProxy() == stop;
        });
        if (!hit)
            missing << nameOf(control);
    }
    return missing;
}

// Stops that look the same with and without the focus.
QStringList unseen(QWidget& root, const std::vector<QWidget*>& stops) {
    QStringList same;
    for (QWidget* stop : stops) {
        stop->setFocus(Qt::TabFocusReason);
        for (QWidget* around = stop->parentWidget(); around != nullptr; around = around->parentWidget())
            if (auto* scroll = qobject_cast<QScrollArea*>(around)) // as Tab does
                scroll->ensureWidgetVisible(stop);
        QCoreApplication::sendPostedEvents();
        const QRect place = QRect(stop->mapTo(&root, QPoint()), stop->size()).adjusted(-3, -3, 3, 3);
        const QImage with = root.grab(place).toImage();
        stop->clearFocus();
        QCoreApplication::sendPostedEvents();
        if (with == root.grab(place).toImage())
            same << nameOf(stop);
    }
    return same;
}

#define compareNone(list)                                         \
    do {                                                          \
        const QStringList found = list;                           \
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n'))); \
    } while (false)

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{allPages(log.get()), log.get()};

    bool start() {
        fill(backend, "as agreed", "intake");
        window.resize(1440, 900);
        window.show();
        window.addBackend(mirror);
        session.start();
        if (!QTest::qWaitForWindowActive(&window))
            return false;
        return QTest::qWaitFor([&] { return view().agent() == "refunds" && !view().versions().empty(); });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    // Everything that was fetched is there when no overlay is left and something is listed.
    bool showPage(const QString& page) {
        view().pages().showPage(page);
        const auto busy = [&] {
            QStringList what;
            for (const auto* overlay : view().pages().findChildren<ui::BusyOverlay*>())
                if (overlay->isRunning())
                    what << overlay->accessibleName();
            return what;
        };
        if (QTest::qWaitFor([&] { return busy().isEmpty() && controls(view().pages()).size() > 3; }))
            return true;
        qWarning("still: %s; %zu controls", qPrintable(busy().join(u", "_s)), controls(view().pages()).size());
        return false;
    }

    QStringList paletteTexts() {
        window.openPalette();
        const auto* model = window.palette().findChild<QListView*>()->model();
        QStringList texts;
        for (int row = 0; row < model->rowCount(); ++row)
            texts << model->index(row, 0).data().toString();
        window.palette().close();
        return texts;
    }
};

} // namespace

class TestKeyboard : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void init() {
        m_console = std::make_unique<Console>();
        QVERIFY(m_console->backend.isListening());
        QVERIFY(m_console->start());
    }

    void cleanup() { m_console.reset(); }

    void everyPage_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QStringList>("actions");
        QTest::newRow("live") << u"live"_s
                              << QStringList{u"Show the last hour"_s, u"Show the values as a table"_s,
                                             u"Quantile of Latency p95: p50"_s};
        QTest::newRow("versions") << u"versions"_s
                                  << QStringList{u"Search versions"_s, u"Compare with parent"_s,
                                                 u"Copy the whole digest"_s};
        QTest::newRow("compare") << u"compare"_s
                                 << QStringList{u"Next change (N or F7)"_s, u"Swap the two versions"_s,
                                                u"How the two texts are shown: Unified"_s, u"Newer version: 2.0.0"_s};
        QTest::newRow("shadow") << u"shadow"_s
                                << QStringList{u"The candidate's answer is worse"_s,
                                               u"Which pairs are listed: Still to judge"_s,
                                               u"Find in both versions (Ctrl+F, then F3)"_s};
        QTest::newRow("history") << u"history"_s
                                 << QStringList{u"Export the deployments"_s, u"Show Audit log of the backend"_s,
                                                u"Show This console"_s};
    }

    void everyPage() {
        QFETCH(QString, page);
        QFETCH(QStringList, actions);
        Console& console = *m_console;
        QVERIFY(console.showPage(page));
        for (const QString& action : actions) // the page has what it is going to show
            QTRY_VERIFY2(console.paletteTexts().contains(action), qPrintable(action));
        const auto stops = tabStops(console.window);
        compareNone(unreached(console.window, stops));
        compareNone(unseen(console.window, stops));
        compareNone(unnamedWidgets(console.window));
        // Region after region, each once: side, bar, tabs, page.
        std::vector<const QWidget*> regions;
        for (const QWidget* stop : stops) {
            const QWidget* region = regionOf(stop);
            if (regions.empty() || regions.back() != region)
                regions.push_back(region);
        }
        regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
        if (regions.size() > 1 && regions.front() == regions.back()) // the circle began inside one
            regions.pop_back();
        QVERIFY2(std::set<const QWidget*>(regions.begin(), regions.end()).size() == regions.size(),
                 "Tab jumps back and forth between the parts of the window");
        const QStringList offered = console.paletteTexts();
        for (const QString& action : actions)
            QVERIFY2(offered.contains(action), qPrintable(action + u" is missing in: "_s + offered.join(u" | "_s)));
    }

    void thePartsOfTheHistory() {
        Console& console = *m_console;
        QVERIFY(console.showPage(u"history"_s));
        auto* tabs = console.view().pages().findChild<QTabWidget*>();
        QVERIFY(tabs != nullptr);
        tabs->setCurrentIndex(1);
        QTRY_VERIFY(console.paletteTexts().contains(u"Verify the log"_s));
        QVERIFY(console.paletteTexts().contains(u"Export the log"_s));
        const auto stops = tabStops(console.window);
        compareNone(unreached(console.window, stops));
        compareNone(unseen(console.window, stops));
    }

    void theStartPanel() {
        Console& console = *m_console;
        console.backend.agents.agents = {idle(), idle("intake", "1.4.0")};
        console.backend.sendAgent(idle());
        QTRY_VERIFY(console.view().bar().button(Verb::Start)->isVisible());
        console.view().openStartPanel(u"2.2.0"_s);
        StartPanel* dialog = console.view().startPanel();
        QTRY_VERIFY(dialog->startButton().isEnabled());
        const auto stops = tabStops(console.window);
        compareNone(unreached(console.window, stops)); // also what stands above it
        compareNone(unseen(console.window, stops));
        dialog->open();
        QTest::keyClick(console.window.windowHandle(), Qt::Key_Escape);
        QTRY_VERIFY(!console.view().startPanel() || !console.view().startPanel()->isVisible());
    }

    void theWelcomePage() {
        Console& console = *m_console;
        console.window.showWelcome();
        const auto stops = tabStops(console.window);
        compareNone(unreached(console.window, stops));
        compareNone(unseen(console.window, stops));
        const QStringList offered = console.paletteTexts();
        for (const QString& action : {u"Open the sample workspace"_s, u"Choose a folder…"_s, u"Connect"_s})
            QVERIFY2(offered.contains(action), qPrintable(action));
    }

    void thePaletteByKeyboard() {
        Console& console = *m_console;
        QVERIFY(console.showPage(u"live"_s));
        QTest::keyClick(&console.window, Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(console.window.palette().isVisible());
        QTest::keyClicks(&console.window.palette().field(), u"page history"_s);
        QTest::keyClick(&console.window.palette().field(), Qt::Key_Return);
        QTRY_COMPARE(console.view().pages().currentId(), u"history"_s);
        QVERIFY(!console.window.palette().isVisible());
    }

    void thePaletteByMouse() {
        Console& console = *m_console;
        auto buttons = console.window.findChildren<QPushButton*>();
        const auto search = std::ranges::find(buttons, u"Search and commands"_s, &QPushButton::text);
        QVERIFY(search != buttons.end());
        QTest::mouseClick(*search, Qt::LeftButton);
        QTRY_VERIFY(console.window.palette().isVisible());
        auto* list = console.window.palette().findChild<QListView*>();
        const auto* model = list->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data().toString() != u"Page Versions"_s)
                continue;
            list->scrollTo(model->index(row, 0));
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(model->index(row, 0)).center());
            break;
        }
        QTRY_COMPARE(console.view().pages().currentId(), u"versions"_s);
    }

private:
    [[nodiscard]] const QWidget* regionOf(const QWidget* widget) const {
        const BackendView& view = m_console->view();
        for (const QWidget* at = widget; at != nullptr; at = at->parentWidget())
            if (at == &view.bar() || at == &view.pages() || at->parentWidget() == &view)
                return at;
        return nullptr; // the side
    }

    std::unique_ptr<Console> m_console;
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
