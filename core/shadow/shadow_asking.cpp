// The part of the shadow desk that asks models about pairs, and takes their word.
#include "core/shadow/pair_findings.h"
#include "core/shadow/shadow_desk.h"
#include "core/shadow/shadow_desk_private.h"

namespace signalbox::shadow {

void ShadowDesk::prepareAsking(Open& open, const release::Comparison& comparison) {
    if (!comparison.embeddings && !comparison.judge)
        return;
    if (!m_client)
        m_client = std::make_unique<http::Client>();
    if (!open.shadow.asking)
        open.shadow.asking.emplace();
    open.asker = std::make_unique<PairAsker>(
        AskingParts{.client = *m_client,
                    .queue = m_queue,
                    .clock = m_parts.clock,
                    .providers = m_parts.providers,
                    .found = [this, agent = open.shadow.agent](
                                 const PairFindings& findings) { takeFindings(agent, findings); }},
        comparison, *open.shadow.asking);
}

void ShadowDesk::askAbout(Open& open, std::int64_t pair, bool noise, PairQuestion question) {
    question.pair = pair;
    question.mayJudge = question.mayJudge && !noise; // nobody asks which of stable's own answers is better
    open.asker->ask(std::move(question));
    open.shadow.asking = open.asker->counts();
    open.changed = true;
}

// The pair may have left meanwhile, for it was too much or too old; then only the counts say what was asked.
void ShadowDesk::takeFindings(const std::string& agent, const PairFindings& findings) {
    const auto found = m_open.find(agent);
    if (found == m_open.end() || !found->second->asker)
        return;
    Open& open = *found->second;
    open.shadow.asking = open.asker->counts();
    open.changed = true;
    if (findings.said.empty() || !m_records)
        return;
    auto pair = m_records->find(agent, findings.pair);
    if (!pair)
        return;
    applyFindings(findings, *pair, open.shadow.judge);
    if (m_records->setFindings(*pair, recordOf(open.shadow))) {
        open.changed = false;
        open.keptAt = m_parts.clock.monotonic();
    }
}

} // namespace signalbox::shadow
