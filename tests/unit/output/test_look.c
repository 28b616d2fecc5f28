/* What the maps of a study show is what it asked: borders of times, rings, categories of facilities. */
#include "support.h"

#include "adapters/db/database.h"
#include "adapters/db/gpkg.h"
#include "base/memory.h"
#include "base/resource.h"
#include "output/map/layers.h"
#include "output/qgis/style.h"
#include "output/tables/sheets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *folder;

static int make_study(void **state)
{
    mlg_error err;
    mlg_db *db;
    folder = make_folder();
    assert_ok(mlg_db_create(&db, in_folder(folder, "study.gpkg"), 2154, &err), &err);
    *state = db;
    return 0;
}

static int drop_study(void **state)
{
    mlg_db_close(*state);
    remove_folder(folder);
    return 0;
}

static void run(mlg_db *db, const char *sql)
{
    mlg_error err;
    assert_ok(mlg_db_exec(db, sql, &err), &err);
}

/* The document of a style, freed by the caller. */
static char *style_of(mlg_db *db, const char *table, const char *like)
{
    mlg_error err;
    char sql[256], *text;
    snprintf(sql, sizeof sql,
             "SELECT styleQML FROM layer_styles WHERE f_table_name = '%s' AND styleName LIKE '%s'", table, like);
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    assert_non_null(text);
    return text;
}

