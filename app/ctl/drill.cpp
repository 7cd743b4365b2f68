// signalboxctl drill [AGENT] | drill list | drill cancel: a bad version on a sandbox agent, who stops it and how fast.
#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include <QTimer>

#include "app/ctl/context.h"
#include "core/protocol/drill_message.h"
#include "core/release/drill_series.h"

namespace signalbox::ctl {

namespace {

using release::Drill;
using release::DrillOutcome;
using namespace std::chrono_literals;

constexpr auto lookEvery = 400ms;
constexpr int mostTimes = 200; // the backend keeps as many

// A word of the command line as a number; false when it is none.
bool readNumber(const QString& text, double& value) {
    if (text.isEmpty())
        return true;
    bool good = false;
    const double read = text.toDouble(&good);
    if (good)
        value = read;
    return good;
}

std::optional<release::DrillOrder> orderOf(const Options& options) {
    release::DrillOrder order;
    order.agent = options.words.value(1).toStdString();
    if (!options.kind.isEmpty()) {
        const auto kind = release::drillKindFrom(options.kind.toStdString());
        if (!kind)
            return std::nullopt;
        order.kind = *kind;
    }
    double within = static_cast<double>(order.limit.count()) / 1000;
    double delay = static_cast<double>(order.delay.count()) / 1000;
    double weight = -1;
    if (!readNumber(options.share, order.share) || !readNumber(options.rate, order.perSecond) ||
        !readNumber(options.within, within) || !readNumber(options.delay, delay) ||
        !readNumber(options.weight, weight) || !(within >= 0 && within < 1e6) || !(delay >= 0 && delay < 1e6) ||
        !(weight >= -1 && weight <= 100))
        return std::nullopt;
    order.limit = std::chrono::milliseconds(static_cast<std::int64_t>(within * 1000));
    order.delay = std::chrono::milliseconds(static_cast<std::int64_t>(delay * 1000));
    if (weight >= 0)
        order.weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(weight * 10 + 0.5));
    return order;
}

std::string change(double now, double before) {
    if (before <= 0)
        return {};
    const double percent = (now / before - 1) * 100;
    return std::format(" ({:+.0f} %)", percent);
}

void printFigures(const Context& context, const Drill& drill) {
    const release::DrillFigures& figures = drill.figures;
    if (!figures.guard.empty()) {
        context.line(std::format("detected by {}: {}", figures.guard, figures.sentence));
        context.line(std::format("  after {:.2f} s from the first bad answer, {:.2f} s from the start of the ramp",
                                 figures.detectSeconds.value_or(0), figures.detectFromRampSeconds.value_or(0)));
        context.line(std::format("  after {} requests to the bad version, {} of them bad ({} requests in all)",
                                 figures.untilDetected.candidate, figures.untilDetected.bad,
                                 figures.untilDetected.requests));
    }
    if (figures.switchMs)
        context.line(std::format("switched {:.1f} ms after the decision; {} requests begun after it reached the bad "
                                 "version",
                                 *figures.switchMs, figures.late));
}

// What the plan says about the guardrail that saw it: "latency_p95 says pause". Two on the same metric are told apart
// by their action, "latency_p95/pause".
std::string planned(const Drill& drill) {
    const std::string metric = drill.figures.guard.substr(0, drill.figures.guard.find('/'));
    for (const release::Guardrail& guardrail : drill.guardrails)
        if (guardrail.metric == metric && guardrail.action != release::GuardAction::RollBack)
            return std::format("{} says {}", metric, release::guardActionWord(guardrail.action));
    return metric + " says so";
}

std::string meaning(const Drill& drill) {
    switch (drill.outcome) {
    case DrillOutcome::Running:
        return "it runs";
    case DrillOutcome::RolledBack:
        return "ROLLED BACK: nobody would have had to get up";
    case DrillOutcome::Paused:
        return std::format("ONLY PAUSED: stopped by a pause, as the plan says; the bad version kept its share until a "
                           "person acted ({}; it takes roll_back there to pass)",
                           planned(drill));
    case DrillOutcome::Noticed:
        return std::format("ONLY NOTICED: it was told and nothing was done, as the plan says; a person would have had "
                           "to act ({}; it takes roll_back there to pass)",
                           planned(drill));
    case DrillOutcome::NotDetected:
        return "NOT DETECTED: no guardrail saw it in time";
    case DrillOutcome::Cancelled:
        return "cancelled: this says nothing";
    case DrillOutcome::Interrupted:
        return "interrupted: this says nothing";
    case DrillOutcome::Failed:
        return "FAILED: the drill itself did not work";
    }
    std::unreachable();
}

// What it did not come to is left out.
std::string rowOf(const Drill& drill) {
    const release::DrillFigures& figures = drill.figures;
    std::string row =
        std::format("{}  {}  {} {:g} % at {}  {}", toIso(drill.started),
                    drill.order.agent.empty() ? "(usual plan)" : drill.order.agent, release::toString(drill.order.kind),
                    drill.order.share * 100, drill.weight.toString(), release::toString(drill.outcome));
    if (figures.detectSeconds)
        row += std::format("  detected {:.2f} s", *figures.detectSeconds);
    if (figures.switchMs)
        row += std::format("  switched {:.2f} ms", *figures.switchMs);
    return row + "  by " + drill.actor;
}

// One drill, or several of the same order one after the other.
struct Run {
    release::DrillOrder order;
    std::vector<std::string> made = {}; // ids
    bool allRolledBack = true;
};

using RunPtr = std::shared_ptr<Run>;

void start(Context& context, const RunPtr& run);

void printOne(const Context& context, const Drill& drill, const std::vector<Drill>& all) {
    printFigures(context, drill);
    const Drill* before = release::comparableBefore(all, drill);
    if (before != nullptr && drill.figures.detectSeconds)
        context.line(std::format("the same drill on {}: detected after {:.2f} s{}", toIso(before->started),
                                 *before->figures.detectSeconds,
                                 change(*drill.figures.detectSeconds, *before->figures.detectSeconds)));
    context.line(meaning(drill));
    if (!drill.problem.empty())
        context.line(drill.problem);
}

void printSeries(const Context& context, const Run& run, std::vector<Drill> all, const Drill& last) {
    std::erase_if(all, [&](const Drill& drill) { return !std::ranges::contains(run.made, drill.id); });
    const release::DrillSeries series = release::seriesOf(all, last);
    context.line(std::format("{} of {} drills were rolled back", series.rolledBack, run.made.size()));
    for (const DrillOutcome outcome : {DrillOutcome::Paused, DrillOutcome::Noticed, DrillOutcome::NotDetected}) {
        const auto like = std::ranges::find(all, outcome, &Drill::outcome);
        if (like != all.end())
            context.line(std::format("{} of {}: {}", std::ranges::count(all, outcome, &Drill::outcome), run.made.size(),
                                     meaning(*like)));
    }
    const auto say = [&](const char* what, const std::optional<release::Spread>& spread, const char* unit) {
        if (spread)
            context.line(std::format("{}: median {:.2f} {}, p99 {:.2f} {}, slowest {:.2f} {}", what, spread->median,
                                     unit, spread->p99, unit, spread->most, unit));
    };
    say("detected from the first bad answer", series.detectSeconds, "s");
    say("switched from the decision", series.switchMs, "ms");
    if (series.switchMs)
        context.line(std::format("{} requests begun after a switch reached a bad version", series.late));
}

void end(Context& context, const RunPtr& run, const Drill& drill, const std::vector<Drill>& all) {
    const bool several = context.options().times > 1;
    run->made.push_back(drill.id);
    run->allRolledBack = run->allRolledBack && drill.outcome == DrillOutcome::RolledBack;
    if (context.options().json)
        context.json(protocol::encode(drill)); // a line each
    else if (several)
        context.line(rowOf(drill));
    else
        printOne(context, drill, all);
    if (release::saysSomething(drill.outcome) && run->made.size() < static_cast<std::size_t>(context.options().times))
        return start(context, run);
    if (!context.options().json) {
        if (several)
            printSeries(context, *run, all, drill);
        context.line("exercised: gateway, guardrails, controller and audit log, as a second copy inside the backend. "
                     "Not exercised: your providers, your network, your callers.");
    }
    context.finish(run->allRolledBack ? Done : Failed);
}

void follow(Context& context, const RunPtr& run, const std::string& id, const std::string& shown) {
    context.session().fetchDrills(
        &context, context.then<protocol::DrillList>([&context, run, id, shown](const protocol::DrillList& list) {
            const auto found = std::ranges::find(list.drills, id, &Drill::id);
            if (found == list.drills.end())
                return context.fail({Errc::NotFound, "no_drill", "The drill is not listed any more.",
                                     "signalboxctl audit list shows what came of it."});
            if (found->outcome != DrillOutcome::Running)
                return end(context, run, *found, list.drills);
            const std::string now =
                std::format("{}: {} requests, {} to the bad version, {} bad", release::toString(found->phase),
                            found->counts.requests, found->counts.candidate, found->counts.bad);
            if (now != shown && !context.options().json && context.options().times == 1)
                context.line(now);
            QTimer::singleShot(lookEvery, &context, [&context, run, id, now] { follow(context, run, id, now); });
        }));
}

void start(Context& context, const RunPtr& run) {
    context.session().startDrill({.order = run->order, .reason = context.options().reason.toStdString()}, &context,
                                 context.then<Drill>([&context, run](const Drill& drill) {
                                     if (!context.options().json && context.options().times == 1)
                                         context.line(std::format("drill {} of {} at {}", drill.id,
                                                                  release::toString(drill.order.kind),
                                                                  drill.weight.toString()));
                                     follow(context, run, drill.id, {});
                                 }));
}

} // namespace

