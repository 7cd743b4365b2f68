#include "core/gateway/prompt_text.h"

#include "core/agents/placeholders.h"

namespace signalbox::gateway {

namespace {

std::string escaped(std::string_view text) {
    const std::string value = jsonQuoted(text);
    return value.substr(1, value.size() - 2);
}

// What stands for the value in a text, as the inside of a JSON string; nothing: it has no text.
std::optional<std::string_view> textOfValue(std::string_view value) {
    if (value.starts_with('"'))
        return rawString(value); // escaped as JSON asks, so it goes in as it stands
    if (value.empty() || value == "null" || value.starts_with('{') || value.starts_with('['))
        return std::nullopt;
    return value; // a number, true or false, as it was written
}

std::unexpected<Error> missing(const PromptPiece& piece, std::string_view given) {
    const std::string name = "\"" + piece.variable + "\"";
    const std::string why = given.empty() || given == "null"
                                ? "This version's prompt needs a value for " + name + ", and the request has none."
                                : "The value of " + name + " is neither a text nor a number nor a boolean.";
    return failure(Errc::Invalid, "placeholder_missing", why, "Send it as metadata." + piece.variable + ".",
                   "/metadata/" + piece.variable);
}

} // namespace

std::vector<PromptPiece> cutPrompt(std::string_view prompt, const std::map<std::string, std::string>& variables) {
    std::vector<PromptPiece> pieces;
    std::string_view rest = prompt;
    for (const agents::Placeholder& placeholder : agents::placeholdersIn(prompt)) {
        const auto from = static_cast<std::size_t>(rest.data() - prompt.data());
        PromptPiece piece{.text = escaped(rest.substr(0, placeholder.begin - from)), .variable = placeholder.name};
        if (const auto fallback = variables.find(placeholder.name); fallback != variables.end())
            piece.fallback = escaped(fallback->second);
        pieces.push_back(std::move(piece));
        rest = prompt.substr(placeholder.end);
    }
    if (!rest.empty() || pieces.empty())
        pieces.push_back({.text = escaped(rest)});
    return pieces;
}

Result<std::string> renderedPrompt(std::string_view body, const Members& members,
                                   const std::vector<PromptPiece>& pieces) {
    std::optional<Members> metadata;
    std::string_view values;
    if (pieces.size() > 1 || !pieces.front().variable.empty()) {
        values = members.valueOf(body, "metadata");
        if (auto scanned = scanObject(values))
            metadata = std::move(*scanned);
    }
    std::string text;
    for (const PromptPiece& piece : pieces) {
        text += piece.text;
        if (piece.variable.empty())
            continue;
        const std::string_view given = metadata ? metadata->valueOf(values, piece.variable) : std::string_view{};
        if (const auto value = textOfValue(given))
            text += *value;
        else if (piece.fallback && (given.empty() || given == "null"))
            text += *piece.fallback;
        else
            return missing(piece, given);
    }
    return text;
}

} // namespace signalbox::gateway
