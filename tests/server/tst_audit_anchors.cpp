// What is found of a log that somebody changed while the backend was down: cut, swapped for an older copy, begun anew,
// signed again. The backend says so from its start on, goes on, and keeps nothing that would vouch for it.
#include <csignal>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/server/audit_keeper.h"
#include "core/versions/anchor_chain.h"
#include "tests/audit/attacker.h"
#include "tests/server/backend_host.h"
#include "tests/server/daemon_process.h"
#include "tests/server/stub_upstream.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class AuditAnchorsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    StubUpstream m_upstream;

    [[nodiscard]] std::filesystem::path workspace() const {
        return m_directory->filePath(u"workspace"_s).toStdString();
    }

    [[nodiscard]] std::filesystem::path log() const {
        return m_directory->filePath(u"state/audit.log"_s).toStdString();
    }

    [[nodiscard]] DaemonProcess daemon() const {
        return {m_directory->filePath(u"workspace"_s), m_directory->filePath(u"state"_s), m_upstream.url()};
    }

    [[nodiscard]] audit::Verification check() const { return server::verifyWithAnchors(log(), workspace()); }

    [[nodiscard]] auto anchors() const { return versions::AnchorChain::open(workspace()).value()->newest().value(); }

    // "freeze" or "unfreeze"; each is an entry.
    static bool post(const DaemonProcess& daemon, const std::string& verb) {
        const QJsonObject state = daemon.get("/api/v1/agents/refunds/release").json().value("state"_L1).toObject();
        const HttpAnswer answer = daemon.post("/api/v1/agents/refunds/" + verb,
                                              {{u"reason"_s, u"for the log"_s}, {u"revision"_s, state["revision"_L1]}});
        if (answer.status != 200)
            qWarning("%s", answer.body.c_str());
        return answer.status == 200;
    }

    // A run that freezes and thaws, and ends cleanly.
    void run() const {
        DaemonProcess running = daemon();
        QVERIFY2(running.start(), running.errors().constData());
        QVERIFY(post(running, "freeze"));
        QVERIFY(post(running, "unfreeze"));
        running.terminate();
        QCOMPARE(running.waitForEnd(), 0);
    }

    static QJsonObject problemOf(const DaemonProcess& daemon) {
        return daemon.get("/api/v1/backend").json().value("audit_problem"_L1).toObject();
    }

