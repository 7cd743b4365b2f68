#include "tests/server/backend_test.h"

#include <QTest>

namespace signalbox::test {

void BackendTest::init() {
    host = std::make_unique<BackendHost>();
    prepare();
    const auto started = host->start();
    QVERIFY2(started, started ? "" : started.error().message.c_str());
}

void BackendTest::cleanup() {
    host.reset();
}

} // namespace signalbox::test
