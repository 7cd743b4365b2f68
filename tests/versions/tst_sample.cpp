#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/agents/workspace.h"
#include "core/versions/sample.h"
#include "core/versions/store.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

QByteArray git(const QString& where, const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(where);
    process.start(u"git"_s, arguments);
    process.waitForFinished();
    return process.readAllStandardOutput() + process.readAllStandardError();
}

std::string describe(const Error& error) {
    return error.code + ": " + error.message + " " + error.field;
}

} // namespace

class TestSample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsEveryVersion();
    void isATree();
    void readsEveryVersion();
    void statesTheLimits();
    void workingTreeIsClean();
    void isReproducible();
    void workspaceFitsTheVersions();
    void refusesANonEmptyFolder();

private:
    QTemporaryDir m_directory;
    std::filesystem::path m_path;
};

void TestSample::initTestCase() {
    m_path = m_directory.filePath(u"sample"_s).toStdString();
    const auto made = versions::createSampleWorkspace(m_path);
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
}

void TestSample::listsEveryVersion() {
    auto store = versions::Store::open(m_path);
    QVERIFY(store);
    const auto catalogue = (*store)->list();
    QVERIFY(catalogue);
    QVERIFY((*catalogue)->problems.empty());
    QStringList names;
    for (const auto& version : (*catalogue)->versions) {
        names << QString::fromStdString(version.agent + " " + version.version.toString());
        QVERIFY(!version.changelog.empty());
        QVERIFY(version.changelog.find("Signalbox-Digest") == std::string::npos);
        QVERIFY(version.ticket.starts_with("SUP-"));
        QCOMPARE(version.author, std::string("Signalbox sample"));
    }
    QCOMPARE(names, (QStringList{u"billing 1.2.0"_s, u"intake 1.4.0"_s, u"refunds 2.2.0"_s, u"refunds 2.1.1"_s,
                                 u"refunds 2.1.0"_s, u"refunds 2.0.0"_s, u"router 2.0.1"_s, u"summariser 1.1.0"_s,
                                 u"summariser 1.0.0"_s}));
    QCOMPARE((*store)->agentNames().value(),
             (std::vector<std::string>{"billing", "intake", "refunds", "router", "summariser"}));
}

void TestSample::isATree() {
    auto store = versions::Store::open(m_path);
    const auto catalogue = (*store)->list().value();
    std::map<std::string, std::string> parents;
    for (const auto& version : catalogue->versions)
        for (const auto& parent : version.parents)
            parents[version.agent + " " + version.version.toString()] += parent.toString() + ";";
    QCOMPARE(parents["refunds 2.2.0"], std::string("2.1.0;"));
    QCOMPARE(parents["refunds 2.1.1"], std::string("2.1.0;"));
    QCOMPARE(parents["refunds 2.1.0"], std::string("2.0.0;"));
    QCOMPARE(parents["summariser 1.1.0"], std::string("1.0.0;"));
    QVERIFY(!parents.contains("refunds 2.0.0"));
}

void TestSample::readsEveryVersion() {
    auto store = versions::Store::open(m_path);
    const auto catalogue = (*store)->list().value();
    for (const auto& version : catalogue->versions) {
        const auto snapshot = (*store)->read(version.agent, version.version);
        QVERIFY2(snapshot, snapshot ? "" : describe(snapshot.error()).c_str());
        QCOMPARE((*snapshot)->digest, version.digest);
        for (const auto& finding : agents::checkForPublishing(**snapshot))
            QFAIL((version.agent + ": " + finding.code + " " + finding.message).c_str());
        const auto lines = std::ranges::count((*snapshot)->prompt("system"), '\n');
        QVERIFY2(lines >= 40 && lines <= 150, std::to_string(lines).c_str());
    }
}

// The rehearsal server takes these limits from the system prompts.
void TestSample::statesTheLimits() {
    auto store = versions::Store::open(m_path);
    const auto prompt = [&](const char* agent, const char* version) {
        return std::string((*store)->read(agent, agents::SemVer::parse(version).value()).value()->prompt("system"));
    };
    for (const char* version : {"2.0.0", "2.1.0", "2.1.1"}) {
        QVERIFY(prompt("refunds", version).contains("within 30 days of delivery"));
        QVERIFY(!prompt("refunds", version).contains("45 days"));
    }
    QVERIFY(prompt("refunds", "2.2.0").contains("within 45 days of delivery"));
    QVERIFY(!prompt("refunds", "2.2.0").contains("30 days"));
    QVERIFY(prompt("refunds", "2.2.0").contains("verify_customer"));
    QVERIFY(prompt("summariser", "1.0.0").contains("Write six to eight sentences"));
    QVERIFY(prompt("summariser", "1.1.0").contains("Write at most two sentences"));
}

void TestSample::workingTreeIsClean() {
    const QString where = QString::fromStdString(m_path.string());
    QCOMPARE(git(where, {u"status"_s, u"--porcelain"_s}), QByteArray());
    const QByteArray check = git(where, {u"fsck"_s, u"--strict"_s, u"--no-progress"_s, u"--no-dangling"_s});
    QVERIFY2(check.isEmpty(), check.constData());
    QCOMPARE(git(where, {u"branch"_s, u"--format=%(refname:short)"_s}), QByteArray("hotfix/2.1\nmain\n"));
    QVERIFY(QFile::exists(where + "/signalbox.yaml"_L1));
    QVERIFY(QFile::exists(where + "/agents/router/prompts/system.md"_L1));
    QFile prompt(where + "/agents/refunds/prompts/system.md"_L1);
    QVERIFY(prompt.open(QIODevice::ReadOnly));
    QVERIFY(prompt.readAll().contains("within 45 days"));
    QVERIFY(!QFile::exists(where + "/agents/refunds/changelog.txt"_L1));
}

void TestSample::isReproducible() {
    const QString where = QString::fromStdString(m_path.string());
    const QString again = m_directory.filePath(u"again"_s);
    QVERIFY(versions::createSampleWorkspace(again.toStdString()));
    QCOMPARE(git(again, {u"for-each-ref"_s}), git(where, {u"for-each-ref"_s}));
}

void TestSample::workspaceFitsTheVersions() {
    auto store = versions::Store::open(m_path);
    const auto workspace = agents::readWorkspace((*store)->readFile("signalbox.yaml").value_or(""));
    QVERIFY2(workspace, workspace ? "" : describe(workspace.error()).c_str());
    QVERIFY(workspace->providers.at("rehearsal").simulated);
    QCOMPARE(workspace->prices.at("rehearsal-large-2026-01-15").input, agents::PicoUsd{2'500'000});
    for (const auto& [agent, stable] : workspace->stable) {
        const auto snapshot = (*store)->read(agent, agents::SemVer::parse(stable).value());
        QVERIFY(snapshot);
        QVERIFY(workspace->providers.contains((*snapshot)->manifest.model.provider));
        QVERIFY(workspace->prices.contains((*snapshot)->manifest.model.id));
        QVERIFY((*store)->readFile("agents/" + agent + "/release.yaml"));
    }
    QCOMPARE(workspace->stable.size(), std::size_t{5});
}

void TestSample::refusesANonEmptyFolder() {
    const auto again = versions::createSampleWorkspace(m_path);
    QVERIFY(!again);
    QCOMPARE(again.error().code, std::string("not_empty"));
}

QTEST_APPLESS_MAIN(TestSample)
#include "tst_sample.moc"
