#include "core/shadow/pair_asker.h"

#include <algorithm>
#include <deque>
#include <format>
#include <random>

#include "core/base/id.h"
#include "core/models/answer_reader.h"
#include "core/models/budget.h"
#include "core/models/destination.h"
#include "core/shadow/pair_question.h"

namespace signalbox::shadow {

namespace {

using evidence::Better;

constexpr std::size_t mostRunning = 2; // pairs
constexpr std::size_t mostQuestions = 64;
constexpr std::size_t longestAsked = 24 * 1024; // bytes of each text; nothing is cut, for nobody could say what is lost
constexpr std::size_t longestAnswer = 2 * 1024 * 1024;

// What goes wrong here is said in few words, and without a name: people read it beside the pair.
Error notAsked(const Error& why) {
    const std::string_view code = why.code;
    const char* said = code == "unknown_provider"     ? "the provider is not known"
                       : code == "bad_url"            ? "the provider's address cannot be used"
                       : code == "credential_missing" ? "the credential is not set"
                                                      : "the credential cannot be sent";
    return {.kind = why.kind, .code = "no_verdict", .message = said};
}

// More than it will be: a token has about four bytes.
models::Usage mostUsage(const std::string& body, int output) {
    return {.input = static_cast<std::int64_t>(body.size() / 2), .output = output};
}

Better betterOf(Preference preference, bool swapped) {
    if (preference == Preference::Tie)
        return Better::Neither;
    return (preference == Preference::First) != swapped ? Better::Stable : Better::Candidate;
}

std::string_view wordOf(Better better) {
    return better == Better::Stable ? "stable" : better == Better::Candidate ? "candidate" : "tie";
}

} // namespace

class PairAsker::Private : public std::enable_shared_from_this<PairAsker::Private> {
public:
    // One pair on its way through the models.
    struct Way {
        PairQuestion question;
        PairFindings findings;
        agents::PicoUsd spent = 0; // by the comparator that is asked now
        bool costUnknown = false;
        std::string nonce = {}; // of the order that is asked now
        std::vector<Result<Better>> orders = {};
    };

    using WayPtr = std::shared_ptr<Way>;
    using Then = void (Private::*)(const WayPtr& way, const Result<std::string>& answer);

    Private(AskingParts given, const release::Comparison& comparison, AskingCounts known)
        : parts(std::move(given)),
          rules(comparison),
          counts(std::move(known)),
          budget({.moneyPerHour = static_cast<agents::PicoUsd>(comparison.budget.usdPerHour * agents::picoPerUsd),
                  .requestsPerHour = static_cast<std::uint64_t>(comparison.budget.requestsPerHour)},
                 {counts.hourAt.time_since_epoch(), counts.hourRequests, counts.hourSpent}) {}

    void ask(PairQuestion question);
    void startWaiting();
    void start(const WayPtr& way);
    void takeLikeness(const WayPtr& way, const Result<std::string>& answer);
    void judge(const WayPtr& way);
    void askJudge(const WayPtr& way);
    void takeOrder(const WayPtr& way, const Result<std::string>& answer);
    void takeVerdict(const WayPtr& way);
    void finish(const WayPtr& way);
    [[nodiscard]] bool isDrawn(traffic::Weight share);
    [[nodiscard]] bool hasBudget(std::uint64_t requests, agents::PicoUsd most);
    bool noteHour();
    [[nodiscard]] std::optional<agents::PicoUsd> mostCost(const std::string& model, const models::Usage& most) const;
    void send(const WayPtr& way, const release::AskedModel& model, const std::string& path, std::string body,
              int output, Then then);
    // What it has cost.
    agents::PicoUsd charge(Way& way, const std::string& model, const models::Usage& most,
                           const http::ClientAnswer& answer);

