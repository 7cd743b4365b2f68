// State of the link × what a person sees: one banner in one place, its words, its one remedy, what is greyed; against
// servers that do each of it, over real connections. Nothing in the window moves when it comes or goes.

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/ui/blank_page.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "tests/ui/widget_places.h"
#include "ui/base/notice.h"
#include "ui/base/notice_strip.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/release_bar.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/link_banner.h"
#include "ui/shell/main_window.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;
using client::LinkState;
using client::LinkTrouble;

Q_DECLARE_METATYPE(signalbox::client::LinkTrouble)

namespace {

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{{blankPage(u"live"_s, u"Live"_s)}, log.get()};

    Console() {
        backend.info.instance = "one";
        backend.agents.agents = {ramping()};
        window.resize(1100, 700);
        window.show();
        window.addBackend(mirror);
        session.start();
    }

    [[nodiscard]] bool connects() const {
        return QTest::qWaitFor([this] { return mirror.isFresh() && view().agent() == "refunds"; });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    [[nodiscard]] Notice& notice() const { return view().banner().notice(); }

    [[nodiscard]] QPushButton* button(const QString& name) const {
        for (auto* button : view().banner().findChildren<QPushButton*>())
            if (button->accessibleName() == name && !button->isHidden())
                return button;
        return nullptr;
    }
};

LinkFacts down(LinkTrouble trouble) {
    LinkFacts facts;
    facts.link.state = LinkState::Stale;
    facts.link.trouble = trouble;
    facts.address = u"box.example:7420"_s;
    facts.link.since = facts.link.lastHeard = WallTime{std::chrono::hours(24)};
    return facts;
}

LinkFacts up(LinkTrouble trouble = LinkTrouble::None) {
    LinkFacts facts = down(trouble);
    facts.link.state = LinkState::Connected;
    return facts;
}

QByteArray answer(const QByteArray& status, const QByteArray& type, const QByteArray& body) {
    return "HTTP/1.1 " + status + "\r\ncontent-type: " + type +
           "\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray refusal(const QByteArray& status, const QByteArray& code) {
    return answer(status, "application/json", R"({"error":{"code":")" + code + R"(","message":"No.","hint":"Ask."}})");
}

} // namespace

