// The head of a request: however its bytes arrive it is judged alike, and what passes has one meaning.
#include "core/gateway/headers.h"
#include "core/http/message.h"
#include "core/http/request_reader.h"
#include "core/http/request_target.h"
#include "core/http/strict_head.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

using State = http::HeadScanner::State;

State scanBytewise(std::string_view input, std::size_t& size) {
    http::HeadScanner scanner;
    State state = State::NeedMore;
    for (std::size_t end = 1; end <= input.size() && state == State::NeedMore; ++end)
        state = scanner.feed(input.substr(0, end));
    size = scanner.size();
    return state;
}

void readAccepted(std::string_view head) {
    std::vector<http::FieldView> fields;
    std::string body;
    http::RequestReader reader(fields, body, 1'000'000);
    http::ErrorCode error;
    reader.put(boost::asio::buffer(head), error);
    if (error && error != boost::beast::http::error::need_more)
        return;
    claim(reader.is_header_done(), "a complete head is read to its end");
    const auto target = http::requestTargetIn(reader.method(), reader.target());
    claim(target.has_value(), "the parser sees the target that the check saw");
    claim(target->authority.empty()
              ? target->path.starts_with('/') || target->path == "*"
              : http::isHost(target->authority) && target->authority.find('@') == std::string_view::npos,
          "it is a path, or names one host");
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    for (const http::FieldView& field : fields) {
        hosts += http::equalNames(field.name, "host") ? 1 : 0;
        lengths += http::equalNames(field.name, "content-length") ? 1 : 0;
        encodings += http::equalNames(field.name, "transfer-encoding") ? 1 : 0;
        claim(http::isToken(field.name), "a name is a token");
        claim(field.name.data() >= head.data() && field.name.data() <= head.data() + head.size(), "names are views");
        claim(field.value.empty() ||
                  (field.value.data() >= head.data() && field.value.data() <= head.data() + head.size()),
              "values are views");
    }
    claim(hosts <= 1 && (hosts == 1 || !reader.isHttp11()), "one host");
    claim(lengths + encodings <= 1, "one framing");
    claim(reader.chunked() == (encodings == 1), "the parser sees chunks where the check does");
    std::string sent = "POST / HTTP/1.1\r\n";
    gateway::appendRequestHeaders(sent, fields, gateway::Credentials::Pass, {});
    sent += "\r\n";
    http::HeadScanner again;
    claim(again.feed(sent) == State::Complete && again.size() == sent.size(),
          "what goes on is a head, and nothing more");
}

} // namespace

void run(std::string_view input) {
    http::HeadScanner scanner;
    const State whole = scanner.feed(input);
    std::size_t size = 0;
    claim(scanBytewise(input, size) == whole, "a head is judged alike however it arrives");
    if (whole != State::Complete)
        return;
    claim(size == scanner.size() && size <= input.size(), "it has one end");
    const std::string_view head = input.substr(0, size);
    if (!http::checkRequestHead(head))
        readAccepted(head);
}

std::vector<std::string_view> words() {
    return {"\r\n",
            "\r\n\r\n",
            "HTTP/1.1",
            "HTTP/1.0",
            "Host: ",
            "Content-Length: ",
            "Transfer-Encoding: ",
            "chunked",
            "POST ",
            " /",
            "Connection: ",
            "close",
            "keep-alive, x-a",
            "\r\n ",
            "Expect: 100-continue\r\n",
            ": ",
            "content_length: 1\r\n",
            "\n",
            "\r",
            "[::1]:80",
            "http://g",
            "OPTIONS * ",
            "x-signalbox-unit: a\r\n"};
}

} // namespace signalbox::fuzz
