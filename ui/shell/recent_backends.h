// The folders and addresses that were opened before, newest first, remembered in the user's settings with what they did
// when they were last seen, and when that was. Tokens are never remembered here (client::TokenStore). Written off the
// UI thread, read on it.
#pragma once

#include <vector>

#include <QString>

#include "core/base/time.h"

namespace signalbox::ui::shell {

// What somebody wants to know of a backend before opening it: "refunds 2.2.0 at 5 %", "1 open alert".
struct BackendSummary {
    QString text;
    bool alarmed = false;
    WallTime at{}; // when it was so; the epoch: nobody knows

    bool operator==(const BackendSummary&) const = default;
};

struct RecentBackend {
    enum class Kind { Folder, Url } kind = Kind::Folder;
    QString where;
    QString tokenFile; // for urls; may be empty
    BackendSummary seen = {};
    // In this window. What was seen is of now only while it is connected.
    enum class Open { No, Connected, NotConnected } open = Open::No;

    [[nodiscard]] bool isSame(const RecentBackend& other) const { return kind == other.kind && where == other.where; }

    bool operator==(const RecentBackend&) const = default;
};

[[nodiscard]] std::vector<RecentBackend> recentBackends();
void rememberBackend(const RecentBackend& backend); // moves it to the front; eight are kept
void rememberSeen(const RecentBackend& backend);    // only what it did, if it is one of them
void forgetBackend(const RecentBackend& backend);

} // namespace signalbox::ui::shell
