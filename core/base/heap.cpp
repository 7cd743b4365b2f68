// The heap of programs that run for months: what a burst of requests took is given back seconds later. The C library's
// keeps it for good once small blocks lie between. Linked by signalbox_heap, not with core/base; a build with
// sanitizers has theirs instead.
#include <jemalloc/jemalloc.h>

// Read by the library before main(). See its manual, "TUNING": purging on a thread of its own, not on those that serve.
const char* malloc_conf = "background_thread:true,dirty_decay_ms:5000,muzzy_decay_ms:0";
