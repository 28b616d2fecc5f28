/* Persons of some ages: from bands, in a measure, in times and in a siting. */
#include "try_study.h"

#include "analysis/access/age_persons.h"

#include <math.h>

/* ---- the kernel -------------------------------------------------------------------------------------------------- */

enum { PLACES = 3, BANDS = 4 };

static const mlg_age_band bands[BANDS] = { { 0, 14 }, { 15, 59 }, { 60, 79 }, { 80, MLG_AGE_OPEN } };
static const double total[PLACES] = { 1000, 500, 300 };
static const double people[] = { 150, 600, 200,         50,          60,          300,
                                 100, 40,  (double)NAN, (double)NAN, (double)NAN, (double)NAN };
static const double women[] = { 70, 300, 110,         35,          30,          150,
                                50, 25,  (double)NAN, (double)NAN, (double)NAN, (double)NAN };

static mlg_population population(void)
{
    return (mlg_population){ PLACES, total, NULL, BANDS, bands, people };
}

static mlg_status count(double *persons, mlg_age_count *how, int32_t groups, const mlg_age_group *group,
                        mlg_error *err)
{
    mlg_population p = population();
    return mlg_age_persons(&p, women, groups, group, persons, how, err);
}

/* 80 and over: 50 and 40, of 1500 persons; the third place, without bands, has 300 x 90 / 1500 = 18. */
static void whole_bands_are_counted_and_the_rest_is_a_mean_share(void **state)
{
    (void)state;
    const mlg_age_group old = { { 80, MLG_AGE_OPEN }, false, 1 };
    double persons[PLACES];
    mlg_age_count how;
    mlg_error err;
    assert_ok(count(persons, &how, 1, &old, &err), &err);
    assert_near(persons[0], 50, 0);
    assert_near(persons[1], 40, 0);
    assert_near(persons[2], 18, 1e-12);
    assert_near(how.persons, 108, 1e-12);
    assert_int_equal(how.counted, 2);
    assert_int_equal(how.estimated, 1);
    assert_false(how.cut);
}

/* 0-5: 6 of the 15 years of 0-14. Women of 50-74: 10 of 45 years of 15-59, 15 of 20 of 60-79. */
static void bands_that_are_cut_are_shared_by_years(void **state)
{
    (void)state;
    const mlg_age_group young = { { 0, 5 }, false, 1 }, screened = { { 50, 74 }, true, 1 };
    double persons[PLACES];
    mlg_age_count how;
    mlg_error err;
    assert_ok(count(persons, &how, 1, &young, &err), &err);
    assert_near(persons[0], 150 * 6 / 15.0, 1e-12);
    assert_true(how.cut);
    assert_ok(count(persons, &how, 1, &screened, &err), &err);
    assert_near(persons[0], 300 * 10 / 45.0 + 110 * 15 / 20.0, 1e-12);
    assert_near(persons[1], 150 * 10 / 45.0 + 50 * 15 / 20.0, 1e-12);
}

/* A population of two groups is their weighted sum: children at 2, women of 80 and over at 0.5. */
static void groups_add_up_with_their_weights(void **state)
{
    (void)state;
    const mlg_age_group two[] = { { { 0, 14 }, false, 2 }, { { 80, MLG_AGE_OPEN }, true, 0.5 } };
    double persons[PLACES];
    mlg_age_count how;
    mlg_error err;
    assert_ok(count(persons, &how, 2, two, &err), &err);
    assert_near(persons[0], 2 * 150 + 0.5 * 35, 1e-12);
    assert_near(persons[1], 2 * 60 + 0.5 * 25, 1e-12);
}

static void an_open_band_is_never_cut(void **state)
{
    (void)state;
    const mlg_age_group older = { { 85, MLG_AGE_OPEN }, false, 1 }, closed = { { 80, 89 }, false, 1 },
                        bad = { { 0, 14 }, false, -1 };
    double persons[PLACES];
    mlg_age_count how;
    mlg_error err;
    assert_fails(count(persons, &how, 1, &older, &err), MLG_DATA, &err, "ages 85+ cannot be counted");
    assert_fails(count(persons, &how, 1, &closed, &err), MLG_DATA, &err, "ends with the band 80+");
    assert_fails(count(persons, &how, 1, &bad, &err), MLG_USAGE, &err, "weight");
}

/* ---- a study of two communes ------------------------------------------------------------------------------------- */

/* A kilometre is a minute. A (1000 persons) at 0, B (500) at 12 km. The homes: 30 places in A, 0 in B. Sites: D, always open, at B;
 * N, by day, at A. */
