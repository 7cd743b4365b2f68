// How much a thread counts when there is less processor than work. Linux keeps this by thread.
#pragma once

namespace signalbox {

enum class ThreadPriority {
    Normal,
    Background, // gets what the others leave and never interrupts them
};

// Of the calling thread, and of threads that it starts later. A background thread stays one: going back needs
// privileges. Never fails: where the system refuses, the thread stays as it is.
void setThreadPriority(ThreadPriority priority);

} // namespace signalbox
