// Beast's request parser, giving views into the head and appending the body to a string. Made anew for each request;
// the head's bytes must stay where they are as long as the views are used. Private to core/http and core/gateway.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/http/beast.h"

namespace signalbox::http {

struct FieldView {
    beast::http::field known = beast::http::field::unknown;
    std::string_view name;
    std::string_view value;
};

class RequestReader final : public beast::http::basic_parser<true> {
public:
    RequestReader(std::vector<FieldView>& fields, std::string& body, std::size_t bodyLimit)
        : m_fields(fields),
          m_body(body) {
        eager(true);
        body_limit(bodyLimit);
        m_fields.clear();
        m_body.clear();
    }

    [[nodiscard]] std::string_view method() const { return m_method; }

    [[nodiscard]] std::string_view target() const { return m_target; }

    [[nodiscard]] bool isHttp11() const { return m_http11; }

private:
    using View = beast::string_view;

    void on_request_impl(beast::http::verb, View method, View target, int version, ErrorCode&) override {
        m_http11 = version == 11;
        m_method = {method.data(), method.size()};
        m_target = {target.data(), target.size()};
    }

    void on_response_impl(int, View, int, ErrorCode&) override {}

    void on_field_impl(beast::http::field known, View name, View value, ErrorCode&) override {
        if (!m_headDone) // trailers are read and dropped
            m_fields.push_back({known, {name.data(), name.size()}, {value.data(), value.size()}});
    }

    void on_header_impl(ErrorCode&) override { m_headDone = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override {
        // What the head promises is not allocated before it arrives.
        m_body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(length.value_or(0), 256 * 1024)));
    }

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
    std::string_view m_method;
    std::string_view m_target;
    bool m_headDone = false;
    bool m_http11 = false;
};

} // namespace signalbox::http
