#include <filesystem>
#include <fstream>

#include <QElapsedTimer>
#include <QTest>

#include "store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

class TestStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishesAndReads();
    void refusesAnExistingVersion();
    void refusesWhatShouldNotBePublished();
    void keepsFilesBesideTheSnapshot();
    void leavesChangedFilesAlone();
    void knowsBranchesAndMerges();
    void namesProblemsAndListsTheRest();
    void noticesMovedAndDeletedTags();
    void noticesAWrongDigest();
    void survivesAHostileRepository();
    void aFailingPublishLeavesNothingBehind_data();
    void aFailingPublishLeavesNothingBehind();
};

void TestStore::publishesAndReads() {
    const StoreFixture f;
    QVERIFY(f.list()->versions.empty());
    QVERIFY(f.store->agentNames().value().empty());
    const auto first = f.publish("1.0.0-rc.1", "Be kind.\n");
    QVERIFY2(first, first ? "" : first.error().message.c_str());
    QCOMPARE(first->changelog, std::string("Change the prompt\n\nBecause: a test needs it."));
    QCOMPARE(first->ticket, std::string("SUP-1"));
    QCOMPARE(toIso(first->time), std::string("2026-02-01T10:00:00.000Z"));
    QVERIFY(f.publish("1.0.0", "Be kinder.\n"));
    QCOMPARE(f.names(), std::string("1.0.0<1.0.0-rc.1 1.0.0-rc.1<"));
    const auto snapshot = f.store->read("refunds", StoreFixture::version("1.0.0-rc.1"));
    QVERIFY(snapshot);
    QCOMPARE((*snapshot)->prompt("system"), std::string_view("Be kind.\n"));
    QCOMPARE((*snapshot)->digest, first->digest);
    QCOMPARE(f.store->read("refunds", StoreFixture::version("3.0.0")).error().code, std::string("no_version"));
    QCOMPARE(f.store->read("../x", StoreFixture::version("3.0.0")).error().code, std::string("no_version"));
    QCOMPARE(f.store->readFile("agents/refunds/prompts/system.md").value(), std::string("Be kinder.\n"));
    QVERIFY(!f.store->readFile("../etc/passwd"));
    QCOMPARE(f.git({u"cat-file"_s, u"-t"_s, u"refs/tags/agents/refunds/v1.0.0"_s}), u"tag"_s);
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
}

void TestStore::refusesAnExistingVersion() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    const QString refs = f.git({u"for-each-ref"_s});
    const auto same = f.publish("1.0.0", "a\n");
    const auto other = f.publish("1.0.0", "b\n");
    QCOMPARE(same.error().code, std::string("version_exists"));
    QVERIFY(same.error().message.contains("the same content"));
    QVERIFY(other.error().kind == Errc::Conflict);
    QVERIFY(other.error().message.contains("other content"));
    QCOMPARE(f.git({u"for-each-ref"_s}), refs);
}

void TestStore::refusesWhatShouldNotBePublished() {
    const StoreFixture f;
    const auto code = [&](auto change) {
        auto request = StoreFixture::request("1.0.0", "Be kind.\n");
        change(request);
        const auto published = f.store->publish(request);
        return published ? std::string("published") : published.error().code;
    };
    QCOMPARE(code([](auto& r) { r.changelog = " \n"; }), std::string("no_changelog"));
    QCOMPARE(code([](auto& r) { r.ticket = "a\nSignalbox-Digest: x"; }), std::string("bad_ticket"));
    QCOMPARE(code([](auto& r) { r.authorName = "a <b>"; }), std::string("bad_author"));
    QCOMPARE(code([](auto& r) { r.agent = "../x"; }), std::string("bad_name"));
    QCOMPARE(code([](auto& r) { r.agent = "billing"; }), std::string("wrong_agent"));
    QCOMPARE(code([](auto& r) { r.files[1].content = "key AKIAABCDEFGHIJKLMNO1\n"; }), std::string("secret_in_file"));
    QCOMPARE(code([](auto& r) { r.files.push_back({"../evil", ""}); }), std::string("path_outside"));
    QCOMPARE(code([](auto& r) { r.files.push_back({"prompts/.git/config", ""}); }), std::string("bad_path"));
    QCOMPARE(code([](auto& r) { r.parent = "agents/refunds/v9.9.9"; }), std::string("no_version"));
    QVERIFY(f.list()->versions.empty());
}

