#include "core/agents/endpoints.h"

#include <array>

namespace signalbox::agents {

namespace {

using Fields = std::vector<std::string>;

Fields configured(const Configuration& configuration) {
    Fields fields;
    const auto add = [&fields](bool isSet, const char* name) {
        if (isSet)
            fields.emplace_back(name);
    };
    add(configuration.temperature.has_value(), "configuration.temperature");
    add(configuration.topP.has_value(), "configuration.top_p");
    add(configuration.maxOutputTokens.has_value(), "configuration.max_output_tokens");
    add(configuration.seed.has_value(), "configuration.seed");
    add(!configuration.stop.empty(), "configuration.stop");
    return fields;
}

// All that changes what a model is asked.
Fields rendered(const Manifest& manifest) {
    Fields fields;
    if (manifest.prompts.contains("system"))
        fields.emplace_back("prompts.system");
    if (!manifest.tools.empty())
        fields.emplace_back("integrations.tools");
    for (std::string& field : configured(manifest.configuration))
        fields.push_back(std::move(field));
    return fields;
}

EndpointReach partOf(std::string path, Fields missing) {
    const Reach reach = missing.empty() ? Reach::Whole : Reach::Part;
    return {std::move(path), reach, std::move(missing)};
}

Fields unknownToResponses(const Configuration& configuration) {
    Fields fields = configured(configuration);
    std::erase_if(fields, [](const std::string& field) {
        return field != "configuration.seed" && field != "configuration.stop";
    });
    return fields;
}

} // namespace

std::string_view toString(Reach reach) {
    constexpr std::array<std::string_view, 3> words{"whole", "part", "refused"};
    return words.at(static_cast<std::size_t>(reach));
}

std::vector<EndpointReach> endpointsOf(const Manifest& manifest) {
    if (manifest.runtime == RuntimeKind::Http)
        return {partOf("/agents/" + manifest.name + "/", rendered(manifest))};
    EndpointReach chat{"/v1/chat/completions"};
    EndpointReach responses = partOf("/v1/responses", unknownToResponses(manifest.configuration));
    EndpointReach completions{"/v1/completions"};
    EndpointReach embeddings = partOf("/v1/embeddings", rendered(manifest));
    if (!manifest.tools.empty())
        completions = {completions.path, Reach::Refused, {"integrations.tools"}};
    if (manifest.model.api == ModelApi::Responses)
        for (EndpointReach* other : {&chat, &completions, &embeddings})
            *other = {other->path, Reach::Refused, {"model.api"}};
    return {chat, responses, completions, embeddings};
}

std::string sentenceOf(const EndpointReach& endpoint) {
    if (endpoint.reach == Reach::Whole)
        return endpoint.path;
    std::string fields;
    for (const std::string& field : endpoint.missing)
        fields += (fields.empty() ? "" : ", ") + field;
    return endpoint.path + (endpoint.reach == Reach::Part ? ": without " + fields : ": refused (" + fields + ")");
}

} // namespace signalbox::agents
