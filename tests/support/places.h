// Where the build put the programs and where the sources lie. Compiled once, so that no other object of a test names
// the folder it was built in and the compiler's cache serves every checkout. Any thread.
#pragma once

#include <QString>

namespace signalbox::test {

[[nodiscard]] QString programPath(const QString& name); // "signalboxd"; {}: the programs' folder
[[nodiscard]] QString sourcePath(const QString& path);  // below the project's folder

} // namespace signalbox::test
