#include "core/versions/version_checks.h"

#include <algorithm>

namespace signalbox::versions {

namespace {

constexpr std::size_t mostKept = 8'192;
constexpr std::size_t mostFindings = 50; // of one version

bool maySettle(const VersionFindings& findings) { // without anybody touching the tag
    return !findings.readable && std::ranges::contains(findings.findings, "broken_object", &Finding::code);
}

} // namespace

std::vector<Finding> VersionFindings::errors() const {
    std::vector<Finding> all;
    std::ranges::copy_if(findings, std::back_inserter(all),
                         [](const Finding& one) { return one.severity == Finding::Severity::Error; });
    return all;
}

VersionFindingsPtr VersionChecks::find(const std::string& key) const {
    const auto found = m_known.find(key);
    return found == m_known.end() ? nullptr : found->second;
}

VersionFindingsPtr VersionChecks::keep(const std::string& key, VersionFindings findings) {
    auto kept = std::make_shared<const VersionFindings>(std::move(findings));
    if (maySettle(*kept))
        return kept;
    if (m_known.emplace(key, kept).second)
        m_order.push_back(key);
    if (m_order.size() > mostKept) {
        m_known.erase(m_order.front());
        m_order.pop_front();
    }
    return kept;
}

VersionFindings findingsOf(const Error& error) {
    VersionFindings all = bounded(error.findings);
    all.readable = false;
    if (all.findings.empty())
        all.findings.push_back(
            {.code = error.code, .message = error.message, .hint = error.hint, .place = {.file = error.field}});
    return all;
}

VersionFindings bounded(std::vector<Finding> findings) {
    std::ranges::stable_sort(findings, std::greater{}, &Finding::severity);
    if (findings.size() > mostFindings)
        findings.resize(mostFindings);
    return {.readable = true, .findings = std::move(findings)};
}

} // namespace signalbox::versions
