// The way forward through the control API: what holds it, what a broken glass passes, and who approves.
#include <QJsonArray>
#include <QTest>

#include "tests/server/backend_test.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class WayForwardTest : public BackendTest {
    Q_OBJECT

private:
    [[nodiscard]] QJsonObject command() const { return {{u"revision"_s, host->revisionOf("refunds")}}; }

private Q_SLOTS:

    // Promote waits for what the next step waits for; a refusal is a conflict that names it, and shows in the status.
    void goingForwardIsNeverFree() {
        QJsonObject plan = quickPlan();
        QJsonArray steps = plan["steps"_L1].toArray();
        QJsonObject first = steps[0].toObject();
        first.insert(u"minimum_time"_s, 3600);
        steps[0] = first;
        plan.insert(u"steps"_s, steps);
        plan.insert(u"observe_time"_s, 86400);
        const std::string id = releaseAfter(host->startRelease("refunds", u"2.2.0"_s, plan));
        QVERIFY(!id.empty());
        const std::string promote = "/api/v1/releases/" + id + "/promote";
        QJsonObject glass = command();
        glass.insert(u"break_glass"_s, true);
        for (const char* phase : {"ramping", "observing"}) {
            const HttpAnswer held = host->post(promote, command());
            QCOMPARE(held.status, 409);
            QCOMPARE(held.errorCode(), std::string("holds_open"));
            const QJsonObject shown =
                host->get("/api/v1/agents/refunds/release").json()["holds"_L1].toArray().at(0).toObject();
            QVERIFY(!shown["satisfied"_L1].toBool() && shown["remaining_ms"_L1].toInteger() > 0);
            QVERIFY2(held.body.contains(phase == std::string("ramping") ? "of 1:00 h" : "of 24:00 h"),
                     held.body.c_str());
            glass.insert(u"revision"_s, host->revisionOf("refunds"));
            glass.remove(u"reason"_s);
            QCOMPARE(host->post(promote, glass).errorCode(), std::string("reason_needed"));
            glass.insert(u"reason"_s, u"a customer is down"_s);
            const HttpAnswer forced = host->post(promote, glass);
            QCOMPARE(forced.status, 200);
            QVERIFY(forced.json()["after"_L1]["last_change"_L1]["break_glass"_L1].toBool());
        }
        QCOMPARE(host->stateOf("refunds")["stable"_L1]["version"_L1].toString(), u"2.2.0"_s);
    }

    void nobodyApprovesWhatTheyStarted() {
        QJsonObject plan = quickPlan();
        QJsonArray steps = plan["steps"_L1].toArray();
        QJsonObject first = steps[0].toObject();
        first.insert(u"approval"_s, u"needed"_s);
        steps[0] = first;
        plan.insert(u"steps"_s, steps);
        // The plan of a command does not allow what the workspace does not.
        QJsonObject allowed = plan;
        allowed.insert(u"approval"_s, QJsonObject{{u"own"_s, true}});
        QCOMPARE(host->startRelease("refunds", u"2.2.0"_s, allowed).errorCode(),
                 std::string("own_approval_not_allowed"));
        const std::string id = releaseAfter(host->startRelease("refunds", u"2.2.0"_s, plan));
        const std::string approve = "/api/v1/releases/" + id + "/approve";
        const HttpAnswer own = host->post(approve, command());
        QCOMPARE(own.errorCode(), std::string("own_release"));
        QCOMPARE(host->post(approve, command(), host->token(protocol::AccessRole::ReleaseManager, "bob")).status, 200);
        QCOMPARE(host->post("/api/v1/releases/" + id + "/promote", command()).status, 200);
    }
};

QTEST_GUILESS_MAIN(WayForwardTest)
#include "tst_way_forward.moc"
