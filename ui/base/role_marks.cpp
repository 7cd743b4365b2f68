#include <QCoreApplication>
#include <QPainterPath>

#include "ui/base/theme.h"

namespace signalbox::ui {

Qt::PenStyle penStyleOf(traffic::Role role) {
    switch (role) {
    case traffic::Role::Canary:
        return Qt::DashLine;
    case traffic::Role::Shadow:
        return Qt::DotLine;
    case traffic::Role::Stable:
        break;
    }
    return Qt::SolidLine;
}

QString markOf(traffic::Role role) {
    switch (role) {
    case traffic::Role::Canary:
        return QStringLiteral("◆");
    case traffic::Role::Shadow:
        return QStringLiteral("◐");
    case traffic::Role::Stable:
        break;
    }
    return QStringLiteral("●");
}

QString nameOf(traffic::Role role) {
    switch (role) {
    case traffic::Role::Canary:
        return QCoreApplication::translate("Role", "canary");
    case traffic::Role::Shadow:
        return QCoreApplication::translate("Role", "shadow");
    case traffic::Role::Stable:
        break;
    }
    return QCoreApplication::translate("Role", "stable");
}

void paintRoleMark(QPainter& painter, const QRectF& square, traffic::Role role) {
    const QColor color = theme().of(role);
    const qreal side = std::min(square.width(), square.height());
    const QPointF centre = square.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (role == traffic::Role::Canary) {
        const qreal r = side * 0.46;
        painter.drawPolygon(QPolygonF{centre + QPointF(0, -r), centre + QPointF(r, 0), centre + QPointF(0, r),
                                      centre + QPointF(-r, 0)});
    } else if (role == traffic::Role::Shadow) {
        const qreal r = side * 0.36;
        const QRectF circle(centre.x() - r, centre.y() - r, 2 * r, 2 * r);
        painter.drawPie(circle, 90 * 16, 180 * 16);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, std::max(1.0, side * 0.11)));
        painter.drawEllipse(circle);
    } else {
        painter.drawEllipse(centre, side * 0.38, side * 0.38);
    }
    painter.restore();
}

} // namespace signalbox::ui
