#pragma once

#include <QFutureWatcher>
#include <QtConcurrentRun>
#include <type_traits>
#include <utility>

namespace selvedge {

// Runs `work` on a thread of the pool, then `done` with its answer on this one, unless `context`
// has gone by then (QFuture::then of Qt 6.4 wants its context to outlive the work). `work` throws
// nothing. GUI thread.
template <typename Work, typename Done>
void inBackground(QObject* context, Work work, Done done) {
    using Answer = std::invoke_result_t<Work>;
    auto* watcher = new QFutureWatcher<Answer>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done)] {
                         watcher->deleteLater();
                         done(watcher->future().takeResult());
                     });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
}

}  // namespace selvedge
