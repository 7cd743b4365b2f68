#include "app/console/tour_stops.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include "ui/base/notice.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/release_bar.h"
#include "ui/shell/release_dialog.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;
using ui::shell::BackendView;
using ui::shell::MainWindow;
using ui::shell::Verb;

namespace {

constexpr std::uint64_t enoughCanaryRequests = 25;

const protocol::AgentStatus* status(const MainWindow& window) {
    const BackendView* view = window.currentView();
    return view == nullptr ? nullptr : view->mirror().agent(view->agent());
}

std::uint64_t requestsOf(const MainWindow& window, traffic::Role role) {
    const BackendView* view = window.currentView();
    std::uint64_t requests = 0;
    if (view != nullptr)
        for (const client::LiveSeries& series : view->mirror().series(view->agent()))
            for (const protocol::MetricPoint& point : series.points)
                requests += series.role == role ? point.requests : 0;
    return requests;
}

void chooseAgent(MainWindow& window) {
    BackendView* view = window.currentView();
    if (view != nullptr && view->mirror().agent("refunds") != nullptr)
        window.chooseAgent(0, "refunds");
}

bool hasAgents(const MainWindow& window) {
    const BackendView* view = window.currentView();
    return view != nullptr && view->mirror().isFresh() && !view->mirror().agents().empty();
}

TourStop pageStop(MainWindow& window, const QString& id) {
    return {.name = id,
            .enter = [&window, id] { window.currentView()->pages().showPage(id); },
            .ready = [&window, id] { return window.currentView()->pages().currentId() == id; }};
}

TourStop dialogStop(MainWindow& window) {
    return {.name = u"start-release"_s,
            .enter = [&window] { window.currentView()->bar().button(Verb::Start)->click(); },
            .ready =
                [&window] {
                    auto* dialog = window.currentView()->releaseDialog();
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

TourStop rollBackStop(MainWindow& window) {
    return {.name = u"rolled-back"_s,
            .enter =
                [&window] {
                    window.palette().close();
                    window.currentView()->pages().showPage(u"live"_s);
                    window.currentView()->bar().button(Verb::RollBack)->click();
                },
            .ready =
                [&window] {
                    const auto* now = status(window);
                    return now != nullptr && !now->observed.canary &&
                           !window.currentView()->bar().notice()->text().isEmpty();
                }};
}

} // namespace

std::vector<TourStop> tourStops(MainWindow& window, std::function<void()> open) {
    std::vector<TourStop> stops;
    stops.push_back({.name = u"welcome"_s, .enter = {}, .ready = {}});
    stops.push_back(
        {.name = {}, .enter = std::move(open), .ready = [&window] { return hasAgents(window); }, .waitSeconds = 60});
    stops.push_back({.name = u"idle"_s,
                     .enter = [&window] { chooseAgent(window); },
                     .ready = [&window] { return requestsOf(window, traffic::Role::Stable) > 50; },
                     .waitSeconds = 60});
    stops.push_back(dialogStop(window));
    stops.push_back({.name = u"live"_s,
                     .enter = [&window] { window.currentView()->releaseDialog()->startButton().click(); },
                     .ready =
                         [&window] {
                             const auto* now = status(window);
                             return now != nullptr && now->observed.canary &&
                                    requestsOf(window, traffic::Role::Canary) >= enoughCanaryRequests;
                         },
                     .waitSeconds = 180});
    stops.push_back(pageStop(window, u"versions"_s));
    stops.push_back(comparePair(window));
    stops.push_back(pageStop(window, u"history"_s));
    stops.push_back({.name = u"palette"_s,
                     .enter =
                         [&window] {
                             window.openPalette();
                             window.palette().field().setText(u"refunds"_s);
                         },
                     .ready = [&window] { return window.palette().isVisible(); }});
    stops.push_back(rollBackStop(window));
    return stops;
}

} // namespace signalbox::console
