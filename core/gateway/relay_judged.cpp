// The copy of an exchange for those who judge what its answer says. Made beside the relayed stream and given away when
// the caller has the whole answer, so it can neither delay nor change it.
#include "core/gateway/relay.h"

namespace signalbox::gateway {

// Without a contract and without tools there is nothing that an answer could break.
void Relay::prepareJudged(const Wanted& wanted, const Members* members) {
    const Prepared& version = *m_assigned.version;
    if (m_plane.answers == nullptr || !version.snapshot || m_connection->method() != "POST" ||
        wanted.rest.starts_with("/embeddings"))
        return;
    const agents::Manifest& manifest = version.snapshot->manifest;
    const bool mayCall = members != nullptr && (!manifest.tools.empty() || members->find("tools") != nullptr);
    if ((mayCall || !manifest.contractOutput.empty()) && m_plane.answers->admits(version.agent))
        m_judged = std::make_unique<metrics::AnswerCopy>();
}

void Relay::keepJudged() {
    m_judged->isTooLong = m_judged->isTooLong || m_judged->body.size() + m_data.size() > m_plane.answerBytes;
    if (m_judged->isTooLong)
        std::string().swap(m_judged->body);
    else if (!m_judged->isPacked)
        m_judged->body.append(m_data);
}

void Relay::offerJudged(const metrics::Observation& seen) {
    const auto copy = std::move(m_judged);
    if (!isAnswered(seen.outcome) || seen.status >= 300)
        return; // a failure is counted as one; there is no answer to judge
    copy->agent = seen.agent;
    copy->version = seen.version;
    copy->digest = seen.digest;
    copy->role = seen.role;
    copy->weight = seen.weight;
    copy->unit = seen.unit;
    copy->asked = seen.startedWall;
    copy->requestId = m_requestId;
    copy->snapshot = m_assigned.version->snapshot;
    copy->refused = seen.refused;
    if (m_assigned.version->runtime == agents::RuntimeKind::Chat) {
        copy->lacksRequest = m_rewritten.size() > m_plane.answerBytes;
        if (!copy->lacksRequest)
            copy->request = std::move(m_rewritten); // nobody needs it after the answer
    }
    m_plane.judge(std::move(*copy));
}

} // namespace signalbox::gateway
