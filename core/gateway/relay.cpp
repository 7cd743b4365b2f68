// The second half of a relay: asking the upstream and passing its answer on.
#include "core/gateway/relay.h"

#include <charconv>

#include "core/gateway/headers.h"
#include "core/gateway/steady_now.h"
#include "core/http/date.h"
#include "core/http/strict_head.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t keptBytes = 16 * 1024; // of each text between requests
// Why is for those who run the gateway: it names their providers and credentials.
constexpr std::string_view notSetUp = "The provider of this version is not set up. Tell those who run this gateway.";

void appendChunk(std::string& out, std::string_view data) {
    char size[20];
    const auto end = std::to_chars(size, size + sizeof(size), data.size(), 16).ptr;
    out.append(size, end).append("\r\n").append(data).append("\r\n");
}

// As far as it has come: something else than HTTP is not waited for.
bool beginsAnAnswer(std::string_view bytes) {
    constexpr std::string_view version = "HTTP/1.";
    return version.starts_with(bytes.substr(0, version.size()));
}

// The gateway reads it, so it must be JSON; what an agent service is sent is its own affair.
bool readsBody(const Wanted& wanted) {
    return wanted.kind == Wanted::Kind::Model || wanted.kind == Wanted::Kind::Feedback;
}

} // namespace

http::Awaitable<void> Relay::run() {
    for (;;) {
        const auto next = co_await m_connection->next();
        if (next == http::Connection::Next::Closed)
            co_return;
        if (next == http::Connection::Next::Refused) {
            m_plane.refused.fetch_add(1, std::memory_order_relaxed);
            m_keep = false;
            m_requestId.clear();
            const http::Refusal refusal = m_connection->refusal();
            co_await answer(Trouble{refusal.status, "malformed_request", std::string(refusal.reason)});
            co_await m_connection->closeGently();
            co_return;
        }
        if (!co_await handle())
            co_return;
    }
}

http::Awaitable<bool> Relay::handle() {
    m_plane.requests.fetch_add(1, std::memory_order_relaxed);
    m_started = now();
    m_startedWall = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    m_keep = m_connection->keepAlive();
    m_headSent = false;
    m_requestId = m_plane.nextRequestId();
    bool usable = false;
    const Wanted wanted = wantedBy(m_connection->method(), m_connection->target());
    if (const auto refusal = refusalOf(m_plane.callers, m_connection->fields(), readsBody(wanted))) {
        m_plane.refused.fetch_add(1, std::memory_order_relaxed);
        usable = co_await answer(Trouble{refusal->status, std::string(refusal->code), std::string(refusal->message)});
    } else if (isOwn(wanted)) {
        usable = co_await answerOwn(wanted);
    } else if (const auto trouble = makeRequest(wanted)) {
        m_plane.refused.fetch_add(1, std::memory_order_relaxed);
        if (trouble->isOfVersion)
            noteRefusal(*trouble);
        usable = co_await answer(*trouble);
        forget();
    } else {
        usable = co_await exchange();
        m_connection->onGone(nullptr);
        if (m_upstream && usable && m_reader && m_reader->isDone() && m_reader->keepsAlive())
            m_plane.pool.giveBack(std::move(m_upstream));
        else if (m_upstream)
            m_upstream->close();
        forget();
    }
    if (usable && !m_keep)
        co_await m_connection->closeGently();
    co_return usable&& m_keep;
}

void Relay::forget() {
    m_upstream.reset();
    m_reader.reset();
    m_answer.reset();
    m_usage.reset();
    m_assigned = {};
    m_copy.reset();
    m_judged.reset();
    for (std::string* text : {&m_rewritten, &m_data, &m_head, &m_request, &m_passed})
        if (text->capacity() > keptBytes)
            std::string().swap(*text);
}

http::Awaitable<bool> Relay::exchange() {
    setDeadline(m_started + m_plane.hangingAfter);
    beginTries();
    if (!m_assigned.version->origin) {
        finish(metrics::Outcome::UpstreamLost, 0);
        co_return co_await answer(Trouble{502, "upstream_unknown", std::string(notSetUp)});
    }
    for (;;) {
        const bool answered = co_await ask();
        const auto pause = answered ? m_pause : pauseAfterLoss();
        if (!pause && answered)
            co_return co_await relayAnswer();
        if (!pause)
            co_return co_await failed();
        co_await endTry();
        if (!co_await waitFor(*pause)) {
            finish(metrics::Outcome::Cancelled, 0);
            co_return false;
        }
        m_tried = now();
    }
}

