/* Outputs of a small study made by hand: four square communes of 1 km side by side, worst served first.
 *   01004 Ambérieu "l'Île" <script>   pop 1000, std 1000, APL 1.0
 *   01005 Été                         pop 2500, std 3000, APL 2.0
 *   2A004 =Ajaccio                    pop 4000, std 4000, APL 3.0
 *   01007 Zone                        pop unknown,        APL unknown
 * Mean APL = (1000 x 1 + 3000 x 2 + 4000 x 3) / 8000 = 2.375; under 2.5: 3,500 people of 7,500. */
#include "support.h"

#include "base/memory.h"
#include "base/resource.h"
#include "output/figure.h"
#include "output/tables/findings.h"
#include "output/map/map.h"
#include "output/page/report.h"
#include "output/html.h"
#include "output/qgis/style.h"
#include "output/terminal/summary.h"
#include "output/workbook/files.h"
#include "output/workbook/sheet_themes.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

typedef struct fixture {
    char *folder;
    mlg_db *db;
    char *text; /* freed at the end, so that a failing assertion leaks nothing */
} fixture;

static const char content[] =
    "INSERT INTO etude (cle, valeur) VALUES ('titre', 'Étude <b>d''essai</b> & \"suite\"'), ('territoire', "
    "'Ain'), ('cog', '2025'), ('tampon', '30 km');"
    "INSERT INTO commune (geom, insee_com, libelle, population, perimetre, approx, x, y) VALUES"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((800000 6500000,801000 6500000,801000 6501000,800000 6501000,800000 "
    "6500000)))', 2154)),"
    "  '01004', 'Ambérieu \"l''Île\" <script>', 1000, 1, 0, 800500, 6500500),"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((801000 6500000,802000 6500000,802000 6501000,801000 6501000,801000 "
    "6500000)))', 2154)),"
    "  '01005', 'Été', 2500, 1, 0, 801500, 6500500),"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((802000 6500000,803000 6500000,803000 6501000,802000 6501000,802000 "
    "6500000)))', 2154)),"
    "  '2A004', '=Ajaccio', 4000, 1, 1, 802500, 6500500),"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((803000 6500000,803010 6500000,803010 6500010,803000 6500000)))', 2154)),"
    "  '01007', 'Zone', NULL, 1, 0, 803005, 6500003),"
    " (AsGPB(GeomFromText('MULTIPOLYGON(((810000 6500000,811000 6500000,811000 6501000,810000 6501000,810000 "
    "6500000)))', 2154)),"
    "  '01999', 'Voisine', 9000, 0, 0, 810500, 6500500);"
    "INSERT INTO acces_commune (geom, insee_com, libelle, population, pop_std, apl, nb_gp, t_gp, desert, "
    "desert_lib, approx)"
    " SELECT geom, insee_com, libelle, population,"
    " CASE insee_com WHEN '01005' THEN 3000 ELSE population END,"
    " CASE insee_com WHEN '01004' THEN 1.0 WHEN '01005' THEN 2.0 WHEN '2A004' THEN 3.0 END,"
    " 1.5, 12.28, CASE insee_com WHEN '01004' THEN 1 ELSE 0 END, 'APL', approx FROM commune WHERE perimetre = 1;"
    "INSERT INTO desert (geom, nom, espace, nb_communes, population, pop_moins_2000, apl, manque, communes, "
    "approx)"
    " SELECT geom, 'Zone 1', 'rural', 2, 3500, 1000, 1.75, 3000, '01004 01005', 0 FROM commune WHERE insee_com = "
    "'01004';"
    "INSERT INTO site (geom, nom, modele, rang, code, insee_com, libelle, personnes, minutes, medecins, gain, "
    "perte, force, desservis)"
    " VALUES (AsGPB(MakePoint(800500, 6500500, 2154)), 'antennes', 'p-median', 1, '01004', '01004', 'Ambérieu', "
    "1234567, "
    "15, 2, 4, 3.5, 0, 1234567),"
    " (AsGPB(MakePoint(801500, 6500500, 2154)), 'antennes', 'p-median', 2, '01005', '01005', 'Été', 0, 15, 2, "
    "0.28, 0.28, 1, 0);"
    "INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, minutes, avant, apres, borne, ecart, prouve, "
    "arret, "
    "methode, unite, unite_perte, non_desservis, trajet_avant, trajet_apres, couverts_avant, "
    "couverts_apres, "
    "rapproches, medecins, seuil, desert_avant, desert_apres, sites_avant)"
    " VALUES ('antennes', 'p-median', 'le trajet moyen le plus court', 'min', 2, 15, 12.34, 8.06, 7.98, 0.01, 0, "
    "1, "
    "'fouille', 'minutes', 'minutes', 250, 12.34, 8.06, 1000, 3500, 6000, 4, 3.5, 3500, 1000, 3);"
    "INSERT INTO jauge (zonage, population, part, nb_communes) VALUES ('ZIP', 3500, 46.7, 2), ('HZ', 4000, 53.3, "
    "1);"
    "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES ('access', 'decay', 'apl-2015', NULL, "
    "'etude'), ('desert', 'seuil_apl', '2.5', 'consultations', 'defaut');"
    "INSERT INTO provenance (source, jeu, chemin, sha256, octets, millesime, producteur, licence, lues, gardees, "
    "rejetees, note)"
    " VALUES ('supply[0]', 'table', 'medecins.csv', 'abc', 10, '2024', 'Atelier', 'Licence Ouverte 2.0', 5, 4, 1, "
    "NULL);"
    "INSERT INTO reject (source, ligne, code, motif, valeur) VALUES ('supply[0]', 3, '01004', 'not a number', "
    "'-12,5');";

static int make_empty(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    mlg_error err;
    f->folder = make_folder();
    *state = f;
    assert_ok(mlg_db_create(&f->db, in_folder(f->folder, "study.gpkg"), 2154, &err), &err);
    return 0;
}

static int make_study(void **state)
{
    mlg_error err;
    make_empty(state);
    assert_ok(mlg_db_exec(((fixture *)*state)->db, content, &err), &err);
    return 0;
}

static int drop_study(void **state)
{
    fixture *f = *state;
    mlg_memory_fail_at(0);
    mlg_db_close(f->db);
    remove_folder(f->folder);
    free(f->text);
    free(f);
    return 0;
}

static const char *read_back(fixture *f, const char *name)
{
    free(f->text);
    f->text = file_bytes(in_folder(f->folder, name), NULL);
    assert_true(*f->text);
    return f->text;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is missing from: %.3000s", part, text);
}

/* One file inside t.xlsx, in f->text; skips the test where there is no unzip. */
static const char *in_workbook(fixture *f, const char *name)
{
    char command[5000];
    snprintf(command, sizeof command, "unzip -p '%s' %s 2>&1", in_folder(f->folder, "t.xlsx"), name);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    free(f->text);
    f->text = calloc(1, 1000000);
    size_t n = fread(f->text, 1, 999999, pipe);
    (void)n;
    if (WEXITSTATUS(pclose(pipe)) == 127)
        skip_without("unzip");
    return f->text;
}

/* ---- figures and markup ------------------------------------------------------------------------------ */

static void figures_are_written_as_people_do(void **state)
{
    (void)state;
    assert_string_equal(mlg_french(1234567.891, 2).text, "1\u202f234\u202f567,89");
    assert_string_equal(mlg_french(-1234, 0).text, "-1\u202f234");
    assert_string_equal(mlg_french(999, 0).text, "999");
    assert_string_equal(mlg_french(-0.001, 1).text, "0,0");
    assert_string_equal(mlg_french(15, MLG_AS_NEEDED).text, "15");
    assert_string_equal(mlg_french(7.5, MLG_AS_NEEDED).text, "7,5");
    assert_string_equal(mlg_french(7.25, MLG_AS_NEEDED).text, "7,25");
    assert_string_equal(mlg_french(20 / 3.0, MLG_AS_NEEDED).text, "6,67");
    assert_string_equal(mlg_french((double)NAN, MLG_AS_NEEDED).text, "n.\u00a0d.");
    assert_string_equal(mlg_french((double)NAN, 1).text, "n.\u00a0d.");
    assert_string_equal(mlg_french_plain(12345.5, 1).text, "12345,5");
    assert_string_equal(mlg_french_plain((double)NAN, 1).text, "");
    assert_string_equal(mlg_english(-123456.5, 1).text, "-123,456.5");
    assert_string_equal(mlg_english((double)INFINITY, 1).text, "unknown");
}

static void markup_in_names_is_escaped(void **state)
{
    (void)state;
    mlg_text page = { 0 };
    mlg_html(&page, "<b title=\"%s\">%d %%</b>", "<&>\"'é", 12);
    assert_string_equal(page.data, "<b title=\"&lt;&amp;&gt;&quot;&#39;é\">12 %</b>");
    mlg_text_release(&page);
}

/* ---- report ------------------------------------------------------------------------------------------ */

static void a_report_needs_nothing_but_itself(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_null(strstr(page, "http://"));
    assert_null(strstr(page, "https://"));
    assert_null(strstr(page, "src="));
    assert_null(strstr(page, "<link"));
    assert_null(strstr(page, "@import"));
    assert_has(page, "<html lang=\"fr\">");
    assert_has(page, "role=\"img\"");
}

static void a_report_says_what_was_found(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_int_equal(count_of(page, "<path id=\"c"), 4); /* one a commune of the territory, however small */
    assert_has(page, "<path id=\"c01004\" class=\"c0 t2 d1\" d=\"M0 20l20 0 0-20-20 0z\"><title>Ambérieu "
                     "&quot;l&#39;Île&quot; &lt;script&gt;");
    assert_int_equal(count_of(page, "<script>"), 1);
    assert_has(page, "<b>7\u202f500</b> habitants");
    assert_has(page, "<b>2,38</b>");
    assert_has(page, "<b>46,7\u00a0%</b><small>3\u202f500 habitants, dans 2 communes");
    assert_has(page, "1\u202f234\u202f567 habitants de plus à moins de 15 minutes d’un des sites");
    assert_has(page, "de <b>12,3</b> à <b>8,1\u00a0minutes</b>");
    assert_has(page, "1,00\u00a0% au plus");
    assert_int_equal(count_of(page, "<tr class=seuil>"), 1);
    assert_int_equal(count_of(page, "<section "), count_of(page, "</section>"));
    assert_has(page, "Licence Ouverte 2.0");
    assert_has(page, "250 personnes");
    assert_has(page, "les habitants sous le seuil d’accès de 3,5, de 3 500 à 1 000"); /* that of the request */
    assert_null(strstr(page, " ; le trajet moyen, de"));                              /* the objective says it */
    assert_null(strstr(page, "id=\"bassins\""));
    assert_null(strstr(page, "Voisine"));
}

static void an_empty_study_still_gives_every_output(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_null(strstr(page, "carte-svg\" viewBox"));
    assert_null(strstr(page, "id=\"deserts\""));
    assert_null(strstr(page, "nan"));
    assert_ok(mlg_output_workbook(f->db, true, in_folder(f->folder, "t.xlsx"), &err), &err);
    assert_ok(mlg_output_tables(f->db, in_folder(f->folder, "csv"), &err), &err);
    assert_int_equal(count_of(read_back(f, "csv/qpv.csv"), "\r\n"), 1);
    free(f->text);
    f->text = NULL;
    assert_ok(mlg_output_summary(&f->text, f->db, MLG_TEXT, &err), &err);
    assert_has(f->text, "Untitled study");
}

static void an_output_that_cannot_be_written_says_so(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_fails(mlg_output_report(f->db, "/nowhere/r.html", &err), MLG_INPUT, &err, "/nowhere/r.html");
    assert_fails(mlg_output_workbook(f->db, true, "/nowhere/t.xlsx", &err), MLG_INPUT, &err, "/nowhere/t.xlsx");
    assert_fails(mlg_output_tables(f->db, "/nowhere/csv", &err), MLG_INPUT, &err, "/nowhere/csv");
}

static void a_report_renders_in_a_browser(void **state)
{
    fixture *f = *state;
    mlg_error err;
    char command[5000];
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    snprintf(command, sizeof command, "python3 " SOURCE_DIR "/tests/browser/check_report.py --no-axe '%s'",
             in_folder(f->folder, "r.html"));
    int code = system(command);
    if (WEXITSTATUS(code) == 77)
        skip_without("Chromium");
    assert_int_equal(WEXITSTATUS(code), 0);
}

/* ---- tables ------------------------------------------------------------------------------------------ */

static void every_table_matches_its_query(void **state)
{
    fixture *f = *state;
    mlg_error err;
    for (const mlg_sheet *table = mlg_sheets; table->name; table++) {
        char name[64];
        mlg_stmt *stmt;
        snprintf(name, sizeof name, "report/%s", table->name);
        assert_ok(mlg_db_query(&stmt, f->db, name, &err), &err);
        assert_int_equal(mlg_column_count(stmt), table->count);
        for (int i = 0; i < table->count; i++)
            assert_string_equal(mlg_column_name(stmt, i), table->columns[i].name);
        mlg_stmt_free(stmt);
    }
}

static void csv_opens_in_a_french_spreadsheet(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_tables(f->db, in_folder(f->folder, "csv"), &err), &err);
    assert_ok(mlg_output_tables(f->db, in_folder(f->folder, "csv"), &err), &err);
    const char *text = read_back(f, "csv/communes.csv");
    assert_memory_equal(text,
                        "\xEF\xBB\xBF"
                        "Code INSEE;Commune;",
                        22);
    assert_int_equal(count_of(text, "\r\n"), 5);
    assert_int_equal(count_of(text, "\n"), 5);
    assert_has(
        text, "\r\n01004;\"Ambérieu \"\"l'Île\"\" <script>\";;1000;1000;1,00;;;;1,5;12,3;;;;;inconnu;;;APL;;\r\n");
    assert_has(text, "\r\n2A004;\"'=Ajaccio\";;4000;4000;3,00;");
    assert_has(text, "\r\n01007;Zone;;;;;");
    assert_has(read_back(f, "csv/rejets.csv"),
               "\r\nsupply[0];3;01004;not a number;-12,5\r\n"); /* a number is safe */
}

static void xlsx_keeps_codes_as_text(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_workbook(f->db, true, in_folder(f->folder, "t.xlsx"), &err), &err);
    const char *text = in_workbook(f, "xl/sharedStrings.xml");
    assert_has(text, "<t>01004</t>");
    assert_has(text, "=Ajaccio");
    text = in_workbook(f, "xl/workbook.xml");
    assert_has(text, "name=\"Communes\"");
    assert_has(text, "name=\"Déserts\"");
    assert_null(strstr(text, "name=\"Bassins\""));
    text = in_workbook(f, "xl/worksheets/sheet2.xml"); /* the index, after the key figures */
    assert_has(text, "location=\"'Communes'!A1\"");
    text = in_workbook(f, "xl/worksheets/sheet3.xml");
    assert_int_equal(count_of(text, "<colorScale>"), 4); /* access and three times */
    assert_has(text, "state=\"frozen\"");
    assert_has(text, "<autoFilter ref=\"A1:U5\"");
    assert_null(strstr(text, "<f>"));
}

/* Of every table with rows, the workbook that a run writes holds the main ones, and names the others. */
static void the_workbook_of_a_run_has_fifteen_sheets_at_most(void **state)
{
    fixture *f = *state;
    mlg_error err;
    int usual = 0, changed = 0;
    for (const mlg_sheet_place *place = mlg_sheet_places; place->name; place++) {
        const bool tells = strncmp(place->name, "comparaison", 11) == 0 || strcmp(place->name, "changements") == 0;
        usual += !tells && place->when != MLG_SHEET_ON_REQUEST;
        changed += place->when == MLG_SHEET_ALWAYS;
    }
    assert_int_equal(usual + 2, 15); /* key figures and index */
    assert_int_equal(changed + 2, 15);
    assert_ok(mlg_output_workbook(f->db, false, in_folder(f->folder, "t.xlsx"), &err), &err);
    const char *text = in_workbook(f, "xl/workbook.xml");
    assert_has(text, "name=\"Chiffres clés\"");
    assert_has(text, "name=\"Communes\"");
    assert_null(strstr(text, "name=\"Rejets\"")); /* there are some */
    assert_has(in_workbook(f, "xl/sharedStrings.xml"), "<t>Rejets</t>");
    text = in_workbook(f, "xl/charts/chart1.xml");
    assert_has(text, "<c:f>'Chiffres clés'!$B$");
    assert_int_equal(count_of(text, "<c:dPt>"), MLG_ACCESS_CLASSES);
}

static void every_sheet_has_one_place_in_the_workbook(void **state)
{
    (void)state;
    int places = 0, sheets = 0;
    for (const mlg_sheet_place *place = mlg_sheet_places; place->name; place++) {
        for (const mlg_sheet_place *other = mlg_sheet_places; other < place; other++)
            assert_string_not_equal(other->name, place->name);
        places++;
    }
    for (const mlg_sheet *sheet = mlg_sheets; sheet->name; sheet++, sheets++) {
        const mlg_sheet_place *place = mlg_sheet_places;
        while (place->name && strcmp(place->name, sheet->name) != 0)
            place++;
        if (!place->name)
            fail_msg("%s has no place in sheet_themes.c", sheet->name);
    }
    assert_int_equal(places, sheets);
}

/* ---- styles ------------------------------------------------------------------------------------------ */

static double number(fixture *f, const char *sql)
{
    double value;
    mlg_error err;
    assert_ok(mlg_db_number(&value, f->db, sql, &err), &err);
    return value;
}

static void styles_are_those_qgis_loads(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_styles(f->db, &err), &err);
    double first = number(f, "SELECT COUNT(*) FROM layer_styles");
    if (mlg_resource_find("geodata/styles/commune.qml"))
        assert_true(first > 0);
    assert_ok(mlg_db_exec(
                  f->db,
                  "INSERT INTO layer_styles (f_table_name, styleName, useAsDefault) VALUES ('commune', 'mine', 1)",
                  &err),
              &err);
    assert_ok(mlg_output_styles(f->db, &err), &err);
    assert_near(number(f, "SELECT COUNT(*) FROM layer_styles"), first + 1, 0);
    assert_near(number(f, "SELECT COUNT(*) FROM layer_styles WHERE styleName = 'mine'"), 1, 0);
    assert_near(number(f, "SELECT COUNT(*) FROM layer_styles WHERE f_table_name = 'commune' AND useAsDefault = 1"),
                1, 0);
    assert_near(
        number(
            f,
            "SELECT COUNT(*) FROM gpkg_contents WHERE table_name = 'layer_styles' AND data_type = 'attributes'"),
        1, 0);
    assert_near(
        number(f, "SELECT COUNT(*) FROM layer_styles WHERE owner = 'maillage' AND (f_table_schema IS NOT '' OR "
                  "f_table_catalog IS NOT '' OR styleQML = '' OR update_time NOT GLOB '*T*Z')"),
        0, 0);
    assert_near(
        number(f,
               "SELECT COUNT(*) FROM layer_styles s JOIN gpkg_geometry_columns g ON g.table_name = s.f_table_name "
               "WHERE s.owner = 'maillage' AND s.f_geometry_column <> g.column_name"),
        0, 0);
}

/* ---- summary ----------------------------------------------------------------------------------------- */

static void the_summary_tells_the_findings(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_summary(&f->text, f->db, MLG_TEXT, &err), &err);
    assert_has(f->text, "territory: Ain, 4 communes, 7,500 inhabitants\n");
    assert_has(f->text, "mean APL: 2.38 consultations a year and standardised inhabitant (decay apl-2015)\n");
    assert_has(f->text, "under 2.5: 3,500 inhabitants (46.7 %), 2 communes\n");
    assert_has(f->text, "  01004 Ambérieu \"l'Île\" <script>: APL 1.00, 1,000 inhabitants\n");
    assert_has(f->text, "desert areas: 1, 3,500 inhabitants\n");
    assert_has(f->text,
               "siting antennes (p-median):\n  1. 01004 Ambérieu: 1,234,567 persons brought within 15 min\n");
    assert_has(f->text, "objective (minutes): 12.3 before, 8.1 after\n");
    assert_has(f->text, "threshold: 3,500 before, 1,000 after\n  gap 1.00 % (not proved)\n");
    assert_has(f->text, "warning: antennes: 250 persons can be reached by no site");
    assert_has(f->text, "warning: medecins.csv (not a number): 1 row was set aside");
}

/* Computed: 01004 1.0, 01005 2.0, 2A004 3.0, of 1,000, 2,500 and 4,000 inhabitants; threshold 2.5. Published for all ages, 01005 is at
 * 2.5, thus not under it, and 2A004 at 2.4: 1,000 + 4,000 under, two communes of 6,500 inhabitants on the other side. For 65 and under
 * 2A004 is unknown: 3,500 under, none on the other side. An older vintage stands beside, and nurses do not count. */
static void the_published_apl_stands_beside_the_computed_one(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_sheet_rows rows;
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO apl_publiee (service, insee_com, connue, apl, apl_65, millesime) VALUES"
                          " ('gp', '01004', 1, 1.1, 0.9, '2023'), ('gp', '01005', 1, 2.5, 2.4, '2023'),"
                          " ('gp', '2A004', 1, 2.4, NULL, '2023'), ('gp', '2A004', 1, 3.2, NULL, '2021'),"
                          " ('nurse', '2A004', 1, 99, 98, '2024')",
                          &err),
              &err);
    assert_ok(mlg_sheet_rows_read(&rows, f->db, mlg_sheet_find("apl_comparee"), &err), &err);
    static const double want[][4] = {
        { 3, 3500, (double)NAN, (double)NAN }, { 1, 0, 0, 0 }, { 3, 5000, 2, 6500 }, { 2, 3500, 0, 0 }
    };
    assert_int_equal(rows.count, 4);
    for (int32_t i = 0; i < rows.count; i++) {
        assert_near(mlg_sheet_number(&rows, i, "communes"), want[i][0], 0);
        assert_near(mlg_sheet_number(&rows, i, "population_sous"), want[i][1], 0);
        if (i > 0)
            assert_near(mlg_sheet_number(&rows, i, "communes_autres"), want[i][2], 0);
        if (i > 0)
            assert_near(mlg_sheet_number(&rows, i, "population_autre"), want[i][3], 0);
    }
    assert_true(isnan(mlg_sheet_number(&rows, 0, "communes_autres")));
    mlg_sheet_rows_release(&rows);
    assert_ok(mlg_output_summary(&f->text, f->db, MLG_TEXT, &err), &err);
    assert_has(f->text, "  by the published APL, professionals of all ages: 5,000 inhabitants\n"
                        "  by the published APL, professionals of 65 and under: 3,500 inhabitants\n");
    assert_has(f->text, "warning: APL publiée, tous âges 2023: 2 communes are on the other side of the threshold");
    assert_null(strstr(f->text, "65 ans et moins 2023"));
    assert_ok(mlg_sheet_rows_read(&rows, f->db, mlg_sheet_find("communes"), &err), &err);
    assert_string_equal(mlg_sheet_text(&rows, 1, "apl_ecart"), "au seuil ou au-dessus (tous âges)");
    assert_string_equal(mlg_sheet_text(&rows, 2, "apl_ecart"), "sous le seuil (tous âges)");
    assert_string_equal(mlg_sheet_text(&rows, 0, "apl_ecart"), "");
    mlg_sheet_rows_release(&rows);
}

