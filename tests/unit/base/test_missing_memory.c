/* A library that follows a null pointer ends the program by one line; the program's own fault is a crash as ever. */
#include "support.h"

#include "base/os/process.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STOPPED = 7, NOT_HERE = 77 };

static void stop(void)
{
    static const char words[] = "stopped\n";
    mlg_os_say_and_exit(words, sizeof words - 1, STOPPED);
}

/* How a process ends that does this once the handler stands. */
static int ending(void (*act)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        signal(SIGSEGV, SIG_DFL); /* not the handler of cmocka */
        if (!mlg_os_on_missing_memory(stop))
            _exit(NOT_HERE);
        act();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static char *volatile none;
static size_t (*volatile length_of)(const char *text) = strlen;

static void nothing(void)
{
}

static void library_reads_none(void)
{
    none = (char *)length_of(none);
}

static void program_writes_none(void)
{
    *(volatile char *)none = 'x';
}

static void library_reads_elsewhere(void)
{
    none = (char *)length_of((char *)(uintptr_t)0x7fff00000000);
}

static void ends_are_told_apart(void **state)
{
    (void)state;
    int status = ending(nothing);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_HERE)
        skip();
    assert_int_equal(status, 0);
    status = ending(library_reads_none);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == STOPPED);
    void (*const crashes[])(void) = { program_writes_none, library_reads_elsewhere };
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        status = ending(crashes[i]);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    }
}

static void dies_of_what_it_ignores(void)
{
    signal(SIGTERM, SIG_IGN);
    mlg_os_die_of(SIGTERM);
}

static void a_signal_ends_a_program_that_ignored_it(void **state)
{
    (void)state;
    int status = ending(dies_of_what_it_ignores);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_HERE)
        skip();
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_are_told_apart),
        cmocka_unit_test(a_signal_ends_a_program_that_ignored_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
