#include "core/evidence/json_comparison.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/evidence/text_similarity.h"

namespace signalbox::evidence {

namespace {

constexpr std::size_t mostDifferences = 50;
constexpr qsizetype mostShown = 120;
constexpr int deepest = 64;

std::string canonical(const QJsonValue& value) {
    return canonicalJson(value).value_or("");
}

std::string shown(const QJsonValue& value) {
    if (value.isUndefined())
        return {};
    const QString text = QString::fromStdString(canonical(value));
    return (text.size() > mostShown ? text.left(mostShown) + u'…' : text).toStdString();
}

// A name in a pointer: "~" and "/" are written "~0" and "~1".
std::string escaped(const QString& name) {
    QString text = name;
    text.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
    return text.toStdString();
}

std::string_view firstSegment(std::string_view path) { // with its "/"
    return path.substr(0, path.find('/', 1));
}

bool withinTolerance(const QJsonValue& stable, const QJsonValue& candidate, double tolerance) {
    if (!stable.isDouble() || !candidate.isDouble())
        return false;
    const double a = stable.toDouble();
    const double b = candidate.toDouble();
    return std::abs(a - b) <= tolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

double setLikeness(const QJsonValue& stable, const QJsonValue& candidate) {
    if (!stable.isArray() || !candidate.isArray())
        return 0;
    std::set<std::string> a;
    std::set<std::string> b;
    for (const QJsonValue& item : stable.toArray())
        a.insert(canonical(item));
    for (const QJsonValue& item : candidate.toArray())
        b.insert(canonical(item));
    if (a == b)
        return 1;
    const auto both = std::ranges::count_if(a, [&](const std::string& item) { return b.contains(item); });
    return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - static_cast<std::size_t>(both));
}

class Comparer {
public:
    explicit Comparer(const std::vector<PathRule>& rules) : m_rules(rules) {}

    void compare(const std::string& path, const QJsonValue& stable, const QJsonValue& candidate, int depth);

    [[nodiscard]] JsonComparison result() && { return std::move(m_result); }

private:
    [[nodiscard]] const PathRule* ruleOf(std::string_view path) const {
        const auto found = std::ranges::find_if(m_rules.rbegin(), m_rules.rend(),
                                                [&](const PathRule& rule) { return matchesPath(rule.path, path); });
        return found == m_rules.rend() ? nullptr : &*found;
    }

    void count(const std::string& path, const QJsonValue& stable, const QJsonValue& candidate, bool alike,
               double likeness) {
        ++m_result.fields;
        m_result.alike += alike ? 1 : 0;
        if (!alike && m_result.differences.size() < mostDifferences)
            m_result.differences.push_back({path, shown(stable), shown(candidate), likeness});
    }

    const std::vector<PathRule>& m_rules;
    JsonComparison m_result;
};

void Comparer::compare(const std::string& path, const QJsonValue& stable, const QJsonValue& candidate, int depth) {
    const PathRule* rule = ruleOf(path);
    if (rule != nullptr && rule->rule != FieldRule::Exact) {
        if (rule->rule == FieldRule::Ignore)
            return;
        double likeness = stable == candidate ? 1 : 0;
        bool alike = likeness == 1;
        if (!alike && rule->rule == FieldRule::Number) {
            alike = withinTolerance(stable, candidate, rule->tolerance);
        } else if (!alike && rule->rule == FieldRule::Set) {
            likeness = setLikeness(stable, candidate);
            alike = likeness == 1;
        } else if (!alike && rule->rule == FieldRule::Text && stable.isString() && candidate.isString()) {
            likeness = chrF(stable.toString().toStdString(), candidate.toString().toStdString());
            alike = likeness >= rule->tolerance;
        }
        return count(path, stable, candidate, alike, likeness);
    }
    if (depth < deepest && stable.isObject() && candidate.isObject()) {
        QStringList names = stable.toObject().keys() + candidate.toObject().keys();
        names.sort();
        names.removeDuplicates();
        for (const QString& name : names)
            compare(path + "/" + escaped(name), stable.toObject().value(name), candidate.toObject().value(name),
                    depth + 1);
        return;
    }
    if (depth < deepest && stable.isArray() && candidate.isArray()) {
        const QJsonArray left = stable.toArray();
        const QJsonArray right = candidate.toArray();
        for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i)
            compare(std::format("{}/{}", path, i), i < left.size() ? left.at(i) : QJsonValue(QJsonValue::Undefined),
                    i < right.size() ? right.at(i) : QJsonValue(QJsonValue::Undefined), depth + 1);
        return;
    }
    const bool equal = stable == candidate;
    count(path, stable, candidate, equal, equal ? 1 : 0);
}

} // namespace

bool matchesPath(std::string_view pattern, std::string_view path) {
    while (!pattern.empty()) {
        const std::string_view wanted = firstSegment(pattern);
        pattern.remove_prefix(wanted.size());
        if (wanted == "/**") {
            for (std::string_view rest = path;; rest.remove_prefix(firstSegment(rest).size())) {
                if (matchesPath(pattern, rest))
                    return true;
                if (rest.empty())
                    return false;
            }
        }
        const std::string_view actual = firstSegment(path);
        if (actual.empty() || (wanted != "/*" && wanted != actual))
            return false;
        path.remove_prefix(actual.size());
    }
    return path.empty();
}

JsonComparison compareJson(const QJsonValue& stable, const QJsonValue& candidate, const std::vector<PathRule>& rules) {
    Comparer comparer(rules);
    comparer.compare({}, stable, candidate, 0);
    return std::move(comparer).result();
}

Result<void> checkRules(const std::vector<PathRule>& rules) {
    for (const PathRule& rule : rules) {
        if (!rule.path.empty() && !rule.path.starts_with('/'))
            return failure(Errc::Invalid, "bad_path", std::format("\"{}\" is not a JSON pointer.", rule.path),
                           "A pointer begins with \"/\": \"/items/*/price\".", rule.path);
        if (!(rule.tolerance >= 0) || (rule.rule == FieldRule::Text && rule.tolerance > 1))
            return failure(Errc::Invalid, "bad_tolerance",
                           std::format("The tolerance of \"{}\" is {}.", rule.path, rule.tolerance),
                           "Give a number from 0; for text one from 0 to 1.", rule.path);
    }
    return {};
}

} // namespace signalbox::evidence
