#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

// Runs a publish in a process of its own under strace and looks at what was fsynced, and in which order.
class TestDurability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingIsSyncedBeforeTheTag();
};

namespace {

int publishOnce(const char* directory) {
    const auto store = versions::Store::open(directory);
    return store && (*store)->publish(StoreFixture::request("1.0.0", "Be kind.\n")) ? 0 : 1;
}

// Lines such as: fsync(7</tmp/x/.git/objects/ab>) = 0
QStringList synced(const QString& line) {
    static const QRegularExpression pattern(u"f(?:data)?sync\\(\\d+<([^>]*)>\\)\\s*= 0"_s);
    const auto match = pattern.match(line);
    return match.hasMatch() ? QStringList{match.captured(1)} : QStringList{};
}

} // namespace

void TestDurability::everythingIsSyncedBeforeTheTag() {
    const StoreFixture f; // makes the repository; publishing happens in the traced process
    const QTemporaryDir outside;
    const QString trace = outside.filePath(u"trace"_s);
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // looking for leaks needs ptrace itself
    process.setProcessEnvironment(environment);
    process.start(u"strace"_s,
                  {u"-f"_s, u"-y"_s, u"-e"_s, u"trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat"_s, u"-o"_s,
                   trace, QCoreApplication::applicationFilePath(), u"--publish-once"_s,
                   QString::fromStdString(f.path().string())});
    if (!process.waitForStarted())
        QSKIP("strace can't be started here, so nothing can be said about fsync.");
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray complaint = process.readAllStandardError();
    if (complaint.contains("Operation not permitted") || complaint.contains("ptrace"))
        QSKIP("ptrace is not allowed here, so nothing can be said about fsync.");
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, complaint.constData());
    QFile file(trace);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');

    const QString git = QString::fromStdString((f.path() / ".git").string());
    qsizetype tagAt = -1;
    QStringList before;
    QStringList after;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if ((lines[i].contains(u" rename"_s) || lines[i].contains(u" link"_s)) &&
            lines[i].contains(u"refs/tags/agents/refunds/v1.0.0\""_s))
            tagAt = i;
        (tagAt < 0 ? before : after) += synced(lines[i]);
    }
    QVERIFY2(tagAt >= 0, "the tag's reference was not put in place by a rename or a link");

    // Two blobs, four trees, a commit and a tag object: each file, the folder it lies in, and the folder of folders.
    QStringList folders;
    int objects = 0;
    for (QDirIterator it(git + u"/objects"_s, QDir::Files, QDirIterator::Subdirectories); it.hasNext(); ++objects)
        folders << QFileInfo(it.next()).path();
    QCOMPARE(objects, 8);
    const auto files = std::ranges::count_if(
        before, [](const QString& path) { return path.contains(u"/objects/"_s) && path.contains(u"tmp_"_s); });
    QVERIFY2(files >= objects, qPrintable(before.join(u'\n')));
    for (const QString& folder : std::as_const(folders))
        QVERIFY2(before.contains(folder), qPrintable(folder));
    QVERIFY(before.contains(git + u"/objects"_s));
    // The branch and the tag: the file before it gets its name, then every folder that is new.
    QVERIFY(before.contains(git + u"/refs/heads/main.lock"_s));
    QVERIFY(before.contains(git + u"/refs/heads"_s));
    QVERIFY(before.contains(git + u"/refs/tags/agents/refunds/v1.0.0.lock"_s));
    for (const char* folder : {"/refs/tags/agents/refunds", "/refs/tags/agents", "/refs/tags", "/refs"})
        QVERIFY2(after.contains(git + QLatin1StringView(folder)), folder);
}

int main(int argc, char** argv) {
    if (argc == 3 && qstrcmp(argv[1], "--publish-once") == 0)
        return publishOnce(argv[2]);
    const QCoreApplication application(argc, argv);
    TestDurability test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_durability.moc"
