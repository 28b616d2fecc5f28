/* Makes one call of the program fail, in its own code or in a library's: preloaded by tests/faults/run.
 *
 *     FAULT=kind:n        the n-th call of that kind in main() fails, once; n = 0: none does
 *     FAULT=kind:n+       and so does every later one, as on a full disk
 *     FAULT_TOLD=path     receives how many calls of the kind there were, or which library made the call that failed
 *
 * Built with FAULT_FILES_ONLY for programs with sanitizers, which have an allocator of their own.
 *
 * A test that is preloaded with it chooses the call itself, by fault_arm() (in_turn.h).
 *
 * The programs that it starts do not fail.
 *
 * Kinds: alloc, write (a file that is made longer too), sync, rename, mmap, open, read (half of it, then the end of the file), eintr (a write
 * or read is interrupted), folder (one is made), spawn (a thread, a process, a pipe), socket (one is had, or serves). */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { ALLOC, WRITE, SYNC, RENAME, MMAP, OPEN, READ, EINTR_CALL, FOLDER, SPAWN, SOCKET, KINDS };
static const char *const names[KINDS] = { "alloc", "write", "sync",   "rename", "mmap",  "open",
                                          "read",  "eintr", "folder", "spawn",  "socket" };

static atomic_bool active;
static atomic_long calls;
static long at;
static int kind = -1;
static bool onwards;
static const char *told_to;

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* Without the library of C, which may be what called. */
static void tell(const char *words)
{
    int file = told_to ? (int)syscall(SYS_openat, AT_FDCWD, told_to, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (file < 0)
        return;
    syscall(SYS_write, file, words, strlen(words));
    syscall(SYS_close, file);
}

static void tell_caller(const void *caller)
{
    Dl_info info;
    tell(dladdr(caller, &info) && info.dli_fname ? info.dli_fname : "unknown");
}

static bool fails_for(int of, const void *caller)
{
    if (of != kind || !atomic_load_explicit(&active, memory_order_relaxed))
        return false;
    long n = atomic_fetch_add(&calls, 1) + 1;
    if (at > 0 && n == at)
        tell_caller(caller);
    return at > 0 && (n == at || (onwards && n > at));
}

#define fails(of) fails_for((of), __builtin_return_address(0))

/* ---- start and end ------------------------------------------------------------------------------------------ */

static int (*real_main)(int, char **, char **);

static int kind_named(const char *name, size_t length)
{
    for (int i = 0; i < KINDS; i++)
        if (strlen(names[i]) == length && strncmp(name, names[i], length) == 0)
            return i;
    return -1;
}

static void read_request(void)
{
    const char *asked = getenv("FAULT"), *colon = asked ? strchr(asked, ':') : NULL;
    if (!colon)
        return;
    kind = kind_named(asked, (size_t)(colon - asked));
    at = atol(colon + 1);
    onwards = strchr(colon, '+') != NULL;
    told_to = getenv("FAULT_TOLD"); /* stays where it is */
    unsetenv("FAULT");
    unsetenv("FAULT_TOLD");
}

static void tell_count(void)
{
    char words[32];
    snprintf(words, sizeof words, "%ld", atomic_load(&calls));
    if (at == 0)
        tell(words);
}

static int main_between(int argc, char **argv, char **env)
{
    read_request();
    atomic_store(&active, true);
    int code = real_main(argc, argv, env);
    atomic_store(&active, false);
    tell_count();
    return code;
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    int (*real)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void),
                void *);
    *(void **)&real = next("__libc_start_main");
    real_main = main;
    return real(main_between, argc, argv, init, fini, rtld_fini, stack_end);
}

/* Instead of what FAULT asks: from now on the n-th call of a kind fails, and those after it when a '+' follows its name; "": none does.
 * Returns whether the call chosen before was made. */
bool fault_arm(const char *name, long n);
bool fault_arm(const char *name, long n)
{
    const bool made = at > 0 && atomic_load(&calls) >= at;
    kind = -1;
    at = n;
    onwards = strchr(name, '+') != NULL;
    atomic_store(&calls, 0);
    kind = kind_named(name, strcspn(name, "+"));
    return made;
}

static __thread bool looking;

#define LOOK_UP(variable, name)                                                                                   \
    do {                                                                                                          \
        if (!variable) {                                                                                          \
            looking = true;                                                                                       \
            *(void **)&variable = next(name);                                                                     \
            looking = false;                                                                                      \
        }                                                                                                         \
    } while (0)

/* A call that is passed on when it does not fail. */
#define PASS_ON(of, code, result, name, type, arguments, ...)                                                     \
    do {                                                                                                          \
        static type(*real) arguments;                                                                             \
        LOOK_UP(real, name);                                                                                      \
        if (fails(of)) {                                                                                          \
            errno = (code);                                                                                       \
            return (result);                                                                                      \
        }                                                                                                         \
        return real(__VA_ARGS__);                                                                                 \
    } while (0)

