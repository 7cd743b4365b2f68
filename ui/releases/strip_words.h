// What the strip under the release bar says: why an agent fails and since when, or what could be done first. Worked out
// from confirmed values alone. Pure; UI thread (translated).
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "core/protocol/failure_message.h"
#include "core/protocol/messages.h"
#include "ui/base/chip.h"

namespace signalbox::ui::releases {

struct StripSituation {
    const protocol::AgentStatus* status = nullptr;      // not null
    const protocol::FailureMessage* failures = nullptr; // null: not known yet, or an older backend
    std::vector<QString> versions = {};                 // newest first, as far as they are known
    bool simulated = false;                             // the sample
};

struct StripView {
    Tone tone = Tone::Neutral;
    QString sentence;  // first line
    QString details;   // second line
    QString sample;    // one request that failed, in lines; empty: there is none
    QString requestId; // of it
    QString runbook;   // of the plan that runs; only while something fails
    QString candidate; // to release next; empty: none

    bool operator==(const StripView&) const = default;
};

[[nodiscard]] StripView stripView(const StripSituation& situation);
// "404 model_not_found", "connection refused"
[[nodiscard]] QString reasonText(const metrics::FailureReason& reason);

} // namespace signalbox::ui::releases
