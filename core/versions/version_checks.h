// What the checks of publishing say of versions that lie in the repository, however they came there: asked before a
// version gets traffic, and for every list of versions. Kept by the object of the version's tag, which names its
// content for ever; what could not be read for want of an object is looked at again. Bounded; one thread, that of its
// Store.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace signalbox::versions {

struct VersionFindings {
    bool readable = true;          // false: there is nothing that could be served, whoever wants it
    std::vector<Finding> findings; // errors first; a bounded number

    [[nodiscard]] std::vector<Finding> errors() const; // those that forbid a release
};

using VersionFindingsPtr = std::shared_ptr<const VersionFindings>;

class VersionChecks {
public:
    [[nodiscard]] VersionFindingsPtr find(const std::string& key) const; // null: not known
    // What may be otherwise next time is not kept.
    VersionFindingsPtr keep(const std::string& key, VersionFindings findings);

private:
    std::map<std::string, VersionFindingsPtr> m_known;
    std::deque<std::string> m_order; // oldest first
};

// Of a version that can't be read: why, each mistake of its own.
[[nodiscard]] VersionFindings findingsOf(const Error& error);
[[nodiscard]] VersionFindings bounded(std::vector<Finding> findings);

} // namespace signalbox::versions
