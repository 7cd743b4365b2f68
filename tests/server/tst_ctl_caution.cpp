// signalboxctl's verbs of gates, glass, freezes, steps back and the queue, against the real backend: what they do, what
// they refuse, and what the audit log keeps of it.
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

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

constexpr const char* steps = "steps:\n  - {weight: 5}\n  - {weight: 50}\n  - {weight: 100}\nevidence: not_needed\n"
                              "guardrails:\n  - {metric: error_rate, limit: 0.5, action: notify}\n";

} // namespace

class CtlCautionTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir directory;
    StubUpstream upstream;
    std::unique_ptr<DaemonProcess> process;

    [[nodiscard]] QString workspace() const { return directory.filePath(u"workspace"_s); }

    [[nodiscard]] QString state() const { return directory.filePath(u"state"_s); }

    [[nodiscard]] Ran ctl(const QStringList& words) const {
        QProcess run;
        run.start(test::programPath(u"signalboxctl"_s),
                  QStringList{u"--workspace"_s, workspace(), u"--state"_s, state()} + words);
        run.waitForFinished(30'000);
        return {run.exitStatus() == QProcess::NormalExit ? run.exitCode() : -1, run.readAllStandardOutput(),
                run.readAllStandardError()};
    }

    // A plan file with these lines besides the steps.
    [[nodiscard]] QString plan(const QByteArray& more) const {
        const QString path = directory.filePath(u"plan.yaml"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(steps + more);
        return path;
    }

    [[nodiscard]] Ran start(const QString& version, const QByteArray& more = {}) const {
        return ctl({u"release"_s, u"start"_s, u"refunds"_s, version, u"--plan"_s, plan(more)});
    }

    [[nodiscard]] QJsonObject now() const {
        const QJsonObject list = QJsonDocument::fromJson(ctl({u"status"_s, u"refunds"_s, u"--json"_s}).output).object();
        return list["agents"_L1][0]["state"_L1].toObject();
    }

    [[nodiscard]] QByteArray shown() const { return ctl({u"status"_s, u"refunds"_s}).output; }

    [[nodiscard]] QByteArray audited() const { return ctl({u"audit"_s, u"list"_s}).output; }

    static QByteArray codeOf(const Ran& ran) { return ran.errors.trimmed(); }

private Q_SLOTS:

    void init() {
        process = std::make_unique<DaemonProcess>(workspace(), state(), upstream.url());
        QVERIFY2(process->start(), process->errors().constData());
    }

    // Each begins with an agent without release, queue and freeze.
    void cleanup() {
        (void)ctl({u"queue"_s, u"cancel"_s, u"refunds"_s});
        (void)ctl({u"release"_s, u"abort"_s, u"refunds"_s});
        (void)ctl({u"unfreeze"_s, u"refunds"_s});
        process.reset();
    }

    void gatesAreReported() {
        QCOMPARE(start(u"2.2.0"_s, "gates: [tests, review]\n").code, 0);
        QVERIFY2(shown().contains("open gate tests: not reported yet"), shown().constData());
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s}).code, 1);
        QCOMPARE(
            ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"tests"_s, u"failed"_s, u"--reason"_s, u"two red"_s}).code, 0);
        QVERIFY(shown().contains("gate tests: failed"));
        QVERIFY(audited().contains("two red"));
        QCOMPARE(ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"tests"_s, u"passed"_s}).code, 0);
        QVERIFY(shown().contains("met  gate tests: passed"));
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s}).code, 1); // review is open
        const Ran unknown = ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"lunch"_s, u"passed"_s});
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.errors.contains("lunch"), unknown.errors.constData());
        QCOMPARE(ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"review"_s, u"maybe"_s}).code, 2);
        QCOMPARE(ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"review"_s}).code, 2);
        QCOMPARE(ctl({u"release"_s, u"gate"_s, u"refunds"_s, u"review"_s, u"passed"_s}).code, 0);
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s}).code, 0);
        QVERIFY(shown().contains("canary 2.2.0 5 %"));
        const QJsonObject report = now()["release"_L1]["gates"_L1][0].toObject();
        QVERIFY(report["passed"_L1].toBool());
        QVERIFY(report["at"_L1].toString() > u"2020"_s);
    }

    void breakingTheGlassNeedsAReason() {
        QCOMPARE(start(u"2.2.0"_s, "gates: [tests]\n").code, 0);
        const QStringList advance{u"release"_s, u"advance"_s, u"refunds"_s, u"--break-glass"_s};
        const Ran silent = ctl(advance);
        QCOMPARE(silent.code, 2);
        QVERIFY2(silent.errors.contains("reason"), silent.errors.constData());
        QCOMPARE(ctl(advance + QStringList{u"--reason"_s, u"  "_s}).code, 2);
        QVERIFY(!shown().contains("canary"));
        QCOMPARE(ctl(advance + QStringList{u"--reason"_s, u"the gate's server is down"_s}).code, 0);
        QVERIFY(shown().contains("canary 2.2.0 5 %"));
        QVERIFY2(audited().contains("(glass broken)"), audited().constData());
        QVERIFY(audited().contains("the gate's server is down"));
        QVERIFY(now()["last_change"_L1]["break_glass"_L1].toBool());
    }

    void freezingHoldsEverythingButTheWayBack() {
        QCOMPARE(start(u"2.2.0"_s).code, 0);
        const Ran silent = ctl({u"freeze"_s, u"refunds"_s});
        QCOMPARE(silent.code, 2);
        QVERIFY(silent.errors.contains("reason"));
        QCOMPARE(ctl({u"freeze"_s, u"refunds"_s, u"--reason"_s, u"odd \x1b[31mrefunds"_s}).code, 0);
        QVERIFY2(shown().contains("frozen since"), shown().constData());
        QVERIFY(!shown().contains('\x1b')); // a terminal is not fooled
        QVERIFY(now()["release"_L1]["paused"_L1].toBool());
        const Ran again = ctl({u"freeze"_s, u"refunds"_s, u"--reason"_s, u"twice"_s});
        QCOMPARE(again.code, 1);
        QVERIFY(again.errors.contains("is frozen"));
        QCOMPARE(ctl({u"release"_s, u"resume"_s, u"refunds"_s}).code, 1);
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s, u"--break-glass"_s, u"--reason"_s, u"fix"_s}).code, 0);
        QCOMPARE(now()["release"_L1]["step"_L1].toInt(), 1);
        QVERIFY(now().contains("freeze"_L1));
        QCOMPARE(ctl({u"roll-back"_s, u"refunds"_s}).code, 0);
        QCOMPARE(ctl({u"unfreeze"_s, u"refunds"_s, u"--reason"_s, u"known"_s}).code, 0);
        QVERIFY(!now().contains("freeze"_L1));
        QCOMPARE(ctl({u"unfreeze"_s, u"refunds"_s}).code, 1);
        QVERIFY(audited().contains("froze the releases of refunds"));
        QVERIFY(audited().contains("lifted the freeze of refunds"));
        QCOMPARE(ctl({u"unquarantine"_s, u"refunds"_s, u"2.2.0"_s}).code, 0);
    }

    void stepsGoBack() {
        QCOMPARE(start(u"2.2.0"_s, "advance: automatic\nfreeze: [{name: always}]\n").code, 1); // asks why
        QCOMPARE(start(u"2.2.0"_s).code, 0);
        const Ran first = ctl({u"release"_s, u"step-back"_s, u"refunds"_s});
        QCOMPARE(first.code, 1);
        QVERIFY(first.errors.contains("no step before"));
        QCOMPARE(ctl({u"release"_s, u"advance"_s, u"refunds"_s}).code, 0);
        QVERIFY(shown().contains("canary 2.2.0 50 %"));
        const Ran back = ctl({u"release"_s, u"step-back"_s, u"refunds"_s, u"--json"_s});
        QCOMPARE(back.code, 0);
        QCOMPARE(QJsonDocument::fromJson(back.output).object()["after"_L1]["release"_L1]["step"_L1].toInt(), 0);
        QVERIFY(shown().contains("canary 2.2.0 5 %"));
        QVERIFY(audited().contains("stepped 2.2.0 back from 50 % to 5 %"));
    }

    void whatIsQueuedStartsAfterAGoodEnd() {
        const QByteArray queue = "when_running: queue\n";
        QCOMPARE(ctl({u"queue"_s, u"start"_s, u"refunds"_s}).code, 1); // nothing waits
        QCOMPARE(ctl({u"queue"_s, u"dance"_s, u"refunds"_s}).code, 2);
        QCOMPARE(start(u"2.2.0"_s, queue).code, 0); // nothing runs: it starts at once
        QCOMPARE(start(u"2.2.0"_s, queue).code, 1); // it runs already
        const Ran refused = start(u"2.0.0"_s);
        QCOMPARE(refused.code, 1);
        QVERIFY(refused.errors.contains("queue"));
        const Ran queued = start(u"2.0.0"_s, queue);
        QVERIFY2(queued.code == 0, queued.errors.constData());
        QVERIFY2(queued.output.contains("2.0.0 is queued by"), queued.output.constData());
        QVERIFY2(shown().contains("it starts when 2.2.0 is completed"), shown().constData());
        QCOMPARE(ctl({u"queue"_s, u"start"_s, u"refunds"_s}).code, 1); // 2.2.0 runs

        // It survives the backend, also one that is killed.
        process->kill();
        process = std::make_unique<DaemonProcess>(workspace(), state(), upstream.url());
        QVERIFY2(process->start(), process->errors().constData());
        QCOMPARE(now()["queued"_L1]["candidate"_L1]["version"_L1].toString(), u"2.0.0"_s);

        QCOMPARE(ctl({u"release"_s, u"promote"_s, u"refunds"_s}).code, 0);
        const Ran held = ctl({u"release"_s, u"promote"_s, u"refunds"_s}); // observing goes on
        QCOMPARE(held.code, 1);
        QVERIFY2(held.errors.contains("time 0:00 of 24:00 h"), held.errors.constData());
        QCOMPARE(ctl({u"release"_s, u"promote"_s, u"refunds"_s, u"--break-glass"_s}).code, 2);
        QCOMPARE(
            ctl({u"release"_s, u"promote"_s, u"refunds"_s, u"--break-glass"_s, u"--reason"_s, u"seen enough"_s}).code,
            0);
        QTRY_COMPARE(now()["release"_L1]["candidate"_L1]["version"_L1].toString(), u"2.0.0"_s);
        QCOMPARE(now()["stable"_L1]["version"_L1].toString(), u"2.2.0"_s);
        QVERIFY(!now().contains("queued"_L1));
        QVERIFY2(audited().contains("which had waited in the queue"), audited().constData());
    }

    // Begins with 2.2.0 as stable, as the test before left it.
    void afterARollBackItWaits() {
        const QByteArray queue = "when_running: queue\n";
        QCOMPARE(start(u"2.1.0"_s).code, 0);
        QCOMPARE(start(u"2.0.0"_s, queue).code, 0);
        QCOMPARE(start(u"2.1.1"_s, queue).code, 0);
        QVERIFY2(audited().contains("queued 2.1.1 behind 2.1.0, in place of 2.0.0"), audited().constData());
        QCOMPARE(ctl({u"roll-back"_s, u"refunds"_s}).code, 0);
        QVERIFY2(shown().contains("it waits for a person: 2.1.0 was rolled back"), shown().constData());
        QCOMPARE(ctl({u"queue"_s, u"start"_s, u"refunds"_s, u"--reason"_s, u"it is another matter"_s}).code, 0);
        QCOMPARE(now()["release"_L1]["candidate"_L1]["version"_L1].toString(), u"2.1.1"_s);
        QCOMPARE(start(u"2.0.0"_s, queue).code, 0);
        QCOMPARE(ctl({u"queue"_s, u"cancel"_s, u"refunds"_s}).code, 0);
        QVERIFY(audited().contains("took 2.0.0 from the queue"));
        QCOMPARE(ctl({u"queue"_s, u"cancel"_s, u"refunds"_s}).code, 1);
        QCOMPARE(ctl({u"audit"_s, u"verify"_s}).code, 0);
    }
};

QTEST_GUILESS_MAIN(CtlCautionTest)
#include "tst_ctl_caution.moc"
