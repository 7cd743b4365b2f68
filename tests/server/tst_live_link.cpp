// The console's side of a running backend: events arrive, are resumed after a break, and the mirror never shows what
// was not confirmed.
#include <algorithm>

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include "core/client/backend_mirror.h"
#include "core/protocol/event_stream.h"
#include "tests/server/backend_test.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

std::vector<protocol::Frame> framesOf(QTcpSocket& socket, protocol::FrameParser& parser, std::string& head) {
    QByteArray piece = socket.readAll();
    if (!head.ends_with("\r\n\r\n")) {
        head += piece.toStdString();
        const auto end = head.find("\r\n\r\n");
        if (end == std::string::npos)
            return {};
        piece = QByteArray::fromStdString(head.substr(end + 4));
        head.resize(end + 4);
    }
    // Chunk sizes are lines that no field matches; the parser ignores them.
    return parser.feed({piece.constData(), static_cast<std::size_t>(piece.size())})
        .value_or(std::vector<protocol::Frame>());
}

QStringList holdKinds(const protocol::AgentStatus& status) {
    QStringList kinds;
    for (const release::Hold& hold : status.holds)
        kinds << QString::fromStdString(hold.kind);
    return kinds;
}

} // namespace

class LiveLinkTest : public BackendTest {
    Q_OBJECT

private:
    [[nodiscard]] QUrl urlAt(std::uint16_t port) const { return QUrl(u"http://127.0.0.1:%1"_s.arg(port)); }

    void openEvents(QTcpSocket& socket, const std::string& lastId) {
        socket.connectToHost(u"127.0.0.1"_s, host->port());
        QVERIFY(socket.waitForConnected());
        std::string text = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(host->port()) +
                           "\r\nAuthorization: Bearer " + host->token() + "\r\n";
        if (!lastId.empty())
            text += "Last-Event-ID: " + lastId + "\r\n";
        text += "\r\n";
        socket.write(text.data(), static_cast<qint64>(text.size()));
    }

private Q_SLOTS:

    void theMirrorFollows() {
        client::BackendSession session(urlAt(host->port()), host->token());
        client::BackendMirror mirror(session);
        QSignalSpy changed(&mirror, &client::BackendMirror::agentChanged);
        session.start();
        QTRY_VERIFY(mirror.agent("refunds") != nullptr);
        QVERIFY(mirror.isFresh());
        QTRY_VERIFY(mirror.backend());
        QCOMPARE(mirror.teams().size(), 1U);
        QVERIFY(!host->startRefunds().empty());
        QTRY_VERIFY(mirror.agent("refunds")->state.release);
        QVERIFY(!mirror.markers("refunds").empty());
        for (int i = 0; i < 50; ++i)
            QVERIFY(!host->ask("refunds", std::to_string(i)).empty());
        QTRY_VERIFY(!mirror.series("refunds").empty());
        std::optional<protocol::CommandResult> result;
        session.command("refunds", "roll-back", {}, this, [&](auto answer) {
            QVERIFY(answer);
            result = *answer;
            mirror.take(*answer, "release.roll_back");
        });
        QTRY_VERIFY(result);
        QVERIFY(!mirror.agent("refunds")->state.release);
        QCOMPARE(mirror.agent("refunds")->state.revision, result->revision);
        QCOMPARE(mirror.markers("refunds").back().action, "release.roll_back");
    }

    // What a command's answer leaves in the mirror is what the backend says of the agent, word for word: the bar reads
    // the mirror, the pages ask the backend.
    void anAnswerSaysWhatTheBackendSays_data() {
        QTest::addColumn<QString>("verb");
        for (const char* verb : {"pause", "promote", "roll-back", "abort", "freeze"})
            QTest::newRow(verb) << QString::fromUtf8(verb);
    }

