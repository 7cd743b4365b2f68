// What signalboxctl says to a person who comes in the middle of the night: what happened, who did it and why, what is
// open, what to do next; and that it says so at once, also into a pipe.
#include <format>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/daemon_process.h"
#include "tests/server/program_run.h"
#include "tests/server/stub_upstream.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class CtlStatusTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> directory;
    std::unique_ptr<StubUpstream> upstream;
    std::unique_ptr<DaemonProcess> process;
    int asked = 0;

    [[nodiscard]] QString state() const { return directory->filePath(u"state"_s); }

    [[nodiscard]] ProgramRun ctl(const QString& words) const {
        return runProgram(u"signalboxctl"_s, QStringList{u"--state"_s, state()} + QProcess::splitCommand(words));
    }

    static bool has(const QByteArray& text, const QByteArray& part) { return text.contains(part); }

    [[nodiscard]] QByteArray shown() const { return ctl(u"status refunds"_s).output; }

    // Every second request of a canary on half of the traffic.
    [[nodiscard]] ProgramRun start(const QByteArray& action) const {
        QFile file(directory->filePath(u"plan.yaml"_s));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("steps:\n  - {weight: 50}\n  - {weight: 100}\nevidence: needed\nrunbook: Look at the refusals.\n"
                   "guardrails:\n  - {metric: error_rate, limit: 0.9, action: " +
                   action + "}\n");
        file.close();
        return ctl(u"release start refunds 2.2.0 --reason \"45 days\" --plan "_s + file.fileName());
    }

    void ask(int count) {
        for (const int end = asked + count; asked < end; ++asked)
            (void)send(process->gatewayPort(),
                       {"POST",
                        "/v1/chat/completions",
                        {{"Content-Type", "application/json"}, {"x-signalbox-unit", std::format("u{}", asked)}},
                        R"({"model":"refunds","messages":[{"role":"user","content":"Hello"}]})"});
    }

    // Until a guardrail has acted.
    [[nodiscard]] bool askUntil(const QByteArray& text) {
        upstream->failEvery("2.2.0", 2);
        for (int i = 0; i < 12; ++i) {
            ask(60);
            if (QTest::qWaitFor([&] { return shown().contains(text); }, 500))
                return true;
        }
        return false;
    }

