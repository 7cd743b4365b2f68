#include "core/http/deadlines.h"

namespace signalbox::http {

Expiring::~Expiring() {
    if (m_owner != nullptr)
        m_owner->remove(*this);
}

Deadlines::~Deadlines() {
    while (m_first != nullptr)
        remove(*m_first);
}

void Deadlines::add(Expiring& item) {
    item.m_owner = this;
    item.m_next = m_first;
    if (m_first != nullptr)
        m_first->m_previous = &item;
    m_first = &item;
}

void Deadlines::remove(Expiring& item) {
    (item.m_previous != nullptr ? item.m_previous->m_next : m_first) = item.m_next;
    if (item.m_next != nullptr)
        item.m_next->m_previous = item.m_previous;
    item.m_owner = nullptr;
    item.m_previous = item.m_next = nullptr;
}

void Deadlines::sweep(Monotonic now) {
    for (Expiring* item = m_first; item != nullptr;) {
        Expiring* next = item->m_next;
        if (item->m_deadline <= now) {
            item->m_deadline = Expiring::never;
            item->expire();
        }
        item = next;
    }
}

} // namespace signalbox::http