http::Awaitable<bool> Relay::ask() {
    m_pause.reset();
    if (!co_await connectAndWrite())
        co_return false;
    co_return co_await readHead();
}

http::Awaitable<bool> Relay::connectAndWrite() {
    const Prepared& version = *m_assigned.version;
    m_upstream = m_plane.pool.take(version.origin);
    for (;;) {
        m_connection->onGone([upstream = m_upstream] { upstream->close(); });
        const Monotonic end = m_started + version.requestTime;
        if (!m_upstream->isReused()) {
            m_upstream->setDeadline(std::min(m_tried + std::min(version.connectTime, version.firstTokenTime), end));
            if (m_connection->isGone() || !co_await m_upstream->connect())
                co_return false;
            if (version.provider)
                version.provider->health().connected();
        }
        m_upstream->setDeadline(std::min(m_tried + version.firstTokenTime, end));
        if (m_connection->isGone())
            co_return false;
        if (co_await m_upstream->write(m_request, m_body) || m_upstream->in().size() > 0)
            co_return true;
        // Only a kept connection that turned out to be dead before it took a single byte may be replaced.
        if (!m_upstream->isReused() || !m_upstream->wroteNothing() || m_upstream->timedOut() || m_connection->isGone())
            co_return false;
        m_upstream->close();
        m_upstream = m_plane.pool.fresh(version.origin);
    }
}

http::Awaitable<bool> Relay::readHead() {
    auto& in = m_upstream->in();
    http::HeadScanner scanner; // the parser gets a head in one piece, so that its views hold until it is written
    for (;;) {
        const auto state = scanner.feed(in.view());
        if (state == http::HeadScanner::State::Refused || !beginsAnAnswer(in.view()))
            co_return false;
        if (state == http::HeadScanner::State::NeedMore) {
            if (!co_await m_upstream->moreBytes(in.size()))
                co_return false;
            continue;
        }
        m_reader.emplace(m_connection->asksForHead() ? http::ResponseReader::To::Head
                                                     : http::ResponseReader::To::Another,
                         m_fields, m_data);
        if (!m_reader->takeHead(in.view().substr(0, scanner.size())))
            co_return false;
        if (!m_reader->isInformational()) {
            std::size_t used = 0;
            if (!m_reader->takeBody(in.view().substr(scanner.size()), used))
                co_return false;
            m_pause = pauseAfterHead();
            writeAnswerHead();
            in.consume(scanner.size() + used);
            m_left = in.size();
            co_return true;
        }
        in.consume(scanner.size()); // 100, 103: the answer follows
        scanner = {};
    }
}

void Relay::writeAnswerHead() {
    const std::string_view type = headerOf(m_fields, "content-type");
    const std::string_view encoding = headerOf(m_fields, "content-encoding");
    auto length = m_reader->length();
    if (m_asksForUsage && m_reader->status() / 100 == 2 && !models::isPacked(encoding) &&
        (models::isEventStream(type) || !length)) {
        m_usage.emplace();
        length.reset(); // of what the caller gets
    }
    const bool bare = m_connection->asksForHead() || m_reader->status() == 204 || m_reader->status() == 304;
    if (bare)
        m_framing = Framing::None;
    else if (length)
        m_framing = Framing::Length;
    else
        m_framing = m_connection->isHttp11() ? Framing::Chunked : Framing::Close;
    m_keep = m_keep && m_connection->keepAlive();
    m_answer.emplace(
        m_asked, models::AnswerHead{.status = m_reader->status(), .contentType = type, .contentEncoding = encoding});
    if (!m_pause && (m_copy || m_judged))
        noteAnswer();
    m_head.assign("HTTP/1.1 ").append(std::to_string(m_reader->status())).append(" ").append(m_reader->reason());
    m_head.append("\r\n");
    appendResponseHeaders(m_head, m_fields);
    m_head.append(m_assigned.version->answerHeaders).append("x-signalbox-role: ");
    m_head.append(traffic::toString(m_assigned.role)).append("\r\nx-signalbox-request-id: ").append(m_requestId);
    if (headerOf(m_fields, "date").empty())
        m_head.append("\r\ndate: ").append(http::dateNow());
    if (m_followed)
        m_head.append("\r\nx-signalbox-conversation: ").append(toString(*m_followed));
    if (length && m_reader->status() != 204)
        m_head.append("\r\ncontent-length: ").append(std::to_string(*length));
    if (m_framing == Framing::Chunked)
        m_head.append("\r\ntransfer-encoding: chunked");
    m_head.append(m_keep ? "\r\n\r\n" : "\r\nconnection: close\r\n\r\n");
}

