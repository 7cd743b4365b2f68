// One JSON Schema, ready to be asked. Immutable once made; any thread. What it cannot check safely it leaves open.
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace signalbox::answers {

class SchemaCheck {
public:
    // Null: not a schema that can be used.
    [[nodiscard]] static std::shared_ptr<const SchemaCheck> of(const std::string& schema);
    ~SchemaCheck();

    // nullopt: a text too long to match its patterns safely, or nested too deeply. `json` is strict JSON.
    [[nodiscard]] std::optional<bool> accepts(const std::string& json) const;

private:
    class Compiled;
    explicit SchemaCheck(std::unique_ptr<Compiled> compiled);

    std::unique_ptr<Compiled> m_compiled;
};

} // namespace signalbox::answers
