// The shadow page without a backend's luck: what it lists, says, asks and sends, and how it is when there is nothing.

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "tests/ui/full_backend.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/text_walk.h"
#include "ui/base/notice.h"
#include "ui/compare/diff_view.h"
#include "ui/releases/shadow_row.h"
#include "ui/shadow/pair_details.h"
#include "ui/shadow/pair_model.h"
#include "ui/shadow/pair_words.h"
#include "ui/shadow/shadow_page.h"

using namespace signalbox;
using namespace signalbox::ui::shadow;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

struct Shown {
    FakeBackend backend;
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    ShadowPage page{mirror};

    explicit Shown(bool full = true) {
        if (full) {
            fill(backend, "Where is my refund?", "intake");
        } else {
            backend.agents.agents = {idle()};
            backend.bodies[u"/pairs"_s] = protocol::encode(protocol::PairPage());
        }
        session.start();
        page.resize(1100, 640);
        page.setAgent("refunds");
        page.show();
    }

    bool open() {
        if (!QTest::qWaitFor([&] { return mirror.isFresh() && mirror.agent("refunds") != nullptr; }))
            return false;
        page.setActive(true);
        return true;
    }

    [[nodiscard]] bool says(const QString& text) const { return TextWalk(page).seen().join(u'\n').contains(text); }

    [[nodiscard]] PairDetails& details() const { return page.view().details(); }

    [[nodiscard]] QTableView* table() const { return page.findChild<QTableView*>(); }

    // Verdicts that were sent.
    [[nodiscard]] std::vector<std::string> verdicts() const {
        std::vector<std::string> sent;
        for (const auto& command : backend.commands)
            if (command.path.endsWith(u"/verdict"_s))
                sent.push_back(command.body[u"verdict"_s].toString().toStdString());
        return sent;
    }

    void answerVerdicts() {
        backend.answerBody = [](const FakeBackend::Command& command) -> QJsonObject {
            if (!command.path.endsWith(u"/verdict"_s))
                return {};
            protocol::PairVerdictResult result{
                .pair = pairWith(command.path.section(u'/', -2, -2).toULongLong(), false, "Where is my refund?"),
                .summary = *pairsWith("so far").summary,
                .sequence = 13};
            result.pair.verdict = command.body[u"verdict"_s].toString().toStdString();
            result.pair.verdictBy = "engineer";
            return protocol::encode(result);
        };
    }
};

} // namespace

