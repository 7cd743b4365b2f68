// The first half of a relay: from the caller's request to the request for the upstream.
#include <algorithm>
#include <charconv>

#include "core/gateway/headers.h"
#include "core/gateway/relay.h"
#include "core/gateway/version_body.h"
#include "core/http/content_coding.h"
#include "core/traffic/unit.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view acceptCodings = "accept-encoding: gzip, deflate, zstd\r\n";
static_assert(acceptCodings.contains(http::knownCodings));
constexpr std::string_view via = "via: 1.1 gateway\r\n"; // RFC 9110, 7.6.3; which gateway is nobody's business

std::string_view valueOf(const Members& members, std::string_view body, std::string_view key) {
    const Member* member = members.find(key);
    return member == nullptr ? std::string_view{} : body.substr(member->begin, member->end - member->begin);
}

std::string textOf(const Members& members, std::string_view body, std::string_view key) {
    return stringValue(valueOf(members, body, key));
}

// "conversation" is an id or an object with one.
std::string conversationOf(const Members& members, std::string_view body) {
    if (const Member* member = members.find("conversation"); member != nullptr && body[member->begin] == '{') {
        const std::string_view value = body.substr(member->begin, member->end - member->begin);
        if (const auto inner = scanObject(value))
            return textOf(*inner, value, "id");
    }
    for (const std::string_view key : {"conversation", "previous_response_id", "prompt_cache_key"}) {
        if (std::string text = textOf(members, body, key); !text.empty())
            return text;
    }
    return {};
}

// Some editors and clients put a byte order mark before a text; it must not be sent on (RFC 8259, 8.1).
std::string_view withoutMark(std::string_view body) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return body.starts_with(mark) ? body.substr(mark.size()) : body;
}

Trouble badRequest(const Error& error) {
    return {400, error.code, error.message + " " + error.hint};
}

void appendWithQuery(std::string& head, std::string_view path, std::string_view query) {
    const auto mark = std::min(path.find('?'), path.size());
    head.append(path.substr(0, mark)).append("?");
    head.append(http::joinedQuery(query, path.substr(std::min(mark + 1, path.size()))));
}

// One hop less; what is no number is not sent on.
void appendForwards(std::string& head, std::string_view given) {
    unsigned left = 0;
    const char* end = given.data() + given.size();
    if (std::from_chars(given.data(), end, left) == std::from_chars_result{end, std::errc{}} && left > 0)
        head.append("max-forwards: ").append(std::to_string(left - 1)).append("\r\n");
}

} // namespace

std::optional<Trouble> Relay::choose(std::string_view agent, const Members* members, std::string_view body) {
    const auto& fields = m_connection->fields();
    std::string user;
    std::string safety;
    std::string conversation;
    const std::string_view header = headerOf(fields, "x-signalbox-unit");
    if (members != nullptr && header.empty()) {
        user = textOf(*members, body, "user");
        safety = textOf(*members, body, "safety_identifier");
        conversation = conversationOf(*members, body);
    }
    const auto unit = traffic::unitOf(
        {.header = header, .user = user, .safety = safety, .conversation = conversation, .request = m_requestId});
    auto assigned = assign(*m_plane.routing, agent, unit.key);
    if (!assigned)
        return Trouble{404, "unknown_agent",
                       "There is no agent named \"" + std::string(agent.substr(0, 100)) +
                           "\" here. GET /v1/models lists the agents."};
    m_plane.conversations.settle(*m_plane.routing, agent, unit, std::chrono::steady_clock::now(), *assigned);
    m_assigned = std::move(*assigned);
    return std::nullopt;
}

std::optional<Trouble> Relay::unpackBody() {
    std::string codings;
    for (const http::FieldView& field : m_connection->fields())
        if (field.known == boost::beast::http::field::content_encoding)
            codings.append(codings.empty() ? "" : ",").append(field.value);
    if (codings.empty())
        return std::nullopt;
    auto plain = http::decoded(codings, std::move(m_connection->body()), {.bytes = m_connection->bodyLimit()});
    if (plain) {
        m_connection->body() = std::move(*plain);
        return std::nullopt;
    }
    m_connection->body().clear();
    const Error& error = plain.error();
    Trouble trouble{400, error.code, error.message + " " + error.hint};
    if (error.kind == Errc::Limit)
        trouble.status = 413;
    if (error.code == "unknown_coding") {
        trouble.status = 415;
        trouble.headers = acceptCodings;
    }
    return trouble;
}

