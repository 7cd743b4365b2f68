// The part of the shadow desk that answers questions and takes people's verdicts.
#include <format>

#include "core/shadow/pair_making.h"
#include "core/shadow/shadow_desk.h"

namespace signalbox::shadow {

namespace {

std::unexpected<Error> judgedMeanwhile(const storage::PairRecord& pair) {
    return failure(Errc::Conflict, "judged_meanwhile",
                   pair.verdict.empty() ? std::format("The verdict on pair {} was taken back meanwhile.", pair.id)
                                        : std::format("{} judged pair {} meanwhile: the candidate is {}.",
                                                      pair.verdictBy, pair.id, pair.verdict),
                   "Look at the pair again before you judge it.");
}

} // namespace

protocol::PairSummary ShadowDesk::summaryFor(const ShadowCase& shadow) const {
    const std::scoped_lock lock(m_mutex);
    const auto followed = m_followed.find(shadow.agent);
    return summaryOf(shadow,
                     followed != m_followed.end() && followed->second.release == shadow.release &&
                         followed->second.shadowing,
                     m_parts.clock.wall());
}

Result<std::optional<ShadowCase>> ShadowDesk::caseOf(const std::string& agent, const std::string& release) const {
    const ShadowCase* open = openCase(agent);
    if (open != nullptr && (release.empty() || release == open->release))
        return std::optional(*open);
    const auto kept = release.empty() ? m_records->newestShadow(agent) : m_records->shadow(release);
    if (!kept)
        return failure(kept.error());
    if (!*kept || (*kept)->agent != agent)
        return std::nullopt;
    auto read = shadowCaseFrom((*kept)->value);
    if (!read)
        return failure(std::move(read.error()));
    return std::optional(std::move(*read));
}

Result<protocol::PairPage> ShadowDesk::page(const PairPageQuery& query) {
    return m_queue.call([this, &query]() -> Result<protocol::PairPage> {
        const auto shadow = caseOf(query.agent, query.release);
        if (!shadow)
            return failure(shadow.error());
        protocol::PairPage page;
        if (!*shadow)
            return page;
        page.summary = summaryFor(**shadow);
        if (query.limit == 0)
            return page;
        const auto rows = m_records->list({.agent = query.agent,
                                           .release = (*shadow)->release,
                                           .filter = query.filter,
                                           .after = query.after,
                                           .limit = query.limit + 1});
        if (!rows)
            return failure(rows.error());
        for (const storage::PairRecord& row : *rows) {
            if (page.pairs.size() == static_cast<std::size_t>(query.limit)) {
                const protocol::PairMessage& last = page.pairs.back();
                page.next = std::format("{}-{}", last.agree ? 1 : 0, last.id);
                break;
            }
            page.pairs.push_back(messageOf(row));
        }
        return page;
    });
}

Result<protocol::PairMessage> ShadowDesk::pair(const std::string& agent, std::int64_t id) {
    return m_queue.call([this, &agent, id]() -> Result<protocol::PairMessage> {
        const auto found = m_records->find(agent, id);
        if (!found)
            return failure(found.error());
        return messageOf(*found);
    });
}

Result<protocol::PairVerdictResult> ShadowDesk::judge(const PairJudging& judging) {
    return m_queue.call([this, &judging] { return judgeHere(judging); });
}

Result<protocol::PairVerdictResult> ShadowDesk::judgeHere(const PairJudging& judging) {
    auto found = m_records->find(judging.agent, judging.id);
    if (!found)
        return failure(std::move(found.error()));
    storage::PairRecord& pair = *found;
    if (pair.kind == metrics::PairKind::Noise)
        return failure(Errc::Refused, "noise_pair", "Both answers of this pair are stable's.",
                       "Judge a pair with an answer of the candidate.");
    auto shadow = caseOf(judging.agent, pair.release);
    if (!shadow)
        return failure(std::move(shadow.error()));
    if (!*shadow)
        return failure(Errc::NotFound, "no_shadow", "Nothing is known about the shadow of this pair any more.");
    const std::string& verdict = judging.message.verdict;
    const bool again = pair.verdict == verdict && (pair.verdictBy == judging.by || verdict.empty());
    if (!again && pair.verdict != judging.message.seen)
        return judgedMeanwhile(pair);
    protocol::PairVerdictResult result;
    if (!again) {
        const auto sequence = judging.record(messageOf(pair));
        if (!sequence)
            return failure(sequence.error());
        result.sequence = *sequence;
        (*shadow)->countVerdict(pair.verdict, verdict, pair.better);
        pair.verdict = verdict;
        pair.verdictBy = verdict.empty() ? std::string() : judging.by;
        pair.verdictAt = m_parts.clock.wall();
        if (auto kept = m_records->setVerdict(pair.id, verdict, pair.verdictBy, pair.verdictAt, recordOf(**shadow));
            !kept)
            return failure(std::move(kept.error()));
        if (ShadowCase* open = openCase(judging.agent); open != nullptr && open->release == pair.release)
            *open = **shadow;
    }
    result.pair = messageOf(pair);
    result.summary = summaryFor(**shadow);
    return result;
}

} // namespace signalbox::shadow
