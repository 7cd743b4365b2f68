#include "core/suites/judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "core/base/visible_text.h"
#include "core/suites/assertion_judges.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using Kind = AssertionKind;

constexpr std::size_t longestDetail = 400; // characters

struct Asking {
    const Case& one;
    const Said& said;
    const JudgeTerms& terms;
    const std::string& output;
    std::size_t reply = 0; // the next of the replies
};

Found judgeTime(const Assertion& assertion, const Asking& asking) {
    if (asking.terms.timesLater)
        return {.holds = true, .ignoresInverse = true};
    if (assertion.kind == Kind::Latency)
        return {.holds = asking.said.latency.count() <= *assertion.threshold,
                .code = assertion.isInverse ? "too_fast" : "too_slow",
                .detail = std::format("{:.0f}", asking.said.latency.count())};
    if (!asking.said.cost)
        return notRun("unknown_cost");
    const double usd = static_cast<double>(*asking.said.cost) / agents::picoPerUsd;
    return {.holds = usd <= *assertion.threshold,
            .code = assertion.isInverse ? "too_cheap" : "too_dear",
            .detail = std::format("{:.6f}", usd)};
}

Found judgeContract(const Asking& asking) {
    if (asking.terms.contract == nullptr)
        return notRun("no_contract");
    if (asking.said.text.empty())
        return {.holds = false, .code = "no_answer"};
    const ReadValue read = readJson(asking.said.text);
    if (read.isTooDeep)
        return notRun("too_deep");
    const auto kept = asking.terms.contract->accepts(read.value.value_or(QJsonValue(scriptString(asking.said.text))));
    return kept ? Found{.holds = *kept, .code = "contract"} : notRun("too_long");
}

Found judgeReply(const Assertion& assertion, Asking& asking) {
    const std::vector<Reply>* replies = asking.terms.replies;
    const std::size_t at = asking.reply++;
    if (replies == nullptr || at >= replies->size())
        return notRun("not_asked");
    const Reply& reply = (*replies)[at];
    if (assertion.kind == Kind::Similar) {
        if (!reply.likeness || !std::isfinite(*reply.likeness))
            return notRun("no_likeness");
        const double threshold = assertion.threshold.value_or(0.75);
        const double score = std::clamp(*reply.likeness, 0.0, 1.0);
        return {.holds = assertion.isInverse ? *reply.likeness > threshold : *reply.likeness >= threshold,
                .score = assertion.isInverse ? 1 - score : score,
                .code = "differs",
                .detail = std::format("{:.3f}", *reply.likeness)};
    }
    if (!reply.passes || !std::isfinite(reply.score))
        return notRun("no_grade");
    const double score = std::clamp(reply.score, 0.0, 1.0);
    return {.holds = *reply.passes && (!assertion.threshold || score >= *assertion.threshold),
            .score = assertion.isInverse ? 1 - score : score,
            .code = "graded_down",
            .detail = reply.reason};
}

Found find(const Assertion& assertion, Asking& asking) {
    switch (assertion.kind) {
    case Kind::IsJson:
    case Kind::ContainsJson:
        return judgeJson(assertion, asking.output);
    case Kind::Latency:
    case Kind::Cost:
        return judgeTime(assertion, asking);
    case Kind::IsRefusal:
        return judgeRefusal(assertion, asking.said);
    case Kind::IsValidToolsCall:
    case Kind::ToolCallF1:
        return judgeTools(assertion, asking.said, asking.terms.tools);
    case Kind::ToolUsed:
    case Kind::ToolArgsMatch:
    case Kind::ToolSequence:
        return judgeTrajectory(assertion, asking.said);
    case Kind::Levenshtein:
    case Kind::RougeN:
        return judgeLikeness(assertion, asking.output);
    case Kind::Similar:
    case Kind::LlmRubric:
        return judgeReply(assertion, asking);
    case Kind::Contract:
        return judgeContract(asking);
    case Kind::NoSecret:
    case Kind::NoPersonalData:
        return judgeLeaks(assertion, asking.one, asking.said);
    default:
        return judgeText(assertion, asking.output);
    }
}

