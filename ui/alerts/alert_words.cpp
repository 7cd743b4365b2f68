#include "ui/alerts/alert_words.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::alerts {

namespace {

struct AlertViewWords {
    Q_DECLARE_TR_FUNCTIONS(AlertWords)
};

// Sentences of older logs name the test and its terms; what is recorded stays as it is, but not as the first thing.
// Not so the upstream's own word for a failure, which ends a sentence.
bool speaksStatistics(std::string_view sentence) {
    for (const std::string_view before : {" failures: ", " failure: "})
        sentence = sentence.substr(0, sentence.find(before));
    constexpr std::array terms{"E is",     "units",      "e-process",    "certainty",   "error_rate",
                               "latency_", "_violation", "tool_failure", "low_quality", "relative risk"};
    return std::ranges::any_of(terms, [&](const char* term) { return sentence.contains(term); });
}

QString headlineOf(const protocol::Alert& alert) {
    const QString who = plainLine(alert.agent, 100) + u' ' + plainLine(alert.version, 100);
    const QString guard = guardText(alert.guard);
    switch (alert.deed) {
    case protocol::AlertDeed::RolledBack:
        return AlertViewWords::tr("%1 was rolled back because of its %2").arg(who, guard);
    case protocol::AlertDeed::SteppedBack:
        return AlertViewWords::tr("%1 was taken a step back because of its %2").arg(who, guard);
    case protocol::AlertDeed::Paused:
        return AlertViewWords::tr("%1 was paused because of its %2").arg(who, guard);
    case protocol::AlertDeed::Notified:
        break;
    }
    return alert.baseline.empty()
               ? AlertViewWords::tr("%1 is worse than the stable version in its %2").arg(who, guard)
               : AlertViewWords::tr("%1 is worse than %3 in its %2").arg(who, guard, plainLine(alert.baseline, 100));
}

QString doneText(const protocol::Alert& alert) {
    const QString baseline = plainLine(alert.baseline, 100);
    switch (alert.deed) {
    case protocol::AlertDeed::RolledBack:
        return baseline.isEmpty() ? AlertViewWords::tr("Rolled back.")
                                  : AlertViewWords::tr("Rolled back: %1 answers everything.").arg(baseline);
    case protocol::AlertDeed::SteppedBack:
        return AlertViewWords::tr("Taken back to the step before.");
    case protocol::AlertDeed::Paused:
        return AlertViewWords::tr("Paused: it keeps its share and goes no further.");
    case protocol::AlertDeed::Notified:
        break;
    }
    return AlertViewWords::tr("Nothing was done: this guardrail only tells.");
}

} // namespace

QString deedText(protocol::AlertDeed deed) {
    switch (deed) {
    case protocol::AlertDeed::RolledBack:
        return AlertViewWords::tr("rolled back");
    case protocol::AlertDeed::SteppedBack:
        return AlertViewWords::tr("stepped back");
    case protocol::AlertDeed::Paused:
        return AlertViewWords::tr("paused");
    case protocol::AlertDeed::Notified:
        break;
    }
    return AlertViewWords::tr("nothing: it only tells");
}

QString holderText(const protocol::Alert& alert) {
    return alert.acknowledged ? AlertViewWords::tr("✓ %1 has it").arg(plainLine(alert.acknowledged->by, 60))
                              : AlertViewWords::tr("● open, nobody has it");
}

QString openText(const protocol::Alert& alert, WallTime now) {
    const WallTime until = alert.acknowledged ? alert.acknowledged->at : now;
    const auto passed = std::max(until - alert.raised, std::chrono::milliseconds(0));
    using namespace std::chrono;
    const QString duration = durationText(passed < minutes(1) ? passed : milliseconds(floor<minutes>(passed)));
    return alert.acknowledged ? AlertViewWords::tr("was open for %1").arg(duration)
                              : AlertViewWords::tr("for %1").arg(duration);
}

AlertWords wordsOf(const protocol::Alert& alert) {
    AlertWords words;
    words.done = doneText(alert);
    const bool isPlain = alert.guard == "unit_share"; // "units" is what it is called in signalbox.yaml
    if (alert.sentence.empty() || (!isPlain && speaksStatistics(alert.sentence))) {
        words.headline = headlineOf(alert);
        words.statistics = plainText(alert.sentence, 4000);
    } else {
        words.headline = plainText(alert.sentence, 4000);
    }
    return words;
}

} // namespace signalbox::ui::alerts
