#include "small_study.h"

#include "analysis/access/sensitivity.h"
#include "base/memory.h"

#include <math.h>

/* Two factors of 2 and 3 levels; the last goes fastest. */
static void runs_combine_every_level(void **state)
{
    (void)state;
    const mlg_design design = { 2, { 2, 3 } };
    const int32_t first[] = { 0, 0, 0, 1, 1, 1 }, second[] = { 0, 1, 2, 0, 1, 2 };
    assert_int_equal(mlg_design_runs(&design), 6);
    for (int r = 0; r < 6; r++) {
        assert_int_equal(mlg_design_level(&design, r, 0), first[r]);
        assert_int_equal(mlg_design_level(&design, r, 1), second[r]);
    }
}

/* Threshold 2.5. Unit 0: 2 at the first level of the first factor, 3 at the second, whatever the other: the first explains all,
 * half of the runs. Unit 1: 1, 2, 2.5 then 2, 3, 4: flags 1 1 0, 1 0 0, mean 1/2, six squares of 1/4 = 1.5; by the first factor
 * means 2/3 and 1/3, 3 (1/6)^2 x 2 = 1/6, S = 1/9; by the second 1, 1/2, 0: 2 x (1/4 + 0 + 1/4) = 1, S = 2/3. Unit 2: never.
 * Unit 3: known in two runs, once flagged. Unit 4: unknown. */
static void shares_and_deciding_factors_worked_by_hand(void **state)
{
    (void)state;
    enum { UNITS = 5 };
    const double x = (double)NAN;
    const double value[6 * UNITS] = {
        2, 1,   9, 1, x, /* 0 0 */
        2, 2,   9, x, x, /* 0 1 */
        2, 2.5, 9, x, x, /* 0 2 */
        3, 2,   8, 4, x, /* 1 0 */
        3, 3,   7, x, x, /* 1 1 */
        3, 4,   6, x, x, /* 1 2 */
    };
    const mlg_design design = { 2, { 2, 3 } };
    mlg_sensitivity s[UNITS];
    mlg_error err;
    assert_ok(mlg_sensitivity_of(s, &design, 2.5, false, UNITS, value, &err), &err);
    assert_near(s[0].share, 0.5, 0);
    assert_int_equal(s[0].decides, 0);
    assert_near(s[0].first_order[0], 1, 1e-15);
    assert_near(s[0].first_order[1], 0, 1e-15);
    assert_near(s[1].share, 0.5, 0);
    assert_near(s[1].low, 1, 0);
    assert_near(s[1].median, (2 + 2.5) / 2, 0);
    assert_near(s[1].high, 4, 0);
    assert_int_equal(s[1].decides, 1);
    assert_near(s[1].first_order[0], 1.0 / 9, 1e-15);
    assert_near(s[1].first_order[1], 2.0 / 3, 1e-15);
    assert_near(s[2].share, 0, 0);
    assert_int_equal(s[2].decides, -1);
    assert_true(isnan(s[2].first_order[0]));
    assert_near(s[2].median, 8.5, 0);
    assert_int_equal(s[3].known, 2);
    assert_near(s[3].share, 0.5, 0);
    assert_int_equal(s[3].decides, 0);
    assert_int_equal(s[4].known, 0);
    assert_true(isnan(s[4].share) && isnan(s[4].median));
    assert_ok(mlg_sensitivity_of(s, &design, 2.5, true, UNITS, value, &err), &err);
    assert_near(s[1].share, 2.0 / 6, 1e-15); /* 3 and 4 are above 2.5, 2.5 itself is not */
    assert_near(s[2].share, 1, 0);
}

/* x = a + 3 b + noise-free: Var a and Var b are known, shares are 1/10 and 9/10; of an interaction alone (a b centred) no
 * factor decides. */
