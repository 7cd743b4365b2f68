// Answers without an end, and of any size: what the process takes for them is bounded, whoever is slow. Measured as the
// peak of the process, callers and upstream included, which keep nothing.
#include <atomic>
#include <format>
#include <fstream>
#include <thread>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr std::size_t mebibyte = 1024UL * 1024UL;

// Of the process, in MiB: "VmRSS", "VmHWM".
std::size_t memory(std::string_view field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::stoul(line.substr(field.size() + 1)) / 1024;
    return 0;
}

bool forgetPeak() {
    std::ofstream file("/proc/self/clear_refs");
    file << '5';
    return file.flush().good();
}

std::string head(std::string_view type, std::string_view more = {}) {
    return std::format("HTTP/1.1 200 OK\r\ncontent-type: {}\r\n{}transfer-encoding: chunked\r\n\r\n", type, more);
}

std::string chunk(std::string_view data) {
    return std::format("{:x}\r\n{}\r\n", data.size(), data);
}

struct Told {
    std::string first;     // once
    std::string again;     // then this, as long as
    std::size_t bytes = 0; // so many have not been said
    std::string last = {}; // then this
    std::string head = ""; // its first lines, complete
};

// Says all of it, in chunks, without holding it; `sent` tells how far it is.
void tell(RawSocket& socket, const Told& told, std::atomic<std::size_t>& sent) {
    const std::string again = chunk(told.again);
    bool open = socket.send(told.head) && socket.send(told.first.empty() ? "" : chunk(told.first));
    for (std::size_t said = 0; open && said < told.bytes; said += told.again.size(), sent = said)
        open = socket.send(again);
    if (open)
        socket.send((told.last.empty() ? "" : chunk(told.last)) + "0\r\n\r\n");
}

// How many bytes a caller gets who keeps none of them.
std::size_t drain(std::uint16_t port, bool streamed, const std::function<void()>& beforeReading) {
    Caller caller(port);
    const std::string_view body = streamed ? R"({"model":"refunds","stream":true,"messages":[]})" : helloBody;
    if (!caller.send(post(chatPath, body)))
        return 0;
    beforeReading();
    constexpr std::string_view last = "\r\n0\r\n\r\n";
    std::string end;
    while (!end.ends_with(last) && caller.readMore()) {
        end += caller.pending();
        end.erase(0, end.size() - std::min(end.size(), last.size()));
        caller.pending().clear();
    }
    return caller.received();
}

std::string repeated(std::string_view text, std::size_t bytes) {
    std::string all;
    while (all.size() < bytes)
        all += text;
    return all;
}

constexpr std::string_view oneEvent =
    R"(data: {"choices":[{"index":0,"delta":{"content":"more "},"finish_reason":null}]})"
    "\n\n";
constexpr std::string_view ending = R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
                                    "\n\ndata: [DONE]\n\n";
constexpr std::string_view opened = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";

} // namespace

class TestBoundedMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void peak_data();
    void peak();
};

