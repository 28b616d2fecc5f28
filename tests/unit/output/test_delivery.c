/* What a study hands to QGIS and GDAL beside its rows: titles, codes, licences, styles, the project. */
#include "support.h"

#include "adapters/db/gpkg.h"
#include "analysis/zoning/classes.h"
#include "output/tables/attribution.h"
#include "output/tables/code_list.h"
#include "output/tables/columns.h"
#include "output/palette.h"
#include "output/qgis/package.h"
#include "output/qgis/surface.h"
#include "output/tables/sheets.h"

#include <gdal.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    char *folder;
    mlg_db *db;
} fixture;

static const char content[] =
    "INSERT INTO etude (cle, valeur) VALUES ('titre', 'Essai <b>'), ('srs', 'EPSG:2154'), ('cog', '2025'), "
    "('version', '0');"
    "INSERT INTO commune (geom, insee_com, libelle, population, perimetre, x, y) VALUES (AsGPB(GeomFromText("
    "'MULTIPOLYGON(((800000 6500000,801000 6500000,801000 6501000,800000 6500000)))', 2154)), '01004', "
    "'Ambérieu', 10, 1, 800500, 6500500);"
    "INSERT INTO acces_commune (geom, insee_com, libelle, apl, zonage, approx) SELECT geom, insee_com, libelle, "
    "2, 'ZIP', 0 FROM commune;"
    "INSERT INTO provenance (source, jeu, chemin, sha256, octets, millesime, producteur, licence, lues, gardees, "
    "rejetees, note) VALUES"
    " ('communes[0]', 'table', 'c.csv', 'abc', 1, '2022', 'INSEE', 'Licence Ouverte 2.0', 1, 1, 0, NULL),"
    " ('supply[0]', 'table', 'm.csv', 'abc', 1, 'BPE 2024', 'INSEE', 'Licence Ouverte 2.0', 1, 1, 0, 'gp'),"
    " ('travel.osm', 'osm', 'r.osm.pbf', 'abd', 1, '2025-01-01', 'OpenStreetMap', 'ODbL 1.0', 1, 1, 0, NULL);";

static int make_study(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    mlg_error err;
    f->folder = make_folder();
    *state = f;
    assert_ok(mlg_db_create(&f->db, in_folder(f->folder, "study.gpkg"), 2154, &err), &err);
    assert_ok(mlg_db_exec(f->db, content, &err), &err);
    return 0;
}

static int drop_study(void **state)
{
    fixture *f = *state;
    mlg_db_close(f->db);
    remove_folder(f->folder);
    free(f);
    return 0;
}

static double number(fixture *f, const char *sql)
{
    double value;
    mlg_error err;
    assert_ok(mlg_db_number(&value, f->db, sql, &err), &err);
    return value;
}

static void assert_text(fixture *f, const char *sql, const char *want)
{
    char *got;
    mlg_error err;
    assert_ok(mlg_db_text(&got, f->db, sql, &err), &err);
    if (!got || strcmp(got, want) != 0)
        fail_msg("%s gives '%s', not '%s'", sql, got ? got : "NULL", want);
    free(got);
}

static void deliver(fixture *f)
{
    mlg_error err;
    assert_ok(mlg_output_package(f->db, "study.gpkg", &err), &err);
}

