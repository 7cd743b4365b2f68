#include "core/base/findings.h"

#include <algorithm>
#include <format>

#include "core/base/visible_text.h"

namespace signalbox {

namespace {

std::string oneLine(std::string_view text) {
    return visibleText(text, Lines::Visible, 2000);
}

void addWords(std::string& text, std::string_view words) {
    if (!words.empty())
        text += (text.empty() ? "" : " ") + oneLine(words);
}

std::string whereOf(const Place& place) {
    std::string text = place.file;
    if (place.line > 0)
        text += std::format(":{}", place.line);
    if (place.line > 0 && place.column > 0)
        text += std::format(":{}", place.column);
    if (!place.field.empty())
        text += (text.empty() ? "" : ": ") + place.field;
    return oneLine(text);
}

// The place of an error is a file, a JSON pointer into a message or the name of an option.
bool isFile(std::string_view field) {
    return !field.starts_with('/') && field.contains('.');
}

bool isOfOneFile(const std::vector<Finding>& findings) {
    return std::ranges::all_of(findings,
                               [&](const Finding& one) { return one.place.file == findings.front().place.file; });
}

std::string summaryOf(const std::vector<Finding>& findings) {
    const std::string& file = findings.front().place.file;
    return isOfOneFile(findings) && !file.empty() ? std::format("{} has {} mistakes", file, findings.size())
                                                  : std::format("There are {} mistakes", findings.size());
}

} // namespace

std::string toString(const Place& place) {
    std::string text = place.file;
    if (place.line > 0)
        text += std::format(":{}", place.line);
    if (!place.field.empty())
        text += (text.empty() ? "" : ": ") + place.field;
    return text;
}

Error errorOf(std::vector<Finding> findings) {
    const Finding& first = findings.front();
    Error error{first.code == "yaml_limit" ? Errc::Limit : Errc::Invalid, first.code, first.message, first.hint,
                toString(first.place)};
    if (findings.size() > 1)
        error.message = std::format("{}. The first: {}", summaryOf(findings), first.message);
    error.findings = std::move(findings);
    return error;
}

std::string textOf(const Finding& finding) {
    std::string text = whereOf(finding.place);
    if (!text.empty())
        text += ':';
    addWords(text, finding.message);
    addWords(text, finding.hint);
    for (std::string_view rest = finding.write; !rest.empty();) {
        const auto end = rest.find('\n');
        text +=
            (rest.data() == finding.write.data() ? "\n    write   " : "\n            ") + oneLine(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    return text;
}

std::string textOf(const Error& error) {
    std::string text;
    if (error.findings.empty()) {
        const bool said = error.message.contains(error.field) || error.hint.contains(error.field);
        if (isFile(error.field) && !said)
            text = oneLine(error.field) + ":";
        addWords(text, error.message);
        addWords(text, error.hint);
        return text;
    }
    const Finding& first = error.findings.front();
    const bool alone = error.findings.size() == 1;
    if (alone && error.message == first.message)
        return textOf(first);
    if (error.message == first.message || error.message.starts_with(summaryOf(error.findings))) {
        text = summaryOf(error.findings) + ":";
    } else { // of what the mistakes forbid
        addWords(text, error.message);
        addWords(text, error.hint);
    }
    for (const Finding& finding : error.findings)
        text += "\n  " + textOf(finding);
    return text;
}

} // namespace signalbox
