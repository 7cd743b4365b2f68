// Reads a suite from promptfoo's test file (YAML, JSON), with the files that it names, all inside the workspace. What
// promptfoo has no word for stands in a case's metadata: category, repeats, need, quantile, tools, turns. What is not
// ours to run is an error with its line, never skipped. Pure but for the files that it is given; one thread.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/suites/suite.h"
#include "core/suites/suite_files.h"

namespace signalbox::suites {

// `path` is the file's inside the workspace: "agents/refunds/tests/happy.yaml". An error holds every mistake of every
// file as a finding, with file, line and field.
[[nodiscard]] Result<Suite> readSuite(const SuiteFiles& files, const std::string& path, const SuiteLimits& limits = {});

} // namespace signalbox::suites
