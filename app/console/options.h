// The command line of signalbox. Values; any thread.
#pragma once

#include <optional>

#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

#include "core/base/result.h"
#include "ui/base/theme.h"

namespace signalbox::console {

struct Options {
    QString workspace; // folder; empty: not given
    QUrl url;          // of a running backend; empty: not given
    QString tokenFile;
    bool sample = false;
    QString tour;          // folder for the pictures; empty: no tour
    QSize size{1440, 900}; // of the window in a tour
    std::optional<ui::Scheme> scheme;
};

[[nodiscard]] Result<Options> readOptions(const QStringList& arguments);
[[nodiscard]] QString helpText();

} // namespace signalbox::console
