// What agent.yaml says (schema signalbox.agent/1), with defaults filled in. Values; any thread.
// Durations are seconds. Paths are relative to the agent's folder and never leave it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::agents {

// What a version is made for: chat completions, from which every endpoint is served as far as it can carry the version
// (endpoints.h), or /v1/responses alone.
enum class ModelApi { ChatCompletions, Responses };
enum class RuntimeKind { Chat, Http };

struct Model {
    std::string provider; // a key of signalbox.yaml `providers`
    std::string id;       // pinned model id that is sent upstream
    ModelApi api = ModelApi::ChatCompletions;
    bool floating = false; // the author knows that the id is an alias

    bool operator==(const Model&) const = default;
};

struct McpServer {
    std::string name;
    std::string transport; // "stdio" or "http"
    std::string command;   // for stdio
    std::string url;       // for http
    std::string lock;      // path of the frozen tool definitions

    bool operator==(const McpServer&) const = default;
};

struct Configuration {
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<std::int64_t> maxOutputTokens;
    std::optional<std::int64_t> seed;
    std::vector<std::string> stop;
    double requestTimeout = 600; // seconds, whole request
    // Seconds until the first token; comments are none. Absent: a model may think in silence until the request's time
    // is over.
    std::optional<double> firstTokenTimeout;
    int maxAttempts = 1; // the first try included

    bool operator==(const Configuration&) const = default;
};

struct Manifest {
    std::string schema = "signalbox.agent/1";
    std::string name;
    std::string description;
    Model model;
    std::map<std::string, std::string> prompts;   // name → path; "system" is sent by the chat runtime
    std::map<std::string, std::string> variables; // placeholder → its text where a caller gives no value
    std::vector<std::string> tools;               // paths of frozen function definitions, in order
    std::vector<McpServer> mcp;
    Configuration configuration;
    std::string contractInput;  // path of a JSON Schema, or empty
    std::string contractOutput; // path of a JSON Schema, or empty
    RuntimeKind runtime = RuntimeKind::Chat;
    std::string runtimeUrl; // for http; for chat empty means the provider's url

    bool operator==(const Manifest&) const = default;
};

} // namespace signalbox::agents
