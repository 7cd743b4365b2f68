// Bodies with content codings: bounded whatever they say, and what was encoded comes out again. The first line names
// the codings, the rest is the body.
#include <string>
#include <zlib.h>
#include <zstd.h>

#include "core/http/content_coding.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

constexpr http::DecodingLimits limits{.bytes = 100'000, .ratio = 20, .always = 2'000};

std::string deflated(std::string_view text, int windowBits) {
    z_stream stream{};
    claim(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib works");
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    claim(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib works");
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstd(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
    return out;
}

void goesThereAndBack(std::string_view text) {
    const http::DecodingLimits enough{.bytes = 1'000'000, .ratio = 1, .always = text.size()};
    const http::DecodingLimits oneLess{.bytes = text.size() - 1, .ratio = 1'000'000, .always = 0};
    const std::pair<const char*, std::string> forms[]{{"gzip", deflated(text, MAX_WBITS + 16)},
                                                      {"deflate", deflated(text, MAX_WBITS)},
                                                      {"zstd", zstd(text)},
                                                      {"gzip, zstd", zstd(deflated(text, MAX_WBITS + 16))}};
    for (const auto& [name, body] : forms) {
        const auto whole = http::decoded(name, body, enough);
        // On the way there may be more than at the end.
        claim(whole ? *whole == text : text.size() < body.size() && whole.error().code == "too_large",
              "what was encoded comes out");
        const auto less = http::decoded(name, body, oneLess);
        claim(!less && less.error().code == "too_large", "and not where it is a byte too large");
        if (const auto cut = http::decoded(name, body.substr(0, body.size() - 1), enough))
            claim(false, "nor when it is cut");
    }
}

} // namespace

void run(std::string_view input) {
    const auto end = std::min(input.find('\n'), input.size());
    const std::string_view body = input.substr(std::min(end + 1, input.size()));
    const auto plain = http::decoded(input.substr(0, end), std::string(body), limits);
    claim(!plain ||
              plain->size() <=
                  std::max(body.size(), std::max(limits.always, std::min(limits.bytes, body.size() * limits.ratio))),
          "no more comes out than may");
    claim(plain || !plain.error().message.empty(), "a refusal says why");
    if (!body.empty())
        goesThereAndBack(body);
}

std::vector<std::string_view> words() {
    return {"gzip\n",
            "deflate\n",
            "zstd\n",
            "gzip, zstd\n",
            "identity, ",
            "x-gzip, ",
            "br\n",
            "\x1f\x8b\x08",
            "\x28\xb5\x2f\xfd",
            "\x78\x9c",
            ",",
            "\xff\xff\xff\xff",
            "\n",
            "\x1f\x8b\x08\x1c",
            "\x50\x2a\x4d\x18",
            " ",
            ";q=1",
            "\x03"};
}

} // namespace signalbox::fuzz
