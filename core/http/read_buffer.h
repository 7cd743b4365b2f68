// Bytes that were received and not consumed yet, in one piece. Grows only in prepare(), which must not be called while
// a read into the space it gave is pending. One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace signalbox::http {

class ReadBuffer {
public:
    [[nodiscard]] std::string_view view() const { return {m_data.get() + m_begin, m_end - m_begin}; }

    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }

    void commit(std::size_t count) { m_end += count; }

    // While a read is pending only consume() may be called; the freed space is used by the next prepare().
    void consume(std::size_t count) { m_begin += count; }

    // Free space at the end, so that at most `limit` bytes are held; empty when that many are there.
    [[nodiscard]] std::span<char> prepare(std::size_t limit) {
        if (m_begin == m_end)
            m_begin = m_end = 0;
        if (m_capacity > keptBytes && m_end == 0 && limit < m_capacity)
            reserve(smallestBytes);
        if (size() >= limit)
            return {};
        if (m_end == m_capacity || m_capacity < limit / 4) {
            const std::size_t wanted = std::max(smallestBytes, limit > keptBytes ? limit : size() * 2);
            if (wanted > m_capacity)
                reserve(std::min(wanted, std::max(limit, smallestBytes)));
            else
                compact();
        }
        return {m_data.get() + m_end, std::min(m_capacity - m_end, limit - size())};
    }

private:
    static constexpr std::size_t smallestBytes = 2 * 1024;
    static constexpr std::size_t keptBytes = 16 * 1024;

    void compact() {
        std::memmove(m_data.get(), m_data.get() + m_begin, size());
        m_end -= m_begin;
        m_begin = 0;
    }

    void reserve(std::size_t capacity) {
        auto data = std::make_unique_for_overwrite<char[]>(capacity);
        if (m_end > m_begin)
            std::memcpy(data.get(), m_data.get() + m_begin, size());
        m_data = std::move(data);
        m_capacity = capacity;
        m_end -= m_begin;
        m_begin = 0;
    }

    std::unique_ptr<char[]> m_data;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace signalbox::http
