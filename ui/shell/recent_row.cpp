#include "ui/shell/recent_row.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/base/accessible.h"
#include "ui/base/chip.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

RecentRow::RecentRow(const RecentBackend& backend, QWidget* parent)
    : QWidget(parent),
      m_backend(backend),
      m_open(new QPushButton(this)),
      m_state(new Chip({}, this)) {
    const bool folder = backend.kind == RecentBackend::Kind::Folder;
    const QString all = plainLine(backend.where.toStdString(), 400);
    // A single "&" would be taken for a shortcut's mark.
    QString shown = fitted(fontMetrics(), all, fontMetrics().averageCharWidth() * 64, Qt::ElideMiddle);
    m_open->setText(shown.replace(u'&', "&&"_L1));
    m_open->setProperty("kind", u"flat"_s);
    m_open->setAccessibleName(all);
    m_open->setToolTip(plainToolTip(all));
    m_open->setIcon(icon(folder ? u"folder"_s : u"link"_s, IconColor::Accent));
    auto* remove = new QPushButton(icon(u"close"_s, IconColor::Muted), QString(), this);
    remove->setProperty("kind", u"flat"_s);
    remove->setToolTip(folder ? tr("Takes it off this list. The folder stays as it is.")
                              : tr("Takes it off this list and forgets its token."));
    describe(remove, tr("Remove %1").arg(all), remove->toolTip());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    row->addWidget(m_open);
    row->addWidget(m_state);
    row->addStretch(1);
    row->addWidget(remove);
    connect(m_open, &QPushButton::clicked, this, &RecentRow::opened);
    connect(remove, &QPushButton::clicked, this, &RecentRow::removed);
    showState();
}

void RecentRow::setMissing() {
    m_missing = true;
    showState();
}

void RecentRow::showState() {
    const BackendSummary& seen = m_backend.seen;
    ChipSpec spec{.text = seen.text, .tone = seen.alarmed ? Tone::Warning : Tone::Neutral};
    if (m_missing)
        spec = {.text = tr("the folder is not there"), .tone = Tone::Bad};
    else if (m_backend.isOpen)
        spec = {.text = seen.text.isEmpty() ? tr("open") : tr("open · %1").arg(seen.text),
                .tone = seen.alarmed ? Tone::Warning : Tone::Good};
    else if (!seen.text.isEmpty())
        spec.text = tr("%1, when last seen").arg(seen.text);
    m_state->setSpec(spec);
    m_state->setVisible(!spec.text.isEmpty());
    m_state->setToolTip(plainToolTip(spec.text));
    m_open->setAccessibleDescription(spec.text);
}

} // namespace signalbox::ui::shell
