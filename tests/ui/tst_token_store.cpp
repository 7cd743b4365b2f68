// Tokens where no keychain is: kept for this run, honestly said so, and forgotten on demand.
#include <QSignalSpy>
#include <QTest>

#include "core/client/token_store.h"

using namespace signalbox;
using namespace Qt::StringLiterals;
using client::TokenKept;
using client::TokenStore;

class TestTokenStore : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() {
        // Never the keychain of whoever runs this.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    }

    void withoutAKeychainItIsKeptUntilTheEnd() {
        const QUrl url(u"https://box.example:7420/"_s);
        TokenStore store(u"Signalbox test"_s);
        std::optional<TokenKept> kept;
        store.write(url, "sb_secret", this, [&](TokenKept how) { kept = how; });
        QTRY_VERIFY_WITH_TIMEOUT(kept.has_value(), 20'000);
        QCOMPARE(int(*kept), int(TokenKept::UntilTheEnd));
        std::optional<std::optional<std::string>> read;
        const auto readAgain = [&](const QUrl& where) {
            read.reset();
            store.read(where, this, [&](const std::optional<std::string>& token) { read = token; });
        };
        readAgain(QUrl(u"https://box.example:7420/some/path?x=1"_s)); // of the same backend
        QTRY_VERIFY_WITH_TIMEOUT(read.has_value(), 20'000);
        QCOMPARE(read->value_or(""), std::string("sb_secret"));
        for (const auto& other :
             {u"https://box.example:7421"_s, u"http://box.example:7420"_s, u"https://other:7420"_s}) {
            readAgain(QUrl(other));
            QTRY_VERIFY_WITH_TIMEOUT(read.has_value(), 20'000);
            QVERIFY2(!read->has_value(), qPrintable(other));
        }
        store.remove(url);
        readAgain(url);
        QTRY_VERIFY_WITH_TIMEOUT(read.has_value(), 20'000);
        QVERIFY(!read->has_value());
    }

    void nobodyIsToldWhoIsGone() {
        TokenStore store(u"Signalbox test"_s);
        bool told = false;
        {
            QObject context;
            store.write(QUrl(u"https://a:1"_s), "x", &context, [&](TokenKept) { told = true; });
        }
        bool later = false;
        store.read(QUrl(u"https://a:1"_s), this, [&](const auto&) { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(TestTokenStore)
#include "tst_token_store.moc"
