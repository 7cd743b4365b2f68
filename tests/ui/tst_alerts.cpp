// The Alerts page over plain values, and over a backend that raises one while the window watches.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "core/release/guarded_metrics.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/status_values.h"
#include "ui/alerts/alert_words.h"
#include "ui/alerts/alerts_page.h"
#include "ui/alerts/alerts_view.h"
#include "ui/base/theme.h"
#include "ui/shell/alert_notifier.h"
#include "ui/shell/status_line.h"

using namespace signalbox;
using namespace signalbox::ui::alerts;
using namespace Qt::StringLiterals;

namespace {

protocol::Alert alert(std::uint64_t id, const std::string& agent = "refunds") {
    return {.id = id,
            .raised = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::minutes(id),
            .agent = agent,
            .releaseId = agent + ".1",
            .version = "2.2.0",
            .baseline = "2.1.0",
            .guard = "error_rate",
            .deed = protocol::AlertDeed::RolledBack,
            .sentence = "error_rate is worse: 9 of 412 units of the canary failed, 21 of 7,830 of stable.",
            .runbook = "Look at the last refusals first.\nThen call the payments team."};
}

protocol::Alert seen(protocol::Alert one) {
    one.acknowledged =
        protocol::Acknowledgement{.at = one.raised + std::chrono::minutes(3), .by = "mara", .reason = "on it"};
    return one;
}

QString shownText(const QWidget& widget) {
    QStringList texts;
    for (const auto* label : widget.findChildren<ui::PlainLabel*>())
        if (label->isVisibleTo(&widget))
            texts += label->text();
    return texts.join(u'\n');
}

} // namespace

