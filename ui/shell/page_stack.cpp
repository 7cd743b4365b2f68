#include "ui/shell/page_stack.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"

namespace signalbox::ui::shell {

PageStack::PageStack(client::BackendMirror& mirror, std::vector<PageFactory> factories, QWidget* parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_factories(std::move(factories)),
      m_pages(m_factories.size(), nullptr),
      m_tabs(new QTabBar(this)),
      m_stack(new QStackedWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    describe(m_tabs, tr("Pages"));
    for (const PageFactory& factory : m_factories)
        m_tabs->addTab(icon(factory.icon, IconColor::Muted), factory.title);
    for (int i = 0; i < m_tabs->count(); ++i)
        m_tabs->setTabToolTip(i, tr("%1 (Ctrl+%2)").arg(m_tabs->tabText(i)).arg(i + 1));
    connect(m_tabs, &QTabBar::currentChanged, this, &PageStack::currentChanged);
}

Page* PageStack::page(int index) {
    const auto at = static_cast<std::size_t>(index);
    if (m_pages[at] == nullptr) {
        Page* made = m_factories[at].make(m_mirror, m_stack);
        m_pages[at] = made;
        m_stack->addWidget(made);
        connect(made, &Page::compareRequested, this, &PageStack::compare);
        connect(made, &Page::evidenceRequested, this, &PageStack::showEvidence);
        connect(made, &Page::releaseRequested, this, &PageStack::releaseRequested);
        connect(made, &Page::unquarantineRequested, this, &PageStack::unquarantineRequested);
    }
    return m_pages[at];
}

void PageStack::setAgent(const std::string& agent) {
    m_agent = agent;
    if (m_current < 0 && count() > 0)
        currentChanged(m_tabs->currentIndex());
    else if (m_current >= 0)
        page(m_current)->setAgent(agent);
}

void PageStack::setActive(bool active) {
    if (m_active == active)
        return;
    m_active = active;
    if (m_current >= 0)
        page(m_current)->setActive(active);
}

void PageStack::currentChanged(int index) {
    if (index < 0 || m_agent.empty())
        return;
    if (m_current >= 0 && m_current != index && m_active)
        page(m_current)->setActive(false);
    m_current = index;
    Page* shown = page(index);
    shown->setAgent(m_agent);
    m_stack->setCurrentWidget(shown);
    shown->setActive(m_active);
}

void PageStack::showPage(int index) {
    if (index < 0 || index >= m_tabs->count())
        return;
    m_tabs->setCurrentIndex(index);
    Q_EMIT pageAsked();
}

void PageStack::showPage(const QString& id) {
    for (int i = 0; i < count(); ++i)
        if (factory(i).id == id)
            showPage(i);
}

void PageStack::setCount(const QString& id, std::size_t count) {
    for (int i = 0; i < this->count(); ++i)
        if (factory(i).id == id)
            m_tabs->setTabText(i, count == 0 ? factory(i).title : tr("%1 (%2)").arg(factory(i).title).arg(count));
}

QString PageStack::currentId() const {
    return m_current < 0 ? QString() : factory(m_current).id;
}

QString PageStack::currentTitle() const {
    return m_current < 0 ? QString() : factory(m_current).title;
}

void PageStack::compare(const QString& left, const QString& right) {
    for (int i = 0; i < count(); ++i) {
        if (!factory(i).showPair)
            continue;
        showPage(i);
        factory(i).showPair(*page(i), left, right);
        return;
    }
}

void PageStack::showEvidence(const std::string& agent, const std::string& guard) {
    if (agent != m_agent)
        Q_EMIT agentRequested(agent);
    for (int i = 0; i < count(); ++i) {
        if (!factory(i).showEvidence || agent != m_agent)
            continue;
        showPage(i);
        factory(i).showEvidence(*page(i), guard);
        return;
    }
}

void PageStack::refresh() {
    if (m_current >= 0)
        page(m_current)->refresh();
}

} // namespace signalbox::ui::shell
