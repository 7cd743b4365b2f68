#include "core/server/sample_past.h"

namespace signalbox::server {

namespace {

constexpr const char* sampleActor = "sample";
constexpr const char* sampleReason = "sample history: made when the sample was opened, nobody was answered";

// All at once and done: nobody is there to be watched.
release::Plan planOf() {
    release::Plan plan = release::defaultPlan();
    plan.steps = {{.weight = traffic::Weight::all()}};
    plan.evidence = release::MinimumEvidence::NotNeeded;
    plan.observeTime = {};
    return plan;
}

} // namespace

std::vector<versions::SampleRelease> samplePastOf(const Settings& settings, const agents::Workspace& workspace) {
    std::vector<versions::SampleRelease> past;
    if (settings.samplePast && agents::isSimulated(workspace))
        past = versions::samplePast().value_or(past);
    return past;
}

std::map<std::string, std::string> beginningsOf(const std::vector<versions::SampleRelease>& past) {
    std::map<std::string, std::string> beginnings;
    for (const versions::SampleRelease& release : past)
        beginnings[release.agent] = release.began.toString();
    return beginnings;
}

void makeSamplePast(ControlRoom& room, const std::vector<versions::SampleRelease>& past) {
    for (const versions::SampleRelease& one : past) {
        const auto status = room.status(one.agent);
        if (!status || status->state.revision != 1 || status->state.stable.version != one.began)
            continue;
        const auto candidate = room.resolve(one.agent, {one.released, {}});
        if (!candidate)
            continue;
        const auto started = room.execute({one.agent,
                                           release::Start{newReleaseId(one.agent), *candidate, planOf()},
                                           sampleActor,
                                           sampleReason,
                                           status->state.revision,
                                           {}});
        if (started && started->after.release)
            static_cast<void>(
                room.execute({one.agent, release::Promote{}, sampleActor, sampleReason, started->after.revision, {}}));
    }
}

} // namespace signalbox::server
