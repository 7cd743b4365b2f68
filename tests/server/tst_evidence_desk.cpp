// The desk between the gateway and the metrics: what it judges, when it calls, what it keeps.
#include <random>

#include <QTest>

#include "core/server/evidence_desk.h"

using namespace signalbox;
using namespace signalbox::server;
using namespace std::chrono_literals;

namespace {

class Counter final : public metrics::ObservationSink {
public:
    void take(std::vector<metrics::Observation> batch) override { count += batch.size(); }

    std::atomic<std::size_t> count = 0;
};

agents::VersionRef version(const std::string& text) {
    return {.version = *agents::SemVer::parse(text), .digest = sha256(text)};
}

release::AgentState running(const std::string& id = "refunds.1", int step = 0) {
    release::Release release;
    release.id = id;
    release.candidate = version("2.2.0");
    release.baseline = version("2.1.0");
    release.plan = release::defaultPlan();
    release.phase = release::Phase::Ramping;
    release.step = step;
    release::AgentState state;
    state.agent = "refunds";
    state.revision = 3;
    state.stable = release.baseline;
    state.release = release;
    return state;
}

// `failing`: share of the canary's requests that fail; stable fails at 0.5 %.
std::vector<metrics::Observation> requests(std::mt19937_64& random, int count, double failing,
                                           const std::string& agent = "refunds") {
    std::uniform_real_distribution<double> unit;
    std::vector<metrics::Observation> batch;
    for (int i = 0; i < count; ++i) {
        const bool canary = unit(random) < 0.05;
        metrics::Observation seen;
        seen.agent = agent;
        seen.version = canary ? "2.2.0" : "2.1.0";
        seen.digest = sha256(seen.version);
        seen.role = canary ? traffic::Role::Canary : traffic::Role::Stable;
        seen.weight = traffic::Weight::percent(canary ? 5 : 95);
        seen.unit = random();
        seen.latency = 120ms;
        seen.status = 200;
        if (unit(random) < (canary ? failing : 0.005)) {
            seen.outcome = metrics::Outcome::ServerError;
            seen.status = 500;
        }
        batch.push_back(std::move(seen));
    }
    return batch;
}

struct Rig {
    Rig() {
        desk = std::make_unique<EvidenceDesk>(EvidenceParts{
            .next = counter,
            .clock = clock,
            .past = [](const std::string&) { return std::vector<metrics::Series>(); },
            .alarm =
                [this](GuardAlarm alarm) {
                    const std::scoped_lock lock(mutex);
                    alarms.push_back(std::move(alarm));
                },
            .keep =
                [this](const std::string& id, const QJsonObject& evidence) {
                    const std::scoped_lock lock(mutex);
                    kept[id] = evidence;
                },
        });
    }

    ~Rig() { desk.reset(); }

    Counter counter;
    ManualClock clock;
    std::mutex mutex;
    std::vector<GuardAlarm> alarms;
    std::map<std::string, QJsonObject> kept;
    std::unique_ptr<EvidenceDesk> desk;
};

} // namespace

class TestEvidenceDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesEverythingOn();
    void leavesTheHealthyAlone();
    void callsOnceWhenItIsWorse();
    void goesOnAfterARestart();
    void beginsAnewWithAnotherRelease();
    void countsUnitsOfTheStep();
    void explainsWhatWasKept();
};

void TestEvidenceDesk::passesEverythingOn() {
    Rig rig;
    std::mt19937_64 random(1);
    rig.desk->take(requests(random, 100, 1.0));
    QCOMPARE(rig.counter.count.load(), 100U);
    rig.desk->keepAll();
    QVERIFY(!rig.desk->messageOf("refunds"));
    QVERIFY(rig.alarms.empty());
}

void TestEvidenceDesk::leavesTheHealthyAlone() {
    Rig rig;
    rig.desk->follow(running());
    std::mt19937_64 random(2);
    for (int i = 0; i < 200; ++i)
        rig.desk->take(requests(random, 100, 0.005));
    rig.desk->passTime();
    rig.desk->keepAll();
    QVERIFY(rig.alarms.empty());
    const auto message = rig.desk->messageOf("refunds");
    QVERIFY(message);
    QCOMPARE(message->releaseId, std::string("refunds.1"));
    QCOMPARE(message->guards.size(), std::size_t{3});
    QVERIFY(message->guards[0].explanation.verdict != evidence::Verdict::Worse);
    QVERIFY(!message->guards[0].sentence.empty());
    QVERIFY(rig.desk->viewOf("refunds", "refunds.1"));
    QVERIFY(!rig.desk->viewOf("refunds", "refunds.2"));
}

