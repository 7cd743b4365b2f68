// HTTPS upstreams: the chain and the host name are verified before a byte of the request leaves. Certificates are made
// here, so nothing expires and nothing is trusted that was not meant.
#include <atomic>
#include <fstream>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <QTemporaryDir>
#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

template <auto Free> struct Freer {
    template <class T> void operator()(T* object) const { Free(object); }
};

using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freer<SSL_free>>;

// Signed by itself; `names` as in "DNS:localhost", valid from `from` to `to` seconds from now.
Certificate certify(EVP_PKEY* key, const std::string& names, long from, long to) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), to);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("upstream"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), subject);
    const Extension alternatives(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    X509_add_ext(certificate.get(), alternatives.get(), -1);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

// Answers every request of its one connection at a time with `answer`.
class TlsUpstream {
public:
    TlsUpstream(const std::string& names, const std::string& pem, long from = -60, long to = 3600)
        : m_key(EVP_EC_gen("P-256")),
          m_certificate(certify(m_key.get(), names, from, to)),
          m_context(SSL_CTX_new(TLS_server_method())) {
        SSL_CTX_use_certificate(m_context.get(), m_certificate.get());
        SSL_CTX_use_PrivateKey(m_context.get(), m_key.get());
        FILE* file = std::fopen(pem.c_str(), "w");
        PEM_write_X509(file, m_certificate.get());
        std::fclose(file);
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        m_good = ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(m_listener, 8) == 0 &&
                 ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }

    ~TlsUpstream() {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }

    [[nodiscard]] std::string url(const std::string& host) const {
        return "https://" + host + ":" + std::to_string(m_port) + "/v1";
    }

    [[nodiscard]] bool isGood() const { return m_good; }

    [[nodiscard]] int requests() const { return m_requests; }

    [[nodiscard]] int connections() const { return m_connections; }

    [[nodiscard]] bool wasNamed() const { return m_named; } // by the last caller, in its greeting

private:
    void run() {
        for (;;) {
            const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0)
                return;
            ++m_connections;
            const timeval limit{5, 0};
            ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
            const Session session(SSL_new(m_context.get()));
            SSL_set_fd(session.get(), descriptor);
            if (SSL_accept(session.get()) == 1) {
                m_named = SSL_get_servername(session.get(), TLSEXT_NAMETYPE_host_name) != nullptr;
                serve(session.get());
            }
            ::close(descriptor);
        }
    }

    void serve(SSL* session) {
        std::string text;
        std::array<char, 65'536> buffer;
        const std::string answer = json(chatAnswer);
        for (int count = 0; (count = SSL_read(session, buffer.data(), buffer.size())) > 0;) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
            if (!text.ends_with('}'))
                continue; // a body that is an object comes whole
            ++m_requests;
            text.clear();
            SSL_write(session, answer.data(), static_cast<int>(answer.size()));
        }
    }

    Key m_key;
    Certificate m_certificate;
    Context m_context;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    bool m_good = false;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_connections = 0;
    std::atomic<bool> m_named = false;
    std::thread m_thread;
};

std::string ask(Gateway& gateway, int times = 1) {
    std::string answer;
    Caller caller(gateway.port());
    for (int i = 0; i < times; ++i)
        answer = caller.ask(post("/v1/chat/completions", helloBody));
    return answer;
}

} // namespace

class TestTlsUpstream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void refuses_data();
    void refuses();
    void refusesPlainText();

private:
    [[nodiscard]] std::string pem() const { return m_directory.filePath(QStringLiteral("ca.pem")).toStdString(); }

    QTemporaryDir m_directory;
};

void TestTlsUpstream::answers_data() {
    QTest::addColumn<std::string>("names");
    QTest::addColumn<std::string>("host");
    QTest::addColumn<bool>("named");
    QTest::newRow("name") << std::string("DNS:localhost") << std::string("localhost") << true;
    // RFC 6066: an address is never put into the greeting.
    QTest::newRow("address") << std::string("IP:127.0.0.1") << std::string("127.0.0.1") << false;
}

void TestTlsUpstream::answers() {
    QFETCH(std::string, names);
    QFETCH(std::string, host);
    TlsUpstream upstream(names, pem());
    QVERIFY(upstream.isGood());
    Sink sink;
    Gateway gateway({.authorities = pem()}, workspace(upstream.url(host)), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    QCOMPARE(bodyOf(ask(gateway, 3)), std::string(chatAnswer));
    QCOMPARE(upstream.requests(), 3);
    QCOMPARE(upstream.connections(), 1); // kept and used again
    QTEST(upstream.wasNamed(), "named");
    QVERIFY(sink.wait(3).at(2).outcome == metrics::Outcome::Success);
}

void TestTlsUpstream::refuses_data() {
    QTest::addColumn<std::string>("names");
    QTest::addColumn<std::string>("host");
    QTest::addColumn<long>("from");
    QTest::addColumn<long>("to");
    QTest::addColumn<bool>("trusted");
    const std::string localhost = "localhost";
    QTest::newRow("another name") << std::string("DNS:elsewhere.example") << localhost << -60L << 3600L << true;
    QTest::newRow("part of the name") << std::string("DNS:local") << localhost << -60L << 3600L << true;
    QTest::newRow("address for a name") << std::string("IP:127.0.0.1") << localhost << -60L << 3600L << true;
    QTest::newRow("name for an address") << std::string("DNS:localhost") << std::string("127.0.0.1") << -60L << 3600L
                                         << true;
    QTest::newRow("expired") << std::string("DNS:localhost") << localhost << -7200L << -3600L << true;
    QTest::newRow("not yet valid") << std::string("DNS:localhost") << localhost << 3600L << 7200L << true;
    QTest::newRow("nobody vouches for it") << std::string("DNS:localhost") << localhost << -60L << 3600L << false;
}

void TestTlsUpstream::refuses() {
    QFETCH(std::string, names);
    QFETCH(std::string, host);
    QFETCH(long, from);
    QFETCH(long, to);
    QFETCH(bool, trusted);
    TlsUpstream upstream(names, pem(), from, to);
    QVERIFY(upstream.isGood());
    Sink sink;
    Gateway gateway({.authorities = trusted ? pem() : std::string()}, workspace(upstream.url(host)), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    const std::string answer = ask(gateway);
    QVERIFY2(answer.starts_with("HTTP/1.1 502 "), answer.c_str());
    QCOMPARE(upstream.requests(), 0);
    QVERIFY(sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);
}

void TestTlsUpstream::refusesPlainText() {
    Upstream upstream([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Sink sink;
    Gateway gateway({}, workspace("https://localhost:" + std::to_string(upstream.port()) + "/v1"), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    QVERIFY(caller.send(post("/v1/chat/completions", helloBody)));
    // The upstream waits for a request that never comes; the greeting alone must not make it answer.
    QTRY_VERIFY_WITH_TIMEOUT(upstream.connections() > 0, 5'000);
    QVERIFY(upstream.requests().empty());
    caller.close();
}

QTEST_MAIN(TestTlsUpstream)
#include "tst_tls_upstream.moc"