static void assert_same(const char *a, const char *b, bool same)
{
    if ((strcmp(a, b) == 0) != same)
        fail_msg("'%s' and '%s' are %s", a, b, same ? "not the same" : "the same");
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static void every_column_has_a_title(void **state)
{
    fixture *f = *state;
    mlg_error err;
    char *missing;
    deliver(f);
    assert_ok(
        mlg_db_text(
            &missing, f->db,
            "SELECT group_concat(t.table_name || '.' || c.name, ' ') FROM gpkg_contents t, "
            "pragma_table_info(t.table_name) c "
            "WHERE t.table_name <> 'layer_styles' AND c.pk = 0 AND c.name <> 'geom' AND NOT EXISTS (SELECT 1 FROM "
            "gpkg_data_columns d WHERE d.table_name = t.table_name AND d.column_name = c.name AND d.title <> '')",
            &err),
        &err);
    if (missing)
        fail_msg("without a title: %s", missing);
    assert_text(f,
                "SELECT title FROM gpkg_data_columns WHERE table_name = 'acces_commune' AND column_name = 'apl'",
                "APL (consultations/an/hab. standardisé)");
    assert_text(
        f, "SELECT description FROM gpkg_data_columns WHERE table_name = 'acces_commune' AND column_name = 'apl'",
        "Accessibilité potentielle localisée ; convention dans la table parametre. Millésime\u00a0: BPE 2024.");
    assert_text(
        f, "SELECT description FROM gpkg_data_columns WHERE table_name = 'commune' AND column_name = 'insee_com'",
        "Millésime\u00a0: 2025.");
    assert_near(number(f, "SELECT count(*) FROM gpkg_data_columns WHERE table_name = 'apl_publiee' AND "
                          "column_name = 'apl' AND description "
                          "LIKE '%Millésime%'"),
                0, 0);
}

/* A line of the dictionary speaks of a column that stands in the schema. */
static void the_dictionary_has_no_dead_line(void **state)
{
    fixture *f = *state;
    const mlg_column_entry *e;
    for (int i = 0; (e = mlg_column_entry_at(i)); i++) {
        char sql[512];
        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM gpkg_contents t, pragma_table_info(t.table_name) c WHERE c.name = '%s' AND "
                 "'%s' IN ('*', t.table_name)",
                 e->column, e->table);
        if (number(f, sql) < 1)
            fail_msg("%s.%s of the dictionary is not in the schema", e->table, e->column);
        for (int k = 0; k < i; k++)
            if (strcmp(mlg_column_entry_at(k)->table, e->table) == 0)
                assert_same(mlg_column_entry_at(k)->column, e->column, false);
    }
}

/* A title of the dictionary differs from what the sheet of its table, and the line of any table, would say. */
static void no_title_is_written_twice(void **state)
{
    (void)state;
    const mlg_column_entry *e, *any;
    for (int i = 0; (e = mlg_column_entry_at(i)); i++) {
        const mlg_sheet_column *shown = mlg_column_in_sheet(e->table, e->column);
        if (e->words.title && shown && strcmp(shown->label, e->words.title) == 0 &&
            strcmp(shown->unit, e->words.unit) == 0)
            fail_msg("%s.%s says what its sheet says", e->table, e->column);
        for (int k = 0; e->words.title && (any = mlg_column_entry_at(k)); k++)
            if (k != i && strcmp(any->table, "*") == 0 && strcmp(any->column, e->column) == 0 &&
                any->words.title && !shown && strcmp(any->words.title, e->words.title) == 0 &&
                strcmp(any->words.unit, e->words.unit) == 0 && !e->words.dated)
                fail_msg("%s.%s says what the line of any table says", e->table, e->column);
    }
}

/* ---- codes ------------------------------------------------------------------------------------------------------- */

static void every_code_list_is_used_and_has_no_code_twice(void **state)
{
    fixture *f = *state;
    deliver(f);
    for (const mlg_code_list *list = mlg_code_lists; list->name; list++) {
        char sql[256];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM gpkg_data_columns WHERE constraint_name = '%s'",
                 list->name);
        if (number(f, sql) < 1)
            fail_msg("no column takes the codes of %s", list->name);
        for (const mlg_code *a = list->codes; a->value; a++)
            for (const mlg_code *b = list->codes; b != a; b++)
                assert_same(a->value, b->value, false);
    }
    assert_near(number(f, "SELECT count(*) FROM gpkg_data_columns d WHERE constraint_name IS NOT NULL AND NOT "
                          "EXISTS (SELECT 1 FROM "
                          "gpkg_data_column_constraints c WHERE c.constraint_name = d.constraint_name)"),
                0, 0);
    assert_text(f,
                "SELECT c.description FROM gpkg_data_columns d JOIN gpkg_data_column_constraints c USING "
                "(constraint_name) WHERE "
                "d.table_name = 'acces_commune' AND d.column_name = 'zonage' AND c.value = 'ZIP'",
                "Zone d’intervention prioritaire (ZIP)");
    assert_text(
        f,
        "SELECT c.description FROM gpkg_data_columns d JOIN gpkg_data_column_constraints c USING "
        "(constraint_name) WHERE d.table_name = 'tournee' AND d.column_name = 'constat' AND c.value = 'ferme'",
        "aucun arrêt utile n’est ouvert ce jour-là");
    assert_near(number(f, "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'"), 2, 0);
}

