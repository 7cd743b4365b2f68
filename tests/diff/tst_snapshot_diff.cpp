// What a change between two snapshots means: bump advice per kind of change, behaviour marks, parts.
#include <algorithm>

#include <QTest>

#include "core/diff/manifest_diff.h"
#include "core/diff/snapshot_diff.h"

using namespace signalbox;
using namespace signalbox::diff;
using agents::Bump;

namespace {

constexpr auto lookUp = R"({"type":"function","function":{"name":"lookup_order","description":"Finds an order.",
 "parameters":{"type":"object","properties":{"order_id":{"type":"string"},"email":{"type":"string"}},
 "required":["order_id"]}}})";
constexpr auto output = R"({"type":"object","properties":{"answer":{"type":"string"},
 "state":{"enum":["open","closed"]},"score":{"type":"number","minimum":0,"maximum":10}},"required":["answer"]})";

agents::Snapshot base() {
    agents::Snapshot snapshot;
    snapshot.manifest.name = "refunds";
    snapshot.manifest.model = {"maker", "maker-4-mini-2026-01-15"};
    snapshot.manifest.prompts = {{"system", "prompts/system.md"}};
    snapshot.manifest.tools = {"integrations/lookup.json"};
    snapshot.manifest.contractInput = "contract/input.json";
    snapshot.manifest.contractOutput = "contract/output.json";
    snapshot.files = {{"agent.yaml", "name: refunds\n"},
                      {"contract/input.json", output},
                      {"contract/output.json", output},
                      {"integrations/lookup.json", lookUp},
                      {"prompts/system.md", "You help.\nRefund within 30 days.\nAnswer in JSON.\n"}};
    return snapshot;
}

std::string& content(agents::Snapshot& snapshot, const std::string& path) {
    return std::ranges::find(snapshot.files, path, &agents::File::path)->content;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    QVERIFY2(at != std::string::npos, from.c_str());
    text.replace(at, from.size(), to);
}

} // namespace

class TestSnapshotDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSnapshotHasNoChange();
    void schemaChanges_data();
    void schemaChanges();
    void toolsComeAndGo();
    void contractsComeAndGo();
    void configurationAsksForLittle();
    void modelFamilies_data();
    void modelFamilies();
    void marks_data();
    void marks();
    void countersAreNoNumbers_data();
    void countersAreNoNumbers();
    void partsAreInOrder();
    void unreadableFilesAreNoCrash();
    void stopIsObeyed();
};

void TestSnapshotDiff::sameSnapshotHasNoChange() {
    const auto diff = diffSnapshots(base(), base());
    QVERIFY(diff);
    QVERIFY(diff->parts.empty() && diff->fields.empty() && diff->reasons.empty());
    QCOMPARE(diff->advice, Bump::Patch);
}

void TestSnapshotDiff::schemaChanges_data() {
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("from");
    QTest::addColumn<std::string>("to");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("bump");
    const auto row = [](const char* name, const char* file, const char* from, const char* to, const char* path,
                        Bump bump) {
        QTest::newRow(name) << std::string(file) << std::string(from) << std::string(to) << std::string(path)
                            << static_cast<int>(bump);
    };
    const char* in = "contract/input.json";
    const char* out = "contract/output.json";
    const char* tool = "integrations/lookup.json";
    row("output lost a field", out, R"("answer":{"type":"string"},)", "", "contract.output.answer", Bump::Major);
    row("output gained a field", out, R"("answer":)", R"("extra":{},"answer":)", "contract.output.extra", Bump::Minor);
    row("output may lack a field", out, R"(["answer"])", "[]", "contract.output.answer.required", Bump::Major);
    row("output promises a field", out, R"(["answer"])", R"(["answer","state"])", "contract.output.state.required",
        Bump::Minor);
    row("output says a new word", out, R"("closed")", R"("closed","lost")", "contract.output.state.enum", Bump::Major);
    row("output says fewer words", out, R"(,"closed")", "", "contract.output.state.enum", Bump::Minor);
    row("output type", out, R"("answer":{"type":"string"})", R"("answer":{"type":"number"})",
        "contract.output.answer.type", Bump::Major);
    row("output grows", out, R"("maximum":10)", R"("maximum":100)", "contract.output.score.maximum", Bump::Major);
    row("output shrinks", out, R"("minimum":0)", R"("minimum":1)", "contract.output.score.minimum", Bump::Minor);
    row("output words", out, R"("answer":{)", R"("answer":{"description":"x",)", "contract.output.answer.description",
        Bump::Patch);
    row("unknown keyword", out, R"("answer":{)", R"("answer":{"anyOf":[{}],)", "contract.output.answer.anyOf",
        Bump::Major);
    row("input asks for more", in, R"(["answer"])", R"(["answer","state"])", "contract.input.state.required",
        Bump::Major);
    row("input asks for less", in, R"(["answer"])", "[]", "contract.input.answer.required", Bump::Minor);
    row("input takes a new word", in, R"("closed")", R"("closed","lost")", "contract.input.state.enum", Bump::Minor);
    row("input takes fewer words", in, R"(,"closed")", "", "contract.input.state.enum", Bump::Major);
    row("input is closed", in, R"("type":"object",)", R"("type":"object","additionalProperties":false,)",
        "contract.input.additionalProperties", Bump::Major);
    row("input grows", in, R"("maximum":10)", R"("maximum":100)", "contract.input.score.maximum", Bump::Minor);
    row("tool needs more", tool, R"(["order_id"])", R"(["order_id","email"])",
        "tools.lookup_order.parameters.email.required", Bump::Major);
    row("tool has an optional field", tool, R"("email":)", R"("phone":{},"email":)",
        "tools.lookup_order.parameters.phone", Bump::Minor);
    row("tool lost a parameter", tool, R"(,"email":{"type":"string"})", "", "tools.lookup_order.parameters.email",
        Bump::Major);
    row("tool is described differently", tool, "Finds an order.", "Finds one order.", "tools.lookup_order.description",
        Bump::Minor);
}

