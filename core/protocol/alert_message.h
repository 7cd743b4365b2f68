// What a guardrail, not a person, has done or found, and who has seen it. Values; any thread. Body of GET
// /api/v1/alerts and of the answer of POST /api/v1/alerts/{alert}/acknowledge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/base/time.h"

namespace signalbox::protocol {

enum class AlertDeed { Notified, Paused, SteppedBack, RolledBack }; // what was done about it, the later the safer

struct Acknowledgement {
    WallTime at{};
    std::string by;
    std::string reason = {};
};

struct Alert {
    std::uint64_t id = 0; // sequence of its entry in the audit log
    WallTime raised{};
    std::string agent;
    std::string releaseId;
    std::string version;       // of the candidate
    std::string baseline = {}; // what it was compared with; empty: an older backend does not say
    std::string guard;         // "error_rate"
    AlertDeed deed = AlertDeed::Notified;
    std::string sentence;     // the evidence in words
    std::string runbook = {}; // of the release's plan
    std::optional<Acknowledgement> acknowledged = {};
};

struct AlertList {
    std::vector<Alert> alerts; // newest first
};

[[nodiscard]] std::string_view toString(AlertDeed deed); // "notified", "paused", "stepped_back", "rolled_back"

[[nodiscard]] QJsonObject encode(const Alert& alert);
[[nodiscard]] QJsonObject encode(const AlertList& list);
// Errors: Invalid "bad_field".
[[nodiscard]] Result<Alert> alertFrom(const QJsonObject& object);
[[nodiscard]] Result<AlertList> alertsFrom(const QJsonObject& object);

} // namespace signalbox::protocol
