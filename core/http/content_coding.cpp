#include "core/http/content_coding.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "core/http/message.h"

namespace signalbox::http {

namespace {

constexpr std::size_t mostCodings = 3;
constexpr std::size_t firstStep = 16UL * 1024;
constexpr int largestWindow = 23; // 8 MiB, what RFC 9659 asks of a receiver

enum class Coding { Gzip, Deflate, Zstd };

std::unexpected<Error> damaged() {
    return failure(Errc::Invalid, "bad_coding", "The body is not what its content-encoding says, or is cut.",
                   "Send all of it, encoded as content-encoding says, or send it as it is.");
}

std::unexpected<Error> tooLarge() {
    return failure(Errc::Limit, "too_large", "The body is too large when it is decoded.", "Send less at once.");
}

// Grows what is decoded into. One byte more than `most` finds room, so that what is exactly as large is seen to end.
class Output {
public:
    explicit Output(std::size_t most) : m_most(most + 1) {}

    // Room behind what is there; false: it would be too much.
    bool grow() {
        if (m_text.size() == m_most)
            return false;
        const std::size_t step = std::max(firstStep, m_text.size());
        m_text.resize(std::min(m_most, m_text.size() + step));
        return true;
    }

    [[nodiscard]] char* end() { return m_text.data() + m_used; }

    [[nodiscard]] std::size_t room() const { return m_text.size() - m_used; }

    void use(std::size_t count) { m_used += count; }

    [[nodiscard]] Result<std::string> take() {
        if (m_used == m_most)
            return tooLarge();
        m_text.resize(m_used);
        return std::move(m_text);
    }

private:
    std::size_t m_most;
    std::string m_text;
    std::size_t m_used = 0;
};

struct EndInflate {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// `severalMembers`: another may follow the first, as in a file of gzip.
Result<std::string> inflated(std::string_view body, int windowBits, bool severalMembers, std::size_t most) {
    z_stream stream{};
    if (body.size() > std::numeric_limits<uInt>::max() || inflateInit2(&stream, windowBits) != Z_OK)
        return tooLarge();
    const std::unique_ptr<z_stream, EndInflate> guard(&stream);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    Output output(most);
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(output.end());
        stream.avail_out = static_cast<uInt>(output.room());
        const int state = inflate(&stream, Z_NO_FLUSH);
        output.use(output.room() - stream.avail_out);
        if (state == Z_STREAM_END && stream.avail_in == 0)
            return output.take();
        if (state == Z_STREAM_END && (!severalMembers || inflateReset(&stream) != Z_OK))
            return damaged();
        if (state != Z_OK && state != Z_BUF_ERROR && state != Z_STREAM_END)
            return damaged();
        if (output.room() == 0) {
            if (!output.grow())
                return tooLarge();
        } else if (stream.avail_in == 0) {
            return damaged(); // cut
        }
    }
}

// The name means the zlib format; some send what is inside it.
Result<std::string> deflateDecoded(std::string_view body, std::size_t most) {
    const auto byte = [body](std::size_t at) { return static_cast<unsigned char>(body[at]); };
    const bool zlib = body.size() >= 2 && (byte(0) & 0x0fU) == 8 && (byte(0) * 256U + byte(1)) % 31 == 0;
    return inflated(body, zlib ? MAX_WBITS : -MAX_WBITS, false, most);
}

struct FreeZstd {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Result<std::string> zstdDecoded(std::string_view body, std::size_t most) {
    const std::unique_ptr<ZSTD_DCtx, FreeZstd> context(ZSTD_createDCtx());
    if (!context || ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largestWindow)) != 0)
        return tooLarge();
    ZSTD_inBuffer input{body.data(), body.size(), 0};
    Output output(most);
    for (;;) {
        ZSTD_outBuffer room{output.end(), output.room(), 0};
        const std::size_t state = ZSTD_decompressStream(context.get(), &room, &input);
        if (ZSTD_isError(state) != 0)
            return ZSTD_getErrorCode(state) == ZSTD_error_frameParameter_windowTooLarge ? tooLarge() : damaged();
        output.use(room.pos);
        if (state == 0 && input.pos == input.size) // the end of a frame
            return output.take();
        if (output.room() == 0) {
            if (!output.grow())
                return tooLarge();
        } else if (input.pos == input.size) {
            return damaged(); // cut
        }
    }
}

Result<std::string> decodedOnce(Coding coding, std::string_view body, std::size_t most) {
    switch (coding) {
    case Coding::Gzip:
        return inflated(body, MAX_WBITS + 16, true, most);
    case Coding::Deflate:
        return deflateDecoded(body, most);
    case Coding::Zstd:
        break;
    }
    return zstdDecoded(body, most);
}

// nullopt: one that is not known, or too many.
std::optional<std::vector<Coding>> codingsIn(std::string_view list) {
    std::vector<Coding> found;
    while (!list.empty()) {
        const std::string_view name = takeElement(list);
        if (name.empty() || equalNames(name, "identity"))
            continue;
        if (equalNames(name, "gzip") || equalNames(name, "x-gzip"))
            found.push_back(Coding::Gzip);
        else if (equalNames(name, "deflate"))
            found.push_back(Coding::Deflate);
        else if (equalNames(name, "zstd"))
            found.push_back(Coding::Zstd);
        else
            return std::nullopt;
    }
    return found.size() > mostCodings ? std::nullopt : std::optional(std::move(found));
}

} // namespace

Result<std::string> decoded(std::string_view codings, std::string body, const DecodingLimits& limits) {
    const auto applied = codingsIn(codings);
    if (!applied)
        return failure(Errc::Invalid, "unknown_coding", "The body has a content-encoding that is not read here.",
                       "Send it as it is, or encoded with gzip, deflate or zstd.");
    const std::size_t most = std::min(limits.bytes, std::max(limits.always, body.size() * limits.ratio));
    for (auto coding = applied->rbegin(); coding != applied->rend(); ++coding) {
        auto plain = decodedOnce(*coding, body, most);
        if (!plain)
            return plain;
        body = std::move(*plain);
    }
    return body;
}

} // namespace signalbox::http
