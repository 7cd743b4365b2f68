#include <charconv>
#include <format>

#include "core/base/canonical_json.h"
#include "core/protocol/decode.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/reason.h"

namespace signalbox::server {

namespace {

std::uint64_t numberIn(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

} // namespace

Result<Answer> getAlerts(Backend& backend, const Call& /*call*/) {
    const auto alerts = backend.room().alerts();
    if (!alerts)
        return failure(alerts.error());
    return jsonAnswer(protocol::encode(*alerts));
}

Result<Answer> postAcknowledge(Backend& backend, const Call& call) {
    const auto body = parseJsonObject(call.request.body);
    if (!body)
        return failure(body.error());
    const auto message = protocol::decode<protocol::CommandMessage>(*body);
    if (!message)
        return failure(message.error());
    if (auto good = checkReason(message->reason); !good)
        return failure(std::move(good.error()));
    const auto alert = backend.room().acknowledge(numberIn(call.arguments[0]), call.caller.name, message->reason);
    if (!alert)
        return failure(alert.error());
    return jsonAnswer(protocol::encode(*alert));
}

} // namespace signalbox::server
