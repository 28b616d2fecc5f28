#include "given_matrix.h"
#include "support.h"

#include "adapters/solver.h"
#include "analysis/catchment/capacity_by_rank.h"
#include "analysis/catchment/capacity_optimal.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* ---- how far a capacity goes ----------------------------------------------------------------------------- */

/* Four vectors of AccessMod's catchment step, capacity 10, and what its code gives. */
static void a_capacity_ends_in_the_band_that_accessmod_gives(void **state)
{
    (void)state;
    static const struct {
        double cumulative[5];
        int32_t inner, outer;
        double share, served, left;
    } cases[] = {
        { { 1, 3, 5, 9, 15 }, 3, 4, 0.166666667, 10, 0 },
        { { 11, 13, 20, 25, 50 }, MLG_NOWHERE, 0, 0.909090909, 10, 0 },
        { { 1, 3, 4, 5, 6 }, 4, MLG_NOWHERE, 0, 6, 4 },
        { { 2, 4, 9, 10, 11 }, 3, MLG_NOWHERE, 0, 10, 0 },
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        mlg_capacity_cut cut = mlg_cut_capacity(5, cases[k].cumulative, 10);
        assert_int_equal(cut.inner, cases[k].inner);
        assert_int_equal(cut.outer, cases[k].outer);
        assert_near(cut.share, cases[k].share, 1e-9);
        assert_near(cut.served, cases[k].served, 1e-12);
        assert_near(cut.left, cases[k].left, 1e-12);
    }
    assert_near(mlg_cut_capacity(0, NULL, 10).left, 10, 0);
    assert_near(mlg_cut_capacity(5, cases[0].cumulative, 0).served, 0, 0);
}

/* ---- by rank --------------------------------------------------------------------------------------------- */

enum { NONE = MLG_UNREACHABLE };

/* Two sites, three places of 4, 6 and 8 persons; minutes:
 *          place 0   1   2
 * site 0     1       2   2      capacity 10
 * site 1     3       1   9      capacity 100, limit 5
 * Site 0 first: place 0 whole (4), 6 of the 14 persons of minute 2: 6/14 of 6 = 2.571, of 8 = 3.429. Site 1:
 * the 3.429 left at place 1. Site 1 first: places 1 and 0 whole (10); then site 0: 8 of place 2. */
static mlg_travel *two_sites(void)
{
    static const int32_t times[] = { 600, 1200, 1200, 1800, 600, 5400 };
    mlg_travel *travel = travel_by_matrix(2, 3, times);
    return travel;
}

static const double three_places[] = { 4, 6, 8 }, two_capacities[] = { 10, 100 };

static void sites_serve_the_nearest_left_in_the_order_of_their_rank(void **state)
{
    (void)state;
    mlg_travel *travel = two_sites();
    const int32_t other_way[] = { 1, 0 };
    mlg_capacity_input input = {
        .travel = travel, .persons = three_places, .capacity = two_capacities, .limit_ds = 3000, .band_ds = 600
    };
    mlg_capacity_output out;
    mlg_error err;
    assert_ok(mlg_serve_by_rank(&out, &input, &err), &err);
    assert_int_equal(out.n_flows, 4);
    assert_near(out.flows[0].persons, 4, 1e-12);
    assert_near(out.flows[1].persons, 6 * 6 / 14.0, 1e-12);
    assert_near(out.flows[2].persons, 8 * 6 / 14.0, 1e-12);
    assert_int_equal(out.flows[3].site, 1);
    assert_near(out.flows[3].persons, 6 * 8 / 14.0, 1e-12);
    assert_near(out.asked[0], 18, 1e-12);
    assert_near(out.served[0], 10, 1e-12);
    assert_near(out.rest[2], 8 * 8 / 14.0, 1e-12);
    mlg_capacity_output_release(&out);
    input.rank = other_way;
    input.ranked = 2;
    assert_ok(mlg_serve_by_rank(&out, &input, &err), &err);
    assert_near(out.served[1], 10, 1e-12);
    assert_near(out.served[0], 8, 1e-12);
    assert_near(out.rest[0] + out.rest[1] + out.rest[2], 0, 0);
    mlg_capacity_output_release(&out);
    mlg_travel_free(travel);
}