private Q_SLOTS:

    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void everyEntryIsVouchedForAtACleanEnd() {
        run();
        const audit::Verification found = check();
        QVERIFY2(found.good, found.message.c_str());
        QVERIFY(found.size >= 3);
        QCOMPARE(found.anchored, found.size);
        run();
        QCOMPARE(check().anchored, check().size);
        QVERIFY(check().size > found.size);
    }

    void aSecondAfterAChangeItIsVouchedFor() {
        DaemonProcess running = daemon();
        QVERIFY2(running.start(), running.errors().constData());
        QVERIFY(post(running, "freeze"));
        QTRY_VERIFY_WITH_TIMEOUT(check().anchored == check().size, 3000);
        QVERIFY(post(running, "unfreeze"));
        QTRY_VERIFY_WITH_TIMEOUT(check().anchored == check().size, 3000);
        const auto answer = running.get("/api/v1/audit/verify").json();
        QCOMPARE(answer["anchored"_L1].toInteger(), static_cast<qint64>(check().size));
        QCOMPARE(answer["key"_L1].toString().toStdString(), check().key);
        running.kill();
        QVERIFY(running.waitForEnd() != 0);
        QVERIFY2(check().good, check().message.c_str());
    }

    void whatSomebodyDidToItIsSaidFromTheStart_data() {
        QTest::addColumn<QString>("deed");
        QTest::newRow("newest entry changed") << u"change"_s;
        QTest::newRow("end cut off") << u"cut"_s;
        QTest::newRow("older copy of the whole file") << u"older"_s;
        QTest::newRow("signed again with a key of his own") << u"resign"_s;
        QTest::newRow("anchor put elsewhere") << u"anchor"_s;
    }

    void whatSomebodyDidToItIsSaidFromTheStart() {
        QFETCH(QString, deed);
        run();
        const std::filesystem::path copy = log().string() + ".copy";
        std::filesystem::copy_file(log(), copy);
        run();
        QVERIFY2(check().good, check().message.c_str());
        const auto before = anchors();
        commit(deed, copy);
        const audit::Verification found = check();
        QVERIFY2(!found.good, found.message.c_str());

        DaemonProcess running = daemon();
        if (!running.start()) { // refused before anything is served: what is wrong can be seen without an anchor
            QVERIFY(deed == "change"_L1);
            const QByteArray said = running.errors();
            QVERIFY2(said.contains("not the one"), said.constData());
            return;
        }
        QTRY_COMPARE_WITH_TIMEOUT(problemOf(running)["code"_L1].toString(), u"audit_bad"_s, 5000);
        QCOMPARE(running.get("/api/v1/audit/verify").json()["good"_L1].toBool(), false);
        QVERIFY(post(running, "freeze")); // what is safe goes on
        running.terminate();
        QCOMPARE(running.waitForEnd(), 0);
        if (deed != "anchor"_L1)
            QCOMPARE(anchors(), before); // nothing vouches for what was found
    }

    void aFreshStateDirectoryIsNoAlarm() {
        run();
        std::filesystem::remove_all(log().parent_path());
        DaemonProcess running = daemon();
        QVERIFY2(running.start(), running.errors().constData());
        QVERIFY(post(running, "freeze"));
        QTRY_VERIFY_WITH_TIMEOUT(check().good && check().anchored == check().size, 3000);
        QCOMPARE(problemOf(running), QJsonObject());
        QCOMPARE(anchors().size(), 2U);
    }

private:
    void commit(const QString& deed, const std::filesystem::path& copy) const {
        if (deed == "change"_L1) {
            QVERIFY(audit::change(
                log(),
                {u"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'for the log', 'for the cat') AS BLOB) "
                 "WHERE sequence = (SELECT max(sequence) FROM entries)"_s}));
        } else if (deed == "cut"_L1) {
            QVERIFY(audit::change(
                log(), {u"DELETE FROM entries WHERE sequence > 3"_s, u"DELETE FROM checkpoints WHERE size > 3"_s}));
        } else if (deed == "older"_L1) {
            std::filesystem::copy_file(copy, log(), std::filesystem::copy_options::overwrite_existing);
        } else if (deed == "resign"_L1) {
            resign();
        } else {
            const std::string directory = (workspace() / ".git/refs/signalbox/audit").string();
            for (const auto& reference : std::filesystem::directory_iterator(directory))
                std::filesystem::copy_file(workspace() / ".git/refs/heads/main", reference.path(),
                                           std::filesystem::copy_options::overwrite_existing);
        }
    }

    // The same entries, written by somebody else.
    void resign() const {
        SystemClock clock;
        std::vector<audit::Entry> entries;
        std::string origin;
        {
            auto old = audit::Log::open(log(), "", clock).value();
            entries = old->read(0, 1000).value();
            origin = old->checkpoint().value().text;
            origin.resize(origin.find('\n'));
        }
        for (const char* end : {"", ".key", ".lock", "-wal", "-shm"})
            std::filesystem::remove(log().string() + end);
        auto fake = audit::Log::open(log(), origin, clock).value();
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            const QJsonObject& value = entry->value;
            const auto text = [&](QLatin1StringView key) { return value[key].toString().toStdString(); };
            QVERIFY(fake->append({text("actor"_L1), text("action"_L1), text("agent"_L1), text("reason"_L1),
                                  text("request_id"_L1), value["before"_L1].toObject(), value["after"_L1].toObject()},
                                 audit::Sign::Now));
        }
    }
};

QTEST_GUILESS_MAIN(AuditAnchorsTest)
#include "tst_audit_anchors.moc"
