// Publishing moves the branch; index and files on disk must then be as Git's own commands leave them: the published
// version is in none of "git diff --cached", and what a person edited, staged or deleted is still theirs.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include "tests/versions/store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr const char* promptPath = "agents/refunds/prompts/system.md";
constexpr const char* addedPath = "agents/refunds/prompts/tone.md";

void write(const StoreFixture& f, const char* path, const QByteArray& text) {
    const QString whole = QString::fromStdString((f.path() / path).string());
    QDir().mkpath(QFileInfo(whole).path());
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray read(const StoreFixture& f, const char* path) {
    QFile file(QString::fromStdString((f.path() / path).string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("absent");
}

// Publishes 1.1.0, which changes the prompt and adds a file.
Result<agents::Version> publishNext(const StoreFixture& f) {
    auto request = StoreFixture::request("1.1.0", "published\n");
    request.files.push_back({"prompts/tone.md", "published tone\n"});
    return f.store->publish(request);
}

} // namespace

class TestPublishBesideEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesTheIndexAsGitWould_data();
    void leavesTheIndexAsGitWould();
    void anEditWithinASecondIsSeen();
    void whatWasSaidAboutAFileStays_data();
    void whatWasSaidAboutAFileStays();
    void anIndexOfAnotherFormSaysWhatToDo_data();
    void anIndexOfAnotherFormSaysWhatToDo();
    void theNextCommitKeepsTheVersion();
    void isAsACommitByGit();
    void aLockedIndexRefuses();
    void firstVersionOfAnEmptyRepository();
    void inALinkedWorktree();
    void leavesAMergeAlone();
};

void TestPublishBesideEdits::leavesTheIndexAsGitWould_data() {
    QTest::addColumn<QStringList>("edits");  // "write PATH TEXT", "git ARGUMENTS", "remove PATH"
    QTest::addColumn<QStringList>("status"); // of git status --porcelain, sorted
    QTest::addColumn<QByteArray>("onDisk");  // the prompt afterwards
    const QString prompt = QString::fromLatin1(promptPath);
    const QString added = QString::fromLatin1(addedPath);
    const QString edit = u"write "_s + prompt + u" mine"_s;
    const QString stage = u"git add -A"_s;
    const QByteArray published = "published\n";
    QTest::newRow("nothing edited") << QStringList{} << QStringList{} << published;
    QTest::newRow("another file edited") << QStringList{u"write notes.md mine"_s} << QStringList{u" M notes.md"_s}
                                         << published;
    QTest::newRow("another file staged") << QStringList{u"write notes.md mine"_s, stage}
                                         << QStringList{u"M  notes.md"_s} << published;
    QTest::newRow("another file staged and edited")
        << QStringList{u"write notes.md mine"_s, stage, u"write notes.md more"_s} << QStringList{u"MM notes.md"_s}
        << published;
    QTest::newRow("the same file edited") << QStringList{edit} << QStringList{u" M "_s + prompt} << QByteArray("mine");
    QTest::newRow("the same file staged")
        << QStringList{edit, stage} << QStringList{u"M  "_s + prompt} << QByteArray("mine");
    QTest::newRow("the same file staged and edited") << QStringList{edit, stage, u"write "_s + prompt + u" more"_s}
                                                     << QStringList{u"MM "_s + prompt} << QByteArray("more");
    QTest::newRow("the same file deleted")
        << QStringList{u"remove "_s + prompt} << QStringList{u" D "_s + prompt} << QByteArray("absent");
    QTest::newRow("the same file taken out") << QStringList{u"git rm -q --cached "_s + prompt}
                                             << QStringList{u"?? "_s + prompt, u"D  "_s + prompt} << published;
    QTest::newRow("the new file lies there, other")
        << QStringList{u"write "_s + added + u" mine"_s} << QStringList{u" M "_s + added} << published;
    QTest::newRow("the new file is staged, other")
        << QStringList{u"write "_s + added + u" mine"_s, stage} << QStringList{u"M  "_s + added} << published;
    QTest::newRow("the new file is announced")
        << QStringList{u"write "_s + added + u" mine"_s, u"git add -N "_s + added} << QStringList{u" M "_s + added}
        << published;
    QTest::newRow("another file is announced")
        << QStringList{u"write tone.md mine"_s, u"git add -N tone.md"_s} << QStringList{u" A tone.md"_s} << published;
    const QString assume = u"git update-index --assume-unchanged "_s + prompt;
    QTest::newRow("the same file taken for unchanged") << QStringList{assume} << QStringList{} << published;
    QTest::newRow("the same file edited and taken for unchanged")
        << QStringList{assume, edit} << QStringList{} << QByteArray("mine");
    QTest::newRow("the same file edited and left out")
        << QStringList{u"git update-index --skip-worktree "_s + prompt, edit} << QStringList{} << QByteArray("mine");
    QTest::newRow("a sparse checkout without the agent")
        << QStringList{u"git sparse-checkout set --no-cone /notes.md"_s} << QStringList{} << QByteArray("absent");
    QTest::newRow("a sparse checkout with the agent")
        << QStringList{u"git sparse-checkout set --no-cone /agents"_s} << QStringList{} << published;
    QTest::newRow("an untracked file of the agent")
        << QStringList{u"write agents/refunds/notes mine"_s} << QStringList{u"?? agents/refunds/notes"_s} << published;
}

// Of the same size and within one second: Git looks at the content again as long as the index is no younger than the
// file, and must go on doing so when publishing has made it younger.
void TestPublishBesideEdits::anEditWithinASecondIsSeen() {
    using namespace std::chrono;
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    f.git({u"config"_s, u"core.trustctime"_s, u"false"_s}); // nobody can set that time
    const auto prompt = f.path() / promptPath;
    write(f, promptPath, "mine");
    const auto second = floor<seconds>(std::filesystem::last_write_time(prompt)) - 10s;
    std::filesystem::last_write_time(prompt, second + 200ms);
    f.git({u"add"_s, u"-A"_s});
    std::filesystem::last_write_time(f.path() / ".git/index", second + 500ms);
    write(f, promptPath, "more");
    std::filesystem::last_write_time(prompt, second + 800ms);
    const QString before = f.git({u"--no-optional-locks"_s, u"status"_s, u"--porcelain"_s}); // leaves the index alone
    QCOMPARE(before, u"MM "_s + QString::fromLatin1(promptPath));
    QVERIFY(publishNext(f));
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), before);
    QCOMPARE(read(f, promptPath), QByteArray("more"));
}

