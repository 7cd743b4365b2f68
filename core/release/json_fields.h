// Reads the fields of a JSON object and keeps the first thing that is wrong, named by its JSON pointer.
// Inside core/release only; one owner, one thread.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "core/agents/version.h"
#include "core/base/asked_members.h"
#include "core/base/result.h"
#include "core/traffic/weight.h"

namespace signalbox::release {

class JsonFields {
public:
    // `first` is shared by all readers of one document, like `asked`, which may be null.
    JsonFields(std::optional<Error>& first, QJsonObject object, std::string pointer,
               std::shared_ptr<AskedMembers> asked = nullptr);

    [[nodiscard]] bool has(QLatin1StringView key) const { return !member(key).isUndefined(); }

    std::string text(QLatin1StringView key);
    std::string textOr(QLatin1StringView key, std::string fallback);
    std::vector<std::string> texts(QLatin1StringView key); // absent: none
    double number(QLatin1StringView key, double least, double most);
    bool flag(QLatin1StringView key);
    std::chrono::milliseconds seconds(QLatin1StringView key, std::chrono::milliseconds fallback);
    std::chrono::milliseconds milliseconds(QLatin1StringView key);
    traffic::Weight percent(QLatin1StringView key);
    WallTime time(QLatin1StringView key);
    agents::VersionRef version(QLatin1StringView key);
    std::optional<agents::VersionRef> versionOr(QLatin1StringView key); // absent or null: nullopt
    std::vector<agents::VersionRef> versions(QLatin1StringView key);    // absent: none

    [[nodiscard]] bool isObject(QLatin1StringView key) const { return member(key).isObject(); }

    [[nodiscard]] QJsonObject json(QLatin1StringView key) const { return member(key).toObject(); }

    JsonFields object(QLatin1StringView key);
    std::vector<JsonFields> objects(QLatin1StringView key); // absent: none
    // A word of an enum, by its position in `words`.
    std::size_t word(QLatin1StringView key, std::initializer_list<std::string_view> words, std::size_t fallback);

    void refuse(QLatin1StringView key, const std::string& what);
    [[nodiscard]] std::string pointerTo(QLatin1StringView key) const;

private:
    [[nodiscard]] QJsonValue member(QLatin1StringView key) const;
    static agents::VersionRef versionIn(JsonFields fields);

    std::optional<Error>* m_first;
    QJsonObject m_object;
    std::string m_pointer;
    std::shared_ptr<AskedMembers> m_asked; // null: unknown members are ignored, as in records of other versions
};

[[nodiscard]] QJsonObject refToJson(const agents::VersionRef& ref);
[[nodiscard]] QJsonValue refToJson(const std::optional<agents::VersionRef>& ref); // null when absent
[[nodiscard]] QString textOf(std::string_view utf8);

} // namespace signalbox::release
