#include "core/agents/unit_field.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

constexpr std::string_view headerPrefix = "header.";
constexpr std::string_view bodyPrefix = "body.";
constexpr std::size_t longestName = 64;

bool isHeaderCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool isMemberCharacter(char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f;
}

bool isName(std::string_view name, bool (*isAllowed)(char)) {
    return !name.empty() && name.size() <= longestName && std::ranges::all_of(name, isAllowed);
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

} // namespace

std::optional<UnitField> unitFieldFrom(std::string_view text) {
    UnitField field;
    if (text.starts_with(headerPrefix)) {
        field.name = text.substr(headerPrefix.size());
        std::ranges::transform(field.name, field.name.begin(), lowered);
        return isName(field.name, &isHeaderCharacter) ? std::optional(std::move(field)) : std::nullopt;
    }
    if (!text.starts_with(bodyPrefix))
        return std::nullopt;
    text.remove_prefix(bodyPrefix.size());
    const auto dot = text.find('.');
    field.place = UnitField::Place::Body;
    field.name = text.substr(0, dot);
    if (dot != std::string_view::npos) {
        field.inner = text.substr(dot + 1); // a name inside may have dots
        if (!isName(field.inner, &isMemberCharacter))
            return std::nullopt;
    }
    return isName(field.name, &isMemberCharacter) ? std::optional(std::move(field)) : std::nullopt;
}

std::string toString(const UnitField& field) {
    std::string text(field.place == UnitField::Place::Header ? headerPrefix : bodyPrefix);
    text += field.name;
    return field.inner.empty() ? text : text + '.' + field.inner;
}

const std::vector<UnitField>& usualUnitFields() {
    using Place = UnitField::Place;
    static const std::vector<UnitField> usual{{.place = Place::Header, .name = "x-signalbox-unit"},
                                              {.place = Place::Body, .name = "user"},
                                              {.place = Place::Body, .name = "safety_identifier"},
                                              {.place = Place::Body, .name = "conversation"},
                                              {.place = Place::Body, .name = "previous_response_id"}};
    return usual;
}

} // namespace signalbox::agents
