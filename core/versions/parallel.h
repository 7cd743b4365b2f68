// Does the same for many things on several threads. Private to core/versions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace signalbox::versions {

// Calls function(i) for every i below `count`, neighbours one after the other on one thread, and waits for the end.
// Little work is done in place. `function` must not throw, and two calls must not touch the same thing.
template <class Function> void forEachInParallel(std::size_t count, const Function& function) {
    constexpr std::size_t worthAThread = 2'000;
    constexpr std::size_t mostThreads = 8;
    const std::size_t processors = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, mostThreads);
    const std::size_t threads = std::clamp<std::size_t>(count / worthAThread, 1, processors);
    const auto part = [&](std::size_t thread) {
        for (std::size_t i = count * thread / threads; i < count * (thread + 1) / threads; ++i)
            function(i);
    };
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < threads; ++thread)
        others.emplace_back(part, thread);
    part(0);
}

} // namespace signalbox::versions
