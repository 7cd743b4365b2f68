#include "core/base/thread_priority.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace signalbox {

void setThreadPriority(ThreadPriority priority) {
    if (priority == ThreadPriority::Normal)
        return;
    constexpr int least = 19;
    // A batch thread that wakes up does not take the processor from the one that runs. One of the idle class does not
    // keep it either, and a processor that runs nothing else counts as free for whoever is looking for one.
    const sched_param parameters{};
    (void)::sched_setscheduler(0, priority == ThreadPriority::Idle ? SCHED_IDLE : SCHED_BATCH, &parameters);
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), least);
}

} // namespace signalbox
