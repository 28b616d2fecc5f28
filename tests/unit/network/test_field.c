/* The examples on the real files of ../shared/data: what they hold, how near the computed access is to the published
 * one, and how long they take. Skipped, and said so, where that folder is not. */
#include "support.h"

#include "adapters/db/database.h"
#include "adapters/layer/read.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs an example into `folder`, prints its time and the name of the stages; the study, open. */
static mlg_db *run_example(const char *name, const char *folder, const char *data)
{
    char study[4096];
    mlg_run_result result;
    mlg_error err;
    mlg_db *db;
    mlg_run_options options = { .data_folder = data, .output_folder = folder };
    snprintf(study, sizeof study, "%s/examples/%s/study.yaml", SOURCE_DIR, name);
    double start = now();
    assert_ok(mlg_run(&result, study, &options, &err), &err);
    print_message("%s: %.1f s\n", name, now() - start);
    for (int32_t i = 0; i < result.stage_count; i++)
        print_message("  %-10s %6.2f s  %s\n", result.stages[i].name, result.stages[i].seconds,
                      result.stages[i].summary);
    assert_ok(mlg_db_open(&db, result.geopackage, false, &err), &err);
    mlg_run_result_release(&result);
    return db;
}

static double number(mlg_db *db, const char *sql)
{
    mlg_error err;
    char *text;
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    double value = text ? strtod(text, NULL) : (double)NAN;
    free(text);
    return value;
}

/* ---- rank correlation --------------------------------------------------------------------------------------- */

typedef struct {
    double value;
    int32_t index;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    double x = ((const ranked *)a)->value, y = ((const ranked *)b)->value;
    return (x > y) - (x < y);
}

/* Ranks from 1; equal values share the mean of theirs. */
static void rank(double *ranks, const double *values, int32_t n)
{
    ranked *order = malloc((size_t)n * sizeof *order);
    for (int32_t i = 0; i < n; i++)
        order[i] = (ranked){ values[i], i };
    qsort(order, (size_t)n, sizeof *order, compare_ranked);
    for (int32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && order[j].value == order[i].value;)
            j++;
        for (int32_t k = i; k < j; k++)
            ranks[order[k].index] = (i + 1 + j) / 2.0;
    }
    free(order);
}

static double spearman(const double *a, const double *b, int32_t n)
{
    double *ra = malloc((size_t)n * sizeof *ra), *rb = malloc((size_t)n * sizeof *rb), mean = (n + 1) / 2.0;
    double ab = 0, aa = 0, bb = 0;
    rank(ra, a, n);
    rank(rb, b, n);
    for (int32_t i = 0; i < n; i++) {
        ab += (ra[i] - mean) * (rb[i] - mean);
        aa += (ra[i] - mean) * (ra[i] - mean);
        bb += (rb[i] - mean) * (rb[i] - mean);
    }
    free(ra);
    free(rb);
    return ab / sqrt(aa * bb);
}

/* Ranks of a: 1, 2.5, 2.5, 4; of b: 2, 1, 3, 4; means 2.5. Products: (-1.5)(-0.5) + 0 + 0 + (1.5)(1.5) = 3; squares: 4.5
 * and 5; so 3 / sqrt(22.5). */
static void ranks_that_tie_share_their_mean(void **state)
{
    (void)state;
    const double a[] = { 10, 20, 20, 30 }, b[] = { 2, 1, 3, 4 };
    assert_near(spearman(a, b, 4), 3 / sqrt(22.5), 1e-12);
}

/* ---- Pas-de-Calais -------------------------------------------------------------------------------------------- */

/* Published and computed access of the communes that have both; the number of them. */
static int32_t read_pairs(double *published, double *computed, int32_t most, mlg_db *db, const char *indicators)
{
    mlg_error err;
    mlg_layer *layer;
    int insee, apl;
    bool got = true;
    int32_t n = 0;
    assert_ok(mlg_layer_open(&layer, indicators, NULL, &err), &err);
    assert_ok(mlg_layer_need(&insee, layer, "insee", &err), &err);
    assert_ok(mlg_layer_need(&apl, layer, "apl_mg2018", &err), &err);
    while (n < most) {
        char sql[128];
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        snprintf(sql, sizeof sql, "SELECT apl FROM acces_commune WHERE insee_com = '%.5s'",
                 mlg_layer_text(layer, insee));
        computed[n] = number(db, sql);
        if (mlg_parse_number(mlg_layer_text(layer, apl), &published[n]) && !isnan(computed[n]))
            n++;
    }
    mlg_layer_close(layer);
    return n;
}

