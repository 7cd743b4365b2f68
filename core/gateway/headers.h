// Which headers pass through the gateway, and how heads are written. Hop-by-hop headers end here; credentials of a
// caller end here unless they were issued for the upstream; x-signalbox-* belongs to the gateway. I/O thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/http/request_reader.h"

namespace signalbox::gateway {

enum class Credentials { Drop, Pass };

// Appends the headers of a caller that an upstream may see. host, content-length, max-forwards and what the version
// sets itself (`replaced`, lower case) are left out; with Drop also what is said about the bytes of a body that is
// rewritten.
void appendRequestHeaders(std::string& head, const std::vector<http::FieldView>& fields, Credentials credentials,
                          const std::vector<std::string>& replaced);

// Appends the headers of an upstream that a caller may see; content-length and transfer-encoding are left out.
void appendResponseHeaders(std::string& head, const std::vector<http::FieldView>& fields);

// The value of the first header of this name, or empty.
[[nodiscard]] std::string_view headerOf(const std::vector<http::FieldView>& fields, std::string_view name);

} // namespace signalbox::gateway
