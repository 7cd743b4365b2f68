#include "ui/versions/version_delegate.h"

#include <array>
#include <cmath>
#include <numbers>

#include <QApplication>
#include <QPainterPath>

#include "ui/base/theme.h"
#include "ui/versions/version_model.h"

namespace signalbox::ui::versions {

namespace {

// Colours of branches differ from those of roles, so that a line is never read as a part in traffic.
QColor branchColour(int colour) {
    const bool dark = theme().scheme == Scheme::Dark;
    static constexpr std::array lightHues{210, 160, 280, 20, 110, 330, 190, 45};
    const int hue = lightHues[static_cast<std::size_t>(std::abs(colour)) % lightHues.size()];
    return QColor::fromHsl(hue, 70, dark ? 160 : 105);
}

constexpr int rounding = 2; // the advance of a text is rounded; without room for it a chip would be elided

QPainterPath octagon(const QRectF& square) {
    QPainterPath path;
    for (int i = 0; i < 8; ++i) {
        const double angle = (i + 0.5) * std::numbers::pi / 4;
        const QPointF corner = square.center() + QPointF(std::cos(angle), std::sin(angle)) * square.width() / 2;
        if (i == 0)
            path.moveTo(corner);
        else
            path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

} // namespace

void paintNode(QPainter& painter, const QRectF& square, NodeShape shape, const QColor& line) {
    const auto part = [&](double factor) {
        QRectF inner(0, 0, square.width() * factor, square.height() * factor);
        inner.moveCenter(square.center());
        return inner;
    };
    switch (shape) {
    case NodeShape::Plain:
        painter.setPen(Qt::NoPen);
        painter.setBrush(line);
        painter.drawEllipse(part(0.6));
        break;
    case NodeShape::PreRelease:
        painter.setPen(QPen(line, 1.5));
        painter.setBrush(theme().surface);
        painter.drawEllipse(part(0.55));
        break;
    case NodeShape::Stable:
        painter.setPen(QPen(theme().stable, 1.5));
        painter.setBrush(theme().surface);
        painter.drawEllipse(part(1.0));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().stable);
        painter.drawEllipse(part(0.65));
        break;
    case NodeShape::Canary:
        paintRoleMark(painter, square, traffic::Role::Canary);
        break;
    case NodeShape::Shadow:
        paintRoleMark(painter, square, traffic::Role::Shadow);
        break;
    case NodeShape::Quarantined: {
        painter.setPen(QPen(theme().bad, 1.5));
        painter.setBrush(theme().surface);
        painter.drawPath(octagon(square));
        const QRectF cross = part(0.4);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        break;
    }
    }
}

double VersionDelegate::laneUnit(const QFontMetrics& metrics) {
    return std::round(metrics.height() * 0.95);
}

int VersionDelegate::chipsWidth(const std::vector<ChipSpec>& chips, const QFontMetrics& metrics) {
    int width = 2 * space::s;
    for (const auto& chip : chips)
        width += chipSize(chip, metrics).width() + rounding + space::xs;
    return width;
}

QSize VersionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + space::m);
    const auto* row = index.data(VersionModel::RowRole).value<const VersionRow*>();
    if (row && index.column() == VersionModel::Graph)
        size.setWidth(static_cast<int>(graphWidth(row->laneCount, laneUnit(option.fontMetrics))));
    if (row && index.column() == VersionModel::Chips)
        size.setWidth(chipsWidth(row->chips, option.fontMetrics));
    return size;
}

void VersionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool graph = index.column() == VersionModel::Graph;
    const auto* row = index.data(VersionModel::RowRole).value<const VersionRow*>();
    if (!row || (!graph && index.column() != VersionModel::Chips)) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    const auto* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);
    painter->save();
    if (graph && option.state.testFlag(QStyle::State_Selected)) // by shape too, not by colour alone
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme().accent);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    if (graph)
        paintGraph(*painter, option.rect, *row);
    else
        paintChips(*painter, option.rect, *row);
    painter->restore();
}

void VersionDelegate::paintGraph(QPainter& painter, const QRect& cell, const VersionRow& row) const {
    const double unit = laneUnit(painter.fontMetrics());
    // QRect's bottom is one pixel short: the next row's line must begin where this one ends.
    const auto geometry = layOutRow(row.lanes, QRectF(cell), unit);
    if (m_lines == Lines::Shown) {
        painter.setBrush(Qt::NoBrush);
        for (const auto& line : geometry.lines) {
            painter.setPen(QPen(branchColour(line.colour), 2));
            QPainterPath path(line.from);
            const double middle = (line.from.y() + line.to.y()) / 2;
            path.cubicTo({line.from.x(), middle}, {line.to.x(), middle}, line.to);
            painter.drawPath(path);
        }
    }
    paintNode(painter, geometry.node, row.shape, branchColour(geometry.colour));
    if (geometry.hiddenLanes > 0) {
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(cell), Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("+%1").arg(geometry.hiddenLanes));
    }
}

void VersionDelegate::paintChips(QPainter& painter, const QRect& cell, const VersionRow& row) {
    int x = cell.left() + space::s; // as the heading
    for (const auto& chip : row.chips) {
        QRect box(QPoint(x, 0), chipSize(chip, painter.fontMetrics()));
        box.setWidth(box.width() + rounding);
        box.setHeight(std::min(box.height(), cell.height() - 2));
        box.moveTop(cell.top() + (cell.height() - box.height()) / 2);
        box.setRight(std::min(box.right(), cell.right()));
        if (box.width() < space::xl)
            return; // no room for a readable word; the cell's text and the details have it
        paintChip(painter, box, chip);
        x = box.right() + space::xs;
    }
}

} // namespace signalbox::ui::versions
