#include "ui/base/link_words.h"

#include <QCoreApplication>

#include "ui/base/formatting.h"

namespace signalbox::ui {

namespace {

struct LinkWords {
    Q_DECLARE_TR_FUNCTIONS(Link)
};

} // namespace

QString staleText(const client::Link& link) {
    if (link.state == client::LinkState::Connecting)
        return LinkWords::tr("The backend has not answered yet.");
    return LinkWords::tr("The link is down: what you see is stale since %1.").arg(timeOfDayText(link.since));
}

} // namespace signalbox::ui
