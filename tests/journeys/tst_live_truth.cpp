// What the Live page draws beside what the control API says and what callers saw: a canary at 5 % of 6 requests a
// second that fails and recovers, and a backend that is stopped and started again. Set SIGNALBOX_SHOTS to a folder to
// get pictures.
#include <cmath>

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "core/client/backend_mirror.h"
#include "core/protocol/decode.h"
#include "tests/server/daemon_process.h"
#include "tests/server/stub_upstream.h"
#include "tests/support/load_client.h"
#include "tests/ui/page_checks.h"
#include "ui/live/live_page.h"
#include "ui/live/live_view.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui::live;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr double perSecond = 6;
constexpr auto settled = 4s; // what is older than this is counted and shown

WallTime now() {
    return SystemClock().wall();
}

// The error rate is only told of: the canary must stay to recover.
QJsonObject plan() {
    return {{u"steps"_s, QJsonArray{QJsonObject{{u"weight"_s, 5}, {u"minimum_time"_s, 3600}},
                                    QJsonObject{{u"weight"_s, 100}, {u"minimum_time"_s, 3600}}}},
            {u"advance"_s, u"manual"_s},
            {u"guardrails"_s,
             QJsonArray{QJsonObject{{u"metric"_s, u"error_rate"_s}, {u"limit"_s, 0.5}, {u"action"_s, u"notify"_s}}}}};
}

} // namespace

class TestLiveTruth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aSparseCanaryIsDrawn();
    void itsOutageIsDrawnWhereItWas();
    void itsRecoveryIsDrawnWhereItWas();
    void aRestartIsAGap();
    void noRequestIsLostOrCountedTwice();
    void cleanupTestCase();

private:
    [[nodiscard]] std::size_t answered(const std::string& version, int status) const {
        return static_cast<std::size_t>(std::ranges::count_if(m_load->records(), [&](const auto& record) {
            return record.version == version && (record.status == 200) == (status == 200);
        }));
    }

    [[nodiscard]] const LiveView& view() const { return *m_page->findChild<LiveView*>(); }

    [[nodiscard]] const MetricPanel* panelOf(Metric metric) const {
        const auto found =
            std::ranges::find(view().panels(), metric, [](auto* panel) { return panel->measure().metric; });
        return *found;
    }

    // As it stands on the screen now; empty: not drawn.
    [[nodiscard]] PlottedSeries shown(Metric metric, traffic::Role role) const {
        panelOf(metric)->chart().refresh();
        for (const PlottedSeries& series : panelOf(metric)->chart().series())
            if (series.role == role && !series.replaced)
                return series;
        return {};
    }

    [[nodiscard]] std::vector<protocol::MetricPoint> said(traffic::Role role) const;
    void compareWithTheApi(Metric metric, traffic::Role role) const;
    void compareAll() const;
    [[nodiscard]] std::vector<double> canaryRatesSince(WallTime change) const;
    void shootAll(const QString& name) const;

    QTemporaryDir m_directory;
    std::unique_ptr<StubUpstream> m_upstream;
    std::unique_ptr<DaemonProcess> m_daemon;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<LivePage> m_page;
    std::unique_ptr<tests::LoadClient> m_load;
    WallTime m_outageBegan{};
    WallTime m_outageEnded{};
    WallTime m_stopped{};
    WallTime m_startedAgain{};
};

void TestLiveTruth::initTestCase() {
    m_upstream = std::make_unique<StubUpstream>();
    m_daemon = std::make_unique<DaemonProcess>(m_directory.filePath(u"workspace"_s), m_directory.filePath(u"state"_s),
                                               m_upstream->url());
    QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
    const QUrl control(QString::fromStdString(m_daemon->endpoint().control));
    m_session = std::make_unique<client::BackendSession>(control, m_daemon->token());
    m_mirror = std::make_unique<client::BackendMirror>(*m_session);
    ui::applyTheme(ui::Scheme::Light);
    m_page = std::make_unique<LivePage>(*m_mirror);
    m_page->resize(1440, 900);
    m_page->setVisible(true);
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_session->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh() && m_mirror->agent("refunds"), 15'000);
    m_page->setAgent("refunds");
    m_page->setActive(true);
    const HttpAnswer started =
        m_daemon->post("/api/v1/agents/refunds/releases",
                       {{u"version"_s, u"2.2.0"_s},
                        {u"revision"_s, static_cast<qint64>(m_mirror->agent("refunds")->state.revision)},
                        {u"reason"_s, u"to see it fail and recover"_s},
                        {u"plan"_s, plan()}});
    QVERIFY2(started.status == 200, started.body.c_str());
    m_load =
        std::make_unique<tests::LoadClient>(m_daemon->gatewayPort(), "refunds", "Where is my money?", perSecond, 2);
    m_load->start();
}

