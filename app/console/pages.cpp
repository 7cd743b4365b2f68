#include "app/console/pages.h"

#include <QCoreApplication>

#include "ui/alerts/alerts_page.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/live/live_page.h"
#include "ui/shadow/shadow_page.h"
#include "ui/versions/versions_page.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;

namespace {

template <class Made> ui::Page* make(client::BackendMirror& mirror, QWidget* parent) {
    return new Made(mirror, parent);
}

struct PagesWords {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

void showPair(ui::Page& page, const QString& left, const QString& right) {
    if (auto* compare = qobject_cast<ui::compare::ComparePage*>(&page))
        compare->setVersions(left, right);
}

void showEvidence(ui::Page& page, const std::string& guard) {
    if (auto* live = qobject_cast<ui::live::LivePage*>(&page))
        live->showEvidence(guard);
}

} // namespace

std::vector<ui::shell::PageFactory> pages(client::ConsoleLog* log) {
    const auto history = [log](client::BackendMirror& mirror, QWidget* parent) -> ui::Page* {
        auto* page = new ui::history::HistoryPage(mirror, parent);
        page->setConsoleLog(log);
        return page;
    };
    return {
        {u"live"_s, PagesWords::tr("Live"), u"live"_s, make<ui::live::LivePage>, nullptr, showEvidence},
        {u"versions"_s, PagesWords::tr("Versions"), u"versions"_s, make<ui::versions::VersionsPage>},
        {u"compare"_s, PagesWords::tr("Compare"), u"compare"_s, make<ui::compare::ComparePage>, showPair},
        {u"shadow"_s, PagesWords::tr("Shadow"), u"shadow"_s, make<ui::shadow::ShadowPage>},
        {u"history"_s, PagesWords::tr("History"), u"history"_s, history},
        {u"alerts"_s, PagesWords::tr("Alerts"), u"warning"_s, make<ui::alerts::AlertsPage>},
    };
}

} // namespace signalbox::console