/* People times what each can reach is what the doctors give, here and in the neighbourhood. */
static void assert_conserved(mlg_db *db)
{
    double reached = number(db, "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l ON l.code = a.code "
                                "WHERE a.service = 'gp' AND a.mesure = 'apl'");
    double given =
        number(db, "SELECT sum(quantite * CASE WHEN substr(insee_com, 1, 2) = '62' THEN 5150 WHEN "
                   "substr(insee_com, 1, 2) = '59' THEN 5230 WHEN substr(insee_com, 1, 2) IN ('04', '05', "
                   "'06', '13', '83', '84') THEN 3825 ELSE 4470 END) FROM offre WHERE service = 'gp'") -
        number(db, "SELECT valeur FROM parametre WHERE nom = 'offre_sans_population'");
    print_message("  %.0f acts a year given, %.3g lost on the way\n", given, given - reached);
    assert_near(reached, given, given * 1e-12);
}

static void pas_de_calais_is_near_what_is_published(void **state)
{
    enum { COMMUNES = 887 };
    double published[COMMUNES], computed[COMMUNES];
    const char *data = shared_data("."), *indicators = shared_data("pasdecalais/communes_62_indicators.csv");
    if (!data || !indicators) {
        print_message("skipped: ../shared/data is not beside the project\n");
        skip();
    }
    mlg_db *db = run_example("pas-de-calais", *state, data);
    assert_near(number(db, "SELECT count(*) FROM commune WHERE perimetre = 1"), 887, 0);
    assert_near(number(db, "SELECT sum(population) FROM commune WHERE perimetre = 1"), 1457905, 0);
    assert_near(number(db, "SELECT count(*) FROM qpv"), 64, 0);
    assert_near(number(db, "SELECT count(*) FROM commune WHERE perimetre = 1 AND approx = 1"), 0, 0);
    assert_conserved(db);
    int32_t n = read_pairs(published, computed, COMMUNES, db, indicators);
    double r = spearman(published, computed, n);
    print_message("  rank correlation with the published APL 2018: %.4f over %d communes\n", r, (int)n);
    assert_int_equal(n, COMMUNES);
    assert_true(r >= 0.77);
    /* desert areas: whole communes, once each, their people and their surface */
    assert_near(number(db, "SELECT sum(nb_communes) FROM desert"),
                number(db, "SELECT count(*) FROM acces_commune WHERE apl < 2.5"), 0);
    assert_near(number(db, "SELECT sum(population) FROM desert"),
                number(db, "SELECT sum(population) FROM acces_commune WHERE apl < 2.5"), 1e-6);
    /* what is missing is that of the communes; nearly everybody has a known income */
    double missing = number(db, "SELECT sum(max(0, 2.5 - apl) * pop_std) FROM acces_commune");
    assert_near(number(db, "SELECT manque FROM besoin_zone WHERE zone = 0"), missing, 1e-9 * missing);
    assert_near(number(db, "SELECT sum(manque) FROM besoin"), missing, 1e-9 * missing);
    assert_near(number(db, "SELECT count(*) FROM besoin_zone WHERE ajout < manque"), 0, 0);
    assert_true(number(db, "SELECT palma > 0 AND sans_revenu < 4000 FROM equite WHERE groupe = 'tous'") > 0);
    /* 72 runs; the study itself is one of them */
    assert_near(number(db, "SELECT count(*) FROM sensibilite s JOIN acces_commune a USING (insee_com) "
                           "WHERE a.apl < s.mini - 1e-12 OR a.apl > s.maxi + 1e-12"),
                0, 0);
    print_message("  of %d runs: %.0f communes always under 2.5, %.0f depending on conventions\n", 72,
                  number(db, "SELECT count(*) FROM sensibilite WHERE part = 100"),
                  number(db, "SELECT count(*) FROM sensibilite WHERE part > 0 AND part < 100"));
    /* gauges and nearest-site areas hold everybody */
    assert_near(number(db, "SELECT sum(population) FROM bassin WHERE nature = 'affectation'"), 1457905, 1e-6);
    assert_near(number(db, "SELECT sum(population) FROM bassin WHERE nature = 'anneau'"), 1457905, 1e-6);
    mlg_db_close(db);
}

/* ---- France ----------------------------------------------------------------------------------------------------- */

static void metropolitan_france_goes_the_same_way(void **state)
{
    if (!full_run())
        skip();
    const char *data = shared_data(".");
    if (!data || !shared_data("communes/communes_metro_cog2025_l93.gpkg")) {
        print_message("skipped: ../shared/data is not beside the project\n");
        skip();
    }
    mlg_db *db = run_example("france", *state, data);
    assert_near(number(db, "SELECT count(*) FROM commune"), 34746, 0);
    assert_near(number(db, "SELECT sum(population) FROM commune"), 66165815, 0);
    assert_conserved(db);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_that_tie_share_their_mean),
        cmocka_unit_test_setup_teardown(pas_de_calais_is_near_what_is_published, set_up, tear_down),
        cmocka_unit_test_setup_teardown(metropolitan_france_goes_the_same_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
