#include "core/server/backend.h"

#include <charconv>
#include <format>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/server/agent_view.h"
#include "core/server/control_api.h"
#include "core/server/guard.h"
#include "core/server/sample_past.h"
#include "core/versions/new_workspace.h"
#include "core/versions/sample.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {
constexpr auto tickEvery = 250ms;
constexpr auto keepMetricsEvery = 1min;
constexpr auto keepConversationsEvery = 10s;
constexpr const char* conversationsFile = "conversations"; // in the state directory
constexpr const char* responsesFile = "responses";
constexpr auto baselineTime = 24h; // of stable's past that a release is judged against

// "http://127.0.0.1:7081" → 7081; 0 when there is none.
std::uint16_t portIn(const std::string& url) {
    const auto colon = url.rfind(':');
    std::uint16_t port = 0;
    if (colon != std::string::npos)
        std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
    return port;
}

std::string urlOf(const std::string& address, std::uint16_t port) {
    return address.contains(':') ? std::format("http://[{}]:{}", address, port)
                                 : std::format("http://{}:{}", address, port);
}

bool isEmptyFolder(const std::filesystem::path& path) {
    std::error_code error;
    return !std::filesystem::exists(path, error) || std::filesystem::is_empty(path, error);
}

} // namespace

Backend::Backend(Settings settings) : m_settings(std::move(settings)) {
    if (m_settings.stateDirectory.empty())
        m_settings.stateDirectory = protocol::defaultStateDirectory(m_settings.workspace);
}

Backend::~Backend() {
    stop(0ms);
}

Result<void> Backend::start() {
    // The API has no transport encryption of its own, so it must not leave the machine.
    if (!isLoopback(m_settings.controlAddress))
        return failure(Errc::Refused, "not_loopback",
                       std::format("The control API is not served on {} without TLS.", m_settings.controlAddress),
                       "Bind it to 127.0.0.1 and put a TLS proxy or an SSH tunnel before it.", "control");
    using Part = Result<void> (Backend::*)();
    for (const Part part : {&Backend::prepareDirectories, &Backend::openWorkspace, &Backend::startGateway,
                            &Backend::startControl, &Backend::startApi}) {
        if (auto done = (this->*part)(); !done) {
            stop(0ms);
            return done;
        }
    }
    startTicking();
    return protocol::writeEndpointFile(m_settings.stateDirectory / "endpoint.json", m_endpoint);
}

Result<void> Backend::prepareDirectories() {
    const std::filesystem::path& directory = m_settings.stateDirectory;
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || ::chmod(directory.c_str(), 0700) != 0)
        return failure(Errc::Io, "no_state_directory",
                       std::format("The state directory {} cannot be made private.", directory.string()),
                       "Name one that belongs to you with --state.", directory.string());
    auto lock = StateLock::take(directory);
    if (!lock)
        return failure(std::move(lock.error()));
    m_lock = std::move(*lock);
    m_tokens = std::make_unique<Tokens>(directory);
    if (auto last = protocol::readEndpointFile(directory / "endpoint.json"))
        m_lastEndpoint = std::move(*last);
    return m_tokens->load();
}

Result<void> Backend::openWorkspace() {
    if (m_settings.sample && isEmptyFolder(m_settings.workspace))
        if (auto made = versions::createSampleWorkspace(m_settings.workspace); !made)
            return made;
    if (m_settings.prepare)
        if (auto made = versions::prepareWorkspace(m_settings.workspace, {}); !made)
            return failure(std::move(made.error()));
    m_catalogue = std::make_unique<Catalogue>(m_settings.workspace);
    if (auto opened = m_catalogue->open(); !opened)
        return opened;
    m_workspace = m_catalogue->workspace();
    for (const auto& [name, url] : m_settings.providers) {
        const auto provider = m_workspace.providers.find(name);
        if (provider == m_workspace.providers.end())
            return failure(Errc::Invalid, "no_provider", std::format("signalbox.yaml has no provider named {}.", name),
                           "Check the name after --provider.", "provider");
        provider->second.url = url;
    }
    m_providers = std::make_shared<models::Providers>(m_workspace);
    return {};
}