void TestSnapshotDiff::schemaChanges() {
    QFETCH(std::string, file);
    QFETCH(std::string, from);
    QFETCH(std::string, to);
    QFETCH(std::string, path);
    QFETCH(int, bump);
    auto right = base();
    replace(content(right, file), from, to);
    const auto diff = diffSnapshots(base(), right);
    QVERIFY(diff);
    QCOMPARE(diff->fields.size(), std::size_t{1});
    QCOMPARE(diff->fields[0].path, path);
    QCOMPARE(static_cast<int>(diff->fields[0].bump), bump);
    QCOMPARE(static_cast<int>(diff->advice), bump);
    QCOMPARE(diff->reasons.at(0), diff->fields[0].why);
}

void TestSnapshotDiff::toolsComeAndGo() {
    auto without = base();
    without.manifest.tools.clear();
    std::erase_if(without.files, [](const agents::File& file) { return file.path == "integrations/lookup.json"; });
    auto diff = diffSnapshots(base(), without);
    QVERIFY(diff);
    QCOMPARE(diff->advice, Bump::Major);
    QCOMPARE(diff->reasons.at(0), std::string("the tool lookup_order was removed"));
    diff = diffSnapshots(without, base());
    QVERIFY(diff);
    QCOMPARE(diff->advice, Bump::Minor);
    QCOMPARE(diff->fields.at(0).change, ChangeKind::Added);
    // The same function as an MCP server lists it is no change.
    auto mcp = base();
    content(mcp, "integrations/lookup.json") =
        R"({"tools":[{"name":"lookup_order","description":"Finds an order.","inputSchema":{"type":"object",
        "properties":{"order_id":{"type":"string"},"email":{"type":"string"}},"required":["order_id"]}}]})";
    diff = diffSnapshots(base(), mcp);
    QVERIFY(diff);
    QVERIFY(diff->fields.empty());
    QCOMPARE(diff->parts.size(), std::size_t{1});
}

void TestSnapshotDiff::contractsComeAndGo() {
    auto free = base();
    free.manifest.contractInput.clear();
    QCOMPARE(diffSnapshots(base(), free)->advice, Bump::Minor);
    QCOMPARE(diffSnapshots(free, base())->advice, Bump::Major);
    free = base();
    free.manifest.contractOutput.clear();
    QCOMPARE(diffSnapshots(base(), free)->advice, Bump::Major);
    QCOMPARE(diffSnapshots(free, base())->advice, Bump::Minor);
}

