// What a change of a JSON Schema means for those who rely on it. Pure; any thread. Narrower: allows fewer values than
// before; wider: allows more. Whether that breaks somebody depends on the side. What cannot be judged counts as
// breaking.
#pragma once

#include <string>
#include <vector>

#include <QJsonObject>

#include "core/diff/snapshot_diff.h"

namespace signalbox::diff {

enum class SchemaSide {
    Input,  // callers write it: narrower breaks them
    Output, // callers read it: wider breaks them
    Tool,   // the model writes it for an integration; a parameter that is gone or newly required breaks that
};

struct SchemaSubject {
    SchemaSide side = SchemaSide::Input;
    PartKind part = PartKind::Contract;
    std::string path; // "contract.input", "tools.lookup_order.parameters"
    std::string name; // "the input contract", "the tool lookup_order"; starts a sentence
};

void compareSchemas(const SchemaSubject& subject, const QJsonObject& before, const QJsonObject& after,
                    std::vector<FieldChange>& changes);

// JSON in one line, for the before and after of a change. Objects are cut at 300 characters.
[[nodiscard]] std::string compactJson(const QJsonValue& value);

} // namespace signalbox::diff
