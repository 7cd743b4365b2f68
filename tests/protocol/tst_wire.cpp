// The rest of the wire: errors and their statuses, roles and verbs, and the event stream in every possible piece.
#include <random>

#include <QJsonDocument>
#include <QTest>

#include "core/protocol/access.h"
#include "core/protocol/error_body.h"
#include "core/protocol/event_stream.h"

using namespace signalbox;
using namespace signalbox::protocol;
using namespace Qt::StringLiterals;

namespace {

std::vector<EventMessage> events() {
    EventMessage versions;
    versions.kind = EventMessage::Kind::Versions;
    versions.id = 2;
    versions.agentName = "a\n\ndata: {}\n\nevent: reset\r\n\"";
    EventMessage metrics;
    metrics.kind = EventMessage::Kind::Metrics;
    metrics.id = 3;
    metrics.metrics.resize(2);
    metrics.metrics[0].agent = "refunds";
    metrics.metrics[0].role = traffic::Role::Canary;
    metrics.metrics[0].point.requests = 5;
    EventMessage audit;
    audit.kind = EventMessage::Kind::Audit;
    audit.id = 18'446'744'073'709'551'615U;
    audit.auditSize = 9;
    audit.checkpoint = "origin\n9\nroot\n\n\xE2\x80\x94 origin x\n";
    EventMessage agent;
    agent.kind = EventMessage::Kind::Agent;
    agent.id = 5;
    agent.agent = AgentStatus{};
    agent.agent->agent = "refunds";
    agent.agent->state.agent = "refunds";
    agent.agent->description = "\xE2\x80\xA8 line separators stay inside \xE2\x80\xA9";
    return {EventMessage{}, versions, metrics, audit, agent};
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statusOfEveryKind();
    void errorBodies();
    void strangeErrorBodies();
    void rolesAndVerbs();
    void eventsInOnePiece();
    void eventsInAnyPieces();
    void framesOfOtherServers();
    void endlessFramesAreRefused();
    void brokenEventsAreNamed();
};

void TestWire::statusOfEveryKind() {
    for (int i = 0; i <= static_cast<int>(Errc::Internal); ++i) {
        const auto kind = static_cast<Errc>(i);
        const int status = httpStatusOf(kind);
        QVERIFY(status >= 400 && status < 600);
        QCOMPARE(kindOf(status), kind == Errc::Corrupt ? Errc::Internal : kind);
    }
    QCOMPARE(kindOf(418), Errc::Invalid);
    QCOMPARE(kindOf(599), Errc::Internal);
}

void TestWire::errorBodies() {
    const Error error{Errc::Conflict, "revision_conflict", "\"Someone\" changed it\nmeanwhile.", "Look again.",
                      "/revision"};
    const QJsonObject body = encodeError(error);
    QCOMPARE(body["error"_L1]["code"_L1].toString(), u"revision_conflict"_s);
    QCOMPARE(decodeError(QJsonDocument(body).toJson().toStdString(), 409), error);
    QVERIFY(!encodeError(Error{Errc::Io, "x", "y"})["error"_L1].toObject().contains("field"_L1));
    QCOMPARE(decodeWarning(encodeWarning(error)), error);
    QCOMPARE(decodeWarning({}).kind, Errc::Internal);
}

void TestWire::strangeErrorBodies() {
    for (const char* body :
         {"", "<html>502 Bad Gateway</html>", "{}", "[]", "{\"error\":\"text\"}", "{\"error\":{\"code\":5}}"}) {
        const Error error = decodeError(body, 502);
        QCOMPARE(error.kind, Errc::Unavailable);
        QCOMPARE(error.code, "http_502");
        QVERIFY(!error.message.empty());
    }
}

void TestWire::rolesAndVerbs() {
    using enum AccessRole;
    for (const AccessRole role : {Viewer, Engineer, Responder, ReleaseManager, Admin})
        QVERIFY(accessRoleFrom(protocol::toString(role)) == role);
    QVERIFY(!accessRoleFrom("root"));
    QVERIFY(!accessRoleFrom(""));
    for (const char* safer : {"pause", "roll-back", "step-back", "abort"}) {
        QVERIFY(requiredRole(safer) == Responder);
        QVERIFY(!mayUse(Viewer, safer) && !mayUse(Engineer, safer));
        QVERIFY(mayUse(Responder, safer) && mayUse(ReleaseManager, safer) && mayUse(Admin, safer));
    }
    for (const char* riskier : {"adopt", "start", "advance", "approve", "promote", "resume", "undo", "unquarantine"}) {
        QVERIFY(requiredRole(riskier) == ReleaseManager);
        QVERIFY(!mayUse(Responder, riskier));
        QVERIFY(mayUse(ReleaseManager, riskier) && mayUse(Admin, riskier));
    }
    QVERIFY(mayUse(Viewer, "read"));
    QVERIFY(!mayUse(Viewer, "publish") && mayUse(Engineer, "publish"));
    for (const char* unknown : {"", "roll_back", "ROLL-BACK", "delete", "read "})
        QVERIFY(!requiredRole(unknown) && !mayUse(Admin, unknown));
}

void TestWire::eventsInOnePiece() {
    FrameParser parser;
    for (const EventMessage& event : events()) {
        const std::string text = encodeEvent(event);
        QCOMPARE(std::ranges::count(text, '\n'), 4);
        QVERIFY(!text.contains('\r'));
        const auto frames = parser.feed(text).value();
        QCOMPARE(frames.size(), 1U);
        if (event.kind == EventMessage::Kind::Agent)
            continue; // an empty state has no version and is refused; the name and the id still come through
        const EventMessage back = decodeEvent(frames.front()).value();
        QCOMPARE(back.kind, event.kind);
        QCOMPARE(back.id, event.id);
        QCOMPARE(back.agentName, event.agentName);
        QCOMPARE(back.checkpoint, event.checkpoint);
        QCOMPARE(back.auditSize, event.auditSize);
        QCOMPARE(back.metrics.size(), event.metrics.size());
        QCOMPARE(encodeEvent(back), text);
    }
}

void TestWire::eventsInAnyPieces() {
    std::string all;
    for (const EventMessage& event : events())
        all += heartbeatFrame() + encodeEvent(event);
    const auto whole = FrameParser().feed(all).value();
    QCOMPARE(whole.size(), events().size());
    for (const std::string_view end : {"\n", "\r", "\r\n"}) {
        std::string text;
        for (const char c : all)
            text += c == '\n' ? std::string(end) : std::string(1, c);
        std::mt19937 random(20260301);
        for (int round = 0; round < 200; ++round) {
            FrameParser parser;
            std::vector<Frame> frames;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t length = round == 0 ? 1 : random() % 40;
                const auto piece = parser.feed(std::string_view(text).substr(at, length)).value();
                frames.insert(frames.end(), piece.begin(), piece.end());
                at += length;
            }
            // A lone CR at the end is known to end the line only when the next byte is there; here it always is.
            QVERIFY(frames == whole);
        }
    }
}

