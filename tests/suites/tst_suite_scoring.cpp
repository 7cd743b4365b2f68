// What trials prove: bounds against closed forms, simulated suites against the binomial, pairs case by case.
#include <cmath>
#include <random>

#include <QTest>

#include "core/suites/scoring.h"
#include "tests/suites/suite_kit.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;

namespace {

Case caseOf(int repeats, int need) {
    return {.name = "one", .repeats = repeats, .need = need};
}

// 'p' a pass, 'f' a failure, '-' not run.
std::vector<Trial> trialsOf(const QString& letters) {
    std::vector<Trial> trials;
    for (const QChar c : letters)
        trials.push_back({c == u'p' ? Verdict::Pass : c == u'f' ? Verdict::Fail : Verdict::NotRun});
    return trials;
}

CaseScore scored(const std::string& name, const QString& letters, int need) {
    Case one = caseOf(static_cast<int>(letters.size()), need);
    one.name = name;
    return scoreOf(one, trialsOf(letters));
}

double binomial(int n, int k) {
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1));
}

double atLeast(int n, int least, double chance) {
    double sum = 0;
    for (int k = least; k <= n; ++k)
        sum += binomial(n, k) * std::pow(chance, k) * std::pow(1 - chance, n - k);
    return sum;
}

} // namespace

