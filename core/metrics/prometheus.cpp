#include "core/metrics/prometheus.h"

#include <algorithm>
#include <format>

#include "core/metrics/exposition.h"

namespace signalbox::metrics {

namespace {

constexpr auto timeBounds = [] {
    std::array<double, 17> bounds{};
    for (std::size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = static_cast<double>(std::uint64_t{1} << i) / 100;
    return bounds;
}();

constexpr auto tokenBounds = [] {
    std::array<double, 14> bounds{};
    for (std::size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = static_cast<double>(std::uint64_t{1} << (2 * i));
    return bounds;
}();

std::string labelsOf(const SeriesKey& key) {
    return labelText({{"agent", key.agent}, {"version", key.version}, {"role", traffic::toString(key.role)}});
}

class Page {
public:
    explicit Page(std::span<const NamedTotals> series) : m_series(series) {}

    template <class Value> void counter(std::string_view name, std::string_view help, Value value) {
        m_out.family(name, "counter", help);
        for (const auto& [key, totals] : m_series)
            m_out.sample(labelsOf(*key), value(*totals));
    }

    void times(std::string_view name, std::string_view help, TimeHistogram Totals::* member) {
        m_out.family(name, "histogram", help);
        for (const auto& [key, totals] : m_series)
            m_out.histogram(labelsOf(*key), timeBounds, (totals->*member).counts, (totals->*member).sum);
    }

    void requests() {
        m_out.family("signalbox_requests_total", "counter", "Requests that ended, by outcome.");
        for (const auto& [key, totals] : m_series) {
            for (std::size_t i = 0; i < totals->requests.size(); ++i)
                m_out.sample(labelsOf(*key) + "," + labelText({{"outcome", toString(static_cast<Outcome>(i))}}),
                             totals->requests[i]);
        }
    }

    void failures() {
        m_out.family("signalbox_failures_total", "counter",
                     "Requests that failed, by outcome and by the upstream's own code for it.");
        for (const auto& [key, totals] : m_series)
            for (const auto& [failure, count] : totals->failures.counts())
                m_out.sample(labelsOf(*key) + "," +
                                 labelText({{"outcome", toString(failure.first)}, {"reason", failure.second}}),
                             count);
    }

    void tries() {
        m_out.family("signalbox_failed_tries_total", "counter",
                     "Tries of requests that were made again, by how they ended.");
        for (const auto& [key, totals] : m_series)
            for (std::size_t i = 0; i < totals->failedTries.size(); ++i)
                m_out.sample(labelsOf(*key) + "," + labelText({{"reason", tryEndNames.at(i)}}),
                             totals->failedTries.at(i));
    }

    void checks(std::string_view name, std::string_view help, std::array<std::uint64_t, 2> Totals::* member,
                const std::array<std::string_view, 2>& results) {
        m_out.family(name, "counter", help);
        for (const auto& [key, totals] : m_series)
            for (std::size_t i = 0; i < results.size(); ++i)
                m_out.sample(labelsOf(*key) + "," + labelText({{"result", results[i]}}), (totals->*member)[i]);
    }

    void tokens() {
        m_out.family("signalbox_tokens_total", "counter", "Tokens as reported by the upstream.");
        for (const auto& [key, totals] : m_series) {
            m_out.sample(labelsOf(*key) + R"(,type="input")", totals->inputTokens);
            m_out.sample(labelsOf(*key) + R"(,type="output")", totals->outputTokens);
        }
    }

    // The conventions have no label for the version of an agent; without one a release could not be seen.
    void genAi(const ModelOf& modelOf) {
        const auto labels = [&](const SeriesKey& key) {
            const ModelName model = modelOf ? modelOf(key) : ModelName{};
            return labelText({{"gen_ai_operation_name", "chat"},
                              {"gen_ai_provider_name", model.provider.empty() ? "unknown" : model.provider},
                              {"gen_ai_request_model", model.id},
                              {"gen_ai_agent_name", key.agent},
                              {"gen_ai_agent_version", key.version},
                              {"signalbox_role", traffic::toString(key.role)}});
        };
        m_out.family("gen_ai_client_operation_duration_seconds", "histogram", "GenAI operation duration.");
        for (const auto& [key, totals] : m_series)
            m_out.histogram(labels(*key), timeBounds, totals->latency.counts, totals->latency.sum);
        m_out.family("gen_ai_client_token_usage", "histogram", "Number of input and output tokens used.");
        for (const auto& [key, totals] : m_series) {
            for (const auto& [type, histogram] :
                 {std::pair("input", &totals->inputPerRequest), std::pair("output", &totals->outputPerRequest)})
                m_out.histogram(labels(*key) + "," + labelText({{"gen_ai_token_type", type}}), tokenBounds,
                                histogram->counts, histogram->sum);
        }
    }

    std::string take() { return m_out.take(); }

private:
    std::span<const NamedTotals> m_series;
    Exposition m_out;
};

} // namespace

void addTo(TimeHistogram& histogram, std::chrono::microseconds time) {
    const auto value = natural(time.count());
    std::size_t index = 0;
    while (index < timeBounds.size() && value > (std::uint64_t{10'000} << index))
        ++index;
    ++histogram.counts[index];
    histogram.sum += static_cast<double>(value) / 1e6;
}

void addTo(TokenHistogram& histogram, std::int64_t tokens) {
    const auto value = natural(tokens);
    std::size_t index = 0;
    while (index < tokenBounds.size() && value > (std::uint64_t{1} << (2 * index)))
        ++index;
    ++histogram.counts[index];
    histogram.sum += static_cast<double>(value);
}

void Totals::add(const Observation& observation) {
    ++requests[static_cast<std::size_t>(observation.outcome)];
    if (blameOf(observation.outcome) != Blame::Nobody)
        failures.add({observation.outcome, codeOf(reasonOf(observation))}, {observation.outcome, "other"});
    for (const TryEnd end : observation.failedTries)
        ++failedTries.at(static_cast<std::size_t>(end));
    toolCalls += natural(observation.toolCalls);
    inputTokens += natural(observation.inputTokens.value_or(0));
    outputTokens += natural(observation.outputTokens.value_or(0));
    usageKnown += observation.inputTokens || observation.outputTokens ? 1 : 0;
    if (observation.inputTokens)
        addTo(inputPerRequest, *observation.inputTokens);
    if (observation.outputTokens)
        addTo(outputPerRequest, *observation.outputTokens);
    if (observation.cost) {
        ++costKnown;
        costUsd += static_cast<double>(std::max<agents::PicoUsd>(*observation.cost, 0)) / agents::picoPerUsd;
    }
    if (observation.firstToken)
        addTo(firstToken, *observation.firstToken);
    if (hasLatency(observation.outcome))
        addTo(latency, observation.latency);
}

void Totals::add(const Label& label) {
    if (label.contractViolation)
        ++contracts[*label.contractViolation ? 1 : 0];
    if (label.toolFailure)
        ++tools[*label.toolFailure ? 1 : 0];
}

std::string prometheusText(std::span<const NamedTotals> series, const ModelOf& modelOf) {
    Page page(series);
    page.requests();
    page.failures();
    page.tries();
    page.times("signalbox_request_duration_seconds",
               "Time until the last byte of whole answers, and of requests that ran out of time.", &Totals::latency);
    page.times("signalbox_time_to_first_token_seconds", "Time until the first content of a streamed answer.",
               &Totals::firstToken);
    page.tokens();
    page.counter("signalbox_usage_known_requests_total", "Requests whose upstream said how many tokens.",
                 [](const Totals& totals) { return totals.usageKnown; });
    page.counter("signalbox_cost_usd_total", "Cost of the requests whose cost is known.",
                 [](const Totals& totals) { return totals.costUsd; });
    page.counter("signalbox_cost_known_requests_total", "Requests whose cost is known.",
                 [](const Totals& totals) { return totals.costKnown; });
    page.counter("signalbox_tool_calls_total", "Tool calls that answers asked for.",
                 [](const Totals& totals) { return totals.toolCalls; });
    page.checks("signalbox_contract_checks_total", "Answers that were held against the output contract.",
                &Totals::contracts, {"kept", "violated"});
    page.checks("signalbox_tool_checks_total",
                "Answers whose tool calls were looked at, and results that came back as errors.", &Totals::tools,
                {"good", "failed"});
    page.genAi(modelOf);
    return page.take();
}

} // namespace signalbox::metrics