void TestSnapshotDiff::configurationAsksForLittle() {
    auto right = base();
    right.manifest.configuration.requestTimeout = 30;
    right.manifest.configuration.maxAttempts = 3;
    auto diff = diffSnapshots(base(), right);
    QVERIFY(diff);
    QCOMPARE(diff->advice, Bump::Patch);
    QCOMPARE(diff->fields.size(), std::size_t{2});
    QCOMPARE(diff->fields[0].after, std::string("30"));
    right.manifest.configuration.temperature = 0.2;
    diff = diffSnapshots(base(), right);
    QCOMPARE(diff->advice, Bump::Minor);
    QCOMPARE(diff->fields[0].change, ChangeKind::Added);
    QCOMPARE(diff->fields[0].after, std::string("0.2"));
}

void TestSnapshotDiff::modelFamilies_data() {
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("family");
    using S = std::string;
    QTest::newRow("date") << S("maker-4-mini-2026-01-15") << S("maker-4-mini");
    QTest::newRow("compact date") << S("poet-3-5-20260115") << S("poet-3-5");
    QTest::newRow("month and day") << S("maker-4-0613") << S("maker-4");
    QTest::newRow("latest") << S("poet-latest") << S("poet");
    QTest::newRow("tag") << S("open-8b:q4") << S("open-8b");
    QTest::newRow("plain") << S("maker") << S("maker");
    QTest::newRow("size stays") << S("open-70b") << S("open-70b");
    QTest::newRow("only digits") << S("2026") << S("2026");
}

void TestSnapshotDiff::modelFamilies() {
    QFETCH(std::string, id);
    QFETCH(std::string, family);
    QCOMPARE(std::string(modelFamily(id)), family);
    auto right = base();
    right.manifest.model.id = "maker-4-mini-2026-03-01";
    QCOMPARE(diffSnapshots(base(), right)->advice, Bump::Minor);
    right.manifest.model.id = "maker-4-large-2026-01-15";
    QCOMPARE(diffSnapshots(base(), right)->advice, Bump::Major);
}

void TestSnapshotDiff::marks_data() {
    QTest::addColumn<std::string>("line");
    QTest::addColumn<std::string>("expected"); // of "Refund within 30 days." on the left
    using S = std::string;
    QTest::newRow("number") << S("Refund within 14 days.") << S("number:30>14;");
    QTest::newRow("percent and money") << S("Refund within 5% or $40 days.") << S("number:30>5%;number:>$40;");
    QTest::newRow("negation") << S("Never refund within 30 days.") << S("negation:>never;");
    QTest::newRow("contraction") << S("Don't refund within 30 days.") << S("negation:>don't;");
    QTest::newRow("can is none") << S("Can refund within 30 days.") << S("");
    QTest::newRow("variable") << S("Refund within {{days}} days.") << S("variable:>{{days}};number:30>;");
    QTest::newRow("format") << S("Refund within 30 days, as a table.") << S("format:>table;");
    QTest::newRow("tool") << S("Refund within 30 days, see lookup_order.") << S("tool:>lookup_order;");
    QTest::newRow("only words") << S("Refund inside 30 days.") << S("");
}

void TestSnapshotDiff::marks() {
    QFETCH(std::string, line);
    QFETCH(std::string, expected);
    auto right = base();
    replace(content(right, "prompts/system.md"), "Refund within 30 days.", line);
    const auto diff = diffSnapshots(base(), right);
    QVERIFY(diff);
    QCOMPARE(diff->parts.size(), std::size_t{1});
    QCOMPARE(diff->advice, Bump::Minor);
    std::string seen;
    for (const BehaviourMark& mark : diff->parts[0].marks) {
        seen += mark.kind + ":" + mark.before + ">" + mark.after + ";";
        QCOMPARE(mark.line, 1);
    }
    QCOMPARE(seen, expected);
}

