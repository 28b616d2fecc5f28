#include "support.h"

#include "analysis/siting/candidate_rows.h"

/* Four candidates (free, existing, forbidden, forced) and three demand points, the last one of weight 0. */
static const int64_t start[] = { 0, 2, 4, 5, 7 };
static const int32_t demand[] = { 0, 2, 0, 1, 1, 1, 0 }, time_s[] = { 50, 10, 20, 90, 5, 30, 40 };
static const int64_t weight[] = { 3, 4, 0 };
static const uint8_t state[] = { MLG_CANDIDATE_FREE, MLG_CANDIDATE_EXISTING, MLG_CANDIDATE_FORBIDDEN,
                                 MLG_CANDIDATE_FORCED };
static const mlg_siting_problem problem = { .n_demand = 3,
                                            .weight = weight,
                                            .n_candidates = 4,
                                            .row_start = start,
                                            .row_demand = demand,
                                            .row_cost = time_s,
                                            .state = state };

static int64_t count(const mlg_row_filter *filter)
{
    mlg_error err;
    mlg_sparse_rows rows;
    assert_ok(mlg_candidate_rows(&rows, &problem, filter, &err), &err);
    int64_t n = rows.start[rows.n_rows];
    mlg_sparse_release(&rows);
    return n;
}

static void candidates_are_listed_by_state_time_and_weight(void **context)
{
    (void)context;
    const int32_t under_s[] = { 45, 90, 100 };
    const uint8_t only[] = { 1, 0, 0, 0 };
    assert_int_equal(count(&(mlg_row_filter){ .states = MLG_LIST_ANY, .limit_s = 100, .with_weightless = true }),
                     7);
    assert_int_equal(count(&(mlg_row_filter){ .states = MLG_LIST_ANY, .limit_s = 100 }), 6);
    assert_int_equal(count(&(mlg_row_filter){ .states = MLG_LIST_ALLOWED, .limit_s = 100 }), 5);
    assert_int_equal(count(&(mlg_row_filter){ .states = MLG_LIST_ALLOWED, .limit_s = 40 }), 3);
    assert_int_equal(count(&(mlg_row_filter){ .states = MLG_LIST_OPENABLE, .limit_s = 100 }), 3);
    assert_int_equal(count(&(mlg_row_filter){ MLG_LIST_OPENABLE, only, 100, NULL, true, false }), 2);
    assert_int_equal(count(&(mlg_row_filter){ MLG_LIST_ALLOWED, NULL, 100, under_s, false, false }), 3);
}

/* Demand point 0 is 20 s from candidate 1, 40 s from 3 and 50 s from 0. */
static void rows_by_demand_are_ascending_or_by_time(void **context)
{
    (void)context;
    mlg_error err;
    mlg_sparse_rows rows;
    mlg_row_filter all = { .states = MLG_LIST_ALLOWED, .limit_s = 100 };
    assert_ok(mlg_demand_rows(&rows, &problem, &all, false, &err), &err);
    assert_int_equal(rows.start[1], 3);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(rows.column[k], ((const int[]){ 0, 1, 3 })[k]);
        assert_int_equal(rows.value[k], ((const int[]){ 50, 20, 40 })[k]);
    }
    mlg_sparse_release(&rows);
    assert_ok(mlg_demand_rows(&rows, &problem, &all, true, &err), &err);
    for (int k = 0; k < 3; k++)
        assert_int_equal(rows.column[k], ((const int[]){ 1, 3, 0 })[k]);
    mlg_sparse_release(&rows);
    all.without_times = true;
    assert_ok(mlg_demand_rows(&rows, &problem, &all, false, &err), &err);
    for (int k = 0; k < 5; k++)
        assert_int_equal(rows.value[k], 0);
    mlg_sparse_release(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(candidates_are_listed_by_state_time_and_weight),
        cmocka_unit_test(rows_by_demand_are_ascending_or_by_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
