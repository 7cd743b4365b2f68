// What a caller's own request may have caused, such as 400, is compared with stable: callers who send nonsense harm
// nobody, however often they try again, and a version that its provider refuses is found beside them.
#include <QTest>

#include "tests/server/judged_stage.h"

using namespace signalbox;
using namespace signalbox::server;

class TestNonsense : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nonsenseHarmsNobody_data();
    void nonsenseHarmsNobody();
    void callersWhoTryAgainHarmNobody_data();
    void callersWhoTryAgainHarmNobody();
    void aVersionThatIsRefusedIsFound_data();
    void aVersionThatIsRefusedIsFound();
    void afterwardsNonsenseProvesNothing();
    void aNewWayOfRefusingIsFoundBesideNonsense();
};

void TestNonsense::nonsenseHarmsNobody_data() {
    QTest::addColumn<int>("percent");
    for (const int percent : {1, 10, 30, 60, 95})
        QTest::addRow("%d %% of the callers", percent) << percent;
}

// Callers who send what no provider takes fall on both arms by their weight.
void TestNonsense::nonsenseHarmsNobody() {
    QFETCH(int, percent);
    int gone = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Stage stage(25, seed);
        std::mt19937 random(seed);
        for (int i = 0; i < 1'500; ++i) {
            const bool nonsense = random() % 100 < unsigned(percent);
            const Outcome outcome = nonsense ? Outcome::ClientError : Outcome::Success;
            stage.ask(outcome, outcome);
        }
        gone += stage.isQuiet() ? 0 : 1;
    }
    QVERIFY2(gone <= 2, qPrintable(QString::number(gone))); // of 60, at 1 %
}

void TestNonsense::callersWhoTryAgainHarmNobody_data() {
    QTest::addColumn<int>("callers"); // of 200
    QTest::addColumn<int>("share");   // of the requests, in percent: they try again and again
    for (const int callers : {2, 8, 20, 100})
        for (const int share : {20, 60, 95})
            QTest::addRow("%d callers, %d %% of the requests", callers, share) << callers << share;
}

// They keep their version while the weight does not reach them, and move to the canary with it: what fails on both says
// nothing of either.
void TestNonsense::callersWhoTryAgainHarmNobody() {
    QFETCH(int, callers);
    QFETCH(int, share);
    int disturbed = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Stage stage(5, seed);
        std::mt19937 random(seed);
        const auto one = [&](int from, int count) { return (seed * 1000ULL) + from + random() % unsigned(count); };
        for (const int percent : {5, 10, 25, 50}) {
            stage.enterStep(percent);
            for (int i = 0; i < 500; ++i) {
                const bool nonsense = random() % 100 < unsigned(share);
                const Ending ending(nonsense ? Outcome::ClientError : Outcome::Success,
                                    {.kind = metrics::FailureKind::Status, .status = 400});
                stage.askAs(nonsense ? one(0, callers) : one(callers, 200 - callers), ending, ending);
            }
        }
        disturbed += stage.isQuiet() ? 0 : 1;
    }
    QVERIFY2(disturbed <= 2, qPrintable(QString::number(disturbed))); // of 60, at 1 %
}

void TestNonsense::aVersionThatIsRefusedIsFound_data() {
    QTest::addColumn<int>("refused"); // of the canary's requests, in percent
    QTest::addColumn<int>("nonsense");
    QTest::addColumn<int>("most"); // requests of the canary until it is gone
    QTest::newRow("all") << 100 << 0 << mostRequests;
    QTest::newRow("all, beside nonsense") << 100 << 20 << mostRequests;
    QTest::newRow("half") << 50 << 0 << 60;
    QTest::newRow("half, beside nonsense") << 50 << 20 << 150;
    QTest::newRow("one in five") << 20 << 0 << 150;
    QTest::newRow("one in five, beside nonsense") << 20 << 10 << 400;
}

// A configuration that makes its provider refuse with 400.
void TestNonsense::aVersionThatIsRefusedIsFound() {
    QFETCH(int, refused);
    QFETCH(int, nonsense);
    QFETCH(int, most);
    int late = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        Stage stage(25, seed);
        std::mt19937 random(seed);
        int asked = 0;
        while (!stage.isGone() && asked <= most) {
            const bool sent = random() % 100 < unsigned(nonsense);
            const bool falls = sent || random() % 100 < unsigned(refused);
            asked += stage.ask(sent ? Outcome::ClientError : Outcome::Success,
                               falls ? Outcome::ClientError : Outcome::Success)
                         ? 1
                         : 0;
        }
        late += stage.isGone() ? 0 : 1;
    }
    QVERIFY2(late <= 1, qPrintable(QString::number(late)));
}

void TestNonsense::afterwardsNonsenseProvesNothing() {
    Stage stage(50);
    for (int i = 0; i < before; ++i)
        stage.ask(i % 50 == 0 ? Outcome::ClientError : Outcome::Success, Outcome::Success);
    stage.observe();
    for (int i = 0; i < before; ++i)
        stage.ask(Outcome::Success, Outcome::ClientError);
    QVERIFY(stage.isQuiet());
    stage.askUntilGone(Outcome::Success, Outcome::Rejected, mostRequests);
    QVERIFY(stage.isGone());
}

void TestNonsense::aNewWayOfRefusingIsFoundBesideNonsense() {
    Stage stage(50);
    for (int i = 0; i < before; ++i) {
        const Outcome outcome = i % 10 == 0 ? Outcome::ClientError : Outcome::Success;
        stage.ask(outcome, outcome);
    }
    QVERIFY(stage.isQuiet());
    std::mt19937 random(3);
    int asked = 0;
    while (!stage.isGone() && asked < 10 * mostRequests)
        asked += stage.ask(random() % 10 == 0 ? Outcome::ClientError : Outcome::Success, Outcome::ClientError) ? 1 : 0;
    QVERIFY2(stage.isGone() && asked <= mostRequests, qPrintable(QString::number(asked)));
}

QTEST_APPLESS_MAIN(TestNonsense)
#include "tst_nonsense.moc"
