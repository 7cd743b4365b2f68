#include "ui/shell/backend_summary.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "core/client/backend_mirror.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

struct SummaryWords {
    Q_DECLARE_TR_FUNCTIONS(BackendSummary)
};

QString releaseText(const protocol::AgentStatus& status) {
    const QString agent = plainLine(status.agent, 40);
    const QString version = plainLine(status.state.release->candidate.name(), 40);
    if (status.state.release->paused)
        return SummaryWords::tr("%1 %2 is paused").arg(agent, version);
    if (!status.observed.canary)
        return SummaryWords::tr("%1 %2 has no traffic yet").arg(agent, version);
    return SummaryWords::tr("%1 %2 at %3")
        .arg(agent, version, QString::fromStdString(status.observed.canaryWeight.toString()));
}

} // namespace

BackendSummary summaryOf(const client::BackendMirror& mirror) {
    if (mirror.agents().empty())
        return {};
    QStringList parts;
    const auto alerts = static_cast<std::size_t>(
        std::ranges::count_if(mirror.alerts(), [](const auto& alert) { return !alert.acknowledged; }));
    if (alerts > 0)
        parts << (alerts == 1 ? SummaryWords::tr("1 open alert")
                              : SummaryWords::tr("%1 open alerts").arg(countText(alerts)));
    int more = 0;
    for (const protocol::AgentStatus& status : mirror.agents()) {
        if (!status.state.release)
            continue;
        if (parts.size() < 2)
            parts << releaseText(status);
        else
            ++more;
    }
    if (more > 0)
        parts << SummaryWords::tr("%1 more").arg(more);
    if (parts.isEmpty())
        parts << SummaryWords::tr("no release runs");
    return {.text = parts.join(u" · "_s), .alarmed = alerts > 0};
}

} // namespace signalbox::ui::shell
