#include "core/shadow/shadow_desk.h"

#include <format>
#include <ranges>

#include "core/shadow/pair_making.h"
#include "core/shadow/shadow_desk_private.h"

namespace signalbox::shadow {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostWaitingBytes = 64 * 1024 * 1024; // bytes of pairs that wait to be compared
constexpr auto keepEvery = 5s;
constexpr int pruneEvery = 200; // pairs

std::size_t sizeOf(const metrics::Pair& pair) {
    constexpr std::size_t overhead = 16 * 1024; // what comparing costs even for the shortest
    return pair.request.size() + pair.stable.body.size() + pair.shadow.body.size() + overhead;
}

evidence::FieldRule ruleFor(release::FieldAs as) {
    switch (as) {
    case release::FieldAs::Exact:
        return evidence::FieldRule::Exact;
    case release::FieldAs::Number:
        return evidence::FieldRule::Number;
    case release::FieldAs::Set:
        return evidence::FieldRule::Set;
    case release::FieldAs::Text:
        return evidence::FieldRule::Text;
    case release::FieldAs::Ignore:
        return evidence::FieldRule::Ignore;
    }
    std::unreachable();
}

std::vector<evidence::PathRule> pathRules(const std::vector<release::ComparedField>& fields) {
    std::vector<evidence::PathRule> rules;
    for (const release::ComparedField& field : fields)
        rules.push_back({.path = field.path, .rule = ruleFor(field.as), .tolerance = field.tolerance});
    return rules;
}

evidence::PairRules rulesOf(const release::Comparison& comparison) {
    return {.fields = pathRules(comparison.fields),
            .arguments = pathRules(comparison.arguments),
            .leastFields = comparison.leastFields,
            .leastText = comparison.leastText};
}

} // namespace

ShadowDesk::ShadowDesk(ShadowParts parts) : m_parts(std::move(parts)) {}

ShadowDesk::~ShadowDesk() {
    m_queue.call([this] {
        m_open.clear();
        m_records.reset(); // on the thread that opened it
    });
}

Result<void> ShadowDesk::open() {
    return m_queue.call([this]() -> Result<void> {
        auto opened = storage::PairRecords::open(m_parts.file, m_parts.bounds);
        if (!opened)
            return failure(std::move(opened.error()));
        m_records = std::move(*opened);
        return m_records->prune(m_parts.clock.wall());
    });
}

void ShadowDesk::take(metrics::Pair pair) {
    const std::size_t size = sizeOf(pair);
    {
        const std::scoped_lock lock(m_mutex);
        const auto followed = m_followed.find(pair.agent);
        if (followed == m_followed.end())
            return;
        if (m_waitingBytes + size > mostWaitingBytes) {
            ++followed->second.behind;
            return;
        }
    }
    m_waitingBytes += size;
    m_queue.post([this, size, pair = std::move(pair)] {
        compare(pair);
        m_waitingBytes -= size;
    });
}

void ShadowDesk::follow(const release::AgentState& state, const ReadSnapshot& read) {
    const bool wanted = state.release && state.release->plan.shadowTime > 0ms;
    {
        const std::scoped_lock lock(m_mutex);
        const auto followed = m_followed.find(state.agent);
        const bool known = followed != m_followed.end();
        if (!wanted && !known)
            return;
        if (wanted && known && followed->second.release == state.release->id) {
            followed->second.shadowing = state.release->phase == release::Phase::Shadowing;
            return;
        }
        if (wanted)
            m_followed[state.agent] = {.release = state.release->id,
                                       .shadowing = state.release->phase == release::Phase::Shadowing};
        else
            m_followed.erase(followed);
    }
    if (!wanted) {
        m_queue.post([this, agent = state.agent] { end(agent); });
        return;
    }
    const release::Release& release = *state.release;
    m_queue.post(
        [this, release, agent = state.agent, baseline = read(release.baseline).value_or(nullptr),
         candidate = read(release.candidate).value_or(nullptr)] { begin(release, agent, baseline, candidate); });
}

