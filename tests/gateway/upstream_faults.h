// The faults an upstream can have while it answers, and what the caller, the observation and the connection pool must
// show of each. Values and one function that behaves as told.
#pragma once

#include <string>

#include "tests/gateway/fixture.h"

namespace signalbox::gateway {

enum class Fault {
    Reset,
    Close,
    HalfClose, // sends no more, still reads
    Hang,
    Drip, // a byte now and then, too slow for any deadline
    Garbage,
    Flood,      // a line or a body without end
    BadFraming, // lengths that contradict each other
    TooShort,   // less than the head promises, then the end
    ServerError,
    Slices, // a byte a time, in time: no fault to a reader that waits
    Extra,  // interim answers before, or bytes behind the answer
};
inline constexpr int faultKinds = 12;

enum class Phase { Accepted, Asked, Head, Body }; // in which the fault comes: before the request was read, …
inline constexpr int phaseKinds = 4;

enum class Answering { Plain, Stream };

struct FaultCase {
    Fault fault = Fault::Reset;
    Phase phase = Phase::Accepted;
    Answering answering = Answering::Plain;
};

enum class Shown { Whole, GatewayError, Cut }; // to the caller

struct Expected {
    Shown shown = Shown::Whole;
    int status = 200; // the caller's
    metrics::Outcome outcome = metrics::Outcome::Success;
    int observed = 200; // the upstream's status in the observation
    bool reused = true; // the connection, by the next request
};

[[nodiscard]] const char* toString(Fault fault);
[[nodiscard]] const char* toString(Phase phase);
[[nodiscard]] Expected expectedOf(const FaultCase& one);

[[nodiscard]] std::string nonceIn(const std::string& request);
// The whole answer without any fault.
[[nodiscard]] std::string goodAnswer(Answering answering, const std::string& nonce);

// On a connection that was just accepted. False: the connection is over.
[[nodiscard]] bool greet(RawSocket& socket, const FaultCase& one);
void answer(RawSocket& socket, const FaultCase& one, const std::string& request);

} // namespace signalbox::gateway
