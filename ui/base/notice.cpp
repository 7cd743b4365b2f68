#include "ui/base/notice.h"

#include <ranges>

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

#include "core/base/findings.h"
#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostFindings = 8;

} // namespace

Notice::Notice(QWidget* parent)
    : QFrame(parent),
      m_sign(new PlainLabel(this)),
      m_text(new PlainLabel(this)),
      m_hint(new PlainLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QPushButton(this)) {
    setProperty("panel", true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::s, space::s);
    layout->setSpacing(space::s);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_text);
    words->addWidget(m_hint);
    layout->addWidget(m_sign, 0, Qt::AlignVCenter);
    layout->addLayout(words, 1);
    layout->addWidget(m_action, 0, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    m_text->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_hint->setTone(u"muted"_s);
    m_close->setProperty("kind", u"flat"_s);
    m_action->hide();
    m_close->hide();
    connect(m_action, &QPushButton::clicked, this, &Notice::activated);
    connect(m_close, &QPushButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
    connect(themeNotifier(), &ThemeNotifier::changed, this, &Notice::drawIcon);
    hide();
}

void Notice::say(Tone tone, const QString& text, const QString& hint, const QString& action) {
    m_tone = tone;
    m_said = text;
    m_hinted = hint;
    const QString word = tone == Tone::Bad       ? u"bad"_s
                         : tone == Tone::Warning ? u"warning"_s
                         : tone == Tone::Good    ? u"good"_s
                                                 : QString();
    m_text->setTone(word);
    if (property("tone").toString() != word) {
        setProperty("tone", word);
        style()->unpolish(this);
        style()->polish(this);
    }
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    describe(this, text, hint);
    drawIcon();
    show();
    fit();
    announce(this, text, tone == Tone::Bad ? Urgency::Assertive : Urgency::Polite);
}

void Notice::sayError(const Error& error, const QString& action) {
    constexpr int enough = 240; // what is longer than a sentence pushes the page away
    if (error.findings.empty())
        return say(Tone::Bad, plainLine(error.message, enough), plainLine(error.hint, enough), action);
    QStringList lines;
    for (const Finding& finding : error.findings | std::views::take(mostFindings))
        lines += plainText(textOf(finding), 4 * enough);
    const auto left = static_cast<int>(error.findings.size()) - static_cast<int>(lines.size());
    if (left > 0)
        lines += tr("… and %1 more").arg(left);
    const QString file = plainLine(error.findings.front().place.file, 80);
    say(Tone::Bad,
        error.findings.size() == 1 ? tr("A mistake in %1").arg(file)
                                   : tr("%1 mistakes in %2").arg(error.findings.size()).arg(file),
        lines.join(u'\n'), action);
}

void Notice::setDismissText(const QString& text) {
    m_close->setText(text);
    m_close->setAccessibleName(text);
    m_close->setVisible(!text.isEmpty());
}

void Notice::setHint(const QString& hint) {
    m_hinted = hint;
    setAccessibleDescription(hint);
    fit();
}

void Notice::setCompact(bool compact) {
    m_compact = compact;
    layout()->setContentsMargins(space::m, compact ? space::xs : space::s, space::s, compact ? space::xs : space::s);
    for (PlainLabel* label : {m_text, m_hint}) {
        label->setWordWrap(!compact);
        label->setSizePolicy(compact ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    }
    fit();
}

int Notice::compactHeight() const {
    return 2 * fontMetrics().lineSpacing() + 2 + 2 * space::xs + 2 * frameWidth() + 2;
}

void Notice::clear() {
    m_said.clear();
    m_hinted.clear();
    m_text->clear();
    hide();
}

bool Notice::event(QEvent* event) {
    const bool done = QFrame::event(event);
    if (m_compact && event->type() == QEvent::LayoutRequest)
        fit(); // a button came or went: the lines are longer or shorter now
    return done;
}

void Notice::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    if (m_compact)
        fit();
}

void Notice::fit() {
    bool cut = false;
    const auto put = [&](PlainLabel* label, const QString& whole) {
        QString line = whole;
        if (m_compact)
            line = fitted(label->fontMetrics(), line.replace(u'\n', u' '), std::max(label->width(), 1));
        cut = cut || line != whole;
        label->setText(line);
    };
    m_hint->setVisible(!m_hinted.isEmpty());
    layout()->activate(); // so that the lines are as long as they are going to be
    put(m_text, m_said);
    put(m_hint, m_hinted);
    setToolTip(cut ? plainToolTip(m_hinted.isEmpty() ? m_said : QString(m_said % u'\n' % m_hinted)) : QString());
}

void Notice::drawIcon() {
    const bool bad = m_tone == Tone::Bad;
    const QString name = bad                       ? u"error"_s
                         : m_tone == Tone::Warning ? u"warning"_s
                         : m_tone == Tone::Good    ? u"check"_s
                                                   : u"info"_s;
    const IconColor color = bad                       ? IconColor::Bad
                            : m_tone == Tone::Warning ? IconColor::Warning
                            : m_tone == Tone::Good    ? IconColor::Good
                                                      : IconColor::Accent;
    m_sign->setPixmap(icon(name, color).pixmap(QSize(18, 18), devicePixelRatio()));
}

} // namespace signalbox::ui