void Backend::makeEvidenceDesk() {
    m_evidence = std::make_unique<EvidenceDesk>(EvidenceParts{
        .next = m_failures,
        .clock = m_clock,
        .past =
            [this](const std::string& agent) {
                m_control.call([] {}); // until the past of earlier runs has been read
                const WallTime now = m_clock.wall();
                const WallTime from = now - baselineTime;
                return m_past.before(m_metrics.query(agent, from, now, 60s), agent, from, now, 60s);
            },
        .alarm =
            [this](GuardAlarm alarm) {
                m_control.post([this, alarm = std::move(alarm)] {
                    if (m_room)
                        m_room->actOn(alarm);
                });
            },
        .keep =
            [this](const std::string& releaseId, const QJsonObject& evidence) {
                m_control.post([this, releaseId, evidence] {
                    if (m_room)
                        m_room->keepEvidence(releaseId, evidence);
                });
            },
    });
}

Result<void> Backend::startGateway() {
    makeEvidenceDesk();
    m_answers = std::make_unique<answers::AnswerDesk>(*m_evidence);
    m_shadow = std::make_unique<shadow::ShadowDesk>(shadow::ShadowParts{
        .clock = m_clock, .file = m_settings.stateDirectory / "pairs.sqlite", .providers = *m_providers});
    if (auto opened = m_shadow->open(); !opened)
        return opened;
    const auto startAt = [this](std::uint16_t port) {
        gateway::Settings settings{.address = m_settings.gatewayAddress, .port = port};
        settings.callers = {gateway::hostNamesOf(m_settings.gatewayAddress, m_settings.gatewayHosts),
                            m_settings.gatewayOrigins};
        settings.pairs = m_shadow.get();
        settings.answers = m_answers.get();
        settings.unitFields = m_workspace.units;
        return m_control.call([this, &settings] {
            m_gateway = std::make_unique<gateway::Gateway>(settings, m_providers, *m_evidence);
            if (const auto kept = protocol::readPrivateFile(m_settings.stateDirectory / conversationsFile))
                m_gateway->takeConversations(*kept, m_clock.wall());
            if (const auto kept = protocol::readPrivateFile(m_settings.stateDirectory / responsesFile))
                m_gateway->takeResponses(*kept, m_clock.wall());
            return m_gateway->start();
        });
    };
    const std::uint16_t last = m_settings.gatewayPort == 0 ? portIn(m_lastEndpoint.gateway) : 0;
    auto started = startAt(last != 0 ? last : m_settings.gatewayPort);
    if (!started && last != 0)
        started = startAt(0);
    if (started)
        m_endpoint.gateway = urlOf(m_settings.gatewayAddress, m_gateway->port());
    return started;
}

Result<void> Backend::startControl() {
    return m_control.call([this]() -> Result<void> {
        const auto past = samplePastOf(m_settings, m_workspace);
        auto room =
            ControlRoom::open({m_settings.workspace, m_settings.stateDirectory, *m_gateway, *m_catalogue, m_hub,
                               *m_evidence, *m_shadow, m_clock, m_onGuardDeed, beginningsOf(past), &m_failures});
        if (!room)
            return failure(std::move(room.error()));
        m_room = std::move(*room);
        makeSamplePast(*m_room, past);
        m_past = PastMetrics(m_room->pastMetrics(), m_clock.wall());
        m_room->endInterruptedDrills();
        m_drills = std::make_unique<DrillDesk>(
            DrillParts{.directory = m_settings.stateDirectory / "drill", .clock = m_clock, .ended = [this] {
                           m_control.post([this] { keepDrill(); });
                       }});
        return {};
    });
}

Result<void> Backend::startApi() {
    m_running = true;
    m_hub.start([this] { eachSecond(); });
    if (m_settings.controlApi == ControlApiUse::None)
        return {};
    const std::uint16_t last = m_settings.controlPort == 0 ? portIn(m_lastEndpoint.control) : 0;
    m_api = std::make_unique<ControlApi>(*this);
    auto started = m_api->start(last != 0 ? last : m_settings.controlPort);
    if (!started && last != 0)
        started = m_api->start(0);
    if (!started)
        return started;
    m_endpoint.control = urlOf(m_settings.controlAddress, m_api->port());
    m_endpoint.tokenFile = std::filesystem::absolute(m_tokens->ownerFile()).string();
    m_endpoint.pid = ::getpid();
    return {};
}

void Backend::startTicking() {
    m_control.post([this] { tick(); });
    m_control.postAfter(keepMetricsEvery, [this] { keepMetrics(); });
    m_control.postAfter(keepConversationsEvery, [this] { keepConversations(); });
    m_catalogue->watch([this](const std::set<std::string>& agents) {
        for (const std::string& agent : agents) {
            protocol::EventMessage event;
            event.kind = protocol::EventMessage::Kind::Versions;
            event.agentName = agent;
            m_hub.publish(std::move(event));
        }
        m_control.post([this] {
            if (!m_room)
                return;
            m_room->adoptNewAgents();
            m_room->watchContent();
        });
    });
}