std::vector<protocol::MetricPoint> TestLiveTruth::said(traffic::Role role) const {
    const std::string query = "?step=1&from=" + toIso(now() - 7min);
    const HttpAnswer answer = m_daemon->get("/api/v1/agents/refunds/metrics" + query);
    const auto message = protocol::decode<protocol::MetricsMessage>(answer.json());
    if (!message)
        return {};
    for (const protocol::MetricSeries& series : message->series)
        if (series.role == role)
            return series.points;
    return {};
}

// Each step of the chart is the plain sum of what the API says for its interval.
void TestLiveTruth::compareWithTheApi(Metric metric, traffic::Role role) const {
    const WallTime last = now() - settled;
    const PlottedSeries series = shown(metric, role);
    const auto points = said(role);
    int compared = 0;
    for (const PlottedPoint& drawn : series.points) {
        if (drawn.to > last)
            continue;
        std::vector<protocol::MetricPoint> inside;
        for (const protocol::MetricPoint& point : points) {
            if (point.time < drawn.from || point.time >= drawn.to)
                continue;
            QVERIFY2(point.time + point.length <= drawn.to, "a bucket is drawn in an interval that it reaches beyond");
            inside.push_back(point);
        }
        const auto value = valueOf({metric}, sum(inside), drawn.to - drawn.from);
        QVERIFY(value);
        QVERIFY2(std::abs(*value - drawn.value) < 1e-9,
                 qPrintable(u"drawn %1, said %2, at %3"_s.arg(drawn.value)
                                .arg(*value)
                                .arg(QString::fromStdString(toIso(drawn.from)))));
        QCOMPARE(drawn.n, baseOf(metric, sum(inside)));
        ++compared;
    }
    QVERIFY(compared > 0);
}

void TestLiveTruth::compareAll() const {
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary})
        for (const auto metric : {Metric::ErrorRate, Metric::RequestRate})
            compareWithTheApi(metric, role);
}

// The canary's error rates in intervals that lie wholly after a change and are counted to their end. A silence has
// none, so few callers can take a while to give one.
std::vector<double> TestLiveTruth::canaryRatesSince(WallTime change) const {
    std::vector<double> rates;
    for (const PlottedPoint& point : shown(Metric::ErrorRate, traffic::Role::Canary).points)
        if (point.from >= change + 1s && point.to <= now() - settled)
            rates.push_back(point.value);
    return rates;
}

void TestLiveTruth::shootAll(const QString& name) const {
    if (!qEnvironmentVariableIsSet("SIGNALBOX_SHOTS"))
        return;
    for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
        ui::applyTheme(scheme);
        for (const QSize size : {QSize(1100, 700), QSize(1440, 900)}) {
            m_page->resize(size);
            for (auto* panel : view().panels())
                panel->chart().refresh();
            tests::shoot(*m_page, name + u'-' + QString::number(size.width()));
        }
    }
}