void ShadowDesk::begin(const release::Release& release, const std::string& agent, agents::SnapshotPtr baseline,
                       agents::SnapshotPtr candidate) {
    end(agent);
    auto open = std::make_unique<Open>();
    const auto kept = m_records ? m_records->shadow(release.id) : std::nullopt;
    if (kept && *kept)
        if (auto restored = shadowCaseFrom((*kept)->value))
            open->shadow = std::move(*restored);
    open->shadow.release = release.id;
    open->shadow.agent = agent;
    open->shadow.candidate = release.candidate.name();
    open->shadow.baseline = release.baseline.name();
    open->shadow.keepsContent = release.plan.comparison.content == release::PairContent::Kept;
    open->rules = rulesOf(release.plan.comparison);
    open->candidate = release.candidate.digest;
    open->baseline = release.baseline.digest;
    if (baseline)
        open->stableContract = std::make_unique<answers::ContractCheck>(*baseline);
    if (candidate)
        open->candidateContract = std::make_unique<answers::ContractCheck>(*candidate);
    open->seen = m_counters[agent];
    prepareAsking(*open, release.plan.comparison);
    keep(*open);
    m_open[agent] = std::move(open);
}

void ShadowDesk::end(const std::string& agent) {
    const auto found = m_open.find(agent);
    if (found == m_open.end())
        return;
    keep(*found->second);
    m_open.erase(found);
}

void ShadowDesk::compare(const metrics::Pair& pair) {
    const auto found = m_open.find(pair.agent);
    if (found == m_open.end())
        return;
    Open& open = *found->second;
    const bool noise = pair.kind == metrics::PairKind::Noise;
    if (pair.stable.digest != open.baseline || pair.shadow.digest != (noise ? open.baseline : open.candidate))
        return; // of an earlier release
    open.changed = true;
    open.shadow.spent += pair.shadow.cost.value_or(0);
    if (!isReadable(pair)) {
        ++open.shadow.unreadable;
        return;
    }
    MadePair made = makePair(pair, {.rules = open.rules,
                                    .stable = open.stableContract.get(),
                                    .candidate = noise ? open.stableContract.get() : open.candidateContract.get(),
                                    .keepsContent = open.shadow.keepsContent,
                                    .asksModels = open.asker != nullptr});
    if (noise)
        open.shadow.judge.takeNoise(made.comparison);
    else
        open.shadow.judge.take(made.comparison);
    made.record.release = open.shadow.release;
    // A pair that cannot be kept still counts: the disk must not decide what is worse.
    if (!m_records)
        return;
    const auto id = m_records->add(made.record, recordOf(open.shadow));
    if (id) {
        open.changed = false;
        open.keptAt = m_parts.clock.monotonic();
    }
    if (id && made.question)
        askAbout(open, *id, noise, std::move(*made.question));
    pruneSometimes();
}

void ShadowDesk::pruneSometimes() {
    if (++m_sincePrune < pruneEvery || !m_records)
        return;
    m_sincePrune = 0;
    static_cast<void>(m_records->prune(m_parts.clock.wall())); // the next time is soon
}

void ShadowDesk::noteCounters(Counters counters) {
    std::map<std::string, std::uint64_t> behind;
    {
        const std::scoped_lock lock(m_mutex);
        for (auto& [agent, followed] : m_followed)
            behind[agent] = std::exchange(followed.behind, 0);
    }
    m_queue.post([this, counters = std::move(counters), behind = std::move(behind)]() mutable {
        m_counters = std::move(counters);
        for (const auto& [agent, open] : m_open) {
            const metrics::ShadowCounters& now = m_counters[agent];
            const std::uint64_t late = behind.contains(agent) ? behind.at(agent) : 0;
            open->changed = open->changed || late > 0 || now != open->seen;
            addCopies(open->shadow.copies, now, open->seen);
            open->shadow.behind += late;
            open->seen = now;
            if (open->changed && m_parts.clock.monotonic() - open->keptAt >= keepEvery)
                keep(*open);
        }
    });
}

void ShadowDesk::keepAll() {
    m_queue.call([this] {
        for (const auto& open : std::views::values(m_open))
            keep(*open);
    });
}

void ShadowDesk::keep(Open& open) {
    open.keptAt = m_parts.clock.monotonic();
    if (m_records && m_records->save(recordOf(open.shadow)))
        open.changed = false;
}

ShadowCase* ShadowDesk::openCase(const std::string& agent) const {
    const auto found = m_open.find(agent);
    return found == m_open.end() ? nullptr : &found->second->shadow;
}

storage::ShadowRecord ShadowDesk::recordOf(const ShadowCase& shadow) const {
    return {.release = shadow.release, .agent = shadow.agent, .at = m_parts.clock.wall(), .value = toJson(shadow)};
}

} // namespace signalbox::shadow
