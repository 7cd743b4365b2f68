// Geometry of the diff view and the text of its lines: pure values, no window.
#include <chrono>

#include <QElapsedTimer>
#include <QTest>

#include "ui/compare/diff_columns.h"
#include "ui/compare/diff_geometry.h"
#include "ui/compare/display_line.h"
#include "ui/compare/ready_row.h"

using namespace signalbox;
using namespace signalbox::ui::compare;
using diff::LineKind;
using diff::LineRow;
using Kind = DisplayRow::Kind;

namespace {

std::vector<LineRow> rowsOf(const std::string& drawn) { // "==~-+"
    std::vector<LineRow> rows;
    int left = 0;
    int right = 0;
    for (const char c : drawn) {
        LineRow row;
        row.kind = c == '='   ? LineKind::Equal
                   : c == '~' ? LineKind::Changed
                   : c == '-' ? LineKind::Removed
                              : LineKind::Added;
        row.left = c == '+' ? -1 : left++;
        row.right = c == '-' ? -1 : right++;
        rows.push_back(row);
    }
    return rows;
}

} // namespace

class TestCompareGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foldsHideEqualRuns();
    void unifiedShowsOldBeforeNew();
    void everyRowIsSomewhere();
    void yAndRowAgree();
    void sidesDoNotOverlap();
    void wrapping_data();
    void wrapping();
    void countAgreesWithStarts();
    void hostileTextIsVisible();
    void longLinesAreCutAroundTheChange();
    void largeDiffIsQuick();
};

void TestCompareGeometry::foldsHideEqualRuns() {
    const auto rows = rowsOf("==========~==========");
    const auto shown = displayRows(rows, Mode::SideBySide, 3, {});
    const std::vector<DisplayRow> expected{{Kind::Fold, 0, 7},  {Kind::Both, 7, 0},  {Kind::Both, 8, 0},
                                           {Kind::Both, 9, 0},  {Kind::Both, 10, 0}, {Kind::Both, 11, 0},
                                           {Kind::Both, 12, 0}, {Kind::Both, 13, 0}, {Kind::Fold, 14, 7}};
    QCOMPARE(shown.size(), expected.size());
    QVERIFY(shown == expected);
    QCOMPARE(displayRows(rows, Mode::SideBySide, 3, {0}).size(), std::size_t{15});
    QCOMPARE(displayRows(rowsOf("~=======~"), Mode::SideBySide, 3, {}).size(),
             std::size_t{9}); // one line is not folded
    QVERIFY(displayRows({}, Mode::Unified, 3, {}).empty());
}

void TestCompareGeometry::unifiedShowsOldBeforeNew() {
    const auto shown = displayRows(rowsOf("=~-~+="), Mode::Unified, 3, {});
    std::string drawn;
    for (const DisplayRow& row : shown)
        drawn += (row.kind == Kind::LeftOnly ? "-" : row.kind == Kind::RightOnly ? "+" : "=") + std::to_string(row.row);
    QCOMPARE(drawn, std::string("=0-1-2-3+1+3+4=5"));
}

void TestCompareGeometry::everyRowIsSomewhere() {
    const auto rows = rowsOf("=============~-+~=====================-=+===");
    for (const Mode mode : {Mode::SideBySide, Mode::Unified}) {
        const auto geometry = layOut(displayRows(rows, mode, 2, {}), [](const DisplayRow&) { return 2; });
        for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
            const int at = geometry.displayRowOf(i);
            QVERIFY(at >= 0 && at < geometry.count());
            const DisplayRow& row = geometry.rows[static_cast<std::size_t>(at)];
            QVERIFY(i >= row.row && i < row.row + std::max(row.folded, 1));
        }
        QCOMPARE(geometry.displayRowOf(-1), -1);
        QCOMPARE(geometry.displayRowOf(static_cast<int>(rows.size())), -1);
    }
}

