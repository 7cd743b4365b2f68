#include "core/suites/case_reader.h"

#include <algorithm>
#include <array>
#include <format>

#include <QJsonArray>
#include <QJsonObject>

#include "core/suites/assertion_reader.h"
#include "core/suites/case_metadata.h"
#include "core/suites/script_value.h"
#include "core/suites/template.h"

namespace signalbox::suites {

namespace {

using agents::YamlMap;
using agents::YamlNode;
using namespace Qt::StringLiterals;

constexpr std::array<std::string_view, 6> caseNotRun{
    "provider", "providers", "providerOutput", "prompts", "assertScoringFunction", "provider_output"};
constexpr std::size_t mostVariables = 200;
constexpr std::array<std::string_view, 3> optionsRun{"repeat", "disableVarExpansion", "disableDefaultAsserts"};

std::string pathIn(const CaseLayer& layer, std::string_view key) {
    return layer.path.empty() ? std::string(key) : std::format("{}.{}", layer.path, key);
}

void failAt(const CaseLayer& layer, const YamlNode& node, const std::string& path, const Error& error) {
    layer.file->errors.add({.code = error.code,
                            .message = error.message,
                            .hint = error.hint,
                            .place = {.line = node.line, .column = node.column, .field = path}});
}

struct Variable {
    QString name;
    QJsonValue value;
    const CaseLayer* layer;
    const YamlNode* node;
};

class CaseReading {
public:
    CaseReading(const std::vector<CaseLayer>& layers, bool hasDefault, const CaseTerms& terms)
        : m_layers(layers),
          m_hasDefault(hasDefault),
          m_terms(terms) {}

    void read() {
        for (const CaseLayer& layer : m_layers)
            readLayer(layer);
        m_case.turns = readMetadata(m_layers, m_repeats.value_or(m_terms.repeats), m_terms.source.limits(), m_case,
                                    m_terms.suite.warnings);
        const CaseLayer& test = m_layers.back();
        m_case.place = {
            .file = test.file->name, .line = test.node->line, .column = test.node->column, .field = test.path};
        if (m_asserts == 0)
            failAt(test, *test.node, pathIn(test, "assert"),
                   {Errc::Invalid, "no_assertion", "This case asserts nothing, so it proves nothing.",
                    "Add \"assert: […]\"."});
        if (m_variables.size() > mostVariables)
            failAt(test, *test.node, pathIn(test, "vars"),
                   {Errc::Limit, "suite_limit", std::format("A case has at most {} variables.", mostVariables),
                    "Use fewer."});
        else if (!m_terms.prompts.empty())
            multiply(QJsonObject(), 0, {});
    }

private:
    void readLayer(const CaseLayer& layer) {
        YamlMap map(layer.file->errors, layer.node, layer.path,
                    {"description", "vars", "assert", "threshold", "metadata", "options", "provider", "providers",
                     "providerOutput", "provider_output", "prompts", "assertScoringFunction"});
        for (const std::string_view key : caseNotRun)
            if (map.has(key))
                map.fail(key, "field_not_run", std::format("\"{}\" of a case is not run here.", key),
                         "Run this file with promptfoo and import its result, or remove it.");
        if (map.has("description"))
            m_case.name = map.text("description");
        if (map.has("threshold"))
            m_case.threshold = map.number("threshold", 0, 1, 0.8);
        if (const YamlNode* options = map.find("options"); options != nullptr)
            readOptions(layer, *options);
        if (const YamlNode* vars = map.find("vars"); vars != nullptr)
            readVariables(layer, *vars);
        if (const YamlNode* list = map.find("assert"); list != nullptr)
            countAssertions(layer, *list);
    }

    void readOptions(const CaseLayer& layer, const YamlNode& node) {
        YamlMap map(layer.file->errors, &node, pathIn(layer, "options"));
        for (const agents::YamlEntry& entry : map.entries())
            if (!std::ranges::contains(optionsRun, std::string_view(entry.key)))
                map.fail(entry.key, "field_not_run", std::format("The option \"{}\" is not run here.", entry.key),
                         "Run this file with promptfoo and import its result, or remove it.");
        if (const auto repeat = map.integer("repeat", 1, m_terms.source.limits().repeats))
            m_repeats = static_cast<int>(*repeat);
        m_expands = !map.boolean("disableVarExpansion", !m_expands);
        m_skipsDefault = map.boolean("disableDefaultAsserts", m_skipsDefault);
    }

