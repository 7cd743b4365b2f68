// What stands beside the version tree and in its place: details of one version of one agent, its deployments beside the
// agent's state, its files to read; and that the selected row stays in sight.
#include <QPlainTextEdit>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/page_checks.h"
#include "tests/ui/version_values.h"
#include "ui/compare/find_bar.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;
using agents::Version;

class TestVersionDetails : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    // What an endpoint cannot carry of the version stands there, and what fills a placeholder.
    void endpointsSayWhatTheyCannotCarry() {
        agents::Manifest manifest;
        manifest.name = "refunds";
        manifest.model = {.provider = "main", .id = "m-2026-01-15"};
        manifest.tools = {"integrations/lookup.json"};
        manifest.variables = {{"customer", "not known"}};
        manifest.configuration.stop = {"END"};
        const auto textOf = [](const std::vector<DetailLine>& lines, const QString& label) {
            const auto found = std::ranges::find(lines, label, &DetailLine::label);
            return found == lines.end() ? QString() : found->text;
        };
        const auto lines = manifestLines(agents::manifestToJson(manifest));
        QCOMPARE(textOf(lines, u"Answers at"_s), u"/v1/chat/completions\n/v1/responses without configuration.stop\n"
                                                 "/v1/completions is refused: integrations.tools\n"
                                                 "/v1/embeddings without integrations.tools, configuration.stop"_s);
        QCOMPARE(textOf(lines, u"Defaults"_s), u"customer: not known"_s);
        QCOMPARE(textOf(manifestLines({}), u"Defaults"_s), QString());
    }

    void deploymentsNeverDenyTheState_data() {
        QTest::addColumn<traffic::Role>("role");
        QTest::addColumn<int>("weight"); // of the row that the history has open
        QTest::addColumn<QString>("stable");
        QTest::addColumn<QString>("canary"); // what is in effect; empty: nobody
        QTest::addColumn<int>("canaryWeight");
        QTest::addColumn<QString>("shadow");
        QTest::addColumn<bool>("goesOn");
        const auto row = [](const char* name, traffic::Role role, int weight, const QString& stable,
                            const QString& canary, int canaryWeight, const QString& shadow, bool goesOn) {
            QTest::newRow(name) << role << weight << stable << canary << canaryWeight << shadow << goesOn;
        };
        using enum traffic::Role;
        row("canary that runs", Canary, 5, u"2.1.0"_s, u"2.2.0"_s, 5, {}, true);
        row("canary rolled back", Canary, 5, u"2.1.0"_s, {}, 0, {}, false);
        row("canary at another weight", Canary, 5, u"2.1.0"_s, u"2.2.0"_s, 10, {}, false);
        row("another canary", Canary, 5, u"2.1.0"_s, u"2.3.0-rc.1"_s, 5, {}, false);
        row("canary that was promoted", Canary, 50, u"2.2.0"_s, {}, 0, {}, false);
        row("stable that serves all", Stable, 100, u"2.2.0"_s, {}, 0, {}, true);
        row("stable beside a canary", Stable, 95, u"2.2.0"_s, u"2.3.0-rc.1"_s, 5, {}, true);
        row("stable before its canary", Stable, 100, u"2.2.0"_s, u"2.3.0-rc.1"_s, 5, {}, false);
        row("stable that was replaced", Stable, 100, u"2.1.0"_s, {}, 0, {}, false);
        row("shadow that gets copies", Shadow, 20, u"2.1.0"_s, {}, 0, u"2.2.0"_s, true);
        row("shadow that became canary", Shadow, 20, u"2.1.0"_s, u"2.2.0"_s, 5, {}, false);
        row("shadow that was aborted", Shadow, 20, u"2.1.0"_s, {}, 0, {}, false);
    }

    void deploymentsNeverDenyTheState() {
        QFETCH(traffic::Role, role);
        QFETCH(int, weight);
        QFETCH(QString, stable);
        QFETCH(QString, canary);
        QFETCH(int, canaryWeight);
        QFETCH(QString, shadow);
        QFETCH(bool, goesOn);
        auto rows = sampleDeployments();
        rows[0].role = role;
        rows[0].weight = traffic::Weight::percent(static_cast<std::uint32_t>(weight));
        const auto named = [](const QString& name) {
            return agents::VersionRef{semver(name.toStdString()), sha256(name.toStdString())};
        };
        protocol::AgentStatus status;
        status.agent = "refunds";
        status.observed.stable = named(stable);
        if (!canary.isEmpty())
            status.observed.canary = named(canary);
        status.observed.canaryWeight = traffic::Weight::percent(static_cast<std::uint32_t>(canaryWeight));
        if (!shadow.isEmpty())
            status.observed.shadow = named(shadow);
        status.observed.shadowShare = traffic::Weight::percent(20);
        const auto lines = deploymentLines(rows, {"refunds", "2.2.0"}, &status);
        QCOMPARE(lines.size(), 1U);
        QCOMPARE(lines[0].text.contains(u"until now"_s), goesOn);
        QCOMPARE(lines[0].text.contains(u"has just ended"_s), !goesOn);
        QVERIFY(deploymentLines(rows, {"router", "2.2.0"}, &status).empty()); // another agent's
        rows[0].until = rows[0].from + std::chrono::minutes(3);
        QVERIFY(deploymentLines(rows, {"refunds", "2.2.0"}, &status)[0].text.contains(u"until 20"_s));
    }

    // Two agents with the same numbers; what comes late is about the one that was chosen before.
    void theDetailsAreOfOneAgent() {
        VersionsView view;
        view.setLoading("refunds");
        view.setVersions(sampleVersions(), {});
        view.select("2.2.0");
        view.details().setDetail(sampleDetail(sampleVersions()[0]));
        view.details().setDeployments(sampleDeployments());
        const auto shown = [&view] {
            QStringList texts{view.details().findChild<QPlainTextEdit*>()->toPlainText()};
            for (const auto* label : view.details().findChildren<ui::PlainLabel*>())
                texts += label->text();
            for (const auto* link : view.details().findChildren<QToolButton*>())
                texts += link->text();
            return texts.join(u'\n');
        };
        QVERIFY(shown().contains(u"Ask for the order number"_s));
        QVERIFY(shown().contains(u"prompts/system.md"_s));
        auto other = version("2.2.0", 70, {}, "Sort invoices first");
        other.agent = "router";
        view.setLoading("router");
        view.setVersions({other}, {});
        QVERIFY2(shown().contains(u"Sort invoices first"_s), qPrintable(shown()));
        for (const auto& late : {u"Ask for the order number"_s, u"sim-large"_s, u"prompts/system.md"_s, u"REF-118"_s})
            QVERIFY2(!shown().contains(late), qPrintable(shown()));
        view.details().setDetail(sampleDetail(sampleVersions()[0])); // the late answer
        view.details().setDetailError({"refunds", "2.2.0"}, {Errc::Unavailable, "unreachable", "Not reached."});
        view.details().setDeployments(sampleDeployments());
        QVERIFY2(!shown().contains(u"sim-large"_s) && !shown().contains(u"Not reached."_s), qPrintable(shown()));
        QVERIFY2(shown().contains(u"It has had no traffic yet."_s), qPrintable(shown()));
    }

    void filesAreReadAndSearched() {
        VersionsView view;
        view.resize(1100, 700);
        view.setLoading("refunds");
        view.setVersions(sampleVersions(), {});
        view.select("2.2.0");
        view.details().setDetail(sampleDetail(sampleVersions()[0]));
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        QSignalSpy asked(&view.reader(), &FileReader::snapshotRequested);
        for (auto* link : view.details().findChildren<QToolButton*>())
            if (link->text() == u"prompts/system.md"_s)
                link->click();
        QVERIFY(view.isReading());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(view.reader().key(), (VersionKey{"refunds", "2.2.0"}));
        view.reader().setSnapshot({"router", "2.2.0"}, sampleFiles("another agent's words"));
        QCOMPARE(view.reader().list().count(), 0); // a late answer about another
        view.reader().setSnapshot({"refunds", "2.2.0"}, sampleFiles("Refund within 30 days."));
        QCOMPARE(view.reader().list().count(), 4);
        QCOMPARE(view.reader().list().item(0)->text(), u"prompts/system.md"_s);
        auto& text = *view.reader().panel().view();
        QTRY_VERIFY(text.file() != nullptr);
        QCOMPARE(text.geometry().count(), static_cast<int>(text.file()->text.rightLines.size())); // nothing is folded
        tests::shoot(view, u"versions-file"_s);
        QVERIFY(text.isVisible());
        QTest::keyClick(&text, Qt::Key_F, Qt::ControlModifier);
        auto* field = view.reader().findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, u"refund"_s);
        QTRY_VERIFY(view.reader().panel().findBar()->count() >= 2);
        const int first = text.currentRow();
        QTest::keyClick(field, Qt::Key_F3);
        QVERIFY(text.currentRow() != first);
        QTest::keyClick(field, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(text.currentRow(), first);
        QVERIFY(view.reader().findChildren<QPlainTextEdit*>().isEmpty()); // nothing there can be typed into
        QCOMPARE(tests::namelessWidgets(view), QStringList());
        view.setVersions(sampleVersions(), {}); // the list comes again meanwhile: the reader stays
        QVERIFY(view.isReading());
        QTest::keyClick(field, Qt::Key_Escape); // ends the search first
        QVERIFY(view.isReading() && !field->isVisible());
        QTest::keyClick(&text, Qt::Key_Escape);
        QVERIFY(!view.isReading());
        QCOMPARE(view.selected()->name, std::string("2.2.0"));
    }

    void theSelectedRowStaysInSight_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void theSelectedRowStaysInSight() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        VersionsView view;
        std::vector<Version> many;
        for (int i = 0; i < 200; ++i)
            many.push_back(version("1." + std::to_string(i) + ".0", i, {}));
        view.setLoading("refunds");
        view.setVersions(many, {});
        view.select("1.3.0"); // near the end, before the page has a size
        view.resize(1100, 500);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto inSight = [&view] {
            const QRect row = view.tree().visualRect(view.tree().currentIndex());
            return view.selected()->name == "1.3.0" && view.tree().viewport()->rect().contains(row.center());
        };
        QTRY_VERIFY(inSight());
        many.push_back(version("2.0.0", 300, {"1.3.0"}));
        for (auto& one : many)
            if (one.version.toString() == "1.2.0")
                one.parents = {semver("1.3.0")}; // a child stands above its parent: another order
        view.setVersions(many, {});
        QVERIFY(inSight());
        view.resize(1100, 320);
        QTRY_VERIFY(inSight());
        // Told from its neighbours by its colour, and by a bar at its edge.
        const QRect row = view.tree().visualRect(view.tree().currentIndex());
        const QImage picture = view.tree().viewport()->grab().toImage();
        const auto at = [&](int x, int y) { return picture.pixelColor(QPoint(x, y) * picture.devicePixelRatio()); };
        QVERIFY(tests::showsSelection(view.tree()));
        QCOMPARE(at(1, row.center().y()), ui::theme().accent);
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestVersionDetails)
#include "tst_version_details.moc"
