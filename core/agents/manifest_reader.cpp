#include "core/agents/manifest_reader.h"

#include <algorithm>
#include <format>
#include <set>

#include "core/agents/yaml.h"

namespace signalbox::agents {

namespace {

constexpr double longestTimeout = 86'400;                    // seconds
constexpr std::int64_t largestExact = 9'007'199'254'740'991; // what every JSON reader keeps exactly

bool isHttpUrl(std::string_view url) {
    return (url.starts_with("http://") && url.size() > 7) || (url.starts_with("https://") && url.size() > 8);
}

// Names of prompts, which also become parts of paths in structured differences.
bool isWord(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

// A path of the manifest, which must lie in the folder that snapshots take this kind of file from.
std::string readPath(YamlMap& map, std::string_view key, std::string path, std::string_view folder) {
    if (!path.empty() && (!isInnerPath(path) || !path.starts_with(folder)))
        map.fail(key, "path_outside", std::format("\"{}\" is not a path below {}.", path.substr(0, 120), folder),
                 std::format("Put the file below {} and name it with \"/\" between parts.", folder));
    return path;
}

void readModel(YamlMap map, Manifest& manifest) {
    Model& model = manifest.model;
    const bool required = manifest.runtime == RuntimeKind::Chat;
    model.provider = required ? map.requiredText("provider") : map.text("provider");
    model.id = required ? map.requiredText("id") : map.text("id");
    model.floating = map.boolean("floating", false);
    const std::string api = map.text("api", "chat_completions");
    if (api == "responses")
        model.api = ModelApi::Responses;
    else if (api != "chat_completions")
        map.fail("api", "bad_value", std::format("The api \"{}\" is not known.", api.substr(0, 80)),
                 "Write chat_completions or responses.");
}

void readPrompts(YamlMap map, Manifest& manifest) {
    for (const auto& entry : map.entries()) {
        if (!isWord(entry.key)) {
            map.fail(entry.key, "bad_name", "A prompt's name has lower-case letters, digits, \"_\" and \"-\" only.");
            continue;
        }
        const std::string path = map.requiredText(entry.key);
        manifest.prompts[entry.key] = readPath(map, entry.key, path, "prompts/");
    }
}

void readMcp(YamlMap map, std::set<std::string>& names, Manifest& manifest) {
    McpServer server;
    server.name = map.requiredText("name");
    server.transport = map.requiredText("transport");
    server.command = map.text("command");
    server.url = map.text("url");
    server.lock = readPath(map, "lock", map.text("lock"), "integrations/");
    if (!server.name.empty() && !names.insert(server.name).second)
        map.fail("name", "duplicate_name", std::format("Two servers are called \"{}\".", server.name.substr(0, 80)),
                 "Give each server its own name.");
    if (server.transport == "stdio") {
        if (server.command.empty() || !server.url.empty())
            map.fail("transport", "missing_field", "A stdio server has a command and no url.", "Add \"command: …\".");
    } else if (server.transport == "http") {
        if (!isHttpUrl(server.url) || !server.command.empty())
            map.fail("transport", "missing_field", "An http server has a url and no command.",
                     "Add \"url: https://…\".");
    } else if (!server.transport.empty()) {
        map.fail("transport", "bad_value",
                 std::format("The transport \"{}\" is not known.", server.transport.substr(0, 80)),
                 "Write stdio or http.");
    }
    manifest.mcp.push_back(std::move(server));
}

void readIntegrations(YamlMap map, Manifest& manifest) {
    for (std::string& path : map.texts("tools")) {
        if (std::ranges::find(manifest.tools, path) != manifest.tools.end())
            map.fail("tools", "duplicate_name", std::format("\"{}\" is listed twice.", path.substr(0, 120)),
                     "Keep one.");
        manifest.tools.push_back(readPath(map, "tools", std::move(path), "integrations/"));
    }
    std::set<std::string> names;
    for (YamlMap& server : map.maps("mcp", {"name", "transport", "command", "url", "lock"}))
        readMcp(server, names, manifest);
}

void readConfiguration(YamlMap map, Configuration& configuration) {
    configuration.temperature = map.number("temperature", 0, 2);
    configuration.topP = map.number("top_p", 0, 1);
    configuration.maxOutputTokens = map.integer("max_output_tokens", 1, 10'000'000);
    configuration.seed = map.integer("seed", -largestExact, largestExact);
    const YamlNode* stop = map.find("stop");
    if (stop != nullptr && stop->kind == YamlNode::Kind::Text)
        configuration.stop = {stop->text};
    else
        configuration.stop = map.texts("stop");
    if (configuration.stop.size() > 16)
        map.fail("stop", "out_of_range", "More than 16 stop texts are not sent.", "Keep the ones that matter.");
    if (std::ranges::any_of(configuration.stop, &std::string::empty))
        map.fail("stop", "bad_value", "An empty stop text would end every answer at once.", "Remove it.");

    YamlMap timeout = map.map("timeout", {"request", "first_token"});
    configuration.requestTimeout =
        timeout.number("request", 0.001, longestTimeout).value_or(configuration.requestTimeout);
    const auto firstToken = timeout.number("first_token", 0.001, longestTimeout);
    // The default is cut when the whole request has less time; a value that the author wrote is not.
    configuration.firstTokenTimeout =
        firstToken.value_or(std::min(configuration.firstTokenTimeout, configuration.requestTimeout));
    if (configuration.firstTokenTimeout > configuration.requestTimeout)
        timeout.fail("first_token", "out_of_range", "The first token may not take longer than the whole request.",
                     "Make first_token smaller or request larger.");
    YamlMap retry = map.map("retry", {"max_attempts"});
    configuration.maxAttempts = static_cast<int>(retry.integer("max_attempts", 1, 10).value_or(1));
}

void readContract(YamlMap map, Manifest& manifest) {
    manifest.contractInput = readPath(map, "input", map.text("input"), "contract/");
    manifest.contractOutput = readPath(map, "output", map.text("output"), "contract/");
}

void readRuntime(YamlMap map, Manifest& manifest) {
    const std::string kind = map.text("kind", "chat");
    manifest.runtimeUrl = map.text("url");
    if (kind == "http")
        manifest.runtime = RuntimeKind::Http;
    else if (kind != "chat")
        map.fail("kind", "bad_value", std::format("The runtime \"{}\" is not known.", kind.substr(0, 80)),
                 "Write chat or http.");
    if (!manifest.runtimeUrl.empty() && !isHttpUrl(manifest.runtimeUrl))
        map.fail("url", "bad_value", "The url must begin with http:// or https://.");
    if (manifest.runtime == RuntimeKind::Http && manifest.runtimeUrl.empty())
        map.fail("url", "missing_field", "An http runtime needs its url.", "Add \"url: http://…\".");
}

} // namespace

bool isAgentName(std::string_view name) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= 63 && name.front() >= 'a' && name.front() <= 'z' && name.back() != '-' &&
           std::ranges::all_of(name, good) && name.find("--") == std::string_view::npos;
}

bool isInnerPath(std::string_view path) {
    if (path.empty() || path.size() > 1024 || path.front() == '/' || path.back() == '/')
        return false;
    if (std::ranges::any_of(path,
                            [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; }))
        return false;
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..")
            return false;
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return true;
}

void readManifestPart(YamlMap& map, std::string_view key, Manifest& manifest) {
    if (key == "description")
        manifest.description = map.text("description");
    else if (key == "runtime")
        readRuntime(map.map("runtime", {"kind", "url"}), manifest);
    else if (key == "model")
        readModel(map.map("model", {"provider", "id", "api", "floating"}), manifest);
    else if (key == "prompts")
        readPrompts(map.map("prompts"), manifest);
    else if (key == "integrations")
        readIntegrations(map.map("integrations", {"tools", "mcp"}), manifest);
    else if (key == "configuration")
        readConfiguration(
            map.map("configuration", {"temperature", "top_p", "max_output_tokens", "seed", "stop", "timeout", "retry"}),
            manifest.configuration);
    else if (key == "contract")
        readContract(map.map("contract", {"input", "output"}), manifest);
}

Result<Manifest> readManifest(std::string_view yaml) {
    const auto root = loadYaml(yaml, manifestFile);
    return root ? readManifest(*root, manifestFile) : Result<Manifest>(failure(root.error()));
}

Result<Manifest> readManifest(const YamlNode& root, std::string_view file) {
    YamlErrors errors{std::string(file)};
    YamlMap map(
        errors, &root, "",
        {"schema", "name", "description", "model", "prompts", "integrations", "configuration", "contract", "runtime"});
    Manifest manifest;
    manifest.schema = map.requiredText("schema");
    if (manifest.schema != "signalbox.agent/1")
        map.fail("schema", "bad_schema", std::format("The schema \"{}\" is not known.", manifest.schema.substr(0, 80)),
                 "Write signalbox.agent/1.");
    manifest.name = map.requiredText("name");
    if (!isAgentName(manifest.name))
        map.fail("name", "bad_name",
                 "An agent's name has lower-case letters, digits and hyphens, and begins with a letter.");
    // The runtime says what the model must have, so it comes first.
    for (const std::string_view key :
         {"description", "runtime", "model", "prompts", "integrations", "configuration", "contract"})
        readManifestPart(map, key, manifest);
    if (errors.first())
        return failure(*errors.first());
    return manifest;
}

} // namespace signalbox::agents
