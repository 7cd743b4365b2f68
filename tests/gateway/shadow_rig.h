// A gateway with a shadow, for the tests of shadows: one upstream answers the callers at once and the copies as told.
#pragma once

#include <algorithm>
#include <format>
#include <memory>

#include "tests/gateway/fixture.h"

namespace signalbox::gateway {

class Pairs final : public metrics::PairSink {
public:
    void take(metrics::Pair pair) override {
        const std::scoped_lock lock(m_mutex);
        m_all.push_back(std::move(pair));
    }

    [[nodiscard]] std::vector<metrics::Pair> all() const {
        const std::scoped_lock lock(m_mutex);
        return m_all;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<metrics::Pair> m_all;
};

inline traffic::RouteTablePtr shadowTable(std::uint64_t revision, traffic::Weight share,
                                          traffic::Weight canaryWeight = {}, traffic::Weight noise = {}) {
    const auto plain = table(revision, {}, {.version = "2.0.0", .prompt = "Be long."}, canaryWeight);
    traffic::AgentRoute route = plain->routes().at("refunds");
    route.shadow = arm({.version = "2.0.0", .prompt = "Be long."});
    route.shadowShare = share;
    route.noiseShare = noise;
    return std::make_shared<traffic::RouteTable>(
        revision, std::map<std::string, traffic::AgentRoute, std::less<>>{{"refunds", std::move(route)}});
}

inline bool isShadow(const std::string& request) {
    return request.find("x-signalbox-shadow: 1\r\n") != std::string::npos;
}

struct Rig {
    explicit Rig(Upstream::Serve shadow, ShadowLimits limits = {}, traffic::Weight share = traffic::Weight::all())
        : upstream([shadow = std::move(shadow)](RawSocket& socket, const std::string& request) {
              if (isShadow(request))
                  shadow(socket, request);
              else
                  socket.send(json(chatAnswer));
          }) {
        gateway =
            std::make_unique<Gateway>(Settings{.shadow = limits, .pairs = &pairs}, workspace(upstream.url()), sink);
        good = gateway->start() && gateway->apply(shadowTable(1, share));
    }

    // Asks so often, each time as another unit; the slowest answer.
    std::chrono::microseconds ask(int times) const {
        Caller caller(gateway->port());
        Monotonic::duration slowest{};
        for (int i = 0; i < times; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            const auto answer = caller.ask(post(chatPath, helloBody, std::format("X-Signalbox-Unit: u{}\r\n", i)));
            slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
            if (bodyOf(answer) != chatAnswer)
                return std::chrono::hours{1};
        }
        return std::chrono::duration_cast<std::chrono::microseconds>(slowest);
    }

    [[nodiscard]] ShadowCounters counters() const {
        const auto all = gateway->counters().shadows;
        const auto found = all.find("refunds");
        return found == all.end() ? ShadowCounters{} : found->second;
    }

    [[nodiscard]] std::uint64_t dropped(ShadowDrop reason) const {
        return counters().dropped.at(static_cast<std::size_t>(reason));
    }

    [[nodiscard]] std::vector<std::string> copies() const {
        auto requests = upstream.requests();
        std::erase_if(requests, [](const std::string& request) { return !isShadow(request); });
        return requests;
    }

    Sink sink;
    Pairs pairs;
    Upstream upstream;
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace signalbox::gateway
