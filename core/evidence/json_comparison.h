// Compares two JSON answers field by field, each path by its own rule: what must be equal, what may differ a little,
// what is a set, what is prose, what does not matter. Pure; any thread. Nesting beyond 64 levels is compared as a
// whole.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QJsonValue>

#include "core/base/result.h"

namespace signalbox::evidence {

enum class FieldRule : std::uint8_t {
    Exact,
    Number, // within an absolute or a relative tolerance, whichever is wider
    Set,    // an array whose order and repetition do not matter
    Text,   // alike by chrF
    Ignore
};

struct PathRule {
    // A JSON pointer; "*" stands for one name or index, "**" for any number of them: "/items/*/price", "/**/id".
    std::string path = {};
    FieldRule rule = FieldRule::Exact;
    double tolerance = 0; // Number: the tolerance (0.01 = one per cent, or 0.01); Text: the least chrF that is alike

    bool operator==(const PathRule&) const = default;
};

struct FieldDifference {
    std::string path = {};
    std::string stable = {}; // as JSON, shortened; empty: the field is missing
    std::string candidate = {};
    double likeness = 0; // 0 … 1

    bool operator==(const FieldDifference&) const = default;
};

struct JsonComparison {
    std::uint64_t fields = 0; // compared, ignored ones left out
    std::uint64_t alike = 0;
    std::vector<FieldDifference> differences = {}; // at most 50

    [[nodiscard]] double agreement() const {
        return fields == 0 ? 1 : static_cast<double>(alike) / static_cast<double>(fields);
    }
};

// The last rule that matches a path counts; Exact when none does.
[[nodiscard]] JsonComparison compareJson(const QJsonValue& stable, const QJsonValue& candidate,
                                         const std::vector<PathRule>& rules);
// Invalid "bad_path": not a JSON pointer. Invalid "bad_tolerance": negative, or above 1 for text.
[[nodiscard]] Result<void> checkRules(const std::vector<PathRule>& rules);

[[nodiscard]] bool matchesPath(std::string_view pattern, std::string_view path);

} // namespace signalbox::evidence