private Q_SLOTS:

    void init() {
        directory = std::make_unique<QTemporaryDir>();
        upstream = std::make_unique<StubUpstream>();
        process = std::make_unique<DaemonProcess>(directory->filePath(u"workspace"_s), state(), upstream->url());
        QVERIFY2(process->start(), process->errors().constData());
    }

    void cleanup() { process.reset(); }

    void everyLineLeavesAtOnce() {
        QProcess watch;
        watch.start(test::programPath(u"signalboxctl"_s),
                    {u"--state"_s, state(), u"status"_s, u"refunds"_s, u"--watch"_s});
        QByteArray output;
        const auto comes = [&](const QByteArray& text) {
            QElapsedTimer timer;
            for (timer.start(); !output.contains(text) && timer.elapsed() < 10'000;) {
                watch.waitForReadyRead(100);
                output += watch.readAllStandardOutput();
            }
            return output.contains(text) && watch.state() == QProcess::Running;
        };
        QVERIFY2(comes("refunds: 2.1.0 answers 100 %"), output.constData());
        QCOMPARE(ctl(u"release start refunds 2.2.0 --reason \"45 days\""_s).code, 0);
        QVERIFY2(comes("canary 2.2.0 5 %"), output.constData());
        QVERIFY2(comes("Z, owner started 2.2.0 at 5 % beside 2.1.0\n    why: 45 days\n"), output.constData());
        QVERIFY(!output.contains("billing"));
        watch.kill();
        watch.waitForFinished();
    }

    void whoIsNotThereIsNotWatched() {
        for (const QString& words : {u"status nosuch"_s, u"status nosuch --watch"_s}) {
            const ProgramRun ran = ctl(words);
            QVERIFY2(ran.code == 1, qPrintable(words));
            QVERIFY2(ran.errors.contains("There is no agent named \"nosuch\"."), ran.errors.constData());
            QVERIFY(ran.output.isEmpty());
        }
    }

    void aRollBackIsExplainedToWhoComes() {
        const ProgramRun idle = ctl(u"explain refunds"_s);
        QCOMPARE(idle.code, 1);
        QVERIFY2(idle.errors.contains("No release of refunds is under way"), idle.errors.constData());
        const ProgramRun started = start("roll_back");
        QVERIFY2(started.code == 0, started.errors.constData());
        const QJsonObject list = QJsonDocument::fromJson(ctl(u"status refunds --json"_s).output).object();
        const QByteArray id = list["agents"_L1][0]["state"_L1]["release"_L1]["id"_L1].toString().toUtf8();
        QVERIFY(askUntil("quarantined: 2.2.0 since "));
        const QByteArray text = shown();
        QVERIFY2(text.contains("Z, guardrail error_rate rolled back from 2.2.0 to 2.1.0\n"), text.constData());
        QVERIFY2(text.contains("last: at 20"), text.constData());
        QVERIFY2(text.contains("why: 2.2.0 failed "), text.constData());
        QVERIFY2(text.contains("1 alert is open"), text.constData());
        QVERIFY2(text.contains("runbook: Look at the refusals."), text.constData());
        QVERIFY2(has(text, "next: signalboxctl explain " + id), text.constData());
        QVERIFY2(text.contains("next: signalboxctl unquarantine refunds 2.2.0"), text.constData());
        QVERIFY2(text.contains("next: signalboxctl undo refunds"), text.constData());
        QCOMPARE(text.count("2.2.0 failed "), 1); // once is enough
        QVERIFY2(text.contains("failures of the last 15 minutes: "), text.constData());
        QVERIFY2(text.contains(" x 500\n    such as request "), text.constData());
        QVERIFY2(text.contains(": told to fail\n"), text.constData());
        QVERIFY2(!text.contains(" x contract"), text.constData()); // answered: no failure

        const ProgramRun explained = ctl(u"explain refunds"_s);
        QVERIFY2(explained.code == 0, explained.errors.constData());
        QVERIFY2(has(explained.output, "release " + id + ": roll_back because of error_rate"),
                 explained.output.constData());
        QVERIFY(explained.output.contains("releases, however often one looks: E is "));
        QVERIFY2(explained.output.contains(" x 500\n"), explained.output.constData());
        QVERIFY2(explained.output.contains(": E is "), explained.output.constData());
        QVERIFY(!explained.output.contains("bound"));
        QVERIFY(explained.output.contains("computed again from the counts: the same bits"));
        const ProgramRun json = ctl(u"explain refunds --json"_s);
        QVERIFY(QJsonDocument::fromJson(json.output).object()["guards"_L1][0]["explanation"_L1]["bound"_L1].isDouble());
        const QByteArray audit = ctl(u"audit list"_s).output;
        QVERIFY2(has(audit, "\t" + id + "\n"), audit.constData());

        // What is acknowledged is not open, and what was done since is the last thing.
        const qint64 alert = process->get("/api/v1/alerts").json()["alerts"_L1][0]["id"_L1].toInteger();
        const QByteArray number = QByteArray::number(alert);
        QVERIFY2(has(text, "next: signalboxctl alert acknowledge " + number), text.constData());
        const QByteArray alerts = ctl(u"alert list"_s).output;
        QVERIFY2(has(alerts, number + "\topen\t20") &&
                     has(alerts, "Z\trefunds 2.2.0\trolled back\tErrors: 2.2.0 failed "),
                 alerts.constData());
        QCOMPARE(ctl(u"alert list billing"_s).output, "No guardrail has acted.\n"_ba);
        const QString acknowledge = u"alert acknowledge "_s + QString::fromUtf8(number);
        const ProgramRun acknowledged = ctl(acknowledge + u" --reason \"on it\""_s);
        QVERIFY2(acknowledged.output.startsWith(QByteArray(number + "\tseen by owner\t20")),
                 acknowledged.errors.constData());
        QVERIFY(ctl(u"audit list"_s).output.contains("on it"));
        QCOMPARE(ctl(acknowledge).output, acknowledged.output); // whoever was first stays
        QCOMPARE(ctl(u"alert acknowledge 99999"_s).code, 1);
        QCOMPARE(ctl(u"alert acknowledge it"_s).code, 2);
        QVERIFY2(shown().contains("no alert is open"), shown().constData());
        QCOMPARE(ctl(u"unquarantine refunds 2.2.0 --reason \"the test was wrong\""_s).code, 0);
        QVERIFY2(shown().contains("Z, owner released 2.2.0 from quarantine\n"), shown().constData());
        QVERIFY(shown().contains("why: the test was wrong"));
        QVERIFY(!shown().contains("next:"));
        const ProgramRun ended = ctl(u"explain refunds"_s);
        QCOMPARE(ended.code, 0); // whatever was done since
        QVERIFY2(ended.output.contains("this one was rolled back by guardrail error_rate on "),
                 ended.output.constData());
        QVERIFY2(has(ended.output, "release " + id + ": roll_back because of error_rate"), ended.output.constData());
    }

    void aPauseIsSaidOnce() {
        QCOMPARE(start("pause").code, 0);
        QVERIFY(askUntil("Z, guardrail error_rate paused 2.2.0 at 50 %\n"));
        const QByteArray text = shown();
        QCOMPARE(text.count("open paused: "), 1);
        QVERIFY2(!text.contains("paused: paused"), text.constData());
        QVERIFY2(!text.contains("evidence: evidence"), text.constData());
        QVERIFY2(text.contains("open evidence: "), text.constData());
        QVERIFY2(text.contains("next: signalboxctl release resume refunds"), text.constData());
        QVERIFY2(text.contains("next: signalboxctl roll-back refunds"), text.constData());
        QCOMPARE(ctl(u"freeze refunds --reason \"odd\\nnext: lie\""_s).code, 0);
        QVERIFY2(shown().contains("next: signalboxctl unfreeze refunds"), shown().constData());
    }
};

QTEST_GUILESS_MAIN(CtlStatusTest)
#include "tst_ctl_status.moc"
