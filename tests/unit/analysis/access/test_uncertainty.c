/* Draws of a measure against closed forms, and what a study says of them. */
#include "try_study.h"

#include "analysis/access/uncertainty.h"
#include "base/normal.h"

#include <math.h>

enum { DRAWS = 20000 };

static double phi(double z)
{
    return 0.5 * erfc(-z / sqrt(2));
}

/* Known values, and Phi(z(p)) = p. */
static void quantiles_are_those_of_the_normal(void **state)
{
    (void)state;
    assert_near(mlg_normal_quantile(0.5), 0, 0);
    assert_near(mlg_normal_quantile(0.975), 1.959963984540054, 1e-14);
    assert_near(mlg_normal_quantile(0.25), -0.6744897501960817, 1e-15);
    assert_near(mlg_normal_quantile(1e-10), -6.361340902404056, 1e-13);
    assert_near(mlg_normal_quantile(1e-300), -37.0471, 1e-4);
    for (int k = 1; k < 1000; k++)
        assert_near(phi(mlg_normal_quantile(k / 1000.0)), k / 1000.0, 1e-15);
}

/* One site, one place, 10 minutes apart: access S / P while the pair is within the decay. */
typedef struct {
    mlg_uncertainty_input input;
    mlg_decay decay;
    int64_t start[2];
    int32_t column[1], time[1], place[1];
    double demand[1], supply[1], heads[1];
} one;

static void make_one(one *o, double supply_cv, double time_cv, double demand_cv)
{
    *o = (one){ .start = { 0, 1 }, .time = { 100 }, .demand = { 1000 }, .supply = { 3000 }, .heads = { 1 } };
    o->decay = *mlg_decay_by_name("binary-30");
    o->decay.end_ds[0] = 120;
    o->input = (mlg_uncertainty_input){ .measure = mlg_measure_by_name("e2sfca"),
                                        .decay = &o->decay,
                                        .params = mlg_measure_defaults(),
                                        .times = { 1, 1, o->start, o->column, o->time },
                                        .demand = o->demand,
                                        .supply = o->supply,
                                        .heads = o->heads,
                                        .supply_cv = supply_cv,
                                        .time_cv = time_cv,
                                        .demand_cv = demand_cv,
                                        .draws = DRAWS,
                                        .seed = 42,
                                        .kept = 1,
                                        .place = o->place,
                                        .threads = 1 };
}

static mlg_uncertain draw_one(one *o, double threshold)
{
    static double value[DRAWS];
    mlg_uncertain u;
    mlg_error err;
    assert_ok(mlg_uncertainty_draws(&o->input, value, &err), &err);
    assert_ok(mlg_uncertainty_of(&u, DRAWS, 1, value, threshold, false, &err), &err);
    return u;
}

/* Four standard errors of a share. */
static double tolerance(double p)
{
    return 4 * sqrt(p * (1 - p) / DRAWS);
}

/* ln A is normal: mean ln(S / P) - (s2 - p2) / 2, variance s2 + p2, with s2 = ln(1 + cv2 / n), p2 = ln(1 + cv2). */
static void supply_and_persons_follow_the_closed_form(void **state)
{
    (void)state;
    const double heads[] = { 1, 4, 0.2 }, thresholds[] = { 2.5, 3, 3.5 };
    for (int h = 0; h < 3; h++)
        for (int t = 0; t < 3; t++) {
            one o;
            make_one(&o, 0.3, 0, 0.1);
            o.heads[0] = heads[h];
            double s2 = log1p(0.09 / fmax(1, heads[h])), p2 = log1p(0.01);
            double want = phi((log(thresholds[t] / 3) + (s2 - p2) / 2) / sqrt(s2 + p2));
            mlg_uncertain u = draw_one(&o, thresholds[t]);
            assert_near(u.beyond, want, tolerance(want));
            assert_near(u.median, 3 * exp((p2 - s2) / 2), 0.03);
            assert_near(u.low, 3 * exp((p2 - s2) / 2 - 1.6448536 * sqrt(s2 + p2)), 0.05);
        }
}