/* Each limit takes the place of the border nearest to it, once; those of emergencies go further than those of doctors. */
static void limits_asked_are_borders(void **state)
{
    static const struct {
        mlg_timed service;
        double asked[6];
        int count;
        double want[4];
    } cases[] = {
        { MLG_TIMED_GP, { 0 }, 0, { 5, 10, 15, 20 } },
        { MLG_TIMED_GP, { 10 }, 1, { 5, 10, 15, 20 } },
        { MLG_TIMED_GP, { 30 }, 1, { 5, 10, 15, 30 } },
        { MLG_TIMED_PHARMACY, { 7.5, 12 }, 2, { 7.5, 12, 15, 20 } },
        { MLG_TIMED_EMERGENCY, { 0 }, 0, { 10, 20, 30, 45 } },
        { MLG_TIMED_EMERGENCY, { 15, 30, 45 }, 3, { 15, 20, 30, 45 } },
        { MLG_TIMED_EMERGENCY, { 30, 60, 90, 120 }, 4, { 30, 60, 90, 120 } },
        { MLG_TIMED_EMERGENCY, { 1, 2, 3, 4, 500 }, 5, { 1, 2, 3, 4 } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double borders[4];
        mlg_look_time_borders(borders, cases[i].service, cases[i].asked, cases[i].count);
        for (int k = 0; k < 4; k++)
            assert_near(borders[k], cases[i].want[k], 0);
    }
}

/* 30 minutes are within 30 minutes. */
static void a_time_at_a_limit_is_within_it(void **state)
{
    mlg_look look = { .minutes = { { 5, 10, 15, 30 } } };
    static const double minutes[] = { 0, 5, 5.1, 30, 30.1 };
    static const int want[] = { 0, 0, 1, 3, 4 };
    char words[64];
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(mlg_look_time_class(&look, MLG_TIMED_GP, minutes[i]), want[i]);
    assert_int_equal(mlg_look_time_class(&look, MLG_TIMED_GP, (double)NAN), MLG_ACCESS_CLASSES);
    mlg_look_time_words(words, sizeof words, &look, MLG_TIMED_GP, 3);
    assert_string_equal(words, "de 15 à 30");
    mlg_look_time_words(words, sizeof words, &look, MLG_TIMED_GP, 4);
    assert_string_equal(words, "plus de 30");
}

static const char rings[] =
    "INSERT INTO bassin (nom, nature, site, libelle, minutes, population, nb_communes) VALUES"
    " ('u', 'anneau', NULL, '0 à 15 min', 15, 1, 1), ('u', 'anneau', NULL, '15 à 40 min', 40, 1, 1),"
    " ('u', 'anneau', NULL, 'au-delà de 40 min', NULL, 1, 1), ('p', 'anneau', NULL, '0 à 7,5 min', 7.5, 1, 1),"
    " ('u', 'affectation', 'A', 'Hôpital', NULL, 1, 1);"
    "INSERT INTO parametre (etape, nom, valeur) VALUES ('access', 'categories.emergency', 'urgences, hopital'),"
    " ('catchment', 'u.categorie', 'urgences'), ('catchment', 'p.categorie', 'csapa'), ('catchment', 'u.limites', "
    "'15 ; 40'),"
    " ('catchment', 'p.limites', '7,5'),"
    " ('desert', 'limite_urgence', '25'), ('desert', 'limite_pharmacie', '12,5'), ('need', 'service', 'gp'), "
    "('need', 'limite', '8');";

static void the_study_gives_its_limits(void **state)
{
    static const double want[MLG_TIMED_SERVICES][4] = { { 5, 8, 15, 20 },
                                                        { 5, 12.5, 15, 20 },
                                                        { 15, 25, 30, 40 } };
    mlg_error err;
    mlg_look look;
    run(*state, rings);
    assert_ok(mlg_look_read(&look, *state, &err), &err);
    for (int s = 0; s < MLG_TIMED_SERVICES; s++)
        for (int k = 0; k < 4; k++)
            assert_near(look.minutes[s][k], want[s][k], 0);
}

static void rings_are_named_by_their_limits(void **state)
{
    mlg_error err;
    run(*state, rings);
    assert_ok(mlg_output_styles(*state, &err), &err);
    char *qml = style_of(*state, "bassin", "Bassins");
    static const char *const labels[] = { "label=\"jusqu’à 15 minutes\"", "label=\"de 15 à 40 minutes\"",
                                          "label=\"au-delà de 40 minutes\"", "label=\"jusqu’à 7,5 minutes\"",
                                          "label=\"Bassin d’affectation\"" };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        assert_non_null(strstr(qml, labels[i]));
    assert_null(strstr(qml, "10 à 15"));
    free(qml);
    qml = style_of(*state, "acces_commune", "Trajet urgences%");
    assert_non_null(strstr(qml, "upper=\"25.000000\""));
    assert_non_null(strstr(qml, "label=\"plus de 40 minutes\""));
    free(qml);
}

/* Pharmacies of two sources are one meaning; laboratories, which nothing asks about, are not drawn, unless nothing asks for anything. */
static void only_categories_asked_about_are_drawn(void **state)
{
    mlg_error err;
    run(*state, "INSERT INTO etablissement (code, categorie, perimetre) VALUES ('1', '620', 1), ('2', "
                "'pharmacie', 1), ('3', '611', 1),"
                " ('4', 'l''autre', 1), ('5', '603', 0)");
    assert_ok(mlg_output_styles(*state, &err), &err);
    char *qml = style_of(*state, "etablissement", "%");
    assert_non_null(strstr(qml, "Laboratoire de biologie médicale"));
    assert_non_null(strstr(qml, "= &#39;l&#39;&#39;autre&#39;"));
    free(qml);
    run(*state,
        "INSERT INTO parametre (etape, nom, valeur) VALUES ('access', 'categories.pharmacy', '620, pharmacie'),"
        " ('siting', 'antennes.existants', '603')");
    assert_ok(mlg_output_styles(*state, &err), &err);
    qml = style_of(*state, "etablissement", "%");
    assert_null(strstr(qml, "Laboratoire"));
    assert_non_null(strstr(qml, "label=\"Maison de santé (L. 6223-3)\""));
    assert_int_equal(count_of(qml, "label=\"Pharmacie d’officine\""), 1);
    assert_non_null(strstr(qml, "OR &quot;categorie&quot;"));
    free(qml);
}

/* Around the territory, département 43 has 12 communes of 100 inhabitants, 15 has one of 20,000, 07 two of 10 (too few to tell), 30 ten
 * of 380. Doctors are known in 43 alone, pharmacies nowhere around, facilities in 43 and 30: of 25,000 inhabitants in those that can
 * tell, 1,200 are 4.8 %, and 5,000 are 20 %. */
static void what_sources_leave_out_of_the_buffer_is_measured(void **state)
{
    static const char rows[] = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11) "
                               "INSERT INTO commune (insee_com, insee_dep, population, perimetre, x, y)"
                               " SELECT printf('43%03d', i), '43', 100, 0, 0, 0 FROM n UNION ALL SELECT "
                               "printf('30%03d', i), '30', 380, 0, 0, 0 FROM n WHERE i < 10"
                               " UNION ALL SELECT printf('07%03d', i), '07', 10, 0, 0, 0 FROM n WHERE i < 2 UNION "
                               "ALL SELECT '15001', '15', 20000, 0, 0, 0"
                               " UNION ALL SELECT '48001', '48', 5000, 1, 0, 0;"
                               "INSERT INTO offre (insee_com, service, quantite, unite) VALUES ('43001', 'gp', 1, "
                               "'personnes'), ('48001', 'gp', 1, 'personnes'),"
                               " ('48001', 'pharmacy', 1, 'personnes');"
                               "INSERT INTO etablissement (code, categorie, insee_com, perimetre) VALUES ('A', "
                               "'620', '43003', 0), ('B', '620', '30001', 0)";
    static const struct {
        const char *source, *names;
        double part, without;
    } want[] = {
        { "établissements", "Cantal", 20, 1 },
        { "offre : médecins généralistes", "Cantal, Gard", 4.8, 2 },
        { "offre : pharmacies", "Cantal, Gard, Haute-Loire", 0, 3 },
        { "population", "", 100, 0 },
    };
    mlg_error err;
    mlg_sheet_rows found;
    run(*state, rows);
    assert_ok(mlg_sheet_rows_read(&found, *state, mlg_sheet_find("couverture_sources"), &err), &err);
    assert_int_equal(found.count, 4);
    for (int32_t i = 0; i < found.count; i++) {
        assert_string_equal(mlg_sheet_text(&found, i, "source"), want[i].source);
        assert_string_equal(mlg_sheet_text(&found, i, "noms"), want[i].names);
        assert_near(mlg_sheet_number(&found, i, "part"), want[i].part, 1e-9);
        assert_near(mlg_sheet_number(&found, i, "sans_ligne"), want[i].without, 0);
    }
    mlg_sheet_rows_release(&found);
}

