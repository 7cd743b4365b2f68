#include "core/base/thread_priority.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace signalbox {

void setThreadPriority(ThreadPriority priority) {
    if (priority == ThreadPriority::Normal)
        return;
    constexpr int least = 19;
    // A batch thread that wakes up does not take the processor from the one that runs.
    const sched_param parameters{};
    (void)::sched_setscheduler(0, SCHED_BATCH, &parameters);
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), least);
}

} // namespace signalbox
