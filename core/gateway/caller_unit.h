// Reads whose a request is: the first of the workspace's places in it that says something. I/O thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/agents/unit_field.h"
#include "core/gateway/body_scan.h"
#include "core/http/request_reader.h"
#include "core/traffic/unit.h"

namespace signalbox::gateway {

struct CallerRequest {
    const std::vector<http::FieldView>& fields;
    const Members* members = nullptr; // of the body; null: its form is not known
    std::string_view body = {};
    std::string_view requestId; // the gateway's own; stands in when nothing else does
};

// `text` holds what had to be unescaped, as long as the unit is used. A text or a number is a key; of an object that
// stands where a key is expected, its "id".
[[nodiscard]] traffic::Unit unitIn(const std::vector<agents::UnitField>& order, const CallerRequest& request,
                                   std::string& text);

} // namespace signalbox::gateway
