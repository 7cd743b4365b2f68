// What was released goes on being served as it was reviewed, whatever becomes of its tag, of signalbox.yaml and of the
// repository's objects.
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/server/backend.h"
#include "tests/server/raw_http.h"
#include "tests/server/stub_upstream.h"
#include "tests/versions/store_fixture.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

struct World {
    StoreFixture store;
    QTemporaryDir state;
    StubUpstream upstream;
    std::unique_ptr<server::Backend> backend;

    // `agents`: what signalbox.yaml says of them.
    void write(const std::string& agents) const {
        std::ofstream(store.path() / "signalbox.yaml")
            << "schema: signalbox.workspace/1\nname: Mine\nproviders: {rehearsal: {url: " << upstream.url() << "}}\n"
            << agents;
        store.git({u"add"_s, u"signalbox.yaml"_s});
        store.git({u"commit"_s, u"-m"_s, u"Say what is here"_s});
    }

    // A version of an adopted agent.
    void tag(const QString& name, const std::string& prompt) const {
        std::filesystem::create_directories(store.path() / "words");
        std::ofstream(store.path() / "words" / "\xF0\x9F\x9A\xA6.md") << prompt;
        store.git({u"add"_s, u"-A"_s});
        store.git({u"commit"_s, u"-m"_s, name});
        store.git({u"tag"_s, u"-f"_s, name});
    }

    // Lets a tag of ours stand for other content, with a trailer that fits it.
    void moveTag(const std::string& prompt, const QString& tag = u"agents/refunds/v1.1.0"_s) const {
        const QString other = u"agents/refunds/v9.0.0"_s;
        QVERIFY(store.publish("9.0.0", prompt));
        const QString said = store.git({u"tag"_s, u"-l"_s, u"--format=%(contents)"_s, other});
        store.git({u"tag"_s, u"-f"_s, u"-a"_s, u"-m"_s, said, tag, other + u"^{commit}"_s});
        store.git({u"tag"_s, u"-d"_s, other});
    }

