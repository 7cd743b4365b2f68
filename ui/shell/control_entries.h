// Lists what a person could click, choose or type into on a widget at this moment, under the names that a screen reader
// says, so that no action of a page is missing from the command palette. UI thread; an entry whose control is gone when
// it is run does nothing.
#pragma once

#include <functional>
#include <vector>

#include "ui/shell/palette_model.h"

class QWidget;

namespace signalbox::ui::shell {

// Visible controls inside `root` that `skip` does not name; `where` is the group shown beside each.
[[nodiscard]] std::vector<PaletteEntry> controlEntries(const QWidget& root, const QString& where,
                                                       const std::function<bool(const QWidget&)>& skip = {});

} // namespace signalbox::ui::shell
