// Serves one caller's connection: chooses a version for each request, asks its upstream, passes the answer on as it
// arrives, and records what happened. When the caller goes away, the upstream connection is closed, whatever it was
// waiting for. Says once of a request that it has been in flight for long. I/O thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/gateway/plane.h"
#include "core/gateway/tries.h"
#include "core/http/connection.h"
#include "core/http/response_reader.h"
#include "core/models/answer_reader.h"
#include "core/models/usage_filter.h"

namespace signalbox::gateway {

struct Trouble { // an answer that the gateway makes itself
    int status = 500;
    std::string code;
    std::string message;
    std::string_view headers = {}; // lines of its own; a constant
    std::string_view type = "signalbox_gateway_error";
    std::string_view param = {}; // of the request; a constant
    bool isOfVersion = false;    // the version cannot be asked in this way: compared with stable like any other 4xx
};

// In the form of the dialects' own errors.
[[nodiscard]] std::string bodyOf(const Trouble& trouble);

class Relay final : public http::Expiring {
public:
    Relay(Plane& plane, http::ConnectionPtr connection) : m_plane(plane), m_connection(std::move(connection)) {
        plane.deadlines.add(*this);
    }

    http::Awaitable<void> run();
    void expire() override; // the request hangs

private:
    enum class Framing { None, Length, Chunked, Close };

    http::Awaitable<bool> handle(); // whether the connection can be used again
    void forget();                  // all that was of one request
    [[nodiscard]] std::optional<Trouble> makeRequest(const Wanted& wanted);
    [[nodiscard]] std::optional<Trouble> makeModelRequest(const Wanted& wanted);
    [[nodiscard]] std::optional<Trouble> makeAgentRequest(const Wanted& wanted);
    // relay_record.cpp: the copy for a shadow, kept until the caller has its answer.
    void fillCopy(const Wanted& wanted, std::string_view body);
    void noteAnswer(); // while the views into the buffer hold
    void offerCopy(const metrics::Observation& seen);
    // relay_judged.cpp: the copy for those who judge what the answer says.
    void prepareJudged(const Wanted& wanted, const Members* members);
    void keepJudged();
    void offerJudged(const metrics::Observation& seen);
    [[nodiscard]] std::optional<Trouble> unpackBody(); // takes its content codings off
    [[nodiscard]] std::optional<ResponseOrigin> originOf(std::string_view agent, const Members& members,
                                                         std::string_view body, Monotonic now);
    [[nodiscard]] std::optional<Trouble> choose(std::string_view agent, const Members* members, std::string_view body);
    void writeRequestHead(std::string_view method, std::string_view path);

    http::Awaitable<bool> exchange();
    http::Awaitable<bool> ask(); // one try, up to the head of its answer
    http::Awaitable<bool> connectAndWrite();
    http::Awaitable<bool> relayAnswer();
    http::Awaitable<bool> readHead();
    bool readBody(); // what has arrived; false when it is malformed
    http::Awaitable<bool> passOn(std::string_view head);
    // relay_tries.cpp
    void beginTries();
    [[nodiscard]] std::optional<std::chrono::milliseconds> pauseAfterLoss();
    [[nodiscard]] std::optional<std::chrono::milliseconds> pauseAfterHead() const;
    http::Awaitable<void> endTry();
    http::Awaitable<bool> waitFor(std::chrono::milliseconds pause); // false: the caller has gone
    [[nodiscard]] std::string_view forCaller();                     // of what has arrived
    void writeAnswerHead();
    void readAnswer(Monotonic arrived); // what has arrived of it
    http::Awaitable<bool> redirected();
    http::Awaitable<bool> failed();
    // relay_answer.cpp: answers of the gateway's own.
    [[nodiscard]] bool isOwn(const Wanted& wanted) const;
    http::Awaitable<bool> answerOwn(const Wanted& wanted);
    http::Awaitable<bool> answer(const Trouble& trouble);
    http::Awaitable<bool> answer(int status, std::string_view type, std::string_view body, std::string_view headers);
    // relay_record.cpp
    [[nodiscard]] std::optional<Trouble> takeFeedback(); // the body, about an earlier request
    [[nodiscard]] metrics::Observation observe(Monotonic now) const;
    void finish(metrics::Outcome outcome, int status);
    void noteIds(); // that the caller may come back with
    void addUsage(metrics::Observation& observation) const;
    void endWait();
    void noteRefusal(const Trouble& trouble);
    [[nodiscard]] std::shared_ptr<const metrics::Failure> failureOf(metrics::Outcome outcome, int status);

    Plane& m_plane;
    http::ConnectionPtr m_connection;
    http::UpstreamPtr m_upstream;
    Assigned m_assigned;
    std::string m_requestId;
    std::string m_request; // its head for the upstream; with m_body what each try sends
    std::string m_head;    // of the answer to the caller
    std::string m_rewritten;
    std::string_view m_body;
    std::vector<http::FieldView> m_fields;
    std::string m_data; // decoded body bytes not passed on yet
    std::optional<http::ResponseReader> m_reader;
    models::AnswerReader::Asked m_asked;
    std::optional<models::AnswerReader> m_answer;
    bool m_asksForUsage = false; // and the caller does not
    std::optional<models::UsageFilter> m_usage;
    std::string m_passed;  // what may pass of m_data, where not all may
    std::string m_refusal; // the gateway's own body, while it is noted
    std::unique_ptr<ShadowCopy> m_copy;
    std::unique_ptr<metrics::AnswerCopy> m_judged;
    std::size_t m_left = 0; // bytes of the upstream that the parser could not use yet
    Framing m_framing = Framing::None;
    bool m_keep = false;
    bool m_headSent = false;
    bool m_awaitsContent = false; // of the upstream: the head alone is no answer
    bool m_waits = false;         // told to be in flight for long without a first token
    std::string m_conversation;   // that the caller names on /v1/responses
    std::optional<Followed> m_followed;
    Tries m_tries;
    std::optional<std::chrono::milliseconds> m_pause; // before the next try; nullopt: the answer is passed on
    Monotonic m_started{};
    Monotonic m_tried{}; // when the present try began
    WallTime m_startedWall{};
};

} // namespace signalbox::gateway