std::string misuseOfDrill(const Options& options) {
    if (options.times < 1 || options.times > mostTimes)
        return std::format("--times is a number from 1 to {}.", mostTimes);
    const auto order = orderOf(options);
    if (!order)
        return "A drill is described by --kind errors|slow|hang|refusal and numbers.";
    const auto good = release::checkDrill(*order);
    return good ? std::string() : good.error().message + ' ' + good.error().hint;
}

void startDrills(Context& context) {
    start(context, std::make_shared<Run>(Run{.order = orderOf(context.options()).value_or(release::DrillOrder{})}));
}

void listDrills(Context& context) {
    context.session().fetchDrills(&context,
                                  context.then<protocol::DrillList>([&context](const protocol::DrillList& drills) {
                                      protocol::DrillList shown = drills;
                                      if (shown.drills.size() > static_cast<std::size_t>(context.options().limit))
                                          shown.drills.resize(static_cast<std::size_t>(context.options().limit));
                                      if (context.options().json)
                                          context.json(protocol::encode(shown));
                                      for (const Drill& drill : shown.drills)
                                          if (!context.options().json)
                                              context.line(rowOf(drill));
                                      if (shown.drills.empty() && !context.options().json)
                                          context.line("No drill was made here yet.");
                                      context.finish(Done);
                                  }));
}

void cancelDrill(Context& context) {
    context.session().fetchDrills(
        &context, context.then<protocol::DrillList>([&context](const protocol::DrillList& drills) {
            if (drills.drills.empty() || drills.drills.front().outcome != DrillOutcome::Running)
                return context.fail({Errc::NotFound, "no_drill", "No drill runs.", {}});
            context.session().cancelDrill(drills.drills.front().id, &context,
                                          context.then<Drill>([&context](const Drill& drill) {
                                              context.line(std::format("drill {} is being ended", drill.id));
                                              context.finish(Done);
                                          }));
        }));
}

} // namespace signalbox::ctl
