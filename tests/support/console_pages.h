// What a console's own log holds, for tests: asks as the History page does and waits for the answer.
#pragma once

#include <optional>

#include <QTest>

#include "core/client/console_log.h"

namespace signalbox::tests {

// Everything recorded before the call is in it. Empty when the log cannot be read.
inline std::vector<client::ConsoleEntry> consoleEntries(const client::ConsoleLog& log, int limit) {
    QObject context;
    std::optional<Result<client::ConsolePage>> page;
    log.read(0, limit, &context, [&page](const Result<client::ConsolePage>& answer) { page = answer; });
    if (!QTest::qWaitFor([&page] { return page.has_value(); }) || !*page)
        return {};
    return (*page)->entries;
}

} // namespace signalbox::tests
