#include "ui/base/sheet.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui {

Sheet::Sheet(const QString& title, QWidget* parent)
    : QFrame(parent),
      m_title(new PlainLabel(this)),
      m_column(new QVBoxLayout(this)) {
    m_title->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
    m_title->setWordWrap(true);
    m_column->setContentsMargins(space::l, space::m, space::l, space::m);
    m_column->setSpacing(space::m);
    m_column->addWidget(m_title);
    setTitle(title);
    hide();
}

void Sheet::setTitle(const QString& title) {
    m_title->setText(title);
    describe(this, title);
}

QString Sheet::title() const {
    return m_title->text();
}

void Sheet::open() {
    if (!isVisible())
        m_before = QApplication::focusWidget();
    show();
    QWidget* field = m_first != nullptr ? m_first.data() : firstField();
    if (field != nullptr)
        field->setFocus(Qt::PopupFocusReason);
}

QWidget* Sheet::firstField() const {
    for (QWidget* next = nextInFocusChain(); next != this; next = next->nextInFocusChain())
        if (isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus) != 0 && next->isVisible() && next->isEnabled())
            return next;
    return nullptr;
}

QPushButton* Sheet::addButton(const QString& text) {
    auto* button = new QPushButton(text, this);
    button->setAccessibleName(text);
    button->setAutoDefault(true);
    return button;
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return reject();
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isReturn || !m_default || qobject_cast<QAbstractButton*>(focusWidget()) != nullptr)
        return QFrame::keyPressEvent(event);
    m_default->click();
}

void Sheet::closeEvent(QCloseEvent* event) {
    event->accept();
    const bool had = isAncestorOf(QApplication::focusWidget());
    Q_EMIT closed();
    if (had && m_before && m_before->isVisible())
        m_before->setFocus(Qt::PopupFocusReason);
}

} // namespace signalbox::ui
