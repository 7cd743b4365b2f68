#include <random>
#include <set>

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonObject>
#include <QScrollBar>
#include <QtTest>

#include "tests/ui/page_checks.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace Qt::StringLiterals;
using agents::SemVer;
using agents::Version;

namespace {

SemVer semver(const std::string& text) {
    return *SemVer::parse(text);
}

Version version(const std::string& name, int hour, std::vector<std::string> parents, std::string changelog = "Change") {
    Version made;
    made.agent = "refunds";
    made.version = semver(name);
    made.tag = "agents/refunds/v" + name;
    made.digest = sha256(name);
    made.author = "Test Author";
    made.time = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::hours(hour);
    made.changelog = std::move(changelog);
    for (const auto& parent : parents)
        made.parents.push_back(semver(parent));
    return made;
}

agents::VersionRef ref(const std::string& name) {
    return {semver(name), sha256(name)};
}

// Invented: a hotfix branch, a pre-release, a canary, a rolled-back version.
std::vector<Version> sampleVersions() {
    auto newest =
        version("2.2.0", 60, {"2.1.0"},
                "Ask for the order number before promising a refund\n\nThe old wording let the agent promise a "
                "refund above the limit of 200 EUR.");
    newest.ticket = "REF-118";
    return {newest,
            version("2.3.0-rc.1", 55, {"2.1.0"}, "Try the smaller model"),
            version("2.1.1", 52, {"2.1.0"}, "Fix the greeting in French"),
            version("2.1.0", 48, {"2.0.1", "2.0.0"}, "Merge the hotfix; explain partial refunds"),
            version("2.0.1", 40, {"1.9.0"}, "Hotfix: do not show internal ids"),
            version("2.0.0", 36, {"1.9.0"}, "New output contract with amount and currency"),
            version("1.9.0", 20, {"1.8.0"}, "Shorter answers"),
            version("1.8.0", 10, {}, "First version <b>in the workspace</b> \x1b[31mred")};
}

protocol::AgentStatus sampleStatus() {
    protocol::AgentStatus status;
    status.agent = "refunds";
    status.observed.stable = ref("2.1.0");
    status.observed.canary = ref("2.2.0");
    status.observed.canaryWeight = traffic::Weight::percent(5);
    status.state.quarantine.push_back({ref("2.0.0"), "error rate", {}});
    status.state.release = release::Release{};
    status.state.release->candidate = ref("2.2.0");
    return status;
}

protocol::VersionDetail sampleDetail(const Version& of) {
    protocol::VersionDetail detail;
    detail.version = of;
    detail.manifest = {{u"model"_s, QJsonObject{{u"provider"_s, u"rehearsal"_s}, {u"id"_s, u"sim-large-2026-01-15"_s}}},
                       {u"configuration"_s, QJsonObject{{u"temperature"_s, 0.2}, {u"max_output_tokens"_s, 800}}},
                       {u"prompts"_s, QJsonObject{{u"system"_s, u"prompts/system.md"_s}}},
                       {u"integrations"_s, QJsonObject{{u"tools"_s, QJsonArray{u"integrations/lookup_order.json"_s}},
                                                       {u"mcp"_s, QJsonArray{}}}},
                       {u"contract"_s, QJsonObject{{u"output"_s, u"contract/output.json"_s}}}};
    detail.files = {"agent.yaml", "contract/output.json", "integrations/lookup_order.json", "prompts/system.md"};
    return detail;
}

std::vector<protocol::Deployment> sampleDeployments() {
    protocol::Deployment row;
    row.agent = "refunds";
    row.version = "2.2.0";
    row.role = traffic::Role::Canary;
    row.weight = traffic::Weight::percent(5);
    row.from = version("2.2.0", 61, {}).time;
    row.actor = "release manager (invented)";
    row.reason = "REF-118: stop refunds above the limit";
    return {row};
}

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
        // 2.0.1 was made after 2.1.0 and from it: precedence alone would put it below its parent.
        const auto ordered = orderedForTree({version("2.1.0", 5, {"2.0.0"}), version("2.0.1", 5, {"2.1.0"}),
                                             version("2.0.0", 9, {}), version("3.0.0", 1, {"9.9.9"})});
        std::vector<std::string> names;
        for (const auto& one : ordered)
            names.push_back(one.version.toString());
        QCOMPARE(names, (std::vector<std::string>{"2.0.1", "2.1.0", "2.0.0", "3.0.0"}));
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
        QVERIFY(matches(rows[0], u"ref-118 CANARY"_s));
        QVERIFY(!matches(rows[0], u"ref-118 stable"_s));
        QVERIFY(matches(rows[0], u"   "_s));
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
