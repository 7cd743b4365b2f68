#include "app/console/tour_trouble.h"

#include <algorithm>

#include <QUrl>

#include "app/console/tour_window.h"
#include "ui/base/chip.h"
#include "ui/releases/state_strip.h"
#include "ui/shell/link_banner.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;
using ui::shell::MainWindow;

namespace {

constexpr int nothingListens = 9; // a port of the lowest, which no program of a person has

bool saysFailing(const MainWindow& window) {
    const auto* strip = window.currentView()->findChild<ui::releases::StateStrip*>();
    return strip != nullptr && strip->view().tone == ui::Tone::Bad;
}

// Another agent, whose release goes on: what fails there fails for both versions.
void addFailing(std::vector<TourStop>& stops, MainWindow& window, const TourDeeds& deeds) {
    stops.push_back({.name = {},
                     .enter =
                         [&window] {
                             window.chooseAgent(0, "summariser");
                             window.currentView()->pages().showPage(u"live"_s);
                         },
                     .ready =
                         [&window] {
                             const auto* now = status(window);
                             if (now != nullptr && now->observed.canary)
                                 return true;
                             if (auto* next = bar(window).button(ui::releases::Verb::Advance); next->isEnabled())
                                 next->click();
                             return false;
                         },
                     .waitSeconds = 120});
    stops.push_back({.name = u"failing"_s,
                     .enter = deeds.stopModel,
                     .ready = [&window] { return saysFailing(window); },
                     .waitSeconds = 60});
    stops.push_back({.name = u"alerts"_s,
                     .enter = [&window] { window.currentView()->pages().showPage(u"alerts"_s); },
                     .ready = {}});
}

void addLink(std::vector<TourStop>& stops, MainWindow& window) {
    const auto isStale = [&window] { return window.currentView()->isGreyed(); };
    stops.push_back({.name = u"wrong-token"_s,
                     .enter =
                         [&window] {
                             window.currentView()->pages().showPage(u"live"_s);
                             window.currentView()->mirror().session().setToken("revoked");
                         },
                     .ready = isStale});
    stops.push_back({.name = u"link-down"_s,
                     .enter =
                         [&window] {
                             QUrl gone = window.currentView()->mirror().session().url();
                             gone.setPort(nothingListens);
                             window.currentView()->mirror().session().setEndpoint(gone, "any");
                         },
                     .ready =
                         [&window] {
                             return window.currentView()->mirror().session().link().trouble ==
                                    client::LinkTrouble::Refused;
                         }});
}

} // namespace

void addTrouble(std::vector<TourStop>& stops, MainWindow& window, const TourDeeds& deeds) {
    addFailing(stops, window, deeds);
    addLink(stops, window);
}

} // namespace signalbox::console
