#include "core/evidence/watch.h"

#include "core/evidence/event_watch.h"
#include "core/evidence/mean_watch.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t keptRequests = 8;

} // namespace

Watch::Watch(Guard guard, const GuardSet& set) : m_guard(std::move(guard)), m_set(set), m_alpha(set.alphaOf(m_guard)) {}

void Watch::Trace::add(const UnitOutcome& outcome) {
    if (!first)
        first = outcome.wall;
    last = outcome.wall;
    if (outcome.arm != Arm::Canary || outcome.request.empty())
        return;
    requests.push_back(outcome.request);
    if (requests.size() > keptRequests)
        requests.pop_front();
}

void Watch::Trace::describe(Explanation& explanation) const {
    explanation.firstEvent = first;
    explanation.lastEvent = last;
    explanation.requests.assign(requests.begin(), requests.end());
}

QJsonObject Watch::Trace::toJson() const {
    QJsonArray names;
    for (const std::string& request : requests)
        names.append(textOf(request));
    QJsonObject object{{u"requests"_s, names}};
    if (first)
        object.insert(u"first"_s, textOf(toIso(*first)));
    if (last)
        object.insert(u"last"_s, textOf(toIso(*last)));
    return object;
}

void Watch::Trace::fromJson(FieldReader reader) {
    first = reader.wallOr("first"_L1);
    last = reader.wallOr("last"_L1);
    const auto names = reader.texts("requests"_L1);
    requests.assign(names.begin(), names.end());
}

std::unique_ptr<Watch> makeWatch(const Guard& guard, const GuardSet& set) {
    switch (guard.metric) {
    case Metric::Cost:
    case Metric::Tokens:
    case Metric::ToolCalls:
        return std::make_unique<MeanWatch>(guard, set);
    default:
        return std::make_unique<EventWatch>(guard, set);
    }
}

} // namespace signalbox::evidence
