// What each kind of provider is sent: the settings one by one, and every kind against a provider that refuses what the
// real one refuses, for each caller's habit, version, dialect, streamed and not.
#include <array>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/gateway/version_body.h"
#include "tests/gateway/fixture.h"
#include "tests/gateway/scripted_providers.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace Qt::StringLiterals;
using agents::ProviderKind;
using models::Dialect;
using test::Habit;
using test::habits;
using test::requestOf;
using test::versionWith;

namespace {

ChatTemplate made(const VersionSpec& spec, const agents::ProviderSettings& settings) {
    return makeChatTemplate(*arm(spec).snapshot, settings).value();
}

Result<VersionRequest> rewritten(Dialect dialect, const std::string& body, const ChatTemplate& version) {
    return rewriteFor(dialect, body, scanObject(body).value(), version);
}

QJsonObject objectOf(const std::string& body) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

} // namespace

class TestProviderSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void isSentAs_data();
    void isSentAs();
    void nobodyIsRefused_data();
    void nobodyIsRefused();
    void madeForResponses();
};

void TestProviderSettings::kinds_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* name, const char* url, const char* kind) {
        QTest::addRow("%s %s", name, url)
            << QString::fromLatin1(name) << QString::fromLatin1(url) << QString::fromLatin1(kind);
    };
    row("main", "https://api.openai.com/v1", "openai");
    row("mistral", "https://api.openai.com/v1", "openai");
    row("main", "https://api.openai.com.example/v1", "other");
    row("main", "https://notapi.openai.com/v1", "other");
    row("main", "https://acme.openai.azure.com/openai/v1", "azure");
    row("main", "https://acme.services.ai.azure.com/openai/v1", "azure");
    row("main", "https://api.anthropic.com/v1", "anthropic");
    row("main", "https://generativelanguage.googleapis.com/v1beta/openai", "gemini");
    row("main", "https://api.mistral.ai/v1", "mistral");
    row("main", "https://openrouter.ai/api/v1", "openrouter");
    row("main", "http://127.0.0.1:11434/v1", "ollama");
    row("main", "http://127.0.0.1:114345/v1", "other");
    row("vllm", "http://10.0.0.7:8000/v1", "vllm");
    row("llama.cpp", "http://10.0.0.7:8080/v1", "llama.cpp");
    row("llamacpp", "http://10.0.0.7:8080/v1", "llama.cpp");
    row("main", "http://10.0.0.7:8080/v1", "other");
}

void TestProviderSettings::kinds() {
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QString, kind);
    const auto found = agents::kindOf(name.toStdString(), url.toStdString());
    QCOMPARE(QString::fromStdString(std::string(agents::toString(found))), kind);
}

void TestProviderSettings::isSentAs_data() {
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QString>("settings"); // one word each
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("expected"); // behind the model
    const auto row = [](const char* name, Dialect dialect, const QString& settings, const QByteArray& members,
                        const QByteArray& expected) {
        QTest::newRow(name) << static_cast<int>(dialect) << settings << members << expected;
    };
    constexpr Dialect chat = Dialect::Chat;
    const QByteArray metadata = R"("metadata":{"customer":"a","kept":1},)";
    const QByteArray metadataUsed = R"("metadata":{"customer":"a"},)";
    row("limit as asked, nothing asked", chat, u"limit"_s, "", R"("max_tokens":300)");
    row("limit as asked, newer", chat, u"limit"_s, R"("max_completion_tokens":5,)", R"("max_completion_tokens":300,)");
    row("limit older", chat, u"limit max_tokens"_s, R"("max_completion_tokens":5,)", R"("max_tokens":300,)");
    row("limit newer", chat, u"limit max_completion_tokens"_s, R"("max_tokens":5,)", R"("max_completion_tokens":300,)");
    row("limit of both", chat, u"limit max_completion_tokens"_s, R"("max_tokens":5,"max_completion_tokens":6,)",
        R"("max_completion_tokens":300,)");
    row("the caller's limit", chat, u"max_tokens"_s, R"("max_completion_tokens":5,)", R"("max_tokens":5,)");
    row("the caller's limit in completions", Dialect::Completions, {}, R"("max_completion_tokens":5,)",
        R"("max_tokens":5,)");
    row("no limit", chat, u"max_completion_tokens"_s, "", "");
    row("seed", chat, u"seed"_s, "", R"("seed":7)");
    row("seed of another name", chat, u"seed random_seed"_s, R"("seed":1,)", R"("random_seed":7,)");
    row("the caller's seed", chat, u"random_seed"_s, R"("seed":1,)", R"("random_seed":1,)");
    row("metadata unused", chat, u"prompt"_s, metadata, R"("metadata":{"kept":1},)");
    row("metadata used up", chat, u"prompt"_s, metadataUsed, "");
    row("metadata without a prompt", chat, {}, metadata, metadata);
    row("metadata to be stored", chat, u"prompt"_s, R"("store":true,)" + metadata, R"("store":true,)" + metadata);
    row("metadata in responses", Dialect::Responses, u"prompt"_s, metadata, metadata);
    row("metadata in responses, not stored", Dialect::Responses, u"prompt"_s, R"("store":false,)" + metadata,
        R"("store":false,"metadata":{"kept":1},)");
    row("metadata with store, none", chat, u"with_store"_s, metadata, "");
    row("metadata with store", chat, u"with_store"_s, R"("store":true,)" + metadata, R"("store":true,)" + metadata);
    row("metadata with store in completions", Dialect::Completions, u"with_store"_s, R"("store":true,)" + metadata,
        R"("store":true,)");
    row("metadata kept", chat, u"prompt keep"_s, metadata, metadata);
    row("metadata dropped", chat, u"drop"_s, R"("store":true,)" + metadata, "");
}

