// Small conversions between the values of this room and JSON. Doubles keep all their bits (QJson prints the shortest
// text that reads back the same; what it cannot carry is written as text). Inside core/evidence only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "core/base/time.h"
#include "core/evidence/mean_sequence.h"
#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

using Key = QLatin1StringView;

[[nodiscard]] QString textOf(std::string_view utf8);
[[nodiscard]] QJsonValue numberOf(double value);
[[nodiscard]] QJsonValue countOf(std::uint64_t value);
[[nodiscard]] QJsonValue timeOf(std::chrono::milliseconds time);
[[nodiscard]] QJsonArray countsToJson(const std::vector<WeightCounts>& counts); // [[weight, canary, stable], …]
[[nodiscard]] QJsonArray momentsToJson(const Both<Moments>& arms);              // [n, mean, squares] of stable, canary
[[nodiscard]] QJsonArray pairToJson(const Both<std::uint64_t>& counts);         // [stable, canary]

// Reads fields and remembers whether all of them were there and sound.
class FieldReader {
public:
    FieldReader(QJsonObject object, bool& sound) : m_object(std::move(object)), m_sound(&sound) {}

    [[nodiscard]] bool has(Key key) const { return m_object.contains(key) && !m_object.value(key).isNull(); }

    double number(Key key);
    std::optional<double> numberOr(Key key);
    std::uint64_t count(Key key);
    std::optional<std::uint64_t> countOr(Key key);
    bool flag(Key key);
    std::string text(Key key);
    std::chrono::milliseconds time(Key key);
    std::optional<WallTime> wallOr(Key key);
    std::vector<std::string> texts(Key key);
    std::vector<WeightCounts> counts(Key key);
    Both<Moments> moments(Key key);
    Both<std::uint64_t> pair(Key key);
    QJsonObject object(Key key);
    QJsonArray array(Key key);

    // A reader of something inside; what is wrong there is wrong here.
    [[nodiscard]] FieldReader inside(const QJsonValue& value);

    void spoil() { *m_sound = false; }

private:
    QJsonObject m_object;
    bool* m_sound;
};

[[nodiscard]] std::optional<double> readNumber(const QJsonValue& value);
[[nodiscard]] std::optional<std::uint64_t> readCount(const QJsonValue& value);

} // namespace signalbox::evidence
