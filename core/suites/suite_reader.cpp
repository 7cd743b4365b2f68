#include "core/suites/suite_reader.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>

#include "core/suites/case_reader.h"

namespace signalbox::suites {

namespace {

using agents::YamlMap;
using agents::YamlNode;

constexpr int deepestFiles = 4;
constexpr std::array<std::string_view, 6> topNotRun{"redteam",    "derivedMetrics",     "nunjucksFilters",
                                                    "extensions", "assertionTemplates", "tracing"};

void failAt(SourceFile& file, const YamlNode& node, const std::string& path, const Error& error) {
    file.errors.add({.code = error.code,
                     .message = error.message,
                     .hint = error.hint,
                     .place = {.line = node.line, .column = node.column, .field = path}});
}

Error mistake(std::string code, std::string message, std::string hint) {
    return {Errc::Invalid, std::move(code), std::move(message), std::move(hint)};
}

bool isFile(const YamlNode& node) {
    return node.kind == YamlNode::Kind::Text && node.text.starts_with(filePrefix);
}

// Of a text file: prompts between lines "---".
std::vector<std::string> piecesOf(std::string_view text) {
    std::vector<std::string> pieces(1);
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (line == "---" || line == "---\r")
            pieces.emplace_back();
        else
            pieces.back() += std::string(line) + (end == std::string_view::npos ? "" : "\n");
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    for (std::string& piece : pieces) {
        piece.erase(0, std::min(piece.size(), piece.find_first_not_of(" \t\r\n")));
        piece.erase(piece.find_last_not_of(" \t\r\n") + 1);
    }
    std::erase_if(pieces, &std::string::empty);
    return pieces;
}

class Reading {
public:
    Reading(const SuiteFiles& files, const std::string& path, const SuiteLimits& limits)
        : m_source(files, limits, path.contains('/') ? path.substr(0, path.rfind('/')) : std::string()) {
        m_suite.file = path;
    }

    Result<Suite> read() {
        SourceFile& file = m_source.open(m_suite.file);
        if (file.root)
            readTop(file);
        if (auto findings = m_source.findings(); !findings.empty())
            return failure(errorOf(std::move(findings)));
        m_suite.digest = m_source.digest();
        tellApart();
        return std::move(m_suite);
    }

private:
    void readTop(SourceFile& file) {
        if (file.root->kind != YamlNode::Kind::Map)
            return failAt(file, *file.root, {},
                          mistake("wrong_type", "A suite is a map with prompts and tests.",
                                  "Write \"prompts: […]\" and \"tests: […]\"."));
        YamlMap top(file.errors, &*file.root, {},
                    {"$schema",
                     "description",
                     "tags",
                     "providers",
                     "targets",
                     "prompts",
                     "tests",
                     "defaultTest",
                     "scenarios",
                     "evaluateOptions",
                     "commandLineOptions",
                     "outputPath",
                     "sharing",
                     "env",
                     "metadata",
                     "writeLatestResults",
                     "redteam",
                     "derivedMetrics",
                     "nunjucksFilters",
                     "extensions",
                     "assertionTemplates",
                     "tracing"});
        for (const std::string_view key : topNotRun)
            if (top.has(key))
                top.fail(key, "field_not_run", std::format("\"{}\" is not run here.", key),
                         "Run this file with promptfoo and import its result, or remove it.");
        m_suite.description = top.text("description");
        if (const YamlNode* options = top.find("evaluateOptions"); options != nullptr)
            m_repeats = static_cast<int>(YamlMap(file.errors, options, "evaluateOptions")
                                             .integer("repeat", 1, m_source.limits().repeats)
                                             .value_or(1));
        readPrompts(file, top);
        const std::vector<CaseLayer> defaults = defaultsIn(file, top);
        const bool hasTests = readTests(file, top.find("tests"), "tests", defaults);
        const bool hasScenarios = readScenarios(file, top.find("scenarios"), defaults);
        if (!hasTests && !hasScenarios)
            top.fail("tests", "no_cases", "This suite has no case, so it proves nothing.", "Add one below \"tests:\".");
    }

    void readPrompts(SourceFile& file, YamlMap& top) {
        const YamlNode* node = top.find("prompts");
        if (node == nullptr)
            return top.fail("prompts", "missing_field", "\"prompts\" is missing.", "Say what the caller sends.",
                            "prompts: [\"{{question}}\"]");
        const bool isList = node->kind == YamlNode::Kind::List;
        for (std::size_t i = 0; i < (isList ? node->items.size() : 1); ++i)
            addPrompt(file, isList ? node->items[i] : *node, isList ? std::format("prompts[{}]", i) : "prompts");
        if (m_prompts.empty() && file.errors.isEmpty())
            top.fail("prompts", "missing_field", "There is no prompt.", "Say what the caller sends.");
    }

