// The snapshot that a backend sent, as a value: its files and the manifest as the backend resolved it. An adopted agent
// has no agent.yaml among its files, so the manifest cannot be read from them, and of no agent is it read twice. Pure;
// any thread. Errors: those of manifestFromJson(), Invalid "no_manifest".
#pragma once

#include "core/agents/snapshot.h"
#include "core/protocol/messages.h"

namespace signalbox::protocol {

[[nodiscard]] Result<agents::SnapshotPtr> snapshotFrom(const SnapshotMessage& message);

} // namespace signalbox::protocol
