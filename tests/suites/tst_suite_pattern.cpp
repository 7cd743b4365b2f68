// Regular expressions: translated as JavaScript means them, refused as it refuses them, and ended when they explode.
#include <QElapsedTimer>
#include <QTest>

#include "core/suites/pattern.h"
#include "core/suites/pattern_cost.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;

namespace {

std::string said(const std::string& pattern, const std::string& text) {
    const auto compiled = Pattern::of(pattern);
    if (!compiled)
        return compiled.error().code;
    switch ((*compiled)->in(text)) {
    case Pattern::Match::Yes:
        return "yes";
    case Pattern::Match::No:
        return "no";
    case Pattern::Match::Open:
        break;
    }
    return "open";
}

} // namespace

class TestSuitePattern : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void isRefusedAsJavaScriptRefusesIt_data() {
        QTest::addColumn<QString>("pattern");
        for (const char* one : {"(",
                                ")",
                                "[",
                                "a++",
                                "a**",
                                "*a",
                                "^*",
                                "\\b+",
                                "(?i)a",
                                "(?>a)",
                                "(?P<n>a)",
                                "(?#c)",
                                "(?|a)",
                                "(*FAIL)",
                                "[b-a]",
                                "a{2,1}",
                                "{2}",
                                "(?<=a)*",
                                "(?<n>a)(?<n>b)",
                                "(?<n>a)\\k<m>",
                                "(?<1>a)",
                                "\\",
                                "[\\",
                                "(?"})
            QTest::newRow(one) << QString::fromLatin1(one);
    }

    void isRefusedAsJavaScriptRefusesIt() {
        QFETCH(QString, pattern);
        QCOMPARE(said(pattern.toStdString(), "a"), "bad_pattern");
    }

    void whatCannotBeRunIsSaid() {
        QCOMPARE(said("a{70000}", "a"), "pattern_not_run");
        QCOMPARE(said("(?<=a*)b", "ab"), "pattern_not_run");
        QCOMPARE(said(std::string(5'000, 'a'), "a"), "pattern_not_run");
        QCOMPARE(said(std::string(300, '(') + std::string(300, ')'), "a"), "pattern_not_run");
    }

    void explodesElsewhere_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        const QString many = QString(40, u'a') + u'!';
        QTest::newRow("nested plus") << u"^(a+)+$"_s << many;
        QTest::newRow("nested star") << u"^(a*)*$"_s << many;
        QTest::newRow("overlapping choice") << u"^(a|a)*$"_s << many;
        QTest::newRow("choice of lengths") << u"^(a|aa)+$"_s << many;
        QTest::newRow("words") << u"^(\\w+\\s?)*$"_s << QString(40, u'w') + u'!';
        QTest::newRow("look ahead") << u"^(?=(a+)+$)"_s << many;
        QTest::newRow("reference") << u"^(a+)+\\1$"_s << many;
        QTest::newRow("many stars") << u"a*a*a*a*a*a*a*a*b"_s << QString(4'000, u'a');
        QTest::newRow("at every place, short") << u"[^\\n]*[xy]"_s << QString(4'000, u'a');
        QTest::newRow("at every place, long") << u"[^\\n]*[xy]"_s << QString(60'000, u'a');
        QTest::newRow("at every place, longest") << u"[^\\n]*[xy]"_s << QString(1'000'000, u'a');
    }

    void explodesElsewhere() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QElapsedTimer timer;
        timer.start();
        const std::string what = said(pattern.toStdString(), text.toStdString());
        QVERIFY2(what == "open" || what == "no", what.c_str());
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }

    void anExplosionIsOpenAndNoVerdict() {
        QCOMPARE(said("^(a+)+$", std::string(40, 'a') + "!"), "open");
        QCOMPARE(said("^(a+)+$", std::string(40, 'a')), "yes");
        QCOMPARE(said("a", std::string(1024 * 1024 + 1, 'a')), "open");
        QCOMPARE(said("end$", std::string(1024 * 1024 - 3, 'a') + "end"), "yes");
    }

    void halvesOfPairsStandForThemselves() {
        QCOMPARE(said("^[\\ud800-\\udbff][\\udc00-\\udfff]$", "😀"), "yes");
        QCOMPARE(said("[a-\\uffff]", "😀"), "yes");
        QCOMPARE(said("^[^a]{2}$", "😀"), "yes");
        QCOMPARE(said("^\\u{1F600}$", "😀"), "no");
        QCOMPARE(said("^\\W\\W$", "😀"), "yes");
    }

    void patternsOfSchemasAreBounded() {
        for (const char* good :
             {"^[a-z]+$", "^\\d{4}-\\d{2}-\\d{2}$", "^(\\d{3}-)+\\d$", "^[A-Z]{2,10}[0-9]+$", "a|b", "^a?b?c?$"})
            QVERIFY2(costOfPattern(QString::fromLatin1(good)) <= mostPatternCost, good);
        for (const char* bad : {"^(a+)+$", "(a|a)*", "^(a|b?)+$", "a*a*a*", "^(x{1,9}){1,40}$", "^((a?){30}){30}$"})
            QVERIFY2(costOfPattern(QString::fromLatin1(bad)) > mostPatternCost, bad);
    }
};

QTEST_APPLESS_MAIN(TestSuitePattern)
#include "tst_suite_pattern.moc"
