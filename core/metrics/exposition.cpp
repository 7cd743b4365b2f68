#include "core/metrics/exposition.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>

namespace signalbox::metrics {

namespace {

std::string number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

void appendEscaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
}

} // namespace

std::string labelText(std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
    std::string text;
    for (const auto& [name, value] : labels) {
        text += text.empty() ? "" : ",";
        text += name;
        text += "=\"";
        appendEscaped(text, value);
        text += '"';
    }
    return text;
}

void Exposition::family(std::string_view name, std::string_view type, std::string_view help) {
    m_name = name;
    m_text += std::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void Exposition::write(std::string_view suffix, std::string_view labels, double value) {
    m_text += std::format("{}{}{{{}}} {}\n", m_name, suffix, labels, number(value));
}

void Exposition::write(std::string_view suffix, std::string_view labels, std::uint64_t value) {
    m_text += std::format("{}{}{{{}}} {}\n", m_name, suffix, labels, value);
}

void Exposition::histogram(std::string_view labels, std::span<const double> bounds,
                           std::span<const std::uint64_t> counts, double sum) {
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        cumulative += counts[i];
        write("_bucket", std::format(R"({},le="{}")", labels, number(bounds[i])), cumulative);
    }
    cumulative += counts.back();
    write("_bucket", std::format(R"({},le="+Inf")", labels), cumulative);
    write("_sum", labels, sum);
    write("_count", labels, cumulative);
}

} // namespace signalbox::metrics
