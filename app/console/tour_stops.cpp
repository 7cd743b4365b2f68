#include "app/console/tour_stops.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include "app/console/tour_trouble.h"
#include "app/console/tour_window.h"
#include "ui/base/notice.h"
#include "ui/drills/drill_panel.h"
#include "ui/releases/pace_row.h"
#include "ui/releases/plan_editor.h"
#include "ui/releases/reason_panel.h"
#include "ui/releases/start_panel.h"
#include "ui/shadow/shadow_page.h"
#include "ui/shell/command_palette.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;
using release::Phase;
using ui::releases::Verb;
using ui::shell::BackendView;
using ui::shell::MainWindow;

namespace {

constexpr std::uint64_t enoughCanaryRequests = 25;
constexpr int enoughPairs = 50;

TourStop pageStop(MainWindow& window, const QString& id) {
    return {.name = id,
            .enter = [&window, id] { window.currentView()->pages().showPage(id); },
            .ready = [&window, id] { return window.currentView()->pages().currentId() == id; }};
}

TourStop dialogStop(MainWindow& window) {
    return {.name = u"start-release"_s,
            .enter = [&window] { bar(window).button(Verb::Start)->click(); },
            .ready =
                [&window] {
                    auto* dialog = window.currentView()->startPanel();
                    if (dialog == nullptr || !dialog->startButton().isEnabled())
                        return false;
                    dialog->choose(u"2.2.0"_s);
                    return true;
                }};
}

TourStop comparePair(MainWindow& window) {
    TourStop stop = pageStop(window, u"compare"_s);
    stop.enter = [&window] {
        BackendView* view = window.currentView();
        const auto* now = status(window);
        if (now != nullptr && now->state.release)
            Q_EMIT view->pages().page(0)->compareRequested(
                QString::fromStdString(now->state.release->baseline.name()),
                QString::fromStdString(now->state.release->candidate.name()));
        view->pages().showPage(u"compare"_s);
    };
    return stop;
}

TourStop logStop(MainWindow& window, const QString& name, int part) {
    return {.name = name,
            .enter =
                [&window, part] {
                    window.currentView()->pages().showPage(u"history"_s);
                    if (auto* tabs = window.currentView()->pages().findChild<QTabWidget*>())
                        tabs->setCurrentIndex(part);
                },
            .ready =
                [&window] {
                    auto* tabs = window.currentView()->pages().findChild<QTabWidget*>();
                    auto* table = tabs == nullptr ? nullptr : tabs->currentWidget()->findChild<QTableView*>();
                    if (table == nullptr || table->model()->rowCount() == 0)
                        return false;
                    if (!table->currentIndex().isValid()) {
                        table->setCurrentIndex(table->model()->index(0, 0));
                        clickNamed(window, u"Verify the log"_s);
                    }
                    return true;
                }};
}

// A release of another agent that begins in the shadow, until there are pairs to look at.
void addShadow(std::vector<TourStop>& stops, MainWindow& window) {
    const auto table = [&window] {
        auto* page = window.currentView()->pages().findChild<ui::shadow::ShadowPage*>();
        return page == nullptr ? nullptr : page->findChild<QTableView*>();
    };
    stops.push_back({.name = u"shadow-none"_s,
                     .enter =
                         [&window] {
                             window.chooseAgent(0, "summariser");
                             window.currentView()->pages().showPage(u"shadow"_s);
                         },
                     .ready = [&window] { return requestsOf(window, traffic::Role::Stable) > 0; }});
    TourStop start = dialogStop(window);
    start.name = u"start-shadow"_s;
    start.ready = [&window] {
        auto* dialog = window.currentView()->startPanel();
        return dialog != nullptr && dialog->startButton().isEnabled();
    };
    stops.push_back(std::move(start));
    stops.push_back({.name = u"shadow"_s,
                     .enter = [&window] { window.currentView()->startPanel()->startButton().click(); },
                     .ready =
                         [&window, table] {
                             return isIn(window, Phase::Shadowing) && table() != nullptr &&
                                    table()->model()->rowCount() >= enoughPairs;
                         },
                     .waitSeconds = 120});
    stops.push_back({.name = {},
                     .enter =
                         [&window] {
                             window.currentView()->pages().showPage(u"live"_s);
                             window.chooseAgent(0, "refunds");
                         },
                     .ready = [&window] { return window.currentView()->agent() == "refunds"; }});
}

void addBeginning(std::vector<TourStop>& stops, MainWindow& window, std::function<void()> open) {
    stops.push_back({.name = u"welcome"_s, .enter = {}, .ready = {}});
    stops.push_back(
        {.name = {}, .enter = std::move(open), .ready = [&window] { return hasAgents(window); }, .waitSeconds = 60});
    stops.push_back({.name = u"idle"_s,
                     .enter =
                         [&window] {
                             if (window.currentView()->mirror().agent("refunds") != nullptr)
                                 window.chooseAgent(0, "refunds");
                         },
                     .ready = [&window] { return requestsOf(window, traffic::Role::Stable) > 50; },
                     .waitSeconds = 60});
    addShadow(stops, window);
    stops.push_back(dialogStop(window));
    const auto paces = [&window]() -> ui::releases::PaceRow& {
        return window.currentView()->startPanel()->editor().paces();
    };
    stops.push_back({.name = u"start-own"_s, .enter = [paces] { paces().button(std::nullopt).click(); }, .ready = {}});
    stops.push_back({.name = {}, .enter = [paces] { paces().button(release::Pace::Usual).click(); }, .ready = {}});
    stops.push_back({.name = u"live"_s,
                     .enter = [&window] { window.currentView()->startPanel()->startButton().click(); },
                     .ready =
                         [&window] {
                             const auto* now = status(window);
                             return now != nullptr && now->observed.canary &&
                                    requestsOf(window, traffic::Role::Canary) >= enoughCanaryRequests;
                         },
                     .waitSeconds = 180});
}

void addPages(std::vector<TourStop>& stops, MainWindow& window) {
    const QString table = u"Show the values as a table"_s;
    stops.push_back({.name = u"live-table"_s, .enter = [&window, table] { clickNamed(window, table); }, .ready = {}});
    const QString evidence = u"Show what each guardrail has seen"_s;
    stops.push_back(
        {.name = u"evidence"_s, .enter = [&window, evidence] { clickNamed(window, evidence); }, .ready = {}});
    stops.push_back({.name = {}, .enter = [&window, evidence] { clickNamed(window, evidence); }, .ready = {}});
    stops.push_back(pageStop(window, u"versions"_s));
    stops.push_back(comparePair(window));
    stops.push_back(pageStop(window, u"history"_s));
    stops.push_back(logStop(window, u"audit-log"_s, 1));
    stops.push_back(logStop(window, u"console-log"_s, 2));
    stops.push_back({.name = u"palette"_s,
                     .enter =
                         [&window] {
                             window.openPalette();
                             window.palette().field().setText(u"refunds"_s);
                         },
                     .ready = [&window] { return window.palette().isVisible(); }});
}

// What is worked in below the release bar.
void addPanels(std::vector<TourStop>& stops, MainWindow& window) {
    stops.push_back({.name = u"drill"_s,
                     .enter =
                         [&window] {
                             window.palette().close();
                             window.currentView()->pages().showPage(u"live"_s);
                             window.currentView()->openDrillPanel();
                         },
                     .ready =
                         [&window] {
                             auto* panel = window.currentView()->drillPanel();
                             return panel != nullptr && panel->startButton().isEnabled();
                         }});
    stops.push_back({.name = u"reason"_s,
                     .enter =
                         [&window] {
                             window.currentView()->drillPanel()->close();
                             bar(window).trigger(Verb::Freeze);
                         },
                     .ready = [&window] { return bar(window).findChild<ui::releases::ReasonPanel*>() != nullptr; }});
    stops.push_back({.name = {},
                     .enter = [&window] { bar(window).findChild<ui::releases::ReasonPanel*>()->close(); },
                     .ready = {}});
}

ui::releases::ReasonPanel* openQuestion(MainWindow& window) {
    return bar(window).findChild<ui::releases::ReasonPanel*>();
}

// Against the holds that a tour cannot wait for: the last of the ways forward, with a reason, asked twice.
void breakTheGlass(MainWindow& window) {
    auto* panel = openQuestion(window);
    if (panel == nullptr)
        return;
    if (const auto ways = panel->findChildren<QRadioButton*>(); !ways.isEmpty())
        ways.last()->setChecked(true);
    panel->reason().setText(QCoreApplication::translate("Tour", "A tour shows every page."));
    panel->goButton().click();
    panel->goButton().click();
}

void addRelease(std::vector<TourStop>& stops, MainWindow& window) {
    stops.push_back({.name = u"promote-question"_s,
                     .enter = [&window] { bar(window).trigger(Verb::BreakGlass); },
                     .ready = [&window] { return openQuestion(window) != nullptr; }});
    stops.push_back({.name = {}, .enter = [&window] { openQuestion(window)->close(); }, .ready = {}});
    stops.push_back({.name = u"paused"_s,
                     .enter = [&window] { bar(window).button(Verb::Pause)->click(); },
                     .ready = [&window] { return isPaused(window); }});
    stops.push_back(
        {.name = u"rolled-back"_s,
         .enter = [&window] { bar(window).button(Verb::RollBack)->click(); },
         .ready = [&window] { return isIn(window, Phase::Idle) && !bar(window).notice()->text().isEmpty(); }});
    stops.push_back({.name = {},
                     .enter = [&window] { answerNotice(window); }, // undo
                     .ready = [&window] { return isIn(window, Phase::Ramping) && isPaused(window); }});
    stops.push_back({.name = {},
                     .enter = [&window] { bar(window).trigger(Verb::BreakGlass); },
                     .ready = [&window] { return openQuestion(window) != nullptr; }});
    stops.push_back({.name = u"observing"_s,
                     .enter = [&window] { breakTheGlass(window); },
                     .ready = [&window] { return isIn(window, Phase::Observing); }});
    stops.push_back({.name = {},
                     .enter = [&window] { bar(window).trigger(Verb::BreakGlass); },
                     .ready = [&window] { return openQuestion(window) != nullptr; }});
    stops.push_back({.name = u"completed"_s,
                     .enter =
                         [&window] {
                             if (!isIn(window, Phase::Idle))
                                 breakTheGlass(window);
                         },
                     .ready = [&window] { return isIn(window, Phase::Idle); }});
}

} // namespace

std::vector<TourStop> tourStops(MainWindow& window, const TourDeeds& deeds) {
    std::vector<TourStop> stops;
    addBeginning(stops, window, deeds.open);
    addPages(stops, window);
    addPanels(stops, window);
    addRelease(stops, window);
    addTrouble(stops, window, deeds);
    return stops;
}

} // namespace signalbox::console