class TestSuiteScoring : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aCaseEnds_data() {
        QTest::addColumn<QString>("trials");
        QTest::addColumn<int>("repeats");
        QTest::addColumn<int>("need");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<bool>("flaky");
        const auto row = [](const char* trials, int repeats, int need, const char* verdict, bool flaky) {
            QTest::addRow("%s %d of %d", trials, need, repeats)
                << QString::fromLatin1(trials) << repeats << need << QString::fromLatin1(verdict) << flaky;
        };
        row("", 1, 1, "not_run", false);
        row("p", 1, 1, "pass", false);
        row("f", 1, 1, "fail", false);
        row("-", 1, 1, "not_run", false);
        row("-p", 1, 1, "pass", false); // asked again
        row("-f", 1, 1, "fail", false);
        row("pppp", 5, 4, "not_run", false); // enough, but one was not run
        row("pppp-", 5, 4, "not_run", false);
        row("pppp-p", 5, 4, "pass", false);
        row("pppp-f", 5, 4, "pass", true);
        row("pppf", 5, 4, "not_run", true);
        row("ff", 5, 4, "fail", false); // cannot pass any more
        row("f-f-", 5, 4, "fail", false);
        row("pff", 5, 4, "fail", true);
        row("fffff", 5, 1, "fail", false);
        row("ffffp", 5, 1, "pass", true);
        row("ppppp", 5, 5, "pass", false);
        row("pppppf", 5, 5, "pass", false); // the sixth was not asked for
    }

    void aCaseEnds() {
        QFETCH(QString, trials);
        QFETCH(int, repeats);
        QFETCH(int, need);
        QFETCH(QString, verdict);
        QFETCH(bool, flaky);
        const CaseScore score = scoreOf(caseOf(repeats, need), trialsOf(trials));
        QCOMPARE(toString(score.verdict), verdict.toStdString());
        QCOMPARE(score.isFlaky(), flaky);
    }

    void boundsAreExact() {
        // All passed: the bound is the n-th root of 5 %; one of n passed: 1 less the n-th root of 95 %.
        for (const int n : {1, 2, 3, 5, 10, 14, 29, 59, 299, 1000}) {
            const QString all(n, u'p');
            QVERIFY(std::abs(scored("a", all, n).lowerBound - std::pow(0.05, 1.0 / n)) < 1e-9);
            const QString one = u'p' + QString(n - 1, u'f');
            if (n > 1)
                QVERIFY(std::abs(scored("a", one, 1).lowerBound - (1 - std::pow(0.95, 1.0 / n))) < 1e-9);
            QCOMPARE(scored("a", QString(n, u'f'), 1).lowerBound, 0.0);
        }
        // Anywhere between: with that chance so many or more passes come with 5 %.
        for (int n = 2; n <= 40; ++n)
            for (int passed = 1; passed < n; ++passed) {
                const double bound = scored("a", QString(passed, u'p') + QString(n - passed, u'f'), 1).lowerBound;
                QVERIFY2(std::abs(atLeast(n, passed, bound) - 0.05) < 1e-9,
                         qPrintable(u"%1 of %2"_s.arg(passed).arg(n)));
            }
        // 2 of 3 proves 0.135, 8 of 10 proves 0.493: the figures that stand beside a gate.
        QVERIFY(std::abs(scored("a", u"ppf"_s, 2).lowerBound - 0.13535) < 5e-6);
        QVERIFY(std::abs(scored("a", u"ppppppppff"_s, 8).lowerBound - 0.49310) < 5e-6);
    }

    void passHatIsTheShareOfDraws() {
        for (int n = 1; n <= 12; ++n)
            for (int passed = 0; passed <= n; ++passed)
                for (int k = 1; k <= n; ++k) {
                    const double wanted = passed < k ? 0 : binomial(passed, k) / binomial(n, k);
                    QVERIFY(std::abs(*passHat(n, passed, k) - wanted) < 1e-9);
                }
        QVERIFY(!passHat(3, 3, 0));
        QVERIFY(!passHat(3, 3, 4));
        QCOMPARE(*passHat(5, 4, 5), 0.0);
    }

    void suitesPassOnlyWhole() {
        const auto verdict = [](std::vector<CaseScore> cases) { return std::string(toString(scoreOf(cases).verdict)); };
        QCOMPARE(verdict({}), "not_run"); // proves nothing
        QCOMPARE(verdict({scored("a", u"p"_s, 1)}), "pass");
        QCOMPARE(verdict({scored("a", u"p"_s, 1), scored("b", u"f"_s, 1)}), "fail");
        QCOMPARE(verdict({scored("a", u"p"_s, 1), scored("b", u"-"_s, 1)}), "not_run");
        QCOMPARE(verdict({scored("a", u"f"_s, 1), scored("b", u"-"_s, 1)}), "fail");
        QCOMPARE(verdict({scored("a", u"ppf"_s, 2), scored("b", u"ppp"_s, 3)}), "pass");
    }

    void categoriesAreCountedEmptyOnesToo() {
        CaseScore edge = scored("a", u"pf"_s, 1);
        edge.category = Category::Edge;
        const SuiteScore score = scoreOf(std::vector{edge, scored("b", u"pp"_s, 2)});
        QCOMPARE(score.categories[static_cast<std::size_t>(Category::Edge)].flaky, 1);
        QCOMPARE(score.categories[static_cast<std::size_t>(Category::Safety)].cases, 0);
        QCOMPARE(score.all.cases, 2);
        QCOMPARE(score.trialsPassed, 3);
        QCOMPARE(score.passHats.size(), std::size_t{2});
        QCOMPARE(score.passHats[0], 0.75);
        QCOMPARE(score.passHats[1], 0.5);
    }

    void pairsAreComparedByName_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("change");
        const auto row = [](const char* before, const char* after, const char* change) {
            QTest::addRow("%s %s", before, after)
                << QString::fromLatin1(before) << QString::fromLatin1(after) << QString::fromLatin1(change);
        };
        row("ppp", "ppp", "same");
        row("fff", "fff", "same");
        row("ppp", "fff", "broken");
        row("ppp", "pff", "broken");
        row("ppf", "fff", "broken");
        row("fff", "ppp", "fixed");
        row("fff", "ppf", "fixed");
        row("ppp", "ppf", "flaky");
        row("ppf", "ppf", "flaky");
        row("ppf", "ppp", "same");
        row("fff", "pff", "flaky");
        row("---", "ppp", "not_run");
        row("ppp", "pp-", "not_run");
        row("", "ppp", "new");
        row("ppp", "", "gone");
    }

    void pairsAreComparedByName() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, change);
        const auto list = [](const QString& letters) {
            return letters.isEmpty() ? std::vector<CaseScore>() : std::vector{scored("a", letters, 2)};
        };
        const auto pairs = compare(list(before), list(after));
        QCOMPARE(pairs.size(), std::size_t{1});
        QCOMPARE(toString(pairs.front().change), change.toStdString());
        QCOMPARE(pairs.front().before.has_value(), !before.isEmpty());
        QCOMPARE(pairs.front().after.has_value(), !after.isEmpty());
    }

    void brokenOnesComeFirst() {
        const std::vector before{scored("same", u"p"_s, 1), scored("fixed", u"f"_s, 1), scored("broken", u"p"_s, 1),
                                 scored("gone", u"p"_s, 1)};
        const std::vector after{scored("new", u"p"_s, 1), scored("same", u"p"_s, 1), scored("fixed", u"p"_s, 1),
                                scored("broken", u"f"_s, 1)};
        std::string order;
        for (const PairedCase& one : compare(before, after))
            order += one.name + " ";
        QCOMPARE(order, "broken fixed new gone same ");
    }

    void needOfRepeatsPassesAsOftenAsTheBinomialSays() {
        constexpr int suites = 20'000;
        std::mt19937_64 random(20261130);
        for (const double truth : {0.5, 0.8, 0.95, 0.99}) {
            std::bernoulli_distribution passes(truth);
            int passed = 0;
            double proved = 0;
            for (int i = 0; i < suites; ++i) {
                std::vector<Trial> trials;
                for (int k = 0; k < 5; ++k)
                    trials.push_back({passes(random) ? Verdict::Pass : Verdict::Fail});
                const CaseScore score = scoreOf(caseOf(5, 4), trials);
                passed += score.verdict == Verdict::Pass ? 1 : 0;
                proved += score.lowerBound <= truth ? 1 : 0;
            }
            const double expected = atLeast(5, 4, truth);
            const double deviation = std::sqrt(expected * (1 - expected) / suites);
            const double seen = static_cast<double>(passed) / suites;
            QVERIFY2(std::abs(seen - expected) < 4 * deviation,
                     qPrintable(u"%1: %2 against %3"_s.arg(truth).arg(seen).arg(expected)));
            QVERIFY(proved / suites >= 0.95 - 4 * std::sqrt(0.95 * 0.05 / suites)); // the bound errs in 5 % at most
        }
    }

    void performanceIsJudgedOverAllTrials() {
        const auto suite =
            suiteOf("prompts: [a]\ntests:\n- metadata: {category: performance, repeats: 20, need: 18, quantile: 0.9}\n"
                    "  assert:\n  - {type: latency, threshold: 100}\n  - {type: cost, threshold: 0.01}\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        const Case& one = suite->cases.front();
        const auto judged = [&one](int slow, int dear, bool known) {
            std::vector<Trial> trials;
            for (int i = 0; i < 20; ++i)
                trials.push_back({Verdict::Pass, Milliseconds(i < slow ? 500 : 100),
                                  known ? std::optional<agents::PicoUsd>(i < dear ? 20'000'000'000 : 10'000'000'000)
                                        : std::nullopt});
            const CaseScore score = scoreOf(one, trials);
            return std::string(toString(score.verdict)) + " " + score.code;
        };
        QCOMPARE(judged(2, 2, true), "pass ");
        QCOMPARE(judged(3, 2, true), "fail too_slow");
        QCOMPARE(judged(2, 3, true), "fail too_dear");
        QCOMPARE(judged(0, 0, false), "not_run unknown_cost");
        QCOMPARE(judged(3, 0, false), "fail too_slow");
        // A single trial beyond the limit is no failure of the trial.
        const Said slow{.text = "x", .latency = Milliseconds(500), .cost = 0};
        QCOMPARE(toString(judge(one, slow, {.timesLater = true}).verdict), "pass");
        QCOMPARE(toString(judge(one, slow, {}).verdict), "fail");
    }

    void quantilesAreNearestRanks() {
        QCOMPARE(quantileOf({3, 1, 2}, 0.5), 2.0);
        QCOMPARE(quantileOf({3, 1, 2}, 1), 3.0);
        QCOMPARE(quantileOf({3, 1, 2}, 0.01), 1.0);
        QCOMPARE(quantileOf({7}, 0.95), 7.0);
        std::vector<double> hundred;
        for (int i = 1; i <= 100; ++i)
            hundred.push_back(i);
        for (int percent = 1; percent <= 100; ++percent)
            QCOMPARE(quantileOf(hundred, percent / 100.0), static_cast<double>(percent));
    }
};

QTEST_APPLESS_MAIN(TestSuiteScoring)
#include "tst_suite_scoring.moc"
