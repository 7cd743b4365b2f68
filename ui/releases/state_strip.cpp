#include "ui/releases/state_strip.h"

#include <algorithm>

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int sampleWidth = 520;

QPushButton* makeStripButton(StateStrip* strip) {
    auto* button = new QPushButton(strip);
    button->setProperty("kind", u"flat"_s);
    button->hide();
    return button;
}

} // namespace

StateStrip::StateStrip(QWidget* parent)
    : QFrame(parent),
      m_sign(new PlainLabel(this)),
      m_sentence(new ElidedLabel(this)),
      m_details(new ElidedLabel(this)),
      m_sample(makeStripButton(this)),
      m_runbook(makeStripButton(this)),
      m_release(makeStripButton(this)) {
    setObjectName(u"stateStrip"_s);
    m_sentence->setFont(scaledFont(font(), 1.0, QFont::Medium));
    m_release->setProperty("kind", u"primary"_s);
    m_runbook->setText(tr("Runbook"));
    m_sample->setText(tr("Show one"));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_details);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, space::xs, space::l, space::xs);
    layout->setSpacing(space::s);
    layout->addWidget(m_sign);
    layout->addLayout(words, 1);
    for (QPushButton* button : {m_sample, m_runbook, m_release})
        layout->addWidget(button, 0, Qt::AlignVCenter);
    m_sign->setFixedSize(18, 18);
    m_release->ensurePolished();
    const int buttonHeight = m_release->sizeHint().height();
    const int wordsHeight = m_sentence->sizeHint().height() + m_details->sizeHint().height() + 2;
    setFixedHeight(std::max(buttonHeight, wordsHeight) + 2 * space::xs);
    connect(m_sample, &QPushButton::clicked, this, &StateStrip::showSample);
    connect(m_runbook, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(m_view.runbook)); });
    connect(m_release, &QPushButton::clicked, this, [this] { Q_EMIT releaseRequested(m_view.candidate); });
    connect(themeNotifier(), &ThemeNotifier::changed, this, &StateStrip::draw);
    draw();
}

void StateStrip::setView(const StripView& view) {
    if (view == m_view)
        return;
    const bool worse = view.tone == Tone::Bad && m_view.tone != Tone::Bad;
    m_view = view;
    draw();
    if (worse)
        announce(this, view.sentence, Urgency::Assertive);
}

void StateStrip::draw() {
    const bool bad = m_view.tone == Tone::Bad;
    const bool warns = m_view.tone == Tone::Warning;
    const bool hints = !m_view.candidate.isEmpty();
    m_sentence->setText(m_view.sentence);
    m_sentence->setColor(bad ? theme().bad : (warns ? theme().warning : (hints ? theme().text : theme().mutedText)));
    m_details->setText(m_view.details);
    m_details->setColor(bad ? theme().text : theme().mutedText);
    const QString sign = bad ? u"error"_s : (warns ? u"warning"_s : (hints ? u"info"_s : u"check"_s));
    const IconColor color =
        bad ? IconColor::Bad : (warns ? IconColor::Warning : (hints ? IconColor::Accent : IconColor::Muted));
    m_sign->setPixmap(m_view.sentence.isEmpty() ? QPixmap()
                                                : icon(sign, color).pixmap(QSize(18, 18), devicePixelRatio()));
    m_sample->setVisible(!m_view.sample.isEmpty());
    describe(m_sample, tr("Show one request that failed"));
    m_runbook->setVisible(QUrl(m_view.runbook).scheme().startsWith(u"http"_s));
    describe(m_runbook, tr("Open the runbook"), m_view.runbook);
    m_release->setVisible(hints);
    m_release->setText(tr("Release %1…").arg(m_view.candidate));
    describe(m_release, m_release->text());
    describe(this, tr("State of the agent"), m_view.sentence + u'\n' + m_view.details);
}

// Below its button and not modal: the release bar stays free.
void StateStrip::showSample() {
    delete m_shown.data();
    auto* panel = new QFrame(this, Qt::Popup);
    panel->setAttribute(Qt::WA_DeleteOnClose);
    panel->setProperty("panel", true);
    panel->setFixedWidth(sampleWidth);
    describe(panel, tr("A request that failed"), m_view.sample);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    auto* words = new PlainLabel(m_view.sample, panel);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(words);
    auto* copy = new QPushButton(tr("Copy the request's id"), panel);
    connect(copy, &QPushButton::clicked, panel, [panel, id = m_view.requestId] {
        QGuiApplication::clipboard()->setText(id);
        panel->close();
    });
    layout->addWidget(copy, 0, Qt::AlignLeft);
    panel->adjustSize();
    panel->move(m_sample->mapToGlobal(QPoint(m_sample->width() - panel->width(), m_sample->height() + space::xs)));
    panel->show();
    m_shown = panel;
}

} // namespace signalbox::ui::releases
