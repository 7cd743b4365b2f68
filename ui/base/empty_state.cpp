#include "ui/base/empty_state.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent),
      m_picture(new PlainLabel(this)),
      m_sentence(new PlainLabel(this)),
      m_next(new PlainLabel(this)),
      m_button(new QPushButton(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->setSpacing(space::s);
    layout->addStretch(2);
    for (PlainLabel* label : {m_picture, m_sentence, m_next}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    m_sentence->setFont(scaledFont(font(), 1.15, QFont::DemiBold));
    m_next->setTone(u"muted"_s);
    layout->addSpacing(space::s);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::activated);
    connect(themeNotifier(), &ThemeNotifier::changed, this, &EmptyState::drawIcon);
}

EmptyState::EmptyState(const QString& icon, const QString& sentence, const QString& next, const QString& button,
                       QWidget* parent)
    : EmptyState(parent) {
    setContent(icon, sentence, next, button);
}

void EmptyState::setContent(const QString& icon, const QString& sentence, const QString& next, const QString& button) {
    m_iconName = icon;
    m_sentence->setText(sentence);
    m_next->setText(next);
    m_next->setVisible(!next.isEmpty());
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    setAccessibleName(sentence);
    setAccessibleDescription(next);
    drawIcon();
}

void EmptyState::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange)
        m_sentence->setFont(scaledFont(font(), 1.15, QFont::DemiBold));
    QWidget::changeEvent(event);
}

void EmptyState::drawIcon() {
    m_picture->setPixmap(icon(m_iconName, IconColor::Muted).pixmap(QSize(40, 40), devicePixelRatio()));
}

} // namespace signalbox::ui
