#include "support.h"

#include "base/memory.h"
#include "bench/dimacs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static const char triangle[] = "c three nodes\np sp 3 4\na 1 2 17\r\na 2 3 0\n\na  3 1\t5 \na 3 3 9";

static int make_place(void **state)
{
    *state = make_folder();
    return 0;
}

static int clear_place(void **state)
{
    remove_folder(*state);
    return 0;
}

static void assert_triangle(const mlg_arcs *arcs)
{
    static const int32_t want[4][3] = { { 0, 1, 17 }, { 1, 2, 0 }, { 2, 0, 5 }, { 2, 2, 9 } };
    assert_int_equal(arcs->n_nodes, 3);
    assert_int_equal(arcs->n_arcs, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(arcs->tail[i], want[i][0]);
        assert_int_equal(arcs->head[i], want[i][1]);
        assert_int_equal(arcs->time_ds[i], want[i][2]);
    }
}

static void a_graph_is_read_plain_and_compressed(void **state)
{
    const char *plain = in_folder(*state, "plain.gr"), *packed = in_folder(*state, "packed.gr.gz");
    mlg_arcs arcs;
    mlg_error err;
    write_text(plain, triangle);
    assert_ok(mlg_dimacs_read(&arcs, plain, 1, &err), &err);
    assert_triangle(&arcs);
    mlg_arcs_release(&arcs);
    gzFile file = gzopen(packed, "wb");
    assert_true(gzputs(file, triangle) > 0 && gzclose(file) == Z_OK);
    assert_ok(mlg_dimacs_read(&arcs, packed, 1, &err), &err);
    assert_triangle(&arcs);
    mlg_arcs_release(&arcs);
}

/* 17 m at 36 km/h are 1.7 s; at 50 km/h 1.224 s, so 12 ds. */
static void weights_become_deciseconds(void **state)
{
    const char *path = in_folder(*state, "metres.gr");
    mlg_arcs arcs;
    mlg_error err;
    write_text(path, triangle);
    assert_ok(mlg_dimacs_read(&arcs, path, 36.0 / 50, &err), &err);
    assert_int_equal(arcs.time_ds[0], 12);
    assert_int_equal(arcs.time_ds[1], 0);
    mlg_arcs_release(&arcs);
    assert_fails(mlg_dimacs_read(&arcs, path, 0, &err), MLG_USAGE, &err, "0 deciseconds a unit");
    assert_fails(mlg_dimacs_read(&arcs, path, 1e9, &err), MLG_INPUT, &err, "metres.gr:3: arc of 17000000000 ds");
}

static void a_spoiled_line_is_named(void **state)
{
    static const char *const cases[][2] = {
        { "", "spoiled.gr: no size line" },
        { "p sp 3\n", ":1: 'p sp 3' is not 'p sp <nodes> <arcs>'" },
        { "p max 3 1\n", ":1: 'p max 3 1' is not" },
        { "p sp 3 1 7\n", ":1: " },
        { "p sp -3 1\n", ":1: " },
        { "p sp 99999999999999999999 1\n", ":1: " },
        { "p sp 3 1\np sp 3 1\n", ":2: a second size line" },
        { "a 1 2 3\n", ":1: an arc before the size line" },
        { "p sp 3 1\nb 1 2 3\n", ":2: 'b 1 2 3' starts with none of" },
        { "p sp 3 1\na 1 2\n", ":2: 'a 1 2' is not" },
        { "p sp 3 1\na 1 2 3 4\n", ":2: 'a 1 2 3 4' is not" },
        { "p sp 3 1\na 1 2 x\n", ":2: " },
        { "p sp 3 1\na 1 2 -3\n", ":2: " },
        { "p sp 3 1\na 1 2 3.5\n", ":2: " },
        { "p sp 3 1\na 1 2 2000000000\n", ":2: arc of 2000000000 ds" },
        { "p sp 3 1\na 0 2 3\n", ":2: arc from 0 to 2, but nodes are 1..3" },
        { "p sp 3 1\nc x\na 1 4 3\n", ":3: arc from 1 to 4, but nodes are 1..3" },
        { "p sp 3 1\na 1 2 3\na 2 1 3\n", ":3: more arcs than the 1 stated" },
        { "p sp 3 2\na 1 2 3\n", "1 arcs, but 2 were stated" },
        { "p sp 2147483645 2147483647\na 1 2 3\n", "but 2147483647 were stated" },
    };
    const char *path = in_folder(*state, "spoiled.gr");
    mlg_error err;
    mlg_arcs arcs;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_text(path, cases[i][0]);
        assert_fails(mlg_dimacs_read(&arcs, path, 1, &err), MLG_INPUT, &err, cases[i][1]);
        assert_null(arcs.tail);
    }
    assert_fails(mlg_dimacs_read(&arcs, in_folder(*state, "none.gr"), 1, &err), MLG_INPUT, &err,
                 "none.gr: cannot be");
}

static void a_cut_or_endless_file_is_an_error(void **state)
{
    const char *packed = in_folder(*state, "cut.gr.gz"), *endless = in_folder(*state, "endless.gr");
    mlg_error err;
    mlg_arcs arcs;
    uint64_t random = 1;
    gzFile file = gzopen(packed, "wb");
    gzprintf(file, "p sp 1000 20000\n");
    for (int i = 0; i < 20000; i++)
        gzprintf(file, "a %d %d %d\n", 1 + random_below(&random, 1000), 1 + random_below(&random, 1000), i);
    assert_int_equal(gzclose(file), Z_OK);
    assert_ok(mlg_dimacs_read(&arcs, packed, 1, &err), &err);
    assert_int_equal(arcs.n_arcs, 20000);
    mlg_arcs_release(&arcs);
    assert_int_equal(truncate(packed, 40000), 0);
    assert_fails(mlg_dimacs_read(&arcs, packed, 1, &err), MLG_INPUT, &err, "cut.gr.gz is cut or damaged after");

    char *line = malloc(3000001);
    memset(line, '7', 3000000);
    line[3000000] = '\0';
    write_text(endless, line);
    free(line);
    assert_fails(mlg_dimacs_read(&arcs, endless, 1, &err), MLG_INPUT, &err, "endless.gr:1: a line of more than");
}

static void out_of_memory_is_a_status(void **state)
{
    const char *path = in_folder(*state, "small.gr");
    mlg_error err;
    mlg_arcs arcs;
    mlg_status st = MLG_MEMORY;
    write_text(path, triangle);
    int n = 0;
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = mlg_dimacs_read(&arcs, path, 1, &err);
        mlg_memory_fail_at(0);
    }
    assert_ok(st, &err);
    assert_true(n > 5);
    mlg_arcs_release(&arcs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_graph_is_read_plain_and_compressed),
        cmocka_unit_test(weights_become_deciseconds),
        cmocka_unit_test(a_spoiled_line_is_named),
        cmocka_unit_test(a_cut_or_endless_file_is_an_error),
        cmocka_unit_test(out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, make_place, clear_place);
}
