// The small HTTP client: how much of an answer it takes, and that it takes no more.
#include <QTest>

#include "core/http/client.h"
#include "core/http/url.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

class TestClient : public QObject {
    Q_OBJECT

    static http::ClientRequest request(const Upstream& upstream, const char* method = "GET") {
        return {
            .method = method, .url = upstream.url(), .headers = {}, .body = {}, .timeout = 20s, .maximumAnswer = 1000};
    }

private Q_SLOTS:

    // Nothing but the head comes, so that waiting for the body would end with the time-out.
    void anAnswerThatSaysItIsTooLongIsNotRead() {
        Upstream upstream([](RawSocket& socket, const std::string&) {
            socket.send("HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n");
            (void)socket.isClosedByPeer(10'000);
        });
        http::Client client;
        const auto answer = client.sendAndWait(request(upstream));
        QCOMPARE(answer.status, 0);
        QVERIFY(!answer.timedOut);
        QCOMPARE(answer.failure, std::string("The answer is longer than 1000 bytes"));
    }

    void anAnswerThatTurnsOutTooLongIsBrokenOff() {
        Upstream upstream([](RawSocket& socket, const std::string&) {
            socket.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            for (int chunk = 0; chunk < 11; ++chunk)
                socket.send("64\r\n" + std::string(100, 'x') + "\r\n");
            (void)socket.isClosedByPeer(10'000);
        });
        http::Client client;
        const auto answer = client.sendAndWait(request(upstream));
        QCOMPARE(answer.status, 0);
        QCOMPARE(answer.failure, std::string("The answer is longer than 1000 bytes"));
    }

    void anAnswerOfExactlyTheLimitIsTaken() {
        Upstream upstream([](RawSocket& socket, const std::string&) { socket.send(json(std::string(1000, 'x'))); });
        http::Client client;
        const auto answer = client.sendAndWait(request(upstream));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), std::size_t{1000});
    }

    void aHeadMayAnnounceWhatItDoesNotSend() {
        Upstream upstream([](RawSocket& socket, const std::string&) {
            socket.send("HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n");
        });
        http::Client client;
        QCOMPARE(client.sendAndWait(request(upstream, "HEAD")).status, 200);
    }

    void interimAnswersAreNotTheAnswer() {
        Upstream upstream([](RawSocket& socket, const std::string&) {
            socket.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nlink: a\r\n\r\n"
                        "HTTP/1.1 200\r\ntransfer-encoding: chunked\r\n\r\n2  \r\n{}\r\n0\r\n\r\n");
        });
        http::Client client;
        const auto answer = client.sendAndWait(request(upstream));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, std::string("{}"));
        QVERIFY(answer.header("link").empty());
    }

    void urls_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("target"); // empty: refused
        QTest::addColumn<QByteArray>("below");  // of "/x?a=9&c=3"
        const auto row = [](const char* text, const char* target, const char* below) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(target) << QByteArray(below);
        };
        row("http://h", "/", "http://h:80/x?a=9&c=3");
        row("HTTPS://h/v1/", "/v1", "https://h:443/v1/x?a=9&c=3");
        row("http://[::1]:81/v1?a=1", "/v1?a=1", "http://[::1]:81/v1/x?a=1&c=3");
        row("http://h?%61=1&b", "/?%61=1&b", "http://h:80/x?%61=1&b&c=3");
        row("http://h/v1?e=a@b.c", "/v1?e=a@b.c", "http://h:80/v1/x?e=a@b.c&a=9&c=3");
        for (const char* bad :
             {"", "h", "ftp://h", "http://", "http://?a", "http://u@h", "http://u:p@h/v1", "http://u@h?a",
              "http://h/v1#x", "http://h/a b", "http://h:0", "http://h:x", "http://[::1"})
            row(bad, "", "");
    }

    void urls() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, below);
        const auto url = http::Url::parse(text.toStdString());
        QCOMPARE(url.has_value(), !target.isEmpty());
        if (!url) {
            QVERIFY(!url.error().message.contains("u:p")); // it is logged and shown
            return;
        }
        QCOMPARE(QByteArray::fromStdString(url->target()), target);
        QCOMPARE(QByteArray::fromStdString(url->below("/x?a=9&c=3").text()), below);
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
