#include "support.h"

#include "analysis/policy/score.h"

#include <math.h>

/* Four areas. APL (low is worse, weight 3): 2, 3, 3, 4: worse than 3, 1.5, 1.5 and 0 of 3. Minutes (weight 1): 10, 40, 20, unknown: worse than 0, 2
 * and 1 of 2; the fourth has no score. A criterion that nobody knows does not count. 100 * (3 * 1 + 0) / 4 = 75; (3 * 0.5 + 1) / 4 = 62.5;
 * (3 * 0.5 + 0.5) / 4 = 50. */
static void ranks_are_weighted(void **state)
{
    (void)state;
    static const double apl[] = { 2, 3, 3, 4 };
    const double minutes[] = { 10, 40, 20, (double)NAN },
                 none[] = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };
    mlg_score_criterion criteria[] = { { apl, 3, true }, { minutes, 1, false }, { none, 5, false } };
    double score[4];
    bool known[3];
    mlg_error err;
    assert_ok(mlg_score(score, known, 4, 3, criteria, &err), &err);
    assert_near(score[0], 75, 1e-12);
    assert_near(score[1], 62.5, 1e-12);
    assert_near(score[2], 50, 1e-12);
    assert_true(isnan(score[3]));
    assert_true(known[0] && known[1] && !known[2]);
    criteria[1].weight = 0;
    assert_ok(mlg_score(score, known, 4, 2, criteria, &err), &err);
    assert_near(score[3], 0, 0);
    criteria[0].weight = -1;
    assert_fails(mlg_score(score, known, 4, 2, criteria, &err), MLG_INPUT, &err, "0 or more");
}

/* Many areas, of which some share a value and some have none, by the definition: who is better off is counted pair by pair. */
static void ranks_are_those_of_pairs(void **state)
{
    enum { MANY = 300 };
    double value[MANY], score[MANY];
    bool known;
    uint64_t seed = 11;
    mlg_error err;
    (void)state;
    for (int turn = 0; turn < 20; turn++) {
        const bool low = turn % 2 == 0;
        for (int u = 0; u < MANY; u++)
            value[u] = random_below(&seed, 10) == 0 ? (double)NAN : random_below(&seed, 5 + 20 * turn);
        const mlg_score_criterion one = { value, 2, low };
        assert_ok(mlg_score(score, &known, MANY, 1, &one, &err), &err);
        for (int u = 0; u < MANY; u++) {
            double better = 0, others = 0;
            for (int v = 0; v < MANY; v++) {
                if (v == u || isnan(value[v]))
                    continue;
                others++;
                better += value[v] == value[u] ? 0.5 : low == (value[v] > value[u]);
            }
            if (isnan(value[u]))
                assert_true(isnan(score[u]));
            else
                assert_near(score[u], 100 * better / others, 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(ranks_are_weighted),
                                        cmocka_unit_test(ranks_are_those_of_pairs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
