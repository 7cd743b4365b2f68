// signalboxd and signalboxctl as people run them: files, exit codes, one daemon per workspace, an orderly end.
#include <sys/stat.h>
#include <thread>

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/embedded_backend.h"
#include "tests/server/backend_host.h"
#include "tests/server/daemon_process.h"
#include "tests/server/stub_upstream.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

struct Ran {
    int code = -1;
    QByteArray output;
    QByteArray errors;
};

Ran run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(test::programPath(program), arguments);
    process.waitForFinished(30'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

} // namespace

class DaemonTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir directory;
    StubUpstream upstream;

    [[nodiscard]] QString workspace() const { return directory.filePath(u"workspace"_s); }

    [[nodiscard]] QString state() const { return directory.filePath(u"state"_s); }

    [[nodiscard]] DaemonProcess daemon() const { return {workspace(), state(), upstream.url()}; }

    [[nodiscard]] Ran ctl(QStringList words) const {
        return run(u"signalboxctl"_s, QStringList{u"--workspace"_s, workspace(), u"--state"_s, state()} + words);
    }

private Q_SLOTS:

    void itIsReadyAndKeepsItsSecretsPrivate() {
        DaemonProcess process = daemon();
        QVERIFY2(process.start(), process.errors().constData());
        for (const QString& name : {u"endpoint.json"_s, u"owner.token"_s, u"tokens.json"_s, u"audit.log"_s}) {
            struct stat status{};
            QCOMPARE(::stat((state() + u'/' + name).toUtf8().constData(), &status), 0);
            QVERIFY2((status.st_mode & 077U) == 0, qPrintable(name));
        }
        QCOMPARE(process.endpoint().pid, process.pid());
        QCOMPARE(process.get("/api/v1/agents").status, 200);
        QVERIFY(process.errors().isEmpty());
        process.terminate();
        QCOMPARE(process.waitForEnd(), 0);
    }

    void aSecondOneRefusesToStart() {
        DaemonProcess process = daemon();
        QVERIFY(process.start());
        const Ran second = run(u"signalboxd"_s, {u"--workspace"_s, workspace(), u"--state"_s, state()});
        QCOMPARE(second.code, 3);
        QVERIFY(second.output.isEmpty());
        QCOMPARE(second.errors.count('\n'), 1); // one clear sentence
        QVERIFY2(second.errors.contains(QByteArray::number(process.pid())), second.errors.constData());
        QCOMPARE(process.get("/api/v1/agents").status, 200);
    }

    void wrongUsageIsNamed() {
        QCOMPARE(run(u"signalboxd"_s, {}).code, 2);
        QCOMPARE(run(u"signalboxd"_s, {u"--workspace"_s, workspace(), u"--explode"_s}).code, 2);
        QCOMPARE(run(u"signalboxd"_s, {u"--workspace"_s, workspace(), u"--control"_s, u"127.0.0.1:x"_s}).code, 2);
        QCOMPARE(run(u"signalboxd"_s, {u"--workspace"_s, workspace(), u"--provider"_s, u"x"_s}).code, 2);
        const Ran open = run(u"signalboxd"_s,
                             {u"--workspace"_s, workspace(), u"--state"_s, state(), u"--control"_s, u"0.0.0.0:0"_s});
        QCOMPARE(open.code, 1);
        QVERIFY(open.errors.contains("TLS"));
        const Ran nowhere = run(u"signalboxd"_s, {u"--workspace"_s, directory.filePath(u"none"_s), u"--state"_s,
                                                  directory.filePath(u"none-state"_s)});
        QCOMPARE(nowhere.code, 1);
        QVERIFY(!nowhere.errors.isEmpty());
    }

    void itFinishesWhatIsInFlight() {
        DaemonProcess process = daemon();
        QVERIFY(process.start());
        const int before = upstream.requests();
        upstream.hold();
        HttpAnswer answer;
        std::thread caller([&] {
            answer =
                send(process.gatewayPort(), {"POST",
                                             "/v1/chat/completions",
                                             {{"Content-Type", "application/json"}},
                                             R"({"model":"refunds","messages":[{"role":"user","content":"Hi"}]})"});
        });
        const bool asked = QTest::qWaitFor([&] { return upstream.requests() > before; }, 10'000);
        process.terminate();
        const auto refuses = [&] {
            return send(process.gatewayPort(), {"GET", "/v1/models", {}, {}}, 500).status == 0;
        };
        const bool refused = QTest::qWaitFor(refuses, 5000);
        upstream.answerHeld();
        caller.join();
        QVERIFY(asked);
        QVERIFY(refused);
        QCOMPARE(answer.status, 200);
        QCOMPARE(process.waitForEnd(), 0);
    }

    void itHasNoWindowInIt() {
        QProcess readelf;
        readelf.start(u"readelf"_s, {u"-d"_s, test::programPath(u"signalboxd"_s)});
        QVERIFY(readelf.waitForFinished());
        const QByteArray needed = readelf.readAllStandardOutput();
        QVERIFY(needed.contains("libQt6Core"));
        for (const char* library : {"libQt6Gui", "libQt6Widgets", "libQt6Charts", "libQt6Network"})
            QVERIFY2(!needed.contains(library), library);
    }

    void tokensAreAddedBesideIt() {
        DaemonProcess process = daemon();
        QVERIFY(process.start());
        const QStringList place{u"--workspace"_s, workspace(), u"--state"_s, state()};
        const Ran added = run(u"signalboxd"_s, place + QStringList{u"token"_s, u"add"_s, u"--name"_s, u"alice"_s,
                                                                   u"--role"_s, u"responder"_s});
        QCOMPARE(added.code, 0);
        const HeaderList headers{{"Authorization", "Bearer " + added.output.trimmed().toStdString()}};
        QTRY_COMPARE(send(process.port(), {"GET", "/api/v1/agents", headers, {}}).status, 200);
        QVERIFY(run(u"signalboxd"_s, place + QStringList{u"token"_s, u"list"_s}).output.contains("alice\tresponder"));
        QCOMPARE(run(u"signalboxd"_s,
                     place + QStringList{u"token"_s, u"add"_s, u"--name"_s, u"alice"_s, u"--role"_s, u"viewer"_s})
                     .code,
                 1);
        QCOMPARE(run(u"signalboxd"_s,
                     place + QStringList{u"token"_s, u"add"_s, u"--name"_s, u"bob"_s, u"--role"_s, u"king"_s})
                     .code,
                 2);
        QCOMPARE(run(u"signalboxd"_s, place + QStringList{u"token"_s, u"remove"_s, u"--name"_s, u"alice"_s}).code, 0);
        QTRY_COMPARE(send(process.port(), {"GET", "/api/v1/agents", headers, {}}).status, 401);
    }

    void theConsoleFindsOrStartsIt() {
        client::EmbeddedSettings settings;
        settings.workspace = workspace();
        settings.stateDirectory = state();
        settings.program = test::programPath(u"signalboxd"_s);
        client::EmbeddedBackend first(settings);
        QSignalSpy ready(&first, &client::EmbeddedBackend::ready);
        QSignalSpy failed(&first, &client::EmbeddedBackend::failed);
        first.start();
        QTRY_COMPARE_WITH_TIMEOUT(ready.count() + failed.count(), 1, 20'000);
        QCOMPARE(failed.count(), 0);
        QVERIFY(first.isOurChild());
        client::EmbeddedBackend second(settings);
        QSignalSpy found(&second, &client::EmbeddedBackend::ready);
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, 20'000);
        QVERIFY(!second.isOurChild());
        QCOMPARE(second.endpoint().control, first.endpoint().control);
        QCOMPARE(second.endpoint().token, first.endpoint().token);
        QSignalSpy stopped(&first, &client::EmbeddedBackend::stopped);
        first.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 15'000);
    }

    void theWholeReleaseByCommandLine() {
        DaemonProcess process = daemon();
        QVERIFY(process.start());
        QCOMPARE(ctl({u"agents"_s}).code, 0);
        const Ran versions = ctl({u"versions"_s, u"refunds"_s, u"--json"_s});
        QCOMPARE(versions.code, 0);
        QVERIFY(QJsonDocument::fromJson(versions.output).object().value("versions"_L1).toArray().size() >= 4);
        const Ran diff = ctl({u"diff"_s, u"refunds"_s, u"2.1.0"_s, u"2.2.0"_s});
        QCOMPARE(diff.code, 0);
        QVERIFY2(diff.output.contains("45 days"), diff.output.constData());
        QCOMPARE(ctl({u"release"_s, u"start"_s, u"refunds"_s, u"2.2.0"_s, u"--reason"_s, u"try"_s}).code, 0);
        QVERIFY(ctl({u"status"_s, u"refunds"_s}).output.contains("canary 2.2.0 5 %"));
        QCOMPARE(ctl({u"release"_s, u"pause"_s, u"refunds"_s}).code, 0);
        QCOMPARE(ctl({u"release"_s, u"resume"_s, u"refunds"_s}).code, 0);
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s}).code, 1); // the hold is not over
        const Ran back = ctl({u"roll-back"_s, u"refunds"_s, u"--json"_s, u"--reason"_s, u"drill"_s});
        QCOMPARE(back.code, 0);
        QVERIFY(QJsonDocument::fromJson(back.output).object().contains("effective_after_ms"_L1));
        QCOMPARE(ctl({u"undo"_s, u"refunds"_s}).code, 0);
        QCOMPARE(ctl({u"release"_s, u"abort"_s, u"refunds"_s}).code, 0);
        QCOMPARE(ctl({u"audit"_s, u"verify"_s}).code, 0);
        QVERIFY(ctl({u"audit"_s, u"list"_s}).output.contains("drill"));
    }

    void evidenceIsExplainedAndComputedAgain() {
        DaemonProcess process = daemon();
        QVERIFY2(process.start(), process.errors().constData());
        QCOMPARE(ctl({u"explain"_s, u"intake"_s}).code, 1); // it never had a release
        QCOMPARE(ctl({u"explain"_s, u"refunds.99"_s}).code, 1);
        QCOMPARE(ctl({u"explain"_s}).code, 2);
        QCOMPARE(ctl({u"release"_s, u"start"_s, u"refunds"_s, u"2.2.0"_s}).code, 0);
        QTRY_COMPARE(ctl({u"explain"_s, u"refunds"_s}).code, 0);
        const Ran text = ctl({u"explain"_s, u"refunds"_s});
        QVERIFY2(text.output.contains("Errors: no data; rolls back above"), text.output.constData());
        const Ran json = ctl({u"explain"_s, u"refunds"_s, u"--json"_s});
        QCOMPARE(json.code, 0);
        const QString copy = directory.filePath(u"evidence.json"_s);
        QFile file(copy);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json.output);
        file.close();
        QCOMPARE(run(u"signalboxctl"_s, {u"explain"_s, u"--file"_s, copy}).code, 0);
        QCOMPARE(ctl({u"roll-back"_s, u"refunds"_s}).code, 0);

        // A verdict whose number does not follow from its counts is not believed.
        QJsonObject object = QJsonDocument::fromJson(json.output).object();
        QJsonArray guards = object["guards"_L1].toArray();
        QVERIFY(!guards.isEmpty());
        QJsonObject guard = guards[0].toObject();
        QJsonObject explanation = guard["explanation"_L1].toObject();
        explanation["verdict"_L1] = u"worse"_s;
        explanation["value"_L1] = 9.75;
        guard["explanation"_L1] = explanation;
        guards[0] = guard;
        object["guards"_L1] = guards;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(object).toJson());
        file.close();
        const Ran changed = run(u"signalboxctl"_s, {u"explain"_s, u"--file"_s, copy});
        QCOMPARE(changed.code, 5);
        QVERIFY(changed.output.contains("NOT THE SAME"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"guards\": 3}");
        file.close();
        QCOMPARE(run(u"signalboxctl"_s, {u"explain"_s, u"--file"_s, copy}).code, 1);
    }

    void aFolderBecomesAVersion() {
        DaemonProcess process = daemon();
        QVERIFY2(process.start(), process.errors().constData());
        const QString folder = workspace() + u"/agents/refunds"_s;
        const QString changelog = directory.filePath(u"change.md"_s);
        QFile file(changelog);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Say the reason of a refusal\n");
        file.close();
        const QStringList words{u"publish"_s,     u"refunds"_s, u"9.0.0"_s,    u"--from"_s, folder,
                                u"--changelog"_s, changelog,    u"--ticket"_s, u"SUP-7"_s};
        const Ran published = ctl(words);
        QVERIFY2(published.code == 0, published.errors.constData());
        QVERIFY(published.output.contains("published refunds 9.0.0 as agents/refunds/v9.0.0"));
        QVERIFY(ctl({u"versions"_s, u"refunds"_s}).output.contains("Say the reason of a refusal"));
        QCOMPARE(ctl(words).code, 4); // it exists
        QCOMPARE(ctl({u"publish"_s, u"refunds"_s, u"9.0.1"_s}).code, 2);
        QCOMPARE(
            ctl({u"publish"_s, u"refunds"_s, u"9.0.1"_s, u"--from"_s, directory.path(), u"--changelog"_s, changelog})
                .code,
            1); // no agent.yaml there
        // What a link reaches is not what lies in the folder.
        const QString link = folder + u"/prompts/secret.md"_s;
        QVERIFY(QFile::link(u"/etc/hostname"_s, link));
        QCOMPARE(ctl({u"publish"_s, u"refunds"_s, u"9.0.1"_s, u"--from"_s, folder, u"--changelog"_s, changelog}).code,
                 1);
        QVERIFY(QFile::remove(link));
    }

    void exitCodesOfTheCommandLine() {
        QCOMPARE(ctl({u"agents"_s}).code, 3); // nobody serves
        QCOMPARE(ctl({}).code, 2);
        QCOMPARE(run(u"signalboxctl"_s, {u"--explode"_s}).code, 2);
        QCOMPARE(run(u"signalboxctl"_s, {u"agents"_s, u"--url"_s, u"http://127.0.0.1:1"_s}).code, 2);
        DaemonProcess process = daemon();
        QVERIFY(process.start());
        QCOMPARE(ctl({u"explode"_s}).code, 2);
        QCOMPARE(ctl({u"release"_s, u"start"_s, u"refunds"_s}).code, 2);
        QCOMPARE(ctl({u"versions"_s, u"nobody"_s}).code, 1);
        QCOMPARE(ctl({u"release"_s, u"start"_s, u"refunds"_s, u"9.9.9"_s}).code, 1);
        const QString copy = directory.filePath(u"copy.log"_s);
        process.terminate();
        QCOMPARE(process.waitForEnd(), 0);
        QVERIFY(QFile::copy(state() + u"/audit.log"_s, copy));
        QCOMPARE(run(u"signalboxctl"_s, {u"audit"_s, u"verify"_s, u"--file"_s, copy}).code, 0);
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at = bytes.indexOf("\"actor\":\"");
        QVERIFY(at > 0);
        bytes[at + 9] = bytes[at + 9] == 'x' ? 'y' : 'x';
        QVERIFY(file.seek(0));
        file.write(bytes);
        file.close();
        QCOMPARE(run(u"signalboxctl"_s, {u"audit"_s, u"verify"_s, u"--file"_s, copy}).code, 5);
    }
};

QTEST_GUILESS_MAIN(DaemonTest)
#include "tst_daemon.moc"
