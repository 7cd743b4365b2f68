#include "ui/releases/share_row.h"

#include <QHBoxLayout>

#include "ui/base/elided_label.h"
#include "ui/base/plain_text.h"
#include "ui/releases/release_text.h"
#include "ui/releases/weight_bar.h"

namespace signalbox::ui::releases {

namespace {

const RoleShare* shareOf(const std::vector<RoleShare>& shares, traffic::Role role) {
    const auto found = std::ranges::find(shares, role, &RoleShare::role);
    return found == shares.end() ? nullptr : &*found;
}

} // namespace

ShareRow::ShareRow(QWidget* parent)
    : QWidget(parent),
      m_agent(new ElidedLabel(this)),
      m_stable(new Chip({}, this)),
      m_bar(new WeightBar(this)),
      m_stableShare(new PlainLabel(this)),
      m_canary(new Chip({}, this)),
      m_canaryShare(new PlainLabel(this)),
      m_shadow(new Chip({}, this)),
      m_shadowShare(new PlainLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    m_agent->setFont(scaledFont(font(), 1.35, QFont::DemiBold));
    m_bar->setMaximumWidth(320);
    for (PlainLabel* share : {m_stableShare, m_canaryShare, m_shadowShare})
        share->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    layout->addWidget(m_agent);
    layout->addSpacing(space::l);
    layout->addWidget(m_stable);
    layout->addWidget(m_stableShare);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_canary);
    layout->addWidget(m_canaryShare);
    layout->addSpacing(space::s);
    layout->addWidget(m_shadow);
    layout->addWidget(m_shadowShare);
    layout->addStretch(1);
}

void ShareRow::showView(const ReleaseView& view) {
    m_agent->setText(view.agent);
    const auto fill = [&](traffic::Role role, Chip* chip, PlainLabel* share) {
        const RoleShare* found = shareOf(view.shares, role);
        chip->setVisible(found != nullptr);
        share->setVisible(found != nullptr);
        if (found == nullptr)
            return;
        chip->setSpec({ui::nameOf(role) + u' ' + found->version, role});
        share->setText(role == traffic::Role::Shadow ? tr("%1 copied").arg(percentOf(found->weight))
                                                     : percentOf(found->weight));
    };
    fill(traffic::Role::Stable, m_stable, m_stableShare);
    fill(traffic::Role::Canary, m_canary, m_canaryShare);
    fill(traffic::Role::Shadow, m_shadow, m_shadowShare);
    const RoleShare* canary = shareOf(view.shares, traffic::Role::Canary);
    m_bar->setCanary(canary != nullptr ? canary->weight : traffic::Weight());
}

} // namespace signalbox::ui::releases