std::optional<Trouble> Relay::makeRequest(const Wanted& wanted) {
    switch (wanted.kind) {
    case Wanted::Kind::Model:
        return makeModelRequest(wanted);
    case Wanted::Kind::Agent:
        return makeAgentRequest(wanted);
    case Wanted::Kind::WrongMethod:
        return Trouble{405, "wrong_method", "This path does not serve the method.", wanted.allow};
    case Wanted::Kind::Models:
    case Wanted::Kind::OneModel:
    case Wanted::Kind::Feedback:
    case Wanted::Kind::Options:
    case Wanted::Kind::Unknown:
        break;
    }
    return Trouble{404, "unknown_path",
                   "Nothing is served at this path. Ask /v1/chat/completions, /v1/completions, /v1/responses, "
                   "/v1/embeddings, /v1/models, /v1/feedback or /agents/<name>/."};
}

std::optional<Trouble> Relay::makeModelRequest(const Wanted& wanted) {
    if (auto trouble = unpackBody())
        return trouble;
    const std::string_view body = withoutMark(m_connection->body());
    if (auto valid = checkJson(body, Surrogates::Any); !valid)
        return badRequest(valid.error());
    const auto members = scanObject(body);
    if (!members)
        return badRequest(members.error());
    const std::string agent = textOf(*members, body, "model");
    if (agent.empty())
        return Trouble{400, "model_missing", "\"model\" must name an agent. GET /v1/models lists the agents."};
    if (auto trouble = choose(agent, &*members, body))
        return trouble;
    const Prepared& version = *m_assigned.version;
    if (version.runtime != agents::RuntimeKind::Chat)
        return Trouble{400, "http_agent", "This agent speaks its own protocol at /agents/" + version.agent + "/."};
    m_asked = {.dialect = models::dialectOf(wanted.rest), .streamed = valueOf(*members, body, "stream") == "true"};
    auto rewritten = rewriteFor(m_asked.dialect, body, *members, version.chat);
    if (!rewritten)
        return badRequest(rewritten.error());
    m_rewritten = std::move(*rewritten);
    m_body = m_rewritten;
    writeRequestHead("POST", wanted.rest);
    if (m_assigned.shadow)
        m_copy = m_plane.shadows.copyFor(m_assigned.shadow);
    if (m_copy)
        fillCopy(wanted, body);
    prepareJudged(wanted, &*members);
    return std::nullopt;
}

std::optional<Trouble> Relay::makeAgentRequest(const Wanted& wanted) {
    if (auto trouble = choose(wanted.agent, nullptr, {}))
        return trouble;
    if (m_assigned.version->runtime != agents::RuntimeKind::Http)
        return Trouble{404, "chat_agent", "This agent is asked at /v1/chat/completions with its name as the model."};
    if (hasDotSegments(wanted.rest))
        return Trouble{400, "bad_path", "The path must not have dot segments."};
    m_asked = {.dialect = models::Dialect::Any};
    m_body = m_connection->body();
    writeRequestHead(m_connection->method(), wanted.rest);
    prepareJudged(wanted, nullptr);
    return std::nullopt;
}

void Relay::writeRequestHead(std::string_view method, std::string_view path) {
    const Prepared& version = *m_assigned.version;
    m_head.clear();
    m_head.append(method).append(" ").append(version.basePath);
    // An agent without a base path still needs one slash.
    if (version.basePath.empty() && !path.starts_with('/'))
        m_head.append("/");
    if (version.baseQuery.empty())
        m_head.append(path);
    else
        appendWithQuery(m_head, path, version.baseQuery);
    m_head.append(" HTTP/1.1\r\n").append(version.fixedHeaders);
    // An http agent's callers speak with the agent itself, so their credentials are meant for it.
    const bool agent = version.runtime == agents::RuntimeKind::Http;
    appendRequestHeaders(m_head, m_connection->fields(), agent ? Credentials::Pass : Credentials::Drop,
                         version.replaced);
    m_head.append(via);
    if (method == "OPTIONS")
        appendForwards(m_head, headerOf(m_connection->fields(), "max-forwards"));
    if (!m_body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        m_head.append("content-length: ").append(std::to_string(m_body.size())).append("\r\n");
    m_head.append("\r\n");
}

} // namespace signalbox::gateway
