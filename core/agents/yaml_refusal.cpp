#include "core/agents/yaml_refusal.h"

#include <format>

#include <QStringDecoder>

namespace signalbox::agents {

namespace {

constexpr std::size_t bracketsPerLine = 2'000;

// yaml-cpp looks ahead to the end of a line before it reports its first bracket, in time that grows with their square.
bool hasTooManyBrackets(std::string_view text) {
    std::size_t brackets = 0;
    for (const char c : text) {
        if (c == '\n')
            brackets = 0;
        else if ((c == '[' || c == '{') && ++brackets > bracketsPerLine)
            return true;
    }
    return false;
}

std::string_view lineAt(std::string_view text, int line) {
    for (; line > 1 && !text.empty(); --line) {
        const auto end = text.find('\n');
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return text.substr(0, text.find_first_of("\r\n"));
}

} // namespace

// What trips people most: tabs, and text that looks like YAML. `line` is where the parser gave up.
YamlRefusal explain(std::string_view text, int line, std::string_view message) {
    YamlRefusal refusal{line, "bad_yaml", std::format("This is not YAML: {}.", message),
                        "Check indentation and quotes near this line."};
    const std::string_view source = lineAt(text, line);
    const auto start = source.find_first_not_of(" \t");
    const std::string_view indent = source.substr(0, start);
    if (indent.contains('\t')) {
        refusal.message = "This line is indented with a tab.";
        refusal.hint = "YAML is indented with spaces.";
        for (const char c : indent)
            refusal.write += c == '\t' ? "  " : " ";
        if (start != std::string_view::npos)
            refusal.write += source.substr(start);
        return refusal;
    }
    const auto colon = source.find(": ");
    if (start == std::string_view::npos || colon == std::string_view::npos)
        return refusal;
    const std::string_view value = source.substr(colon + 2);
    constexpr std::string_view marks = "{[@%`*&!|>";
    if (value.contains(": ") || (!value.empty() && marks.contains(value.front()))) {
        refusal.hint = "Put text that holds \": \" or begins with a mark of YAML in quotes.";
        refusal.write = written(source.substr(0, colon), value);
    }
    return refusal;
}

std::optional<YamlRefusal> refusalOf(std::string_view text, const YamlLimits& limits) {
    if (text.size() > limits.bytes)
        return YamlRefusal{1, "yaml_limit", std::format("The file is larger than {} KiB.", limits.bytes / 1024),
                           "Split the file."};
    if (hasTooManyBrackets(text))
        return YamlRefusal{1, "yaml_limit", std::format("A line holds more than {} brackets.", bracketsPerLine),
                           "Break the line."};
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    if (decoder.hasError() || decoded.contains(QChar(u'\0')))
        return YamlRefusal{1, "bad_text", "The file is not UTF-8 text.", "Save it as UTF-8."};
    return std::nullopt;
}

} // namespace signalbox::agents
