#include <cmath>
#include <format>

#include "core/agents/yaml.h"
#include "core/release/guarded_metrics.h"
#include "core/release/plan.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

namespace {

using agents::YamlMap;

constexpr std::string_view fileName = "release.yaml";
constexpr double longestTime = 366.0 * 24 * 3600; // seconds

std::chrono::milliseconds secondsIn(YamlMap& map, std::string_view key, std::chrono::milliseconds fallback) {
    const auto seconds = map.number(key, 0, longestTime);
    return seconds ? std::chrono::milliseconds{std::llround(*seconds * 1000)} : fallback;
}

traffic::Weight percentIn(YamlMap& map, std::string_view key) {
    const double tenths = map.number(key, 0, 100).value_or(0) * 10;
    const double rounded = std::round(tenths);
    if (std::abs(tenths - rounded) > 1e-6)
        map.fail(key, "bad_weight", "Percentages come in steps of 0.1.");
    return traffic::Weight::thousandths(static_cast<std::uint32_t>(rounded));
}

template <class Enum>
Enum wordIn(YamlMap& map, std::string_view key, std::initializer_list<std::string_view> words, Enum fallback) {
    if (!map.has(key))
        return fallback;
    const std::string written = map.text(key);
    std::string allowed;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words.begin()[i] == written)
            return static_cast<Enum>(i);
        allowed += std::format("{}{}", i == 0 ? "" : ", ", words.begin()[i]);
    }
    map.fail(key, "bad_word", std::format("\"{}\" is not a choice here.", written),
             std::format("Use one of: {}.", allowed));
    return fallback;
}

std::vector<Guardrail> guardrailsIn(YamlMap& top) {
    std::vector<Guardrail> guardrails;
    for (YamlMap& map : top.maps("guardrails", {"metric", "limit", "action"})) {
        Guardrail guardrail{.metric = map.requiredText("metric"), .limit = 0};
        guardrail.action = wordIn(map, "action", actionWords, GuardAction::Pause);
        const auto limit = map.number("limit", 0, 1e9);
        const GuardedMetric* known = guardedMetric(guardrail.metric);
        if (!limit && (known == nullptr || known->limit == LimitRule::Needed))
            map.fail("limit", "missing_field", "A guardrail on this metric needs a limit.");
        guardrail.limit = limit.value_or(0);
        guardrails.push_back(std::move(guardrail));
    }
    return guardrails;
}

std::vector<ComparedField> fieldsIn(YamlMap& comparison, std::string_view key) {
    std::vector<ComparedField> fields;
    for (YamlMap& map : comparison.maps(key, {"path", "as", "tolerance"}))
        fields.push_back({.path = map.requiredText("path"),
                          .as = wordIn(map, "as", fieldWords, FieldAs::Exact),
                          .tolerance = map.number("tolerance", 0, 1e9).value_or(0)});
    return fields;
}

AskedModel askedIn(YamlMap& map) {
    AskedModel asked{.provider = map.requiredText("provider"), .model = map.requiredText("model")};
    if (map.has("share"))
        asked.share = percentIn(map, "share");
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
        comparison.noise = percentIn(map, "noise");
    comparison.content = wordIn(map, "content", contentWords, comparison.content);
    readModels(comparison, map);
    return comparison;
}

Calendar calendarIn(YamlMap& top) {
    Calendar calendar{.zone = top.text("freeze_zone", "UTC")};
    if (!isKnownZone(calendar.zone))
        top.fail("freeze_zone", "bad_zone", std::format("\"{}\" is not a time zone that is known here.", calendar.zone),
                 "Use a name such as Europe/Berlin, or UTC.");
    for (YamlMap& map : top.maps("freeze", {"name", "days", "from", "until", "first_date", "last_date"}))
        calendar.windows.push_back({.name = map.requiredText("name"),
                                    .days = map.texts("days"),
                                    .from = map.text("from", "00:00"),
                                    .until = map.text("until", "24:00"),
                                    .firstDate = map.text("first_date"),
                                    .lastDate = map.text("last_date")});
    return calendar;
}

// "/steps/2/weight" of a plan's check as the node of the file that it speaks of.
int lineOf(const agents::YamlNode& root, std::string_view pointer) {
    const agents::YamlNode* node = &root;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::string_view part = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(part.size());
        const agents::YamlNode* next = nullptr;
        if (node->kind == agents::YamlNode::Kind::List) {
            const auto index = static_cast<std::size_t>(std::stoul(std::string(part)));
            next = index < node->items.size() ? &node->items[index] : nullptr;
        } else {
            next = node->find(part);
        }
        if (next == nullptr)
            break;
        node = next;
    }
    return std::max(node->line, 1);
}

std::string dotted(std::string_view pointer) {
    std::string text(pointer.substr(pointer.empty() ? 0 : 1));
    for (char& c : text)
        c = c == '/' ? '.' : c;
    return text;
}

} // namespace

Result<Plan> readPlan(std::string_view yaml) {
    auto root = agents::loadYaml(yaml, fileName);
    if (!root)
        return failure(std::move(root.error()));
    agents::YamlErrors errors{std::string(fileName)};
    YamlMap top(errors, &*root, "",
                {"schema", "steps", "advance", "shadow", "observe_time", "guardrails", "evidence", "promise",
                 "conversations", "drain_time", "gates", "freeze", "freeze_zone", "when_running", "runbook",
                 "comparison"});
    // What the file leaves out is as in the default plan; an empty list is a decision and stays one.
    Plan plan = defaultPlan();
    if (top.text("schema", "signalbox.release/1") != "signalbox.release/1")
        top.fail("schema", "bad_schema", "This file does not say schema: signalbox.release/1.");
    if (top.has("steps")) {
        plan.steps.clear();
        for (YamlMap& map : top.maps("steps", {"weight", "minimum_time", "approval"})) {
            const traffic::Weight weight = percentIn(map, "weight");
            plan.steps.push_back({.weight = weight,
                                  .minimumTime = secondsIn(map, "minimum_time", {}),
                                  .approval = wordIn(map, "approval", approvalWords, Approval::NotNeeded)});
        }
    }
    plan.advance = wordIn(top, "advance", advanceWords, plan.advance);
    if (top.has("shadow")) {
        YamlMap shadow = top.map("shadow", {"time", "share"});
        plan.shadowTime = secondsIn(shadow, "time", {});
        plan.shadowShare = percentIn(shadow, "share");
    }
    plan.observeTime = secondsIn(top, "observe_time", plan.observeTime);
    if (top.has("guardrails"))
        plan.guardrails = guardrailsIn(top);
    plan.evidence = wordIn(top, "evidence", evidenceWords, plan.evidence);
    plan.promise = top.number("promise", 0, 1e9).value_or(plan.promise);
    plan.conversations = wordIn(top, "conversations", conversationWords, plan.conversations);
    plan.drainTime = secondsIn(top, "drain_time", plan.drainTime);
    plan.gates = top.texts("gates");
    plan.freeze = calendarIn(top);
    plan.whenRunning = wordIn(top, "when_running", whenRunningWords, plan.whenRunning);
    plan.runbook = top.text("runbook");
    if (top.has("comparison"))
        plan.comparison = comparisonIn(top);
    if (errors.first())
        return failure(*errors.first());
    if (auto good = checkPlan(plan); !good) {
        Error error = std::move(good.error());
        error.field = std::format("{}:{}: {}", fileName, lineOf(*root, error.field), dotted(error.field));
        return failure(std::move(error));
    }
    return plan;
}

} // namespace signalbox::release
