// Which version answers first in a workspace that a backend sees for the first time: the table of first_stable.h, and
// with a backend on a repository with a state directory that is empty.
#include <fstream>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/server/backend.h"
#include "core/server/first_stable.h"
#include "tests/server/raw_http.h"
#include "tests/versions/store_fixture.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

// Newest precedence first, as the store lists them.
std::vector<agents::Version> versionsOf(const QStringList& names) {
    std::vector<agents::Version> all;
    for (const QString& name : names) {
        agents::Version version;
        version.agent = "refunds";
        version.version = agents::SemVer::parse(name.toStdString()).value();
        all.push_back(std::move(version));
    }
    std::ranges::sort(all, [](const auto& a, const auto& b) { return a.version > b.version; });
    return all;
}

} // namespace

class FirstStableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isChosen_data();
    void isChosen();
    void ofAWorkspace_data();
    void ofAWorkspace();
    void anOldStateCounts();
};

void FirstStableTest::isChosen_data() {
    QTest::addColumn<QStringList>("versions");
    QTest::addColumn<QString>("named");
    QTest::addColumn<QString>("stable"); // "": none
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const QStringList& versions, const char* named, const char* stable,
                        const char* said) {
        QTest::newRow(name) << versions << QString::fromLatin1(named) << QString::fromLatin1(stable)
                            << QString::fromLatin1(said);
    };
    row("none", {}, "", "", "");
    row("none, one named", {}, "1.0.0", "", "first_stable_missing");
    row("one", {u"1.0.0"_s}, "", "", "first_stable_undecided");
    row("one, named", {u"1.0.0"_s}, "1.0.0", "1.0.0", "");
    row("one, another named", {u"1.0.0"_s}, "0.9.0", "", "first_stable_missing");
    row("several", {u"1.0.0"_s, u"1.2.0"_s, u"1.10.0"_s}, "", "", "first_stable_undecided");
    row("several, an older one named", {u"1.0.0"_s, u"1.1.0"_s, u"1.2.0"_s}, "1.0.0", "1.0.0", "");
    row("several, a missing one named", {u"1.0.0"_s, u"1.1.0"_s}, "1.5.0", "", "first_stable_missing");
    row("a pre-release is the newest", {u"1.0.0"_s, u"2.0.0-rc.1"_s}, "", "", "first_stable_undecided");
    row("a pre-release among several", {u"1.0.0"_s, u"1.1.0"_s, u"2.0.0-rc.1"_s}, "", "", "first_stable_undecided");
    row("a pre-release named", {u"1.0.0"_s, u"2.0.0-rc.1"_s}, "2.0.0-rc.1", "2.0.0-rc.1", "");
    row("only pre-releases", {u"1.0.0-alpha"_s, u"1.0.0-beta"_s}, "", "", "first_stable_undecided");
    row("one pre-release, named", {u"1.0.0-alpha"_s}, "1.0.0-alpha", "1.0.0-alpha", "");
    row("no version at all in the name", {u"1.0.0"_s}, "latest", "", "first_stable_missing");
    row("a build of the named one", {u"1.0.0+2"_s}, "1.0.0", "", "first_stable_missing"); // other content
}

void FirstStableTest::isChosen() {
    QFETCH(QStringList, versions);
    QFETCH(QString, named);
    QFETCH(QString, stable);
    QFETCH(QString, said);
    const auto all = versionsOf(versions);
    std::vector<const agents::Version*> listed;
    for (const auto& version : all)
        listed.push_back(&version);
    const auto first = server::firstStableOf("refunds", listed, named.toStdString());
    QCOMPARE(first.version ? QString::fromStdString(first.version->version.toString()) : QString(), stable);
    QCOMPARE(QString::fromStdString(first.notice ? first.notice->code : ""), said);
    QCOMPARE(first.reason.empty(), first.version == nullptr);
    if (first.notice) {
        QVERIFY(first.notice->message.contains("refunds"));
        QVERIFY(!first.notice->hint.empty()); // what to do
    }
}

namespace {

struct World {
    StoreFixture store;
    QTemporaryDir state;
    std::unique_ptr<server::Backend> backend;

    void write(const std::string& agents) const {
        std::ofstream(store.path() / "signalbox.yaml")
            << "schema: signalbox.workspace/1\nname: Mine\nproviders: {rehearsal: {url: http://127.0.0.1:1/v1}}\n"
            << agents;
        store.git({u"add"_s, u"signalbox.yaml"_s});
        store.git({u"commit"_s, u"-m"_s, u"Say what is here"_s});
    }

    [[nodiscard]] Result<void> start() {
        server::Settings settings;
        settings.workspace = store.path();
        settings.stateDirectory = state.filePath(u"state"_s).toStdString();
        backend = std::make_unique<server::Backend>(std::move(settings));
        return backend->start();
    }

    [[nodiscard]] HttpAnswer adopt(const QString& version) const {
        return ask("POST", "/api/v1/agents/refunds/adopt",
                   QJsonDocument(QJsonObject{{u"version"_s, version}}).toJson().toStdString());
    }

