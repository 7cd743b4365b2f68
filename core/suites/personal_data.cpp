#include "core/suites/personal_data.h"

#include <algorithm>
#include <array>

#include "core/agents/characters.h"

namespace signalbox::suites {

namespace {

constexpr std::size_t mostFound = 1'000;
constexpr std::size_t longestPart = 64; // before and behind the @
constexpr std::size_t longestDomain = 253;

using agents::isDigit;

bool isAsciiLetter(char c) {
    return agents::isAlphanumeric(c) && !isDigit(c);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isMailCharacter(char c) {
    return isAsciiLetter(c) || isDigit(c) || std::string_view("._%+-'").contains(c);
}

bool isDomainCharacter(char c) {
    return isAsciiLetter(c) || isDigit(c) || c == '.' || c == '-';
}

bool isReserved(std::string_view domain) {
    constexpr std::array<std::string_view, 7> nobodys{"example.com", "example.org", "example.net", "example",
                                                      "test",        "invalid",     "localhost"};
    return std::ranges::any_of(nobodys, [&](std::string_view one) {
        return domain == one || (domain.ends_with(one) && domain[domain.size() - one.size() - 1] == '.');
    });
}

void addMails(std::string_view text, std::vector<PersonalData>& found) {
    for (auto at = text.find('@'); at != std::string_view::npos && found.size() < mostFound;
         at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && at - begin < longestPart && isMailCharacter(text[begin - 1]))
            --begin;
        std::size_t end = at + 1;
        while (end < text.size() && end - at <= longestDomain && isDomainCharacter(text[end]))
            ++end;
        std::string domain(text.substr(at + 1, end - at - 1));
        while (domain.ends_with('.') || domain.ends_with('-'))
            domain.pop_back();
        std::ranges::transform(domain, domain.begin(), lower);
        const auto dot = domain.rfind('.');
        const bool hasEnding = dot != std::string::npos && dot > 0 && domain.size() - dot > 2 &&
                               std::ranges::all_of(domain.substr(dot + 1), isAsciiLetter);
        if (begin == at || !hasEnding || isReserved(domain))
            continue;
        std::string mail(text.substr(begin, at - begin));
        std::ranges::transform(mail, mail.begin(), lower);
        found.push_back({PersonalData::Kind::Mail, mail + "@" + domain});
    }
}

bool passesLuhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (std::size_t i = digits.size(); i > 0; --i, twice = !twice) {
        const int digit = digits[i - 1] - '0';
        sum += twice ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    }
    return sum % 10 == 0;
}

bool isCard(std::string_view digits) {
    constexpr std::string_view issuers = "23456";
    return digits.size() >= 13 && digits.size() <= 19 && issuers.contains(digits.front()) &&
           digits.find_first_not_of(digits.front()) != std::string_view::npos && passesLuhn(digits);
}

// Digits with single spaces or hyphens between them.
void addCards(std::string_view text, std::vector<PersonalData>& found) {
    for (std::size_t at = 0; at < text.size() && found.size() < mostFound;) {
        if (!isDigit(text[at])) {
            ++at;
            continue;
        }
        std::string digits;
        std::size_t end = at;
        while (end < text.size() &&
               (isDigit(text[end]) || ((text[end] == ' ' || text[end] == '-') && isDigit(text[end - 1])))) {
            if (isDigit(text[end]) && digits.size() < 20)
                digits += text[end];
            ++end;
        }
        const bool standsAlone = (at == 0 || (!isAsciiLetter(text[at - 1]) && text[at - 1] != '.')) &&
                                 (end == text.size() || !isAsciiLetter(text[end]));
        if (standsAlone && isCard(digits))
            found.push_back({PersonalData::Kind::Card, digits});
        at = end;
    }
}

bool passesModulo97(std::string_view account) {
    int remainder = 0;
    const std::string moved = std::string(account.substr(4)) + std::string(account.substr(0, 4));
    for (const char c : moved) {
        const int value = isDigit(c) ? c - '0' : c - 'a' + 10;
        remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
}

// Two letters, two digits, and 11 to 30 letters and digits in groups or without.
void addAccounts(std::string_view text, std::vector<PersonalData>& found) {
    for (std::size_t at = 0; at + 15 <= text.size() && found.size() < mostFound; ++at) {
        const bool begins = isAsciiLetter(text[at]) && isAsciiLetter(text[at + 1]) && isDigit(text[at + 2]) &&
                            isDigit(text[at + 3]) &&
                            (at == 0 || (!isAsciiLetter(text[at - 1]) && !isDigit(text[at - 1])));
        if (!begins)
            continue;
        std::string account;
        for (std::size_t end = at; end < text.size() && account.size() < 34; ++end) {
            const char c = text[end];
            if (c == ' ' && end + 1 < text.size() && (isAsciiLetter(text[end + 1]) || isDigit(text[end + 1])))
                continue;
            if (!isAsciiLetter(c) && !isDigit(c))
                break;
            account += lower(c);
            const char next = end + 1 < text.size() ? text[end + 1] : ' ';
            if (account.size() >= 15 && !isAsciiLetter(next) && !isDigit(next) && passesModulo97(account)) {
                found.push_back({PersonalData::Kind::Account, account});
                break;
            }
        }
    }
}

} // namespace

std::string_view toString(PersonalData::Kind kind) {
    constexpr std::array<std::string_view, 3> words{"mail", "card", "account"};
    return words[static_cast<std::size_t>(kind)];
}

std::vector<PersonalData> personalDataIn(std::string_view text) {
    std::vector<PersonalData> found;
    addMails(text, found);
    addCards(text, found);
    addAccounts(text, found);
    return found;
}

} // namespace signalbox::suites
