#include "core/protocol/snapshot_values.h"

#include <algorithm>

namespace signalbox::protocol {

Result<agents::SnapshotPtr> snapshotFrom(const SnapshotMessage& message) {
    std::vector<agents::File> files;
    files.reserve(message.files.size());
    for (const FileContent& file : message.files)
        files.push_back({file.path, file.content});
    if (message.manifest.isEmpty())
        return agents::makeSnapshot(std::move(files));
    auto manifest = agents::manifestFromJson(message.manifest);
    if (!manifest)
        return failure(std::move(manifest.error()));
    auto snapshot = std::make_shared<agents::Snapshot>();
    snapshot->manifest = std::move(*manifest);
    snapshot->files = std::move(files);
    snapshot->digest = message.digest;
    std::ranges::sort(snapshot->files, {}, &agents::File::path);
    return snapshot;
}

} // namespace signalbox::protocol
