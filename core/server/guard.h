// What every request to the control API must pass before it is looked at: exact Host, no foreign Origin, JSON bodies of
// bounded size, a known bearer token. Pure but for the token list; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/server/tokens.h"

namespace signalbox::server {

struct Refusal {
    int status = 400;
    Error error;
    http::Headers headers = {};
};

class Guard {
public:
    // `hosts`: every value of Host that names this server, with its port, in lower case.
    Guard(std::vector<std::string> hosts, const Tokens& tokens);

    // Host, Origin and what browsers say about where a request comes from. Nothing else of a refused request is read.
    [[nodiscard]] std::expected<void, Refusal> checkSource(const http::Request& request) const;
    [[nodiscard]] std::expected<Caller, Refusal> identify(const http::Request& request) const;
    [[nodiscard]] static std::expected<void, Refusal> checkBody(const http::Request& request, std::size_t limit);

private:
    std::vector<std::string> m_hosts;
    const Tokens& m_tokens;
};

// "127.0.0.1:7081", "localhost:7081", "[::1]:7081" for loopback, else the address itself.
[[nodiscard]] std::vector<std::string> hostsOf(const std::string& address, std::uint16_t port);
[[nodiscard]] bool isLoopback(const std::string& address);

} // namespace signalbox::server
