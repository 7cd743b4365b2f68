#include "core/gateway/gateway.h"

#include <algorithm>
#include <mutex>

#include "core/gateway/relay.h"
#include "core/http/listener.h"

namespace signalbox::gateway {

namespace {

http::Limits httpLimits(const Limits& limits) {
    http::Limits result;
    result.headBytes = limits.headBytes;
    result.bodyBytes = limits.bodyBytes;
    result.connections = limits.connections;
    result.headTime = limits.headTime;
    result.bodyTime = limits.bodyTime;
    result.idleTime = limits.idleTime;
    return result;
}

std::set<PreparedPtr> shadowsOf(const Routing& routing) {
    std::set<PreparedPtr> shadows;
    for (const auto& [name, routed] : routing.versions) {
        if (!routed.shadow)
            continue;
        shadows.insert(routed.shadow);
        shadows.insert(routed.stable); // asked again for the noise floor
    }
    return shadows;
}

// A clock that was set back makes nobody older.
std::chrono::seconds agoOf(WallTime kept, WallTime now) {
    return std::chrono::floor<std::chrono::seconds>(std::max(now - kept, WallTime::duration{0}));
}

Settings forUnits(Settings settings, const std::vector<agents::UnitField>& fields) {
    settings.unitFields = fields;
    return settings;
}

} // namespace

class Gateway::Private {
public:
    Private(Settings given, models::ProvidersPtr givenProviders, metrics::ObservationSink& sink)
        : settings(std::move(given)),
          providers(std::move(givenProviders)),
          thread("gateway"),
          listener(thread, httpLimits(settings.limits),
                   [this](http::ConnectionPtr connection) { return serve(std::move(connection)); }),
          shadows(settings.shadow, settings.authorities, sink, settings.pairs),
          plane(thread.context(), listener.deadlines(), settings.limits.idleUpstreams, settings.authorities, sink,
                shadows, settings.hangingAfter, settings.feedbackRequests) {
        plane.answers = settings.answers;
        plane.answerBytes = settings.answerBytes;
        plane.callers = settings.callers;
        plane.unitFields = settings.unitFields;
        plane.firstPause = settings.firstPause;
        listener.onTick([this](Monotonic now) { plane.tick(now); });
    }

    http::Awaitable<void> serve(http::ConnectionPtr connection) {
        Relay relay(plane, std::move(connection));
        co_await relay.run();
    }

    [[nodiscard]] Result<PreparedPtr> preparedFor(const std::string& agent, const traffic::Arm& arm);
    [[nodiscard]] Result<RoutingPtr> routingFor(const traffic::RouteTablePtr& table);

