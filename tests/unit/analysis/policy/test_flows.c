#include "support.h"

#include "analysis/policy/flows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A (APL 2.0, 1,000 people) and B (2.4, 1,000) lack 500 and 100 acts to 2.5; C (3.0, 2 doctors, 3 km from A) and D (4.0, 1
 * doctor, 5 km from A, 1 km from B) give 200 acts a doctor: 600. A, the lowest, takes the 400 of C, then 100 of D; B takes
 * the 100 left. E (unknown) neither gives nor takes, F is out of reach. */
static const mlg_policy_place places[] = {
    { 0, 0, 1000, 2.0, 0, MLG_SIDE_ANY },         { 5000, 1000, 1000, 2.4, 0, MLG_SIDE_ANY },
    { 3000, 0, 1000, 3.0, 2, MLG_SIDE_ANY },      { 5000, 0, 1000, 4.0, 1, MLG_SIDE_ANY },
    { 1, 1, 1000, (double)NAN, 9, MLG_SIDE_ANY }, { 90000, 0, 1000, 5.0, 9, MLG_SIDE_ANY },
};

static void the_lowest_take_first_from_the_nearest(void **state)
{
    (void)state;
    static const mlg_policy_flow want[] = { { 2, 0, 400 }, { 3, 0, 100 }, { 3, 1, 100 } };
    const mlg_solidarity rule = { 2.5, 200, 10000 };
    mlg_policy_flows got;
    mlg_error err;
    assert_ok(mlg_solidarity_flows(&got, 6, places, &rule, &err), &err);
    assert_int_equal(got.count, 3);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(got.flows[k].from, want[k].from);
        assert_int_equal(got.flows[k].to, want[k].to);
        assert_near(got.flows[k].amount, want[k].amount, 1e-9);
    }
    assert_near(got.given, 600, 1e-9);
    assert_near(got.lack, 600, 1e-9);
    assert_near(got.available, 3 * 200 + 9 * 200, 0);
    free(got.flows);
}

/* A only gives, and takes nothing: B takes its 100 of D, the nearest. Where D only takes, C gives it. */
static void who_only_gives_takes_nothing(void **state)
{
    (void)state;
    const mlg_solidarity rule = { 2.5, 200, 10000 };
    mlg_policy_place some[6];
    mlg_policy_flows got;
    mlg_error err;
    memcpy(some, places, sizeof some);
    some[0].side = MLG_SIDE_GIVES;
    assert_ok(mlg_solidarity_flows(&got, 6, some, &rule, &err), &err);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.flows[0].from, 3);
    assert_int_equal(got.flows[0].to, 1);
    assert_near(got.flows[0].amount, 100, 1e-9);
    assert_near(got.lack, 100, 1e-9);
    free(got.flows);
    some[3].side = MLG_SIDE_TAKES;
    assert_ok(mlg_solidarity_flows(&got, 6, some, &rule, &err), &err);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.flows[0].from, 2);
    assert_near(got.flows[0].amount, 100, 1e-9);
    assert_near(got.available, 2 * 200 + 9 * 200, 0);
    free(got.flows);
}

/* Nobody gives more than he has, nobody takes more than he lacks, and all that is given is received, on many communes. */
static void acts_are_conserved(void **state)
{
    enum { MANY = 300 };
    (void)state;
    mlg_policy_place many[MANY];
    double given[MANY] = { 0 }, taken[MANY] = { 0 }, sum = 0;
    const mlg_solidarity rule = { 2.5, 528, 20000 };
    mlg_policy_flows got;
    mlg_error err;
    for (int i = 0; i < MANY; i++)
        many[i] = (mlg_policy_place){
            (i * 7919) % 100000, (i * 104729) % 90000, 400 + (i * 31) % 3000, 1 + (i * 37 % 100) / 25.0, i % 7,
            MLG_SIDE_ANY
        };
    assert_ok(mlg_solidarity_flows(&got, MANY, many, &rule, &err), &err);
    assert_true(got.count > 20);
    for (int32_t k = 0; k < got.count; k++) {
        mlg_policy_flow f = got.flows[k];
        assert_true(many[f.to].apl < 2.5 && many[f.from].apl >= 2.5 && f.amount > 0);
        assert_true(hypot(many[f.from].x - many[f.to].x, many[f.from].y - many[f.to].y) <= 20000);
        given[f.from] += f.amount;
        taken[f.to] += f.amount;
        sum += f.amount;
    }
    assert_near(sum, got.given, 1e-6);
    for (int i = 0; i < MANY; i++) {
        assert_true(given[i] <= many[i].doctors * 528 + 1e-6);
        assert_true(taken[i] <= fmax(0, (2.5 - many[i].apl) * many[i].people) + 1e-6);
    }
    free(got.flows);
}

/* 0.004 consultation is lacking at A, and 0.004 left to C once B has its 100: neither is a move, which a scenario would write as 0.00. */
static void less_than_a_scenario_writes_does_not_move(void **state)
{
    static const mlg_policy_place some[] = {
        { 0, 0, 1, 2.496, 0, MLG_SIDE_ANY },
        { 1000, 0, 1000, 2.4, 0, MLG_SIDE_ANY },
        { 2000, 0, 1000, 3.0, 1, MLG_SIDE_ANY },
        { 3000, 0, 1000, 2.45, 0, MLG_SIDE_ANY },
    };
    const mlg_solidarity rule = { 2.5, 100.004, 10000 };
    mlg_policy_flows got;
    mlg_error err;
    (void)state;
    assert_ok(mlg_solidarity_flows(&got, 4, some, &rule, &err), &err);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.flows[0].to, 1);
    assert_near(got.flows[0].amount, 100, 1e-9);
    assert_near(got.lack, 150.004, 1e-9);
    free(got.flows);
}

/* Three juniors, one for two doctors: C (3.0, 2 doctors) has one place, D none, F four; the lowest that can supervise first. */
static void juniors_go_where_someone_supervises_them(void **state)
{
    (void)state;
    const mlg_juniors rule = { 3, 0.5 };
    mlg_policy_flows got;
    mlg_error err;
    assert_ok(mlg_junior_flows(&got, 6, places, &rule, &err), &err);
    assert_int_equal(got.count, 2);
    assert_int_equal(got.flows[0].to, 2);
    assert_near(got.flows[0].amount, 1, 0);
    assert_int_equal(got.flows[1].to, 5);
    assert_near(got.flows[1].amount, 2, 0);
    assert_near(got.available, 5, 0);
    free(got.flows);
    const mlg_solidarity bad = { 2.5, -1, 10 };
    assert_fails(mlg_solidarity_flows(&got, 6, places, &bad, &err), MLG_INPUT, &err, "must be 0 or more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_take_first_from_the_nearest),
        cmocka_unit_test(who_only_gives_takes_nothing),
        cmocka_unit_test(acts_are_conserved),
        cmocka_unit_test(less_than_a_scenario_writes_does_not_move),
        cmocka_unit_test(juniors_go_where_someone_supervises_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
