// Answers that the gateway makes itself.
#include "core/gateway/headers.h"
#include "core/gateway/relay.h"
#include "core/http/date.h"
#include "core/http/message.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view jsonType = "application/json";

} // namespace

bool Relay::isOwn(const Wanted& wanted) const {
    using Kind = Wanted::Kind;
    // An agent is asked itself what it can do, unless the caller asks the last hop that may be asked.
    if (wanted.kind == Kind::Agent)
        return m_connection->method() == "OPTIONS" && headerOf(m_connection->fields(), "max-forwards") == "0";
    return wanted.kind == Kind::Models || wanted.kind == Kind::OneModel || wanted.kind == Kind::Feedback ||
           wanted.kind == Kind::Options;
}

http::Awaitable<bool> Relay::answerOwn(const Wanted& wanted) {
    using Kind = Wanted::Kind;
    const RoutingPtr routing = m_plane.routing;
    if (wanted.kind == Kind::Models)
        co_return co_await answer(200, jsonType, routing->models, {});
    if (wanted.kind == Kind::OneModel) {
        if (const auto model = modelNamed(*routing, wanted.agent))
            co_return co_await answer(200, jsonType, *model, {});
        co_return co_await answer(Trouble{.status = 404,
                                          .code = "model_not_found",
                                          .message = "There is no agent of this name. GET /v1/models lists the agents.",
                                          .type = "invalid_request_error",
                                          .param = "model"});
    }
    if (wanted.kind == Kind::Feedback) {
        if (const auto trouble = takeFeedback())
            co_return co_await answer(*trouble);
        co_return co_await answer(202, jsonType, "{}", {});
    }
    co_return co_await answer(204, {}, {}, wanted.allow);
}

std::string bodyOf(const Trouble& trouble) {
    const std::string param = trouble.param.empty() ? "null" : jsonQuoted(trouble.param);
    return R"({"error":{"message":)" + jsonQuoted(trouble.message) + R"(,"type":)" + jsonQuoted(trouble.type) +
           R"(,"param":)" + param + R"(,"code":)" + jsonQuoted(trouble.code) + "}}";
}

http::Awaitable<bool> Relay::answer(const Trouble& trouble) {
    const std::string body = bodyOf(trouble);
    std::string headers(trouble.headers);
    if ((trouble.status < 500 && trouble.status != 408) || trouble.code == "upstream_unknown")
        headers += "x-should-retry: false\r\n"; // it would be in vain
    co_return co_await answer(trouble.status, jsonType, body, headers);
}

http::Awaitable<bool> Relay::answer(int status, std::string_view type, std::string_view body,
                                    std::string_view headers) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
    head.append(http::reasonPhrase(status)).append("\r\n").append(headers);
    head.append("date: ").append(http::dateNow()).append("\r\n");
    if (m_assigned.version) {
        head.append(m_assigned.version->answerHeaders).append("x-signalbox-role: ");
        head.append(traffic::toString(m_assigned.role)).append("\r\n");
        if (m_followed)
            head.append("x-signalbox-conversation: ").append(toString(*m_followed)).append("\r\n");
    }
    if (!m_requestId.empty())
        head.append("x-signalbox-request-id: ").append(m_requestId).append("\r\n");
    if (status != 204) {
        head.append("content-type: ").append(type).append("\r\ncontent-length: ");
        head.append(std::to_string(body.size())).append("\r\n");
    }
    head.append(m_keep ? "\r\n" : "connection: close\r\n\r\n");
    co_return co_await m_connection->write(head, m_connection->asksForHead() ? std::string_view{} : body);
}

} // namespace signalbox::gateway
