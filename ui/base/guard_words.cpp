#include "ui/base/guard_words.h"

#include <array>
#include <string>
#include <utility>

#include <QCoreApplication>

#include "ui/base/plain_text.h"

namespace signalbox::ui {

namespace {

struct GuardWords {
    Q_DECLARE_TR_FUNCTIONS(GuardWords)
};

constexpr std::string_view guardActor = "guardrail ";
constexpr std::string_view automation = "signalbox"; // as release::automation

constexpr std::array named{
    std::pair{std::string_view("error_rate"), QT_TRANSLATE_NOOP("GuardWords", "errors")},
    std::pair{std::string_view("cost"), QT_TRANSLATE_NOOP("GuardWords", "cost")},
    std::pair{std::string_view("tokens"), QT_TRANSLATE_NOOP("GuardWords", "tokens")},
    std::pair{std::string_view("tool_calls"), QT_TRANSLATE_NOOP("GuardWords", "tool calls")},
    std::pair{std::string_view("refusal"), QT_TRANSLATE_NOOP("GuardWords", "refusals")},
    std::pair{std::string_view("contract_violation"),
              QT_TRANSLATE_NOOP("GuardWords", "answers that break the output contract")},
    std::pair{std::string_view("tool_failure"), QT_TRANSLATE_NOOP("GuardWords", "failing tools")},
    std::pair{std::string_view("low_quality"), QT_TRANSLATE_NOOP("GuardWords", "quality")}};

} // namespace

QString guardText(std::string_view guard) {
    for (const auto& [name, text] : named)
        if (guard == name)
            return GuardWords::tr(text);
    if (guard.starts_with("latency_"))
        return GuardWords::tr("latency (%1)").arg(plainLine(guard.substr(8), 40));
    if (guard.starts_with("signal:"))
        return GuardWords::tr("signal %1").arg(plainLine(guard.substr(7), 80));
    return plainLine(guard, 100).replace(u'_', u' ');
}

QString actorText(std::string_view actor) {
    if (actor == automation)
        return GuardWords::tr("Signalbox");
    if (actor.starts_with(guardActor))
        return GuardWords::tr("The guardrail on %1").arg(guardText(actor.substr(guardActor.size())));
    return plainLine(actor, 100);
}

} // namespace signalbox::ui
