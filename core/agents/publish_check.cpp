#include <algorithm>
#include <array>
#include <format>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

#include "core/agents/characters.h"
#include "core/agents/secrets.h"
#include "core/agents/snapshot.h"
#include "core/agents/yaml.h"
#include "core/base/canonical_json.h"
#include "core/base/visible_text.h"

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

using Severity = Finding::Severity;

void checkText(const File& file, std::vector<Finding>& findings) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded =
        decoder.decode(QByteArrayView(file.content.data(), static_cast<qsizetype>(file.content.size())));
    if (decoder.hasError()) {
        findings.push_back({Severity::Error, "bad_text", std::format("{} is not UTF-8 text.", file.path), file.path});
        return;
    }
    int number = 0;
    bool hiddenSeen = false;
    for (std::string_view rest = file.content; !rest.empty();) {
        const auto end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::string field = std::format("{}:{}", file.path, ++number);
        if (const auto what = secretIn(line); !what.empty())
            findings.push_back(
                {Severity::Error, "secret_in_file",
                 std::format("This line looks like it holds {}; refer to it as env:NAME or file:PATH instead.", what),
                 field});
        if (!hiddenSeen && visibleText(line, Lines::Keep) != line) {
            hiddenSeen = true; // once per file is enough to look at it
            findings.push_back(
                {Severity::Warning, "hidden_text", "This line holds characters that can't be seen.", field});
        }
    }
}

bool hasDateOrRevision(std::string_view id) {
    // "…-2024-08-06", "…-20250219", "…@20250219", "…-0613", "…-001"
    std::size_t run = 0;
    for (std::size_t i = 0; i <= id.size(); ++i) {
        if (i < id.size() && isDigit(id[i])) {
            ++run;
            continue;
        }
        const bool delimited = run < i && (id[i - run - 1] == '-' || id[i - run - 1] == '@');
        if (run >= 3 && delimited)
            return true;
        run = 0;
    }
    return id.find("sha256:") != std::string_view::npos;
}

// Names that their makers move from one model to the next.
bool isFloating(std::string_view id) {
    const auto slash = id.rfind('/');
    std::string_view name = slash == std::string_view::npos ? id : id.substr(slash + 1);
    if (name == "latest" || name.ends_with("-latest") || name.ends_with(":latest"))
        return true;
    constexpr std::array families{"gpt-", "chatgpt-", "claude-", "gemini-", "mistral-", "command-", "grok-"};
    const bool reasoning =
        name.size() >= 2 && name[0] == 'o' && isDigit(name[1]) && (name.size() == 2 || name[2] == '-'); // o1, o3-mini
    const bool family =
        reasoning || std::ranges::any_of(families, [&](std::string_view f) { return name.starts_with(f); });
    return family && name.find(':') == std::string_view::npos && !hasDateOrRevision(name);
}

std::string fieldAt(const Snapshot& snapshot, std::string_view section, std::string_view key) {
    const File* file = snapshot.find("agent.yaml");
    const auto root = loadYaml(file == nullptr ? std::string_view{} : file->content, "agent.yaml");
    YamlErrors errors("agent.yaml");
    YamlMap top(errors, root ? &*root : nullptr, "");
    const YamlMap map = top.map(section);
    return std::format("agent.yaml:{}: {}", map.lineOf(key), map.pathOf(key));
}

void checkTool(const QJsonValue& value, const std::string& path, std::set<QString>& names,
               std::vector<Finding>& findings) {
    const QJsonObject function = value[u"function"_s].toObject();
    const QString name = function.value("name"_L1).toString();
    const auto bad = [&](std::string message) {
        findings.push_back({Severity::Error, "bad_tool", std::move(message), path});
    };
    const bool goodName = !name.isEmpty() && name.size() <= 64 && std::ranges::all_of(name, [](QChar c) {
        return c.unicode() < 0x80 && (isAlphanumeric(static_cast<char>(c.unicode())) || c == u'_' || c == u'-');
    });
    if (value[u"type"_s].toString() != "function"_L1 || function.isEmpty())
        return bad("A tool is {\"type\": \"function\", \"function\": {…}}.");
    if (!goodName)
        return bad("A function's name has letters, digits, \"_\" and \"-\" only, at most 64.");
    if (!names.insert(name).second)
        return bad(std::format("Two tools are called \"{}\".", name.toStdString()));
    if (const auto parameters = function.value("parameters"_L1); !parameters.isUndefined() && !parameters.isObject())
        return bad(std::format("The parameters of \"{}\" are not a JSON Schema object.", name.toStdString()));
    if (function.value("description"_L1).toString().isEmpty())
        findings.push_back(
            {Severity::Warning, "tool_without_description",
             std::format("The tool \"{}\" does not say what it is for; a model can only guess.", name.toStdString()),
             path});
}

