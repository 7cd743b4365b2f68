#include "core/suites/suite_source.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <iterator>

#include <QString>

namespace signalbox::suites {

namespace {

constexpr int mostAliases = 256; // and everything that they stand for counts as written out
constexpr int deepestValue = 24;

std::optional<char16_t> escapeAt(std::string_view text, std::size_t at) {
    unsigned unit = 0;
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    const char* const end = text.data() + at + 6;
    const auto [read, error] = std::from_chars(text.data() + at + 2, end, unit, 16);
    return error == std::errc{} && read == end ? std::optional(static_cast<char16_t>(unit)) : std::nullopt;
}

} // namespace

std::string yamlOfJson(std::string_view json) {
    std::string yaml;
    yaml.reserve(json.size());
    bool inText = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"')
            inText = !inText;
        if (!inText && c == '\t') {
            yaml += ' ';
            continue;
        }
        if (!inText || c != '\\') {
            yaml += c;
            continue;
        }
        const auto first = escapeAt(json, at);
        const auto second = first ? escapeAt(json, at + 6) : std::nullopt;
        if (first && second && QChar::isHighSurrogate(*first) && QChar::isLowSurrogate(*second)) {
            const char32_t whole = QChar::surrogateToUcs4(*first, *second);
            yaml += QString::fromUcs4(&whole, 1).toStdString();
            at += 11;
        } else {
            yaml += c;
            if (at + 1 < json.size())
                yaml += json[++at];
        }
    }
    return yaml;
}

Result<std::string> SuiteSource::read(const std::string& path) {
    if (const auto known = m_texts.find(path); known != m_texts.end())
        return known->second;
    if (static_cast<int>(m_texts.size()) >= m_limits.files)
        return failure(Errc::Limit, "suite_limit", std::format("A suite reads at most {} files.", m_limits.files),
                       "Split the suite.");
    auto content = m_files.read(path, m_limits.fileBytes);
    if (!content)
        return content;
    m_bytes += content->size();
    if (m_bytes > m_limits.allBytes)
        return failure(Errc::Limit, "suite_limit",
                       std::format("The files of a suite hold at most {} KiB.", m_limits.allBytes / 1024),
                       "Split the suite.");
    return m_texts.emplace(path, std::move(*content)).first->second;
}

Result<std::string> SuiteSource::text(std::string_view reference) {
    const auto path = workspacePath(m_folder, reference);
    return path ? read(*path) : failure(path.error());
}

Result<SourceFile*> SuiteSource::yaml(std::string_view reference) {
    const auto path = workspacePath(m_folder, reference);
    if (!path)
        return failure(path.error());
    if (const auto known = std::ranges::find(m_opened, *path, &SourceFile::name); known != m_opened.end())
        return &*known;
    if (auto content = read(*path); !content)
        return failure(std::move(content.error()));
    return &open(*path);
}

SourceFile& SuiteSource::open(const std::string& path) {
    SourceFile& file = m_opened.emplace_back(path);
    const auto content = read(path);
    if (!content) {
        const Error& error = content.error();
        file.errors.add({.code = error.code, .message = error.message, .hint = error.hint});
        return file;
    }
    const agents::YamlLimits limits{.bytes = m_limits.fileBytes, .depth = deepestValue, .aliases = mostAliases};
    file.root = agents::loadYaml(path.ends_with(".json") ? yamlOfJson(*content) : *content, file.errors, limits);
    return file;
}

std::vector<Finding> SuiteSource::findings() const {
    std::vector<Finding> all;
    for (const SourceFile& file : m_opened)
        std::ranges::move(file.errors.findings(), std::back_inserter(all));
    return all;
}

Digest SuiteSource::digest() const {
    DigestBuilder builder;
    for (const auto& [path, content] : m_texts)
        builder.add(std::format("{} {} {}\n", path.size(), path, content.size())).add(content);
    return builder.finish();
}

} // namespace signalbox::suites