    Settings settings;
    models::ProvidersPtr providers;
    http::IoThread thread;
    http::Listener listener;
    ShadowQueue shadows;
    Plane plane;
    // Of the control thread: what the table in effect uses, so that going back costs nothing.
    std::map<std::pair<std::string, Digest>, PreparedPtr> prepared;
    mutable std::mutex mutex; // guards `inEffect`, never taken for a request
    traffic::RouteTablePtr inEffect;
};

Result<PreparedPtr> Gateway::Private::preparedFor(const std::string& agent, const traffic::Arm& arm) {
    PreparedPtr& known = prepared[{agent, arm.version.digest}];
    // A digest may be published under a second version number.
    if (known && known->version == arm.version.name() && known->problem.empty() && isFresh(*known))
        return known;
    auto made = prepare(agent, arm, *providers, plane.pool);
    if (made)
        known = *made;
    return made;
}

Result<RoutingPtr> Gateway::Private::routingFor(const traffic::RouteTablePtr& table) {
    auto routing = std::make_shared<Routing>();
    routing->table = table;
    routing->models = modelList(*table);
    for (const auto& [name, route] : table->routes()) {
        auto stable = preparedFor(name, route.stable);
        if (!stable)
            return failure(stable.error());
        Routed routed{.stable = *stable, .canary = nullptr, .shadow = nullptr};
        for (const auto& [arm, place] : {std::pair{&route.canary, &routed.canary}, {&route.shadow, &routed.shadow}}) {
            if (!*arm)
                continue;
            auto version = preparedFor(name, **arm);
            if (!version)
                return failure(version.error());
            *place = *version;
        }
        // What is leaving must not hold up a roll back.
        if (route.leaving)
            routed.leaving = preparedFor(name, *route.leaving).value_or(nullptr);
        routing->versions.emplace(name, std::move(routed));
    }
    return routing;
}

Gateway::Gateway(Settings settings, models::ProvidersPtr providers, metrics::ObservationSink& sink)
    : d(std::make_unique<Private>(std::move(settings), std::move(providers), sink)) {}

Gateway::Gateway(Settings settings, const agents::Workspace& workspace, metrics::ObservationSink& sink)
    : Gateway(forUnits(std::move(settings), workspace.units), std::make_shared<models::Providers>(workspace), sink) {}

Gateway::~Gateway() {
    stop(std::chrono::milliseconds{0});
}

Result<void> Gateway::start() {
    if (auto opened = d->listener.open(d->settings.address, d->settings.port); !opened)
        return opened;
    d->thread.start();
    return {};
}

void Gateway::stop(std::chrono::milliseconds grace) {
    d->listener.stop(grace);
    d->thread.run([this] {
        d->plane.flush();
        d->plane.conversations.keep(std::chrono::steady_clock::now());
        d->plane.responses.keep(std::chrono::steady_clock::now());
        d->plane.pool.closeIdle();
    });
    d->thread.stop();
}

std::uint16_t Gateway::port() const {
    return d->listener.port();
}

Counters Gateway::counters() const {
    return {.accepted = d->listener.accepted(),
            .requests = d->plane.requests.load(std::memory_order_relaxed),
            .refused = d->plane.refused.load(std::memory_order_relaxed) + d->listener.turnedAway(),
            .open = d->listener.connections(),
            .upstreamOpened = d->plane.pool.opened(),
            .upstreamReused = d->plane.pool.reused(),
            .shadows = d->shadows.counters(),
            .followed = d->plane.responses.counts()};
}

Result<traffic::Applied> Gateway::apply(traffic::RouteTablePtr table) {
    const auto begin = std::chrono::steady_clock::now();
    auto routing = d->routingFor(table);
    if (!routing)
        return failure(routing.error());
    RoutingPtr next = *routing;
    d->shadows.setWanted(shadowsOf(*next)); // first, so that no copy for a new shadow comes before it is known
    const auto swap = [this, &next] {
        d->plane.routing.swap(next);
        d->plane.conversations.keepOnly(*d->plane.routing);
    };
    if (!d->thread.run(swap))
        swap(); // not started yet, or ended
    const auto end = std::chrono::steady_clock::now();
    {
        const std::scoped_lock lock(d->mutex);
        d->inEffect = table;
    }
    return traffic::Applied{.revision = table->revision(),
                            .effectiveAfter = std::chrono::duration_cast<std::chrono::microseconds>(end - begin)};
    // The former routing is freed here, not on the I/O thread.
}

traffic::RouteTablePtr Gateway::observed() const {
    const std::scoped_lock lock(d->mutex);
    return d->inEffect;
}

bool Gateway::refreshCredentials() {
    static_cast<void>(d->providers->refresh()); // others who ask them may have seen a change before
    const bool isOld =
        std::ranges::any_of(d->prepared, [](const auto& one) { return one.second && !isFresh(*one.second); });
    if (!isOld)
        return false;
    std::erase_if(d->prepared, [](const auto& one) { return one.second && !isFresh(*one.second); });
    if (auto table = observed())
        static_cast<void>(apply(std::move(table))); // what was in effect before can be prepared again
    return true;
}

std::optional<std::uint64_t> Gateway::conversations(const std::string& agent) const {
    const auto counts = d->plane.conversations.counts();
    const auto found = counts.find(agent);
    return found == counts.end() ? 0 : found->second;
}

std::optional<traffic::AgentUnits> Gateway::units(const std::string& agent) const {
    const auto units = d->plane.units();
    const auto found = units.find(agent);
    if (found == units.end())
        return std::nullopt;
    const auto& fields = d->plane.unitFields; // fixed
    return traffic::AgentUnits{.seen = found->second,
                               .field = found->second.heaviest > 0 && found->second.field < fields.size()
                                            ? agents::toString(fields[found->second.field])
                                            : std::string()};
}

std::vector<WaitCount> Gateway::waits() const {
    return d->plane.waits.counts();
}

std::optional<std::string> Gateway::responsesToKeep(WallTime now) {
    const auto kept = d->plane.responses.takeKept();
    if (!kept)
        return std::nullopt;
    kept->at = now;
    return kept->givers.empty() ? std::string() : bytesOf(*kept);
}

void Gateway::takeResponses(std::string_view bytes, WallTime now) {
    if (const auto kept = keptResponsesIn(bytes))
        d->plane.responses.take(*kept, agoOf(kept->at, now), std::chrono::steady_clock::now());
}

std::optional<std::string> Gateway::conversationsToKeep(WallTime now) {
    const auto kept = d->plane.conversations.takeKept();
    if (!kept)
        return std::nullopt;
    kept->at = now;
    return kept->agents.empty() ? std::string() : bytesOf(*kept);
}

void Gateway::takeConversations(std::string_view bytes, WallTime now) {
    const auto kept = keptIn(bytes);
    if (kept)
        d->plane.conversations.take(*kept, agoOf(kept->at, now), std::chrono::steady_clock::now());
}

} // namespace signalbox::gateway
