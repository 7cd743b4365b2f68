// A blocking HTTP client that sends exactly what a test says, also what no well-behaved client would. One request per
// connection; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QJsonObject>

namespace signalbox::test {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
    int status = 0; // 0: no answer
    HeaderList headers;
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const; // lower case
    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] std::string errorCode() const;
};

struct HttpCall {
    std::string method = "GET";
    std::string path;
    HeaderList headers; // host is added unless it is here
    std::string body;
    bool withoutHost = false;
};

// The port of an address such as "http://127.0.0.1:8080"; 0: there is none.
[[nodiscard]] std::uint16_t portOf(const std::string& url);
[[nodiscard]] HttpAnswer send(std::uint16_t port, const HttpCall& call, int milliseconds = 10'000);

} // namespace signalbox::test
