// The files of an agent as they lie in its folder, for publishing and checking. Main thread; reads the disk.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/protocol/messages.h"

namespace signalbox::ctl {

// Errors: Io "file_error", Limit "file_too_large" (16 MB).
[[nodiscard]] Result<std::string> readFile(const QString& path);
// The snapshot's files; what else lies in the folder (release.yaml, tests/) is not part of a version. Links are
// refused: a version is what lies in the folder, not what a link reaches. Errors: NotFound "no_manifest", Invalid
// "link_in_version", Limit "too_many_files", those of readFile().
[[nodiscard]] Result<std::vector<protocol::FileContent>> filesIn(const QString& folder);

} // namespace signalbox::ctl
