// Reads the fields of one JSON object strictly and remembers the first thing that is wrong, with its JSON pointer, so
// that decoding reads straight through and checks once at the end. Private to core/protocol; one thread at a time.
// A null counts as absent. Fields that nobody asks for are ignored in what a backend says (readMessage) and refused in
// what it is told to do (readRequest): a misspelt word must not change what happens.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>
#include <QLatin1StringView>

#include "core/agents/version.h"
#include "core/base/asked_members.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::protocol {

class Reader {
public:
    // With `asked` it is noted which members are looked at.
    Reader(QJsonObject object, std::string where, std::optional<Error>& error,
           std::shared_ptr<AskedMembers> asked = nullptr)
        : m_object(std::move(object)),
          m_where(std::move(where)),
          m_error(error),
          m_asked(std::move(asked)) {
        if (m_asked)
            m_asked->open(m_where, m_object);
    }

    [[nodiscard]] bool has(QLatin1StringView key) const;

    std::string text(QLatin1StringView key);
    std::string textOr(QLatin1StringView key); // empty when absent
    bool flag(QLatin1StringView key);
    std::uint64_t count(QLatin1StringView key); // a whole number from 0
    std::optional<std::uint64_t> countOr(QLatin1StringView key);
    double number(QLatin1StringView key);
    std::optional<double> numberOr(QLatin1StringView key);
    std::chrono::milliseconds duration(QLatin1StringView key);
    WallTime time(QLatin1StringView key);
    std::optional<WallTime> timeOr(QLatin1StringView key);
    Digest digest(QLatin1StringView key);
    Digest digestOr(QLatin1StringView key); // null when absent
    agents::SemVer version(QLatin1StringView key);
    agents::VersionRef versionRef(QLatin1StringView key);
    std::optional<agents::VersionRef> versionRefOr(QLatin1StringView key);
    traffic::Role role(QLatin1StringView key);
    traffic::Weight weight(QLatin1StringView key);
    QJsonObject object(QLatin1StringView key);
    std::vector<std::string> texts(QLatin1StringView key);

    [[nodiscard]] Reader inside(QLatin1StringView key); // the object under this key

    // Every object of the array under this key, read by `read(Reader&)`.
    template <class Function> auto list(QLatin1StringView key, Function read) {
        std::vector<decltype(read(std::declval<Reader&>()))> values;
        const QJsonArray items = array(key);
        values.reserve(static_cast<std::size_t>(items.size()));
        for (qsizetype i = 0; i < items.size() && !m_error; ++i) {
            const std::string where = pointer(key) + "/" + std::to_string(i);
            if (!items.at(i).isObject())
                fail(where, "must be an object");
            Reader item(items.at(i).toObject(), where, m_error, m_asked);
            values.push_back(read(item));
        }
        return values;
    }

    // Takes over the value of a reader of another room; its error gets this field's name.
    template <class T> T take(QLatin1StringView key, Result<T> value) {
        if (value)
            return std::move(*value);
        if (!m_error) {
            m_error = std::move(value.error());
            m_error->field = pointer(key) + m_error->field; // the other room's pointer begins with its own "/"
        }
        return T{};
    }

    void refuse(QLatin1StringView key, const std::string& what) { fail(pointer(key), what); }

private:
    [[nodiscard]] std::string pointer(QLatin1StringView key) const;
    QJsonValue required(QLatin1StringView key);
    QJsonArray array(QLatin1StringView key);
    void fail(const std::string& where, const std::string& what);

    QJsonObject m_object;
    std::string m_where;
    std::optional<Error>& m_error;
    std::shared_ptr<AskedMembers> m_asked; // null: nobody wants to know
};

// Runs `read` over a whole message.
template <class Function>
auto readMessage(const QJsonObject& object, Function read) -> Result<decltype(read(std::declval<Reader&>()))> {
    std::optional<Error> error;
    Reader reader(object, {}, error);
    auto value = read(reader);
    if (error)
        return failure(std::move(*error));
    return value;
}

// The same for a request.
template <class Function>
auto readRequest(const QJsonObject& object, Function read) -> Result<decltype(read(std::declval<Reader&>()))> {
    std::optional<Error> error;
    const auto asked = std::make_shared<AskedMembers>();
    Reader reader(object, {}, error, asked);
    auto value = read(reader);
    if (!error)
        error = asked->unknown();
    if (error)
        return failure(std::move(*error));
    return value;
}

} // namespace signalbox::protocol
