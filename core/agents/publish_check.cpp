#include <algorithm>
#include <array>
#include <format>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/agents/characters.h"
#include "core/agents/endpoints.h"
#include "core/agents/manifest_reader.h"
#include "core/agents/placeholders.h"
#include "core/agents/snapshot_parts.h"
#include "core/agents/text_check.h"
#include "core/agents/yaml.h"
#include "core/base/canonical_json.h"

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

using Severity = Finding::Severity;

Finding note(Severity severity, std::string code, std::string message, Place place, std::string hint = {}) {
    return {.severity = severity,
            .code = std::move(code),
            .message = std::move(message),
            .hint = std::move(hint),
            .place = std::move(place)};
}

Place placeIn(const File& file, int line = 0) {
    return {.file = file.path, .line = line};
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

// Where a field of the manifest stands, or would stand: "model.id".
Place placeAt(const Snapshot& snapshot, std::string_view field) {
    const File* file = snapshot.find(manifestFile);
    const auto root = loadYaml(file == nullptr ? std::string_view{} : file->content, manifestFile);
    YamlErrors ignored{std::string(manifestFile)};
    YamlMap top(ignored, root ? &*root : nullptr, "");
    const auto dot = field.find('.');
    Place place = dot == std::string_view::npos ? top.placeOf(field)
                                                : top.map(field.substr(0, dot)).placeOf(field.substr(dot + 1));
    place.file = manifestFile;
    place = placeInWorkspace(std::move(place), snapshot);
    if (place.file != manifestFile) // the version does not know the lines of that file
        place.line = place.column = 0;
    return place;
}

// What is wrong with its bytes has been said; what follows from that is not worth a second sentence.
bool isUnreadable(const File& file, const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [&](const Finding& one) {
        return one.place.file == file.path && (one.code == "lfs_pointer" || one.code == "bad_text");
    });
}

void checkTool(const QJsonValue& value, const std::string& path, std::set<QString>& names,
               std::vector<Finding>& findings) {
    const QJsonObject function = value[u"function"_s].toObject();
    const QString name = function.value("name"_L1).toString();
    const auto bad = [&](std::string message) {
        findings.push_back(note(Severity::Error, "bad_tool", std::move(message), {.file = path}));
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
        findings.push_back(note(
            Severity::Warning, "tool_without_description",
            std::format("The tool \"{}\" does not say what it is for; a model can only guess.", name.toStdString()),
            {.file = path}));
}

void checkTools(const Snapshot& snapshot, std::vector<Finding>& findings) {
    std::set<QString> names;
    for (const std::string& path : snapshot.manifest.tools) {
        const File* file = snapshot.find(path);
        if (file == nullptr || isUnreadable(*file, findings))
            continue; // makeSnapshot() refuses a missing one
        QJsonParseError error;
        const std::string_view text = withoutMark(file->content);
        const auto document =
            QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size())), &error);
        if (error.error != QJsonParseError::NoError) {
            const auto before = text.substr(0, static_cast<std::size_t>(error.offset));
            const int line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
            findings.push_back(note(Severity::Error, "bad_tool",
                                    std::format("This is not JSON: {}.", error.errorString().toStdString()),
                                    placeIn(*file, line), "Check brackets, commas and quotes near this line."));
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
            note(Severity::Warning, "no_contract",
                 std::format("No contract says what the agent's {} looks like, so a broken {} can't be noticed.", side,
                             side),
                 placeAt(snapshot, "contract." + std::string(side))));
    } else if (isUnreadable(*file, findings)) {
        return;
    } else if (auto schema = parseJsonObject(withoutMark(file->content)); !schema) {
        findings.push_back(note(Severity::Error, "bad_contract", schema.error().message, {.file = path},
                                "A contract is one JSON Schema."));
    }
}