/* ---- licences ---------------------------------------------------------------------------------------------------- */

#define METADATA_OF(table)                                                                                        \
    "FROM gpkg_metadata m JOIN gpkg_metadata_reference r ON r.md_file_id = m.id WHERE r.table_name = '" table "'"

static void layers_carry_their_licence(void **state)
{
    fixture *f = *state;
    deliver(f);
    assert_near(number(f, "SELECT count(*) " METADATA_OF(
                              "commune") " AND instr(metadata, '<license>Licence Ouverte 2.0</license>') AND NOT "
                                         "instr(metadata, '<license>ODbL') AND instr(metadata, '<rights>Sources : "
                                         "INSEE, millésime 2022, ')"),
                1, 0);
    assert_near(number(f, "SELECT count(*) " METADATA_OF(
                              "acces_commune") " AND instr(metadata, '<license>ODbL 1.0') AND NOT "
                                               "instr(metadata, '<license>Licence Ouverte') AND instr(metadata, "
                                               "'© les contributeurs d’OpenStreetMap')"),
                1, 0);
    assert_near(number(f, "SELECT count(*) " METADATA_OF(
                              "acces_commune") " AND instr(metadata, ' : Essai &lt;b&gt;</title>')"),
                1, 0);
    assert_near(number(f, "SELECT count(*) FROM gpkg_contents c WHERE table_name <> 'layer_styles' AND 1 <> "
                          "(SELECT count(*) FROM "
                          "gpkg_metadata_reference r WHERE r.table_name = c.table_name)"),
                0, 0);
    /* lines along roads, and all that is counted with times */
    static const char *const derived[] = {
        "tournee", "arret", "sensibilite", "tvs", "perspective", "grappe", NULL
    };
    for (const char *const *t = derived; *t; t++)
        assert_true(mlg_rests_on_roads(*t));
    for (const mlg_table *t = mlg_tables; t->name; t++)
        assert_true(mlg_rests_on_roads(t->name) || strcmp(t->name, "acces") != 0);
}

static void done_again_it_replaces_its_own_and_keeps_those_of_users(void **state)
{
    fixture *f = *state;
    mlg_error err;
    deliver(f);
    double before = number(f, "SELECT count(*) FROM gpkg_metadata"),
           columns = number(f, "SELECT count(*) FROM gpkg_data_columns");
    assert_ok(
        mlg_db_exec(f->db,
                    "UPDATE gpkg_metadata SET metadata = '<qgis><identifier>mine</identifier></qgis>' WHERE id = "
                    "(SELECT md_file_id FROM gpkg_metadata_reference WHERE table_name = 'site')",
                    &err),
        &err);
    deliver(f);
    assert_near(number(f, "SELECT count(*) FROM gpkg_metadata"), before, 0);
    assert_near(number(f, "SELECT count(*) FROM gpkg_data_columns"), columns, 0);
    assert_text(f, "SELECT metadata " METADATA_OF("site"), "<qgis><identifier>mine</identifier></qgis>");
    assert_near(number(f, "SELECT count(*) FROM pragma_foreign_key_check"), 0, 0);
}

/* Studies of the same schema made before these tables were known. */
static void an_earlier_study_gains_what_it_lacks(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(
        mlg_db_exec(
            f->db,
            "DROP TABLE gpkg_metadata_reference; DROP TABLE gpkg_metadata; DROP TABLE gpkg_data_columns;"
            "DROP TABLE gpkg_data_column_constraints; DROP TABLE gpkg_2d_gridded_coverage_ancillary; DROP TABLE "
            "gpkg_2d_gridded_tile_ancillary; DROP TABLE gpkg_tile_matrix; DROP TABLE gpkg_tile_matrix_set; DROP "
            "TABLE acces_surface; DELETE FROM gpkg_extensions WHERE extension_name IN ('gpkg_schema', "
            "'gpkg_metadata', 'gpkg_2d_gridded_coverage')",
            &err),
        &err);
    deliver(f);
    assert_near(number(f, "SELECT count(*) FROM gpkg_extensions WHERE extension_name IN ('gpkg_schema', "
                          "'gpkg_metadata', 'gpkg_2d_gridded_coverage')"),
                6, 0);
    assert_true(number(f, "SELECT count(*) FROM gpkg_metadata") > 50);
}

