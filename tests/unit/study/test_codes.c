/* Codes of communes by date: mergers undone, codes that went and came back, outlines of another year. */
#include "try_study.h"

#define HEADER "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP\n"

/* Runs a study of the year `cog` ("": not said) whose doctors stand in one file, over communes at points; outlines that have a `vintage`. */
static mlg_db *study(const char *folder, const char *cog, const char *vintage, const char *communes,
                     const char *changes, const char *doctors)
{
    char text[2048], rows[2048] = "code,nom,lon,lat,population\n";
    mlg_db *db;
    mlg_error err;
    for (int i = 0; communes[6 * i]; i++) {
        size_t used = strlen(rows);
        snprintf(rows + used, sizeof rows - used, "%.5s,N%.5s,%g,46,1000\n", communes + 6 * i, communes + 6 * i,
                 3 + 0.05 * i);
        if (communes[6 * i + 5] == '\0')
            break;
    }
    write_text(in_folder(folder, "communes.csv"), rows);
    write_text(in_folder(folder, "changes.csv"), changes);
    write_text(in_folder(folder, "doctors.csv"), doctors);
    snprintf(text, sizeof text,
             "territory: { all: true }\n%s%s\nsources:\n  communes: [ { path: communes.csv%s%s } ]\n"
             "  changes: [ { dataset: %s, path: changes.csv } ]\n"
             "  supply: [ { path: doctors.csv, service: gp, columns: { insee_com: code, quantite: n } } ]\n"
             "outputs: { geopackage: s.gpkg }\n",
             *cog ? "cog: " : "", cog, *vintage ? ", vintage: " : "", vintage,
             strncmp(changes, "ancien", 6) == 0 ? "table" : "insee-changes");
    assert_ok(run_study(&db, folder, text, NULL, &err), &err);
    return db;
}

/* Communes with their people and doctors. */
static void assert_codes(mlg_db *db, const char *want)
{
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || CAST(population AS INTEGER) || ' ' || CAST(n AS "
                "INTEGER), ', ') FROM "
                "(SELECT c.insee_com, population, total(quantite) AS n FROM commune c LEFT JOIN offre o USING "
                "(insee_com) GROUP BY 1, 2 ORDER BY 1)",
                want);
}

static const char undone[] = HEADER "21,2024-01-01,COM,85084,COM,85084\n21,2024-01-01,COM,85084,COM,85165\n"
                                    "21,2024-01-01,COMD,85165,COM,85165\n32,2016-01-01,COM,85165,COM,85084\n"
                                    "32,2016-01-01,COM,85165,COMD,85165\n32,2016-01-01,COM,85084,COM,85084\n";

static void a_merger_undone_since_moves_nothing(void **state)
{
    mlg_db *db = study(*state, "2025", "", "85084 85165", undone, "code,n\n85084,4\n85165,2\n");
    assert_codes(db, "85084 1000 4, 85165 1000 2");
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    mlg_db_close(db);
    /* in 2020 both were one, whose outline is the only one */
    db = study(*state, "2020", "", "85084 85191", undone, "code,n\n85084,4\n85165,2\n");
    assert_codes(db, "85084 1000 6, 85191 1000 0");
    mlg_db_close(db);
    /* outlines of 2015 in a study of 2020 become one; in one of 2025 they stand again */
    db = study(*state, "2020", "2015", "85084 85165 85191", undone, "code,n\n85084,4\n85165,2\n");
    assert_codes(db, "85084 2000 6, 85191 1000 0");
    mlg_db_close(db);
    db = study(*state, "2025", "2015", "85084 85165", undone, "code,n\n85084,4\n85165,2\n");
    assert_codes(db, "85084 1000 4, 85165 1000 2");
    mlg_db_close(db);
}

static const char came_back[] = HEADER "50,2025-01-01,COM,49069,COM,49126\n32,2015-12-15,COM,49126,COM,49069\n"
                                       "32,2015-12-15,COM,49040,COM,49069\n";

