// The folders and addresses that were opened before, newest first, remembered in the user's settings. Tokens are never
// remembered here. UI thread.
#pragma once

#include <vector>

#include <QString>

namespace signalbox::ui::shell {

struct RecentBackend {
    enum class Kind { Folder, Url } kind = Kind::Folder;
    QString where;
    QString tokenFile; // for urls; may be empty

    bool operator==(const RecentBackend&) const = default;
};

[[nodiscard]] std::vector<RecentBackend> recentBackends();
void rememberBackend(const RecentBackend& backend); // moves it to the front; eight are kept

} // namespace signalbox::ui::shell