bool isBlank(std::string_view text) {
    return withoutMark(text).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A prompt that is named says something; where nothing is meant, nothing is named.
void checkPrompts(const Snapshot& snapshot, std::vector<Finding>& findings) {
    for (const auto& [name, path] : snapshot.manifest.prompts)
        if (const File* file = snapshot.find(path); file != nullptr && isBlank(file->content))
            findings.push_back(note(Severity::Error, "empty_prompt", std::format("The prompt \"{}\" is empty.", name),
                                    placeIn(*file), "Write it, or leave it out of the prompts."));
    if (snapshot.manifest.runtime == RuntimeKind::Chat && !snapshot.manifest.prompts.contains("system"))
        findings.push_back(note(Severity::Warning, "no_system_prompt",
                                "The agent has no system prompt, so nothing tells it what it is for.",
                                placeAt(snapshot, "prompts.system")));
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
            findings.push_back(note(Severity::Warning, "unused_file",
                                    std::format("agent.yaml does not name {}.", file.path), placeIn(file)));
    }
}

// Embeddings have no place for words and limits by their nature, and what is refused is said to the caller.
void checkEndpoints(const Snapshot& snapshot, std::vector<Finding>& findings) {
    for (const EndpointReach& endpoint : endpointsOf(snapshot.manifest)) {
        if (endpoint.reach != Reach::Part || endpoint.path == "/v1/embeddings")
            continue;
        findings.push_back(note(Severity::Warning, "not_carried",
                                std::format("Not everything reaches the model: {}.", sentenceOf(endpoint)),
                                placeAt(snapshot, endpoint.missing.front()),
                                snapshot.manifest.runtime == RuntimeKind::Http
                                    ? "An http agent is sent what its callers send, and nothing else; remove it."
                                    : "Callers who ask there are answered without it; ask /v1/chat/completions."));
    }
}

void checkVariables(const Snapshot& snapshot, std::vector<Finding>& findings) {
    std::set<std::string> used;
    for (const Placeholder& placeholder : placeholdersIn(snapshot.prompt("system")))
        used.insert(placeholder.name);
    for (const auto& [name, text] : snapshot.manifest.variables)
        if (!used.contains(name))
            findings.push_back(note(Severity::Warning, "unused_variable",
                                    std::format("The system prompt has no {{{{{}}}}}.", name),
                                    placeAt(snapshot, "variables." + name)));
}

} // namespace

std::vector<Finding> checkForPublishing(const Snapshot& snapshot) {
    std::vector<Finding> findings;
    const Manifest& manifest = snapshot.manifest;
    if (!manifest.model.floating && isFloating(manifest.model.id))
        findings.push_back(note(Severity::Error, "floating_model",
                                std::format("\"{}\" may name another model tomorrow.", manifest.model.id),
                                placeAt(snapshot, "model.id"),
                                "Write a dated id, or floating: true below model if that is meant."));
    for (const File& file : snapshot.files)
        checkText(file, findings);
    checkPrompts(snapshot, findings);
    checkEndpoints(snapshot, findings);
    checkVariables(snapshot, findings);
    checkContract(snapshot, manifest.contractInput, "input", findings);
    checkContract(snapshot, manifest.contractOutput, "output", findings);
    checkTools(snapshot, findings);
    checkUnused(snapshot, findings);
    std::ranges::stable_sort(findings, std::greater{}, &Finding::severity);
    return findings;
}

Error wrongAgent(const Snapshot& snapshot, const std::string& agent) {
    const std::string& name = snapshot.manifest.name;
    return errorOf({{.code = "wrong_agent",
                     .message = std::format("agent.yaml belongs to \"{}\", not to \"{}\".", name, agent),
                     .hint = "Correct the name, or publish to the agent it names.",
                     .write = "name: " + agent,
                     .place = placeAt(snapshot, "name")}});
}

Result<void> refuseMistakes(std::vector<Finding> findings) {
    std::erase_if(findings, [](const Finding& one) { return one.severity != Severity::Error; });
    if (findings.empty())
        return {};
    return failure(errorOf(std::move(findings)));
}

} // namespace signalbox::agents