static void a_code_that_came_back_ends_where_it_stands(void **state)
{
    mlg_db *db = study(*state, "2025", "", "49126 49099", came_back, "code,n\n49069,9\n49040,1\n49099,5\n");
    assert_codes(db, "49099 1000 5, 49126 1000 10");
    mlg_db_close(db);
    /* without the year, that of the last event */
    db = study(*state, "", "", "49126 49099", came_back, "code,n\n49069,9\n");
    assert_codes(db, "49099 1000 0, 49126 1000 9");
    mlg_db_close(db);
    /* before, the file of today stands for the code of then, and so does the commune that was taken in */
    db = study(*state, "2020", "", "49069 49099", came_back, "code,n\n49126,9\n49040,1\n");
    assert_codes(db, "49069 1000 10, 49099 1000 0");
    mlg_db_close(db);
    /* and before the first merger each is its own */
    db = study(*state, "2015", "", "49126 49040", came_back, "code,n\n49126,9\n49040,1\n");
    assert_codes(db, "49040 1000 1, 49126 1000 9");
    mlg_db_close(db);
}

static void a_code_given_later_stands_for_the_one_of_before(void **state)
{
    mlg_db *db = study(*state, "2023", "", "12076 12202", HEADER "50,2024-03-04,COM,12076,COM,12218\n",
                       "code,n\n12218,3\n12202,1\n");
    assert_codes(db, "12076 1000 3, 12202 1000 1");
    mlg_db_close(db);
}

/* A table without dates says that 85165 is gone; the outlines hold it. */
static void outlines_prevail_over_a_table_and_say_so(void **state)
{
    mlg_db *db =
        study(*state, "2025", "", "85084 85165", "ancien,nouveau\n85165,85084\n", "code,n\n85084,4\n85165,2\n");
    assert_codes(db, "85084 1000 4, 85165 1000 2");
    assert_text(db, "SELECT code || ' ' || motif || ' ' || valeur FROM reject",
                "85165 commune des contours, disparue selon les changements : gardée 85084");
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'changements.gardees'"), 1, 0);
    mlg_db_close(db);
}

static void a_table_may_have_dates_of_its_own(void **state)
{
    mlg_db *db = study(*state, "2018", "", "85084 85165",
                       "ancien,nouveau,date\n85165,85084,01/01/2019\n85212,85165,01/01/2017\n",
                       "code,n\n85165,2\n85212,1\n");
    assert_codes(db, "85084 1000 0, 85165 1000 3");
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    mlg_db_close(db);
}

/* The list of communes names the town of an arrondissement as its parent. */
static void arrondissements_stay_apart(void **state)
{
    mlg_db *db =
        study(*state, "2025", "", "75101 75102 69123",
              "TYPECOM,COM,COMPARENT\nARM,75101,75056\nARM,75102,75056\nARM,69381,69123\nCOMD,69999,69123\n",
              "code,n\n75101,3\n75102,4\n69381,2\n69999,1\n");
    assert_codes(db, "69123 1000 3, 75101 1000 3, 75102 1000 4");
    mlg_db_close(db);
    db = study(*state, "", "", "75101 75102", "ancien,nouveau\n75101,75056\n75102,75056\n", "code,n\n75101,3\n");
    assert_codes(db, "75101 1000 3, 75102 1000 0");
    mlg_db_close(db);
}

/* Each of two codes stands for the other: nothing is found, and nothing hangs. */
static void a_circle_without_dates_ends(void **state)
{
    mlg_db *db = study(*state, "", "", "03001 03009", "ancien,nouveau\n03002,03003\n03003,03002\n",
                       "code,n\n03002,3\n03001,1\n");
    assert_codes(db, "03001 1000 1, 03009 1000 0");
    assert_text(db, "SELECT code || ' ' || valeur FROM reject", "03002 3");
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_merger_undone_since_moves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_code_that_came_back_ends_where_it_stands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_code_given_later_stands_for_the_one_of_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(outlines_prevail_over_a_table_and_say_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_table_may_have_dates_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arrondissements_stay_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_circle_without_dates_ends, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
