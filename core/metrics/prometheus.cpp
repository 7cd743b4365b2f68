#include "core/metrics/prometheus.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace signalbox::metrics {

namespace {

constexpr double picoPerUsd = 1e12;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string number(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string labelsOf(const SeriesKey& key) {
    return std::format(R"(agent="{}",version="{}",role="{}")", escaped(key.agent), escaped(key.version),
                       traffic::toString(key.role));
}

class Writer {
public:
    explicit Writer(std::span<const NamedTotals> series) : m_series(series) {}

    void family(std::string_view name, std::string_view type, std::string_view help) {
        m_name = name;
        m_text += std::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }

    void sample(std::string_view suffix, std::string_view labels, std::string_view value) {
        m_text += std::format("{}{}{{{}}} {}\n", m_name, suffix, labels, value);
    }

    template <class Value> void counter(std::string_view name, std::string_view help, Value value) {
        family(name, "counter", help);
        for (const auto& [key, totals] : m_series)
            sample("", labelsOf(*key), number(static_cast<double>(value(*totals))));
    }

    void histogram(std::string_view name, std::string_view help, ClassicHistogram Totals::* member) {
        family(name, "histogram", help);
        for (const auto& [key, totals] : m_series) {
            const std::string labels = labelsOf(*key);
            const ClassicHistogram& histogram = totals->*member;
            std::uint64_t cumulative = 0;
            for (std::size_t i = 0; i < ClassicHistogram::bounds; ++i) {
                cumulative += histogram.counts[i];
                sample("_bucket", std::format(R"({},le="{}")", labels, number(ClassicHistogram::bound(i))),
                       std::to_string(cumulative));
            }
            cumulative += histogram.counts.back();
            sample("_bucket", std::format(R"({},le="+Inf")", labels), std::to_string(cumulative));
            sample("_sum", labels, number(histogram.seconds));
            sample("_count", labels, std::to_string(cumulative));
        }
    }

    void requests() {
        family("signalbox_requests_total", "counter", "Requests that ended, by outcome.");
        for (const auto& [key, totals] : m_series) {
            for (std::size_t i = 0; i < totals->requests.size(); ++i)
                sample("", std::format(R"({},outcome="{}")", labelsOf(*key), toString(static_cast<Outcome>(i))),
                       std::to_string(totals->requests[i]));
        }
    }

    void tokens() {
        family("signalbox_tokens_total", "counter", "Tokens as reported by the upstream.");
        for (const auto& [key, totals] : m_series) {
            sample("", labelsOf(*key) + R"(,type="input")", std::to_string(totals->inputTokens));
            sample("", labelsOf(*key) + R"(,type="output")", std::to_string(totals->outputTokens));
        }
    }

    std::string take() { return std::move(m_text); }

private:
    std::span<const NamedTotals> m_series;
    std::string m_name;
    std::string m_text;
};

} // namespace

double ClassicHistogram::bound(std::size_t index) {
    return 0.01 * static_cast<double>(std::uint64_t{1} << index);
}

void ClassicHistogram::add(std::chrono::microseconds time) {
    const auto value = std::max<std::chrono::microseconds::rep>(time.count(), 0);
    std::size_t index = 0;
    while (index < bounds && value > (std::int64_t{10'000} << index))
        ++index;
    ++counts[index];
    seconds += static_cast<double>(value) / 1e6;
}

void Totals::add(const Observation& observation) {
    ++requests[static_cast<std::size_t>(observation.outcome)];
    toolCalls += static_cast<std::uint64_t>(std::max(observation.toolCalls, 0));
    inputTokens += static_cast<std::uint64_t>(std::max<std::int64_t>(observation.inputTokens.value_or(0), 0));
    outputTokens += static_cast<std::uint64_t>(std::max<std::int64_t>(observation.outputTokens.value_or(0), 0));
    if (observation.cost) {
        ++costKnown;
        costUsd += static_cast<double>(std::max<agents::PicoUsd>(*observation.cost, 0)) / picoPerUsd;
    }
    if (observation.firstToken)
        firstToken.add(*observation.firstToken);
    if (observation.outcome != Outcome::Cancelled)
        latency.add(observation.latency);
}

std::string prometheusText(std::span<const NamedTotals> series) {
    Writer writer(series);
    writer.requests();
    writer.histogram("signalbox_request_duration_seconds",
                     "Time until the last byte of the answer; requests that the caller cancelled are left out.",
                     &Totals::latency);
    writer.histogram("signalbox_time_to_first_token_seconds", "Time until the first content of a streamed answer.",
                     &Totals::firstToken);
    writer.tokens();
    writer.counter("signalbox_cost_usd_total", "Cost of the requests whose cost is known.",
                   [](const Totals& totals) { return totals.costUsd; });
    writer.counter("signalbox_cost_known_requests_total", "Requests whose cost is known.",
                   [](const Totals& totals) { return totals.costKnown; });
    writer.counter("signalbox_tool_calls_total", "Tool calls that answers asked for.",
                   [](const Totals& totals) { return totals.toolCalls; });
    return writer.take();
}

} // namespace signalbox::metrics
