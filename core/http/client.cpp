#include "core/http/client.h"

#include <algorithm>
#include <future>
#include <optional>

#include "core/http/io_thread.h"
#include "core/http/response_reader.h"
#include "core/http/upstream.h"

namespace signalbox::http {

namespace {

constexpr std::chrono::milliseconds idleSweep{20};

std::string headOf(const ClientRequest& request, const Url& url) {
    std::string head =
        request.method + " " + (url.path.empty() ? "/" : url.path) + " HTTP/1.1\r\nhost: " + url.authority() + "\r\n";
    for (const Header& header : request.headers)
        head.append(header.name).append(": ").append(header.value).append("\r\n");
    if (!request.body.empty() || request.method == "POST")
        head.append("content-length: ").append(std::to_string(request.body.size())).append("\r\n");
    return head.append("\r\n");
}

std::uint64_t announced(const ResponseReader& reader, const ClientRequest& request) {
    return reader.is_header_done() && request.method != "HEAD" ? reader.content_length().value_or(0) : 0;
}

// The answer is read until `reader` is done; false when it breaks off.
Awaitable<bool> readAnswer(UpstreamPtr upstream, ResponseReader& reader, ClientAnswer& answer,
                           std::vector<FieldView>& fields, const ClientRequest& request, Monotonic end) {
    auto& in = upstream->in();
    bool headTaken = false;
    while (!reader.is_done()) {
        ErrorCode error;
        std::size_t used = 0;
        if (in.size() > 0)
            used = reader.put(asio::buffer(in.view().data(), in.size()), error);
        if (error && error != beast::http::error::need_more)
            co_return false;
        if (!headTaken && reader.is_header_done()) {
            headTaken = true;
            upstream->setDeadline(end);
            for (const FieldView& field : fields)
                answer.headers.push_back({std::string(field.name), std::string(field.value)});
        }
        in.consume(used);
        // One that says how long it is need not be read to know.
        if (std::max<std::uint64_t>(answer.body.size(), announced(reader, request)) > request.maximumAnswer) {
            answer.failure = "The answer is longer than " + std::to_string(request.maximumAnswer) + " bytes";
            co_return false;
        }
        if (reader.is_done() || (used > 0 && in.size() > 0))
            continue;
        if (co_await upstream->moreBytes(in.size()))
            continue;
        if (!headTaken || !reader.need_eof() || !upstream->endedCleanly())
            co_return false;
        reader.put_eof(error);
    }
    co_return true;
}

} // namespace

std::string_view ClientAnswer::header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [name](const Header& h) { return equalNames(h.name, name); });
    return found == headers.end() ? std::string_view{} : std::string_view(found->value);
}

class Client::Private {
public:
    explicit Private(const ClientSettings& settings)
        : thread("http client", settings.priority),
          pool(thread.context(), deadlines, settings.idleUpstreams, settings.authorities),
          timer(thread.context()) {
        pool.setReceiveBuffer(settings.receiveBuffer);
        asio::co_spawn(thread.context().get_executor(), sweep(), asio::detached);
        thread.start();
    }

    ~Private() {
        thread.run([this] {
            stopping = true;
            timer.cancel();
            deadlines.expireAll();
        });
        thread.stop(std::chrono::seconds{5});
    }

    Awaitable<void> sweep() {
        while (!stopping) {
            timer.expires_after(idleSweep);
            co_await timer.async_wait(useTuple);
            deadlines.sweep(std::chrono::steady_clock::now());
        }
    }

    Awaitable<void> perform(ClientRequest request, std::function<void(ClientAnswer)> callback) {
        ClientAnswer answer;
        const auto url = Url::parse(request.url);
        if (!url)
            answer.failure = url.error().message;
        else if (!stopping)
            co_await exchange(request, *url, answer);
        else
            answer.failure = "The client was closed.";
        callback(std::move(answer));
    }

    Awaitable<void> exchange(const ClientRequest& request, const Url& url, ClientAnswer& answer) {
        auto upstream = pool.take(pool.origin(url));
        const Monotonic begin = std::chrono::steady_clock::now();
        upstream->setDeadline(begin + std::min(request.timeout, request.firstByteTimeout));
        std::vector<FieldView> fields;
        ResponseReader reader(fields, answer.body);
        reader.skip(request.method == "HEAD");
        const std::string head = headOf(request, url);
        answer.connected = upstream->isReused() || co_await upstream->connect();
        const bool good = answer.connected && co_await upstream->write(head, request.body) &&
                          co_await readAnswer(upstream, reader, answer, fields, request, begin + request.timeout);
        answer.status = good ? reader.status() : 0;
        answer.timedOut = !good && upstream->timedOut();
        if (!good && answer.failure.empty())
            answer.failure = upstream->timedOut() ? std::string("No answer in time") : upstream->failure();
        if (good && reader.keep_alive())
            pool.giveBack(upstream);
        else
            upstream->close();
    }

    IoThread thread;
    Deadlines deadlines;
    UpstreamPool pool;
    Timer timer;
    bool stopping = false;
};

Client::Client(ClientSettings settings) : d(std::make_unique<Private>(settings)) {}

Client::~Client() = default;

void Client::send(ClientRequest request, std::function<void(ClientAnswer)> callback) {
    d->thread.remote()->post([this, request = std::move(request), callback = std::move(callback)]() mutable {
        asio::co_spawn(d->thread.context().get_executor(), d->perform(std::move(request), std::move(callback)),
                       asio::detached);
    });
}

ClientAnswer Client::sendAndWait(ClientRequest request) {
    std::promise<ClientAnswer> promise;
    auto future = promise.get_future();
    send(std::move(request), [&promise](ClientAnswer answer) { promise.set_value(std::move(answer)); });
    return future.get();
}

} // namespace signalbox::http
