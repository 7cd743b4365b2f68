// A console that saw a backend's audit log notices on its next connect when the log was cut, rewritten or begun anew,
// and stays quiet when it only grew.
#include <QSignalSpy>
#include <QTest>

#include "core/audit/log.h"
#include "core/client/audit_witness.h"
#include "core/client/console_log.h"
#include "tests/server/backend_host.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array parts{"audit.log", "audit.log-wal", "audit.log-shm"};

// Of a log whose backend has stopped.
void copyLog(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::create_directories(to);
    for (const char* part : parts) {
        std::filesystem::remove(to / part);
        if (std::filesystem::exists(from / part))
            std::filesystem::copy_file(from / part, to / part);
    }
}

// One start of a console.
struct Console {
    Console(BackendHost& host, client::ConsoleLog* log)
        : session(QUrl(u"http://127.0.0.1:%1"_s.arg(host.port())), host.token()),
          mirror(session),
          witness(mirror, log) {
        session.start();
    }

    client::BackendSession session;
    client::BackendMirror mirror;
    client::AuditWitness witness;
};

} // namespace

class AuditWitnessTest : public QObject {
    Q_OBJECT

private:
    SystemClock clock;
    std::unique_ptr<QTemporaryDir> home;
    std::unique_ptr<BackendHost> host;
    std::unique_ptr<client::ConsoleLog> log;

    [[nodiscard]] std::filesystem::path copy() const { return home->filePath(u"copy"_s).toStdString(); }

    void restart() {
        host->stop();
        const auto started = host->start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
    }

    // Lets the backend write so many entries more.
    void write(int entries, const char* reason) {
        audit::EntryDraft draft;
        draft.actor = "somebody";
        draft.action = "test.note";
        draft.reason = reason;
        for (int i = 0; i < entries; ++i)
            QVERIFY(host->backend().controlQueue().call([&] { return host->backend().room().record(draft); }));
    }

    // What a new start of the console makes of the backend.
    void look(const char* alarm) {
        Console console(*host, log.get());
        QTRY_VERIFY(console.witness.provenSize() > 0 || console.witness.alarm());
        QCOMPARE(console.witness.alarm() ? console.witness.alarm()->code : std::string("none"), std::string(alarm));
    }

private Q_SLOTS:

    void init() {
        home = std::make_unique<QTemporaryDir>();
        log = client::ConsoleLog::open(home->filePath(u"console"_s), clock).value();
        host = std::make_unique<BackendHost>();
        const auto started = host->start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
    }

    void cleanup() {
        host.reset();
        log.reset();
    }

    void growthIsFine() {
        look("none");
        write(5, "growth");
        look("none");
        look("none");
        Console console(*host, log.get());
        QTRY_VERIFY(console.witness.provenSize() > 0);
        const auto before = console.witness.provenSize();
        write(3, "more");
        console.witness.check();
        QTRY_COMPARE(console.witness.provenSize(), before + 3);
        QVERIFY(!console.witness.alarm());
    }

    void aRestartIsFine() {
        write(3, "before");
        look("none");
        restart();
        look("none");
        write(3, "after");
        restart();
        look("none");
    }

    void aCutLogIsNoticed() {
        write(2, "before");
        host->stop();
        copyLog(host->state(), copy());
        restart();
        write(4, "seen");
        look("none");
        host->stop();
        copyLog(copy(), host->state());
        restart();
        look("audit_shrank");
        look("audit_shrank"); // what was seen is not forgotten by the alarm
    }

    void aRewrittenLogIsNoticed() {
        write(2, "before");
        host->stop();
        copyLog(host->state(), copy());
        restart();
        write(4, "seen");
        look("none");
        host->stop();
        copyLog(copy(), host->state());
        restart();
        write(9, "another history"); // longer, and signed with the log's own key
        // The log is good in itself. The backend knows better by what the workspace keeps of it, the console by itself.
        QVERIFY(audit::verify(host->state() + "/audit.log").good);
        QVERIFY(!host->get("/api/v1/audit/verify").json().value("good"_L1).toBool());
        look("audit_rewritten");
    }

    void anotherLogIsNoticed() {
        write(2, "before");
        look("none");
        host->stop();
        for (const char* part : {"audit.log", "audit.log-wal", "audit.log-shm", "audit.log.key", "audit.log.lock"})
            std::filesystem::remove(std::filesystem::path(host->state()) / part);
        restart();
        write(9, "begun anew");
        look("audit_replaced");
    }

    void aConsoleThatStaysNoticesOnReconnect() {
        host->stop();
        copyLog(host->state(), copy());
        restart();
        write(3, "seen");
        Console console(*host, nullptr); // remembers by itself
        QSignalSpy alarmed(&console.witness, &client::AuditWitness::alarmed);
        QTRY_VERIFY(console.witness.provenSize() > 0);
        const auto port = host->port();
        host->stop();
        QTRY_VERIFY(!console.mirror.isFresh());
        copyLog(copy(), host->state());
        restart();
        QCOMPARE(host->port(), port);
        QTRY_COMPARE_WITH_TIMEOUT(alarmed.count(), 1, 15'000);
        QCOMPARE(console.witness.alarm()->code, "audit_shrank");
    }

    void aMemoryThatWasTamperedWithIsNoticed() {
        look("none");
        Console console(*host, log.get());
        QTRY_VERIFY(console.mirror.backend());
        const std::string name = client::identityOf(console.session.url(), *console.mirror.backend());
        QVERIFY(name.starts_with("local/"));
        auto seen = log->seenOf(name).value();
        seen.checkpoint.replace(seen.checkpoint.find('\n') + 1, 1, "9");
        log->remember(name, seen, this, [](const Result<void>&) {});
        look("bad_signature");
    }

    void remoteBackendsGoByTheirAddress() {
        protocol::BackendInfo info;
        info.instance = "one";
        QCOMPARE(client::identityOf(QUrl(u"https://box.example:7081/"_s), info), "https://box.example:7081");
        QCOMPARE(client::identityOf(QUrl(u"http://127.0.0.1:1"_s), info), "local/one");
        QCOMPARE(client::identityOf(QUrl(u"http://localhost:2"_s), info), "local/one");
    }
};

QTEST_GUILESS_MAIN(AuditWitnessTest)
#include "tst_audit_witness.moc"