/* One commune is no "communes". */
static void the_summary_counts_one_commune_as_one(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(
        mlg_db_exec(
            f->db,
            "DELETE FROM commune WHERE insee_com <> '01004'; DELETE FROM acces_commune WHERE insee_com <> '01004'",
            &err),
        &err);
    assert_ok(mlg_output_summary(&f->text, f->db, MLG_TEXT, &err), &err);
    assert_has(f->text, "territory: Ain, 1 commune, 1,000 inhabitants\n");
    assert_has(f->text, "under 2.5: 1,000 inhabitants (100.0 %), 1 commune\n");
    assert_has(f->text, "ZIP: 3,500 inhabitants (46.7 %), 2 communes\n");
    assert_has(f->text, "HZ: 4,000 inhabitants (53.3 %), 1 commune\n");
}

static void the_summary_as_json_holds_the_same(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_output_summary(&f->text, f->db, MLG_JSON, &err), &err);
    cJSON *json = cJSON_Parse(f->text);
    assert_non_null(json);
    double apl = cJSON_GetObjectItem(json, "mean_apl")->valuedouble;
    int worst = cJSON_GetArraySize(cJSON_GetObjectItem(json, "worst_served"));
    cJSON *request = cJSON_GetArrayItem(cJSON_GetObjectItem(json, "siting"), 0);
    bool proved = cJSON_IsTrue(cJSON_GetObjectItem(request, "proved"));
    int sites = cJSON_GetArraySize(cJSON_GetObjectItem(request, "sites"));
    cJSON_Delete(json);
    assert_near(apl, 2.375, 1e-12);
    assert_int_equal(worst, 3);
    assert_int_equal(sites, 2);
    assert_false(proved);
}

