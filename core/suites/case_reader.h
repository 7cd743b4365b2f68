// Reads one test of a test file, over what defaultTest and a scenario say, into the cases that its prompts and lists of
// variables make. Private to core/suites.
#pragma once

#include <string>
#include <vector>

#include "core/suites/suite_source.h"

namespace signalbox::suites {

// A map of a test, and where it stands.
struct CaseLayer {
    SourceFile* file = nullptr;
    const agents::YamlNode* node = nullptr;
    std::string path = {};
};

struct Prompt {
    std::string text = {}; // a text, or a list of messages as JSON
    SourceFile* file = nullptr;
    std::string path = {}; // "prompts[0]"
    int line = 0;
};

// What the cases of a suite have used of its limits.
struct SuiteUse {
    std::size_t cases = 0;
    std::size_t assertions = 0;
    std::size_t texts = 0; // bytes
    bool isFull = false;   // nothing more is read
};

struct CaseTerms {
    SuiteSource& source;
    const std::vector<Prompt>& prompts;
    int repeats = 1; // where a test says nothing
    Suite& suite;    // gets the cases and the warnings
    SuiteUse& use;
};

// `layers`: from what is least to what is most; the last is the test itself, and the first defaultTest, when there are
// several.
void readCase(const std::vector<CaseLayer>& layers, bool hasDefault, const CaseTerms& terms);

} // namespace signalbox::suites
