// Walks a YAML document beside its JSON Schema and makes mistakes of every kind that the schema knows. For tests; pure.
// Documents have one key a line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <QJsonObject>
#include <QStringList>

#include "core/agents/yaml.h"

namespace signalbox::schema_walk {

struct Spot {          // a value of the document
    std::string field; // "steps[0].weight"
    std::string shape; // "steps[].weight", "providers.*.url"
    QJsonObject schema;
    agents::YamlNode::Kind kind{};
    int line = 0;     // of the key, or of the item
    int column = 0;   // likewise
    int lastLine = 0; // of the value
    std::string key;  // "": an item of a list
};

struct Mistake {
    std::string what;
    std::string yaml;
    std::string field;
    int line = 0;
    QStringList allowed; // words that must be said
    bool scalar = false; // a line can put it right
};

class Walk {
public:
    explicit Walk(QJsonObject schema) : m_schema(std::move(schema)) {}

    [[nodiscard]] std::set<std::string> fields() const; // every shape of the schema
    [[nodiscard]] std::vector<Spot> spotsOf(const std::string& yaml) const;
    [[nodiscard]] std::vector<Mistake> mistakesIn(const std::string& yaml) const;
    [[nodiscard]] std::string withEveryScalarWrong(const std::string& yaml, std::set<std::string>& fields) const;

private:
    [[nodiscard]] QJsonObject resolved(QJsonObject schema) const;
    void walk(const agents::YamlNode& node, const QJsonObject& schema, const Spot& above, int end,
              std::vector<Spot>& spots) const;
    void collect(const QJsonObject& schema, const std::string& shape, std::set<std::string>& fields) const;

    QJsonObject m_schema;
};

// The document with another line; its indentation, and the dash of an item, stay.
[[nodiscard]] std::string withLine(const std::string& yaml, int line, const std::string& text);

} // namespace signalbox::schema_walk
