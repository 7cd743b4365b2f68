// Reads one answer of an upstream: its head once it is whole, giving views into it, then the body as it arrives,
// collecting what is decoded until it is taken. The head's bytes must stay where they are as long as the views are
// used. What could be read in two ways is malformed; what is only untidy is not (README.md). Private to core/http and
// core/gateway; one thread; one object for one answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/chunk_reader.h"
#include "core/http/request_reader.h"

namespace signalbox::http {

class ResponseReader {
public:
    enum class To { Head, Another }; // the method that it answers

    // Both are emptied, and must outlive the reader.
    ResponseReader(To to, std::vector<FieldView>& fields, std::string& body);

    // A complete head, as HeadScanner found it; again after an informational one. False: it is malformed.
    [[nodiscard]] bool takeHead(std::string_view head);
    // What follows it. `used`: how many of the bytes are done with; the rest is to be given again with more behind it,
    // or belongs to nobody when the answer is complete. False: it is malformed.
    [[nodiscard]] bool takeBody(std::string_view bytes, std::size_t& used);

    void takeEnd() { m_done = true; } // of the connection, where needsEnd()

    [[nodiscard]] int status() const { return m_status; }

    [[nodiscard]] std::string_view reason() const { return m_reason; }

    [[nodiscard]] bool isInformational() const { return m_status / 100 == 1; }

    [[nodiscard]] bool isChunked() const { return m_chunked; }

    [[nodiscard]] std::optional<std::uint64_t> length() const { return m_length; } // as the head says it

    [[nodiscard]] bool isDone() const { return m_done; }

    [[nodiscard]] bool needsEnd() const { return !m_done && !m_chunked && !m_length; }

    // Whether another request may follow on the connection.
    [[nodiscard]] bool keepsAlive() const { return m_keepsAlive && (m_bare || m_chunked || m_length); }

private:
    [[nodiscard]] bool takeStatusLine(std::string_view line);
    [[nodiscard]] bool takeField(std::string_view line);
    [[nodiscard]] bool takeLengths(std::string_view list);
    [[nodiscard]] bool takeEncodings(std::string_view list) const;
    void takeConnection(std::string_view list);

    To m_to;
    std::vector<FieldView>& m_fields;
    std::string& m_body;
    std::string_view m_reason;
    std::optional<std::uint64_t> m_length;
    std::uint64_t m_left = 0; // of a body with a length
    ChunkReader m_chunks;
    int m_status = 0;
    bool m_http11 = false;
    bool m_chunked = false;
    bool m_keepsAlive = false;
    bool m_bare = false; // there is no body, whatever the head says
    bool m_done = false;
};

} // namespace signalbox::http
