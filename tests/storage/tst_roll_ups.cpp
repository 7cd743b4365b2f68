// Minute roll-ups come back as they were, histograms included, whatever bytes somebody put into the file.
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include "core/storage/roll_ups.h"

using namespace signalbox;
using namespace signalbox::storage;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const WallTime start = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

metrics::Bucket bucket(std::uint64_t size) {
    metrics::Bucket bucket;
    bucket.requests = size;
    bucket.errors = size / 7;
    bucket.cancelled = size / 9;
    bucket.toolCalls = 3;
    bucket.inputTokens = 1ULL << 60U;
    bucket.outputTokens = 5;
    bucket.costKnown = size;
    bucket.cost = 2'500'000;
    bucket.refusalsKnown = size;
    bucket.refusals = size / 5;
    bucket.contractsKnown = size / 2;
    bucket.contractViolations = size / 6;
    bucket.toolsKnown = size / 3;
    bucket.toolFailures = size / 11;
    for (std::uint64_t i = 0; i < size; ++i)
        bucket.latency.add(i * i * 1000);
    return bucket;
}

metrics::Series series(const std::string& agent, traffic::Role role, int minutes) {
    metrics::Series series;
    series.key = {agent, "2.1.0", role};
    for (int i = 0; i < minutes; ++i)
        series.points.push_back({start + std::chrono::minutes(i), bucket(static_cast<std::uint64_t>(i) * 3)});
    return series;
}

bool same(const metrics::Bucket& a, const metrics::Bucket& b) {
    return a.requests == b.requests && a.errors == b.errors && a.cancelled == b.cancelled &&
           a.toolCalls == b.toolCalls && a.inputTokens == b.inputTokens && a.outputTokens == b.outputTokens &&
           a.costKnown == b.costKnown && a.cost == b.cost && a.refusalsKnown == b.refusalsKnown &&
           a.refusals == b.refusals && a.contractsKnown == b.contractsKnown &&
           a.contractViolations == b.contractViolations && a.toolsKnown == b.toolsKnown &&
           a.toolFailures == b.toolFailures && a.latency == b.latency && a.firstToken == b.firstToken;
}

} // namespace

class TestRollUps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void minutesWithFewerCountersAreRead();
    void aMinuteIsReplaced();
    void oldOnesGo();
    void histogramsAsBytes();
    void strangeBytesAreRefused();
};

void TestRollUps::comeBack() {
    QTemporaryDir directory;
    const std::filesystem::path path = directory.filePath(u"history.sqlite"_s).toStdString();
    const std::vector saved{series("refunds", traffic::Role::Stable, 40), series("refunds", traffic::Role::Canary, 40),
                            series("a\"';--", traffic::Role::Shadow, 2)};
    QVERIFY(RollUps(*HistoryFile::open(path).value()).save(saved));
    const auto file = HistoryFile::open(path).value();
    const auto loaded = RollUps(*file).load(start).value();
    QCOMPARE(loaded.size(), 3U);
    for (const metrics::Series& one : loaded) {
        const auto original = std::ranges::find(saved, one.key, &metrics::Series::key);
        QVERIFY(original != saved.end());
        QCOMPARE(one.points.size(), original->points.size());
        metrics::Bucket total;
        for (std::size_t i = 0; i < one.points.size(); ++i) {
            QVERIFY(one.points[i].time == original->points[i].time);
            QVERIFY(same(one.points[i].bucket, original->points[i].bucket));
            total.merge(one.points[i].bucket);
        }
        QVERIFY(same(one.total, total));
    }
    QCOMPARE(RollUps(*file).load(start + 39min).value().size(), 2U);
    QVERIFY(RollUps(*file).load(start + 40min).value().empty());
}

// Written before refusals, contracts and tools were counted.
void TestRollUps::minutesWithFewerCountersAreRead() {
    QTemporaryDir directory;
    const auto file = HistoryFile::open(directory.filePath(u"history.sqlite"_s).toStdString()).value();
    RollUps rollUps(*file);
    QVERIFY(rollUps.save({series("refunds", traffic::Role::Stable, 20)}));
    auto cut = file->prepare(u"UPDATE roll_ups SET counts = substr(counts, 1, ?)"_s).value();
    cut.bindValue(0, 64);
    QVERIFY(execute(cut));
    const auto loaded = rollUps.load(start).value();
    QCOMPARE(loaded.front().points.size(), 20U);
    const metrics::Bucket& last = loaded.front().points.back().bucket;
    QCOMPARE(last.requests, 57U);
    QCOMPARE(last.cost, 2'500'000);
    QCOMPARE(last.refusalsKnown + last.contractsKnown + last.toolsKnown, 0U);
    cut.bindValue(0, 63);
    QVERIFY(execute(cut));
    QVERIFY(rollUps.load(start).value().empty());
}

void TestRollUps::aMinuteIsReplaced() {
    QTemporaryDir directory;
    const auto file = HistoryFile::open(directory.filePath(u"history.sqlite"_s).toStdString()).value();
    RollUps rollUps(*file);
    metrics::Series one = series("refunds", traffic::Role::Stable, 1);
    QVERIFY(rollUps.save({one}));
    one.points[0].time += 59s; // still the same minute
    one.points[0].bucket = bucket(11);
    QVERIFY(rollUps.save({one}));
    const auto loaded = rollUps.load(start).value();
    QCOMPARE(loaded.front().points.size(), 1U);
    QCOMPARE(loaded.front().total.requests, 11U);
}

void TestRollUps::oldOnesGo() {
    QTemporaryDir directory;
    const auto file = HistoryFile::open(directory.filePath(u"history.sqlite"_s).toStdString()).value();
    RollUps rollUps(*file);
    QVERIFY(rollUps.save({series("refunds", traffic::Role::Stable, 10)}));
    QVERIFY(rollUps.prune(start + RollUps::kept + 5min));
    QCOMPARE(rollUps.load(start).value().front().points.size(), 5U);
    QVERIFY(rollUps.prune(start + RollUps::kept + 24h));
    QVERIFY(rollUps.load(start).value().empty());
}

void TestRollUps::histogramsAsBytes() {
    QVERIFY(metrics::Histogram().toBytes().empty());
    metrics::Histogram histogram;
    for (const std::uint64_t value :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{1'000'000},
          metrics::Histogram::maximum, std::numeric_limits<std::uint64_t>::max()})
        histogram.add(value, 1 + value % 5);
    const auto back = metrics::Histogram::fromBytes(histogram.toBytes());
    QVERIFY(back);
    QVERIFY(*back == histogram);
    QVERIFY(back->quantile(0.5) == histogram.quantile(0.5));
    QCOMPARE(back->sum(), histogram.sum());
}

void TestRollUps::strangeBytesAreRefused() {
    const std::string good = bucket(200).latency.toBytes();
    std::mt19937 random(20260301);
    int refused = 0;
    for (int round = 0; round < 5000; ++round) {
        std::string bytes = good.substr(0, random() % (good.size() + 1));
        for (unsigned i = random() % 4; i > 0 && !bytes.empty(); --i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        auto read = metrics::Histogram::fromBytes(bytes);
        if (!read) {
            ++refused;
            QCOMPARE(read.error().code, "bad_histogram");
            continue;
        }
        read->add(5); // unpacks
        QVERIFY(read->quantile(0.99).has_value());
    }
    QVERIFY(refused > 500);
}

QTEST_GUILESS_MAIN(TestRollUps)
#include "tst_roll_ups.moc"
