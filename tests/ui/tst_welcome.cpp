// The first page: what was opened before with its state, entries that go, nothing that moves, addresses that are none.

#include <algorithm>

#include <QComboBox>
#include <QDateTime>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "tests/ui/accessible_walk.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/widget_places.h"
#include "ui/base/chip.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"
#include "ui/shell/recent_row.h"
#include "ui/shell/welcome_page.h"

using namespace signalbox;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

class TestWelcome : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void welcomeShowsWhatWasOpenedBefore() {
        QTemporaryDir there;
        WelcomePage page;
        page.resize(860, 700);
        page.setRecent({{RecentBackend::Kind::Folder,
                         there.path(),
                         {},
                         {u"refunds 2.2.0 at 5 %"_s, false},
                         RecentBackend::Open::Connected},
                        {RecentBackend::Kind::Folder, there.filePath(u"gone"_s), {}},
                        {RecentBackend::Kind::Url, u"https://box.example:7420"_s, {}, {u"1 open alert"_s, true}}});
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const auto rows = page.findChildren<RecentRow*>();
        QCOMPARE(rows.size(), 3);
        const auto state = [&](int row) {
            const auto* chip = rows[row]->findChild<ui::Chip*>();
            return chip->isHidden() ? QString() : chip->spec().text;
        };
        QCOMPARE(state(0), u"open · refunds 2.2.0 at 5 %"_s);
        QTRY_COMPARE(state(1), u"the folder is not there"_s);
        QCOMPARE(state(2), u"1 open alert when last seen, nobody knows when"_s);
        QVERIFY(rows[0]->mapTo(&page, QPoint()).y() <
                page.findChild<QLineEdit*>()->mapTo(&page, QPoint()).y()); // above the cards
        const WidgetPlaces before(page, page.findChild<ui::Notice*>());
        QVERIFY(before.count() > 10);
        page.showError(
            {Errc::Invalid, "x", "Something long is wrong here, again. ", "Look at the file, and then again."});
        QCOMPARE(before.moved().join(u'\n'), QString());
        tests::shoot(page, u"welcome-recent"_s);
        QSignalSpy removed(&page, &WelcomePage::recentRemoved);
        for (auto* button : rows[2]->findChildren<QPushButton*>())
            if (button->accessibleName() == u"Remove https://box.example:7420"_s)
                button->click();
        QCOMPARE(removed.size(), 1);
        QVERIFY(rows[2]->isHidden());
    }

    void nothingOldIsShownAsOfNow_data() {
        using Open = RecentBackend::Open;
        QTest::addColumn<Open>("open");
        QTest::addColumn<ui::shell::BackendSummary>("seen");
        QTest::addColumn<QString>("text");
        QTest::addColumn<ui::Tone>("tone");
        const auto at = [](int days, int hour) {
            const QDateTime time(QDate(2026, 3, 10).addDays(days), QTime(hour, 10));
            return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
        };
        const auto seen = [&](int days, int hour, bool alarmed = false) {
            return ui::shell::BackendSummary{u"refunds 2.2.0 at 5 %"_s, alarmed, at(days, hour)};
        };
        const QString what = u"refunds 2.2.0 at 5 %"_s;
        QTest::newRow("never seen") << Open::No << ui::shell::BackendSummary{} << QString() << ui::Tone::Neutral;
        QTest::newRow("earlier today") << Open::No << seen(0, 3) << what + u" when last seen, today 03:10"_s
                                       << ui::Tone::Neutral;
        QTest::newRow("yesterday") << Open::No << seen(-1, 23) << what + u" when last seen, yesterday 23:10"_s
                                   << ui::Tone::Neutral;
        QTest::newRow("long ago") << Open::No << seen(-9, 14, true) << what + u" when last seen, 2026-03-01 14:10"_s
                                  << ui::Tone::Warning;
        QTest::newRow("a clock that was wrong")
            << Open::No << seen(1, 14) << what + u" when last seen, 2026-03-11 14:10"_s << ui::Tone::Neutral;
        QTest::newRow("by an older console") << Open::No << ui::shell::BackendSummary{what, false, {}}
                                             << what + u" when last seen, nobody knows when"_s << ui::Tone::Neutral;
        QTest::newRow("open") << Open::Connected << seen(0, 12) << u"open · "_s + what << ui::Tone::Good;
        QTest::newRow("open, with an alert")
            << Open::Connected << seen(0, 12, true) << u"open · "_s + what << ui::Tone::Warning;
        QTest::newRow("open, nothing heard yet")
            << Open::NotConnected << ui::shell::BackendSummary{} << u"open, not connected"_s << ui::Tone::Warning;
        QTest::newRow("open, and the link is down")
            << Open::NotConnected << seen(0, 11)
            << u"open, not connected · "_s + what + u" when last seen, today 11:10"_s << ui::Tone::Warning;
    }

    void nothingOldIsShownAsOfNow() {
        QFETCH(const RecentBackend::Open, open);
        QFETCH(const ui::shell::BackendSummary, seen);
        QFETCH(const QString, text);
        QFETCH(const ui::Tone, tone);
        const QDateTime noon(QDate(2026, 3, 10), QTime(12, 30));
        const auto spec = stateOf(
            {.kind = RecentBackend::Kind::Folder, .where = u"/x"_s, .tokenFile = {}, .seen = seen, .open = open},
            WallTime(std::chrono::milliseconds(noon.toMSecsSinceEpoch())));
        QCOMPARE(spec.text, text);
        QVERIFY(spec.tone == tone);
    }

    void whenItWasSeenIsRemembered() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"signalbox-test"_s);
        QCoreApplication::setApplicationName(u"tst_welcome"_s);
        QSettings().clear();
        const RecentBackend one{
            .kind = RecentBackend::Kind::Url,
            .where = u"https://box.example:7420"_s,
            .tokenFile = {},
            .seen = {u"1 open alert"_s, true, WallTime(std::chrono::milliseconds(1'772'000'123'456))}};
        rememberBackend(one);
        rememberSeen(one);
        QTRY_COMPARE(recentBackends().size(), 1U);
        QTRY_VERIFY(recentBackends().front().seen == one.seen);
        RecentBackend again = one; // opened once more: what was seen stays until something is
        again.seen = {};
        rememberBackend(again);
        QThreadPool::globalInstance()->waitForDone();
        QVERIFY(recentBackends().front().seen == one.seen);
        forgetBackend(one);
        QTRY_VERIFY(recentBackends().empty());
    }

    // Who reads while the list is written finds the one from before or the one after, never none.
    void aListThatIsWrittenIsNeverEmpty() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"signalbox-test"_s);
        QCoreApplication::setApplicationName(u"tst_welcome_writes"_s);
        QSettings().clear();
        const auto named = [](int i) {
            return RecentBackend{.kind = RecentBackend::Kind::Url,
                                 .where = u"https://box%1.example"_s.arg(i),
                                 .tokenFile = {},
                                 .seen = {u"no release runs"_s, false, WallTime(std::chrono::milliseconds(1'000))}};
        };
        rememberBackend(named(0));
        QThreadPool::globalInstance()->waitForDone();
        for (int i = 0; i < 200; ++i)
            rememberBackend(named(i % 4));
        std::size_t least = 99;
        do
            least = std::min(least, recentBackends().size());
        while (!QThreadPool::globalInstance()->waitForDone(0));
        QVERIFY2(least >= 1, "a list without entries was read");
        QCOMPARE(recentBackends().size(), 4U);
    }

    void welcomeRefusesWhatIsNoAddress() {
        WelcomePage page;
        QSignalSpy asked(&page, &WelcomePage::connectRequested);
        auto* url = page.findChildren<QLineEdit*>().at(0);
        url->setText(QStringLiteral("ftp://x"));
        Q_EMIT url->returnPressed();
        QCOMPARE(asked.count(), 0);
        url->setText(QStringLiteral("https://box.example:7420"));
        Q_EMIT url->returnPressed();
        QCOMPARE(asked.count(), 1);
    }
};

QTEST_MAIN(TestWelcome)
#include "tst_welcome.moc"
