// How far each endpoint carries a version, and what publishing says about it.
#include <QTest>

#include "core/agents/endpoints.h"
#include "core/agents/snapshot.h"

using namespace signalbox;
using namespace signalbox::agents;

namespace {

const std::string good = "schema: signalbox.agent/1\n"
                         "name: refunds\n"
                         "model:\n"
                         "  provider: main\n"
                         "  id: large-2026-01-15\n"
                         "prompts: {system: prompts/system.md}\n"
                         "contract:\n"
                         "  {input: contract/in.json, output: contract/out.json}\n";

std::string codes(const std::string& yaml) {
    const auto snapshot = makeSnapshot({{"prompts/system.md", "Be kind to {{customer}}.\n"},
                                        {"agent.yaml", yaml},
                                        {"contract/in.json", "{}"},
                                        {"contract/out.json", "{}"}});
    if (!snapshot)
        return snapshot.error().code;
    std::string text;
    for (const auto& finding : checkForPublishing(**snapshot))
        text += (finding.severity == Finding::Severity::Error ? "!" : "?") + finding.code + "@" +
                toString(finding.place) + " ";
    return text;
}

} // namespace

class TestEndpoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsNotCarried_data();
    void findsWhatIsNotCarried();
    void saysHowFarEndpointsReach();
};

void TestEndpoints::findsWhatIsNotCarried_data() {
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* more, const char* expected) {
        QTest::newRow(name) << QByteArray(more) << QByteArray(expected);
    };
    row("seed", "configuration:\n  seed: 1\n", "?not_carried@agent.yaml:10: configuration.seed ");
    row("stop", "configuration: {stop: [END], seed: 1}\n", "?not_carried@agent.yaml:9: configuration.seed ");
    row("what every endpoint knows", "configuration: {temperature: 1, top_p: 0.5, max_output_tokens: 5}\n", "");
    row("an http agent", "runtime: {kind: http, url: http://x}\n", "?not_carried@agent.yaml:6: prompts.system ");
    row("a default for nothing", "variables:\n  customer: somebody\n  order: none\n",
        "?unused_variable@agent.yaml:11: variables.order ");
}

void TestEndpoints::findsWhatIsNotCarried() {
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(codes(good + more.toStdString())), expected);
}

void TestEndpoints::saysHowFarEndpointsReach() {
    const auto said = [](const Manifest& manifest) {
        std::string all;
        for (const EndpointReach& endpoint : endpointsOf(manifest))
            all += sentenceOf(endpoint) + "\n";
        return all;
    };
    Manifest manifest;
    manifest.name = "a";
    QCOMPARE(said(manifest), std::string("/v1/chat/completions\n/v1/responses\n/v1/completions\n/v1/embeddings\n"));
    manifest.prompts = {{"system", "prompts/system.md"}, {"tone", "prompts/tone.md"}};
    manifest.tools = {"integrations/t.json"};
    manifest.configuration.seed = 1;
    manifest.configuration.stop = {"END"};
    QCOMPARE(said(manifest),
             std::string("/v1/chat/completions\n"
                         "/v1/responses: without configuration.seed, configuration.stop\n"
                         "/v1/completions: refused (integrations.tools)\n"
                         "/v1/embeddings: without prompts.system, integrations.tools, configuration.seed, "
                         "configuration.stop\n"));
    manifest.model.api = ModelApi::Responses;
    QCOMPARE(said(manifest), std::string("/v1/chat/completions: refused (model.api)\n"
                                         "/v1/responses: without configuration.seed, configuration.stop\n"
                                         "/v1/completions: refused (model.api)\n"
                                         "/v1/embeddings: refused (model.api)\n"));
    manifest.runtime = RuntimeKind::Http;
    QCOMPARE(said(manifest), std::string("/agents/a/: without prompts.system, integrations.tools, configuration.seed, "
                                         "configuration.stop\n"));
}

QTEST_APPLESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
