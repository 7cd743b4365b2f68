#include "core/release/json_fields.h"

#include <cmath>
#include <format>

namespace signalbox::release {

using namespace Qt::StringLiterals;

namespace {

constexpr double longestSeconds = 10.0 * 365 * 24 * 3600; // seconds

} // namespace

QString textOf(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonObject refToJson(const agents::VersionRef& ref) {
    return {{u"version"_s, textOf(ref.version.toString())}, {u"digest"_s, textOf(ref.digest.toString())}};
}

QJsonValue refToJson(const std::optional<agents::VersionRef>& ref) {
    return ref ? QJsonValue(refToJson(*ref)) : QJsonValue();
}

JsonFields::JsonFields(std::optional<Error>& first, QJsonObject object, std::string pointer,
                       std::shared_ptr<AskedMembers> asked)
    : m_first(&first),
      m_object(std::move(object)),
      m_pointer(std::move(pointer)),
      m_asked(std::move(asked)) {
    if (m_asked)
        m_asked->open(m_pointer, m_object);
}

QJsonValue JsonFields::member(QLatin1StringView key) const {
    if (m_asked)
        m_asked->ask(m_pointer, key);
    return m_object.value(key);
}

std::string JsonFields::pointerTo(QLatin1StringView key) const {
    return std::format("{}/{}", m_pointer, std::string_view(key.data(), static_cast<std::size_t>(key.size())));
}

void JsonFields::refuse(QLatin1StringView key, const std::string& what) {
    if (*m_first)
        return;
    const std::string pointer = pointerTo(key);
    *m_first = Error{Errc::Invalid, "bad_field", std::format("\"{}\" {}.", pointer.substr(1), what), {}, pointer};
}

std::string JsonFields::text(QLatin1StringView key) {
    const QJsonValue value = member(key);
    if (!value.isString())
        refuse(key, "must be a text");
    return value.toString().toStdString();
}

std::string JsonFields::textOr(QLatin1StringView key, std::string fallback) {
    return has(key) ? text(key) : std::move(fallback);
}

double JsonFields::number(QLatin1StringView key, double least, double most) {
    const QJsonValue value = member(key);
    const double number = value.toDouble();
    if (value.isDouble() && number >= least && number <= most)
        return number;
    refuse(key, std::format("must be a number from {} to {}", least, most));
    return least;
}

bool JsonFields::flag(QLatin1StringView key) {
    const QJsonValue value = member(key);
    if (!value.isBool())
        refuse(key, "must be true or false");
    return value.toBool();
}

std::vector<std::string> JsonFields::texts(QLatin1StringView key) {
    std::vector<std::string> result;
    if (!has(key))
        return result;
    const QJsonArray array = member(key).toArray();
    if (!member(key).isArray() || array.size() > 1000)
        refuse(key, "must be a list of at most 1,000");
    for (const QJsonValue& value : array) {
        if (!value.isString())
            refuse(key, "must be a list of texts");
        result.push_back(value.toString().toStdString());
    }
    return result;
}

std::chrono::milliseconds JsonFields::seconds(QLatin1StringView key, std::chrono::milliseconds fallback) {
    if (!has(key))
        return fallback;
    return std::chrono::milliseconds{std::llround(number(key, 0, longestSeconds) * 1000)};
}

std::chrono::milliseconds JsonFields::milliseconds(QLatin1StringView key) {
    return std::chrono::milliseconds{std::llround(number(key, 0, longestSeconds * 1000))};
}

traffic::Weight JsonFields::percent(QLatin1StringView key) {
    const double tenths = number(key, 0, 100) * 10;
    const double rounded = std::round(tenths);
    if (std::abs(tenths - rounded) > 1e-6)
        refuse(key, "must be a percentage in steps of 0.1");
    return traffic::Weight::thousandths(static_cast<std::uint32_t>(rounded));
}

WallTime JsonFields::time(QLatin1StringView key) {
    auto time = fromIso(text(key));
    if (!time)
        refuse(key, "must be a time like 2026-03-01T14:02:11.042Z");
    return time.value_or(WallTime{});
}

agents::VersionRef JsonFields::versionIn(JsonFields fields) {
    auto version = agents::SemVer::parse(fields.text("version"_L1));
    if (!version)
        fields.refuse("version"_L1, "must be a semantic version");
    auto digest = Digest::parse(fields.text("digest"_L1));
    if (!digest)
        fields.refuse("digest"_L1, "must be a digest like sha256:…");
    return {.version = version.value_or(agents::SemVer{}), .digest = digest.value_or(Digest{})};
}

agents::VersionRef JsonFields::version(QLatin1StringView key) {
    return versionIn(object(key));
}

std::vector<agents::VersionRef> JsonFields::versions(QLatin1StringView key) {
    std::vector<agents::VersionRef> result;
    for (JsonFields& fields : objects(key))
        result.push_back(versionIn(std::move(fields)));
    return result;
}

std::optional<agents::VersionRef> JsonFields::versionOr(QLatin1StringView key) {
    return member(key).isObject() ? std::optional(version(key)) : std::nullopt;
}

JsonFields JsonFields::object(QLatin1StringView key) {
    const QJsonValue value = member(key);
    if (!value.isObject())
        refuse(key, "must be an object");
    return {*m_first, value.toObject(), pointerTo(key), m_asked};
}

std::vector<JsonFields> JsonFields::objects(QLatin1StringView key) {
    std::vector<JsonFields> result;
    if (!has(key))
        return result;
    const QJsonValue value = member(key);
    if (!value.isArray() || value.toArray().size() > 1000) {
        refuse(key, "must be a list of at most 1,000");
        return result;
    }
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (!array.at(i).isObject())
            refuse(key, "must be a list of objects");
        result.emplace_back(*m_first, array.at(i).toObject(), std::format("{}/{}", pointerTo(key), i), m_asked);
    }
    return result;
}

std::size_t JsonFields::word(QLatin1StringView key, std::initializer_list<std::string_view> words,
                             std::size_t fallback) {
    if (!has(key))
        return fallback;
    const std::string written = text(key);
    std::string allowed;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words.begin()[i] == written)
            return i;
        allowed += std::format("{}{}", i == 0 ? "" : ", ", words.begin()[i]);
    }
    refuse(key, std::format("must be one of: {}", allowed));
    return fallback;
}

} // namespace signalbox::release
