// What a request must not be, whoever sends it: one that a web page made somebody's browser send. A page could spend
// the providers' keys and send feedback in the name of whoever has it open, for browsers reach the loopback too. Values
// and pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::http {
struct FieldView;
}

namespace signalbox::gateway {

struct CallerRules {
    std::vector<std::string> hosts;   // names that Host may have, lower case, without port; empty: any
    std::vector<std::string> origins; // "https://app.example": pages that may ask; usually none
};

// The names of a gateway that listens at this address: those of the loopback there, and `further`; elsewhere any.
[[nodiscard]] std::vector<std::string> hostNamesOf(std::string_view address,
                                                   const std::vector<std::string>& further = {});

struct CallerRefusal {
    int status;
    std::string_view code;
    std::string_view message;
};

// `json`: the body is the gateway's to read, so it must be said to be JSON, which no page can say unasked.
[[nodiscard]] std::optional<CallerRefusal> refusalOf(const CallerRules& rules,
                                                     const std::vector<http::FieldView>& fields, bool json);

} // namespace signalbox::gateway
