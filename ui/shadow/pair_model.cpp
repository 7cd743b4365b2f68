#include "ui/shadow/pair_model.h"

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/shadow/pair_words.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;

void PairModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    m_hasMore = false; // until the answer says so
    Q_EMIT moreWanted();
}

QString PairModel::text(const protocol::PairMessage& row, int column) {
    switch (column) {
    case Result:
        return resultText(row);
    case Asked:
        return row.asked.empty() ? plainLine(row.requestId, 60) : plainLine(row.asked, 200);
    case Verdict:
        return verdictText(row.verdict);
    default:
        return {};
    }
}

QString PairModel::title(int column) {
    switch (column) {
    case Result:
        return tr("Answers");
    case Asked:
        return tr("Asked");
    case Verdict:
        return tr("Verdict");
    default:
        return {};
    }
}

QVariant PairModel::cell(const protocol::PairMessage& row, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(resultReason(row) + u'\n' + timeText(row.at));
    case Qt::ForegroundRole:
        if (column == Result && !row.agree)
            return theme().warning;
        return {};
    case Qt::AccessibleTextRole:
        return QString(title(column) + u": "_s + (column == Result ? resultReason(row) : text(row, column)));
    default:
        return {};
    }
}

QVariant PairModel::header(int column, int role) const {
    return role == Qt::DisplayRole ? QVariant(title(column)) : QVariant();
}

} // namespace signalbox::ui::shadow
