// One JSON Schema, ready to be asked. Immutable once made; any thread. What it cannot check safely it leaves open.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::answers {

enum class SchemaDraft : std::uint8_t { Named, Seven }; // what counts where "$schema" says nothing: 2020-12, 7

struct SchemaTerms {
    SchemaDraft draft = SchemaDraft::Named;
    bool formats = false; // "format" is checked, not only noted
};

class SchemaCheck {
public:
    // Null: not a schema that can be used, or one that leads back to itself for ever.
    [[nodiscard]] static std::shared_ptr<const SchemaCheck> of(const std::string& schema, SchemaTerms terms = {});
    ~SchemaCheck();

    // nullopt: a text too long to match its patterns safely, or nested too deeply. `json` is strict JSON.
    [[nodiscard]] std::optional<bool> accepts(const std::string& json) const;

private:
    class Compiled;
    explicit SchemaCheck(std::unique_ptr<Compiled> compiled);

    std::unique_ptr<Compiled> m_compiled;
};

} // namespace signalbox::answers
