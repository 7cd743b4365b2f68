// pairs.sqlite: what shadows answered beside stable, and what was concluded from it. Bounded by count, age and bytes,
// so a pair is there for looking at, not for ever; conclusions stay as long as evidence does. A pair and what the judge
// made of it are written in one transaction, so a restart goes on with the same counts. Used and destroyed by the
// thread that opened it; needs a QCoreApplication (QtSql). Errors: Io, and Corrupt for what cannot be read any more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/time.h"
#include "core/evidence/pair_comparison.h"
#include "core/metrics/pair.h"
#include "core/storage/history_file.h"

namespace signalbox::storage {

struct PairRecord {
    std::int64_t id = 0; // given by add(); rises
    std::string agent = {};
    std::string release = {};
    metrics::PairKind kind = metrics::PairKind::Candidate;
    WallTime at{};
    std::string requestId = {};
    bool agree = true;
    evidence::PairLayer layer = evidence::PairLayer::Success;
    evidence::Better better = evidence::Better::Neither; // as the comparison says
    double likeness = 1;
    std::string verdict = {}; // of a person about the candidate: "better", "same", "worse"; empty: none
    std::string verdictBy = {};
    WallTime verdictAt{};
    QJsonObject facts = {};                  // numbers and digests of both answers
    std::optional<QJsonObject> content = {}; // texts; absent when they are not kept, and in lists
};

enum class PairFilter { All, Disagreeing, Agreeing, Unjudged, Judged, Noise };

struct PairCursor { // behind this pair
    bool agree = false;
    std::int64_t id = 0;
};

struct PairQuery {
    std::string agent;
    std::string release;
    PairFilter filter = PairFilter::All;
    std::optional<PairCursor> after = {};
    int limit = 50;
};

struct PairBounds {
    int perAgent = 2'000; // of each kind
    std::chrono::hours age{24 * 7};
    std::int64_t contentBytes = 256LL * 1024 * 1024; // of all agents, as stored
};

// What is known about the shadow of one release.
struct ShadowRecord {
    std::string release = {};
    std::string agent = {};
    WallTime at{}; // last written
    QJsonObject value = {};
};

class PairRecords {
public:
    [[nodiscard]] static Result<std::unique_ptr<PairRecords>> open(const std::filesystem::path& file,
                                                                   PairBounds bounds = {});

    // Returns the pair's id.
    [[nodiscard]] Result<std::int64_t> add(const PairRecord& pair, const ShadowRecord& shadow);
    [[nodiscard]] Result<void> save(const ShadowRecord& shadow);
    [[nodiscard]] Result<void> setVerdict(std::int64_t id, const std::string& verdict, const std::string& by,
                                          WallTime at, const ShadowRecord& shadow);

    // What was learned about a pair that is kept: its agreement, facts and content.
    [[nodiscard]] Result<void> setFindings(const PairRecord& pair, const ShadowRecord& shadow);

    // Disagreements first, newest first among equals. Without content.
    [[nodiscard]] Result<std::vector<PairRecord>> list(const PairQuery& query) const;
    // With content. NotFound "no_pair".
    [[nodiscard]] Result<PairRecord> find(const std::string& agent, std::int64_t id) const;
    [[nodiscard]] Result<std::uint64_t> count(const std::string& release) const;

    [[nodiscard]] Result<std::optional<ShadowRecord>> shadow(const std::string& release) const;
    [[nodiscard]] Result<std::optional<ShadowRecord>> newestShadow(const std::string& agent) const;

    // Removes what is too old or too much; what people judged goes last.
    [[nodiscard]] Result<void> prune(WallTime now);

private:
    PairRecords(std::unique_ptr<HistoryFile> file, PairBounds bounds) : m_file(std::move(file)), m_bounds(bounds) {}

    [[nodiscard]] Result<void> insert(const PairRecord& pair);
    [[nodiscard]] Result<std::optional<ShadowRecord>> shadowBy(const QString& where, const std::string& value) const;
    [[nodiscard]] Result<void> pruneCount();
    [[nodiscard]] Result<void> pruneContent();

    std::unique_ptr<HistoryFile> m_file;
    PairBounds m_bounds;
};

} // namespace signalbox::storage