void TestWire::framesOfOtherServers() {
    FrameParser parser;
    QVERIFY((parser
                 .feed("\xEF\xBB\xBF"
                       "data: x\n\n")
                 .value() == std::vector<Frame>{{"message", "", "x"}}));
    QVERIFY((parser.feed("id: 7\ndata:a\ndata:  b\nretry: 10\nnonsense\n\n").value() ==
             std::vector<Frame>{{"message", "7", "a\n b"}}));
    QVERIFY(parser.feed("event: agent\nid: 8\n\n").value().empty());
    QVERIFY((parser.feed("data\n\n").value() == std::vector<Frame>{{"message", "8", ""}}));
    QVERIFY(parser.feed(": comment\n\n\n\n").value().empty());
}

void TestWire::endlessFramesAreRefused() {
    FrameParser line(1000);
    QVERIFY(line.feed(std::string(900, 'x')));
    QCOMPARE(line.feed(std::string(200, 'x')).error().kind, Errc::Limit);
    FrameParser lines(1000);
    Result<std::vector<Frame>> fed = std::vector<Frame>{};
    for (int i = 0; i < 100 && fed; ++i)
        fed = lines.feed("data: 0123456789012345\n");
    QVERIFY(!fed);
}

void TestWire::brokenEventsAreNamed() {
    QCOMPARE(decodeEvent({"later", "1", "{}"}).error().code, "unknown_event");
    for (const char* id : {"", "x", "1x", "-1", "99999999999999999999999"})
        QCOMPARE(decodeEvent({"reset", id, "{}"}).error().field, "id");
    QVERIFY(!decodeEvent({"versions", "1", "{\"agent\":1}"}));
    QVERIFY(!decodeEvent({"audit", "1", "{}"}));
    QVERIFY(!decodeEvent({"metrics", "1", "{\"ticks\":[{}]}"}));
    QVERIFY(!decodeEvent({"agent", "1", "not json"}));
}

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