class TestLinkBanner : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { applyTheme(Scheme::Light); }

    void wordsAndRemedy_data() {
        QTest::addColumn<LinkFacts>("facts");
        QTest::addColumn<QString>("says");
        QTest::addColumn<int>("remedy");
        QTest::addColumn<bool>("stale");
        const auto row = [](const char* name, const LinkFacts& facts, const QString& says, LinkRemedy remedy,
                            bool stale = true) { QTest::newRow(name) << facts << says << int(remedy) << stale; };
        LinkFacts facts = down(LinkTrouble::None);
        facts.link.state = LinkState::Connecting;
        row("connecting", facts, u"Connecting to box.example:7420"_s, LinkRemedy::None);
        facts = up(LinkTrouble::Slow);
        facts.link.roundTrip = std::chrono::milliseconds(2300);
        row("slow", facts, u"takes 2.30 s to answer"_s, LinkRemedy::None, false);
        row("silent", down(LinkTrouble::Silent), u"nothing is heard from box.example:7420"_s, LinkRemedy::RetryNow);
        row("restarting", down(LinkTrouble::Restarting), u"closed the connection"_s, LinkRemedy::RetryNow);
        row("refused", down(LinkTrouble::Refused), u"nothing listens at box.example:7420"_s, LinkRemedy::RetryNow);
        row("no such host", down(LinkTrouble::NoSuchHost), u"name in box.example:7420 is not known"_s,
            LinkRemedy::RetryNow);
        row("no answer", down(LinkTrouble::NoAnswer), u"does not answer"_s, LinkRemedy::RetryNow);
        row("wrong token", down(LinkTrouble::WrongToken), u"does not know this token"_s, LinkRemedy::GiveToken);
        row("role too small", down(LinkTrouble::RoleTooSmall), u"may not read"_s, LinkRemedy::GiveToken);
        row("host refused", down(LinkTrouble::HostRefused), u"does not go by the name"_s, LinkRemedy::RetryNow);
        row("untrusted", down(LinkTrouble::Untrusted), u"certificate"_s, LinkRemedy::RetryNow);
        row("other program", down(LinkTrouble::NotABackend), u"no Signalbox backend"_s, LinkRemedy::RetryNow);
        facts = down(LinkTrouble::Other);
        facts.link.error = Error{Errc::Internal, "internal", "It <b>broke</b>.", "Look."};
        row("other", facts, u"It <b>broke</b>."_s, LinkRemedy::RetryNow);
        facts = down(LinkTrouble::Refused);
        facts.ended = Error{Errc::Unavailable, "backend_ended", "The backend ended: killed", "Start it."};
        row("ended", facts, u"the backend of this workspace ended"_s, LinkRemedy::StartAgain);
        facts = up();
        facts.otherSince = facts.link.since;
        row("another backend", facts, u"Another backend answers"_s, LinkRemedy::GoOn, false);
        facts = up();
        facts.workspaceProblem = Error{Errc::NotFound, "workspace_gone", "The workspace /w is no longer there.", "x"};
        row("workspace gone", facts, u"/w is no longer there"_s, LinkRemedy::None, false);
        facts = down(LinkTrouble::Refused);
        facts.link.lastHeard = {};
        row("never connected", facts, u"Not connected since"_s, LinkRemedy::RetryNow);
    }

    void wordsAndRemedy() {
        QFETCH(LinkFacts, facts);
        QFETCH(QString, says);
        QFETCH(int, remedy);
        QFETCH(bool, stale);
        const auto notice = linkNotice(facts);
        QVERIFY(notice);
        QVERIFY2(notice->text.contains(says), qPrintable(notice->text));
        QCOMPARE(int(notice->remedy), remedy);
        QCOMPARE(notice->stale, stale);
        if (facts.link.state == LinkState::Stale)
            QVERIFY2(notice->text.contains(u"since"_s), qPrintable(notice->text));
        QVERIFY(linkNotice(up()) == std::nullopt);
    }

    void whatAnswersIsTold_data() {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<LinkTrouble>("trouble");
        const auto row = [](const char* name, const QByteArray& raw, LinkTrouble trouble,
                            const QString& scheme = u"http"_s) { QTest::newRow(name) << raw << scheme << trouble; };
        row("401 of a backend", refusal("401 Unauthorized", "unauthorized"), LinkTrouble::WrongToken);
        row("401 of a proxy", answer("401 Unauthorized", "text/html", "<h1>Log in</h1>"), LinkTrouble::WrongToken);
        row("403 of a backend", refusal("403 Forbidden", "forbidden"), LinkTrouble::RoleTooSmall);
        row("403 bad host", refusal("403 Forbidden", "bad_host"), LinkTrouble::HostRefused);
        row("503", refusal("503 Unavailable", "starting"), LinkTrouble::Restarting);
        row("502 of a proxy", answer("502 Bad Gateway", "text/html", "x"), LinkTrouble::Restarting);
        row("500", refusal("500 Internal", "internal"), LinkTrouble::Other);
        row("a page", answer("200 OK", "text/html", "<h1>Hello</h1>"), LinkTrouble::NotABackend);
        row("other JSON", answer("200 OK", "application/json", "{}"), LinkTrouble::NotABackend);
        row("not found", answer("404 Not Found", "text/plain", "nothing"), LinkTrouble::NotABackend);
        row("elsewhere", "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            LinkTrouble::NotABackend);
        row("no HTTP", "SSH-2.0-OpenSSH_9.9\r\n", LinkTrouble::NotABackend);
        row("plain where TLS is asked", "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", LinkTrouble::Untrusted,
            u"https"_s);
    }

    void whatAnswersIsTold() {
        QFETCH(QByteArray, raw);
        QFETCH(QString, scheme);
        QFETCH(LinkTrouble, trouble);
        FakeBackend backend;
        backend.raw = raw;
        backend.rawAtOnce = scheme == u"https"_s || !raw.startsWith("HTTP");
        QUrl url = backend.url();
        url.setScheme(scheme);
        client::BackendSession session(url, "token");
        session.start();
        QTRY_COMPARE_WITH_TIMEOUT(session.link().state, LinkState::Stale, 8'000);
        QCOMPARE(int(session.link().trouble), int(trouble));
        if (!client::mendsItself(trouble))
            QVERIFY(session.link().retryIn >= std::chrono::seconds(10)); // nobody is asked four times a second
    }

    void nobodyIsThere() {
        FakeBackend backend;
        const QUrl url = backend.url();
        backend.stop();
        client::BackendSession session(url, "token");
        session.start();
        QTRY_COMPARE(session.link().state, LinkState::Stale);
        QCOMPARE(int(session.link().trouble), int(LinkTrouble::Refused));
        client::BackendSession nowhere(QUrl(u"http://nowhere.invalid:7420"_s), "token");
        nowhere.start();
        QTRY_COMPARE_WITH_TIMEOUT(nowhere.link().state, LinkState::Stale, 8'000);
        QVERIFY(nowhere.link().trouble == LinkTrouble::NoSuchHost || nowhere.link().trouble == LinkTrouble::NoAnswer);
    }

    void aWrongTokenIsReplacedInPlace() {
        Console console;
        QVERIFY(console.connects());
        QSignalSpy replaced(&console.view(), &BackendView::tokenReplaced);
        console.backend.token = "right";
        console.backend.stop();
        QVERIFY(console.backend.restart());
        QTRY_VERIFY_WITH_TIMEOUT(console.notice().text().contains(u"does not know this token"_s), 10'000);
        QVERIFY(console.view().isGreyed());
        QVERIFY(console.button(u"Retry now"_s) != nullptr);
        QPushButton* give = console.button(u"Give another token…"_s);
        QVERIFY(give != nullptr);
        QTest::mouseClick(give, Qt::LeftButton);
        QLineEdit& field = console.view().banner().token();
        QVERIFY(field.isVisible());
        QCOMPARE(field.echoMode(), QLineEdit::Password);
        QTest::keyClicks(&field, u"wrong"_s);
        QTest::keyClick(&field, Qt::Key_Return);
        QTRY_VERIFY(console.button(u"Give another token…"_s) != nullptr); // it is refused too, and can be given again
        QTest::mouseClick(console.button(u"Give another token…"_s), Qt::LeftButton);
        QTest::keyClicks(&field, u"right"_s);
        QTest::keyClick(&field, Qt::Key_Return);
        QTRY_VERIFY(console.mirror.isFresh());
        QVERIFY(console.view().banner().isHidden());
        QVERIFY(!console.view().isGreyed());
        QVERIFY(field.text().isEmpty());
        QCOMPARE(replaced.size(), 2);
        QCOMPARE(replaced.last().front().toString(), u"right"_s);
    }

    void retryNowDoesNotWait() {
        Console console;
        QVERIFY(console.connects());
        console.backend.stop();
        QTRY_VERIFY_WITH_TIMEOUT(console.session.link().retryIn >= std::chrono::seconds(3), 20'000);
        QVERIFY(console.notice().text().contains(u"nothing listens at"_s));
        QVERIFY2(console.notice().hint().startsWith(u"again in "_s), qPrintable(console.notice().hint()));
        QVERIFY(console.backend.restart());
        QElapsedTimer time;
        time.start();
        QTest::mouseClick(console.button(u"Retry now"_s), Qt::LeftButton);
        QTRY_VERIFY(console.mirror.isFresh());
        QVERIFY2(time.elapsed() < 2'000, qPrintable(QString::number(time.elapsed())));
    }

    void anotherBackendIsNoticed() {
        Console console;
        QVERIFY(console.connects());
        QTRY_VERIFY(console.mirror.backend());
        console.backend.info.instance = "two";
        console.backend.agents.agents = {idle("refunds", "1.0.0")};
        console.backend.agents.agents.front().state.revision = 1; // it has lived for less long
        console.backend.stop();
        QVERIFY(console.backend.restart());
        QTRY_VERIFY_WITH_TIMEOUT(console.notice().text().contains(u"Another backend answers"_s), 10'000);
        QTRY_COMPARE(console.mirror.agent("refunds")->state.stable.name(), std::string("1.0.0"));
        QVERIFY(!console.view().isGreyed()); // what is shown is what the new one says
        QTest::mouseClick(console.button(u"I have seen it"_s), Qt::LeftButton);
        QVERIFY(console.view().banner().isHidden());
    }

    // What is cut says so, and its tool tip has all of it; a button that comes later takes its room from the words.
    void cutWordsEndInDots() {
        NoticeStrip strip;
        auto* notice = new Notice;
        strip.add(notice);
        strip.resize(500, strip.height());
        strip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&strip));
        const QString hint = u"Not yet met: evidence: 440 of 1,000 conversations, and the approval of a person."_s;
        for (const QString& action : {QString(), u"Promote 2.2.0 to 100 %"_s}) {
            notice->say(Tone::Warning, u"Give 2.2.0 all requests now?"_s, hint, action);
            QCoreApplication::sendPostedEvents();
            for (const auto* label : notice->findChildren<PlainLabel*>())
                if (label->isVisible() && !label->text().isEmpty())
                    QVERIFY2(label->fontMetrics().horizontalAdvance(label->text()) <= label->width(),
                             qPrintable(label->text()));
        }
        QCOMPARE(notice->hint(), hint);
        QVERIFY(notice->toolTip().contains(u"approval of a person"_s));
    }

    void nothingMoves_data() {
        QTest::addColumn<QByteArray>("raw");
        QTest::newRow("down") << QByteArray();
        QTest::newRow("wrong token") << refusal("401 Unauthorized", "unauthorized");
        QTest::newRow("other program") << answer("200 OK", "text/html", "<h1>Hello</h1>");
    }

    void nothingMoves() {
        QFETCH(QByteArray, raw);
        Console console;
        QVERIFY(console.connects());
        QTRY_VERIFY(console.view().bar().button(releases::Verb::RollBack)->isEnabled());
        const WidgetPlaces before(console.view(), &console.view().strip());
        QVERIFY(before.count() > 10);
        console.backend.stop();
        console.backend.raw = raw;
        if (!raw.isEmpty())
            QVERIFY(console.backend.restart());
        QTRY_VERIFY_WITH_TIMEOUT(!console.view().banner().isHidden(), 10'000);
        QTRY_VERIFY(raw.isEmpty() || client::mendsItself(console.session.link().trouble) == false);
        QCOMPARE(before.moved().join(u'\n'), QString());
        console.view().bar().notice()->say(Tone::Warning, u"Two things were said. "_s.repeated(20),
                                           u"And why. "_s.repeated(20));
        QCOMPARE(before.moved().join(u'\n'), QString());
        QVERIFY(console.view().strip().speaking() == &console.view().banner()); // the link goes first
        console.backend.raw.clear();
        console.backend.stop();
        QVERIFY(console.backend.restart());
        console.session.retryNow();
        QTRY_VERIFY(console.mirror.isFresh());
        QCOMPARE(before.moved().join(u'\n'), QString());
        QVERIFY(console.view().strip().speaking() == console.view().bar().notice());
    }
};

QTEST_MAIN(TestLinkBanner)
#include "tst_link_banner.moc"
