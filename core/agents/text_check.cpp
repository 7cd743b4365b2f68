#include "core/agents/text_check.h"

#include <algorithm>
#include <array>
#include <format>

#include <QStringDecoder>

#include "core/agents/secrets.h"
#include "core/base/visible_text.h"

namespace signalbox::agents {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t largestPointer = 1024; // as Git LFS has it

// The first line of a pointer, in the present form and in two former ones.
constexpr std::array<std::string_view, 3> pointerMarks{"version https://git-lfs.github.com/spec/v1",
                                                       "version https://hawser.github.com/spec/v1",
                                                       "version http://git-media.io/v/2"};

bool isPointer(std::string_view content) {
    const std::string_view text = withoutMark(content);
    std::string_view line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return content.size() < largestPointer && std::ranges::contains(pointerMarks, line);
}

bool isUtf8(std::string_view text) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    return !decoder.hasError();
}

std::string_view encodingOf(std::string_view content) {
    if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF"))
        return "is UTF-16, not UTF-8";
    return content.contains('\0') ? "holds zero bytes, as UTF-16 and binary files do" : "is not UTF-8 text";
}

void checkMark(const File& file, std::vector<Finding>& findings) {
    if (!file.content.starts_with(byteOrderMark))
        return;
    // RFC 8259, 8.1: none may stand before JSON, and what reads it need not pass over it.
    const bool json = file.path.starts_with("integrations/") || file.path.starts_with("contract/");
    const bool prompt = file.path.starts_with("prompts/");
    findings.push_back({.severity = json ? Finding::Severity::Error : Finding::Severity::Warning,
                        .code = "byte_order_mark",
                        .message = json     ? "A byte order mark stands before the JSON."
                                   : prompt ? "The file begins with a byte order mark, which the model gets as well."
                                            : "The file begins with a byte order mark.",
                        .hint = "Save it as UTF-8 without a byte order mark.",
                        .place = {.file = file.path, .line = 1}});
}

// Whether it can be read on.
bool checkLine(std::string_view line, const File& file, const Place& place, bool& hiddenSeen,
               std::vector<Finding>& findings) {
    if (line.contains('\0') || !isUtf8(line)) {
        findings.push_back({.code = "bad_text",
                            .message = std::format("{} {}.", file.path, encodingOf(file.content)),
                            .hint = "Save it as UTF-8.",
                            .place = place});
        return false;
    }
    if (const auto what = secretIn(line); !what.empty())
        findings.push_back({.code = "secret_in_file",
                            .message = std::format("This line looks like it holds {}.", what),
                            .hint = "Refer to it as env:NAME or file:PATH instead.",
                            .place = place});
    if (!hiddenSeen && visibleText(line, Lines::Keep) != line) {
        hiddenSeen = true; // once per file is enough to look at it
        findings.push_back({.severity = Finding::Severity::Warning,
                            .code = "hidden_text",
                            .message = "This line holds characters that can't be seen.",
                            .place = place});
    }
    return true;
}

} // namespace

std::string_view withoutMark(std::string_view text) {
    return text.starts_with(byteOrderMark) ? text.substr(byteOrderMark.size()) : text;
}

void checkText(const File& file, std::vector<Finding>& findings) {
    if (isPointer(file.content)) {
        findings.push_back({.code = "lfs_pointer",
                            .message = "This is a pointer of Git LFS, not the text itself.",
                            .hint = "Run \"git lfs pull\" and publish the text; keep prompts out of Git LFS.",
                            .place = {.file = file.path, .line = 1}});
        return;
    }
    checkMark(file, findings);
    int number = 0;
    bool hiddenSeen = false;
    for (std::string_view rest = withoutMark(file.content); !rest.empty();) {
        const auto end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!checkLine(line, file, {.file = file.path, .line = ++number}, hiddenSeen, findings))
            return;
    }
}

} // namespace signalbox::agents