struct Total {
    double score = 0;
    double weight = 0;
    bool allPass = true;
    bool isOpen = false; // something that counts was not run

    void add(const Judged& judged, double share) {
        score += judged.score * share;
        weight += share;
        allPass = allPass && judged.verdict == Verdict::Pass;
        isOpen = isOpen || judged.verdict == Verdict::NotRun;
    }

    [[nodiscard]] double mean() const { return weight > 0 ? score / weight : 0; }

    [[nodiscard]] Verdict verdict(std::optional<double> threshold) const {
        if (isOpen)
            return Verdict::NotRun;
        return (threshold ? mean() >= *threshold : allPass) ? Verdict::Pass : Verdict::Fail;
    }
};

Judged judgeOne(const Assertion& assertion, Asking& asking) {
    if (assertion.kind == Kind::AssertSet) {
        Judged set;
        Total total;
        for (const Assertion& inner : assertion.inner) {
            set.inner.push_back(judgeOne(inner, asking));
            total.add(set.inner.back(), inner.weight);
        }
        set.score = total.mean();
        set.verdict = total.verdict(assertion.threshold);
        set.code = set.verdict == Verdict::Pass ? "" : set.verdict == Verdict::Fail ? "set_failed" : "set_not_run";
        return set;
    }
    const Found found = find(assertion, asking);
    Judged judged;
    if (found.holds) {
        const bool passes = *found.holds != (assertion.isInverse && !found.ignoresInverse);
        judged.verdict = passes ? Verdict::Pass : Verdict::Fail;
        judged.score = found.score.value_or(passes ? 1 : 0);
    } else {
        judged.verdict = Verdict::NotRun;
        judged.score = 0;
    }
    if (judged.verdict != Verdict::Pass) {
        judged.code = found.code;
        judged.detail = visibleText(found.detail, Lines::Visible, longestDetail);
    }
    if (assertion.weight == 0) // shown, never counted
        judged.verdict = Verdict::Pass;
    return judged;
}

void addQuestions(const Assertion& assertion, const std::string& output, std::vector<Question>& questions) {
    if (assertion.kind == Kind::Similar || assertion.kind == Kind::LlmRubric)
        questions.push_back({assertion.kind == Kind::Similar ? Question::Kind::Likeness : Question::Kind::Rubric,
                             assertion.value.toString().toStdString(), output});
    for (const Assertion& inner : assertion.inner)
        addQuestions(inner, output, questions);
}

} // namespace

std::string_view toString(Verdict verdict) {
    constexpr std::array<std::string_view, 3> words{"pass", "fail", "not_run"};
    return words[static_cast<std::size_t>(verdict)];
}

std::vector<Question> questionsOf(const Case& one, const Said& said) {
    std::vector<Question> questions;
    const std::string output = outputOf(said);
    for (const Assertion& assertion : one.assertions)
        addQuestions(assertion, output, questions);
    return questions;
}

CaseJudged judge(const Case& one, const Said& said, const JudgeTerms& terms) {
    CaseJudged judged;
    const std::string output = outputOf(said);
    if (output.size() > longestAnswer) {
        judged.verdict = Verdict::NotRun;
        judged.assertions.assign(one.assertions.size(), {.verdict = Verdict::NotRun, .score = 0, .code = "too_long"});
        return judged;
    }
    Asking asking{one, said, terms, output};
    Total total;
    for (const Assertion& assertion : one.assertions) {
        judged.assertions.push_back(judgeOne(assertion, asking));
        total.add(judged.assertions.back(), assertion.weight);
    }
    judged.score = total.mean();
    judged.verdict = one.assertions.empty() ? Verdict::NotRun : total.verdict(one.threshold);
    return judged;
}

} // namespace signalbox::suites
