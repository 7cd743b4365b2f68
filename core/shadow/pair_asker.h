// Asks models about the pairs of one release that the cheaper comparators leave open: how alike two texts are
// (embeddings), and which of two answers is better (a judge, in both orders). Within the plan's shares and its budget
// of money and requests per hour; never twice, never on the way of a caller's request. What cannot be asked is counted
// by reason. Keys are those of the provider.
// Lives on the shadow desk's thread (`queue`); the findings are given there. Questions that are under way when it is
// destroyed are dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/serial_queue.h"
#include "core/base/time.h"
#include "core/evidence/pair_comparison.h"
#include "core/http/client.h"
#include "core/models/provider.h"
#include "core/protocol/pair_message.h"
#include "core/release/comparison.h"
#include "core/shadow/asking_counts.h"

namespace signalbox::shadow {

struct PairQuestion {
    std::int64_t pair = 0;
    std::string request = {}; // the texts; in memory only
    std::string stable = {};
    std::string candidate = {};
    std::string embedStable = {}; // what embeddings compare: all, or the fields that differ; empty: nothing
    std::string embedCandidate = {};
    bool mayJudge = false; // nobody can say yet which is better
};

struct PairFindings {
    std::int64_t pair = 0;
    std::optional<double> likeness = {}; // by embeddings
    bool alike = false;
    std::optional<evidence::Better> better = {}; // by the judge; Neither: a tie
    std::vector<protocol::PairOpinion> said = {};
};

struct AskingParts {
    http::Client& client;
    SerialQueue& queue;
    Clock& clock;
    const models::Providers& providers;
    std::function<void(const PairFindings& findings)> found;
};

class PairAsker {
public:
    PairAsker(AskingParts parts, const release::Comparison& comparison, AskingCounts counts);
    ~PairAsker();

    void ask(PairQuestion question);

    [[nodiscard]] const AskingCounts& counts() const;

private:
    class Private;
    std::shared_ptr<Private> d; // questions under way hold it weakly
};

} // namespace signalbox::shadow
