// What each kind of provider is sent: the settings one by one, and every kind against a provider that refuses what the
// real one refuses, for each caller's habit, version, dialect, streamed and not.
#include <array>
#include <format>

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

namespace {

// A caller's habit: members of its request besides model and words. Empty `code`: it is answered.
struct Habit {
    const char* name;
    const char* members;
    const char* withTools = "";    // the code with which it is refused when the version has tools
    const char* withoutTools = ""; // and when nobody has any
};

constexpr std::array habits{
    Habit{"plain", ""},
    Habit{"metadata", R"("metadata":{"customer":"Ms Q","order":17,"other":"x"})"},
    Habit{"metadata that is all used", R"("metadata":{"customer":"Ms Q","order":true})"},
    Habit{"metadata to be kept", R"("store":true,"metadata":{"customer":"Ms Q","order":17})"},
    Habit{"metadata not to be kept", R"("store":false,"metadata":{"customer":"Ms Q","order":17})"},
    Habit{"the older limit", R"("max_tokens":500)"},
    Habit{"the newer limit", R"("max_completion_tokens":500)"},
    Habit{"both limits", R"("max_tokens":500,"max_completion_tokens":400)"},
    Habit{"a choice that asks for nothing", R"("tool_choice":"auto","parallel_tool_calls":true)"},
    Habit{"no tool, please", R"("tool_choice":"none")"},
    Habit{"an empty list of tools", R"("tools":[],"tool_choice":"auto")"},
    Habit{"any tool", R"("tool_choice":"required")", "", "no_tools"},
    Habit{"a tool by its name", R"("tool_choice":{"type":"function","function":{"name":"lookup"}})", "", "no_tools"},
    Habit{"a tool of its own",
          R"("tools":[{"type":"function","function":{"name":"mine"}}],)"
          R"("tool_choice":{"type":"function","function":{"name":"mine"}})",
          "unknown_tool"},
    Habit{"some of the tools",
          R"("tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":)"
          R"([{"type":"function","function":{"name":"other"}}]}})",
          "unknown_tool", "no_tools"},
    Habit{"functions as of old", R"("functions":[{"name":"lookup"}],"function_call":{"name":"lookup"})"},
    Habit{"functions of its own", R"("functions":[{"name":"mine"}],"function_call":{"name":"mine"})", "unknown_tool"},
};

std::string requestOf(Dialect dialect, const std::string& members, bool streamed) {
    std::string words;
    if (dialect == Dialect::Chat)
        words = R"("messages":[{"role":"system","content":"In French."},{"role":"developer","content":"Short."},)"
                R"({"role":"user","content":"hi"}])";
    else
        words = dialect == Dialect::Responses ? R"("input":"hi")" : R"("prompt":"hi")";
    return R"({"model":"refunds",)" + words + (members.empty() ? "" : "," + members) +
           (streamed ? R"(,"stream":true)" : "") + "}";
}

VersionSpec versionWith(bool tools) {
    VersionSpec spec{.prompt = "For {{customer}} and {{order}}.", .variables = {{"customer", "?"}, {"order", "?"}}};
    spec.configuration.maxOutputTokens = 300;
    spec.configuration.seed = 7;
    if (tools)
        spec.tools = {{"integrations/a.json", R"({"name":"lookup"})"}};
    return spec;
}

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
    void throughTheGateway();
    void whatTheVersionAsksIsSeen();
    void usageIsAskedForAndKept_data();
    void usageIsAskedForAndKept();
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

// The settings reach the wire: from the workspace through the prepared version.
void TestProviderSettings::throughTheGateway() {
    for (std::size_t i = 0; i < agents::providerKinds; ++i) {
        const auto kind = static_cast<ProviderKind>(i);
        Upstream upstream([kind](RawSocket& socket, const std::string& request) {
            const auto refusal = test::refusalOf(kind, Dialect::Chat, bodyOf(request));
            socket.send(refusal ? json(refusal->body, refusal->status) : json(chatAnswer));
        });
        agents::Workspace where = workspace(upstream.url());
        where.providers["main"].settings = agents::settingsOf(kind);
        Sink sink;
        Gateway gateway(Settings{}, where, sink);
        QVERIFY(gateway.start() && gateway.apply(table(1, versionWith(true))));
        Caller caller(gateway.port());
        for (const Habit& habit : habits) {
            if (*habit.withTools != '\0')
                continue;
            const std::string answer = caller.ask(post(chatPath, requestOf(Dialect::Chat, habit.members, false)));
            QVERIFY2(answer.starts_with("HTTP/1.1 200 "), (std::string(habit.name) + answer).c_str());
        }
    }
}

// A version that asks more of its callers than stable does is compared by it, though no upstream was asked.
void TestProviderSettings::whatTheVersionAsksIsSeen() {
    Upstream upstream(answerInChat);
    Sink sink;
    Gateway gateway(Settings{}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {.prompt = "For {{customer}}."})));
    Caller caller(gateway.port());
    const std::string refused = caller.ask(post(chatPath, helloBody));
    QVERIFY(refused.starts_with("HTTP/1.1 400 "));
    QCOMPARE(objectOf(bodyOf(refused))["error"_L1]["code"_L1].toString(), u"placeholder_missing"_s);
    QVERIFY(objectOf(bodyOf(refused))["error"_L1]["message"_L1].toString().contains("customer"_L1));
    QVERIFY(refused.find("x-signalbox-version: 1.0.0\r\n") != std::string::npos);
    const auto seen = sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QVERIFY(seen[0].outcome == metrics::Outcome::ClientError);
    QCOMPARE(seen[0].status, 400);
    QVERIFY(seen[0].failure != nullptr);
    QCOMPARE(metrics::codeOf(seen[0].failure->reason), std::string("400 placeholder_missing"));
    QCOMPARE(upstream.requests().size(), 0U);
    // The next request of the connection has nothing of it.
    QVERIFY(caller.ask(post("/v1/nothing", "{}")).find("x-signalbox-version") == std::string::npos);
    QVERIFY(caller.ask(post(chatPath, R"({"model":"refunds","messages":[],"metadata":{"customer":3}})"))
                .starts_with("HTTP/1.1 200 "));
}

