// signalboxctl explain AGENT|RELEASE [--file F]: what each guardrail of a release rests on, with every deciding number
// computed again from the stored counts.
#include <algorithm>
#include <bit>
#include <cmath>
#include <format>
#include <utility>

#include <QFile>

#include "app/ctl/context.h"
#include "app/ctl/failure_words.h"
#include "core/base/canonical_json.h"
#include "core/base/grouped_text.h"
#include "core/base/visible_text.h"
#include "core/evidence/forecast.h"

namespace signalbox::ctl {

namespace {

constexpr qint64 largestEvidence = 16LL * 1024 * 1024;

// A verdict must follow from its counts alone, to the last bit.
bool isReproduced(const evidence::Explanation& explanation) {
    return explanation.verdict == evidence::Verdict::NoData ||
           std::bit_cast<std::uint64_t>(evidence::reproduce(explanation)) ==
               std::bit_cast<std::uint64_t>(explanation.value);
}

std::string evidenceText(double log) {
    return log > std::log(1e6) ? "more than 1,000,000" : std::format("{:.3g}", std::exp(log));
}

// The deciding number as people read it; --json has the logarithms and every digit.
std::string numberOf(const evidence::Explanation& explanation) {
    using evidence::Method;
    if (explanation.verdict == evidence::Verdict::NoData)
        return "no number yet";
    const double value = explanation.value;
    switch (explanation.method) {
    case Method::Ratio:
    case Method::TwoSided:
    case Method::AfterRelease:
        return std::format("E is {}, {} is enough (1/α, α is {:g})", evidenceText(value),
                           groupedText(static_cast<std::uint64_t>(std::llround(1 / explanation.alpha))),
                           explanation.alpha);
    case Method::MeanSequence:
        return std::format("the difference lies {:.4g} {} (α is {:g})", std::abs(value),
                           value > explanation.bound ? "beyond what chance explains" : "short of what would prove it",
                           explanation.alpha);
    case Method::ExactLimit:
        return std::format("at least {:.3g} % are past the limit, which allows {:.3g} % (α is {:g})", value * 100,
                           explanation.bound * 100, explanation.alpha);
    case Method::MeanLimit:
        return std::format("the mean is at least {:.4g}, the limit is {:.4g} (α is {:g})", value, explanation.bound,
                           explanation.alpha);
    case Method::Outage:
        return std::format("{:.0f} failed conversations in a row, {:.0f} are enough", value, explanation.bound);
    }
    std::unreachable();
}

// Why conversations failed, of either arm.
std::string classesOf(const evidence::Explanation& explanation, evidence::Arm arm) {
    std::string text;
    for (const evidence::FailureClass& each : explanation.failures)
        if (const std::uint64_t units = each.units.of(arm))
            text += std::format("{}{} x {}", text.empty() ? "" : ", ", groupedText(units), each.name);
    return text.empty() ? "none" : text;
}

void printGuard(const Context& context, const protocol::GuardCard& card) {
    const evidence::Explanation& explanation = card.explanation;
    const auto [stable, canary] = explanation.arms;
    std::string verdict(toString(explanation.verdict));
    std::ranges::replace(verdict, '_', ' ');
    const std::string deed = evidence::deedOf(explanation.guard);
    context.line(
        std::format("{}: {}{}", evidence::titleOf(explanation.guard.name), verdict, deed.empty() ? "" : "; " + deed));
    context.line("  " + card.sentence);
    if (explanation.verdict == evidence::Verdict::Worse)
        context.line("  " + proofOf(explanation));
    context.line(std::format("  canary {} of {} conversations in {} requests, stable {} of {} in {} requests",
                             canary.events, canary.units, canary.requests, stable.events, stable.units,
                             stable.requests));
    if (!explanation.failures.empty())
        context.line(std::format("  failed because: canary {}; stable {}",
                                 classesOf(explanation, evidence::Arm::Canary),
                                 classesOf(explanation, evidence::Arm::Stable)));
    context.line(std::format("  {}, {}: {}; {}", explanation.guard.name, toString(explanation.method),
                             numberOf(explanation),
                             isReproduced(explanation) ? "computed again from the counts: the same bits"
                                                       : "COMPUTED AGAIN FROM THE COUNTS: NOT THE SAME"));
    if (!explanation.requests.empty()) {
        std::string ids;
        for (const std::string& id : explanation.requests)
            ids += (ids.empty() ? "" : ", ") + id;
        context.line("  last requests that went wrong: " + ids);
    }
}

void print(Context& context, const protocol::EvidenceMessage& message) {
    const bool reproduced = std::ranges::all_of(
        message.guards, [](const protocol::GuardCard& card) { return isReproduced(card.explanation); });
    if (context.options().json) {
        QJsonObject object = protocol::encode(message);
        object.insert(u"reproduced", reproduced);
        context.json(object);
    } else {
        context.line(std::format("release {}{}", message.releaseId,
                                 message.because.empty()
                                     ? ""
                                     : std::format(": {} because of {}", toString(message.action), message.because)));
        for (const std::string& hold : message.holds)
            context.line("hold: " + hold);
        for (const protocol::GuardCard& card : message.guards)
            printGuard(context, card);
    }
    context.finish(reproduced ? Done : NotVerified);
}

void explainFile(Context& context) {
    QFile file(context.options().file);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestEvidence)
        return context.fail({Errc::Io, "file_error", "The evidence cannot be read.",
                             "Save it with signalboxctl explain RELEASE --json."});
    const QByteArray bytes = file.readAll();
    const auto object = parseJsonObject({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (!object)
        return context.fail(object.error());
    const auto message = protocol::evidenceFrom(*object);
    if (!message)
        return context.fail(message.error());
    print(context, *message);
}

void explainRelease(Context& context, const std::string& release) {
    context.session().fetchEvidence(
        release, &context,
        context.then<protocol::EvidenceMessage>(
            [&context](const protocol::EvidenceMessage& message) { print(context, message); }));
}

std::string_view endedHow(release::Ending ending) {
    switch (ending) {
    case release::Ending::RolledBack:
        return "was rolled back";
    case release::Ending::Completed:
        return "was completed";
    case release::Ending::Aborted:
    case release::Ending::None:
        break;
    }
    return "was ended";
}

// What runs, or what ended last.
void explainNewest(Context& context, const std::string& agent, bool saidFailures) {
    context.session().fetchAgents(
        &context, context.then<protocol::AgentList>([&context, agent, saidFailures](const protocol::AgentList& list) {
            const auto found = std::ranges::find(list.agents, agent, &protocol::AgentStatus::agent);
            if (found == list.agents.end())
                return context.fail(noAgent(agent, list));
            const release::AgentState& state = found->state;
            if (state.release)
                return explainRelease(context, state.release->id);
            if (!state.ended && saidFailures)
                return context.finish(Done);
            if (!state.ended)
                return context.fail({Errc::NotFound, "no_release", std::format("No release of {} is under way.", agent),
                                     "Name one that has ended by its id, which ends its lines in signalboxctl audit "
                                     "list."});
            if (!context.options().json)
                context.line(std::format("No release of {} is under way; this one {} by {} on {}.", agent,
                                         endedHow(state.ended->ending), state.ended->actor, toIso(state.ended->at)));
            explainRelease(context, state.ended->releaseId);
        }));
}

// Of an agent: why it fails, if it does, and what its newest release rests on.
void explainAgent(Context& context, const std::string& agent) {
    context.session().fetchFailures(agent, &context, [&context, agent](const Result<protocol::FailureMessage>& found) {
        const auto lines = found ? failureLines(*found) : std::vector<std::string>();
        if (!context.options().json)
            for (const std::string& line : lines)
                context.line(visibleText(line, Lines::Visible));
        explainNewest(context, agent, !lines.empty() && !context.options().json);
    });
}

} // namespace

void explain(Context& context) {
    // A release has a dot and a number behind its agent's name; a name alone means what it does now.
    const std::string word = context.word(1);
    if (!context.options().file.isEmpty())
        explainFile(context);
    else if (word.contains('.'))
        explainRelease(context, word);
    else
        explainAgent(context, word);
}

} // namespace signalbox::ctl
