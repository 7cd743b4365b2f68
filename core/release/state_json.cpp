#include "core/release/json_fields.h"
#include "core/release/plan_words.h"
#include "core/release/state.h"

namespace signalbox::release {

using namespace Qt::StringLiterals;

namespace {

constexpr std::initializer_list<std::string_view> phaseWords = {"idle", "testing", "shadowing", "ramping", "observing"};
constexpr std::initializer_list<std::string_view> endingWords = {"none", "completed", "rolled_back", "aborted"};
constexpr double mostExact = 9'007'199'254'740'991.0; // integers above are not exact in JSON

QJsonObject releaseToJson(const Release& release) {
    QJsonArray gates;
    for (const GateReport& report : release.gates)
        gates.append(QJsonObject{{u"gate"_s, textOf(report.gate)},
                                 {u"passed"_s, report.passed},
                                 {u"actor"_s, textOf(report.actor)},
                                 {u"at"_s, textOf(toIso(report.at))}});
    return {{u"gates"_s, gates},
            {u"id"_s, textOf(release.id)},
            {u"candidate"_s, refToJson(release.candidate)},
            {u"baseline"_s, refToJson(release.baseline)},
            {u"plan"_s, planToJson(release.plan)},
            {u"phase"_s, textOf(toString(release.phase))},
            {u"step"_s, release.step},
            {u"in_step_ms"_s, static_cast<qint64>(release.inStep.count())},
            {u"paused"_s, release.paused},
            {u"approved"_s, release.approved},
            {u"pause_reason"_s, textOf(release.pauseReason)},
            {u"started_by"_s, textOf(release.startedBy)},
            {u"reason"_s, textOf(release.reason)},
            {u"started_at"_s, textOf(toIso(release.startedAt))}};
}

Plan planIn(JsonFields& from, std::optional<Error>& error) {
    auto plan = planFromJson(from.json("plan"_L1));
    if (plan)
        return std::move(*plan);
    if (!error) {
        error = std::move(plan.error());
        error->field = from.pointerTo("plan"_L1) + error->field;
    }
    return {};
}

Release releaseIn(JsonFields from, std::optional<Error>& error) {
    Release release;
    release.id = from.text("id"_L1);
    release.candidate = from.version("candidate"_L1);
    release.baseline = from.version("baseline"_L1);
    release.plan = planIn(from, error);
    release.phase = static_cast<Phase>(from.word("phase"_L1, phaseWords, 1));
    if (release.phase == Phase::Idle)
        from.refuse("phase"_L1, "of a running release cannot be idle");
    const auto last = static_cast<double>(release.plan.steps.size()) - 1;
    release.step = static_cast<int>(from.number("step"_L1, 0, std::max(last, 0.0)));
    release.inStep = from.milliseconds("in_step_ms"_L1);
    release.paused = from.flag("paused"_L1);
    release.approved = from.flag("approved"_L1);
    release.pauseReason = from.text("pause_reason"_L1);
    release.startedBy = from.text("started_by"_L1);
    release.reason = from.text("reason"_L1);
    release.startedAt = from.time("started_at"_L1);
    for (JsonFields& report : from.objects("gates"_L1))
        release.gates.push_back({.gate = report.text("gate"_L1),
                                 .passed = report.flag("passed"_L1),
                                 .actor = report.text("actor"_L1),
                                 .at = report.has("at"_L1) ? report.time("at"_L1) : WallTime{}});
    return release;
}

QJsonValue undoToJson(const std::optional<UndoPoint>& undo) {
    if (!undo)
        return {};
    return QJsonObject{{u"stable"_s, refToJson(undo->stable)},
                       {u"last_good"_s, refToJson(undo->lastGood)},
                       {u"release"_s, undo->release ? QJsonValue(releaseToJson(*undo->release)) : QJsonValue()},
                       {u"quarantined"_s, refToJson(undo->quarantined)},
                       {u"last_ending"_s, textOf(toString(undo->lastEnding))},
                       {u"queued_held"_s, textOf(undo->queuedHeld)}};
}

UndoPoint undoIn(JsonFields from, std::optional<Error>& error) {
    UndoPoint undo;
    undo.stable = from.version("stable"_L1);
    undo.lastGood = from.versionOr("last_good"_L1);
    if (from.isObject("release"_L1))
        undo.release = releaseIn(from.object("release"_L1), error);
    undo.quarantined = from.versionOr("quarantined"_L1);
    undo.lastEnding = static_cast<Ending>(from.word("last_ending"_L1, endingWords, 0));
    undo.queuedHeld = from.textOr("queued_held"_L1, {});
    return undo;
}

QJsonObject freezeToJson(const Freeze& freeze) {
    return {{u"reason"_s, textOf(freeze.reason)},
            {u"actor"_s, textOf(freeze.actor)},
            {u"since"_s, textOf(toIso(freeze.since))}};
}

QJsonObject leavingToJson(const Leaving& leaving) {
    return {{u"version"_s, refToJson(leaving.version)},
            {u"policy"_s, textOf(wordOf(conversationWords, leaving.policy))},
            {u"remaining_ms"_s, static_cast<qint64>(leaving.remaining.count())}};
}

QJsonObject queuedToJson(const Queued& queued) {
    return {{u"release_id"_s, textOf(queued.releaseId)},
            {u"candidate"_s, refToJson(queued.candidate)},
            {u"plan"_s, planToJson(queued.plan)},
            {u"by"_s, textOf(queued.by)},
            {u"reason"_s, textOf(queued.reason)},
            {u"since"_s, textOf(toIso(queued.since))},
            {u"held"_s, textOf(queued.held)}};
}

Queued queuedIn(JsonFields from, std::optional<Error>& error) {
    Queued queued;
    queued.releaseId = from.text("release_id"_L1);
    queued.candidate = from.version("candidate"_L1);
    queued.plan = planIn(from, error);
    queued.by = from.text("by"_L1);
    queued.reason = from.text("reason"_L1);
    queued.since = from.time("since"_L1);
    queued.held = from.text("held"_L1);
    return queued;
}

QJsonObject endedToJson(const Ended& ended) {
    return {{u"release_id"_s, textOf(ended.releaseId)},    {u"candidate"_s, refToJson(ended.candidate)},
            {u"ending"_s, textOf(toString(ended.ending))}, {u"actor"_s, textOf(ended.actor)},
            {u"reason"_s, textOf(ended.reason)},           {u"at"_s, textOf(toIso(ended.at))}};
}

Ended endedIn(JsonFields from) {
    Ended ended;
    ended.releaseId = from.text("release_id"_L1);
    ended.candidate = from.version("candidate"_L1);
    ended.ending = static_cast<Ending>(from.word("ending"_L1, endingWords, 0));
    ended.actor = from.text("actor"_L1);
    ended.reason = from.text("reason"_L1);
    ended.at = from.time("at"_L1);
    return ended;
}

void readLaterFields(JsonFields& from, AgentState& state, std::optional<Error>& error) {
    if (from.isObject("ended"_L1))
        state.ended = endedIn(from.object("ended"_L1));
    if (from.isObject("queued"_L1))
        state.queued = queuedIn(from.object("queued"_L1), error);
    if (from.isObject("freeze"_L1)) {
        JsonFields freeze = from.object("freeze"_L1);
        state.freeze = {
            .reason = freeze.text("reason"_L1), .actor = freeze.text("actor"_L1), .since = freeze.time("since"_L1)};
    }
    if (from.isObject("leaving"_L1)) {
        JsonFields leaving = from.object("leaving"_L1);
        state.leaving = {.version = leaving.version("version"_L1),
                         .policy = static_cast<ConversationPolicy>(leaving.word("policy"_L1, conversationWords, 1)),
                         .remaining = leaving.milliseconds("remaining_ms"_L1)};
    }
}

} // namespace

QJsonObject stateToJson(const AgentState& state) {
    QJsonArray knownGood;
    for (const agents::VersionRef& good : state.knownGood)
        knownGood.append(refToJson(good));
    QJsonArray quarantine;
    for (const Quarantined& held : state.quarantine) {
        quarantine.append(QJsonObject{{u"version"_s, refToJson(held.version)},
                                      {u"reason"_s, textOf(held.reason)},
                                      {u"since"_s, textOf(toIso(held.since))}});
    }
    QJsonObject lastChange{{u"action"_s, textOf(state.lastChange.action)},
                           {u"actor"_s, textOf(state.lastChange.actor)},
                           {u"at"_s, textOf(toIso(state.lastChange.at))}};
    if (state.lastChange.breakGlass)
        lastChange.insert(u"break_glass"_s, true);
    if (state.lastChange.ownApproval)
        lastChange.insert(u"own_approval"_s, true);
    QJsonObject object{{u"agent"_s, textOf(state.agent)},
                       {u"revision"_s, static_cast<qint64>(state.revision)},
                       {u"stable"_s, refToJson(state.stable)},
                       {u"last_good"_s, refToJson(state.lastGood)},
                       {u"known_good"_s, knownGood},
                       {u"release"_s, state.release ? QJsonValue(releaseToJson(*state.release)) : QJsonValue()},
                       {u"quarantine"_s, quarantine},
                       {u"undo"_s, undoToJson(state.undo)},
                       {u"last_ending"_s, textOf(toString(state.lastEnding))},
                       {u"last_change"_s, lastChange}};
    if (state.freeze)
        object.insert(u"freeze"_s, freezeToJson(*state.freeze));
    if (state.leaving)
        object.insert(u"leaving"_s, leavingToJson(*state.leaving));
    if (state.queued)
        object.insert(u"queued"_s, queuedToJson(*state.queued));
    if (state.ended)
        object.insert(u"ended"_s, endedToJson(*state.ended));
    return object;
}

Result<AgentState> stateFromJson(const QJsonObject& object) {
    std::optional<Error> error;
    JsonFields from(error, object, "");
    AgentState state;
    state.agent = from.text("agent"_L1);
    state.revision = static_cast<std::uint64_t>(from.number("revision"_L1, 0, mostExact));
    state.stable = from.version("stable"_L1);
    state.lastGood = from.versionOr("last_good"_L1);
    state.knownGood = from.versions("known_good"_L1);
    if (from.isObject("release"_L1))
        state.release = releaseIn(from.object("release"_L1), error);
    for (JsonFields& held : from.objects("quarantine"_L1)) {
        state.quarantine.push_back(
            {.version = held.version("version"_L1), .reason = held.text("reason"_L1), .since = held.time("since"_L1)});
    }
    if (from.isObject("undo"_L1))
        state.undo = undoIn(from.object("undo"_L1), error);
    state.lastEnding = static_cast<Ending>(from.word("last_ending"_L1, endingWords, 0));
    if (from.isObject("last_change"_L1)) {
        JsonFields change = from.object("last_change"_L1);
        state.lastChange = {
            .action = change.text("action"_L1), .actor = change.text("actor"_L1), .at = change.time("at"_L1)};
        state.lastChange.breakGlass = change.has("break_glass"_L1) && change.flag("break_glass"_L1);
        state.lastChange.ownApproval = change.has("own_approval"_L1) && change.flag("own_approval"_L1);
    }
    readLaterFields(from, state, error);
    if (error)
        return failure(std::move(*error));
    return state;
}

} // namespace signalbox::release
