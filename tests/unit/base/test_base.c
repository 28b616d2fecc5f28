#include "support.h"

#include "base/among.h"
#include "base/tame.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "base/resource.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

static void status_gives_the_documented_exit_code(void **state)
{
    (void)state;
    assert_int_equal(mlg_exit_code(MLG_OK), 0);
    assert_int_equal(mlg_exit_code(MLG_DATA), 1);
    assert_int_equal(mlg_exit_code(MLG_MEMORY), 1);
    assert_int_equal(mlg_exit_code(MLG_USAGE), 2);
    assert_int_equal(mlg_exit_code(MLG_INPUT), 3);
    assert_int_equal(mlg_exit_code(MLG_CANCELLED), 130);
}

static void error_stays_one_line_and_valid_utf8(void **state)
{
    (void)state;
    mlg_error err;
    assert_int_equal(mlg_fail(&err, MLG_INPUT, "bad value '%s'", "a\nb\tc"), MLG_INPUT);
    assert_string_equal(err.message, "bad value 'a b c'");
    assert_string_equal(err.hint, "");
    mlg_hint(&err, "try %d", 3);
    assert_int_equal(mlg_while(&err, MLG_INPUT, "reading %s", "x.csv"), MLG_INPUT);
    assert_string_equal(err.message, "reading x.csv: bad value 'a b c'");
    assert_string_equal(err.hint, "try 3");

    char long_text[2000]; /* two-byte letters: a cut must not leave half of one */
    for (size_t i = 0; i + 2 < sizeof long_text; i += 2)
        memcpy(long_text + i, "é", 3);
    mlg_fail(&err, MLG_INPUT, "x%s", long_text);
    size_t n = strlen(err.message);
    assert_true(n < sizeof err.message && n % 2 == 1);
    assert_string_equal(err.message + n - 2, "é");
}

/* A value too long for a message ends with dots, between two characters, and leaves the values beside it alone. */
static void a_long_value_is_quoted_in_brief(void **state)
{
    (void)state;
    static const char accents[] = "éééééééééé"; /* 20 bytes */
    mlg_error err;
    assert_string_equal(MLG_BRIEF("Saint-Omer", 10), "Saint-Omer");
    assert_string_equal(MLG_BRIEF("Saint-Omer", 9), "Saint-...");
    assert_ptr_equal(MLG_BRIEF(accents, 20), accents);
    assert_string_equal(MLG_BRIEF(accents, 19), "éééééééé...");
    assert_string_equal(MLG_BRIEF(accents, 18), "ééééééé...");
    assert_null(MLG_BRIEF(NULL, 60));
    mlg_fail(&err, MLG_INPUT, "'%.9s' is not '%.12s'", MLG_BRIEF("Saint-Omer", 9),
             MLG_BRIEF("Aire-sur-la-Lys", 12));
    assert_string_equal(err.message, "'Saint-...' is not 'Aire-sur-...'");
}

static void no_text_drives_a_terminal(void **state)
{
    (void)state;
    mlg_error err;
    char text[] = "a\tb\n\x1b]0;x\x07\xc2\x9b"
                  "31m\x7f\xc2\xa0\xc3\xa9\x01";
    assert_ptr_equal(mlg_tame(text), text);
    assert_string_equal(text, "a\tb\n?]0;x???31m?\xc2\xa0\xc3\xa9?"); /* a no-break space and an é stay */
    assert_null(mlg_tame(NULL));
    mlg_fail(&err, MLG_INPUT, "%s", "\x1b[2J\xc2\x9b");
    mlg_hint(&err, "%s", "\x9b\x1b");
    assert_string_equal(err.message, "?[2J??");
    assert_null(strpbrk(err.hint, "\x1b"));
}

