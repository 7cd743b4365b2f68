// Reading promptfoo's files: what they mean, and every mistake with its file, line and field.
#include <QTest>

#include "core/suites/suite_reader.h"
#include "tests/suites/suite_kit.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;

namespace {

const std::string good = "prompts: [\"Refund {{order}}\"]\n"
                         "tests:\n"
                         "- vars: {order: 7}\n"
                         "  assert: [{type: contains, value: \"{{order}}\"}]\n";

std::string with(const std::string& lines) {
    return good + lines;
}

std::string names(const Suite& suite) {
    std::string text;
    for (const Case& one : suite.cases)
        text += (text.empty() ? "" : " | ") + one.name;
    return text;
}

} // namespace

class TestSuiteReader : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aSmallSuite() {
        const auto suite = suiteOf(good);
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(suite->cases.size(), std::size_t{1});
        const Case& one = suite->cases.front();
        QCOMPARE(one.name, "case 1");
        QCOMPARE(one.opening.size(), std::size_t{1});
        QCOMPARE(one.opening.front().role, "user");
        QCOMPARE(one.opening.front().text, "Refund 7");
        QCOMPARE(one.assertions.front().value.toString(), u"7"_s);
        QCOMPARE(one.repeats, 1);
        QCOMPARE(one.need, 1);
        QVERIFY(!one.tools);
        QCOMPARE(toString(one.assertions.front().place), "agents/refunds/tests/happy.yaml:4: tests[0].assert[0].type");
    }

    void jsonIsReadToo() {
        const std::string json =
            "{\"prompts\": [\"{{q}}\"],\n\t\"tests\": [\n\t\t{\"vars\": {\"q\": \"\\ud83d\\ude00\\t\\/\"},\n"
            "\t\t \"assert\": [{\"type\": \"containz\", \"value\": \"a\"}]}]}";
        const auto bad = readSuite(MemoryFiles({{"a.json", json}}), "a.json");
        QCOMPARE(findingsOf(bad), "bad_assertion@4");
        std::string right = json;
        right.replace(right.find("containz"), 8, "contains");
        const auto suite = readSuite(MemoryFiles({{"a.json", right}}), "a.json");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(suite->cases.front().opening.front().text, "😀\t/");
    }

    void listsOfVariablesAndPromptsAreMultiplied() {
        const auto suite = suiteOf("prompts: [\"A {{x}}{{y}}\", \"B {{x}}{{y}}\"]\n"
                                   "tests:\n"
                                   "- description: both\n"
                                   "  vars: {x: [\"1\", \"2\"], y: [\"u\", \"v\"]}\n"
                                   "  assert: [{type: is-refusal}]\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(suite->cases.size(), std::size_t{8});
        QCOMPARE(suite->cases[0].name, "both x=1 y=u (prompt 1)");
        QCOMPARE(suite->cases[7].name, "both x=2 y=v (prompt 2)");
        QCOMPARE(suite->cases[7].opening.front().text, "B 2v");
    }

    void whatIsNoListOfTextsIsNotMultiplied() {
        const auto numbers = suiteOf("prompts: [\"a\"]\ntests:\n- vars: {x: [1, 2]}\n  assert: [{type: is-refusal}]\n");
        QVERIFY(numbers);
        QCOMPARE(numbers->cases.size(), std::size_t{1});
        const auto off =
            suiteOf("prompts: [\"a\"]\ntests:\n- vars: {x: [\"1\", \"2\"]}\n  options: {disableVarExpansion: true}\n"
                    "  assert: [{type: is-refusal}]\n");
        QVERIFY(off);
        QCOMPARE(off->cases.size(), std::size_t{1});
    }

    void defaultTestComesFirstAndGivesWay() {
        const auto suite = suiteOf("prompts: [\"{{a}}{{b}}\"]\n"
                                   "defaultTest:\n"
                                   "  vars: {a: \"1\", b: \"2\"}\n"
                                   "  threshold: 0.5\n"
                                   "  assert: [{type: contains, value: d}]\n"
                                   "  metadata: {category: safety, repeats: 5, need: 4}\n"
                                   "tests:\n"
                                   "- vars: {b: \"3\"}\n"
                                   "  assert: [{type: contains, value: c}]\n"
                                   "- options: {disableDefaultAsserts: true}\n"
                                   "  threshold: 1\n"
                                   "  metadata: {need: 2}\n"
                                   "  assert: [{type: contains, value: c}]\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        const Case& first = suite->cases[0];
        QCOMPARE(first.opening.front().text, "13");
        QCOMPARE(first.assertions.size(), std::size_t{2});
        QCOMPARE(first.assertions[0].value.toString(), u"d"_s);
        QCOMPARE(*first.threshold, 0.5);
        QCOMPARE(toString(first.category), "safety");
        QCOMPARE(first.repeats, 5);
        QCOMPARE(first.need, 4);
        const Case& second = suite->cases[1];
        QCOMPARE(second.assertions.size(), std::size_t{1});
        QCOMPARE(*second.threshold, 1.0);
        QCOMPARE(second.need, 2);
        QCOMPARE(suite->count(Category::Safety), std::size_t{2});
        QCOMPARE(suite->count(Category::Happy), std::size_t{0});
    }

    void scenariosAreEachDataTimesEachTest() {
        const auto suite = suiteOf("prompts: [\"{{who}} {{what}}\"]\n"
                                   "defaultTest: {assert: [{type: contains, value: d}]}\n"
                                   "scenarios:\n"
                                   "- config:\n"
                                   "  - vars: {who: ann}\n"
                                   "    assert: [{type: contains, value: s}]\n"
                                   "  - vars: {who: ben}\n"
                                   "  tests:\n"
                                   "  - description: asks\n"
                                   "    vars: {what: asks}\n"
                                   "    assert: [{type: contains, value: t}]\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(names(*suite), "asks | asks (2)");
        QCOMPARE(suite->cases[1].opening.front().text, "ben asks");
        QCOMPARE(suite->cases[0].assertions.size(), std::size_t{3});
        QCOMPARE(suite->cases[0].assertions[1].value.toString(), u"s"_s);
    }

    void repeatsComeFromWhereTheyAreSaidLast() {
        const auto suite = suiteOf("prompts: [\"a\"]\n"
                                   "evaluateOptions: {repeat: 3, maxConcurrency: 4}\n"
                                   "tests:\n"
                                   "- assert: [{type: is-refusal}]\n"
                                   "- options: {repeat: 7}\n"
                                   "  assert: [{type: is-refusal}]\n"
                                   "- options: {repeat: 7}\n"
                                   "  metadata: {repeats: 9, need: 8}\n"
                                   "  assert: [{type: is-refusal}]\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(suite->cases[0].repeats, 3);
        QCOMPARE(suite->cases[0].need, 3);
        QCOMPARE(suite->cases[1].repeats, 7);
        QCOMPARE(suite->cases[2].repeats, 9);
        QCOMPARE(suite->cases[2].need, 8);
    }

    void filesAreReadFromTheSuitesFolder() {
        const auto suite =
            suiteOf("prompts: [\"file://p.txt\", \"file://../shared/p.json\"]\n"
                    "defaultTest: \"file://default.yaml\"\n"
                    "tests: [\"file://more.yaml\", {vars: \"file://vars.yaml\", assert: [{type: is-json, value: "
                    "\"file://s.json\"}]}]\n",
                    {{"agents/refunds/tests/p.txt", "One {{q}}\n---\nTwo\n"},
                     {"agents/refunds/shared/p.json",
                      R"([{"role": "system", "content": "S"}, {"role": "user", "content": "{{q}}"}])"},
                     {"agents/refunds/tests/default.yaml", "vars: {q: dee}\nassert: [{type: is-refusal}]\n"},
                     {"agents/refunds/tests/more.yaml", "- vars: {q: \"file://q.md\"}\n"},
                     {"agents/refunds/tests/q.md", "quoted\n"},
                     {"agents/refunds/tests/vars.yaml", "q: var\n"},
                     {"agents/refunds/tests/s.json", R"({"type": "object"})"}});
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(suite->cases.size(), std::size_t{6});
        QCOMPARE(suite->cases[0].opening.front().text, "One quoted");
        QCOMPARE(suite->cases[1].opening.front().text, "Two");
        QCOMPARE(suite->cases[2].opening.front().role, "system");
        QCOMPARE(suite->cases[5].opening[1].text, "var");
        QVERIFY(suite->cases[5].assertions[1].schema != nullptr);
    }

    void digestIsOfEveryFileThatWasRead() {
        const auto read = [](const std::string& prompt) {
            return suiteOf("prompts: [\"file://p.txt\"]\ntests: [{assert: [{type: is-refusal}]}]\n",
                           {{"agents/refunds/tests/p.txt", prompt}});
        };
        QVERIFY(read("a")->digest == read("a")->digest);
        QVERIFY(read("a")->digest != read("b")->digest);
    }

    void toolsAndTurns() {
        const auto suite = suiteOf("prompts: [\"hi\"]\n"
                                   "tests:\n"
                                   "- vars: {order: \"7\"}\n"
                                   "  metadata:\n"
                                   "    turns: [\"and {{order}}?\", \"thanks\"]\n"
                                   "    tools:\n"
                                   "      lookup: {returns: {state: sent}}\n"
                                   "      refund:\n"
                                   "      - {when: {amount: 5}, fails: \"no money\"}\n"
                                   "      - {returns: done}\n"
                                   "      ping: {garbage: true}\n"
                                   "  assert: [{type: is-refusal}]\n");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        const Case& one = suite->cases.front();
        QCOMPARE(one.turns.front(), "and 7?");
        QCOMPARE(one.tools->at("lookup").front().content, "{\"state\":\"sent\"}");
        QCOMPARE(one.tools->at("refund").front().content, "{\"error\":\"no money\"}");
        QVERIFY(one.tools->at("refund").front().when.has_value());
        QCOMPARE(one.tools->at("refund").back().content, "done");
        QVERIFY(one.tools->at("ping").front().kind == ToolStub::Kind::Garbage);
    }

    void aWordThatIsNearlyOursIsSaid() {
        const auto suite = suiteOf(with("  metadata: {repeat: 3, owner: ann}\n"));
        QVERIFY(suite);
        QCOMPARE(suite->warnings.size(), std::size_t{1});
        QCOMPARE(suite->warnings.front().place.line, 5);
        QCOMPARE(suite->warnings.front().code, "unknown_metadata");
    }

    void mistakesHaveTheirLine_data() {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("findings");
        const auto row = [](const char* name, const std::string& yaml, const char* findings) {
            QTest::newRow(name) << QString::fromStdString(yaml) << QString::fromLatin1(findings);
        };
        row("nothing", "", "wrong_type@0");
        row("a list", "- vars: {}\n", "wrong_type@1");
        row("no prompts", "tests: [{assert: [{type: is-refusal}]}]\n", "missing_field@1");
        row("no tests", "prompts: [a]\n", "no_cases@1");
        row("empty tests", "prompts: [a]\ntests: []\n", "no_cases@2");
        row("unknown field", with("promts: [b]\n"), "unknown_key@5");
        row("field of a case", with("  asserts: []\n"), "unknown_key@5");
        row("red team", with("redteam: {}\n"), "field_not_run@5");
        row("no assertion", "prompts: [a]\ntests:\n- vars: {a: b}\n", "no_assertion@3");
        row("javascript", with("  assertScoringFunction: f\n"), "field_not_run@5");
        row("need of more", with("  metadata: {repeats: 2, need: 3}\n"), "out_of_range@5");
        row("repeats", with("  metadata: {repeats: 0}\n"), "out_of_range@5");
        row("category", with("  metadata: {category: unhappy}\n"), "bad_value@5");
        row("a stub of nothing", with("  metadata: {tools: {lookup: {}}}\n"), "bad_stub@5");
        row("a stub of two", with("  metadata: {tools: {lookup: {returns: 1, fails: x}}}\n"), "bad_stub@5");
        row("a word in a stub", with("  metadata: {tools: {lookup: {retruns: 1}}}\n"), "bad_stub@5 unknown_key@5");
        row("unknown in prompt", "prompts: [\"{{b}}\"]\ntests: [{vars: {a: x}, assert: [{type: is-refusal}]}]\n",
            "unknown_variable@1");
        row("env", "prompts: [\"{{env.HOME}}\"]\ntests: [{assert: [{type: is-refusal}]}]\n", "template_not_run@1");
        row("a loop of variables",
            "prompts: [a]\ntests:\n- vars: {a: \"{{b}}\", b: \"{{a}}\"}\n  assert: [{type: is-refusal}]\n",
            "template_not_run@3");
        row("no such file", "prompts: [\"file://none.txt\"]\ntests: [{assert: [{type: is-refusal}]}]\n", "no_file@1");
        row("script", "prompts: [\"file://p.js\"]\ntests: [{assert: [{type: is-refusal}]}]\n", "file_not_run@1");
        row("table", "prompts: [a]\ntests: \"file://t.csv\"\n", "file_not_run@2");
        row("pattern of files", "prompts: [a]\ntests: \"file://*.yaml\"\n", "file_not_run@2");
        row("inside a set",
            with("- vars: {order: 7}\n  assert: [{type: assert-set, assert: [{type: regex, value: \"(\"}]}]\n"),
            "bad_pattern@6");
        row("judge", with("- vars: {order: 7}\n  assert: [{type: llm-rubric, value: polite, provider: x}]\n"),
            "field_not_run@6");
        row("not of ours", with("- vars: {order: 7}\n  assert: [{type: not-contract}]\n"), "bad_assertion@6");
        row("threshold", with("- vars: {order: 7}\n  assert: [{type: contains, value: a, threshold: 1}]\n"),
            "bad_field@6");
        row("share", with("- vars: {order: 7}\n  assert: [{type: rouge-n, value: a, threshold: 75}]\n"),
            "out_of_range@6");
        row("weight", with("- vars: {order: 7}\n  assert: [{type: contains, value: a, weight: -1}]\n"),
            "out_of_range@6");
    }

    void mistakesHaveTheirLine() {
        QFETCH(QString, yaml);
        QFETCH(QString, findings);
        const auto suite = suiteOf(yaml.toStdString());
        QVERIFY(!suite);
        QString found;
        for (const Finding& one : suite.error().findings) {
            QVERIFY2(!one.message.empty() && !one.hint.empty(), qPrintable(yaml));
            QCOMPARE(one.place.file, suitePath);
        }
        QCOMPARE(QString::fromStdString(findingsOf(suite)), findings);
    }

    void aMistakeInAnotherFileIsSaidThere() {
        const auto suite = suiteOf("prompts: [a]\ntests: \"file://more.yaml\"\n",
                                   {{"agents/refunds/tests/more.yaml", "- assert:\n  - {type: containz, value: a}\n"}});
        QVERIFY(!suite);
        QCOMPARE(toString(suite.error().findings.front().place),
                 "agents/refunds/tests/more.yaml:2: [0].assert[0].type");
    }

    void everyMistakeIsSaidAtOnce() {
        const auto suite = suiteOf("prompts: [a]\n"
                                   "tests:\n"
                                   "- assert: [{type: javascript, value: x}]\n"
                                   "- assert: [{type: regex, value: \"[\"}]\n"
                                   "- assert: [{type: latency}]\n");
        QCOMPARE(findingsOf(suite), "assertion_not_run@3 bad_pattern@4 missing_field@5");
    }
};

QTEST_APPLESS_MAIN(TestSuiteReader)
#include "tst_suite_reader.moc"
