#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/ui/deployment_values.h"
#include "tests/ui/page_checks.h"
#include "ui/history/audit_export.h"
#include "ui/history/audit_view.h"
#include "ui/history/deployments_view.h"
#include "ui/history/history_export.h"

using namespace signalbox;
using namespace signalbox::ui::history;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

// Invented entries.
protocol::AuditRow entry(std::uint64_t sequence) {
    const bool refunds = sequence % 3 != 0;
    protocol::AuditRow row{.sequence = sequence,
                           .time = at(sequence),
                           .actor = sequence % 5 == 0 ? "responder" : "release manager",
                           .action = sequence % 4 == 0 ? "release.roll_back" : "release.advance",
                           .agent = sequence % 50 == 0 ? ""
                                    : refunds          ? "refunds"
                                                       : "router",
                           .summary = sequence % 4 == 0 ? "2.2.0 → 2.1.0, effective after 3 ms"
                                                        : "2.2.0 from 5 % to 10 % (invented)",
                           .entry = {}};
    row.entry = {{u"sequence"_s, static_cast<qint64>(sequence)},
                 {u"action"_s, QString::fromStdString(row.action)},
                 {u"reason"_s, u"looked good <b>\u202e"_s}};
    return row;
}

protocol::AuditPage page(std::uint64_t newest, int count, std::uint64_t size) {
    protocol::AuditPage made{.rows = {}, .size = size, .checkpoint = {}};
    for (std::uint64_t sequence = newest; sequence > 0 && count > 0; --sequence, --count)
        made.rows.push_back(entry(sequence));
    return made;
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void pagesJoinWithoutGapsOrDoubles() {
        AuditModel model;
        QSignalSpy wanted(&model, &AuditModel::pageWanted);
        QVERIFY(!model.canFetchMore({}));
        model.takeNewest(page(500, 200, 500).rows, 500);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QCOMPARE(wanted.takeFirst().front().toULongLong(), 300ULL);
        QVERIFY(!model.canFetchMore({})); // one question at a time
        model.appendOlder(page(300, 200, 500).rows);
        model.takeNewest(page(503, 200, 503).rows, 503); // three new ones
        QCOMPARE(model.rowCount(), 403);
        model.appendOlder(page(300, 200, 503).rows); // an answer that came twice
        QCOMPARE(model.rowCount(), 403);
        model.fetchMore({});
        model.appendOlder(page(100, 200, 503).rows);
        QCOMPARE(model.rowCount(), 503);
        for (int i = 0; i < 503; ++i)
            QCOMPARE(model.rows()[static_cast<std::size_t>(i)].sequence, static_cast<std::uint64_t>(503 - i));
        QVERIFY(!model.canFetchMore({}));
        // Too many new ones to join, or a log that shrank: everything is read again instead of showing a gap.
        model.takeNewest(page(900, 200, 900).rows, 900);
        QCOMPARE(model.rowCount(), 200);
        model.takeNewest(page(50, 200, 50).rows, 50);
        QCOMPARE(model.rowCount(), 50);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    // The tester itself asks for more while it looks; the answers come later, as from a backend.
    void theModelAndItsFilterAreSound() {
        AuditModel model;
        AuditFilter filter;
        filter.setSourceModel(&model);
        const auto answer = [&model](quint64 before) { model.appendOlder(page(before, 20, 300).rows); };
        connect(&model, &AuditModel::pageWanted, &model, answer, Qt::QueuedConnection);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (std::uint64_t size = 280; size <= 300; size += 5) {
            model.takeNewest(page(size, 30, size).rows, size);
            filter.setAgent(size % 2 == 0 ? "refunds" : "");
        }
        QVERIFY(QTest::qWaitFor([&model] {
            model.fetchMore({});
            return model.rowCount() == 300;
        }));
        filter.setAgent("refunds");
        QVERIFY(filter.rowCount() > 0 && filter.rowCount() < 300);
        model.clear();
    }

    void aFailedPageCanBeAskedForAgain() {
        AuditModel model;
        model.takeNewest(page(500, 10, 500).rows, 500);
        model.fetchMore({});
        QVERIFY(!model.canFetchMore({}));
        model.pageFailed();
        QVERIFY(model.canFetchMore({}));
    }

    void aFilterThatHidesPagesAsksForMore() {
        AuditView view(AuditSource::Backend);
        QSignalSpy wanted(&view, &AuditView::pageWanted);
        view.setAgent("nobody");
        view.takeNewest(page(5000, 100, 5000));
        int answered = 0;
        while (!wanted.isEmpty() && answered < 100) {
            const auto before = wanted.takeFirst().front().toULongLong();
            view.appendOlder(page(before, 100, 5000).rows);
            ++answered;
        }
        QVERIFY2(answered >= 5 && answered <= 40, qPrintable(QString::number(answered))); // bounded
        for (int i = 0; i < view.table().model()->rowCount(); ++i) // only what is about the backend itself
            QVERIFY(view.table().model()->index(i, AuditModel::What).data().toString().contains(u"this backend"_s));
    }

    // The sentence first, with who, why and whether it is signed; what was recorded is one click away, as plain text.
    void theSelectedEntryIsShownAsPlainText() {
        AuditView view(AuditSource::Backend);
        view.resize(1200, 600);
        view.setAgent("refunds");
        auto entries = page(40, 40, 40);
        entries.checkpoint = "production\n38\nroot=\n\n— production signature\n";
        view.takeNewest(entries);
        view.show();
        view.table().setCurrentIndex(view.table().model()->index(0, 0));
        const auto shown = [&view] {
            QStringList texts;
            for (const auto* label : view.findChildren<ui::PlainLabel*>())
                if (label->isVisible())
                    texts += label->text();
            return texts.join(u'\n');
        };
        QVERIFY2(shown().contains(u"responder rolled refunds back"_s), qPrintable(shown()));
        QVERIFY2(shown().contains(u"Why: looked good <b>"_s), qPrintable(shown()));
        QVERIFY2(shown().contains(u"entry 40, not signed yet"_s), qPrintable(shown()));
        QCOMPARE(view.table().model()->index(0, AuditModel::Entry).data().toString(), u"entry 40\nnot signed yet"_s);
        QCOMPARE(view.table().model()->index(2, AuditModel::Entry).data().toString(), u"entry 37\nsigned"_s);
        QVERIFY(!view.findChild<QPlainTextEdit*>()->isVisible());
        for (auto* button : view.findChildren<QPushButton*>())
            if (button->text() == u"JSON"_s)
                button->click();
        QVERIFY(view.findChild<QPlainTextEdit*>()->isVisible());
        const auto text = view.findChild<QPlainTextEdit*>()->toPlainText();
        QVERIFY(text.contains(u"\"action\""_s) && text.contains(u"<b>"_s));
        QVERIFY(!text.contains(QChar(0x202e))); // made visible, not obeyed
        QCOMPARE(tests::namelessWidgets(view), QStringList());
    }

    void verificationNamesTheFirstBadEntry() {
        const auto good = verificationText({.good = true, .size = 1204, .firstBad = {}, .message = "fine"});
        QVERIFY(good.good && good.text.startsWith(u"Verified to 1,204"_s));
        const auto bad = verificationText({.good = false, .size = 1204, .firstBad = 17, .message = "hash differs"});
        QVERIFY(!bad.good && bad.text.contains(u"Entry 17"_s) && bad.hint.contains(u"hash differs"_s));
        AuditView view(AuditSource::Console);
        view.setVerifying();
        view.setVerification(failure(Errc::Unavailable, "unreachable", "Not reached."));
        QVERIFY(view.findChild<ui::Notice*>()->text().contains(u"Not reached."_s));
    }

    void exportsSurviveHostileText() {
        auto rows = page(2, 2, 2).rows;
        rows[0].actor = "=HYPERLINK(\"x\")";
        rows[0].summary = "line\nbreak, \"quote\"";
        const QByteArray csv = auditCsvHead() + auditCsvRows(rows);
        QVERIFY(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""));
        QVERIFY(csv.contains("\"line\nbreak, \"\"quote\"\"\""));
        QCOMPARE(csv.count("\r\n"), 3);
        const auto lines = auditJsonLines(rows).split('\n');
        QCOMPARE(lines.size(), 3);
        const auto first = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(first[u"actor"_s].toString(), u"=HYPERLINK(\"x\")"_s); // exactly as recorded
        QCOMPARE(first[u"entry"_s].toObject(), rows[0].entry);
        const auto table = deploymentsCsv(deployments());
        QVERIFY(table.startsWith("agent,version,role,weight_thousandths,"));
        QVERIFY(table.contains("\"invented reason, with a comma and \"\"quotes\"\"\""));
        QCOMPARE(deploymentsJsonLines(deployments()).count('\n'), 8);
    }

