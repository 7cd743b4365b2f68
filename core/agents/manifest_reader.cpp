#include "core/agents/manifest_reader.h"

#include <algorithm>
#include <format>
#include <set>

#include "core/agents/placeholders.h"
#include "core/agents/yaml_words.h"

namespace signalbox::agents {

namespace {

constexpr std::size_t mostStops = 16;
constexpr double longestTimeout = 86'400;                    // seconds
constexpr std::int64_t largestExact = 9'007'199'254'740'991; // what every JSON reader keeps exactly

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
                 std::format("Put the file below {} and name it with \"/\" between parts.", folder),
                 written(key, exampleIn(folder, path)));
    return path;
}

void readModel(YamlMap map, Manifest& manifest) {
    Model& model = manifest.model;
    const bool required = manifest.runtime == RuntimeKind::Chat;
    model.provider = required ? map.requiredText("provider", "ollama") : map.text("provider");
    model.id = required ? map.requiredText("id", "llama3.1:8b-instruct-q8_0") : map.text("id");
    model.floating = map.boolean("floating", false);
    model.api = static_cast<ModelApi>(map.choice("api", {"chat_completions", "responses"}, 0));
}

void readPrompts(YamlMap map, Manifest& manifest) {
    for (const auto& entry : map.entries()) {
        if (!isWord(entry.key)) {
            map.fail(entry.key, "bad_name", std::format("\"{}\" is not the name of a prompt.", entry.key.substr(0, 80)),
                     "Write lower-case letters, digits, \"_\" and \"-\" only.",
                     written("system", isScalar(entry.value) ? entry.value.text : "prompts/system.md"));
            continue;
        }
        const std::string path = map.requiredText(entry.key, "prompts/system.md");
        manifest.prompts[entry.key] = readPath(map, entry.key, path, "prompts/");
    }
}

void checkTransport(YamlMap& map, const McpServer& server) {
    if (server.transport == "stdio") {
        if (server.command.empty())
            map.fail("command", "missing_field", "A stdio server has a command.", "Add the program that is started.",
                     "command: my-server");
        if (map.has("url"))
            map.fail("url", "not_here", "A stdio server has no url.", "Remove it, or write transport: http.",
                     "transport: http");
    } else if (server.transport == "http") {
        if (server.url.empty())
            map.fail("url", "missing_field", "An http server has a url.", "Add its address.",
                     "url: https://example.com/mcp");
        else if (!isHttpUrl(server.url))
            map.fail("url", "bad_url", "The url must begin with http:// or https://.", "Write the whole address.",
                     "url: https://example.com/mcp");
        if (map.has("command"))
            map.fail("command", "not_here", "An http server has no command.", "Remove it, or write transport: stdio.",
                     "transport: stdio");
    }
}

void readMcp(YamlMap map, std::set<std::string>& names, Manifest& manifest) {
    McpServer server;
    server.name = map.requiredText("name", "files");
    server.transport = map.requiredText("transport", "stdio");
    if (!server.transport.empty())
        map.choice("transport", {"stdio", "http"}, map.has("url") ? 1 : 0);
    server.command = map.text("command");
    server.url = map.text("url");
    server.lock = readPath(map, "lock", map.text("lock"), "integrations/");
    if (!server.name.empty() && !names.insert(server.name).second)
        map.fail("name", "duplicate_name", std::format("Two servers are called \"{}\".", server.name.substr(0, 80)),
                 "Give each server its own name.", written("name", server.name + "-2"));
    checkTransport(map, server);
    manifest.mcp.push_back(std::move(server));
}

void readIntegrations(YamlMap map, Manifest& manifest) {
    std::size_t index = 0;
    for (std::string& path : map.texts("tools")) {
        if (std::ranges::find(manifest.tools, path) != manifest.tools.end())
            map.failItem("tools", index, "duplicate_name", std::format("\"{}\" is listed twice.", path.substr(0, 120)),
                         "Remove one of the lines.");
        if (!isInnerPath(path) || !path.starts_with("integrations/"))
            map.failItem("tools", index, "path_outside",
                         std::format("\"{}\" is not a path below integrations/.", path.substr(0, 120)),
                         "Put the file there and name it with \"/\" between parts.",
                         "- " + exampleIn("integrations/", path));
        manifest.tools.push_back(std::move(path));
        ++index;
    }
    std::set<std::string> names;
    for (YamlMap& server : map.maps("mcp", {"name", "transport", "command", "url", "lock"}))
        readMcp(server, names, manifest);
}

