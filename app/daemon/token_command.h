// signalboxd token add|remove|list: the access tokens of a state directory. Works beside a running daemon, which reads
// the changed list by itself.
#pragma once

#include <filesystem>

#include <QStringList>

namespace signalbox::daemon {

// `words`: what follows "token". Returns the exit code.
[[nodiscard]] int runTokenCommand(const QStringList& words, const std::filesystem::path& stateDirectory,
                                  const QString& name, const QString& role);

} // namespace signalbox::daemon
