// What was released is kept by its digest: whatever happens to tags, configuration and packs, it is read as it was.
#include <filesystem>
#include <fstream>

#include <QTest>

#include "core/agents/workspace.h"
#include "core/versions/kept_versions.h"
#include "store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

QString referenceOf(const agents::Snapshot& snapshot) {
    return u"refs/signalbox/kept/"_s + QString::fromStdString(snapshot.digest.hex());
}

void compare(const Result<agents::SnapshotPtr>& read, const agents::Snapshot& expected) {
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QCOMPARE((*read)->digest, expected.digest);
    QVERIFY((*read)->files == expected.files);
    QCOMPARE(agents::manifestToJson((*read)->manifest), agents::manifestToJson(expected.manifest));
    QVERIFY((*read)->fromWorkspace == expected.fromWorkspace);
}

agents::SnapshotPtr withFiles(std::vector<agents::File> more) {
    auto files = StoreFixture::request("1.0.0", "Be kind.").files;
    files.insert(files.end(), more.begin(), more.end());
    return agents::makeSnapshot(std::move(files)).value();
}

} // namespace

class KeptVersionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentsComeBackAsTheyWere_data();
    void contentsComeBackAsTheyWere();
    void anAdoptedVersionKeepsWhatTheWorkspaceGave();
    void neitherTagsNorGcTakeIt();
    void anotherContentIsRefused();
    void aMissingObjectIsNamedAndKeptAgain();
    void whatWasNeverKeptIsNotThere();
};

void KeptVersionsTest::contentsComeBackAsTheyWere_data() {
    QTest::addColumn<std::vector<agents::File>>("files");
    using Files = std::vector<agents::File>;
    QTest::newRow("plain") << Files{};
    QTest::newRow("emoji") << Files{{"prompts/\xF0\x9F\x9A\xA6 stop.md", "\xF0\x9F\x9B\x91"}};
    QTest::newRow("empty file") << Files{{"prompts/none.md", ""}};
    QTest::newRow("equal files") << Files{{"prompts/a.md", "same"}, {"prompts/b.md", "same"}};
    QTest::newRow("bytes") << Files{{"contract/odd.bin", std::string("\0\r\n\xFF\xFE", 5)}};
    QTest::newRow("a name that Git keeps to itself")
        << Files{{"prompts/content.json", "{}"}, {"prompts/x/.git/y", "z"}};
    QTest::newRow("large") << Files{{"prompts/large.md", std::string(std::size_t{8} << 20U, 'x')}};
    Files many;
    for (int i = 0; i < 300; ++i)
        many.push_back({"prompts/" + std::to_string(i) + ".md", std::to_string(i)});
    QTest::newRow("many") << many;
}

void KeptVersionsTest::contentsComeBackAsTheyWere() {
    QFETCH(std::vector<agents::File>, files);
    const StoreFixture f;
    const auto snapshot = withFiles(files);
    const auto kept = versions::KeptVersions::open(f.path()).value();
    const auto done = kept->keep(*snapshot);
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    const QString commit = f.git({u"rev-parse"_s, referenceOf(*snapshot)});
    QVERIFY(kept->keep(*snapshot)); // again changes nothing
    QCOMPARE(f.git({u"rev-parse"_s, referenceOf(*snapshot)}), commit);
    compare(versions::KeptVersions::open(f.path()).value()->read(snapshot->digest), *snapshot);
}

void KeptVersionsTest::anAdoptedVersionKeepsWhatTheWorkspaceGave() {
    const StoreFixture f;
    const auto workspace = agents::readWorkspace("name: w\nagents: {support: {path: prompts, description: Kind, "
                                                 "configuration: {temperature: 0.2}, "
                                                 "model: {provider: p, id: large-2026-01-15}}}\n");
    QVERIFY2(workspace, workspace ? "" : workspace.error().message.c_str());
    const auto made = agents::makeAdoptedSnapshot({{"tone.md", "Be kind."}, {"deep/\xF0\x9F\x9A\xA6.md", "Stop."}},
                                                  "support", workspace->adopted.at("support"));
    QVERIFY2(made, made ? "" : made.error().message.c_str());
    QVERIFY(!(*made)->fromWorkspace.empty());
    const auto kept = versions::KeptVersions::open(f.path()).value();
    QVERIFY(kept->keep(**made));
    compare(kept->read((*made)->digest), **made);
}

void KeptVersionsTest::neitherTagsNorGcTakeIt() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "Be kind."));
    const auto snapshot = f.store->read("refunds", StoreFixture::version("1.0.0")).value();
    const auto kept = versions::KeptVersions::open(f.path()).value();
    QVERIFY(kept->keep(*snapshot));
    f.git({u"tag"_s, u"-d"_s, u"agents/refunds/v1.0.0"_s});
    f.git({u"update-ref"_s, u"-d"_s, u"HEAD"_s});
    f.git({u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
    f.git({u"gc"_s, u"-q"_s, u"--prune=now"_s});
    QVERIFY(!f.git({u"for-each-ref"_s}).contains(u"refs/tags"_s));
    compare(kept->read(snapshot->digest), *snapshot); // by whom had it open
    compare(versions::KeptVersions::open(f.path()).value()->read(snapshot->digest), *snapshot);
}

void KeptVersionsTest::anotherContentIsRefused() {
    const StoreFixture f;
    const auto kept = versions::KeptVersions::open(f.path()).value();
    const auto good = withFiles({});
    const auto other = withFiles({{"prompts/more.md", "Be quick."}});
    QVERIFY(kept->keep(*good));
    QVERIFY(kept->keep(*other));
    f.git({u"update-ref"_s, referenceOf(*good), referenceOf(*other)});
    const auto read = kept->read(good->digest);
    QVERIFY(!read);
    QCOMPARE(read.error().code, "kept_damaged");
    QVERIFY(kept->keep(*good)); // whoever has the content can mend it
    compare(kept->read(good->digest), *good);
}

void KeptVersionsTest::aMissingObjectIsNamedAndKeptAgain() {
    const StoreFixture f;
    const auto kept = versions::KeptVersions::open(f.path()).value();
    const auto snapshot = withFiles({});
    QVERIFY(kept->keep(*snapshot));
    const std::string blob = f.git({u"rev-parse"_s, referenceOf(*snapshot) + u":content.json"_s}).toStdString();
    const auto file = f.path() / ".git" / "objects" / blob.substr(0, 2) / blob.substr(2);
    QVERIFY(std::filesystem::remove(file));
    const auto read = kept->read(snapshot->digest);
    QVERIFY(!read);
    QCOMPARE(read.error().code, "kept_damaged");
    QVERIFY(kept->keep(*snapshot));
    compare(kept->read(snapshot->digest), *snapshot);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::ofstream(file, std::ios::binary) << "torn";
    QCOMPARE(kept->read(snapshot->digest).error().code, "kept_damaged");
}

void KeptVersionsTest::whatWasNeverKeptIsNotThere() {
    const StoreFixture f;
    const auto read = versions::KeptVersions::open(f.path()).value()->read(sha256("nothing"));
    QVERIFY(!read);
    QCOMPARE(read.error().code, "not_kept");
}

QTEST_GUILESS_MAIN(KeptVersionsTest)
#include "tst_kept_versions.moc"
