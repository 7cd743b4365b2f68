// What the gateway tests share: raw sockets on both sides, so that nothing between the test and the gateway repairs or
// repeats a byte, and versions without a store behind them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/gateway/gateway.h"

namespace signalbox::gateway {

// A blocking socket with a time limit on everything, so that a failing test ends.
class RawSocket {
public:
    explicit RawSocket(int descriptor) : m_descriptor(descriptor) {}

    ~RawSocket() { close(); }

    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;
    [[nodiscard]] static int connectTo(std::uint16_t port);

    bool send(std::string_view text);
    // Reads more into pending(); false at the end of the stream or after the time limit.
    bool readMore(int milliseconds = 5'000);

    [[nodiscard]] std::string& pending() { return m_pending; }

    // One message with content-length or chunks (kept as they are) or none; empty when the stream ends first.
    [[nodiscard]] std::string readMessage(bool isAnswer);
    [[nodiscard]] std::string readToEnd();
    [[nodiscard]] bool isClosedByPeer(int milliseconds);
    void close();
    void finish();               // sends no more, still reads
    void reset();                // closes with RST
    void limitUnread(int bytes); // of what was sent and the peer has not taken: send() then waits

    [[nodiscard]] std::size_t received() const { return m_received; }

private:
    int m_descriptor;
    std::string m_pending;
    std::size_t m_received = 0; // bytes in all
};

class Caller : public RawSocket {
public:
    explicit Caller(std::uint16_t port) : RawSocket(connectTo(port)) {}

    [[nodiscard]] std::string ask(std::string_view request) {
        return send(request) ? readMessage(true) : std::string();
    }
};

// An upstream whose behaviour a test writes; a thread per connection. Records everything that reaches it.
class Upstream {
public:
    using Serve = std::function<void(RawSocket&, const std::string& request)>; // once per request

    using Greet = std::function<bool(RawSocket&)>; // once per connection; false: it is over

    explicit Upstream(Serve serve, Greet greet = {}, std::uint16_t port = 0); // 0: any that is free
    ~Upstream();

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/v1"; }

    [[nodiscard]] std::vector<std::string> requests() const;

    [[nodiscard]] std::size_t bytes() const { return m_bytes; } // that reached it, whatever they were

    [[nodiscard]] std::size_t connections() const { return m_connections; }

    [[nodiscard]] std::size_t ended() const { return m_ended; } // connections that are over

private:
    void accept();
    void serve(int descriptor);

    Serve m_serve;
    Greet m_greet;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::atomic<std::size_t> m_connections = 0;
    std::atomic<std::size_t> m_bytes = 0;
    std::atomic<std::size_t> m_ended = 0;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

class Sink final : public metrics::ObservationSink {
public:
    void take(std::vector<metrics::Observation> batch) override;
    void takeHanging(std::vector<metrics::Observation> batch) override;
    void takeLabels(std::vector<metrics::Label> batch) override;
    [[nodiscard]] std::size_t count(); // of what take() got
    // Waits until there are so many, at most 5 s.
    [[nodiscard]] std::vector<metrics::Observation> wait(std::size_t count);
    [[nodiscard]] std::vector<metrics::Observation> waitHanging(std::size_t count);
    [[nodiscard]] std::vector<metrics::Label> waitLabels(std::size_t count);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<metrics::Observation> m_all;
    std::vector<metrics::Observation> m_hanging;
    std::vector<metrics::Label> m_labels;
};

struct VersionSpec {
    std::string version = "1.0.0";
    std::string prompt = "Be brief.";
    agents::RuntimeKind runtime = agents::RuntimeKind::Chat;
    agents::Configuration configuration = {};
    std::vector<agents::File> tools = {};
    std::string provider = "main";
    std::map<std::string, std::string> variables = {};
    agents::ModelApi api = agents::ModelApi::ChatCompletions;
    std::string runtimeUrl = {};
};

[[nodiscard]] traffic::Arm arm(const VersionSpec& spec);
// One agent "refunds"; a canary when `weight` is not 0.
[[nodiscard]] traffic::RouteTablePtr table(std::uint64_t revision, const VersionSpec& stable,
                                           const VersionSpec& canary = {}, traffic::Weight weight = {});
[[nodiscard]] agents::Workspace workspace(const std::string& url);

// Looks every few milliseconds until it is so, at most 5 s.
[[nodiscard]] bool eventually(const std::function<bool()>& condition);

[[nodiscard]] std::string post(std::string_view path, std::string_view body, std::string_view headers = {});
[[nodiscard]] std::string json(std::string_view body, int status = 200); // an answer with content-length
[[nodiscard]] std::string bodyOf(const std::string& message);

inline constexpr std::string_view helloBody = R"({"model":"refunds","messages":[{"role":"user","content":"hi"}]})";
inline constexpr std::string_view chatAnswer =
    R"({"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"yes"},)"
    R"("finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15,)"
    R"("prompt_tokens_details":{"cached_tokens":2}}})";
inline constexpr std::string_view chatPath = "/v1/chat/completions";

// An upstream that answers every request with chatAnswer.
void answerInChat(RawSocket& socket, const std::string& request);

} // namespace signalbox::gateway
