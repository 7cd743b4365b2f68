// Deadlines of everything on one I/O thread. Setting one is a store; a sweep every 100 ms finds those that passed, so
// that a request costs no timer operations. I/O thread only. Resolution: the sweep's interval.
#pragma once

#include <cstddef>

#include "core/base/time.h"

namespace signalbox::http {

class Deadlines;

class Expiring {
public:
    static constexpr Monotonic never = Monotonic::max();

    Expiring() = default;
    Expiring(const Expiring&) = delete;
    Expiring& operator=(const Expiring&) = delete;
    // The deadline has passed. May destroy this object, but no other one of the same Deadlines.
    virtual void expire() = 0;

    void setDeadline(Monotonic deadline) { m_deadline = deadline; }

protected:
    virtual ~Expiring();

private:
    friend class Deadlines;
    Monotonic m_deadline = never;
    Deadlines* m_owner = nullptr;
    Expiring* m_previous = nullptr;
    Expiring* m_next = nullptr;
};

class Deadlines {
public:
    Deadlines() = default;
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;
    ~Deadlines();

    void add(Expiring& item);
    void remove(Expiring& item);
    void sweep(Monotonic now);

    void expireAll() { sweep(Expiring::never); }

private:
    Expiring* m_first = nullptr;
};

} // namespace signalbox::http
