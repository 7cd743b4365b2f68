// Behavioural tests as values: a suite of cases, what each says to a version, what must hold of the answer, and how
// often. Read from promptfoo's own test files (suite_reader.h); templates are filled in, so nothing here depends on
// anything else. Values; any thread. Assertions share their compiled parts, which are immutable.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonValue>

#include "core/answers/schema_check.h"
#include "core/base/digest.h"
#include "core/base/finding.h"
#include "core/models/conversation.h"
#include "core/suites/pattern.h"

namespace signalbox::suites {

enum class Category : std::uint8_t { Happy, Edge, Error, Performance, Safety };
inline constexpr std::size_t categoryCount = 5;
[[nodiscard]] std::string_view toString(Category category); // "happy", …
[[nodiscard]] std::optional<Category> categoryFrom(std::string_view word);

enum class AssertionKind : std::uint8_t {
    Equals,
    Contains,
    ContainsAny,
    ContainsAll,
    IContains,
    IContainsAny,
    IContainsAll,
    StartsWith,
    Regex,
    IsJson,
    ContainsJson,
    Latency, // milliseconds
    Cost,    // USD
    IsRefusal,
    IsValidToolsCall,
    ToolCallF1,
    ToolUsed,
    ToolArgsMatch,
    ToolSequence,
    Levenshtein,
    RougeN,
    AssertSet,
    Similar,        // asked of an embeddings model
    LlmRubric,      // asked of a judge
    Contract,       // the version's output contract holds
    NoSecret,       // nothing that looks like a secret
    NoPersonalData, // no address, card or account number that the case did not bring itself
};

struct Assertion {
    AssertionKind kind = AssertionKind::Equals;
    bool isInverse = false;
    std::string type = {}; // as written: "not-contains"
    QJsonValue value = {}; // templates filled in; Undefined when there is none
    std::optional<double> threshold = {};
    double weight = 1; // 0: shown, and never fails
    std::string metric = {};
    std::vector<Assertion> inner = {};                       // of an assert-set
    std::shared_ptr<const Pattern> pattern = {};             // of a regex
    std::shared_ptr<const answers::SchemaCheck> schema = {}; // of is-json and contains-json; null: any JSON
    Place place = {};
};

// What a tool answers in a test.
struct ToolStub {
    enum class Kind : std::uint8_t { Returns, Fails, Garbage };

    Kind kind = Kind::Returns;
    std::optional<QJsonValue> when = {}; // arguments that the call must have, and may have more; nullopt: in order
    std::string content = {};            // what the model gets as the tool's result
};

struct Case {
    std::string name =
        {}; // one of its suite: description, variables and prompt where it takes them to tell cases apart
    Category category = Category::Happy;
    std::vector<models::Turn> opening = {}; // what is sent first
    std::vector<std::string> turns = {};    // what the user says after each answer
    std::vector<Assertion> assertions = {}; // of the last answer; tools: of the whole conversation
    std::optional<double> threshold = {};   // of the weighted score; without one every assertion must hold
    int repeats = 1;
    int need = 1;           // passes of so many trials
    double quantile = 0.95; // of performance: latency and cost of so many trials must hold
    std::optional<std::map<std::string, std::vector<ToolStub>>> tools = {}; // nullopt: a call ends the conversation
    std::vector<std::string> brought = {}; // texts of the case's variables: no personal data of others
    Place place = {};
};

struct Suite {
    std::string file = {}; // inside the workspace
    std::string description = {};
    std::vector<Case> cases = {};
    std::vector<Finding> warnings = {};
    Digest digest = {}; // of every file that was read for it, by name and content

    [[nodiscard]] std::size_t count(Category category) const;
};

struct SuiteLimits {
    std::size_t fileBytes = 1024 * 1024;
    std::size_t allBytes = 8 * 1024 * 1024;
    int files = 200;
    std::size_t cases = 2'000;       // after prompts and lists of variables are multiplied out
    std::size_t assertions = 20'000; // of all cases together
    int repeats = 1'000;
    std::size_t texts = 64 * 1024 * 1024; // bytes of all cases, with their templates filled in
};

} // namespace signalbox::suites
