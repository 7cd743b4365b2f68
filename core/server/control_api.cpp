#include "core/server/control_api.h"

#include <charconv>
#include <format>

#include <QJsonDocument>

#include "core/protocol/access.h"
#include "core/protocol/error_body.h"
#include "core/server/backend.h"
#include "core/server/routes.h"

namespace signalbox::server {

namespace {

constexpr std::size_t largestBody = 16UL * 1024 * 1024;

http::Headers jsonHeaders(http::Headers more = {}) {
    more.push_back({"content-type", "application/json"});
    more.push_back({"cache-control", "no-store"});
    more.push_back({"x-content-type-options", "nosniff"});
    return more;
}

void refuse(http::Exchange& exchange, int status, const Error& error, http::Headers headers = {}) {
    const QByteArray body = QJsonDocument(protocol::encodeError(error)).toJson(QJsonDocument::Compact);
    exchange.respond(status, jsonHeaders(std::move(headers)), body.toStdString());
}

void refuse(http::Exchange& exchange, const Refusal& refusal) {
    refuse(exchange, refusal.status, refusal.error, refusal.headers);
}

Error noSuchPath() {
    return {Errc::NotFound, "no_such_path", "The control API has no such path.",
            "Check the address; the API is described in openapi.yaml."};
}

} // namespace

Answer jsonAnswer(const QJsonObject& object, int status) {
    return {status, jsonHeaders(), QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()};
}

Result<std::uint64_t> countParameter(const http::Request& request, std::string_view name, std::uint64_t otherwise,
                                     std::uint64_t most) {
    const auto text = request.parameter(name);
    if (!text)
        return otherwise;
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || value > most)
        return failure(Errc::Invalid, "bad_parameter", std::format("{} must be a whole number up to {}.", name, most),
                       {}, std::string(name));
    return value;
}

ControlApi::ControlApi(Backend& backend) : m_backend(backend) {}

ControlApi::~ControlApi() = default;

Result<void> ControlApi::start(std::uint16_t port) {
    http::ServerSettings settings;
    settings.address = m_backend.settings().controlAddress;
    settings.port = port;
    settings.limits.bodyBytes = largestBody;
    settings.threadName = "control-api";
    // The guard needs the port, which is known only after start(): a request that is faster than that is not ours.
    auto ready = std::make_shared<std::atomic<bool>>(false);
    m_server = std::make_unique<http::Server>(settings, [this, ready](const http::ExchangePtr& exchange) {
        if (*ready)
            handle(exchange);
        else
            refuse(*exchange, 503, {Errc::Unavailable, "starting", "The backend is starting.", "Try again."});
    });
    if (auto started = m_server->start(); !started)
        return started;
    auto hosts = hostsOf(settings.address, m_server->port());
    hosts.insert(hosts.end(), m_backend.settings().hosts.begin(), m_backend.settings().hosts.end());
    m_guard = std::make_unique<Guard>(std::move(hosts), m_backend.tokens());
    *ready = true;
    return {};
}

void ControlApi::stop(std::chrono::milliseconds grace) {
    if (m_server)
        m_server->stop(grace);
}

std::uint16_t ControlApi::port() const {
    return m_server->port();
}

void ControlApi::handle(const http::ExchangePtr& exchange) {
    const http::Request& request = exchange->request();
    if (auto checked = m_guard->checkSource(request); !checked)
        return refuse(*exchange, checked.error());
    auto caller = m_guard->identify(request);
    if (!caller)
        return refuse(*exchange, caller.error());
    Match found = match(request.method, request.path());
    if (found.route == nullptr) {
        if (found.allowed.empty())
            return refuse(*exchange, 404, noSuchPath());
        return refuse(*exchange, 405,
                      {Errc::Invalid, "wrong_method", std::format("{} is not possible here.", request.method),
                       std::format("Possible here: {}.", found.allowed)},
                      {{"allow", found.allowed}});
    }
    if (!protocol::mayUse(caller->role, found.route->verb)) {
        const auto needed = protocol::requiredRole(found.route->verb);
        return refuse(*exchange, 403,
                      {Errc::Forbidden, "role_too_low",
                       std::format("{} is a {}; this needs the role {}.", caller->name,
                                   protocol::toString(caller->role), needed ? protocol::toString(*needed) : "admin"),
                       "Ask somebody who has that role."});
    }
    if (found.route->method == "POST") {
        if (auto checked = Guard::checkBody(request, found.route->bodyLimit); !checked)
            return refuse(*exchange, checked.error());
    }
    run(*found.route, exchange, std::make_shared<Call>(request, std::move(found.arguments), std::move(*caller)));
}

void ControlApi::run(const Route& route, const http::ExchangePtr& exchange, std::shared_ptr<Call> call) {
    if (route.where == Where::Stream) {
        const std::string lastId(call->request.header("last-event-id"));
        m_backend.hub().add(exchange->startEventStream({{"cache-control", "no-store"}}), lastId);
        return;
    }
    auto task = [this, &route, exchange, call = std::move(call)] {
        if (exchange->isGone() && route.method == "GET")
            return;
        auto answer = route.handler(m_backend, *call);
        if (answer)
            exchange->respond(answer->status, std::move(answer->headers), std::move(answer->body));
        else
            refuse(*exchange, protocol::httpStatusOf(answer.error().kind), answer.error());
    };
    switch (route.where) {
    case Where::Control:
        m_backend.controlQueue().post(std::move(task));
        break;
    case Where::Catalogue:
        m_backend.catalogue().queue().post(std::move(task));
        break;
    case Where::Reports:
    case Where::Stream:
        m_backend.reportsQueue().post(std::move(task));
        break;
    }
}

} // namespace signalbox::server
