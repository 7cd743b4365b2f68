#include "core/protocol/snapshot_values.h"

#include <algorithm>

namespace signalbox::protocol {

Result<agents::SnapshotPtr> snapshotFrom(const SnapshotMessage& message) {
    if (message.manifest.isEmpty()) // to read the files a second time would be to guess what the backend made of them
        return failure(Errc::Invalid, "no_manifest", "The backend does not say what the version's manifest is.",
                       "Update the backend.");
    std::vector<agents::File> files;
    files.reserve(message.files.size());
    for (const FileContent& file : message.files)
        files.push_back({file.path, file.content});
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
