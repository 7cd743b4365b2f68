#include "ui/history/history_export.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

QByteArray cell(const std::string& text) {
    QByteArray value = QByteArray::fromStdString(text);
    if (!value.isEmpty() && QByteArrayView("=+-@\t\r").contains(value.front()))
        value.prepend('\'');
    if (value.contains(',') || value.contains('"') || value.contains('\n') || value.contains('\r'))
        value = '"' + value.replace("\"", "\"\"") + '"';
    return value;
}

QByteArray line(std::initializer_list<std::string> cells) {
    QByteArray text;
    for (const auto& value : cells)
        text += cell(value) + ',';
    text.chop(1);
    return text + "\r\n";
}

QJsonValue toJson(const std::string& text) {
    return QString::fromStdString(text);
}

QByteArray jsonLine(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

QByteArray auditCsvHead() {
    return line({"sequence", "time", "actor", "action", "agent", "summary"});
}

QByteArray auditCsvRows(const std::vector<protocol::AuditRow>& rows) {
    QByteArray text;
    for (const auto& row : rows)
        text += line({std::to_string(row.sequence), toIso(row.time), row.actor, row.action, row.agent, row.summary});
    return text;
}

QByteArray auditJsonLines(const std::vector<protocol::AuditRow>& rows) {
    QByteArray text;
    for (const auto& row : rows)
        text += jsonLine({{u"sequence"_s, static_cast<qint64>(row.sequence)},
                          {u"time"_s, toJson(toIso(row.time))},
                          {u"actor"_s, toJson(row.actor)},
                          {u"action"_s, toJson(row.action)},
                          {u"agent"_s, toJson(row.agent)},
                          {u"summary"_s, toJson(row.summary)},
                          {u"entry"_s, row.entry}});
    return text;
}

QByteArray deploymentsCsv(const std::vector<protocol::Deployment>& rows) {
    QByteArray text = line(
        {"agent", "version", "role", "weight_thousandths", "from", "until", "actor", "action", "reason", "sequence"});
    for (const auto& row : rows)
        text += line({row.agent, row.version, std::string(traffic::toString(row.role)),
                      std::to_string(row.weight.thousandths()), toIso(row.from), row.until ? toIso(*row.until) : "",
                      row.actor, row.action, row.reason, std::to_string(row.sequence)});
    return text;
}

QByteArray deploymentsJsonLines(const std::vector<protocol::Deployment>& rows) {
    QByteArray text;
    for (const auto& row : rows)
        text += jsonLine({{u"agent"_s, toJson(row.agent)},
                          {u"version"_s, toJson(row.version)},
                          {u"role"_s, toJson(std::string(traffic::toString(row.role)))},
                          {u"weight_thousandths"_s, row.weight.thousandths()},
                          {u"from"_s, toJson(toIso(row.from))},
                          {u"until"_s, row.until ? toJson(toIso(*row.until)) : QJsonValue(QJsonValue::Null)},
                          {u"actor"_s, toJson(row.actor)},
                          {u"action"_s, toJson(row.action)},
                          {u"reason"_s, toJson(row.reason)},
                          {u"sequence"_s, static_cast<qint64>(row.sequence)}});
    return text;
}

Result<void> saveFile(const QString& path, const QByteArray& content) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return failure(writeError(file));
    return {};
}

Error writeError(const QFileDevice& file) {
    return {Errc::Io, "export_failed", "The file could not be written: " + file.errorString().toStdString() + ".",
            "Choose another folder or make room there."};
}

} // namespace signalbox::ui::history
