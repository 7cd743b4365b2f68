// Which tools may act: annotations in every place where definitions have them, and definitions that are none.
#include <QTest>

#include "core/agents/tool_effects.h"

using namespace signalbox::agents;

namespace {

Snapshot with(const std::string& content) {
    Snapshot snapshot;
    snapshot.files = {{"integrations/tools.json", content}};
    snapshot.manifest.tools = {"integrations/tools.json"};
    return snapshot;
}

std::vector<ActingTool> acting(const std::string& content) {
    return actingTools(with(content));
}

} // namespace

class TestToolEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aPlainFunctionMayAct() {
        const auto tools = acting(R"({"type":"function","function":{"name":"issue_refund","parameters":{}}})");
        QVERIFY(tools == (std::vector<ActingTool>{{"issue_refund", ToolEffect::Unknown}}));
    }

    void annotationsDecide() {
        const auto tools = acting(R"({"tools":[
            {"name":"look","inputSchema":{},"annotations":{"readOnlyHint":true}},
            {"name":"write","inputSchema":{},"annotations":{"readOnlyHint":false,"destructiveHint":false}},
            {"name":"drop","inputSchema":{},"annotations":{"destructiveHint":true}},
            {"name":"bare","inputSchema":{}}]})");
        QVERIFY(tools == (std::vector<ActingTool>{{"bare", ToolEffect::Unknown},
                                                  {"drop", ToolEffect::Destroys},
                                                  {"write", ToolEffect::Changes}}));
        // A function may be annotated as well.
        QVERIFY(
            acting(R"({"type":"function","function":{"name":"look","annotations":{"readOnlyHint":true}}})").empty());
    }

    void aHintThatIsNoTruthIsNone() {
        QCOMPARE(acting(R"([{"name":"x","annotations":{"readOnlyHint":"true"}}])").size(), 1U);
        QCOMPARE(acting(R"([{"name":"x","annotations":[]}])").size(), 1U);
    }

    void theLockOfAServerCounts() {
        Snapshot snapshot = with(R"({"tools":[{"name":"send_mail","inputSchema":{}}]})");
        snapshot.manifest.tools.clear();
        QVERIFY(actingTools(snapshot).empty());
        McpServer server;
        server.lock = "integrations/tools.json";
        snapshot.manifest.mcp.push_back(server);
        QCOMPARE(actingTools(snapshot).size(), 1U);
    }

    void whatIsNoDefinitionHasNoTools() {
        for (const char* content : {"", "[", "null", "7", "{}", "[[[[[[{\"name\":\"deep\"}]]]]]]", "{\"name\":5}"})
            QVERIFY2(acting(content).empty(), content);
        Snapshot gone = with("{}");
        gone.files.clear();
        QVERIFY(actingTools(gone).empty());
    }
};

QTEST_APPLESS_MAIN(TestToolEffects)
#include "tst_tool_effects.moc"
