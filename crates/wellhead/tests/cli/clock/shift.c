/* Preloaded into a process, shifts its wall clock by the milliseconds in the environment variable SHIFT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    const char *shift = getenv("SHIFT");
    if (!failed && clock == CLOCK_REALTIME && shift) {
        long long nanos = now->tv_sec * 1000000000LL + now->tv_nsec + atoll(shift) * 1000000LL;
        now->tv_sec = nanos / 1000000000LL;
        now->tv_nsec = nanos % 1000000000LL;
    }
    return failed;
}