static void bands_are_closed_right_and_so_is_the_limit(void **state)
{
    (void)state;
    static const int32_t times[] = { 600, 601, 1200, 1201 };
    static const double persons[] = { 1, 2, 2, 5 }, capacity[] = { 3 };
    mlg_capacity_output out;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(1, 4, times);
    mlg_capacity_input input = {
        .travel = travel, .persons = persons, .capacity = capacity, .limit_ds = 1200, .band_ds = 600
    };
    assert_ok(mlg_serve_by_rank(&out, &input, &err), &err);
    assert_near(out.rest[0], 0, 0); /* minute 1 */
    assert_near(out.rest[1], 1, 1e-12);
    assert_near(out.rest[2], 1, 1e-12);  /* minute 2 with place 1: half of each */
    assert_near(out.asked[0], 5, 1e-12); /* 1201 is beyond the limit */
    mlg_capacity_output_release(&out);
    mlg_travel_free(travel);
}

static void bad_capacities_and_ranks_are_refused(void **state)
{
    (void)state;
    mlg_travel *travel = two_sites();
    const double bad[] = { 1, -1 };
    const int32_t twice[] = { 1, 1 }, missing[] = { 2 };
    mlg_capacity_input good = {
        .travel = travel, .persons = three_places, .capacity = two_capacities, .limit_ds = 3000, .band_ds = 600
    };
    mlg_capacity_output out;
    mlg_error err;
    mlg_capacity_input input = good;
    input.capacity = bad;
    assert_fails(mlg_serve_by_rank(&out, &input, &err), MLG_INPUT, &err, "capacity of site 1 is -1");
    input = good;
    input.rank = twice;
    input.ranked = 2;
    assert_fails(mlg_serve_by_rank(&out, &input, &err), MLG_INPUT, &err, "rank 1 is site 1");
    input.rank = missing;
    input.ranked = 1;
    assert_fails(mlg_serve_by_rank(&out, &input, &err), MLG_INPUT, &err, "rank 0 is site 2");
    input = good;
    input.band_ds = 0;
    assert_fails(mlg_serve_by_rank(&out, &input, &err), MLG_USAGE, &err, "bands of 0");
    mlg_travel_free(travel);
}

/* ---- the best for all -------------------------------------------------------------------------------------- */

/* Site 0 is nearest to both places but has room for one group; place 1 has no other way: place 0 makes room.
 *          place 0 (5)  1 (5)
 * site 0     10         20      room 5
 * site 1     30         -       room 9     total 5 x 30 + 5 x 20 = 250 */
static void who_has_another_way_makes_room_for_who_has_none(void **state)
{
    (void)state;
    const int64_t start[] = { 0, 2, 3 };
    const int32_t place[] = { 0, 1, 0 }, time_ds[] = { 10, 20, 30 };
    const mlg_sparse_view pairs = { 2, 2, start, place, time_ds };
    int64_t flow[3];
    mlg_assignment total;
    mlg_error err;
    assert_ok(mlg_assign(flow, &total, pairs, (int64_t[]){ 5, 5 }, (int64_t[]){ 5, 9 }, NULL, &err), &err);
    assert_int_equal(flow[0], 0);
    assert_int_equal(flow[1], 5);
    assert_int_equal(flow[2], 5);
    assert_int_equal(total.person_ds, 250);
    assert_int_equal(total.unserved, 0);
    assert_fails(mlg_assign(flow, &total, pairs, (int64_t[]){ 5, -5 }, (int64_t[]){ 5, 9 }, NULL, &err), MLG_INPUT,
                 &err, "population of place 1 is -5");
}

/* Every way to split the persons, one by one: site of each, or none. */
static void try_all(const int32_t *matrix, int sites, int persons, const int *place_of, int places, int64_t *room,
                    int at, int64_t served, int64_t time, int64_t best[2])
{
    if (at == persons) {
        if (served > best[0] || (served == best[0] && time < best[1])) {
            best[0] = served;
            best[1] = time;
        }
        return;
    }
    try_all(matrix, sites, persons, place_of, places, room, at + 1, served, time, best);
    for (int j = 0; j < sites; j++) {
        int32_t t = matrix[j * places + place_of[at]];
        if (t == NONE || room[j] == 0)
            continue;
        room[j]--;
        try_all(matrix, sites, persons, place_of, places, room, at + 1, served + 1, time + t, best);
        room[j]++;
    }
}