/* ---- palettes ---------------------------------------------------------------------------------------------------- */

static void maps_always_have_a_border_at_the_published_threshold(void **state)
{
    (void)state;
    static const double thresholds[] = { 0.5, 1.5, 2, 2.4, 2.5, 3, 4, 6 };
    for (size_t i = 0; i < sizeof thresholds / sizeof *thresholds; i++) {
        mlg_look look = { .threshold = thresholds[i] };
        bool published = false, own = false;
        mlg_look_borders(look.borders, look.threshold);
        for (int k = 0; k < 4; k++) {
            assert_true(look.borders[k] > (k ? look.borders[k - 1] : 0));
            published |= look.borders[k] == 2.5;
            own |= look.borders[k] == look.threshold;
        }
        assert_true(published && own);
    }
    mlg_look look = { 0 };
    char words[64];
    mlg_look_borders(look.borders, 2.5);
    assert_near(look.borders[0], 1.5, 0);
    assert_near(look.borders[3], 4.5, 0);
    assert_int_equal(mlg_look_class(&look, 2.4999), 1);
    assert_int_equal(mlg_look_class(&look, 2.5), 2);
    assert_int_equal(mlg_look_class(&look, 99), 4);
    assert_int_equal(mlg_look_class(&look, (double)NAN), MLG_ACCESS_CLASSES);
    mlg_look_class_words(words, sizeof words, &look, 1);
    assert_string_equal(words, "de 1,5 à 2,5");
}

/* Zones of GPs, levels of other professions: a map shows one or the other, and what is unknown. */
static int family_of(int zone)
{
    return zone == MLG_ZONE_CLASSES - 1 ? -1 : mlg_zone_is_level(mlg_zone_of(mlg_zone_codes[zone]));
}

static bool are_shown_together(int a, int b)
{
    return family_of(a) < 0 || family_of(b) < 0 || family_of(a) == family_of(b);
}

/* Classes differ, and so do zones of one map, by their colour or their hatching. */
static void colours_of_a_palette_differ(void **state)
{
    (void)state;
    for (const mlg_palette *p = mlg_palettes; p->name; p++) {
        assert_ptr_equal(mlg_palette_find(p->name), p);
        for (int a = 0; a < MLG_ACCESS_CLASSES; a++)
            for (int b = 0; b < a; b++)
                assert_memory_not_equal(&p->access[a], &p->access[b], sizeof p->access[a]);
        for (int a = 0; a < MLG_ZONE_CLASSES; a++)
            for (int b = 0; b < a; b++)
                assert_true(!are_shown_together(a, b) ||
                            memcmp(&p->zones[a].fill, &p->zones[b].fill, sizeof p->zones[a].fill) != 0 ||
                            p->zones[a].lines_deg != p->zones[b].lines_deg);
    }
    assert_null(mlg_palette_find("rainbow"));
    assert_int_equal(mlg_zone_rank("HV"), mlg_zone_rank("HZ"));
    assert_int_equal(mlg_zone_rank(NULL), MLG_ZONE_CLASSES - 1);
}

