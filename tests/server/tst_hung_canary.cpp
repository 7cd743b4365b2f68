// A canary that never answers, behind the real gateway: the desk calls while the requests hang, and counts none twice
// when they end after all.
#include <future>

#include <QTest>

#include "core/server/evidence_desk.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::server;

namespace {

release::AgentState running() {
    const gateway::VersionSpec candidate{.version = "2.0.0"};
    release::Release release;
    release.id = "refunds.1";
    release.candidate = gateway::arm(candidate).version;
    release.baseline = gateway::arm({}).version;
    release.plan = release::defaultPlan();
    release.phase = release::Phase::Ramping;
    release.step = 0;
    release::AgentState state;
    state.agent = "refunds";
    state.stable = release.baseline;
    state.release = release;
    return state;
}

} // namespace

class TestHungCanary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isCalledOutWhileItHangs();
};

void TestHungCanary::isCalledOutWhileItHangs() {
    gateway::Sink sink;
    SystemClock clock;
    std::mutex mutex;
    std::vector<GuardAlarm> alarms;
    std::promise<void> gate;
    EvidenceDesk desk({.next = sink,
                       .clock = clock,
                       .past = [](const std::string&) { return std::vector<metrics::Series>(); },
                       .alarm =
                           [&](GuardAlarm alarm) {
                               const std::scoped_lock lock(mutex);
                               alarms.push_back(std::move(alarm));
                           },
                       .keep = [](const std::string&, const QJsonObject&) {}});
    desk.follow(running());
    gateway::Upstream upstream(
        [open = gate.get_future().share()](gateway::RawSocket& socket, const std::string& request) {
            if (request.contains("model-of-2.0.0"))
                open.wait_for(std::chrono::seconds{20});
            socket.send(gateway::json(gateway::chatAnswer));
        });
    gateway::Gateway plane({.hangingAfter = std::chrono::milliseconds{100}}, gateway::workspace(upstream.url()), desk);
    QVERIFY(plane.start());
    QVERIFY(plane.apply(gateway::table(1, {}, {.version = "2.0.0"}, traffic::Weight::percent(50))));
    std::vector<std::unique_ptr<gateway::Caller>> callers;
    for (int i = 0; i < 60; ++i) {
        callers.push_back(std::make_unique<gateway::Caller>(plane.port()));
        QVERIFY(callers.back()->send(gateway::post("/v1/chat/completions", gateway::helloBody,
                                                   "X-Signalbox-Unit: u" + std::to_string(i) + "\r\n")));
    }
    const auto called = [&] {
        const std::scoped_lock lock(mutex);
        return std::ranges::any_of(alarms, [](const GuardAlarm& alarm) {
            return alarm.explanation.guard.name == "error_rate" && alarm.explanation.method == evidence::Method::Outage;
        });
    };
    // Stable goes on answering; the canary's callers wait.
    for (int i = 60; i < 500 && !called(); ++i) {
        gateway::Caller caller(plane.port());
        QVERIFY(caller.send(gateway::post("/v1/chat/completions", gateway::helloBody,
                                          "X-Signalbox-Unit: u" + std::to_string(i) + "\r\n")));
        caller.readMore(20);
    }
    QVERIFY(called());
    const auto hung = std::ranges::count_if(callers, [](const auto& caller) { return !caller->readMore(0); });
    QVERIFY2(hung > 10, "the canary's callers still wait");
    const std::size_t before = sink.wait(0).size();
    gate.set_value();
    for (const auto& caller : callers)
        QVERIFY(caller->readMessage(true).starts_with("HTTP/1.1 200 "));
    const auto ended = sink.wait(before + static_cast<std::size_t>(hung));
    const auto canary = std::ranges::count(ended, traffic::Role::Canary, &metrics::Observation::role);
    // Each once, in the guards that are not frozen as they were at the alarm.
    QVERIFY(gateway::eventually([&] {
        desk.passTime();
        desk.keepAll();
        const auto message = desk.messageOf("refunds");
        return message && std::ranges::any_of(message->guards, [&](const auto& guard) {
                   return guard.explanation.verdict != evidence::Verdict::Worse &&
                          guard.explanation.arms.canary.requests == static_cast<std::uint64_t>(canary);
               });
    }));
    plane.stop(std::chrono::milliseconds{0});
}

QTEST_GUILESS_MAIN(TestHungCanary)
#include "tst_hung_canary.moc"
