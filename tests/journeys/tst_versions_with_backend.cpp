// The Versions page against the real daemon: after every verb, given while the page is in sight and while it is not,
// each version says of its traffic what the control API says, and nothing is said to go on that the data path denies.
#include <QFormLayout>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/client/embedded_backend.h"
#include "tests/support/places.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/versions/versions_page.h"
#include "ui/versions/versions_view.h"

using namespace signalbox;
using namespace signalbox::ui::versions;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QStringList published{u"2.2.0"_s, u"2.1.1"_s, u"2.1.0"_s, u"2.0.0"_s};

release::Plan plan(std::chrono::milliseconds shadow = {}, std::chrono::milliseconds observe = 1h) {
    release::Plan made;
    for (const std::uint32_t percent : {5U, 50U, 100U})
        made.steps.push_back({traffic::Weight::percent(percent), 0ms});
    made.shadowTime = shadow;
    made.shadowShare = traffic::Weight::percent(shadow > 0ms ? 20 : 0);
    made.observeTime = observe;
    made.guardrails = release::defaultPlan().guardrails;
    return made;
}

struct Deed {
    const char* verb;
    const char* version = "";
    std::optional<release::Plan> plan = {};
    bool breakGlass = false;
};

// Every verb that moves traffic or says something of a version, in an order in which each may be given.
std::vector<Deed> deeds() {
    return {{"start", "2.2.0", plan()},
            {"pause"},
            {"resume"},
            {"advance"},
            {"step-back"},
            {"promote"},
            {"roll-back"},
            {"undo"},
            {"roll-back"},
            {"unquarantine", "2.2.0"},
            {"start", "2.2.0", plan(1h)},
            {"advance", "", {}, true},
            {"abort"},
            {"start", "2.1.1", plan({}, 0ms)},
            {"promote"},
            {"roll-back"},
            {"unquarantine", "2.1.1"},
            {"freeze"},
            {"unfreeze"}};
}

} // namespace

class VersionsWithBackend : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() {
        ui::applyTheme(ui::Scheme::Light);
        QVERIFY(m_directory.isValid());
        m_backend = std::make_unique<client::EmbeddedBackend>(
            client::EmbeddedSettings{.workspace = m_directory.filePath(u"workspace"_s),
                                     .stateDirectory = m_directory.filePath(u"state"_s),
                                     .sample = true,
                                     .providers = {{u"rehearsal"_s, u"http://127.0.0.1:1/v1"_s}},
                                     .program = test::programPath(u"signalboxd"_s)});
        QSignalSpy ready(m_backend.get(), &client::EmbeddedBackend::ready);
        m_backend->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 30'000);
        m_session =
            std::make_unique<client::BackendSession>(m_backend->endpoint().control, m_backend->endpoint().token);
        m_mirror = std::make_unique<client::BackendMirror>(*m_session);
        m_page = std::make_unique<VersionsPage>(*m_mirror);
        m_page->resize(1100, 700);
        m_page->show();
        m_session->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh() && m_mirror->agent("refunds"), 15'000);
        m_page->setAgent("refunds");
        m_page->setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(view().selected() != nullptr, 10'000);
    }

    void everyVerbIsSeen_data() {
        QTest::addColumn<bool>("inSight");
        QTest::newRow("while the page is in sight") << true;
        QTest::newRow("while another page is in front") << false;
    }

