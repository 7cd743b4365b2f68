// Numbers as people read them, and hostile text that stays text.

#include <limits>

#include <QTest>

#include "ui/base/elided_label.h"
#include "ui/base/empty_state.h"
#include "ui/base/formatting.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;

class TestBaseText : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void numbers() {
        QCOMPARE(countText(0), QStringLiteral("0"));
        QCOMPARE(countText(1204), QStringLiteral("1,204"));
        QCOMPARE(countText(std::numeric_limits<std::uint64_t>::max()), QStringLiteral("18,446,744,073,709,551,615"));
        QCOMPARE(percentText(0.0021), QStringLiteral("0.21 %"));
        QCOMPARE(percentText(1.0, 0), QStringLiteral("100 %"));
        QCOMPARE(percentText(-0.00001), QStringLiteral("0.00 %"));
        QCOMPARE(percentText(std::nan("")), QStringLiteral("no data"));
        QCOMPARE(percentText(std::optional<double>()), QStringLiteral("no data"));
    }

    void times() {
        QCOMPARE(millisecondsText(3), QStringLiteral("3 ms"));
        QCOMPARE(millisecondsText(0.42), QStringLiteral("0.4 ms"));
        QCOMPARE(millisecondsText(412.4), QStringLiteral("412 ms"));
        QCOMPARE(millisecondsText(1200), QStringLiteral("1.20 s"));
        QCOMPARE(millisecondsText(61'000), QStringLiteral("61.0 s"));
        QCOMPARE(secondsText(0.412), QStringLiteral("412 ms"));
        QCOMPARE(secondsText(std::optional<double>()), QStringLiteral("no data"));
        QCOMPARE(elapsedText(42min, 1h), QStringLiteral("0:42 of 1:00 h"));
        QCOMPARE(elapsedText(42s, 1min), QStringLiteral("0:42 of 1:00 min"));
        QCOMPARE(elapsedText(5h, 1h), QStringLiteral("1:00 of 1:00 h"));
        QCOMPARE(elapsedText(-5s, 1min), QStringLiteral("0:00 of 1:00 min"));
        QCOMPARE(durationText(45s), QStringLiteral("45 s"));
        QCOMPARE(durationText(12min), QStringLiteral("12 min"));
        QCOMPARE(durationText(90min), QStringLiteral("1:30 h"));
        QCOMPARE(durationText(72h), QStringLiteral("3 d"));
        const WallTime now{std::chrono::milliseconds(1'767'225'600'000)};
        QCOMPARE(agoText(now - 3min - 20s, now), QStringLiteral("3 min ago"));
        QCOMPARE(agoText(now + 5s, now), QStringLiteral("just now"));
    }

    void money() {
        QCOMPARE(usdText(0), QStringLiteral("$0.00"));
        QCOMPARE(usdText(12.3), QStringLiteral("$12.30"));
        QCOMPARE(usdText(0.0012), QStringLiteral("$0.00120"));
        QCOMPARE(usdText(-1.5), QStringLiteral("-$1.50"));
        QCOMPARE(usdText(1234567.0), QStringLiteral("$1,234,567.00"));
        QCOMPARE(usdText(std::optional<double>()), QStringLiteral("no data"));
    }

    void hostileTextStaysText() {
        const std::string html = "<img src=x onerror=alert(1)><b>bold</b>";
        QCOMPARE(plainLine(html), QString::fromStdString(html));
        QVERIFY(!plainLine("a\u202Eb").contains(QChar(0x202E)));
        QVERIFY(plainLine("a\u202Eb").contains(QStringLiteral("U+202E")));
        QVERIFY(!plainLine("one\ntwo").contains(u'\n'));
        QVERIFY(plainText("one\ntwo").contains(u'\n'));
        QVERIFY(plainLine(std::string(1000, 'x'), 10).size() <= 11);
        // A sink that guesses must see escaped markup, and only where it would guess.
        QVERIFY(plainToolTip(std::string_view(html)).contains(QStringLiteral("&lt;img")));
        QCOMPARE(plainToolTip(std::string_view("1 < 2")), QStringLiteral("1 < 2"));
    }

    void labelsNeverInterpret() {
        const QString html = QStringLiteral("<h1>x</h1>");
        PlainLabel label(html);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QCOMPARE(label.text(), html);
        ElidedLabel elided(html);
        elided.resize(20, 20);
        elided.show();
        QVERIFY(elided.isElided());
        QVERIFY(elided.toolTip().contains(QStringLiteral("&lt;h1&gt;")));
        QCOMPARE(elided.accessibleName(), html);
        EmptyState empty(QStringLiteral("agent"), html, html, html);
        for (const QLabel* child : empty.findChildren<QLabel*>())
            QCOMPARE(child->textFormat(), Qt::PlainText);
        Notice notice;
        notice.sayError({Errc::Io, "x", "<b>m</b>\u202E", "<i>h</i>"});
        QVERIFY(notice.text().contains(QStringLiteral("<b>m</b>")));
        QVERIFY(!notice.text().contains(QChar(0x202E)));
        for (const QLabel* child : notice.findChildren<QLabel*>())
            QCOMPARE(child->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(TestBaseText)
#include "tst_base_text.moc"
