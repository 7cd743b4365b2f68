#include "core/gateway/feedback_book.h"

namespace signalbox::gateway {

void FeedbackBook::remember(std::uint64_t number, const Assigned& assigned, WallTime asked) {
    if (m_entries.empty())
        return;
    m_entries[number % m_entries.size()] = {.number = number,
                                            .version = assigned.version,
                                            .role = assigned.role,
                                            .weight = assigned.weight,
                                            .unit = assigned.unit,
                                            .asked = asked};
}

const FeedbackBook::Entry* FeedbackBook::find(std::uint64_t number) const {
    if (number == 0 || m_entries.empty())
        return nullptr;
    const Entry& entry = m_entries[number % m_entries.size()];
    return entry.number == number ? &entry : nullptr;
}

} // namespace signalbox::gateway
