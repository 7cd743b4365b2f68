#include "ui/releases/strip_words.h"

#include <algorithm>
#include <ranges>

#include <QCoreApplication>
#include <QStringList>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t shownReasons = 3;

struct StripWords {
    Q_DECLARE_TR_FUNCTIONS(StripWords)
};

QString providerText(const metrics::FailureCause& cause) {
    return cause.provider.empty() ? StripWords::tr("the upstream")
                                  : StripWords::tr("the provider \"%1\"").arg(plainLine(cause.provider, 40));
}

QString whatFails(const metrics::FailureCause& cause) {
    const QString who = providerText(cause);
    switch (cause.reason.kind) {
    case metrics::FailureKind::Refused:
        return StripWords::tr("%1 refuses the connection").arg(who);
    case metrics::FailureKind::Unreachable:
        return StripWords::tr("%1 cannot be reached").arg(who);
    case metrics::FailureKind::Untrusted:
        return StripWords::tr("%1 cannot be trusted: TLS failed").arg(who);
    case metrics::FailureKind::Broken:
        return StripWords::tr("%1 ends the connection without an answer").arg(who);
    case metrics::FailureKind::Cut:
        return StripWords::tr("%1 breaks off its answers").arg(who);
    case metrics::FailureKind::Timeout:
        return StripWords::tr("%1 does not answer in time").arg(who);
    case metrics::FailureKind::NotHttp:
        return StripWords::tr("%1 answers something that is not HTTP").arg(who);
    case metrics::FailureKind::NotAsked:
        return StripWords::tr("%1 is not configured").arg(who);
    case metrics::FailureKind::Unusable:
        return StripWords::tr("%1 answers what nobody can use").arg(who);
    case metrics::FailureKind::Filtered:
        return StripWords::tr("%1 filters its answers").arg(who);
    case metrics::FailureKind::Empty:
        return StripWords::tr("%1 answers nothing").arg(who);
    default:
        return StripWords::tr("%1 answers %2").arg(who, reasonText(cause.reason));
    }
}

QString whereToLook(const metrics::FailureCause& cause) {
    switch (cause.kind) {
    case metrics::FailureCause::Kind::NotThisVersion:
        return StripWords::tr("not this version: %1").arg(whatFails(cause));
    case metrics::FailureCause::Kind::ThisVersion:
        return StripWords::tr("only %1, others answer: %2").arg(plainLine(cause.version, 40), whatFails(cause));
    default:
        return whatFails(cause);
    }
}

QString sharesText(const metrics::FailureReport& report) {
    QStringList shares;
    for (const metrics::VersionFailures& version : report.versions)
        if (version.isFailing())
            shares << StripWords::tr("%1 of %2")
                          .arg(percentText(static_cast<double>(version.runFailures) /
                                               static_cast<double>(version.runRequests),
                                           0),
                               plainLine(version.version, 40));
    return shares.join(u", "_s);
}

QString reasonsText(const std::vector<metrics::FailureRow>& rows) {
    QStringList reasons;
    for (const metrics::FailureRow& row : rows | std::views::take(shownReasons))
        reasons << StripWords::tr("%1 × %2").arg(countText(row.count), reasonText(row.reason));
    if (rows.size() > shownReasons)
        reasons << StripWords::tr("and %1 more").arg(rows.size() - shownReasons);
    return reasons.join(u" · "_s);
}

// "12:22:06: 2.2.0 at 5 %, ana"
QString lastChangeText(const release::AgentState& state) {
    const release::Change& last = state.lastChange;
    if (last.action.empty() || last.at == WallTime{})
        return {};
    const release::Routing routing = release::routingOf(state);
    QString what = StripWords::tr("%1 alone").arg(plainLine(routing.stable.name(), 40));
    if (routing.canary)
        what = StripWords::tr("%1 at %2")
                   .arg(plainLine(routing.canary->name(), 40), QString::fromStdString(routing.canaryWeight.toString()));
    else if (routing.shadow)
        what = StripWords::tr("copies to %1").arg(plainLine(routing.shadow->name(), 40));
    return StripWords::tr("last change %1: %2, %3").arg(timeOfDayText(last.at), what, plainLine(last.actor, 40));
}

QString dotted(const QString& first, const QString& second) {
    return first.isEmpty() || second.isEmpty() ? QString(first + second) : QString(first + u" · "_s + second);
}

void showSample(StripView& view, const std::vector<metrics::FailureRow>& rows) {
    const auto row = std::ranges::find_if(rows, [](const auto& each) { return each.sample.has_value(); });
    if (row == rows.end())
        return;
    view.requestId = plainLine(row->sample->requestId, 80);
    QStringList lines{StripWords::tr("Request %1").arg(view.requestId),
                      StripWords::tr("%1, failed: %2").arg(timeText(row->sample->at), reasonText(row->reason))};
    if (!row->sample->message.empty())
        lines << StripWords::tr("The upstream said: %1").arg(plainLine(row->sample->message, 240));
    view.sample = lines.join(u'\n');
}

