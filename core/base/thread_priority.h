// How much a thread counts when there is less processor than work. Linux keeps this by thread.
#pragma once

namespace signalbox {

enum class ThreadPriority {
    Normal,
    Background, // gets little beside the others and never interrupts them
    // Gets what the others leave, and is put aside the moment one of them wakes up; may have to wait for long on a
    // machine without any processor left. For work that may come late or be dropped.
    Idle,
};

// Of the calling thread, and of threads that it starts later. A background thread stays one: going back needs
// privileges. Never fails: where the system refuses, the thread stays as it is.
void setThreadPriority(ThreadPriority priority);

} // namespace signalbox
