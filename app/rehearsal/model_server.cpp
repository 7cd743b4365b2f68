#include "app/rehearsal/model_server.h"

#include <atomic>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/rehearsal/judge_script.h"
#include "app/rehearsal/script.h"
#include "core/base/canonical_json.h"
#include "core/base/serial_queue.h"
#include "core/http/server.h"

namespace signalbox::rehearsal {

using namespace Qt::StringLiterals;
using Milliseconds = std::chrono::milliseconds;

namespace {

constexpr Milliseconds glance{10}; // how often a waiting answer looks whether its caller is still there

std::string bytes(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

void respondError(const http::ExchangePtr& exchange, int status, const QString& message) {
    exchange->respond(status, {{"content-type", "application/json"}},
                      bytes({{u"error"_s, QJsonObject{{u"message"_s, message},
                                                      {u"type"_s, u"rehearsal_error"_s},
                                                      {u"param"_s, QJsonValue::Null},
                                                      {u"code"_s, QJsonValue::Null}}}}));
}

QJsonObject usageOf(const Reply& reply) {
    return {{u"prompt_tokens"_s, reply.inputTokens},
            {u"completion_tokens"_s, reply.outputTokens},
            {u"total_tokens"_s, reply.inputTokens + reply.outputTokens}};
}

// One answer on its way: what is common to all its parts.
struct Job {
    http::ExchangePtr exchange;
    QJsonObject request;
    Reply reply;
    QString id;
    bool streams = false;

    [[nodiscard]] QString finish() const { return reply.toolCalls.isEmpty() ? u"stop"_s : u"tool_calls"_s; }

    [[nodiscard]] QJsonObject frame(const QString& object) const {
        return {{u"id"_s, id},
                {u"object"_s, object},
                {u"created"_s, 1'767'225'600},
                {u"model"_s, request["model"_L1].toString()}};
    }

    [[nodiscard]] std::string whole() const {
        QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, QString::fromStdString(reply.text)}};
        if (!reply.toolCalls.isEmpty()) {
            message[u"content"_s] = QJsonValue::Null;
            message[u"tool_calls"_s] = reply.toolCalls;
        }
        QJsonObject answer = frame(u"chat.completion"_s);
        answer[u"choices"_s] =
            QJsonArray{QJsonObject{{u"index"_s, 0}, {u"message"_s, message}, {u"finish_reason"_s, finish()}}};
        answer[u"usage"_s] = usageOf(reply);
        return bytes(answer);
    }

    [[nodiscard]] std::string event(const QJsonObject& delta, const QJsonValue& reason) const {
        QJsonObject chunk = frame(u"chat.completion.chunk"_s);
        chunk[u"choices"_s] =
            QJsonArray{QJsonObject{{u"index"_s, 0}, {u"delta"_s, delta}, {u"finish_reason"_s, reason}}};
        return "data: " + bytes(chunk) + "\n\n";
    }

    [[nodiscard]] std::vector<std::string> events() const;
};

std::vector<std::string> Job::events() const {
    std::vector<std::string> list{event({{u"role"_s, u"assistant"_s}, {u"content"_s, u""_s}}, QJsonValue::Null)};
    const QString text = QString::fromStdString(reply.text);
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype space = text.indexOf(u' ', at);
        const qsizetype end = space < 0 ? text.size() : space + 1;
        list.push_back(event({{u"content"_s, text.sliced(at, end - at)}}, QJsonValue::Null));
        at = end;
    }
    for (qsizetype i = 0; i < reply.toolCalls.size(); ++i) {
        QJsonObject call = reply.toolCalls[i].toObject();
        call[u"index"_s] = i;
        list.push_back(event({{u"tool_calls"_s, QJsonArray{call}}}, QJsonValue::Null));
    }
    list.push_back(event({}, finish()));
    if (request["stream_options"_L1]["include_usage"_L1].toBool()) {
        QJsonObject last = frame(u"chat.completion.chunk"_s);
        last[u"choices"_s] = QJsonArray();
        last[u"usage"_s] = usageOf(reply);
        list.push_back("data: " + bytes(last) + "\n\n");
    }
    list.emplace_back("data: [DONE]\n\n");
    return list;
}

} // namespace

class ModelServer::Private {
public:
    explicit Private(ServerSettings given)
        : settings(std::move(given)),
          server({.port = settings.port, .limits = {}, .threadName = "rehearsal"},
                 [this](http::ExchangePtr exchange) { handle(std::move(exchange)); }) {}

    void handle(http::ExchangePtr exchange);
    void chat(http::ExchangePtr exchange);
    void later(http::ExchangePtr exchange, Monotonic due, std::function<void()> then);
    void stream(const std::shared_ptr<Job>& job);
    void sendNext(const std::shared_ptr<Job>& job, const http::EventStreamPtr& stream,
                  std::shared_ptr<std::vector<std::string>> events, std::size_t next);
    [[nodiscard]] Faults faultsOf(const std::string& version) const;

    ServerSettings settings;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> failed = 0;
    std::atomic<std::uint64_t> cancelled = 0;
    std::string address;
    http::Server server;
    SerialQueue queue{"rehearsal clock"}; // ends before the server, so no task meets a stopped one
};

