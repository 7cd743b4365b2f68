#include "ui/history/deployment_model.h"

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"
#include "ui/history/audit_words.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

std::vector<protocol::Deployment> newestFirst(std::vector<protocol::Deployment> rows) {
    std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
        if (a.from != b.from)
            return a.from > b.from;
        return a.sequence != b.sequence ? a.sequence > b.sequence : a.role < b.role; // stable, canary, shadow
    });
    return rows;
}

QString DeploymentModel::text(const protocol::Deployment& row, int column) {
    switch (column) {
    case Version:
        return plainLine(row.version, 100);
    case Role:
        return markOf(row.role) + u' ' + nameOf(row.role);
    case Weight:
        return QString::fromStdString(row.weight.toString());
    case When:
        return timeText(row.from) + u'\n' + (row.until ? tr("until %1").arg(timeText(*row.until)) : tr("until now"));
    case Who: {
        const QString deed = deedText(row.action);
        return deed.isEmpty() ? actorTitle(row.actor) : QString(actorTitle(row.actor) + u'\n' + deed);
    }
    case Reason:
        return plainLine(row.reason);
    default:
        return {};
    }
}

QString DeploymentModel::title(int column) {
    switch (column) {
    case Version:
        return tr("Version");
    case Role:
        return tr("Role");
    case Weight:
        return tr("Weight");
    case When:
        return tr("When");
    case Who:
        return tr("By");
    case Reason:
        return tr("Why");
    default:
        return {};
    }
}

bool DeploymentModel::isSame(const protocol::Deployment& a, const protocol::Deployment& b) const {
    return a.sequence == b.sequence && a.role == b.role && a.version == b.version && a.from == b.from;
}

QVariant DeploymentModel::cell(const protocol::Deployment& row, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return column == Reason && !row.reason.empty() ? plainToolTip(row.reason) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((column == Weight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return column == Role ? nameOf(row.role) : QString(title(column) + u": "_s + inOneLine(text(row, column)));
    default:
        return {};
    }
}

QVariant DeploymentModel::header(int column, int role) const {
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((column == Weight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(title(column)) : QVariant();
}

} // namespace signalbox::ui::history