void TestPublishBesideEdits::leavesTheIndexAsGitWould() {
    QFETCH(const QStringList, edits);
    QFETCH(const QStringList, status);
    QFETCH(const QByteArray, onDisk);
    const StoreFixture f;
    write(f, "notes.md", "notes");
    f.git({u"add"_s, u"notes.md"_s});
    f.git({u"commit"_s, u"-qm"_s, u"notes"_s});
    QVERIFY(f.publish("1.0.0", "first\n"));
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
    for (const QString& edit : edits) {
        const QStringList words = edit.split(u' ');
        if (words[0] == u"git"_s)
            f.git(words.mid(1));
        else if (words[0] == u"write"_s)
            write(f, words[1].toUtf8().constData(), words[2].toUtf8());
        else
            QVERIFY(QFile::remove(QString::fromStdString((f.path() / words[1].toStdString()).string())));
    }
    const QString stagedBefore = f.git({u"diff"_s, u"--cached"_s, u"--name-only"_s});
    const auto done = publishNext(f);
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    QStringList found = QString(u"\n"_s + f.git({u"-c"_s, u"status.renames=false"_s, u"status"_s, u"--porcelain"_s}))
                            .split(u'\n', Qt::SkipEmptyParts);
    // The first line lost its leading space when the output was trimmed.
    for (QString& line : found)
        if (line.size() > 2 && line[1] == u' ' && line[2] != u' ')
            line.prepend(u' ');
    found.sort();
    QCOMPARE(found, status);
    QCOMPARE(f.git({u"diff"_s, u"--cached"_s, u"--name-only"_s}), stagedBefore); // only what a person staged
    QCOMPARE(read(f, promptPath), onDisk);
    QVERIFY(!QFile::exists(QString::fromStdString((f.path() / ".git/index.lock").string())));
    QCOMPARE(f.git({u"fsck"_s, u"--strict"_s, u"--no-dangling"_s}), QString());
}

