#include "core/traffic/unit.h"

#include <array>
#include <utility>

namespace signalbox::traffic {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

} // namespace

Unit unitOf(const UnitSources& sources) {
    const std::array<std::pair<std::string_view, UnitSource>, 4> inOrder{{
        {sources.header, UnitSource::Header},
        {sources.user, UnitSource::User},
        {sources.safety, UnitSource::Safety},
        {sources.conversation, UnitSource::Conversation},
    }};
    for (const auto& [text, source] : inOrder) {
        if (const auto key = trimmed(text); !key.empty())
            return {.key = key, .source = source};
    }
    return {.key = sources.request, .source = UnitSource::Request};
}

} // namespace signalbox::traffic