void TestLiveTruth::aSparseCanaryIsDrawn() {
    QTRY_VERIFY_WITH_TIMEOUT(answered("2.2.0", 200) >= 4, 120'000);
    QTRY_VERIFY_WITH_TIMEOUT(!shown(Metric::ErrorRate, traffic::Role::Canary).points.empty(), 20'000);
    const WallTime seen = now();
    QTRY_VERIFY_WITH_TIMEOUT(now() - seen > settled + 3s, 10'000);
    for (const PlottedPoint& point : shown(Metric::ErrorRate, traffic::Role::Canary).points)
        QCOMPARE(point.value, 0.0);
}

void TestLiveTruth::itsOutageIsDrawnWhereItWas() {
    m_upstream->failEvery("2.2.0", 1);
    m_outageBegan = now();
    QTRY_VERIFY_WITH_TIMEOUT(!canaryRatesSince(m_outageBegan).empty() && answered("2.2.0", 500) >= 3, 240'000);
    for (const double rate : canaryRatesSince(m_outageBegan))
        QCOMPARE(rate, 1.0);
    for (const PlottedPoint& point : shown(Metric::ErrorRate, traffic::Role::Stable).points)
        QCOMPARE(point.value, 0.0);
    // A failed answer has no tokens and no time that says how long answers take.
    for (const auto metric : {Metric::Tokens, Metric::Cost, Metric::Latency})
        for (const PlottedPoint& point : shown(metric, traffic::Role::Canary).points)
            QVERIFY2(point.from < m_outageBegan + 1s || point.to > now() - settled, qPrintable(titleOf({metric})));
    compareAll();
    shootAll(u"truth-outage"_s);
}

void TestLiveTruth::itsRecoveryIsDrawnWhereItWas() {
    const std::size_t before = answered("2.2.0", 200);
    m_upstream->failEvery("2.2.0", 0);
    m_outageEnded = now();
    QTRY_VERIFY_WITH_TIMEOUT(!canaryRatesSince(m_outageEnded).empty() && answered("2.2.0", 200) >= before + 3, 240'000);
    for (const double rate : canaryRatesSince(m_outageEnded))
        QCOMPARE(rate, 0.0); // nothing of the outage is dragged along
    for (const PlottedPoint& point : shown(Metric::ErrorRate, traffic::Role::Canary).points)
        if (point.from > m_outageBegan + 1s && point.to < m_outageEnded)
            QCOMPARE(point.value, 1.0);
    compareAll();
    shootAll(u"truth-recovery"_s);
}

void TestLiveTruth::aRestartIsAGap() {
    m_daemon->terminate();
    QCOMPARE(m_daemon->waitForEnd(), 0);
    m_stopped = now();
    QTRY_VERIFY_WITH_TIMEOUT(!m_mirror->isFresh() && now() - m_stopped > 12s, 30'000);
    QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
    m_startedAgain = now();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(now() - m_startedAgain > 24s, 40'000);
    const auto rates = shown(Metric::RequestRate, traffic::Role::Stable);
    QVERIFY(!rates.points.empty());
    for (const PlottedPoint& point : rates.points) {
        QVERIFY2(point.value < 3 * perSecond, "minutes of the past are no burst");
        QVERIFY2(point.to <= m_stopped + 1s || point.from >= m_startedAgain - 8s, "nobody counted in between");
    }
    QVERIFY(rates.points.front().from < m_stopped - 60s); // the past is still there
    QVERIFY(rates.points.back().from >= m_startedAgain - 8s);
    compareAll();
    shootAll(u"truth-restart"_s);
}

// Callers are the witness: what they were answered is what the page counts, in seconds, minutes and intervals.
void TestLiveTruth::noRequestIsLostOrCountedTwice() {
    m_load->stop();
    const auto counted = [this](traffic::Role role) {
        std::uint64_t requests = 0;
        for (const PlottedPoint& point : shown(Metric::RequestRate, role).points)
            requests += point.n;
        return requests;
    };
    for (auto* button : m_page->findChildren<QToolButton*>()) // all of it lies in these
        if (button->text() == u"15 min"_s)
            button->click();
    QTRY_COMPARE_WITH_TIMEOUT(counted(traffic::Role::Canary), answered("2.2.0", 200) + answered("2.2.0", 500), 40'000);
    QTRY_COMPARE_WITH_TIMEOUT(counted(traffic::Role::Stable), answered("2.1.0", 200), 40'000);
}

void TestLiveTruth::cleanupTestCase() {
    m_load.reset();
    m_page.reset();
    m_mirror.reset();
    m_session.reset();
    m_daemon.reset();
    m_upstream.reset();
}

QTEST_MAIN(TestLiveTruth)
#include "tst_live_truth.moc"