    void everyVerbIsSeen() {
        QFETCH(bool, inSight);
        int number = 0;
        for (const Deed& deed : deeds()) {
            const QByteArray name = QByteArray::number(++number) + ' ' + deed.verb + ' ' + deed.version;
            m_page->setActive(inSight);
            give(deed, name);
            if (QTest::currentTestFailed())
                return;
            m_page->setActive(true);
            for (const QString& version : published) {
                view().select(version.toStdString());
                const auto told = [&] {
                    const QString text = QString::fromUtf8(name) + u": "_s + version + u" shows "_s +
                                         shown().join(u", "_s) + u"; it is "_s + expected(version).join(u", "_s) +
                                         u"; the history has "_s + history(version).join(u", "_s);
                    return text.toStdString();
                };
                QTRY_VERIFY2_WITH_TIMEOUT(agrees(version), told().c_str(), 10'000);
            }
        }
    }

    void aFileOfTheWorkspaceIsRead() {
        view().select("2.2.0");
        const auto link = [this]() -> QToolButton* {
            for (auto* button : view().details().findChildren<QToolButton*>())
                if (button->text() == u"prompts/system.md"_s)
                    return button;
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(link() != nullptr, 10'000);
        link()->click();
        QTRY_VERIFY_WITH_TIMEOUT(view().reader().panel().view()->file() != nullptr, 10'000);
        const auto& file = *view().reader().panel().view()->file();
        QCOMPARE(file.path, std::string("prompts/system.md"));
        QVERIFY(file.text.rightLines.size() > 5);
    }

    void cleanupTestCase() {
        m_page.reset();
        m_mirror.reset();
        m_session.reset();
        m_backend.reset();
    }

private:
    [[nodiscard]] VersionsView& view() const { return *m_page->findChild<VersionsView*>(); }

    void give(const Deed& deed, const QByteArray& name) {
        protocol::CommandMessage message;
        message.reason = "test";
        message.version = deed.version;
        message.plan = deed.plan;
        message.breakGlass = deed.breakGlass;
        if (std::string_view(deed.verb) != "roll-back")
            message.revision = m_mirror->agent("refunds")->state.revision;
        std::optional<Result<protocol::CommandResult>> done;
        m_session->command("refunds", deed.verb, message, this,
                           [&done](Result<protocol::CommandResult> result) { done = std::move(result); });
        QTRY_VERIFY_WITH_TIMEOUT(done.has_value(), 10'000);
        const std::string refusal = *done ? std::string() : done->error().message;
        QVERIFY2(*done, (name.toStdString() + ": " + refusal).c_str());
        QTRY_VERIFY_WITH_TIMEOUT(m_mirror->agent("refunds")->state.revision >= (*done)->revision, 10'000);
    }

    // Roles with "until now", as the page has them.
    [[nodiscard]] QStringList shown() const {
        QStringList lines;
        for (auto* form : view().details().findChildren<QFormLayout*>())
            for (int row = 0; row < form->rowCount(); ++row) {
                const auto text = [form, row](QFormLayout::ItemRole role) {
                    const auto* item = form->itemAt(row, role);
                    const auto* label = item ? qobject_cast<ui::PlainLabel*>(item->widget()) : nullptr;
                    return label ? label->text() : QString();
                };
                if (text(QFormLayout::FieldRole).contains(u"until now"_s))
                    lines << text(QFormLayout::LabelRole);
            }
        lines.sort();
        return lines;
    }

    // What the data path has, as the backend says it.
    [[nodiscard]] QStringList expected(const QString& version) const {
        const release::Routing& routing = m_mirror->agent("refunds")->observed;
        const auto is = [&version](const agents::VersionRef& one) {
            return QString::fromStdString(one.name()) == version;
        };
        QStringList lines;
        const auto add = [&lines](const char* role, traffic::Weight weight) {
            lines << QString::fromLatin1(role) + u' ' + QString::fromStdString(weight.toString());
        };
        if (is(routing.stable))
            add("stable", routing.canary ? routing.canaryWeight.rest() : traffic::Weight::all());
        if (routing.canary && is(*routing.canary))
            add("canary", routing.canaryWeight);
        if (routing.shadow && is(*routing.shadow))
            add("shadow", routing.shadowShare);
        lines.sort();
        return lines;
    }

    // What the control API's history leaves open.
    [[nodiscard]] QStringList history(const QString& version) {
        std::optional<std::vector<protocol::Deployment>> rows;
        m_session->fetchDeployments("refunds", this, [&rows](Result<std::vector<protocol::Deployment>> answer) {
            rows = answer.value_or(std::vector<protocol::Deployment>{});
        });
        QStringList lines;
        if (!QTest::qWaitFor([&rows] { return rows.has_value(); }, 5'000))
            return lines;
        for (const protocol::Deployment& row : *rows)
            if (QString::fromStdString(row.version) == version && !row.until)
                lines << QString::fromUtf8(traffic::toString(row.role)) + u' ' +
                             QString::fromStdString(row.weight.toString());
        lines.sort();
        return lines;
    }

    [[nodiscard]] bool agrees(const QString& version) {
        return view().selected() && QString::fromStdString(view().selected()->name) == version &&
               shown() == expected(version) && history(version) == shown();
    }

    QTemporaryDir m_directory;
    std::unique_ptr<client::EmbeddedBackend> m_backend;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
    std::unique_ptr<VersionsPage> m_page;
};

QTEST_MAIN(VersionsWithBackend)
#include "tst_versions_with_backend.moc"
