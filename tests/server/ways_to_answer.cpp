#include "tests/server/ways_to_answer.h"

#include <format>

namespace signalbox::test {

namespace {

std::string http(std::string_view status, std::string_view type, std::string_view body, std::string_view more = {}) {
    return std::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}Connection: close\r\n\r\n{}", status,
                       type, body.size(), more, body);
}

std::string json(std::string_view status, std::string_view body) {
    return http(status, "application/json", body);
}

std::string stream(std::string_view events) { // as servers send it: its end is the end of the connection
    return std::format("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n{}", events);
}

std::string refused(std::string_view code) {
    return std::format(R"({{"error":{{"message":"No","type":"invalid_request_error","code":"{}"}}}})", code);
}

std::string event(std::string_view data) {
    return std::format("data: {}\n\n", data);
}

std::string piece(std::string_view delta, std::string_view finish = "null") {
    return event(std::format(
        R"({{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{"index":0,"delta":{},"finish_reason":{}}}]}})",
        delta, finish));
}

std::string chat(std::string_view message, std::string_view finish = "stop", std::string_view more = {}) {
    return std::format(
        R"({{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{{"index":0,"message":{},"finish_reason":"{}"}}]{}}})",
        message, finish, more);
}

const std::string yes = piece(R"({"role":"assistant","content":"Yes."})");
const std::string end = piece("{}", R"("stop")");
const std::string done = "data: [DONE]\n\n";
const std::string yesMessage = R"({"role":"assistant","content":"Yes."})";
const std::string responded =
    R"({"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message","content":[{"type":"output_text","text":"Yes."}]}],"usage":{"input_tokens":9,"output_tokens":2}})";

std::string responseEvents(std::string_view last) {
    return event(
               R"({"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","output":[]}})") +
           event(R"({"type":"response.output_text.delta","delta":"Yes."})") + std::string(last);
}

std::string call(std::string_view arguments, std::string_view more) {
    return piece(std::format(R"({{"tool_calls":[{{{}"function":{{{}"arguments":"{}"}}}}]}})", more,
                             more.contains("id") ? R"("name":"lookup_order",)" : "", arguments));
}

const std::string calls = piece("{}", R"("tool_calls")");

std::vector<Way> refusals() {
    std::vector<Way> ways;
    const auto refuse = [&ways](const char* status, const char* code) {
        ways.push_back({.name = std::format("{} {}", std::string(status, 3), code),
                        .answer = json(status, refused(code)),
                        .failure = std::format("{} {}", std::string(status, 3), code)});
    };
    refuse("404 Not Found", "model_not_found");
    refuse("401 Unauthorized", "invalid_api_key");
    refuse("429 Too Many Requests", "insufficient_quota");
    refuse("400 Bad Request", "unsupported_parameter");
    refuse("500 Internal Server Error", "server_error");
    ways.push_back({.name = "422 as a framework says it",
                    .answer = json("422 Unprocessable Entity",
                                   R"({"detail":[{"loc":["body","stop"],"msg":"extra fields not permitted"}]})"),
                    .failure = "422"});
    ways.push_back({.name = "503 with a page",
                    .answer = http("503 Service Unavailable", "text/html", "<html>busy</html>"),
                    .failure = "503"});
    ways.push_back({.name = "a redirect",
                    .answer = http("302 Found", "text/html", "", "Location: https://login.provider.invalid/\r\n"),
                    .failure = "302"});
    return ways;
}

std::vector<Way> noAnswers() {
    return {
        {.name = "an error inside a 200",
         .answer = json("200 OK", R"({"error":{"message":"Provider returned error","code":502}})"),
         .failure = "error in the answer: 502"},
        {.name = "a page",
         .answer = http("200 OK", "text/html", "<!doctype html><title>Sign in</title>"),
         .failure = "unusable answer"},
        {.name = "nothing at all", .answer = json("200 OK", ""), .failure = "unusable answer"},
        {.name = "JSON of another kind", .answer = json("200 OK", R"({"ok":true})"), .failure = "unusable answer"},
        {.name = "nothing said", .answer = json("200 OK", chat(R"({"content":""})")), .failure = "empty answer"},
        {.name = "filtered",
         .answer = json("200 OK", chat(R"({"content":null})", "content_filter")),
         .failure = "filtered answer"},
        {.name = "an ending that says error",
         .answer = json("200 OK", chat(R"({"content":"Ye"})", "network_error")),
         .failure = "error in the answer: network_error"},
        {.name = "less than was promised",
         .answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"id\":\"c\"",
         .failure = "broken stream"},
        {.name = "no HTTP", .answer = "220 mail.example ESMTP\r\n", .failure = "not HTTP"},
        {.name = "a connection that ends", .answer = "", .failure = "broken connection"},
        {.name = "a response that failed",
         .asking = Asking::Responses,
         .answer = json(
             "200 OK",
             R"({"id":"r","object":"response","status":"failed","error":{"code":"server_error","message":"No"},"output":[]})"),
         .failure = "error in the answer: server_error"},
    };
}

