// A copy of one exchange whose answer can be judged by what it says: kept beside the relayed stream, within a bound,
// and given away after the caller has the whole answer. Only of answers that succeeded. Values, made by the gateway on
// its I/O thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/agents/snapshot.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::metrics {

struct AnswerCopy {
    std::string agent = {};
    std::string version = {}; // SemVer text
    Digest digest = {};
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight = {}; // of the role at assignment
    std::uint64_t unit = 0;
    WallTime asked{}; // when the request came
    std::string requestId = {};
    agents::SnapshotPtr snapshot = {}; // of the version that answered
    std::string contentType = {};
    std::string request = {};  // as it went to a model; empty for an agent that is passed through, or when too long
    std::string body = {};     // as answered, not yet checked for anything; empty when too long
    bool isTooLong = false;    // the body
    bool isPacked = false;     // it has a content encoding
    bool lacksRequest = false; // which was too long
    std::optional<bool> refused = {};
};

// Receives copies. Called from the gateway's I/O thread, so both must return at once.
class AnswerSink {
public:
    AnswerSink() = default;
    AnswerSink(const AnswerSink&) = delete;
    AnswerSink& operator=(const AnswerSink&) = delete;
    virtual ~AnswerSink() = default;
    // Before a copy is made. What it turns away it counts.
    [[nodiscard]] virtual bool admits(const std::string& agent) = 0;
    virtual void take(AnswerCopy copy) = 0;
};

} // namespace signalbox::metrics
