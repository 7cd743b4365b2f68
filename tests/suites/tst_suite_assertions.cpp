// Every assertion at its corners: our verdict beside promptfoo's, and what is refused instead of passing for nothing.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/agents/yaml.h"
#include "core/suites/judge.h"
#include "core/suites/script_value.h"
#include "tests/suites/suite_kit.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;

namespace {

std::string contentOf(const std::string& name) {
    QFile file(test::sourcePath(u"tests/suites/" + QString::fromStdString(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

// The cases of a table as they are written, beside what our reader makes of them.
const QJsonArray& written(const std::string& name) {
    static std::map<std::string, QJsonArray> known;
    if (!known.contains(name)) {
        const auto root = agents::loadYaml(contentOf(name), name, {.bytes = 1 << 20});
        known[name] = root ? valueOf(*root)[u"tests"].toArray() : QJsonArray();
    }
    return known[name];
}

Said saidIn(const QJsonValue& test) {
    const QJsonValue about = test[u"metadata"];
    Said said{.text = test[u"vars"][u"says"].toString().toStdString()};
    int number = 0;
    for (const QJsonValue& call : about[u"calls"].toArray())
        said.calls.push_back({.id = "call_" + std::to_string(++number),
                              .name = call[u"name"].toString().toStdString(),
                              .arguments = call[u"arguments"].toString().toStdString()});
    said.called = said.calls;
    said.latency = Milliseconds(about[u"ms"].toDouble());
    if (about[u"usd"].isDouble())
        said.cost = std::llround(about[u"usd"].toDouble() * agents::picoPerUsd);
    return said;
}

const answers::ToolCheck& tools() {
    static const answers::ToolCheck all(
        QJsonDocument::fromJson(QByteArray::fromStdString(contentOf("promptfoo/tools.json"))).array());
    return all;
}

} // namespace

class TestSuiteAssertions : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyCornerIsReadAsPromptfooReadsIt() {
        const auto suite = readSuite(FolderFiles(test::sourcePath({}).toStdString()), "tests/suites/assertions.yaml");
        QVERIFY2(suite, suite ? "" : textOf(suite.error()).c_str());
        QCOMPARE(static_cast<qsizetype>(suite->cases.size()), written("assertions.yaml").size());
        QVERIFY(suite->cases.size() >= 300);
    }

    void verdictIsPromptfoos_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < written("assertions.yaml").size(); ++i) {
            const QJsonValue test = written("assertions.yaml")[i];
            QTest::newRow(qPrintable(u"%1 %2 %3"_s.arg(i).arg(test[u"assert"][0][u"type"].toString(),
                                                              test[u"vars"][u"says"].toString().left(40))))
                << i;
        }
    }

    void verdictIsPromptfoos() {
        static const auto suite =
            readSuite(FolderFiles(test::sourcePath({}).toStdString()), "tests/suites/assertions.yaml");
        QVERIFY(suite);
        QFETCH(int, index);
        const QJsonValue test = written("assertions.yaml")[index];
        const CaseJudged judged =
            judge(suite->cases[static_cast<std::size_t>(index)], saidIn(test), {.tools = &tools()});
        const Judged& first = judged.assertions.front();
        QVERIFY2(
            toString(judged.verdict) == test[u"metadata"][u"promptfoo"].toString().toStdString(),
            qPrintable(u"%1: %2 %3"_s.arg(QString::fromStdString(std::string(toString(judged.verdict))),
                                          QString::fromStdString(first.code), QString::fromStdString(first.detail))));
    }

    void whatProvesNothingIsRefused_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < written("refused.yaml").size(); ++i)
            QTest::newRow(qPrintable(QString::number(i))) << i;
    }

    void whatProvesNothingIsRefused() {
        QFETCH(int, index);
        const QJsonValue test = written("refused.yaml")[index];
        const QByteArray one =
            QJsonDocument(QJsonObject{{u"prompts"_s, QJsonArray{u"{{says}}"_s}}, {u"tests"_s, QJsonArray{test}}})
                .toJson(QJsonDocument::Indented);
        const auto suite = suiteOf(one.toStdString());
        QVERIFY2(!suite, one.constData());
        for (const Finding& finding : suite.error().findings) {
            QVERIFY2(finding.place.line > 0, one.constData());
            QVERIFY2(!finding.hint.empty() && !finding.place.field.empty(), one.constData());
        }
    }
};

QTEST_APPLESS_MAIN(TestSuiteAssertions)
#include "tst_suite_assertions.moc"
