/* The layer of the operating system when memory, descriptors or the disk run out: each call fails in turn, and what it leaves is told. */
#include "in_turn.h"

#include "base/os/file.h"
#include "base/os/inside.h"
#include "base/os/process.h"
#include "base/os/stream.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static int open_descriptors(void)
{
    char **names;
    int n = mlg_os_folder_names(&names, "/proc/self/fd");
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return n;
}

/* ---- folders ----------------------------------------------------------------------------------------------------- */

enum { FILES = 40 }; /* more than the list has room for at first */

typedef struct {
    const char *path;
    char **names;
    int count, code, want_code;
} listing;

static void list(void *context)
{
    listing *l = context;
    l->count = mlg_os_folder_names(&l->names, l->path);
    l->code = errno;
}

static void judge_list(void *context, bool failed)
{
    const listing *l = context;
    char want[16];
    assert_int_equal(l->count, failed ? -1 : FILES);
    if (failed) {
        assert_int_equal(l->code, l->want_code);
        assert_null(l->names);
    }
    for (int i = 0; i < l->count; i++) {
        snprintf(want, sizeof want, "%02d", i);
        assert_string_equal(l->names[i], want);
        free(l->names[i]);
    }
    free(l->names);
}

static void make_files(char *path, size_t size)
{
    snprintf(path, size, "%s/many", scratch);
    if (mlg_os_make_folder(path) != 0)
        return;
    for (int i = 0; i < FILES; i++) {
        char name[16];
        snprintf(name, sizeof name, "%02d", i);
        write_text(in_folder(path, name), "");
    }
}

static void names_are_all_there_or_none(void **state)
{
    (void)state;
    char path[500];
    make_files(path, sizeof path);
    listing l = { .path = path, .want_code = EMFILE };
    assert_int_equal(faults_in_turn("open", list, judge_list, &l), 1);
    l.want_code = ENOMEM;
    assert_true(faults_in_turn("alloc", list, judge_list, &l) > FILES); /* each name, and the list itself */
}

typedef struct {
    int folder, descriptors, code;
    bool opened;
} opening;

static void open_list(void *context)
{
    opening *o = context;
    mlg_os_folder *list = mlg_os_folder_open_in(o->folder);
    o->code = errno;
    o->opened = list != NULL;
    if (list)
        mlg_os_folder_close(list);
}

static void judge_opening(void *context, bool failed)
{
    const opening *o = context;
    assert_int_equal(o->opened, !failed);
    assert_int_equal(open_descriptors(), o->descriptors);
    if (failed)
        assert_true(o->code == ENOMEM || o->code == EMFILE);
}

static void a_folder_that_cannot_be_listed_is_closed(void **state)
{
    (void)state;
    opening o = { .folder = mlg_os_open_folder(scratch, false) };
    o.descriptors = open_descriptors();
    assert_int_equal(faults_in_turn("open", open_list, judge_opening, &o), 1);
    assert_true(faults_in_turn("alloc", open_list, judge_opening, &o) >= 1);
    mlg_os_close(o.folder);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

enum { BYTES = 10000 };

typedef struct {
    const char *path;
    char bytes[BYTES];
    bool done;
    int code, want_code; /* 0: none is wanted, whatever fails */
} writing;

static void write_bytes(void *context)
{
    writing *w = context;
    int file = mlg_os_open(w->path, MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY);
    w->done = mlg_os_write_all(file, w->bytes, sizeof w->bytes);
    w->code = errno;
    mlg_os_close(file);
}

static void judge_writing(void *context, bool failed)
{
    const writing *w = context;
    mlg_os_info info;
    assert_int_equal(w->done, !failed || w->want_code == 0);
    assert_int_equal(mlg_os_stat(w->path, &info), 0);
    if (w->done) {
        size_t size;
        char *read = file_bytes(w->path, &size);
        assert_int_equal(size, BYTES);
        assert_memory_equal(read, w->bytes, BYTES);
        free(read);
    } else {
        assert_int_equal(w->code, w->want_code);
    }
}

static void begin_writing(writing *w, int want_code)
{
    w->path = in_folder(scratch, "bytes");
    w->want_code = want_code;
    for (int i = 0; i < BYTES; i++)
        w->bytes[i] = (char)(i * 7 % 251);
}

static void an_interrupted_write_goes_on(void **state)
{
    (void)state;
    static writing w;
    begin_writing(&w, 0);
    assert_int_equal(faults_in_turn("eintr", write_bytes, judge_writing, &w), 1);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    static writing w;
    begin_writing(&w, ENOSPC);
    assert_int_equal(faults_in_turn("write", write_bytes, judge_writing, &w), 1);
}

/* The system takes what fits, then nothing. */
static void a_file_grows_to_its_limit(void **state)
{
    (void)state;
    enum { LIMIT = 4096 };
    static writing w;
    struct rlimit before;
    mlg_os_info info;
    begin_writing(&w, EFBIG);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ LIMIT, before.rlim_max });
    write_bytes(&w);
    setrlimit(RLIMIT_FSIZE, &before);
    judge_writing(&w, true);
    assert_int_equal(mlg_os_stat(w.path, &info), 0);
    assert_int_equal(info.bytes, LIMIT);
}