    void addPrompt(SourceFile& file, const YamlNode& node, const std::string& path) {
        const YamlNode* text = &node;
        if (node.kind == YamlNode::Kind::Map) {
            YamlMap map(file.errors, &node, path, {"id", "raw", "label"});
            text = map.find(map.has("raw") ? "raw" : "id");
        }
        if (text == nullptr || text->kind != YamlNode::Kind::Text || text->text.empty())
            return failAt(file, node, path, mistake("wrong_type", "A prompt is a text.", "Put it in quotes."));
        std::vector<std::string> pieces{text->text};
        if (isFile(*text)) {
            const auto content = m_source.text(text->text);
            if (!content)
                return failAt(file, *text, path, content.error());
            pieces = text->text.ends_with(".txt") ? piecesOf(*content) : std::vector{*content};
        }
        for (std::string& piece : pieces)
            m_prompts.push_back({.text = std::move(piece), .file = &file, .path = path, .line = node.line});
    }

    // A node, or what the file that it names holds.
    CaseLayer resolved(SourceFile& file, const YamlNode& node, const std::string& path) {
        if (!isFile(node))
            return {.file = &file, .node = &node, .path = path};
        const auto other = m_source.yaml(node.text);
        if (!other) {
            failAt(file, node, path, other.error());
            return {};
        }
        return (*other)->root ? CaseLayer{.file = *other, .node = &*(*other)->root} : CaseLayer{};
    }

    std::vector<CaseLayer> defaultsIn(SourceFile& file, YamlMap& top) {
        const YamlNode* node = top.find("defaultTest");
        if (node == nullptr)
            return {};
        const CaseLayer layer = resolved(file, *node, "defaultTest");
        m_hasDefault = layer.node != nullptr;
        return m_hasDefault ? std::vector{layer} : std::vector<CaseLayer>();
    }

    bool readTests(SourceFile& file, const YamlNode* node, const std::string& path,
                   const std::vector<CaseLayer>& layers, int depth = 0) {
        if (node == nullptr)
            return false;
        if (depth > deepestFiles) {
            failAt(file, *node, path,
                   mistake("suite_limit", "Files of tests name each other too deeply.", "Name them in the suite."));
            return true;
        }
        const CaseLayer list = resolved(file, *node, path);
        if (list.node == nullptr)
            return true; // said already
        if (list.node->kind != YamlNode::Kind::List) {
            failAt(*list.file, *list.node, list.path,
                   mistake("wrong_type", "Tests are a list.", "Write \"- vars: …\" lines."));
            return true;
        }
        for (std::size_t i = 0; i < list.node->items.size() && !m_use.isFull; ++i) {
            const CaseLayer test = resolved(*list.file, list.node->items[i], std::format("{}[{}]", list.path, i));
            if (test.node != nullptr && test.node->kind == YamlNode::Kind::List && test.file != list.file)
                readTests(*test.file, test.node, {}, layers, depth + 1);
            else if (test.node != nullptr)
                addCase(layers, test);
        }
        return !list.node->items.empty();
    }

    void addCase(std::vector<CaseLayer> layers, const CaseLayer& test) {
        layers.push_back(test);
        readCase(layers, m_hasDefault, {m_source, m_prompts, m_repeats, m_suite, m_use});
    }

    bool readScenarios(SourceFile& file, const YamlNode* node, const std::vector<CaseLayer>& defaults) {
        if (node == nullptr)
            return false;
        const CaseLayer list = resolved(file, *node, "scenarios");
        if (list.node == nullptr)
            return true;
        for (std::size_t i = 0; i < list.node->items.size(); ++i) {
            const CaseLayer one = resolved(*list.file, list.node->items[i], std::format("{}[{}]", list.path, i));
            if (one.node != nullptr)
                readScenario(one, defaults);
        }
        return !list.node->items.empty();
    }

    void readScenario(const CaseLayer& scenario, const std::vector<CaseLayer>& defaults) {
        YamlMap map(scenario.file->errors, scenario.node, scenario.path, {"description", "config", "tests"});
        const YamlNode* config = map.find("config");
        if (config == nullptr || config->kind != YamlNode::Kind::List || config->items.empty())
            return map.fail("config", "missing_field", "A scenario needs a list of what is varied.",
                            "Add \"config: […]\".");
        if (!map.has("tests"))
            return map.fail("tests", "missing_field", "A scenario needs tests.", "Add \"tests: […]\".");
        for (std::size_t i = 0; i < config->items.size(); ++i) {
            std::vector<CaseLayer> layers = defaults;
            layers.push_back({scenario.file, &config->items[i], std::format("{}[{}]", map.pathOf("config"), i)});
            readTests(*scenario.file, map.find("tests"), map.pathOf("tests"), layers);
        }
    }

    void tellApart() {
        std::map<std::string, int> seen;
        for (Case& one : m_suite.cases)
            if (const int count = ++seen[one.name]; count > 1)
                one.name += std::format(" ({})", count);
    }

    SuiteSource m_source;
    Suite m_suite;
    SuiteUse m_use;
    std::vector<Prompt> m_prompts;
    int m_repeats = 1;
    bool m_hasDefault = false;
};

} // namespace

Result<Suite> readSuite(const SuiteFiles& files, const std::string& path, const SuiteLimits& limits) {
    return Reading(files, path, limits).read();
}

} // namespace signalbox::suites
