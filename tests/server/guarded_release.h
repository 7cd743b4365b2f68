// Traffic and a plan for a release that guardrails watch, through the real gateway. Blocks; any thread.
#pragma once

#include <atomic>

#include <QJsonArray>

#include "core/http/client.h"
#include "tests/server/backend_host.h"

namespace signalbox::test {

using namespace Qt::StringLiterals;

struct Asked {
    std::string path = "/v1/chat/completions";
    std::string body = R"({"model":"refunds","messages":[{"role":"user","content":"Hello"}]})";
};

// Asks so many different units, some at the same time; how many fell to 2.2.0.
inline int ask(const BackendHost& host, int from, int count, const Asked& asked = {}) {
    http::Client client;
    std::atomic<int> open = 0;
    std::atomic<int> canary = 0;
    for (int i = from; i < from + count; ++i) {
        ++open;
        client.send({.method = "POST",
                     .url = "http://127.0.0.1:" + std::to_string(host.gatewayPort()) + asked.path,
                     .headers = {{"content-type", "application/json"}, {"x-signalbox-unit", "u" + std::to_string(i)}},
                     .body = asked.body},
                    [&](const http::ClientAnswer& answer) {
                        canary += answer.header("x-signalbox-version") == "2.2.0" ? 1 : 0;
                        --open;
                        open.notify_one();
                    });
        while (const int now = open) {
            if (now < 16 && i + 1 < from + count)
                break;
            open.wait(now);
        }
    }
    return canary;
}

[[nodiscard]] inline QJsonObject plan(const QString& action, double limit = 0.9,
                                      const QString& metric = u"error_rate"_s) {
    const QJsonObject guardrail{{u"metric"_s, metric}, {u"limit"_s, limit}, {u"action"_s, action}};
    return {{u"steps"_s, QJsonArray{QJsonObject{{u"weight"_s, 50}, {u"minimum_time"_s, 0}},
                                    QJsonObject{{u"weight"_s, 100}, {u"minimum_time"_s, 0}}}},
            {u"guardrails"_s, QJsonArray{guardrail}},
            {u"evidence"_s, u"needed"_s},
            {u"runbook"_s, u"Look at the last refusals first."_s}};
}

} // namespace signalbox::test
