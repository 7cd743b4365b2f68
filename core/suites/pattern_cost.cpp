#include "core/suites/pattern_cost.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QRegularExpression>

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

constexpr double longest = 4096; // characters of what a schema with patterns is asked about
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr int deepest = 50;

class Estimate {
public:
    explicit Estimate(const QString& pattern) : m_pattern(pattern) {}

    double all() {
        const double cost = choice(0);
        return m_pattern.startsWith(u'^') ? cost : cost * longest;
    }

private:
    struct Repeats {
        double least = 1;
        double most = 1;
    };

    [[nodiscard]] bool isAt(char16_t c) const { return m_at < m_pattern.size() && m_pattern[m_at] == c; }

    // Alternatives up to the end of the group.
    double choice(int depth) {
        if (depth > deepest)
            return infinite;
        double sum = 0;
        double cost = 1;
        while (m_at < m_pattern.size() && !isAt(u')')) {
            if (isAt(u'|')) {
                ++m_at;
                sum += cost;
                cost = 1;
            } else {
                cost *= term(depth);
            }
        }
        return sum + cost;
    }

    double term(int depth) {
        double inner = 1;
        if (isAt(u'(')) {
            ++m_at;
            if (isAt(u'?'))
                m_at += m_at + 1 < m_pattern.size() && m_pattern[m_at + 1] == u'<' ? 3 : 2;
            inner = choice(depth + 1);
            ++m_at;
        } else if (isAt(u'[')) {
            for (++m_at; m_at < m_pattern.size() && !isAt(u']'); ++m_at)
                m_at += isAt(u'\\') ? 1 : 0;
            ++m_at;
        } else {
            m_at += isAt(u'\\') ? 2 : 1;
        }
        const Repeats repeats = quantifier();
        if (repeats.most <= 1)
            return inner * (repeats.least == repeats.most ? 1 : 2);
        if (inner > 1)
            return std::isinf(repeats.most) ? infinite
                                            : std::pow(inner, repeats.most) * (repeats.most - repeats.least + 1);
        return std::min(repeats.most, longest) - std::min(repeats.least, longest) + 1;
    }

    Repeats quantifier() {
        static const QRegularExpression form(u"\\G(?:([*+?])|\\{(\\d+)(,?)(\\d*)\\})\\??"_s);
        const QRegularExpressionMatch match = form.match(m_pattern, m_at);
        if (!match.hasMatch())
            return {};
        m_at += match.capturedLength();
        const QString sign = match.captured(1);
        if (!sign.isEmpty())
            return {sign == u"+" ? 1.0 : 0.0, sign == u"?" ? 1.0 : infinite};
        const double least = match.captured(2).toDouble();
        if (match.captured(3).isEmpty())
            return {least, least};
        return {least, match.captured(4).isEmpty() ? infinite : match.captured(4).toDouble()};
    }

    const QString& m_pattern;
    qsizetype m_at = 0;
};

} // namespace

double costOfPattern(const QString& pattern) {
    return Estimate(pattern).all();
}

} // namespace signalbox::suites
