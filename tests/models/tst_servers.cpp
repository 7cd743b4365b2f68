// What servers of many kinds answer, in the shapes that they document and people report: read right, however the bytes
// come. Every value that a row expects was written by hand.
#include <array>

#include <QTest>

#include "tests/models/answer_words.h"

using namespace signalbox;
using namespace signalbox::models;

namespace {

// Each server's table has rows of each kind; a row's name begins with it.
constexpr std::array kinds{"plain", "streamed", "call", "streamed call", "filtered", "error", "error in the stream",
                           "usage"};

bool isOf(const std::string& row, std::string_view kind) {
    const std::string_view rest = std::string_view(row).substr(std::min(row.size(), kind.size()));
    return row.starts_with(kind) && (rest.empty() || rest.front() == ':' || rest.front() == ',');
}

const TableRow& rowAt(const std::string& server, qsizetype index) {
    return serverTables().at(server).at(static_cast<std::size_t>(index));
}

} // namespace

class TestServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyServerShowsEveryKind();
    void everyRowSaysWhatItsKindShows();
    void answers_data();
    void answers();

    void howTheBytesComeDoesNotMatter_data() { answers_data(); }

    void howTheBytesComeDoesNotMatter();
};

void TestServers::everyServerShowsEveryKind() {
    QVERIFY(serverTables().size() >= 10);
    for (const auto& [server, rows] : serverTables())
        for (const char* kind : kinds) {
            const auto shows = [kind](const TableRow& row) { return isOf(row.name, kind); };
            QVERIFY2(std::ranges::any_of(rows, shows), (server + " has no row \"" + kind + "\"").c_str());
        }
}

void TestServers::everyRowSaysWhatItsKindShows() {
    for (const auto& [server, rows] : serverTables())
        for (const TableRow& row : rows) {
            const std::string where = server + ": " + row.name;
            const auto says = [&row](const char* field) { return row.says.contains(field); };
            QVERIFY2(std::ranges::any_of(kinds, [&row](const char* kind) { return isOf(row.name, kind); }),
                     where.c_str());
            if (isOf(row.name, "plain") || isOf(row.name, "streamed"))
                QVERIFY2(says("text"), where.c_str());
            if (isOf(row.name, "call") || isOf(row.name, "streamed call"))
                QVERIFY2(says("calls"), where.c_str());
            if (isOf(row.name, "usage"))
                QVERIFY2(says("usage"), where.c_str());
            if (isOf(row.name, "filtered"))
                QVERIFY2(says("refused") || row.status >= 400, where.c_str());
            const bool failed = isOf(row.name, "error") || isOf(row.name, "error in the stream");
            QVERIFY2(failed == (row.outcome != metrics::Outcome::Success && row.outcome != metrics::Outcome::Filtered &&
                                row.outcome != metrics::Outcome::Empty) ||
                         isOf(row.name, "filtered"),
                     where.c_str());
        }
}

void TestServers::answers_data() {
    QTest::addColumn<std::string>("server");
    QTest::addColumn<qsizetype>("index");
    for (const auto& [server, rows] : serverTables())
        for (std::size_t i = 0; i < rows.size(); ++i)
            QTest::newRow((server + ": " + rows[i].name).c_str()) << server << static_cast<qsizetype>(i);
}

void TestServers::answers() {
    QFETCH(std::string, server);
    QFETCH(qsizetype, index);
    const TableRow& row = rowAt(server, index);
    const Answer answer = readInSteps(row, row.body, row.body.size(), 1, Depth::Full);
    QCOMPARE(std::string(toString(answer.outcome)), std::string(toString(row.outcome)));
    for (const auto& [field, said] : row.says)
        QCOMPARE(field + ": " + saidBy(answer, field), field + ": " + said);
}

void TestServers::howTheBytesComeDoesNotMatter() {
    QFETCH(std::string, server);
    QFETCH(qsizetype, index);
    const TableRow& row = rowAt(server, index);
    const Answer whole = readInSteps(row, row.body, row.body.size(), 1, Depth::Full);
    QCOMPARE(allOf(readInSteps(row, row.body, 0, 1, Depth::Full)), allOf(whole));
    QCOMPARE(signsOf(readInSteps(row, row.body, row.body.size(), 1, Depth::Signs)), signsOf(whole));
    for (std::size_t cut = 0; cut <= row.body.size(); ++cut)
        QCOMPARE(allOf(readInSteps(row, row.body, cut, row.body.size() + 1, Depth::Full)), allOf(whole));
}

QTEST_APPLESS_MAIN(TestServers)
#include "tst_servers.moc"