void TestPublishBesideEdits::whatWasSaidAboutAFileStays_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QStringList>("files"); // of git ls-files -v
    const QString prompt = QString::fromLatin1(promptPath);
    const QString added = QString::fromLatin1(addedPath);
    const auto row = [&](const char* name, const QStringList& command, const char* first, const char* second) {
        QTest::newRow(name) << command
                            << QStringList{QString::fromLatin1(first) + prompt, QString::fromLatin1(second) + added};
    };
    row("nothing", {u"status"_s}, "H ", "H ");
    row("taken for unchanged", {u"update-index"_s, u"--assume-unchanged"_s, prompt}, "h ", "H ");
    row("left out", {u"update-index"_s, u"--skip-worktree"_s, prompt}, "S ", "H ");
    row("a sparse checkout", {u"sparse-checkout"_s, u"set"_s, u"--no-cone"_s, u"/notes.md"_s}, "S ", "S ");
}

void TestPublishBesideEdits::whatWasSaidAboutAFileStays() {
    QFETCH(const QStringList, command);
    QFETCH(const QStringList, files);
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    f.git(command);
    QVERIFY(publishNext(f));
    QCOMPARE(f.git({u"ls-files"_s, u"-v"_s, u"agents/refunds/prompts"_s}).split(u'\n'), files);
    QCOMPARE(read(f, addedPath), files[1].startsWith(u'S') ? QByteArray("absent") : QByteArray("published tone\n"));
}

void TestPublishBesideEdits::anIndexOfAnotherFormSaysWhatToDo_data() {
    QTest::addColumn<QList<QStringList>>("commands");
    QTest::addColumn<QStringList>("remedy");
    QTest::newRow("split") << QList<QStringList>{{u"update-index"_s, u"--split-index"_s}}
                           << QStringList{u"update-index"_s, u"--no-split-index"_s};
    QTest::newRow("sparse") << QList<QStringList>{{u"sparse-checkout"_s, u"set"_s, u"--cone"_s, u"--sparse-index"_s,
                                                   u"other"_s}}
                            << QStringList{u"sparse-checkout"_s, u"reapply"_s, u"--no-sparse-index"_s};
}

// Either it is followed, or nothing is done and the way out is named.
void TestPublishBesideEdits::anIndexOfAnotherFormSaysWhatToDo() {
    QFETCH(const QList<QStringList>, commands);
    QFETCH(const QStringList, remedy);
    const StoreFixture f;
    write(f, "other/x", "x");
    f.git({u"add"_s, u"-A"_s});
    f.git({u"commit"_s, u"-qm"_s, u"other"_s});
    QVERIFY(f.publish("1.0.0", "first\n"));
    for (const QStringList& command : commands)
        f.git(command);
    auto done = publishNext(f);
    if (!done) {
        const QString wanted = remedy.join(u' ');
        QVERIFY2(done.error().hint.contains(wanted.toStdString()), done.error().hint.c_str());
        QCOMPARE(f.git({u"tag"_s}), u"agents/refunds/v1.0.0"_s);
        f.git(remedy);
        done = publishNext(f);
    }
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    QCOMPARE(f.git({u"diff"_s, u"--cached"_s, u"--name-only"_s}), QString());
}

void TestPublishBesideEdits::theNextCommitKeepsTheVersion() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    write(f, promptPath, "mine");
    QVERIFY(publishNext(f));
    write(f, "other.md", "other");
    f.git({u"add"_s, u"other.md"_s});
    f.git({u"commit"_s, u"-qm"_s, u"something else"_s});
    QCOMPARE(f.git({u"show"_s, u"HEAD:"_s + QString::fromLatin1(promptPath)}), u"published"_s);
    QCOMPARE(f.git({u"log"_s, u"--format=%s"_s, u"-1"_s}), u"something else"_s);
}

