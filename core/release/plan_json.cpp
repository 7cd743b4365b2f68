#include "core/release/json_fields.h"
#include "core/release/plan.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace Qt::StringLiterals;

namespace {

double percentOf(traffic::Weight weight) {
    return weight.thousandths() / 10.0;
}

double secondsOf(std::chrono::milliseconds time) {
    return static_cast<double>(time.count()) / 1000.0;
}

std::vector<ComparedField> fieldsIn(JsonFields& from, QLatin1StringView key) {
    std::vector<ComparedField> fields;
    for (JsonFields& field : from.objects(key))
        fields.push_back({.path = field.textOr("path"_L1, {}),
                          .as = static_cast<FieldAs>(field.word("as"_L1, fieldWords, 0)),
                          .tolerance = field.has("tolerance"_L1) ? field.number("tolerance"_L1, 0, 1e9) : 0});
    return fields;
}

AskedModel askedIn(JsonFields& from) {
    AskedModel asked{.provider = from.text("provider"_L1), .model = from.text("model"_L1)};
    if (from.has("share"_L1))
        asked.share = from.percent("share"_L1);
    return asked;
}

void readModels(Comparison& comparison, JsonFields& from) {
    if (from.has("embeddings"_L1)) {
        JsonFields embeddings = from.object("embeddings"_L1);
        comparison.embeddings = EmbeddingRule{.asked = askedIn(embeddings)};
        if (embeddings.has("least"_L1))
            comparison.embeddings->least = embeddings.number("least"_L1, 0, 1);
    }
    if (from.has("judge"_L1)) {
        JsonFields judge = from.object("judge"_L1);
        comparison.judge = JudgeRule{.asked = askedIn(judge), .criterion = judge.textOr("criterion"_L1, {})};
    }
    if (!from.has("budget"_L1))
        return;
    JsonFields budget = from.object("budget"_L1);
    if (budget.has("usd_per_hour"_L1))
        comparison.budget.usdPerHour = budget.number("usd_per_hour"_L1, 0, 10'000);
    if (budget.has("requests_per_hour"_L1))
        comparison.budget.requestsPerHour = static_cast<int>(budget.number("requests_per_hour"_L1, 1, 100'000));
    comparison.budget.timeout = budget.seconds("timeout"_L1, comparison.budget.timeout);
}

Comparison comparisonIn(JsonFields from) {
    Comparison comparison;
    comparison.fields = fieldsIn(from, "fields"_L1);
    comparison.arguments = fieldsIn(from, "arguments"_L1);
    if (from.has("least_fields"_L1))
        comparison.leastFields = from.number("least_fields"_L1, 0, 1);
    if (from.has("least_text"_L1))
        comparison.leastText = from.number("least_text"_L1, 0, 1);
    if (from.has("noise"_L1))
        comparison.noise = from.percent("noise"_L1);
    comparison.content = static_cast<PairContent>(from.word("content"_L1, contentWords, 0));
    readModels(comparison, from);
    return comparison;
}

QJsonArray windowsToJson(const std::vector<FreezeWindow>& windows) {
    QJsonArray array;
    for (const FreezeWindow& window : windows) {
        QJsonArray days;
        for (const std::string& day : window.days)
            days.append(textOf(day));
        QJsonObject object{{u"name"_s, textOf(window.name)},
                           {u"days"_s, days},
                           {u"from"_s, textOf(window.from)},
                           {u"until"_s, textOf(window.until)}};
        if (!window.firstDate.empty()) {
            object.insert(u"first_date"_s, textOf(window.firstDate));
            object.insert(u"last_date"_s, textOf(window.lastDate));
        }
        array.append(object);
    }
    return array;
}

FreezeWindow windowIn(JsonFields& from) {
    return {.name = from.text("name"_L1),
            .days = from.texts("days"_L1),
            .from = from.textOr("from"_L1, "00:00"),
            .until = from.textOr("until"_L1, "24:00"),
            .firstDate = from.textOr("first_date"_L1, {}),
            .lastDate = from.textOr("last_date"_L1, {})};
}

} // namespace

QJsonObject planToJson(const Plan& plan) {
    QJsonArray steps;
    for (const Step& step : plan.steps) {
        steps.append(QJsonObject{{u"weight"_s, percentOf(step.weight)},
                                 {u"minimum_time"_s, secondsOf(step.minimumTime)},
                                 {u"approval"_s, textOf(wordOf(approvalWords, step.approval))}});
    }
    QJsonArray guardrails;
    for (const Guardrail& guardrail : plan.guardrails) {
        guardrails.append(QJsonObject{{u"metric"_s, textOf(guardrail.metric)},
                                      {u"limit"_s, guardrail.limit},
                                      {u"action"_s, textOf(wordOf(actionWords, guardrail.action))}});
    }
    QJsonArray gates;
    for (const std::string& gate : plan.gates)
        gates.append(textOf(gate));
    const QJsonObject shadow{{u"time"_s, secondsOf(plan.shadowTime)}, {u"share"_s, percentOf(plan.shadowShare)}};
    return {{u"steps"_s, steps},
            {u"advance"_s, textOf(wordOf(advanceWords, plan.advance))},
            {u"approval"_s, QJsonObject{{u"own"_s, plan.ownApproval == OwnApproval::Allowed}}},
            {u"shadow"_s, shadow},
            {u"observe_time"_s, secondsOf(plan.observeTime)},
            {u"guardrails"_s, guardrails},
            {u"evidence"_s, textOf(wordOf(evidenceWords, plan.evidence))},
            {u"promise"_s, plan.promise},
            {u"conversations"_s, textOf(wordOf(conversationWords, plan.conversations))},
            {u"drain_time"_s, secondsOf(plan.drainTime)},
            {u"gates"_s, gates},
            {u"freeze"_s, windowsToJson(plan.freeze.windows)},
            {u"freeze_zone"_s, textOf(plan.freeze.zone)},
            {u"when_running"_s, textOf(wordOf(whenRunningWords, plan.whenRunning))},
            {u"runbook"_s, textOf(plan.runbook)},
            {u"comparison"_s, comparisonToJson(plan.comparison)}};
}

namespace {

Result<Plan> readPlan(const QJsonObject& object, const std::shared_ptr<AskedMembers>& asked) {
    std::optional<Error> error;
    JsonFields from(error, object, "", asked);
    Plan plan;
    for (JsonFields& step : from.objects("steps"_L1)) {
        plan.steps.push_back({.weight = step.percent("weight"_L1),
                              .minimumTime = step.seconds("minimum_time"_L1, {}),
                              .approval = static_cast<Approval>(step.word("approval"_L1, approvalWords, 0))});
    }
    plan.advance = static_cast<Advance>(from.word("advance"_L1, advanceWords, 0));
    if (from.has("approval"_L1)) {
        JsonFields approval = from.object("approval"_L1);
        plan.ownApproval = approval.flag("own"_L1) ? OwnApproval::Allowed : OwnApproval::Refused;
    }
    if (from.has("shadow"_L1)) {
        JsonFields shadow = from.object("shadow"_L1);
        plan.shadowTime = shadow.seconds("time"_L1, {});
        if (shadow.has("share"_L1))
            plan.shadowShare = shadow.percent("share"_L1);
    }
    plan.observeTime = from.seconds("observe_time"_L1, plan.observeTime);
    for (JsonFields& guardrail : from.objects("guardrails"_L1)) {
        plan.guardrails.push_back({.metric = guardrail.text("metric"_L1),
                                   .limit = guardrail.has("limit"_L1) ? guardrail.number("limit"_L1, 0, 1e9) : 0,
                                   .action = static_cast<GuardAction>(guardrail.word("action"_L1, actionWords, 1))});
    }
    plan.evidence = static_cast<MinimumEvidence>(from.word("evidence"_L1, evidenceWords, 0));
    if (from.has("promise"_L1))
        plan.promise = from.number("promise"_L1, 0, 1e9);
    plan.conversations = static_cast<ConversationPolicy>(from.word("conversations"_L1, conversationWords, 0));
    plan.drainTime = from.seconds("drain_time"_L1, plan.drainTime);
    plan.gates = from.texts("gates"_L1);
    for (JsonFields& window : from.objects("freeze"_L1))
        plan.freeze.windows.push_back(windowIn(window));
    plan.freeze.zone = from.textOr("freeze_zone"_L1, plan.freeze.zone);
    plan.whenRunning = static_cast<WhenRunning>(from.word("when_running"_L1, whenRunningWords, 0));
    plan.runbook = from.textOr("runbook"_L1, {});
    if (from.has("comparison"_L1))
        plan.comparison = comparisonIn(from.object("comparison"_L1));
    if (!error && asked)
        error = asked->unknown();
    if (error)
        return failure(std::move(*error));
    if (auto good = checkPlan(plan); !good)
        return failure(std::move(good.error()));
    return plan;
}

} // namespace

Result<Plan> planFromJson(const QJsonObject& object) {
    return readPlan(object, nullptr);
}

Result<Plan> askedPlanFromJson(const QJsonObject& object) {
    return readPlan(object, std::make_shared<AskedMembers>());
}

} // namespace signalbox::release