static void variance_is_shared_out(void **state)
{
    (void)state;
    const mlg_design design = { 2, { 2, 2 } };
    const double sum[] = { 0, 3, 1, 4 }, product[] = { 0, 1, 1, 0 };
    double index[2];
    mlg_sensitivity s;
    mlg_error err;
    mlg_first_order(index, &design, sum);
    assert_near(index[0], 0.1, 1e-15);
    assert_near(index[1], 0.9, 1e-15);
    assert_ok(mlg_sensitivity_of(&s, &design, 0.5, false, 1, product, &err), &err);
    assert_near(s.share, 0.5, 0);
    assert_int_equal(s.decides, -1);
}

/* Shares of variance of independent factors never pass 1; those of an additive result sum to 1. */
static void indices_of_random_designs_are_shares(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int turn = 0; turn < 50; turn++) {
        mlg_design design = { 1 + random_below(&seed, 4), { 0 } };
        double effect[MLG_MAX_FACTORS][4], index[MLG_MAX_FACTORS], any[256], additive[256], sum = 0, total = 0;
        for (int32_t f = 0; f < design.factors; f++) {
            design.levels[f] = 2 + random_below(&seed, 3);
            for (int l = 0; l < 4; l++)
                effect[f][l] = random_unit(&seed);
        }
        for (int32_t r = 0; r < mlg_design_runs(&design); r++) {
            any[r] = random_unit(&seed);
            additive[r] = 0;
            for (int32_t f = 0; f < design.factors; f++)
                additive[r] += effect[f][mlg_design_level(&design, r, f)];
        }
        mlg_first_order(index, &design, any);
        for (int32_t f = 0; f < design.factors; f++) {
            assert_true(index[f] >= 0);
            sum += index[f];
        }
        assert_true(sum <= 1 + 1e-12);
        mlg_first_order(index, &design, additive);
        for (int32_t f = 0; f < design.factors; f++)
            total += index[f];
        assert_near(total, 1, 1e-12);
    }
}

static void designs_are_checked(void **state)
{
    (void)state;
    const mlg_design none = { 0, { 0 } }, empty = { 1, { 0 } }, many = { 3, { 20, 20, 20 } }, one = { 1, { 2 } };
    mlg_error err;
    assert_fails(mlg_sensitivity_of(NULL, &none, 1, false, 0, NULL, &err), MLG_USAGE, &err, "0 factors");
    assert_fails(mlg_sensitivity_of(NULL, &empty, 1, false, 0, NULL, &err), MLG_USAGE, &err,
                 "factor 0 has 0 levels");
    assert_fails(mlg_sensitivity_of(NULL, &many, 1, false, 0, NULL, &err), MLG_USAGE, &err, "more than 2000 runs");
    assert_fails(mlg_sensitivity_of(NULL, &one, (double)NAN, false, 0, NULL, &err), MLG_USAGE, &err,
                 "not a number");
    assert_ok(mlg_sensitivity_of(NULL, &one, 1, false, 0, NULL, &err), &err);
}

static void sensitivity_runs_out_of_memory_cleanly(void **state)
{
    (void)state;
    const mlg_design design = { 1, { 2 } };
    const double value[] = { 1, 2 };
    mlg_sensitivity s;
    mlg_error err;
    for (long n = 1; n <= 2; n++) {
        mlg_memory_fail_at(n);
        assert_int_equal(mlg_sensitivity_of(&s, &design, 1, false, 1, value, &err), MLG_MEMORY);
    }
    mlg_memory_fail_at(0);
    assert_ok(mlg_sensitivity_of(&s, &design, 1, false, 1, value, &err), &err);
}

/* ---- from files to tables ------------------------------------------------------------------------------------------ */

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

enum { COMMUNES = 6 };

/* Smallest and largest value of each commune over the runs, or its APL. */
static void read_values(double value[COMMUNES], mlg_db *db, const char *table, const char *column)
{
    char sql[160];
    for (int i = 0; i < COMMUNES; i++) {
        snprintf(sql, sizeof sql, "SELECT %s FROM %s ORDER BY insee_com LIMIT 1 OFFSET %d", column, table, i);
        value[i] = study_number(db, sql);
    }
}

