// The Prometheus text: well formed, with hostile names too, and read by a strict reader.
#include <format>

#include <QTest>

#include "tests/metrics/exposition_reader.h"
#include "tests/metrics/observations.h"

using namespace signalbox;
using namespace signalbox::metrics;
using namespace std::chrono_literals;

class TestPrometheus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prometheusTextIsWellFormed();
    void failuresAreCountedByClass();
    void theReaderOfTheTextIsStrict();
};

void TestPrometheus::prometheusTextIsWellFormed() {
    Store store;
    Observation observation = at(0ms, "1.0.0+a\"b\\c\nd");
    observation.latency = 10ms; // exactly the first bound: le includes it
    observation.inputTokens = 7;
    observation.cost = 1'500'000'000'000;
    Observation slow = at(0ms, "1.0.0+a\"b\\c\nd");
    slow.latency = 700s;
    store.take({observation, slow});
    Label broken;
    broken.agent = "refunds";
    broken.version = observation.version;
    broken.contractViolation = true;
    broken.toolFailure = false;
    store.takeLabels({broken});
    broken.contractViolation = false;
    broken.toolFailure = {};
    store.takeLabels({broken, broken});
    const std::string text = store.prometheusText();
    const QString whole = QString::fromStdString(text);
    QVERIFY(whole.endsWith(QLatin1Char('\n')));
    const QString labels = QStringLiteral(R"(agent="refunds",version="1.0.0+a\"b\\c\nd",role="stable")");
    const auto has = [&](const QString& line) { return whole.contains(line + QLatin1Char('\n')); };
    QVERIFY(has(QStringLiteral("signalbox_requests_total{%1,outcome=\"success\"} 2").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_request_duration_seconds_bucket{%1,le=\"0.01\"} 1").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_request_duration_seconds_bucket{%1,le=\"655.36\"} 1").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_request_duration_seconds_bucket{%1,le=\"+Inf\"} 2").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_request_duration_seconds_count{%1} 2").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_request_duration_seconds_sum{%1} 700.01").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_cost_usd_total{%1} 1.5").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_tokens_total{%1,type=\"input\"} 7").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_contract_checks_total{%1,result=\"kept\"} 2").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_contract_checks_total{%1,result=\"violated\"} 1").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_tool_checks_total{%1,result=\"good\"} 1").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_tool_checks_total{%1,result=\"failed\"} 0").arg(labels)));
    QVERIFY(has(QStringLiteral("signalbox_usage_known_requests_total{%1} 1").arg(labels)));
    const test::Exposed exposed = test::readExposition(text);
    QVERIFY2(exposed.problem.empty(), exposed.problem.c_str());
    QCOMPARE(exposed.types.size(), std::size_t{14});
    const test::Labels version{{"gen_ai_agent_version", "1.0.0+a\"b\\c\nd"}, {"gen_ai_provider_name", "unknown"}};
    const auto usage = [&](const char* type, const char* le) {
        test::Labels named = version;
        named.insert({{"gen_ai_token_type", type}, {"le", le}});
        return exposed.value("gen_ai_client_token_usage_bucket", named);
    };
    QCOMPARE(usage("input", "4"), std::optional(0.0));
    QCOMPARE(usage("input", "16"), std::optional(1.0)); // 7 tokens; the other request's usage is unknown
    QCOMPARE(usage("output", "+Inf"), std::optional(0.0));
    QCOMPARE(exposed.value("gen_ai_client_operation_duration_seconds_count", version), std::optional(2.0));
    const std::string page =
        store.prometheusText([](const SeriesKey&) { return ModelName{"open\"ai", "large-2026-01-15"}; });
    const test::Exposed withModel = test::readExposition(page);
    QVERIFY2(withModel.problem.empty(), withModel.problem.c_str());
    QCOMPARE(withModel.value("gen_ai_client_operation_duration_seconds_sum",
                             {{"gen_ai_provider_name", "open\"ai"}, {"gen_ai_request_model", "large-2026-01-15"}}),
             std::optional(700.01));
}

void TestPrometheus::failuresAreCountedByClass() {
    Store store;
    const auto fail = [&store](Outcome outcome, FailureReason reason, traffic::Role role = traffic::Role::Canary) {
        Observation seen = at(0ms, "2.2.0");
        seen.role = role;
        seen.outcome = outcome;
        seen.failure = std::make_shared<Failure>(Failure{.reason = std::move(reason)});
        store.take({seen});
    };
    const FailureReason missing{.kind = FailureKind::Status, .status = 404, .token = "model_not_found"};
    for (int i = 0; i < 3; ++i)
        fail(Outcome::Rejected, missing);
    fail(Outcome::Rejected, missing, traffic::Role::Stable);
    fail(Outcome::Timeout, {.kind = FailureKind::Timeout});
    Observation good = at(0ms, "2.2.0");
    store.take({good});
    const auto value = [&store](const char* outcome, const std::string& reason, const char* role) {
        const test::Exposed exposed = test::readExposition(store.prometheusText());
        return exposed.problem.empty() ? exposed.value("signalbox_failures_total",
                                                       {{"outcome", outcome}, {"reason", reason}, {"role", role}})
                                       : std::nullopt;
    };
    QCOMPARE(value("rejected", "404 model_not_found", "canary"), std::optional(3.0));
    QCOMPARE(value("rejected", "404 model_not_found", "stable"), std::optional(1.0));
    QCOMPARE(value("timeout", "timeout", "canary"), std::optional(1.0));
    QVERIFY(!store.prometheusText().contains("outcome=\"success\",reason"));
    // An upstream that thinks of another word each time fills nothing.
    for (int i = 0; i < 5000; ++i)
        fail(Outcome::Rejected, {.kind = FailureKind::Status, .status = 400, .token = "c" + std::to_string(i)});
    const test::Exposed exposed = test::readExposition(store.prometheusText());
    const auto lines = std::ranges::count(exposed.samples, "signalbox_failures_total", &test::Sample::name);
    QVERIFY2(lines <= 20, std::to_string(lines).c_str());
    QCOMPARE(value("rejected", "404 model_not_found", "canary"), std::optional(3.0));
    QCOMPARE(value("rejected", "other", "canary"), std::optional(5000.0 - 14));
}

void TestPrometheus::theReaderOfTheTextIsStrict() {
    QVERIFY(test::readExposition(Store().prometheusText()).problem.empty());
    const std::string head = "# HELP a_total x\n# TYPE a_total counter\n";
    QVERIFY(test::readExposition(head + "a_total{b=\"c\"} 1\n").problem.empty());
    for (const char* rest : {"a_total 1", "a_total{b=\"c} 1\n", "a_total{b=\"\\c\"} 1\n", "a_total{b=\"c\"}  1\n",
                             "b_total 1\n", "a_total -1\n", "a_total 1\na_total 2\n", "a_total one\n",
                             "# HELP a_total x\n# TYPE a_total counter\n", "a_total{1b=\"c\"} 1\n", "\n"})
        QVERIFY2(!test::readExposition(head + rest).problem.empty(), rest);
    const std::string histogram = "# HELP h x\n# TYPE h histogram\n";
    QVERIFY(test::readExposition(histogram + "h_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n")
                .problem.empty());
    for (const char* rest : {"h_bucket{le=\"1\"} 1\nh_sum 3\nh_count 1\n",
                             "h_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n",
                             "h_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 3\n", "h_bucket{le=\"+Inf\"} 2\nh_count 2\n"})
        QVERIFY2(!test::readExposition(histogram + rest).problem.empty(), rest);
}

QTEST_APPLESS_MAIN(TestPrometheus)
#include "tst_prometheus.moc"