void TestBoundedMemory::peak_data() {
    QTest::addColumn<Told>("told");
    QTest::addColumn<int>("callers");
    QTest::addColumn<bool>("slow");         // no caller reads until the upstream can say no more
    QTest::addColumn<std::size_t>("limit"); // MiB over what it had before
    const std::string events = head("text/event-stream");
    const std::string json = head("application/json");
    const std::string some = repeated(oneEvent, 64UL * 1024);
    QTest::newRow("a stream of 400 MB") << Told{"", some, 400 * mebibyte, std::string(ending), events} << 1 << false
                                        << std::size_t{24};
    QTest::newRow("a stream of 60 MB, and a caller who does not read")
        << Told{"", some, 60 * mebibyte, std::string(ending), events} << 1 << true << std::size_t{24};
    QTest::newRow("an event of 50 MB") << Told{std::string(opened), std::string(64UL * 1024, 'x'), 50 * mebibyte,
                                               "\"}}]}\n\n" + std::string(ending), events}
                                       << 1 << false << std::size_t{24};
    QTest::newRow("many lines of one event, 50 MB")
        << Told{"", repeated("data: 1\n", 64UL * 1024), 50 * mebibyte, "\n" + std::string(ending), events} << 1 << false
        << std::size_t{24};
    QTest::newRow("a line without an end, 100 MB")
        << Told{"", std::string(64UL * 1024, ':'), 100 * mebibyte, "\n\n" + std::string(ending), events} << 1 << false
        << std::size_t{24};
    QTest::newRow("comments, 100 MB") << Told{"", repeated(": waiting\n\n", 64UL * 1024), 100 * mebibyte,
                                              std::string(ending), events}
                                      << 1 << false << std::size_t{24};
    std::string calls;
    for (int i = 0; i < 500; ++i)
        calls += std::format(
            R"(data: {{"choices":[{{"delta":{{"tool_calls":[{{"index":{},"id":"c{}","function":{{"name":"f","arguments":"{}"}}}}]}}}}]}})"
            "\n\n",
            i, i, std::string(200, 'x'));
    QTest::newRow("calls without an end, 100 MB")
        << Told{"", calls, 100 * mebibyte, std::string(ending), events} << 1 << false << std::size_t{32};
    QTest::newRow("a whole answer of 50 MB")
        << Told{R"({"choices":[{"message":{"content":")", std::string(64UL * 1024, 'x'), 50 * mebibyte,
                R"("},"finish_reason":"stop"}]})", json}
        << 1 << false << std::size_t{40};
    // The largest whole answer that is read, and the form that takes the most room.
    QTest::newRow("a whole answer of 8 MB, all lists")
        << Told{R"({"choices":[)", repeated("[],", 48UL * 1024), 7 * mebibyte, "[]]}", json} << 1 << false
        << std::size_t{320};
    QTest::newRow("packed, 100 MB") << Told{"", std::string(64UL * 1024, '\x1f'), 100 * mebibyte, "",
                                            head("text/event-stream", "content-encoding: gzip\r\n")}
                                    << 1 << false << std::size_t{24};
    QTest::newRow("16 streams at once, each event of 50 MB")
        << Told{std::string(opened), std::string(64UL * 1024, 'x'), 50 * mebibyte, "\"}}]}\n\n" + std::string(ending),
                events}
        << 16 << false << std::size_t{96};
}

void TestBoundedMemory::peak() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer keeps what was freed");
#endif
    QFETCH(Told, told);
    QFETCH(int, callers);
    QFETCH(bool, slow);
    QFETCH(std::size_t, limit);
    std::atomic<std::size_t> sent = 0;
    Upstream upstream([&](RawSocket& socket, const std::string&) { tell(socket, told, sent); });
    Sink sink;
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start());
    QVERIFY(gateway.apply(table(1, {})).has_value());
    QVERIFY(forgetPeak());
    const std::size_t had = memory("VmRSS");
    std::vector<std::size_t> got(static_cast<std::size_t>(callers));
    std::vector<std::thread> threads;
    const bool streamed = told.head.contains("event-stream");
    std::atomic<std::size_t> held = 0; // how far it was when it could say no more
    const auto waitUntilStuck = [&] {
        if (slow && !eventually([&] { return sent > 0 && held.exchange(sent) == sent; }))
            held = told.bytes;
    };
    for (std::size_t& bytes : got)
        threads.emplace_back([&] { bytes = drain(gateway.port(), streamed, waitUntilStuck); });
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY(held < told.bytes);
    const std::size_t taken = memory("VmHWM") - std::min(had, memory("VmHWM"));
    for (const std::size_t bytes : got)
        QVERIFY2(bytes > told.bytes, std::format("{} bytes of {} came", bytes, told.bytes).c_str());
    QCOMPARE(sink.wait(got.size()).size(), got.size());
    QVERIFY2(taken <= limit, std::format("it took {} MiB, and may take {}", taken, limit).c_str());
    qInfo("%zu MiB", taken);
}

QTEST_APPLESS_MAIN(TestBoundedMemory)
#include "tst_bounded_memory.moc"
