#include "core/server/drill_ground.h"

#include <format>
#include <fstream>

#include "core/server/backend.h"
#include "core/versions/store.h"

namespace signalbox::server {

namespace {

constexpr const char* sandboxAgent = "drill-sandbox";
constexpr const char* goodVersion = "1.0.0";
constexpr const char* badVersion = "1.1.0";
constexpr const char* drillActor = "drill";
constexpr std::size_t mostDeeds = 64;

versions::PublishRequest versionOf(const char* name, const Clock& clock) {
    versions::PublishRequest request;
    request.agent = sandboxAgent;
    request.version = agents::SemVer::parse(name).value_or(agents::SemVer{});
    request.files = {{"agent.yaml", std::format("schema: signalbox.agent/1\nname: {}\n"
                                                "model: {{provider: drill, id: drill-stub-1}}\n"
                                                "prompts: {{system: prompts/system.md}}\n",
                                                sandboxAgent)},
                     {"prompts/system.md", std::format("Version {} of a drill.\n", name)}};
    request.changelog = "Made for a drill.";
    request.authorName = "Signalbox drill";
    request.authorEmail = "drill@example.invalid";
    request.time = clock.wall();
    return request;
}

} // namespace

DrillGround::DrillGround(std::filesystem::path directory, const release::DrillOrder& order, const Clock& clock)
    : m_directory(std::move(directory)),
      m_order(order),
      m_clock(clock),
      m_upstream(order, badVersion, clock) {}

DrillGround::~DrillGround() {
    m_traffic.reset();
    m_backend.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_directory, ignored);
}

Result<std::unique_ptr<DrillGround>> DrillGround::open(const std::filesystem::path& directory,
                                                       const release::DrillOrder& order, const Clock& clock) {
    std::unique_ptr<DrillGround> ground(new DrillGround(directory, order, clock));
    if (auto started = ground->start(); !started)
        return failure(std::move(started.error()));
    return ground;
}

Result<void> DrillGround::start() {
    if (auto started = m_upstream.start(); !started)
        return started;
    if (auto made = makeWorkspace(); !made)
        return made;
    Settings settings;
    settings.workspace = m_directory / "workspace";
    settings.stateDirectory = m_directory / "state";
    settings.controlApi = ControlApiUse::None;
    m_backend = std::make_unique<Backend>(std::move(settings));
    m_backend->onGuardDeed([this](const GuardDeed& deed) { note(deed); });
    if (auto started = m_backend->start(); !started)
        return started;
    m_traffic = std::make_unique<DrillTraffic>(m_backend->endpoint().gateway, sandboxAgent, m_order.perSecond, m_clock);
    m_traffic->start();
    return {};
}

Result<void> DrillGround::makeWorkspace() const {
    std::error_code error;
    std::filesystem::remove_all(m_directory, error);
    std::filesystem::create_directories(m_directory / "workspace", error);
    if (error)
        return failure(Errc::Io, "no_drill_directory", "The drill's own directory could not be made.",
                       "Check the free space and the rights of the backend's state directory.");
    auto store = versions::Store::create(m_directory / "workspace");
    if (!store)
        return failure(std::move(store.error()));
    for (const char* name : {goodVersion, badVersion})
        if (const auto published = (*store)->publish(versionOf(name, m_clock)); !published)
            return failure(published.error());
    std::ofstream file(m_directory / "workspace" / "signalbox.yaml");
    file << "schema: signalbox.workspace/1\nname: Drill\nproviders:\n  drill:\n    url: " << m_upstream.url()
         << "\n    simulated: true\nagents:\n  " << sandboxAgent << ": { stable: " << goodVersion << " }\n";
    if (!file.flush())
        return failure(Errc::Io, "no_drill_directory", "The drill's own workspace could not be written.",
                       "Check the free space of the backend's state directory.");
    return {};
}

Result<Monotonic> DrillGround::beginRamp(const release::Plan& plan) {
    return m_backend->controlQueue().call([&]() -> Result<Monotonic> {
        ControlRoom& room = m_backend->room();
        const auto status = room.status(sandboxAgent);
        if (!status)
            return failure(status.error());
        const auto candidate =
            room.resolve(sandboxAgent, {agents::SemVer::parse(badVersion).value_or(agents::SemVer{}), {}});
        if (!candidate)
            return failure(candidate.error());
        const Monotonic before = m_clock.monotonic();
        const auto started = room.execute({.agent = sandboxAgent,
                                           .event = release::Start{newReleaseId(sandboxAgent), *candidate, plan},
                                           .actor = drillActor,
                                           .reason = "a bad version, on purpose",
                                           .expectedRevision = status->state.revision,
                                           .requestId = {}});
        if (!started)
            return failure(started.error());
        return before;
    });
}

void DrillGround::stopTraffic() {
    if (m_traffic)
        m_traffic->stop();
}

void DrillGround::note(const GuardDeed& deed) {
    const std::scoped_lock lock(m_mutex);
    if (m_deeds.size() < mostDeeds)
        m_deeds.push_back({.guard = deed.alarm.explanation.guard.name,
                           .sentence = evidence::sentenceOf(deed.alarm.explanation),
                           .action = deed.action,
                           .decided = deed.alarm.decided,
                           .inEffect = deed.inEffect});
}

std::vector<release::DrillDeed> DrillGround::deeds() const {
    const std::scoped_lock lock(m_mutex);
    return m_deeds;
}

} // namespace signalbox::server
