#include "ui/compare/part_list.h"

#include <map>

#include <QCoreApplication>
#include <QPainter>

#include "ui/base/chip.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/ready_row.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

struct CompareWords {
    Q_DECLARE_TR_FUNCTIONS(Compare)
};

} // namespace

QString partKindText(diff::PartKind kind) {
    switch (kind) {
    case diff::PartKind::Manifest:
        return CompareWords::tr("Manifest");
    case diff::PartKind::Model:
        return CompareWords::tr("Model");
    case diff::PartKind::Prompt:
        return CompareWords::tr("Prompt");
    case diff::PartKind::Tool:
        return CompareWords::tr("Integration");
    case diff::PartKind::Contract:
        return CompareWords::tr("Contract");
    case diff::PartKind::Configuration:
        return CompareWords::tr("Configuration");
    case diff::PartKind::File:
        break;
    }
    return CompareWords::tr("File");
}

QString changeKindText(diff::ChangeKind kind) {
    switch (kind) {
    case diff::ChangeKind::Added:
        return CompareWords::tr("added");
    case diff::ChangeKind::Removed:
        return CompareWords::tr("removed");
    case diff::ChangeKind::Changed:
        break;
    }
    return CompareWords::tr("changed");
}

std::vector<PartRow> partRows(const diff::SnapshotDiff& diff) {
    std::vector<PartRow> rows;
    for (const diff::PartChange& part : diff.parts) {
        PartRow row;
        row.path = part.path;
        row.name = plainLine(part.path);
        row.kind = partKindText(part.part) % u", "_s % changeKindText(part.change);
        row.added = u"+%1"_s.arg(part.added);
        row.removed = u"−%1"_s.arg(part.removed);
        std::map<std::string, int> kinds;
        for (const diff::BehaviourMark& mark : part.marks)
            ++kinds[mark.kind];
        for (const auto& [kind, count] : kinds)
            row.marks.push_back(markKindText(kind, count));
        row.spoken = row.name % u", "_s % row.kind % u", "_s %
                     CompareWords::tr("%1 lines added, %2 removed").arg(part.added).arg(part.removed);
        for (const QString& mark : row.marks)
            row.spoken += CompareWords::tr(", changes a %1").arg(mark);
        rows.push_back(std::move(row));
    }
    return rows;
}

QVariant PartModel::cell(const PartRow& row, int /*column*/, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
        return plainToolTip(row.spoken.toStdString());
    case Qt::AccessibleTextRole:
        return row.spoken;
    default:
        return {};
    }
}

QVariant PartModel::header(int /*column*/, int role) const {
    return role == Qt::DisplayRole ? CompareWords::tr("Part") : QVariant();
}

void PartDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = static_cast<const PartModel*>(index.model());
    const PartRow& row = model->row(index.row());
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->fillRect(option.rect, selected ? theme().selection : theme().surface);
    if (selected) // by shape too, not by colour alone
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme().accent);
    const QRect inner = option.rect.adjusted(space::m, space::xs + 1, -space::s, -space::xs - 1);
    const QFontMetrics metrics(option.font);
    const QRect top(inner.left(), inner.top(), inner.width(), metrics.height());
    const int removedWidth = metrics.horizontalAdvance(row.removed);
    const int addedWidth = metrics.horizontalAdvance(row.added) + space::s;
    painter->setFont(option.font);
    painter->setPen(theme().bad);
    painter->drawText(top, Qt::AlignRight | Qt::AlignVCenter, row.removed);
    painter->setPen(theme().good);
    painter->drawText(top.adjusted(0, 0, -removedWidth - space::s, 0), Qt::AlignRight | Qt::AlignVCenter, row.added);
    const int nameWidth = inner.width() - removedWidth - addedWidth - space::m;
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(theme().text);
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(row.name, Qt::ElideMiddle, nameWidth));
    painter->setFont(option.font);
    painter->setPen(theme().mutedText);
    int x = inner.left();
    const int below = top.bottom() + space::xs;
    const int lineHeight = inner.bottom() - below;
    painter->drawText(QRect(x, below, inner.width(), lineHeight), Qt::AlignLeft | Qt::AlignVCenter, row.kind);
    x += metrics.horizontalAdvance(row.kind) + space::s;
    for (std::size_t i = 0; i < row.marks.size(); ++i) {
        const ChipSpec spec{row.marks[i], std::nullopt, Tone::Warning};
        const QSize size = chipSize(spec, metrics);
        const bool isLast = i + 1 == row.marks.size();
        const QString rest = u"+%1"_s.arg(row.marks.size() - i);
        if (x + size.width() + (isLast ? 0 : metrics.horizontalAdvance(rest) + space::xs) > inner.right()) {
            painter->setPen(theme().warning); // the tool tip names them all
            painter->drawText(QRect(x, below, inner.right() - x, lineHeight), Qt::AlignLeft | Qt::AlignVCenter, rest);
            break;
        }
        paintChip(*painter, QRect(x, below + (lineHeight - size.height()) / 2, size.width(), size.height()), spec);
        x += size.width() + space::xs;
    }
    painter->setPen(theme().border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
}

QSize PartDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const {
    const QFontMetrics metrics(option.font);
    const int chip = chipSize({u"number"_s, std::nullopt, Tone::Warning}, metrics).height();
    return {200, metrics.height() + std::max(chip, metrics.height()) + 3 * space::xs + 4};
}

} // namespace signalbox::ui::compare
