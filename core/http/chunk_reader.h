// Decodes the chunked body of a request strictly: what nginx, HAProxy and Node would read differently is malformed.
// Sizes of at most 16 hex digits, CRLF only, extensions without white space and few of them, trailers that frame
// nothing (they are read and dropped). Pure; one thread; one object for one body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::http {

class ChunkReader {
public:
    enum class State { NeedMore, Done, Malformed, TooLong };

    // `bodyLimit`: of the decoded body; `trailerLimit`: of all trailers. Bytes.
    ChunkReader(std::size_t bodyLimit, std::size_t trailerLimit)
        : m_bodyLeft(bodyLimit),
          m_trailersLeft(trailerLimit) {}

    // Appends what is decoded to `body`. `used`: how many of the bytes are done with; what is left after NeedMore is
    // the beginning of a line, to be given again with more behind it.
    State feed(std::string_view bytes, std::string& body, std::size_t& used);

private:
    enum class Part { Size, Data, DataEnd, Trailer };

    State sizeLine(std::string_view line);
    State trailerLine(std::string_view line);

    Part m_part = Part::Size;
    std::size_t m_bodyLeft;
    std::size_t m_trailersLeft;
    std::size_t m_extensionsLeft = 4 * 1024;
    std::uint64_t m_chunkLeft = 0;
};

} // namespace signalbox::http
