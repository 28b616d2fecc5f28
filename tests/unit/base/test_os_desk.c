/* The part of the layer of the operating system that the desk is built on; packaging/windows/test_layer.sh runs it on Windows too. */
#include "support.h"

#include "base/os/inside.h"
#include "base/os/net.h"
#include "base/os/process.h"
#include "base/os/secret.h"
#include "base/os/thread.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char program[4096], place[4096];

static int make_place(void **state)
{
    (void)state;
    char above[2048];
    if (!mlg_os_temporary_folder(above, sizeof above))
        return -1;
    snprintf(place, sizeof place, "%s/desk \xc3\xa9 XXXXXX", above);
    return mlg_os_make_private_folder(place);
}

static int remove_place(void **state)
{
    (void)state;
    return mlg_os_remove_folder(place); /* each test leaves it empty */
}

static void write_in(int folder, const char *name, const char *text)
{
    int file = mlg_os_open_in(folder, name, MLG_OS_WRITE | MLG_OS_NEW | MLG_OS_PRIVATE);
    assert_true(file >= 0);
    assert_true(mlg_os_write_all(file, text, strlen(text)));
    assert_true(mlg_os_is_own(file));
    assert_false(mlg_os_is_open_to_others(file));
    assert_int_equal(mlg_os_close(file), 0);
}

static void names_stand_in_the_folder_that_is_open(void **state)
{
    (void)state;
    mlg_os_info info;
    int folder = mlg_os_open_folder(place, false), count = 0;
    assert_true(folder >= 0);
    write_in(folder, "\xc3\xa9t\xc3\xa9.txt", "un");
    assert_int_equal(mlg_os_open_in(folder, "\xc3\xa9t\xc3\xa9.txt", MLG_OS_WRITE | MLG_OS_NEW), -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(mlg_os_rename_in(folder, "\xc3\xa9t\xc3\xa9.txt", "b.txt"), 0);
    assert_int_equal(mlg_os_lstat_in(folder, "\xc3\xa9t\xc3\xa9.txt", &info), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mlg_os_lstat_in(folder, "b.txt", &info), 0);
    assert_true(info.kind == MLG_OS_FILE && info.bytes == 2);
    assert_int_equal(mlg_os_open_folder_in(folder, "b.txt"), -1);
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(mlg_os_make_folder_in(folder, "c"), 0);
    assert_int_equal(mlg_os_make_folder_in(folder, "c"), -1);
    assert_int_equal(errno, EEXIST);
    int inner = mlg_os_open_folder_in(folder, "c"), copy = mlg_os_duplicate(inner);
    assert_true(inner >= 0 && copy >= 0 && copy != inner);
    mlg_os_close(inner);
    write_in(copy, "d.txt", "");
    assert_int_equal(mlg_os_remove_in(copy, "d.txt"), 0);
    mlg_os_close(copy);
    for (int twice = 0; twice < 2; twice++) { /* each list begins anew */
        mlg_os_folder *list = mlg_os_folder_open_in(folder);
        assert_non_null(list);
        while (mlg_os_folder_next(list))
            count++;
        mlg_os_folder_close(list);
    }
    assert_int_equal(count, 4);
    assert_int_equal(mlg_os_remove_in(folder, "b.txt"), 0);
    mlg_os_close(folder);
    char path[4200];
    snprintf(path, sizeof path, "%s/c", place);
    assert_int_equal(mlg_os_remove_folder(path), 0);
}

/* ---- children ---------------------------------------------------------------------------------------------------- */

/* It runs where it is told, says so on one pipe, something else on the other, and neither waits for the other. */
static void a_child_works_in_a_folder(void **state)
{
    (void)state;
    int out[2], errors[2], code = -1, folder = mlg_os_open_folder(place, false);
    char said[2][64] = { "", "" };
    mlg_os_child child;
    assert_int_equal(mlg_os_pipe(out), 0);
    assert_int_equal(mlg_os_pipe(errors), 0);
    const char *const arguments[] = { "whatever", "--here", NULL };
    const mlg_os_task task = { arguments, true, folder + 1, out[1] + 1, errors[1] + 1, 0 };
    assert_int_equal(mlg_os_child_start(&child, &task), 0);
    mlg_os_close(out[1]);
    mlg_os_close(errors[1]);
    int ends[2] = { out[0], errors[0] };
    bool ready[2];
    while (ends[0] >= 0 || ends[1] >= 0) {
        mlg_os_await_pipes(ready, ends, 1000);
        for (int i = 0; i < 2; i++) {
            size_t length = strlen(said[i]);
            int64_t n = ready[i] ? mlg_os_read(ends[i], said[i] + length, sizeof said[i] - 1 - length) : 1;
            if (n <= 0)
                ends[i] = -1;
        }
    }
    assert_int_equal(mlg_os_child_end(&child, &code, true), 1);
    assert_int_equal(code, 3);
    assert_string_equal(said[0], "made");
    assert_string_equal(said[1], "here.txt");
    assert_int_equal(mlg_os_remove_in(folder, "here.txt"), 0);
    mlg_os_close(out[0]);
    mlg_os_close(errors[0]);
    mlg_os_close(folder);
}

static void nothing_to_read_is_waited_for(void **state)
{
    (void)state;
    int pipe[2];
    bool ready[2] = { true, true };
    assert_int_equal(mlg_os_pipe(pipe), 0);
    const int ends[2] = { pipe[0], -1 };
    mlg_os_await_pipes(ready, ends, 30);
    assert_true(!ready[0] && !ready[1]);
    assert_int_equal(mlg_os_write(pipe[1], "x", 1), 1);
    mlg_os_await_pipes(ready, ends, 30000);
    assert_true(ready[0] && !ready[1]);
    mlg_os_close(pipe[1]);
    mlg_os_close(pipe[0]);
}

static void a_child_is_killed(void **state)
{
    (void)state;
    int code = -1;
    mlg_os_child child;
    const char *const arguments[] = { program, "--wait", NULL };
    const mlg_os_task task = { .arguments = arguments };
    assert_int_equal(mlg_os_child_start(&child, &task), 0);
    mlg_os_child_kill(&child);
    assert_int_equal(mlg_os_child_end(&child, &code, true), 1);
    assert_true(code > 128);
}

/* ---- threads, secrets, addresses ------------------------------------------------------------------------------------ */

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool done;
} bell;

