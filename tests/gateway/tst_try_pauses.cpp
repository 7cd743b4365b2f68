// How long is waited before a request is asked again, how often, and what the upstream may wish.
#include <QTest>

#include "core/gateway/tries.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;
using metrics::TryEnd;

namespace {

std::chrono::milliseconds wait(const Tries& tries, TryEnd end, double draw = 1) {
    return tries.pauseAfter(end, std::nullopt, Monotonic{}, draw).value_or(-1ms);
}

std::optional<std::chrono::milliseconds> askedBy(std::string_view name, std::string_view value, WallTime now = {}) {
    http::FieldView field{};
    field.name = {name.data(), name.size()};
    field.value = {value.data(), value.size()};
    return pauseAskedFor({field}, now);
}

} // namespace

class TestTryPauses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesGrow();
    void theUpstreamsPauseIsRead_data();
    void theUpstreamsPauseIsRead();
};

void TestTryPauses::pausesGrow() {
    Tries tries;
    tries.begin(10, Replay::Any, Monotonic{} + 1h);
    for (const auto expected : {500ms, 1'000ms, 2'000ms, 4'000ms, 8'000ms, 8'000ms}) {
        QCOMPARE(wait(tries, TryEnd::Lost), expected);
        QCOMPARE(wait(tries, TryEnd::Lost, 0), expected / 2);
        tries.failed(TryEnd::Lost, std::nullopt);
    }
    QCOMPARE(tries.ends().size(), 6U);
    tries.begin(2, Replay::UnsentOnly, Monotonic{} + 1h);
    QCOMPARE(wait(tries, TryEnd::Lost), -1ms);
    QCOMPARE(wait(tries, TryEnd::Status503), -1ms);
    QCOMPARE(wait(tries, TryEnd::Unreachable), 500ms);
    tries.failed(TryEnd::Unreachable, std::nullopt);
    QCOMPARE(wait(tries, TryEnd::Unreachable), -1ms); // two were asked for
    tries.begin(2, Replay::Any, Monotonic{} + 400ms);
    QCOMPARE(wait(tries, TryEnd::Lost), -1ms); // no time is left
    QVERIFY(!tries.usage());
    tries.failed(TryEnd::Status429, models::Usage{.input = 5, .output = 1});
    tries.failed(TryEnd::Status429, std::nullopt);
    tries.failed(TryEnd::Status429, models::Usage{.input = 7, .output = 1, .cached = 2});
    QVERIFY(tries.usage() == (models::Usage{.input = 12, .output = 2, .cached = 2}));
}

void TestTryPauses::theUpstreamsPauseIsRead_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("milliseconds"); // -1: none
    const auto row = [](const char* name, const char* value, int expected) {
        QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << expected;
    };
    row("retry-after", "3", 3'000);
    row("Retry-After", "0", 0);
    row("retry-after", "1.5", 1'000);
    row("retry-after", "-1", -1);
    row("retry-after", "soon", -1);
    row("retry-after", "", -1);
    row("retry-after", "999999999999999999999999", -1);
    row("retry-after", "99999999", 86'400'000);
    row("retry-after-ms", "250", 250);
    row("retry-after", "Thu, 01 Jan 1970 00:00:07 GMT", 7'000);
    row("retry-after", "Wed, 31 Dec 1969 00:00:07 GMT", 0); // gone by
    row("x-other", "3", -1);
}

void TestTryPauses::theUpstreamsPauseIsRead() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(int, milliseconds);
    const auto asked = askedBy(name.toStdString(), value.toStdString());
    QCOMPARE(asked ? static_cast<int>(asked->count()) : -1, milliseconds);
}

QTEST_GUILESS_MAIN(TestTryPauses)
#include "tst_try_pauses.moc"