// "4 requests of 2.2.0 have waited for their first token for up to 43 s"; empty: none has waited for long.
QString waitsText(const metrics::FailureReport& report) {
    QStringList waits;
    for (const metrics::VersionFailures& version : report.versions)
        if (version.isHanging(report.at))
            waits << StripWords::tr("%1 requests of %2 have waited for their first token for up to %3")
                         .arg(
                             countText(version.waiting), plainLine(version.version, 40),
                             durationText(std::chrono::floor<std::chrono::seconds>(report.at - *version.waitingSince)));
    return waits.join(u", "_s);
}

void showFailures(StripView& view, const StripSituation& situation, const std::vector<metrics::FailureRow>& rows) {
    const protocol::FailureMessage& message = *situation.failures;
    showSample(view, rows);
    view.details =
        dotted(dotted(waitsText(message.report), reasonsText(rows)), lastChangeText(situation.status->state));
    if (message.cause.since) {
        view.tone = Tone::Bad;
        view.sentence =
            StripWords::tr("Failing since %1 · %2 → %3")
                .arg(timeOfDayText(*message.cause.since), sharesText(message.report), whereToLook(message.cause));
        if (const release::Plan* plan = release::movingPlan(situation.status->state))
            view.runbook = plainLine(plan->runbook, 400);
        return;
    }
    std::uint64_t failures = 0;
    std::uint64_t requests = 0;
    for (const metrics::VersionFailures& version : message.report.versions) {
        failures += version.failures;
        requests += version.requests;
    }
    if (failures == 0) // only broken contracts
        view.sentence =
            StripWords::tr("Every request of the last 15 minutes was answered; some answers broke the contract");
    else
        view.sentence = StripWords::tr("%1 of %2 requests failed in the last 15 minutes")
                            .arg(countText(failures), countText(requests));
}

// The newest finished version, when it has not answered anybody yet and could be released now.
QString waitingVersion(const StripSituation& situation) {
    const release::AgentState& state = situation.status->state;
    if (state.release || state.queued || state.freeze)
        return {};
    for (const QString& name : situation.versions) {
        const auto version = agents::SemVer::parse(name.toStdString());
        if (!version || version->isPreRelease())
            continue;
        const bool isGood =
            std::ranges::any_of(state.knownGood, [&](const auto& good) { return good.version == *version; });
        const bool held = std::ranges::any_of(
            state.quarantine, [&](const release::Quarantined& each) { return each.version.version == *version; });
        return *version > state.stable.version && !isGood && !held ? name : QString();
    }
    return {};
}

void showFirstThing(StripView& view, const StripSituation& situation) {
    view.candidate = waitingVersion(situation);
    if (view.candidate.isEmpty())
        return;
    view.sentence =
        situation.simulated
            ? StripWords::tr(
                  "First thing to do: release %1 to the simulated callers; 100 % is about three minutes away")
                  .arg(view.candidate)
            : StripWords::tr("%1 is published and has not answered anybody yet").arg(view.candidate);
}

} // namespace

QString reasonText(const metrics::FailureReason& reason) {
    const QString token = plainLine(reason.token, 60);
    const auto with = [&token](const QString& words) {
        return token.isEmpty() ? words : QString(words + u' ' + token);
    };
    switch (reason.kind) {
    case metrics::FailureKind::Status:
        return with(QString::number(reason.status));
    case metrics::FailureKind::InAnswer:
        return with(StripWords::tr("error in the answer"));
    case metrics::FailureKind::Unusable:
        return StripWords::tr("unusable answer");
    case metrics::FailureKind::Filtered:
        return StripWords::tr("filtered answer");
    case metrics::FailureKind::Empty:
        return StripWords::tr("empty answer");
    case metrics::FailureKind::Refused:
        return StripWords::tr("connection refused");
    case metrics::FailureKind::Unreachable:
        return StripWords::tr("unreachable");
    case metrics::FailureKind::Untrusted:
        return StripWords::tr("TLS refused");
    case metrics::FailureKind::Broken:
        return StripWords::tr("broken connection");
    case metrics::FailureKind::Cut:
        return StripWords::tr("broken answer");
    case metrics::FailureKind::Timeout:
        return StripWords::tr("timeout");
    case metrics::FailureKind::NotHttp:
        return StripWords::tr("not HTTP");
    case metrics::FailureKind::NotAsked:
        return StripWords::tr("not configured");
    case metrics::FailureKind::Contract:
        return StripWords::tr("contract broken");
    case metrics::FailureKind::Other:
        break;
    }
    return StripWords::tr("other");
}

StripView stripView(const StripSituation& situation) {
    StripView view;
    const auto rows = situation.failures == nullptr ? std::vector<metrics::FailureRow>()
                                                    : metrics::pooledRows(situation.failures->report);
    if (!rows.empty()) {
        showFailures(view, situation, rows);
        return view;
    }
    view.details = lastChangeText(situation.status->state);
    if (!view.details.isEmpty())
        view.details[0] = view.details[0].toUpper();
    if (const QString waits = situation.failures == nullptr ? QString() : waitsText(situation.failures->report);
        !waits.isEmpty()) {
        view.tone = Tone::Warning;
        view.sentence = waits;
        return view;
    }
    showFirstThing(view, situation);
    if (view.sentence.isEmpty() && situation.failures != nullptr)
        view.sentence = situation.failures->report.versions.empty()
                            ? StripWords::tr("Nobody asked in the last 15 minutes")
                            : StripWords::tr("No request failed in the last 15 minutes");
    return view;
}

} // namespace signalbox::ui::releases