static void out_of_memory_is_a_status(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        assert_true(n < 5000);
        mlg_memory_fail_at(n);
        char *text = NULL, *json = NULL;
        st = mlg_output_summary(&text, f->db, MLG_TEXT, &err);
        if (st == MLG_OK)
            st = mlg_output_summary(&json, f->db, MLG_JSON, &err);
        if (st == MLG_OK)
            st = mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err);
        mlg_memory_fail_at(0);
        free(text);
        free(json);
    }
    assert_ok(st, &err);
}

static void out_of_memory_leaves_no_workbook(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        assert_true(n < 1000);
        mlg_memory_fail_at(n);
        st = mlg_output_tables(f->db, in_folder(f->folder, "csv"), &err);
        if (st == MLG_OK)
            st = mlg_output_workbook(f->db, true, in_folder(f->folder, "t.xlsx"), &err);
        mlg_memory_fail_at(0);
        FILE *file = st == MLG_OK ? NULL : fopen(in_folder(f->folder, "t.xlsx"), "rb");
        assert_null(file);
    }
    assert_ok(st, &err);
}

int main(void)
{
#define WITH(test, setup) cmocka_unit_test_setup_teardown(test, setup, drop_study)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_written_as_people_do),
        cmocka_unit_test(markup_in_names_is_escaped),
        WITH(a_report_needs_nothing_but_itself, make_study),
        WITH(a_report_says_what_was_found, make_study),
        WITH(an_empty_study_still_gives_every_output, make_empty),
        WITH(an_output_that_cannot_be_written_says_so, make_study),
        WITH(a_report_renders_in_a_browser, make_study),
        WITH(every_table_matches_its_query, make_study),
        WITH(csv_opens_in_a_french_spreadsheet, make_study),
        WITH(xlsx_keeps_codes_as_text, make_study),
        WITH(the_workbook_of_a_run_has_fifteen_sheets_at_most, make_study),
        cmocka_unit_test(every_sheet_has_one_place_in_the_workbook),
        WITH(styles_are_those_qgis_loads, make_study),
        WITH(the_summary_tells_the_findings, make_study),
        WITH(the_published_apl_stands_beside_the_computed_one, make_study),
        WITH(the_summary_counts_one_commune_as_one, make_study),
        WITH(the_summary_as_json_holds_the_same, make_study),
        WITH(out_of_memory_is_a_status, make_study),
        WITH(out_of_memory_leaves_no_workbook, make_study),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
