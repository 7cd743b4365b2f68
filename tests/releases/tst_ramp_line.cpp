// How fast a release goes: what each stop of the way says, that the line leaves nothing out while there is room, and
// that a ready-made ramp changes the ramp and nothing else.
#include <numeric>
#include <random>

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/ui/page_checks.h"
#include "ui/base/theme.h"
#include "ui/releases/guardrail_editor.h"
#include "ui/releases/pace_row.h"
#include "ui/releases/plan_editor.h"
#include "ui/releases/ramp_editor.h"
#include "ui/releases/ramp_line.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace Qt::StringLiterals;
using release::Pace;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

StableTraffic aDay(double perDay = 20'000) {
    return {.requests = static_cast<std::uint64_t>(perDay),
            .seen = hours(24),
            .perDay = perDay,
            .errorRate = 0.005,
            .version = "2.1.0"};
}

QString wordsOf(const std::vector<RampPoint>& points) {
    QStringList words;
    for (const RampPoint& point : points)
        words << (point.time.isEmpty() ? point.what : point.what + u": "_s + point.time);
    return words.join(u" | "_s);
}

release::Plan byTime() {
    release::Plan plan = release::defaultPlan();
    plan.evidence = release::MinimumEvidence::NotNeeded;
    return plan;
}

template <class Widget> Widget* named(const QWidget& parent, const QString& name) {
    for (auto* widget : parent.findChildren<Widget*>())
        if (widget->accessibleName() == name)
            return widget;
    qFatal("nothing is named \"%s\"", qPrintable(name));
}

} // namespace