static void a_palette_asked_for_is_the_default_and_the_others_stay_at_hand(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES ('outputs', "
                          "'palette', 'drees', NULL, "
                          "'etude'), ('outputs', 'classes', '1, 2.5, 4, 5', NULL, 'etude')",
                          &err),
              &err);
    deliver(f);
    assert_text(f, "SELECT styleName FROM layer_styles WHERE f_table_name = 'acces_commune' AND useAsDefault = 1",
                "APL (DREES)");
    assert_near(
        number(
            f,
            "SELECT count(*) FROM layer_styles WHERE f_table_name = 'acces_commune' AND styleName LIKE 'APL %'"),
        3, 0);
    assert_near(
        number(f,
               "SELECT count(*) FROM layer_styles WHERE f_table_name = 'acces_commune' AND useAsDefault = 1 AND "
               "instr(styleQML, '227,26,28,255') AND instr(styleQML, '31,120,180,255') AND instr(styleQML, 'de "
               "2,5 à 4,0') AND "
               "instr(styleQML, 'lower=\"2.500000\"') AND instr(styleQML, 'de 1,0 à 2,5, sous le seuil')"),
        1, 0);
    assert_near(
        number(f,
               "SELECT count(*) FROM layer_styles WHERE f_table_name = 'tvs' AND styleName = 'Zonage (gris)' AND "
               "instr(styleQML, 'LinePatternFill')"),
        1, 0);
    assert_near(number(f, "SELECT count(*) FROM layer_styles WHERE instr(styleQML, '@aliases@')"), 0, 0);
    assert_near(number(f, "SELECT max(length(styleName)) <= 30 FROM layer_styles"), 1,
                0); /* of its declared type */
    assert_near(
        number(f, "SELECT max(n) FROM (SELECT sum(useAsDefault) AS n FROM layer_styles GROUP BY f_table_name)"), 1,
        0);
    assert_near(
        number(f, "SELECT max(n) FROM (SELECT count(*) AS n FROM layer_styles GROUP BY f_table_name, styleName)"),
        1, 0);
}

static void aliases_and_titles_are_the_same_words(void **state)
{
    fixture *f = *state;
    deliver(f);
    assert_near(number(f, "SELECT count(*) FROM gpkg_data_columns d JOIN layer_styles s ON s.f_table_name = "
                          "d.table_name WHERE NOT instr("
                          "s.styleQML, '<alias field=\"' || d.column_name || '\" name=\"' || replace(d.title, "
                          "'''', '&#39;') || '\"/>')"),
                0, 0);
}

/* ---- the surface of access ---------------------------------------------------------------------------------------- */

static void a_square_says_where_it_lies(void **state)
{
    (void)state;
    mlg_square s;
    assert_true(mlg_square_parse(&s, "CRS3035RES200mN2466800E3482800"));
    assert_int_equal(s.epsg, 3035);
    assert_int_equal(s.side_m, 200);
    assert_int_equal(s.north_m, 2466800);
    assert_int_equal(s.east_m, 3482800);
    assert_false(mlg_square_parse(&s, "a1"));
    assert_false(mlg_square_parse(&s, "CRS3035RES200mN2466800E3482800x"));
    assert_false(mlg_square_parse(&s, "CRS3035RES0mN2466800E3482800"));
    assert_false(mlg_square_parse(&s, NULL));
}

/* Squares (column, line) of a grid of 300 x 2: (0, 1), (299, 0), (1, 1): lower left corners at E1000, N2000 for the first. */
static void squares_lie_in_one_grid(void **state)
{
    (void)state;
    mlg_surface_grid grid;
    mlg_error err;
    mlg_square s[] = { { 3035, 200, 2000, 1000, 1 }, { 3035, 200, 2200, 60800, 2 }, { 3035, 200, 2000, 1200, 3 } };
    assert_ok(mlg_surface_grid_of(&grid, s, 3, &err), &err);
    assert_int_equal(grid.west_m, 1000);
    assert_int_equal(grid.north_m, 2400);
    assert_int_equal(grid.columns, 300);
    assert_int_equal(grid.lines, 2);
    s[2].east_m = 1300;
    assert_fails(mlg_surface_grid_of(&grid, s, 3, &err), MLG_DATA, &err, "not on the same grid");
    s[2] = (mlg_square){ 2975, 200, 2000, 1200, 3 };
    assert_fails(mlg_surface_grid_of(&grid, s, 3, &err), MLG_DATA, &err, "not on the same grid");
}

static float pixel(GDALDatasetH file, int column, int line)
{
    float value = 0;
    assert_int_equal(
        GDALRasterIO(GDALGetRasterBand(file, 1), GF_Read, column, line, 1, 1, &value, 1, 1, GDT_Float32, 0, 0),
        CE_None);
    return value;
}

