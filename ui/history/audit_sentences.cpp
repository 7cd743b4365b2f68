// Sentences with versions and weights, from the states that an entry holds. Arguments are put in all at once, so that
// no name can be taken for a place of another.
#include <QCoreApplication>
#include <QJsonObject>

#include "ui/base/plain_text.h"
#include "ui/history/audit_parts.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

struct AuditSentenceWords {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

using release::AgentState;

QString nameText(const agents::VersionRef& version) {
    return plainLine(version.name(), 100);
}

QString candidateOf(const AgentState& state) {
    return nameText(state.release ? state.release->candidate : state.stable);
}

QString shareOf(const AgentState& state) {
    return QString::fromStdString(release::routingOf(state).canaryWeight.toString());
}

QString startSentence(const AuditCase& entry, const AgentState& after) {
    if (!after.release)
        return {};
    const release::Release& begun = *after.release;
    const QString candidate = nameText(begun.candidate);
    const QString baseline = nameText(begun.baseline);
    QString text;
    if (begun.phase == release::Phase::Testing)
        text = AuditSentenceWords::tr("%1 started %2 %3: what is tested comes first")
                   .arg(entry.who, entry.agent, candidate);
    else if (begun.phase == release::Phase::Shadowing)
        text = AuditSentenceWords::tr("%1 started %2 %3 in the shadow of %4: copies of %5")
                   .arg(entry.who, entry.agent, candidate, baseline,
                        QString::fromStdString(begun.plan.shadowShare.toString()));
    else
        text = AuditSentenceWords::tr("%1 started %2 %3 at %4 beside %5")
                   .arg(entry.who, entry.agent, candidate, shareOf(after), baseline);
    if (entry.row.action == "release.supersede" && entry.before)
        text += AuditSentenceWords::tr(", which ended the release of %1").arg(candidateOf(*entry.before));
    return text;
}

// Verbs that move a release from one share to another.
QString moveSentence(const AuditCase& entry, const AgentState& before, const AgentState& after) {
    const std::string& action = entry.row.action;
    const QString candidate = candidateOf(after);
    const QString from = shareOf(before);
    const QString to = shareOf(after);
    if (action == "release.advance")
        return AuditSentenceWords::tr("%1 took %2 %3 from %4 to %5").arg(entry.who, entry.agent, candidate, from, to);
    if (action == "release.step_back")
        return AuditSentenceWords::tr("%1 took %2 %3 back from %4 to %5")
            .arg(entry.who, entry.agent, candidate, from, to);
    if (action == "release.promote")
        return AuditSentenceWords::tr("%1 promoted %2 %3 from %4 to %5")
            .arg(entry.who, entry.agent, candidate, from, to);
    if (action == "release.pause")
        return AuditSentenceWords::tr("%1 paused %2 %3 at %4").arg(entry.who, entry.agent, candidate, to);
    if (action == "release.resume")
        return AuditSentenceWords::tr("%1 resumed %2 %3 at %4").arg(entry.who, entry.agent, candidate, to);
    if (action == "release.approve")
        return AuditSentenceWords::tr("%1 approved %2 %3 at %4").arg(entry.who, entry.agent, candidate, to);
    return {};
}

// Verbs that end a release or put back what was.
QString endSentence(const AuditCase& entry, const AgentState& before, const AgentState& after) {
    const std::string& action = entry.row.action;
    const QString stable = nameText(after.stable);
    const QString candidate = candidateOf(before);
    if (action == "release.roll_back")
        return AuditSentenceWords::tr("%1 rolled %2 back from %3 to %4").arg(entry.who, entry.agent, candidate, stable);
    if (action == "release.abort")
        return AuditSentenceWords::tr("%1 ended the release of %2 %3: %4 answers everything")
            .arg(entry.who, entry.agent, candidate, stable);
    if (action == "release.complete")
        return AuditSentenceWords::tr("%1 completed the release of %2: %3 replaces %4 as stable")
            .arg(entry.who, entry.agent, stable, nameText(before.stable));
    if (action == "release.undo" && after.release)
        return AuditSentenceWords::tr("%1 undid the roll back of %2: %3 at %4 beside %5 again")
            .arg(entry.who, entry.agent, candidateOf(after), shareOf(after), stable);
    if (action == "release.undo")
        return AuditSentenceWords::tr("%1 undid the roll back of %2: from %3 to %4")
            .arg(entry.who, entry.agent, nameText(before.stable), stable);
    if (action == "conversations.moved" && before.leaving)
        return AuditSentenceWords::tr("%1 moved the last conversations of %2 %3 to %4")
            .arg(entry.who, entry.agent, nameText(before.leaving->version), stable);
    return {};
}

QString queueSentence(const AuditCase& entry, const AgentState& before, const AgentState& after) {
    const std::string& action = entry.row.action;
    if (action == "release.queue" && after.queued)
        return AuditSentenceWords::tr("%1 queued %2 %3 behind %4")
            .arg(entry.who, entry.agent, nameText(after.queued->candidate), candidateOf(after));
    if (action == "release.queue_held" && after.queued)
        return AuditSentenceWords::tr("%1 did not start %2 %3 from the queue: a person has to look")
            .arg(entry.who, entry.agent, nameText(after.queued->candidate));
    if (action == "release.unqueue" && before.queued)
        return AuditSentenceWords::tr("%1 took %2 %3 from the queue")
            .arg(entry.who, entry.agent, nameText(before.queued->candidate));
    return {};
}

QString quarantineSentence(const AuditCase& entry, const AgentState& before, const AgentState& after) {
    QStringList names;
    for (const release::Quarantined& held : before.quarantine)
        if (!release::isQuarantined(after, held.version))
            names << nameText(held.version);
    if (entry.row.action != "version.unquarantine" || names.isEmpty())
        return {};
    return AuditSentenceWords::tr("%1 lifted the quarantine of %2 %3").arg(entry.who, entry.agent, names.join(u", "_s));
}

QString gateSentence(const AuditCase& entry, const AgentState& after) {
    if (!after.release || after.release->gates.empty())
        return {};
    QStringList reports;
    for (const release::GateReport& report : after.release->gates)
        reports << (report.passed ? AuditSentenceWords::tr("%1 passed") : AuditSentenceWords::tr("%1 failed"))
                       .arg(plainLine(report.gate, 60));
    return AuditSentenceWords::tr("%1 reported for %2 %3: %4")
        .arg(entry.who, entry.agent, candidateOf(after), reports.join(u", "_s));
}

// Entries that hold no state of an agent.
QString otherSentence(const AuditCase& entry) {
    const QJsonObject after = entry.row.entry.value("after"_L1).toObject();
    const auto text = [&after](QLatin1StringView key) { return plainLine(after[key].toString().toStdString(), 100); };
    const std::string& action = entry.row.action;
    if (action == "version.publish" && after.contains("version"_L1))
        return AuditSentenceWords::tr("%1 published %2 %3").arg(entry.who, entry.agent, text("version"_L1));
    if (action == "alert.acknowledge" && after.contains("alert"_L1))
        return AuditSentenceWords::tr("%1 acknowledged alert %2 of %3")
            .arg(entry.who, QString::number(after["alert"_L1].toInteger()), entry.agent);
    if (action != "pair.verdict" || !after.contains("pair"_L1))
        return {};
    const QString pair = QString::number(after["pair"_L1].toInteger());
    const QString verdict = text("verdict"_L1);
    const QString said = verdict == u"better"_s  ? AuditSentenceWords::tr("better")
                         : verdict == u"worse"_s ? AuditSentenceWords::tr("worse")
                         : verdict == u"same"_s  ? AuditSentenceWords::tr("as good")
                                                 : verdict;
    return verdict.isEmpty()
               ? AuditSentenceWords::tr("%1 took back the verdict on pair %2 of %3").arg(entry.who, pair, entry.agent)
               : AuditSentenceWords::tr("%1 judged pair %2 of %3: the candidate is %4")
                     .arg(entry.who, pair, entry.agent, said);
}

} // namespace