static void check_flows(const mlg_sparse_rows *pairs, const int64_t *flow, const mlg_assignment *total,
                        const int64_t *persons, const int64_t *capacity)
{
    int64_t used[64] = { 0 }, time = 0;
    for (int32_t j = 0; j < pairs->n_rows; j++) {
        int64_t served = 0;
        for (int64_t k = pairs->start[j]; k < pairs->start[j + 1]; k++) {
            assert_true(flow[k] >= 0);
            served += flow[k];
            used[pairs->column[k]] += flow[k];
            time += flow[k] * pairs->value[k];
        }
        assert_true(served <= capacity[j]);
    }
    for (int32_t i = 0; i < pairs->n_columns; i++)
        assert_true(used[i] <= persons[i]);
    assert_int_equal(time, total->person_ds);
}

static void random_matrix(int32_t *matrix, int count, int reachable_percent, int longest, uint64_t *seed)
{
    for (int k = 0; k < count; k++)
        matrix[k] = random_below(seed, 100) < reachable_percent ? random_below(seed, longest) : NONE;
}

static void assignment_equals_brute_force(void **state)
{
    (void)state;
    enum { S = 3, P = 4 };
    uint64_t seed = 11;
    for (int round = 0; round < campaign(150); round++) {
        int32_t matrix[S * P];
        int64_t persons[P], capacity[S], flow[S * P], best[2] = { 0, 0 };
        int place_of[P * 2], n = 0;
        mlg_travel *travel;
        mlg_sparse_rows pairs;
        mlg_assignment total;
        mlg_error err;
        random_matrix(matrix, S * P, 65, 9, &seed);
        for (int i = 0; i < P; i++) {
            persons[i] = random_below(&seed, 3);
            for (int k = 0; k < persons[i]; k++)
                place_of[n++] = i;
        }
        for (int j = 0; j < S; j++)
            capacity[j] = random_below(&seed, 4);
        travel = travel_by_matrix(S, P, matrix);
        assert_ok(mlg_travel_rows(&pairs, travel, 7, 1, &err), &err);
        assert_ok(mlg_assign(flow, &total, mlg_sparse_view_of(&pairs), persons, capacity, NULL, &err), &err);
        check_flows(&pairs, flow, &total, persons, capacity);
        for (int k = 0; k < S * P; k++)
            matrix[k] = matrix[k] <= 7 ? matrix[k] : NONE;
        try_all(matrix, S, n, place_of, P, capacity, 0, 0, 0, best);
        assert_int_equal(total.served, best[0]);
        assert_int_equal(total.person_ds, best[1]);
        mlg_sparse_release(&pairs);
        mlg_travel_free(travel);
    }
}

/* The same as a linear program: each served person is worth more than any saving of time. */
static double solve_by_cbc(const mlg_sparse_rows *pairs, const int64_t *persons, const int64_t *capacity,
                           double prize)
{
    enum { MOST = 4096 };
    static double objective[MOST], lower[MOST], upper[MOST], row_lower[256], row_upper[256], value[2 * MOST];
    static int32_t row_start[257], column[2 * MOST];
    int32_t n = (int32_t)pairs->start[pairs->n_rows], at = 0, rows = 0;
    mlg_solver_answer answer;
    mlg_error err;
    for (int32_t k = 0; k < n; k++) {
        objective[k] = pairs->value[k] - prize;
        upper[k] = HUGE_VAL;
    }
    for (int32_t j = 0; j < pairs->n_rows; j++, rows++) {
        row_start[rows] = at;
        row_upper[rows] = (double)capacity[j];
        for (int64_t k = pairs->start[j]; k < pairs->start[j + 1]; k++)
            column[at++] = (int32_t)k;
    }
    for (int32_t i = 0; i < pairs->n_columns; i++, rows++) {
        row_start[rows] = at;
        row_upper[rows] = (double)persons[i];
        for (int32_t k = 0; k < n; k++)
            if (pairs->column[k] == i)
                column[at++] = (int32_t)k;
    }
    row_start[rows] = at;
    for (int32_t k = 0; k < at; k++)
        value[k] = 1;
    for (int32_t r = 0; r < rows; r++)
        row_lower[r] = -HUGE_VAL;
    mlg_solver_problem problem = { .n_columns = n,
                                   .objective = objective,
                                   .lower = lower,
                                   .upper = upper,
                                   .n_rows = rows,
                                   .row_start = row_start,
                                   .row_column = column,
                                   .row_value = value,
                                   .row_lower = row_lower,
                                   .row_upper = row_upper };
    assert_ok(mlg_solver_solve(&answer, &problem, &(mlg_solver_options){ 0 }, &err), &err);
    assert_int_equal(answer.status, MLG_SOLVER_OPTIMAL);
    double best = answer.objective;
    mlg_solver_answer_release(&answer);
    return best;
}

