#include <cmath>
#include <format>

#include "core/agents/yaml.h"
#include "core/release/guarded_metrics.h"
#include "core/release/plan.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

namespace {

using agents::YamlMap;

constexpr double leastPercent = 0.1;
constexpr double longestTime = 366.0 * 24 * 3600; // seconds

std::chrono::milliseconds secondsIn(YamlMap& map, std::string_view key, std::chrono::milliseconds fallback) {
    const auto seconds = map.number(key, 0, longestTime);
    return seconds ? std::chrono::milliseconds{std::llround(*seconds * 1000)} : fallback;
}

traffic::Weight percentIn(YamlMap& map, std::string_view key, double least) {
    const double tenths = map.number(key, least, 100, 5).value_or(0) * 10;
    const double rounded = std::round(tenths);
    if (std::abs(tenths - rounded) > 1e-6)
        map.fail(key, "bad_weight", "Percentages come in steps of 0.1.", "Write 0.1 to 100.",
                 std::format("{}: {}", key, rounded / 10));
    return traffic::Weight::thousandths(static_cast<std::uint32_t>(rounded));
}

template <class Enum>
Enum wordIn(YamlMap& map, std::string_view key, std::initializer_list<std::string_view> words, Enum fallback) {
    return static_cast<Enum>(map.choice(key, words, static_cast<std::size_t>(fallback)));
}

std::vector<Guardrail> guardrailsIn(YamlMap& top) {
    std::vector<Guardrail> guardrails;
    for (YamlMap& map : top.maps("guardrails", {"metric", "limit", "action"})) {
        Guardrail guardrail{.metric = map.requiredText("metric", "error_rate"), .limit = 0};
        guardrail.action = wordIn(map, "action", actionWords, GuardAction::Pause);
        const GuardedMetric* known = guardedMetric(guardrail.metric);
        const auto limit = map.number("limit", -1e9, 1e9, known == nullptr ? 0.02 : usualLimit(*known));
        if (!map.has("limit") && known != nullptr && known->limit == LimitRule::Needed)
            map.fail("limit", "missing_field", "A guardrail on this metric needs a limit.",
                     std::format("Add a {}, more than 0.", known->unit), std::format("limit: {}", usualLimit(*known)));
        guardrail.limit = limit.value_or(0);
        guardrails.push_back(std::move(guardrail));
    }
    return guardrails;
}

std::vector<ComparedField> fieldsIn(YamlMap& comparison, std::string_view key) {
    std::vector<ComparedField> fields;
    for (YamlMap& map : comparison.maps(key, {"path", "as", "tolerance"}))
        fields.push_back({.path = map.requiredText("path", "/answer"),
                          .as = wordIn(map, "as", fieldWords, FieldAs::Exact),
                          .tolerance = map.number("tolerance", 0, 1e9).value_or(0)});
    return fields;
}

AskedModel askedIn(YamlMap& map) {
    AskedModel asked{.provider = map.requiredText("provider", "ollama"),
                     .model = map.requiredText("model", "llama3.1:8b-instruct-q8_0")};
    if (map.has("share"))
        asked.share = percentIn(map, "share", leastPercent);
    return asked;
}

void readModels(Comparison& comparison, YamlMap& from) {
    if (from.has("embeddings")) {
        YamlMap map = from.map("embeddings", {"provider", "model", "share", "least"});
        comparison.embeddings = EmbeddingRule{.asked = askedIn(map)};
        comparison.embeddings->least = map.number("least", 0, 1).value_or(comparison.embeddings->least);
    }
    if (from.has("judge")) {
        YamlMap map = from.map("judge", {"provider", "model", "share", "criterion"});
        comparison.judge = JudgeRule{.asked = askedIn(map), .criterion = map.text("criterion")};
    }
    if (!from.has("budget"))
        return;
    YamlMap map = from.map("budget", {"usd_per_hour", "requests_per_hour", "timeout"});
    AskingBudget& budget = comparison.budget;
    budget.usdPerHour = map.number("usd_per_hour", 0, 10'000).value_or(budget.usdPerHour);
    budget.requestsPerHour =
        static_cast<int>(map.integer("requests_per_hour", 1, 100'000).value_or(budget.requestsPerHour));
    budget.timeout = secondsIn(map, "timeout", budget.timeout);
}

Comparison comparisonIn(YamlMap& top) {
    YamlMap map = top.map("comparison", {"fields", "arguments", "least_fields", "least_text", "noise", "content",
                                         "embeddings", "judge", "budget"});
    Comparison comparison;
    comparison.fields = fieldsIn(map, "fields");
    comparison.arguments = fieldsIn(map, "arguments");
    comparison.leastFields = map.number("least_fields", 0, 1).value_or(comparison.leastFields);
    comparison.leastText = map.number("least_text", 0, 1).value_or(comparison.leastText);
    if (map.has("noise"))
        comparison.noise = percentIn(map, "noise", 0);
    comparison.content = wordIn(map, "content", contentWords, comparison.content);
    readModels(comparison, map);
    return comparison;
}

Calendar calendarIn(YamlMap& top) {
    Calendar calendar{.zone = top.text("freeze_zone", "UTC")};
    if (!isKnownZone(calendar.zone))
        top.fail("freeze_zone", "bad_zone", std::format("\"{}\" is not a time zone that is known here.", calendar.zone),
                 "Use a name such as Europe/Berlin, or UTC.", "freeze_zone: UTC");
    for (YamlMap& map : top.maps("freeze", {"name", "days", "from", "until", "first_date", "last_date"}))
        calendar.windows.push_back({.name = map.requiredText("name", "weekend"),
                                    .days = map.texts("days"),
                                    .from = map.text("from", "00:00"),
                                    .until = map.text("until", "24:00"),
                                    .firstDate = map.text("first_date"),
                                    .lastDate = map.text("last_date")});
    return calendar;
}

// "/steps/2/weight" of a plan's check as the place in the file that it speaks of: where the field stands, or what
// should hold it.
Place placeOf(const agents::YamlNode& root, std::string_view pointer) {
    const agents::YamlNode* node = &root;
    Place place{.line = std::max(root.line, 1), .column = std::max(root.column, 1)};
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::string_view part = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(part.size());
        const bool isIndex = !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
        place.field += isIndex ? std::format("[{}]", part) : (place.field.empty() ? "" : ".") + std::string(part);
        if (node == nullptr)
            continue;
        const agents::YamlNode* next = nullptr;
        if (node->kind == agents::YamlNode::Kind::List && isIndex) {
            const auto index = static_cast<std::size_t>(std::stoul(std::string(part)));
            next = index < node->items.size() ? &node->items[index] : nullptr;
            if (next != nullptr)
                place.line = next->line, place.column = next->column;
        }
        for (const agents::YamlEntry& entry : node->entries)
            if (entry.key == part) {
                next = &entry.value;
                place.line = entry.line, place.column = entry.column;
            }
        node = next;
    }
    return place;
}

std::vector<Step> stepsIn(YamlMap& top) {
    std::vector<Step> steps;
    for (YamlMap& map : top.maps("steps", {"weight", "minimum_time", "approval"})) {
        if (!map.has("weight"))
            map.fail("weight", "missing_field", std::format("\"{}\" is missing.", map.pathOf("weight")),
                     "A step has its weight in percent, 0.1 to 100.", "weight: 5");
        const traffic::Weight weight = percentIn(map, "weight", leastPercent);
        steps.push_back({.weight = weight,
                         .minimumTime = secondsIn(map, "minimum_time", {}),
                         .approval = wordIn(map, "approval", approvalWords, Approval::NotNeeded)});
    }
    return steps;
}

// What the file leaves out is as in the default plan; an empty list is a decision and stays one.
Plan planIn(YamlMap& top) {
    Plan plan = defaultPlan();
    if (top.text("schema", "signalbox.release/1") != "signalbox.release/1")
        top.fail("schema", "bad_schema", "This schema is not known.", "Write signalbox.release/1, or leave it out.",
                 "schema: signalbox.release/1");
    if (top.has("steps"))
        plan.steps = stepsIn(top);
    plan.advance = wordIn(top, "advance", advanceWords, plan.advance);
    if (top.has("approval")) {
        const bool own = top.map("approval", {"own"}).boolean("own", false);
        plan.ownApproval = own ? OwnApproval::Allowed : OwnApproval::Refused;
    }
    if (top.has("shadow")) {
        YamlMap shadow = top.map("shadow", {"time", "share"});
        plan.shadowTime = secondsIn(shadow, "time", {});
        plan.shadowShare = percentIn(shadow, "share", plan.shadowTime.count() > 0 ? leastPercent : 0);
    }
    plan.observeTime = secondsIn(top, "observe_time", plan.observeTime);
    if (top.has("guardrails"))
        plan.guardrails = guardrailsIn(top);
    plan.evidence = wordIn(top, "evidence", evidenceWords, plan.evidence);
    plan.promise = top.number("promise", leastPromise, mostPromise, 6).value_or(plan.promise);
    plan.conversations = wordIn(top, "conversations", conversationWords, plan.conversations);
    plan.drainTime = secondsIn(top, "drain_time", plan.drainTime);
    plan.gates = top.texts("gates");
    plan.freeze = calendarIn(top);
    plan.whenRunning = wordIn(top, "when_running", whenRunningWords, plan.whenRunning);
    plan.runbook = top.text("runbook");
    if (top.has("comparison"))
        plan.comparison = comparisonIn(top);
    return plan;
}

} // namespace

Result<Plan> readPlan(std::string_view yaml, std::string_view file) {
    agents::YamlErrors errors{std::string(file)};
    const auto root = agents::loadYaml(yaml, errors);
    if (!root)
        return failure(errors.error());
    YamlMap top(errors, &*root, "",
                {"schema", "steps", "advance", "approval", "shadow", "observe_time", "guardrails", "evidence",
                 "promise", "conversations", "drain_time", "gates", "freeze", "freeze_zone", "when_running", "runbook",
                 "comparison"});
    Plan plan = planIn(top);
    if (auto good = checkPlan(plan); !good)
        for (Finding finding : good.error().findings) {
            finding.place = placeOf(*root, finding.place.field);
            errors.add(std::move(finding));
        }
    if (!errors.isEmpty())
        return failure(errors.error());
    return plan;
}

} // namespace signalbox::release