    void anAnswerSaysWhatTheBackendSays() {
        QFETCH(QString, verb);
        QJsonObject plan = quickPlan();
        plan.insert(u"steps"_s, QJsonArray{QJsonObject{{u"weight"_s, 50}, {u"minimum_time"_s, 3600}},
                                           QJsonObject{{u"weight"_s, 100}, {u"minimum_time"_s, 3600}}});
        QVERIFY(!releaseAfter(host->startRelease("refunds", u"2.2.0"_s, plan)).empty());
        client::BackendSession session(urlAt(host->port()), host->token());
        client::BackendMirror mirror(session); // hears no events: only the answer
        std::optional<protocol::AgentList> list;
        session.fetchAgents(this, [&](const auto& answer) { list = answer.value(); });
        QTRY_VERIFY(list);
        for (int i = 0; i < 60; ++i)
            QVERIFY(!host->ask("refunds", std::to_string(i)).empty());
        // What those requests prove is known a moment later; both are to say the same of the same moment.
        const auto waitsForEvidence = [&] {
            const QJsonArray holds = host->get("/api/v1/agents/refunds/release").json()["holds"_L1].toArray();
            return std::ranges::any_of(holds, [](const QJsonValue& one) { return one["kind"_L1] == "guardrails"_L1; });
        };
        QTRY_VERIFY(!waitsForEvidence());
        protocol::CommandMessage message;
        message.reason = "test";
        message.breakGlass = verb == "promote"_L1; // its step is held for an hour
        message.revision = static_cast<std::uint64_t>(host->revisionOf("refunds"));
        std::optional<Result<protocol::CommandResult>> result;
        session.command("refunds", verb.toStdString(), message, this, [&](auto answer) { result = std::move(answer); });
        QTRY_VERIFY(result);
        QVERIFY2(*result, *result ? "" : result->error().message.c_str());
        QVERIFY((*result)->status);
        QCOMPARE((*result)->status->state, (*result)->after);
        std::optional<protocol::AgentList> now;
        session.fetchAgents(this, [&](const auto& answer) { now = answer.value(); });
        QTRY_VERIFY(now);
        const auto refunds = std::ranges::find(now->agents, "refunds", &protocol::AgentStatus::agent);
        QVERIFY(refunds != now->agents.end());
        mirror.take(**result, "release." + verb.toStdString());
        QVERIFY(mirror.agent("refunds") != nullptr);
        const protocol::AgentStatus& seen = *mirror.agent("refunds");
        QCOMPARE(seen.evidence.has_value(), refunds->evidence.has_value());
        QCOMPARE(holdKinds(seen), holdKinds(*refunds));
        QCOMPARE(seen.observed, refunds->observed);
        QCOMPARE(seen.rollBackTarget, refunds->rollBackTarget);
        QCOMPARE(seen.conversations.has_value(), refunds->conversations.has_value());
        for (const release::Hold& hold : seen.holds)
            QVERIFY2(!refunds->evidence || hold.text != "evidence: none yet", hold.text.c_str());
    }

