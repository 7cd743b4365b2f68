#include <cmath>
#include <random>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QtTest>

#include "tests/ui/page_checks.h"
#include "tests/ui/widget_places.h"
#include "ui/live/live_view.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using namespace Qt::StringLiterals;
using protocol::MetricPoint;
using std::chrono::seconds;

namespace {

const WallTime now = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::hours(14);

// Invented, labelled traffic: a calm stable version and a canary that fails more often in the second half.
std::shared_ptr<Picture> samplePicture(bool withCanary = true) {
    std::mt19937 random(7);
    const auto span = spanFor(seconds(300), now);
    client::LiveSeries stable{"2.1.0", traffic::Role::Stable, {}};
    client::LiveSeries canary{"2.2.0", traffic::Role::Canary, {}};
    int second = 0;
    for (WallTime time = span.from; time < span.to; time += seconds(1), ++second) {
        MetricPoint point;
        point.time = time;
        point.requests = 18 + random() % 6;
        point.errors = random() % 160 == 0 ? 1 : 0;
        point.answers = point.latencyKnown = point.firstTokenKnown = point.usageKnown = point.requests - point.errors;
        point.costKnown = point.requests;
        point.costUsd = 0.0031 * static_cast<double>(point.requests);
        point.inputTokens = 640 * point.requests;
        point.outputTokens = (180 + random() % 60) * point.requests;
        point.toolCalls = point.requests + random() % 8;
        point.latencyP50 = 0.42 + static_cast<double>(random() % 60) / 1000;
        point.latencyP95 = 0.9 + static_cast<double>(random() % 200) / 1000;
        point.latencyP99 = 1.4 + static_cast<double>(random() % 500) / 1000;
        point.firstTokenP50 = 0.2;
        point.firstTokenP95 = 0.35 + static_cast<double>(random() % 60) / 1000;
        stable.points.push_back(point);
        if (second < 60)
            continue;
        point.requests = random() % 3;
        point.errors = point.requests > 0 && second > 180 && random() % 9 == 0 ? 1 : 0;
        point.answers = point.latencyKnown = point.firstTokenKnown = point.usageKnown = point.requests - point.errors;
        point.costKnown = point.requests;
        point.costUsd = 0.0043 * static_cast<double>(point.requests);
        point.inputTokens = 700 * point.requests;
        point.outputTokens = 260 * point.requests;
        point.toolCalls = 2 * point.requests;
        point.latencyP95 = 1.1 + static_cast<double>(random() % 300) / 1000;
        if (point.requests > 0)
            canary.points.push_back(point);
    }
    std::vector<client::LiveSeries> live{stable};
    protocol::AgentStatus status;
    status.observed.stable.version = *agents::SemVer::parse("2.1.0");
    if (withCanary) {
        live.push_back(canary);
        status.observed.canary = agents::VersionRef{*agents::SemVer::parse("2.2.0"), {}};
        status.state.release = release::Release{};
        status.state.release->plan.guardrails = {{"error_rate", 0.02, release::GuardAction::RollBack},
                                                 {"latency_p95", 10, release::GuardAction::Pause},
                                                 {"cost", 0.5, release::GuardAction::Pause}};
    }
    const std::vector<client::Marker> markers{{span.from + seconds(60), "release.start", "2.2.0 to 5 %"},
                                              {span.from + seconds(200), "release.pause", "paused"}};
    return std::make_shared<Picture>(makePicture(
        "refunds (invented data)", span,
        {.status = &status, .live = &live, .fetched = nullptr, .markers = withCanary ? &markers : nullptr}));
}

// What is known of contracts, tools and refusals: the canary breaks its contract more often.
std::shared_ptr<Picture> judgedPicture() {
    const auto picture = samplePicture();
    picture->guardrails.push_back({"contract_violation", 0.05, release::GuardAction::Pause});
    picture->guardrails.push_back({"tool_failure", 0, release::GuardAction::Notify});
    picture->markers.push_back({picture->span.to + seconds(2), "release.resume", "resumed"});
    std::mt19937 random(11);
    for (RoleLine& line : picture->lines) {
        const unsigned oneIn = line.role == traffic::Role::Canary ? 9 : 60;
        std::vector<MetricPoint> counts;
        for (Interval& interval : line.intervals) {
            MetricPoint& point = interval.counts;
            point.refusalsKnown = point.contractsKnown = point.requests;
            point.toolsKnown = point.requests / 2;
            point.contractViolations = random() % oneIn == 0 ? point.contractsKnown : 0;
            point.toolFailures = random() % 30 == 0 ? point.toolsKnown : 0;
            point.refusals = random() % 90 == 0 ? 1 : 0;
            counts.push_back(point);
        }
        line.total = sum(counts);
    }
    return picture;
}

void pump(LiveView& view) {
    for (auto* panel : view.panels())
        panel->chart().refresh();
}

} // namespace

