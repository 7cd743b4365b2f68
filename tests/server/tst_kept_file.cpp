// A file that follows what is to be kept, also when the disk refuses for a while.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/server/kept_file.h"

using namespace signalbox;
using server::KeptFile;

namespace {

QByteArray contentOf(const std::filesystem::path& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
}

} // namespace

class TestKeptFile : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void followsWhatIsKept() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "kept";
        KeptFile kept;
        kept.write(path, std::nullopt);
        QCOMPARE(contentOf(path), QByteArray("none"));
        kept.write(path, "one");
        QCOMPARE(contentOf(path), QByteArray("one"));
        QVERIFY(QFile(path).remove());
        kept.write(path, std::nullopt); // nothing new: nothing written
        QCOMPARE(contentOf(path), QByteArray("none"));
        kept.write(path, "two");
        kept.write(path, std::string());
        QCOMPARE(contentOf(path), QByteArray("none"));
    }

    void whatCouldNotBeWrittenIsTriedAgain() {
        const QTemporaryDir folder;
        const auto parent = std::filesystem::path(folder.path().toStdString()) / "away";
        const auto path = parent / "kept";
        KeptFile kept;
        QVERIFY(QFile(parent).open(QIODevice::WriteOnly)); // a file where the folder should be
        kept.write(path, "one");
        kept.write(path, "two");
        QVERIFY(QFile(parent).remove());
        std::filesystem::create_directory(parent);
        kept.write(path, std::nullopt);
        QCOMPARE(contentOf(path), QByteArray("two"));
    }
};

QTEST_GUILESS_MAIN(TestKeptFile)
#include "tst_kept_file.moc"