void TestStore::keepsFilesBesideTheSnapshot() {
    const StoreFixture f;
    auto request = StoreFixture::request("1.0.0", "a\n");
    request.files.push_back({"release.yaml", "steps: []\n"});
    request.files.push_back({"tests/one.yaml", "x: 1\n"});
    request.files.push_back({"prompts/old.md", "old\n"});
    QVERIFY(f.store->publish(request));
    auto next = StoreFixture::request("1.1.0", "b\n");
    next.files.push_back({"tests/two.yaml", "x: 2\n"});
    QVERIFY(f.store->publish(next));
    QCOMPARE(f.git({u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"HEAD"_s}).split(u'\n'),
             (QStringList{u"agents/refunds/agent.yaml"_s, u"agents/refunds/prompts/system.md"_s,
                          u"agents/refunds/release.yaml"_s, u"agents/refunds/tests/one.yaml"_s,
                          u"agents/refunds/tests/two.yaml"_s}));
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
}

void TestStore::leavesChangedFilesAlone() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    const auto prompt = f.path() / "agents/refunds/prompts/system.md";
    std::ofstream(prompt) << "my own draft\n";
    QVERIFY(f.publish("1.1.0", "b\n"));
    std::string line;
    std::getline(std::ifstream(prompt), line);
    QCOMPARE(line, std::string("my own draft"));
    // A link that leads out of the workspace is not written through.
    std::filesystem::remove_all(f.path() / "agents");
    const QTemporaryDir outside;
    std::filesystem::create_directory_symlink(outside.path().toStdString(), f.path() / "agents");
    QVERIFY(f.publish("1.2.0", "c\n"));
    QVERIFY(std::filesystem::is_empty(outside.path().toStdString()));
}

void TestStore::knowsBranchesAndMerges() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    QVERIFY(f.publish("1.1.0", "b\n"));
    const auto hotfix = f.publish("1.0.1", "c\n", "agents/refunds/v1.0.0", true); // no fast-forward: HEAD stays
    QVERIFY(hotfix);
    QCOMPARE(f.git({u"rev-parse"_s, u"HEAD"_s}), f.git({u"rev-parse"_s, u"agents/refunds/v1.1.0^{}"_s}));
    const auto merge = [&](const QString& a, const QString& b) {
        return f
            .git({u"commit-tree"_s, u"HEAD^{tree}"_s, u"-p"_s, a + u"^{}", u"-p"_s, b + u"^{}", u"-m"_s, u"merge"_s})
            .toStdString();
    };
    QVERIFY(f.publish("1.2.0", "d\n", merge(u"agents/refunds/v1.1.0"_s, u"agents/refunds/v1.0.1"_s), false));
    // 1.0.0 is an ancestor of 1.2.0 already: it is not a nearest one.
    QVERIFY(f.publish("1.3.0", "e\n", merge(u"agents/refunds/v1.2.0"_s, u"agents/refunds/v1.0.0"_s), false));
    QVERIFY(f.publish("1.4.0", "f\n", merge(u"agents/refunds/v1.0.0"_s, u"agents/refunds/v1.1.0"_s), false));
    QCOMPARE(f.names(), std::string("1.4.0<1.1.0 1.3.0<1.2.0 1.2.0<1.1.0,1.0.1 1.1.0<1.0.0 1.0.1<1.0.0 1.0.0<"));
}

