#include "core/agents/semver.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace signalbox::agents {

namespace {

constexpr std::size_t longestVersion = 200;

bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isIdentifier(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
}

// Splits at dots; an empty part stays, so that "a..b" is seen.
std::vector<std::string_view> parts(std::string_view text) {
    std::vector<std::string_view> all;
    while (true) {
        const auto dot = text.find('.');
        all.push_back(text.substr(0, dot));
        if (dot == std::string_view::npos)
            return all;
        text.remove_prefix(dot + 1);
    }
}

bool readNumber(std::string_view text, std::uint64_t& value) {
    if (!isDigits(text) || (text.size() > 1 && text.front() == '0'))
        return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

std::strong_ordering compareIdentifiers(std::string_view a, std::string_view b) {
    const bool aNumeric = isDigits(a);
    const bool bNumeric = isDigits(b);
    if (aNumeric != bNumeric)
        return aNumeric ? std::strong_ordering::less : std::strong_ordering::greater;
    // Numbers have no leading zeros, so the longer one is the larger; they may be longer than any integer type.
    if (aNumeric && a.size() != b.size())
        return a.size() <=> b.size();
    return a <=> b;
}

} // namespace

Result<SemVer> SemVer::parse(std::string_view text) {
    const auto bad = [&] {
        return failure(Errc::Invalid, "bad_version",
                       std::format("\"{}\" is not a semantic version.", text.substr(0, longestVersion)),
                       text.starts_with('v') || text.starts_with('V')
                           ? "Leave out the leading \"v\"."
                           : "Write three numbers such as 2.1.0, with an optional pre-release such as 2.1.0-rc.1.");
    };
    if (text.size() > longestVersion)
        return bad();
    SemVer version;
    std::string_view core = text;
    if (const auto plus = core.find('+'); plus != std::string_view::npos) {
        const auto build = core.substr(plus + 1);
        if (!std::ranges::all_of(parts(build), isIdentifier))
            return bad();
        version.build = build;
        core = core.substr(0, plus);
    }
    if (const auto dash = core.find('-'); dash != std::string_view::npos) {
        for (const auto part : parts(core.substr(dash + 1))) {
            if (!isIdentifier(part) || (isDigits(part) && part.size() > 1 && part.front() == '0'))
                return bad();
            version.preRelease.emplace_back(part);
        }
        core = core.substr(0, dash);
    }
    const auto numbers = parts(core);
    if (numbers.size() != 3 || !readNumber(numbers[0], version.major) || !readNumber(numbers[1], version.minor) ||
        !readNumber(numbers[2], version.patch))
        return bad();
    return version;
}

std::string SemVer::toString() const {
    std::string text = std::format("{}.{}.{}", major, minor, patch);
    for (std::size_t i = 0; i < preRelease.size(); ++i) {
        text += i == 0 ? '-' : '.';
        text += preRelease[i];
    }
    if (!build.empty()) {
        text += '+';
        text += build;
    }
    return text;
}

SemVer SemVer::bumped(Bump bump) const {
    // A pre-release comes before the version that it prepares, so its next step may be just that version.
    switch (bump) {
    case Bump::Major:
        return isPreRelease() && minor == 0 && patch == 0 ? SemVer{major, 0, 0} : SemVer{major + 1, 0, 0};
    case Bump::Minor:
        return isPreRelease() && patch == 0 ? SemVer{major, minor, 0} : SemVer{major, minor + 1, 0};
    case Bump::Patch:
        break;
    }
    return isPreRelease() ? SemVer{major, minor, patch} : SemVer{major, minor, patch + 1};
}

std::strong_ordering precedence(const SemVer& a, const SemVer& b) {
    if (const auto order = a.major <=> b.major; order != 0)
        return order;
    if (const auto order = a.minor <=> b.minor; order != 0)
        return order;
    if (const auto order = a.patch <=> b.patch; order != 0)
        return order;
    if (a.isPreRelease() != b.isPreRelease())
        return a.isPreRelease() ? std::strong_ordering::less : std::strong_ordering::greater;
    const std::size_t common = std::min(a.preRelease.size(), b.preRelease.size());
    for (std::size_t i = 0; i < common; ++i)
        if (const auto order = compareIdentifiers(a.preRelease[i], b.preRelease[i]); order != 0)
            return order;
    return a.preRelease.size() <=> b.preRelease.size();
}

std::strong_ordering SemVer::operator<=>(const SemVer& other) const {
    const auto order = precedence(*this, other);
    return order != 0 ? order : build <=> other.build;
}

} // namespace signalbox::agents
