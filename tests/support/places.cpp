#include "tests/support/places.h"

namespace signalbox::test {

using namespace Qt::StringLiterals;

QString programPath(const QString& name) {
    return name.isEmpty() ? QStringLiteral(SIGNALBOX_BIN_DIR) : QStringLiteral(SIGNALBOX_BIN_DIR) + u'/' + name;
}

QString sourcePath(const QString& path) {
    return QStringLiteral(SIGNALBOX_SOURCE_DIR) + u'/' + path;
}

} // namespace signalbox::test