void TestStore::namesProblemsAndListsTheRest() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    const QString blob = f.git({u"hash-object"_s, u"-w"_s, u"--stdin"_s}, "x");
    const QString empty = f.git({u"commit-tree"_s, u"4b825dc642cb6eb9a060e54bf8d69288fbee4904"_s, u"-m"_s, u"x"_s});
    f.git({u"hash-object"_s, u"-w"_s, u"-t"_s, u"tree"_s, u"--stdin"_s});
    const auto annotated = [&](const QString& name, const QString& target) {
        f.git({u"tag"_s, u"-a"_s, u"-m"_s, u"m"_s, name, target});
    };
    f.git({u"tag"_s, u"agents/refunds/v2.0.0"_s});                        // lightweight
    f.git({u"update-ref"_s, u"refs/tags/agents/refunds/v2.1.0"_s, blob}); // names a blob
    annotated(u"agents/refunds/v2.2.0"_s, blob);                          // a tag of a blob
    annotated(u"agents/refunds/v2.3.0"_s, empty);                         // a tree without the agent
    annotated(u"agents/refunds/2.4.0"_s, u"HEAD"_s);                      // no v
    annotated(u"agents/Refunds/v2.5.0"_s, u"HEAD"_s);                     // no agent's name
    annotated(u"agents/refunds/v02.6.0"_s, u"HEAD"_s);                    // no version
    const auto folder = f.path() / ".git/refs/tags/agents/refunds";
    std::ofstream(folder / "v2.7.0") << "garbage\n";
    std::ofstream(folder / "v2.8.0") << std::string(40, 'a') << "\n"; // nothing has this id
    std::filesystem::copy(folder / "v1.0.0", folder / "v2.9.0");      // another version's tag object
    std::filesystem::create_symlink("v1.0.0", folder / "v2.9.1");
    annotated(u"agents/refunds/v3.0.0"_s, u"HEAD"_s); // fine, though made by hand
    QCOMPARE(f.names(), std::string("3.0.0<1.0.0 1.0.0<"));
    QCOMPARE(f.problems(), std::string("agents/Refunds/v2.5.0=bad_tag_name agents/refunds/2.4.0=bad_tag_name "
                                       "agents/refunds/v02.6.0=bad_tag_name agents/refunds/v2.0.0=lightweight_tag "
                                       "agents/refunds/v2.1.0=broken_object agents/refunds/v2.2.0=broken_object "
                                       "agents/refunds/v2.3.0=agent_missing agents/refunds/v2.7.0=broken_object "
                                       "agents/refunds/v2.8.0=broken_object agents/refunds/v2.9.0=bad_tag_name "
                                       "agents/refunds/v2.9.1=broken_object"));
}

void TestStore::noticesMovedAndDeletedTags() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    QVERIFY(f.publish("1.1.0", "b\n"));
    const auto before = f.list();
    QCOMPARE(f.list(), before); // the same object: nothing changed
    f.git({u"tag"_s, u"-f"_s, u"-a"_s, u"-m"_s, u"moved"_s, u"agents/refunds/v1.0.0"_s, u"HEAD"_s});
    f.git({u"tag"_s, u"-d"_s, u"agents/refunds/v1.1.0"_s});
    QCOMPARE(f.problems(), std::string("agents/refunds/v1.0.0=tag_moved agents/refunds/v1.1.0=tag_deleted"));
    QCOMPARE(f.names(), std::string("1.1.0<1.0.0 1.0.0<"));
    QCOMPARE(f.list()->versions.back().digest, before->versions.back().digest);
    QCOMPARE(f.store->read("refunds", StoreFixture::version("1.0.0")).value()->prompt("system"),
             std::string_view("a\n"));
    QCOMPARE(f.store->read("refunds", StoreFixture::version("1.1.0")).value()->prompt("system"),
             std::string_view("b\n"));
    QCOMPARE(f.publish("1.1.0", "other\n").error().code, std::string("version_exists"));
    // Packing references is no change of theirs.
    const StoreFixture g;
    QVERIFY(g.publish("1.0.0", "a\n"));
    g.git({u"pack-refs"_s, u"--all"_s});
    QCOMPARE(g.problems(), std::string());
    QCOMPARE(g.names(), std::string("1.0.0<"));
}

void TestStore::noticesAWrongDigest() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    f.git({u"tag"_s, u"-a"_s, u"-m"_s, u"m"_s, u"-m"_s, u"Signalbox-Digest: sha256:"_s + QString(64, u'1'),
           u"agents/refunds/v1.0.1"_s});
    QCOMPARE(f.list()->versions.size(), std::size_t{2});
    QCOMPARE(f.store->read("refunds", StoreFixture::version("1.0.1")).error().code, std::string("digest_mismatch"));
}