class TestLiveView : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void showsEveryMetricWithCounts() {
        LiveView view;
        view.resize(1280, 860);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.panels().size(), allMetrics.size());
        QVERIFY(QTest::qWaitFor([&] { return view.panels()[0]->chart().drawnPoints() > 0; }));
        QCOMPARE(tests::clippedLabels(view), QStringList());
        QCOMPARE(tests::namelessWidgets(view), QStringList());
    }

    void aChartWithoutValuesShowsItsFocus() {
        MetricChart chart{Measure{}};
        chart.resize(400, 200);
        chart.show();
        QVERIFY(QTest::qWaitForWindowActive(&chart));
        chart.clearFocus();
        const QImage without = chart.grab().toImage();
        chart.setFocus(Qt::TabFocusReason);
        QVERIFY(chart.grab().toImage() != without);
    }

    void fitsNarrowWindows() {
        LiveView view;
        view.resize(560, 700);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(tests::clippedLabels(view), QStringList());
        tests::shoot(view, u"live-narrow"_s);
    }

    void threeNumbersBesideEachOtherFit() {
        const auto picture = samplePicture();
        picture->lines.push_back(picture->lines.front());
        picture->lines.back().role = traffic::Role::Shadow;
        for (const int width : {700, 870, 1000, 1210}) {
            LiveView view;
            view.resize(width, 600);
            view.setPicture(picture);
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
            for (const auto* panel : view.panels()) {
                const int right = panel->mapTo(&view, QPoint(panel->width(), 0)).x();
                QVERIFY2(!panel->isVisible() || right <= width, qPrintable(u"%1 of %2"_s.arg(right).arg(width)));
            }
            QCOMPARE(tests::clippedLabels(view), QStringList());
        }
    }

    void hiddenPagesDrawNothing() {
        LiveView view;
        view.resize(1280, 860);
        view.setActive(false);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setPicture(samplePicture());
        QVERIFY(!QTest::qWaitFor([&] { return view.panels()[0]->chart().drawnPoints() > 0; },
                                 3 * RepaintScheduler::roundMilliseconds));
        view.setActive(true);
        QVERIFY(QTest::qWaitFor([&] { return view.panels()[0]->chart().drawnPoints() > 0; }));
    }

    void theCrosshairIsShared() {
        LiveView view;
        view.resize(1280, 860);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        pump(view);
        auto& first = view.panels()[0]->chart();
        QSignalSpy hovered(&first, &MetricChart::hovered);
        QTest::keyClick(&first, Qt::Key_Left); // the keyboard reads values too
        QCOMPARE(hovered.size(), 1);
        const auto last = hovered.front().front().toLongLong();
        QTest::keyClick(&first, Qt::Key_Left);
        QVERIFY(hovered.back().front().toLongLong() < last);
        tests::shoot(view, u"live-crosshair"_s);
    }

    void theTableSaysTheSame() {
        LiveView view;
        QAbstractItemModelTester tester(view.findChild<LiveTableModel*>(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        view.resize(1280, 860);
        view.setTableShown(true);
        const auto picture = samplePicture();
        view.setPicture(picture);
        view.show();
        const auto* model = view.findChild<LiveTableModel*>();
        std::size_t buckets = picture->lines.size();
        for (const auto& line : picture->lines)
            buckets += line.intervals.size();
        QCOMPARE(model->rowCount({}), static_cast<int>(buckets));
        QVERIFY(model->rows()[0].isTotal);
        QCOMPARE(model->index(0, LiveTableModel::Requests).data().toString(),
                 QLocale(QLocale::English).toString(static_cast<qulonglong>(picture->lines[0].total.requests)));
        view.setPicture(samplePicture(false)); // rows go
        view.setPicture(samplePicture());      // and come back
        QCOMPARE(tests::namelessWidgets(view), QStringList());
        tests::shoot(view, u"live-table"_s);
    }

    void anEmptyPageSaysWhatToDo() {
        LiveView view;
        view.resize(900, 600);
        view.setGateway("http://127.0.0.1:8080");
        auto picture = std::make_shared<Picture>();
        picture->agent = "<b>refunds</b>";
        picture->span = spanFor(seconds(300), now);
        view.setPicture(picture);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto* command = view.findChild<QLineEdit*>();
        QVERIFY(command && command->isVisible() && command->text().startsWith(u"curl "_s));
        tests::shoot(view, u"live-empty"_s);
        view.setPicture(samplePicture());
        QVERIFY(!command->isVisible());
    }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        ui::applyTheme(dark ? ui::Scheme::Dark : ui::Scheme::Light);
        LiveView view;
        view.resize(1280, 860);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        pump(view);
        tests::shoot(view, u"live"_s);
        auto stale = samplePicture();
        stale->staleSince = now;
        const uitest::WidgetPlaces before(view);
        view.setPicture(stale);
        pump(view);
        QCOMPARE(before.moved().join(u'\n'), QString()); // nothing moves under the pointer when the link goes
        tests::shoot(view, u"live-stale"_s);
        QCOMPARE(tests::clippedLabels(view), QStringList());
        view.resize(1280, 1120);
        view.setPicture(judgedPicture());
        pump(view);
        tests::shoot(view, u"live-judged"_s);
        QCOMPARE(tests::clippedLabels(view), QStringList());
        ui::applyTheme(ui::Scheme::Light);
    }

    void panelsComeWithWhatIsKnown() {
        LiveView view;
        view.resize(1280, 860);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto shown = [&] {
            return std::ranges::count_if(view.panels(), [](const MetricPanel* panel) { return panel->isVisible(); });
        };
        QCOMPARE(shown(), 7);
        view.setPicture(judgedPicture());
        QCOMPARE(shown(), 10);
        view.setTableShown(true);
        auto* table = view.findChild<QTableView*>();
        QVERIFY(table);
        QVERIFY(!table->isColumnHidden(LiveTableModel::Refusals));
        for (int column = 0; column < LiveTableModel::ColumnCount; ++column)
            QVERIFY2(table->horizontalHeader()->sectionSizeHint(column) <= table->columnWidth(column),
                     qPrintable(table->model()->headerData(column, Qt::Horizontal).toString()));
        view.setPicture(samplePicture());
        QVERIFY(table->isColumnHidden(LiveTableModel::Refusals));
        view.setTableShown(false);
        QCOMPARE(shown(), 7);
    }

    void refreshIsCheap() {
        LiveView view;
        view.resize(1280, 860);
        view.setPicture(samplePicture());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QElapsedTimer timer;
        timer.start();
        constexpr int rounds = 20;
        for (int i = 0; i < rounds; ++i)
            for (auto* panel : view.panels()) {
                panel->chart().refresh();
                panel->chart().viewport()->repaint();
            }
        const double each =
            static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds / static_cast<double>(view.panels().size());
        qInfo("one chart refreshed and painted: %.2f ms", each);
        QVERIFY2(each < 33, "a chart must not take longer than the stall budget");
    }
};

QTEST_MAIN(TestLiveView)
#include "tst_live_view.moc"
