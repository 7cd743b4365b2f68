// The first page: what was opened before with its state, entries that go, nothing that moves, addresses that are none.

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

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
        page.setRecent({{RecentBackend::Kind::Folder, there.path(), {}, {u"refunds 2.2.0 at 5 %"_s, false}, true},
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
        QCOMPARE(state(2), u"1 open alert, when last seen"_s);
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
