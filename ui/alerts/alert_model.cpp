#include "ui/alerts/alert_model.h"

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::alerts {

QString deedText(protocol::AlertDeed deed) {
    switch (deed) {
    case protocol::AlertDeed::RolledBack:
        return AlertModel::tr("rolled back");
    case protocol::AlertDeed::SteppedBack:
        return AlertModel::tr("stepped back");
    case protocol::AlertDeed::Paused:
        return AlertModel::tr("paused");
    case protocol::AlertDeed::Notified:
        break;
    }
    return AlertModel::tr("nothing: it only tells");
}

QString AlertModel::text(const protocol::Alert& alert, int column) {
    switch (column) {
    case State:
        return alert.acknowledged ? tr("✓ seen by %1").arg(plainLine(alert.acknowledged->by, 60)) : tr("● open");
    case Time:
        return timeText(alert.raised);
    case Agent:
        return plainLine(alert.agent, 100);
    case Version:
        return plainLine(alert.version, 100);
    case Guard:
        return plainLine(alert.guard, 100);
    case Deed:
        return deedText(alert.deed);
    case Why:
        return plainLine(alert.sentence);
    default:
        return {};
    }
}

QString AlertModel::title(int column) {
    switch (column) {
    case State:
        return tr("State");
    case Time:
        return tr("Raised");
    case Agent:
        return tr("Agent");
    case Version:
        return tr("Candidate");
    case Guard:
        return tr("Guardrail");
    case Deed:
        return tr("Done");
    case Why:
        return tr("Why");
    default:
        return {};
    }
}

bool AlertModel::isSame(const protocol::Alert& a, const protocol::Alert& b) const {
    return a.id == b.id;
}

QVariant AlertModel::cell(const protocol::Alert& alert, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return text(alert, column);
    case Qt::ForegroundRole:
        if (column == State)
            return alert.acknowledged ? theme().mutedText : theme().bad;
        return alert.acknowledged ? QVariant(theme().mutedText) : QVariant();
    case Qt::ToolTipRole:
        return column == Why ? QVariant(plainToolTip(alert.sentence)) : QVariant();
    case Qt::AccessibleTextRole:
        return QString(title(column) + u": "_s + text(alert, column));
    default:
        return {};
    }
}

QVariant AlertModel::header(int column, int role) const {
    return role == Qt::DisplayRole ? QVariant(title(column)) : QVariant();
}

void AlertFilter::setAgent(const std::string& agent) {
    m_agent = agent;
    invalidateFilter();
}

bool AlertFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    const auto& model = static_cast<const AlertModel&>(*sourceModel());
    return m_agent.empty() || model.row(row).agent == m_agent;
}

} // namespace signalbox::ui::alerts
