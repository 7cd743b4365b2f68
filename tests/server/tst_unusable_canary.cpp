// What counts as what, through the judge of a release, over the whole table of what upstreams do, at every weight: a
// canary that nobody can use is gone within 30 of its requests, whatever its way of being unusable; what both versions
// do is held and called "not this version"; what only stable does is nothing against the canary.
#include <format>
#include <map>
#include <set>

#include <QTest>

#include "tests/models/answer_table.h"
#include "tests/server/judged_stage.h"

using namespace signalbox;
using namespace signalbox::server;
using metrics::Outcome;

namespace {

bool isUnusable(Outcome outcome) {
    return outcome != Outcome::Success && outcome != Outcome::Cancelled;
}

metrics::FailureReason reasonOf(const models::TableRow& row) {
    const auto code = row.says.find("code");
    return {.kind = row.status >= 300 ? metrics::FailureKind::Status : metrics::FailureKind::InAnswer,
            .status = row.status,
            .token = code == row.says.end() ? std::string() : code->second};
}

enum class Where { CanaryOnly, Both, StableOnly };

void rowsOfAllOutcomes() {
    QTest::addColumn<int>("outcome");
    std::map<std::string, Outcome> rows{{"connection lost", Outcome::UpstreamLost}, {"too late", Outcome::Timeout}};
    for (const models::TableRow& row : models::answerTable())
        rows[row.name] = row.outcome;
    for (const auto& [name, outcome] : rows)
        QTest::newRow(name.c_str()) << static_cast<int>(outcome);
}

} // namespace

class TestUnusableCanary : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void whereItHappensDecides_data();
    void whereItHappensDecides();

    void isGone_data() { rowsOfAllOutcomes(); }

    void isGone();

    void whatStableDoesTooIsNotHeldAgainstIt_data() { rowsOfAllOutcomes(); }

    void whatStableDoesTooIsNotHeldAgainstIt();
    void manyWaysAtOnce();
};

void TestUnusableCanary::whereItHappensDecides_data() {
    QTest::addColumn<int>("outcome");
    QTest::addColumn<qsizetype>("row"); // of the table; -1: not in it
    QTest::addColumn<int>("where");
    const auto add = [](const std::string& name, Outcome outcome, qsizetype row) {
        for (const auto& [where, word] : {std::pair(Where::CanaryOnly, "canary only"), std::pair(Where::Both, "both"),
                                          std::pair(Where::StableOnly, "stable only")})
            QTest::newRow(std::format("{}, {}", name, word).c_str())
                << static_cast<int>(outcome) << row << static_cast<int>(where);
    };
    add("connection lost", Outcome::UpstreamLost, -1);
    add("too late", Outcome::Timeout, -1);
    add("the caller went away", Outcome::Cancelled, -1);
    const auto& table = models::answerTable();
    std::set<std::pair<Outcome, std::string>> seen; // the same class in another dialect is the same to the judge
    for (std::size_t i = 0; i < table.size(); ++i)
        if (seen.insert({table[i].outcome, codeOf(reasonOf(table[i]))}).second)
            add(table[i].name, table[i].outcome, static_cast<qsizetype>(i));
}

// Class × where: rolled back, held as "not this version", or nothing. The class is told with it.
void TestUnusableCanary::whereItHappensDecides() {
    QFETCH(int, outcome);
    QFETCH(qsizetype, row);
    QFETCH(int, where);
    metrics::FailureReason reason{.kind = outcome == static_cast<int>(Outcome::Timeout)
                                              ? metrics::FailureKind::Timeout
                                              : metrics::FailureKind::Refused};
    if (row >= 0)
        reason = reasonOf(models::answerTable()[static_cast<std::size_t>(row)]);
    const Ending ending(static_cast<Outcome>(outcome), reason);
    const auto place = static_cast<Where>(where);
    for (const int percent : {5, 25, 50}) {
        Stage stage(percent);
        const int asked = stage.askUntilGone(place == Where::CanaryOnly ? Outcome::Success : ending,
                                             place == Where::StableOnly ? Outcome::Success : ending, 3 * mostRequests);
        const bool unusable = isUnusable(ending.outcome);
        QCOMPARE(stage.isGone(), unusable && place == Where::CanaryOnly);
        QCOMPARE(stage.isHeld(codeOf(reason)), unusable && place == Where::Both);
        if (!unusable || place == Where::StableOnly)
            QVERIFY(stage.isQuiet());
        if (stage.isGone())
            QVERIFY2(asked <= mostRequests, qPrintable(QString::number(asked)));
        const auto failures = stage.explained().failures;
        QCOMPARE(failures.size(), unusable ? 1U : 0U);
        if (!unusable)
            continue;
        QCOMPARE(failures.front().name, codeOf(reason));
        QCOMPARE(failures.front().units.canary > 0, place != Where::StableOnly);
        QCOMPARE(failures.front().units.stable > 0, place != Where::CanaryOnly);
    }
}

void TestUnusableCanary::isGone() {
    QFETCH(int, outcome);
    const auto canary = static_cast<Outcome>(outcome);
    for (const int percent : {5, 10, 25, 50}) {
        for (const int well : {0, before}) { // from the first request, or after a good time
            Stage stage(percent);
            for (int i = 0; i < well; ++i)
                stage.ask(Outcome::Success, Outcome::Success);
            const int asked = stage.askUntilGone(Outcome::Success, canary, 10 * mostRequests);
            if (isUnusable(canary))
                QVERIFY2(stage.isGone() && asked <= mostRequests, std::format("{} %: {}", percent, asked).c_str());
            else
                QVERIFY(stage.isQuiet());
        }
    }
}

// Where both do the same, either it is compared and quiet, or it is called an outage of both: never a roll back.
void TestUnusableCanary::whatStableDoesTooIsNotHeldAgainstIt() {
    QFETCH(int, outcome);
    const auto both = static_cast<Outcome>(outcome);
    Stage stage(25);
    stage.askUntilGone(both, both, 10 * mostRequests);
    QVERIFY(!stage.isGone());
    if (blameOf(both) != metrics::Blame::Version)
        QVERIFY(stage.isQuiet());
}

void TestUnusableCanary::manyWaysAtOnce() {
    Stage stage(10);
    std::mt19937 random(7);
    int asked = 0;
    while (!stage.isGone() && asked < 10 * mostRequests) {
        auto outcome = Outcome::Success;
        while (!isUnusable(outcome))
            outcome = static_cast<Outcome>(random() % metrics::outcomeKinds);
        asked += stage.ask(Outcome::Success, outcome) ? 1 : 0;
    }
    QVERIFY2(stage.isGone() && asked <= mostRequests, qPrintable(QString::number(asked)));
}

QTEST_APPLESS_MAIN(TestUnusableCanary)
#include "tst_unusable_canary.moc"
