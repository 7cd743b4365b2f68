#include "ui/releases/pace_row.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using release::Pace;

namespace {

constexpr int ownId = -2; // the group gives -1 to who has no number

int idOf(std::optional<Pace> pace) {
    return pace ? static_cast<int>(*pace) : ownId;
}

} // namespace

PaceRow::PaceRow(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::xs);
    add(Pace::Careful, tr("Careful"), tr("Smaller shares first, each for twice as long, an approval before all of it"));
    add(Pace::Usual, tr("Usual"), tr("As the agent's release.yaml says"));
    add(Pace::LowTraffic, tr("Low traffic"), tr("Few steps of a day or more, and a week of watching"));
    add(std::nullopt, tr("Own …"), tr("Steps, holds and approvals one by one"));
    row->addStretch(1);
    // Tab goes to the chosen one, the arrow keys go on from there.
    connect(m_group, &QButtonGroup::buttonToggled, this, [](QAbstractButton* button, bool down) {
        button->setFocusPolicy(down ? Qt::StrongFocus : Qt::ClickFocus);
    });
    connect(m_group, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT chosen(id == ownId ? std::nullopt : std::optional(static_cast<Pace>(id))); });
    setChosen(Pace::Usual);
}

void PaceRow::add(std::optional<Pace> pace, const QString& text, const QString& about) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setProperty("kind", u"framed"_s);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::ClickFocus);
    button->setToolTip(plainToolTip(about));
    describe(button, tr("How fast: %1").arg(text), about);
    m_group->addButton(button, idOf(pace));
    layout()->addWidget(button);
}

void PaceRow::setChosen(std::optional<Pace> pace) {
    button(pace).setChecked(true);
}

QToolButton& PaceRow::button(std::optional<Pace> pace) const {
    return *qobject_cast<QToolButton*>(m_group->button(idOf(pace)));
}

} // namespace signalbox::ui::releases
