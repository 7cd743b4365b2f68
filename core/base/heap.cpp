// The heap of programs that run for months: what a burst of requests took is given back seconds later. The C library's
// keeps it for good once small blocks lie between. Linked by signalbox_heap, not with core/base; a build with
// sanitizers has theirs instead.
#include <jemalloc/jemalloc.h>

// Read by the library before main(). See its manual, "TUNING": purging on a thread of its own, not on those that serve;
// two arenas, since one thread serves and the others do little, and every arena keeps free pages of its own.
const char* malloc_conf = "narenas:2,background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0";
