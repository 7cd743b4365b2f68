#include "ui/base/application_style.h"

#include <QPainter>
#include <QStyleOption>

#include "ui/base/theme.h"

namespace signalbox::ui {

namespace {

void paintTick(QPainter& painter, const QRectF& box) {
    const auto at = [&](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    painter.setPen(QPen(theme().accentText, box.width() / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.3)});
}

void paintBox(QPainter& painter, const QStyleOption& option) {
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool checked = option.state.testFlag(QStyle::State_On);
    const double side = std::min(option.rect.width(), option.rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor filled = enabled ? theme().accent : theme().mutedText;
    painter.setPen(QPen(checked ? filled : theme().mutedText, 1));
    painter.setBrush(checked ? filled : enabled ? theme().surface : theme().window);
    painter.drawRoundedRect(box, 3, 3);
    if (checked)
        paintTick(painter, box);
    painter.restore();
}

// Fusion darkens the window for it, which a dark window does not show.
void paintFieldFrame(QPainter& painter, const QStyleOption& option) {
    const bool focused = option.state.testFlag(QStyle::State_Enabled) && option.state.testFlag(QStyle::State_HasFocus);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(focused ? theme().accent : theme().border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.restore();
}

} // namespace

ApplicationStyle::ApplicationStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void ApplicationStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                     const QWidget* widget) const {
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (isBox && option != nullptr && !option->state.testFlag(State_NoChange))
        paintBox(*painter, *option);
    else
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void ApplicationStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                          const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (option != nullptr && (control == CC_SpinBox || control == CC_ComboBox))
        paintFieldFrame(*painter, *option);
}

} // namespace signalbox::ui
