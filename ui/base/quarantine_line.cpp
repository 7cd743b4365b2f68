#include "ui/base/quarantine_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/protocol/access.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/link_words.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

QuarantineLine::QuarantineLine(QWidget* parent)
    : QFrame(parent),
      m_text(new PlainLabel(this)),
      m_whyNot(new PlainLabel(this)),
      m_lift(new QPushButton(this)) {
    setProperty("panel", true);
    setProperty("tone", u"warning"_s);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::xs);
    words->addWidget(m_text);
    words->addWidget(m_whyNot);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::m, space::s, space::m, space::s);
    row->setSpacing(space::m);
    row->addLayout(words, 1);
    row->addWidget(m_lift, 0, Qt::AlignVCenter);
    describe(m_lift, tr("Lift the quarantine"));
    m_text->setWordWrap(true);
    m_whyNot->setWordWrap(true);
    m_whyNot->setTone(u"muted"_s);
    connect(m_lift, &QPushButton::clicked, this, [this] { Q_EMIT liftRequested(m_version); });
    hide();
}

void QuarantineLine::setQuarantined(const release::Quarantined* held, const QString& whyNot) {
    setVisible(held != nullptr);
    if (held == nullptr)
        return;
    m_version = QString::fromStdString(held->version.name());
    m_text->setText(quarantinedText(*held));
    m_whyNot->setText(whyNot);
    m_whyNot->setVisible(!whyNot.isEmpty());
    m_lift->setText(tr("Lift the quarantine…"));
    m_lift->setEnabled(whyNot.isEmpty());
    describe(m_lift, tr("Lift the quarantine of %1").arg(plainLine(held->version.name(), 60)), whyNot);
    describe(this, m_text->text(), whyNot);
}

QString quarantinedText(const release::Quarantined& held, int limit) {
    const QString text =
        QuarantineLine::tr("%1 is quarantined since %2").arg(plainLine(held.version.name(), 60), timeText(held.since));
    return held.reason.empty() ? text : QString(text % u": "_s % plainLine(held.reason, limit));
}

const release::Quarantined* quarantineOf(const release::AgentState& state, const agents::VersionRef& version) {
    // A version without a digest in its tag is known by its number alone.
    const auto found = std::ranges::find_if(state.quarantine, [&version](const release::Quarantined& held) {
        const bool unknown = held.version.digest.isNull() || version.digest.isNull();
        return held.version.version == version.version && (unknown || held.version.digest == version.digest);
    });
    return found == state.quarantine.end() ? nullptr : &*found;
}

QString unquarantineObstacle(const client::BackendMirror& mirror) {
    const auto& backend = mirror.backend();
    if (!mirror.isFresh())
        return staleText(mirror.session().link());
    if (backend && !protocol::mayUse(backend->role, "unquarantine"))
        return QuarantineLine::tr("Only a release manager can lift it.");
    return {};
}

} // namespace signalbox::ui