#ifndef FAULT_FILES_ONLY
/* ---- memory ------------------------------------------------------------------------------------------------- */

/* dlsym() itself allocates: while the next function is looked up, memory comes from here and is never given back. */
static _Alignas(64) char early[1 << 16];
static size_t early_used;

static void *early_memory(size_t size)
{
    size_t from = early_used;
    early_used += (size + 63) / 64 * 64;
    if (early_used > sizeof early)
        abort();
    return early + from;
}

static bool is_early(const void *block)
{
    return (const char *)block >= early && (const char *)block < early + sizeof early;
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);
    if (looking)
        return early_memory(size);
    LOOK_UP(real, "malloc");
    if (fails(ALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return real(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*real)(size_t, size_t);
    if (looking)
        return early_memory(count * size);
    LOOK_UP(real, "calloc");
    if (fails(ALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return real(count, size);
}

void *realloc(void *block, size_t size)
{
    static void *(*real)(void *, size_t);
    LOOK_UP(real, "realloc");
    if (is_early(block)) {
        void *moved = malloc(size);
        if (moved)
            memcpy(moved, block, size);
        return moved;
    }
    if (fails(ALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return real(block, size);
}

void free(void *block)
{
    static void (*real)(void *);
    if (is_early(block))
        return;
    LOOK_UP(real, "free");
    real(block);
}

#endif

void *mmap(void *where, size_t size, int rights, int flags, int file, off_t offset)
{
    static void *(*real)(void *, size_t, int, int, int, off_t);
    LOOK_UP(real, "mmap");
    if (file >= 0 && fails(MMAP)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return real(where, size, rights, flags, file, offset);
}

void *mmap64(void *where, size_t size, int rights, int flags, int file, off_t offset)
{
    return mmap(where, size, rights, flags, file, offset);
}

/* ---- files -------------------------------------------------------------------------------------------------- */

/* Messages are not written through a full disk. */
static bool write_fails(int file, const void *caller)
{
    if (file <= STDERR_FILENO)
        return false;
    if (fails_for(EINTR_CALL, caller)) {
        errno = EINTR;
        return true;
    }
    if (!fails_for(WRITE, caller))
        return false;
    errno = ENOSPC;
    return true;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    static ssize_t (*real)(int, const void *, size_t);
    LOOK_UP(real, "write");
    return write_fails(file, __builtin_return_address(0)) ? -1 : real(file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t from)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);
    LOOK_UP(real, "pwrite");
    return write_fails(file, __builtin_return_address(0)) ? -1 : real(file, bytes, size, from);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t from)
{
    return pwrite(file, bytes, size, from);
}

static size_t short_of(size_t size, const void *caller)
{
    return fails_for(READ, caller) ? size / 2 : size;
}

ssize_t read(int file, void *bytes, size_t size)
{
    static ssize_t (*real)(int, void *, size_t);
    LOOK_UP(real, "read");
    if (file > STDERR_FILENO && fails(EINTR_CALL)) {
        errno = EINTR;
        return -1;
    }
    return real(file, bytes, file > STDERR_FILENO ? short_of(size, __builtin_return_address(0)) : size);
}

ssize_t pread(int file, void *bytes, size_t size, off_t from)
{
    static ssize_t (*real)(int, void *, size_t, off_t);
    LOOK_UP(real, "pread");
    return real(file, bytes, short_of(size, __builtin_return_address(0)), from);
}

ssize_t pread64(int file, void *bytes, size_t size, off_t from)
{
    return pread(file, bytes, size, from);
}

int fsync(int file)
{
    PASS_ON(SYNC, EIO, -1, "fsync", int, (int), file);
}

int fdatasync(int file)
{
    PASS_ON(SYNC, EIO, -1, "fdatasync", int, (int), file);
}

int ftruncate(int file, off_t size)
{
    PASS_ON(WRITE, ENOSPC, -1, "ftruncate", int, (int, off_t), file, size);
}

int ftruncate64(int file, off_t size)
{
    PASS_ON(WRITE, ENOSPC, -1, "ftruncate64", int, (int, off_t), file, size);
}

int posix_fallocate(int file, off_t from, off_t size)
{
    PASS_ON(WRITE, ENOSPC, ENOSPC, "posix_fallocate", int, (int, off_t, off_t), file, from, size);
}

int posix_fallocate64(int file, off_t from, off_t size)
{
    PASS_ON(WRITE, ENOSPC, ENOSPC, "posix_fallocate64", int, (int, off_t, off_t), file, from, size);
}

int rename(const char *from, const char *to)
{
    PASS_ON(RENAME, EACCES, -1, "rename", int, (const char *, const char *), from, to);
}

int renameat(int folder, const char *from, int other, const char *to)
{
    PASS_ON(RENAME, EACCES, -1, "renameat", int, (int, const char *, int, const char *), folder, from, other, to);
}

int link(const char *from, const char *to)
{
    PASS_ON(RENAME, EACCES, -1, "link", int, (const char *, const char *), from, to);
}

int mkdir(const char *path, mode_t mode)
{
    PASS_ON(FOLDER, ENOSPC, -1, "mkdir", int, (const char *, mode_t), path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    PASS_ON(FOLDER, ENOSPC, -1, "mkdirat", int, (int, const char *, mode_t), folder, path, mode);
}

char *mkdtemp(char *path)
{
    PASS_ON(FOLDER, ENOSPC, NULL, "mkdtemp", char *, (char *), path);
}

DIR *opendir(const char *path)
{
    PASS_ON(OPEN, EMFILE, NULL, "opendir", DIR *, (const char *), path);
}

int open(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    LOOK_UP(real, "open");
    if (fails(OPEN)) {
        errno = EMFILE;
        return -1;
    }
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open(path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    PASS_ON(OPEN, EMFILE, -1, "openat", int, (int, const char *, int, ...), folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return openat(folder, path, flags | O_LARGEFILE, mode);
}

/* Not through open(): the library of C calls its own. */
FILE *fopen(const char *path, const char *mode)
{
    static FILE *(*real)(const char *, const char *);
    LOOK_UP(real, "fopen");
    if (fails(OPEN)) {
        errno = EMFILE;
        return NULL;
    }
    return real(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}

/* Buffered writes leave the library of C by a call that cannot be replaced. A disk that stays full is a stream that fails; one write
 * alone that fails would be that of a whole buffer, which is no call of the program. */
static bool stream_fails(FILE *file, const void *caller)
{
    return onwards && file != stdout && file != stderr && fails_for(WRITE, caller);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
    static size_t (*real)(const void *, size_t, size_t, FILE *);
    LOOK_UP(real, "fwrite");
    if (stream_fails(file, __builtin_return_address(0))) {
        errno = ENOSPC;
        return 0;
    }
    return real(bytes, size, count, file);
}

int fclose(FILE *file)
{
    static int (*real)(FILE *);
    LOOK_UP(real, "fclose");
    bool full = stream_fails(file, __builtin_return_address(0));
    int code = real(file);
    if (full)
        errno = ENOSPC;
    return full ? EOF : code;
}

/* ---- threads, processes, sockets ------------------------------------------------------------------------------- */

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*start)(void *), void *context)
{
    PASS_ON(SPAWN, EAGAIN, EAGAIN, "pthread_create", int,
            (pthread_t *, const pthread_attr_t *, void *(*)(void *), void *), thread, how, start, context);
}

int posix_spawn(pid_t *id, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *how, char *const *words, char *const *env)
{
    PASS_ON(SPAWN, ENOMEM, ENOMEM, "posix_spawn", int,
            (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const *,
             char *const *),
            id, path, actions, how, words, env);
}

int pipe(int ends[2])
{
    PASS_ON(SPAWN, EMFILE, -1, "pipe", int, (int *), ends);
}

int pipe2(int ends[2], int flags)
{
    PASS_ON(SPAWN, EMFILE, -1, "pipe2", int, (int *, int), ends, flags);
}

int socket(int family, int type, int protocol)
{
    PASS_ON(SOCKET, EMFILE, -1, "socket", int, (int, int, int), family, type, protocol);
}

int bind(int file, const struct sockaddr *to, socklen_t size)
{
    PASS_ON(SOCKET, EADDRINUSE, -1, "bind", int, (int, const struct sockaddr *, socklen_t), file, to, size);
}

int listen(int file, int backlog)
{
    PASS_ON(SOCKET, EADDRINUSE, -1, "listen", int, (int, int), file, backlog);
}

int accept4(int file, struct sockaddr *from, socklen_t *size, int flags)
{
    PASS_ON(SOCKET, ECONNABORTED, -1, "accept4", int, (int, struct sockaddr *, socklen_t *, int), file, from, size,
            flags);
}

int connect(int file, const struct sockaddr *to, socklen_t size)
{
    PASS_ON(SOCKET, ECONNREFUSED, -1, "connect", int, (int, const struct sockaddr *, socklen_t), file, to, size);
}

ssize_t recv(int file, void *bytes, size_t size, int flags)
{
    PASS_ON(SOCKET, ECONNRESET, -1, "recv", ssize_t, (int, void *, size_t, int), file, bytes, size, flags);
}

ssize_t send(int file, const void *bytes, size_t size, int flags)
{
    PASS_ON(SOCKET, ECONNRESET, -1, "send", ssize_t, (int, const void *, size_t, int), file, bytes, size, flags);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags)
{
    PASS_ON(SOCKET, ECONNRESET, -1, "sendmsg", ssize_t, (int, const struct msghdr *, int), file, message, flags);
}

ssize_t sendfile64(int to, int from, off_t *at, size_t size)
{
    PASS_ON(SOCKET, ECONNRESET, -1, "sendfile64", ssize_t, (int, int, off_t *, size_t), to, from, at, size);
}
