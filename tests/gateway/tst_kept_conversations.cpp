// Conversations outlive a restart: the bytes that are kept of them, and what damaged or old ones are worth.
#include <QTest>

#include "core/gateway/conversations.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

namespace {

constexpr const char* agent = "refunds";

Routing routingWith(const PreparedPtr& canary, const PreparedPtr& leaving) {
    Routed routed;
    routed.canary = canary;
    routed.leaving = leaving;
    Routing routing;
    routing.versions.emplace(agent, std::move(routed));
    return routing;
}

Assigned assignedTo(const PreparedPtr& version, traffic::Role role) {
    Assigned assigned;
    assigned.version = version;
    assigned.role = role;
    return assigned;
}

PreparedPtr versionOf(const std::string& name) {
    auto made = std::make_shared<Prepared>();
    made->version = name;
    made->digest = sha256(name);
    return made;
}

traffic::Unit unitOf(const std::string& key) {
    return {.key = key, .field = std::uint8_t{0}};
}

struct Run { // of one process
    Conversations conversations;
    PreparedPtr stable = versionOf("2.1.0");
    PreparedPtr canary = versionOf("2.2.0");

    void canaryAnswers(const std::string& unit, Monotonic now) {
        Assigned assigned = assignedTo(canary, traffic::Role::Canary);
        conversations.settle(routingWith(canary, nullptr), agent, unitOf(unit), now, assigned);
    }

    // Whether the version that is leaving still answers this unit.
    bool stays(const std::string& unit, Monotonic now) {
        Assigned assigned = assignedTo(stable, traffic::Role::Stable);
        conversations.settle(routingWith(nullptr, canary), agent, unitOf(unit), now, assigned);
        return assigned.version == canary;
    }
};

KeptConversations sampleOf(std::size_t units) {
    KeptConversations kept;
    kept.salt.fill(7);
    kept.at = WallTime{1'772'445'600'123ms};
    kept.agents = {{.agent = agent, .version = sha256("2.2.0"), .units = {}},
                   {.agent = std::string("odd\0name", 8), .version = sha256("1.0.0"), .units = {}}};
    for (std::size_t i = 0; i < units; ++i)
        kept.agents[0].units.push_back({i + 1, std::chrono::seconds(i % 1800)});
    return kept;
}

} // namespace

class TestKeptConversations : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void theySurviveARestart() {
        const Monotonic now{1000h};
        Run before;
        for (int i = 0; i < 500; ++i)
            before.canaryAnswers("user-" + std::to_string(i), now - std::chrono::seconds(i));
        before.conversations.keep(now);
        const auto kept = keptIn(bytesOf(*before.conversations.takeKept()));
        QVERIFY(kept.has_value());

        Run after;
        const Monotonic later{3h}; // another machine's clock, as far as anybody knows
        after.conversations.take(*kept, 60s, later);
        after.conversations.count(later);
        QCOMPARE(after.conversations.counts().at(agent), std::uint64_t{500});
        for (int i = 0; i < 500; ++i)
            QVERIFY(after.stays("user-" + std::to_string(i), later));
        QVERIFY(!after.stays("somebody-else", later));
    }

    void whatWasOverStaysOver() {
        const Monotonic now{1000h};
        Run before;
        before.canaryAnswers("quiet", now - 20min);
        before.canaryAnswers("talking", now - 1min);
        before.conversations.keep(now);
        Run after;
        after.conversations.take(*keptIn(bytesOf(*before.conversations.takeKept())), 15min, now);
        QVERIFY(!after.stays("quiet", now)); // 35 minutes of silence
        QVERIFY(after.stays("talking", now));
    }

    void anotherVersionIsNotTheirs() {
        const Monotonic now{1000h};
        Run before;
        before.canaryAnswers("talking", now);
        before.conversations.keep(now);
        Run after;
        after.canary = versionOf("2.3.0");
        after.conversations.take(*before.conversations.takeKept(), 0s, now);
        QVERIFY(!after.stays("talking", now));
    }

    // A quiet backend writes nothing anew.
    void nothingNewIsNotSaidAgain() {
        const Monotonic now{1000h};
        Run run;
        run.conversations.keep(now);
        QVERIFY(run.conversations.takeKept()->agents.empty()); // what an earlier run left no longer holds
        run.canaryAnswers("talking", now);
        run.conversations.keep(now);
        QCOMPARE(run.conversations.takeKept()->agents.size(), 1U);
        run.conversations.keep(now + 10s);
        QVERIFY(!run.conversations.takeKept());
        run.canaryAnswers("talking", now + 15s);
        run.conversations.keep(now + 20s);
        QCOMPARE(run.conversations.takeKept()->agents.at(0).units.at(0).silent, 5s);
        run.conversations.keepOnly({});
        run.conversations.keep(now + 30s);
        QVERIFY(run.conversations.takeKept()->agents.empty());
    }

    void bytesComeBackAsTheyWere() {
        const KeptConversations kept = sampleOf(3000);
        QVERIFY(*keptIn(bytesOf(kept)) == kept);
        QVERIFY(*keptIn(bytesOf({})) == KeptConversations{});
    }

    void theyAreBounded() {
        const std::string bytes = bytesOf(sampleOf(200'000));
        QVERIFY2(bytes.size() < 1'000'000, qPrintable(QString::number(bytes.size())));
        const auto kept = keptIn(bytes);
        QVERIFY(kept.has_value());
        QVERIFY(kept->agents[0].units.size() > 80'000);
        for (const KeptUnit& unit : kept->agents[0].units)
            QVERIFY(unit.silent < 1000s); // the silent ones were left out
    }

    void damagedBytesAreRefused() {
        const std::string good = bytesOf(sampleOf(20));
        for (std::size_t size = 0; size < good.size(); ++size)
            QVERIFY(!keptIn(good.substr(0, size)));
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x20);
            QVERIFY(!keptIn(bad));
        }
        QVERIFY(!keptIn(good + "x"));
    }
};

QTEST_APPLESS_MAIN(TestKeptConversations)
#include "tst_kept_conversations.moc"
