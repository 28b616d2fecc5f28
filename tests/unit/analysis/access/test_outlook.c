/* Supply in time, from files to tables: the small study with other doctors. */
#include "small_study.h"

#include <math.h>

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

static const char ages[] = "codgeo;nb_medg;age\n01001;1;64\n01002;1;50\n01002;2;66\n01004;1;\n01007;2;40\n";

/* Nobody works at 67. Those of unknown age are 60 to 69, evenly: after one year 60 to 65 of them still work, 0.6; after three
 * years 60 to 63, 0.4. One year on the two of 66 are gone and the one of 64 works: 1 + 1 + 0.6 of five in the territory; three
 * years on 1 + 0.4, and one who has come. */
static const char keys[] =
    "outlook:\n  years: [1, 3]\n  threshold: 1.8\n  ages: [ { from: 60, to: 69, doctors: 4 } ]\n"
    "  moves: [ { insee_com: \"01003\", year: 2, doctors: 1, name: antenne } ]\n";

static void ages_give_retirements(void **state)
{
    mlg_db *db;
    mlg_error err;
    assert_ok(run_small_study(&db, *state, &(small_study){ .doctors = ages, .keys = keys }, &err), &err);
    assert_near(study_number(db, "SELECT offre FROM perspective_bilan WHERE annees = 0"), 5 * 5400, 1e-6);
    assert_near(study_number(db, "SELECT offre FROM perspective_bilan WHERE annees = 1"), 2.6 * 5400, 1e-6);
    assert_near(study_number(db, "SELECT partis FROM perspective_bilan WHERE annees = 3"), 3.6 * 5400, 1e-6);
    assert_near(study_number(db, "SELECT mouvements FROM perspective_bilan WHERE annees = 3"), 5400, 1e-6);
    assert_near(study_number(db, "SELECT sum(offre) FROM perspective WHERE annees = 3"), 2.4 * 5400, 1e-6);
    assert_near(study_number(db, "SELECT valeur FROM parametre WHERE etape = 'outlook' AND nom = 'age_inconnu'"),
                1, 0);
    /* now is what the access stage says, and what falls is what was not under it */
    assert_near(
        study_number(db,
                     "SELECT max(abs(p.acces - c.apl)) FROM perspective p JOIN acces_commune c USING (insee_com) "
                     "WHERE annees = 0"),
        0, 1e-12);
    assert_near(
        study_number(
            db,
            "SELECT population_tombee - (SELECT sum(c.population) FROM perspective p JOIN commune c "
            "USING (insee_com) JOIN acces_commune a USING (insee_com) WHERE p.annees = 1 AND p.acces < 1.8 AND "
            "a.apl >= 1.8) FROM perspective_bilan WHERE annees = 1"),
        0, 1e-9);
    assert_true(study_number(db, "SELECT count(*) FROM perspective WHERE bascule = 'tombe'") > 0);
    mlg_db_close(db);
}

/* The same doctors in three years, as a study of their own: no site is computed anew in the first, all are in the second. */
static void linear_updates_equal_a_full_run(void **state)
{
    enum { COMMUNES = 6 };
    static const char *const codes[COMMUNES] = { "01001", "01002", "01003", "01004", "01005", "2A004" };
    double updated[COMMUNES], largest = 0;
    char sql[160];
    const small_study in_three_years = { .doctors = "codgeo;nb_medg\n01002;1\n01003;1\n01004;0.4\n01007;2\n",
                                         .unit = "etp" };
    mlg_db *db;
    mlg_error err;
    assert_ok(run_small_study(&db, *state, &(small_study){ .doctors = ages, .keys = keys }, &err), &err);
    for (int i = 0; i < COMMUNES; i++) {
        snprintf(sql, sizeof sql, "SELECT acces FROM perspective WHERE annees = 3 AND insee_com = '%s'", codes[i]);
        updated[i] = study_number(db, sql);
        largest = fmax(largest, updated[i]);
    }
    mlg_db_close(db);
    assert_ok(run_small_study(&db, *state, &in_three_years, &err), &err);
    for (int i = 0; i < COMMUNES; i++) {
        snprintf(sql, sizeof sql, "SELECT apl FROM acces_commune WHERE insee_com = '%s'", codes[i]);
        assert_near(updated[i], study_number(db, sql), 1e-12 * largest);
    }
    assert_near(study_number(db, "SELECT count(*) FROM perspective"), 0, 0);
    mlg_db_close(db);
}

static void what_cannot_be_is_refused(void **state)
{
    mlg_db *db;
    mlg_error err;
    const small_study elsewhere = {
        .keys = "outlook: { moves: [ { insee_com: \"62119\", year: 1, doctors: 1 } ] }\n"
    };
    const small_study nobody = { .keys = "outlook: { ages: [ { from: 60, to: 69, doctors: 0 } ] }\n" };
    assert_fails(run_small_study(&db, *state, &elsewhere, &err), MLG_INPUT, &err,
                 "the study has no commune '62119'");
    assert_fails(run_small_study(&db, *state, &nobody, &err), MLG_INPUT, &err,
                 "no doctor is within the age limit");
    const small_study crowd = { .doctors = "codgeo;nb_medg\n01001;90000000\n", .keys = "outlook: {}\n" };
    assert_fails(run_small_study(&db, *state, &crowd, &err), MLG_INPUT, &err, "at most 10000000 can be followed");
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(ages_give_retirements),
        WITH_FOLDER(linear_updates_equal_a_full_run),
        WITH_FOLDER(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