// The same edits, the same content, once published and once committed by git.
void TestPublishBesideEdits::isAsACommitByGit() {
    QStringList said;
    for (const bool byGit : {false, true}) {
        const StoreFixture f;
        QVERIFY(f.publish("1.0.0", "first\n"));
        write(f, "staged.md", "x");
        f.git({u"add"_s, u"staged.md"_s});
        write(f, "agents/refunds/agent.yaml", read(f, "agents/refunds/agent.yaml") + "# mine\n");
        if (byGit) {
            write(f, promptPath, "published\n");
            write(f, addedPath, "published tone\n");
            f.git({u"add"_s, u"-N"_s, QString::fromLatin1(addedPath)});
            f.git({u"commit"_s, u"-qm"_s, u"by git"_s, u"--only"_s, u"--"_s, QString::fromLatin1(promptPath),
                   QString::fromLatin1(addedPath)});
        } else {
            QVERIFY(publishNext(f));
        }
        said += f.git({u"status"_s, u"--porcelain"_s}) + u"|"_s + f.git({u"diff"_s, u"--cached"_s}) + u"|"_s +
                f.git({u"diff"_s}) + u"|"_s + f.git({u"ls-files"_s, u"-s"_s});
    }
    QCOMPARE(said[0], said[1]);
}

void TestPublishBesideEdits::aLockedIndexRefuses() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    const QString head = f.git({u"rev-parse"_s, u"HEAD"_s});
    write(f, ".git/index.lock", "");
    const auto refused = publishNext(f);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("repository_locked"));
    QVERIFY(refused.error().hint.contains("index.lock"));
    QCOMPARE(f.git({u"rev-parse"_s, u"HEAD"_s}), head);
    QCOMPARE(f.git({u"tag"_s}), u"agents/refunds/v1.0.0"_s);
    QCOMPARE(read(f, promptPath), QByteArray("first\n"));
    QVERIFY(
        QFile::remove(QString::fromStdString((f.path() / ".git/index.lock").string()))); // it was not ours to remove
    QVERIFY(publishNext(f));
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
}

void TestPublishBesideEdits::firstVersionOfAnEmptyRepository() {
    const StoreFixture f;
    write(f, "signalbox.yaml", "name: w\n");
    write(f, promptPath, "published\n");
    QVERIFY(publishNext(f));
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), u"?? signalbox.yaml"_s);
    QCOMPARE(f.git({u"ls-files"_s}).split(u'\n').size(), 3);
}

void TestPublishBesideEdits::inALinkedWorktree() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    QTemporaryDir beside;
    const QString linked = beside.path() + u"/linked"_s;
    f.git({u"worktree"_s, u"add"_s, u"-q"_s, u"-b"_s, u"next"_s, linked});
    auto store = versions::Store::open(linked.toStdString());
    QVERIFY2(store, store ? "" : store.error().message.c_str());
    QVERIFY((*store)->publish(StoreFixture::request("1.1.0", "published\n")));
    QCOMPARE(f.git({u"-C"_s, linked, u"status"_s, u"--porcelain"_s}), QString());
    QCOMPARE(f.git({u"status"_s, u"--porcelain"_s}), QString());
    QCOMPARE(f.git({u"-C"_s, linked, u"show"_s, u"HEAD:"_s + QString::fromLatin1(promptPath)}), u"published"_s);
}

void TestPublishBesideEdits::leavesAMergeAlone() {
    const StoreFixture f;
    QVERIFY(f.publish("1.0.0", "first\n"));
    f.git({u"branch"_s, u"side"_s});
    write(f, promptPath, "ours\n");
    f.git({u"commit"_s, u"-qam"_s, u"ours"_s});
    f.git({u"checkout"_s, u"-q"_s, u"side"_s});
    write(f, promptPath, "theirs\n");
    f.git({u"commit"_s, u"-qam"_s, u"theirs"_s});
    f.git({u"merge"_s, u"-q"_s, u"main"_s});
    QCOMPARE(f.git({u"ls-files"_s, u"-u"_s}).split(u'\n').size(), 3);
    QVERIFY(publishNext(f));
    QCOMPARE(f.git({u"ls-files"_s, u"-u"_s}).split(u'\n').size(), 3);
}

QTEST_APPLESS_MAIN(TestPublishBesideEdits)
#include "tst_publish_beside_edits.moc"
