// The list of pairs while it grows under somebody who reads, and what comparators said of the pair that is read.
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "tests/ui/full_backend.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/text_walk.h"
#include "ui/shadow/pair_details.h"
#include "ui/shadow/pair_model.h"
#include "ui/shadow/shadow_view.h"

using namespace signalbox;
using namespace signalbox::ui::shadow;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

// Pairs that disagree, newest first, as the backend lists them.
std::vector<protocol::PairMessage> listed(std::uint64_t newest, std::uint64_t oldest) {
    std::vector<protocol::PairMessage> pairs;
    for (std::uint64_t id = newest; id >= oldest; --id)
        pairs.push_back(pairWith(id, false, "Question " + std::to_string(id)));
    return pairs;
}

struct List {
    ShadowView view;
    QTableView* table = view.findChild<QTableView*>();
    QSignalSpy chosen{&view, &ShadowView::pairChosen};

    List() {
        view.resize(1100, 640);
        view.setSummary(*pairsWith("so far").summary);
        view.QWidget::show();
    }

    [[nodiscard]] int placeOf(int row) const { return table->rowViewportPosition(row); }

    [[nodiscard]] bool isSeen(int row) const {
        return placeOf(row) >= 0 && placeOf(row) + table->rowHeight(row) <= table->viewport()->height();
    }
};

} // namespace

class TestShadowList : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void newRowsLeaveTheChosenPairAlone();
    void whatNobodyChoseGivesWayToADisagreement();
    void aPairThatLeavesIsNotReplaced();
    void aPairBehindTheEndStays();
    void comparatorsAreNamed();
};

