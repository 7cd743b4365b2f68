// Compares which tools two answers called, and with what. Order does not matter, repetition does. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include <QJsonObject>

#include "core/evidence/json_comparison.h"

namespace signalbox::evidence {

struct ToolCall {
    std::string name = {};
    QJsonObject arguments = {};
};

struct ToolAgreement {
    double calls = 1;     // F1 of the calls by name; 1 when neither called anything
    double arguments = 1; // mean agreement of the arguments of calls that both made, best partners first
};

// Rules are for the arguments: "/query" is the query of any call.
[[nodiscard]] ToolAgreement compareToolCalls(const std::vector<ToolCall>& stable,
                                             const std::vector<ToolCall>& candidate,
                                             const std::vector<PathRule>& rules);

} // namespace signalbox::evidence
