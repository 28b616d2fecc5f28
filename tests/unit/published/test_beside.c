/* What makes a difference with a published figure: parts of a game worked by hand, and those of a study. */
#include "try_study.h"

#include "analysis/access/published/shapley.h"
#include "base/random.h"

#include <math.h>

/* v(none) 1, v(a) 3, v(b) 2, v(a, b) 7. a first adds 2, last 5: 3.5; b first adds 1, last 4: 2.5. */
static void parts_are_means_over_the_orders(void **state)
{
    (void)state;
    const double value[] = { 1, 3, 2, 7 };
    double part[2];
    mlg_shapley(part, 2, 1, value);
    assert_near(part[0], 3.5, 0);
    assert_near(part[1], 2.5, 0);
    mlg_shapley(part, 0, 1, value);
    mlg_shapley(part, 1, 1, value);
    assert_near(part[0], 2, 0);
}

/* Any game: the parts add up to the whole; an ingredient that changes nothing has no part, and two that change the same have the
 * same. An unknown figure makes its place unknown, and no other. */
static void parts_add_up_whatever_the_figures(void **state)
{
    (void)state;
    enum { N = 4, SETS = 1 << N, PLACES = 50 };
    double value[SETS][PLACES], part[N][PLACES];
    uint64_t random = 7;
    for (int i = 0; i < PLACES; i++)
        for (int set = 0; set < SETS; set++) {
            const int same = set & 3; /* ingredients 0 and 1 alike: by their number; 3 without effect */
            value[set][i] = set & 8     ? value[set ^ 8][i]
                            : same == 2 ? value[set ^ 3][i]
                                        : mlg_random_below(&random, 1000) / 7.;
        }
    value[5][7] = (double)NAN;
    mlg_shapley(&part[0][0], N, PLACES, &value[0][0]);
    for (int i = 0; i < PLACES; i++) {
        if (i == 7) {
            assert_true(isnan(part[0][i]));
            continue;
        }
        assert_near(part[0][i] + part[1][i] + part[2][i] + part[3][i], value[SETS - 1][i] - value[0][i], 1e-13);
        assert_near(part[3][i], 0, 0);
        assert_near(part[0][i], part[1][i], 1e-14);
    }
}

/* ---- a study ---- */

#define STUDY(apl, published)                                                                                     \
    "territory: { all: true }\nsources:\n"                                                                        \
    "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n" apl                                            \
    "  supply: [ { path: doctors.csv, service: gp }, { path: before.csv, service: gp-before } ]\n"                \
    "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"         \
    "services: [ { name: gp, acts: 5000 } ]\n"                                                                    \
    "accessibility: [ { service: gp, steps: [ { minutes: 5, weight: 1 } ] } ]\n"                                  \
    "published: { " published " }\noutputs: { geopackage: s.gpkg }\n"
#define APL "  apl: [ { path: apl.csv, vintage: \"2018\" } ]\n"

/* A and B are 4 km apart, C is alone. One doctor in A and one in C; before, one in B and one in C. */
static void write_files(const char *folder)
{
    write_text(in_folder(folder, "communes.csv"), "insee_com,libelle,x,y,population\n01001,A,700000,6600000,1000\n"
                                                  "01002,B,704000,6600000,2000\n01003,C,760000,6600000,5000\n");
    write_text(in_folder(folder, "doctors.csv"), "insee_com,quantite\n01001,1\n01003,1\n");
    write_text(in_folder(folder, "before.csv"), "insee_com,quantite\n01002,1\n01003,1\n");
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,pop_std\n01001,1,1000\n01002,2,\n01003,1.05,4000\n");
}

static double part(mlg_db *db, const char *column, const char *commune)
{
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT %s FROM ecart_publie WHERE insee_com = '%s'", column, commune);
    return number(db, sql);
}

/* At 60 km/h A and B share a doctor, 5/3 each, wherever he stands; at 30 km/h they do not meet: A has 5 today, B 2.5 before.
 * A: exchanged first, the supply changes nothing, last it takes 5; the times give 10/3 first, take 5/3 last. */
