#include <random>
#include <set>

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QtTest>

#include "tests/ui/page_checks.h"
#include "tests/ui/version_values.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;
using agents::Version;

namespace {

std::vector<VersionRow> randomRows(std::mt19937& random, int count) {
    std::vector<Version> versions;
    for (int i = 0; i < count; ++i)
        if (random() % 3 != 0)
            versions.push_back(version("1." + std::to_string(i) + ".0", i, {}));
    return makeRows(std::move(versions), nullptr);
}

} // namespace

class TestVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void childrenStandAboveTheirParents() {
        // 2.0.1 was made after 2.1.0 and from it: precedence alone would put it below its parent. 3.0.0 is the oldest.
        const auto ordered = orderedForTree({version("2.1.0", 5, {"2.0.0"}), version("2.0.1", 5, {"2.1.0"}),
                                             version("2.0.0", 9, {}), version("3.0.0", 1, {"9.9.9"})});
        std::vector<std::string> names;
        for (const auto& one : ordered)
            names.push_back(one.version.toString());
        QCOMPARE(names, (std::vector<std::string>{"3.0.0", "2.0.1", "2.1.0", "2.0.0"}));
    }

    void aCircleIsListedUnconnected() {
        const auto ordered = orderedForTree(
            {version("1.0.0", 1, {"2.0.0"}), version("2.0.0", 2, {"1.0.0"}), version("3.0.0", 3, {"3.0.0"})});
        QCOMPARE(ordered.size(), 3U);
        QVERIFY(ordered[1].parents.empty() && ordered[2].parents.empty());
    }

    void shapesAndChipsSayThePartInTraffic() {
        const auto status = sampleStatus();
        const auto rows = makeRows(sampleVersions(), &status);
        std::map<std::string, const VersionRow*> by;
        for (const auto& row : rows)
            by[row.name] = &row;
        QCOMPARE(by["2.1.0"]->shape, NodeShape::Stable);
        QCOMPARE(by["2.1.0"]->chips[0].text, u"stable 95 %"_s);
        QCOMPARE(by["2.2.0"]->shape, NodeShape::Canary);
        QCOMPARE(spokenText(*by["2.2.0"]), u"2.2.0, child of 2.1.0, canary 5 %"_s);
        QCOMPARE(by["2.0.0"]->shape, NodeShape::Quarantined);
        QCOMPARE(spokenText(*by["2.0.0"]), u"2.0.0, child of 1.9.0, rolled back, quarantined"_s);
        QCOMPARE(by["2.3.0-rc.1"]->shape, NodeShape::PreRelease);
        QCOMPARE(by["1.9.0"]->shape, NodeShape::Plain);
        QVERIFY(!firstLine(by["1.8.0"]->version.changelog).contains(QChar(0x1b)));
        QCOMPARE(firstLine("\n\n  two\nthree"), u"two"_s);
        QVERIFY(firstLine(" \n").isEmpty());
        // Without a state there are no chips, and nothing is made up.
        QVERIFY(makeRows(sampleVersions(), nullptr)[0].chips.empty());
        // The same version name with another content is not the stable version.
        auto other = status;
        other.observed.stable.digest = sha256("other content");
        for (const auto& row : makeRows(sampleVersions(), &other))
            QVERIFY(row.shape != NodeShape::Stable);
    }

    void everyWordOfTheFilterMustOccur() {
        const auto status = sampleStatus();
        const auto rows = makeRows(sampleVersions(), &status);
        const VersionRow& row = *std::ranges::find(rows, "2.2.0", &VersionRow::name);
        QVERIFY(matches(row, u"ref-118 CANARY"_s));
        QVERIFY(!matches(row, u"ref-118 stable"_s));
        QVERIFY(matches(row, u"   "_s));
    }

    void linesOfNeighbouringRowsMeet() {
        const auto rows = makeRows(sampleVersions(), nullptr);
        const double unit = 16;
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            const auto upper = layOutRow(rows[i].lanes, QRectF(0, static_cast<double>(i) * 24, 200, 24), unit);
            const auto lower = layOutRow(rows[i + 1].lanes, QRectF(0, static_cast<double>(i + 1) * 24, 200, 24), unit);
            const double border = static_cast<double>(i + 1) * 24;
            std::set<double> leaving;
            std::set<double> arriving;
            for (const auto& line : upper.lines)
                if (line.to.y() == border)
                    leaving.insert(line.to.x());
            for (const auto& line : lower.lines)
                if (line.from.y() == border)
                    arriving.insert(line.from.x());
            QCOMPARE(leaving, arriving);
            QVERIFY(upper.node.height() <= 24 && upper.node.width() == upper.node.height());
        }
        QVERIFY(graphWidth(4, unit) < graphWidth(40, unit));
        QCOMPARE(graphWidth(40, unit), graphWidth(4000, unit));
    }

    void wideTreesSayHowManyLanesAreHidden() {
        signalbox::versions::LaneRow row{.lane = 0, .colour = 0, .edges = {}};
        for (int lane = 0; lane < 20; ++lane)
            row.edges.push_back({lane, lane, lane, false, false});
        const auto geometry = layOutRow(row, QRectF(0, 0, 300, 24), 16);
        QCOMPARE(geometry.hiddenLanes, 20 - maximalLanes);
        QCOMPARE(geometry.lines.size(), static_cast<std::size_t>(maximalLanes));
    }

    void theModelKeepsSelectionThroughChanges() {
        constexpr unsigned seed = 4711;
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        VersionModel model;
        VersionFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(randomRows(random, 40));
        QPersistentModelIndex kept = model.index(3, VersionModel::Name);
        auto name = kept.data().toString();
        for (int round = 0; round < 200; ++round) {
            auto rows = randomRows(random, 40);
            const bool stays = kept.isValid() && std::ranges::any_of(rows, [&](const auto& row) {
                                   return QString::fromStdString(row.name) == name;
                               });
            model.setRows(rows);
            if (stays)
                QCOMPARE(kept.data().toString(), name);
            else
                kept = model.index(0, VersionModel::Name), name = kept.data().toString();
            QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
            for (std::size_t i = 0; i < rows.size(); ++i)
                QCOMPARE(model.rows()[i].name, rows[i].name);
            filter.setFilter(round % 2 == 0 ? u"1.1"_s : QString());
        }
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void comparesAndReleasesWhatIsSelected() {
        VersionsView view;
        const auto status = sampleStatus();
        view.setLoading("refunds");
        view.setStatus(&status, true);
        view.setVersions(sampleVersions(),
                         {{"refunds", "agents/refunds/v9", "lightweight_tag", "The tag is not annotated."}});
        view.resize(1280, 760);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy compared(&view, &VersionsView::compareRequested);
        QSignalSpy released(&view, &VersionsView::releaseRequested);
        view.select("2.2.0");
        QTest::keyClick(&view.tree(), Qt::Key_Return); // keyboard only
        QCOMPARE(compared.takeFirst(), (QVariantList{u"2.1.0"_s, u"2.2.0"_s}));
        const auto press = [&](const QString& text) {
            for (auto* button : view.findChildren<QPushButton*>())
                if (button->text() == text)
                    QTest::mouseClick(button, Qt::LeftButton);
        };
        view.select("1.9.0");
        press(u"Stable"_s);
        QCOMPARE(compared.takeFirst(), (QVariantList{u"1.9.0"_s, u"2.1.0"_s})); // the older one left
        press(u"Start release…"_s);                                             // a release is running
        QCOMPARE(released.size(), 0);
        press(u"Queue release…"_s); // behind it
        QCOMPARE(released.takeFirst(), QVariantList{u"1.9.0"_s});
        view.select("2.2.0"); // which is being released
        press(u"Start release…"_s);
        press(u"Queue release…"_s);
        QCOMPARE(released.size(), 0);
        view.select("1.9.0");
        auto idle = status;
        idle.state.release.reset();
        view.setStatus(&idle, true);
        press(u"Start release…"_s);
        QCOMPARE(released.takeFirst(), QVariantList{u"1.9.0"_s});
        view.setStatus(&idle, false); // the link is down: not offered
        press(u"Start release…"_s);
        QCOMPARE(released.size(), 0);
        view.filter().setText(u"greeting"_s);
        QCOMPARE(view.tree().model()->rowCount(), 1);
        QCOMPARE(tests::namelessWidgets(view), QStringList());
    }

    void whatTheChecksFoundStandsAgainstARelease_data() {
        QTest::addColumn<bool>("readable");
        QTest::addColumn<int>("errors");
        QTest::addColumn<int>("warnings");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<bool>("releasable");
        QTest::newRow("nothing") << true << 0 << 0 << QString() << true;
        QTest::newRow("warnings only") << true << 0 << 2 << QString() << true;
        QTest::newRow("a mistake") << true << 1 << 1 << u"1 mistake"_s << false;
        QTest::newRow("mistakes") << true << 3 << 0 << u"3 mistakes"_s << false;
        QTest::newRow("nothing to serve") << false << 1 << 0 << u"unreadable"_s << false;
    }

    void whatTheChecksFoundStandsAgainstARelease() {
        QFETCH(bool, readable);
        QFETCH(int, errors);
        QFETCH(int, warnings);
        QFETCH(QString, chip);
        QFETCH(bool, releasable);
        const auto finding = checkedVersion().errors.front();
        protocol::VersionCheck check{"2.0.1", readable, std::vector<Finding>(static_cast<std::size_t>(errors), finding),
                                     static_cast<std::uint64_t>(warnings)};
        VersionsView view;
        const auto status = sampleStatus();
        view.setLoading("refunds");
        view.setStatus(&status, true);
        view.setVersions(sampleVersions(), {}, {check});
        view.resize(1280, 760);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.select("2.0.1");
        QStringList chips;
        for (const auto& one : view.selected()->chips)
            chips += one.text;
        QCOMPARE(chips.contains(chip), !chip.isEmpty());
        QSignalSpy released(&view, &VersionsView::releaseRequested);
        for (auto* button : view.findChildren<QPushButton*>())
            if (button->text() == u"Queue release…"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(released.size(), releasable ? 1 : 0);
        QCOMPARE(view.details().findings().isVisible(), errors > 0); // warnings come with the detail
        auto detail = sampleDetail(sampleVersions()[4]);             // 2.0.1
        detail.findings = check.errors;
        detail.findings.resize(static_cast<std::size_t>(errors + warnings),
                               {.severity = Finding::Severity::Warning, .code = "no_contract", .message = "None."});
        view.details().setDetail(detail);
        QCOMPARE(view.details().findings().isVisible(), errors + warnings > 0);
        QCOMPARE(view.details().findings().findings().size(), static_cast<std::size_t>(errors + warnings));
        QStringList said;
        for (const auto* label : view.details().findings().findChildren<ui::PlainLabel*>())
            said += label->text();
        QCOMPARE(said.join(u'\n').contains(u"prompts/system.md:1: This is a pointer of Git LFS"_s), errors > 0);
        view.select("1.9.0"); // about which nothing was found
        QVERIFY(!view.details().findings().isVisible());
        QCOMPARE(tests::namelessWidgets(view), QStringList());
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        VersionsView view;
        view.resize(1280, 760);
        const auto status = sampleStatus();
        view.setLoading("refunds (invented data)");
        view.setStatus(&status, true);
        view.setVersions(sampleVersions(),
                         {{"refunds", "agents/refunds/v9", "lightweight_tag", "The tag is not annotated."}});
        view.select("2.2.0");
        view.details().setDetail(sampleDetail(sampleVersions()[0]));
        view.details().setDeployments(sampleDeployments());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(tests::clippedLabels(view), QStringList());
        tests::shoot(view, u"versions"_s);
        for (const QSize size : {QSize(1100, 700), QSize(1440, 900)}) {
            view.resize(size);
            view.setVersions(sampleVersions(),
                             {{"refunds", "agents/refunds/v9", "lightweight_tag", "The tag is not annotated.",
                               "Make annotated tags (git tag -a -f)."}},
                             {checkedVersion(), {"1.9.0", false, {unreadableFinding()}, 0}});
            view.select("2.0.1");
            auto detail = sampleDetail(sampleVersions()[4]); // 2.0.1
            detail.findings = checkedVersion().errors;
            detail.findings.push_back({.severity = Finding::Severity::Warning,
                                       .code = "no_contract",
                                       .message = "No contract says what the agent's input looks like.",
                                       .place = {.file = "agent.yaml", .line = 1, .field = "contract.input"}});
            view.details().setDetail(detail);
            QTRY_VERIFY(view.details().findings().findChildren<QWidget*>().back()->isVisible());
            QTRY_COMPARE(tests::clippedLabels(view), QStringList());
            QTRY_VERIFY(std::ranges::all_of(
                view.details().findings().findChildren<ui::PlainLabel*>(), [](const ui::PlainLabel* label) {
                    return !label->wordWrap() || label->height() >= label->heightForWidth(label->width());
                })); // laid out anew, in several passes
            tests::shoot(view, u"versions-findings-%1"_s.arg(size.width()));
            view.select("1.9.0");
            view.details().setDetailError({"refunds", "1.9.0"},
                                          {Errc::Corrupt, "broken_object", unreadableFinding().message});
            QTRY_VERIFY(view.details().findings().findChildren<QWidget*>().back()->isVisible());
            tests::shoot(view, u"versions-unreadable-%1"_s.arg(size.width()));
        }
        view.setVersions({}, {});
        tests::shoot(view, u"versions-empty"_s);
        view.setError(
            {Errc::Unavailable, "unreachable", "The backend does not answer.", "Check that signalboxd runs."});
        tests::shoot(view, u"versions-error"_s);
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestVersions)
#include "tst_versions.moc"