void TestSnapshotDiff::countersAreNoNumbers_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* before, const char* after, const char* expected) {
        QTest::newRow(name) << std::string(before) << std::string(after) << std::string(expected);
    };
    row("an item before the others", "1. Greet.\n2. Ask.\n3. Answer.\n", "1. Wait.\n2. Greet.\n3. Ask.\n4. Answer.\n",
        "");
    row("an item taken out", "1. Greet.\n2. Ask.\n3. Answer.\n4. End.\n", "1. Ask.\n2. Answer.\n3. End.\n", "");
    row("a limit in a renumbered item", "1. Ask.\n2. Pay at most 30.\n", "1. Greet.\n2. Ask.\n3. Pay at most 45.\n",
        "number:30>45;");
    row("a limit alone", "1. Ask.\n2. Pay at most 30.\n", "1. Ask.\n2. Pay at most 45.\n", "number:30>45;");
    row("a wrapped sentence", "The limit in days is\n30. Say so.\n", "The limit in days is\n45. Say so.\n",
        "number:30>45;");
    row("parentheses", "1) Greet.\n2) Ask.\n", "1) Wait.\n2) Greet.\n3) Ask.\n", "");
    row("both parentheses", "(1) Greet.\n(2) Ask.\n", "(1) Wait.\n(2) Greet.\n(3) Ask.\n", "");
    row("nested", "- Rules\n  1. Greet.\n  2. Ask.\n", "- Rules\n  1. Wait.\n  2. Greet.\n  3. Ask.\n", "");
    row("headings", "## 1 Tone\nKind.\n## 2 Facts\n", "## 1 Rules\n## 2 Tone\nKind.\n## 3 Facts\n", "");
    row("outline", "### 2.1. Tone\n### 2.2. Facts\n", "### 2.1. Rules\n### 2.2. Tone\n### 2.3. Facts\n", "");
    row("steps", "Step 1: greet.\nStep 2: ask.\n", "Step 1: wait.\nStep 2: greet.\nStep 3: ask.\n", "");
    row("bold steps", "**Step 1:** greet.\n**Step 2:** ask.\n",
        "**Step 1:** wait.\n**Step 2:** greet.\n**Step 3:** ask.\n", "");
    row("quoted list", "> 1. Greet.\n> 2. Ask.\n", "> 1. Wait.\n> 2. Greet.\n> 3. Ask.\n", "");
    row("table", "| 1 | greet |\n| 2 | ask |\n", "| 1 | wait |\n| 2 | greet |\n| 3 | ask |\n", "");
    row("a list that begins", "Greet.\n", "1. Greet.\n", "");
    row("amounts are no counters", "30 days.\n31 days.\n", "30 days.\n45 days.\n", "number:31>45;");
    row("a decimal is no counter", "0.2 is the limit.\n", "0.7 is the limit.\n", "number:0.2>0.7;");
    row("a year is no counter", "2025: none.\n", "2031: none.\n", "number:2025>2031;");
}

// Every renumbered list was "number x 12": what steers the agent drowned in what only counts.
void TestSnapshotDiff::countersAreNoNumbers() {
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, expected);
    auto left = base();
    auto right = base();
    content(left, "prompts/system.md") = before;
    content(right, "prompts/system.md") = after;
    const auto diff = diffSnapshots(left, right);
    QVERIFY(diff);
    QCOMPARE(diff->parts.size(), std::size_t{1});
    std::string seen;
    for (const BehaviourMark& mark : diff->parts[0].marks)
        seen += mark.kind + ":" + mark.before + ">" + mark.after + ";";
    QCOMPARE(seen, expected);
}

void TestSnapshotDiff::partsAreInOrder() {
    auto right = base();
    for (agents::File& file : right.files)
        file.content += "\n";
    right.files.push_back({"prompts/extra.md", "one\ntwo\n"});
    const auto diff = diffSnapshots(base(), right);
    QVERIFY(diff);
    std::vector<PartKind> kinds;
    for (const PartChange& part : diff->parts)
        kinds.push_back(part.part);
    QVERIFY(std::ranges::is_sorted(kinds, {}, [](PartKind kind) { return static_cast<int>(kind); }));
    QCOMPARE(diff->parts[0].path, std::string("agent.yaml"));
    const auto extra = std::ranges::find(diff->parts, std::string("prompts/extra.md"), &PartChange::path);
    QCOMPARE(extra->change, ChangeKind::Added);
    QCOMPARE(extra->added, 2);
}

void TestSnapshotDiff::unreadableFilesAreNoCrash() {
    auto right = base();
    for (agents::File& file : right.files)
        file.content = std::string("{\0\xFF[[[", 6);
    const auto diff = diffSnapshots(base(), right);
    QVERIFY(diff);
    QCOMPARE(diff->advice, Bump::Major);
    QCOMPARE(diff->parts.size(), std::size_t{5});
}

void TestSnapshotDiff::stopIsObeyed() {
    std::stop_source stop;
    stop.request_stop();
    auto right = base();
    content(right, "agent.yaml") += "x";
    const auto diff = diffSnapshots(base(), right, stop.get_token());
    QVERIFY(!diff);
    QCOMPARE(diff.error().kind, Errc::Cancelled);
}

QTEST_GUILESS_MAIN(TestSnapshotDiff)
#include "tst_snapshot_diff.moc"
