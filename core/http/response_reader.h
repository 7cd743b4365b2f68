// Beast's response parser, giving views into the head and collecting decoded body bytes until they are taken. The
// head's bytes must stay where they are as long as the views are used. Stricter than Beast: folded lines and framing
// that could be read in two ways are errors. Private to core/http and core/gateway.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/request_reader.h"

namespace signalbox::http {

class ResponseReader final : public beast::http::basic_parser<false> {
public:
    explicit ResponseReader(std::vector<FieldView>& fields, std::string& body) : m_fields(fields), m_body(body) {
        eager(true);
        header_limit(64 * 1024);
        body_limit(boost::none);
        m_fields.clear();
        m_body.clear();
    }

    [[nodiscard]] int status() const { return m_status; }

    [[nodiscard]] std::string_view reason() const { return m_reason; }

    [[nodiscard]] bool isInformational() const { return m_status / 100 == 1; }

private:
    using View = beast::string_view;

    void on_request_impl(beast::http::verb, View, View, int, ErrorCode&) override {}

    void on_response_impl(int status, View reason, int version, ErrorCode& error) override {
        m_http11 = version == 11;
        m_status = status;
        if (status < 100)
            error = beast::http::error::bad_status;
        m_reason = {reason.data(), reason.size()};
        if (isInformational())
            eager(false); // what follows belongs to the next response
    }

    void on_field_impl(beast::http::field known, View name, View value, ErrorCode& error) override {
        if (m_headDone)
            return; // trailers are read and dropped
        if (isFolded(name, value))
            error = beast::http::error::bad_obs_fold;
        else if (known == beast::http::field::content_length && (++m_lengths > 1 || value.contains(',')))
            error = beast::http::error::multiple_content_length;
        else if (known == beast::http::field::transfer_encoding &&
                 (!m_http11 || !beast::iequals(value, View("chunked"))))
            error = beast::http::error::bad_transfer_encoding;
        else
            m_fields.push_back({known, {name.data(), name.size()}, {value.data(), value.size()}});
    }

    // Beast joins a folded value in a buffer of its own, which is gone when the view is used.
    static bool isFolded(View name, View value) {
        const char* begin = name.data() + name.size() + 1; // a colon follows the name, and a line end later
        while (*begin == ' ' || *begin == '\t')
            ++begin;
        return !value.empty() && begin != value.data();
    }

    void on_header_impl(ErrorCode&) override { m_headDone = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}

    std::size_t on_body_impl(View body, ErrorCode&) override {
        m_body.append(body.data(), body.size());
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, View body, ErrorCode&) override {
        m_body.append(body.data(), body.size());
        return body.size();
    }

    void on_finish_impl(ErrorCode&) override {}

    std::vector<FieldView>& m_fields;
    std::string& m_body;
    std::string_view m_reason;
    int m_status = 0;
    int m_lengths = 0;
    bool m_http11 = false;
    bool m_headDone = false;
};

} // namespace signalbox::http
