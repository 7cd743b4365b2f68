#include <atomic>
#include <future>
#include <sched.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QTest>

#include "core/base/serial_queue.h"

using namespace signalbox;
using namespace std::chrono_literals;

class TestSerialQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderOfEachPoster();
    void runsTimedTasksWhenDue();
    void callsAndAnswers();
    void finishesWhatIsDueAndDropsTheRest();
    void isOneThread();
    void leavesTheProcessorToOthers();
};

void TestSerialQueue::keepsTheOrderOfEachPoster() {
    std::vector<int> seen;
    {
        SerialQueue queue("order");
        std::vector<std::jthread> posters;
        for (int poster = 0; poster < 4; ++poster)
            posters.emplace_back([&queue, &seen, poster] {
                for (int i = 0; i < 1000; ++i)
                    queue.post([&seen, value = poster * 1000 + i] { seen.push_back(value); });
            });
        posters.clear(); // joins
    }
    QCOMPARE(seen.size(), std::size_t{4000});
    std::vector<int> next(4, 0);
    for (const int value : seen)
        QCOMPARE(value % 1000, next[static_cast<std::size_t>(value / 1000)]++);
}

void TestSerialQueue::runsTimedTasksWhenDue() {
    std::vector<int> seen;
    std::promise<void> done;
    SerialQueue queue("timed");
    const auto start = std::chrono::steady_clock::now();
    queue.postAfter(60ms, [&] {
        seen.push_back(3);
        done.set_value();
    });
    queue.postAfter(20ms, [&] { seen.push_back(2); });
    queue.post([&] { seen.push_back(1); });
    QVERIFY(done.get_future().wait_for(10s) == std::future_status::ready);
    QVERIFY(std::chrono::steady_clock::now() - start >= 60ms);
    QCOMPARE(seen, (std::vector<int>{1, 2, 3}));
}

void TestSerialQueue::callsAndAnswers() {
    SerialQueue queue("call");
    QVERIFY(!queue.isCurrent());
    QCOMPARE(queue.call([] { return 42; }), 42);
    // A call from the queue itself runs in place instead of waiting for itself.
    QCOMPARE(queue.call([&] { return queue.isCurrent() ? queue.call([] { return 7; }) : 0; }), 7);
    int value = 0;
    queue.call([&] { value = 1; });
    QCOMPARE(value, 1);
}

void TestSerialQueue::finishesWhatIsDueAndDropsTheRest() {
    std::atomic<int> due = 0;
    std::atomic<int> late = 0;
    {
        SerialQueue queue("end");
        for (int i = 0; i < 100; ++i)
            queue.post([&] { ++due; });
        queue.postAfter(1h, [&] { ++late; });
    }
    QCOMPARE(due.load(), 100);
    QCOMPARE(late.load(), 0);
}

void TestSerialQueue::isOneThread() {
    SerialQueue queue("a name that is longer than the kernel keeps");
    const auto first = queue.call([] { return std::this_thread::get_id(); });
    QCOMPARE(queue.call([] { return std::this_thread::get_id(); }) == first, true);
    QVERIFY(first != std::this_thread::get_id());
}

void TestSerialQueue::leavesTheProcessorToOthers() {
    const auto niceness = [] { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
    SerialQueue normal("normal");
    SerialQueue background("background", ThreadPriority::Background);
    QCOMPARE(normal.call(niceness), niceness());
    QCOMPARE(background.call(niceness), 19);
    QCOMPARE(background.call([] { return ::sched_getscheduler(0); }), SCHED_BATCH);
    SerialQueue idle("idle", ThreadPriority::Idle);
    QCOMPARE(idle.call(niceness), 19);
    QCOMPARE(idle.call([] { return ::sched_getscheduler(0); }), SCHED_IDLE);
    QCOMPARE(::sched_getscheduler(0), SCHED_OTHER);
}

QTEST_APPLESS_MAIN(TestSerialQueue)
#include "tst_serial_queue.moc"
