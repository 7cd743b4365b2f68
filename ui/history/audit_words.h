// What an entry of an audit log says to people: one sentence, what changed from before to after, when it was in effect.
// Values made once when an entry arrives; UI thread (translated). Everything that came from outside is made visible.
#pragma once

#include <string_view>

#include <QString>
#include <QStringList>

#include "core/protocol/messages.h"

namespace signalbox::ui::history {

struct AuditWords {
    QString sentence;    // "ana rolled refunds back from 2.2.0 to 2.1.0"
    QString reason;      // as it was given
    QStringList changes; // "canary 2.2.0  25 % → 0 %"; empty: nothing about traffic
    QString effect;      // "in effect after 0.3 ms"; empty: not measured
};

[[nodiscard]] AuditWords wordsOf(const protocol::AuditRow& row);

// "rolled back": what was done, where the sentence has no room. Of an action that is not known: empty.
[[nodiscard]] QString deedText(std::string_view action);

} // namespace signalbox::ui::history
