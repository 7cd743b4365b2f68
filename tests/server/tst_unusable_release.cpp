// A canary that answers everybody with what nobody can use, and one whose answers only look odd, through the real
// gateway, controller and audit log: the one is gone within 30 of its requests, the other gets all traffic.
#include <format>

#include <QJsonArray>
#include <QTest>

#include "tests/gateway/fixture.h"
#include "tests/server/backend_test.h"
#include "tests/server/guarded_release.h"
#include "tests/server/ways_to_answer.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TestUnusableRelease : public BackendTest {
    Q_OBJECT

private Q_SLOTS:
    void aCanary_data();
    void aCanary();

    void thereAreEnoughWays() {
        QVERIFY(std::ranges::count(waysToAnswer(), Use::None, &Way::use) >= 24);
        QVERIFY(std::ranges::count(waysToAnswer(), Use::Good, &Way::use) >= 9);
    }

    void cleanupTestCase() { upstream.reset(); }

private:
    void prepare() override {
        upstream = std::make_unique<gateway::Upstream>([this](gateway::RawSocket& socket, const std::string& request) {
            const bool isCanary = request.contains("x-signalbox-version: 2.2.0");
            socket.send(isCanary ? way.load()->answer : wellAnswered(way.load()->asking));
            socket.close();
        });
        host->useProvider(upstream->url());
    }

    [[nodiscard]] int ask(int from, int count) {
        const Asking asking = way.load()->asking;
        return test::ask(*host, from, count, {.path = pathOf(asking), .body = requestOf(asking)});
    }

    [[nodiscard]] bool runs() { return !host->stateOf("refunds").value("release"_L1).isNull(); }

    [[nodiscard]] evidence::Explanation evidenceOf(const std::string& release) {
        const auto read = evidence::explanationFromJson(
            host->get("/api/v1/releases/" + release + "/evidence").json()["guards"_L1][0]["explanation"_L1].toObject());
        return read.value_or(evidence::Explanation{});
    }

    void isGone(const std::string& release);
    void getsEverything();

    std::atomic<const Way*> way = &waysToAnswer().front();
    std::unique_ptr<gateway::Upstream> upstream;
};

void TestUnusableRelease::aCanary_data() {
    QTest::addColumn<qsizetype>("index");
    for (std::size_t i = 0; i < waysToAnswer().size(); ++i)
        QTest::newRow(waysToAnswer()[i].name.c_str()) << static_cast<qsizetype>(i);
}

// It moves on by itself when it is well.
void TestUnusableRelease::aCanary() {
    QFETCH(qsizetype, index);
    way = &waysToAnswer().at(static_cast<std::size_t>(index));
    QJsonObject terms = plan(u"roll_back"_s, 0.02);
    QJsonArray guardrails = terms[u"guardrails"_s].toArray();
    guardrails.append(QJsonObject{{u"metric"_s, u"tool_failure"_s}, {u"limit"_s, 0.1}, {u"action"_s, u"roll_back"_s}});
    terms[u"guardrails"_s] = guardrails;
    terms[u"advance"_s] = u"automatic"_s;
    terms[u"observe_time"_s] = 1;
    const std::string id = releaseAfter(host->startRelease("refunds", u"2.2.0"_s, terms));
    QVERIFY(!id.empty());
    if (way.load()->use == Use::Good)
        getsEverything();
    else
        isGone(id);
}

void TestUnusableRelease::isGone(const std::string& release) {
    const auto judged = [&] {
        const auto arms = evidenceOf(release).arms;
        return arms.stable.requests + arms.canary.requests;
    };
    int canary = 0;
    for (int from = 0; from < 300 && runs(); from += 6) { // so slowly that the judge has seen each before the next
        canary += ask(from, 6);
        QTRY_VERIFY(!runs() || judged() >= static_cast<std::uint64_t>(from) + 6);
    }
    QVERIFY(!runs());
    QVERIFY2(canary > 0 && canary <= 30, qPrintable(QString::number(canary)));
    QCOMPARE(ask(1000, 20), 0);
    QCOMPARE(host->stateOf("refunds")["stable"_L1]["version"_L1].toString(), u"2.1.0"_s);
    // And it is said what of: in the evidence, in the alert and in the audit log.
    const auto failures = evidenceOf(release).failures;
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures.front().name, way.load()->failure);
    QCOMPARE(failures.front().units.stable, 0U);
    const QJsonObject alert = host->get("/api/v1/alerts").json()["alerts"_L1][0].toObject();
    QCOMPARE(alert["deed"_L1].toString(), u"rolled_back"_s);
    const QString because = u" failures: "_s + QString::fromStdString(way.load()->failure) + u'.';
    QVERIFY2(alert["sentence"_L1].toString().endsWith(because), qPrintable(alert["sentence"_L1].toString()));
    for (const QJsonValue& row : host->get("/api/v1/audit?limit=50").json()["rows"_L1].toArray())
        if (row["action"_L1].toString() == "release.roll_back"_L1)
            QVERIFY(row["entry"_L1]["reason"_L1].toString().endsWith(because));
    const std::string counted =
        std::format(R"(signalbox_failures_total{{agent="refunds",version="2.2.0",role="canary",outcome=)");
    const std::string end = std::format("reason=\"{}\"}} {}", way.load()->failure, canary);
    const auto line = [&] { // of what was counted so far
        const std::string page = host->get("/metrics").body;
        const auto at = page.find(counted);
        return at == std::string::npos ? std::string() : page.substr(at, page.find('\n', at) - at);
    };
    QTRY_VERIFY2(line().ends_with(end), line().c_str());
}

void TestUnusableRelease::getsEverything() {
    const auto isStable = [this] {
        return host->stateOf("refunds")["stable"_L1]["version"_L1].toString() == u"2.2.0"_s;
    };
    int from = 0;
    for (; from < 3000 && !isStable() && runs(); from += 100)
        static_cast<void>(ask(from, 100));
    QTRY_VERIFY((static_cast<void>(ask(from++, 1)), isStable() || !runs()));
    QVERIFY2(isStable(), qPrintable(QString::number(from)));
    QVERIFY(host->get("/api/v1/alerts").json()["alerts"_L1].toArray().isEmpty());
    QVERIFY(!host->get("/metrics").body.contains(R"(signalbox_failures_total{agent="refunds",version="2.2.0")"));
}

QTEST_GUILESS_MAIN(TestUnusableRelease)
#include "tst_unusable_release.moc"
