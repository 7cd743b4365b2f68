#include "ui/shell/recent_backends.h"

#include <algorithm>
#include <mutex>

#include <QSettings>
#include <QThreadPool>

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kept = 8;

} // namespace

std::vector<RecentBackend> recentBackends() {
    QSettings settings;
    std::vector<RecentBackend> recent;
    const int size = settings.beginReadArray(u"recent"_s);
    for (int i = 0; i < size && recent.size() < kept; ++i) {
        settings.setArrayIndex(i);
        const bool url = settings.value("kind"_L1).toString() == "url"_L1;
        recent.push_back({url ? RecentBackend::Kind::Url : RecentBackend::Kind::Folder,
                          settings.value("where"_L1).toString(), settings.value("tokenFile"_L1).toString()});
    }
    settings.endArray();
    std::erase_if(recent, [](const RecentBackend& backend) { return backend.where.isEmpty(); });
    return recent;
}

namespace {

void write(const RecentBackend& backend) {
    static std::mutex oneAfterTheOther;
    const std::scoped_lock lock(oneAfterTheOther);
    auto recent = recentBackends();
    std::erase_if(recent,
                  [&](const RecentBackend& old) { return old.kind == backend.kind && old.where == backend.where; });
    recent.insert(recent.begin(), backend);
    recent.resize(std::min(recent.size(), kept));
    QSettings settings;
    settings.remove(u"recent"_s);
    settings.beginWriteArray(u"recent"_s, static_cast<int>(recent.size()));
    for (int i = 0; i < static_cast<int>(recent.size()); ++i) {
        settings.setArrayIndex(i);
        const RecentBackend& one = recent[static_cast<std::size_t>(i)];
        settings.setValue("kind"_L1, one.kind == RecentBackend::Kind::Url ? u"url"_s : u"folder"_s);
        settings.setValue("where"_L1, one.where);
        settings.setValue("tokenFile"_L1, one.tokenFile);
    }
    settings.endArray();
}

} // namespace

void rememberBackend(const RecentBackend& backend) {
    QThreadPool::globalInstance()->start([backend] { write(backend); });
}

} // namespace signalbox::ui::shell
