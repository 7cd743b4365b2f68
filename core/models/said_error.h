// What an upstream says about a failure, in the shapes that model endpoints use. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::models {

struct SaidError {
    std::string code;    // "model_not_found", "1004"; clean (cleaned_text.h), may be empty
    std::string message; // as it was said, at most 600 bytes; not clean
};

// Of a body, or of the data of an event; plain text is a message, a page says nothing.
[[nodiscard]] SaidError saidIn(std::string_view body);

} // namespace signalbox::models
