#include "core/base/asked_members.h"

#include <format>

namespace signalbox {

void AskedMembers::open(const std::string& pointer, const QJsonObject& object) {
    m_opened[pointer].members = object.keys();
}

void AskedMembers::ask(const std::string& pointer, QLatin1StringView key) {
    m_opened[pointer].asked.insert(QString(key));
}

std::optional<Error> AskedMembers::unknown() const {
    constexpr qsizetype longestName = 80;
    for (const auto& [pointer, opened] : m_opened)
        for (const QString& member : opened.members) {
            if (opened.asked.contains(member))
                continue;
            QStringList known(opened.asked.begin(), opened.asked.end());
            const std::string field = pointer + "/" + member.left(longestName).toStdString();
            return Error{.kind = Errc::Invalid,
                         .code = "unknown_field",
                         .message = std::format("\"{}\" is not known here.", field.substr(1)),
                         .hint = std::format("Correct or remove it; known are: {}.",
                                             known.join(QLatin1StringView(", ")).toStdString()),
                         .field = field};
        }
    return std::nullopt;
}

} // namespace signalbox
