// signalboxctl explain AGENT|RELEASE [--file F]: what each guardrail of a release rests on, with every deciding number
// computed again from the stored counts.
#include <algorithm>
#include <bit>
#include <format>

#include <QFile>

#include "app/ctl/context.h"
#include "core/base/canonical_json.h"

namespace signalbox::ctl {

namespace {

constexpr qint64 largestFile = 16LL * 1024 * 1024;

// A verdict must follow from its counts alone, to the last bit.
bool isReproduced(const evidence::Explanation& explanation) {
    return explanation.verdict == evidence::Verdict::NoData ||
           std::bit_cast<std::uint64_t>(evidence::reproduce(explanation)) ==
               std::bit_cast<std::uint64_t>(explanation.value);
}

void printGuard(const Context& context, const protocol::GuardCard& card) {
    const evidence::Explanation& explanation = card.explanation;
    const auto [stable, canary] = explanation.arms;
    context.line(std::format("{}: {} ({} when worse)", explanation.guard.name, toString(explanation.verdict),
                             toString(explanation.guard.action)));
    context.line("  " + card.sentence);
    context.line(std::format("  canary {} of {} units in {} requests, stable {} of {} units in {} requests",
                             canary.events, canary.units, canary.requests, stable.events, stable.units,
                             stable.requests));
    context.line(std::format("  {}: value {:.17g}, bound {:.17g}, alpha {:g}; {}", toString(explanation.method),
                             explanation.value, explanation.bound, explanation.alpha,
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
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile)
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

} // namespace

void explain(Context& context) {
    if (!context.options().file.isEmpty())
        return explainFile(context);
    // A release has a dot and a number behind its agent's name; a name alone means the release that runs.
    const std::string word = context.word(1);
    if (word.contains('.'))
        return explainRelease(context, word);
    context.session().fetchAgents(
        &context, context.then<protocol::AgentList>([&context, word](const protocol::AgentList& list) {
            const auto found = std::ranges::find(list.agents, word, &protocol::AgentStatus::agent);
            if (found == list.agents.end())
                return context.fail(noAgent(word));
            if (!found->state.release)
                return context.fail({Errc::NotFound, "no_release", std::format("No release of {} is under way.", word),
                                     "Name one that has ended by its id; signalboxctl audit list shows ids."});
            explainRelease(context, found->state.release->id);
        }));
}

} // namespace signalbox::ctl
