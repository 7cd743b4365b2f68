// JSON bodies of requests: where the members lie, and what becomes of them when a version rewrites the request.
#include <algorithm>

#include <boost/json.hpp>

#include "core/gateway/version_body.h"
#include "core/models/json_text.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

gateway::ChatTemplate chat() {
    gateway::ChatTemplate result;
    result.model = "\"the-model\"";
    result.system = gateway::cutPrompt("Be brief, {{name}}, \"now\".\n{{ other }}");
    result.members = {{"temperature", "0.5"}, {"tools", "[]"}};
    result.outputLimit = "77";
    return result;
}

std::string_view valueOf(std::string_view text, const gateway::Member& member) {
    return text.substr(member.begin, member.end - member.begin);
}

bool isReplaced(const std::string& key) {
    static constexpr std::array<std::string_view, 9> replaced{
        "model",    "temperature",  "tools",  "max_tokens",       "max_completion_tokens",
        "messages", "instructions", "prompt", "max_output_tokens"};
    return std::ranges::find(replaced, key) != replaced.end();
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

void rewrite(std::string_view input, const gateway::Members& members) {
    static const gateway::ChatTemplate version = chat();
    for (const models::Dialect dialect : {models::Dialect::Chat, models::Dialect::Completions,
                                          models::Dialect::Responses, models::Dialect::Embeddings}) {
        const auto written = gateway::rewriteFor(dialect, input, members, version);
        if (!written)
            continue;
        claim(gateway::checkJson(*written, gateway::Surrogates::Any).has_value(), "what is written is JSON");
        const auto again = gateway::scanObject(*written);
        claim(again.has_value(), "and an object whose members are there once");
        claim(valueOf(*written, *again->find("model")) == version.model, "the model is the version's");
        for (const gateway::Member& member : members.list) {
            const auto* after = again->find(member.key);
            claim(after != nullptr, "no member is lost");
            claim(isReplaced(member.key) || valueOf(*written, *after) == valueOf(input, member),
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
    rewrite(input, *members);
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