static void assignment_equals_the_linear_program(void **state)
{
    (void)state;
    enum { S = 12, P = 60 };
    uint64_t seed = 5;
    if (!mlg_solver_available()) {
        print_message("built without a solver: skipped\n");
        return;
    }
    for (int round = 0; round < 12; round++) {
        static int32_t matrix[S * P];
        int64_t persons[P], capacity[S], flow[S * P];
        const double prize = 1e6;
        mlg_travel *travel;
        mlg_sparse_rows pairs;
        mlg_assignment total;
        mlg_error err;
        random_matrix(matrix, S * P, 30, 1000, &seed);
        for (int i = 0; i < P; i++)
            persons[i] = random_below(&seed, 500);
        for (int j = 0; j < S; j++)
            capacity[j] = random_below(&seed, 2500);
        travel = travel_by_matrix(S, P, matrix);
        assert_ok(mlg_travel_rows(&pairs, travel, NONE, 1, &err), &err);
        assert_ok(mlg_assign(flow, &total, mlg_sparse_view_of(&pairs), persons, capacity, NULL, &err), &err);
        check_flows(&pairs, flow, &total, persons, capacity);
        double got = (double)total.person_ds - prize * (double)total.served;
        assert_near(got, solve_by_cbc(&pairs, persons, capacity, prize), 1e-3 + 1e-9 * fabs(got));
        mlg_sparse_release(&pairs);
        mlg_travel_free(travel);
    }
}

/* ---- memory ------------------------------------------------------------------------------------------------- */

static mlg_status serve_and_assign(const mlg_travel *travel, mlg_error *err)
{
    mlg_capacity_input input = {
        .travel = travel, .persons = three_places, .capacity = two_capacities, .limit_ds = 3000, .band_ds = 600
    };
    mlg_capacity_output out;
    mlg_sparse_rows pairs;
    mlg_assignment total;
    int64_t flow[6];
    mlg_status st = mlg_serve_by_rank(&out, &input, err);
    mlg_capacity_output_release(&out);
    if (st != MLG_OK)
        return st;
    st = mlg_travel_rows(&pairs, travel, 3000, 1, err);
    if (st == MLG_OK)
        st = mlg_assign(flow, &total, mlg_sparse_view_of(&pairs), (int64_t[]){ 4, 6, 8 }, (int64_t[]){ 10, 100 },
                        NULL, err);
    mlg_sparse_release(&pairs);
    return st;
}

static void out_of_memory_is_a_status(void **state)
{
    (void)state;
    mlg_travel *travel = two_sites();
    mlg_status st = MLG_MEMORY;
    mlg_error err;
    long n = 0;
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = serve_and_assign(travel, &err);
        mlg_memory_fail_at(0);
    }
    assert_int_equal(st, MLG_OK);
    assert_true(n > 20);
    mlg_travel_free(travel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_capacity_ends_in_the_band_that_accessmod_gives),
        cmocka_unit_test(sites_serve_the_nearest_left_in_the_order_of_their_rank),
        cmocka_unit_test(bands_are_closed_right_and_so_is_the_limit),
        cmocka_unit_test(bad_capacities_and_ranks_are_refused),
        cmocka_unit_test(who_has_another_way_makes_room_for_who_has_none),
        cmocka_unit_test(assignment_equals_brute_force),
        cmocka_unit_test(assignment_equals_the_linear_program),
        cmocka_unit_test(out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
