// How much of what happened a listener who comes back is told, and when he is told to read everything.
#include <string>
#include <vector>

#include <QTest>

#include "core/server/event_hub.h"

using namespace signalbox;
using namespace signalbox::server;

namespace {

class Listener final : public http::EventStream {
public:
    bool send(std::string text) override {
        if (open)
            heard += text;
        return open;
    }

    void close() override { open = false; }

    [[nodiscard]] bool isOpen() const override { return open; }

    void onClosed(std::function<void()> /*callback*/) override {}

    [[nodiscard]] std::size_t count(std::string_view word) const {
        std::size_t found = 0;
        for (auto at = heard.find(word); at != std::string::npos; at = heard.find(word, at + 1))
            ++found;
        return found;
    }

    // The id of the newest event that was heard.
    [[nodiscard]] std::string lastId() const {
        const auto at = heard.rfind("id: ");
        return at == std::string::npos ? std::string() : heard.substr(at + 4, heard.find('\n', at) - at - 4);
    }

    std::string heard;
    bool open = true;
};

protocol::EventMessage checkpoint(std::size_t bytes) {
    protocol::EventMessage event;
    event.kind = protocol::EventMessage::Kind::Audit;
    event.checkpoint = "note" + std::string(bytes, '.');
    return event;
}

} // namespace

class TestEventHub : public QObject {
    Q_OBJECT

private:
    // After `before` events somebody hears one, leaves, and comes back `missed` events later: what he is told.
    static Listener after(int before, int missed, std::size_t bytes) {
        EventHub hub;
        for (int i = 0; i < before; ++i)
            hub.publish(checkpoint(bytes));
        const auto first = std::make_shared<Listener>();
        hub.add(first, {});
        hub.publish(checkpoint(bytes));
        first->open = false;
        for (int i = 0; i < missed; ++i)
            hub.publish(checkpoint(bytes));
        const auto again = std::make_shared<Listener>();
        hub.add(again, first->lastId());
        hub.stop();
        return *again;
    }

private Q_SLOTS:
    void whatWasMissedIsTold_data();
    void whatWasMissedIsTold();
};

void TestEventHub::whatWasMissedIsTold_data() {
    QTest::addColumn<int>("missed");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("told"); // 0: reset
    QTest::newRow("a few") << 5 << 10 << 5;
    QTest::newRow("all that are kept") << 1'000 << 10 << 1'000;
    QTest::newRow("one more than that") << 1'001 << 10 << 0;
    QTest::newRow("long ones") << 9 << 50'000 << 9;
    QTest::newRow("more than half a mebibyte") << 12 << 50'000 << 0;
    QTest::newRow("one of a mebibyte") << 1 << 1'000'000 << 1;
}

void TestEventHub::whatWasMissedIsTold() {
    QFETCH(int, missed);
    QFETCH(int, bytes);
    QFETCH(int, told);
    const Listener listener = after(3, missed, static_cast<std::size_t>(bytes));
    QCOMPARE(listener.count("note."), static_cast<std::size_t>(told));
    QCOMPARE(listener.count("reset"), static_cast<std::size_t>(told == 0 ? 1 : 0));
}

QTEST_GUILESS_MAIN(TestEventHub)
#include "tst_event_hub.moc"
