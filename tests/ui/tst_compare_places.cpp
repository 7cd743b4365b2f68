// Where a reader of a comparison is: finding on by keyboard, places that stay when the same two versions come again,
// and differences that no file has.
#include <algorithm>

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include "tests/ui/compare_values.h"
#include "ui/base/theme.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/diff_panel.h"
#include "ui/compare/find_bar.h"
#include "ui/compare/part_list.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace signalbox::ui::compare;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

class TestComparePlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { applyTheme(Scheme::Light); }

    void findsOn();
    void placesStayWhenItIsComparedAgain();
    void whatSignalboxYamlGivesIsADifference();
};

// F3 and Shift+F3 go on from where the reader is, also from the list of parts and with the search closed.
void TestComparePlaces::findsOn() {
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(document());
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    DiffView* diff = view.panel()->view();
    diff->setFocus();
    const auto press = [](int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    };
    FindBar* find = view.panel()->findBar();
    press(Qt::Key_F3);
    QVERIFY(!find->isHidden()); // nothing was sought yet: it asks
    QTest::keyClicks(find->focusProxy(), u"the"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find->count() >= 3, 5'000);
    std::vector<int> rows;
    for (int i = 0; i < find->count(); ++i) {
        rows.push_back(diff->currentDiffRow());
        press(Qt::Key_F3);
    }
    QVERIFY(std::ranges::is_sorted(rows) && std::ranges::adjacent_find(rows) == rows.end());
    QCOMPARE(diff->currentDiffRow(), rows.front()); // round
    press(Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(diff->currentDiffRow(), rows.back());
    QTest::keyClick(find->focusProxy(), Qt::Key_Escape);
    QVERIFY(find->isHidden());
    diff->setFoldsOpen(true);
    diff->showRow(rows[1], false);
    diff->setFocus();
    QTest::keyClick(diff, Qt::Key_Down);
    const int from = diff->currentDiffRow();
    press(Qt::Key_F3); // without opening it by hand: on from here
    const auto next = std::ranges::lower_bound(rows, from);
    QTRY_COMPARE(diff->currentDiffRow(), next == rows.end() ? rows.front() : *next);
    QVERIFY(!find->focusProxy()->hasFocus()); // the person reads on
    diff->showRow(rows[1], false);
    QTest::keyClick(find->focusProxy(), Qt::Key_Escape);
    QTest::keyClick(diff, Qt::Key_Up);
    press(Qt::Key_F3, Qt::ShiftModifier);
    QTRY_VERIFY(diff->currentDiffRow() <= rows[1]);
}

void TestComparePlaces::placesStayWhenItIsComparedAgain() {
    CompareView view;
    view.resize(1'100, 400);
    view.setDocument(document());
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    DiffView* diff = view.panel()->view();
    const auto folds = [diff] {
        return std::ranges::count(diff->geometry().rows, DisplayRow::Kind::Fold, &DisplayRow::kind);
    };
    const auto before = folds();
    QVERIFY(before > 0);
    const auto fold = std::ranges::find(diff->geometry().rows, DisplayRow::Kind::Fold, &DisplayRow::kind);
    diff->showRow(fold->row + 1, false);
    QCOMPARE(folds(), before - 1);
    const int line = diff->verticalScrollBar()->singleStep();
    diff->verticalScrollBar()->setValue(diff->verticalScrollBar()->maximum() / 2 / line * line);
    const int scrolled = diff->verticalScrollBar()->value();
    const int row = diff->currentDiffRow();
    view.setDocument(document()); // read again
    QCOMPARE(folds(), before - 1);
    QCOMPARE(diff->verticalScrollBar()->value(), scrolled);
    QCOMPARE(diff->currentDiffRow(), row);
    QListView* list = nullptr;
    for (auto* one : view.findChildren<QListView*>())
        if (qobject_cast<PartModel*>(one->model()))
            list = one;
    const int prompt = list->currentIndex().row();
    list->setCurrentIndex(list->model()->index(prompt == 0 ? 1 : 0, 0)); // to another part and back
    QTRY_VERIFY(diff->file() && diff->file()->path != "prompts/system.md");
    view.setDocument(document());
    QTRY_VERIFY(diff->file() && diff->file()->path != "prompts/system.md"); // the part stays too
    list->setCurrentIndex(list->model()->index(prompt, 0));
    QTRY_VERIFY(diff->file() && diff->file()->path == "prompts/system.md");
    QCOMPARE(folds(), before - 1);
    view.setDocument(document(system1, system2() + "More.\n")); // other texts: nothing of it fits any more
    QTRY_VERIFY(folds() > 0);
    QCOMPARE(diff->verticalScrollBar()->value(), 0);
}

void TestComparePlaces::whatSignalboxYamlGivesIsADifference() {
    auto left = std::make_shared<agents::Snapshot>();
    left->files = {{"prompts/system.md", "You help.\n"}};
    left->manifest.model = {"maker", "maker-4-mini-2026-01-15"};
    auto right = std::make_shared<agents::Snapshot>(*left);
    right->manifest.configuration.temperature = 0.2;
    auto both = buildDocument("1.0.0", left, "1.1.0", right);
    QVERIFY(both);
    CompareView view;
    view.resize(1'100, 700);
    view.setDocument(*both);
    view.show();
    for (const auto* label : view.findChildren<QLabel*>())
        QVERIFY2(!label->isVisible() || !label->text().contains(u"are the same"_s), qPrintable(label->text()));
    QVERIFY(view.findChild<QTableView*>()->isVisible());
    QCOMPARE(view.findChild<QTableView*>()->model()->rowCount(), 1);
}

QTEST_MAIN(TestComparePlaces)
#include "tst_compare_places.moc"