    AskingParts parts;
    release::Comparison rules;
    AskingCounts counts;
    std::deque<WayPtr> waiting;
    std::size_t running = 0; // pairs
    models::Budget budget;
    std::minstd_rand draws{std::random_device()()};
};

bool PairAsker::Private::isDrawn(traffic::Weight share) {
    constexpr std::uint32_t whole = traffic::Weight::whole;
    return std::uniform_int_distribution<std::uint32_t>(0, whole - 1)(draws) < share.thousandths();
}

void PairAsker::Private::ask(PairQuestion question) {
    const bool embeds = rules.embeddings && !question.embedStable.empty() && isDrawn(rules.embeddings->asked.share);
    const bool judges = rules.judge && question.mayJudge && isDrawn(rules.judge->asked.share);
    if (!embeds)
        question.embedStable.clear();
    question.mayJudge = judges;
    if (!embeds && !judges)
        return;
    const auto tooLong = [](const std::string& text) { return text.size() > longestAsked; };
    if (tooLong(question.stable) || tooLong(question.candidate) || tooLong(question.request)) {
        ++counts.skipped["too_long"];
        return;
    }
    if (waiting.size() >= mostQuestions) {
        ++counts.skipped["busy"];
        return;
    }
    auto way = std::make_shared<Way>();
    way->findings.pair = question.pair;
    way->question = std::move(question);
    waiting.push_back(std::move(way));
    startWaiting();
}

void PairAsker::Private::startWaiting() {
    while (running < mostRunning && !waiting.empty()) {
        const WayPtr way = std::move(waiting.front());
        waiting.pop_front();
        ++running;
        start(way);
    }
}

void PairAsker::Private::start(const WayPtr& way) {
    if (way->question.embedStable.empty())
        return judge(way);
    const release::AskedModel& model = rules.embeddings->asked;
    std::string body = embeddingsBody(model.model, way->question.embedStable, way->question.embedCandidate);
    if (!hasBudget(1, mostCost(model.model, mostUsage(body, 0)).value_or(0)))
        return judge(way);
    send(way, model, "/embeddings", std::move(body), 0, &Private::takeLikeness);
}

void PairAsker::Private::takeLikeness(const WayPtr& way, const Result<std::string>& answer) {
    protocol::PairOpinion opinion{.by = "embeddings", .says = "no_verdict"};
    const auto likeness = answer ? likenessIn(*answer) : Result<double>(failure(answer.error()));
    if (likeness) {
        way->findings.likeness = std::max(0.0, *likeness);
        way->findings.alike = *likeness >= rules.embeddings->least;
        ++counts.embedded;
        counts.alike += way->findings.alike ? 1 : 0;
        opinion.says = way->findings.alike ? "alike" : "differ";
        opinion.likeness = way->findings.likeness;
        opinion.least = rules.embeddings->least;
    } else {
        ++counts.failed;
        opinion.why = likeness.error().message;
    }
    if (!way->costUnknown)
        opinion.costUsd = static_cast<double>(way->spent) / agents::picoPerUsd;
    way->findings.said.push_back(std::move(opinion));
    way->spent = 0;
    way->costUnknown = false;
    judge(way);
}

void PairAsker::Private::judge(const WayPtr& way) {
    if (!way->question.mayJudge || way->findings.alike)
        return finish(way);
    const models::Usage once{
        .input = static_cast<std::int64_t>(
            (way->question.request.size() + way->question.stable.size() + way->question.candidate.size() + 2'000) / 2),
        .output = mostJudgeTokens};
    if (!hasBudget(2, 2 * mostCost(rules.judge->asked.model, once).value_or(0)))
        return finish(way);
    askJudge(way);
}

// Both orders, one after the other: where the first gives no verdict the second is not asked.
void PairAsker::Private::askJudge(const WayPtr& way) {
    const bool swapped = !way->orders.empty();
    const PairQuestion& question = way->question;
    way->nonce = newId();
    const models::ProviderPtr provider = parts.providers.find(rules.judge->asked.provider);
    std::string body = judgeBody({.model = rules.judge->asked.model,
                                  .nonce = way->nonce,
                                  .criterion = rules.judge->criterion,
                                  .request = question.request,
                                  .first = swapped ? question.candidate : question.stable,
                                  .second = swapped ? question.stable : question.candidate,
                                  .limit = provider ? provider->settings().limit : agents::LimitName::AsAsked});
    send(way, rules.judge->asked, "/chat/completions", std::move(body), mostJudgeTokens, &Private::takeOrder);
}

void PairAsker::Private::takeOrder(const WayPtr& way, const Result<std::string>& answer) {
    const bool swapped = !way->orders.empty();
    const auto preference = answer ? preferenceIn(*answer, way->nonce) : Result<Preference>(failure(answer.error()));
    if (preference)
        way->orders.emplace_back(betterOf(*preference, swapped));
    else
        way->orders.emplace_back(failure(preference.error()));
    if (preference && !swapped)
        return askJudge(way);
    takeVerdict(way);
    finish(way);
}

void PairAsker::Private::takeVerdict(const WayPtr& way) {
    protocol::PairOpinion opinion{.by = "judge", .says = "no_verdict"};
    if (!way->costUnknown)
        opinion.costUsd = static_cast<double>(way->spent) / agents::picoPerUsd;
    const auto missing = std::ranges::find_if(way->orders, [](const Result<Better>& order) { return !order; });
    if (missing != way->orders.end()) {
        ++counts.failed;
        opinion.why = missing->error().message;
    } else {
        const bool split = *way->orders[0] != *way->orders[1];
        const Better better = split ? Better::Neither : *way->orders[0];
        way->findings.better = better;
        ++counts.judged;
        counts.stable += better == Better::Stable ? 1 : 0;
        counts.candidate += better == Better::Candidate ? 1 : 0;
        counts.ties += better == Better::Neither ? 1 : 0;
        counts.split += split ? 1 : 0;
        opinion.says = wordOf(better);
        opinion.why = split ? "orders" : "";
    }
    way->findings.said.push_back(std::move(opinion));
}

void PairAsker::Private::finish(const WayPtr& way) {
    --running;
    parts.found(way->findings);
    startWaiting();
}

std::optional<agents::PicoUsd> PairAsker::Private::mostCost(const std::string& model, const models::Usage& most) const {
    const auto price = parts.providers.priceOf(model);
    return price ? models::costOf(most, *price) : std::nullopt;
}

// By the wall clock, so that a restart does not begin a new hour; a clock that was set back begins one.
bool PairAsker::Private::hasBudget(std::uint64_t requests, agents::PicoUsd most) {
    const models::Shortage shortage = budget.shortage(parts.clock.wall().time_since_epoch(), requests, most);
    if (noteHour())
        counts.exhausted.clear();
    if (shortage == models::Shortage::None)
        return true;
    counts.exhausted = toString(shortage);
    ++counts.skipped[counts.exhausted];
    return false;
}

// Whether another has begun.
bool PairAsker::Private::noteHour() {
    const models::BudgetHour& hour = budget.hour();
    const WallTime before = counts.hourAt;
    counts.hourAt = WallTime(hour.began);
    counts.hourRequests = hour.requests;
    counts.hourSpent = hour.spent;
    return counts.hourAt != before;
}

void PairAsker::Private::send(const WayPtr& way, const release::AskedModel& model, const std::string& path,
                              std::string body, int output, Then then) {
    const models::Usage most = mostUsage(body, output);
    const agents::PicoUsd held = mostCost(model.model, most).value_or(0);
    const auto destination = models::destinationOf(model.provider, parts.providers);
    if (!destination)
        return (this->*then)(way, failure(notAsked(destination.error())));
    if (!destination->headers)
        return (this->*then)(way, failure(notAsked(destination->headers.error())));
    http::Headers headers = *destination->headers;
    headers.push_back({"content-type", "application/json"});
    const models::ProviderPtr& provider = destination->owner;
    const Monotonic begun = parts.clock.monotonic();
    if (!provider->health().allows(begun))
        return (this->*then)(way, failure(Errc::Unavailable, "no_verdict", "the provider could not be reached"));
    budget.begin(held);
    noteHour();
    http::ClientRequest request{.method = "POST",
                                .url = destination->url.below(path).text(),
                                .headers = std::move(headers),
                                .body = std::move(body),
                                .timeout = rules.budget.timeout,
                                .maximumAnswer = longestAnswer};
    // The callback runs on the client's thread; all else on the desk's.
    parts.client.send(std::move(request), [weak = weak_from_this(), &queue = parts.queue, way, then, held, most,
                                           provider, begun, name = model.model](http::ClientAnswer answer) {
        queue.post([weak, way, then, held, most, provider, begun, name, answer = std::move(answer)] {
            const auto self = weak.lock();
            if (!self)
                return;
            if (answer.connected)
                provider->health().connected();
            else
                provider->health().failed(begun, self->parts.clock.monotonic());
            self->budget.end(held, self->charge(*way, name, most, answer));
            self->noteHour();
            const bool good = answer.status >= 200 && answer.status < 300;
            // What the endpoint or the network said is not repeated: it could hold anything.
            (self.get()->*then)(way, good ? Result<std::string>(answer.body)
                                          : failure(Errc::Unavailable, "no_verdict",
                                                    answer.timedOut ? std::string("no answer in time")
                                                    : answer.status == 0
                                                        ? std::string("no answer came")
                                                        : std::format("the endpoint answered {}", answer.status)));
        });
    });
}

// An answer that does not say what it used, or that did not come, counts with what it can have used.
agents::PicoUsd PairAsker::Private::charge(Way& way, const std::string& model, const models::Usage& most,
                                           const http::ClientAnswer& answer) {
    if (answer.status != 0 && (answer.status < 200 || answer.status >= 300))
        return 0;
    const models::Answer said = models::readAnswer(
        answer.body, {.status = answer.status, .contentType = "application/json"}, models::Dialect::Any);
    const auto cost = mostCost(model, said.usage.value_or(most));
    way.costUnknown = way.costUnknown || !cost;
    counts.costUnknown = counts.costUnknown || !cost;
    way.spent += cost.value_or(0);
    counts.spent += cost.value_or(0);
    return cost.value_or(0);
}

PairAsker::PairAsker(AskingParts parts, const release::Comparison& comparison, AskingCounts counts)
    : d(std::make_shared<Private>(std::move(parts), comparison, std::move(counts))) {}

PairAsker::~PairAsker() = default;

void PairAsker::ask(PairQuestion question) {
    d->ask(std::move(question));
}

const AskingCounts& PairAsker::counts() const {
    return d->counts;
}

} // namespace signalbox::shadow
