// Where in a request it stands whose it is: an entry of `units:` in signalbox.yaml. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::agents {

struct UnitField {
    enum class Place { Header, Body } place = Place::Header;
    std::string name;       // of the header, lower case; of the body's member
    std::string inner = {}; // of a member inside that one; empty: the member itself says it

    bool operator==(const UnitField&) const = default;
};

inline constexpr std::size_t mostUnitFields = 16;

// "header.x-session-id", "body.user", "body.metadata.session"; nullopt: it is none of these.
[[nodiscard]] std::optional<UnitField> unitFieldFrom(std::string_view text);
[[nodiscard]] std::string toString(const UnitField& field);

// What is looked at, in this order, where signalbox.yaml says nothing. Nothing that is meant for a cache, such as
// prompt_cache_key: strangers share it.
[[nodiscard]] const std::vector<UnitField>& usualUnitFields();

} // namespace signalbox::agents
