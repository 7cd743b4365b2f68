// Plans: the default, release.yaml with line and field of every mistake, and JSON both ways.
#include <QTest>

#include "core/release/plan.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace std::chrono_literals;

class TestPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultPlanIsGoodAndRoundTrips();
    void yamlIsRead();
    void yamlLeavesOutWhatIsDefault();
    void mistakesNameLineAndField_data();
    void mistakesNameLineAndField();
    void hostileYamlIsRefused();
    void jsonIsChecked();
    void modelsSurviveTheJournal();
};

void TestPlan::defaultPlanIsGoodAndRoundTrips() {
    const Plan plan = defaultPlan();
    QVERIFY(checkPlan(plan).has_value());
    QCOMPARE(plan.steps.size(), std::size_t{5});
    const auto read = planFromJson(planToJson(plan));
    QVERIFY(read.has_value());
    QCOMPARE(*read, plan);
}

void TestPlan::yamlIsRead() {
    const auto plan = readPlan(R"(schema: signalbox.release/1
steps:
  - {weight: 0.5, minimum_time: 1800}
  - {weight: 25, minimum_time: 3600.5, approval: needed}
  - {weight: 100}
advance: automatic
approval: {own: true}
shadow: {time: 600, share: 20}
observe_time: 7200
guardrails:
  - {metric: error_rate, limit: 0.01, action: roll_back}
  - {metric: cost, limit: 0.2}
evidence: not_needed
promise: 3
conversations: finish
drain_time: 90
gates: [tests, security review]
freeze_zone: Europe/Berlin
freeze:
  - {name: weekend, days: [sat, sun]}
  - name: night
    from: 18:30
    until: "08:00"
  - {name: end of the year, first_date: 2026-12-24, last_date: "2027-01-02"}
when_running: queue
runbook: https://example.org/runbook
comparison:
  fields:
    - {path: /reply, as: text, tolerance: 0.4}
    - {path: /amount, as: number, tolerance: 0.01}
  arguments: [{path: /query, as: ignore}]
  least_fields: 0.9
  least_text: 0.7
  noise: 25
  content: dropped
)");
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->steps.size(), std::size_t{3});
    QCOMPARE(plan->steps[0].weight, traffic::Weight::thousandths(5));
    QCOMPARE(plan->steps[1].minimumTime, 3'600'500ms);
    QCOMPARE(plan->steps[1].approval, Approval::Needed);
    QCOMPARE(plan->advance, Advance::Automatic);
    QVERIFY(plan->ownApproval == OwnApproval::Allowed);
    QCOMPARE(plan->shadowTime, std::chrono::milliseconds(10min));
    QCOMPARE(plan->shadowShare, traffic::Weight::percent(20));
    QCOMPARE(plan->observeTime, std::chrono::milliseconds(2h));
    QCOMPARE(plan->guardrails.size(), std::size_t{2});
    QCOMPARE(plan->guardrails[1].action, GuardAction::Pause);
    QCOMPARE(plan->evidence, MinimumEvidence::NotNeeded);
    QCOMPARE(plan->promise, 3.0);
    QCOMPARE(plan->conversations, ConversationPolicy::Finish);
    const Comparison& comparison = plan->comparison;
    QCOMPARE(comparison.fields.size(), std::size_t{2});
    QVERIFY(comparison.fields[0] == (ComparedField{"/reply", FieldAs::Text, 0.4}));
    QVERIFY(comparison.arguments.at(0) == (ComparedField{"/query", FieldAs::Ignore, 0}));
    QCOMPARE(comparison.leastFields, 0.9);
    QCOMPARE(comparison.leastText, 0.7);
    QCOMPARE(comparison.noise, traffic::Weight::percent(25));
    QVERIFY(comparison.content == PairContent::Dropped);
    QCOMPARE(plan->drainTime, 90s);
    QCOMPARE(plan->gates, (std::vector<std::string>{"tests", "security review"}));
    QCOMPARE(plan->freeze.zone, std::string("Europe/Berlin"));
    QCOMPARE(plan->freeze.windows.size(), std::size_t{3});
    QCOMPARE(plan->freeze.windows[0].days, (std::vector<std::string>{"sat", "sun"}));
    QCOMPARE(plan->freeze.windows[1].from, std::string("18:30"));
    QCOMPARE(plan->freeze.windows[1].until, std::string("08:00"));
    QCOMPARE(plan->freeze.windows[2].firstDate, std::string("2026-12-24"));
    QCOMPARE(plan->whenRunning, WhenRunning::Queue);
    QCOMPARE(*planFromJson(planToJson(*plan)), *plan);
}

void TestPlan::yamlLeavesOutWhatIsDefault() {
    QCOMPARE(*readPlan("advance: manual\n"), defaultPlan());
    QCOMPARE(*readPlan(""), defaultPlan());
}

