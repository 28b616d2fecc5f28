/* A study handed over: what is in it, what is not, names, texts and coordinates. */
#include "support.h"

#include "adapters/db/gpkg.h"
#include "adapters/layer/write.h"
#include "base/memory.h"
#include "output/export/export.h"
#include "output/qgis/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct bench {
    char *folder;
    mlg_db *db;
    mlg_export_list list;
    mlg_error err;
    char *text; /* freed at the end */
} bench;

/* A square of 8 households and one of 40; the origin of Lambert-93, which is 3 degrees east, 46.5 north by definition, holds a site. */
static const char content[] =
    "INSERT INTO etude (cle, valeur) VALUES ('titre', 'Essai'), ('srs', 'EPSG:2154');"
    "INSERT INTO lieu (geom, code, insee_com, nature, menages, population, perimetre) VALUES"
    " (AsGPB(MakePoint(700100, 6600100, 2154)), 'CRS3035RES200mN1E1', '01004', 'carreau', 8, 4242.5, 1);"
    "INSERT INTO acces (code, service, mesure, valeur) VALUES ('CRS3035RES200mN1E1', 'gp', 'apl', 1.5);"
    "INSERT INTO acces_carreau (geom, code, insee_com, population, menages, apl, secret) VALUES"
    " (AsGPB(MakePoint(700100, 6600100, 2154)), 'CRS3035RES200mN1E1', '01004', NULL, NULL, NULL, 'n.d. (secret)'),"
    " (AsGPB(MakePoint(700300, 6600100, 2154)), 'CRS3035RES200mN1E2', '01004', 90, 40, 2.25, NULL);"
    "INSERT INTO desert (geom, nom, espace, nb_communes, population, pop_moins_2000, apl, communes, approx) VALUES"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((700000 6600000,701000 6600000,701000 6601000,700000 6601000,700000 "
    "6600000)))', 2154)),"
    " 'Zone', 'rural', 1, 90, 90, 2.25, 'x' || replace(hex(zeroblob(150)), '00', 'é'), 0);"
    "INSERT INTO site (geom, nom, modele, rang, code, insee_com, libelle, personnes, minutes, medecins, gain, "
    "perte, force, desservis) VALUES"
    " (AsGPB(MakePoint(700000, 6600000, 2154)), 'antennes', 'p-median', 1, '01004', '01004', 'L''Île', 90, 15, 2, "
    "4, 3.5, 0, 90);";

static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    b->folder = make_folder();
    *state = b;
    assert_ok(mlg_db_create(&b->db, in_folder(b->folder, "study.gpkg"), 2154, &b->err), &b->err);
    assert_ok(mlg_db_exec(b->db, content, &b->err), &b->err);
    assert_ok(mlg_output_styles(b->db, &b->err), &b->err);
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    mlg_memory_fail_at(0);
    mlg_export_list_release(&b->list);
    mlg_db_close(b->db);
    remove_folder(b->folder);
    free(b->text);
    free(b);
    return 0;
}

static const char *read_back(bench *b, const char *name, size_t *size)
{
    free(b->text);
    b->text = file_bytes(in_folder(b->folder, name), size);
    return b->text;
}

static bool file_holds(bench *b, const char *name, const void *bytes, size_t length)
{
    size_t size;
    const char *text = read_back(b, name, &size);
    assert_true(size > 0);
    return memmem(text, size, bytes, length) != NULL;
}

/* ---- what is handed over ------------------------------------------------------------------------------------------------ */

/* Tables that stay: figures of single squares, lists of professionals, loaded files, working tables. A new table stands here, or in
 * queries/export/select_tables.sql. */
static const char *const stays[] = {
    "lieu",   "carreau",      "apl_publiee", "apl_parametre", "revenu",         "lieu_age",    "qpv_commune",
    "offre",  "appartenance", "zonage",      "acces",         "bassin_nombre",  "affectation", "indicateur",
    "reject", "duree",        "etape",       "layer_styles",  "offre_attendue", "essai",       "groupe_part",
    NULL
};

static bool is_among(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static void every_table_is_handed_over_or_stays(void **state)
{
    bench *b = *state;
    mlg_stmt *stmt = NULL;
    bool row;
    const char *handed[128] = { NULL };
    int count = 0, bad = 0;
    assert_ok(mlg_db_query(&stmt, b->db, "export/select_tables", &b->err), &b->err);
    while (mlg_stmt_step(stmt, &row, &b->err) == MLG_OK && row)
        handed[count++] = strdup(mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    for (const mlg_table *table = mlg_tables; table->name; table++)
        if (is_among(table->name, handed) == is_among(table->name, stays)) {
            print_error("%s: say whether it is handed over\n", table->name);
            bad++;
        }
    for (int i = 0; i < count; i++)
        free((void *)(uintptr_t)handed[i]);
    assert_int_equal(bad, 0);
}

static void a_name_that_is_not_handed_over_is_refused(void **state)
{
    bench *b = *state;
    assert_fails(mlg_export_choose(&b->list, b->db, "site,lieu", true, &b->err), MLG_USAGE, &b->err,
                 "'lieu' is not a layer");
    mlg_export_list_release(&b->list);
    assert_fails(mlg_export_choose(&b->list, b->db, "etude", false, &b->err), MLG_USAGE, &b->err,
                 "'etude' is a table without geometry");
    mlg_export_list_release(&b->list);
    assert_fails(mlg_export_choose(&b->list, b->db, ",", false, &b->err), MLG_USAGE, &b->err,
                 "no layer to export");
}

/* Neither as a row nor as bytes that were freed. */
static void squares_of_few_households_leave_no_figure(void **state)
{
    bench *b = *state;
    double n;
    /* 4242.5 as SQLite writes it: 40 B0 92 80 00 ... */
    static const unsigned char figure[] = { 0x40, 0xB0, 0x92, 0x80 };
    assert_ok(mlg_export_choose(&b->list, b->db, NULL, true, &b->err), &b->err);
    assert_true(file_holds(b, "study.gpkg", figure, sizeof figure));
    assert_ok(mlg_export_geopackage(&b->list, b->db, "study.gpkg", 2154, NULL, &b->err), &b->err);
    assert_ok(
        mlg_db_number(
            &n, b->db,
            "SELECT count(*) FROM acces_carreau WHERE secret IS NOT NULL AND apl IS NULL AND population IS NULL",
            &b->err),
        &b->err);
    assert_near(n, 1, 0);
    mlg_db_close(b->db);
    b->db = NULL;
    assert_false(file_holds(b, "study.gpkg", figure, sizeof figure));
}

/* ---- names and texts ------------------------------------------------------------------------------------------------------ */

/* theil_entre and theil_entre_qpv both start with theil_entr: the first takes it, the second is numbered; a name that fits keeps itself,
 * though one before it would be cut to it; case does not tell names apart. */
static void names_of_ten_letters_are_all_different(void **state)
{
    static const char *const names[] = { "theil_entre",    "theil_entre_qpv", "theil_entreX",
                                         "pop_moins_2000", "pop_moins_",      "APL",
                                         "insee_com" };
    static const char *const wanted[] = { "theil_entr", "theil_ent1", "theil_ent2", "pop_moins1",
                                          "pop_moins_", "APL",        "insee_com" };
    enum { COUNT = sizeof names / sizeof *names };
    char made[COUNT][MLG_SHORT_NAME + 1];
    (void)state;
    mlg_export_short_names(made, names, COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_string_equal(made[i], wanted[i]);
}

static void many_long_names_stay_different(void **state)
{
    enum { COUNT = 120 };
    static char words[COUNT][32], made[COUNT][MLG_SHORT_NAME + 1];
    const char *names[COUNT];
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        snprintf(words[i], sizeof words[i], "colonne_commune_%d", i);
        names[i] = words[i];
    }
    mlg_export_short_names(made, names, COUNT);
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_int_not_equal(strcasecmp(made[i], made[k]), 0);
}

/* x then 150 times é: 301 bytes. 254 bytes would end within a letter: 253 stay, x and 126 é. */
static void long_texts_are_cut_between_letters_and_told(void **state)
{
    bench *b = *state;
    size_t size;
    assert_ok(mlg_export_choose(&b->list, b->db, "desert", false, &b->err), &b->err);
    assert_ok(mlg_export_files(&b->list, b->db, MLG_SHAPEFILE, b->folder, 2154, NULL, &b->err), &b->err);
    const char *dbf = read_back(b, "desert.dbf", &size), *at = memmem(dbf, size, "xé", 3);
    assert_non_null(at);
    for (int i = 0; i < 126; i++)
        assert_memory_equal(at + 1 + 2 * i, "é", 2);
    assert_true(at[253] == ' ' || at[253] == '\0');
    assert_non_null(strstr(b->list.notes.data, "desert: 1 texts truncated at 254 bytes"));
    assert_non_null(strstr(read_back(b, "LISEZMOI.txt", &size), "pop_moins_ (pop_moins_2000 dans"));
}

/* ---- coordinates ------------------------------------------------------------------------------------------------------------ */

static void geometries_go_where_the_system_says(void **state)
{
    bench *b = *state;
    size_t size;
    double x, y;
    assert_ok(mlg_export_choose(&b->list, b->db, "site,desert", true, &b->err), &b->err);
    assert_ok(mlg_export_files(&b->list, b->db, MLG_GEOJSON, b->folder, 4326, NULL, &b->err), &b->err);
    const char *point = strstr(read_back(b, "site.geojson", &size), "\"coordinates\": [");
    assert_non_null(point);
    assert_int_equal(sscanf(point, "\"coordinates\": [ %lf, %lf ]", &x, &y), 2);
    assert_near(x, 3, 1e-7);
    assert_near(y, 46.5, 1e-7);
    assert_ok(mlg_export_geopackage(&b->list, b->db, "study.gpkg", 4326, NULL, &b->err), &b->err);
    assert_ok(mlg_db_number(&x, b->db, "SELECT ST_X(geom) FROM site", &b->err), &b->err);
    assert_ok(mlg_db_number(&y, b->db, "SELECT ST_Y(geom) FROM site", &b->err), &b->err);
    assert_near(x, 3, 1e-9);
    assert_near(y, 46.5, 1e-9);
    assert_ok(mlg_db_number(&x, b->db,
                            "SELECT min_x FROM gpkg_contents WHERE table_name = 'desert' AND srs_id = 4326",
                            &b->err),
              &b->err);
    assert_near(x, 3, 1e-5);
}

/* ---- stopping --------------------------------------------------------------------------------------------------------------- */

static bool stop(void *context, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)context < 2;
}

/* GDAL says nothing when it cannot write the .prj, here as a folder bears its name. */
static void a_shapefile_without_its_system_is_a_failure(void **state)
{
    static const mlg_write_column code = { "code", NULL, MLG_WRITE_TEXT, true };
    static const mlg_write_layer layer = { "a", NULL, "POINT", 2154, 4326, &code, 1 };
    char *folder = make_folder();
    mlg_writer *writer;
    mlg_geom *point;
    mlg_error err;
    void *gpb;
    size_t size;
    (void)state;
    assert_ok(mlg_geom_point(&point, 700000, 6600000, &err), &err);
    assert_ok(mlg_geom_to_gpb(&gpb, &size, point, 2154, &err), &err);
    for (int spoiled = 0; spoiled < 2; spoiled++) {
        const char *path = in_folder(folder, spoiled ? "b.shp" : "a.shp");
        if (spoiled)
            assert_int_equal(mkdir(in_folder(folder, "b.prj"), 0777), 0);
        assert_ok(mlg_writer_file(&writer, MLG_SHAPEFILE, path, &err), &err);
        assert_ok(mlg_writer_begin(writer, &layer, &err), &err);
        mlg_writer_text(writer, 0, "01");
        assert_ok(mlg_writer_row(writer, 1, gpb, size, &err), &err);
        assert_ok(mlg_writer_end(writer, &err), &err);
        mlg_status st = mlg_writer_close(writer, &err);
        assert_int_equal(st, spoiled ? MLG_INPUT : MLG_OK);
    }
    free(gpb);
    mlg_geom_free(point);
    remove_folder(folder);
}

static void an_export_that_is_stopped_leaves_what_stood(void **state)
{
    bench *b = *state;
    int calls = 0;
    char *out = NULL;
    mlg_export_options options = { .format = "flatgeobuf", .overwrite = true, .progress = { stop, &calls } };
    mlg_db_close(b->db);
    b->db = NULL;
    write_text(in_folder(b->folder, "file.zip"), "before");
    assert_int_equal(mlg_export(&out, in_folder(b->folder, "study.gpkg"), in_folder(b->folder, "file.zip"),
                                &options, MLG_TEXT, &b->err),
                     MLG_CANCELLED);
    size_t size;
    assert_string_equal(read_back(b, "file.zip", &size), "before");
    char command[4200];
    snprintf(command, sizeof command, "ls -A '%s' | grep -qE 'part|lock'", b->folder);
    assert_int_not_equal(system(command), 0);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    bench *b = *state;
    for (long n = 1; n < 400; n++) {
        mlg_memory_fail_at(n);
        mlg_status st = mlg_export_choose(&b->list, b->db, "site,desert", false, &b->err);
        if (st == MLG_OK)
            st = mlg_export_files(&b->list, b->db, MLG_FLATGEOBUF, b->folder, 2154, NULL, &b->err);
        mlg_memory_fail_at(0);
        mlg_export_list_release(&b->list);
        unlink(in_folder(b->folder, "site.fgb"));
        unlink(in_folder(b->folder, "desert.fgb"));
        if (st == MLG_OK)
            return;
        assert_int_equal(st, MLG_MEMORY);
    }
    fail_msg("it never ends");
}

#define IN_STUDY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STUDY(every_table_is_handed_over_or_stays),
        IN_STUDY(a_name_that_is_not_handed_over_is_refused),
        IN_STUDY(squares_of_few_households_leave_no_figure),
        cmocka_unit_test(names_of_ten_letters_are_all_different),
        cmocka_unit_test(many_long_names_stay_different),
        IN_STUDY(long_texts_are_cut_between_letters_and_told),
        IN_STUDY(geometries_go_where_the_system_says),
        cmocka_unit_test(a_shapefile_without_its_system_is_a_failure),
        IN_STUDY(an_export_that_is_stopped_leaves_what_stood),
        IN_STUDY(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
