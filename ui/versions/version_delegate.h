// Draws the graph and chip cells of the version tree from ready values. Owned by the view; UI thread.
#pragma once

#include <QStyledItemDelegate>

#include "ui/versions/graph_geometry.h"
#include "ui/versions/version_row.h"

namespace signalbox::ui::versions {

enum class Lines { Shown, Hidden }; // hidden while a filter leaves rows out: lines would connect strangers

class VersionDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setLines(Lines lines) { m_lines = lines; }

    [[nodiscard]] static double laneUnit(const QFontMetrics& metrics);
    [[nodiscard]] static int chipsWidth(const std::vector<ChipSpec>& chips, const QFontMetrics& metrics);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintGraph(QPainter& painter, const QRect& cell, const VersionRow& row) const;
    static void paintChips(QPainter& painter, const QRect& cell, const VersionRow& row);

    Lines m_lines = Lines::Shown;
};

// Draws one node; used by the legend too.
void paintNode(QPainter& painter, const QRectF& square, NodeShape shape, const QColor& line);

} // namespace signalbox::ui::versions
