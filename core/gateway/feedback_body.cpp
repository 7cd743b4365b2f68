#include "core/gateway/feedback_body.h"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "core/gateway/body_scan.h"
#include "core/models/json_text.h"

namespace signalbox::gateway {

namespace json = boost::json;

namespace {

constexpr std::size_t largestBody = 64UL * 1024;
constexpr std::size_t longestId = 128;
constexpr std::size_t longestSignal = 64;
constexpr std::size_t mostSignals = 16;

std::unexpected<Error> bad(std::string message, std::string field) {
    return failure(Errc::Invalid, "bad_feedback", std::move(message),
                   "Send {\"request_id\": the answer's x-signalbox-request-id, \"quality\": 0 to 1, "
                   "\"signals\": [\"approved\"]}.",
                   std::move(field));
}

bool isSignal(std::string_view text) {
    return !text.empty() && text.size() <= longestSignal && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

Result<void> readSignals(const json::value& value, FeedbackBody& feedback) {
    const json::array* list = value.if_array();
    if (list == nullptr || list->size() > mostSignals)
        return bad("signals must be a list of at most 16 names.", "/signals");
    for (const json::value& one : *list) {
        const json::string* name = one.if_string();
        if (name == nullptr || !isSignal(std::string_view(*name)))
            return bad("A signal is a name of at most 64 of a-z, 0-9, \"_\", \"-\" and \".\".", "/signals");
        std::string text(*name);
        if (!std::ranges::contains(feedback.signals, text))
            feedback.signals.push_back(std::move(text));
    }
    return {};
}

} // namespace

Result<FeedbackBody> readFeedback(std::string_view body) {
    if (body.size() > largestBody)
        return bad("The feedback is larger than 64 kB.", {});
    if (auto checked = checkJson(body, Surrogates::Any); !checked)
        return failure(std::move(checked.error()));
    if (auto members = scanObject(body); !members) // no key twice: readers would not agree on the winner
        return failure(std::move(members.error()));
    boost::system::error_code error;
    const json::value whole = json::parse(models::withoutLoneSurrogates(body), error);
    const json::object* object = error ? nullptr : whole.if_object();
    if (object == nullptr)
        return bad("The feedback must be a JSON object, not nested deeply.", {});
    FeedbackBody feedback;
    const json::value* id = object->if_contains("request_id");
    if (id == nullptr || !id->is_string() || id->get_string().empty() || id->get_string().size() > longestId)
        return bad("The feedback does not say which request it is about.", "/request_id");
    feedback.requestId = std::string(id->get_string());
    if (const json::value* quality = object->if_contains("quality"); quality != nullptr && !quality->is_null()) {
        const double number = quality->is_number() ? quality->to_number<double>() : -1;
        if (!(number >= 0 && number <= 1))
            return bad("quality must be a number from 0 to 1.", "/quality");
        feedback.quality = number;
    }
    if (const json::value* signals = object->if_contains("signals"); signals != nullptr && !signals->is_null())
        if (auto read = readSignals(*signals, feedback); !read)
            return failure(std::move(read.error()));
    if (!feedback.quality && feedback.signals.empty())
        return bad("The feedback says nothing: it has neither quality nor signals.", {});
    return feedback;
}

} // namespace signalbox::gateway
