// Who goes on with an earlier answer of /v1/responses meets the version that gave it: while it is in traffic, whatever
// the weights became, whether or not the caller names a user, and after a restart.
#include <format>

#include <QTest>

#include "core/gateway/response_ids.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;
using traffic::Role;
using traffic::Weight;

namespace {

constexpr std::string_view path = "/v1/responses";

std::string fieldOf(const std::string& answer, std::string_view name) {
    const auto at = answer.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos)
        return {};
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

std::string idIn(const std::string& answer) {
    const auto at = answer.find("resp_");
    return at == std::string::npos ? std::string() : answer.substr(at, answer.find_first_of("\"", at) - at);
}

struct Turn {
    std::string version = {};
    std::string role = {};
    std::string followed = {};
    std::string id = {};
};

struct Rig {
    explicit Rig(bool streams = false) : streamed(streams) { start(); }

    void start() {
        gateway = std::make_unique<Gateway>(Settings{}, workspace(upstream.url()), sink);
        good = gateway->start().has_value();
    }

    [[nodiscard]] bool route(Weight canary, bool leaving = false, const std::string& salt = "first") {
        traffic::AgentRoute made;
        made.agent = "refunds";
        made.salt = traffic::saltFrom(salt);
        made.stable = arm({});
        if (canary > Weight{}) {
            made.canary = arm({.version = "2.0.0"});
            made.canaryWeight = canary;
        }
        if (leaving)
            made.leaving = arm({.version = "2.0.0"});
        std::map<std::string, traffic::AgentRoute, std::less<>> routes;
        routes.emplace("refunds", std::move(made));
        return gateway->apply(std::make_shared<const traffic::RouteTable>(++revision, std::move(routes))).has_value();
    }

    Turn say(const std::string& members) {
        Caller caller(gateway->port());
        const std::string answer = caller.ask(post(path, R"({"model":"refunds","input":"hi")" +
                                                             std::string(streamed ? R"(,"stream":true)" : "") +
                                                             (members.empty() ? "" : "," + members) + "}"));
        return {.version = fieldOf(answer, "x-signalbox-version"),
                .role = fieldOf(answer, "x-signalbox-role"),
                .followed = fieldOf(answer, "x-signalbox-conversation"),
                .id = idIn(answer)};
    }

    Turn goOn(const Turn& turn, const std::string& more = {}) {
        return say("\"previous_response_id\":\"" + turn.id + "\"" + (more.empty() ? "" : "," + more));
    }

    // A first turn that this version answers.
    Turn firstOf(const std::string& version, const std::string& members = {}) {
        for (int i = 0; i < 200; ++i)
            if (Turn turn = say(members); turn.version == version)
                return turn;
        return {};
    }

    bool streamed;
    std::uint64_t revision = 0;
    std::atomic<int> answered = 0;
    Sink sink;
    Upstream upstream{[this](RawSocket& socket, const std::string&) {
        const std::string response = std::format(
            R"({{"id":"resp_{}","object":"response","status":"completed","output":[{{"type":"message","role":"assistant",)"
            R"("content":[{{"type":"output_text","text":"yes"}}]}}]}})",
            ++answered);
        if (!streamed) {
            socket.send(json(response));
            return;
        }
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                    "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" +
                    response + "}\n\n");
        socket.close();
    }};
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

PreparedPtr versionOf(const std::string& name) {
    auto made = std::make_shared<Prepared>();
    made->version = name;
    made->digest = sha256(name);
    return made;
}

} // namespace

class TestResponseIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoGoesOnStays_data();
    void whoGoesOnStays();
    void aChainIsOneUnit();
    void whatIsGoneIsMoved();
    void anotherReleaseDrawsNothingFromIt();
    void aConversationObjectStays();
    void theyOutliveARestart();
    void otherEndpointsKnowNoIds();
    void whoIsFollowed_data();
    void whoIsFollowed();
};

void TestResponseIds::whoGoesOnStays_data() {
    QTest::addColumn<bool>("streamed");
    QTest::addColumn<QByteArray>("members");
    for (const bool streamed : {false, true}) {
        QTest::addRow("nobody is named %d", streamed) << streamed << QByteArray();
        QTest::addRow("a user is named %d", streamed) << streamed << QByteArray(R"("user":"u1")");
    }
}

