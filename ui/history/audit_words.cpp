#include "ui/history/audit_words.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QJsonObject>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/plain_text.h"
#include "ui/history/audit_parts.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

struct AuditEntryWords {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

struct ActionWords {
    std::string_view action;
    const char* deed;     // where there is no room for a sentence
    const char* sentence; // %1: who, %2: agent; for entries that hold no more
};

// clang-format off
constexpr std::array actionWords{
    ActionWords{"agent.adopt", QT_TRANSLATE_NOOP("AuditWords", "took over"), QT_TRANSLATE_NOOP("AuditWords", "%1 took over the stable version of %2")},
    ActionWords{"agent.freeze", QT_TRANSLATE_NOOP("AuditWords", "froze"), QT_TRANSLATE_NOOP("AuditWords", "%1 froze the releases of %2: nothing goes on by itself")},
    ActionWords{"agent.unfreeze", QT_TRANSLATE_NOOP("AuditWords", "lifted the freeze"), QT_TRANSLATE_NOOP("AuditWords", "%1 lifted the freeze of %2")},
    ActionWords{"alert.acknowledge", QT_TRANSLATE_NOOP("AuditWords", "acknowledged"), QT_TRANSLATE_NOOP("AuditWords", "%1 acknowledged an alert of %2")},
    ActionWords{"conversations.moved", QT_TRANSLATE_NOOP("AuditWords", "moved conversations"), QT_TRANSLATE_NOOP("AuditWords", "%1 moved the last conversations of %2 to its stable version")},
    ActionWords{"drill.end", QT_TRANSLATE_NOOP("AuditWords", "ended a drill"), QT_TRANSLATE_NOOP("AuditWords", "%1 ended a drill of %2")},
    ActionWords{"drill.start", QT_TRANSLATE_NOOP("AuditWords", "started a drill"), QT_TRANSLATE_NOOP("AuditWords", "%1 started a drill of %2")},
    ActionWords{"guardrail.content", QT_TRANSLATE_NOOP("AuditWords", "warned"), QT_TRANSLATE_NOOP("AuditWords", "%1 found that a released version of %2 would have other content now")},
    ActionWords{"guardrail.units", QT_TRANSLATE_NOOP("AuditWords", "warned"), QT_TRANSLATE_NOOP("AuditWords", "%1 found that callers of %2 cannot be told apart")},
    ActionWords{"guardrail.worse", QT_TRANSLATE_NOOP("AuditWords", "warned"), QT_TRANSLATE_NOOP("AuditWords", "%1 found the canary of %2 worse")},
    ActionWords{"pair.verdict", QT_TRANSLATE_NOOP("AuditWords", "judged"), QT_TRANSLATE_NOOP("AuditWords", "%1 judged a pair of answers of %2")},
    ActionWords{"release.abort", QT_TRANSLATE_NOOP("AuditWords", "ended the release"), QT_TRANSLATE_NOOP("AuditWords", "%1 ended the release of %2")},
    ActionWords{"release.advance", QT_TRANSLATE_NOOP("AuditWords", "took the next step"), QT_TRANSLATE_NOOP("AuditWords", "%1 took the next step of %2")},
    ActionWords{"release.approve", QT_TRANSLATE_NOOP("AuditWords", "approved"), QT_TRANSLATE_NOOP("AuditWords", "%1 approved the step of %2")},
    ActionWords{"release.complete", QT_TRANSLATE_NOOP("AuditWords", "completed"), QT_TRANSLATE_NOOP("AuditWords", "%1 completed the release of %2")},
    ActionWords{"release.gate", QT_TRANSLATE_NOOP("AuditWords", "reported a gate"), QT_TRANSLATE_NOOP("AuditWords", "%1 reported a gate of %2")},
    ActionWords{"release.pause", QT_TRANSLATE_NOOP("AuditWords", "paused"), QT_TRANSLATE_NOOP("AuditWords", "%1 paused the release of %2")},
    ActionWords{"release.promote", QT_TRANSLATE_NOOP("AuditWords", "promoted"), QT_TRANSLATE_NOOP("AuditWords", "%1 promoted the candidate of %2")},
    ActionWords{"release.queue", QT_TRANSLATE_NOOP("AuditWords", "queued"), QT_TRANSLATE_NOOP("AuditWords", "%1 queued a release of %2")},
    ActionWords{"release.queue_held", QT_TRANSLATE_NOOP("AuditWords", "held the queue"), QT_TRANSLATE_NOOP("AuditWords", "%1 did not start what waits for %2: a person has to look")},
    ActionWords{"release.resume", QT_TRANSLATE_NOOP("AuditWords", "resumed"), QT_TRANSLATE_NOOP("AuditWords", "%1 resumed the release of %2")},
    ActionWords{"release.reverted", QT_TRANSLATE_NOOP("AuditWords", "took back"), QT_TRANSLATE_NOOP("AuditWords", "%1 took back a change of %2 that did not reach the traffic")},
    ActionWords{"release.roll_back", QT_TRANSLATE_NOOP("AuditWords", "rolled back"), QT_TRANSLATE_NOOP("AuditWords", "%1 rolled %2 back")},
    ActionWords{"release.start", QT_TRANSLATE_NOOP("AuditWords", "started"), QT_TRANSLATE_NOOP("AuditWords", "%1 started a release of %2")},
    ActionWords{"release.step_back", QT_TRANSLATE_NOOP("AuditWords", "stepped back"), QT_TRANSLATE_NOOP("AuditWords", "%1 took a step of %2 back")},
    ActionWords{"release.supersede", QT_TRANSLATE_NOOP("AuditWords", "replaced the release"), QT_TRANSLATE_NOOP("AuditWords", "%1 started another release of %2 in place of the running one")},
    ActionWords{"release.undo", QT_TRANSLATE_NOOP("AuditWords", "undid the roll back"), QT_TRANSLATE_NOOP("AuditWords", "%1 undid the roll back of %2")},
    ActionWords{"release.unqueue", QT_TRANSLATE_NOOP("AuditWords", "took it from the queue"), QT_TRANSLATE_NOOP("AuditWords", "%1 took a version of %2 from the queue")},
    ActionWords{"version.publish", QT_TRANSLATE_NOOP("AuditWords", "published"), QT_TRANSLATE_NOOP("AuditWords", "%1 published a version of %2")},
    ActionWords{"version.unquarantine", QT_TRANSLATE_NOOP("AuditWords", "lifted a quarantine"), QT_TRANSLATE_NOOP("AuditWords", "%1 lifted a quarantine of %2")},
};
// clang-format on

const ActionWords* find(std::string_view action) {
    const auto* const found = std::ranges::find(actionWords, action, &ActionWords::action);
    return found == actionWords.end() ? nullptr : found;
}

std::optional<release::AgentState> stateIn(const QJsonObject& entry, QLatin1StringView key) {
    const QJsonObject object = entry.value(key).toObject();
    if (object.isEmpty())
        return std::nullopt;
    auto state = release::stateFromJson(object);
    return state ? std::optional(std::move(*state)) : std::nullopt;
}

// Some entries are no state of the agent that they are about.
QString agentOf(const protocol::AuditRow& row) {
    if (!row.agent.empty())
        return plainLine(row.agent, 100);
    const QJsonObject after = row.entry.value("after"_L1).toObject();
    const QJsonValue agent = after.contains("drill"_L1) ? after["drill"_L1]["order"_L1]["agent"_L1] : after["agent"_L1];
    return agent.toString().isEmpty() ? AuditEntryWords::tr("this backend")
                                      : plainLine(agent.toString().toStdString(), 100);
}

QString sentenceOf(const AuditCase& entry) {
    if (QString full = fullSentence(entry); !full.isEmpty())
        return full;
    if (const ActionWords* words = find(entry.row.action))
        return AuditEntryWords::tr(words->sentence).arg(entry.who, entry.agent);
    // Of a newer backend: what it says itself, if it says more than the action's name.
    if (entry.row.summary.empty() || entry.row.summary == entry.row.action)
        return AuditEntryWords::tr("%1 did something with %2 that this console has no words for")
            .arg(entry.who, entry.agent);
    return AuditEntryWords::tr("%1: %2").arg(entry.who, plainLine(entry.row.summary));
}

QString effectOf(const QJsonObject& entry) {
    QJsonValue took = entry["after"_L1]["effective_after_ms"_L1];
    if (!took.isDouble())
        took = entry["effective_after_ms"_L1];
    return took.isDouble() ? AuditEntryWords::tr("in effect after %1").arg(millisecondsText(took.toDouble()))
                           : QString();
}

} // namespace

QString deedText(std::string_view action) {
    const ActionWords* words = find(action);
    return words ? AuditEntryWords::tr(words->deed) : QString();
}

AuditWords wordsOf(const protocol::AuditRow& row) {
    AuditWords words;
    words.reason = plainLine(row.entry.value("reason"_L1).toString().toStdString(), 2000);
    words.effect = effectOf(row.entry);
    if (row.entry.contains("outcome"_L1)) {
        words.sentence = consoleSentence(row);
        return words;
    }
    const AuditCase entry{.row = row,
                          .who = actorTitle(row.actor),
                          .agent = agentOf(row),
                          .before = stateIn(row.entry, "before"_L1),
                          .after = stateIn(row.entry, "after"_L1)};
    words.sentence = sentenceOf(entry);
    if (entry.after) {
        words.changes = changesBetween(entry.before, *entry.after);
        if (entry.after->lastChange.breakGlass && entry.after->lastChange.action == row.action)
            words.sentence += AuditEntryWords::tr(", against what holds it");
        if (entry.after->lastChange.ownApproval && entry.after->lastChange.action == row.action)
            words.sentence += AuditEntryWords::tr(", a release that the same person started");
    }
    return words;
}

} // namespace signalbox::ui::history