std::vector<Way> badStreams() {
    return {
        {.name = "a stream that breaks off",
         .asking = Asking::ChatStream,
         .answer = stream(yes),
         .failure = "broken stream"},
        {.name = "a stream of an end only",
         .asking = Asking::ChatStream,
         .answer = stream(done),
         .failure = "unusable answer"},
        {.name = "an error event",
         .asking = Asking::ChatStream,
         .answer =
             stream(yes + event(R"({"error":{"type":"InternalServerError","message":"died","code":500}})") + done),
         .failure = "error in the answer: InternalServerError"},
        {.name = "a whole answer in place of a stream",
         .asking = Asking::ChatStream,
         .answer = json("200 OK", chat(yesMessage)),
         .failure = "unusable answer"},
        {.name = "a response that breaks off",
         .asking = Asking::ResponsesStream,
         .answer = stream(responseEvents({})),
         .failure = "broken stream"},
        {.name = "a streamed response that fails",
         .asking = Asking::ResponsesStream,
         .answer = stream(responseEvents(event(
             R"({"type":"response.failed","response":{"id":"r","object":"response","status":"failed","error":{"code":"rate_limit_exceeded","message":"No"}}})"))),
         .failure = "error in the answer: rate_limit_exceeded"},
    };
}

std::vector<Way> oddButGood() {
    std::vector<Way> ways;
    const auto good = [&ways](const char* name, Asking asking, std::string answer) {
        ways.push_back({.name = name, .use = Use::Good, .asking = asking, .answer = std::move(answer)});
    };
    good("a call's id in every piece", Asking::ChatStream,
         stream(call(R"({\"order_id\":)", R"("index":0,"id":"call_1","type":"function",)") +
                call(R"(\"A-104233\"})", R"("index":0,"id":"call_1","type":"function",)") + calls + done));
    good("two calls at one index", Asking::ChatStream,
         stream(call(R"({\"order_id\":\"A-104233\"})", R"("index":0,"id":"call_1","type":"function",)") +
                call(R"({\"order_id\":\"A-104234\"})", R"("index":0,"id":"call_2","type":"function",)") + calls +
                done));
    good("a stream without [DONE]", Asking::ChatStream, stream(yes + end));
    good("comments while it waits", Asking::ChatStream, stream(": waiting\n\n: waiting\n\n" + yes + end + done));
    good("zeros behind the usage", Asking::ChatStream,
         stream(yes + end + event(R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}})") +
                event(R"({"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}})") + done));
    good("no coding, said aloud", Asking::Chat,
         http("200 OK", "application/json", chat(yesMessage), "Content-Encoding: identity\r\n"));
    good("half an emoji", Asking::Chat, json("200 OK", chat(R"({"content":"Yes \ud83d"})")));
    good(
        "a response without usage", Asking::Responses,
        json(
            "200 OK",
            R"({"object":"response","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Yes."}]}]})"));
    good("a response whose end is its last event", Asking::ResponsesStream,
         stream(responseEvents(event(std::format(R"({{"type":"response.completed","response":{}}})", responded)))));
    return ways;
}

} // namespace

const std::vector<Way>& waysToAnswer() {
    static const std::vector<Way> ways = [] {
        std::vector<Way> all;
        for (auto* make : {&refusals, &noAnswers, &badStreams, &oddButGood})
            for (Way& way : make())
                all.push_back(std::move(way));
        return all;
    }();
    return ways;
}

std::string wellAnswered(Asking asking) {
    switch (asking) {
    case Asking::Chat:
        return json("200 OK", chat(yesMessage));
    case Asking::ChatStream:
        return stream(yes + end + done);
    case Asking::Responses:
        return json("200 OK", responded);
    case Asking::ResponsesStream:
        break;
    }
    return stream(responseEvents(event(std::format(R"({{"type":"response.completed","response":{}}})", responded))));
}

std::string pathOf(Asking asking) {
    const bool chat = asking == Asking::Chat || asking == Asking::ChatStream;
    return chat ? "/v1/chat/completions" : "/v1/responses";
}

std::string requestOf(Asking asking) {
    switch (asking) {
    case Asking::Chat:
        return R"({"model":"refunds","messages":[{"role":"user","content":"Hello"}]})";
    case Asking::ChatStream:
        return R"({"model":"refunds","stream":true,"messages":[{"role":"user","content":"Hello"}]})";
    case Asking::Responses:
        return R"({"model":"refunds","input":"Hello"})";
    case Asking::ResponsesStream:
        break;
    }
    return R"({"model":"refunds","stream":true,"input":"Hello"})";
}

} // namespace signalbox::test