void TestCompareGeometry::yAndRowAgree() {
    const auto geometry = layOut(displayRows(rowsOf("=~-+=~~"), Mode::SideBySide, 3, {}),
                                 [](const DisplayRow& row) { return row.row % 3; });
    QCOMPARE(geometry.height(), 1 + 1 + 2 + 1 + 1 + 2 + 1); // at least one line each
    for (int i = 0; i < geometry.count(); ++i)
        for (int line = geometry.top(i); line < geometry.top(i + 1); ++line)
            QCOMPARE(geometry.rowAt(line), i);
    QCOMPARE(geometry.rowAt(-5), 0);
    QCOMPARE(geometry.rowAt(1'000), geometry.count() - 1);
    QCOMPARE(DiffGeometry().rowAt(0), -1);
}

void TestCompareGeometry::sidesDoNotOverlap() {
    for (const int width : {0, 50, 320, 1'201}) {
        DiffColumns columns;
        columns.width = width;
        QVERIFY(columns.sideLeft(Side::Left) + columns.sideWidth(Side::Left) <= columns.sideLeft(Side::Right));
        QVERIFY(columns.columns(Side::Left) >= 8);
        columns.mode = Mode::Unified;
        QVERIFY(columns.numberLeft(Side::Right) > columns.numberLeft(Side::Left));
        QVERIFY(columns.markLeft(Side::Left) >= columns.numberLeft(Side::Right) + columns.numberWidth());
    }
}

void TestCompareGeometry::wrapping_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QString() << QStringLiteral("0");
    QTest::newRow("fits") << QStringLiteral("12345678") << QStringLiteral("0");
    QTest::newRow("at words") << QStringLiteral("hello big world") << QStringLiteral("0 6 10");
    QTest::newRow("long word") << QStringLiteral("abcdefghijklmnopqrst") << QStringLiteral("0 8 16");
    QTest::newRow("wide") << QString(6, QChar(0x65E5)) << QStringLiteral("0 4");
    QTest::newRow("emoji stay whole") << QString::fromUcs4(U"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600")
                                      << QStringLiteral("0 8");
}

void TestCompareGeometry::wrapping() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QStringList starts;
    for (const int start : wrapStarts(text, 8))
        starts << QString::number(start);
    QCOMPARE(starts.join(QChar(u' ')), expected);
}

void TestCompareGeometry::countAgreesWithStarts() {
    const std::string lines[] = {"",
                                 "a",
                                 "a tab\there and there",
                                 "caf\u00e9 \u202e evil",
                                 std::string(300, 'x'),
                                 "one two three four five six seven eight nine ten",
                                 std::string(20'000, 'y'),
                                 "\xFF\xFE broken",
                                 "                                 "};
    for (const std::string& line : lines)
        for (const int columns : {8, 13, 40, 200})
            QCOMPARE(wrapCount(line, columns), static_cast<int>(wrapStarts(displayLine(line).text, columns).size()));
}

void TestCompareGeometry::hostileTextIsVisible() {
    const std::string line = "<b>x</b>\x1b[31m\u202Eab\tc\r";
    const DisplayLine shown = displayLine(line);
    QVERIFY(shown.text.startsWith(QStringLiteral("<b>x</b>␛[31m⟨U+202E⟩ab⇥")));
    QVERIFY(shown.text.endsWith(QStringLiteral("c␍")));
    for (const QChar c : shown.text)
        QVERIFY(c.unicode() >= 0x20 && c.unicode() != 0x202E);
    QCOMPARE(shown.byteAt(0), 0);
    QCOMPARE(shown.byteAt(static_cast<int>(shown.text.size())), static_cast<int>(line.size()));
    for (int byte = 0; byte <= static_cast<int>(line.size()); ++byte)
        QVERIFY(shown.byteAt(shown.unitAt(byte)) >= byte);
}

void TestCompareGeometry::longLinesAreCutAroundTheChange() {
    std::string line(2'000'000, 'a');
    line.replace(1'000'000, 6, "CHANGE");
    const DisplayLine shown = displayLine(line, {1'000'000, 1'000'006});
    QVERIFY(shown.text.size() < 2'000);
    QVERIFY(shown.text.contains(QStringLiteral("CHANGE")));
    const int at = shown.unitAt(1'000'000);
    QCOMPARE(shown.text.mid(at, 6), QStringLiteral("CHANGE"));
}

void TestCompareGeometry::largeDiffIsQuick() {
    std::string left;
    for (int i = 0; i < 200'000; ++i)
        left +=
            "Line " + std::to_string(i) + ": offer at most 12 coupons to {{name}} and never promise anything more.\n";
    std::string right = left;
    for (std::size_t at = 0; (at = right.find("000: offer", at)) != std::string::npos; ++at)
        right.replace(at + 5, 5, "grant");
    FileDiff file;
    auto text = diff::diffText(left, right);
    QVERIFY(text);
    file.text = std::move(*text);
    DiffColumns columns;
    columns.width = 900; // most lines wrap
    const RowBuilder builder(file, columns);
    QElapsedTimer timer;
    timer.start();
    const auto geometry = layOut(displayRows(file.text.rows, Mode::SideBySide, 1'000'000'000, {}),
                                 [&](const DisplayRow& row) { return builder.heightOf(row); });
    const auto took = timer.elapsed();
    qInfo("200,000 rows laid out in %lld ms", static_cast<long long>(took));
    QCOMPARE(geometry.count(), 200'000);
    QVERIFY(geometry.height() > 300'000);
    // Laying out the text of every line would take far longer; a loaded machine may take its time.
    QVERIFY2(took < 8'000, "the layout of a large diff would freeze the window");
}

QTEST_GUILESS_MAIN(TestCompareGeometry)
#include "tst_compare_geometry.moc"
