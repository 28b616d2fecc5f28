#include "base/os/process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __APPLE__
#include <crt_externs.h>
#include <mach-o/dyld.h>
#define environ (*_NSGetEnviron()) /* a library has no variable of this name there */
#else
extern char **environ;
#endif

long mlg_os_process_id(void)
{
    return (long)getpid();
}

bool mlg_os_process_lives(long process)
{
    return kill((pid_t)process, 0) == 0 || errno != ESRCH;
}

const char *mlg_os_environment(const char *name)
{
    return getenv(name);
}

const char *mlg_os_user_language(void)
{
    return NULL;
}

static bool copy(char *path, size_t size, const char *from)
{
    int length = from ? snprintf(path, size, "%s", from) : -1;
    return length > 0 && (size_t)length < size;
}

bool mlg_os_own_file(char *path, size_t size)
{
    Dl_info info;
    static const char here[] = "";
    return dladdr(here, &info) != 0 && copy(path, size, info.dli_fname);
}

bool mlg_os_program_file(char *path, size_t size)
{
#ifdef __APPLE__
    uint32_t room = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    return _NSGetExecutablePath(path, &room) == 0;
#else
    return copy(path, size, "/proc/self/exe");
#endif
}

void *mlg_os_runtime_symbol(const char *name)
{
    return dlsym(RTLD_DEFAULT, name);
}

int mlg_os_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 4096 ? 4096 : (int)n;
}

bool mlg_os_user_name(char *name, size_t size)
{
    struct passwd entry, *found = NULL;
    char buffer[4096];
    return getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found &&
           copy(name, size, found->pw_name);
}

bool mlg_os_open_link(const char *link)
{
#ifdef __APPLE__
    const char *const words[] = { "open", link, NULL };
#else
    const char *const words[] = { "xdg-open", link, NULL };
#endif
    const mlg_os_task task = { .arguments = words };
    mlg_os_child child;
    int code;
    return mlg_os_child_start(&child, &task) == 0 && mlg_os_child_end(&child, &code, true) == 1 && code == 0;
}

bool mlg_os_usage(double *seconds, int64_t *most_kib)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return false;
    *seconds = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
#ifdef __APPLE__ /* in bytes there */
    usage.ru_maxrss /= 1024;
#endif
    *most_kib = usage.ru_maxrss;
    return true;
}

/* ---- the program ---------------------------------------------------------------------------------------------- */

void mlg_os_start(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    signal(SIGXFSZ, SIG_IGN); /* a file above the size limit (ulimit -f) is then an error, like a full disk */
}

void mlg_os_say_and_exit(const char *words, size_t length, int code)
{
    ssize_t written = write(STDERR_FILENO, words, length);
    (void)written;
    _exit(code);
}

bool mlg_os_is_terminal(int stream)
{
    return isatty(stream);
}

bool mlg_os_is_ansi_terminal(int stream)
{
    const char *term = getenv("TERM");
    return isatty(stream) && term && strcmp(term, "dumb") != 0;
}

bool mlg_os_is_unheard(int stream)
{
    struct pollfd end = { .fd = stream };
    return poll(&end, 1, 0) > 0 && (end.revents & POLLERR);
}

void mlg_os_on_stop(void (*handler)(int number))
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART }, before;
        sigemptyset(&action.sa_mask);
        if (sigaction(numbers[i], NULL, &before) == 0 && (numbers[i] != SIGHUP || before.sa_handler != SIG_IGN))
            sigaction(numbers[i], &action, NULL);
    }
}

static sigset_t stops, formerly_blocked;

