// Server-sent events: read alike however they arrive.
#include <QTest>

#include "core/models/sse.h"

using namespace signalbox::models;

namespace {

std::vector<std::string> eventsOf(std::string_view stream, std::size_t step) {
    std::vector<std::string> events;
    SseReader reader([&events](const SseEvent& e) { events.push_back(e.type + "|" + e.data); });
    for (std::size_t at = 0; at < stream.size(); at += step)
        reader.feed(stream.substr(at, step));
    return events;
}

} // namespace

class TestSse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void events_data();
    void events();
    void aLongEventIsSkippedAndSaid();
};

void TestSse::events_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("one") << QByteArray("data: a\n\n") << QByteArray("message|a");
    QTest::newRow("crlf") << QByteArray("data: a\r\n\r\n") << QByteArray("message|a");
    QTest::newRow("cr") << QByteArray("data: a\r\r") << QByteArray("message|a");
    QTest::newRow("lines") << QByteArray("data:a\ndata: b\ndata:  c\n\n") << QByteArray("message|a\nb\n c");
    QTest::newRow("comment") << QByteArray(":\n\n: x\ndata: a\n\n") << QByteArray("message|a");
    QTest::newRow("type") << QByteArray("event: t\ndata: a\n\ndata: b\n\n") << QByteArray("t|a,message|b");
    QTest::newRow("no data") << QByteArray("event: t\n\nid: 1\n\n") << QByteArray("");
    QTest::newRow("empty data") << QByteArray("data\n\n") << QByteArray("message|");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF"
                                        "data: a\n\n")
                          << QByteArray("message|a");
    QTest::newRow("unfinished") << QByteArray("data: a\n\ndata: b\n") << QByteArray("message|a");
    QTest::newRow("unknown field") << QByteArray("dat: x\ndata: a\n\n") << QByteArray("message|a");
}

void TestSse::events() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);
    for (std::size_t step = 1; step <= static_cast<std::size_t>(stream.size()); ++step) {
        std::string joined;
        for (const std::string& event : eventsOf(stream.toStdString(), step))
            joined += (joined.empty() ? "" : ",") + event;
        QCOMPARE(QByteArray::fromStdString(joined), expected);
    }
}

void TestSse::aLongEventIsSkippedAndSaid() {
    std::vector<std::string> events;
    SseReader reader([&events](const SseEvent& e) { events.push_back(e.data); });
    reader.feed("data: a\n\n");
    QVERIFY(!reader.hasSkipped());
    const std::string piece(1024 * 1024, 'x');
    for (int i = 0; i < 8; ++i)
        reader.feed("data: " + piece + "\n");
    reader.feed("\ndata: b\n\n");
    QVERIFY(reader.hasSkipped());
    QCOMPARE(events, (std::vector<std::string>{"a", "b"}));
}

QTEST_APPLESS_MAIN(TestSse)
#include "tst_sse.moc"
