/* The program: picks the command, or help on the commands, and reports its error. */
#include "base/os/process.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/terminate.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static mlg_status fail_command(const char *name, mlg_error *err)
{
    enum { MOST = 64 };
    const char *names[MOST] = { "help", "version" };
    for (int i = 0; mlg_commands[i] && i + 3 < MOST; i++)
        names[i + 2] = mlg_commands[i]->name;
    bool option = name[0] == '-';
    const char *near = mlg_nearest_word(name, names), *hint = mlg_tr("try: maillage --help");
    if (option)
        return mlg_usage(err, hint, "unknown option '%s'", name);
    if (near)
        return mlg_usage(err, hint, "unknown command '%s'; did you mean '%s'?", name, near);
    return mlg_usage(err, hint, "unknown command '%s'", name);
}

/* Output of --verbose. */
static void print_resources(const struct timespec *begin)
{
    double seconds;
    int64_t most_kib;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!mlg_os_usage(&seconds, &most_kib))
        return;
    fprintf(stderr, mlg_tr("maillage %s, time: %.2f s, processor: %.2f s, peak memory: %ld MiB\n"), mlg_version(),
            (double)(end.tv_sec - begin->tv_sec) + (double)(end.tv_nsec - begin->tv_nsec) / 1e9, seconds,
            (long)(most_kib / 1024));
}

static mlg_status run_command(const char *name, int argc, char **argv, mlg_error *err)
{
    const mlg_command *command = mlg_command_find(name);
    if (!command)
        return fail_command(name, err);
    mlg_args args;
    mlg_status st = mlg_args_parse(&args, name, command->options, command->arguments, argc, argv, err);
    if (st != MLG_OK)
        return st;
    if (args.help) {
        mlg_print_help(command);
        return MLG_OK;
    }
    struct timespec begin;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    st = command->run(&args, err);
    if (mlg_args_flag(&args, "verbose"))
        print_resources(&begin);
    return st;
}

/* Calls `print` on the command of that name, or on NULL for all commands. */
static mlg_status print_about(void (*print)(const mlg_command *), const char *name, mlg_error *err)
{
    const mlg_command *command = name ? mlg_command_find(name) : NULL;
    if (name && !command)
        return fail_command(name, err);
    print(command);
    return MLG_OK;
}

static bool is_one_of(const char *word, const char *a, const char *b, const char *c)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

static mlg_status dispatch(int argc, char **argv, mlg_error *err)
{
    if (argc < 2)
        return mlg_usage(err, "try: maillage --help", "no command given");
    const char *first = argv[1];
    if (is_one_of(first, "help", "--help", "-h"))
        return print_about(mlg_print_help, argc > 2 ? argv[2] : NULL, err);
    if (is_one_of(first, "version", "--version", "-V")) {
        printf("maillage %s\n", mlg_version());
        return MLG_OK;
    }
    if (strcmp(first, "--describe") == 0)
        return mlg_print_description(err);
    if (strcmp(first, "--manual") == 0)
        return print_about(mlg_print_manual, argc > 2 ? argv[2] : NULL, err);
    if (strcmp(first, "--completion") == 0) {
        mlg_print_completion();
        return MLG_OK;
    }
    return run_command(first, argc - 2, argv + 2, err);
}

int main(int argc, char **argv)
{
    mlg_error err = { .status = MLG_OK };
    mlg_os_start(&argc, &argv);
    mlg_catch_terminate();
    mlg_status st = mlg_args_language(&argc, argv, &err);
    if (st == MLG_OK)
        st = dispatch(argc, argv, &err);
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (st == MLG_OK && lost) {
        fprintf(stderr, "maillage: %s\n", mlg_tr("cannot write to standard output"));
        return mlg_exit_code(MLG_DATA);
    }
    if (st != MLG_OK)
        fprintf(stderr, "maillage: %s%s%s\n", err.message, err.hint[0] ? " — " : "", err.hint);
    return mlg_exit_code(st);
}