static void write_two(const char *folder)
{
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,x,y,population\n01001,A,700000,6600000,1000\n01002,B,712000,6600000,500\n");
    write_text(in_folder(folder, "ages.csv"),
               "insee_com,a,b,c,d,f\n01001,150,600,200,50,110\n01002,60,300,100,40,50\n");
    write_text(in_folder(folder, "homes.csv"), "insee_com,quantite\n01001,30\n");
    write_text(in_folder(folder, "sites.csv"),
               "code,libelle,categorie,x,y,horaires\nD,Hôpital de B,urgences,712000,6600000,24/7\n"
               "N,Hôpital de A,urgences,700000,6600000,Mo-Su 08:00-20:00\nC,Centre,cmp,706000,6600000,\n");
}

#define TWO(more)                                                                                                 \
    "territory: { all: true }\nsources:\n"                                                                        \
    "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n"                                                \
    "  ages: [ { path: ages.csv, ages: [ { from: 0, to: 14, column: a }, { from: 15, to: 59, column: b },\n"      \
    "    { from: 60, to: 79, column: c, women: f }, { from: 80, column: d } ] } ]\n"                              \
    "  sites: [ { path: sites.csv, crs: \"EPSG:2154\" } ]\n"                                                      \
    "  supply: [ { path: homes.csv, service: ehpad } ]\n"                                                         \
    "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"         \
    "services: [ { name: ehpad, unit: places, population: 80+ }, { name: cmp, categories: [cmp], hours: day } "   \
    "]\n" more "outputs: { geopackage: s.gpkg }\n"

static mlg_db *two(const char *folder, const char *study)
{
    mlg_db *db;
    mlg_error err;
    write_two(folder);
    assert_ok(run_study(&db, folder, study, NULL, &err), &err);
    return db;
}

/* Within 15 minutes the 30 places serve 50 + 40 persons of 80 and over: 333.33 for 1,000. */
static void a_service_counts_the_ages_it_serves(void **state)
{
    mlg_db *db = two(*state, TWO("accessibility: [ { service: ehpad, measure: 2sfca, threshold: 400,\n"
                                 "    steps: [ { minutes: 15, weight: 1 } ] } ]\n"));
    assert_near(number(db, "SELECT valeur FROM acces WHERE service = 'ehpad' AND code = '01002'"),
                1000 * 30 / 90.0, 1e-9);
    /* all of them are under 400, by a sixth */
    assert_near(number(db, "SELECT seuil FROM equite WHERE service = 'ehpad' AND groupe = 'tous'"), 400, 0);
    assert_near(number(db, "SELECT fgt1 FROM equite WHERE service = 'ehpad' AND groupe = 'tous'"), 1 / 6.0, 1e-9);
    assert_text(db, "SELECT unite FROM parametre WHERE nom = 'mesure.ehpad.2sfca'",
                "places pour 1 000 personnes\u00a0: 80 ans et plus");
    assert_near(
        number(db, "SELECT count(*) FROM parametre WHERE etape = 'access' AND nom LIKE '%ehpad%' AND valeur LIKE "
                   "'80 ans et plus%90 personnes ; 2 lieux par âge, 0 %'"),
        1, 0);
    mlg_db_close(db);
}

/* A name of 200 accented letters, after the 30 characters of "places pour 1 000 personnes : ". */
static void a_long_name_of_a_population_is_whole(void **state)
{
    char label[401] = "", study[2048];
    for (int k = 0; k < 200; k++)
        memcpy(label + 2 * k, "é", 3);
    snprintf(study, sizeof study,
             TWO("populations: [ { name: 80+, label: %s, ages: [ { from: 80 } ] } ]\n"
                 "accessibility: [ { service: ehpad, measure: 2sfca, steps: [ { minutes: 15, weight: 1 } ] } ]\n"),
             label);
    mlg_db *db = two(*state, study);
    assert_near(number(db, "SELECT length(unite) FROM parametre WHERE nom = 'mesure.ehpad.2sfca'"), 230, 0);
    assert_near(number(db, "SELECT count(*) FROM parametre WHERE etape = 'access' AND length(valeur) > 200 AND "
                           "valeur LIKE 'ééé%90 personnes ; 2 lieux par âge, 0 à la part moyenne'"),
                1, 0);
    mlg_db_close(db);
}

