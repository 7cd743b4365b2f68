// The pages of the console, as its program puts them together.
#pragma once

#include "core/client/console_log.h"
#include "ui/alerts/alerts_page.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/live/live_page.h"
#include "ui/shadow/shadow_page.h"
#include "ui/shell/page_factory.h"
#include "ui/versions/versions_page.h"

namespace signalbox::uitest {

template <class Made> ui::Page* makePage(client::BackendMirror& mirror, QWidget* parent) {
    return new Made(mirror, parent);
}

inline std::vector<ui::shell::PageFactory> allPages(client::ConsoleLog* log) {
    const auto history = [log](client::BackendMirror& mirror, QWidget* parent) -> ui::Page* {
        auto* page = new ui::history::HistoryPage(mirror, parent);
        page->setConsoleLog(log);
        return page;
    };
    const auto showPair = [](ui::Page& page, const QString& left, const QString& right) {
        if (auto* compare = qobject_cast<ui::compare::ComparePage*>(&page))
            compare->setVersions(left, right);
    };
    const auto name = [](const char* text) { return QString::fromLatin1(text); };
    return {{name("live"), name("Live"), name("live"), makePage<ui::live::LivePage>, {}},
            {name("versions"), name("Versions"), name("versions"), makePage<ui::versions::VersionsPage>, {}},
            {name("compare"), name("Compare"), name("compare"), makePage<ui::compare::ComparePage>, showPair},
            {name("shadow"), name("Shadow"), name("shadow"), makePage<ui::shadow::ShadowPage>, {}},
            {name("history"), name("History"), name("history"), history, {}},
            {name("alerts"), name("Alerts"), name("warning"), makePage<ui::alerts::AlertsPage>, {}}};
}

} // namespace signalbox::uitest