void TestPlan::mistakesNameLineAndField_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("unknown key") << QByteArray("advance: manual\nstep: []\n") << QByteArray("release.yaml:2: step");
    QTest::newRow("falling weights") << QByteArray("steps:\n  - weight: 50\n  - weight: 10\n  - weight: 100\n")
                                     << QByteArray("release.yaml:3: steps[1].weight");
    QTest::newRow("not to 100") << QByteArray("steps:\n  - weight: 50\n")
                                << QByteArray("release.yaml:2: steps[0].weight");
    QTest::newRow("no steps") << QByteArray("steps: []\n") << QByteArray("release.yaml:1: steps");
    QTest::newRow("unknown metric") << QByteArray("guardrails:\n  - {metric: latency, limit: 3}\n")
                                    << QByteArray("release.yaml:2: guardrails[0].metric");
    QTest::newRow("unreachable") << QByteArray("guardrails:\n  - {metric: error_rate, limit: 2}\n")
                                 << QByteArray("release.yaml:2: guardrails[0].limit");
    QTest::newRow("no guardrails") << QByteArray("guardrails: []\n") << QByteArray("release.yaml:1: guardrails");
    QTest::newRow("promise of nothing") << QByteArray("promise: 1\n") << QByteArray("release.yaml:1: promise");
    QTest::newRow("no pointer") << QByteArray("comparison:\n  fields:\n    - path: reply\n")
                                << QByteArray("release.yaml:3: comparison.fields[0].path");
    QTest::newRow("no share") << QByteArray("shadow:\n  time: 60\n") << QByteArray("release.yaml:");
}

void TestPlan::mistakesNameLineAndField() {
    QFETCH(const QByteArray, yaml);
    QFETCH(const QByteArray, field);
    const auto plan = readPlan(yaml.toStdString());
    QVERIFY(!plan);
    QVERIFY2(plan.error().field.starts_with(field.toStdString()), plan.error().field.c_str());
    QVERIFY(!plan.error().message.empty());
}

void TestPlan::hostileYamlIsRefused() {
    QVERIFY(!readPlan(std::string(1'000'000, ' ') + "a"));
    QVERIFY(!readPlan("steps: " + std::string(500, '[') + std::string(500, ']')));
    QVERIFY(!readPlan("steps: 5"));
    QVERIFY(!readPlan("steps:\n  - {weight: .nan}\n  - {weight: 100}\n"));
    QVERIFY(!readPlan("steps:\n  - {weight: 0.05}\n  - {weight: 100}\n"));
    QVERIFY(!readPlan("observe_time: -1\n"));
    QVERIFY(!readPlan("observe_time: .inf\n"));
    QVERIFY(!readPlan("advance: yes\n"));
    QVERIFY(!readPlan("schema: signalbox.release/2\n"));
    QVERIFY(!readPlan("guardrails:\n  - {metric: cost}\n"));
    QVERIFY(!readPlan(": : :\n- ["));
}

void TestPlan::jsonIsChecked() {
    QVERIFY(!planFromJson({})); // no steps
    QJsonObject json = planToJson(defaultPlan());
    json.insert(QLatin1String("advance"), QLatin1String("always"));
    QCOMPARE(planFromJson(json).error().field, std::string("/advance"));
    json = planToJson(defaultPlan());
    json.insert(QLatin1String("observe_time"), QLatin1String("soon"));
    QCOMPARE(planFromJson(json).error().field, std::string("/observe_time"));
    json = planToJson(defaultPlan());
    json.insert(QLatin1String("comparison"), QJsonObject{{QLatin1String("least_text"), 2}});
    QCOMPARE(planFromJson(json).error().field, std::string("/comparison/least_text"));
    json = planToJson(defaultPlan());
    json.remove(QLatin1String("comparison")); // of a release that began before there was one
    QCOMPARE(*planFromJson(json), defaultPlan());
    json.insert(QLatin1String("steps"), 7);
    QVERIFY(!planFromJson(json));
}

void TestPlan::modelsSurviveTheJournal() {
    const auto plan = readPlan("comparison:\n"
                               "  embeddings: {provider: a, model: e, share: 12.5, least: 0.8}\n"
                               "  judge: {provider: b, model: j, share: 5, criterion: Shorter is better.}\n"
                               "  budget: {usd_per_hour: 0.25, requests_per_hour: 40, timeout: 12}\n");
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->comparison.embeddings->asked.share, traffic::Weight::thousandths(125));
    QCOMPARE(plan->comparison.judge->criterion, std::string("Shorter is better."));
    QCOMPARE(plan->comparison.budget.timeout, std::chrono::milliseconds(12'000));
    QCOMPARE(*planFromJson(planToJson(*plan)), *plan);
    // A plan without models is written as before there were any.
    const QJsonObject bare = planToJson(defaultPlan())[QLatin1String("comparison")].toObject();
    for (const char* key : {"embeddings", "judge", "budget"})
        QVERIFY(!bare.contains(QLatin1String(key)));
}

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
