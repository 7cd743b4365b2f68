// The checks of an agent's versions for its list: what is known at once, the rest in slices behind other work of the
// thread, newest first, until all are known; then it says so. Owned by the catalogue; on its thread only.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/base/serial_queue.h"
#include "core/protocol/messages.h"
#include "core/versions/store.h"

namespace signalbox::server {

class CheckedVersions {
public:
    using Done = std::function<void(const std::string& agent)>; // what was unchecked before is checked now

    CheckedVersions(const versions::Store& store, SerialQueue& queue, Done done)
        : m_store(store),
          m_queue(queue),
          m_done(std::move(done)) {}

    // Puts checks and what is still unchecked into the list, whose versions are in place. Of very many only the newest
    // are looked at; older ones are when they are asked for by themselves, or released.
    void fill(protocol::VersionList& list);

private:
    void goOn(const std::string& agent, const std::vector<agents::Version>& versions, std::size_t next);

    const versions::Store& m_store;
    SerialQueue& m_queue;
    Done m_done;
    std::set<std::string> m_running; // agents that slices are under way for
};

[[nodiscard]] protocol::VersionCheck checkOf(const std::string& version, const versions::VersionFindings& findings);

} // namespace signalbox::server
