#include "core/http/client.h"

#include <algorithm>
#include <future>
#include <optional>

#include "core/http/io_thread.h"
#include "core/http/response_reader.h"
#include "core/http/strict_head.h"
#include "core/http/upstream.h"

namespace signalbox::http {

namespace {

constexpr std::chrono::milliseconds idleSweep{20};

std::string headOf(const ClientRequest& request, const Url& url) {
    std::string head = request.method + " " + url.target() + " HTTP/1.1\r\nhost: " + url.authority() + "\r\n";
    for (const Header& header : request.headers)
        head.append(header.name).append(": ").append(header.value).append("\r\n");
    if (!request.body.empty() || request.method == "POST")
        head.append("content-length: ").append(std::to_string(request.body.size())).append("\r\n");
    return head.append("\r\n");
}

// One that says how long it is need not be read to know.
bool isTooLong(const ResponseReader& reader, const ClientAnswer& answer, std::size_t most) {
    const std::uint64_t announced = reader.isDone() ? 0 : reader.length().value_or(0);
    return std::max<std::uint64_t>(answer.body.size(), announced) > most;
}

// The head of the answer, after any interim ones. False: it is malformed, or none comes.
Awaitable<bool> readHead(UpstreamPtr upstream, ResponseReader& reader, ClientAnswer& answer,
                         const std::vector<FieldView>& fields) {
    auto& in = upstream->in();
    for (;;) {
        HeadScanner scanner;
        auto state = scanner.feed(in.view());
        for (; state == HeadScanner::State::NeedMore; state = scanner.feed(in.view()))
            if (!co_await upstream->moreBytes(in.size()))
                co_return false;
        if (state == HeadScanner::State::Refused || !reader.takeHead(in.view().substr(0, scanner.size())))
            co_return false;
        if (!reader.isInformational())
            for (const FieldView& field : fields)
                answer.headers.push_back({std::string(field.name), std::string(field.value)});
        in.consume(scanner.size());
        if (!reader.isInformational())
            co_return true;
    }
}

// The answer is read until `reader` is done; false when it breaks off.
Awaitable<bool> readAnswer(UpstreamPtr upstream, ResponseReader& reader, ClientAnswer& answer,
                           std::vector<FieldView>& fields, const ClientRequest& request, Monotonic end) {
    auto& in = upstream->in();
    if (!co_await readHead(upstream, reader, answer, fields))
        co_return false;
    upstream->setDeadline(end);
    for (;;) {
        std::size_t used = 0;
        if (!reader.takeBody(in.view(), used))
            co_return false;
        in.consume(used);
        if (isTooLong(reader, answer, request.maximumAnswer)) {
            answer.failure = "The answer is longer than " + std::to_string(request.maximumAnswer) + " bytes";
            co_return false;
        }
        if (reader.isDone())
            co_return true;
        if (co_await upstream->moreBytes(in.size()))
            continue;
        if (!reader.needsEnd() || !upstream->endedCleanly())
            co_return false;
        reader.takeEnd();
        co_return true;
    }
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
        ResponseReader reader(request.method == "HEAD" ? ResponseReader::To::Head : ResponseReader::To::Another, fields,
                              answer.body);
        const std::string head = headOf(request, url);
        answer.connected = upstream->isReused() || co_await upstream->connect();
        const bool good = answer.connected && co_await upstream->write(head, request.body) &&
                          co_await readAnswer(upstream, reader, answer, fields, request, begin + request.timeout);
        answer.status = good ? reader.status() : 0;
        answer.timedOut = !good && upstream->timedOut();
        if (!good && answer.failure.empty())
            answer.failure = upstream->timedOut() ? std::string("No answer in time") : upstream->failure();
        if (good && reader.keepsAlive())
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
