#include "ui/compare/compare_document.h"

#include <algorithm>

#include "ui/compare/display_line.h"

namespace signalbox::ui::compare {

namespace {

std::string_view contentOf(const agents::Snapshot& snapshot, const std::string& path) {
    const auto file = std::ranges::find(snapshot.files, path, &agents::File::path);
    return file == snapshot.files.end() ? std::string_view() : std::string_view(file->content);
}

Result<std::vector<std::uint32_t>> lengthsOf(const std::vector<std::string_view>& lines, const std::stop_token& stop) {
    constexpr std::size_t glance = 4096; // lines between two looks at the token
    std::vector<std::uint32_t> lengths;
    lengths.reserve(lines.size());
    for (const std::string_view line : lines) {
        if (lengths.size() % glance == 0 && stop.stop_requested())
            return failure(Errc::Cancelled, "cancelled", "The comparison was cancelled.");
        lengths.push_back(displayLength(line));
    }
    return lengths;
}

} // namespace

int firstPart(const diff::SnapshotDiff& diff) {
    const auto prompt = std::ranges::find(diff.parts, diff::PartKind::Prompt, &diff::PartChange::part);
    if (prompt != diff.parts.end())
        return static_cast<int>(prompt - diff.parts.begin());
    return diff.parts.empty() ? -1 : 0;
}

Result<FileDiffPtr> buildFileDiff(const CompareDocument& document, const std::string& path, std::stop_token stop) {
    auto file = std::make_shared<FileDiff>();
    file->left = document.left;
    file->right = document.right;
    file->path = path;
    auto text = diff::diffText(contentOf(*document.left, path), contentOf(*document.right, path), stop);
    if (!text)
        return failure(std::move(text.error()));
    file->text = std::move(*text);
    auto left = lengthsOf(file->text.leftLines, stop);
    auto right = left ? lengthsOf(file->text.rightLines, stop) : left;
    if (!right)
        return failure(std::move(right.error()));
    file->leftLengths = std::move(*left);
    file->rightLengths = std::move(*right);
    const auto part = std::ranges::find(document.diff.parts, path, &diff::PartChange::path);
    if (part != document.diff.parts.end())
        file->marks = part->marks;
    return file;
}

Result<CompareDocumentPtr> buildDocument(std::string leftName, agents::SnapshotPtr left, std::string rightName,
                                         agents::SnapshotPtr right, std::stop_token stop) {
    auto document = std::make_shared<CompareDocument>();
    document->leftName = std::move(leftName);
    document->rightName = std::move(rightName);
    document->left = std::move(left);
    document->right = std::move(right);
    auto diff = diff::diffSnapshots(*document->left, *document->right, stop);
    if (!diff)
        return failure(std::move(diff.error()));
    document->diff = std::move(*diff);
    if (const int first = firstPart(document->diff); first >= 0) {
        const auto& part = document->diff.parts[static_cast<std::size_t>(first)];
        auto file = buildFileDiff(*document, part.path, std::move(stop));
        if (!file)
            return failure(std::move(file.error()));
        document->first = std::move(*file);
    }
    return document;
}

agents::SnapshotPtr readableSnapshot(std::vector<agents::File> files) {
    auto plain = std::make_shared<agents::Snapshot>();
    plain->files = std::move(files);
    std::ranges::sort(plain->files, {}, &agents::File::path);
    return plain;
}

} // namespace signalbox::ui::compare
