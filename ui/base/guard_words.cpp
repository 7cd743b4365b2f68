#include "ui/base/guard_words.h"

#include <algorithm>
#include <array>
#include <string>

#include <QCoreApplication>

#include "core/evidence/explanation.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui {

namespace {

struct GuardWords {
    Q_DECLARE_TR_FUNCTIONS(GuardWords)
};

constexpr std::string_view guardActor = "guardrail ";
constexpr std::string_view automation = "signalbox"; // as release::automation
constexpr std::string_view unitShare = "unit_share"; // as server::UnitWatch::guard

// The titles that evidence::titleOf() gives, for translators.
[[maybe_unused]] constexpr std::array titles{
    QT_TRANSLATE_NOOP("GuardWords", "Errors"),      QT_TRANSLATE_NOOP("GuardWords", "Tool failures"),
    QT_TRANSLATE_NOOP("GuardWords", "Refusals"),    QT_TRANSLATE_NOOP("GuardWords", "Broken contracts"),
    QT_TRANSLATE_NOOP("GuardWords", "Policy hits"), QT_TRANSLATE_NOOP("GuardWords", "Low quality"),
    QT_TRANSLATE_NOOP("GuardWords", "Cost"),        QT_TRANSLATE_NOOP("GuardWords", "Tokens"),
    QT_TRANSLATE_NOOP("GuardWords", "Tool calls")};

} // namespace

QString guardTitle(std::string_view guard) {
    if (guard == unitShare) // which no plan can name
        return GuardWords::tr("What tells conversations apart");
    const std::string title = evidence::titleOf(guard);
    const auto known = std::ranges::find(titles, std::string_view(title));
    if (known != titles.end())
        return GuardWords::tr(*known);
    return title == guard ? plainLine(title, 100).replace(u'_', u' ') : plainLine(title, 100);
}

QString guardText(std::string_view guard) {
    QString text = guardTitle(guard);
    if (!text.isEmpty())
        text[0] = text[0].toLower();
    return text;
}

QString actorText(std::string_view actor) {
    if (actor == automation)
        return GuardWords::tr("Signalbox");
    if (actor.starts_with(guardActor))
        return GuardWords::tr("the guardrail on %1").arg(guardText(actor.substr(guardActor.size())));
    return plainLine(actor, 100);
}

QString actorTitle(std::string_view actor) {
    QString text = actorText(actor);
    if (actor.starts_with(guardActor))
        text[0] = text[0].toUpper();
    return text;
}

} // namespace signalbox::ui