    [[nodiscard]] QJsonObject list() const { return ask("GET", "/api/v1/agents").json(); }

    [[nodiscard]] HttpAnswer ask(const std::string& method, const std::string& path,
                                 const std::string& body = {}) const {
        auto token = protocol::readPrivateFile(backend->endpoint().tokenFile).value();
        token = token.substr(0, token.find('\n'));
        const std::string& url = backend->endpoint().control;
        const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        return send(port,
                    {method, path, {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, body});
    }

    [[nodiscard]] QString stable() const {
        return list()["agents"_L1][0]["state"_L1]["stable"_L1]["version"_L1].toString();
    }
};

} // namespace

void FirstStableTest::ofAWorkspace_data() {
    QTest::addColumn<QString>("agents");
    QTest::addColumn<QString>("meddling"); // done to the tag of 1.1.0
    QTest::addColumn<QString>("stable");
    QTest::addColumn<QString>("problem"); // of the one that does not
    const auto named = u"agents: {refunds: {stable: 1.0.0}}\n"_s;
    const auto newer = u"agents: {refunds: {stable: 1.1.0}}\n"_s;
    QTest::newRow("named") << named << QString() << u"1.0.0"_s << QString();
    QTest::newRow("not named") << QString() << QString() << QString() << u"undecided"_s;
    QTest::newRow("named and deleted") << newer << u"delete"_s << QString() << u"undecided"_s;
    QTest::newRow("not named, one deleted") << QString() << u"delete"_s << QString() << u"undecided"_s;
    QTest::newRow("named and moved") << newer << u"move"_s << QString() << u"unreadable"_s;
    QTest::newRow("not named and moved") << QString() << u"move"_s << QString() << u"unreadable"_s;
    QTest::newRow("another is named and that one moved") << named << u"move"_s << u"1.0.0"_s << QString();
}

void FirstStableTest::ofAWorkspace() {
    QFETCH(QString, agents);
    QFETCH(QString, meddling);
    QFETCH(QString, stable);
    QFETCH(QString, problem);
    World world;
    QVERIFY(world.store.publish("1.0.0", "Be kind."));
    QVERIFY(world.store.publish("1.1.0", "Be quick."));
    world.write(agents.toStdString());
    const QString tag = u"agents/refunds/v1.1.0"_s;
    if (meddling == "delete"_L1)
        world.store.git({u"tag"_s, u"-d"_s, tag});
    if (meddling == "move"_L1) { // the same words about other content
        const QString said = world.store.git({u"tag"_s, u"-l"_s, u"--format=%(contents)"_s, tag});
        world.store.git({u"tag"_s, u"-f"_s, u"-a"_s, u"-m"_s, said, tag, u"agents/refunds/v1.0.0^{commit}"_s});
    }
    const auto started = world.start();
    QVERIFY2(started, started ? "" : started.error().message.c_str());
    const QJsonObject list = world.list();
    QCOMPARE(world.stable(), stable);
    QCOMPARE(list["agents"_L1].toArray().size(), stable.isEmpty() ? 0 : 1);
    QCOMPARE(list["unserved"_L1][0]["reason"_L1].toString(), problem);
    const auto said = world.backend->notices(); // the log of the daemon
    QCOMPARE(said.size(), problem.isEmpty() ? 0U : 1U);
}

// What was published waits for a release manager; what was decided stays.
void FirstStableTest::anOldStateCounts() {
    World world;
    QVERIFY(world.store.publish("1.0.0", "Be kind."));
    world.write("");
    QVERIFY(world.start());
    QCOMPARE(world.stable(), QString());
    const QJsonObject waits = world.list()["unserved"_L1][0].toObject();
    QCOMPARE(waits["version"_L1].toString(), u"1.0.0"_s);
    QVERIFY(waits["command"_L1].toString().endsWith(u" adopt refunds 1.0.0"_s));
    QCOMPARE(world.adopt(u"1.0.0"_s).status, 200);
    QCOMPARE(world.stable(), u"1.0.0"_s);
    QVERIFY(world.list()["unserved"_L1].toArray().isEmpty());
    const HttpAnswer again = world.adopt(u"1.0.0"_s); // what serves changes by a release only
    QCOMPARE(again.status, 422);
    QVERIFY(again.body.contains("already_adopted"));
    world.backend.reset();
    QVERIFY(world.store.publish("1.1.0", "Be quick."));
    QVERIFY(world.start());
    QCOMPARE(world.stable(), u"1.0.0"_s);
    QVERIFY(world.backend->notices().empty());
    world.backend.reset();
    world.write("agents: {refunds: {stable: 1.1.0}}\n");
    QVERIFY(world.start());
    QCOMPARE(world.stable(), u"1.0.0"_s); // it names the first one, not a release
}

QTEST_GUILESS_MAIN(FirstStableTest)
#include "tst_first_stable.moc"
