// The compare page without a network: keyboard journey, hostile text, states, selection, pictures in both themes.
#include <algorithm>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

#include "tests/ui/compare_values.h"
#include "ui/base/elided_label.h"
#include "ui/base/theme.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/diff_panel.h"
#include "ui/compare/field_model.h"
#include "ui/compare/find_bar.h"
#include "ui/compare/part_list.h"
#include "ui/compare/version_pickers.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace signalbox::ui::compare;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

Effect effect(double errors) {
    return {.requests = 12'840, .errorRate = errors, .p95 = 1.84, .cost = 0.0031, .tokens = 812};
}

} // namespace

class TestCompareView : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { applyTheme(Scheme::Light); }

    void showsPartsAndFields();
    void namesAreWholeWhereThereIsRoom_data();
    void namesAreWholeWhereThereIsRoom();
    void toolsAreWholeInALowPanel();
    void keyboardJourney();
    void findsText();
    void foldsOpen();
    void copiesOneSide();
    void hostileTextStaysText();
    void statesSayWhatToDo();
    void staleFilesAreDropped();
    void everythingHasAName();
    void picturesInBothThemes();
};

void TestCompareView::showsPartsAndFields() {
    CompareView view;
    auto* parts = view.findChild<PartModel*>();
    auto* fields = view.findChild<FieldModel*>();
    const QAbstractItemModelTester partTester(parts, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester fieldTester(fields, QAbstractItemModelTester::FailureReportingMode::QtTest);
    view.setDocument(document());
    QCOMPARE(parts->rowCount({}), 3);
    QCOMPARE(parts->row(1).name, u"prompts/system.md"_s);
    QVERIFY(std::ranges::contains(parts->row(1).marks, u"variable"_s));
    QVERIFY(std::ranges::any_of(fields->rows(), [](const FieldRow& row) { return row.path == u"model.id"; }));
    QVERIFY(view.panel()->view()->file());
    QCOMPARE(view.panel()->view()->file()->path, std::string("prompts/system.md"));
    view.setDocument(document(system1, system1)); // rows shrink
    QCOMPARE(parts->rowCount({}), 2);
    view.setDocument(nullptr);
    QCOMPARE(parts->rowCount({}), 0);
}

void TestCompareView::namesAreWholeWhereThereIsRoom_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("whole");
    QTest::newRow("narrow") << QSize(1'100, 700) << u"prompts/system.md"_s << true;
    QTest::newRow("narrow, long") << QSize(1'100, 700) << u"integrations/lookup_order_by_number.json"_s << true;
    QTest::newRow("wide") << QSize(1'440, 900) << u"integrations/customers/lookup_order_by_number.json"_s << true;
    QTest::newRow("longer than any room")
        << QSize(1'100, 700) << u"prompts/"_s + QString(200, u'x') + u".md"_s << false;
}

void TestCompareView::namesAreWholeWhereThereIsRoom() {
    QFETCH(QSize, size);
    QFETCH(QString, path);
    QFETCH(bool, whole);
    CompareView view;
    view.resize(size.width() - 232, size.height() - 160); // beside the list of agents, below the release bar
    view.setDocument(document());
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto file = std::make_shared<FileDiff>(*view.panel()->view()->file());
    file->path = path.toStdString();
    view.panel()->setFile(file);
    ElidedLabel* name = view.panel()->name();
    QCOMPARE(name->text(), path);
    QCOMPARE(name->isElided(), !whole);
    QCOMPARE(name->toolTip().isEmpty(), whole); // what is cut can be read
}

void TestCompareView::toolsAreWholeInALowPanel() {
    for (const int height : {120, 160, 220, 400}) {
        DiffPanel panel;
        panel.setVersions(u"1.0.0"_s, u"1.1.0"_s);
        panel.setFixedSize(500, height);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        for (const auto* tool : panel.findChildren<QToolButton*>())
            QVERIFY2(!tool->isVisible() || tool->height() >= tool->minimumSizeHint().height(),
                     qPrintable(u"%1 high in %2: %3"_s.arg(tool->text()).arg(height).arg(tool->height())));
        QVERIFY(panel.view()->height() > 2 * panel.fontMetrics().lineSpacing());
    }
}

void TestCompareView::keyboardJourney() {
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(document());
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    DiffView* diff = view.panel()->view();
    diff->setFocus();
    QVERIFY(diff->changeCount() >= 3);
    QTest::keyClick(diff, Qt::Key_N);
    QCOMPARE(diff->currentChange(), 0);
    QTest::keyClick(diff, Qt::Key_F7);
    QCOMPARE(diff->currentChange(), 1);
    QTest::keyClick(diff, Qt::Key_P);
    QTest::keyClick(diff, Qt::Key_P);
    QCOMPARE(diff->currentChange(), diff->changeCount() - 1); // around
    QVERIFY(!diff->accessibleDescription().isEmpty());
    QTest::keyClick(diff, Qt::Key_Home);
    QCOMPARE(diff->currentRow(), 0);
    QTest::keyClick(diff, Qt::Key_End);
    QCOMPARE(diff->currentRow(), diff->geometry().count() - 1);
    diff->setMode(Mode::Unified);
    const auto& rows = diff->geometry().rows;
    QVERIFY(std::ranges::contains(rows, DisplayRow::Kind::LeftOnly, &DisplayRow::kind));
    QVERIFY(std::ranges::contains(rows, DisplayRow::Kind::RightOnly, &DisplayRow::kind));
}

void TestCompareView::findsText() {
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(document());
    view.show();
    view.panel()->openFind();
    QTest::keyClicks(view.panel()->findBar()->focusProxy(), u"THE QUESTION"_s);
    QTRY_COMPARE_WITH_TIMEOUT(view.panel()->findBar()->count(), 2, 5'000);
    const DiffView* diff = view.panel()->view();
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::any_of(diff->readyRows(), [](const ReadyRow& row) { return !row.right.found.empty(); }), 5'000);
    QTest::keyClick(view.panel()->findBar()->focusProxy(), Qt::Key_Escape);
    QVERIFY(view.panel()->findBar()->isHidden());
    QVERIFY(std::ranges::none_of(diff->readyRows(), [](const ReadyRow& row) { return !row.right.found.empty(); }));
}

void TestCompareView::foldsOpen() {
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(document());
    view.show();
    DiffView* diff = view.panel()->view();
    const auto isFold = [](const DisplayRow& row) { return row.kind == DisplayRow::Kind::Fold; };
    const auto folds = std::ranges::count_if(diff->geometry().rows, isFold);
    QVERIFY(folds > 0);
    const auto first = std::ranges::find_if(diff->geometry().rows, isFold) - diff->geometry().rows.begin();
    QTest::keyClick(diff, Qt::Key_Home);
    for (auto i = first; i > 0; --i)
        QTest::keyClick(diff, Qt::Key_Down);
    QTest::keyClick(diff, Qt::Key_Return);
    QCOMPARE(std::ranges::count_if(diff->geometry().rows, isFold), folds - 1);
    diff->setFoldsOpen(true);
    QCOMPARE(std::ranges::count_if(diff->geometry().rows, isFold), 0);
    QCOMPARE(diff->geometry().count(), static_cast<int>(diff->file()->text.rows.size()));
}

void TestCompareView::copiesOneSide() {
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(document());
    view.show();
    DiffView* diff = view.panel()->view();
    diff->selectAll(Side::Left);
    QCOMPARE(diff->selectedText() % u'\n', QString::fromUtf8(system1));
    QTest::keyClick(diff, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text() % u'\n', QString::fromUtf8(system1));
    // By mouse, over the start of the first line of the right side.
    const ReadyRow& row = diff->readyRows().back();
    QVERIFY(row.right.line >= 0);
    const int right = diff->viewport()->width() * 3 / 4;
    const QPoint from(right, row.top + 2);
    QTest::mousePress(diff->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(diff->viewport(), QPoint(diff->viewport()->width() - 2, row.top + 2));
    QTest::mouseRelease(diff->viewport(), Qt::LeftButton, {}, QPoint(diff->viewport()->width() - 2, row.top + 2));
    QVERIFY(QString::fromUtf8(system2()).contains(diff->selectedText()));
}

void TestCompareView::hostileTextStaysText() {
    const std::string bad =
        "<img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \u202Eevil\u202C \U0001F469\u200D\U0001F4BB " +
        std::string(12'000, 'A') + "\n\xFF\xFE\n\u05E9\u05DC\u05D5\u05DD\n";
    CompareView view;
    view.resize(900, 600);
    view.setDocument(document("plain\n", bad));
    view.show();
    DiffView* diff = view.panel()->view();
    QVERIFY(!diff->readyRows().empty());
    bool seen = false;
    for (const ReadyRow& row : diff->readyRows()) {
        QVERIFY(!row.right.display.text.contains(QChar(0x202E)) && !row.right.display.text.contains(QChar(0x1B)));
        QVERIFY(row.right.display.text.size() < 10'000);
        seen = seen || row.right.display.text.contains(u"<img src=x"_s);
    }
    QVERIFY(seen);
    QVERIFY(!diff->grab().isNull());
}

void TestCompareView::statesSayWhatToDo() {
    CompareView view;
    view.resize(900, 600);
    view.show();
    const auto says = [&](const QString& text) {
        return std::ranges::any_of(view.findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QVERIFY(says(u"Choose two versions"_s));
    auto same = buildDocument("1.0.0", snapshot(system1, false), "1.0.1", snapshot(system1, false));
    view.setDocument(*same);
    QVERIFY(says(u"are the same"_s));
    view.setEffects(Effect{}, Effect{});
    QVERIFY(says(u"no traffic yet"_s));
    view.setError({Errc::Unavailable, "unreachable", "The backend does not answer.", "Check that it runs.", {}});
    QVERIFY(says(u"does not answer"_s));
    view.setDocument(document());
    QVERIFY(!says(u"does not answer"_s));
}

void TestCompareView::staleFilesAreDropped() {
    CompareView view;
    view.setDocument(document());
    QListView* list = nullptr; // combo boxes have lists too
    for (auto* one : view.findChildren<QListView*>())
        if (qobject_cast<PartModel*>(one->model()))
            list = one;
    QVERIFY(list);
    list->setCurrentIndex(list->model()->index(0, 0));
    list->setCurrentIndex(list->model()->index(2, 0));
    QTRY_COMPARE_WITH_TIMEOUT(view.panel()->view()->file()->path, std::string("integrations/tools.json"), 5'000);
    list->setCurrentIndex(list->model()->index(0, 0));
    view.setDocument(document(system1, "other\n")); // while the other file is on its way
    QTRY_VERIFY_WITH_TIMEOUT(QThreadPool::globalInstance()->waitForDone(0), 5'000);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(view.panel()->view()->file()->right->files.back().content, std::string("other\n"));
}

void TestCompareView::everythingHasAName() {
    CompareView view;
    for (const QWidget* widget : view.findChildren<QWidget*>()) {
        const bool interactive = qobject_cast<const QAbstractItemView*>(widget) ||
                                 qobject_cast<const QToolButton*>(widget) || qobject_cast<const DiffView*>(widget);
        if (interactive && !widget->inherits("QComboBoxListView") && !widget->inherits("QHeaderView"))
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
}

// Written where SIGNALBOX_SHOTS says, for people to look at; otherwise only painted.
void TestCompareView::picturesInBothThemes() {
    const QString folder = qEnvironmentVariable("SIGNALBOX_SHOTS");
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        applyTheme(scheme);
        CompareView view;
        view.resize(1'240, 800);
        view.pickers()->setNames({u"2.2.0"_s, u"2.1.0"_s, u"2.0.3"_s});
        view.pickers()->setChosen(u"2.1.0"_s, u"2.2.0"_s);
        view.setDocument(document());
        view.setEffects(effect(0.0021), Effect{});
        view.show();
        view.panel()->view()->setFocus();
        view.panel()->goToChange(1);
        for (const Mode mode : {Mode::SideBySide, Mode::Unified}) {
            view.panel()->view()->setMode(mode);
            QCoreApplication::sendPostedEvents(); // layout
            const QPixmap picture = view.grab();
            QVERIFY(!picture.isNull());
            if (!folder.isEmpty())
                QVERIFY(picture.save(u"%1/compare-%2-%3-%4.png"_s
                                         .arg(folder, scheme == Scheme::Light ? u"light"_s : u"dark"_s,
                                              mode == Mode::Unified ? u"unified"_s : u"sides"_s)
                                         .arg(picture.devicePixelRatio())));
        }
    }
    applyTheme(Scheme::Light);
}

QTEST_MAIN(TestCompareView)
#include "tst_compare_view.moc"
