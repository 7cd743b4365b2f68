// kill -9 of the real daemon at random moments while pairs are written, judged by models and by people. After every
// restart the file opens as it was left, every pair is whole, what was counted is what is there, and every verdict that
// was acknowledged still stands.
#include <random>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/shadow/shadow_case.h"
#include "core/storage/pair_records.h"
#include "tests/server/backend_host.h"
#include "tests/server/daemon_process.h"
#include "tests/server/killer.h"
#include "tests/shadow/judge_endpoint.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kills = 60;
constexpr unsigned seed = 20261123;
constexpr int mostAsked = 1'800; // fewer than the backend keeps, so that every pair can be counted
const std::string pairsPath = "/api/v1/agents/summariser/pairs";

} // namespace

class PairKillsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir directory;
    StubUpstream upstream;
    std::mt19937 random{seed};
    std::map<qint64, std::string> acknowledged; // verdicts by pair
    qint64 inFlight = 0;                        // a verdict on this pair was sent and not answered
    std::string wanted;                         // that one
    int asked = 0;
    int verdicts = 0;
    int judged = 0; // pairs with a word of the judge, at the last look

    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); }

    [[nodiscard]] bool startShadow(const DaemonProcess& process) {
        QJsonObject plan = quickPlan();
        plan.insert(u"shadow"_s, QJsonObject{{u"time"_s, 36'000}, {u"share"_s, 100}});
        const QJsonObject judge{{u"provider"_s, u"rehearsal"_s}, {u"model"_s, u"judge"_s}};
        plan.insert(u"comparison"_s, QJsonObject{{u"noise"_s, 30},
                                                 {u"judge"_s, judge},
                                                 {u"budget"_s, QJsonObject{{u"requests_per_hour"_s, 100'000},
                                                                           {u"usd_per_hour"_s, 100}}}});
        const QJsonObject state = process.get("/api/v1/agents/summariser/release").json()["state"_L1].toObject();
        return process
                   .post("/api/v1/agents/summariser/releases",
                         {{u"version"_s, u"1.1.0"_s}, {u"revision"_s, state["revision"_L1]}, {u"plan"_s, plan}})
                   .status == 200;
    }

    [[nodiscard]] bool ask(const DaemonProcess& process) {
        const QString words = u"Question %1"_s.arg(++asked);
        const std::string body =
            compact({{u"model"_s, u"summariser"_s},
                     {u"messages"_s, QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, words}}}}});
        return send(process.gatewayPort(),
                    {"POST", "/v1/chat/completions", {{"Content-Type", "application/json"}}, body})
                   .status != 0;
    }

    // A verdict on some pair of the newest; false: the daemon is gone.
    [[nodiscard]] bool judge(const DaemonProcess& process) {
        const HttpAnswer listed = process.get(pairsPath + "?limit=20");
        const QJsonArray pairs = listed.json()["pairs"_L1].toArray();
        if (pairs.isEmpty())
            return listed.status != 0;
        const QJsonObject pair = pairs[pick(static_cast<int>(pairs.size()))].toObject();
        const qint64 id = pair["id"_L1].toInteger();
        const std::array<std::string, 3> words{"better", "same", "worse"};
        wanted = words.at(static_cast<std::size_t>(pick(3)));
        inFlight = id;
        const HttpAnswer answer =
            process.post(pairsPath + "/" + std::to_string(id) + "/verdict",
                         {{u"verdict"_s, QString::fromStdString(wanted)}, {u"seen"_s, pair["verdict"_L1]}});
        if (answer.status == 0)
            return false;
        inFlight = 0;
        if (answer.status == 200)
            acknowledged[id] = answer.json()["pair"_L1]["verdict"_L1].toString().toStdString();
        ++verdicts;
        return true;
    }

    void workUntilKilled(const DaemonProcess& process) {
        inFlight = 0;
        for (bool there = true; there;)
            there = pick(2) == 0 || asked >= mostAsked ? judge(process) : ask(process);
    }

    // What is in the file while nobody has it open.
    void checkFile(const std::string& state) {
        QVERIFY2(!QFile::exists(QString::fromStdString(state + "/pairs.sqlite.damaged")), "the file was given up");
        auto records = storage::PairRecords::open(state + "/pairs.sqlite", {.perAgent = 1'000'000});
        QVERIFY2(records, records ? "" : records.error().message.c_str());
        const auto kept = (*records)->newestShadow("summariser");
        QVERIFY(kept && *kept);
        const auto shadow = shadow::shadowCaseFrom((*kept)->value);
        QVERIFY(shadow);
        std::uint64_t agreeing = 0;
        std::uint64_t candidates = 0;
        judged = 0;
        std::map<std::string, std::uint64_t> said;
        const auto rows = (*records)->list({.agent = "summariser", .release = shadow->release, .limit = 100'000});
        QVERIFY(rows);
        for (const storage::PairRecord& row : *rows) {
            const auto whole = (*records)->find("summariser", row.id);
            QVERIFY(whole && whole->content);
            for (const QJsonObject& part : {whole->facts, *whole->content}) {
                QVERIFY(!part["stable"_L1]["digest"_L1].toString().isEmpty());
                QVERIFY(!part["candidate"_L1]["digest"_L1].toString().isEmpty());
            }
            QVERIFY(!(*whole->content)["candidate"_L1]["text"_L1].toString().isEmpty());
            // A judge's word and what follows from it are there together or not at all.
            const QJsonArray opinions = whole->facts["said"_L1].toArray();
            QCOMPARE((*whole->content)["said"_L1].toArray(), opinions);
            const bool settled = !opinions.isEmpty() && opinions.last()[u"says"].toString() == "tie"_L1;
            QVERIFY(!row.agree);
            QCOMPARE(row.better == evidence::Better::Neither, settled);
            judged += settled ? 1 : 0;
            ++candidates;
            agreeing += row.agree ? 1 : 0;
            ++said[row.verdict];
            if (const auto known = acknowledged.find(row.id); known != acknowledged.end())
                QVERIFY2(row.verdict == known->second || (row.id == inFlight && row.verdict == wanted),
                         "an acknowledged verdict is lost");
        }
        const auto verdict = shadow->judge.verdict();
        QCOMPARE(verdict.candidate.pairs, candidates);
        QCOMPARE(verdict.candidate.agreeing, agreeing);
        QCOMPARE(shadow->better, said["better"]);
        QCOMPARE(shadow->same, said["same"]);
        QCOMPARE(shadow->worse, said["worse"]);
    }

    // A verdict that was not answered may have been kept.
    void takeInFlight(const DaemonProcess& process) {
        if (inFlight == 0)
            return;
        const HttpAnswer pair = process.get(pairsPath + "/" + std::to_string(inFlight));
        QCOMPARE(pair.status, 200);
        const std::string verdict = pair.json()["verdict"_L1].toString().toStdString();
        if (!verdict.empty())
            acknowledged[inFlight] = verdict;
    }

private Q_SLOTS:

    void noPairIsHalfAndNoVerdictIsLost() {
        const QString state = directory.filePath(u"state"_s);
        upstream.say("1.0.0", "The parcel came at last, the carrier had lost it");
        upstream.say("1.1.0", "Something else entirely, at some length");
        upstream.answerBy([](const http::Request& request) -> std::optional<std::string> {
            const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
            if (body["model"_L1].toString() != "judge"_L1)
                return std::nullopt;
            return preferring(u"nobody"_s)(body);
        });
        DaemonProcess process(directory.filePath(u"workspace"_s), state, upstream.url());
        QVERIFY2(process.start(), process.errors().constData());
        QVERIFY(startShadow(process));
        QElapsedTimer timer;
        timer.start();
        qint64 slowest = 0;
        int unanswered = 0;
        for (int i = 0; i < kills; ++i) {
            {
                const Killer killer(static_cast<pid_t>(process.pid()),
                                    std::chrono::microseconds(5'000 + pick(250'000)));
                workUntilKilled(process);
            }
            process.kill(); // only waits: it is gone
            unanswered += inFlight != 0 ? 1 : 0;
            checkFile(state.toStdString());
            if (QTest::currentTestFailed())
                return;
            QElapsedTimer restart;
            restart.start();
            QVERIFY2(process.start(), process.errors().constData());
            slowest = std::max(slowest, restart.elapsed());
            takeInFlight(process);
            if (QTest::currentTestFailed())
                return;
        }
        const QJsonObject summary = process.get(pairsPath).json()["summary"_L1].toObject();
        QVERIFY(summary["compared"_L1].toInteger() > kills);
        QVERIFY(acknowledged.size() > 20);
        QVERIFY(judged > 20);
        qInfo(
            "seed %u: %d kills in %lld s, %d questions, %lld pairs, %d verdicts (%d cut off), slowest restart %lld ms",
            seed, kills, timer.elapsed() / 1000, asked, summary["compared"_L1].toInteger(), verdicts, unanswered,
            slowest);
    }
};

QTEST_GUILESS_MAIN(PairKillsTest)
#include "tst_pair_kills.moc"
