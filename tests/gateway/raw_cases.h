// Raw HTTP/1.1 requests for the tests of strictness: what has no meaning, or more than one, and what is unusual but
// clear. Made for one path, so that the same cases run against a chat agent and against an agent that gets every
// request passed through. Values.
#pragma once

#include <string>
#include <vector>

namespace signalbox::gateway {

struct RawCase {
    std::string name;
    std::string bytes;
};

using RawCases = std::vector<RawCase>;

// To be refused: an error, the connection closed, not a byte to the upstream.
[[nodiscard]] RawCases badRequestLines(const std::string& path);
[[nodiscard]] RawCases badHosts(const std::string& path);
[[nodiscard]] RawCases badFields(const std::string& path);
[[nodiscard]] RawCases badLengths(const std::string& path);
[[nodiscard]] RawCases badEncodings(const std::string& path);
[[nodiscard]] RawCases badChunks(const std::string& path);
[[nodiscard]] RawCases badTrailers(const std::string& path);
[[nodiscard]] RawCases allBad(const std::string& path);
// Clear beginnings; the caller ends sending after them.
[[nodiscard]] RawCases cutRequests(const std::string& path);
// To be understood, each as one request with this body.
[[nodiscard]] RawCases unusualRequests(const std::string& path, const std::string& body);

} // namespace signalbox::gateway