typedef struct {
    int file, code;
    void *map;
} mapping;

static void map_file(void *context)
{
    mapping *m = context;
    m->map = mlg_os_map(m->file, 4096, true);
    m->code = errno;
}

static void judge_mapping(void *context, bool failed)
{
    const mapping *m = context;
    assert_int_equal(m->map == NULL, failed);
    if (failed)
        assert_int_equal(m->code, ENOMEM);
    else
        mlg_os_unmap(m->map, 4096);
}

static void a_file_that_cannot_be_mapped_is_told(void **state)
{
    (void)state;
    mapping m = { .file = mlg_os_open(in_folder(scratch, "map"), MLG_OS_UPDATE | MLG_OS_CREATE) };
    assert_int_equal(mlg_os_truncate(m.file, 4096), 0);
    assert_int_equal(faults_in_turn("mmap", map_file, judge_mapping, &m), 1);
    mlg_os_close(m.file);
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *text;
    bool whole;
} memory;

static void write_in_memory(void *context)
{
    memory *m = context;
    mlg_os_memory stream;
    m->text = NULL;
    FILE *to = mlg_os_memory_open(&stream, &m->text);
    for (int i = 0; to && i < 3000; i++)
        fprintf(to, "%04d", i);
    m->whole = to && mlg_os_memory_close(&stream) == 0;
}

static void judge_memory(void *context, bool failed)
{
    const memory *m = context;
    assert_true(m->whole || failed);
    if (m->whole) {
        assert_int_equal(strlen(m->text), 4 * 3000);
        assert_string_equal(m->text + 4 * 2999, "2999");
    }
    free(m->text);
}

static void a_text_in_memory_is_whole_or_refused(void **state)
{
    (void)state;
    memory m;
    assert_true(faults_in_turn("alloc", write_in_memory, judge_memory, &m) >= 2);
}

/* ---- other programs ---------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_os_child child;
    int started, code;
} starting;

static void start_child(void *context)
{
    starting *s = context;
    const char *const arguments[] = { "child", "--end", NULL };
    const mlg_os_task task = { .arguments = arguments, .same = true };
    s->started = mlg_os_child_start(&s->child, &task);
    s->code = errno;
}

static void judge_start(void *context, bool failed)
{
    starting *s = context;
    int code = -1;
    assert_int_equal(s->started, failed ? -1 : 0);
    if (failed) {
        assert_int_equal(s->code, ENOMEM);
        return;
    }
    assert_int_equal(mlg_os_child_end(&s->child, &code, true), 1);
    assert_int_equal(code, 5);
    assert_int_equal(mlg_os_child_end(&s->child, &code, true), -1); /* it has ended */
    assert_int_equal(errno, ECHILD);
}

static void a_program_that_cannot_start_is_told(void **state)
{
    (void)state;
    starting s;
    assert_int_equal(faults_in_turn("spawn", start_child, judge_start, &s), 1);
    assert_true(faults_in_turn("alloc", start_child, judge_start, &s) >= 1);
}

/* The user's browser, by a program that stands in for the one that opens it. */
static void write_opener(const char *words)
{
    const char *path = in_folder(scratch, "xdg-open");
    write_text(path, words);
    assert_int_equal(chmod(path, 0755), 0);
}

static void an_address_is_opened_as_it_is(void **state)
{
    (void)state;
    static const char link[] = "http://127.0.0.1:8080/a b?c=\"d\"&e='$HOME'";
    char script[600], said[100] = "", *before = strdup(getenv("PATH"));
    const char *told = in_folder(scratch, "told");
    assert_int_equal(setenv("PATH", scratch, 1), 0);
    assert_false(mlg_os_open_link(link)); /* there is no such program */
    snprintf(script, sizeof script, "#!/bin/sh\nprintf '%%s|' \"$@\" >'%s'\n", told);
    write_opener(script);
    assert_true(mlg_os_open_link(link));
    FILE *file = fopen(told, "r");
    assert_non_null(file);
    assert_non_null(fgets(said, sizeof said, file));
    fclose(file);
    assert_memory_equal(said, link, sizeof link - 1);
    assert_string_equal(said + sizeof link - 1, "|"); /* one argument */
    write_opener("#!/bin/sh\nexit 3\n");              /* xdg-open found no browser */
    assert_false(mlg_os_open_link(link));
    setenv("PATH", before, 1);
    free(before);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return 5; /* a child of these tests */
    faults_begin(argv);
    mlg_os_start(&argc, &argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_all_there_or_none),
        cmocka_unit_test(a_folder_that_cannot_be_listed_is_closed),
        cmocka_unit_test(an_interrupted_write_goes_on),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_file_grows_to_its_limit),
        cmocka_unit_test(a_file_that_cannot_be_mapped_is_told),
        cmocka_unit_test(a_text_in_memory_is_whole_or_refused),
        cmocka_unit_test(a_program_that_cannot_start_is_told),
        cmocka_unit_test(an_address_is_opened_as_it_is),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
