// Copies on their way to a shadow: nothing that becomes of them reaches a caller, and each of them is counted.

#include <QTest>

#include "tests/gateway/shadow_rig.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

class TestShadowQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesThePrimaryAlone_data();
    void leavesThePrimaryAlone();
    void dropsWhatIsTooMuch_data();
    void dropsWhatIsTooMuch();
    void leaveTogether();
    void endsWithTheShadow();
    void restsBetweenShadows();
    void countsWhatNeverLeft();
    void stopsInTheMiddle();
};

void TestShadowQueue::leavesThePrimaryAlone_data() {
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"slow", "hangs", "resets", "closes", "huge", "garbage", "endless head"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestShadowQueue::leavesThePrimaryAlone() {
    QFETCH(QString, fault);
    std::atomic<bool> stop = false;
    Rig rig(
        [&](RawSocket& socket, const std::string&) {
            if (fault == u"slow" || fault == u"hangs") {
                static_cast<void>(socket.isClosedByPeer(fault == u"slow" ? 2'000 : 4'000));
                socket.send(json(chatAnswer));
            } else if (fault == u"resets") {
                socket.reset();
            } else if (fault == u"closes") {
                socket.close();
            } else if (fault == u"garbage") {
                socket.send("SSH-2.0-server\r\n\r\n");
            } else if (fault == u"huge") {
                socket.send(json(std::string(10'000'000, 'x')));
            } else {
                socket.send("HTTP/1.1 200 OK\r\n");
                while (!stop && socket.send("x-filler: " + std::string(1000, 'x') + "\r\n")) {
                }
            }
        },
        {.concurrency = 4, .gathering = 1ms, .perSecond = 10'000}); // beside the callers
    QVERIFY(rig.ask(50) < 500ms);
    stop = true;
    QCOMPARE(rig.gateway->counters().requests, 50U);
    const auto good = [&] {
        return std::ranges::count_if(rig.sink.wait(0), [](const metrics::Observation& one) {
            return one.role == traffic::Role::Stable && one.outcome == metrics::Outcome::Success;
        });
    };
    QTRY_COMPARE(good(), 50);
    QTRY_VERIFY(rig.counters().sent >= 4);
}

void TestShadowQueue::dropsWhatIsTooMuch_data() {
    QTest::addColumn<int>("reason");
    for (const auto reason : {ShadowDrop::Full, ShadowDrop::Late, ShadowDrop::Rate, ShadowDrop::Budget})
        QTest::newRow(toString(reason).data()) << static_cast<int>(reason);
}

void TestShadowQueue::dropsWhatIsTooMuch() {
    QFETCH(int, reason);
    const auto wanted = static_cast<ShadowDrop>(reason);
    ShadowLimits limits{.concurrency = 1};
    if (wanted == ShadowDrop::Full)
        limits.waitingBytes = 4 * 1024;
    else if (wanted == ShadowDrop::Late)
        limits = {.concurrency = 1, .gathering = 5ms, .waitingTime = 20ms};
    else if (wanted == ShadowDrop::Rate)
        limits.perSecond = 1;
    else
        limits.spendPerHour = 1; // one answer and no more
    const bool slow = wanted == ShadowDrop::Full || wanted == ShadowDrop::Late;
    const auto answer = [slow](RawSocket& socket, const std::string&) {
        if (slow)
            static_cast<void>(socket.isClosedByPeer(150));
        socket.send(json(chatAnswer));
    };
    Rig rig(answer, limits);
    QVERIFY(rig.ask(20) < 1s);
    QTRY_COMPARE(rig.counters().answered + rig.dropped(wanted), 20U);
    QVERIFY(rig.dropped(wanted) > 0);
    QVERIFY(rig.counters().answered > 0);
}

void TestShadowQueue::leaveTogether() {
    constexpr auto gathering = 400ms;
    std::mutex mutex;
    std::vector<Monotonic> came;
    Rig rig(
        [&](RawSocket& socket, const std::string&) {
            {
                const std::scoped_lock lock(mutex);
                came.push_back(std::chrono::steady_clock::now());
            }
            socket.send(json(chatAnswer));
        },
        {.gathering = gathering});
    const Monotonic begin = std::chrono::steady_clock::now();
    QVERIFY(rig.ask(8) < 1s);
    QTRY_COMPARE(rig.counters().answered, 8U);
    const std::scoped_lock lock(mutex);
    QVERIFY2(std::ranges::min(came) - begin >= gathering, "a copy left by itself");
}

void TestShadowQueue::endsWithTheShadow() {
    std::atomic<int> answered = 0;
    Rig rig(
        [&](RawSocket& socket, const std::string&) {
            static_cast<void>(socket.isClosedByPeer(300));
            ++answered;
            socket.send(json(chatAnswer));
        },
        {.concurrency = 1});
    QVERIFY(rig.ask(10) < 1s);
    QTRY_COMPARE(rig.copies().size(), 1U);
    QVERIFY(rig.gateway->apply(table(2, {}))); // rolled back: what waits is not sent any more
    QTRY_COMPARE(rig.dropped(ShadowDrop::Withdrawn), 9U);
    QTRY_COMPARE(rig.counters().answered, 1U);
    QCOMPARE(rig.copies().size(), 1U);
}

void TestShadowQueue::restsBetweenShadows() {
    Rig rig(answerInChat, {.gathering = 1ms});
    for (std::uint64_t round = 1; round <= 20; ++round) {
        QVERIFY(rig.ask(5) < 1s);
        QTRY_COMPARE(rig.counters().answered, 5 * round);
        QVERIFY(rig.gateway->apply(table(2 * round, {})));
        QVERIFY(rig.ask(20) < 1s); // nobody gets a copy; the queue rests, and has to be told of the next one
        QVERIFY(rig.gateway->apply(shadowTable(2 * round + 1, traffic::Weight::all())));
    }
    QCOMPARE(rig.counters().sent, 100U);
}

void TestShadowQueue::countsWhatNeverLeft() {
    Rig rig(answerInChat, {.gathering = 200ms});
    QVERIFY(rig.ask(5) < 1s);
    QVERIFY(rig.gateway->apply(table(2, {}))); // before any copy has left, or just after
    QTRY_COMPARE(rig.counters().sent + rig.dropped(ShadowDrop::Withdrawn), 5U);
}

void TestShadowQueue::stopsInTheMiddle() {
    const auto begin = std::chrono::steady_clock::now();
    {
        Rig rig([](RawSocket& socket, const std::string&) { static_cast<void>(socket.isClosedByPeer(10'000)); },
                {.concurrency = 4});
        QVERIFY(rig.ask(20) < 1s);
        QTRY_COMPARE(rig.copies().size(), 4U);
        rig.gateway.reset();
    }
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
}

QTEST_MAIN(TestShadowQueue)
#include "tst_shadow_queue.moc"