void checkTools(const Snapshot& snapshot, std::vector<Finding>& findings) {
    std::set<QString> names;
    for (const std::string& path : snapshot.manifest.tools) {
        const File* file = snapshot.find(path);
        if (file == nullptr)
            continue; // makeSnapshot() refuses this
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(file->content), &error);
        if (error.error != QJsonParseError::NoError) {
            findings.push_back(
                {Severity::Error, "bad_tool",
                 std::format("Not JSON at byte {}: {}.", error.offset, error.errorString().toStdString()), path});
        } else if (document.isArray()) {
            const QJsonArray all = document.array();
            for (const auto& one : all)
                checkTool(one, path, names, findings);
        } else {
            checkTool(document.object(), path, names, findings);
        }
    }
}

void checkContract(const Snapshot& snapshot, const std::string& path, std::string_view side,
                   std::vector<Finding>& findings) {
    const File* file = path.empty() ? nullptr : snapshot.find(path);
    if (file == nullptr) {
        findings.push_back(
            {Severity::Warning, "no_contract",
             std::format("No contract says what the agent's {} looks like, so a broken {} can't be noticed.", side,
                         side),
             fieldAt(snapshot, "contract", side)});
    } else if (auto schema = parseJsonObject(file->content); !schema) {
        findings.push_back({Severity::Error, "bad_contract", schema.error().message, path});
    }
}

void checkUnused(const Snapshot& snapshot, std::vector<Finding>& findings) {
    const Manifest& manifest = snapshot.manifest;
    for (const File& file : snapshot.files) {
        const bool prompt =
            file.path.starts_with("prompts/") &&
            std::ranges::none_of(manifest.prompts, [&](const auto& one) { return one.second == file.path; });
        const bool contract = file.path.starts_with("contract/") && file.path != manifest.contractInput &&
                              file.path != manifest.contractOutput;
        const bool tool = file.path.starts_with("integrations/") &&
                          std::ranges::find(manifest.tools, file.path) == manifest.tools.end() &&
                          std::ranges::find(manifest.mcp, file.path, &McpServer::lock) == manifest.mcp.end();
        if (prompt || tool || contract)
            findings.push_back(
                {Severity::Warning, "unused_file", std::format("agent.yaml does not name {}.", file.path), file.path});
    }
}

} // namespace

std::vector<Finding> checkForPublishing(const Snapshot& snapshot) {
    std::vector<Finding> findings;
    const Manifest& manifest = snapshot.manifest;
    if (!manifest.model.floating && isFloating(manifest.model.id))
        findings.push_back(
            {Severity::Error, "floating_model",
             std::format(
                 "\"{}\" may name another model tomorrow; write a dated id, or floating: true if that is meant.",
                 manifest.model.id),
             fieldAt(snapshot, "model", "id")});
    if (manifest.runtime == RuntimeKind::Chat && snapshot.prompt("system").empty())
        findings.push_back({Severity::Warning, "no_system_prompt",
                            "The agent has no system prompt, so nothing tells it what it is for.",
                            fieldAt(snapshot, "prompts", "system")});
    checkContract(snapshot, manifest.contractInput, "input", findings);
    checkContract(snapshot, manifest.contractOutput, "output", findings);
    checkTools(snapshot, findings);
    for (const File& file : snapshot.files)
        checkText(file, findings);
    checkUnused(snapshot, findings);
    std::ranges::stable_sort(findings, std::greater{}, &Finding::severity);
    return findings;
}

} // namespace signalbox::agents