/* A pair of 10 minutes is beyond 12 when L > 1.2 (to half a decisecond): the access is then 0. */
static void times_follow_the_closed_form(void **state)
{
    (void)state;
    one o;
    make_one(&o, 0, 0.2, 0);
    double t2 = log1p(0.04), want = 1 - phi((log(1.205) + t2 / 2) / sqrt(t2));
    mlg_uncertain u = draw_one(&o, 1);
    assert_near(u.beyond, want, tolerance(want));
    assert_near(u.high, 3, 0);
}

/* What the measure misses is drawn on top of its value: ln A is normal, of mean ln 3 - m2 / 2 and variance m2 = ln(1 + cv2). */
static void what_the_measure_misses_follows_the_closed_form(void **state)
{
    (void)state;
    one o;
    make_one(&o, 0, 0, 0);
    o.input.measure_cv = 0.25;
    const double m2 = log1p(0.0625), want = phi((log(2.5 / 3) + m2 / 2) / sqrt(m2));
    const mlg_uncertain u = draw_one(&o, 2.5);
    assert_near(u.beyond, want, tolerance(want));
    assert_near(u.low, 3 * exp(-m2 / 2 - 1.6448536 * sqrt(m2)), 0.05);
    assert_near(u.high, 3 * exp(-m2 / 2 + 1.6448536 * sqrt(m2)), 0.08);
}

static void nothing_drawn_is_the_measure_itself(void **state)
{
    (void)state;
    one o;
    make_one(&o, 0, 0, 0);
    mlg_uncertain u = draw_one(&o, 3);
    assert_near(u.beyond, 0, 0);
    assert_near(u.low, 3, 0);
    assert_near(u.high, 3, 0);
}

static void bad_draws_are_refused(void **state)
{
    (void)state;
    double value[1];
    mlg_error err;
    one o;
    make_one(&o, -0.1, 0, 0);
    assert_fails(mlg_uncertainty_draws(&o.input, value, &err), MLG_USAGE, &err,
                 "coefficient of variation is -0.1");
    make_one(&o, 0, 0, 0);
    o.input.draws = 0;
    assert_fails(mlg_uncertainty_draws(&o.input, value, &err), MLG_USAGE, &err, "0 draws");
    make_one(&o, 0, 0, 0);
    o.input.measure = mlg_measure_by_name("i2sfca");
    assert_fails(mlg_uncertainty_draws(&o.input, value, &err), MLG_USAGE, &err, "measures sites");
}

/* Ranks of the draws (1,3,2,-), (2,2,1,5), (3,1,1,-): unit 0 has 1, 2, 3; unit 1 has 3, 2, 1; unit 2 has 2, 1, 1; unit 3 is known once,
 * and last. */
static void ranks_are_counted_draw_by_draw(void **state)
{
    (void)state;
    const double nan = (double)NAN, value[] = { 1, 3, 2, nan, 2, 2, 1, 5, 3, 1, 1, nan };
    mlg_uncertain u[4];
    mlg_error err;
    assert_ok(mlg_uncertainty_of(u, 3, 4, value, 2, false, &err), &err);
    assert_int_equal(u[0].rank_low, 1);
    assert_int_equal(u[0].rank, 2);
    assert_int_equal(u[0].rank_high, 3);
    assert_int_equal(u[1].rank_low, 1);
    assert_int_equal(u[1].rank_high, 3);
    assert_int_equal(u[2].rank, 1);
    assert_int_equal(u[2].rank_high, 2);
    assert_int_equal(u[3].rank, 4);
    assert_near(u[0].beyond, 1 / 3.0, 1e-15);
    assert_near(u[2].beyond, 2 / 3.0, 1e-15);
    assert_ok(mlg_uncertainty_of(u, 3, 4, value, 2, true, &err), &err);
    assert_int_equal(u[0].rank, 2); /* high is bad: 3, 2, 1 */
    assert_near(u[0].beyond, 1 / 3.0, 1e-15);
}

/* ---- a study ----------------------------------------------------------------------------------------------------- */

