// Reads Prometheus text form 0.0.4 as strictly as a scraper may: anything that breaks a rule is named. For tests.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::test {

using Labels = std::map<std::string, std::string>;

struct Sample {
    std::string name;
    Labels labels;
    double value = 0;
};

struct Exposed {
    std::map<std::string, std::string> types; // family → type
    std::vector<Sample> samples;
    std::string problem; // the first; empty: well formed

    // The value of the one sample that has these labels, perhaps among others.
    [[nodiscard]] std::optional<double> value(const std::string& name, const Labels& labels) const;
};

[[nodiscard]] Exposed readExposition(std::string_view text);

} // namespace signalbox::test
