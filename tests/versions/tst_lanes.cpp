#include <random>
#include <set>

#include <QElapsedTimer>
#include <QTest>

#include "core/versions/lanes.h"

using namespace signalbox::versions;

class TestLanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void draws_data();
    void draws();
    void endsEveryLine_data();
    void endsEveryLine();
    void isFast();
    void manyTipsStayCheap();
};

void TestLanes::draws_data() {
    QTest::addColumn<QByteArray>("graph"); // "child:parent,parent …", newest first
    QTest::addColumn<QByteArray>("picture");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("line") << QByteArray("c:b b:a a:") << QByteArray("* c\n* b\n* a\n");
    QTest::newRow("hotfix") << QByteArray("220:210 211:210 210:200 200:")
                            << QByteArray("* 220\n| * 211\n|/\n* 210\n* 200\n");
    QTest::newRow("merge") << QByteArray("m:b,h h:a b:a a:") << QByteArray("* m\n|\\\n| * h\n* | b\n|/\n* a\n");
    QTest::newRow("two roots") << QByteArray("b:a a: y:x x:") << QByteArray("* b\n* a\n* y\n* x\n");
    QTest::newRow("absent parent") << QByteArray("b:gone a:") << QByteArray("* b\n* a\n");
    QTest::newRow("far join") << QByteArray("a:z b:y c:z y: z:")
                              << QByteArray("* a\n| * b\n| | * c\n| * | y\n|__/\n* z\n");
}

namespace {

std::vector<LaneNode> parse(const QByteArray& graph) {
    std::vector<LaneNode> nodes;
    for (const auto& word : graph.split(' ')) {
        if (word.isEmpty())
            continue;
        LaneNode node{word.split(':')[0].toStdString(), {}};
        for (const auto& parent : word.split(':')[1].split(','))
            if (!parent.isEmpty())
                node.parents.push_back(parent.toStdString());
        nodes.push_back(std::move(node));
    }
    return nodes;
}

std::vector<LaneNode> randomGraph(unsigned seed, int count, int reach) {
    std::mt19937 random(seed);
    std::vector<LaneNode> nodes;
    for (int i = 0; i < count; ++i) {
        LaneNode node{std::to_string(i), {}};
        const auto parents = random() % 16 == 0 ? 0U : random() % 8 == 0 ? 2U : random() % 32 == 0 ? 4U : 1U;
        for (unsigned p = 0; p < parents; ++p)
            node.parents.push_back(
                std::to_string(i + 1 + static_cast<int>(random() % static_cast<unsigned>(reach)))); // may be absent
        nodes.push_back(std::move(node));
    }
    return nodes;
}

} // namespace

void TestLanes::draws() {
    QFETCH(QByteArray, graph);
    QFETCH(QByteArray, picture);
    const auto nodes = parse(graph);
    QCOMPARE(QByteArray::fromStdString(drawAscii(layOutLanes(nodes), nodes)), picture);
}

void TestLanes::endsEveryLine_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 100; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

// What leaves a row at its bottom enters the next at its top, and the other way round; every edge between nodes of the
// input is drawn exactly once.
void TestLanes::endsEveryLine() {
    QFETCH(unsigned, seed);
    const auto nodes = randomGraph(seed, 300, 1 + static_cast<int>(seed % 40));
    const auto layout = layOutLanes(nodes);
    QCOMPARE(layout.rows.size(), nodes.size());
    std::set<int> below;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const LaneRow& row = layout.rows[i];
        QVERIFY(row.lane >= 0 && row.lane < layout.width);
        std::set<int> above;
        std::set<int> leaving;
        std::size_t starts = 0;
        for (const LaneEdge& edge : row.edges) {
            QVERIFY(!(edge.startsHere && edge.endsHere));
            if (edge.startsHere) {
                ++starts;
                QCOMPARE(edge.from, row.lane);
            } else {
                QVERIFY(above.insert(edge.from).second);
            }
            if (edge.endsHere)
                QCOMPARE(edge.to, row.lane); // from may be another lane
            else
                leaving.insert(edge.to);
        }
        QCOMPARE(above, below);
        below = leaving;
        std::set<std::string> parents;
        for (const auto& parent : nodes[i].parents)
            if (std::stoul(parent) < nodes.size())
                parents.insert(parent);
        QCOMPARE(starts, parents.size());
    }
    QVERIFY(below.empty());
}

void TestLanes::isFast() {
    const auto nodes = randomGraph(7, 100'000, 6);
    QElapsedTimer timer;
    timer.start();
    const auto layout = layOutLanes(nodes);
    const auto elapsed = timer.elapsed();
    qInfo("100,000 nodes, width %d: %lld ms", layout.width, static_cast<long long>(elapsed));
    QVERIFY(elapsed < 1000); // a tenth of it on a machine with nothing else to do
}

void TestLanes::manyTipsStayCheap() {
    std::vector<LaneNode> nodes;
    for (int i = 0; i < 50'000; ++i)
        nodes.push_back({"t" + std::to_string(i), {"p" + std::to_string(i)}});
    for (int i = 50'000; i-- > 0;)
        nodes.push_back({"p" + std::to_string(i), {}});
    const auto layout = layOutLanes(nodes);
    QCOMPARE(layout.width, 50'000);
    std::size_t edges = 0;
    for (const auto& row : layout.rows)
        edges += row.edges.size();
    QVERIFY(edges <= 102 * nodes.size());
}

QTEST_APPLESS_MAIN(TestLanes)
#include "tst_lanes.moc"
