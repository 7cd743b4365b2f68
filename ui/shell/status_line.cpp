#include "ui/shell/status_line.h"

#include <QEvent>
#include <QHBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/chip.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

QString linkText(const QString& backend, const client::Link& link) {
    switch (link.state) {
    case client::LinkState::Connected:
        return StatusLine::tr("%1: connected, %2")
            .arg(backend, millisecondsText(static_cast<double>(link.roundTrip.count())));
    case client::LinkState::Stale: {
        const QString since = StatusLine::tr("%1: stale since %2").arg(backend, timeOfDayText(link.since));
        if (link.retryIn <= std::chrono::milliseconds(0))
            return since + StatusLine::tr(" · retrying");
        const auto seconds = (link.retryIn + std::chrono::milliseconds(999)) / std::chrono::seconds(1);
        return since + StatusLine::tr(" · retrying in %1 s").arg(qlonglong{seconds});
    }
    case client::LinkState::Connecting:
        break;
    }
    return StatusLine::tr("%1: connecting").arg(backend);
}

QString auditText(const AuditSeen& audit) {
    if (audit.degraded)
        return StatusLine::tr("audit log cannot be written");
    if (!audit.verified)
        return StatusLine::tr("audit: %1 entries").arg(countText(audit.size));
    if (!audit.verified->good)
        return StatusLine::tr("audit log does not verify");
    const QString verified = StatusLine::tr("audit verified to %1").arg(countText(audit.verified->size));
    const std::uint64_t newer = audit.size > audit.verified->size ? audit.size - audit.verified->size : 0;
    return newer > 0 ? verified + StatusLine::tr(", %1 newer to check").arg(countText(newer)) : verified;
}

StatusLine::StatusLine(QWidget* parent)
    : QFrame(parent),
      m_sign(new PlainLabel(this)),
      m_link(new ElidedLabel(this)),
      m_audit(new PlainLabel(this)),
      m_alerts(new QToolButton(this)),
      m_message(new ElidedLabel(this)),
      m_simulated(new Chip({tr("simulated"), std::nullopt, Tone::Warning}, this)) {
    setObjectName(u"statusLine"_s);
    describe(this, tr("Status"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, space::xs, space::m, space::xs);
    layout->setSpacing(space::s);
    layout->addWidget(m_sign);
    layout->addWidget(m_link);
    layout->addSpacing(space::l);
    layout->addWidget(m_audit);
    layout->addSpacing(space::l);
    layout->addWidget(m_alerts);
    layout->addSpacing(space::l);
    layout->addWidget(m_message, 1);
    m_alerts->setProperty("kind", u"link"_s);
    m_alerts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_alerts->setFocusPolicy(Qt::TabFocus);
    connect(m_alerts, &QToolButton::clicked, this, &StatusLine::alertsRequested);
    layout->addWidget(m_simulated);
    m_simulated->setToolTip(tr("Some answers come from the rehearsal server, not from a real model."));
    connect(themeNotifier(), &ThemeNotifier::changed, this, &StatusLine::drawIcon);
    clear();
}

void StatusLine::setLink(const QString& backend, const client::Link& link) {
    m_state = link.state;
    m_link->setText(linkText(backend, link));
    m_link->show();
    m_sign->show();
    drawIcon();
}

void StatusLine::setAudit(const AuditSeen& audit) {
    m_audit->setText(auditText(audit));
    const bool bad = audit.degraded || (audit.verified && !audit.verified->good);
    m_audit->setTone(bad ? u"bad"_s : QString());
    m_audit->show();
}

void StatusLine::setAlerts(std::size_t open) {
    m_alerts->setVisible(open > 0);
    m_alerts->setText(open == 1 ? tr("1 open alert") : tr("%1 open alerts").arg(countText(open)));
    m_alerts->setAccessibleName(m_alerts->text());
    m_alerts->setToolTip(tr("Shows what guardrails did and nobody has acknowledged yet"));
}

void StatusLine::setSimulated(bool simulated) {
    m_simulated->setVisible(simulated);
}

void StatusLine::setMessage(const QString& message) {
    m_message->setText(message);
    m_message->setColor(theme().warning);
}

void StatusLine::clear() {
    m_sign->hide();
    m_link->hide();
    m_audit->hide();
    m_alerts->hide();
    m_simulated->hide();
}

bool StatusLine::event(QEvent* event) {
    if (event->type() == QEvent::DevicePixelRatioChange)
        drawIcon();
    return QFrame::event(event);
}

void StatusLine::drawIcon() {
    const bool up = m_state == client::LinkState::Connected;
    const bool down = m_state == client::LinkState::Stale;
    m_sign->setPixmap(icon(down ? u"link-off"_s : u"link"_s, up     ? IconColor::Good
                                                             : down ? IconColor::Bad
                                                                    : IconColor::Muted)
                          .pixmap(QSize(16, 16), devicePixelRatio()));
    m_alerts->setIcon(icon(u"warning"_s, IconColor::Bad));
}

} // namespace signalbox::ui::shell
