#include "tests/gateway/upstream_faults.h"

#include <array>
#include <format>

namespace signalbox::gateway {

using metrics::Outcome;
using namespace std::string_literals;

namespace {

constexpr int patience = 5'000; // ms, for the gateway to close

std::string chunk(std::string_view data) {
    return std::format("{:x}\r\n{}\r\n", data.size(), data);
}

void waitForEnd(RawSocket& socket) {
    while (socket.readMore(patience)) {
    }
}

void drip(RawSocket& socket, const std::string& text) {
    for (const char c : text)
        if (socket.isClosedByPeer(10) || !socket.send({&c, 1}))
            break;
    waitForEnd(socket);
}

std::size_t headSize(const std::string& text) {
    return text.find("\r\n\r\n") + 4;
}

// How much of the answer is there before the fault.
std::size_t beginning(const std::string& text, Phase phase) {
    const std::size_t head = headSize(text);
    if (phase == Phase::Head)
        return head / 2;
    const auto firstChunk = text.find("\n\n\r\n"); // the end of its line
    if (phase == Phase::Body)
        return firstChunk == std::string::npos ? head + (text.size() - head) / 2 : firstChunk + 4;
    return 0;
}

std::string floodOf(const FaultCase& one, const std::string& rest) {
    const std::string many(300'000, 'a');
    if (one.phase == Phase::Body)
        return one.answering == Answering::Stream ? "5;" + many : rest + many;
    return (one.phase == Phase::Head ? "\r\nX-A: " : "HTTP/1.1 200 OK\r\nX-A: ") + many;
}

std::string badFramingOf(const FaultCase& one, const std::string& rest) {
    if (one.phase == Phase::Body)
        return one.answering == Answering::Stream ? "-5\r\nabcde\r\n0\r\n\r\n" : rest + json(chatAnswer);
    const std::string begin = one.phase == Phase::Head ? "\r\n" : "HTTP/1.1 200 OK\r\n";
    return begin + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\nContent-Length: 40\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
}

std::string garbageOf(const FaultCase& one, const std::string& rest) {
    if (one.phase == Phase::Body && one.answering == Answering::Plain)
        return std::string(rest.size(), '\xfe');
    return "\xfe\xff\0\x01garbage\r\n\r\n"s;
}

std::string extraOf(const FaultCase& one, const std::string& whole) {
    const std::string interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    switch (one.phase) {
    case Phase::Accepted:
        return interim + whole;
    case Phase::Asked:
        return interim + interim + interim + whole;
    case Phase::Head: {
        std::string fields;
        for (int i = 0; i < 200; ++i)
            fields += std::format("X-{}: \xe9\r\n", i);
        return whole.substr(0, headSize(whole) - 2) + fields + whole.substr(headSize(whole) - 2);
    }
    case Phase::Body:
        break;
    }
    return whole + goodAnswer(one.answering, "nonce-of-another");
}

std::string serverErrorOf(const FaultCase& one, const std::string& nonce) {
    const std::string error = R"({"error":{"message":"busy )" + nonce + R"(","type":"server_error"}})";
    if (one.answering == Answering::Plain || one.phase != Phase::Body)
        return json(error, 503);
    const std::string whole = goodAnswer(Answering::Stream, nonce);
    return whole.substr(0, headSize(whole)) + chunk("data: " + error + "\n\n") + "0\r\n\r\n";
}

std::string shortOf(const FaultCase& one, const std::string& nonce) {
    const std::string whole = goodAnswer(one.answering, nonce);
    const std::size_t head = headSize(whole);
    return whole.substr(0, one.phase == Phase::Asked ? head : head + (whole.size() - head) / 2);
}

void sendInSlices(RawSocket& socket, const std::string& text) {
    for (const char c : text)
        if (!socket.send({&c, 1}))
            return;
}

// All that the faulty upstream sends where it may still send in one piece; what it does then is up to the fault.
std::string textOf(const FaultCase& one, const std::string& nonce) {
    const std::string whole = goodAnswer(one.answering, nonce);
    const std::size_t begin = beginning(whole, one.phase);
    const std::string rest = whole.substr(begin);
    switch (one.fault) {
    case Fault::Garbage:
        return whole.substr(0, begin) + garbageOf(one, rest);
    case Fault::Flood:
        return whole.substr(0, begin) + floodOf(one, rest);
    case Fault::BadFraming:
        return whole.substr(0, begin) + badFramingOf(one, rest);
    case Fault::TooShort:
        return shortOf(one, nonce);
    case Fault::ServerError:
        return serverErrorOf(one, nonce);
    case Fault::Extra:
        return extraOf(one, whole);
    case Fault::Slices:
        return whole;
    default:
        return whole.substr(0, begin);
    }
}

} // namespace

const char* toString(Fault fault) {
    static constexpr std::array<const char*, faultKinds> names{"reset",     "close",        "half close", "hang",
                                                               "drip",      "garbage",      "flood",      "bad framing",
                                                               "too short", "server error", "slices",     "extra"};
    return names.at(static_cast<std::size_t>(fault));
}

const char* toString(Phase phase) {
    static constexpr std::array<const char*, phaseKinds> names{"accepted", "asked", "head", "body"};
    return names.at(static_cast<std::size_t>(phase));
}

Expected expectedOf(const FaultCase& one) {
    const bool body = one.phase == Phase::Body;
    const bool plain = one.answering == Answering::Plain;
    const Expected refused{Shown::GatewayError, 502, Outcome::UpstreamLost, 0, false};
    const Expected lost = body ? Expected{Shown::Cut, 200, Outcome::UpstreamLost, 200, false} : refused;
    switch (one.fault) {
    case Fault::Reset:
    case Fault::Close:
    case Fault::HalfClose:
        return lost;
    case Fault::Hang:
    case Fault::Drip:
        return body ? Expected{Shown::Cut, 200, Outcome::Timeout, 200, false}
                    : Expected{Shown::GatewayError, 504, Outcome::Timeout, 0, false};
    case Fault::Garbage: // what a length frames may be anything; bad chunks that come with the head are told in time
        return body && plain ? Expected{.outcome = Outcome::NotAnAnswer} : refused;
    case Fault::Flood: // as bad chunks: it is seen with the head
    case Fault::BadFraming:
        return body && plain ? Expected{.reused = false} : refused;
    case Fault::TooShort:
        return {Shown::Cut, 200, Outcome::UpstreamLost, 200, false};
    case Fault::ServerError: {
        const int status = body && !plain ? 200 : 503;
        return {Shown::Whole, status, status == 200 ? Outcome::ErrorInAnswer : Outcome::ServerError, status, true};
    }
    case Fault::Slices:
        return {};
    case Fault::Extra:
        return {.reused = !body};
    }
    return {};
}

std::string nonceIn(const std::string& request) {
    const auto begin = request.find("nonce-");
    return begin == std::string::npos ? std::string() : request.substr(begin, request.find('"', begin) - begin);
}

std::string goodAnswer(Answering answering, const std::string& nonce) {
    if (answering == Answering::Plain)
        return json(R"({"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",)"
                    R"("content":")" +
                    nonce + R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":3}})");
    std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 3; ++i)
        text += chunk(R"(data: {"choices":[{"index":0,"delta":{"content":")" + nonce + "\"}}]}\n\n");
    text += chunk("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}\n\n");
    return text + chunk("data: [DONE]\n\n") + "0\r\n\r\n";
}

