// Writes Prometheus text form 0.0.4: families, labels, numbers. Values; one owner. The caller keeps a family's samples
// together and says each family once. Serve with "text/plain; version=0.0.4; charset=utf-8".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox::metrics {

// Label pairs as text, escaped: agent="refunds",role="stable".
[[nodiscard]] std::string labelText(std::initializer_list<std::pair<std::string_view, std::string_view>> labels);

class Exposition {
public:
    void family(std::string_view name, std::string_view type, std::string_view help);

    void sample(std::string_view labels, double value) { write("", labels, value); }

    void sample(std::string_view labels, std::uint64_t value) { write("", labels, value); }

    // A classic histogram: `bounds` are inclusive upper ones, rising; `counts` has one more, for what is above all.
    void histogram(std::string_view labels, std::span<const double> bounds, std::span<const std::uint64_t> counts,
                   double sum);

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void write(std::string_view suffix, std::string_view labels, double value);
    void write(std::string_view suffix, std::string_view labels, std::uint64_t value);

    std::string m_name;
    std::string m_text;
};

} // namespace signalbox::metrics
