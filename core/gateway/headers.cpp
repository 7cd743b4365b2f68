#include "core/gateway/headers.h"

#include <algorithm>

#include "core/http/message.h"

namespace signalbox::gateway {

namespace {

using Field = boost::beast::http::field;

bool isHopByHop(const http::FieldView& field) {
    switch (field.known) {
    case Field::connection:
    case Field::keep_alive:
    case Field::proxy_connection:
    case Field::proxy_authenticate:
    case Field::proxy_authorization:
    case Field::proxy_authentication_info:
    case Field::te:
    case Field::trailer:
    case Field::transfer_encoding:
    case Field::upgrade:
    case Field::content_length:
        return true;
    default:
        return false;
    }
}

// About the bytes of a body that was decoded and rewritten.
bool isAboutBytes(const http::FieldView& field) {
    return field.known == Field::content_encoding || field.known == Field::content_md5 ||
           (field.known == Field::unknown &&
            (http::equalNames(field.name, "content-digest") || http::equalNames(field.name, "repr-digest")));
}

bool isOurs(std::string_view name) {
    return name.size() > 12 && http::equalNames(name.substr(0, 12), "x-signalbox-");
}

// Names that "connection: …" declares to be about this hop only.
bool isNamedByConnection(const std::vector<http::FieldView>& fields, std::string_view name) {
    for (const http::FieldView& field : fields) {
        if (field.known != Field::connection)
            continue;
        std::string_view rest = field.value;
        while (!rest.empty())
            if (http::equalNames(http::takeElement(rest), name))
                return true;
    }
    return false;
}

bool isCredential(const http::FieldView& field) {
    static constexpr std::array<std::string_view, 5> names{"api-key", "x-api-key", "x-goog-api-key",
                                                           "openai-organization", "openai-project"};
    return field.known == Field::authorization || field.known == Field::cookie ||
           (field.known == Field::unknown &&
            std::ranges::any_of(names, [&field](std::string_view name) { return http::equalNames(name, field.name); }));
}

bool hasConnection(const std::vector<http::FieldView>& fields) {
    return std::ranges::any_of(fields, [](const auto& field) {
        return field.known == Field::connection && !http::equalNames(field.value, "keep-alive") &&
               !http::equalNames(field.value, "close");
    });
}

void append(std::string& head, const http::FieldView& field) {
    head.append(field.name).append(": ").append(field.value).append("\r\n");
}

} // namespace

void appendRequestHeaders(std::string& head, const std::vector<http::FieldView>& fields, Credentials credentials,
                          const std::vector<std::string>& replaced) {
    const bool named = hasConnection(fields);
    for (const http::FieldView& field : fields) {
        if (isHopByHop(field) || field.known == Field::host || field.known == Field::expect || isOurs(field.name))
            continue;
        if (field.known == Field::max_forwards)
            continue;
        if (credentials == Credentials::Drop &&
            (isCredential(field) || isAboutBytes(field) || field.known == Field::accept_encoding))
            continue; // a compressed answer would hide its usage
        if (std::ranges::any_of(replaced, [&field](const auto& name) { return http::equalNames(name, field.name); }))
            continue;
        if (!named || !isNamedByConnection(fields, field.name))
            append(head, field);
    }
}

void appendResponseHeaders(std::string& head, const std::vector<http::FieldView>& fields) {
    const bool named = hasConnection(fields);
    for (const http::FieldView& field : fields) {
        if (!isHopByHop(field) && !isOurs(field.name) && (!named || !isNamedByConnection(fields, field.name)))
            append(head, field);
    }
}

std::string_view headerOf(const std::vector<http::FieldView>& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [name](const auto& field) { return http::equalNames(field.name, name); });
    return found == fields.end() ? std::string_view{} : found->value;
}

} // namespace signalbox::gateway
