#include "core/gateway/provider_members.h"

#include <array>

using namespace std::string_view_literals;

namespace signalbox::gateway {

namespace {

using agents::LimitName;
using agents::MetadataRule;
using models::Dialect;

constexpr std::array<std::string_view, 1> older{"max_tokens"};
constexpr std::array<std::string_view, 1> newer{"max_completion_tokens"};
constexpr std::array<std::string_view, 1> plainSeed{"seed"};
constexpr std::array<std::string_view, 1> randomSeed{"random_seed"};

// Whether the provider keeps the exchange, and with it what the caller wrote about it. Responses are kept unless it is
// said that they are not.
bool isStored(std::string_view body, const Members& members, Dialect dialect) {
    const std::string_view store = members.valueOf(body, "store");
    return dialect == Dialect::Responses ? store != "false" : dialect == Dialect::Chat && store == "true";
}

// Without the members that were used.
void leaveUnused(BodyEditor& editor, std::string_view metadata, const std::set<std::string, std::less<>>& used) {
    const auto values = scanObject(metadata);
    if (!values)
        return;
    BodyEditor inner(metadata, *values);
    std::size_t removed = 0;
    for (const Member& value : values->list)
        removed += used.contains(value.key) && inner.remove(value.key) ? 1 : 0;
    if (removed == 0)
        return;
    if (removed == values->list.size())
        editor.remove("metadata");
    else
        editor.replace("metadata", inner.finish());
}

} // namespace

void putLimit(BodyEditor& editor, const Members& members, Dialect dialect, const agents::ProviderSettings& settings,
              const std::string& limit) {
    if (dialect == Dialect::Responses) {
        if (!limit.empty())
            editor.put("max_output_tokens", limit);
    } else if (dialect == Dialect::Completions || settings.limit == LimitName::MaxTokens) {
        editor.putUnder(older.front(), newer, limit);
    } else if (settings.limit == LimitName::MaxCompletionTokens) {
        editor.putUnder(newer.front(), older, limit);
    } else if (!limit.empty()) {
        const bool isOlder = members.find(older.front()) != nullptr || members.find(newer.front()) == nullptr;
        editor.replace(newer.front(), limit);
        if (isOlder)
            editor.put(older.front(), limit);
    }
}

void putSeed(BodyEditor& editor, const agents::ProviderSettings& settings, const std::string& seed) {
    if (settings.seed == agents::SeedName::RandomSeed)
        editor.putUnder(randomSeed.front(), plainSeed, seed);
    else if (!seed.empty())
        editor.put(plainSeed.front(), seed);
}

void putMetadata(BodyEditor& editor, std::string_view body, const Members& members, Dialect dialect,
                 const agents::ProviderSettings& settings, const std::set<std::string, std::less<>>& used) {
    if (settings.metadata == MetadataRule::Drop) {
        editor.remove("metadata");
        editor.remove("store");
        return;
    }
    if (settings.metadata == MetadataRule::Keep || isStored(body, members, dialect))
        return;
    if (settings.metadata == MetadataRule::WithStore)
        editor.remove("metadata");
    else if (!used.empty())
        leaveUnused(editor, members.valueOf(body, "metadata"), used);
}

bool askForUsage(BodyEditor& editor, std::string_view body, const Members& members, Dialect dialect,
                 const agents::ProviderSettings& settings) {
    constexpr std::string_view key = "include_usage";
    if (!settings.streamUsage || (dialect != Dialect::Chat && dialect != Dialect::Completions) ||
        members.valueOf(body, "stream") != "true")
        return false;
    const std::string_view given = members.valueOf(body, "stream_options");
    const auto options = scanObject(given);
    if (!options) {
        if (!given.empty() && given != "null")
            return false; // the provider says what is wrong with it
        editor.put("stream_options", R"({"include_usage":true})"sv);
        return true;
    }
    if (options->valueOf(given, key) == "true")
        return false;
    BodyEditor inner(given, *options);
    inner.put(key, "true"sv);
    editor.put("stream_options", inner.finish());
    return true;
}

} // namespace signalbox::gateway