void TestProviderSettings::usageIsAskedForAndKept_data() {
    QTest::addColumn<bool>("setting");
    QTest::addColumn<QByteArray>("options"); // of the caller
    QTest::addColumn<QByteArray>("sent");    // to the provider
    QTest::addColumn<bool>("kept");          // from the caller
    QTest::addColumn<bool>("chunked");       // the upstream's answer
    for (const bool chunked : {true, false}) {
        const auto row = [chunked](const char* name, bool setting, const QByteArray& options, const QByteArray& sent,
                                   bool kept) {
            QTest::addRow("%s, %s", name, chunked ? "chunked" : "by length")
                << setting << options << sent << kept << chunked;
        };
        row("not asked", true, {}, R"(,"stream_options":{"include_usage":true})", true);
        row("null", true, "null", R"(,"stream_options":{"include_usage":true})", true);
        row("not wanted", true, R"({"include_usage":false})", R"(,"stream_options":{"include_usage":true})", true);
        row("other options", true, R"({"include_obfuscation":false})",
            R"(,"stream_options":{"include_obfuscation":false,"include_usage":true})", true);
        row("asked", true, R"({ "include_usage" : true })", R"(,"stream_options":{ "include_usage" : true })", false);
        row("turned off", false, {}, {}, false);
        row("turned off, asked", false, R"({"include_usage":true})", R"(,"stream_options":{"include_usage":true})",
            false);
    }
}

void TestProviderSettings::usageIsAskedForAndKept() {
    QFETCH(bool, setting);
    QFETCH(QByteArray, options);
    QFETCH(QByteArray, sent);
    QFETCH(bool, kept);
    QFETCH(bool, chunked);
    const std::string before =
        ": hi\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"yes\"}}],\"usage\":null}\r\n\r\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    const std::string usage =
        "event: x\ndata: {\"choices\": [ ], \"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
    const std::string after = "data: [DONE]\n\n";
    Upstream upstream([&](RawSocket& socket, const std::string&) {
        const std::string all = before + usage + after;
        std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
        if (chunked) {
            answer += "Transfer-Encoding: chunked\r\n\r\n";
            for (std::size_t at = 0; at < all.size(); at += 37) // cut anywhere
                answer += std::format("{:x}\r\n{}\r\n", std::min<std::size_t>(37, all.size() - at), all.substr(at, 37));
            answer += "0\r\n\r\n";
        } else {
            answer += "Content-Length: " + std::to_string(all.size()) + "\r\n\r\n" + all;
        }
        socket.send(answer);
    });
    agents::Workspace where = workspace(upstream.url());
    where.providers["main"].settings.streamUsage = setting;
    Sink sink;
    Gateway gateway(Settings{}, where, sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {.prompt = ""})));
    Caller caller(gateway.port());
    const std::string given = options.isEmpty() ? "" : ",\"stream_options\":" + options.toStdString();
    const std::string answer =
        caller.ask(post(chatPath, R"({"model":"refunds","messages":[],"stream":true)" + given + "}"));
    QCOMPARE(bodyOf(upstream.requests().at(0)),
             R"({"model":"model-of-1.0.0","messages":[],"stream":true)" + sent.toStdString() + "}");
    std::string got;
    if (answer.find("transfer-encoding: chunked\r\n") != std::string::npos) {
        std::string_view rest = std::string_view(answer).substr(answer.find("\r\n\r\n") + 4);
        while (!rest.empty() && !rest.starts_with("0\r\n")) {
            const auto size = std::stoul(std::string(rest.substr(0, rest.find("\r\n"))), nullptr, 16);
            rest.remove_prefix(rest.find("\r\n") + 2);
            got += rest.substr(0, size);
            rest.remove_prefix(size + 2);
        }
    } else {
        got = bodyOf(answer);
    }
    QCOMPARE(got, before + (kept ? "" : usage) + after);
    const auto seen = sink.wait(1);
    QCOMPARE(seen.at(0).inputTokens.value_or(-1), 5);
    QVERIFY(seen[0].outcome == metrics::Outcome::Success);
    QVERIFY(seen[0].cost.has_value());
    QVERIFY(caller.ask(post("/v1/nothing", "{}")).starts_with("HTTP/1.1 404 ")); // the connection is still good
}

QTEST_GUILESS_MAIN(TestProviderSettings)
#include "tst_provider_settings.moc"