static void a_difference_has_its_parts(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_files(*state);
    assert_ok(run_study(&db, *state,
                        STUDY(APL, "supply: gp-before, travel: { model: crow, detour: 1, terminal_minutes: 0, "
                                   "speeds_kmh: [30, 30, 30, 30, 30, 30, 30] }"),
                        NULL, &err),
              &err);
    assert_near(part(db, "ecart", "01001"), 5 / 3. - 1, 1e-12);
    assert_near(part(db, "offre", "01001"), 2.5, 1e-12);
    assert_near(part(db, "trajet", "01001"), -5 / 6., 1e-12);
    assert_near(part(db, "reste", "01001"), -1, 1e-12);
    assert_near(part(db, "offre", "01002"), -1.25, 1e-12);
    assert_near(part(db, "trajet", "01002"), 5 / 12., 1e-12);
    assert_near(part(db, "reste", "01002"), 0.5, 1e-12);
    assert_near(number(db, "SELECT max(abs(ecart - offre - trajet - reste)) FROM ecart_publie"), 0, 1e-12);
    assert_near(
        number(db, "SELECT max(abs(calculee - a.valeur)) FROM ecart_publie e JOIN acces a ON a.code = e.insee_com "
                   "WHERE a.service = 'gp' AND a.mesure = 'apl'"),
        0, 0);
    assert_near(number(db, "SELECT count(*) FROM ecart_publie WHERE demande IS NULL AND decroissance IS NULL AND "
                           "dans_intervalle IS NULL AND millesime = '2018'"),
                3, 0);
    assert_text(db, "SELECT group_concat(constat, ' ') FROM (SELECT constat FROM ecart_publie ORDER BY insee_com)",
                "offre offre accord");
    assert_near(number(db, "SELECT population FROM ecart_publie_bilan WHERE constat = 'offre'"), 3000, 0);
    assert_near(number(db, "SELECT moyenne FROM ecart_publie_bilan WHERE constat = 'offre'"), 0, 1e-12);
    assert_near(number(db, "SELECT absolue FROM ecart_publie_bilan WHERE constat = 'offre'"), 5000 / 8000., 1e-12);
    assert_near(number(db, "SELECT count(*) FROM parametre WHERE etape = 'travel' AND nom = 'modele'"), 1, 0);
    mlg_db_close(db);
    assert_ok(run_study(&db, *state,
                        STUDY(APL, "travel: { model: crow, speeds_kmh: [20, 20, 20, 20, 20, 20, 20] }"), NULL,
                        &err),
              &err);
    assert_near(
        number(db, "SELECT count(*) FROM parametre WHERE nom = 'mode.published.vitesses' AND valeur LIKE '20 %'"),
        1, 0);
    assert_near(
        number(db,
               "SELECT count(*) FROM ecart_publie WHERE offre IS NULL AND abs(ecart - trajet - reste) < 1e-12"),
        3, 0);
    mlg_db_close(db);
}

/* C counts 4,000 standardised persons where they are published: 1.25 instead of 1; B, unpublished, keeps its own. The interval of the
 * uncertainty holds what it holds. */
static void persons_published_are_an_ingredient(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_files(*state);
    assert_ok(
        run_study(&db, *state,
                  STUDY(APL, "demand: published, band: 0.01 }\nuncertainty: { draws: 200, supply: 0.01, times: 0, "
                             "population: 0, method: 0"),
                  NULL, &err),
        &err);
    assert_near(part(db, "demande", "01003"), -0.25, 1e-12);
    assert_near(part(db, "reste", "01003"), 0.2, 1e-12);
    assert_near(part(db, "demande", "01002"), 0, 1e-12);
    assert_text(db, "SELECT constat FROM ecart_publie WHERE insee_com = '01003'", "demande");
    assert_near(part(db, "dans_intervalle", "01003"), 0, 0); /* 1.05 is five deviations from 1 */
    mlg_db_close(db);
}

static void what_is_missing_is_told(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_files(*state);
    assert_fails(run_study(&db, *state, STUDY("", "decay: apl-2015"), NULL, &err), MLG_INPUT, &err,
                 "'sources' has no published APL");
    assert_fails(run_study(&db, *state, STUDY(APL, "supply: gp-then"), NULL, &err), MLG_INPUT, &err, "'gp-then'");
    assert_fails(run_study(&db, *state, STUDY(APL, "measure: raam"), NULL, &err), MLG_INPUT, &err, "raam");
}

/* One nurse in A for the 3,000 people of A and B. */
static void nurses_have_a_published_figure_too(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_files(*state);
    assert_ok(
        run_study(
            &db, *state,
            "territory: { all: true }\nsources:\n"
            "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n"
            "  apl: [ { path: apl.csv, service: nurse, vintage: \"2018\" } ]\n"
            "  supply: [ { path: doctors.csv, service: nurse } ]\n"
            "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"
            "accessibility: [ { service: nurse, steps: [ { minutes: 5, weight: 1 } ] } ]\n"
            "published: { service: nurse, demand: total }\noutputs: { geopackage: s.gpkg }\n",
            NULL, &err),
        &err);
    assert_near(part(db, "calculee", "01002"), 1e5 / 3000, 1e-9);
    assert_near(part(db, "ecart", "01002"), 1e5 / 3000 - 2, 1e-9);
    mlg_db_close(db);
}

/* At 30 km/h B is 8 minutes from the doctor of A, beyond the 5 of the search: its parts are not known, those of A and C are. */
static void a_figure_that_an_exchange_leaves_unknown_has_no_row(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_files(*state);
    assert_ok(
        run_study(
            &db, *state,
            "territory: { all: true }\nsources:\n"
            "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n" APL
            "  supply: [ { path: doctors.csv, service: gp } ]\n"
            "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"
            "services: [ { name: gp, acts: 5000 } ]\n"
            "accessibility: [ { service: gp, measure: min-cost, steps: [ { minutes: 5, weight: 1 } ] } ]\n"
            "published: { measure: min-cost, travel: { model: crow, detour: 1, terminal_minutes: 0, "
            "speeds_kmh: [30, 30, 30, 30, 30, 30, 30] } }\noutputs: { geopackage: s.gpkg }\n",
            NULL, &err),
        &err);
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM ecart_publie", "01001 01003");
    assert_near(number(db, "SELECT sum(communes) FROM ecart_publie_bilan"), 2, 0);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_means_over_the_orders),
        cmocka_unit_test(parts_add_up_whatever_the_figures),
        cmocka_unit_test_setup_teardown(a_difference_has_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(persons_published_are_an_ingredient, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nurses_have_a_published_figure_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_figure_that_an_exchange_leaves_unknown_has_no_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_missing_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
