#include <QTest>

#include "core/base/visible_text.h"

using namespace signalbox;

class TestVisibleText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shows_data();
    void shows();
    void cuts();
    void neverHidesAnything();
};

void TestVisibleText::shows_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("kept");    // Lines::Keep
    QTest::addColumn<QByteArray>("visible"); // Lines::Visible
    const auto row = [](const char* name, const char* given, const char* kept, const char* visible = nullptr) {
        QTest::newRow(name) << QByteArray(given) << QByteArray(kept) << QByteArray(visible == nullptr ? kept : visible);
    };
    row("plain", "refunds 2.1.0 \xc3\xa4 \xe2\x82\xac \xf0\x9f\x9a\x82",
        "refunds 2.1.0 \xc3\xa4 \xe2\x82\xac \xf0\x9f\x9a\x82");
    row("lines", "a\n\tb", "a\n\tb", "a⏎⇥b");
    row("carriage return", "a\r\nb", "a␍\nb", "a␍⏎b");
    row("ansi", "\x1b[31mred", "␛[31mred");
    row("bell and delete", "\x07\x7f", "␇␡");
    row("c1",
        "\xc2\x9b"
        "31m",
        "⟨U+009B⟩31m");
    row("bidi override",
        "a\xe2\x80\xae"
        "b",
        "a⟨U+202E⟩b");
    row("bidi isolate", "\xe2\x81\xa6x\xe2\x81\xa9", "⟨U+2066⟩x⟨U+2069⟩");
    row("zero width space", "pay\xe2\x80\x8bpal", "pay⟨U+200B⟩pal");
    row("byte order mark", "\xef\xbb\xbfx", "⟨U+FEFF⟩x");
    row("tag characters", "x\xf3\xa0\x81\xa1", "x⟨U+E0061⟩");
    row("line separator",
        "a\xe2\x80\xa8"
        "b",
        "a⟨U+2028⟩b");
    row("soft hyphen",
        "re\xc2\xad"
        "fund",
        "re⟨U+00AD⟩fund");
    row("stray continuation", "a\x80z", "a\xef\xbf\xbdz");
    row("overlong", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");
    row("surrogate", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    row("beyond unicode", "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    row("cut short", "a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd");
}

void TestVisibleText::shows() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, kept);
    QFETCH(QByteArray, visible);
    const std::string text = given.toStdString();
    QCOMPARE(QByteArray::fromStdString(visibleText(text, Lines::Keep)), kept);
    QCOMPARE(QByteArray::fromStdString(visibleText(text, Lines::Visible)), visible);
}

void TestVisibleText::cuts() {
    QCOMPARE(visibleText("abcd", Lines::Keep, 3), std::string("abc…"));
    QCOMPARE(visibleText("abc", Lines::Keep, 3), std::string("abc"));
    QCOMPARE(visibleText("äöü", Lines::Keep, 2), std::string("äö…"));
    QCOMPARE(visibleText("", Lines::Keep, 1), std::string());
}

// Every control character and every byte that is not UTF-8 leaves something to see.
void TestVisibleText::neverHidesAnything() {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        const std::string shown = visibleText(text, Lines::Visible);
        QVERIFY(!shown.empty());
        for (const char c : shown)
            QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    }
}

QTEST_APPLESS_MAIN(TestVisibleText)
#include "tst_visible_text.moc"
