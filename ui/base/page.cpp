#include "ui/base/page.h"

namespace signalbox::ui {

Page::Page(client::BackendMirror& mirror, QWidget* parent) : QWidget(parent), m_mirror(mirror) {}

void Page::setAgent(const std::string& agent) {
    if (m_agent == agent)
        return;
    m_agent = agent;
    agentChanged();
}

void Page::setActive(bool /*active*/) {}

} // namespace signalbox::ui
