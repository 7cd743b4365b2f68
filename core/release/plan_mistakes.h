// Collects what is wrong with a plan: all of it, each with the JSON pointer of its field. The error that comes out has
// code "bad_plan" and the first one's words. Inside core/release only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/findings.h"

namespace signalbox::release {

class PlanMistakes {
public:
    // `write` is the whole line of release.yaml: "promise: 6".
    void add(std::string message, std::string pointer, std::string hint = {}, std::string write = {}) {
        m_findings.push_back({.code = "bad_plan",
                              .message = std::move(message),
                              .hint = std::move(hint),
                              .write = std::move(write),
                              .place = {.field = std::move(pointer)}});
    }

    void take(Result<void> checked) {
        if (!checked)
            m_findings.insert(m_findings.end(), checked.error().findings.begin(), checked.error().findings.end());
    }

    [[nodiscard]] Result<void> result() const {
        return m_findings.empty() ? Result<void>() : failure(errorOf(m_findings));
    }

private:
    std::vector<Finding> m_findings;
};

} // namespace signalbox::release
