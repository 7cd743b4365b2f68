#include "core/diff/manifest_diff.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/canonical_json.h"
#include "core/base/visible_text.h"

namespace signalbox::diff {
namespace {

using agents::Bump;
using agents::Manifest;

std::string text(const std::string& value) {
    return value;
}

std::string text(bool value) {
    return value ? "true" : "false";
}

std::string text(double value) {
    return canonicalNumber(value);
}

template <class T> std::string text(const std::optional<T>& value) {
    return value ? text(static_cast<double>(*value)) : std::string();
}

std::string text(const std::vector<std::string>& values) {
    std::string all;
    for (const auto& value : values)
        all += (all.empty() ? "" : ", ") + value;
    return all;
}

std::string text(agents::ModelApi api) {
    return api == agents::ModelApi::Responses ? "responses" : "chat_completions";
}

std::string text(agents::RuntimeKind kind) {
    return kind == agents::RuntimeKind::Http ? "http" : "chat";
}

class ManifestComparison {
public:
    explicit ManifestComparison(std::vector<FieldChange>& changes) : m_changes(changes) {}

    template <class T>
    void field(PartKind part, const std::string& path, const T& left, const T& right, Bump bump, const char* why) {
        if (left == right)
            return;
        const std::string before = text(left);
        const std::string after = text(right);
        const ChangeKind kind = before.empty()  ? ChangeKind::Added
                                : after.empty() ? ChangeKind::Removed
                                                : ChangeKind::Changed;
        m_changes.push_back({part, kind, path, before, after, bump, why});
    }

    // Entries by name; `why` ends in front of the name.
    void entries(PartKind part, const std::string& path, const std::map<std::string, std::string>& left,
                 const std::map<std::string, std::string>& right, Bump whenRemoved, const std::string& noun) {
        std::map<std::string, std::pair<std::string, std::string>> all;
        for (const auto& [name, value] : left)
            all[name].first = value;
        for (const auto& [name, value] : right)
            all[name].second = value;
        for (const auto& [name, values] : all) {
            const auto& [before, after] = values;
            if (before == after)
                continue;
            const ChangeKind kind = !left.contains(name)    ? ChangeKind::Added
                                    : !right.contains(name) ? ChangeKind::Removed
                                                            : ChangeKind::Changed;
            const char* verb = kind == ChangeKind::Added     ? " was added"
                               : kind == ChangeKind::Removed ? " was removed"
                                                             : " comes from another place";
            m_changes.push_back({part, kind, path + "." + name, before, after,
                                 kind == ChangeKind::Removed ? whenRemoved : Bump::Minor,
                                 "the " + noun + " " + visibleText(name, Lines::Visible, 80) + verb});
        }
    }

private:
    std::vector<FieldChange>& m_changes;
};

void compareModels(const agents::Model& left, const agents::Model& right, ManifestComparison& compare) {
    const bool sameFamily = modelFamily(left.id) == modelFamily(right.id);
    compare.field(PartKind::Model, "model.id", left.id, right.id, sameFamily ? Bump::Minor : Bump::Major,
                  sameFamily ? "another snapshot of the same model answers" : "a model of another family answers");
    compare.field(PartKind::Model, "model.provider", left.provider, right.provider, Bump::Minor,
                  "another provider runs the model");
    compare.field(PartKind::Model, "model.api", left.api, right.api, Bump::Minor, "the model is called in another way");
    compare.field(PartKind::Model, "model.floating", left.floating, right.floating, Bump::Minor,
                  right.floating ? "the model may now change without a new version"
                                 : "the model no longer changes without a new version");
}

void compareConfigurations(const agents::Configuration& left, const agents::Configuration& right,
                           ManifestComparison& compare) {
    constexpr PartKind part = PartKind::Configuration;
    const std::string at = "configuration.";
    compare.field(part, at + "temperature", left.temperature, right.temperature, Bump::Minor,
                  "answers are sampled differently (temperature)");
    compare.field(part, at + "top_p", left.topP, right.topP, Bump::Minor, "answers are sampled differently (top_p)");
    compare.field(part, at + "max_output_tokens", left.maxOutputTokens, right.maxOutputTokens, Bump::Minor,
                  "answers may have another length");
    compare.field(part, at + "seed", left.seed, right.seed, Bump::Patch, "the seed of sampling changed");
    compare.field(part, at + "stop", left.stop, right.stop, Bump::Minor, "answers end at other words");
    compare.field(part, at + "timeout.request", left.requestTimeout, right.requestTimeout, Bump::Patch,
                  "a request may take another time");
    compare.field(part, at + "timeout.first_token", left.firstTokenTimeout, right.firstTokenTimeout, Bump::Patch,
                  "the first token of an answer may take another time");
    compare.field(part, at + "retry.max_attempts", static_cast<double>(left.maxAttempts),
                  static_cast<double>(right.maxAttempts), Bump::Patch, "the number of attempts changed");
}

std::map<std::string, std::string> serversOf(const Manifest& manifest) {
    std::map<std::string, std::string> servers;
    for (const agents::McpServer& server : manifest.mcp)
        servers[server.name] = server.transport + " " + (server.url.empty() ? server.command : server.url);
    return servers;
}

bool isDigits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

std::string_view modelFamily(std::string_view id) {
    for (const char separator : {'@', ':'})
        if (const auto at = id.find(separator); at != std::string_view::npos && at > 0)
            id = id.substr(0, at);
    for (;;) {
        const auto dash = id.rfind('-');
        if (dash == std::string_view::npos || dash == 0)
            return id;
        const std::string_view last = id.substr(dash + 1);
        // Dates (20260115, 2026-01-15, 0115) and words that follow the newest; "4" or "70b" belong to the family.
        const bool isDatePart = isDigits(last) && (last.size() >= 4 || last.size() == 2);
        if (!isDatePart && last != "latest" && last != "preview")
            return id;
        id = id.substr(0, dash);
    }
}

void compareManifests(const Manifest& left, const Manifest& right, std::vector<FieldChange>& changes) {
    ManifestComparison compare(changes);
    compareModels(left.model, right.model, compare);
    compare.entries(PartKind::Prompt, "prompts", left.prompts, right.prompts, Bump::Minor, "prompt");
    compare.entries(PartKind::Configuration, "variables", left.variables, right.variables, Bump::Major, "default of");
    compare.entries(PartKind::Tool, "mcp", serversOf(left), serversOf(right), Bump::Major, "tool server");
    compareConfigurations(left.configuration, right.configuration, compare);
    compare.field(PartKind::Manifest, "runtime.kind", left.runtime, right.runtime, Bump::Major,
                  "the agent is reached in another way");
    compare.field(PartKind::Manifest, "runtime.url", left.runtimeUrl, right.runtimeUrl, Bump::Minor,
                  "another address answers");
    compare.field(PartKind::Manifest, "name", left.name, right.name, Bump::Major, "the agent has another name");
    compare.field(PartKind::Manifest, "description", left.description, right.description, Bump::Patch,
                  "the description changed");
    compare.field(PartKind::Manifest, "schema", left.schema, right.schema, Bump::Patch,
                  "the manifest is written in another format");
}

} // namespace signalbox::diff
