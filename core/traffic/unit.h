// What is randomised: the key that keeps one user or conversation on one version. Pure; no allocation; any thread.
// The views must outlive the returned key. Absent and empty are the same: an empty user would tie strangers together.
#pragma once

#include <string_view>

namespace signalbox::traffic {

enum class UnitSource { Header, User, Safety, Conversation, Request };

struct UnitSources {
    std::string_view header;       // x-signalbox-unit
    std::string_view user;         // body: user
    std::string_view safety;       // body: safety_identifier
    std::string_view conversation; // body: conversation (its id), else previous_response_id or prompt_cache_key
    std::string_view request;      // the gateway's own request id; never empty
};

struct Unit {
    std::string_view key;
    UnitSource source = UnitSource::Request; // Request: nothing is sticky for this caller
};

// The first of header, user, safety, conversation, request that says something; white space around it is not part of
// it.
[[nodiscard]] Unit unitOf(const UnitSources& sources);

} // namespace signalbox::traffic
