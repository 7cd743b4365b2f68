#include <QTest>

#include "core/agents/semver.h"

using namespace signalbox::agents;

class TestSemVer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsThePrecedenceOfTheSpecification();
    void acceptsAndPrints();
    void refuses();
    void bumps();
    void buildMetadata();
};

// Clause 11 of the specification: its own examples, each smaller than the next.
void TestSemVer::followsThePrecedenceOfTheSpecification() {
    for (const auto& chain :
         {std::vector<const char*>{"1.0.0", "2.0.0", "2.1.0", "2.1.1", "2.10.0", "10.0.0"},
          std::vector<const char*>{"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
                                   "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"},
          std::vector<const char*>{"1.0.0-1", "1.0.0-9", "1.0.0-10", "1.0.0-99999999999999999999998",
                                   "1.0.0-99999999999999999999999", "1.0.0-A", "1.0.0-a"}})
        for (std::size_t i = 0; i < chain.size(); ++i)
            for (std::size_t j = 0; j < chain.size(); ++j) {
                const auto a = SemVer::parse(chain[i]).value();
                const auto b = SemVer::parse(chain[j]).value();
                QVERIFY2(precedence(a, b) == (i <=> j), chain[i]);
                QVERIFY((a <=> b) == (i <=> j));
                QCOMPARE(a == b, i == j);
            }
}

void TestSemVer::acceptsAndPrints() {
    for (const char* text : {"0.0.0", "1.2.3", "18446744073709551615.0.0", "1.0.0-alpha-beta.x-y.0", "1.0.0--",
                             "1.0.0-0A.is.legal", "1.0.0+001", "1.0.0-rc.1+build.123-x", "1.1.2-prerelease+meta"}) {
        const auto version = SemVer::parse(text);
        QVERIFY2(version, text);
        QCOMPARE(version->toString(), std::string(text));
    }
}

void TestSemVer::refuses() {
    for (const char* text : {"",
                             "1",
                             "1.2",
                             "1.2.3.4",
                             "v1.2.3",
                             "01.2.3",
                             "1.02.3",
                             "1.2.03",
                             "1.2.3-",
                             "1.2.3-01",
                             "1.2.3-a..b",
                             "1.2.3+",
                             "1.2.3+a+b",
                             "1.2.3-a_b",
                             " 1.2.3",
                             "1.2.3 ",
                             "1.2.3\n",
                             "-1.2.3",
                             "+1.2.3",
                             "1.2.x",
                             "18446744073709551616.0.0",
                             "1.2.3-\xc3\xa4",
                             "1.2.3/../x"}) {
        const auto version = SemVer::parse(text);
        QVERIFY2(!version, text);
        QCOMPARE(version.error().code, std::string("bad_version"));
    }
    QVERIFY(SemVer::parse("v1.2.3").error().hint.contains("v"));
    QVERIFY(!SemVer::parse("1.2.3-" + std::string(100'000, 'a')));
}

void TestSemVer::bumps() {
    const auto bumped = [](const char* text, Bump bump) { return SemVer::parse(text).value().bumped(bump).toString(); };
    QCOMPARE(bumped("2.1.3", Bump::Patch), std::string("2.1.4"));
    QCOMPARE(bumped("2.1.3", Bump::Minor), std::string("2.2.0"));
    QCOMPARE(bumped("2.1.3", Bump::Major), std::string("3.0.0"));
    QCOMPARE(bumped("2.1.3-rc.1", Bump::Patch), std::string("2.1.3"));
    QCOMPARE(bumped("2.1.0-rc.1+x", Bump::Minor), std::string("2.1.0"));
    QCOMPARE(bumped("2.1.3-rc.1", Bump::Minor), std::string("2.2.0"));
    QCOMPARE(bumped("3.0.0-rc.1", Bump::Major), std::string("3.0.0"));
}

void TestSemVer::buildMetadata() {
    const auto a = SemVer::parse("1.0.0+a").value();
    const auto b = SemVer::parse("1.0.0+b").value();
    QVERIFY(precedence(a, b) == 0);
    QVERIFY(a < b);
    QVERIFY(!(a == b));
}

QTEST_APPLESS_MAIN(TestSemVer)
#include "tst_semver.moc"
