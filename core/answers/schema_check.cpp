#include "core/answers/schema_check.h"

#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>

#include "core/answers/schema_loops.h"

namespace signalbox::answers {

namespace {

constexpr std::size_t longestMatched = 4 * 1024; // std::regex recurses with every character of a text
constexpr std::size_t longestChecked = 256 * 1024;

jsoncons::jsonschema::evaluation_options optionsOf(SchemaTerms terms) {
    jsoncons::jsonschema::evaluation_options options;
    options.require_format_validation(terms.formats);
    if (terms.draft == SchemaDraft::Seven)
        options.default_version(jsoncons::jsonschema::schema_version::draft7());
    return options;
}

} // namespace

// The library throws; its exceptions stay in here.
class SchemaCheck::Compiled {
public:
    Compiled(const jsoncons::json& schema, bool hasPatterns, SchemaTerms terms)
        : m_schema(jsoncons::jsonschema::make_json_schema(schema, optionsOf(terms))),
          m_hasPatterns(hasPatterns) {}

    [[nodiscard]] std::optional<bool> accepts(const std::string& text) const {
        if (text.size() > (m_hasPatterns ? longestMatched : longestChecked))
            return std::nullopt;
        return m_schema.is_valid(jsoncons::json::parse(text));
    }

private:
    jsoncons::jsonschema::json_schema<jsoncons::json> m_schema;
    bool m_hasPatterns;
};

SchemaCheck::SchemaCheck(std::unique_ptr<Compiled> compiled) : m_compiled(std::move(compiled)) {}

SchemaCheck::~SchemaCheck() = default;

std::shared_ptr<const SchemaCheck> SchemaCheck::of(const std::string& schema, SchemaTerms terms) {
    try {
        const jsoncons::json parsed = jsoncons::json::parse(schema);
        if (isEndless(parsed))
            return nullptr;
        const bool hasPatterns = schema.contains("\"pattern");
        return std::shared_ptr<const SchemaCheck>(
            new SchemaCheck(std::make_unique<Compiled>(parsed, hasPatterns, terms)));
    } catch (const std::exception&) {
        return nullptr;
    }
}

std::optional<bool> SchemaCheck::accepts(const std::string& json) const {
    try {
        return m_compiled->accepts(json);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

} // namespace signalbox::answers
