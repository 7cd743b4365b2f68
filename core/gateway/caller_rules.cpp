#include "core/gateway/caller_rules.h"

#include <algorithm>

#include "core/http/message.h"
#include "core/http/request_reader.h"

namespace signalbox::gateway {

namespace {

using Field = boost::beast::http::field;

// "localhost:8080" → "localhost", "[::1]:8080" → "[::1]"
std::string_view nameIn(std::string_view host) {
    const auto close = host.starts_with('[') ? host.find(']') : std::string_view::npos;
    return host.substr(0, close != std::string_view::npos ? close + 1 : host.find(':'));
}

// "application/json" and "application/…+json", with whatever parameters.
bool isJson(std::string_view type) {
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t'))
        type.remove_suffix(1);
    constexpr std::string_view plain = "application/json";
    constexpr std::string_view prefix = "application/";
    constexpr std::string_view suffix = "+json";
    return http::equalNames(type, plain) ||
           (type.size() > prefix.size() + suffix.size() && http::equalNames(type.substr(0, prefix.size()), prefix) &&
            http::equalNames(type.substr(type.size() - suffix.size()), suffix));
}

} // namespace

std::vector<std::string> hostNamesOf(std::string_view address, const std::vector<std::string>& further) {
    if (!address.starts_with("127.") && address != "::1" && address != "localhost")
        return {};
    std::vector<std::string> names{"127.0.0.1", "localhost", "[::1]"};
    if (address.starts_with("127."))
        names.emplace_back(address);
    names.insert(names.end(), further.begin(), further.end());
    return names;
}

std::optional<CallerRefusal> refusalOf(const CallerRules& rules, const std::vector<http::FieldView>& fields,
                                       bool json) {
    bool saysJson = false;
    bool saysOther = false;
    for (const http::FieldView& field : fields) {
        const auto isThis = [&field](const std::string& one) { return http::equalNames(one, field.value); };
        if (field.known == Field::content_type) {
            (isJson(field.value) ? saysJson : saysOther) = true;
        } else if (field.known == Field::origin && std::ranges::none_of(rules.origins, isThis)) {
            return CallerRefusal{403, "origin_not_allowed",
                                 "Web pages may not ask here. Who runs the gateway can allow one by its origin."};
        } else if (field.known == Field::host && !rules.hosts.empty()) {
            const std::string_view name = nameIn(field.value);
            if (std::ranges::none_of(rules.hosts, [name](const auto& one) { return http::equalNames(one, name); }))
                return CallerRefusal{403, "host_not_allowed",
                                     "The Host of the request is no name of this gateway. Who runs it can add it."};
        }
    }
    if (json && (!saysJson || saysOther))
        return CallerRefusal{415, "json_needed", "Send the body as JSON, with Content-Type: application/json."};
    return std::nullopt;
}

} // namespace signalbox::gateway
