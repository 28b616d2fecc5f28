/* Makes the calls of one kind fail in turn while a test does some work: the first of them, then the second, until there are no more. */
#ifndef MLG_TESTS_FAULTS_IN_TURN_H
#define MLG_TESTS_FAULTS_IN_TURN_H

#include "support.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static bool (*fault_arm)(const char *kind, long n); /* of the library */

/* Called first by main(): starts this program again with the library, unless it is there. */
static inline void faults_begin(char **argv)
{
    *(void **)&fault_arm = dlsym(RTLD_DEFAULT, "fault_arm");
    if (fault_arm)
        return;
    setenv("LD_PRELOAD", FAULT_LIBRARY, 1);
    setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0);
    execv("/proc/self/exe", argv);
    _exit(127);
}

static char *scratch; /* a folder, where a test asks for one */

static inline int make_scratch(void **state)
{
    (void)state;
    scratch = make_folder();
    return 0;
}

static inline int remove_scratch(void **state)
{
    (void)state;
    remove_folder(scratch);
    return 0;
}

/* The sanitizers have an allocator of their own. */
static inline bool faults_can(const char *kind)
{
    fault_arm(kind, 1);
    void *volatile block = malloc(1);
    free(block);
    return fault_arm("", 0) || kind[0] != 'a';
}

/* `work` does it and notes what came of it; `judge` looks at that, and is told whether a call of the kind failed meanwhile. Kinds are those of
 * fault.c. Returns how many calls failed. */
static inline long faults_in_turn(const char *kind, void (*work)(void *context),
                                  void (*judge)(void *context, bool failed), void *context)
{
    if (!faults_can(kind))
        skip();
    for (long n = 1;; n++) {
        fault_arm(kind, n);
        work(context);
        const bool failed = fault_arm("", 0);
        judge(context, failed);
        if (!failed)
            return n - 1;
    }
}

#endif