void TestStore::survivesAHostileRepository() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    const QByteArray head = "object " + f.git({u"rev-parse"_s, u"HEAD"_s}).toUtf8() +
                            "\ntype commit\ntag agents/refunds/v1.1.0\ntagger T <t@example.invalid> 1 +0000\n\n";
    const QString huge =
        f.git({u"hash-object"_s, u"-w"_s, u"-t"_s, u"tag"_s, u"--stdin"_s}, head + QByteArray(100'000'000, 'x'));
    QCOMPARE(huge.size(), 40);
    f.git({u"update-ref"_s, u"refs/tags/agents/refunds/v1.1.0"_s, huge});
    f.git({u"config"_s, u"core.fsmonitor"_s, u"touch executed"_s});
    f.git({u"config"_s, u"core.hooksPath"_s, u"."_s});
    // A missing parent: as in a shallow clone, history ends there.
    const QByteArray orphan = "tree " + f.git({u"rev-parse"_s, u"HEAD^{tree}"_s}).toUtf8() + "\nparent " +
                              QByteArray(40, 'c') +
                              "\nauthor T <t@example.invalid> 1 +0000\ncommitter T <t@example.invalid> 1 +0000\n\nx\n";
    const QString commit = f.git({u"hash-object"_s, u"-w"_s, u"-t"_s, u"commit"_s, u"--stdin"_s}, orphan);
    f.git({u"tag"_s, u"-a"_s, u"-m"_s, u"m"_s, u"agents/refunds/v4.0.0"_s, commit});
    std::ofstream(f.path() / ".git/packed-refs", std::ios::app)
        << std::string(40, 'b') << " refs/tags/agents/../../../../tmp/x\n"
        << std::string(40, 'z') << " refs/tags/agents/refunds/v7.0.0\nshort\n";
    QElapsedTimer timer;
    timer.start();
    const auto store = versions::Store::open(f.path()).value();
    const auto catalogue = store->list();
    QVERIFY(catalogue);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE((*catalogue)->versions.size(), std::size_t{2});
    QCOMPARE((*catalogue)->problems.size(), std::size_t{3});
    QVERIFY(store->read("refunds", StoreFixture::version("4.0.0")));
    QVERIFY(!std::filesystem::exists(f.path() / "executed"));
}

void TestStore::aFailingPublishLeavesNothingBehind_data() {
    QTest::addColumn<QString>("obstacle");
    QTest::newRow("objects") << u"objects"_s; // every folder that objects would go to is a file
    QTest::newRow("branch") << u"refs/heads/main.lock"_s;
    QTest::newRow("tag") << u"refs/tags/agents/refunds/v1.1.0.lock"_s;
}

void TestStore::aFailingPublishLeavesNothingBehind() {
    QFETCH(QString, obstacle);
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "a\n"));
    const QString refs = f.git({u"for-each-ref"_s});
    const auto folder = f.path() / ".git";
    std::vector<std::filesystem::path> made;
    if (obstacle == u"objects"_s) {
        for (int i = 0; i < 256; ++i)
            made.push_back(folder / "objects" / QString::asprintf("%02x", i).toStdString());
        std::erase_if(made, [](const auto& path) { return std::filesystem::exists(path); });
    } else {
        made.push_back(folder / obstacle.toStdString());
    }
    for (const auto& path : made)
        std::ofstream(path) << "";
    const auto failed = f.publish("1.1.0", "a prompt whose objects do not exist yet\n");
    QVERIFY(!failed);
    QVERIFY(!failed.error().message.empty());
    QCOMPARE(f.names(), std::string("1.0.0<"));
    QCOMPARE(f.problems(), std::string());
    for (const auto& path : made)
        std::filesystem::remove(path);
    QCOMPARE(f.git({u"for-each-ref"_s}), refs);
    QVERIFY(f.publish("1.1.0", "a prompt whose objects do not exist yet\n"));
    QCOMPARE(f.names(), std::string("1.1.0<1.0.0 1.0.0<"));
}

QTEST_APPLESS_MAIN(TestStore)
#include "tst_store.moc"
