// 100,000 versions of 20 agents, packed as git leaves them after a fetch: the first listing, one without a change, and
// one after a new version.
#include <ctime>

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include "store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr int count = 100'000;
constexpr int agentCount = 20;

QByteArray agentOf(int i) {
    return "agent-" + QByteArray(1, static_cast<char>('a' + i % agentCount));
}

QByteArray whenOf(int i) {
    return "T <t@example.invalid> " + QByteArray::number(1'700'000'000 + i) + " +0000\n";
}

// The ids of a line of commits, each of which changes one agent.
QList<QByteArray> commits(const StoreFixture& f, const QString& marks) {
    QByteArray stream;
    for (int i = 0; i < count; ++i) {
        const QByteArray content = "name: " + agentOf(i) + "\nrevision: " + QByteArray::number(i) + "\n";
        stream += "commit refs/heads/main\nmark :" + QByteArray::number(i + 1) + "\ncommitter " + whenOf(i) +
                  "data 1\nx\n" + (i > 0 ? QByteArray("from :" + QByteArray::number(i) + "\n") : QByteArray()) +
                  "M 100644 inline agents/" + agentOf(i) + "/agent.yaml\ndata " + QByteArray::number(content.size()) +
                  "\n" + content;
    }
    (void)f.git({u"fast-import"_s, u"--quiet"_s, u"--export-marks="_s + marks}, stream);
    QList<QByteArray> ids(count);
    QFile file(marks);
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray& line : file.readAll().split('\n')) // ":17 <id>"
            if (const auto space = line.indexOf(' '); space > 0)
                ids[line.mid(1, space - 1).toInt() - 1] = line.mid(space + 1);
    return ids;
}

QByteArray tagObject(int i, const QByteArray& commit) {
    return "object " + commit + "\ntype commit\ntag agents/" + agentOf(i) + "/v1.0." +
           QByteArray::number(i / agentCount) + "\ntagger " + whenOf(i) + "\nChange number " + QByteArray::number(i) +
           "\n\nTicket: SUP-" + QByteArray::number(i) + "\nSignalbox-Digest: sha256:" + QByteArray(64, '1') + "\n";
}

// An object's head in a pack: type and size as a number of variable length.
QByteArray packHead(unsigned type, qsizetype size) {
    QByteArray head;
    auto byte = static_cast<unsigned>(type << 4U) | static_cast<unsigned>(size & 0xF);
    for (size >>= 4; size > 0; size >>= 7) {
        head += static_cast<char>(byte | 0x80U);
        byte = static_cast<unsigned>(size & 0x7F);
    }
    return head + static_cast<char>(byte);
}

// git writes each new tag as a file of its own, which takes minutes for so many; a fetch brings them in a pack.
void importTags(const StoreFixture& f, const QList<QByteArray>& commits) {
    constexpr unsigned tagType = 4;
    QByteArray pack = QByteArray("PACK") + QByteArray("\0\0\0\2", 4);
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        pack += static_cast<char>(static_cast<unsigned>(count) >> shift);
    QByteArrayList references;
    for (int i = 0; i < count; ++i) {
        const QByteArray tag = tagObject(i, commits[i]);
        const QByteArray head = "tag " + QByteArray::number(tag.size()) + '\0';
        pack += packHead(tagType, tag.size()) + qCompress(tag, 1).mid(4); // Qt puts the size before the stream
        references += "refs/tags/agents/" + agentOf(i) + "/v1.0." + QByteArray::number(i / agentCount) + ' ' +
                      QCryptographicHash::hash(QByteArray(head + tag), QCryptographicHash::Sha1).toHex();
    }
    pack += QCryptographicHash::hash(pack, QCryptographicHash::Sha1);
    (void)f.git({u"index-pack"_s, u"--stdin"_s}, pack);
    std::ranges::sort(references);
    QFile file(QString::fromStdString((f.path() / ".git" / "packed-refs").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# pack-refs with: peeled fully-peeled sorted\n");
    for (const QByteArray& one : std::as_const(references)) {
        const auto space = one.indexOf(' ');
        file.write(one.mid(space + 1) + ' ' + one.left(space) + '\n');
    }
}

} // namespace

class TestScale : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsManyVersions();
};

void TestScale::listsManyVersions() {
    const StoreFixture f;
    const QTemporaryDir outside;
    importTags(f, commits(f, outside.filePath(u"marks"_s)));

    const auto store = versions::Store::open(f.path()).value();
    QElapsedTimer timer;
    timer.start();
    const std::clock_t before = std::clock();
    const auto first = store->list();
    const auto cold = timer.elapsed();
    const auto busy = static_cast<long long>(std::clock() - before) * 1000 / CLOCKS_PER_SEC;
    QVERIFY(first);
    QCOMPARE((*first)->versions.size(), static_cast<std::size_t>(count));
    QVERIFY((*first)->problems.empty());
    timer.restart();
    const auto second = store->list();
    const auto warm = timer.nsecsElapsed() / 1000;
    QCOMPARE(*second, *first);
    const auto& newest = (*first)->versions.front();
    QCOMPARE(newest.version.patch, static_cast<std::uint64_t>(count / agentCount - 1));
    QCOMPARE(newest.parents.size(), std::size_t{1});
    QCOMPARE(newest.parents[0].patch, newest.version.patch - 1);

    (void)f.git({u"tag"_s, u"-a"_s, u"-m"_s, u"one more"_s, u"agents/agent-a/v2.0.0"_s, u"main"_s});
    timer.restart();
    const auto third = store->list();
    const auto changed = timer.elapsed();
    QCOMPARE((*third)->versions.size(), static_cast<std::size_t>(count + 1));
    qInfo("%d versions: cold %lld ms of the processor in %lld ms, without a change %lld us, after one more %lld ms",
          count, busy, static_cast<long long>(cold), static_cast<long long>(warm), static_cast<long long>(changed));
    QVERIFY(busy < 20'000); // generous: sanitizers slow it down
    QVERIFY(warm < 50'000);
    QVERIFY(changed < cold);
}

QTEST_APPLESS_MAIN(TestScale)
#include "tst_scale.moc"
