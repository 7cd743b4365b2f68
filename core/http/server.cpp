#include "core/http/server.h"

#include "core/http/date.h"
#include "core/http/exchange_private.h"
#include "core/http/listener.h"

namespace signalbox::http {

namespace {

constexpr std::chrono::seconds quietTime{15};

std::string headOf(int status, const Headers& headers) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + ' ' + std::string(reasonPhrase(status)) + "\r\n";
    for (const Header& header : headers) {
        // A line end in a value would let its author write headers.
        if (isToken(header.name) && header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos)
            head.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    return head.append("date: ").append(dateNow()).append("\r\n");
}

Request requestOf(Connection& connection) {
    Request request;
    request.method = connection.method();
    request.target = connection.target();
    // An absolute target says the host, whatever the header says.
    const std::string_view authority = connection.authority();
    for (const FieldView& field : connection.fields())
        if (authority.empty() || field.known != beast::http::field::host)
            request.headers.push_back({std::string(field.name), std::string(field.value)});
    if (!authority.empty())
        request.headers.push_back({"host", std::string(authority)});
    request.body = std::move(connection.body());
    request.peer = connection.peer();
    return request;
}

Awaitable<void> answerRefusal(ConnectionPtr connection) {
    const Refusal refusal = connection->refusal();
    const std::string body = R"({"error":{"code":"bad_request","message":")" + std::string(refusal.reason) +
                             R"(","hint":"Send one well-formed HTTP/1.1 request."}})";
    std::string head = headOf(refusal.status, {{"content-type", "application/json"}, {"connection", "close"}});
    head += "content-length: " + std::to_string(body.size()) + "\r\n\r\n";
    if (co_await connection->write(head, connection->asksForHead() ? std::string_view{} : body))
        co_await connection->closeGently();
}

} // namespace

class Server::Private {
public:
    Private(ServerSettings given, Handler givenHandler)
        : settings(std::move(given)),
          handler(std::move(givenHandler)),
          thread(settings.threadName),
          listener(thread, settings.limits, [this](ConnectionPtr connection) { return serve(std::move(connection)); }) {
    }

    Awaitable<void> serve(ConnectionPtr connection);
    Awaitable<bool> answer(ConnectionPtr connection, bool head);
    Awaitable<void> stream(ConnectionPtr connection, Answer answer);

    ServerSettings settings;
    Handler handler;
    IoThread thread;
    Listener listener;
    std::unordered_set<std::shared_ptr<StreamState>> streams; // I/O thread only
};

Awaitable<void> Server::Private::serve(ConnectionPtr connection) {
    for (;;) {
        const auto next = co_await connection->next();
        if (next == Connection::Next::Refused)
            co_await answerRefusal(connection);
        if (next != Connection::Next::Request || !co_await answer(connection, connection->asksForHead()))
            co_return;
    }
}

Awaitable<bool> Server::Private::answer(ConnectionPtr connection, bool head) {
    const auto pending = std::make_shared<Pending>();
    Timer wake(thread.context(), Timer::time_point::max());
    pending->wake = [&wake] { wake.cancel(); };
    connection->onGone([pending] {
        pending->gone = true;
        if (pending->wake)
            pending->wake();
    });
    handler(std::make_shared<ExchangeState>(requestOf(*connection), thread.remote(), pending));
    while (!pending->answer && !connection->isGone())
        co_await wake.async_wait(useTuple);
    pending->wake = nullptr;
    if (connection->isGone()) {
        if (pending->answer && pending->answer->stream)
            pending->answer->stream->end();
        co_return false;
    }
    Answer answer = std::move(*pending->answer);
    if (answer.stream) {
        co_await stream(connection, std::move(answer));
        co_return false;
    }
    const bool keep = connection->keepAlive();
    std::string text = headOf(answer.status, answer.headers);
    if (answer.status != 204 && answer.status != 304)
        text += "content-length: " + std::to_string(answer.body.size()) + "\r\n";
    text += keep ? "\r\n" : "connection: close\r\n\r\n";
    const bool bare = head || answer.status == 204 || answer.status == 304;
    const bool written = co_await connection->write(text, bare ? std::string_view{} : answer.body);
    if (written && !keep)
        co_await connection->closeGently();
    co_return written&& keep;
}

Awaitable<void> Server::Private::stream(ConnectionPtr connection, Answer answer) {
    const auto state = answer.stream;
    streams.insert(state);
    Timer wake(thread.context());
    state->attach([&wake] { wake.cancel(); });
    connection->onGone([&wake] { wake.cancel(); });
    std::string text = headOf(200, answer.headers);
    text += "content-type: text/event-stream\r\ncache-control: no-cache\r\nx-accel-buffering: no\r\n"
            "connection: close\r\n\r\n";
    bool good = co_await connection->write(text);
    while (good && !connection->isGone()) {
        const bool open = state->isOpen();
        text = state->take();
        if (!text.empty()) {
            good = co_await connection->write(text);
            continue;
        }
        if (!open)
            break;
        wake.expires_after(quietTime);
        const auto [error] = co_await wake.async_wait(useTuple);
        if (!error)
            good = co_await connection->write(":\n\n");
    }
    connection->onGone(nullptr);
    state->end();
    streams.erase(state);
    if (good && !connection->isGone())
        co_await connection->closeGently();
}

Server::Server(ServerSettings settings, Handler handler)
    : d(std::make_unique<Private>(std::move(settings), std::move(handler))) {}

Server::~Server() {
    stop(std::chrono::milliseconds{0});
}

Result<void> Server::start() {
    if (auto opened = d->listener.open(d->settings.address, d->settings.port); !opened)
        return opened;
    d->thread.start();
    return {};
}

void Server::stop(std::chrono::milliseconds grace) {
    d->thread.run([this] {
        for (const auto& state : std::vector(d->streams.begin(), d->streams.end()))
            state->close();
    });
    d->listener.stop(grace);
    d->thread.stop();
}

std::uint16_t Server::port() const {
    return d->listener.port();
}

} // namespace signalbox::http
