// One mistake in what a person wrote: what is wrong, where, what is allowed and the line to write instead. Values; any
// thread. Lines and columns count from 1; 0 means the whole file or line.
#pragma once

#include <string>

namespace signalbox {

struct Place {
    std::string file = {}; // "agent.yaml", "prompts/system.md"
    int line = 0;
    int column = 0;
    std::string field = {}; // "model.id"; in what came over the wire a JSON pointer

    bool operator==(const Place&) const = default;
};

// "agent.yaml:12: model.id"
[[nodiscard]] std::string toString(const Place& place);

struct Finding {
    enum class Severity { Warning, Error };

    Severity severity = Severity::Error;
    std::string code = {};
    std::string message = {}; // what is wrong
    std::string hint = {};    // what is allowed, or what to do
    std::string write = {};   // what to put in its place: "temperature: 2"; empty: the hint says all
    Place place = {};

    bool operator==(const Finding&) const = default;
};

} // namespace signalbox