http::Awaitable<bool> Relay::relayAnswer() {
    if (m_asked.dialect != models::Dialect::Any && m_reader->status() / 100 == 3)
        co_return co_await redirected();
    m_awaitsContent = true;
    m_headSent = true;
    bool good = co_await passOn(m_head);
    while (good && !m_reader->isDone()) {
        m_data.clear();
        if (co_await m_upstream->moreBytes(m_left))
            good = readBody();
        else if (m_reader->needsEnd() && m_upstream->endedCleanly())
            m_reader->takeEnd();
        else
            co_return co_await failed();
        good = good && co_await passOn({});
    }
    if (!good)
        co_return co_await failed();
    m_answer->finish();
    finish(m_answer->answer().outcome, m_reader->status());
    co_return true;
}

bool Relay::readBody() {
    auto& in = m_upstream->in();
    std::size_t used = 0;
    const bool good = m_reader->takeBody(in.view(), used);
    in.consume(used);
    // An unfinished chunk line: nothing can be done before more arrives than is there now.
    m_left = in.size();
    return good;
}

std::string_view Relay::forCaller() {
    if (!m_usage)
        return m_data;
    m_passed.clear();
    m_usage->feed(m_data, m_passed);
    if (m_reader->isDone())
        m_usage->finish(m_passed);
    return m_passed;
}

http::Awaitable<bool> Relay::passOn(std::string_view head) {
    const Monotonic arrived = now();
    const bool last = m_reader->isDone();
    bool good = true;
    const bool readFirst = m_awaitsContent; // its deadline may end here, and a caller may be slow
    if (readFirst)
        readAnswer(arrived);
    const std::string_view data = forCaller();
    if (m_framing == Framing::Chunked) {
        m_head.assign(head);
        if (!data.empty())
            appendChunk(m_head, data);
        if (last)
            m_head.append("0\r\n\r\n");
        good = m_head.empty() || co_await m_connection->write(m_head);
    } else if (!head.empty() || !data.empty()) {
        good = co_await m_connection->write(head, data);
    }
    if (!readFirst)
        readAnswer(arrived);
    if (m_copy)
        m_copy->keep(m_data, m_plane.shadows.limits().answerBytes);
    if (m_judged)
        keepJudged();
    co_return good;
}

void Relay::readAnswer(Monotonic arrived) {
    m_answer->feed(m_data, arrived);
    if (!m_awaitsContent || !m_answer->hasBegun())
        return;
    m_awaitsContent = false;
    endWait();
    m_upstream->setDeadline(m_started + m_assigned.version->requestTime);
}

// No client asks a model a second time elsewhere, and where that is must not be told.
http::Awaitable<bool> Relay::redirected() {
    m_upstream->close();
    m_answer->finish();
    finish(m_answer->answer().outcome, m_reader->status());
    m_reader.reset();
    co_return co_await answer(
        Trouble{502, "upstream_redirect", "The upstream answered with a redirect in place of an answer."});
}

http::Awaitable<bool> Relay::failed() {
    const bool timedOut = m_upstream->timedOut();
    const bool gone = !timedOut && (m_connection->isGone() || m_connection->writeFailed());
    m_upstream->close();
    if (m_answer)
        m_answer->finish();
    if (gone) {
        finish(metrics::Outcome::Cancelled, 0);
        co_return false;
    }
    finish(timedOut ? metrics::Outcome::Timeout : metrics::Outcome::UpstreamLost, m_headSent ? m_reader->status() : 0);
    if (m_headSent) {
        m_connection->close(); // the caller must see that the answer was cut
        co_return false;
    }
    if (timedOut)
        co_return co_await answer(Trouble{504, "upstream_timeout", "The upstream did not answer in time."});
    // Why is for those who run the gateway: it could tell where the upstream is.
    co_return co_await answer(Trouble{502, "upstream_lost", "The upstream could not be reached or broke off."});
}

} // namespace signalbox::gateway