    void readVariables(const CaseLayer& layer, const YamlNode& written) {
        const YamlNode* node = &written;
        if (node->kind == YamlNode::Kind::Text && node->text.starts_with(filePrefix)) {
            const auto other = m_terms.source.yaml(node->text);
            if (!other)
                return failAt(layer, written, pathIn(layer, "vars"), other.error());
            if (!(*other)->root)
                return;
            node = &*(*other)->root;
        }
        if (node->kind != YamlNode::Kind::Map)
            return failAt(layer, written, pathIn(layer, "vars"),
                          {Errc::Invalid, "wrong_type", "Variables are a map.", "Write \"name: value\" lines."});
        for (const agents::YamlEntry& entry : node->entries) {
            const QString name = scriptString(entry.key);
            std::erase_if(m_variables, [&](const Variable& one) { return one.name == name; });
            m_variables.push_back({name, valueOf(entry.value), &layer, node == &written ? &entry.value : &written});
        }
    }

    void countAssertions(const CaseLayer& layer, const YamlNode& list) {
        if (list.kind != YamlNode::Kind::List)
            return failAt(layer, list, pathIn(layer, "assert"),
                          {Errc::Invalid, "wrong_type", "Assertions are a list.", "Write \"- type: …\" lines."});
        if (!(m_skipsDefault && m_hasDefault && &layer == &m_layers.front()))
            m_asserts += list.items.size();
    }

    // Every combination of what lists of texts hold.
    void multiply(const QJsonObject& chosen, std::size_t at, const std::string& name) {
        if (m_terms.use.isFull)
            return;
        if (at == m_variables.size())
            return addCases(chosen, name);
        const Variable& variable = m_variables[at];
        QJsonObject next = chosen;
        const QJsonArray list = variable.value.toArray();
        if (!m_expands || list.isEmpty() || !list.first().isString()) {
            next.insert(variable.name, variable.value);
            return multiply(next, at + 1, name);
        }
        for (const QJsonValue& one : list) {
            next.insert(variable.name, one);
            multiply(next, at + 1,
                     std::format("{} {}={}", name, variable.name.toStdString(), scriptText(one).substr(0, 40)));
        }
    }

    // The variables with what they name filled in; nullopt: one has a mistake.
    std::optional<QJsonObject> filledVariables(QJsonObject variables) {
        for (const Variable& variable : m_variables) {
            QJsonValueRef value = variables.find(variable.name).value();
            if (!value.isString())
                continue;
            std::string text = value.toString().toStdString();
            auto filled =
                text.starts_with(filePrefix) ? variableFile(text) : signalbox::suites::filled(text, variables);
            if (filled && filled->contains("{{"))
                filled = failure(Errc::Invalid, "template_not_run", "A variable names one that names another.",
                                 "Write it out.");
            if (!filled) {
                failAt(*variable.layer, *variable.node, pathIn(*variable.layer, "vars." + variable.name.toStdString()),
                       filled.error());
                return std::nullopt;
            }
            if (filled->ends_with('\n')) // as promptfoo has it
                filled->pop_back();
            value = scriptString(*filled);
        }
        return variables;
    }

    Result<std::string> variableFile(const std::string& reference) {
        if (reference.ends_with(".yaml") || reference.ends_with(".yml") || reference.ends_with(".pdf"))
            return failure(Errc::Invalid, "file_not_run", "A variable is not read from such a file.",
                           "Name a text file.");
        return m_terms.source.text(reference);
    }

    void addCases(const QJsonObject& chosen, const std::string& name) {
        if (isTooMuch())
            return;
        const auto variables = filledVariables(chosen);
        if (!variables)
            return;
        for (std::size_t i = 0; i < m_terms.prompts.size(); ++i) {
            Case one = m_case;
            if (one.name.empty())
                one.name = std::format("case {}", m_terms.suite.cases.size() + 1);
            one.name += name + (m_terms.prompts.size() > 1 ? std::format(" (prompt {})", i + 1) : "");
            addCase(std::move(one), m_terms.prompts[i], *variables);
        }
    }

