// What failed, with every status and in every dialect: one outcome however it came, words that may be shown, and
// nothing of the request in them. The first three bytes choose the dialect, the status and the head.
#include <algorithm>
#include <array>

#include "core/gateway/failure_reason.h"
#include "core/gateway/feedback_body.h"
#include "core/models/answer_reader.h"
#include "core/models/cleaned_text.h"
#include "core/models/said_error.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

using metrics::Outcome;
using models::Dialect;

constexpr std::array dialects{Dialect::Chat, Dialect::Completions, Dialect::Responses, Dialect::Embeddings,
                              Dialect::Any};
constexpr std::array statuses{200, 201, 204, 301, 304, 400, 401, 404, 422, 429, 500, 503, 999};
constexpr std::array<std::string_view, 4> types{"application/json", "text/event-stream", "text/html; charset=utf-8",
                                                ""};
constexpr std::array<std::string_view, 4> encodings{"", "identity", "gzip", " None "};

bool isPlain(std::string_view word) {
    return std::ranges::all_of(word, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("_.:-").contains(c);
    });
}

void claimSaid(const models::Answer& answer, std::string_view said) {
    claim(answer.errorCode.size() <= 64 && isPlain(answer.errorCode), "a code is a plain word");
    claim(answer.model.size() <= 200 && answer.id.size() <= 200 && answer.finish.size() <= 200, "names are bounded");
    claim(said.size() <= 4096, "what is kept of an error is bounded");
    claim(answer.choices >= 0 && answer.choices <= 128 && answer.toolCalls <= 512, "counts are bounded");
}

void claimOutcome(int status, Dialect dialect, Outcome outcome) {
    const bool agent = dialect == Dialect::Any;
    claim(status < 500 || outcome == Outcome::ServerError, "500 and more is the server's");
    claim(status < 400 || status >= 500 || outcome == Outcome::Rejected || outcome == Outcome::ClientError,
          "4xx is a refusal");
    claim(agent || status < 300 || outcome != Outcome::Success, "no model succeeds with another status than 2xx");
    claim(outcome != Outcome::Cancelled && outcome != Outcome::Timeout && outcome != Outcome::UpstreamLost,
          "what happens on the way is not for the answer to say");
}

constexpr std::string_view request =
    R"({"model":"refunds","max_tokens":7,"messages":[{"role":"user","content":"4711"}]})";

void claimFailure(int status, Outcome outcome, std::string_view said) {
    const metrics::FailureReason reason =
        gateway::reasonOf({.outcome = outcome, .status = status, .code = {}, .said = said});
    claim(isPlain(reason.token), "a token is a plain word");
    const models::SaidError error = models::saidIn(said);
    const models::Unsaid unsaid{
        .request = request, .headers = "x-key: provider-secret-1\r\n", .host = "inner.invalid", .kept = {}};
    const std::string shown = models::cleanedMessage(error.message, unsaid);
    claim(shown.size() <= 800, "a message is one short line");
    claim(std::ranges::none_of(shown, [](unsigned char c) { return c < 0x20 || c == 0x7f; }), "without any controls");
    claim(!shown.contains("provider-secret-1") && !shown.contains("inner.invalid"), "and without what is not for all");
}

} // namespace

void run(std::string_view input) {
    static_cast<void>(gateway::readFeedback(input));
    if (input.size() < 3)
        return;
    const auto choice = [input](std::size_t at) { return static_cast<unsigned char>(input[at]); };
    const Dialect dialect = dialects[choice(0) % dialects.size()];
    const models::AnswerHead head{.status = statuses[choice(1) % statuses.size()],
                                  .contentType = types[choice(2) % types.size()],
                                  .contentEncoding = encodings[(choice(2) / 16) % encodings.size()]};
    const std::string_view body = input.substr(3);
    for (const std::optional<bool> streamed : {std::optional<bool>(), std::optional(true), std::optional(false)}) {
        const models::AnswerReader::Asked asked{.dialect = dialect, .streamed = streamed};
        models::AnswerReader whole(asked, head);
        models::AnswerReader bytewise(asked, head);
        whole.feed(body, {});
        for (const char& byte : body)
            bytewise.feed({&byte, 1}, {});
        whole.finish();
        bytewise.finish();
        claim(whole.answer().outcome == bytewise.answer().outcome, "an outcome is one however the answer comes");
        claim(whole.said() == bytewise.said() && whole.hasBegun() == bytewise.hasBegun(), "and so is what it said");
        claimSaid(whole.answer(), whole.said());
        claimOutcome(head.status, dialect, whole.answer().outcome);
        claimFailure(head.status, whole.answer().outcome, whole.said());
    }
}

std::vector<std::string_view> words() {
    return {"{\"error\":{\"message\":\"",
            "\"code\":\"model_not_found\"",
            "\"type\":\"error\"",
            "\"object\":\"error\"",
            "\"status\":\"failed\"",
            "\"detail\":[",
            "\"finish_reason\":\"content_filter: X\"",
            "\"choices\":[{",
            "\"request_id\":\"r\",\"quality\":1",
            "provider-secret-1",
            "inner.invalid",
            "https://inner.invalid/v1?key=1",
            "\xF0\x9F\x99\x82",
            "\\ud83d",
            "\xFF",
            "event: error\n",
            "error: {",
            "data: [DONE]\n\n",
            "<!doctype html>",
            "sk-0123456789abcdefghijklmn",
            "[[[[",
            "null",
            "1e999",
            "\n\n"};
}

} // namespace signalbox::fuzz