/* One run under the conventions of the study is the access of the study; at a tenth more speed, or with limits a fifth longer,
 * it is that of a study which says so itself. */
static void one_run_is_a_study_of_its_own(void **state)
{
    static const struct {
        const char *keys;
        small_study other;
    } cases[] = {
        { "sensitivity: { closures: [right], limits: [1], speeds: [1] }\n", { 0 } },
        { "sensitivity: { closures: [right], limits: [1], speeds: [1.1] }\n",
          { .travel = "model: crow, speeds_kmh: [44, 44, 44, 44, 44, 44, 44]" } },
        { "sensitivity: { closures: [right], limits: [1], speeds: [1], supplies: [ { name: moins, acts: 5000 } ] "
          "}\n",
          { 0 } },
    };
    const char *slow = "model: crow, speeds_kmh: [40, 40, 40, 40, 40, 40, 40]";
    double run[COMMUNES], own[COMMUNES];
    for (int c = 0; c < 3; c++) {
        mlg_db *db;
        mlg_error err;
        assert_ok(run_small_study(&db, *state, &(small_study){ .keys = cases[c].keys, .travel = slow }, &err),
                  &err);
        read_values(run, db, "sensibilite", "mediane");
        mlg_db_close(db);
        small_study other = cases[c].other;
        other.travel = other.travel ? other.travel : slow;
        assert_ok(run_small_study(&db, *state, &other, &err), &err);
        read_values(own, db, "acces_commune", c == 2 ? "apl * 5000 / 5400" : "apl");
        mlg_db_close(db);
        for (int i = 0; i < COMMUNES; i++)
            assert_near(run[i], own[i], 1e-12);
    }
}

/* Two supplies and three limits: six runs. The supply alone is proportional, so that what it decides is seen. */
static void a_study_says_what_decides(void **state)
{
    mlg_db *db;
    mlg_error err;
    const small_study s = { .keys = "sensitivity:\n  threshold: 2\n  closures: [right]\n  speeds: [1]\n"
                                    "  supplies: [ { name: la moitié, acts: 2700 }, { name: tout } ]\n" };
    assert_ok(run_small_study(&db, *state, &s, &err), &err);
    assert_near(study_number(db, "SELECT count(*) FROM sensibilite"), COMMUNES, 0);
    assert_near(study_number(db, "SELECT valeur FROM parametre WHERE etape = 'sensitivity' AND nom = 'calculs'"),
                6, 0);
    assert_near(
        study_number(db, "SELECT count(*) FROM sensibilite_niveau WHERE facteur = 'offre' AND calculs = 3"), 2, 0);
    assert_near(study_number(db, "SELECT count(*) FROM sensibilite_niveau"), 5,
                0); /* what has one level is not told */
    assert_near(
        study_number(db, "SELECT max(moyenne) / min(moyenne) FROM sensibilite_niveau WHERE facteur = 'offre'"), 2,
        1e-9);
    /* with half of the supply every commune is under 2; with all of it most are not */
    assert_near(study_number(db, "SELECT count(*) FROM sensibilite WHERE part < 50"), 0, 0);
    assert_true(study_number(db, "SELECT count(*) FROM sensibilite WHERE decide = 'offre'") >= 3);
    assert_near(study_number(db, "SELECT count(*) FROM sensibilite WHERE (decide IS NULL) <> (part IN (0, 100))"),
                0, 0);
    assert_near(
        study_number(db, "SELECT count(*) FROM sensibilite WHERE NOT (mini <= mediane AND mediane <= maxi)"), 0,
        0);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_combine_every_level),
        cmocka_unit_test(shares_and_deciding_factors_worked_by_hand),
        cmocka_unit_test(variance_is_shared_out),
        cmocka_unit_test(indices_of_random_designs_are_shares),
        cmocka_unit_test(designs_are_checked),
        cmocka_unit_test_setup_teardown(one_run_is_a_study_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_study_says_what_decides, set_up, tear_down),
        cmocka_unit_test(sensitivity_runs_out_of_memory_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
