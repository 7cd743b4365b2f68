// Runs one of our programs to its end, as a script does. Blocks; any thread.
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include "tests/support/places.h"

namespace signalbox::test {

struct ProgramRun {
    int code = -1; // -1: it crashed, or did not end in time
    QByteArray output;
    QByteArray errors;
};

[[nodiscard]] inline ProgramRun runProgram(const QString& name, const QStringList& words, int milliseconds = 30'000) {
    QProcess program;
    program.start(test::programPath(name), words);
    const bool ended = program.waitForFinished(milliseconds) && program.exitStatus() == QProcess::NormalExit;
    if (!ended) {
        program.kill();
        program.waitForFinished();
    }
    return {ended ? program.exitCode() : -1, program.readAllStandardOutput(), program.readAllStandardError()};
}

} // namespace signalbox::test