void Backend::tick() {
    if (!m_room)
        return;
    if (!m_lock->isHeld()) {
        if (m_superseded)
            m_superseded();
        return; // and never again
    }
    m_room->tick();
    m_room->watchRelapses(m_metrics);
    m_room->watchUnits();
    m_evidence->passTime();
    m_shadow->noteCounters(m_gateway->counters().shadows);
    m_tokens->refresh();
    m_gateway->refreshCredentials(); // a rotated secret needs no restart
    keepDrill();
    m_control.postAfter(tickEvery, [this] { tick(); });
}

// Tried again with each tick until the report is kept; only then another drill may begin.
void Backend::keepDrill() {
    if (!m_room || !m_drills || !m_lock->isHeld())
        return;
    const auto drill = m_drills->current();
    if (drill && drill->phase == release::DrillPhase::Over && m_room->endDrill(*drill))
        m_drills->forget(drill->id);
}

void Backend::keepMetrics() {
    if (!m_room)
        return;
    m_room->keepMetrics(m_metrics);
    m_control.postAfter(keepMetricsEvery, [this] { keepMetrics(); });
}

// Losing the newest only means that they move with the others. Written beside the control thread: no disk holds it up.
void Backend::keepConversations() {
    if (!m_gateway || !m_lock || !m_lock->isHeld())
        return;
    m_reports.post([this, kept = m_gateway->conversationsToKeep(m_clock.wall()),
                    responses = m_gateway->responsesToKeep(m_clock.wall())]() mutable {
        m_keptConversations.write(m_settings.stateDirectory / conversationsFile, std::move(kept));
        m_keptResponses.write(m_settings.stateDirectory / responsesFile, std::move(responses));
    });
    m_control.postAfter(keepConversationsEvery, [this] { keepConversations(); });
}

// On the hub's thread. What nobody heard in between is dropped: a listener reads the past by itself.
void Backend::eachSecond() {
    protocol::EventMessage event;
    event.kind = protocol::EventMessage::Kind::Metrics;
    for (const metrics::Series& series : m_metrics.takeFresh(m_clock.wall()))
        for (const metrics::Point& point : series.points)
            event.metrics.push_back({series.key.agent, series.key.version, series.key.role, pointOf(point)});
    if (!event.metrics.empty())
        m_hub.publish(std::move(event));
    m_control.post([this] {
        if (m_room)
            m_room->showClocks();
    });
}

void Backend::stop(std::chrono::milliseconds grace) {
    if (m_running)
        m_hub.stop();
    m_running = false;
    if (m_api)
        m_api->stop(std::min(grace, std::chrono::milliseconds(1s)));
    if (m_drills) {
        m_control.call([] {}); // what the API was asked for has been begun
        m_drills->stop();      // its report is posted to the control thread
    }
    m_reports.call([] {});
    m_control.call([this, grace] {
        if (!m_gateway)
            return;
        m_gateway->stop(grace);
        if (m_room)
            keepConversations();
    });
    if (m_answers)
        m_answers->finish();
    const bool mine = m_lock && m_lock->isHeld(); // files that are another's by now are left alone
    if (m_evidence && mine)
        m_evidence->keepAll(); // posted to the control thread, which keeps it before it ends
    if (m_shadow && mine)
        m_shadow->keepAll();
    m_catalogue.reset(); // joins its thread, which may ask the control thread
    m_control.call([this, mine] {
        if (m_room && mine)
            m_room->finish(m_metrics);
        m_drills.reset();
        m_room.reset();
        m_gateway.reset();
    });
    m_reports.call([] {}); // the conversations are written
    m_answers.reset();
    m_evidence.reset();
    m_shadow.reset();
    m_api.reset();
    m_lock.reset();
}

std::optional<Error> Backend::warning() {
    return m_control.call([this] { return m_room ? m_room->warning() : std::nullopt; });
}

std::string Backend::instance() const {
    std::string machine;
    std::ifstream("/etc/machine-id") >> machine;
    return sha256(machine + "\n" + std::filesystem::absolute(m_settings.stateDirectory).lexically_normal().string())
        .hex()
        .substr(0, 32);
}

} // namespace signalbox::server