void TestProviderSettings::isSentAs() {
    QFETCH(int, dialect);
    QFETCH(QString, settings);
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, expected);
    const QStringList words = settings.split(u' ');
    const auto says = [&words](const char* word) { return words.contains(QLatin1StringView(word)); };
    agents::ProviderSettings chosen;
    chosen.limit = says("max_tokens")              ? agents::LimitName::MaxTokens
                   : says("max_completion_tokens") ? agents::LimitName::MaxCompletionTokens
                                                   : agents::LimitName::AsAsked;
    chosen.metadata = says("keep")         ? agents::MetadataRule::Keep
                      : says("with_store") ? agents::MetadataRule::WithStore
                      : says("drop")       ? agents::MetadataRule::Drop
                                           : agents::MetadataRule::Unused;
    chosen.seed = says("random_seed") ? agents::SeedName::RandomSeed : agents::SeedName::Seed;
    VersionSpec spec{.prompt = ""};
    if (says("limit"))
        spec.configuration.maxOutputTokens = 300;
    if (says("seed"))
        spec.configuration.seed = 7;
    ChatTemplate version = made(spec, chosen);
    if (says("prompt"))
        version.placeholders = {"customer"};
    // What is given stands in front of the model, what is added behind it.
    const auto sent =
        rewritten(static_cast<Dialect>(dialect), "{" + members.toStdString() + R"("model":"r"})", version);
    QVERIFY(sent);
    const bool isAdded = !expected.isEmpty() && !expected.endsWith(',');
    const std::string model = R"("model":"model-of-1.0.0")";
    const std::string rest = expected.toStdString();
    QCOMPARE(sent->body, isAdded ? "{" + model + "," + rest + "}" : "{" + rest + model + "}");
}

void TestProviderSettings::nobodyIsRefused_data() {
    QTest::addColumn<int>("kind");
    for (std::size_t i = 0; i < agents::providerKinds; ++i) {
        const auto kind = static_cast<ProviderKind>(i);
        QTest::newRow(std::string(agents::toString(kind)).c_str()) << static_cast<int>(i);
    }
}

void TestProviderSettings::nobodyIsRefused() {
    QFETCH(int, kind);
    const auto asked = static_cast<ProviderKind>(kind);
    agents::ProviderSettings careless; // as a provider that takes everything is asked
    careless.system = agents::SystemMessages::Many;
    careless.metadata = agents::MetadataRule::Keep;
    int refusedOtherwise = 0;
    for (const bool tools : {false, true}) {
        const ChatTemplate version = made(versionWith(tools), agents::settingsOf(asked));
        const ChatTemplate plain = made(versionWith(tools), careless);
        for (const Dialect dialect : {Dialect::Chat, Dialect::Responses, Dialect::Completions})
            for (const bool streamed : {false, true})
                for (const Habit& habit : habits) {
                    // It has no such endpoint, and what the caller itself sends is the caller's to mend.
                    if (asked == ProviderKind::Mistral &&
                        (dialect == Dialect::Responses || (!tools && QByteArray(habit.name).startsWith("functions"))))
                        continue;
                    const std::string body = requestOf(dialect, habit.members, streamed);
                    const auto sent = rewritten(dialect, body, version);
                    const bool asksForTools = dialect != Dialect::Completions;
                    std::string code = !asksForTools ? (tools ? "not_carried" : "")
                                       : tools       ? habit.withTools
                                                     : habit.withoutTools;
                    QCOMPARE(sent ? std::string() : sent.error().code, code);
                    if (!sent)
                        continue;
                    const auto refusal = test::refusalOf(asked, dialect, sent->body);
                    QVERIFY2(
                        !refusal,
                        (std::string(habit.name) + ": " + sent->body + "\n" + (refusal ? refusal->body : "")).c_str());
                    const QJsonObject request = objectOf(sent->body);
                    // The version's limit and seed are never lost on the way.
                    const QString limit = dialect == Dialect::Responses       ? u"max_output_tokens"_s
                                          : request.contains("max_tokens"_L1) ? u"max_tokens"_s
                                                                              : u"max_completion_tokens"_s;
                    QCOMPARE(request[limit].toInt(), 300);
                    if (dialect != Dialect::Responses)
                        QCOMPARE(request[request.contains("random_seed"_L1) ? u"random_seed"_s : u"seed"_s].toInt(), 7);
                    const auto otherwise = rewritten(dialect, body, plain);
                    if (otherwise && test::refusalOf(asked, dialect, otherwise->body))
                        ++refusedOtherwise;
                }
    }
    const bool takesAll =
        asked == ProviderKind::Other || asked == ProviderKind::Anthropic || asked == ProviderKind::OpenRouter;
    QCOMPARE(refusedOtherwise == 0, takesAll);
}

void TestProviderSettings::madeForResponses() {
    const ChatTemplate version = made({.prompt = "", .api = agents::ModelApi::Responses}, {});
    for (const Dialect dialect : {Dialect::Chat, Dialect::Completions, Dialect::Embeddings})
        QCOMPARE(rewritten(dialect, requestOf(dialect, {}, false), version).error().code,
                 std::string("wrong_endpoint"));
    QVERIFY(rewritten(Dialect::Responses, requestOf(Dialect::Responses, {}, false), version));
}

QTEST_GUILESS_MAIN(TestProviderSettings)
#include "tst_provider_settings.moc"
