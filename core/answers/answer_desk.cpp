#include "core/answers/answer_desk.h"

#include <format>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/models/conversation.h"

namespace signalbox::answers {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostKnown = 64; // contracts, and sets of tools, that are kept ready

std::size_t sizeOf(const metrics::AnswerCopy& copy) {
    constexpr std::size_t overhead = 1024;
    return copy.request.size() + copy.body.size() + overhead;
}

std::string keyOf(const metrics::AnswerCopy& copy, const std::string& call) {
    return std::format("{} {:x} {}", copy.agent, copy.unit, call);
}

metrics::Label labelOf(const metrics::AnswerCopy& copy) {
    return {.agent = copy.agent,
            .version = copy.version,
            .digest = copy.digest,
            .role = copy.role,
            .weight = copy.weight,
            .unit = copy.unit,
            .asked = copy.asked,
            .learned = SystemClock().wall(),
            .requestId = copy.requestId,
            .quality = {},
            .signals = {}};
}

// A result comes back as a tool's message or as a function_call_output.
bool mayHoldResults(const std::string& request) {
    return request.contains("tool_call_id") || request.contains("function_call_output");
}

// Without tools and results a request has nothing to say here, and is not read.
bool isWorthReading(const std::string& request) {
    return request.contains("\"tools\"") || mayHoldResults(request);
}

} // namespace

AnswerDesk::AnswerDesk(metrics::ObservationSink& labels, AnswerBounds bounds) : m_labels(labels), m_bounds(bounds) {}

AnswerDesk::~AnswerDesk() = default;

bool AnswerDesk::admits(const std::string& agent) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const std::int64_t second = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    if (m_second.exchange(second) != second)
        m_taken = 0;
    if (m_waitingBytes < m_bounds.waitingBytes && m_taken.fetch_add(1) < m_bounds.perSecond)
        return true;
    turnAway(agent);
    return false;
}

void AnswerDesk::turnAway(const std::string& agent) {
    const std::scoped_lock lock(m_mutex);
    ++m_counters[agent].notJudged.at(static_cast<std::size_t>(NotJudged::Behind));
}

void AnswerDesk::take(metrics::AnswerCopy copy) {
    const std::size_t size = sizeOf(copy);
    if (m_waitingBytes.fetch_add(size) + size > m_bounds.waitingBytes) {
        m_waitingBytes.fetch_sub(size);
        turnAway(copy.agent);
        return;
    }
    m_queue.post([this, size, copy = std::move(copy)] {
        judge(copy);
        m_waitingBytes.fetch_sub(size);
    });
}

void AnswerDesk::finish() {
    m_queue.call([] {});
}

std::map<std::string, AnswerCounters> AnswerDesk::counters() const {
    const std::scoped_lock lock(m_mutex);
    return m_counters;
}

const ContractCheck* AnswerDesk::contractOf(const agents::SnapshotPtr& snapshot) {
    if (!snapshot || snapshot->manifest.contractOutput.empty())
        return nullptr;
    if (m_contracts.size() >= mostKnown && !m_contracts.contains(snapshot->digest))
        m_contracts.clear();
    auto& known = m_contracts[snapshot->digest];
    if (!known)
        known = std::make_unique<ContractCheck>(*snapshot);
    return known.get();
}

const ToolCheck* AnswerDesk::toolsOf(const QJsonArray& tools) {
    if (tools.isEmpty())
        return nullptr;
    const QByteArray key = QJsonDocument(tools).toJson(QJsonDocument::Compact);
    if (m_tools.size() >= mostKnown && !m_tools.contains(key))
        m_tools.clear();
    auto& known = m_tools[key];
    if (!known)
        known = std::make_unique<ToolCheck>(tools);
    return known.get();
}

void AnswerDesk::judge(const metrics::AnswerCopy& copy) {
    QJsonObject asked;
    if (isWorthReading(copy.request))
        asked = parseJsonObject(copy.request).value_or(QJsonObject());
    if (mayHoldResults(copy.request))
        judgeResults(copy);
    AnswerWorth worth =
        worthOf(copy, {.contract = contractOf(copy.snapshot), .tools = toolsOf(asked.value("tools"_L1).toArray())});
    if (copy.lacksRequest && !worth.notJudged && copy.snapshot && !copy.snapshot->manifest.tools.empty())
        worth.notJudged = NotJudged::TooLong;
    count(copy.agent, worth);
    if (!worth.keepsContract && !worth.toolFailure)
        return;
    metrics::Label label = labelOf(copy);
    for (const std::string& call : worth.calls)
        remember(copy, label, call);
    if (worth.keepsContract)
        label.contractViolation = !*worth.keepsContract;
    label.toolFailure = worth.toolFailure;
    m_labels.takeLabels({std::move(label)});
}

// Each call counts once, for the version that made it, whoever answers the conversation now.
void AnswerDesk::judgeResults(const metrics::AnswerCopy& copy) {
    std::vector<metrics::Label> labels;
    for (const std::string& call : models::failedResultsIn(copy.request)) {
        const auto known = m_calls.find(keyOf(copy, call));
        if (known == m_calls.end())
            continue;
        labels.push_back(*known->second);
        labels.back().toolFailure = true;
        labels.back().learned = SystemClock().wall();
        m_calls.erase(known);
    }
    if (!labels.empty())
        m_labels.takeLabels(std::move(labels));
}

void AnswerDesk::remember(const metrics::AnswerCopy& copy, const metrics::Label& label, const std::string& call) {
    if (call.size() > 200)
        return;
    std::string key = keyOf(copy, call);
    if (m_calls.insert_or_assign(key, std::make_shared<const metrics::Label>(label)).second)
        m_callOrder.push_back(std::move(key));
    while (m_callOrder.size() > m_bounds.calls) {
        m_calls.erase(m_callOrder.front());
        m_callOrder.pop_front();
    }
}

void AnswerDesk::count(const std::string& agent, const AnswerWorth& worth) {
    const std::scoped_lock lock(m_mutex);
    AnswerCounters& counters = m_counters[agent];
    if (worth.keepsContract || worth.toolFailure)
        ++counters.judged;
    if (worth.notJudged)
        ++counters.notJudged.at(static_cast<std::size_t>(*worth.notJudged));
}

} // namespace signalbox::answers