void TestEvidenceDesk::callsOnceWhenItIsWorse() {
    Rig rig;
    rig.desk->follow(running());
    std::mt19937_64 random(3);
    for (int i = 0; i < 100; ++i) {
        rig.desk->take(requests(random, 100, 0.10));
        rig.desk->take(requests(random, 100, 1.0, "billing")); // somebody else's
    }
    rig.desk->passTime();
    rig.desk->keepAll();
    QCOMPARE(rig.alarms.size(), std::size_t{1});
    QCOMPARE(rig.alarms[0].agent, std::string("refunds"));
    QCOMPARE(rig.alarms[0].explanation.guard.name, std::string("error_rate"));
    QVERIFY(rig.alarms[0].explanation.guard.action == evidence::Action::RollBack);
    QVERIFY(rig.alarms[0].explanation.value >= rig.alarms[0].explanation.bound);
    QVERIFY(rig.desk->viewOf("refunds", "refunds.1")->isWorse);
}

void TestEvidenceDesk::goesOnAfterARestart() {
    // The same traffic, once in one run and once with a restart in its middle: the same numbers, bit for bit.
    const auto explanations = [](const EvidenceDesk& desk) {
        QJsonArray all;
        const auto message = desk.messageOf("refunds");
        for (const auto& card : message->guards)
            all.append(evidence::explanationToJson(card.explanation));
        return all;
    };
    Rig whole;
    whole.desk->follow(running());
    Rig before;
    before.desk->follow(running());
    std::mt19937_64 random(4);
    const auto first = requests(random, 3000, 0.02);
    const auto second = requests(random, 3000, 0.02);
    whole.desk->take(first);
    before.desk->take(first);
    before.desk->keepAll();
    Rig after;
    after.desk->follow(running(), before.kept.at("refunds.1"));
    whole.desk->take(second);
    after.desk->take(second);
    for (Rig* rig : {&whole, &after}) {
        rig->desk->passTime();
        rig->desk->keepAll();
    }
    QCOMPARE(explanations(*after.desk), explanations(*whole.desk));
}

void TestEvidenceDesk::beginsAnewWithAnotherRelease() {
    Rig rig;
    rig.desk->follow(running());
    std::mt19937_64 random(5);
    rig.desk->take(requests(random, 5000, 0.10));
    rig.desk->keepAll();
    QCOMPARE(rig.alarms.size(), std::size_t{1});
    release::AgentState idle = running();
    idle.release.reset();
    rig.desk->follow(idle);
    rig.desk->keepAll();
    QVERIFY(!rig.desk->messageOf("refunds"));
    QVERIFY(rig.kept.contains("refunds.1")); // to explain it later
    rig.desk->follow(running("refunds.2"));
    rig.desk->keepAll();
    QVERIFY(!rig.desk->viewOf("refunds", "refunds.2")->isWorse);
    // A person has taken the roll back back: the verdict stands, the automation does not argue.
    rig.desk->follow(running("refunds.1"), rig.kept.at("refunds.1"));
    rig.desk->take(requests(random, 5000, 0.10));
    rig.desk->passTime();
    rig.desk->keepAll();
    QVERIFY(rig.desk->viewOf("refunds", "refunds.1")->isWorse);
    QCOMPARE(rig.alarms.size(), std::size_t{1});
}

void TestEvidenceDesk::countsUnitsOfTheStep() {
    Rig rig;
    rig.desk->follow(running());
    std::mt19937_64 random(6);
    rig.desk->take(requests(random, 500, 0.0));
    rig.desk->passTime();
    rig.desk->keepAll();
    QCOMPARE(rig.desk->viewOf("refunds", "refunds.1")->units, 500U);
    QVERIFY(rig.desk->viewOf("refunds", "refunds.1")->minimum > 0);
    rig.desk->follow(running("refunds.1", 1));
    rig.desk->keepAll();
    QCOMPARE(rig.desk->viewOf("refunds", "refunds.1")->units, 0U);
}

void TestEvidenceDesk::explainsWhatWasKept() {
    Rig rig;
    rig.desk->follow(running());
    std::mt19937_64 random(7);
    rig.desk->take(requests(random, 5000, 0.10));
    rig.desk->passTime();
    rig.desk->keepAll();
    const auto message = messageFromKept("refunds.1", rig.kept.at("refunds.1"));
    QVERIFY(message);
    QCOMPARE(message->because, std::string("error_rate"));
    const evidence::Explanation& shown = message->guards[0].explanation;
    QCOMPARE(evidence::reproduce(shown), shown.value);
    const auto read = protocol::evidenceFrom(protocol::encode(*message));
    QVERIFY(read);
    QCOMPARE(protocol::encode(*read), protocol::encode(*message));
    QVERIFY(!messageFromKept("refunds.1", QJsonObject()));
}

QTEST_APPLESS_MAIN(TestEvidenceDesk)
#include "tst_evidence_desk.moc"
