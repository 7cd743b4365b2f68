#include "ui/compare/find_rows.h"

#include "ui/compare/display_line.h"
#include "ui/compare/ready_row.h"

namespace signalbox::ui::compare {

Result<std::vector<int>> findRows(const FileDiff& file, const QString& text, std::stop_token stop) {
    constexpr std::size_t most = 10'000;
    std::vector<int> found;
    if (text.isEmpty())
        return found;
    const auto holds = [&](const std::vector<std::string_view>& lines, int line, const std::vector<diff::Span>& words) {
        return line >= 0 && displayLine(lines[static_cast<std::size_t>(line)], focusOf(words))
                                .text.contains(text, Qt::CaseInsensitive);
    };
    for (std::size_t i = 0; i < file.text.rows.size() && found.size() < most; ++i) {
        if (i % 1'024 == 0 && stop.stop_requested())
            return failure(Errc::Cancelled, "cancelled", "The search was cancelled.");
        const diff::LineRow& row = file.text.rows[i];
        const bool right = holds(file.text.rightLines, row.right, row.rightWords);
        if (right || (row.kind != diff::LineKind::Equal && holds(file.text.leftLines, row.left, row.leftWords)))
            found.push_back(static_cast<int>(i));
    }
    return found;
}

} // namespace signalbox::ui::compare
