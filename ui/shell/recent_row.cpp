#include "ui/shell/recent_row.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/base/accessible.h"
#include "ui/base/chip.h"
#include "ui/base/day_text.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

WallTime nowHere() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace

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
    const ChipSpec spec =
        m_missing ? ChipSpec{.text = tr("the folder is not there"), .tone = Tone::Bad} : stateOf(m_backend, nowHere());
    m_state->setSpec(spec);
    m_state->setVisible(!spec.text.isEmpty());
    m_state->setToolTip(plainToolTip(spec.text));
    m_open->setAccessibleDescription(spec.text);
}

ChipSpec stateOf(const RecentBackend& backend, WallTime now) {
    using Open = RecentBackend::Open;
    const BackendSummary& seen = backend.seen;
    const Tone alarmed = seen.alarmed ? Tone::Warning : Tone::Neutral;
    if (backend.open == Open::Connected)
        return {.text = seen.text.isEmpty() ? RecentRow::tr("open") : RecentRow::tr("open · %1").arg(seen.text),
                .tone = seen.alarmed ? Tone::Warning : Tone::Good};
    QString last;
    if (!seen.text.isEmpty())
        last = seen.at == WallTime{} ? RecentRow::tr("%1 when last seen, nobody knows when").arg(seen.text)
                                     : RecentRow::tr("%1 when last seen, %2").arg(seen.text, dayTimeText(seen.at, now));
    if (backend.open == Open::No)
        return {.text = last, .tone = alarmed};
    return {.text = last.isEmpty() ? RecentRow::tr("open, not connected")
                                   : RecentRow::tr("open, not connected · %1").arg(last),
            .tone = Tone::Warning};
}

} // namespace signalbox::ui::shell
