// A test whose every function has a backend of its own, started on the sample workspace.
#pragma once

#include <memory>

#include <QObject>

#include "tests/server/backend_host.h"

namespace signalbox::test {

class BackendTest : public QObject {
    Q_OBJECT

protected:
    // Before the backend starts.
    virtual void prepare() {}

    std::unique_ptr<BackendHost> host;

private Q_SLOTS:
    void init();
    void cleanup();
};

} // namespace signalbox::test
