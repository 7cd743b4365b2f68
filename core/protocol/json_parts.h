// Small conversions that both encoders share. Private to core/protocol; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <QJsonArray>
#include <QJsonValue>
#include <QString>

#include "core/protocol/encode.h"

namespace signalbox::protocol {

[[nodiscard]] inline QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

[[nodiscard]] inline QJsonValue number(std::uint64_t value) {
    return QJsonValue(static_cast<qint64>(value));
}

[[nodiscard]] inline QString isoText(WallTime time) {
    return text(toIso(time));
}

[[nodiscard]] inline QJsonArray texts(const std::vector<std::string>& values) {
    QJsonArray array;
    for (const auto& value : values)
        array.append(text(value));
    return array;
}

template <class Item, class Function> [[nodiscard]] QJsonArray arrayOf(const std::vector<Item>& items, Function write) {
    QJsonArray array;
    for (const Item& item : items)
        array.append(write(item));
    return array;
}

} // namespace signalbox::protocol
