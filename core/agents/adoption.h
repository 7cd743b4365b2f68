// An agent that lives in a repository which knows nothing of Signalbox: signalbox.yaml says where its files lie, which
// tags are its versions and which files are prompts, and gives the parts of the manifest that the tree lacks. Values
// and pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/semver.h"
#include "core/agents/snapshot.h"
#include "core/agents/yaml.h"

namespace signalbox::agents {

struct Adoption {
    std::string path;    // folder of the agent's files; empty: the whole repository
    std::string tags;    // one "*" where the version stands: "v*", "support-v*"
    std::string prompts; // glob of prompt files, relative to `path`
    YamlNode fields;     // a map: the manifest's keys that signalbox.yaml gives
};

// The version that a tag stands for. nullopt: the tag is not one of this agent's; an error: it looks like one, but what
// stands for the version is none ("bad_tag_name").
[[nodiscard]] std::optional<Result<SemVer>> versionOfTag(const Adoption& adoption, std::string_view tag);
[[nodiscard]] std::string tagOf(const Adoption& adoption, const SemVer& version);

// Whether a file below `path` is wanted for the snapshot.
[[nodiscard]] bool isWanted(const Adoption& adoption, std::string_view path);

// The keys of `agents: {name: {…}}` that belong to an adoption; absent without a path. `map` was told that these keys
// are known. Errors go to the map.
[[nodiscard]] std::optional<Adoption> readAdoption(YamlMap& map);

// As makeSnapshot(), with prompts put below prompts/ and what agent.yaml lacks taken from the adoption; the keys that
// came from there are in Snapshot::fromWorkspace. Errors besides: Corrupt "no_prompts", Invalid "duplicate_prompt".
[[nodiscard]] Result<SnapshotPtr> makeAdoptedSnapshot(std::vector<File> files, const std::string& agent,
                                                      const Adoption& adoption);

} // namespace signalbox::agents
