// The first half of a relay: from the caller's request to the request for the upstream.
#include <algorithm>
#include <charconv>

#include "core/gateway/caller_unit.h"
#include "core/gateway/headers.h"
#include "core/gateway/relay.h"
#include "core/gateway/version_body.h"
#include "core/http/content_coding.h"

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

// What a request on /v1/responses goes on with: an answer, or a conversation that the provider keeps.
struct GoesOnWith {
    std::string answer;
    std::string conversation;
};

GoesOnWith goesOnWith(const Members& members, std::string_view body) {
    GoesOnWith ids{.answer = textOf(members, body, "previous_response_id"), .conversation = {}};
    const std::string_view conversation = valueOf(members, body, "conversation");
    if (!conversation.starts_with('{'))
        ids.conversation = stringValue(conversation);
    else if (const auto inner = scanObject(conversation))
        ids.conversation = textOf(*inner, conversation, "id");
    return ids;
}

bool namesAnAnswer(const agents::UnitField& field) {
    return field.place == agents::UnitField::Place::Body && field.name == "previous_response_id";
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

std::optional<ResponseOrigin> Relay::originOf(std::string_view agent, const Members& members, std::string_view body,
                                              Monotonic now) {
    GoesOnWith ids = goesOnWith(members, body);
    m_conversation = std::move(ids.conversation);
    auto origin = m_plane.responses.find(agent, ids.answer, now);
    if (!origin)
        origin = m_plane.responses.find(agent, m_conversation, now);
    if (!origin && !ids.answer.empty())
        m_followed = Followed::Unknown;
    return origin;
}

std::optional<Trouble> Relay::choose(std::string_view agent, const Members* members, std::string_view body) {
    const Monotonic now = std::chrono::steady_clock::now();
    m_conversation.clear();
    m_followed.reset();
    std::string text;
    auto unit =
        unitIn(m_plane.unitFields,
               {.fields = m_connection->fields(), .members = members, .body = body, .requestId = m_requestId}, text);
    std::optional<ResponseOrigin> origin;
    if (members != nullptr && m_asked.dialect == models::Dialect::Responses)
        origin = originOf(agent, *members, body, now);
    // Each answer has another id: what they have in common is the one that they began with.
    if (origin && unit.isSticky() && namesAnAnswer(m_plane.unitFields[*unit.field])) {
        text = "conversation of unit " + std::to_string(origin->unit);
        unit.key = text;
    }
    auto assigned = assign(*m_plane.routing, agent, unit.key);
    if (!assigned)
        return Trouble{404, "unknown_agent",
                       "There is no agent named \"" + std::string(agent.substr(0, 100)) +
                           "\" here. GET /v1/models lists the agents."};
    if (origin)
        m_followed = follow(*origin, *m_plane.routing, agent, *assigned);
    if (m_followed)
        m_plane.responses.count(agent, *m_followed);
    m_plane.conversations.settle(*m_plane.routing, agent, unit, now, *assigned);
    m_plane.countUnit(agent, unit, assigned->unit, now);
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
    m_asked = {.dialect = models::dialectOf(wanted.rest), .streamed = valueOf(*members, body, "stream") == "true"};
    if (auto trouble = choose(agent, &*members, body))
        return trouble;
    const Prepared& version = *m_assigned.version;
    if (version.runtime != agents::RuntimeKind::Chat)
        return Trouble{.status = 400,
                       .code = "http_agent",
                       .message = "This agent speaks its own protocol at /agents/" + version.agent + "/.",
                       .isOfVersion = true};
    auto rewritten = rewriteFor(m_asked.dialect, body, *members, version.chat);
    if (!rewritten) {
        Trouble trouble = badRequest(rewritten.error());
        trouble.isOfVersion = true;
        return trouble;
    }
    m_rewritten = std::move(rewritten->body);
    m_asksForUsage = rewritten->asksForUsage;
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
    m_asked = {.dialect = models::Dialect::Any};
    if (auto trouble = choose(wanted.agent, nullptr, {}))
        return trouble;
    if (m_assigned.version->runtime != agents::RuntimeKind::Http)
        return Trouble{.status = 404,
                       .code = "chat_agent",
                       .message = "This agent is asked at /v1/chat/completions with its name as the model.",
                       .isOfVersion = true};
    if (hasDotSegments(wanted.rest))
        return Trouble{400, "bad_path", "The path must not have dot segments."};
    m_asksForUsage = false;
    m_body = m_connection->body();
    writeRequestHead(m_connection->method(), wanted.rest);
    prepareJudged(wanted, nullptr);
    return std::nullopt;
}

void Relay::writeRequestHead(std::string_view method, std::string_view path) {
    const Prepared& version = *m_assigned.version;
    m_request.clear();
    m_request.append(method).append(" ").append(version.basePath);
    // An agent without a base path still needs one slash.
    if (version.basePath.empty() && !path.starts_with('/'))
        m_request.append("/");
    if (version.baseQuery.empty())
        m_request.append(path);
    else
        appendWithQuery(m_request, path, version.baseQuery);
    m_request.append(" HTTP/1.1\r\n").append(version.fixedHeaders);
    // An http agent's callers speak with the agent itself, so their credentials are meant for it.
    const bool agent = version.runtime == agents::RuntimeKind::Http;
    appendRequestHeaders(m_request, m_connection->fields(), agent ? Credentials::Pass : Credentials::Drop,
                         version.replaced);
    m_request.append(via);
    if (method == "OPTIONS")
        appendForwards(m_request, headerOf(m_connection->fields(), "max-forwards"));
    if (!m_body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        m_request.append("content-length: ").append(std::to_string(m_body.size())).append("\r\n");
    m_request.append("\r\n");
}

} // namespace signalbox::gateway