QString fullSentence(const AuditCase& entry) {
    if (!entry.after)
        return otherSentence(entry);
    const AgentState& after = *entry.after;
    const std::string& action = entry.row.action;
    if (action == "release.start" || action == "release.supersede")
        return startSentence(entry, after);
    if (action == "release.gate")
        return gateSentence(entry, after);
    if (action == "agent.adopt")
        return AuditSentenceWords::tr("%1 took over %2 %3 as stable")
            .arg(entry.who, entry.agent, nameText(after.stable));
    if (!entry.before)
        return {};
    for (const auto made : {moveSentence, endSentence, queueSentence, quarantineSentence})
        if (QString text = made(entry, *entry.before, after); !text.isEmpty())
            return text;
    return {};
}

QString consoleSentence(const protocol::AuditRow& row) {
    const QString backend = plainLine(row.actor, 100);
    const QString agent = plainLine(row.agent, 100);
    std::string action = row.action;
    const auto glass = action.find(".glass_broken");
    if (glass != std::string::npos)
        action.resize(glass);
    QString deed = deedText(action == "release.start_queued" ? "release.start" : action);
    if (deed.isEmpty())
        deed = AuditSentenceWords::tr("did something");
    if (glass != std::string::npos)
        deed = AuditSentenceWords::tr("%1, against what holds it").arg(deed);
    const std::string outcome = row.entry.value("outcome"_L1).toString().toStdString();
    if (outcome == "done")
        return AuditSentenceWords::tr("%1 of %2: you %3").arg(agent, backend, deed);
    return AuditSentenceWords::tr("%1 of %2: not done (%3); you wanted: %4")
        .arg(agent, backend, plainLine(outcome, 60).replace(u'_', u' '), deed);
}

} // namespace signalbox::ui::history
