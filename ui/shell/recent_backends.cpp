#include "ui/shell/recent_backends.h"

#include <algorithm>
#include <functional>
#include <mutex>

#include <QSettings>
#include <QThreadPool>

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostRecent = 8;

using Recent = std::vector<RecentBackend>;

// Held while the list is read or put in place of the old one, never while the disk is waited for: who reads meanwhile
// would find an empty list, or half of one.
std::mutex listGuard;

void writeRecent(const Recent& recent) {
    QSettings settings; // to the disk when it ends, without the lock
    const std::scoped_lock lock(listGuard);
    settings.remove(u"recent"_s);
    settings.beginWriteArray(u"recent"_s, static_cast<int>(recent.size()));
    for (int i = 0; i < static_cast<int>(recent.size()); ++i) {
        settings.setArrayIndex(i);
        const RecentBackend& one = recent[static_cast<std::size_t>(i)];
        settings.setValue("kind"_L1, one.kind == RecentBackend::Kind::Url ? u"url"_s : u"folder"_s);
        settings.setValue("where"_L1, one.where);
        settings.setValue("tokenFile"_L1, one.tokenFile);
        settings.setValue("seen"_L1, one.seen.text);
        settings.setValue("alarmed"_L1, one.seen.alarmed);
        settings.setValue("seenAt"_L1, qlonglong{one.seen.at.time_since_epoch().count()});
    }
    settings.endArray();
}

// The disk may be slow; the order of the changes stays.
void changeLater(const std::function<void(Recent&)>& change) {
    QThreadPool::globalInstance()->start([change] {
        static std::mutex oneAfterTheOther;
        const std::scoped_lock lock(oneAfterTheOther);
        Recent recent = recentBackends();
        change(recent);
        recent.resize(std::min(recent.size(), mostRecent));
        writeRecent(recent);
    });
}

} // namespace

std::vector<RecentBackend> recentBackends() {
    QSettings settings;
    const std::scoped_lock lock(listGuard);
    std::vector<RecentBackend> recent;
    const int size = settings.beginReadArray(u"recent"_s);
    for (int i = 0; i < size && recent.size() < mostRecent; ++i) {
        settings.setArrayIndex(i);
        const bool url = settings.value("kind"_L1).toString() == "url"_L1;
        recent.push_back(
            {.kind = url ? RecentBackend::Kind::Url : RecentBackend::Kind::Folder,
             .where = settings.value("where"_L1).toString(),
             .tokenFile = settings.value("tokenFile"_L1).toString(),
             .seen = {.text = settings.value("seen"_L1).toString(),
                      .alarmed = settings.value("alarmed"_L1).toBool(),
                      .at = WallTime(std::chrono::milliseconds(settings.value("seenAt"_L1).toLongLong()))}});
    }
    settings.endArray();
    std::erase_if(recent, [](const RecentBackend& backend) { return backend.where.isEmpty(); });
    return recent;
}

void rememberBackend(const RecentBackend& backend) {
    changeLater([backend](Recent& recent) {
        RecentBackend first = backend;
        for (const RecentBackend& old : recent)
            if (old.isSame(backend) && first.seen.text.isEmpty())
                first.seen = old.seen;
        std::erase_if(recent, [&](const RecentBackend& old) { return old.isSame(backend); });
        recent.insert(recent.begin(), first);
    });
}

void rememberSeen(const RecentBackend& backend) {
    changeLater([backend](Recent& recent) {
        for (RecentBackend& old : recent)
            if (old.isSame(backend))
                old.seen = backend.seen;
    });
}

void forgetBackend(const RecentBackend& backend) {
    changeLater([backend](Recent& recent) {
        std::erase_if(recent, [&](const RecentBackend& old) { return old.isSame(backend); });
    });
}

} // namespace signalbox::ui::shell
