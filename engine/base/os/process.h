/* This process and others, its terminal, its signals: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_PROCESS_H
#define MLG_BASE_OS_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

long mlg_os_process_id(void);

/* False only when it is known that no process has this number. */
bool mlg_os_process_lives(long process);

/* A variable of the environment, in UTF-8; NULL: not set. Valid until the next call with this name. */
const char *mlg_os_environment(const char *name);

/* "fr", "en"... when the user chose a language outside the environment (Windows), else NULL. */
const char *mlg_os_user_language(void);

/* The path of the file that holds this code (library or program), and of the program; false: unknown. */
bool mlg_os_own_file(char *path, size_t size);
bool mlg_os_program_file(char *path, size_t size);

/* The address of a C++ runtime function linked into the process; NULL: there is none. */
void *mlg_os_runtime_symbol(const char *name);

int mlg_os_processors(void);

/* Login name of the user; false: unknown, or longer than the buffer. */
bool mlg_os_user_name(char *name, size_t size);

/* Opens an address in the user's browser; false: there is no browser. */
bool mlg_os_open_link(const char *link);

/* Processor time used so far, and peak memory. */
bool mlg_os_usage(double *seconds, int64_t *most_kib);

/* ---- the program ---------------------------------------------------------------------------------------------- */

/* To be called first by main(): the arguments in UTF-8; a console that shows UTF-8; bytes written as they are; a file that grows
 * too large is an error, not a signal. On Windows what a console is to show at once needs fflush(), on standard error too. */
void mlg_os_start(int *argc, char ***argv);

/* Writes on standard error and ends at once: nothing is allocated or flushed. */
void mlg_os_say_and_exit(const char *words, size_t length, int code);

/* Calls `stop`, which ends the program without allocating, when the code of a library follows a null pointer; the program's own faults end it
 * as ever. On Linux, without sanitizers; elsewhere nothing is done, and the answer is false. */
bool mlg_os_on_missing_memory(void (*stop)(void));

/* Whether a stream (0, 1, 2) is a terminal; whether one moves its cursor by escape sequences. */
bool mlg_os_is_terminal(int stream);
bool mlg_os_is_ansi_terminal(int stream);

/* True when the reading end of a pipe has been closed. */
bool mlg_os_is_unheard(int stream);

/* `handler` is called when the user or the system asks to stop. A hang-up stays ignored under nohup(1); an interruption, which shells
 * ignore for what they start in the background, stops the program when it is sent on purpose. */
void mlg_os_on_stop(void (*handler)(int number));

/* From mlg_os_hold_stop() to mlg_os_let_stop(), requests to stop are held back for mlg_os_await_stop(); afterwards they are ignored: the
 * program is about to end. Called before other threads are started. */
void mlg_os_hold_stop(void);
void mlg_os_await_stop(void);
void mlg_os_let_stop(void);

/* Ends this process as the signal would have. */
void mlg_os_die_of(int number);

/* A write to a closed pipe is then an error, not a signal. */
void mlg_os_ignore_closed_pipes(void);

/* ---- other programs --------------------------------------------------------------------------------------------- */

typedef struct mlg_os_child {
    long id;
    void *handle; /* on Windows */
} mlg_os_child;

/* A program to start. Descriptors are stored plus one; 0: none. */
typedef struct mlg_os_task {
    const char *const *arguments; /* ended by NULL; the first is a path, or a name searched for in PATH */
    bool same;                    /* starts this very program, whatever the first argument says */
    int folder;                   /* its working folder; none: that of this process */
    int output, errors;           /* standard output and error; none: discarded */
    int kept;                     /* inherited, with its lock (POSIX only) */
} mlg_os_task;

/* Starts a program without a shell, with empty standard input and no other descriptors than these, out of reach of a Ctrl-C in the
 * terminal. -1 with errno set. */
int mlg_os_child_start(mlg_os_child *child, const mlg_os_task *task);

/* 1: it has ended with `code` (128 + the number of a signal); 0: it is still running, without `wait`; -1 with errno set. */
int mlg_os_child_end(mlg_os_child *child, int *code, bool wait);

/* Asks it to stop, as Ctrl-C would. */
int mlg_os_child_stop(const mlg_os_child *child);

/* Kills it. */
void mlg_os_child_kill(const mlg_os_child *child);

/* Two descriptors: what is written to the second is read from the first. Children inherit neither. */
int mlg_os_pipe(int ends[2]);

/* Waits at most `ms` until one of two pipes can be read or has been closed; -1 stands for no pipe. */
void mlg_os_await_pipes(bool ready[2], const int ends[2], int ms);

#endif
