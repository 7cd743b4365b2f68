// A model endpoint that answers every chat completion at once, and counts what it was asked. Started by the
// constructor.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/http/server.h"

namespace signalbox::test {

class StubUpstream {
public:
    StubUpstream();
    ~StubUpstream();

    [[nodiscard]] std::string url() const; // with /v1

    [[nodiscard]] int requests() const { return m_requests; }

    // From now on every so many-th question of this version (of any, when it is empty) gets a 500.
    void failEvery(const std::string& version, int every);
    // From now on this version says this instead of "Yes.".
    void say(const std::string& version, const std::string& text);
    // From now on this version's questions get this status and JSON.
    void answerWith(const std::string& version, int status, const std::string& body);
    // Asked first: what it answers is said with 200; nullopt: as ever. Called on the server's thread.
    void answerBy(std::function<std::optional<std::string>(const http::Request&)> words);
    // From now on questions wait, until answerHeld().
    void hold();
    void answerHeld();

private:
    [[nodiscard]] bool isToFail(const http::Request& request);
    void answer(http::Exchange& exchange);

    std::atomic<int> m_requests = 0;
    std::mutex m_mutex;
    bool m_holding = false;
    std::map<std::string, std::string> m_words;                   // by version
    std::map<std::string, std::pair<int, std::string>> m_answers; // by version
    std::function<std::optional<std::string>(const http::Request&)> m_answerBy;
    std::string m_failing;
    int m_failEvery = 0;
    int m_asked = 0; // of the failing version
    std::vector<http::ExchangePtr> m_held;
    std::unique_ptr<http::Server> m_server;
};

} // namespace signalbox::test
