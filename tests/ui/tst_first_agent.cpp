// What the console says where something must be made or mended before an agent answers: a folder that is no workspace,
// files with mistakes, an agent without a version. Each names the remedy, as a button where there is one.
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/base/findings.h"
#include "core/client/backend_mirror.h"
#include "tests/ui/fake_backend.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar_model.h"
#include "ui/shell/welcome_page.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace signalbox::ui::shell;
using namespace Qt::StringLiterals;

namespace {

const protocol::UnservedAgent waiting{.agent = "refunds",
                                      .reason = protocol::UnservedReason::NotPublished,
                                      .message = "No version of refunds is published yet.",
                                      .hint = "Publish its first version.",
                                      .command = "signalboxctl --workspace /w publish refunds 1.0.0"};

// All text that is shown in a widget.
QString textIn(const QWidget& widget) {
    QStringList all;
    for (const PlainLabel* label : widget.findChildren<PlainLabel*>())
        if (!label->isHidden())
            all += label->text();
    return all.join(u'\n');
}

QPushButton* button(const QWidget& widget, const QString& text) {
    for (QPushButton* one : widget.findChildren<QPushButton*>())
        if (one->text() == text && !one->isHidden())
            return one;
    return nullptr;
}

} // namespace

class TestFirstAgent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSidebarListsIt_data();
    void theSidebarListsIt();
    void itsPageNamesTheCommand();
    void aFolderCanBeMadeAWorkspace_data();
    void aFolderCanBeMadeAWorkspace();
    void allMistakesOfAFileAreShown();
};

void TestFirstAgent::theSidebarListsIt_data() {
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("text");
    QTest::newRow("not committed") << static_cast<int>(protocol::UnservedReason::NotCommitted) << u"not committed"_s;
    QTest::newRow("not published") << static_cast<int>(protocol::UnservedReason::NotPublished) << u"not published"_s;
    QTest::newRow("undecided") << static_cast<int>(protocol::UnservedReason::Undecided) << u"not adopted"_s;
    QTest::newRow("mistakes") << static_cast<int>(protocol::UnservedReason::Mistakes) << u"has mistakes"_s;
    QTest::newRow("unreadable") << static_cast<int>(protocol::UnservedReason::Unreadable) << u"unreadable"_s;
}

void TestFirstAgent::theSidebarListsIt() {
    QFETCH(const int, reason);
    QFETCH(const QString, text);
    SidebarBackend backend{.name = u"w"_s, .agents = {}, .teams = {}};
    protocol::UnservedAgent agent = waiting;
    agent.reason = static_cast<protocol::UnservedReason>(reason);
    backend.unserved = {agent};
    SidebarModel model;
    model.setBackends({backend});
    const QModelIndex at = model.indexOf(0, "refunds");
    QVERIFY(at.isValid());
    QCOMPARE(at.data(SidebarModel::VersionRole).toString(), text);
    QVERIFY(at.data(Qt::AccessibleTextRole).toString().contains(text));
    QVERIFY(at.data(Qt::ToolTipRole).toString().contains(u"No version of refunds"_s));
}

void TestFirstAgent::itsPageNamesTheCommand() {
    uitest::FakeBackend backend;
    backend.agents.unserved = {waiting};
    client::BackendSession session(backend.url(), "token");
    client::BackendMirror mirror(session);
    MainWindow window({}, nullptr);
    window.resize(1100, 700);
    window.addBackend(mirror, {});
    window.show();
    session.start();
    QTRY_COMPARE(mirror.unserved().size(), 1U);
    auto* empty = window.findChild<EmptyState*>();
    QVERIFY(empty != nullptr);
    QTRY_VERIFY(textIn(*empty).contains(u"No version of refunds is published yet."_s));
    QVERIFY(textIn(*empty).contains(QString::fromStdString(waiting.command)));
    QPushButton* copy = button(*empty, u"Copy the command"_s);
    QVERIFY(copy != nullptr);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(waiting.command));
    if (const QByteArray pictures = qgetenv("SIGNALBOX_PICTURES"); !pictures.isEmpty())
        window.grab().save(QString::fromLocal8Bit(pictures) + u"/first-agent.png"_s);
}

void TestFirstAgent::aFolderCanBeMadeAWorkspace_data() {
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<bool>("offered");
    for (const char* code : {"no_folder", "no_repository", "no_workspace_file"})
        QTest::newRow(code) << QByteArray(code) << true;
    for (const char* code : {"inside_repository", "wrong_owner", "unsupported_repository", "unreachable"})
        QTest::newRow(code) << QByteArray(code) << false;
}

void TestFirstAgent::aFolderCanBeMadeAWorkspace() {
    QFETCH(const QByteArray, code);
    QFETCH(const bool, offered);
    WelcomePage page;
    page.show();
    QSignalSpy wanted(&page, &WelcomePage::workspaceWanted);
    page.showError({Errc::NotFound, code.toStdString(), "It is none.", "Make it one."});
    QPushButton* make = button(page, u"Make it a workspace"_s);
    QCOMPARE(make != nullptr, offered);
    if (make != nullptr)
        make->click();
    QCOMPARE(wanted.count(), offered ? 1 : 0);
}

void TestFirstAgent::allMistakesOfAFileAreShown() {
    WelcomePage page;
    page.resize(1100, 700);
    page.show();
    std::vector<Finding> findings;
    for (int line = 1; line <= 10; ++line)
        findings.push_back({.code = "bad_value",
                            .message = "This is wrong.",
                            .hint = "Write one or two.",
                            .write = "key: one",
                            .place = {.file = "signalbox.yaml", .line = line, .column = 3, .field = "a.key"}});
    page.showError(errorOf(findings));
    const QString text = textIn(page);
    QVERIFY2(text.contains(u"10 mistakes in signalbox.yaml"_s), qPrintable(text));
    for (int line = 1; line <= 8; ++line)
        QVERIFY2(text.contains(u"signalbox.yaml:%1:3: a.key: This is wrong. Write one or two."_s.arg(line)),
                 qPrintable(text));
    QVERIFY(text.contains(u"key: one"_s));
    QVERIFY(text.contains(u"and 2 more"_s));
    if (const QByteArray pictures = qgetenv("SIGNALBOX_PICTURES"); !pictures.isEmpty())
        page.grab().save(QString::fromLocal8Bit(pictures) + u"/mistakes.png"_s);
}

QTEST_MAIN(TestFirstAgent)
#include "tst_first_agent.moc"
