// One agent's complete content at one version: files and resolved manifest, named by its digest. Immutable once made;
// shared between threads as std::shared_ptr<const Snapshot>.
// Digest = SHA-256 over canonical JSON (RFC 8785) of {"schema":"signalbox.snapshot/1","files":[{path,size,sha256}…],
// "manifest":{…resolved…}}, files sorted by path.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/agents/manifest.h"
#include "core/base/digest.h"
#include "core/base/result.h"

namespace signalbox::agents {

struct File {
    std::string path; // relative to the agent's folder, "/" between parts
    std::string content;

    bool operator==(const File&) const = default;
};

struct Snapshot {
    Manifest manifest;
    std::vector<File> files; // sorted by path; agent.yaml, prompts/, integrations/, contract/ only
    Digest digest;
    std::vector<std::string> fromWorkspace; // of an adopted agent: the manifest's keys that signalbox.yaml gave

    [[nodiscard]] const File* find(std::string_view path) const;
    // The text of the prompt with this name, or empty.
    [[nodiscard]] std::string_view prompt(const std::string& name) const;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

// Whether a file of an agent's folder belongs to its snapshot (release.yaml and tests/ do not).
[[nodiscard]] bool belongsToSnapshot(std::string_view path);

// Reads and checks agent.yaml, that every file it names exists, and computes the digest. `files` may hold more files
// than belong to the snapshot; those are dropped. An error holds every mistake of agent.yaml as a finding.
[[nodiscard]] Result<SnapshotPtr> makeSnapshot(std::vector<File> files);
// One that was made before, from its parts: nothing is read again, the digest is computed for whoever expects one.
[[nodiscard]] Result<SnapshotPtr> restoreSnapshot(std::vector<File> files, Manifest manifest,
                                                  std::vector<std::string> fromWorkspace);

// The resolved manifest as JSON: defaults filled, keys as in agent.yaml; what is absent and has none is left out.
[[nodiscard]] QJsonObject manifestToJson(const Manifest& manifest);
// Reads it back. Absent keys have their defaults, unknown ones are passed over. Errors: Invalid "bad_field".
[[nodiscard]] Result<Manifest> manifestFromJson(const QJsonObject& object);

// What publishing would refuse or warn about, errors first: floating model, secret in a file, missing contract …
[[nodiscard]] std::vector<Finding> checkForPublishing(const Snapshot& snapshot);
// agent.yaml says another name than the agent's.
[[nodiscard]] Error wrongAgent(const Snapshot& snapshot, const std::string& agent);
// The errors among them, as one; nothing: it can be published.
[[nodiscard]] Result<void> refuseMistakes(std::vector<Finding> findings);

} // namespace signalbox::agents