/* Two tiles side by side: a square in each, a secret one, and nothing elsewhere, read back by GDAL where they lie. */
static void the_surface_holds_squares_where_they_lie_and_no_secret(void **state)
{
    fixture *f = *state;
    mlg_error err;
    char name[4200];
    double transform[6];
    int known;
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO acces_carreau (code, insee_com, apl, secret) VALUES"
                          " ('CRS3035RES200mN2466800E3482800', '01004', 2.25, NULL),"
                          " ('CRS3035RES200mN2467000E3542600', '01004', 3.5, NULL),"
                          " ('CRS3035RES200mN2466800E3483000', '01004', NULL, 'n.d. (secret)')",
                          &err),
              &err);
    deliver(f);
    deliver(f); /* again: replaced, not doubled */
    assert_near(number(f, "SELECT count(*) FROM acces_surface"), 2, 0);
    assert_near(number(f, "SELECT count(*) FROM gpkg_contents WHERE data_type = '2d-gridded-coverage'"), 1, 0);
    assert_near(number(f, "SELECT sum(mean) FROM gpkg_2d_gridded_tile_ancillary"), 5.75, 1e-9);
    assert_near(number(f, "SELECT count(*) FROM pragma_foreign_key_check"), 0, 0);
    snprintf(name, sizeof name, "GPKG:%s:acces_surface", in_folder(f->folder, "study.gpkg"));
    GDALAllRegister();
    GDALDatasetH file = GDALOpen(name, GA_ReadOnly);
    assert_non_null(file);
    assert_int_equal(GDALGetRasterXSize(file), 300);
    assert_int_equal(GDALGetRasterYSize(file), 2);
    assert_int_equal(GDALGetGeoTransform(file, transform), CE_None);
    assert_near(transform[0], 3482800, 0);
    assert_near(transform[1], 200, 0);
    assert_near(transform[3], 2467200, 0);
    assert_near(GDALGetRasterNoDataValue(GDALGetRasterBand(file, 1), &known), (double)MLG_SURFACE_NODATA, 0);
    assert_true(known);
    assert_near((double)pixel(file, 0, 1), 2.25, 0);
    assert_near((double)pixel(file, 299, 0), 3.5, 0);
    assert_near((double)pixel(file, 1, 1), (double)MLG_SURFACE_NODATA, 0);
    assert_near((double)pixel(file, 299, 1), (double)MLG_SURFACE_NODATA, 0);
    GDALClose(file);
    /* squares of no known grid make none, and the old one goes */
    assert_ok(mlg_db_exec(f->db, "UPDATE acces_carreau SET code = 'a' || fid", &err), &err);
    deliver(f);
    assert_near(number(f, "SELECT count(*) FROM sqlite_master WHERE name = 'acces_surface'"), 0, 0);
    assert_near(number(f, "SELECT count(*) FROM gpkg_contents WHERE table_name = 'acces_surface'"), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_column_has_a_title, make_study, drop_study),
        cmocka_unit_test_setup_teardown(the_dictionary_has_no_dead_line, make_study, drop_study),
        cmocka_unit_test(no_title_is_written_twice),
        cmocka_unit_test_setup_teardown(every_code_list_is_used_and_has_no_code_twice, make_study, drop_study),
        cmocka_unit_test_setup_teardown(layers_carry_their_licence, make_study, drop_study),
        cmocka_unit_test_setup_teardown(done_again_it_replaces_its_own_and_keeps_those_of_users, make_study,
                                        drop_study),
        cmocka_unit_test(a_square_says_where_it_lies),
        cmocka_unit_test(squares_lie_in_one_grid),
        cmocka_unit_test_setup_teardown(the_surface_holds_squares_where_they_lie_and_no_secret, make_study,
                                        drop_study),
        cmocka_unit_test(maps_always_have_a_border_at_the_published_threshold),
        cmocka_unit_test(colours_of_a_palette_differ),
        cmocka_unit_test_setup_teardown(a_palette_asked_for_is_the_default_and_the_others_stay_at_hand, make_study,
                                        drop_study),
        cmocka_unit_test_setup_teardown(aliases_and_titles_are_the_same_words, make_study, drop_study),
        cmocka_unit_test_setup_teardown(an_earlier_study_gains_what_it_lacks, make_study, drop_study),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
