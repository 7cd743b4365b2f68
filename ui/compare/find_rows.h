// Finds text in both sides of a diff. Pure; any thread; polls the stop token.
#pragma once

#include <stop_token>
#include <vector>

#include <QString>

#include "ui/compare/compare_document.h"

namespace signalbox::ui::compare {

// Rows of the diff that hold the text as it is shown, in order, at most 10,000; upper and lower case are the same.
[[nodiscard]] Result<std::vector<int>> findRows(const FileDiff& file, const QString& text, std::stop_token stop = {});

} // namespace signalbox::ui::compare