void TestShadowList::newRowsLeaveTheChosenPairAlone() {
    List list;
    list.view.setPairs(listed(100, 41), true);
    QCOMPARE(list.chosen.size(), 1); // the first
    list.table->setCurrentIndex(list.view.model().index(20, 0));
    QCOMPARE(list.view.details().pair()->id, 80U);
    list.table->scrollTo(list.view.model().index(20, 0), QAbstractItemView::PositionAtCenter);
    QVERIFY(list.isSeen(20));
    const int place = list.placeOf(20);
    list.chosen.clear();
    for (std::uint64_t newest = 105; newest <= 150; newest += 5) {
        list.view.setPairs(listed(newest, 41), true);
        const int row = static_cast<int>(newest - 80);
        QCOMPARE(list.table->currentIndex().row(), row);
        QCOMPARE(list.table->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(list.table->selectionModel()->selectedRows()[0].row(), row);
        QCOMPARE(list.placeOf(row), place);
        QCOMPARE(list.view.details().pair()->id, 80U);
    }
    QVERIFY(list.chosen.isEmpty());
    // Scrolled away from it, what is looked at stays.
    list.table->verticalScrollBar()->setValue(list.table->verticalScrollBar()->maximum());
    const int top = list.table->rowAt(0);
    const std::uint64_t read = list.view.model().row(top).id;
    const int topPlace = list.placeOf(top);
    list.view.setPairs(listed(160, 41), true);
    QCOMPARE(list.view.model().row(top + 10).id, read);
    QCOMPARE(list.placeOf(top + 10), topPlace);
    QCOMPARE(list.view.details().pair()->id, 80U);
}

// The first pair of a shadow nearly always agrees: who opens the page early should not be left with it.
void TestShadowList::whatNobodyChoseGivesWayToADisagreement() {
    const auto agreeing = [](std::uint64_t id) { return pairWith(id, true, "Question"); };
    List list;
    list.view.setPairs({agreeing(1)}, false);
    QCOMPARE(list.view.details().pair()->id, 1U);
    list.view.setPairs({agreeing(2), agreeing(1)}, false);
    QCOMPARE(list.view.details().pair()->id, 1U);
    auto pairs = listed(60, 31);
    for (std::uint64_t id = 30; id > 0; --id)
        pairs.push_back(agreeing(id));
    list.view.setPairs(pairs, false);
    QCOMPARE(list.view.details().pair()->id, 60U);
    QCOMPARE(list.table->currentIndex().row(), 0);
    QVERIFY(list.isSeen(0));
    pairs.insert(pairs.begin(), listed(61, 61).front());
    list.view.setPairs(pairs, false); // a disagreement stays
    QCOMPARE(list.view.details().pair()->id, 60U);
    list.table->setCurrentIndex(list.view.model().index(50, 0)); // a person looks at an agreement
    const std::uint64_t wanted = list.view.details().pair()->id;
    pairs.insert(pairs.begin(), listed(62, 62).front());
    list.view.setPairs(pairs, false);
    QCOMPARE(list.view.details().pair()->id, wanted);
    list.view.clear(); // another agent begins anew
    list.view.setPairs({agreeing(1)}, false);
    list.view.setPairs(pairs, false);
    QCOMPARE(list.view.details().pair()->id, 62U);
}

void TestShadowList::aPairThatLeavesIsNotReplaced() {
    List list;
    list.view.setPairs(listed(100, 91), false);
    list.table->setCurrentIndex(list.view.model().index(4, 0));
    list.chosen.clear();
    auto rest = listed(100, 91);
    rest.erase(rest.begin() + 4);
    list.view.setPairs(rest, false); // somebody else judged it, and it is not "still to judge" any more
    QVERIFY(list.chosen.isEmpty());
    QVERIFY(!list.table->currentIndex().isValid());
    QVERIFY(list.table->selectionModel()->selectedRows().isEmpty());
    QCOMPARE(list.view.details().pair()->id, 96U);
    list.view.setPairs(listed(100, 91), false); // and back
    QCOMPARE(list.table->currentIndex().row(), 4);
    QVERIFY(list.chosen.isEmpty());
    list.view.setPairs({}, false);
    QVERIFY(!list.view.details().pair());
}

void TestShadowList::aPairBehindTheEndStays() {
    List list;
    list.view.setPairs(listed(100, 51), true);
    list.table->setCurrentIndex(list.view.model().index(49, 0));
    list.chosen.clear();
    list.view.setPairs(listed(103, 54), true); // fifty again, and the chosen is not among them
    QCOMPARE(list.view.details().pair()->id, 51U);
    QCOMPARE(list.table->currentIndex().row(), 50);
    QVERIFY(list.isSeen(50));
    QVERIFY(list.chosen.isEmpty());
}

void TestShadowList::comparatorsAreNamed() {
    List list;
    protocol::PairMessage pair = pairWith(5, false, "Where?");
    pair.layer = evidence::PairLayer::Text;
    pair.likeness = 0.41;
    pair.better = evidence::Better::Candidate;
    pair.said = {{.by = "embeddings", .says = "differ", .likeness = 0.62, .least = 0.75, .costUsd = 0.00001},
                 {.by = "judge", .says = "candidate", .costUsd = 0.002}};
    list.view.setPairs({pair}, false);
    const auto says = [&](const QString& text) { return TextWalk(list.view).seen().join(u'\n').contains(text); };
    QVERIFY(says(u"text: 41 % alike"_s));
    QVERIFY(says(u"embeddings: 62 % alike, 75 % is enough"_s));
    QVERIFY(says(u"judge: the candidate's answer is better, in both orders"_s));
    QVERIFY(says(u"noise floor: stable agrees with itself in 97.0 % of 300 pairs"_s));
    QVERIFY(says(u"Models: embeddings: 40 pairs, 31 alike"_s));
    QVERIFY(says(u"This hour's money for models is spent"_s));
    for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
        ui::applyTheme(scheme);
        tests::shoot(list.view, u"shadow-models"_s);
    }
    ui::applyTheme(ui::Scheme::Light);
    QVERIFY2(tests::clippedLabels(list.view).isEmpty(), qPrintable(tests::clippedLabels(list.view).join(u'|')));
    pair.said = {{.by = "judge", .says = "no_verdict", .why = "\xE2\x80\xAE<b>"}};
    list.view.setPairs({pair}, false);
    QVERIFY(says(u"no verdict, because ⟨U+202E⟩<b>"_s));
    const TextWalk walk(list.view);
    QVERIFY2(walk.unsafe().isEmpty(), qPrintable(walk.unsafe().join(u'\n')));
}

QTEST_MAIN(TestShadowList)
#include "tst_shadow_list.moc"
