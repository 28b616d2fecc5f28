#include "support.h"

#include "base/memory.h"
#include "base/sparse_rows.h"

#include <string.h>

/*            column 0   1   2
 *   row 0             5   .   7
 *   row 1             .   .   .
 *   row 2             6   .   2   */
static const int64_t start[] = { 0, 2, 2, 4 };
static const int32_t column[] = { 0, 2, 0, 2 }, value[] = { 5, 7, 6, 2 };
static const mlg_sparse_view small = { 3, 3, start, column, value };

static void assert_rows(const mlg_sparse_rows *rows, const int64_t *starts, const int32_t *columns,
                        const int32_t *values)
{
    const size_t n = (size_t)starts[rows->n_rows];
    assert_memory_equal(rows->start, starts, ((size_t)rows->n_rows + 1) * sizeof *starts);
    assert_memory_equal(rows->column, columns, n * sizeof *columns);
    assert_memory_equal(rows->value, values, n * sizeof *values);
}

static void columns_become_rows_in_the_order_of_the_rows(void **state)
{
    (void)state;
    mlg_sparse_rows turned, back;
    mlg_error err;
    assert_ok(mlg_sparse_transpose(&turned, small, &err), &err);
    assert_rows(&turned, (int64_t[]){ 0, 2, 2, 4 }, (int32_t[]){ 0, 2, 0, 2 }, (int32_t[]){ 5, 6, 7, 2 });
    assert_ok(mlg_sparse_transpose(&back, mlg_sparse_view_of(&turned), &err), &err);
    assert_rows(&back, start, column, value);
    mlg_sparse_release(&turned);
    mlg_sparse_release(&back);
}

static void a_transpose_within_a_limit_is_closed_at_it(void **state)
{
    (void)state;
    mlg_sparse_rows turned;
    mlg_error err;
    assert_ok(mlg_sparse_transpose_within(&turned, small, 6, &err), &err);
    assert_rows(&turned, (int64_t[]){ 0, 2, 2, 3 }, (int32_t[]){ 0, 2, 2 }, (int32_t[]){ 5, 6, 2 });
    mlg_sparse_release(&turned);
}

static void a_transpose_may_carry_the_numbers_of_the_entries(void **state)
{
    (void)state;
    mlg_sparse_rows turned;
    mlg_error err;
    assert_ok(mlg_sparse_transpose_numbers(&turned, small, &err), &err);
    assert_rows(&turned, (int64_t[]){ 0, 2, 2, 4 }, (int32_t[]){ 0, 2, 0, 2 }, (int32_t[]){ 0, 2, 1, 3 });
    mlg_sparse_release(&turned);
    const int64_t many[] = { 0, (int64_t)INT32_MAX + 1 };
    assert_fails(mlg_sparse_transpose_numbers(&turned, (mlg_sparse_view){ 1, 1, many, NULL, NULL }, &err),
                 MLG_DATA, &err, "more than 2^31 pairs");
}

static void no_row_and_no_column_are_fine(void **state)
{
    (void)state;
    const int64_t none[4] = { 0 };
    mlg_sparse_rows turned;
    mlg_error err;
    assert_ok(mlg_sparse_transpose(&turned, (mlg_sparse_view){ 0, 3, none, NULL, NULL }, &err), &err);
    assert_int_equal(turned.n_rows, 3);
    assert_memory_equal(turned.start, none, sizeof none);
    mlg_sparse_release(&turned);
    assert_ok(mlg_sparse_transpose(&turned, (mlg_sparse_view){ 3, 0, none, NULL, NULL }, &err), &err);
    assert_int_equal(turned.n_rows, 0);
    assert_int_equal(turned.n_columns, 3);
    mlg_sparse_release(&turned);
}

