#include "core/gateway/caller_unit.h"

#include "core/gateway/headers.h"

namespace signalbox::gateway {

namespace {

std::string_view valueIn(const Members& members, std::string_view body, std::string_view name) {
    const Member* member = members.find(name);
    return member == nullptr ? std::string_view{} : body.substr(member->begin, member->end - member->begin);
}

// Of a text what it says, of a number how it is written; nothing of all else.
std::string scalarText(std::string_view value) {
    const bool number = !value.empty() && (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'));
    return number ? std::string(value) : stringValue(value);
}

std::string innerText(std::string_view object, std::string_view name) {
    const auto members = scanObject(object);
    return members ? scalarText(valueIn(*members, object, name)) : std::string();
}

std::string textAt(const agents::UnitField& field, const Members& members, std::string_view body) {
    const std::string_view value = valueIn(members, body, field.name);
    if (value.empty())
        return {};
    if (value.front() != '{')
        return field.inner.empty() ? scalarText(value) : std::string();
    return innerText(value, field.inner.empty() ? "id" : std::string_view(field.inner));
}

} // namespace

traffic::Unit unitIn(const std::vector<agents::UnitField>& order, const CallerRequest& request, std::string& text) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        const agents::UnitField& field = order[i];
        std::string_view found;
        if (field.place == agents::UnitField::Place::Header) {
            found = headerOf(request.fields, field.name);
        } else if (request.members != nullptr) {
            text = textAt(field, *request.members, request.body);
            found = text;
        }
        if (const auto key = traffic::keyIn(found); !key.empty())
            return {.key = key, .field = static_cast<std::uint8_t>(i)};
    }
    return {.key = request.requestId};
}

} // namespace signalbox::gateway
