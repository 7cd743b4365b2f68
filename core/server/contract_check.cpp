#include "core/server/contract_check.h"

#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>

#include "core/base/canonical_json.h"

namespace signalbox::server {

namespace {

constexpr std::size_t longestMatched = 4 * 1024; // std::regex recurses with every character of a text
constexpr std::size_t longestChecked = 256 * 1024;

} // namespace

// The library throws; its exceptions stay in here.
class ContractCheck::Schema {
public:
    explicit Schema(const std::string& text)
        : m_compiled(jsoncons::jsonschema::make_json_schema(jsoncons::json::parse(text))),
          m_hasPatterns(text.contains("\"pattern")) {}

    [[nodiscard]] std::optional<bool> accepts(const std::string& text) const {
        if (text.size() > (m_hasPatterns ? longestMatched : longestChecked))
            return std::nullopt;
        return m_compiled.is_valid(jsoncons::json::parse(text));
    }

private:
    jsoncons::jsonschema::json_schema<jsoncons::json> m_compiled;
    bool m_hasPatterns;
};

ContractCheck::ContractCheck(const agents::Snapshot& snapshot) {
    const agents::File* file = snapshot.find(snapshot.manifest.contractOutput);
    if (snapshot.manifest.contractOutput.empty() || file == nullptr)
        return;
    try {
        m_schema = std::make_unique<Schema>(file->content);
    } catch (const std::exception&) { // not a schema that can be used: publishing has said so
        m_schema.reset();
    }
}

ContractCheck::~ContractCheck() = default;

std::optional<bool> ContractCheck::isKeptBy(const evidence::Answer& answer) const {
    if (!m_schema || !answer.succeeded || (!answer.toolCalls.empty() && answer.text.empty()))
        return std::nullopt;
    const QJsonValue value = answer.json ? *answer.json : QJsonValue(QString::fromStdString(answer.text));
    const auto text = canonicalJson(value);
    if (!text)
        return false;
    try {
        return m_schema->accepts(*text);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

} // namespace signalbox::server
