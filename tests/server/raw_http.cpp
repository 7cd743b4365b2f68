#include "tests/server/raw_http.h"

#include <algorithm>
#include <charconv>
#include <format>

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTcpSocket>

namespace signalbox::test {

using namespace Qt::StringLiterals;

namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

HttpAnswer parse(const std::string& bytes) {
    HttpAnswer answer;
    const auto end = bytes.find("\r\n\r\n");
    if (!bytes.starts_with("HTTP/1.1 ") || end == std::string::npos)
        return answer;
    answer.status = std::stoi(bytes.substr(9, 3));
    std::size_t at = bytes.find("\r\n") + 2;
    while (at < end) {
        const std::size_t next = bytes.find("\r\n", at);
        const std::string line = bytes.substr(at, next - at);
        const auto colon = line.find(':');
        answer.headers.emplace_back(lower(line.substr(0, colon)), line.substr(std::min(line.size(), colon + 2)));
        at = next + 2;
    }
    answer.body = bytes.substr(end + 4);
    return answer;
}

} // namespace

std::string HttpAnswer::header(const std::string& name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string() : found->second;
}

QJsonObject HttpAnswer::json() const {
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

std::string HttpAnswer::errorCode() const {
    return json().value("error"_L1).toObject().value("code"_L1).toString().toStdString();
}

std::uint16_t portOf(const std::string& url) {
    const std::size_t at = url.rfind(':') + 1;
    std::uint16_t port = 0;
    std::from_chars(url.data() + at, url.data() + url.size(), port);
    return port;
}

HttpAnswer send(std::uint16_t port, const HttpCall& call, int milliseconds) {
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    if (!socket.waitForConnected(milliseconds))
        return {};
    std::string text = std::format("{} {} HTTP/1.1\r\n", call.method, call.path);
    const bool hasHost =
        std::ranges::any_of(call.headers, [](const auto& header) { return lower(header.first) == "host"; });
    if (!hasHost && !call.withoutHost)
        text += std::format("Host: 127.0.0.1:{}\r\n", port);
    for (const auto& [name, value] : call.headers)
        text += std::format("{}: {}\r\n", name, value);
    if (!call.body.empty() || call.method == "POST")
        text += std::format("Content-Length: {}\r\n", call.body.size());
    text += "Connection: close\r\n\r\n" + call.body;
    socket.write(text.data(), static_cast<qint64>(text.size()));
    QByteArray received;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds && socket.waitForReadyRead(milliseconds))
        received += socket.readAll();
    received += socket.readAll();
    return parse(received.toStdString());
}

} // namespace signalbox::test
