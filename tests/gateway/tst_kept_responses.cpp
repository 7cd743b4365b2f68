// The bytes that are kept of the ids that versions gave, and what damaged ones are worth.
#include <QTest>

#include "core/gateway/kept_responses.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

namespace {

KeptResponses sampleOf(std::size_t ids) {
    KeptResponses kept;
    kept.salt.fill(7);
    kept.at = WallTime{1'772'445'600'123ms};
    kept.givers = {{.agent = "refunds", .versions = {sha256("1.0.0"), sha256("2.0.0")}, .ids = {}},
                   {.agent = std::string("odd\0name", 8), .versions = {}, .ids = {}}};
    for (std::size_t i = 0; i < ids; ++i)
        kept.givers[0].ids.push_back({.hash = i + 1,
                                      .unit = i * 3,
                                      .draw = 9,
                                      .weight = 50,
                                      .version = static_cast<std::uint8_t>(i % 2),
                                      .isCanary = i % 2 == 1,
                                      .silent = std::chrono::seconds(i % 3'600)});
    return kept;
}

} // namespace

class TestKeptResponses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreReadBack();
    void damagedBytesAreRefused();
};

void TestKeptResponses::bytesAreReadBack() {
    for (const std::size_t ids : {0U, 1U, 7U, 5'000U}) {
        const KeptResponses kept = sampleOf(ids);
        QCOMPARE(keptResponsesIn(bytesOf(kept)).value(), kept);
    }
    const std::string most = bytesOf(sampleOf(200'000));
    QVERIFY(most.size() < 1'000'000); // a private file holds it
    const auto read = keptResponsesIn(most);
    QVERIFY(read && !read->givers[0].ids.empty() && read->givers[0].ids.size() <= 30'000);
}

void TestKeptResponses::damagedBytesAreRefused() {
    const std::string good = bytesOf(sampleOf(3));
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        QVERIFY(!keptResponsesIn(bad));
        QVERIFY(!keptResponsesIn(good.substr(0, i)));
    }
    KeptResponses kept = sampleOf(3);
    kept.givers[0].versions.pop_back(); // an id names a version that is not there
    QVERIFY(!keptResponsesIn(bytesOf(kept)));
}

QTEST_GUILESS_MAIN(TestKeptResponses)
#include "tst_kept_responses.moc"
