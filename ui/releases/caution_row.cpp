#include "ui/releases/caution_row.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconSide = 18;

QString wordOf(Tone tone) {
    return tone == Tone::Bad       ? u"bad"_s
           : tone == Tone::Warning ? u"warning"_s
           : tone == Tone::Good    ? u"good"_s
                                   : QString();
}

IconColor signColor(Tone tone) {
    return tone == Tone::Bad       ? IconColor::Bad
           : tone == Tone::Warning ? IconColor::Warning
           : tone == Tone::Good    ? IconColor::Good
                                   : IconColor::Muted;
}

} // namespace

CautionRow::CautionRow(const QString& iconName, QWidget* parent)
    : QFrame(parent),
      m_icon(iconName),
      m_sign(new PlainLabel(this)),
      m_text(new PlainLabel(this)),
      m_hint(new PlainLabel(this)),
      m_row(new QHBoxLayout(this)) {
    setProperty("panel", true);
    m_row->setContentsMargins(space::m, space::xs, space::s, space::xs);
    m_row->setSpacing(space::s);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_text);
    words->addWidget(m_hint);
    m_row->addWidget(m_sign, 0, Qt::AlignVCenter);
    m_row->addLayout(words, 1);
    m_text->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_hint->setTone(u"muted"_s);
    connect(themeNotifier(), &ThemeNotifier::changed, this, &CautionRow::drawIcon);
    drawIcon();
    hide();
}

QPushButton* CautionRow::addButton(const QString& name) {
    auto* button = new QPushButton(this);
    button->setObjectName(name);
    m_row->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void CautionRow::say(Tone tone, const QString& text, const QString& hint) {
    setVisible(!text.isEmpty());
    if (m_tone != tone) {
        m_tone = tone;
        setProperty("tone", wordOf(tone));
        style()->unpolish(this);
        style()->polish(this);
        drawIcon();
    }
    if (m_text->text() != text || m_hint->text() != hint) {
        m_text->setText(text);
        m_hint->setText(hint);
        m_hint->setVisible(!hint.isEmpty());
        describe(this, text, hint);
    }
}

void CautionRow::setSign(const QString& iconName) {
    if (m_icon == iconName)
        return;
    m_icon = iconName;
    drawIcon();
}

QString CautionRow::text() const {
    return m_text->text();
}

void CautionRow::show(QPushButton* button, const Offer& offer, const QString& text) {
    const QString name = text.isEmpty() ? offer.text : text;
    button->setText(name);
    button->setVisible(offer.visible);
    button->setEnabled(offer.enabled);
    button->setToolTip(plainToolTip(offer.reason));
    describe(button, name, offer.reason);
}

void CautionRow::drawIcon() {
    m_sign->setPixmap(icon(m_icon, signColor(m_tone)).pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
}

} // namespace signalbox::ui::releases