class TestAlerts : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void messagesKeepEverything() {
        const protocol::AlertList list{{alert(7), seen(alert(3, "summariser"))}};
        const auto read = protocol::alertsFrom(protocol::encode(list));
        QVERIFY(read);
        QCOMPARE(protocol::encode(*read), protocol::encode(list));
        QJsonObject bad = protocol::encode(list.alerts[0]);
        bad["deed"_L1] = u"exploded"_s;
        QCOMPARE(protocol::alertFrom(bad).error().field, std::string("/deed"));
        bad = protocol::encode(list.alerts[0]);
        bad.remove("id"_L1);
        QVERIFY(!protocol::alertFrom(bad));
    }

    void theModelFollowsItsRows() {
        AlertModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows({alert(2), alert(1)});
        model.setRows({alert(3), seen(alert(2)), alert(1)});
        QCOMPARE(model.rowCount({}), 3);
        model.setNow(alert(3).raised + std::chrono::minutes(12));
        QCOMPARE(model.text(model.row(1), AlertModel::State), u"✓ mara has it\nwas open for 3 min"_s);
        QCOMPARE(model.text(model.row(0), AlertModel::State), u"● open, nobody has it\nfor 12 min"_s);
        QCOMPARE(model.text(model.row(0), AlertModel::What).section(u'\n', 1),
                 u"Rolled back: 2.1.0 answers everything."_s);
    }

    // The first thing is what a person would say; terms of statistics stand behind "Why?", also those of older logs.
    void peoplesWordsComeFirst_data() {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("headline");
        QTest::addColumn<bool>("hasMore");
        const QString plain = u"2.2.0 failed 4 of 5 conversations, 2.1.0 none of 67"_s;
        QTest::newRow("people's words") << plain << plain << false;
        const QString named = plain + u". 4 of 4 failures: 403 latency_units_violation."_s;
        QTest::newRow("the upstream's own word") << named << named << false;
        const QString composed = u"refunds 2.2.0 was rolled back because of its errors"_s;
        QTest::newRow("nothing recorded") << QString() << composed << false;
        for (const char* older : {"error_rate is worse: 9 of 412 units of the canary failed, 21 of 7,830 of stable.",
                                  "9 of 412 failed (E is 1,200 of 100).", "with 99 % certainty more than 2 % fail"})
            QTest::newRow(older) << QString::fromLatin1(older) << composed << true;
    }

    void peoplesWordsComeFirst() {
        QFETCH(QString, sentence);
        QFETCH(QString, headline);
        QFETCH(bool, hasMore);
        protocol::Alert one = alert(2);
        one.sentence = sentence.toStdString();
        AlertsView view;
        view.resize(1000, 600);
        view.setAlerts({one}, one.raised + std::chrono::minutes(5));
        view.show();
        const QStringList said = shownText(view).split(u'\n');
        const auto at = [&said](const QString& text) {
            for (qsizetype i = 0; i < said.size(); ++i)
                if (said[i].contains(text))
                    return static_cast<int>(i);
            return -1;
        };
        QVERIFY2(at(headline) >= 0, qPrintable(said.join(u'|')));
        QVERIFY(at(headline) < at(u"Rolled back: 2.1.0 answers everything."_s));
        QVERIFY(at(u"for 5 min"_s) >= 0);
        QCOMPARE(view.whyButton().isVisible(), hasMore);
        if (!hasMore)
            return;
        QVERIFY(at(sentence) < 0);
        view.whyButton().click();
        QVERIFY(shownText(view).contains(sentence));
    }

    void everyGuardrailAndDeedHasWords() {
        for (const auto deed : {protocol::AlertDeed::Notified, protocol::AlertDeed::Paused,
                                protocol::AlertDeed::SteppedBack, protocol::AlertDeed::RolledBack})
            for (const auto& metric : release::guardedMetrics()) {
                protocol::Alert one = alert(1);
                one.deed = deed;
                one.guard = std::string(metric.name) + (metric.name.ends_with(':') ? "refund" : "");
                one.sentence.clear();
                const AlertWords words = wordsOf(one);
                for (const QString& text : {words.headline, words.done})
                    QVERIFY2(!text.isEmpty() && !text.contains(u'_') && !text.contains(u'%'), qPrintable(text));
            }
    }

    void theTwoVersionsAreOneClickAway() {
        AlertsView view;
        view.setAgent("refunds");
        view.setAlerts({alert(2), alert(1, "summariser")}, {});
        QSignalSpy asked(&view, &AlertsView::compareRequested);
        QCOMPARE(view.compareButton().text(), u"Compare 2.1.0 … 2.2.0"_s);
        view.compareButton().click();
        QCOMPARE(asked.takeFirst(), (QVariantList{u"2.1.0"_s, u"2.2.0"_s}));
        view.table().setCurrentIndex(view.table().model()->index(1, 0));
        QVERIFY(!view.compareButton().isEnabled()); // Compare shows the agent that is chosen
        QVERIFY(view.compareButton().toolTip().contains(u"summariser"_s));
        protocol::Alert older = alert(3);
        older.baseline.clear();
        view.setAlerts({older}, {});
        view.table().setCurrentIndex(view.table().model()->index(0, 0));
        QVERIFY(view.compareButton().isHidden());
    }

    void theSelectedOneShowsItsEvidenceAndRunbook() {
        AlertsView view;
        view.resize(1000, 600);
        view.show();
        QVERIFY(shownText(view).contains(u"No guardrail has acted."_s));
        view.setAgent("refunds");
        view.setAlerts({alert(2), seen(alert(1, "summariser"))}, {});
        QVERIFY(shownText(view).contains(u"1 of 2 alerts are open."_s));
        QVERIFY(shownText(view).contains(u"Then call the payments team."_s)); // the newest is selected
        QSignalSpy asked(&view, &AlertsView::acknowledgeRequested);
        view.findChild<QLineEdit*>()->setText(u"  looking "_s);
        view.button().click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toULongLong(), 2U);
        QCOMPARE(asked[0][1].toString(), u"looking"_s);
        view.table().setCurrentIndex(view.table().model()->index(1, 0));
        QVERIFY(shownText(view).contains(u"Seen by mara"_s));
        QVERIFY(!view.button().isVisible()); // once is enough
        view.findChild<QCheckBox*>()->setChecked(true);
        QCOMPARE(view.table().model()->rowCount(), 1);
    }

    void evidenceIsOneClickAway() {
        AlertsView view;
        view.setAlerts({alert(2), alert(1, "summariser")}, {});
        QVERIFY(!view.evidenceButton().isEnabled());
        QVERIFY(view.evidenceButton().toolTip().contains(u"signalboxctl explain refunds.1"_s));
        view.setExplained({"refunds.1"});
        QVERIFY(view.evidenceButton().isEnabled());
        QVERIFY(view.evidenceButton().toolTip().isEmpty());
        QStringList asked;
        connect(&view, &AlertsView::evidenceRequested, this,
                [&asked](const std::string& agent, const std::string& guard) {
                    asked << QString::fromStdString(agent) << QString::fromStdString(guard);
                });
        view.evidenceButton().click();
        QCOMPARE(asked, (QStringList{u"refunds"_s, u"error_rate"_s}));
        view.table().setCurrentIndex(view.table().model()->index(1, 0));
        QVERIFY(!view.evidenceButton().isEnabled());
    }

    void nothingIsOfferedThatCannotWork() {
        AlertsView view;
        view.setAlerts({alert(2)}, {});
        view.setObstacle(u"The link to the backend is down."_s);
        QVERIFY(!view.button().isEnabled());
        QSignalSpy asked(&view, &AlertsView::acknowledgeRequested);
        QTest::keyClick(view.findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        QCOMPARE(view.button().toolTip(), u"The link to the backend is down."_s);
    }

    void hostileTextStaysText() {
        protocol::Alert hostile = alert(1);
        hostile.agent = hostile.guard = hostile.sentence = hostile.runbook = "<b>x</b>\u202E\x1b[31m";
        AlertsView view;
        view.setAlerts({hostile}, {});
        QVERIFY(!shownText(view).contains(QChar(0x202E)));
        QVERIFY(!shownText(view).contains(QChar(0x1B)));
        AlertModel model;
        QVERIFY(!model.text(hostile, AlertModel::What).contains(QChar(0x202E)));
        const auto message = ui::shell::notificationOf(hostile);
        QVERIFY(!message.title.contains(QChar(0x202E)) && !message.text.contains(QChar(0x1B)));
    }

    void onlyNewAlertsAreNews() {
        uitest::FakeBackend backend;
        QVERIFY(backend.isListening());
        backend.agents.agents = {uitest::idle()};
        backend.bodies[u"/alerts"_s] = protocol::encode(protocol::AlertList{{alert(1)}});
        client::BackendSession session(backend.url(), "token");
        client::BackendMirror mirror(session);
        QSignalSpy raised(&mirror, &client::BackendMirror::alertRaised);
        AlertsPage page(mirror);
        page.setAgent("refunds");
        session.start();
        QTRY_COMPARE(mirror.alerts().size(), 1U);
        QCOMPARE(raised.count(), 0); // it was there before this console looked
        backend.bodies[u"/alerts"_s] = protocol::encode(protocol::AlertList{{alert(5), seen(alert(4)), alert(1)}});
        backend.sendAudit(5);
        QTRY_COMPARE(mirror.alerts().size(), 3U);
        QCOMPARE(raised.count(), 1);
        QCOMPARE(raised[0][0].value<protocol::Alert>().id, 5U);
        QVERIFY(shownText(page).contains(u"2 of 3 alerts are open."_s));
        QTRY_VERIFY(page.findChild<AlertsView*>()->button().isEnabled());
        page.findChild<AlertsView*>()->button().click();
        QTRY_COMPARE(backend.commands.size(), 1U);
        QVERIFY(backend.commands[0].path.startsWith(u"/api/v1/alerts/"_s));
    }

    void theStatusLineCountsWhatIsOpen() {
        ui::shell::StatusLine line;
        line.show();
        auto* button = line.findChild<QToolButton*>();
        QVERIFY(!button->isVisible());
        line.setAlerts(2);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), u"2 open alerts"_s);
        QSignalSpy asked(&line, &ui::shell::StatusLine::alertsRequested);
        button->click();
        QCOMPARE(asked.count(), 1);
        line.setAlerts(0);
        QVERIFY(!button->isVisible());
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        AlertsView view;
        view.resize(1150, 640);
        view.setAgent("refunds");
        protocol::Alert paused = alert(9, "summariser");
        paused.deed = protocol::AlertDeed::Paused;
        view.setAlerts({alert(12), paused, seen(alert(3))}, alert(15).raised);
        view.setExplained({"refunds.1"});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(tests::showsSelection(view.table()));
        tests::shoot(view, u"alerts"_s);
        QCOMPARE(tests::clippedLabels(view), QStringList());
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestAlerts)
#include "tst_alerts.moc"