    bool isTooMuch() {
        const SuiteLimits& limits = m_terms.source.limits();
        SuiteUse& use = m_terms.use;
        use.cases += m_terms.prompts.size();
        use.assertions += m_terms.prompts.size() * m_asserts;
        use.isFull = use.cases > limits.cases || use.assertions > limits.assertions || use.texts > limits.texts;
        if (use.isFull)
            failAt(m_layers.back(), *m_layers.back().node, m_layers.back().path,
                   {Errc::Limit, "suite_limit",
                    std::format("A suite has at most {} cases, {} assertions and {} MiB of text.", limits.cases,
                                limits.assertions, limits.texts / (1024 * 1024)),
                    "Split it; prompts and lists of variables are multiplied out."});
        return use.isFull;
    }

    void addCase(Case one, const Prompt& prompt, const QJsonObject& variables) {
        bool isGood = readOpening(one, prompt, variables);
        for (std::string& turn : one.turns) {
            auto text = filled(turn, variables);
            if (!text) {
                failAt(m_layers.back(), *m_layers.back().node, pathIn(m_layers.back(), "metadata.turns"), text.error());
                return;
            }
            turn = std::move(*text);
        }
        for (auto at = variables.begin(); at != variables.end(); ++at)
            one.brought.push_back(scriptText(at.value()));
        one.brought.insert(one.brought.end(), one.turns.begin(), one.turns.end());
        for (const models::Turn& turn : one.opening)
            one.brought.push_back(turn.text);
        for (const std::string& text : one.brought)
            m_terms.use.texts += text.size();
        for (const CaseLayer& layer : m_layers)
            isGood = readAssertions(layer, variables, one) && isGood;
        if (isGood)
            m_terms.suite.cases.push_back(std::move(one));
    }

    bool readAssertions(const CaseLayer& layer, const QJsonObject& variables, Case& one) {
        const YamlNode* list = layer.node->find("assert");
        if (list == nullptr || (m_skipsDefault && m_hasDefault && &layer == &m_layers.front()))
            return true;
        bool isGood = true;
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            auto assertion =
                readAssertion(*layer.file, list->items[i], std::format("{}[{}]", pathIn(layer, "assert"), i),
                              {&m_terms.source, &variables, &m_terms.suite.warnings});
            isGood = assertion.has_value() && isGood;
            if (assertion)
                one.assertions.push_back(std::move(*assertion));
        }
        return isGood;
    }

    bool readOpening(Case& one, const Prompt& prompt, const QJsonObject& variables) {
        const auto fail = [&](const Error& error) {
            prompt.file->errors.add({.code = error.code,
                                     .message = error.message,
                                     .hint = error.hint,
                                     .place = {.line = prompt.line, .field = prompt.path}});
            return false;
        };
        const auto messages = prompt.text.starts_with('[') ? readJson(prompt.text).value : std::nullopt;
        QJsonArray list{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, scriptString(prompt.text)}}};
        if (messages && messages->isArray())
            list = messages->toArray();
        for (const QJsonValue& message : list) {
            const QJsonValue content = message[u"content"];
            const QString role = message[u"role"].toString();
            if (!content.isString() || role.isEmpty())
                return fail({Errc::Invalid, "bad_prompt", "A message of a prompt has a role and a text.",
                             "Write {\"role\": \"user\", \"content\": \"…\"}."});
            auto text = filled(content.toString().toStdString(), variables);
            if (!text)
                return fail(text.error());
            one.opening.push_back({.role = role.toStdString(), .text = std::move(*text)});
        }
        return true;
    }

    const std::vector<CaseLayer>& m_layers;
    bool m_hasDefault;
    CaseTerms m_terms;
    Case m_case;
    std::vector<Variable> m_variables;
    std::optional<int> m_repeats;
    std::size_t m_asserts = 0;
    bool m_expands = true;
    bool m_skipsDefault = false;
};

} // namespace

void readCase(const std::vector<CaseLayer>& layers, bool hasDefault, const CaseTerms& terms) {
    if (terms.use.isFull)
        return;
    for (const CaseLayer& layer : layers)
        if (layer.node->kind != YamlNode::Kind::Map)
            return failAt(
                layer, *layer.node, layer.path,
                {Errc::Invalid, "wrong_type", "A case is a map.", "Write \"vars:\" and \"assert:\" below it."});
    CaseReading(layers, hasDefault, terms).read();
}

} // namespace signalbox::suites
