// Reads one assertion of a test file, with its templates filled in and what it needs compiled. Mistakes go to the
// errors of its file. Private to core/suites.
#pragma once

#include <optional>
#include <vector>

#include <QJsonObject>

#include "core/agents/yaml.h"
#include "core/suites/suite.h"
#include "core/suites/suite_source.h"

namespace signalbox::suites {

struct AssertionTerms {
    SuiteSource* sources;
    const QJsonObject* variables;
    std::vector<Finding>* warnings;
    bool inSet = false;
};

// nullopt: it has a mistake.
[[nodiscard]] std::optional<Assertion> readAssertion(SourceFile& file, const agents::YamlNode& node,
                                                     const std::string& path, const AssertionTerms& terms);

} // namespace signalbox::suites
