// Suites and answers made to hurt: each ends in a clear error or "not run", soon, and reads nothing that it should not.
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "core/suites/judge.h"
#include "tests/suites/suite_kit.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

constexpr qint64 soon = 10'000; // milliseconds, also on a slow and busy machine

class Watch {
public:
    Watch() { m_timer.start(); }

    [[nodiscard]] bool isSoon() const { return m_timer.elapsed() < soon; }

private:
    QElapsedTimer m_timer;
};

std::string casesWith(const std::string& vars) {
    return "prompts: [\"{{a}}\"]\ntests:\n- vars: " + vars + "\n  assert: [{type: is-refusal}]\n";
}

void put(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

std::string readThrough(const fs::path& root, const std::string& reference) {
    put(root / suitePath, "prompts: [\"" + reference + "\"]\ntests: [{assert: [{type: is-refusal}]}]\n");
    const auto suite = readSuite(FolderFiles(root.string()), suitePath);
    return suite ? "read " + suite->cases.front().opening.front().text : suite.error().code;
}

CaseJudged judgedOf(const std::string& assertion, const std::string& text) {
    const auto suite = suiteWith(assertion);
    if (!suite)
        qFatal("%s", textOf(suite.error()).c_str());
    return judge(suite->cases.front(), {.text = text}, {});
}

} // namespace

class TestSuiteHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void bombsOfYaml_data() {
        QTest::addColumn<QString>("yaml");
        QString laughs = u"a: &a [x,x,x,x,x,x,x,x,x,x]\n"_s;
        for (char16_t c = u'b'; c < u'm'; ++c)
            laughs +=
                u"%1: &%1 [*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2]\n"_s.arg(QChar(c)).arg(QChar(char16_t(c - 1)));
        QTest::newRow("billion laughs") << laughs;
        QTest::newRow("an alias of itself") << u"a: &a [*a]\n"_s;
        QTest::newRow("deep lists") << u"a: "_s + QString(1'500, u'[') + QString(1'500, u']');
        QTest::newRow("very deep lists") << u"a: "_s + QString(200'000, u'[');
        QTest::newRow("too large") << u"a: "_s + QString(1'100'000, u'x');
        QTest::newRow("many values") << u"a: ["_s + u"1,\n"_s.repeated(60'000) + u"]"_s;
        QTest::newRow("tag") << u"a: !!python/object:os.system x\n"_s;
        QTest::newRow("merge") << u"a: &a {b: c}\nd: {<<: *a}\n"_s;
        QTest::newRow("no text") << u"a: \0b"_s + QChar(0);
    }

    void bombsOfYaml() {
        QFETCH(QString, yaml);
        const Watch watch;
        const auto suite = suiteOf(yaml.toStdString());
        QVERIFY(!suite);
        QVERIFY(!suite.error().findings.front().message.empty());
        QVERIFY(watch.isSoon());
    }

    void bombsOfVariables() {
        const Watch watch;
        std::string lists = "{a: [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"0\"]";
        for (int i = 0; i < 20; ++i)
            lists += ", v" + std::to_string(i) + ": [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"0\"]";
        QCOMPARE(findingsOf(suiteOf(casesWith(lists + "}"))), "suite_limit@3");
        std::string many = "{a: x";
        for (int i = 0; i < 300; ++i)
            many += ", v" + std::to_string(i) + ": x";
        QCOMPARE(findingsOf(suiteOf(casesWith(many + "}"))), "suite_limit@3");
        QVERIFY(watch.isSoon());
    }

    void textsThatGrow() {
        const Watch watch;
        std::string prompt;
        for (int i = 0; i < 5'000; ++i)
            prompt += "  {{a}}\n";
        const auto suite = suiteOf("prompts:\n- |\n" + prompt + "tests:\n- vars: {a: \"" + std::string(10'000, 'x') +
                                   "\"}\n  assert: [{type: is-refusal}]\n");
        QCOMPARE(findingsOf(suite), "suite_limit@2");
        // Each case is small enough, and all of them are not.
        std::string values = "{a: [";
        for (int i = 0; i < 1'500; ++i)
            values += "\"" + std::to_string(i) + "\",\n";
        const auto all = suiteOf(casesWith(values + "], b: \"" + std::string(200'000, 'y') + "\"}"));
        QCOMPARE(findingsOf(all), "suite_limit@3");
        QVERIFY(watch.isSoon());
    }

    void filesOutsideOfTheWorkspace_data() {
        QTest::addColumn<QString>("reference");
        for (const char* one :
             {"file:///etc/passwd", "file://../../../../etc/passwd", "file://../../../../../../../../../etc/passwd",
              "file://~/x", "file://..", "file://a\\\\b", "file://", "file://x/../../../../../y"})
            QTest::newRow(one) << QString::fromLatin1(one);
    }

    void filesOutsideOfTheWorkspace() {
        QFETCH(QString, reference);
        const QTemporaryDir folder;
        QCOMPARE(readThrough(fs::path(folder.path().toStdString()) / "ws", reference.toStdString()),
                 "outside_workspace");
    }

    void linksAreNotFollowed() {
        const QTemporaryDir folder;
        const fs::path root = fs::path(folder.path().toStdString()) / "ws";
        put(root / "agents/refunds/tests/own.txt", "mine");
        put(fs::path(folder.path().toStdString()) / "other/secret.txt", "theirs");
        QCOMPARE(readThrough(root, "file://own.txt"), "read mine");
        fs::create_symlink("/etc/passwd", root / "agents/refunds/tests/link.txt");
        QCOMPARE(readThrough(root, "file://link.txt"), "outside_workspace");
        fs::create_symlink("own.txt", root / "agents/refunds/tests/inner.txt");
        QCOMPARE(readThrough(root, "file://inner.txt"), "outside_workspace");
        fs::create_directory_symlink("../../../../other", root / "agents/refunds/tests/folder");
        QCOMPARE(readThrough(root, "file://folder/secret.txt"), "outside_workspace");
        fs::create_symlink("loop", root / "agents/refunds/tests/loop");
        QCOMPARE(readThrough(root, "file://loop/x.txt"), "outside_workspace");
        QCOMPARE(::mkfifo((root / "agents/refunds/tests/pipe.txt").c_str(), 0600), 0);
        const Watch watch;
        QCOMPARE(readThrough(root, "file://pipe.txt"), "outside_workspace");
        fs::create_directory(root / "agents/refunds/tests/dir.txt");
        QCOMPARE(readThrough(root, "file://dir.txt"), "outside_workspace");
        QCOMPARE(readThrough(root, "file://none.txt"), "no_file");
        put(root / "agents/refunds/tests/large.txt", std::string(3 * 1024 * 1024, 'x'));
        QCOMPARE(readThrough(root, "file://large.txt"), "file_limit");
        QVERIFY(watch.isSoon());
    }

    void theSuiteItselfMayBeALink() {
        const QTemporaryDir folder;
        const fs::path root(folder.path().toStdString());
        fs::create_symlink("/etc/passwd", root / "s.yaml");
        const auto suite = readSuite(FolderFiles(root.string()), "s.yaml");
        QVERIFY(!suite);
        QCOMPARE(suite.error().code, "outside_workspace");
    }

    void filesThatNameEachOther() {
        const Watch watch;
        QVERIFY(!suiteOf("prompts: [a]\ntests: \"file://a.yaml\"\n",
                         {{"agents/refunds/tests/a.yaml", "[\"file://a.yaml\"]\n"}}));
        QVERIFY(!suiteOf("prompts: [a]\ntests: \"file://a.yaml\"\n",
                         {{"agents/refunds/tests/a.yaml", "[\"file://b.yaml\"]\n"},
                          {"agents/refunds/tests/b.yaml", "[\"file://a.yaml\"]\n"}}));
        QVERIFY(!suiteOf("prompts: [a]\ntests: \"file://happy.yaml\"\n"));
        QVERIFY(watch.isSoon());
    }

    void aFileThatIsNamedOften() {
        const Watch watch;
        std::string often = "prompts: [a]\ntests:\n";
        for (int i = 0; i < 2'000; ++i)
            often += "- \"file://more.yaml\"\n";
        std::string more;
        for (int i = 0; i < 2'000; ++i)
            more += "- {assert: [{type: is-refusal}]}\n";
        const auto suite = suiteOf(often, {{"agents/refunds/tests/more.yaml", more}});
        QVERIFY(!suite);
        QCOMPARE(suite.error().code, "suite_limit");
        QVERIFY(watch.isSoon());
    }

    void longAnswers_data() {
        QTest::addColumn<QString>("assertion");
        QTest::addColumn<QString>("code");
        QTest::newRow("regex") << u"{type: regex, value: '(x+)+y'}"_s << u"pattern_limit"_s;
        QTest::newRow("levenshtein") << u"{type: levenshtein, value: 'abc', threshold: 100000000}"_s << u"too_long"_s;
        QTest::newRow("rouge") << u"{type: rouge-n, value: 'abc'}"_s << u"too_long"_s;
        QTest::newRow("schema") << u"{type: contains-json, value: {properties: {a: {pattern: '^a$'}}}}"_s
                                << u"too_long"_s;
        QTest::newRow("braces") << u"{type: contains-json}"_s << u"too_long"_s;
    }

    void longAnswers() {
        QFETCH(QString, assertion);
        QFETCH(QString, code);
        const std::string text =
            QString::fromLatin1(QTest::currentDataTag()) == u"schema"
                ? "{\"a\": \"" + std::string(90'000, 'x') + "\"}"
                : std::string(4'000'000, QByteArray(QTest::currentDataTag()) == "braces" ? '{' : 'x');
        const Watch watch;
        const CaseJudged judged = judgedOf(assertion.toStdString(), text);
        QCOMPARE(toString(judged.verdict), "not_run");
        QCOMPARE(judged.assertions.front().code, code.toStdString());
        QVERIFY(watch.isSoon());
    }

    void anAnswerOfTenMegabytesIsNotJudged() {
        const Watch watch;
        for (const char* one :
             {"{type: contains, value: x}", "{type: not-contains, value: z}", "{type: is-json}", "{type: no-secret}",
              "{type: no-personal-data}", "{type: is-refusal}", "{type: not-regex, value: z}"}) {
            const CaseJudged judged = judgedOf(one, std::string(10'000'000, 'x'));
            QCOMPARE(toString(judged.verdict), "not_run");
            QCOMPARE(judged.assertions.front().code, "too_long");
        }
        QVERIFY(watch.isSoon());
    }

    void nestedAnswers() {
        const Watch watch;
        const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
        QCOMPARE(judgedOf("{type: is-json}", deep).assertions.front().code, "too_deep");
        QCOMPARE(toString(judgedOf("{type: equals, value: [1]}", deep).verdict), "not_run");
        std::string objects;
        for (int i = 0; i < 20'000; ++i)
            objects += "{\"a\":";
        QCOMPARE(toString(judgedOf("{type: contains-json}", objects).verdict), "not_run");
        QVERIFY(watch.isSoon());
    }

    void longLists() {
        const Watch watch;
        std::string list = "{type: contains-any, value: [";
        for (int i = 0; i < 5'000; ++i)
            list += "\"q" + std::to_string(i) + "\",";
        QCOMPARE(judgedOf(list + "]}", std::string(1'000'000, 'x')).assertions.front().code, "too_long");
        QVERIFY(watch.isSoon());
    }

    void schemasThatExplode() {
        for (const char* pattern : {"^(a+)+$", "(a|a)*b", "a*a*a*a*b", "^((a?){30}){30}$"})
            QCOMPARE(findingsOf(suiteWith(std::string("{type: is-json, value: {properties: {a: {pattern: '") + pattern +
                                          "'}}}}")),
                     "bad_schema@5");
        QCOMPARE(findingsOf(suiteWith("{type: is-json, value: {$ref: 'http://127.0.0.1:1/x'}}")), "bad_schema@5");
        QCOMPARE(findingsOf(suiteWith("{type: is-json, value: {$ref: 'file:///etc/passwd'}}")), "bad_schema@5");
    }

    void aSchemaThatNamesItself() {
        const Watch watch;
        const auto suite = suiteWith("{type: is-json, value: {$ref: '#'}}");
        if (suite) // an endless reference must not end the program
            QVERIFY(judge(suite->cases.front(), {.text = "{}"}, {}).verdict != Verdict::Pass);
        QVERIFY(watch.isSoon());
    }
};

QTEST_APPLESS_MAIN(TestSuiteHostile)
#include "tst_suite_hostile.moc"
