#include "core/evidence/failure_classes.h"

#include <algorithm>
#include <format>
#include <map>

#include "core/base/grouped_text.h"
#include "core/evidence/json_fields.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* rest = "other";
constexpr qsizetype longestName = 200;

} // namespace

void FailureClasses::add(Arm arm, const std::string& name, std::uint64_t units) {
    if (!name.empty() && units > 0)
        m_counts.of(arm).add(name, rest, units);
}

std::vector<FailureClass> FailureClasses::list() const {
    std::map<std::string, Both<std::uint64_t>> found;
    for (const Arm arm : {Arm::Canary, Arm::Stable})
        for (const auto& [name, units] : m_counts.of(arm).counts())
            found[name].of(arm) = units;
    std::vector<FailureClass> all;
    for (const auto& [name, units] : found)
        all.push_back({.name = name, .units = units});
    std::ranges::stable_sort(all, [](const FailureClass& one, const FailureClass& other) {
        return one.units.canary != other.units.canary ? one.units.canary > other.units.canary
                                                      : one.units.stable > other.units.stable;
    });
    return all;
}

std::string mostlyBecause(const std::vector<FailureClass>& failures) {
    std::uint64_t all = 0;
    for (const FailureClass& each : failures)
        all += each.units.canary;
    if (all == 0)
        return {};
    const FailureClass& first =
        *std::ranges::max_element(failures, {}, [](const auto& each) { return each.units.canary; });
    return std::format("{} of {} failure{}: {}", groupedText(first.units.canary), groupedText(all), all == 1 ? "" : "s",
                       first.name);
}

QJsonArray failuresToJson(const std::vector<FailureClass>& failures) {
    QJsonArray array;
    for (const FailureClass& each : failures)
        array.append(QJsonObject{{u"class"_s, textOf(each.name)},
                                 {u"canary"_s, countOf(each.units.canary)},
                                 {u"stable"_s, countOf(each.units.stable)}});
    return array;
}

bool failuresFrom(const QJsonArray& array, std::vector<FailureClass>& failures) {
    bool sound = array.size() <= static_cast<qsizetype>(2 * (FailureClasses::most + 1));
    for (const QJsonValue& value : array) {
        FieldReader each(value.toObject(), sound);
        failures.push_back(
            {.name = each.text("class"_L1), .units = {each.count("stable"_L1), each.count("canary"_L1)}});
        sound = sound && !failures.back().name.empty() &&
                failures.back().name.size() <= static_cast<std::size_t>(longestName);
    }
    return sound;
}

} // namespace signalbox::evidence
