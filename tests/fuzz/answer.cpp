// Answers of upstreams: the views into a head stay inside it, and what is passed on is one head.
#include "core/gateway/headers.h"
#include "core/http/response_reader.h"
#include "core/http/strict_head.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

bool isInside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace

void run(std::string_view input) {
    http::HeadScanner scanner;
    if (scanner.feed(input) != http::HeadScanner::State::Complete)
        return;
    std::vector<http::FieldView> fields;
    std::string body;
    http::ResponseReader reader(http::ResponseReader::To::Another, fields, body);
    std::size_t used = scanner.size();
    if (!reader.takeHead(input.substr(0, used)))
        return; // taken for malformed
    claim(reader.status() >= 100 && reader.status() <= 999, "the status is one");
    claim(isInside(reader.reason(), input), "the reason is a view");
    for (const http::FieldView& field : fields) {
        claim(isInside(field.name, input) && isInside(field.value, input), "names and values are views");
    }
    std::string sent = "HTTP/1.1 200 OK\r\n";
    gateway::appendResponseHeaders(sent, fields);
    sent += "\r\n";
    http::HeadScanner again;
    claim(again.feed(sent) == http::HeadScanner::State::Complete && again.size() == sent.size(),
          "what goes on is a head, and nothing more");
    claim(!reader.isChunked() || !reader.length(), "chunks or a length");
    for (std::size_t step = 1; step > 0 && !reader.isDone() && used < input.size(); used += step)
        if (!reader.takeBody(input.substr(used), step))
            break;
    claim(used <= input.size(), "no more is used than was there");
    claim(reader.isDone() || !reader.length() || body.size() < *reader.length(), "a length is kept");
    claim(body.size() <= input.size(), "a body is no longer than what came");
}

std::vector<std::string_view> words() {
    return {"HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "\r\n",
            "\r\n\r\n",
            "\r\n ",
            "\r\n\t",
            "Content-Length: ",
            "Transfer-Encoding: chunked\r\n",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "204",
            "304",
            "000",
            "Connection: close, x-a\r\n",
            ": ",
            "HTTP/1.0 ",
            "X-Signalbox-Role: a\r\n",
            ","};
}

} // namespace signalbox::fuzz