/* At night N is closed: A is 12 minutes from D. By day each has its own. */
static void hours_decide_who_passes_a_limit(void **state)
{
    mlg_db *db =
        two(*state, TWO("times:\n"
                        "  - { name: nuit, sites: [urgences], at: night, minutes: [10, 12], population: 80+ }\n"
                        "  - { name: jour, sites: [urgences], at: We 14:30, minutes: [10] }\n"
                        "  - { name: sans_d, label: Sans D, sites: [urgences], closed: [D], minutes: [10] }\n"
                        "  - { name: cmp_di, service: cmp, at: Su 10:00, minutes: [30] }\n"
                        "  - { name: cmp, sites: [cmp] }\n"));
    assert_near(number(db, "SELECT t_nuit FROM acces_commune WHERE insee_com = '01001'"), 12, 1e-9);
    assert_near(number(db, "SELECT max(t_jour) FROM acces_commune"), 0, 0);
    assert_near(number(db, "SELECT t_sans_d FROM acces_commune WHERE insee_com = '01002'"), 12, 1e-9);
    assert_near(number(db, "SELECT sum(t_cmp) FROM acces_commune"), 12, 1e-9);
    assert_near(number(db, "SELECT count(t_cmp_di) FROM acces_commune"), 0, 0);
    assert_near(number(db, "SELECT passent FROM temps_bilan WHERE nom = 'nuit' AND minutes = 10"), 50, 0);
    assert_near(number(db, "SELECT personnes FROM temps_bilan WHERE nom = 'nuit' AND minutes = 10"), 90, 0);
    assert_near(number(db, "SELECT au_dela FROM temps_bilan WHERE nom = 'nuit' AND minutes = 12"), 0, 0);
    assert_near(number(db, "SELECT passent FROM temps_bilan WHERE nom = 'sans_d'"), 500, 0);
    assert_near(number(db, "SELECT inconnu FROM temps_bilan WHERE nom = 'cmp_di'"), 1500, 0);
    assert_near(number(db, "SELECT passe FROM temps WHERE nom = 'nuit' AND insee_com = '01001'"), 10, 0);
    assert_text(
        db, "SELECT title FROM gpkg_data_columns WHERE table_name = 'acces_commune' AND column_name = 't_sans_d'",
        "Sans D (minutes)");
    assert_near(
        number(db,
               "SELECT count(*) FROM layer_styles WHERE styleName LIKE 'Sans D%' AND styleQML LIKE '%t_sans_d%'"),
        1, 0);
    mlg_db_close(db);
}

/* Columns of requests that are gone go too. */
static void columns_follow_the_requests(void **state)
{
    mlg_db *db = two(*state, TWO("times: [ { name: cmp, sites: [cmp] } ]\n"));
    assert_near(number(db, "SELECT count(*) FROM pragma_table_info('acces_commune') WHERE name = 't_cmp'"), 1, 0);
    mlg_db_close(db);
    db = two(*state, TWO("times: [ { name: autre, sites: [cmp] } ]\n"));
    assert_near(number(db, "SELECT count(*) FROM pragma_table_info('acces_commune') WHERE name = 't_cmp'"), 0, 0);
    assert_near(number(db, "SELECT count(t_autre) FROM acces_commune"), 2, 0);
    mlg_db_close(db);
}

/* B has fewer people than A but, of 75 to 79, none of A's: its 40 + 100 x 5 / 20 = 65 against 50 + 200 x 5 / 20 = 100. */
static void a_siting_covers_the_ages_it_counts(void **state)
{
    mlg_db *db = two(
        *state,
        TWO("siting: [ { name: one, model: mclp, candidates: communes, sites: 1, minutes: 5, demand: 75+ } ]\n"));
    assert_text(db, "SELECT insee_com FROM site", "01001");
    assert_near(number(db, "SELECT gain FROM site"), 100, 1e-9);
    assert_text(db, "SELECT unite FROM site_bilan", "75 ans et plus");
    mlg_db_close(db);
}

static void what_cannot_be_counted_is_refused(void **state)
{
    static const struct {
        const char *more, *part;
    } cases[] = {
        { "times: [ { name: x, sites: [urgences], closed: [Z] } ]\n", "no site of this request has the code 'Z'" },
        { "times: [ { name: x, sites: [rien] } ]\n", "no facility has the category 'rien'" },
        { "times: [ { name: x, sites: [cmp], at: nightly } ]\n", "a time of the week" },
        { "times: [ { name: Gp, sites: [cmp] } ]\n", "small letters" },
        { "times: [ { name: x, sites: [cmp], population: 90+ } ]\n", "not a name under 'populations'" },
        { "times: [ { name: x, sites: [cmp], population: women-15-49 } ]\n",
          "no place with inhabitants has known ages" },
        { "populations: [ { name: 90+, ages: [ { from: 90 } ] } ]\ntimes: [ { name: x, sites: [cmp], population: "
          "90+ } ]\n",
          "ages 90+ cannot be counted" },
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char study[2048];
        mlg_db *db;
        mlg_error err;
        snprintf(study, sizeof study, TWO("%s"), cases[k].more);
        write_two(*state);
        assert_fails(run_study(&db, *state, study, NULL, &err), k == 5 || k == 6 ? MLG_DATA : MLG_INPUT, &err,
                     cases[k].part);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_bands_are_counted_and_the_rest_is_a_mean_share),
        cmocka_unit_test(bands_that_are_cut_are_shared_by_years),
        cmocka_unit_test(groups_add_up_with_their_weights),
        cmocka_unit_test(an_open_band_is_never_cut),
        cmocka_unit_test_setup_teardown(a_service_counts_the_ages_it_serves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_name_of_a_population_is_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hours_decide_who_passes_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_follow_the_requests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_siting_covers_the_ages_it_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_counted_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
