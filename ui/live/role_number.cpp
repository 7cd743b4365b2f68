#include "ui/live/role_number.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/base/theme.h"

namespace signalbox::ui::live {

RoleMark::RoleMark(traffic::Role role, QWidget* parent) : QWidget(parent), m_role(role) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize RoleMark::sizeHint() const {
    const int size = fontMetrics().ascent();
    return {size, size};
}

void RoleMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintRoleMark(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_role);
}

RoleNumber::RoleNumber(traffic::Role role, QWidget* parent)
    : QWidget(parent),
      m_role(role),
      m_number(new PlainLabel(this)),
      m_of(new PlainLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(new RoleMark(role, this));
    layout->addWidget(m_number);
    layout->addWidget(m_of);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_number->setFont(scaledFont(font(), 1.25, QFont::DemiBold));
    m_of->setTone(QStringLiteral("muted"));
}

void RoleNumber::setNumber(const QString& number, const QString& of) {
    m_number->setText(number);
    m_of->setText(of);
    setAccessibleName(nameOf(m_role) + QStringLiteral(": ") + number + QStringLiteral(" ") + of);
    setToolTip(nameOf(m_role));
}

} // namespace signalbox::ui::live