    // A pause stops the clock of the step and not the traffic: who watches sees the evidence grow.
    void thePictureGoesOnWhilePaused() {
        client::BackendSession session(urlAt(host->port()), host->token());
        client::BackendMirror mirror(session);
        session.start();
        QTRY_VERIFY(mirror.agent("refunds") != nullptr);
        QVERIFY(!host->startRefunds().empty());
        QTRY_VERIFY(mirror.agent("refunds")->state.release);
        std::optional<Result<protocol::CommandResult>> result;
        protocol::CommandMessage message;
        message.revision = static_cast<std::uint64_t>(host->revisionOf("refunds"));
        session.command("refunds", "pause", message, this, [&](auto answer) {
            result = std::move(answer);
            mirror.take(**result, "release.pause");
        });
        QTRY_VERIFY(result);
        QVERIFY(mirror.agent("refunds")->state.release->paused);
        QSignalSpy changed(&mirror, &client::BackendMirror::agentChanged);
        QTRY_VERIFY_WITH_TIMEOUT(changed.size() >= 2, 8'000);
    }

    void everyReadingArrives() {
        client::BackendSession session(urlAt(host->port()), host->token());
        int done = 0;
        const auto good = [&done](const auto& result) {
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            ++done;
        };
        session.fetchBackend(this, good);
        session.fetchAgents(this, good);
        session.fetchVersions("refunds", this, good);
        session.fetchVersion("refunds", "2.1.0", this, good);
        session.fetchSnapshot("refunds", "2.1.0", this, good);
        session.fetchPlan("refunds", this, good);
        session.fetchMetrics("refunds", host->backend().clock().wall() - std::chrono::minutes(1),
                             host->backend().clock().wall(), std::chrono::seconds(1), this, good);
        session.fetchDeployments("refunds", this, good);
        session.fetchAudit(0, 10, this, good);
        session.verifyAudit(this, good);
        session.fetchProof(1, this, good);
        QTRY_COMPARE(done, 11);
    }

    void failuresAreNamed() {
        client::BackendSession stranger(urlAt(host->port()), "sb_nobody");
        std::optional<Error> error;
        stranger.fetchAgents(this, [&](const auto& result) { error = result.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, "unauthorized");
        error.reset();
        client::BackendSession nobody(urlAt(1), host->token());
        nobody.fetchAgents(this, [&](const auto& result) { error = result.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, "unreachable");
        error.reset();
        client::BackendSession session(urlAt(host->port()), host->token());
        session.command("refunds", "promote", {}, this, [&](const auto& result) { error = result.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, "no_release");
        bool called = false;
        {
            QObject context;
            session.fetchAgents(&context, [&](const auto&) { called = true; });
        }
        bool later = false;
        session.fetchAgents(this, [&](const auto&) { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!called);
    }

    void aBreakIsNoticedAndNothingIsMissed() {
        client::BackendSession session(urlAt(host->port()), host->token());
        client::BackendMirror mirror(session);
        session.start();
        QTRY_VERIFY(mirror.agent("refunds") != nullptr);
        const std::uint16_t port = host->port();
        host->stop();
        QTRY_COMPARE(session.link().state, client::LinkState::Stale);
        QVERIFY(!mirror.isFresh());
        QVERIFY(session.link().error);
        QVERIFY(mirror.agent("refunds") != nullptr); // what was confirmed stays to be seen, as stale
        QVERIFY(host->start());
        QCOMPARE(host->port(), port);
        QTRY_COMPARE_WITH_TIMEOUT(session.link().state, client::LinkState::Connected, 15'000);
        QVERIFY(!host->startRefunds().empty());
        QTRY_VERIFY(mirror.agent("refunds")->state.release);
    }

    void eventsAreResumed() {
        protocol::FrameParser parser;
        std::string head;
        QTcpSocket first;
        openEvents(first, {});
        std::vector<protocol::Frame> frames;
        const auto read = [&](QTcpSocket& socket) {
            for (auto& frame : framesOf(socket, parser, head))
                frames.push_back(std::move(frame));
            return frames.size();
        };
        QTRY_VERIFY(read(first) >= 1);
        QVERIFY(head.starts_with("HTTP/1.1 200"));
        QCOMPARE(frames.front().event, "reset");
        const std::string seen = frames.back().id;
        first.abort();
        QVERIFY(!host->startRefunds().empty()); // while nobody listens
        frames.clear();
        head.clear();
        parser = protocol::FrameParser();
        QTcpSocket second;
        openEvents(second, seen);
        QTRY_VERIFY(read(second) >= 2);
        for (const auto& frame : frames)
            QVERIFY2(frame.event != "reset", "nothing was missed, so nothing needs to be read again");
        QVERIFY(std::ranges::contains(frames, "agent", &protocol::Frame::event));
        // An id of another time: everything must be read again.
        for (const char* old : {"1", "99999999999999999", "x", "-1"}) {
            frames.clear();
            head.clear();
            parser = protocol::FrameParser();
            QTcpSocket third;
            openEvents(third, old);
            QTRY_VERIFY(read(third) >= 1);
            QCOMPARE(frames.front().event, "reset");
        }
    }

    void theStreamBeats() {
        QTcpSocket socket;
        openEvents(socket, {});
        int beats = 0;
        const auto count = [&] {
            beats += static_cast<int>(socket.readAll().count(":\n\n"));
            return beats;
        };
        QTRY_VERIFY_WITH_TIMEOUT(count() >= 3, 6000);
    }

    void aVersionIsPublished() {
        client::BackendSession session(urlAt(host->port()), host->token());
        client::BackendMirror mirror(session);
        QSignalSpy versions(&mirror, &client::BackendMirror::versionsChanged);
        session.start();
        QTRY_VERIFY(mirror.agent("refunds") != nullptr);
        std::optional<protocol::SnapshotMessage> base;
        session.fetchSnapshot("refunds", "2.2.0", this, [&](const auto& answer) { base = answer.value(); });
        QTRY_VERIFY(base);
        protocol::PublishMessage message{"2.3.0", base->files, "Be brief\n\nPeople asked for it.", "SUP-7"};
        const auto prompt = std::ranges::find(message.files, "prompts/system.md", &protocol::FileContent::path);
        QVERIFY(prompt != message.files.end());
        prompt->content += "Answer in one sentence. \xE2\x9C\x93\n";
        std::optional<Result<protocol::PublishResult>> outcome;
        const auto publish = [&](client::BackendSession& through) {
            outcome.reset();
            through.publish("refunds", message, this, [&](auto result) { outcome = std::move(result); });
        };
        publish(session);
        QTRY_VERIFY(outcome);
        QVERIFY2(outcome->has_value(), outcome->has_value() ? "" : outcome->error().message.c_str());
        const protocol::PublishResult published = **outcome;
        QCOMPARE(published.version.version.toString(), "2.3.0");
        QCOMPARE(published.version.ticket, "SUP-7");
        QCOMPARE(published.version.author, "owner");
        QCOMPARE(published.version.parents.front().toString(), "2.2.0");
        QTRY_VERIFY(!versions.isEmpty());
        std::optional<protocol::SnapshotMessage> read;
        session.fetchSnapshot("refunds", "2.3.0", this, [&](const auto& answer) { read = answer.value(); });
        QTRY_VERIFY(read);
        QCOMPARE(read->digest, published.version.digest);
        const auto same = std::ranges::find(read->files, "prompts/system.md", &protocol::FileContent::path);
        QCOMPARE(same->content, prompt->content);
        std::optional<protocol::AuditPage> page;
        session.fetchAudit(published.sequence, 1, this, [&](const auto& answer) { page = answer.value(); });
        QTRY_VERIFY(page);
        QCOMPARE(page->rows.front().action, "version.publish");

        publish(session); // a version never changes
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->error().kind, Errc::Conflict);
        message.version = "2.4.0";
        prompt->content += "Use sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH.\n";
        publish(session);
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->error().code, "secret_in_file");
        message.files.clear();
        publish(session);
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->error().field, "/files");
        client::BackendSession viewer(urlAt(host->port()), host->token(protocol::AccessRole::Viewer, "v"));
        publish(viewer);
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->error().kind, Errc::Forbidden);
    }
};

QTEST_GUILESS_MAIN(LiveLinkTest)
#include "tst_live_link.moc"
