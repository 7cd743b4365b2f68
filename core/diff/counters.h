// Numbers that only count: of list items, headings, steps, table rows. Renumbering says nothing about what an agent
// does, so they are told from the numbers of the wording. A number at the start of a line counts when its neighbour
// (one less or one more) stands at the start of another line written the same way. Pure; any thread; the lines must
// outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::diff {

class Counters {
public:
    explicit Counters(const std::vector<std::string_view>& lines);

    // Bytes of the line (begin, end) that are its counter; two equal numbers: it has none.
    [[nodiscard]] std::pair<std::size_t, std::size_t> at(int line) const;

private:
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_spans; // of each line
};

} // namespace signalbox::diff