#define STUDY(more)                                                                                               \
    "territory: { all: true }\nsources:\n"                                                                        \
    "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n"                                                \
    "  supply: [ { path: doctors.csv, service: gp } ]\n"                                                          \
    "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"         \
    "services: [ { name: gp, acts: 5000 } ]\n"                                                                    \
    "accessibility: [ { service: gp, steps: [ { minutes: 5, weight: 1 } ] } ]\n"                                  \
    "uncertainty: { " more " }\noutputs: { geopackage: s.gpkg }\n"

/* Three communes too far apart to meet: 5, 2.5 and 1 acts a head. With one doctor each, the second is as likely below 2.5 as not. */
static mlg_db *three(const char *folder, const char *study)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,x,y,population\n01001,A,700000,6600000,1000\n01002,B,720000,6600000,2000\n"
               "01003,C,740000,6600000,5000\n01004,D,760000,6600000,10\n");
    write_text(in_folder(folder, "doctors.csv"), "insee_com,quantite\n01001,1\n01002,1\n01003,1\n");
    assert_ok(run_study(&db, folder, study, NULL, &err), &err);
    return db;
}

static void a_commune_near_the_line_is_said_to_be(void **state)
{
    mlg_db *db = three(*state, STUDY("draws: 2000, supply: 0.1, times: 0, population: 0, method: 0"));
    double s = sqrt(log1p(0.01));
    assert_text(db, "SELECT group_concat(constat, ' ') FROM (SELECT constat FROM incertitude ORDER BY insee_com)",
                "dessus pres sous sous");
    assert_near(number(db, "SELECT probabilite FROM incertitude WHERE insee_com = '01002'"), 100 * phi(s / 2), 5);
    assert_near(number(db, "SELECT haut FROM incertitude WHERE insee_com = '01002'"),
                2.5 * exp(1.6448536 * s - s * s / 2), 0.03);
    assert_near(number(db, "SELECT rang_bas = 3 AND rang_haut = 3 FROM incertitude WHERE insee_com = '01002'"), 1,
                0);
    assert_near(number(db, "SELECT population FROM incertitude_bilan WHERE constat = 'pres'"), 2000, 0);
    assert_near(number(db, "SELECT bas FROM incertitude_bilan WHERE constat = 'tous'"), 5010, 0);
    assert_near(number(db, "SELECT haut FROM incertitude_bilan WHERE constat = 'tous'"), 7010, 0);
    mlg_db_close(db);
}

/* The same seed gives the same bits at any number of threads; another seed other ones. */
static void draws_depend_on_their_seed_alone(void **state)
{
    static const char sums[] = "SELECT sum(probabilite * 1e3 + bas + haut * 7) FROM incertitude";
    double got[4];
    const int threads[] = { 1, 3, 4, 1 };
    for (int k = 0; k < 4; k++) {
        mlg_run_result result;
        mlg_error err;
        mlg_db *db = three(*state, k < 3 ? STUDY("draws: 50") : STUDY("draws: 50, seed: 2"));
        mlg_db_close(db);
        mlg_run_options options = { .overwrite = true, .threads = threads[k] };
        assert_int_equal(remove(in_folder(*state, "s.gpkg")), 0);
        assert_ok(mlg_run(&result, in_folder(*state, "study.yaml"), &options, &err), &err);
        mlg_run_result_release(&result);
        assert_ok(mlg_db_open(&db, in_folder(*state, "s.gpkg"), false, &err), &err);
        got[k] = number(db, sums);
        mlg_db_close(db);
    }
    assert_near(got[1], got[0], 0);
    assert_near(got[2], got[0], 0);
    assert_true(got[3] != got[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_normal),
        cmocka_unit_test(supply_and_persons_follow_the_closed_form),
        cmocka_unit_test(times_follow_the_closed_form),
        cmocka_unit_test(what_the_measure_misses_follows_the_closed_form),
        cmocka_unit_test(nothing_drawn_is_the_measure_itself),
        cmocka_unit_test(bad_draws_are_refused),
        cmocka_unit_test(ranks_are_counted_draw_by_draw),
        cmocka_unit_test_setup_teardown(a_commune_near_the_line_is_said_to_be, set_up, tear_down),
        cmocka_unit_test_setup_teardown(draws_depend_on_their_seed_alone, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