static void *ring(void *context)
{
    bell *b = context;
    mlg_os_sleep(0.05);
    pthread_mutex_lock(&b->lock);
    b->done = true;
    pthread_cond_signal(&b->changed);
    pthread_mutex_unlock(&b->lock);
    return NULL;
}

static void a_wait_has_an_end(void **state)
{
    (void)state;
    bell b = { .done = false };
    pthread_t thread;
    pthread_mutex_init(&b.lock, NULL);
    mlg_os_condition_init(&b.changed);
    pthread_mutex_lock(&b.lock);
    assert_false(mlg_os_wait(&b.changed, &b.lock, 0.02)); /* nobody rings */
    assert_int_equal(pthread_create(&thread, NULL, ring, &b), 0);
    while (!b.done)
        assert_true(mlg_os_wait(&b.changed, &b.lock, 60));
    pthread_mutex_unlock(&b.lock);
    pthread_join(thread, NULL);
    pthread_cond_destroy(&b.changed);
    pthread_mutex_destroy(&b.lock);
}

static void secrets_differ_and_are_forgotten(void **state)
{
    (void)state;
    static const unsigned char none[32];
    unsigned char a[32] = { 0 }, b[32] = { 0 };
    assert_true(mlg_os_random(a, sizeof a) && mlg_os_random(b, sizeof b));
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a, none, sizeof a);
    mlg_os_forget(a, sizeof a);
    assert_memory_equal(a, none, sizeof a);
}

static void an_address_is_a_number(void **state)
{
    (void)state;
    mlg_os_address four, six;
    assert_true(mlg_os_read_address(&four, "127.0.0.1", 8080));
    assert_true(mlg_os_read_address(&six, "::1", 8080));
    assert_true(!four.six && six.six);
    static const unsigned char of_four[] = { 0x1F, 0x90, 127, 0, 0, 1 }; /* port and address, as they are sent */
    assert_memory_equal(four.bytes + 2, of_four, sizeof of_four);
    assert_false(mlg_os_read_address(&four, "localhost", 8080));
    assert_false(mlg_os_read_address(&four, "127.0.0.256", 8080));
}

static void a_full_disk_is_told_from_other_faults(void **state)
{
    (void)state;
    assert_true(mlg_os_is_full(ENOSPC));
    assert_false(mlg_os_is_full(EACCES) || mlg_os_is_full(0));
}

static void the_user_has_a_name(void **state)
{
    (void)state;
    char name[257] = "", little[1];
    assert_true(mlg_os_user_name(name, sizeof name) && name[0]);
    assert_false(mlg_os_user_name(little, sizeof little));
}

/* What the children of these tests do: write a file where they are, and say so; or wait to be killed. */
static int be_child(const char *what)
{
    if (strcmp(what, "--wait") == 0)
        for (time_t end = time(NULL) + 60; time(NULL) < end;)
            mlg_os_sleep(0.1);
    FILE *file = mlg_os_fopen("here.txt", "w");
    if (!file || fclose(file) != 0)
        return 1;
    fputs("made", stdout);
    fputs("here.txt", stderr);
    return 3;
}

int main(int argc, char **argv)
{
    mlg_os_start(&argc, &argv);
    if (argc > 1)
        return be_child(argv[1]);
    if (!mlg_os_program_file(program, sizeof program))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_in_the_folder_that_is_open),
        cmocka_unit_test(a_child_works_in_a_folder),
        cmocka_unit_test(nothing_to_read_is_waited_for),
        cmocka_unit_test(a_child_is_killed),
        cmocka_unit_test(a_wait_has_an_end),
        cmocka_unit_test(secrets_differ_and_are_forgotten),
        cmocka_unit_test(an_address_is_a_number),
        cmocka_unit_test(a_full_disk_is_told_from_other_faults),
        cmocka_unit_test(the_user_has_a_name),
    };
    return cmocka_run_group_tests(tests, make_place, remove_place);
}
