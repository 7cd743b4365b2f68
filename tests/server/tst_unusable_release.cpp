// A canary that answers everybody with what nobody can use, through the real gateway, controller and audit log.
#include <QJsonArray>
#include <QTest>

#include "tests/server/backend_test.h"
#include "tests/server/guarded_release.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TestUnusableRelease : public BackendTest {
    Q_OBJECT

private Q_SLOTS:
    void aCanaryThatNobodyCanUseIsGone_data();
    void aCanaryThatNobodyCanUseIsGone();
};

void TestUnusableRelease::aCanaryThatNobodyCanUseIsGone_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("404") << 404 << QByteArray(R"({"error": {"message": "no", "code": "model_not_found"}})");
    QTest::newRow("401") << 401 << QByteArray(R"({"error": {"message": "no", "code": "invalid_api_key"}})");
    QTest::newRow("429") << 429 << QByteArray(R"({"error": {"message": "no", "code": "insufficient_quota"}})");
    QTest::newRow("400") << 400 << QByteArray(R"({"error": {"message": "no", "code": "unsupported_parameter"}})");
    QTest::newRow("an error inside a 200") << 200 << QByteArray(R"({"error": {"message": "no", "code": 502}})");
    QTest::newRow("a page") << 200 << QByteArray("<!doctype html><title>Sign in</title>");
    QTest::newRow("nothing said")
        << 200
        << QByteArray(
               R"({"choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}]})");
}

// It moves on by itself when it is well, and everybody who is told to use it cannot.
void TestUnusableRelease::aCanaryThatNobodyCanUseIsGone() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QJsonObject terms = plan(u"roll_back"_s, 0.02);
    terms[u"advance"_s] = u"automatic"_s;
    terms[u"observe_time"_s] = 5;
    host->upstream().answerWith("2.2.0", status, body.toStdString());
    const std::string id = releaseAfter(host->startRelease("refunds", u"2.2.0"_s, terms));
    QVERIFY(!id.empty());
    const auto isGone = [&] { return host->stateOf("refunds").value("release"_L1).isNull(); };
    const auto judged = [&] {
        const auto read = evidence::explanationFromJson(
            host->get("/api/v1/releases/" + id + "/evidence").json()["guards"_L1][0]["explanation"_L1].toObject());
        return read ? read->arms.stable.requests + read->arms.canary.requests : 0;
    };
    int canary = 0;
    for (int from = 0; from < 300 && !isGone(); from += 4) { // so slowly that the judge has seen each before the next
        canary += ask(*host, from, 4);
        QTRY_VERIFY(isGone() || judged() >= static_cast<std::uint64_t>(from) + 4);
    }
    QVERIFY(isGone());
    QVERIFY2(canary > 0 && canary <= 30, qPrintable(QString::number(canary)));
    QCOMPARE(ask(*host, 1000, 50), 0);
    QCOMPARE(alerts().at(0)["deed"_L1].toString(), u"rolled_back"_s);
    QCOMPARE(host->stateOf("refunds")["stable"_L1]["version"_L1].toString(), u"2.1.0"_s);
}

QTEST_GUILESS_MAIN(TestUnusableRelease)
#include "tst_unusable_release.moc"