/* What to do is said where the reader can do it: room on the disk, the right to write. */
static void a_file_that_cannot_be_written_says_what_to_do(void **state)
{
    (void)state;
    mlg_error err;
    assert_int_equal(mlg_fail_write(&err, "a/é.times", ENOSPC), MLG_INPUT);
    assert_string_equal(err.message, "a/é.times: cannot be written: No space left on device");
    assert_string_equal(err.hint, "free some space on its disk, or write to another folder");
    mlg_fail_write(&err, "a", EACCES);
    assert_string_equal(err.message, "a: cannot be written: Permission denied");
    assert_string_equal(err.hint, "ask for the right to write in its folder, or write to another one");
    mlg_fail_write(&err, "a", EROFS);
    assert_non_null(strstr(err.hint, "the right to write"));
    mlg_fail_write(&err, "a", EISDIR);
    assert_string_equal(err.hint, "");
}

static void errors_may_be_ignored(void **state)
{
    (void)state;
    assert_int_equal(mlg_fail(NULL, MLG_DATA, "x"), MLG_DATA);
    mlg_hint(NULL, "x");
    assert_int_equal(mlg_while(NULL, MLG_DATA, "x"), MLG_DATA);
}

static void the_chosen_allocation_fails_once(void **state)
{
    (void)state;
    int32_t *a = NULL, *b = NULL;
    mlg_error err;
    mlg_memory_fail_at(2);
    assert_ok(MLG_NEW(&a, 10, "a", &err), &err);
    assert_fails(MLG_NEW(&b, 10, "demand points", &err), MLG_MEMORY, &err, "40 bytes for demand points");
    assert_null(b);
    assert_ok(MLG_NEW(&b, 10, "b", &err), &err);
    free(a);
    free(b);
}

static void growing_keeps_the_content(void **state)
{
    (void)state;
    int32_t *a = NULL;
    size_t capacity = 0;
    mlg_error err;
    for (int32_t i = 0; i < 1000; i++) {
        assert_ok(MLG_GROW(&a, &capacity, (size_t)i + 1, "a", &err), &err);
        a[i] = i;
    }
    for (int32_t i = 0; i < 1000; i++)
        assert_int_equal(a[i], i);
    mlg_memory_fail_at(1);
    assert_fails(MLG_GROW(&a, &capacity, 100000, "a", &err), MLG_MEMORY, &err, "out of memory");
    assert_int_equal(a[999], 999);
    free(a);
}

static void an_arena_keeps_large_and_small(void **state)
{
    (void)state;
    mlg_arena arena = { 0 };
    char *first = mlg_arena_printf(&arena, "%s-%d", "code", 1004);
    char *large = mlg_arena_alloc(&arena, 200000);
    memset(large, 1, 200000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal((uintptr_t)mlg_arena_alloc(&arena, 24) % _Alignof(max_align_t), 0);
    assert_string_equal(first, "code-1004");
    assert_null(mlg_arena_text(&arena, NULL));
    mlg_arena_release(&arena);
    mlg_memory_fail_at(1);
    assert_null(mlg_arena_text(&arena, "x"));
}

typedef struct {
    atomic_int runs[500];
    int32_t fail_from;
} tally;

static mlg_status count_run(void *context, int32_t task, int worker, mlg_error *err)
{
    tally *t = context;
    assert_true(worker >= 0 && worker < 4);
    atomic_fetch_add(&t->runs[task], 1);
    return task < t->fail_from ? MLG_OK : mlg_fail(err, MLG_DATA, "task %d", task);
}

static void every_task_runs_once(void **state)
{
    (void)state;
    tally t = { .fail_from = 500 };
    mlg_error err;
    assert_ok(mlg_parallel(500, 4, count_run, &t, &err), &err);
    for (int i = 0; i < 500; i++)
        assert_int_equal(atomic_load(&t.runs[i]), 1);
    assert_ok(mlg_parallel(0, 4, count_run, &t, &err), &err);
}

static void a_failing_task_stops_the_loop(void **state)
{
    (void)state;
    tally t = { .fail_from = 7 };
    mlg_error err;
    assert_fails(mlg_parallel(500, 1, count_run, &t, &err), MLG_DATA, &err, "task 7");
    assert_int_equal(atomic_load(&t.runs[8]), 0);
}

typedef struct {
    uint8_t seen[1000];
    size_t n, step;
} sliced;

static void mark_slice(void *context, size_t from, size_t end)
{
    sliced *s = context;
    assert_true(from % s->step == 0 && end - from == (s->n - from < s->step ? s->n - from : s->step));
    for (size_t i = from; i < end; i++)
        s->seen[i]++;
}

static void slices_hold_every_item_once(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 0, 7 },    { 1, 7 },    { 7, 7 },      { 8, 7 },
                                       { 1000, 7 }, { 1000, 1 }, { 1000, 5000 } };
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (int threads = 0; threads < 5; threads++) {
            sliced s = { .n = sizes[k][0], .step = sizes[k][1] };
            mlg_parallel_slices(s.n, s.step, threads, mark_slice, &s);
            for (size_t i = 0; i < 1000; i++)
                assert_int_equal(s.seen[i], i < s.n);
        }
}

