// The small HTTP client: how much of an answer it takes, and that it takes no more.
#include <QTest>

#include "core/http/client.h"
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
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
