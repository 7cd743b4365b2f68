// Words as the Penn Treebank tells them apart, in the reading of the tokenizer that promptfoo counts with (js-rouge
// 3.2.3): punctuation, quotes and endings are tokens of their own. Pure; any thread. Private to core/suites.
#pragma once

#include <QString>
#include <QStringList>

namespace signalbox::suites {

[[nodiscard]] QStringList treebankTokens(const QString& text);

} // namespace signalbox::suites
