// Finds what looks like personal data in a text: addresses of mail, numbers of cards (with their check digit) and of
// accounts (IBAN, likewise). Addresses below reserved domains (example.com, .test) are nobody's. Linear in the text;
// pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::suites {

struct PersonalData {
    enum class Kind : std::uint8_t { Mail, Card, Account };

    Kind kind = Kind::Mail;
    std::string value = {}; // lower case; numbers without spaces and hyphens

    auto operator<=>(const PersonalData&) const = default;
};

[[nodiscard]] std::string_view toString(PersonalData::Kind kind);              // "mail", "card", "account"
[[nodiscard]] std::vector<PersonalData> personalDataIn(std::string_view text); // at most 1,000

} // namespace signalbox::suites
