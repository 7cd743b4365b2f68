// The release that the sample's history begins with. It is made when a backend of the sample starts with an empty
// state: a real release of this backend, of this moment, under the name of the sample and without a caller. Agents that
// have a history already are left alone. Control thread.
#pragma once

#include <vector>

#include "core/server/control_room.h"
#include "core/server/settings.h"
#include "core/versions/sample.h"

namespace signalbox::server {

// What is to be made: nothing unless the settings ask for it and the workspace is a simulated one.
[[nodiscard]] std::vector<versions::SampleRelease> samplePastOf(const Settings& settings,
                                                                const agents::Workspace& workspace);
// Before the room opens: the versions that the agents of the sample begin with.
[[nodiscard]] std::map<std::string, std::string> beginningsOf(const std::vector<versions::SampleRelease>& past);
// After it has opened. What fails is left out: the sample works without.
void makeSamplePast(ControlRoom& room, const std::vector<versions::SampleRelease>& past);

} // namespace signalbox::server
