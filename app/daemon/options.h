// The command line of signalboxd. Values.
#pragma once

#include <QStringList>

#include "core/base/result.h"
#include "core/server/settings.h"

namespace signalbox::daemon {

struct Options {
    server::Settings settings;
    bool stay = false;
    QStringList tokenCommand; // the words after "token"; empty: serve
    QString tokenName;
    QString tokenRole;
};

// Shows --help and --version by itself and ends the program then. Errors: Invalid "usage".
[[nodiscard]] Result<Options> readOptions(const QStringList& arguments);

} // namespace signalbox::daemon
