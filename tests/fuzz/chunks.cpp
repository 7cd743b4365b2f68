// Chunked bodies: read alike however they arrive, and as Beast reads them where Beast takes them at all.
#include <string>

#include "core/http/chunk_reader.h"
#include "core/http/request_reader.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

using State = http::ChunkReader::State;

struct Read {
    State state = State::NeedMore;
    std::string body;
    std::size_t used = 0;
};

using Of = http::ChunkReader::Of;

Read readInSteps(Of of, std::string_view input, std::size_t step) {
    http::ChunkReader reader(of, 100'000, 4'096);
    Read read;
    for (std::size_t end = std::min(step, input.size());;) {
        std::size_t used = 0;
        read.state = reader.feed(input.substr(read.used, end - read.used), read.body, used);
        read.used += used;
        claim(read.used <= end, "no more is used than was there");
        if (read.state != State::NeedMore || end == input.size())
            return read;
        end = std::min(end + step, input.size());
    }
}

void compareWithBeast(std::string_view input, const Read& read) {
    std::vector<http::FieldView> fields;
    std::string body;
    http::RequestReader reader(fields, body, 100'000);
    http::ErrorCode error;
    const std::string text =
        "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(input.substr(0, read.used));
    std::size_t used = 0;
    do {
        const std::size_t step = reader.put(boost::asio::buffer(text.data() + used, text.size() - used), error);
        used += step;
        if (step == 0)
            break;
    } while (!error && !reader.is_done() && used < text.size());
    if (error && error != boost::beast::http::error::need_more)
        return; // it knows fewer extensions and trailers
    claim(reader.is_done() && used == text.size(), "the body ends where Beast says");
    claim(body == read.body, "the body is what Beast says");
}

} // namespace

void run(std::string_view input) {
    for (const Of of : {Of::Caller, Of::Upstream}) {
        const Read whole = readInSteps(of, input, std::max<std::size_t>(input.size(), 1));
        claim(whole.body.size() <= 100'000, "the limit holds");
        for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
            const Read read = readInSteps(of, input, step);
            claim(read.state == whole.state, "a body is judged alike however it arrives");
            claim(read.state != State::Done || (read.body == whole.body && read.used == whole.used), "and read alike");
        }
        if (whole.state != State::Done || of == Of::Upstream)
            continue;
        compareWithBeast(input, whole);
        const Read liberal = readInSteps(Of::Upstream, input, input.size());
        claim(liberal.state == State::Done && liberal.body == whole.body && liberal.used == whole.used,
              "what is taken from a caller is read alike from an upstream");
    }
}

std::vector<std::string_view> words() {
    return {"\r\n",     "0\r\n\r\n", "0\r\n",    "5\r\nhello\r\n",   ";a=b",     ";a=\"b\"",
            "\"",       "\\",        "ffffffff", "ffffffffffffffff", "X: y\r\n", "Content-Length: 2\r\n",
            "00000000", "\n",        "1\r\n",    " ;\ta = b",        "5  \r\n"};
}

} // namespace signalbox::fuzz
