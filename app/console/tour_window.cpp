#include "app/console/tour_window.h"

#include <chrono>

#include <QPushButton>

#include "ui/base/notice.h"

namespace signalbox::console {

using release::Phase;
using ui::releases::ReleaseBar;
using ui::shell::BackendView;
using ui::shell::MainWindow;

namespace {

constexpr std::chrono::minutes shownTime{4};

} // namespace

const protocol::AgentStatus* status(const MainWindow& window) {
    const BackendView* view = window.currentView();
    return view == nullptr ? nullptr : view->mirror().agent(view->agent());
}

bool isIn(const MainWindow& window, Phase phase) {
    const auto* now = status(window);
    return now != nullptr && release::phaseOf(now->state) == phase;
}

bool isPaused(const MainWindow& window) {
    const auto* now = status(window);
    return now != nullptr && now->state.release && now->state.release->paused;
}

ReleaseBar& bar(const MainWindow& window) {
    return window.currentView()->bar();
}

std::uint64_t requestsOf(const MainWindow& window, traffic::Role role) {
    const BackendView* view = window.currentView();
    const auto recently = std::chrono::system_clock::now() - shownTime;
    std::uint64_t requests = 0;
    if (view != nullptr)
        for (const client::LiveSeries& series : view->mirror().series(view->agent()))
            for (const protocol::MetricPoint& point : series.points)
                requests += series.role == role && point.time > recently ? point.requests : 0;
    return requests;
}

bool hasAgents(const MainWindow& window) {
    const BackendView* view = window.currentView();
    return view != nullptr && view->mirror().isFresh() && !view->mirror().agents().empty();
}

void clickNamed(const MainWindow& window, const QString& name) {
    for (auto* button : window.currentView()->pages().findChildren<QAbstractButton*>())
        if (button->accessibleName() == name && button->isVisible())
            return button->click();
}

void answerNotice(const MainWindow& window) {
    for (auto* button : bar(window).notice()->findChildren<QPushButton*>())
        if (button->isVisible())
            return button->click();
}

} // namespace signalbox::console