class TestShadowView : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void theModelIsSound() {
        PairModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy wanted(&model, &PairModel::moreWanted);
        model.setRows({pairWith(7, false, "a"), pairWith(2, false, "b"), pairWith(6, true, "c")});
        QVERIFY(!model.canFetchMore({}));
        model.setHasMore(true);
        model.fetchMore({});
        model.fetchMore({}); // one question at a time
        QCOMPARE(wanted.size(), 1);
        model.setRows({pairWith(9, false, "d"), pairWith(7, false, "a"), pairWith(6, true, "c")});
        QCOMPARE(model.rowCount({}), 3);
        QCOMPARE(model.index(0, PairModel::Asked).data().toString(), u"d"_s);
        QCOMPARE(model.index(2, PairModel::Result).data().toString(), u"= agree"_s);
        model.setRows({});
        QCOMPARE(model.rowCount({}), 0);
    }

    void whatWasMeasuredIsSaid() {
        Shown shown;
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.says(u"96.2 %"_s)); // 1,145 of 1,190
        QVERIFY(shown.says(u"97.0 %"_s));     // 291 of 300
        QVERIFY(shown.says(u"8 over the rate"_s));
        QVERIFY(shown.says(u"4 without an answer"_s));
        QVERIFY(shown.says(u"2.2.0 is in the shadow of 2.1.0"_s));
        QTRY_COMPARE(shown.page.view().model().rowCount({}), 3);
        tests::shoot(shown.page, u"shadow"_s);
        QTRY_VERIFY2(tests::clippedLabels(shown.page).isEmpty(),
                     qPrintable(tests::clippedLabels(shown.page).join(u'|')));
        QVERIFY2(tests::namelessWidgets(shown.page).isEmpty(),
                 qPrintable(tests::namelessWidgets(shown.page).join(u'|')));
    }

    void bothAnswersStandSideBySide() {
        Shown shown;
        QVERIFY(shown.open());
        auto* diff = shown.page.findChild<ui::compare::DiffView*>();
        QTRY_VERIFY(diff->file() != nullptr);
        QCOMPARE(diff->changeCount(), 2); // the decision, and the call that only one made
        QTRY_VERIFY(shown.page.findChild<QPlainTextEdit*>()->toPlainText().contains(u"user: Where is my refund?"_s));
        ui::applyTheme(ui::Scheme::Dark);
        tests::shoot(shown.page, u"shadow"_s);
        ui::applyTheme(ui::Scheme::Light);
    }

    void keysJudgeAndGoOn() {
        Shown shown;
        shown.answerVerdicts();
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.details().pair().has_value());
        QCOMPARE(shown.details().pair()->id, 7U);
        QVERIFY(QTest::qWaitForWindowActive(&shown.page));
        shown.table()->setFocus();
        QTest::keyClick(shown.table(), Qt::Key_B);
        QTRY_COMPARE(shown.verdicts(), std::vector<std::string>{"better"});
        QTRY_COMPARE(shown.details().pair()->id, 2U); // the next one
        QTest::keyClick(shown.table(), Qt::Key_W);    // it was worse: the same again takes it back
        QTRY_COMPARE(shown.verdicts(), (std::vector<std::string>{"better", ""}));
        QCOMPARE(shown.backend.commands.back().body[u"seen"_s].toString(), u"worse"_s);
        QTRY_VERIFY(shown.details().pair()->verdict.empty());
        QCOMPARE(shown.details().pair()->id, 2U);
    }

    void aRefusalIsSaidAndNothingIsClaimed() {
        Shown shown; // the backend refuses every command
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.details().pair().has_value());
        shown.details().judge("worse");
        QTRY_VERIFY(shown.says(u"Not now."_s));
        QVERIFY(shown.details().pair()->verdict.empty());
        for (const auto* button : shown.details().findChildren<QPushButton*>())
            QVERIFY2(!button->isChecked(), qPrintable(button->text()));
    }

    void whoMayNotJudgeIsTold() {
        Shown shown;
        shown.backend.info.role = protocol::AccessRole::Viewer;
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.details().pair().has_value());
        const auto canJudge = [&] {
            return std::ranges::any_of(shown.details().findChildren<QPushButton*>(), [](const QPushButton* button) {
                return button->isCheckable() && button->isEnabled();
            });
        };
        QTRY_VERIFY(!canJudge());
        shown.details().judge("worse");
        QVERIFY(shown.verdicts().empty());
        QVERIFY(shown.says(u"may read but not judge"_s));
    }

    void nothingSaysWhatToDo() {
        Shown shown(false);
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.says(u"No shadow is running."_s));
        QVERIFY(shown.says(u"Start a release with a shadow step"_s));
        QSignalSpy asked(&shown.page, &ui::Page::releaseRequested);
        for (auto* button : shown.page.findChildren<QPushButton*>())
            if (button->text() == u"Start a release…"_s)
                button->click();
        QCOMPARE(asked.size(), 1);
        tests::shoot(shown.page, u"shadow-none"_s);
    }

    void aLostLinkLeavesThePairsAndStopsTheVerdicts() {
        Shown shown;
        QVERIFY(shown.open());
        QTRY_COMPARE(shown.page.view().model().rowCount({}), 3);
        shown.backend.stop();
        QTRY_VERIFY_WITH_TIMEOUT(shown.says(u"These pairs are as of"_s), 10'000);
        QCOMPARE(shown.page.view().model().rowCount({}), 3);
        shown.details().judge("worse");
        QVERIFY(shown.verdicts().empty());
    }

    void withoutContentOnlyTheFacts() {
        Shown shown;
        protocol::PairMessage bare = pairWith(7, false, {});
        bare.differences = {{.path = "/decision", .stable = {}, .candidate = {}, .likeness = 0}};
        shown.backend.bodies[u"/pairs/7"_s] = protocol::encode(bare);
        QVERIFY(shown.open());
        QTRY_VERIFY(shown.says(u"The plan keeps no texts"_s));
        QVERIFY(shown.says(u"/decision"_s));
    }

    void theStartDialogWarnsOfToolsThatMayAct() {
        ui::releases::ShadowRow row;
        release::Plan plan = release::defaultPlan();
        row.setPlan(plan);
        row.setCandidate("2.2.0");
        row.setActingTools({"issue_refund", "<b>\xE2\x80\xAE"
                                            "evil</b>"});
        QVERIFY(row.warning().isEmpty()); // nothing is copied
        row.applyTo(plan);
        QCOMPARE(plan, release::defaultPlan());
        plan.shadowTime = std::chrono::minutes(5);
        plan.shadowShare = traffic::Weight::percent(40);
        row.setPlan(plan);
        QVERIFY2(row.warning().contains(u"issue_refund, <b>⟨U+202E⟩evil</b>"_s), qPrintable(row.warning()));
        const TextWalk walk(row);
        QVERIFY2(walk.unsafe().isEmpty(), qPrintable(walk.unsafe().join(u'\n')));
        release::Plan chosen = release::defaultPlan();
        row.applyTo(chosen);
        QCOMPARE(chosen.shadowTime, plan.shadowTime);
        QCOMPARE(chosen.shadowShare, plan.shadowShare);
        row.setCandidate("2.3.0"); // of which nothing is known yet
        QVERIFY(row.warning().isEmpty());
    }

    void everyReasonHasWords() {
        for (const char* reason :
             {"full", "late", "rate", "budget", "unavailable", "withdrawn", "unreachable", "behind"})
            QVERIFY2(dropReasonText(reason) != QString::fromLatin1(reason), reason);
        QVERIFY(!deceives(dropReasonText("\xE2\x80\xAE<b>")));
        protocol::PairMessage pair = pairWith(1, false, {});
        for (const auto layer :
             {evidence::PairLayer::Success, evidence::PairLayer::Contract, evidence::PairLayer::Tools,
              evidence::PairLayer::Fields, evidence::PairLayer::Text, evidence::PairLayer::Embeddings}) {
            pair.layer = layer;
            QVERIFY(resultText(pair).startsWith(u"≠ "_s));
            QVERIFY(resultReason(pair).endsWith(u'.'));
        }
    }
};

QTEST_MAIN(TestShadowView)
#include "tst_shadow_view.moc"
