#include "ui/alerts/alert_model.h"

#include "ui/alerts/alert_words.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::alerts {

void AlertModel::setNow(WallTime now) {
    m_now = now;
    if (!rows().empty())
        Q_EMIT dataChanged(index(0, State), index(rowCount({}) - 1, State));
}

QString AlertModel::text(const protocol::Alert& alert, int column) const {
    switch (column) {
    case State:
        return holderText(alert) + u'\n' + openText(alert, m_now);
    case Time:
        return timeText(alert.raised) + u'\n' + plainLine(alert.agent, 100) + u' ' + plainLine(alert.version, 100);
    case What: {
        const AlertWords words = wordsOf(alert);
        return words.headline.section(u'\n', 0, 0) + u'\n' + words.done;
    }
    default:
        return {};
    }
}

QString AlertModel::title(int column) {
    switch (column) {
    case State:
        return tr("Who has it");
    case Time:
        return tr("Raised");
    case What:
        return tr("What happened");
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
        return column == What ? QVariant(plainToolTip(text(alert, What))) : QVariant();
    case Qt::AccessibleTextRole:
        return QString(title(column) + u": "_s + inOneLine(text(alert, column)));
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
