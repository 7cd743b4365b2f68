// Which members of a JSON document its readers asked for, so that what a caller wrote and nobody knows can be refused
// instead of ignored: a misspelt "approval" must not become a release without one. Shared by the readers of one
// document and its nested objects; one thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include <QJsonObject>
#include <QLatin1StringView>

#include "core/base/result.h"

namespace signalbox {

class AskedMembers {
public:
    // An object that is read; `pointer` is its JSON pointer.
    void open(const std::string& pointer, const QJsonObject& object);
    void ask(const std::string& pointer, QLatin1StringView key);

    // Invalid "unknown_field" about the first member, by pointer, that was never asked for; it says which are known.
    [[nodiscard]] std::optional<Error> unknown() const;

private:
    struct Opened {
        QStringList members;
        std::set<QString> asked;
    };

    std::map<std::string, Opened> m_opened; // by pointer
};

} // namespace signalbox