    void theWholeLogIsExportedPageByPage_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("lines");
        QTest::newRow("table") << u"log.csv"_s << 1001;
        QTest::newRow("JSON lines") << u"log.jsonl"_s << 1000;
    }

    void theWholeLogIsExportedPageByPage() {
        QFETCH(QString, name);
        QFETCH(int, lines);
        QTemporaryDir folder;
        std::vector<quint64> asked;
        AuditExport job(folder.filePath(name), [&](quint64 before, const AuditExport::Answer& answer) {
            asked.push_back(before);
            answer(page(before == 0 ? 1000 : before, 200, 1000).rows);
        });
        QSignalSpy saved(&job, &AuditExport::saved);
        QSignalSpy progressed(&job, &AuditExport::progressed);
        job.start();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved.front().front().toULongLong(), 1000ULL);
        QCOMPARE(asked, (std::vector<quint64>{0, 800, 600, 400, 200}));
        QCOMPARE(progressed.back(), (QList<QVariant>{1000, 1000}));
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), lines);
    }

    void anExportThatEndsEarlyLeavesNoFile() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"log.csv"_s);
        const auto failing = [&](quint64 before, const AuditExport::Answer& answer) {
            if (before == 0)
                answer(page(1000, 200, 1000).rows);
            else
                answer(failure(Errc::Unavailable, "unreachable", "Not reached."));
        };
        AuditExport cut(path, failing);
        QSignalSpy failed(&cut, &AuditExport::failed);
        cut.start();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!QFile::exists(path));
        // A backend that repeats itself must not keep the export going for ever.
        AuditExport repeating(path,
                              [&](quint64, const AuditExport::Answer& answer) { answer(page(1000, 200, 1000).rows); });
        QSignalSpy refused(&repeating, &AuditExport::failed);
        repeating.start();
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(!QFile::exists(path));
        { // cancelled: destroyed before its second page
            AuditExport cancelled(path, failing);
            cancelled.start();
        }
        QVERIFY(!QFile::exists(path));
        AuditExport nowhere(folder.filePath(u"no/such/folder/log.csv"_s), failing);
        QSignalSpy noPlace(&nowhere, &AuditExport::failed);
        nowhere.start();
        QCOMPARE(noPlace.size(), 1);
    }

    void aFileIsWrittenWholeOrNotAtAll() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"out.csv"_s);
        QVERIFY(saveFile(path, "a,b\r\n"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("a,b\r\n"));
        const auto failed = saveFile(folder.filePath(u"no/such/folder/out.csv"_s), "x");
        QVERIFY(!failed && failed.error().code == "export_failed");
    }

    void checkpointsSayHowFarTheySign() {
        QCOMPARE(sizeIn("origin\n118\nroot\n"), std::optional<std::uint64_t>(118));
        for (const char* text : {"", "origin", "origin\n", "origin\n12", "origin\n12x\n", "origin\n-1\n"})
            QVERIFY2(!sizeIn(text), text);
    }

    void consoleEntriesReadLikeTheOthers() {
        client::ConsoleEntry entry{.sequence = 3, .time = at(3), .action = {}};
        entry.action.action = "release.roll_back";
        entry.action.backend = "production";
        entry.action.outcome = "done";
        entry.action.reason = "errors";
        entry.action.effectiveAfterMs = 3;
        const auto row = rowOf(entry);
        QCOMPARE(row.summary, std::string("done – errors"));
        QCOMPARE(row.entry[u"effective_after_ms"_s].toDouble(), 3.0);
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        QTabWidget tabs;
        tabs.setDocumentMode(true);
        tabs.resize(1280, 700);
        auto* table = new DeploymentsView(&tabs);
        auto* audit = new AuditView(AuditSource::Backend, &tabs);
        tabs.addTab(table, u"Deployments"_s);
        tabs.addTab(audit, u"Audit log of the backend"_s);
        table->setRows(deployments());
        audit->setAgent("refunds");
        audit->takeNewest(page(1204, 60, 1204));
        audit->table().setCurrentIndex(audit->table().model()->index(1, 0));
        tabs.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tabs));
        auto* rows = table->findChild<QTableView*>();
        rows->setCurrentIndex(rows->model()->index(2, 0));
        QVERIFY(tests::showsSelection(*rows));
        tests::shoot(tabs, u"history-deployments"_s);
        tabs.setCurrentIndex(1);
        QVERIFY(tests::showsSelection(audit->table()));
        audit->setVerification(protocol::AuditVerification{.good = true, .size = 1204, .firstBad = {}, .message = {}});
        tests::shoot(tabs, u"history-audit"_s);
        QCOMPARE(tests::clippedLabels(tabs), QStringList());
        audit->setVerification(
            protocol::AuditVerification{.good = false, .size = 1204, .firstBad = 17, .message = "The hash differs."});
        tests::shoot(tabs, u"history-bad"_s);
        table->setRows({});
        tabs.setCurrentIndex(0);
        tests::shoot(tabs, u"history-empty"_s);
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestHistory)
#include "tst_history_view.moc"
