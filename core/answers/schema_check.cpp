#include "core/answers/schema_check.h"

#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>

namespace signalbox::answers {

namespace {

constexpr std::size_t longestMatched = 4 * 1024; // std::regex recurses with every character of a text
constexpr std::size_t longestChecked = 256 * 1024;

} // namespace

// The library throws; its exceptions stay in here.
class SchemaCheck::Compiled {
public:
    explicit Compiled(const std::string& text)
        : m_schema(jsoncons::jsonschema::make_json_schema(jsoncons::json::parse(text))),
          m_hasPatterns(text.contains("\"pattern")) {}

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

std::shared_ptr<const SchemaCheck> SchemaCheck::of(const std::string& schema) {
    try {
        return std::shared_ptr<const SchemaCheck>(new SchemaCheck(std::make_unique<Compiled>(schema)));
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