void readVariables(YamlMap map, Manifest& manifest) {
    for (const auto& entry : map.entries()) {
        if (isPlaceholderName(entry.key))
            manifest.variables[entry.key] = map.text(entry.key);
        else
            map.fail(entry.key, "bad_name",
                     std::format("\"{}\" is not the name of a placeholder.", entry.key.substr(0, 80)),
                     "Write letters, digits, \"_\", \"-\" and \".\" only, as between {{ and }}.", "customer: unknown");
    }
}

void readTimes(YamlMap& map, Configuration& configuration);

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
    if (configuration.stop.size() > mostStops)
        map.fail("stop", "out_of_range", "More than 16 stop texts are not sent.", "Keep the ones that matter.");
    if (std::ranges::any_of(configuration.stop, &std::string::empty))
        map.fail("stop", "bad_value", "An empty stop text would end every answer at once.",
                 "Remove it, or write 1 to 16 texts.", "stop: [END]");
    readTimes(map, configuration);
}

void readTimes(YamlMap& map, Configuration& configuration) {
    YamlMap timeout = map.map("timeout", {"request", "first_token"});
    configuration.requestTimeout =
        timeout.number("request", 0.001, longestTimeout).value_or(configuration.requestTimeout);
    configuration.firstTokenTimeout = timeout.number("first_token", 0.001, configuration.requestTimeout);
    YamlMap retry = map.map("retry", {"max_attempts"});
    configuration.maxAttempts = static_cast<int>(retry.integer("max_attempts", 1, 10).value_or(1));
}

void readContract(YamlMap map, Manifest& manifest) {
    manifest.contractInput = readPath(map, "input", map.text("input"), "contract/");
    manifest.contractOutput = readPath(map, "output", map.text("output"), "contract/");
}

void readRuntime(YamlMap map, Manifest& manifest) {
    manifest.runtime = static_cast<RuntimeKind>(map.choice("kind", {"chat", "http"}, 0));
    manifest.runtimeUrl = map.text("url");
    if (!manifest.runtimeUrl.empty())
        checkBaseUrl(map, "url", manifest.runtimeUrl);
    if (manifest.runtime == RuntimeKind::Http && manifest.runtimeUrl.empty())
        map.fail("url", "missing_field", "An http runtime needs its url.", "Add the address of the agent service.",
                 "url: http://127.0.0.1:9000");
}

// A runtime that cannot be read may be one that needs none.
bool needsModel(const YamlMap& map) {
    const YamlNode* runtime = map.find("runtime");
    if (runtime == nullptr)
        return true;
    const YamlNode* kind = runtime->find("kind");
    return runtime->kind == YamlNode::Kind::Map && (kind == nullptr || kind->text == "chat");
}

} // namespace

void readManifestPart(YamlMap& map, std::string_view key, Manifest& manifest) {
    if (key == "description")
        manifest.description = map.text("description");
    else if (key == "runtime")
        readRuntime(map.map("runtime", {"kind", "url"}), manifest);
    else if (key == "model" && !map.has("model") && needsModel(map))
        map.fail("model", "missing_field", "\"model\" is missing.", "A chat agent names its provider and model.",
                 "model: {provider: ollama, id: llama3.1:8b-instruct-q8_0}");
    else if (key == "model" && map.has("model"))
        readModel(map.map("model", {"provider", "id", "api", "floating"}), manifest);
    else if (key == "prompts")
        readPrompts(map.map("prompts"), manifest);
    else if (key == "variables")
        readVariables(map.map("variables"), manifest);
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
    YamlErrors errors{std::string(manifestFile)};
    const auto root = loadYaml(yaml, errors);
    Manifest manifest = root ? readManifest(*root, errors) : Manifest{};
    if (!errors.isEmpty())
        return failure(errors.error());
    return manifest;
}

Manifest readManifest(const YamlNode& root, YamlErrors& errors) {
    YamlMap map(errors, &root, "",
                {"schema", "name", "description", "model", "prompts", "variables", "integrations", "configuration",
                 "contract", "runtime"});
    Manifest manifest;
    manifest.schema = map.requiredText("schema", "signalbox.agent/1");
    if (manifest.schema != "signalbox.agent/1")
        map.fail("schema", "bad_schema", std::format("The schema \"{}\" is not known.", manifest.schema.substr(0, 80)),
                 "Write signalbox.agent/1.", "schema: signalbox.agent/1");
    manifest.name = map.requiredText("name", "refunds");
    checkName(map, "name", manifest.name);
    // The runtime says what the model must have, so it comes first.
    for (const std::string_view key :
         {"description", "runtime", "model", "prompts", "variables", "integrations", "configuration", "contract"})
        readManifestPart(map, key, manifest);
    return manifest;
}

} // namespace signalbox::agents
