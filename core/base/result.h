// Failures as values: Result<T> is std::expected with an Error that programs and people can both use.
// Values only; any thread. `code` is a stable word of the control API, `message` one sentence that says what is wrong,
// `hint` one that says what to do next, `field` the place in the input (a JSON pointer, or file:line:field). What reads
// a file that people wrote gives all its mistakes as `findings`; the words above are then those of the first.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "core/base/finding.h"

namespace signalbox {

enum class Errc {
    Invalid,      // the input is wrong; the same input will never work
    NotFound,     // no such thing
    Conflict,     // someone else changed it, or it exists already
    Refused,      // understood, but not allowed in this state
    Unauthorized, // no or wrong token
    Forbidden,    // known, but the role does not allow it
    Limit,        // a size, count or rate limit was passed
    Corrupt,      // stored data is not what it must be
    Io,           // disk or network failed
    Unavailable,  // try again later
    Timeout,
    Cancelled,
    Internal,
};

struct Error {
    Errc kind = Errc::Internal;
    std::string code;
    std::string message;
    std::string hint = {};
    std::string field = {};
    std::vector<Finding> findings = {};

    bool operator==(const Error&) const = default;
};

template <class T> using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> failure(Errc kind, std::string code, std::string message,
                                                    std::string hint = {}, std::string field = {}) {
    return std::unexpected(Error{kind, std::move(code), std::move(message), std::move(hint), std::move(field)});
}

[[nodiscard]] inline std::unexpected<Error> failure(Error error) {
    return std::unexpected(std::move(error));
}

} // namespace signalbox
