#include "core/protocol/reader.h"

#include <format>

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

bool Reader::has(QLatin1StringView key) const {
    if (m_asked)
        m_asked->ask(m_where, key);
    const QJsonValue value = m_object.value(key);
    return !value.isUndefined() && !value.isNull();
}

std::string Reader::text(QLatin1StringView key) {
    const QJsonValue value = required(key);
    if (!value.isString())
        refuse(key, "must be text");
    return value.toString().toStdString();
}

std::string Reader::textOr(QLatin1StringView key) {
    return has(key) ? text(key) : std::string();
}

bool Reader::flag(QLatin1StringView key) {
    const QJsonValue value = required(key);
    if (!value.isBool())
        refuse(key, "must be true or false");
    return value.toBool();
}

std::uint64_t Reader::count(QLatin1StringView key) {
    const qint64 value = required(key).toInteger(-1);
    if (value < 0)
        refuse(key, "must be a whole number from 0");
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

std::optional<std::uint64_t> Reader::countOr(QLatin1StringView key) {
    return has(key) ? std::optional(count(key)) : std::nullopt;
}

double Reader::number(QLatin1StringView key) {
    const QJsonValue value = required(key);
    if (!value.isDouble())
        refuse(key, "must be a number");
    return value.toDouble();
}

std::optional<double> Reader::numberOr(QLatin1StringView key) {
    return has(key) ? std::optional(number(key)) : std::nullopt;
}

std::chrono::milliseconds Reader::duration(QLatin1StringView key) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(count(key)));
}

WallTime Reader::time(QLatin1StringView key) {
    const auto value = fromIso(text(key));
    if (!value)
        refuse(key, "must be a time such as 2026-03-01T14:02:11.042Z");
    return value.value_or(WallTime{});
}

std::optional<WallTime> Reader::timeOr(QLatin1StringView key) {
    return has(key) ? std::optional(time(key)) : std::nullopt;
}

Digest Reader::digest(QLatin1StringView key) {
    const auto value = Digest::parse(text(key));
    if (!value)
        refuse(key, "must be a digest such as sha256:… with 64 hexadecimal digits");
    return value.value_or(Digest{});
}

Digest Reader::digestOr(QLatin1StringView key) {
    return has(key) ? digest(key) : Digest{};
}

agents::SemVer Reader::version(QLatin1StringView key) {
    auto value = agents::SemVer::parse(text(key));
    if (!value)
        refuse(key, "must be a semantic version such as 2.1.0");
    return value ? std::move(*value) : agents::SemVer{};
}

agents::VersionRef Reader::versionRef(QLatin1StringView key) {
    Reader nested = inside(key);
    agents::VersionRef value;
    value.version = nested.version("version"_L1);
    value.digest = nested.digestOr("digest"_L1);
    return value;
}

std::optional<agents::VersionRef> Reader::versionRefOr(QLatin1StringView key) {
    return has(key) ? std::optional(versionRef(key)) : std::nullopt;
}

traffic::Role Reader::role(QLatin1StringView key) {
    const std::string word = text(key);
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
        if (word == traffic::toString(role))
            return role;
    }
    refuse(key, "must be stable, canary or shadow");
    return traffic::Role::Stable;
}

traffic::Weight Reader::weight(QLatin1StringView key) {
    const std::uint64_t value = count(key);
    if (value > traffic::Weight::whole)
        refuse(key, "must be thousandths from 0 to 1000");
    return traffic::Weight::thousandths(static_cast<std::uint32_t>(value > traffic::Weight::whole ? 0 : value));
}

QJsonObject Reader::object(QLatin1StringView key) {
    const QJsonValue value = required(key);
    if (!value.isObject())
        refuse(key, "must be an object");
    return value.toObject();
}

std::vector<std::string> Reader::texts(QLatin1StringView key) {
    std::vector<std::string> values;
    const QJsonArray items = array(key);
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (!items.at(i).isString())
            fail(pointer(key) + "/" + std::to_string(i), "must be text");
        values.push_back(items.at(i).toString().toStdString());
    }
    return values;
}

Reader Reader::inside(QLatin1StringView key) {
    return {object(key), pointer(key), m_error, m_asked};
}

std::string Reader::pointer(QLatin1StringView key) const {
    return m_where + "/" + std::string(key.data(), static_cast<std::size_t>(key.size()));
}

QJsonValue Reader::required(QLatin1StringView key) {
    if (!has(key))
        refuse(key, "is missing");
    return m_object.value(key);
}

QJsonArray Reader::array(QLatin1StringView key) {
    const QJsonValue value = required(key);
    if (!value.isArray())
        refuse(key, "must be a list");
    return value.toArray();
}

void Reader::fail(const std::string& where, const std::string& what) {
    if (!m_error)
        m_error = Error{Errc::Invalid, "bad_field", std::format("The field {} {}.", where, what),
                        "Compare the message with resources/api/openapi.yaml.", where};
}

} // namespace signalbox::protocol
