// Decodes a chunked body: sizes of at most 16 hex digits, CRLF only, trailers that frame nothing (they are read and
// dropped). Of a caller's body it takes the grammar of RFC 9112 and few extensions, and what servers would read
// differently is malformed; of an upstream's also blanks behind a size and any text as an extension, which change
// nothing of what is read. Pure; one thread; one object for one body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::http {

class ChunkReader {
public:
    enum class State { NeedMore, Done, Malformed, TooLong };
    enum class Of { Caller, Upstream };

    // `bodyLimit`: of the decoded body; `trailerLimit`: of all trailers. Bytes.
    ChunkReader(Of of, std::size_t bodyLimit, std::size_t trailerLimit)
        : m_of(of),
          m_bodyLeft(bodyLimit),
          m_trailersLeft(trailerLimit) {}

    // Appends what is decoded to `body`. `used`: how many of the bytes are done with; what is left after NeedMore is
    // the beginning of a line, to be given again with more behind it.
    State feed(std::string_view bytes, std::string& body, std::size_t& used);

private:
    enum class Part { Size, Data, DataEnd, Trailer };

    State sizeLine(std::string_view line);
    State trailerLine(std::string_view line);

    Of m_of;
    Part m_part = Part::Size;
    std::size_t m_bodyLeft;
    std::size_t m_trailersLeft;
    std::size_t m_extensionsLeft = 4UL * 1024; // of a caller's whole body, of each line of an upstream's
    std::uint64_t m_chunkLeft = 0;
};

} // namespace signalbox::http
