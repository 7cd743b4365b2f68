#include "core/diff/text_diff.h"

#include <algorithm>
#include <span>

#include "core/diff/pairing.h"
#include "core/diff/words.h"
#include "core/diff/xdiff.h"

namespace signalbox::diff {
namespace {

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    lines.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::span<const std::string_view> part(const std::vector<std::string_view>& lines, int first, int count) {
    return std::span(lines).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

class Builder {
public:
    Builder(TextDiff& diff, std::stop_token stop) : m_diff(diff), m_stop(std::move(stop)) {
        m_diff.rows.reserve(std::max(diff.leftLines.size(), diff.rightLines.size()) + 16);
    }

    Result<void> build(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            addEqualUntil(block.left);
            if (auto done = add(block); !done)
                return done;
        }
        addEqualUntil(static_cast<int>(m_diff.leftLines.size()));
        count();
        return {};
    }

private:
    void addEqualUntil(int left) {
        while (m_left < left)
            m_diff.rows.push_back({LineKind::Equal, m_left++, m_right++, {}, {}});
    }

    void addUnpaired(int left, int right) {
        while (m_left < left)
            m_diff.rows.push_back({LineKind::Removed, m_left++, -1, {}, {}});
        while (m_right < right)
            m_diff.rows.push_back({LineKind::Added, -1, m_right++, {}, {}});
    }

    Result<void> add(const Block& block) {
        if (m_stop.stop_requested())
            return failure(Errc::Cancelled, "cancelled", "The comparison was cancelled.");
        const auto pairs = m_pairing.pair(part(m_diff.leftLines, block.left, block.leftCount),
                                          part(m_diff.rightLines, block.right, block.rightCount));
        for (const auto& [left, right] : pairs) {
            addUnpaired(block.left + left, block.right + right);
            if (takeEqual())
                continue;
            if ((++m_pairs % 256) == 0 && m_stop.stop_requested())
                return failure(Errc::Cancelled, "cancelled", "The comparison was cancelled.");
            auto words = differingWords(m_diff.leftLines[static_cast<std::size_t>(m_left)],
                                        m_diff.rightLines[static_cast<std::size_t>(m_right)]);
            if (!words)
                return failure(std::move(words.error()));
            m_diff.rows.push_back(
                {LineKind::Changed, m_left++, m_right++, std::move(words->left), std::move(words->right)});
        }
        addUnpaired(block.left + block.leftCount, block.right + block.rightCount);
        return {};
    }

    // The engine gives up on the shortest edit where that would take too long, so a block may hold equal lines.
    bool takeEqual() {
        const auto left = static_cast<std::size_t>(m_left);
        const auto right = static_cast<std::size_t>(m_right);
        const bool leftOpen = m_diff.leftEndsWithoutNewline && left + 1 == m_diff.leftLines.size();
        const bool rightOpen = m_diff.rightEndsWithoutNewline && right + 1 == m_diff.rightLines.size();
        if (leftOpen != rightOpen || m_diff.leftLines[left] != m_diff.rightLines[right])
            return false;
        m_diff.rows.push_back({LineKind::Equal, m_left++, m_right++, {}, {}});
        return true;
    }

    void count() {
        LineKind before = LineKind::Equal;
        for (const LineRow& row : m_diff.rows) {
            if (row.kind != LineKind::Equal) {
                m_diff.removed += row.left >= 0 ? 1 : 0;
                m_diff.added += row.right >= 0 ? 1 : 0;
                m_diff.changes += before == LineKind::Equal ? 1 : 0;
            }
            before = row.kind;
        }
    }

    TextDiff& m_diff;
    std::stop_token m_stop;
    LinePairing m_pairing;
    int m_left = 0;
    int m_right = 0;
    int m_pairs = 0;
};

} // namespace

Result<TextDiff> diffText(std::string_view left, std::string_view right, std::stop_token stop) {
    TextDiff diff;
    diff.leftLines = splitLines(left);
    diff.rightLines = splitLines(right);
    diff.leftEndsWithoutNewline = !left.empty() && left.back() != '\n';
    diff.rightEndsWithoutNewline = !right.empty() && right.back() != '\n';
    if (stop.stop_requested())
        return failure(Errc::Cancelled, "cancelled", "The comparison was cancelled.");
    std::vector<Block> blocks;
    if (left != right) {
        auto found = differingBlocks(left, right);
        if (!found)
            return failure(std::move(found.error()));
        blocks = std::move(*found);
    }
    Builder builder(diff, std::move(stop));
    if (auto done = builder.build(blocks); !done)
        return failure(std::move(done.error()));
    return diff;
}

} // namespace signalbox::diff