bool greet(RawSocket& socket, const FaultCase& one) {
    if (one.phase != Phase::Accepted)
        return true;
    switch (one.fault) {
    case Fault::Reset:
        socket.reset();
        return false;
    case Fault::Close:
        socket.close();
        return false;
    case Fault::Slices:
        sendInSlices(socket, textOf(one, "nonce-early"));
        return true;
    case Fault::Hang:
    case Fault::Drip:
        return true;
    default:
        socket.send(textOf(one, "nonce-early"));
        if (one.fault == Fault::HalfClose)
            socket.finish();
        return true;
    }
}

void answer(RawSocket& socket, const FaultCase& one, const std::string& request) {
    const std::string nonce = nonceIn(request);
    const std::string whole = goodAnswer(one.answering, nonce);
    if (one.phase != Phase::Accepted && one.fault == Fault::Slices)
        return sendInSlices(socket, whole);
    if (one.phase != Phase::Accepted)
        socket.send(textOf(one, nonce));
    switch (one.fault) {
    case Fault::Reset:
        return socket.reset();
    case Fault::Close:
    case Fault::TooShort:
        return socket.close();
    case Fault::HalfClose:
        socket.finish();
        return waitForEnd(socket);
    case Fault::Drip:
        return drip(socket, whole.substr(beginning(whole, one.phase)));
    case Fault::Hang:
    case Fault::BadFraming:
    case Fault::Flood:
        return waitForEnd(socket);
    case Fault::Garbage:
        return one.phase == Phase::Body && one.answering == Answering::Plain ? void() : waitForEnd(socket);
    case Fault::ServerError:
    case Fault::Slices:
    case Fault::Extra:
        return;
    }
}

} // namespace signalbox::gateway
