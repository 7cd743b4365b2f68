// Pairs on the disk: their order, their bounds, and what is left when the file is damaged.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/storage/pair_records.h"

using namespace signalbox;
using namespace signalbox::storage;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const WallTime start = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

PairRecord pairAt(int minute, bool agree, const std::string& agent = "refunds") {
    PairRecord pair;
    pair.agent = agent;
    pair.release = agent + ".1";
    pair.at = start + std::chrono::minutes(minute);
    pair.requestId = "req-" + std::to_string(minute);
    pair.agree = agree;
    pair.layer = evidence::PairLayer::Fields;
    pair.better = evidence::Better::Undecided;
    pair.likeness = 0.25;
    pair.facts = {{u"minute"_s, minute}};
    pair.content = QJsonObject{{u"text"_s, QString(QString(1000, u'x') + QString::number(minute))}};
    return pair;
}

ShadowRecord shadowOf(const PairRecord& pair) {
    return {.release = pair.release, .agent = pair.agent, .at = pair.at, .value = {{u"pairs"_s, 1}}};
}

} // namespace

class TestPairRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() {
        directory = std::make_unique<QTemporaryDir>();
        open({});
    }

    void comeBackAsTheyWere() {
        const auto id = add(pairAt(1, false));
        QVERIFY(
            records->setVerdict(id, "worse", "<b>\xE2\x80\xAE'; DROP TABLE pairs", start, shadowOf(pairAt(1, false))));
        open({}); // as after a restart
        const auto found = records->find("refunds", id);
        QVERIFY(found);
        QCOMPARE(found->requestId, std::string("req-1"));
        QCOMPARE(found->verdictBy, std::string("<b>\xE2\x80\xAE'; DROP TABLE pairs"));
        QVERIFY(found->layer == evidence::PairLayer::Fields && found->better == evidence::Better::Undecided);
        QCOMPARE(found->likeness, 0.25);
        QVERIFY(found->content && found->content->value("text"_L1).toString().endsWith(u"x1"_s));
        QVERIFY(records->newestShadow("refunds")->has_value());
        QVERIFY(!records->newestShadow("router")->has_value());
        QCOMPARE(records->find("router", id).error().code, std::string("no_pair")); // of another agent
    }

    void disagreementsAreFirstInEveryPage() {
        for (int i = 0; i < 30; ++i)
            add(pairAt(i, i % 3 != 0));
        std::vector<PairRecord> all;
        PairQuery query{.agent = "refunds", .release = "refunds.1", .limit = 7};
        for (;;) {
            const auto part = records->list(query);
            QVERIFY(part);
            all.insert(all.end(), part->begin(), part->end());
            if (part->size() < 7)
                break;
            query.after = PairCursor{.agree = part->back().agree, .id = part->back().id};
        }
        QCOMPARE(all.size(), 30U);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i].agree, i >= 10);
            QVERIFY(!all[i].content);
            QVERIFY(i == 0 || i == 10 || all[i].id < all[i - 1].id);
        }
    }

    void theOldestGoWhenThereAreTooMany() {
        open({.perAgent = 10});
        const auto judged = add(pairAt(0, false));
        QVERIFY(records->setVerdict(judged, "same", "somebody", start, shadowOf(pairAt(0, false))));
        for (int i = 1; i < 25; ++i)
            add(pairAt(i, true));
        add(pairAt(0, true, "router"));
        QVERIFY(records->prune(start + 1h));
        QCOMPARE(*records->count("refunds.1"), 10U);
        QCOMPARE(*records->count("router.1"), 1U);
        QVERIFY(records->find("refunds", judged)); // somebody took the trouble to judge it
        const auto rest = records->list({.agent = "refunds", .release = "refunds.1", .filter = PairFilter::Agreeing});
        QCOMPARE(rest->back().requestId, std::string("req-16"));
    }

    void theOldGo() {
        open({.age = 2h});
        add(pairAt(0, true));
        add(pairAt(150, true));
        QVERIFY(records->prune(start + std::chrono::minutes(180)));
        QCOMPARE(*records->count("refunds.1"), 1U);
        QVERIFY(records->shadow("refunds.1")->has_value()); // what was concluded stays
        QVERIFY(records->prune(start + std::chrono::hours(24 * 91)));
        QVERIFY(!records->shadow("refunds.1")->has_value());
    }

    void theBytesAreBounded() {
        open({.contentBytes = 2'000});
        for (int i = 0; i < 200; ++i)
            add(pairAt(i, true));
        QVERIFY(records->prune(start + 1h));
        const auto left = *records->count("refunds.1");
        QVERIFY2(left > 5 && left < 100, qPrintable(QString::number(left)));
        QVERIFY(records->find("refunds", 200)); // the newest
        QVERIFY(!records->find("refunds", 1));
    }

    void aDamagedFileIsSetAside() {
        add(pairAt(1, true));
        records.reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(4096, 'z'));
        file.close();
        open({});
        QCOMPARE(*records->count("refunds.1"), 0U);
        QVERIFY(QFile::exists(path() + u".damaged"_s));
        add(pairAt(2, true));
        QCOMPARE(*records->count("refunds.1"), 1U);
    }

private:
    [[nodiscard]] QString path() const { return directory->filePath(u"pairs.sqlite"_s); }

    void open(PairBounds bounds) {
        records.reset();
        auto opened = PairRecords::open(path().toStdString(), bounds);
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        records = std::move(*opened);
    }

    std::int64_t add(const PairRecord& pair) { return records->add(pair, shadowOf(pair)).value_or(0); }

    std::unique_ptr<QTemporaryDir> directory;
    std::unique_ptr<PairRecords> records;
};

QTEST_GUILESS_MAIN(TestPairRecords)
#include "tst_pair_records.moc"
