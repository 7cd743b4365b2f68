// What shadows answered: lists, single pairs, people's verdicts. Run on the reports thread, which may wait for the
// shadow desk; the control thread never does.
#include <array>
#include <charconv>
#include <format>

#include "core/base/canonical_json.h"
#include "core/protocol/decode.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/reason.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;
using storage::PairFilter;

namespace {

constexpr int mostRows = 200;
constexpr int usualRows = 50;
constexpr std::size_t longestId = 128;

constexpr std::array<std::pair<std::string_view, PairFilter>, 6> filters{{{"all", PairFilter::All},
                                                                          {"disagreeing", PairFilter::Disagreeing},
                                                                          {"agreeing", PairFilter::Agreeing},
                                                                          {"unjudged", PairFilter::Unjudged},
                                                                          {"judged", PairFilter::Judged},
                                                                          {"noise", PairFilter::Noise}}};

std::unexpected<Error> badParameter(std::string name, std::string message) {
    return failure(Errc::Invalid, "bad_parameter", std::move(message), {}, std::move(name));
}

Result<PairFilter> filterIn(const http::Request& request) {
    const auto word = request.parameter("show");
    if (!word)
        return PairFilter::All;
    for (const auto& [name, filter] : filters)
        if (name == *word)
            return filter;
    return badParameter("show", "show must be all, disagreeing, agreeing, unjudged, judged or noise.");
}

template <class Number> bool readWhole(std::string_view text, Number& value) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

// "0-123": behind the pair 123, which does not agree.
Result<std::optional<storage::PairCursor>> cursorIn(const http::Request& request) {
    const auto text = request.parameter("after");
    if (!text || text->empty())
        return std::nullopt;
    storage::PairCursor cursor{.agree = text->starts_with("1-")};
    if ((!cursor.agree && !text->starts_with("0-")) || !readWhole(std::string_view(*text).substr(2), cursor.id))
        return badParameter("after", "after must be the next of an earlier page.");
    return cursor;
}

Result<void> checkAgent(Backend& backend, const std::string& agent) {
    if (backend.catalogue().view()->agents.contains(agent))
        return {};
    return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
                   "Check the name.");
}

Result<std::int64_t> idIn(const Call& call) {
    std::int64_t id = 0;
    if (!readWhole(call.arguments[1], id))
        return failure(Errc::NotFound, "no_pair", "There is no such pair.", "List the pairs of the agent.");
    return id;
}

audit::EntryDraft draftOf(const Call& call, const protocol::PairVerdictMessage& message,
                          const protocol::PairMessage& pair) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    // About a pair, not about what the agent's traffic does: an agent's own entries hold its release states.
    return {.actor = call.caller.name,
            .action = "pair.verdict",
            .agent = {},
            .reason = message.reason,
            .requestId = message.requestId,
            .before = {{u"verdict"_s, text(pair.verdict)}, {u"by"_s, text(pair.verdictBy)}},
            .after = {{u"agent"_s, text(call.arguments[0])},
                      {u"release"_s, text(pair.release)},
                      {u"pair"_s, static_cast<qint64>(pair.id)},
                      {u"request"_s, text(pair.requestId)},
                      {u"verdict"_s, text(message.verdict)}}};
}

} // namespace

Result<Answer> getPairs(Backend& backend, const Call& call) {
    if (auto known = checkAgent(backend, call.arguments[0]); !known)
        return failure(std::move(known.error()));
    const auto filter = filterIn(call.request);
    if (!filter)
        return failure(filter.error());
    const auto cursor = cursorIn(call.request);
    if (!cursor)
        return failure(cursor.error());
    const auto limit = countParameter(call.request, "limit", usualRows, mostRows);
    if (!limit)
        return failure(limit.error());
    const auto page = backend.shadow().page({.agent = call.arguments[0],
                                             .release = call.request.parameter("release").value_or(std::string()),
                                             .filter = *filter,
                                             .after = *cursor,
                                             .limit = static_cast<int>(*limit)});
    if (!page)
        return failure(page.error());
    return jsonAnswer(protocol::encode(*page));
}

Result<Answer> getPair(Backend& backend, const Call& call) {
    const auto id = idIn(call);
    if (!id)
        return failure(id.error());
    const auto pair = backend.shadow().pair(call.arguments[0], *id);
    if (!pair)
        return failure(pair.error());
    return jsonAnswer(protocol::encode(*pair));
}

Result<Answer> postPairVerdict(Backend& backend, const Call& call) {
    const auto id = idIn(call);
    if (!id)
        return failure(id.error());
    const auto body = parseJsonObject(call.request.body);
    if (!body)
        return failure(body.error());
    const auto message = protocol::decode<protocol::PairVerdictMessage>(*body);
    if (!message)
        return failure(message.error());
    if (auto good = checkReason(message->reason); !good)
        return failure(std::move(good.error()));
    if (message->requestId.size() > longestId)
        return failure(Errc::Limit, "request_id_too_long", std::format("A request id has at most {} bytes.", longestId),
                       {}, "/request_id");
    const auto record = [&](const protocol::PairMessage& pair) {
        return backend.controlQueue().call([&] { return backend.room().record(draftOf(call, *message, pair)); });
    };
    const auto result = backend.shadow().judge(
        {.agent = call.arguments[0], .id = *id, .message = *message, .by = call.caller.name, .record = record});
    if (!result)
        return failure(result.error());
    return jsonAnswer(protocol::encode(*result));
}

} // namespace signalbox::server
