#include "cli/terminate.h"

#include "maillage.h"

#include <dlfcn.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* No memory may be left: nothing is allocated, translated or flushed. */
static void say_and_stop(void)
{
    static const char words[] = "maillage: stopped inside a library, most likely out of memory\n";
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    _exit(mlg_exit_code(MLG_MEMORY));
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
    void *found = dlsym(RTLD_DEFAULT, "_ZSt13set_terminatePFvvE");
    memcpy(&set, &found, sizeof set);
    if (found)
        set(say_and_stop);
    signal(SIGABRT, stop_at_abort); /* from a C library */
}
