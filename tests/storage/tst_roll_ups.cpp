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
    std::uint64_t share = 1;
    for (const metrics::Counter& counter : metrics::counters) // each another number
        bucket.*counter.member = size / share++;
    bucket.inputTokens = 1ULL << 60U;
    bucket.cost = 2'500'000;
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
    const auto isSame = [&](const metrics::Counter& counter) { return a.*counter.member == b.*counter.member; };
    return std::ranges::all_of(metrics::counters, isSame) && a.cost == b.cost && a.latency == b.latency &&
           a.firstToken == b.firstToken;
}

} // namespace

class TestRollUps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void rowsOfOlderDaemonsAreRead();
    void minutesSayHowMuchOfThemWasCounted();
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

// Numbers of eight bytes in a fixed order: before refusals, contracts and tools were counted, and before names were
// kept.
void TestRollUps::rowsOfOlderDaemonsAreRead() {
    QTemporaryDir directory;
    const auto file = HistoryFile::open(directory.filePath(u"history.sqlite"_s).toStdString()).value();
    RollUps rollUps(*file);
    QVERIFY(rollUps.save({series("refunds", traffic::Role::Stable, 20)}));
    QByteArray bytes;
    for (const int value : {57, 8, 6, 3, 1'000, 5, 57, 2'500'000, 40, 4, 30, 2, 20, 1}) {
        const auto low = static_cast<std::uint32_t>(value);
        for (unsigned shift = 0; shift < 64; shift += 8)
            bytes.append(static_cast<char>(shift < 32 ? low >> shift : 0));
    }
    for (const int size : {64, 112}) {
        auto older = file->prepare(u"UPDATE roll_ups SET counts = ?"_s).value();
        older.bindValue(0, bytes.left(size));
        QVERIFY(execute(older));
        const auto loaded = rollUps.load(start).value();
        QCOMPARE(loaded.front().points.size(), 20U);
        const metrics::Bucket& last = loaded.front().points.back().bucket;
        QCOMPARE(last.requests, 57U);
        QCOMPARE(last.cost, 2'500'000);
        QCOMPARE(last.answers, 43U); // neither failed nor cancelled
        QCOMPARE(last.usageKnown, 43U);
        QCOMPARE(last.refusalsKnown, size == 64 ? 0U : 40U);
        QCOMPARE(last.toolFailures, size == 64 ? 0U : 1U);
        QVERIFY(loaded.front().points.back().length == 1min);
    }
    for (const QByteArray& broken : {bytes.left(63), QByteArray("{"), QByteArray("[1]"), QByteArray()}) {
        auto query = file->prepare(u"UPDATE roll_ups SET counts = ?"_s).value();
        query.bindValue(0, broken.isNull() ? QByteArray("", 0) : broken);
        QVERIFY(execute(query));
        QVERIFY(rollUps.load(start).value().empty());
    }
}

// A minute in which the daemon was stopped is as long as was counted of it; whatever the size of a row, its form is
// known.
void TestRollUps::minutesSayHowMuchOfThemWasCounted() {
    QTemporaryDir directory;
    const auto file = HistoryFile::open(directory.filePath(u"history.sqlite"_s).toStdString()).value();
    metrics::Series one = series("refunds", traffic::Role::Stable, 0);
    for (int i = 0; i < 18; ++i)
        one.points.push_back({start + std::chrono::minutes(i), {}, std::chrono::seconds(i + 1)});
    for (std::size_t i = 0; i < one.points.size(); ++i)
        one.points[i].bucket.requests = i == 0 ? 1 : one.points[i - 1].bucket.requests * 10; // rows of many sizes
    RollUps rollUps(*file);
    QVERIFY(rollUps.save({one}));
    const auto loaded = rollUps.load(start).value();
    QCOMPARE(loaded.front().points.size(), one.points.size());
    for (std::size_t i = 0; i < one.points.size(); ++i) {
        QVERIFY(loaded.front().points[i].length == one.points[i].length);
        QCOMPARE(loaded.front().points[i].bucket.requests, one.points[i].bucket.requests);
    }
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
