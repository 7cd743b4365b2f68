// A model endpoint that answers every chat completion at once, and counts what it was asked. Started by the
// constructor.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
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

    // From now on questions wait, until answerHeld().
    void hold();
    void answerHeld();

private:
    std::atomic<int> m_requests = 0;
    std::mutex m_mutex;
    bool m_holding = false;
    std::vector<http::ExchangePtr> m_held;
    std::unique_ptr<http::Server> m_server;
};

} // namespace signalbox::test
