#include "cli/terminate.h"

#include "base/os/process.h"
#include "maillage.h"

#include <signal.h>
#include <string.h>

/* No memory may be left: nothing is allocated, translated or flushed. */
static void say_and_stop(void)
{
    static const char words[] = "maillage: stopped inside a library, most likely out of memory\n";
    mlg_os_say_and_exit(words, sizeof words - 1, mlg_exit_code(MLG_MEMORY));
}

static void stop_at_abort(int number)
{
    (void)number;
    say_and_stop();
}

/* std::set_terminate(), present only when a C++ library is linked. */
void mlg_catch_terminate(void)
{
    void (*(*set)(void (*)(void)))(void);
    void *found = mlg_os_runtime_symbol("_ZSt13set_terminatePFvvE");
    memcpy(&set, &found, sizeof set);
    if (found)
        set(say_and_stop);
    signal(SIGABRT, stop_at_abort); /* from a C library */
    (void)mlg_os_on_missing_memory(say_and_stop);
}
