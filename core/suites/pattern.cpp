#include "core/suites/pattern.h"

#include <algorithm>
#include <format>

#include "core/suites/script_value.h"

namespace signalbox::suites {

using namespace Qt::StringLiterals;

Result<std::shared_ptr<const Pattern>> Pattern::of(std::string_view script) {
    if (script.size() > longestPattern)
        return failure(Errc::Limit, "pattern_not_run",
                       std::format("A pattern of more than {} KiB is not run.", longestPattern / 1024),
                       "Make it shorter.");
    auto portable = portablePattern(scriptString(script));
    if (!portable)
        return failure(std::move(portable.error()));
    std::array<QRegularExpression, reaches.size()> expressions;
    for (std::size_t i = 0; i < reaches.size(); ++i) // compiled when first asked
        expressions[i].setPattern(u"(*LIMIT_MATCH=%1)(*LIMIT_DEPTH=20000)(*LIMIT_HEAP=65536)"_s.arg(reaches[i].steps) +
                                  *portable);
    if (const QRegularExpression& expression = expressions.front(); !expression.isValid())
        return failure(Errc::Invalid, "pattern_not_run",
                       std::format("This pattern can't be run: {}.", expression.errorString().toStdString()),
                       "Make it simpler: groups looking behind need a bounded length, repeats at most 65535.");
    return std::shared_ptr<const Pattern>(new Pattern(std::move(expressions)));
}

Pattern::Match Pattern::in(std::string_view text) const {
    const auto* const reach = std::ranges::find_if(reaches, [&](Reach one) { return text.size() <= one.text; });
    if (reach == reaches.end())
        return Match::Open;
    const QRegularExpression& expression = m_expressions[static_cast<std::size_t>(reach - reaches.begin())];
    const QString subject = portableText(scriptString(text));
    const QRegularExpressionMatch match = expression.match(subject);
    if (match.hasMatch())
        return Match::Yes;
    return match.isValid() ? Match::No : Match::Open;
}

} // namespace signalbox::suites