// Up, down, and up again: the canary's conversations stay the canary's, stable's stay stable's.
void TestResponseIds::whoGoesOnStays() {
    QFETCH(bool, streamed);
    QFETCH(QByteArray, members);
    Rig rig(streamed);
    QVERIFY(rig.good && rig.route(Weight::percent(50)));
    Turn stable = rig.firstOf("1.0.0");
    Turn canary = rig.firstOf("2.0.0");
    QVERIFY(!stable.id.empty() && !canary.id.empty());
    for (const int weight : {99, 1, 50, 100, 1}) {
        QVERIFY(rig.route(Weight::percent(static_cast<std::uint32_t>(weight))));
        for (Turn* turn : {&stable, &canary}) {
            const Turn next = rig.goOn(*turn, members.toStdString());
            QCOMPARE(next.version, turn->version);
            QCOMPARE(next.role, turn->role);
            QCOMPARE(next.followed, std::string("kept"));
            *turn = next;
        }
    }
    const Turn unknown = rig.goOn({.id = "resp_of_another"});
    QVERIFY(!unknown.version.empty());
    QCOMPARE(unknown.followed, std::string("unknown"));
    QCOMPARE(rig.say({}).followed, std::string());
    QVERIFY(eventually([&] {
        const auto counts = rig.gateway->counters().followed;
        return counts.contains("refunds") && counts.at("refunds") == std::array<std::uint64_t, 3>{10, 0, 1};
    }));
}

void TestResponseIds::aChainIsOneUnit() {
    Rig rig;
    QVERIFY(rig.route(Weight::percent(50)));
    Turn turn = rig.firstOf("2.0.0");
    const auto before = rig.sink.wait(1).size();
    const auto first = rig.sink.wait(before).back();
    QVERIFY(rig.route(Weight::percent(5)));
    for (int i = 0; i < 5; ++i)
        turn = rig.goOn(turn);
    const auto seen = rig.sink.wait(before + 5);
    QCOMPARE(seen.size(), before + 5);
    for (std::size_t i = before; i < seen.size(); ++i) {
        QCOMPARE(seen[i].unit, first.unit);
        QVERIFY(seen[i].role == Role::Canary);
        QVERIFY(seen[i].weight == Weight::percent(50)); // with which it was assigned
    }
}

// Rolled back: with a policy that lets conversations finish they do, else they are moved and it is said.
void TestResponseIds::whatIsGoneIsMoved() {
    Rig rig;
    QVERIFY(rig.route(Weight::percent(50)));
    const Turn canary = rig.firstOf("2.0.0");
    QVERIFY(rig.route({}, true));
    const Turn finishing = rig.goOn(canary);
    QCOMPARE(finishing.version, std::string("2.0.0"));
    QCOMPARE(finishing.followed, std::string("kept"));
    QVERIFY(rig.route({}));
    const Turn moved = rig.goOn(finishing);
    QCOMPARE(moved.version, std::string("1.0.0"));
    QCOMPARE(moved.followed, std::string("moved"));
    QCOMPARE(rig.goOn(moved).followed, std::string("kept")); // by the one that has it now
}

// A conversation that began before this release was not drawn for it: it stays, and proves nothing.
void TestResponseIds::anotherReleaseDrawsNothingFromIt() {
    Rig rig;
    QVERIFY(rig.route({}, false, "before"));
    const Turn turn = rig.say({});
    QVERIFY(rig.route(Weight::percent(50), false, "after"));
    const auto before = rig.sink.wait(1).size();
    const Turn next = rig.goOn(turn);
    QCOMPARE(next.version, std::string("1.0.0"));
    QVERIFY(rig.sink.wait(before + 1).back().weight == Weight::all());
}

void TestResponseIds::aConversationObjectStays() {
    Rig rig;
    QVERIFY(rig.route(Weight::percent(50)));
    for (int i = 0; i < 20; ++i) {
        const std::string text = std::format(R"("conversation":"conv_{}")", i);
        const std::string object = std::format(R"("conversation":{{"id":"conv_{}"}})", i);
        QVERIFY(rig.route(Weight::percent(50)));
        const Turn first = rig.say(text);
        QCOMPARE(first.followed, std::string()); // a new one is nothing to speak of
        for (const int weight : {1, 99}) {
            QVERIFY(rig.route(Weight::percent(static_cast<std::uint32_t>(weight))));
            const Turn next = rig.say(weight == 1 ? object : text);
            QCOMPARE(next.version, first.version);
            QCOMPARE(next.followed, std::string("kept"));
        }
    }
}