static bool refuse(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage;
    return fraction < 0.5;
}

static void progress_may_cancel(void **state)
{
    (void)state;
    mlg_progress progress = { refuse, NULL };
    mlg_error err;
    assert_ok(mlg_progress_step(NULL, "access", 0.1, &err), &err);
    assert_ok(mlg_progress_step(&progress, "access", 0.1, &err), &err);
    assert_fails(mlg_progress_step(&progress, "access", 0.6, &err), MLG_CANCELLED, &err,
                 "cancelled during access");
}

static void resources_are_sorted_and_found(void **state)
{
    (void)state;
    assert_true(mlg_resource_count > 0);
    for (size_t i = 0; i < mlg_resource_count; i++) {
        const mlg_resource *found = mlg_resource_find(mlg_resources[i].name);
        assert_ptr_equal(found, &mlg_resources[i]);
        assert_int_equal(found->data[found->size], 0);
    }
    assert_null(mlg_resource_find("queries/none.sql"));
}

static void near_rejects_what_floats_would_hide(void **state)
{
    (void)state;
    double northing = 7047000.0;
    assert_near(northing, northing + 0.0005, 0.001);
    assert_true(fabs(northing - (northing + 0.2)) > 0.001);
    assert_true((double)(float)northing - (double)(float)(northing + 0.2) == 0.0);
}

/* Found where they are, and nowhere else: before, between, after, among none. */
static void words_in_order_are_found(void **state)
{
    (void)state;
    static const char *const words[] = { "01001", "01002", "2A004", "62498", "97105" };
    for (int32_t n = 0; n <= 5; n++)
        for (int32_t i = 0; i < 5; i++)
            assert_int_equal(mlg_find_sorted(words, n, words[i]), i < n ? i : -1);
    assert_int_equal(mlg_find_sorted(words, 5, "00000"), -1);
    assert_int_equal(mlg_find_sorted(words, 5, "62499"), -1);
    assert_int_equal(mlg_find_sorted(words, 5, "99999"), -1);
    assert_int_equal(mlg_find_sorted(words, 5, NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_order_are_found),
        cmocka_unit_test(status_gives_the_documented_exit_code),
        cmocka_unit_test(error_stays_one_line_and_valid_utf8),
        cmocka_unit_test(a_long_value_is_quoted_in_brief),
        cmocka_unit_test(no_text_drives_a_terminal),
        cmocka_unit_test(a_file_that_cannot_be_written_says_what_to_do),
        cmocka_unit_test(errors_may_be_ignored),
        cmocka_unit_test(the_chosen_allocation_fails_once),
        cmocka_unit_test(growing_keeps_the_content),
        cmocka_unit_test(an_arena_keeps_large_and_small),
        cmocka_unit_test(every_task_runs_once),
        cmocka_unit_test(a_failing_task_stops_the_loop),
        cmocka_unit_test(slices_hold_every_item_once),
        cmocka_unit_test(progress_may_cancel),
        cmocka_unit_test(resources_are_sorted_and_found),
        cmocka_unit_test(near_rejects_what_floats_would_hide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
