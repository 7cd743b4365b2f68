// Which version of an agent without history answers first, and on whose word. What the workspace says counts, or a
// release manager who adopts one (POST …/adopt): that something was published gives it no traffic. Pure; any thread.
//
//   what there is                              answers           said
//   signalbox.yaml names a version             that one          -
//   … that does not exist (or cannot be read)  none              first_stable_missing (first_stable_unreadable)
//   nothing named                              none              first_stable_undecided
//   a version with mistakes                    none              first_stable_mistakes
#pragma once

#include <string>
#include <vector>

#include "core/agents/version.h"
#include "core/base/result.h"

namespace signalbox::server {

struct FirstStable {
    const agents::Version* version = nullptr; // null: none answers
    const agents::Version* offered = nullptr; // with first_stable_undecided: the newest finished one, else the newest
    std::string reason = {};                  // of its adoption, for the record
    std::optional<Error> notice = {};         // what a person should know; code as above
};

// `versions`: newest precedence first. `named`: what signalbox.yaml says, or empty.
[[nodiscard]] FirstStable firstStableOf(const std::string& agent, const std::vector<const agents::Version*>& versions,
                                        const std::string& named);
// What stands against the chosen version, which publishing would have refused: `errors` is not empty.
[[nodiscard]] Error firstStableMistakes(const std::string& agent, const agents::Version& version,
                                        std::vector<Finding> errors);
// The chosen version turned out to be unreadable: another is not tried, for it would be a guess.
[[nodiscard]] Error firstStableUnreadable(const std::string& agent, const agents::Version& version,
                                          const Error& because);

} // namespace signalbox::server