void TestResponseIds::theyOutliveARestart() {
    Rig rig;
    QVERIFY(rig.route(Weight::percent(50)));
    const Turn stable = rig.firstOf("1.0.0");
    const Turn canary = rig.firstOf("2.0.0");
    rig.gateway->stop(0ms);
    const WallTime now{1'772'445'600'000ms};
    const auto bytes = rig.gateway->responsesToKeep(now);
    QVERIFY(bytes && !bytes->empty());
    QVERIFY(!bytes->contains(stable.id)); // a salted hash of it
    rig.gateway = std::make_unique<Gateway>(Settings{}, workspace(rig.upstream.url()), rig.sink);
    rig.gateway->takeResponses(*bytes, now + 1h);
    QVERIFY(rig.gateway->start() && rig.route(Weight::percent(1)));
    QCOMPARE(rig.goOn(stable).version, std::string("1.0.0"));
    QCOMPARE(rig.goOn(canary).version, std::string("2.0.0"));
    QCOMPARE(rig.goOn(canary).followed, std::string("kept"));
    // After a day it is nobody's.
    rig.gateway->stop(0ms);
    rig.gateway = std::make_unique<Gateway>(Settings{}, workspace(rig.upstream.url()), rig.sink);
    rig.gateway->takeResponses(*bytes, now + 25h);
    QVERIFY(rig.gateway->start() && rig.route(Weight::percent(1)));
    QCOMPARE(rig.goOn(canary).followed, std::string("unknown"));
}

void TestResponseIds::otherEndpointsKnowNoIds() {
    Rig rig;
    QVERIFY(rig.route(Weight::percent(50)));
    const Turn canary = rig.firstOf("2.0.0");
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(
        post(chatPath, R"({"model":"refunds","messages":[],"previous_response_id":")" + canary.id + R"("})"));
    QVERIFY(answer.starts_with("HTTP/1.1 200 "));
    QVERIFY(!answer.contains("x-signalbox-conversation"));
}

void TestResponseIds::whoIsFollowed_data() {
    QTest::addColumn<int>("gave");   // version: 1 stable, 2 canary, 3 leaving, 4 none of them
    QTest::addColumn<bool>("drawn"); // by the same salt
    QTest::addColumn<int>("answers");
    QTest::addColumn<int>("weight"); // thousandths
    const auto row = [](const char* name, int gave, bool drawn, int answers, int weight) {
        QTest::newRow(name) << gave << drawn << answers << weight;
    };
    row("stable", 1, true, 1, 950);
    row("canary", 2, true, 2, 50);
    row("leaving", 3, true, 3, 0);
    row("gone", 4, true, 1, 900);
    row("stable, of another draw", 1, false, 1, 1000);
    row("canary, of another draw", 2, false, 2, 1000);
    row("leaving, of another draw", 3, false, 3, 0);
}

void TestResponseIds::whoIsFollowed() {
    QFETCH(int, gave);
    QFETCH(bool, drawn);
    QFETCH(int, answers);
    QFETCH(int, weight);
    const std::array versions{versionOf("0"), versionOf("1"), versionOf("2"), versionOf("3"), versionOf("4")};
    Routed routed;
    routed.stable = versions[1];
    routed.canary = versions[2];
    routed.leaving = versions[3];
    Routing routing;
    routing.versions.emplace("refunds", routed);
    Assigned assigned;
    assigned.version = versions[1];
    assigned.weight = Weight::thousandths(900);
    assigned.unit = 8;
    assigned.draw = 5;
    const ResponseOrigin origin{.version = versions.at(static_cast<std::size_t>(gave))->digest,
                                .role = gave == 1 ? Role::Stable : Role::Canary,
                                .weight = Weight::thousandths(gave == 1 ? 950 : 50),
                                .unit = 3,
                                .draw = drawn ? 5U : 6U};
    const Followed followed = follow(origin, routing, "refunds", assigned);
    QVERIFY(followed == (gave == 4 ? Followed::Moved : Followed::Kept));
    QVERIFY(assigned.version == versions.at(static_cast<std::size_t>(answers)));
    QCOMPARE(static_cast<int>(assigned.weight.thousandths()), weight);
    QCOMPARE(assigned.unit, drawn && gave != 4 ? std::uint64_t{3} : std::uint64_t{8});
    QVERIFY(assigned.role == (answers == 1 ? Role::Stable : Role::Canary));
}

QTEST_GUILESS_MAIN(TestResponseIds)
#include "tst_response_ids.moc"
