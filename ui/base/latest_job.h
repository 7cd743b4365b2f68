// Runs work on the thread pool and hands its result to the UI thread; a newer run or cancel() drops the older one,
// whose stop token says so. Owned by the widget that shows the result; `done` is not called after `context` is
// destroyed.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include "core/base/result.h"

namespace signalbox::ui {

class LatestJob {
public:
    LatestJob() = default;
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;

    ~LatestJob() { cancel(); }

    template <class T>
    void run(QObject* context, std::function<Result<T>(std::stop_token)> work, std::function<void(Result<T>)> done) {
        cancel();
        m_stop = std::stop_source();
        const auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        promise->future().then(context, [token = m_stop.get_token(), done = std::move(done)](Result<T> result) {
            if (!token.stop_requested())
                done(std::move(result));
        });
        QThreadPool::globalInstance()->start([promise, token = m_stop.get_token(), work = std::move(work)] {
            promise->addResult(work(token));
            promise->finish();
        });
    }

    void cancel() { m_stop.request_stop(); }

private:
    std::stop_source m_stop;
};

} // namespace signalbox::ui