    void collectGarbage() const {
        store.git({u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
        store.git({u"pack-refs"_s, u"--all"_s});
        store.git({u"gc"_s, u"-q"_s, u"--prune=now"_s});
    }

    [[nodiscard]] Result<void> start() {
        backend.reset();
        server::Settings settings;
        settings.workspace = store.path();
        settings.stateDirectory = state.filePath(u"state"_s).toStdString();
        backend = std::make_unique<server::Backend>(std::move(settings));
        return backend->start();
    }

    [[nodiscard]] static std::uint16_t portOf(const std::string& url) {
        return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    }

    [[nodiscard]] HttpAnswer call(const std::string& verb, const std::string& path,
                                  const QJsonObject& body = {}) const {
        auto token = protocol::readPrivateFile(backend->endpoint().tokenFile).value();
        token = token.substr(0, token.find('\n'));
        return send(portOf(backend->endpoint().control),
                    {verb,
                     path,
                     {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
                     verb == "GET" ? std::string() : QJsonDocument(body).toJson().toStdString()});
    }

    [[nodiscard]] QJsonObject stateOf(const std::string& agent) const {
        return call("GET", "/api/v1/agents/" + agent + "/release").json()["state"_L1].toObject();
    }

    [[nodiscard]] QString digest(const std::string& agent) const {
        return stateOf(agent)["stable"_L1]["digest"_L1].toString();
    }

    // The versions that alerts name which nobody has answered.
    [[nodiscard]] QStringList alertsOf(const std::string& agent) const {
        QStringList all;
        const QJsonArray alerts = call("GET", "/api/v1/alerts").json()["alerts"_L1].toArray();
        for (const auto& alert : alerts)
            if (alert["agent"_L1].toString().toStdString() == agent && !alert["acknowledged"_L1].isObject())
                all << alert["version"_L1].toString();
        return all;
    }

    // Why it could not be started; empty: it was.
    [[nodiscard]] QString release(const std::string& agent, const QString& version, const QString& digest = {}) const {
        QJsonObject body{{u"version"_s, version}, {u"revision"_s, stateOf(agent)["revision"_L1]}};
        if (!digest.isEmpty())
            body.insert(u"digest"_s, digest);
        const HttpAnswer answer = call("POST", "/api/v1/agents/" + agent + "/releases", body);
        if (answer.status < 300)
            return {};
        return answer.status == 409 ? answer.json()["error"_L1]["code"_L1].toString()
                                    : u"%1: "_s.arg(answer.status) + QString::fromStdString(answer.body);
    }

    // The status of a caller's answer.
    [[nodiscard]] int ask(const std::string& agent) const {
        return send(portOf(backend->endpoint().gateway),
                    {"POST",
                     "/v1/chat/completions",
                     {{"Content-Type", "application/json"}},
                     R"({"model":")" + agent + R"(","messages":[{"role":"user","content":"Hello"}]})"})
            .status;
    }
};

constexpr const char* adopted = "agents: {support: {stable: 1.0.0, path: words, description: Kind, "
                                "model: {provider: rehearsal, id: large-2026-01-15}}}\n";

} // namespace

class KeptContentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameGoesOnServing_data();
    void theSameGoesOnServing();
    void whatWasReviewedIsReleased();
};

void KeptContentTest::theSameGoesOnServing_data() {
    QTest::addColumn<bool>("foreign");
    QTest::addColumn<QString>("meddling");
    for (const bool foreign : {false, true})
        for (const char* meddling : {"nothing", "deleted", "moved", "edited"})
            if (foreign || std::string_view(meddling) != "edited")
                QTest::addRow("%s, %s", foreign ? "adopted" : "published", meddling)
                    << foreign << QString::fromLatin1(meddling);
}

void KeptContentTest::theSameGoesOnServing() {
    QFETCH(bool, foreign);
    QFETCH(QString, meddling);
    World world;
    const std::string agent = foreign ? "support" : "refunds";
    const QString tag = foreign ? u"v1.0.0"_s : u"agents/refunds/v1.0.0"_s;
    world.write(foreign ? adopted : "agents: {refunds: {stable: 1.0.0}}\n");
    if (foreign)
        world.tag(tag, "Be kind.");
    else
        QVERIFY(world.store.publish("1.0.0", "Be kind."));
    QVERIFY(world.start());
    const QString digest = world.digest(agent);
    QVERIFY(!digest.isEmpty());
    QCOMPARE(world.ask(agent), 200);
    if (meddling == "deleted"_L1)
        world.store.git({u"tag"_s, u"-d"_s, tag});
    if (meddling == "moved"_L1 && foreign)
        world.tag(tag, "Be rude.");
    if (meddling == "moved"_L1 && !foreign)
        world.moveTag("Be rude.", tag);
    if (meddling == "edited"_L1)
        world.write(std::string(adopted).replace(std::string(adopted).find("Kind"), 4, "Very kind"));
    world.collectGarbage();
    for (int again = 0; again < 2; ++again) {
        const auto started = world.start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
        QCOMPARE(world.ask(agent), 200);
        QCOMPARE(world.digest(agent), digest);
        const bool wrong = meddling != "nothing"_L1;
        QCOMPARE(world.alertsOf(agent), wrong ? QStringList{u"1.0.0"_s} : QStringList()); // told once, until answered
        const QJsonObject versions = world.call("GET", "/api/v1/agents/" + agent + "/versions").json();
        const QJsonArray problems = versions["problems"_L1].toArray();
        QCOMPARE(problems.size(), wrong ? 1 : 0);
        QCOMPARE(problems[0]["code"_L1].toString(), !wrong                     ? QString()
                                                    : meddling == "deleted"_L1 ? u"tag_deleted"_s
                                                                               : u"content_differs"_s);
        if (!versions["versions"_L1].toArray().isEmpty()) {
            QCOMPARE(versions["checks"_L1][0]["errors"_L1][0]["code"_L1].toString(), problems[0]["code"_L1].toString());
            QCOMPARE(world.call("GET", "/api/v1/agents/" + agent + "/versions/1.0.0/snapshot")
                         .json()["digest"_L1]
                         .toString(),
                     digest);
        }
        if (meddling == "moved"_L1 || meddling == "edited"_L1)
            QCOMPARE(world.release(agent, u"1.0.0"_s), u"version_moved"_s);
    }
}

// A tag that is moved after people looked, and before or after the backend did, releases nothing that nobody saw.
void KeptContentTest::whatWasReviewedIsReleased() {
    World world;
    QVERIFY(world.store.publish("1.0.0", "Be kind."));
    world.write("agents: {refunds: {stable: 1.0.0}}\n");
    QVERIFY(world.store.publish("1.1.0", "Be quick."));
    QVERIFY(world.start());
    const auto shown = [&] {
        return world.call("GET", "/api/v1/agents/refunds/versions/1.1.0/snapshot").json()["digest"_L1].toString();
    };
    const QString reviewed = shown();
    const QString tag = u"agents/refunds/v1.1.0"_s;
    world.moveTag("Be rude.");
    QCOMPARE(shown(), reviewed);
    QCOMPARE(world.release("refunds", u"1.1.0"_s, u"sha256:"_s + QString(64, u'a')), u"digest_changed"_s);
    QVERIFY(world.stateOf("refunds")["release"_L1].isNull());
    QCOMPARE(world.release("refunds", u"1.1.0"_s, reviewed), QString());
    QCOMPARE(world.stateOf("refunds")["release"_L1]["candidate"_L1]["digest"_L1].toString(), reviewed);
    world.collectGarbage();
    QVERIFY(world.start());
    QCOMPARE(world.stateOf("refunds")["release"_L1]["candidate"_L1]["digest"_L1].toString(), reviewed);
    QCOMPARE(world.call("GET", "/api/v1/agents").json()["agents"_L1][0]["observed_matches"_L1].toBool(), true);
    QCOMPARE(world.alertsOf("refunds"), QStringList{u"1.1.0"_s});

    World other; // the move came while nobody ran: what people looked at is said in the request
    QVERIFY(other.store.publish("1.0.0", "Be kind."));
    other.write("agents: {refunds: {stable: 1.0.0}}\n");
    QVERIFY(other.store.publish("1.1.0", "Be quick."));
    other.moveTag("Be rude.");
    QVERIFY(other.start());
    QCOMPARE(other.release("refunds", u"1.1.0"_s, reviewed), u"digest_changed"_s);
}

QTEST_GUILESS_MAIN(KeptContentTest)
#include "tst_kept_content.moc"