static void sorting_keeps_the_order_of_equal_values(void **state)
{
    (void)state;
    enum { LONG = 300 }; /* rows short and long are sorted in two ways */
    mlg_sparse_rows rows;
    mlg_error err;
    assert_ok(mlg_sparse_init(&rows, 2, LONG, LONG + 3, &err), &err);
    rows.start[1] = 3;
    rows.start[2] = LONG + 3;
    memcpy(rows.column, (int32_t[]){ 4, 1, 9 }, 3 * sizeof(int32_t));
    memcpy(rows.value, (int32_t[]){ 8, 3, 3 }, 3 * sizeof(int32_t));
    for (int32_t k = 0; k < LONG; k++) {
        rows.column[3 + k] = k;
        rows.value[3 + k] = (LONG - k) / 2 * 1000;
    }
    assert_ok(mlg_sparse_sort_by_value(&rows, &err), &err);
    assert_memory_equal(rows.column, ((int32_t[]){ 1, 9, 4 }), 3 * sizeof(int32_t));
    assert_memory_equal(rows.value, ((int32_t[]){ 3, 3, 8 }), 3 * sizeof(int32_t));
    for (int32_t k = 1; k < LONG; k++) {
        const int32_t *v = rows.value + 3 + k, *c = rows.column + 3 + k;
        assert_true(v[-1] < v[0] || (v[-1] == v[0] && c[-1] < c[0]));
    }
    mlg_sparse_release(&rows);
}

static void equal_rows_with_one_key_are_one_group(void **state)
{
    (void)state;
    int64_t starts[] = { 0, 1, 2, 3, 4, 4 };
    int32_t columns[] = { 2, 2, 2, 1 }, values[] = { 7, 7, 7, 7 }, key[] = { 1, 0, 1, 1, 1 }, group[5], n_groups;
    const mlg_sparse_rows rows = { 5, 3, starts, columns, values };
    mlg_error err;
    assert_ok(mlg_sparse_group_equal(group, &n_groups, &rows, key, &err), &err);
    assert_int_equal(n_groups, 4);
    assert_memory_equal(group, ((int32_t[]){ 0, 1, 0, 2, 3 }), sizeof group);
}

static void counted_rows_are_filled_and_copied(void **state)
{
    (void)state;
    mlg_sparse_rows rows, copy;
    mlg_error err;
    assert_ok(mlg_sparse_count(&rows, 3, 3, &err), &err);
    rows.start[1] = rows.start[3] = 2;
    assert_ok(mlg_sparse_fill(&rows, &err), &err);
    memcpy(rows.column, column, sizeof column);
    memcpy(rows.value, value, sizeof value);
    assert_ok(mlg_sparse_copy(&copy, mlg_sparse_view_of(&rows), &err), &err);
    assert_rows(&copy, start, column, value);
    mlg_sparse_release(&rows);
    mlg_sparse_release(&copy);
}

static void rows_are_empty_when_memory_runs_out(void **state)
{
    (void)state;
    mlg_sparse_rows rows;
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (int n = 1; st != MLG_OK; n++) {
        assert_true(n <= 4);
        mlg_memory_fail_at(n);
        st = mlg_sparse_transpose(&rows, small, &err);
        mlg_memory_fail_at(0);
        assert_int_equal(st, n <= 3 ? MLG_MEMORY : MLG_OK);
        assert_true(st == MLG_OK || (!rows.start && !rows.column && !rows.value));
    }
    mlg_sparse_release(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_become_rows_in_the_order_of_the_rows),
        cmocka_unit_test(a_transpose_within_a_limit_is_closed_at_it),
        cmocka_unit_test(a_transpose_may_carry_the_numbers_of_the_entries),
        cmocka_unit_test(no_row_and_no_column_are_fine),
        cmocka_unit_test(sorting_keeps_the_order_of_equal_values),
        cmocka_unit_test(equal_rows_with_one_key_are_one_group),
        cmocka_unit_test(counted_rows_are_filled_and_copied),
        cmocka_unit_test(rows_are_empty_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
