#include "core/gateway/feedback_book.h"

namespace signalbox::gateway {

void FeedbackBook::remember(std::uint64_t number, const Assigned& assigned, WallTime asked) {
    if (m_requests == 0)
        return;
    const std::size_t place = number % m_requests;
    if (place >= m_entries.size())
        m_entries.resize(place + 1);
    m_entries[place] = {.number = number,
                        .version = assigned.version,
                        .role = assigned.role,
                        .weight = assigned.weight,
                        .unit = assigned.unit,
                        .asked = asked};
}

const FeedbackBook::Entry* FeedbackBook::find(std::uint64_t number) const {
    if (number == 0 || m_requests == 0)
        return nullptr;
    const std::size_t place = number % m_requests;
    return place < m_entries.size() && m_entries[place].number == number ? &m_entries[place] : nullptr;
}

} // namespace signalbox::gateway
