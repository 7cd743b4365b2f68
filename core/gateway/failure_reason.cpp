#include "core/gateway/failure_reason.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include "core/models/said_error.h"

namespace signalbox::gateway {

namespace {

using metrics::FailureKind;

FailureKind kindOfLoss(const FailedExchange& exchange) {
    namespace error = boost::asio::error;
    if (exchange.status != 0)
        return FailureKind::Cut;
    if (exchange.lost == error::connection_refused)
        return FailureKind::Refused;
    for (const auto unreachable : {error::host_unreachable, error::network_unreachable, error::network_down,
                                   error::address_family_not_supported})
        if (exchange.lost == unreachable)
            return FailureKind::Unreachable;
    if (exchange.lost == error::host_not_found || exchange.lost == error::host_not_found_try_again ||
        exchange.lost == error::no_data || exchange.lost == error::service_not_found)
        return FailureKind::Unreachable;
    if (exchange.lost.category() == error::get_ssl_category() ||
        exchange.lost.category() == boost::asio::ssl::error::get_stream_category())
        return FailureKind::Untrusted;
    return exchange.lost ? FailureKind::Broken : FailureKind::NotHttp;
}

// A code that only says the status again says nothing.
std::string codeOf(const FailedExchange& exchange) {
    std::string code = exchange.code.empty() ? models::saidIn(exchange.said).code : std::string(exchange.code);
    return code == std::to_string(exchange.status) ? std::string() : code;
}

// Of a whole answer that tells of no error and is of no use.
FailureKind kindOfAnswer(metrics::Outcome outcome) {
    if (outcome == metrics::Outcome::Filtered)
        return FailureKind::Filtered;
    return outcome == metrics::Outcome::Empty ? FailureKind::Empty : FailureKind::Unusable;
}

} // namespace

metrics::FailureReason reasonOf(const FailedExchange& exchange) {
    using metrics::Outcome;
    if (!exchange.asked)
        return {.kind = FailureKind::NotAsked};
    if (exchange.outcome == Outcome::Timeout)
        return {.kind = FailureKind::Timeout};
    if (exchange.outcome == Outcome::UpstreamLost)
        return {.kind = kindOfLoss(exchange)};
    if (exchange.outcome == Outcome::CutStream)
        return {.kind = FailureKind::Cut};
    if (exchange.status < 300 && exchange.said.empty() && exchange.outcome != Outcome::ErrorInAnswer)
        return {.kind = kindOfAnswer(exchange.outcome)};
    return {.kind = exchange.status >= 300 ? FailureKind::Status : FailureKind::InAnswer,
            .status = exchange.status,
            .token = codeOf(exchange)};
}

} // namespace signalbox::gateway