class TestRampLine : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void everyStopSaysWhatItTakes_data() {
        QTest::addColumn<release::Plan>("plan");
        QTest::addColumn<double>("perDay"); // 0: nothing is known
        QTest::addColumn<QString>("words");
        const release::Plan plan = byTime();
        QTest::newRow("by time")
            << plan << 20'000.0
            << u"5 %: 1 h | 10 %: 1 h | 25 %: 1 h | 50 %: 1 h | 100 %: after about 4 h | watched: 24 h"_s;
        QTest::newRow("by time, nothing known")
            << plan << 0.0
            << u"5 %: 1 h | 10 %: 1 h | 25 %: 1 h | 50 %: 1 h | 100 %: after 4 h or more | watched: 24 h"_s;
        release::Plan judged = plan;
        judged.evidence = release::MinimumEvidence::Needed;
        judged.steps = {plan.steps[0], plan.steps[4]};
        QTest::newRow("conversations are waited for, nothing known")
            << judged << 0.0 << u"5 %: 1 h or more | 100 %: after 60 min or more | watched: 24 h"_s;
        QTest::newRow("enough traffic") << judged << 2'000'000.0
                                        << u"5 %: 1 h | 100 %: after about 60 min | watched: 24 h"_s;
        release::Plan slow = judged;
        slow.steps[0].minimumTime = {};
        slow.steps[0].approval = release::Approval::Needed;
        slow.observeTime = {};
        QTest::newRow("no hold, nothing known") << slow << 0.0 << u"5 %: until enough is seen, approval | 100 %"_s;
        release::Plan first = slow;
        first.evidence = release::MinimumEvidence::NotNeeded;
        first.shadowTime = minutes(30);
        first.shadowShare = traffic::Weight::percent(20);
        first.gates = {"tests"};
        QTest::newRow("gate and shadow")
            << first << 20'000.0
            << u"gate tests | copies of 20 %: 30 min | 5 %: no wait, approval | 100 %: after about 30 min"_s;
        first.gates = {"tests", "review"};
        QTest::newRow("gates")
            << first << 20'000.0
            << u"2 gates | copies of 20 %: 30 min | 5 %: no wait, approval | 100 %: after about 30 min"_s;
        release::Plan atOnce = plan;
        atOnce.steps = {plan.steps[4]};
        QTest::newRow("at once") << atOnce << 20'000.0 << u"100 % | watched: 24 h"_s;
        QTest::newRow("no steps") << release::Plan{} << 20'000.0 << QString();
    }

    void everyStopSaysWhatItTakes() {
        QFETCH(const release::Plan, plan);
        QFETCH(const double, perDay);
        QFETCH(const QString, words);
        QCOMPARE(wordsOf(rampPoints(plan, perDay > 0 ? std::optional(aDay(perDay)) : std::nullopt)), words);
    }

    void theLineLeavesNothingOutWhileThereIsRoom() {
        std::mt19937 random(3);
        const auto pick = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
        for (int i = 0; i < 20'000; ++i) {
            std::vector<int> widths(static_cast<std::size_t>(pick(0, pick(0, 4) == 0 ? 100 : 8)));
            for (int& width : widths)
                width = pick(5, 120);
            const int line = pick(4, 40);
            const int most = line + pick(0, 100);
            const int room = pick(0, 2'000);
            const int more = pick(5, 20);
            const auto places = rampPlaces(widths, room, line, most, more);
            QCOMPARE(places.empty(), widths.empty());
            if (places.empty())
                continue;
            const bool all = std::ranges::none_of(places, [](const auto& place) { return place.index < 0; });
            if (rampWidth(widths, line) <= room)
                QVERIFY(all && places.size() == widths.size());
            QCOMPARE(places.front().index, 0);
            QCOMPARE(places.back().index, static_cast<int>(widths.size()) - 1);
            QVERIFY(std::ranges::count(places, -1, &RampPlace::index) <= 1);
            int last = -1;
            for (std::size_t at = 0; at < places.size(); ++at) {
                const RampPlace& place = places[at];
                if (place.index >= 0) {
                    QVERIFY(place.index > last);
                    last = place.index;
                    QCOMPARE(place.width, widths[static_cast<std::size_t>(place.index)]);
                }
                if (at > 0)
                    QVERIFY(place.left >= places[at - 1].left + places[at - 1].width + line); // nothing overlaps
            }
            // It overflows only where even first, last and what stands for the rest do not fit.
            const int end = places.back().left + places.back().width;
            if (end > room && places.size() > 3)
                QFAIL("more was kept than there is room for");
        }
    }

    void aReadyMadeRampChangesTheRampAlone() {
        PlanEditor editor;
        release::Plan plan = release::defaultPlan();
        plan.shadowTime = minutes(30);
        plan.shadowShare = traffic::Weight::percent(20);
        plan.gates = {"tests"};
        editor.setPlan(plan);
        editor.setTraffic(aDay());
        const auto chosen = [&] {
            for (const auto& pace : std::vector<std::optional<Pace>>{Pace::Careful, Pace::Usual, Pace::LowTraffic, {}})
                if (editor.paces().button(pace).isChecked())
                    return editor.paces().button(pace).text();
            return QString();
        };
        QCOMPARE(chosen(), u"Usual"_s);
        named<QDoubleSpinBox>(editor, u"Limit: errors above"_s)->setValue(3);
        QCOMPARE(chosen(), u"Usual"_s);
        editor.paces().button(Pace::Careful).click();
        QCOMPARE(chosen(), u"Careful"_s);
        release::Plan expected = plan;
        expected.guardrails[0].limit = 0.03; // what was typed stays
        QVERIFY(editor.plan() == release::atPace(expected, Pace::Careful, plan));
        QCOMPARE(editor.plan().shadowTime, std::chrono::milliseconds(minutes(30)));
        QVERIFY(wordsOf(editor.line().points()).contains(u"| 1 %"_s));
        editor.paces().button(Pace::LowTraffic).click();
        QCOMPARE(editor.plan().shadowTime, std::chrono::milliseconds(0));
        QVERIFY(!named<QCheckBox>(editor, u"Begin with a shadow"_s)->isChecked());
        editor.paces().button(Pace::Usual).click();
        QVERIFY(editor.plan() == expected);
        // A ramp of one's own begins with the one that was chosen.
        auto* ramp = editor.findChild<RampEditor*>();
        QVERIFY(!ramp->isVisibleTo(&editor));
        editor.paces().button(std::nullopt).click();
        QVERIFY(ramp->isVisibleTo(&editor));
        QCOMPARE(chosen(), u"Own …"_s);
        QVERIFY(editor.plan() == expected);
        named<QDoubleSpinBox>(editor, u"Share of requests in step 1"_s)->setValue(2);
        QVERIFY(wordsOf(editor.line().points()).contains(u"| 2 %: "_s));
        QCOMPARE(chosen(), u"Own …"_s);
        editor.paces().button(Pace::Usual).click();
        QVERIFY(!ramp->isVisibleTo(&editor));
        QVERIFY(editor.plan() == expected);
    }

    void theKeyboardGoesFromOneToTheNext() {
        PlanEditor editor;
        editor.setPlan(release::defaultPlan());
        editor.show();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        auto& usual = editor.paces().button(Pace::Usual);
        usual.setFocus();
        QTest::keyClick(&usual, Qt::Key_Left);
        QVERIFY(editor.paces().button(Pace::Careful).isChecked());
        QVERIFY(editor.paces().button(Pace::Careful).hasFocus());
        QVERIFY(release::paceOf(editor.plan(), release::defaultPlan()) == Pace::Careful);
        QTest::keyClick(&editor.paces().button(Pace::Careful), Qt::Key_Right);
        QTest::keyClick(&usual, Qt::Key_Right);
        QTest::keyClick(&editor.paces().button(Pace::LowTraffic), Qt::Key_Right);
        QVERIFY(editor.paces().button(std::nullopt).hasFocus());
        QVERIFY(editor.findChild<RampEditor*>()->isVisible());
    }

    void pictures() {
        for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
            ui::applyTheme(scheme);
            RampLine line;
            release::Plan plan = release::defaultPlan();
            plan.shadowTime = minutes(30);
            plan.shadowShare = traffic::Weight::percent(20);
            line.setPoints(rampPoints(plan, aDay()));
            for (const int width : {420, 900}) {
                line.resize(width, line.sizeHint().height());
                line.show();
                QVERIFY(QTest::qWaitForWindowExposed(&line));
                ui::applyTheme(scheme);
                tests::shoot(line, u"ramp-%1"_s.arg(width));
                const auto& last = line.places().back();
                QVERIFY(last.left + last.width <= width);
            }
            QVERIFY(line.accessibleDescription().contains(u"100 %: after"_s));
        }
        ui::applyTheme(ui::Scheme::Light);
    }
};

QTEST_MAIN(TestRampLine)
#include "tst_ramp_line.moc"