Faults ModelServer::Private::faultsOf(const std::string& version) const {
    auto found = settings.faults.find(version);
    if (found == settings.faults.end())
        found = settings.faults.find("*");
    return found == settings.faults.end() ? Faults{} : found->second;
}

void ModelServer::Private::handle(http::ExchangePtr exchange) {
    const std::string_view path = exchange->request().path();
    const std::string& method = exchange->request().method;
    if (path == "/v1/chat/completions" && method == "POST")
        return chat(std::move(exchange));
    if (path == "/v1/embeddings" && method == "POST") {
        const auto request = parseJsonObject(exchange->request().body);
        if (!request)
            return respondError(exchange, 400, QString::fromStdString(request.error().message));
        return exchange->respond(200, {{"content-type", "application/json"}}, bytes(embeddingsFor(*request)));
    }
    if (path == "/v1/models" && method == "GET") {
        const QJsonObject model{{u"id"_s, u"rehearsal"_s}, {u"object"_s, u"model"_s}, {u"owned_by"_s, u"rehearsal"_s}};
        return exchange->respond(200, {{"content-type", "application/json"}},
                                 bytes({{u"object"_s, u"list"_s}, {u"data"_s, QJsonArray{model}}}));
    }
    if (path == "/rehearsal/stats" && method == "GET") {
        const QJsonObject stats{{u"requests"_s, static_cast<qint64>(requests)},
                                {u"failed"_s, static_cast<qint64>(failed)},
                                {u"cancelled"_s, static_cast<qint64>(cancelled)}};
        return exchange->respond(200, {{"content-type", "application/json"}}, bytes(stats));
    }
    respondError(exchange, 404, u"The rehearsal server answers POST /v1/chat/completions and /v1/embeddings."_s);
}

void ModelServer::Private::chat(http::ExchangePtr exchange) {
    const std::uint64_t number = requests.fetch_add(1) + 1;
    const auto request = parseJsonObject(exchange->request().body);
    if (!request)
        return respondError(exchange, 400, QString::fromStdString(request.error().message));
    const std::string version(exchange->request().header("x-signalbox-version"));
    const Faults faults = faultsOf(version);
    const auto now = std::chrono::steady_clock::now();
    const auto draw = [&](const char* what) { return drawn(settings.seed, what + version, number); };
    if (draw("hang") < faults.hang)
        return later(std::move(exchange), Monotonic::max(), [] {});
    auto due = now + settings.latency +
               std::chrono::microseconds(
                   static_cast<int>(draw("latency") * 1'000 * static_cast<double>(settings.latency.count())));
    if (draw("slow") < faults.slow)
        due += faults.slowness;
    if (draw("fail") < faults.fail) {
        failed.fetch_add(1);
        return later(exchange, due, [exchange] { respondError(exchange, 500, u"A rehearsed failure."_s); });
    }
    auto job = std::make_shared<Job>();
    job->exchange = exchange;
    job->request = *request;
    job->reply = replyTo(*request, settings.seed);
    job->id = u"chatcmpl-rehearsal-%1"_s.arg(number);
    job->streams = (*request)["stream"_L1].toBool();
    later(std::move(exchange), due, [this, job] {
        if (job->streams)
            stream(job);
        else
            job->exchange->respond(200, {{"content-type", "application/json"}}, job->whole());
    });
}

void ModelServer::Private::later(http::ExchangePtr exchange, Monotonic due, std::function<void()> then) {
    const auto now = std::chrono::steady_clock::now();
    if (exchange->isGone()) {
        cancelled.fetch_add(1);
        return;
    }
    if (now >= due)
        return then();
    const auto rest = std::chrono::ceil<Milliseconds>(due - now);
    queue.postAfter(std::min(rest, glance), [this, exchange = std::move(exchange), due, then = std::move(then)] {
        later(exchange, due, then);
    });
}

void ModelServer::Private::stream(const std::shared_ptr<Job>& job) {
    auto events = std::make_shared<std::vector<std::string>>(job->events());
    sendNext(job, job->exchange->startEventStream(), std::move(events), 0);
}

void ModelServer::Private::sendNext(const std::shared_ptr<Job>& job, const http::EventStreamPtr& stream,
                                    std::shared_ptr<std::vector<std::string>> events, std::size_t next) {
    if (!stream->send((*events)[next])) {
        cancelled.fetch_add(1);
        return;
    }
    if (next + 1 == events->size())
        return stream->close();
    queue.postAfter(settings.latency / 5,
                    [this, job, stream, events, next] { sendNext(job, stream, events, next + 1); });
}

ModelServer::ModelServer(ServerSettings settings) : d(std::make_unique<Private>(std::move(settings))) {}

ModelServer::~ModelServer() {
    stop();
}

Result<void> ModelServer::start() {
    auto started = d->server.start();
    if (started)
        d->address = "http://127.0.0.1:" + std::to_string(d->server.port()) + "/v1";
    return started;
}

void ModelServer::stop() {
    d->server.stop(Milliseconds{0});
}

std::string ModelServer::url() const {
    return d->address;
}

ServerStats ModelServer::stats() const {
    return {.requests = d->requests, .failed = d->failed, .cancelled = d->cancelled};
}

} // namespace signalbox::rehearsal