/* Blocked in all threads, which are started later, and taken by sigwait(). */
void mlg_os_hold_stop(void)
{
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    struct sigaction hang_up;
    if (sigaction(SIGHUP, NULL, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN) /* ignored under nohup */
        sigaddset(&stops, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &stops, &formerly_blocked);
}

void mlg_os_await_stop(void)
{
    int number = 0;
    while (sigwait(&stops, &number) != 0)
        continue;
}

void mlg_os_let_stop(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    pthread_sigmask(SIG_SETMASK, &formerly_blocked, NULL);
}

void mlg_os_die_of(int number)
{
    signal(number, SIG_DFL);
    raise(number);
}

void mlg_os_ignore_closed_pipes(void)
{
    signal(SIGPIPE, SIG_IGN);
}

/* ---- other programs --------------------------------------------------------------------------------------------- */

static int place(posix_spawn_file_actions_t *actions, int from, int to)
{
    return from ? posix_spawn_file_actions_adddup2(actions, from - 1, to)
                : posix_spawn_file_actions_addopen(actions, to, "/dev/null", to == 0 ? O_RDONLY : O_WRONLY, 0);
}

static int set_places(posix_spawn_file_actions_t *actions, const mlg_os_task *task)
{
    int fault = task->folder ? posix_spawn_file_actions_addfchdir_np(actions, task->folder - 1) : 0;
    fault = fault ? fault : place(actions, 0, STDIN_FILENO);
    fault = fault ? fault : place(actions, task->output, STDOUT_FILENO);
    fault = fault ? fault : place(actions, task->errors, STDERR_FILENO);
    if (task->kept && fault == 0) /* onto itself: inherited */
        fault = posix_spawn_file_actions_adddup2(actions, task->kept - 1, task->kept - 1);
    return fault;
}

/* The child starts with default signals, whatever this program ignores, blocks or catches. */
static int set_signals(posix_spawnattr_t *how)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGPIPE, SIGXFSZ };
    sigset_t usual, none;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(&usual, numbers[i]);
    int fault = posix_spawnattr_setsigdefault(how, &usual);
    fault = fault ? fault : posix_spawnattr_setsigmask(how, &none);
    return fault ? fault
                 : posix_spawnattr_setflags(how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                     POSIX_SPAWN_SETPGROUP);
}

static int start(pid_t *id, const mlg_os_task *task, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *how)
{
    char program[4096];
    char *const *arguments = (char *const *)(uintptr_t)task->arguments;
    if (!task->same)
        return posix_spawnp(id, arguments[0], actions, how, arguments, environ);
    if (!mlg_os_program_file(program, sizeof program))
        return ENOENT;
    return posix_spawn(id, program, actions, how, arguments, environ);
}

int mlg_os_child_start(mlg_os_child *child, const mlg_os_task *task)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t how;
    pid_t id = -1;
    int fault = posix_spawn_file_actions_init(&actions);
    if (fault == 0 && (fault = posix_spawnattr_init(&how)) != 0)
        posix_spawn_file_actions_destroy(&actions);
    if (fault != 0) {
        errno = fault;
        return -1;
    }
    fault = set_signals(&how);
    fault = fault ? fault : set_places(&actions, task);
    fault = fault ? fault : start(&id, task, &actions, &how);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&actions);
    *child = (mlg_os_child){ .id = (long)id };
    errno = fault;
    return fault == 0 ? 0 : -1;
}

int mlg_os_child_end(mlg_os_child *child, int *code, bool wait)
{
    int status;
    pid_t ended;
    do
        ended = waitpid((pid_t)child->id, &status, wait ? 0 : WNOHANG);
    while (ended < 0 && errno == EINTR);
    if (ended <= 0)
        return (int)ended;
    *code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return 1;
}

int mlg_os_child_stop(const mlg_os_child *child)
{
    return kill((pid_t)child->id, SIGINT);
}

void mlg_os_child_kill(const mlg_os_child *child)
{
    kill((pid_t)child->id, SIGKILL);
}

/* At once where the system can: a program that another thread starts in between would hold the ends open. */
int mlg_os_pipe(int ends[2])
{
#ifdef __APPLE__
    if (pipe(ends) != 0)
        return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
#else
    return pipe2(ends, O_CLOEXEC);
#endif
}

void mlg_os_await_pipes(bool ready[2], const int ends[2], int ms)
{
    struct pollfd each[2] = { { .fd = ends[0], .events = POLLIN }, { .fd = ends[1], .events = POLLIN } };
    bool woken = poll(each, 2, ms) > 0;
    for (int i = 0; i < 2; i++)
        ready[i] = woken && ends[i] >= 0 && each[i].revents;
}
