#include "core/server/progress.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/protocol/endpoint_file.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

Progress::Progress(std::filesystem::path file) : m_file(std::move(file)) {
    const auto content = protocol::readPrivateFile(m_file);
    const auto object = content ? parseJsonObject(*content) : Result<QJsonObject>(QJsonObject());
    if (!object)
        return;
    for (auto item = object->begin(); item != object->end(); ++item) {
        const QJsonObject noted = item.value().toObject();
        m_noted[item.key().toStdString()] = {static_cast<std::uint64_t>(noted.value("revision"_L1).toInteger()),
                                             std::chrono::milliseconds(noted.value("in_step_ms"_L1).toInteger())};
    }
}

void Progress::note(const std::string& agent, std::uint64_t revision, std::chrono::milliseconds inStep) {
    m_noted[agent] = {revision, inStep};
    write();
}

void Progress::applyTo(std::vector<release::AgentState>& states) const {
    for (release::AgentState& state : states) {
        const auto noted = m_noted.find(state.agent);
        if (noted == m_noted.end() || !state.release || noted->second.revision != state.revision)
            continue;
        state.release->inStep = std::max(state.release->inStep, noted->second.inStep);
    }
}

void Progress::write() const {
    QJsonObject object;
    for (const auto& [agent, noted] : m_noted)
        object.insert(QString::fromStdString(agent),
                      QJsonObject{{u"revision"_s, static_cast<qint64>(noted.revision)},
                                  {u"in_step_ms"_s, static_cast<qint64>(noted.inStep.count())}});
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    // A failure costs at most some time of a step.
    static_cast<void>(protocol::writePrivateFile(m_file, {json.constData(), static_cast<std::size_t>(json.size())}));
}

} // namespace signalbox::server
