// JSON bodies of requests: where the members lie, and what becomes of them when a version rewrites the request.
#include <algorithm>

#include <boost/json.hpp>

#include "core/gateway/version_body.h"
#include "core/models/json_text.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

gateway::ChatTemplate chat(const agents::ProviderSettings& settings, bool hasTools) {
    gateway::ChatTemplate result;
    result.model = "\"the-model\"";
    result.system = gateway::cutPrompt("Be brief, {{name}}, \"now\".\n{{ other }}", {{"other", "\"\\"}});
    result.placeholders = {"name", "other"};
    result.members = {{"temperature", "0.5"}};
    result.outputLimit = "77";
    result.seed = "7";
    result.settings = settings;
    if (hasTools)
        result.tools = {
            R"([{"type":"function","function":{"name":"a"}}])", R"([{"type":"function","name":"a"}])", {"a"}};
    return result;
}

std::string_view valueOf(std::string_view text, const gateway::Member& member) {
    return text.substr(member.begin, member.end - member.begin);
}

bool isReplaced(const std::string& key) {
    static constexpr std::array<std::string_view, 5> replaced{"model", "temperature", "messages", "instructions",
                                                              "prompt"};
    return std::ranges::find(replaced, key) != replaced.end();
}

// What may be renamed or taken out, by the provider's settings or because it fits no tools.
bool mayLeave(const std::string& key) {
    static constexpr std::array<std::string_view, 13> known{
        "metadata",  "store",         "max_tokens",    "max_completion_tokens", "max_output_tokens",
        "seed",      "random_seed",   "tool_choice",   "parallel_tool_calls",   "tools",
        "functions", "function_call", "stream_options"};
    return std::ranges::find(known, key) != known.end();
}

// Every kind of provider, with and without tools.
const std::vector<gateway::ChatTemplate>& versions() {
    static const std::vector<gateway::ChatTemplate> all = [] {
        std::vector<gateway::ChatTemplate> list;
        for (std::size_t i = 0; i < agents::providerKinds; ++i)
            for (const bool hasTools : {false, true})
                list.push_back(chat(agents::settingsOf(static_cast<agents::ProviderKind>(i)), hasTools));
        return list;
    }();
    return all;
}

void compareWithParser(std::string_view input, const gateway::Members& members) {
    boost::system::error_code error;
    boost::json::parse_options options;
    options.max_depth = 64;
    const auto value = boost::json::parse(models::withoutLoneSurrogates(input), error, {}, options);
    claim(!error && value.is_object(), "what is scanned is an object");
    const auto& object = value.get_object();
    claim(object.size() == members.list.size(), "it has as many members");
    for (const gateway::Member& member : members.list) {
        const auto* found = object.if_contains(member.key);
        claim(found != nullptr, "each of them is there");
        const auto alone =
            boost::json::parse(models::withoutLoneSurrogates(valueOf(input, member)), error, {}, options);
        // As text: a number beyond all numbers need not equal itself.
        claim(boost::json::serialize(*found) == boost::json::serialize(alone), "with this value");
    }
}

void rewrite(std::string_view input, const gateway::Members& members, const gateway::ChatTemplate& version) {
    for (const models::Dialect dialect : {models::Dialect::Chat, models::Dialect::Completions,
                                          models::Dialect::Responses, models::Dialect::Embeddings}) {
        const auto request = gateway::rewriteFor(dialect, input, members, version);
        if (!request)
            continue;
        const std::string& written = request->body;
        claim(gateway::checkJson(written, gateway::Surrogates::Any).has_value(), "what is written is JSON");
        const auto again = gateway::scanObject(written);
        claim(again.has_value(), "and an object whose members are there once");
        claim(valueOf(written, *again->find("model")) == version.model, "the model is the version's");
        claim(written.find("{{name}}") == std::string::npos || input.find("{{name}}") != std::string_view::npos,
              "no placeholder reaches the model");
        for (const gateway::Member& member : members.list) {
            const auto* after = again->find(member.key);
            if (mayLeave(member.key))
                continue;
            claim(after != nullptr, "no member is lost");
            claim(isReplaced(member.key) || valueOf(written, *after) == valueOf(input, member),
                  "what is not the version's stays byte for byte");
        }
    }
}

} // namespace

void run(std::string_view input) {
    if (!gateway::checkJson(input, gateway::Surrogates::Any))
        return;
    const auto members = gateway::scanObject(input);
    if (!members)
        return;
    compareWithParser(input, *members);
    for (const gateway::ChatTemplate& version : versions())
        rewrite(input, *members, version);
}

std::vector<std::string_view> words() {
    return {"{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\\"",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\udead",
            "null",
            "1e400",
            "-0",
            "true",
            "\"model\":\"a\"",
            "\"messages\":[]",
            "\"max_tokens\":1",
            "\"metadata\":{\"name\":\"x\"}",
            "\"metadata\":{\"name\":1,\"b\":[]}",
            "\"store\":true",
            "\"stream\":true",
            "\"stream_options\":{}",
            "\"messages\":[{\"role\":\"developer\",\"content\":[]}]",
            "{\"role\":\"system\",\"content\":\"x\"}",
            "\"tool_choice\":{\"function\":{\"name\":\"a\"}}",
            "\"tool_choice\":\"auto\"",
            "\"function_call\":{\"name\":\"a\"}",
            "\"functions\":[]",
            "\"tools\":1",
            "\"temperature\":2",
            "\"mod\\u0065l\":1",
            "\\\\",
            " ",
            "{}",
            "\"\":0",
            "\xc3\xa4",
            "\"a\":[{\"b\":[1,2]}]"};
}

} // namespace signalbox::fuzz