/* A reader gets signs, commas and apostrophes as print has them; codes and numbers are untouched but for the comma. */
static void conventions_are_written_as_print_has_them(void **state)
{
    static const char *const want[][3] = {
        { "à droite (t ≤ limite)", "", "défaut du barème" },
        { "comprise (t ≤ minutes)", "points d’offre", "étude" },
        { "somme des (seuil - APL) × population", "", "défaut\u00a0: calé sur l’APL" },
        { "0,6667", "", "étude, comme les déserts" },
    };
    mlg_error err;
    mlg_sheet_rows rows;
    run(*state, "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES"
                " ('access', 'closure', 'right (t <= limite)', NULL, 'defaut du barème'),"
                " ('catchment', 'limite', 'comprise (t <= minutes)', 'points d''offre', 'etude'),"
                " ('need', 'manque', 'somme des (seuil - APL) x population', NULL, 'defaut: calé sur l''APL'),"
                " ('zoning', 'z', '0.6667', NULL, 'etude, comme les déserts')");
    assert_ok(mlg_sheet_rows_read(&rows, *state, mlg_sheet_find("conventions"), &err), &err);
    assert_int_equal(rows.count, 4);
    for (int32_t i = 0; i < rows.count; i++) {
        assert_string_equal(mlg_sheet_text(&rows, i, "valeur"), want[i][0]);
        assert_string_equal(mlg_sheet_text(&rows, i, "unite"), want[i][1]);
        assert_string_equal(mlg_sheet_text(&rows, i, "origine"), want[i][2]);
    }
    mlg_sheet_rows_release(&rows);
}

/* Two stages draw at random, each its own thing. */
static void draws_are_told_by_what_is_drawn(void **state)
{
    mlg_error err;
    mlg_sheet_rows rows;
    run(*state, "INSERT INTO parametre (etape, nom, valeur, origine) VALUES ('travel', 'tirages', '20', 'etude'),"
                " ('uncertainty', 'tirages', '1000', 'etude')");
    assert_ok(mlg_sheet_rows_read(&rows, *state, mlg_sheet_find("conventions"), &err), &err);
    assert_int_equal(rows.count, 2);
    for (int32_t i = 0; i < rows.count; i++)
        assert_string_equal(mlg_sheet_text(&rows, i, "nom"), strcmp(mlg_sheet_text(&rows, i, "valeur"), "20") == 0
                                                                 ? "Horaires tirés au sort"
                                                                 : "Tirages");
    mlg_sheet_rows_release(&rows);
}

/* Areas that have no place of their own would lie with the communes, under everything. */
static void every_layer_has_its_place_on_the_map(void **state)
{
    (void)state;
    char place[64];
    const mlg_resource *order = mlg_resource_find("queries/report/project_layers.sql");
    assert_non_null(order);
    for (const mlg_table *table = mlg_tables; table->name; table++) {
        snprintf(place, sizeof place, "WHEN '%s' THEN ", table->name);
        if (table->geometry && strcmp(table->name, "commune") != 0 && !strstr((const char *)order->data, place))
            fail_msg("%s has no place in report/project_layers.sql", table->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_asked_are_borders),
        cmocka_unit_test(every_layer_has_its_place_on_the_map),
        cmocka_unit_test(a_time_at_a_limit_is_within_it),
        cmocka_unit_test_setup_teardown(the_study_gives_its_limits, make_study, drop_study),
        cmocka_unit_test_setup_teardown(rings_are_named_by_their_limits, make_study, drop_study),
        cmocka_unit_test_setup_teardown(only_categories_asked_about_are_drawn, make_study, drop_study),
        cmocka_unit_test_setup_teardown(conventions_are_written_as_print_has_them, make_study, drop_study),
        cmocka_unit_test_setup_teardown(draws_are_told_by_what_is_drawn, make_study, drop_study),
        cmocka_unit_test_setup_teardown(what_sources_leave_out_of_the_buffer_is_measured, make_study, drop_study),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
