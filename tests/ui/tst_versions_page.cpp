// The Versions page on a backend of a few lines: what it asks for again and when, and answers that come late, of an
// agent with the same version numbers as another.
#include <array>

#include <QPlainTextEdit>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/versions/versions_page.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array agentNames{"refunds", "router"};

agents::Version published(const std::string& agent, const std::string& name) {
    agents::Version made;
    made.agent = agent;
    made.version = agents::SemVer::parse(name).value();
    made.tag = "agents/" + agent + "/v" + name;
    made.digest = sha256(agent + name);
    made.author = "Test Author";
    made.changelog = "Changelog of " + agent + " " + name;
    return made;
}

protocol::Deployment deployment(const std::string& agent, const std::string& name, traffic::Role role, int weight) {
    protocol::Deployment row;
    row.agent = agent;
    row.version = name;
    row.role = role;
    row.weight = traffic::Weight::percent(static_cast<std::uint32_t>(weight));
    row.actor = agent + "'s manager";
    return row;
}

// Everything about an agent says its name.
void describeAgent(uitest::FakeBackend& backend, const std::string& agent) {
    const QString path = u"/agents/"_s + QString::fromStdString(agent);
    protocol::VersionList list;
    for (const char* name : {"2.2.0", "2.1.0"}) {
        list.versions.push_back(published(agent, name));
        protocol::VersionDetail detail;
        detail.version = list.versions.back();
        detail.files = {"prompts/" + agent + ".md"};
        detail.manifest = {{u"model"_s, QJsonObject{{u"id"_s, QString::fromStdString("model-of-" + agent)}}}};
        backend.bodies[path + u"/versions/"_s + QString::fromLatin1(name)] = protocol::encode(detail);
        protocol::SnapshotMessage snapshot;
        snapshot.files = {{"prompts/" + agent + ".md", "Prompt of " + agent + "\n"}};
        backend.bodies[path + u"/versions/"_s + QString::fromLatin1(name) + u"/snapshot"_s] =
            protocol::encode(snapshot);
    }
    backend.bodies[path + u"/versions"_s] = protocol::encode(list);
    backend.bodies[path + u"/deployments"_s] =
        protocol::encode(std::vector{deployment(agent, "2.1.0", traffic::Role::Stable, 100)});
}

} // namespace

class TestVersionsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void init() {
        m_backend = std::make_unique<uitest::FakeBackend>();
        QVERIFY(m_backend->isListening());
        for (const char* agent : agentNames) {
            m_backend->agents.agents.push_back(uitest::idle(agent, "2.1.0"));
            describeAgent(*m_backend, agent);
        }
        m_session = std::make_unique<client::BackendSession>(m_backend->url(), "token");
        m_mirror = std::make_unique<client::BackendMirror>(*m_session);
        m_page = std::make_unique<VersionsPage>(*m_mirror);
        m_page->resize(1100, 700);
        m_page->show();
        m_session->start();
        QTRY_VERIFY(m_mirror->isFresh() && m_mirror->agent("router"));
        m_page->setAgent("refunds");
        m_page->setActive(true);
        QTRY_VERIFY(view().selected() != nullptr);
    }

    void cleanup() {
        m_page.reset();
        m_mirror.reset();
        m_session.reset();
        m_backend.reset();
    }

    void whatComesLateIsDropped_data() {
        QTest::addColumn<QString>("late"); // answers to paths that end so come after the other agent was chosen
        for (const char* end : {"/versions", "/versions/2.2.0", "/deployments"})
            QTest::newRow(end) << QString::fromLatin1(end);
    }

    void whatComesLateIsDropped() {
        QFETCH(QString, late);
        QTRY_VERIFY(says(u"model-of-refunds"_s));
        // There, back and there again, faster than anything is answered.
        m_backend->held = {late};
        for (const char* agent : {"router", "refunds", "router"}) {
            m_page->setAgent(agent);
            QTRY_VERIFY(m_backend->waiting() > 0);
        }
        m_backend->letGo();
        QTRY_VERIFY(says(u"Changelog of router 2.2.0"_s));
        QTRY_VERIFY(says(u"model-of-router"_s));
        QTRY_VERIFY(hasLink(u"prompts/router.md"_s));
        view().select("2.1.0");
        QTRY_VERIFY(says(u"router's manager"_s));
        QTRY_VERIFY(hasLink(u"prompts/router.md"_s));
        QVERIFY2(!says(u"of refunds"_s) && !says(u"model-of-refunds"_s) && !says(u"refunds's manager"_s),
                 qPrintable(seen().join(u'\n')));
    }

    void anOlderAnswerDoesNotReplaceANewerOne() {
        view().select("2.2.0");
        QTRY_VERIFY(says(u"It has had no traffic yet."_s));
        m_backend->held = {u"/deployments"_s};
        const std::size_t before = m_backend->waiting();
        m_backend->sendAudit(5);
        QTRY_COMPARE(m_backend->waiting(), before + 1);
        m_backend->bodies[u"/agents/refunds/deployments"_s] =
            protocol::encode(std::vector{deployment("refunds", "2.2.0", traffic::Role::Canary, 5)});
        m_backend->sendAudit(6);
        QTRY_COMPARE(m_backend->waiting(), before + 2);
        // The first question is answered last, with what was true when it was asked.
        m_backend->letGo(uitest::FakeBackend::Order::NewestFirst);
        QTRY_VERIFY(says(u"refunds's manager"_s));
        bool asked = false;
        m_session->fetchDeployments("refunds", this, [&asked](const auto&) { asked = true; });
        QTRY_VERIFY(asked); // the older answer has come too by now
        QVERIFY(says(u"refunds's manager"_s));
    }

    // A verb is given while another page is in front, or while the link is down.
    void whatHappenedMeanwhileIsReadAgain() {
        view().select("2.2.0");
        QTRY_VERIFY(says(u"It has had no traffic yet."_s));
        m_page->setActive(false);
        m_backend->bodies[u"/agents/refunds/deployments"_s] =
            protocol::encode(std::vector{deployment("refunds", "2.2.0", traffic::Role::Canary, 5)});
        auto status = *m_mirror->agent("refunds");
        status.observed.canary = published("refunds", "2.2.0").ref();
        status.observed.canaryWeight = traffic::Weight::percent(5);
        ++status.state.revision;
        m_backend->sendAgent(status);
        QTRY_VERIFY(m_mirror->agent("refunds")->observed.canary.has_value());
        m_page->setActive(true);
        QTRY_VERIFY(says(u"until now"_s));
        // It was rolled back: in effect at once, recorded after.
        status.observed.canary.reset();
        ++status.state.revision;
        m_backend->sendAgent(status);
        QTRY_VERIFY(!says(u"until now"_s)); // although the history still has it open
        auto ended = deployment("refunds", "2.2.0", traffic::Role::Canary, 5);
        ended.until = WallTime{std::chrono::hours{490'000}};
        m_backend->bodies[u"/agents/refunds/deployments"_s] = protocol::encode(std::vector{ended});
        m_backend->sendAudit(9);
        QTRY_VERIFY(says(u"until 20"_s));
    }

    void filesComeFromTheVersionThatIsShown() {
        QTRY_VERIFY(hasLink(u"prompts/refunds.md"_s));
        m_backend->held = {u"/snapshot"_s};
        click(u"prompts/refunds.md"_s);
        QTRY_COMPARE(m_backend->waiting(), 1U);
        m_page->setAgent("router");
        QVERIFY(!view().isReading());
        QTRY_VERIFY(hasLink(u"prompts/router.md"_s));
        click(u"prompts/router.md"_s);
        QTRY_COMPARE(m_backend->waiting(), 2U);
        m_backend->letGo();
        QTRY_COMPARE(view().reader().list().count(), 1);
        QCOMPARE(view().reader().list().item(0)->text(), u"prompts/router.md"_s);
        QTRY_VERIFY(view().reader().panel().view()->file() != nullptr);
        QCOMPARE(view().reader().panel().view()->file()->text.rightLines.front(), std::string_view("Prompt of router"));
    }

private:
    [[nodiscard]] VersionsView& view() const { return *m_page->findChild<VersionsView*>(); }

    [[nodiscard]] QStringList seen() const {
        QStringList texts;
        for (const auto* label : view().details().findChildren<ui::PlainLabel*>())
            texts += label->text();
        for (const auto* text : view().details().findChildren<QPlainTextEdit*>())
            texts += text->toPlainText();
        return texts;
    }

    [[nodiscard]] bool says(const QString& text) const { return seen().join(u'\n').contains(text); }

    [[nodiscard]] QToolButton* link(const QString& text) const {
        for (auto* button : view().details().findChildren<QToolButton*>())
            if (button->text() == text)
                return button;
        return nullptr;
    }

    [[nodiscard]] bool hasLink(const QString& text) const { return link(text) != nullptr; }

    void click(const QString& text) const { link(text)->click(); }

    std::unique_ptr<uitest::FakeBackend> m_backend;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<VersionsPage> m_page;
};

QTEST_MAIN(TestVersionsPage)
#include "tst_versions_page.moc"
