#include "core/diff/counters.h"

#include <charconv>
#include <cstdint>
#include <set>
#include <string>

namespace signalbox::diff {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Candidate {
    std::string way; // how it is written: what stands before and behind the number
    int number = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool isPlain = false; // neither a word nor an outline before it: "1." alone is a list of one
};

class LineStart {
public:
    explicit LineStart(std::string_view line) : m_line(line) {}

    bool read(Candidate& found) {
        skip([](char c) { return std::string_view(" \t>#*-+|([_").contains(c); });
        const bool heading = m_line.substr(0, m_at).contains('#');
        const std::size_t wordAt = m_at;
        skip(isLetter);
        const bool word = m_at > wordAt;
        if (word && (m_at - wordAt > longestWord || !take(' ')))
            return false;
        found.begin = static_cast<std::uint32_t>(m_at);
        if (!readNumber(found.number))
            return false;
        found.end = static_cast<std::uint32_t>(m_at);
        const std::string_view behind = m_line.substr(m_at).substr(0, 2);
        const bool closes = !behind.empty() && std::string_view(".):]").contains(behind[0]);
        const bool ends = closes ? behind.size() == 1 || behind[1] == ' ' || behind[1] == '*' || behind[1] == '\r'
                                 : behind == " |" || (heading && (behind.empty() || behind[0] == ' '));
        if (!ends)
            return false;
        found.isPlain = !word && m_lastPart == found.begin && closes;
        found.way = std::string(m_line.substr(0, m_lastPart)) + '\n' + (closes ? behind[0] : ' ');
        return true;
    }

private:
    static constexpr std::size_t longestWord = 12; // "Step", "Section", "Instruction"

    void skip(const auto& fits) {
        while (m_at < m_line.size() && fits(m_line[m_at]))
            ++m_at;
    }

    bool take(char c) {
        const bool there = m_at < m_line.size() && m_line[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }

    // "3", "2.3": the last part counts, what stands before it belongs to the way.
    bool readNumber(int& number) {
        for (;;) {
            m_lastPart = m_at;
            skip(isDigit);
            if (m_at == m_lastPart || m_at - m_lastPart > 4)
                return false;
            std::from_chars(m_line.data() + m_lastPart, m_line.data() + m_at, number);
            if (m_at + 1 >= m_line.size() || m_line[m_at] != '.' || !isDigit(m_line[m_at + 1]))
                return true;
            ++m_at;
        }
    }

    std::string_view m_line;
    std::size_t m_at = 0;
    std::size_t m_lastPart = 0;
};

} // namespace

Counters::Counters(const std::vector<std::string_view>& lines) : m_spans(lines.size()) {
    std::vector<std::pair<std::size_t, Candidate>> candidates;
    std::set<std::pair<std::string, int>> all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Candidate found;
        if (!LineStart(lines[i].substr(0, 200)).read(found))
            continue;
        all.emplace(found.way, found.number);
        candidates.emplace_back(i, std::move(found));
    }
    for (const auto& [line, found] : candidates) {
        const bool hasNeighbour =
            all.contains({found.way, found.number - 1}) || all.contains({found.way, found.number + 1});
        if (hasNeighbour || (found.isPlain && found.number <= 1))
            m_spans[line] = {found.begin, found.end};
    }
}

std::pair<std::size_t, std::size_t> Counters::at(int line) const {
    if (line < 0 || static_cast<std::size_t>(line) >= m_spans.size())
        return {0, 0};
    return m_spans[static_cast<std::size_t>(line)];
}

} // namespace signalbox::diff
