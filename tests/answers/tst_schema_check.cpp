// Schemas come from versions, and with the tools of a request from callers: none of them may end the program or never
// end.
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/answers/schema_check.h"
#include "core/answers/tool_check.h"

using namespace signalbox;
using namespace signalbox::answers;

namespace {

// Written with ' in place of ".
std::string json(const char* text) {
    return QByteArray(text).replace('\'', '"').toStdString();
}

// 2^40 schemas that all look at the same value.
std::string doubling() {
    std::string schema = "{\"$ref\":\"#/$defs/s0\",\"$defs\":{";
    for (int i = 0; i < 40; ++i)
        schema += "\"s" + std::to_string(i) + "\":{\"allOf\":[{\"$ref\":\"#/$defs/s" + std::to_string(i + 1) +
                  "\"},{\"$ref\":\"#/$defs/s" + std::to_string(i + 1) + "\"}]},";
    return schema + "\"s40\":{}}}";
}

} // namespace

class TestSchemaCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void endlessOnesAreNone_data() {
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("itself") << QByteArray::fromStdString(json("{'$ref':'#'}"));
        QTest::newRow("itself in a list") << QByteArray::fromStdString(json("{'allOf':[{'$ref':'#'}]}"));
        QTest::newRow("itself if") << QByteArray::fromStdString(json("{'if':{'$ref':'#'}}"));
        QTest::newRow("itself not") << QByteArray::fromStdString(json("{'not':{'not':{'$ref':'#'}}}"));
        QTest::newRow("each other") << QByteArray(
            json("{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'anyOf':[{'$ref':'#/$defs/a'}]}}}"));
        QTest::newRow("below a property")
            << QByteArray::fromStdString(json("{'properties':{'a':{'$ref':'#/properties/a'}}}"));
        QTest::newRow("by an escape") << QByteArray::fromStdString(
            json("{'$ref':'#/%24defs/a','$defs':{'a':{'$ref':'#/%24defs/a'}}}"));
        QTest::newRow("by its name") << QByteArray::fromStdString(
            json("{'$id':'http://x.test/s','$ref':'http://x.test/s'}"));
        QTest::newRow("by an anchor") << QByteArray::fromStdString(
            json("{'$ref':'#a','$defs':{'x':{'$anchor':'a','$ref':'#a'}}}"));
        QTest::newRow("dynamic") << QByteArray::fromStdString(
            json("{'$dynamicAnchor':'a','allOf':[{'$dynamicRef':'#a'}]}"));
        QTest::newRow("dependent") << QByteArray::fromStdString(json("{'dependentSchemas':{'a':{'$ref':'#'}}}"));
        QTest::newRow("doubling") << QByteArray::fromStdString(doubling());
        QTest::newRow("deep") << QByteArray("{\"not\":").repeated(900) + "{}" + QByteArray("}").repeated(900);
    }

    void endlessOnesAreNone() {
        QFETCH(QByteArray, schema);
        QVERIFY(SchemaCheck::of(schema.toStdString()) == nullptr);
    }

    void treesAreGood() {
        const auto tree = SchemaCheck::of(json("{'type':'object','required':['v'],'properties':{'v':{'type':'integer'},"
                                               "'left':{'$ref':'#'},'right':{'$ref':'#'}}}"));
        QVERIFY(tree != nullptr);
        QCOMPARE(tree->accepts(json("{'v':1,'left':{'v':2,'right':{'v':3}}}")), std::optional(true));
        QCOMPARE(tree->accepts(json("{'v':1,'left':{'v':2,'right':{}}}")), std::optional(false));
        const auto shared = SchemaCheck::of(json("{'properties':{'a':{'$ref':'#/$defs/x'},'b':{'$ref':'#/$defs/x'}},"
                                                 "'$defs':{'x':{'type':'string'}}}"));
        QVERIFY(shared != nullptr);
        QCOMPARE(shared->accepts(json("{'a':'x','b':1}")), std::optional(false));
    }

    void aCallerCannotEndTheProgramWithATool() {
        const QJsonArray tools =
            QJsonDocument::fromJson(QByteArray::fromStdString(json(
                                        "[{'type':'function','function':{'name':'t','parameters':{'$ref':'#'}}}]")))
                .array();
        const ToolCheck check(tools);
        QCOMPARE(check.isGood({.id = "1", .name = "t", .arguments = "{}"}), std::optional(true)); // any object will do
    }

    void formatsAndDraftsAsAsked() {
        const std::string date = json("{'type':'string','format':'date'}");
        QCOMPARE(SchemaCheck::of(date)->accepts("\"no date\""), std::optional(true));
        QCOMPARE(SchemaCheck::of(date, {.formats = true})->accepts("\"no date\""), std::optional(false));
        const std::string tuple = json("{'items':[{'type':'integer'}],'additionalItems':false}");
        QCOMPARE(SchemaCheck::of(tuple, {.draft = SchemaDraft::Seven})->accepts("[1]"), std::optional(true));
        QCOMPARE(SchemaCheck::of(tuple, {.draft = SchemaDraft::Seven})->accepts("[1,2]"), std::optional(false));
    }
};

QTEST_APPLESS_MAIN(TestSchemaCheck)
#include "tst_schema_check.moc"
