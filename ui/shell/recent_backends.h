// The folders and addresses that were opened before, newest first, remembered in the user's settings with what they did
// when they were last seen. Tokens are never remembered here (client::TokenStore). Written off the UI thread, read on
// it.
#pragma once

#include <vector>

#include <QString>

namespace signalbox::ui::shell {

// What somebody wants to know of a backend before opening it: "refunds 2.2.0 at 5 %", "1 open alert".
struct BackendSummary {
    QString text;
    bool alarmed = false;

    bool operator==(const BackendSummary&) const = default;
};

struct RecentBackend {
    enum class Kind { Folder, Url } kind = Kind::Folder;
    QString where;
    QString tokenFile; // for urls; may be empty
    BackendSummary seen = {};
    bool isOpen = false; // in this window; `seen` is then of now

    [[nodiscard]] bool isSame(const RecentBackend& other) const { return kind == other.kind && where == other.where; }

    bool operator==(const RecentBackend&) const = default;
};

[[nodiscard]] std::vector<RecentBackend> recentBackends();
void rememberBackend(const RecentBackend& backend); // moves it to the front; eight are kept
void rememberSeen(const RecentBackend& backend);    // only what it did, if it is one of them
void forgetBackend(const RecentBackend& backend);

} // namespace signalbox::ui::shell
