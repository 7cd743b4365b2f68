#include "core/storage/step_progress.h"

#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

Result<void> StepProgress::noteProgress(const std::string& agent, const std::string& releaseId,
                                        std::chrono::milliseconds inStep) {
    auto query = m_file.prepare(u"INSERT OR REPLACE INTO progress(agent, release, in_step_ms) VALUES(?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(agent));
    query->addBindValue(toText(releaseId));
    query->addBindValue(static_cast<qint64>(inStep.count()));
    return execute(*query);
}

Result<void> StepProgress::forget(const std::string& agent) {
    auto query = m_file.prepare(u"DELETE FROM progress WHERE agent = ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(agent));
    return execute(*query);
}

Result<std::map<std::string, Progress>> StepProgress::all() const {
    auto query = m_file.prepare(u"SELECT agent, release, in_step_ms FROM progress"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    std::map<std::string, Progress> noted;
    while (query->next())
        noted[fromText(*query, 0)] = {fromText(*query, 1), std::chrono::milliseconds(query->value(2).toLongLong())};
    return noted;
}

} // namespace signalbox::storage
