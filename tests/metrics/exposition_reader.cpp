#include "tests/metrics/exposition_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace signalbox::test {

namespace {

bool isName(std::string_view text, bool colon) {
    const auto letter = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colon && c == ':');
    };
    return !text.empty() && letter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

bool readNumber(std::string_view text, double& value) {
    if (text == "NaN" || text == "+Inf" || text == "-Inf") {
        value = text == "NaN" ? std::nan("") : text == "+Inf" ? HUGE_VAL : -HUGE_VAL;
        return true;
    }
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() && std::isfinite(value);
}

// Takes name="value" off the front.
bool takeLabel(std::string_view& text, Labels& labels) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || !isName(text.substr(0, equals), false) ||
        !text.substr(equals + 1).starts_with('"'))
        return false;
    const std::string name(text.substr(0, equals));
    text.remove_prefix(equals + 2);
    std::string value;
    while (!text.empty() && text.front() != '"') {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '\\') {
            if (text.empty() || std::string_view("\\\"n").find(text.front()) == std::string_view::npos)
                return false;
            c = text.front() == 'n' ? '\n' : text.front();
            text.remove_prefix(1);
        }
        value += c;
    }
    if (text.empty())
        return false;
    text.remove_prefix(1);
    return labels.emplace(name, value).second;
}

bool readSample(std::string_view line, Sample& sample) {
    const auto nameEnd = line.find_first_of("{ ");
    if (nameEnd == std::string_view::npos || !isName(line.substr(0, nameEnd), true))
        return false;
    sample.name = line.substr(0, nameEnd);
    line.remove_prefix(nameEnd);
    if (line.front() == '{') {
        line.remove_prefix(1);
        while (!line.starts_with('}')) {
            if (!sample.labels.empty()) {
                if (!line.starts_with(','))
                    return false;
                line.remove_prefix(1);
            }
            if (!takeLabel(line, sample.labels))
                return false;
        }
        line.remove_prefix(1);
    }
    return line.starts_with(' ') && readNumber(line.substr(1), sample.value);
}

// Of one histogram: buckets in rising order of le, never falling, the last +Inf and equal to _count, and a _sum.
class Histogram {
public:
    std::string take(const std::string& suffix, const Sample& sample) {
        if (suffix == "_sum")
            m_hasSum = true;
        else if (suffix == "_count")
            m_count = sample.value;
        else if (suffix == "_bucket")
            return bucket(sample);
        else
            return "a histogram has no sample without a suffix";
        return {};
    }

    [[nodiscard]] std::string end() const {
        if (!std::isinf(m_bound))
            return "no bucket le=+Inf";
        return !m_hasSum || !m_count || *m_count != m_last ? "_sum is missing or _count is not the last bucket" : "";
    }

private:
    std::string bucket(const Sample& sample) {
        double bound = 0;
        const auto le = sample.labels.find("le");
        if (le == sample.labels.end() || !readNumber(le->second, bound) || !(bound > m_bound))
            return "le does not rise";
        if (sample.value < m_last)
            return "a cumulative count falls";
        m_bound = bound;
        m_last = sample.value;
        return {};
    }

    double m_bound = -std::numeric_limits<double>::infinity();
    double m_last = 0;
    std::optional<double> m_count;
    bool m_hasSum = false;
};

class Reader {
public:
    explicit Reader(Exposed& out) : m_out(out) {}

    std::string line(std::string_view line) {
        if (line.starts_with("# "))
            return comment(line.substr(2));
        Sample sample;
        if (!readSample(line, sample))
            return "not a sample";
        if (m_family.empty() || !sample.name.starts_with(m_family) || m_type.empty())
            return "a sample outside its family";
        const std::string suffix = sample.name.substr(m_family.size());
        if (m_type == "histogram") {
            Labels labels = sample.labels;
            labels.erase("le");
            if (auto wrong = m_histograms[labels].take(suffix, sample); !wrong.empty())
                return wrong;
        } else if (!suffix.empty()) {
            return "a suffix that the type does not have";
        }
        if (m_type == "counter" && (!sample.name.ends_with("_total") || !(sample.value >= 0)))
            return "a counter is not named _total, or below 0";
        if (!m_seen.emplace(sample.name, sample.labels).second)
            return "the same series twice";
        m_out.samples.push_back(std::move(sample));
        return {};
    }

    std::string endFamily() {
        for (const auto& [labels, histogram] : m_histograms)
            if (auto wrong = histogram.end(); !wrong.empty())
                return m_family + ": " + wrong;
        m_histograms.clear();
        return {};
    }

private:
    std::string comment(std::string_view text) {
        const bool help = text.starts_with("HELP ");
        if (!help && !text.starts_with("TYPE "))
            return "an unknown comment";
        text.remove_prefix(5);
        const std::string name(text.substr(0, text.find(' ')));
        const std::string_view rest = text.substr(std::min(text.size(), name.size() + 1));
        if (!isName(name, true) || rest.empty())
            return "HELP or TYPE without a name or a text";
        if (help) {
            auto wrong = endFamily();
            m_family = name;
            m_type.clear();
            return m_out.types.emplace(name, "").second ? wrong : "a family twice";
        }
        if (name != m_family || !m_type.empty())
            return "TYPE does not follow its HELP";
        if (rest != "counter" && rest != "gauge" && rest != "histogram")
            return "an unknown type";
        m_type = rest;
        m_out.types[name] = m_type;
        return {};
    }

    Exposed& m_out;
    std::string m_family;
    std::string m_type;
    std::map<Labels, Histogram> m_histograms;
    std::set<std::pair<std::string, Labels>> m_seen;
};

} // namespace

std::optional<double> Exposed::value(const std::string& name, const Labels& labels) const {
    std::optional<double> found;
    for (const Sample& sample : samples) {
        const bool fits = sample.name == name && std::ranges::all_of(labels, [&](const auto& label) {
                              const auto own = sample.labels.find(label.first);
                              return own != sample.labels.end() && own->second == label.second;
                          });
        if (fits && found)
            return std::nullopt; // the labels do not name one
        if (fits)
            found = sample.value;
    }
    return found;
}

Exposed readExposition(std::string_view text) {
    Exposed out;
    Reader reader(out);
    if (!text.ends_with('\n'))
        out.problem = "the last line has no end";
    for (int number = 1; !text.empty() && out.problem.empty(); ++number) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (const auto wrong = reader.line(line); !wrong.empty())
            out.problem = "line " + std::to_string(number) + ": " + wrong + ": " + std::string(line);
    }
    if (out.problem.empty())
        out.problem = reader.endFamily();
    return out;
}

} // namespace signalbox::test
