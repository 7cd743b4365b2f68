#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/agents/endpoints.h"
#include "core/agents/snapshot.h"
#include "ui/base/formatting.h"
#include "ui/base/theme.h"
#include "ui/versions/version_details.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

struct VersionDetailsWords {
    Q_DECLARE_TR_FUNCTIONS(VersionDetails)
};

// A value of the manifest in one line: text as it is, lists joined, the rest as compact JSON.
QString valueText(const QJsonValue& value) {
    if (value.isString())
        return plainLine(value.toString().toStdString());
    if (value.isArray()) {
        QStringList parts;
        for (const auto& part : value.toArray())
            parts += part.isObject() && part[u"name"_s].isString() ? valueText(part[u"name"_s]) : valueText(part);
        return parts.isEmpty() ? VersionDetailsWords::tr("none") : parts.join(u", "_s);
    }
    if (value.isObject()) {
        QStringList parts;
        const auto object = value.toObject();
        for (auto at = object.begin(); at != object.end(); ++at)
            parts += plainLine(at.key().toStdString()) + u" "_s + valueText(at.value());
        return parts.join(u", "_s);
    }
    return value.isNull() || value.isUndefined() ? VersionDetailsWords::tr("not set") : value.toVariant().toString();
}

void addObject(std::vector<DetailLine>& lines, const QString& label, const QJsonObject& object) {
    QStringList parts;
    for (auto at = object.begin(); at != object.end(); ++at) {
        const auto value = at.value();
        if (value.isNull() || (value.isArray() && value.toArray().isEmpty()) || value == QJsonValue(QString()))
            continue;
        parts += plainLine(at.key().toStdString(), 60) + u": "_s + valueText(value);
    }
    if (!parts.isEmpty())
        lines.push_back({label, parts.join(u'\n')});
}

QString reachText(const agents::EndpointReach& endpoint) {
    QStringList missing;
    for (const std::string& field : endpoint.missing)
        missing += plainLine(field, 60);
    const QString path = plainLine(endpoint.path, 100);
    switch (endpoint.reach) {
    case agents::Reach::Part:
        return VersionDetailsWords::tr("%1 without %2").arg(path, missing.join(u", "_s));
    case agents::Reach::Refused:
        return VersionDetailsWords::tr("%1 is refused: %2").arg(path, missing.join(u", "_s));
    case agents::Reach::Whole:
        break;
    }
    return path;
}

// Whether the data path has it so.
bool isInEffect(const protocol::Deployment& row, const protocol::AgentStatus& status) {
    const release::Routing& routing = status.observed;
    const auto is = [&row](const agents::VersionRef& version, traffic::Weight weight) {
        return version.name() == row.version && weight == row.weight;
    };
    switch (row.role) {
    case traffic::Role::Canary:
        return routing.canary && is(*routing.canary, routing.canaryWeight);
    case traffic::Role::Shadow:
        return routing.shadow && is(*routing.shadow, routing.shadowShare);
    case traffic::Role::Stable:
        break;
    }
    return is(routing.stable, routing.canary ? routing.canaryWeight.rest() : traffic::Weight::all());
}

} // namespace

std::vector<DetailLine> manifestLines(const QJsonObject& manifest) {
    std::vector<DetailLine> lines;
    const auto model = manifest[u"model"_s].toObject();
    if (!model.isEmpty()) {
        QStringList parts{valueText(model[u"id"_s])};
        if (model[u"provider"_s].isString())
            parts += VersionDetailsWords::tr("from %1").arg(valueText(model[u"provider"_s]));
        if (model[u"floating"_s].toBool())
            parts += VersionDetailsWords::tr("(floating: may change without a new version)");
        lines.push_back({VersionDetailsWords::tr("Model"), parts.join(u' ')});
    }
    addObject(lines, VersionDetailsWords::tr("Configuration"), manifest[u"configuration"_s].toObject());
    addObject(lines, VersionDetailsWords::tr("Prompts"), manifest[u"prompts"_s].toObject());
    addObject(lines, VersionDetailsWords::tr("Defaults"), manifest[u"variables"_s].toObject());
    addObject(lines, VersionDetailsWords::tr("Tools"), manifest[u"integrations"_s].toObject());
    addObject(lines, VersionDetailsWords::tr("Contract"), manifest[u"contract"_s].toObject());
    QStringList reached;
    if (const auto resolved = agents::manifestFromJson(manifest))
        for (const agents::EndpointReach& endpoint : agents::endpointsOf(*resolved))
            reached += reachText(endpoint);
    if (!reached.isEmpty())
        lines.push_back({VersionDetailsWords::tr("Answers at"), reached.join(u'\n')});
    return lines;
}

std::vector<DetailLine> deploymentLines(const std::vector<protocol::Deployment>& deployments, const VersionKey& key,
                                        const protocol::AgentStatus* status) {
    std::vector<DetailLine> lines;
    for (const auto& row : deployments) {
        if (row.version != key.version || row.agent != key.agent)
            continue;
        const QString until = row.until ? VersionDetailsWords::tr("until %1").arg(timeText(*row.until))
                              : status && !isInEffect(row, *status) ? VersionDetailsWords::tr("has just ended")
                                                                    : VersionDetailsWords::tr("until now");
        QString text =
            VersionDetailsWords::tr("%1, %2, by %3").arg(timeText(row.from), until, plainLine(row.actor, 80));
        if (!row.reason.empty())
            text += u"\n"_s + plainLine(row.reason);
        lines.push_back({nameOf(row.role) + u' ' + QString::fromStdString(row.weight.toString()), text});
    }
    return lines;
}

} // namespace signalbox::ui::versions
