// Checkpoints of audit logs as commits in the workspace's repository.
#include <algorithm>

#include <QTest>

#include "core/versions/anchor_chain.h"
#include "store_fixture.h"

using namespace signalbox;
using namespace signalbox::versions;
using namespace Qt::StringLiterals;

namespace {

const std::string references = "refs/signalbox/audit/";

AnchoredCheckpoint checkpoint(const std::string& size, const std::string& key = "a key") {
    return {"signalbox/test\n" + size + "\nroot\n", key, fromIso("2026-02-01T10:00:00Z").value()};
}

} // namespace

class AnchorChainTest : public QObject {
    Q_OBJECT

    [[nodiscard]] static std::unique_ptr<AnchorChain> open(const StoreFixture& f) {
        return AnchorChain::open(f.path()).value();
    }

private Q_SLOTS:

    void holdsTheNewestAndRemembersTheRest() {
        const StoreFixture f; // without a commit of its own
        const auto chain = open(f);
        QVERIFY(chain->newest().value().empty());
        for (const char* size : {"1", "2", "3"})
            QVERIFY(chain->add(checkpoint(size)));
        QCOMPARE(chain->newest().value(), std::vector{checkpoint("3")});
        QVERIFY(chain->add(checkpoint("3"))); // says nothing new
        const QString all = f.git({u"for-each-ref"_s, u"--format=%(refname)"_s, u"refs/signalbox"_s});
        QCOMPARE(f.git({u"rev-list"_s, u"--count"_s, all}), u"3"_s);
        QCOMPARE(f.git({u"show"_s, all + u"~1:checkpoint"_s}), u"signalbox/test\n2\nroot"_s);
    }

    void eachLogHasItsOwn() {
        const StoreFixture f;
        QVERIFY(open(f)->add(checkpoint("7", "one")));
        QVERIFY(open(f)->add(checkpoint("9", "other")));
        QVERIFY(open(f)->add(checkpoint("8", "one")));
        auto newest = open(f)->newest().value();
        std::ranges::sort(newest, {}, &AnchoredCheckpoint::publicKey);
        QCOMPARE(newest, (std::vector{checkpoint("8", "one"), checkpoint("9", "other")}));
    }

    void survivesCollectingGarbageAndChangesNothingElse() {
        const StoreFixture f;
        QVERIFY(f.publish("1.0.0", "Be kind.\n"));
        const QString head = f.git({u"rev-parse"_s, u"HEAD"_s});
        QVERIFY(open(f)->add(checkpoint("1")));
        f.git({u"gc"_s, u"--prune=now"_s, u"--quiet"_s});
        QCOMPARE(open(f)->newest().value(), std::vector{checkpoint("1")});
        QVERIFY(open(f)->add(checkpoint("2"))); // onto a reference that is packed
        QCOMPARE(open(f)->newest().value(), std::vector{checkpoint("2")});
        QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
        QCOMPARE(f.git({u"rev-parse"_s, u"HEAD"_s}), head);
        QCOMPARE(f.names(), std::string("1.0.0<"));
        QCOMPARE(f.problems(), std::string());
    }

    void whatIsNoChainIsSaidToBeNone_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("another commit") << QStringList{u"update-ref"_s, u"%1"_s, u"HEAD"_s};
        QTest::newRow("a blob") << QStringList{u"update-ref"_s, u"%1"_s, u"HEAD:agents/refunds/agent.yaml"_s};
        QTest::newRow("beside it") << QStringList{u"update-ref"_s, u"refs/signalbox/audit/feed"_s, u"%1"_s};
        QTest::newRow("symbolic, to nothing") << QStringList{u"symbolic-ref"_s, u"%1"_s, u"refs/heads/none"_s};
    }

    void whatIsNoChainIsSaidToBeNone() {
        QFETCH(QStringList, command);
        const StoreFixture f;
        QVERIFY(f.publish("1.0.0", "Be kind.\n"));
        QVERIFY(open(f)->add(checkpoint("1")));
        const QString reference = f.git({u"for-each-ref"_s, u"--format=%(refname)"_s, u"refs/signalbox"_s});
        QVERIFY(reference.startsWith(QString::fromStdString(references)));
        for (QString& word : command)
            word.replace(u"%1"_s, reference);
        f.git(command);
        const auto newest = open(f)->newest();
        QVERIFY(!newest);
        QCOMPARE(newest.error().code, std::string("bad_anchor"));
    }
};

QTEST_GUILESS_MAIN(AnchorChainTest)
#include "tst_anchor_chain.moc"
