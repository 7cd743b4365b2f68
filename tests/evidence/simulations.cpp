#include "tests/evidence/simulations.h"

#include <algorithm>
#include <random>

#include "core/evidence/baseline_process.h"
#include "core/evidence/mean_sequence.h"
#include "core/evidence/paired_process.h"

namespace signalbox::evidence::simulation {

namespace {

int binomial(Random& random, int trials, double probability) {
    return std::binomial_distribution<int>(trials, probability)(random);
}

double rateOf(int events, int requests) {
    return static_cast<double>(events) / requests;
}

bool isHighZ(double stableEvents, double stable, double canaryEvents, double canary) {
    if (stable < 20 || canary < 20)
        return false;
    const double pooled = (stableEvents + canaryEvents) / (stable + canary);
    const double error = std::sqrt(pooled * (1 - pooled) * (1 / stable + 1 / canary));
    return error > 0 && (canaryEvents / canary - stableEvents / stable) / error > 1.6449;
}

} // namespace

double medianOf(std::vector<double> values) {
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

Alarm untilAlarm(Random& random, const Story& story) {
    RatioProcess process(story.grid, story.margin, story.promised);
    const double share = story.weight.share();
    const double events = 1 - share + share * story.ratio;
    const double bound = std::log(1 / story.alpha);
    double total = 0;
    double seen = 0;
    double canary = 0;
    bool reached = false;
    while (!reached) {
        total += random.untilSuccess(story.rate * events);
        if (total > story.cap)
            return {};
        const bool onCanary = random.chance(share * story.ratio / events);
        process.add(onCanary ? Arm::Canary : Arm::Stable, story.weight);
        ++seen;
        canary += onCanary ? 1 : 0;
        reached = process.logEvidence() >= bound;
    }
    const double among = share * (1 - story.rate * story.ratio) / (1 - story.rate * events);
    canary += binomial(random, static_cast<int>(total - seen), among);
    return {true, total, canary};
}

std::optional<int> rampAlarm(Random& random, double ratio, double requestsPerStep, double alpha) {
    constexpr double rate = 0.005;
    RatioProcess process;
    int step = 0;
    for (const std::uint32_t percent : {5U, 10U, 25U, 50U}) {
        const auto weight = traffic::Weight::percent(percent);
        const double share = weight.share();
        const double events = 1 - share + share * ratio;
        for (double at = random.untilSuccess(rate * events); at <= requestsPerStep;
             at += random.untilSuccess(rate * events)) {
            process.add(random.chance(share * ratio / events) ? Arm::Canary : Arm::Stable, weight);
            if (process.logEvidence() >= std::log(1 / alpha))
                return step;
        }
        ++step;
    }
    return {};
}

PeekingZ peekingZ(Random& random, double rate, double share, int requests) {
    PeekingZ seen;
    double stable = 0;
    double canary = 0;
    double stableEvents = 0;
    double canaryEvents = 0;
    for (int done = 0; done < requests; done += 100) {
        const int onCanary = binomial(random, 100, share);
        canary += onCanary;
        stable += 100 - onCanary;
        canaryEvents += onCanary > 0 ? binomial(random, onCanary, rate) : 0;
        stableEvents += onCanary < 100 ? binomial(random, 100 - onCanary, rate) : 0;
        seen.atTheEnd = isHighZ(stableEvents, stable, canaryEvents, canary);
        seen.eachHundred = seen.eachHundred || seen.atTheEnd;
    }
    return seen;
}

Conversations::Conversations(Random& random, traffic::Weight weight, double rate)
    : m_random(random),
      m_weight(weight),
      m_rate(rate) {}

Conversations::Turn Conversations::next() {
    const bool first = m_over;
    if (first) {
        ++m_id;
        m_bad = m_random.chance(2 * m_rate);
        m_arm = m_random.chance(m_weight.share()) ? Arm::Canary : Arm::Stable;
    }
    m_over = m_random.chance(1.0 / 6);
    return {m_id, first, m_arm, m_bad && m_random.chance(0.5)};
}

StickyAlarms stickyAlarms(Random& random, traffic::Weight weight, double rate, int requests, double alpha) {
    RatioProcess every;
    RatioProcess firsts;
    Conversations conversations(random, weight, rate);
    const double bound = std::log(1 / alpha);
    StickyAlarms alarms;
    std::uint64_t lastFailed = 0;
    for (int i = 0; i < requests; ++i) {
        const auto turn = conversations.next();
        if (!turn.failed)
            continue;
        every.add(turn.arm, weight);
        alarms.everyFailure = alarms.everyFailure || every.logEvidence() >= bound;
        if (lastFailed != turn.conversation) {
            firsts.add(turn.arm, weight);
            alarms.firstOfConversation = alarms.firstOfConversation || firsts.logEvidence() >= bound;
        }
        lastFailed = turn.conversation;
    }
    return alarms;
}

Alarm latencyAlarm(Random& random, traffic::Weight weight, const Slowness& slowness, double alpha, int cap) {
    constexpr double sigma = 0.6;
    std::vector<double> baseline(2000);
    std::ranges::generate(baseline, [&] { return sigma * random.normal(); });
    std::ranges::sort(baseline);
    const std::array above = {(baseline[999] + baseline[1000]) / 2, baseline[1799], baseline[1979]};
    std::array processes = {RatioProcess(Grid::Median), RatioProcess(Grid::Ninetieth), RatioProcess(Grid::Worse)};
    const double bound = std::log(1 / alpha);
    double canary = 0;
    for (int i = 1; i <= cap; ++i) {
        const bool onCanary = random.chance(weight.share());
        double logTime = sigma * random.normal();
        if (onCanary) {
            ++canary;
            logTime += std::log(slowness.factor) +
                       (slowness.tailShare > 0 && random.chance(slowness.tailShare) ? std::log(5.0) : 0);
        }
        if (logTime <= above[0])
            continue;
        for (std::size_t level = 0; level < above.size() && logTime > above[level]; ++level)
            processes[level].add(onCanary ? Arm::Canary : Arm::Stable, weight);
        const std::array logs = {processes[0].logEvidence(), processes[1].logEvidence(), processes[2].logEvidence()};
        if (logMeanExp(logs) >= bound)
            return {true, static_cast<double>(i), canary};
    }
    return {};
}

Alarm costAlarm(Random& random, traffic::Weight weight, double factor, CostForm form, std::uint64_t least, int cap) {
    std::vector<double> baseline(1000);
    std::ranges::generate(baseline, [&] { return std::exp(random.normal()); });
    std::ranges::sort(baseline);
    const double top = baseline[989];
    Both<Moments> arms;
    for (int i = 1; i <= cap; ++i) {
        const Arm arm = random.chance(weight.share()) ? Arm::Canary : Arm::Stable;
        const double log = random.normal() + (arm == Arm::Canary ? std::log(factor) : 0);
        const double cost = std::exp(log);
        arms.of(arm).add(form == CostForm::Logarithm ? log : form == CostForm::Cut ? std::min(cost, top) : cost);
        if (i % 25 != 0)
            continue;
        const auto now = compareMeans(arms, 0.05, Sides::One, least);
        if (now && now->difference > now->halfWidth)
            return {true, static_cast<double>(i), static_cast<double>(arms.canary.count)};
    }
    return {};
}

std::optional<int> signAlarm(Random& random, double onlyStable, double onlyCandidate, int cap) {
    SignProcess process;
    for (double at = random.untilSuccess(onlyStable + onlyCandidate); at <= cap;
         at += random.untilSuccess(onlyStable + onlyCandidate)) {
        if (random.chance(onlyStable / (onlyStable + onlyCandidate)))
            process.addOnlyStableRight();
        else
            process.addOnlyCandidateRight();
        if (process.logEvidence() >= std::log(20.0))
            return static_cast<int>(at);
    }
    return {};
}

std::optional<int> bettingAlarm(Random& random, double margin, double mean, int cap) {
    BettingProcess process(margin);
    for (int pair = 1; pair <= cap; ++pair) {
        process.add(mean + 0.15 * random.normal());
        if (process.logEvidence() >= std::log(20.0))
            return pair;
    }
    return {};
}

std::optional<double> afterReleaseAlarm(Random& random, double requestsPerDay, double rate, double alpha) {
    BaselineProcess process(0.006);
    for (double at = 0;;) {
        const double gap = random.untilSuccess(rate);
        at += gap;
        if (at > requestsPerDay)
            return {};
        for (int i = 1; i < static_cast<int>(gap); ++i)
            process.add(false);
        process.add(true);
        if (process.logEvidence() >= std::log(1 / alpha))
            return at / requestsPerDay * 1440;
    }
}

bool flaggerRollsBack(Random& random, double requestsPerMinute, int minutes, double rate) {
    std::poisson_distribution<int> arrivals(requestsPerMinute);
    int failed = 0;
    for (int minute = 0; minute < minutes && failed < 10; ++minute) {
        const int requests = arrivals(random);
        if (requests > 0 && rateOf(binomial(random, requests, rate), requests) > 0.01)
            ++failed;
    }
    return failed >= 10;
}

bool naiveRollsBack(Random& random, double rate, int requests) {
    std::array<int, 6> blocks{}; // errors in each 50 of the last 300
    std::size_t next = 0;
    for (int done = 50; done <= requests; done += 50) {
        blocks[next] = binomial(random, 50, rate);
        next = (next + 1) % blocks.size();
        if (done >= 300 && std::ranges::fold_left(blocks, 0, std::plus()) > 6)
            return true;
    }
    return false;
}

MinuteSeries minuteSeries(Random& random, double requestsPerMinute, int minutes, double share, double rate,
                          double ratio) {
    std::poisson_distribution<int> onCanary(requestsPerMinute * share);
    std::poisson_distribution<int> onStable(requestsPerMinute * (1 - share));
    MinuteSeries series;
    for (int minute = 0; minute < minutes; ++minute) {
        if (const int requests = onCanary(random); requests > 0)
            series.canary.push_back(rateOf(binomial(random, requests, rate * ratio), requests));
        if (const int requests = onStable(random); requests > 0)
            series.stable.push_back(rateOf(binomial(random, requests, rate), requests));
    }
    return series;
}

} // namespace signalbox::evidence::simulation
