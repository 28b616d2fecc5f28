#include "support.h"

#include "analysis/common/outcome.h"

/* A minimum of 110 with a bound of 100: 10 apart, of 110. */
static void the_gap_is_a_share_of_the_objective(void **state)
{
    (void)state;
    mlg_outcome o = { .method = "any", .stopped = true };
    mlg_outcome_set_bound(&o, 100, 10, 110);
    assert_near(o.bound, 100, 0);
    assert_near(o.gap, 1.0 / 11, 1e-15);
    assert_false(o.proved);
    assert_true(o.stopped);
    assert_string_equal(o.method, "any");
}

static void a_bound_that_is_reached_or_passed_is_a_proof_without_gap(void **state)
{
    (void)state;
    for (double apart = 0; apart >= -1; apart--) {
        mlg_outcome o = { 0 };
        mlg_outcome_set_bound(&o, 5, apart, 5);
        assert_true(o.proved);
        assert_near(o.gap, 0, 0);
    }
}

static void another_unit_changes_the_bound_alone(void **state)
{
    (void)state;
    mlg_outcome o = { .bound = 120, .gap = 0.25, .stopped = true, .method = "any", .seconds = 3 };
    mlg_outcome minutes = mlg_outcome_scaled(&o, 60);
    assert_near(minutes.bound, 2, 0);
    assert_near(minutes.gap, 0.25, 0);
    assert_true(minutes.stopped && !minutes.proved);
    assert_near(minutes.seconds, 3, 0);
    assert_near(o.bound, 120, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gap_is_a_share_of_the_objective),
        cmocka_unit_test(a_bound_that_is_reached_or_passed_is_a_proof_without_gap),
        cmocka_unit_test(another_unit_changes_the_bound_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
