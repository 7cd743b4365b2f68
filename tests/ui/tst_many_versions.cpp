// Version trees of a size that no screen shows: something is painted at once, all of it in time, and a click in between
// wins.
#include <QElapsedTimer>
#include <QThreadPool>
#include <QtTest>

#include "tests/support/time_gates.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace Qt::StringLiterals;
using agents::Version;

namespace {

Version version(const std::string& name, int hour, const std::vector<std::string>& parents) {
    Version made;
    made.agent = "refunds";
    made.version = *agents::SemVer::parse(name);
    made.tag = "agents/refunds/v" + name;
    made.digest = sha256(name);
    made.time = WallTime{std::chrono::hours{490'000 + hour}};
    made.changelog = "Change";
    for (const std::string& parent : parents)
        made.parents.push_back(*agents::SemVer::parse(parent));
    return made;
}

protocol::AgentStatus statusOf(const Version& stable) {
    protocol::AgentStatus status;
    status.agent = "refunds";
    status.observed.stable = stable.ref();
    return status;
}

} // namespace

class TestManyVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void manyVersionsStayInteractive_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("complete"); // ms
        QTest::newRow("10,000") << 10'000 << 1'000;
        QTest::newRow("100,000") << 100'000 << 3'000;
    }

    void manyVersionsStayInteractive() {
        QFETCH(int, count);
        QFETCH(int, complete);
        std::vector<Version> versions;
        versions.reserve(static_cast<std::size_t>(count));
        for (int i = count - 1; i >= 0; --i) {
            std::vector<std::string> parents;
            if (i > 0)
                parents.push_back("1." + std::to_string(i - 1) + ".0");
            if (i > 10 && i % 14 == 0)
                parents.push_back("1." + std::to_string(i - 7) + ".0");
            versions.push_back(version("1." + std::to_string(i) + ".0", i, parents));
        }
        const protocol::AgentStatus status = statusOf(versions.front());
        VersionsView view;
        view.resize(1280, 760);
        view.setLoading("refunds");
        view.setStatus(&status, true);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QElapsedTimer timer;
        timer.start();
        view.setVersions(versions, {});
        view.grab();
        const auto first = timer.elapsed();
        QTRY_COMPARE_WITH_TIMEOUT(view.tree().model()->rowCount(), count, 20'000);
        view.grab();
        const auto fill = timer.restart();
        view.setStatus(&status, true);
        view.grab();
        const auto roles = timer.restart();
        view.filter().setText(u"1.99 change"_s);
        view.grab();
        const auto filtered = timer.restart();
        qInfo("%d versions: first paint %lld ms, complete %lld ms, roles %lld ms, filtered %lld ms", count, first, fill,
              roles, filtered);
        QVERIFY(view.tree().model()->rowCount() > 100);
        const auto most = tests::slowness * complete;
        QVERIFY2(first <= 300 * tests::slowness, "something is painted at once");
        QVERIFY2(fill <= most && roles <= most && filtered <= most, "interactive in time");
    }

    // The agent that was chosen last is shown, however long another's versions took.
    void anotherAgentOvertakesOneWithManyVersions() {
        std::vector<Version> many;
        for (int i = 20'000; i-- > 0;)
            many.push_back(version("1." + std::to_string(i) + ".0", i, {}));
        VersionsView view;
        view.setLoading("many");
        view.setVersions(std::move(many), {});
        view.setLoading("few");
        view.setVersions({version("1.0.0", 1, {})}, {});
        QCOMPARE(view.tree().model()->rowCount(), 1);
        QVERIFY(QThreadPool::globalInstance()->waitForDone(20'000));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(view.tree().model()->rowCount(), 1);
    }
};

QTEST_MAIN(TestManyVersions)
#include "tst_many_versions.moc"
