#include "app/rehearsal/traffic_source.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <random>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/canonical_json.h"
#include "core/base/serial_queue.h"
#include "core/base/time.h"
#include "core/http/client.h"

namespace signalbox::rehearsal {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t keptLatencies = 200'000;
constexpr std::size_t mostInFlight = 512; // beyond, a request counts as failed without being sent

struct Tally {
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::vector<double> latencies; // milliseconds
    WallTime firstStart{};
    WallTime lastStart{};
};

double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

QString customerText(const std::string& agent, std::mt19937_64& random) {
    const auto pick = [&random](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    const int order = pick(10'000, 99'999);
    if (agent.starts_with("summar"))
        return u"Customer: my parcel %1 has not come. Support: I opened a search with the carrier. Customer: I would "
               u"rather have a new one. Support: it was sent today by express."_s.arg(order);
    const QString amount = QString::number(pick(900, 60'000) / 100.0, 'f', 2);
    const QString state = pick(0, 3) == 0 ? u"It arrived damaged."_s : u"It is unused."_s;
    return u"I would like a refund for order #%1. It was delivered %2 days ago and cost %3 EUR. %4 My postal code is "
           u"10115."_s.arg(order)
               .arg(pick(2, 60))
               .arg(amount, state);
}

struct Request {
    std::string agent;
    std::string unit;
    QJsonArray messages;
    bool streams = false;
    Monotonic started{};
    WallTime startedWall{};
};

} // namespace

class TrafficSource::Private {
public:
    explicit Private(TrafficSettings given) : settings(std::move(given)), random(settings.seed) {}

    void schedule(const std::string& agent, double rate);
    void begin(const std::string& agent);
    void send(const std::shared_ptr<Request>& request);
    void answered(const std::shared_ptr<Request>& request, const http::ClientAnswer& answer);
    bool continueWithTools(const std::shared_ptr<Request>& request, const http::ClientAnswer& answer);
    void count(const Request& request, const std::string& version, bool good);

    TrafficSettings settings;
    SystemClock clock;
    std::mt19937_64 random; // queue only
    mutable std::mutex mutex;
    std::condition_variable idle;
    std::map<std::string, std::map<std::string, Tally>> tallies;
    std::size_t inFlight = 0;
    bool stopping = false;
    http::Client client;
    SerialQueue queue{"traffic"};
};

void TrafficSource::Private::schedule(const std::string& agent, double rate) {
    if (rate <= 0)
        return;
    const double pause = std::exponential_distribution(rate)(random);
    queue.postAfter(std::chrono::milliseconds(std::llround(pause * 1'000)), [this, agent, rate] {
        {
            const std::scoped_lock lock(mutex);
            if (stopping)
                return;
        }
        begin(agent);
        schedule(agent, rate);
    });
}

void TrafficSource::Private::begin(const std::string& agent) {
    auto request = std::make_shared<Request>();
    request->agent = agent;
    request->unit = "customer-" + std::to_string(std::uniform_int_distribution(1, settings.customers)(random));
    request->messages = {QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, customerText(agent, random)}}};
    request->streams = std::uniform_int_distribution(0, 3)(random) == 0;
    request->started = clock.monotonic();
    request->startedWall = clock.wall();
    {
        const std::scoped_lock lock(mutex);
        if (inFlight < mostInFlight) {
            ++inFlight;
        } else {
            count(*request, "(not sent)", false);
            return;
        }
    }
    send(request);
}

void TrafficSource::Private::send(const std::shared_ptr<Request>& request) {
    QJsonObject body{{u"model"_s, QString::fromStdString(request->agent)},
                     {u"messages"_s, request->messages},
                     {u"user"_s, QString::fromStdString(request->unit)},
                     {u"metadata"_s, QJsonObject{{u"customer_name"_s, QString::fromStdString(request->unit)},
                                                 {u"today"_s, u"2026-03-01"_s}}}};
    if (request->streams) {
        body[u"stream"_s] = true;
        body[u"stream_options"_s] = QJsonObject{{u"include_usage"_s, true}};
    }
    client.send({.method = "POST",
                 .url = settings.gateway + "/v1/chat/completions",
                 .headers = {{"content-type", "application/json"}, {"x-signalbox-unit", request->unit}},
                 .body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()},
                [this, request](const http::ClientAnswer& answer) { answered(request, answer); });
}

void TrafficSource::Private::answered(const std::shared_ptr<Request>& request, const http::ClientAnswer& answer) {
    if (continueWithTools(request, answer))
        return;
    const std::scoped_lock lock(mutex);
    const std::string version(answer.header("x-signalbox-version"));
    count(*request, version.empty() ? "(none)" : version, answer.status == 200);
    if (--inFlight == 0)
        idle.notify_all();
}

bool TrafficSource::Private::continueWithTools(const std::shared_ptr<Request>& request,
                                               const http::ClientAnswer& answer) {
    if (answer.status != 200 || request->streams || request->messages.size() > 1)
        return false;
    const auto object = parseJsonObject(answer.body);
    if (!object)
        return false;
    const QJsonObject message = (*object)["choices"_L1][0]["message"_L1].toObject();
    const QJsonArray calls = message["tool_calls"_L1].toArray();
    if (calls.isEmpty())
        return false;
    request->messages.append(message);
    for (const QJsonValue& call : calls)
        request->messages.append(QJsonObject{
            {u"role"_s, u"tool"_s}, {u"tool_call_id"_s, call["id"_L1]}, {u"content"_s, uR"({"result":"match"})"_s}});
    send(request);
    return true;
}

void TrafficSource::Private::count(const Request& request, const std::string& version, bool good) {
    Tally& tally = tallies[request.agent][version];
    if (tally.requests++ == 0)
        tally.firstStart = request.startedWall;
    tally.lastStart = std::max(tally.lastStart, request.startedWall);
    tally.failed += good ? 0 : 1;
    if (tally.latencies.size() < keptLatencies)
        tally.latencies.push_back(
            std::chrono::duration<double, std::milli>(clock.monotonic() - request.started).count());
}

TrafficSource::TrafficSource(TrafficSettings settings) : d(std::make_unique<Private>(std::move(settings))) {
    while (d->settings.gateway.ends_with('/'))
        d->settings.gateway.pop_back();
}

TrafficSource::~TrafficSource() {
    stop();
}

void TrafficSource::start() {
    d->queue.post([this] {
        for (const auto& [agent, rate] : d->settings.rates)
            d->schedule(agent, rate);
    });
}

void TrafficSource::stop() {
    std::unique_lock lock(d->mutex);
    d->stopping = true;
    d->idle.wait_for(lock, std::chrono::seconds{5}, [this] { return d->inFlight == 0; });
}

QJsonObject TrafficSource::summary() const {
    const std::scoped_lock lock(d->mutex);
    qint64 requests = 0;
    qint64 failed = 0;
    QJsonObject agents;
    for (const auto& [agent, versions] : d->tallies) {
        std::uint64_t all = 0;
        for (const auto& [version, tally] : versions)
            all += tally.requests;
        QJsonObject list;
        for (const auto& [version, tally] : versions) {
            requests += static_cast<qint64>(tally.requests);
            failed += static_cast<qint64>(tally.failed);
            list[QString::fromStdString(version)] =
                QJsonObject{{u"requests"_s, static_cast<qint64>(tally.requests)},
                            {u"failed"_s, static_cast<qint64>(tally.failed)},
                            {u"share"_s, static_cast<double>(tally.requests) / static_cast<double>(all)},
                            {u"p50_ms"_s, quantile(tally.latencies, 0.5)},
                            {u"p99_ms"_s, quantile(tally.latencies, 0.99)},
                            {u"first_start"_s, QString::fromStdString(toIso(tally.firstStart))},
                            {u"last_start"_s, QString::fromStdString(toIso(tally.lastStart))}};
        }
        agents[QString::fromStdString(agent)] = list;
    }
    return {{u"agents"_s, agents}, {u"requests"_s, requests}, {u"failed"_s, failed}};
}

} // namespace signalbox::rehearsal
