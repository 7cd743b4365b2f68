// The Compare page on a backend of a few lines: an adopted agent, whose files hold no agent.yaml; who stands first in
// the lists of versions; reading everything again.
#include <QComboBox>
#include <QTableView>
#include <QTest>

#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/diff_panel.h"
#include "ui/compare/version_pickers.h"

using namespace signalbox;
using namespace signalbox::ui::compare;
using namespace Qt::StringLiterals;

namespace {

agents::Version published(const std::string& name) {
    agents::Version made;
    made.agent = "support";
    made.version = agents::SemVer::parse(name).value();
    made.tag = "v" + name;
    return made;
}

protocol::SnapshotMessage snapshot(const std::string& prompt, double temperature) {
    agents::Manifest manifest;
    manifest.name = "support";
    manifest.model = {"maker", "maker-4-2026-01-15"};
    manifest.prompts = {{"system", "prompts/system.md"}};
    manifest.configuration.temperature = temperature;
    protocol::SnapshotMessage message;
    message.manifest = agents::manifestToJson(manifest);
    message.files = {{"prompts/system.md", prompt}}; // and no agent.yaml
    return message;
}

} // namespace

class TestComparePage : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void init() {
        m_backend = std::make_unique<uitest::FakeBackend>();
        QVERIFY(m_backend->isListening());
        m_backend->agents.agents = {uitest::idle("support", "1.0.0")};
        m_backend->versions = {published("1.0.1"), published("1.10.0"), published("1.2.0-rc.1"), published("1.1.0"),
                               published("1.0.0")};
        m_backend->bodies[u"/versions/1.0.0/snapshot"_s] =
            protocol::encode(snapshot("You are support. Answer within 30 days.\n", 0.7));
        m_backend->bodies[u"/versions/1.1.0/snapshot"_s] =
            protocol::encode(snapshot("You are support. Answer within 14 days.\n", 0.2));
        m_session = std::make_unique<client::BackendSession>(m_backend->url(), "token");
        m_mirror = std::make_unique<client::BackendMirror>(*m_session);
        m_page = std::make_unique<ComparePage>(*m_mirror);
        m_page->resize(1100, 700);
        m_session->start();
        QTRY_VERIFY(m_mirror->isFresh() && m_mirror->agent("support"));
        m_page->setAgent("support");
        m_page->setVersions(u"1.0.0"_s, u"1.1.0"_s);
        m_page->show();
        m_page->setActive(true);
        QTRY_VERIFY(m_page->view()->document() != nullptr);
        QTRY_VERIFY(m_page->view()->pickers()->count() > 0);
    }

    void cleanup() {
        m_page.reset();
        m_mirror.reset();
        m_session.reset();
        m_backend.reset();
    }

    void anAdoptedAgentIsComparedInFull() {
        const auto& diff = m_page->view()->document()->diff;
        QCOMPARE(diff.fields.size(), std::size_t{1});
        QCOMPARE(diff.fields[0].path, std::string("configuration.temperature"));
        QCOMPARE(diff.parts.size(), std::size_t{1});
        QCOMPARE(diff.parts[0].part, diff::PartKind::Prompt);
        QCOMPARE(diff.parts[0].marks.size(), std::size_t{1}); // 30 → 14: read as a prompt
        QVERIFY(diff.advice == agents::Bump::Minor);
        QVERIFY(m_page->view()->findChild<QTableView*>()->isVisible());
        QVERIFY(!m_page->view()->findChild<ui::Notice*>()->isVisible());
    }

    void whoServesStandsFirst() {
        QCOMPARE(names(), (QStringList{u"1.0.0"_s, u"1.10.0"_s, u"1.2.0-rc.1"_s, u"1.1.0"_s, u"1.0.1"_s}));
        auto status = *m_mirror->agent("support");
        status.observed.canary = uitest::version("1.1.0");
        status.observed.canaryWeight = traffic::Weight::percent(5);
        status.observed.shadow = uitest::version("1.0.1");
        ++status.state.revision;
        m_backend->sendAgent(status);
        QTRY_COMPARE(names(), (QStringList{u"1.0.0"_s, u"1.1.0"_s, u"1.0.1"_s, u"1.10.0"_s, u"1.2.0-rc.1"_s}));
        QCOMPARE(m_page->view()->pickers()->left(), u"1.0.0"_s); // the choice stays
        QCOMPARE(m_page->view()->pickers()->right(), u"1.1.0"_s);
    }

    void everythingIsReadAgain() {
        m_backend->bodies[u"/versions/1.1.0/snapshot"_s] = protocol::encode(snapshot("Other words.\n", 0.2));
        m_backend->versions.insert(m_backend->versions.begin(), published("2.0.0"));
        m_page->refresh();
        QTRY_COMPARE(m_page->view()->document()->right->files.front().content, std::string("Other words.\n"));
        QTRY_VERIFY(names().contains(u"2.0.0"_s));
        QCOMPARE(m_page->view()->document()->rightName, std::string("1.1.0"));
    }

private:
    [[nodiscard]] QStringList names() const {
        const auto* box = m_page->view()->pickers()->findChild<QComboBox*>();
        QStringList all;
        for (int i = 0; i < box->count(); ++i)
            all << box->itemText(i);
        return all;
    }

    std::unique_ptr<uitest::FakeBackend> m_backend;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<ComparePage> m_page;
};

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
