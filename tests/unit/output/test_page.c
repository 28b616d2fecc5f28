/* Parts of the page worked by hand: outlines on a grid, classes of the layers of the map, long tables, small maps of sitings. */
#include "support.h"

#include "base/language.h"
#include "output/csv.h"
#include "output/map/map.h"
#include "output/map/layers.h"
#include "output/map/outline.h"
#include "output/page/cards_asked.h"
#include "output/page/cards_zoning.h"
#include "output/page/report.h"
#include "output/page/sheets_print.h"
#include "output/html.h"
#include "output/page/sections.h"
#include "output/tables/asked.h"
#include "output/tables/terms.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    char *folder;
    mlg_db *db;
    mlg_text text;
    char *file;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    mlg_error err;
    f->folder = make_folder();
    *state = f;
    assert_ok(mlg_db_create(&f->db, in_folder(f->folder, "study.gpkg"), 2154, &err), &err);
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    mlg_db_close(f->db);
    remove_folder(f->folder);
    mlg_text_release(&f->text);
    free(f->file);
    free(f);
    return 0;
}

static const char *read_back(fixture *f, const char *name)
{
    f->file = file_bytes(in_folder(f->folder, name), NULL);
    assert_true(*f->file);
    return f->file;
}

/* ---- outlines ---------------------------------------------------------------------------------------- */

/* Grid of 100 m from (1000, 2000) as upper left. The ring, in cells (x right, y down):
 *   (0,4) (2,4) (4,4) (4,0) (4,0 again, 30 m off) (0,0) (0,4)
 * Its second point lies on the straight way and its fifth falls on the fourth: M0 4 l4 0 0-4-4 0 z. */
static void an_outline_keeps_the_points_where_it_turns(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_stmt *stmt;
    bool row;
    mlg_geom *geom;
    const mlg_map_grid grid = { { 1000, 1000, 2000, 2000 }, 100 };
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO commune (x, y, geom, insee_com, perimetre, approx) VALUES (0, 0, "
                          "AsGPB(GeomFromText('MULTIPOLYGON(((1000 "
                          "1600, 1200 1600, 1400 1600, 1400 2000, 1430 2000, 1000 2000, 1000 1600)), ((1500 1500, "
                          "1510 1500, 1500 "
                          "1510, 1500 1500)))', 2154)), '01001', 1, 0)",
                          &err),
              &err);
    assert_ok(mlg_db_query(&stmt, f->db, "report/map_communes", &err), &err);
    assert_ok(mlg_stmt_step(stmt, &row, &err), &err);
    assert_ok(mlg_row_geom(&geom, stmt, &err), &err);
    mlg_status st = mlg_map_grid_outline(&f->text, &grid, geom, &err);
    mlg_geom_free(geom);
    mlg_stmt_free(stmt);
    assert_ok(st, &err);
    assert_string_equal(f->text.data, "M0 4l4 0 0-4-4 0z"); /* the second part is smaller than a cell */
}

/* ---- layers ------------------------------------------------------------------------------------------ */

static void classes_of_layers_have_the_borders_their_legend_tells(void **state)
{
    (void)state;
    mlg_map_layer time = { .kind = MLG_LAYER_TIME }, lack = { .kind = MLG_LAYER_LACK },
                  zone = { .kind = MLG_LAYER_ZONING }, apl = { .kind = MLG_LAYER_APL };
    mlg_look look = {
        .palette = mlg_palettes, .threshold = 2.5, .borders = { 1, 2.5, 3, 5 }, .minutes = { { 5, 10, 15, 20 } }
    };
    mlg_map_facts facts = { .apl = 3, .minutes = { 5 }, .lacks = 0, .zoning = "ZAC" };
    assert_int_equal(mlg_layer_class(&time, &facts, &look), 0);
    facts.minutes[MLG_TIMED_GP] = 5.01; /* a limit is within its class */
    assert_int_equal(mlg_layer_class(&time, &facts, &look), 1);
    facts.minutes[MLG_TIMED_GP] = 20.01;
    assert_int_equal(mlg_layer_class(&time, &facts, &look), 4);
    facts.minutes[MLG_TIMED_GP] = (double)NAN;
    assert_int_equal(mlg_layer_class(&time, &facts, &look), MLG_LAYER_CLASSES);
    assert_int_equal(mlg_layer_class(&lack, &facts, &look), 0);
    facts.lacks = 7;
    assert_int_equal(mlg_layer_class(&lack, &facts, &look), 3);
    assert_int_equal(mlg_layer_class(&zone, &facts, &look), 1);
    facts.zoning = NULL;
    assert_int_equal(mlg_layer_class(&zone, &facts, &look), MLG_LAYER_CLASSES);
    assert_int_equal(mlg_layer_class(&apl, &facts, &look), 3); /* a value of a border is above it */
    mlg_map_layer later = { .kind = MLG_LAYER_OUTLOOK }, rounds = { .kind = MLG_LAYER_ROUNDS },
                  runs = { .kind = MLG_LAYER_SENSITIVITY };
    facts.expected = 0.5;
    facts.with_rounds = 5;
    assert_int_equal(mlg_layer_class(&later, &facts, &look), 0);
    assert_int_equal(mlg_layer_class(&rounds, &facts, &look), 4);
    static const double percents[] = { 0, 49.9, 50, 99.9, 100, (double)NAN };
    static const int classes[] = { 0, 1, 2, 2, 3, MLG_LAYER_CLASSES };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        facts.runs_under = percents[i];
        assert_int_equal(mlg_layer_class(&runs, &facts, &look), classes[i]);
    }
}

/* Two zones of five are drawn with lines in the palette of printers, in a pattern each; no other palette needs one for a known class. */
static void the_page_is_drawn_in_the_palette_of_the_study(void **state)
{
    fixture *f = *state;
    mlg_look look = { .palette = mlg_palette_find("drees") };
    mlg_map_layer zones = { .kind = MLG_LAYER_ZONING, .key = "z", .communes = { 3, 0, 0, 0, 1 } };
    snprintf(zones.words[0], sizeof zones.words[0], "ZIP");
    assert_string_equal(mlg_layer_colour(&look, MLG_LAYER_APL, 0).text, "#e31a1c");
    assert_string_equal(mlg_layer_colour(&look, MLG_LAYER_TIME, 4).text, "#e31a1c");
    assert_string_equal(mlg_layer_colour(&look, MLG_LAYER_APL, MLG_LAYER_CLASSES).text, "#a6cee3");
    mlg_zone_patterns(&f->text, &look);
    assert_int_equal(f->text.length, 0);
    look.palette = mlg_palette_find("grey");
    mlg_layers_style(&f->text, &zones, 1, &look);
    assert_string_equal(
        f->text.data,
        "<style>\n[data-couche=z] .z0{fill:url(#zone0)}"
        "i.z0{background:repeating-linear-gradient(135deg,#8c8c8c 0 3px,#1b1f24 3px 4px)}\n</style>\n");
}

static void classes_of_minutes_gained(void **state)
{
    (void)state;
    assert_int_equal(mlg_gain_class((double)NAN), 0);
    assert_int_equal(mlg_gain_class(0), 0);
    assert_int_equal(mlg_gain_class(2 / 60.0),
                     1); /* two seconds, shown as 0,0: who gains them is brought nearer */
    assert_int_equal(mlg_gain_class(2), 2);
    assert_int_equal(mlg_gain_class(5), 3);
    assert_int_equal(mlg_gain_class(9.99), 3);
    assert_int_equal(mlg_gain_class(10), 4);
}

/* What is asked of the study, as layers of the map. */
static mlg_map_layer *layers_asked(fixture *f, int *count)
{
    static const bool none[MLG_BASE_LAYERS] = { false };
    mlg_error err;
    mlg_findings found;
    mlg_map_layer *layers = NULL;
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    assert_ok(mlg_map_layers_new(&layers, count, none, &found, &err), &err);
    mlg_findings_release(&found);
    return layers;
}

/* A commune at 15 minutes exactly is within 15 minutes, in the classes and in their words as in the balance. */
static void classes_of_minutes_to_a_site_that_opens(void **state)
{
    static const char *const words[MLG_LAYER_CLASSES] = { "jusqu’à 5", "de 5 à 10", "de 10 à 15", "de 15 à 20",
                                                          "plus de 20" };
    fixture *f = *state;
    mlg_error err;
    int count = 0;
    assert_int_equal(mlg_after_class((double)NAN), MLG_LAYER_CLASSES);
    assert_int_equal(mlg_after_class(0), 0);
    assert_int_equal(mlg_after_class(5), 0);
    assert_int_equal(mlg_after_class(5 + 1 / 600.0), 1);
    assert_int_equal(mlg_after_class(15), 2);
    assert_int_equal(mlg_after_class(20), 3);
    assert_int_equal(mlg_after_class(20.1), 4);
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, sites_avant, minutes, "
                          "ecart, prouve, arret, methode, unite, unite_perte, non_desservis, couverts_apres, "
                          "medecins) VALUES ('un', 'mclp', 'x', 'max', 1, 0, 15, 0, 1, 0, 'm', 'habitants', "
                          "'habitants', 0, 70, 0)",
                          &err),
              &err);
    mlg_map_layer *layers = layers_asked(f, &count);
    assert_int_equal(count, 1);
    for (int i = 0; i < MLG_LAYER_CLASSES; i++)
        assert_string_equal(layers[0].words[i], words[i]);
    mlg_map_layers_free(layers, count);
}

/* ---- long tables ------------------------------------------------------------------------------------- */

/* 250 communes: 100 rows in the page, all of them in the data, which is JSON whatever the names hold. */
static void a_long_table_is_rows_and_data(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(mlg_db_exec(f->db,
                          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) "
                          "INSERT INTO commune (x, y, insee_com, libelle, population, perimetre, approx) SELECT "
                          "0, 0, printf('%05d', i), "
                          "'A\"\\</script>' || char(9) || 'É', i, 1, 0 FROM n;"
                          "INSERT INTO acces_commune (insee_com, libelle, population, apl, approx) SELECT "
                          "insee_com, libelle, population, "
                          "population / 100.0, 0 FROM commune",
                          &err),
              &err);
    mlg_sheet_rows rows;
    assert_ok(mlg_sheet_rows_read(&rows, f->db, mlg_sheet_find("communes"), &err), &err);
    mlg_look look = { .palette = mlg_palettes };
    mlg_look_borders(look.borders, 2.5);
    mlg_page_table(&f->text, &rows, "t", "Communes", &look);
    mlg_sheet_rows_release(&rows);
    assert_int_equal(count_of(f->text.data, "<tr"), 1 + 100);
    assert_int_equal(count_of(f->text.data, "<tr class=suite>"), 75);
    assert_int_equal(count_of(f->text.data, "</script>"), 1);
    char *start = strstr(f->text.data, "t-lignes\">");
    assert_non_null(start);
    *strstr(start, "</script>") = '\0';
    cJSON *data = cJSON_Parse(start + strlen("t-lignes\">")), *lines = cJSON_GetObjectItem(data, "lignes");
    int count = cJSON_GetArraySize(lines);
    char last[200] = "";
    if (count > 0)
        snprintf(last, sizeof last, "%s", cJSON_GetArrayItem(lines, count - 1)->valuestring);
    cJSON_Delete(data);
    assert_int_equal(count, 250);
    assert_string_equal(last,
                        "00250\tA\"\\</script> É\t250\t22,50"); /* class 2: 2.5 belongs above the threshold */
}

/* Quotes, backslashes and control characters as JSON writes them; what could end the script or open a comment, as \\u003c. */
static void data_of_the_script_cannot_leave_it(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_json *json;
    assert_ok(mlg_json_new(&json, &err), &err);
    mlg_json_text(json, "mot", "\"\\\n</script><!-- é");
    mlg_html_data(&f->text, "d", json);
    assert_string_equal(f->text.data, "<script type=\"application/json\" id=\"d\">{\"mot\":\"\\\"\\\\\\n"
                                      "\\u003c/script>\\u003c!-- é\"}</script>\n");
    mlg_html_data(&f->text, "e", NULL);
    assert_int_equal(f->text.status, MLG_MEMORY);
}

/* Worked from RFC 4180; a formula gets an apostrophe, a signed number does not. */
static void cells_of_csv_hold_any_text(void **state)
{
    fixture *f = *state;
    mlg_csv_cell(&f->text, "a;b", ';');
    mlg_csv_cell(&f->text, "a;b", ',');
    mlg_csv_cell(&f->text, "12 \"rue\"", ',');
    mlg_csv_cell(&f->text, NULL, ',');
    mlg_csv_safe_cell(&f->text, "=1+1", ',');
    mlg_csv_safe_cell(&f->text, "-3,5", ';');
    assert_string_equal(f->text.data, "\"a;b\"a;b\"12 \"\"rue\"\"\"\"'=1+1\"-3,5");
}

static void services_are_shown_by_their_name(void **state)
{
    (void)state;
    mlg_text room = { 0 };
    const mlg_sheet *equity = mlg_sheet_find("equite");
    mlg_cell cell = { .text = "gp" };
    assert_string_equal(equity->columns[0].name, "service");
    assert_string_equal(mlg_shown_text(&room, equity, &equity->columns[0], &cell), "Médecins généralistes");
    cell.text = "podologie"; /* one's own */
    assert_string_equal(mlg_shown_text(&room, equity, &equity->columns[0], &cell), "podologie");
    mlg_text_release(&room);
}

static const char *compared(mlg_text *room, const char *code)
{
    const mlg_sheet *thresholds = mlg_sheet_find("comparaison_seuils");
    const mlg_cell cell = { .text = code };
    assert_string_equal(thresholds->columns[0].name, "quoi");
    return mlg_shown_text(room, thresholds, &thresholds->columns[0], &cell);
}

static void what_is_compared_is_shown_in_words(void **state)
{
    (void)state;
    mlg_text room = { 0 };
    assert_string_equal(compared(&room, "gp.apl"), "APL des généralistes");
    assert_string_equal(compared(&room, "nurse.apl"), "Infirmiers, APL");
    assert_string_equal(compared(&room, "maternite_nuit.temps_demande"), "trajet : maternite_nuit");
    mlg_translate_to(mlg_language(), "en");
    assert_string_equal(compared(&room, "gp.temps"), "trip to the GP");
    assert_string_equal(compared(&room, "nurse.apl"), "Nurses, APL");
    assert_string_equal(compared(&room, "maternite_nuit.temps_demande"), "trip: maternite_nuit");
    mlg_translate_to(mlg_language(), "fr");
    mlg_text_release(&room);
}

/* ---- what is asked of services -------------------------------------------------------------------------------- */

/* Limits of 15 and 30 minutes: 15 is within the first, 30.1 beyond both. Of a measure of mean 184.6: a half is 92.3, printed 90 to two digits,
 * then 138.45, 184.6 and 230.75: 140, 180, 230; 90 belongs above its border. */
static void classes_of_what_is_asked(void **state)
{
    (void)state;
    const double limits[] = { 15, 30 };
    char words[64];
    assert_int_equal(mlg_asked_class(limits, 2, 0, false), 0);
    assert_int_equal(mlg_asked_class(limits, 2, 15, false), 0);
    assert_int_equal(mlg_asked_class(limits, 2, 15.1, false), 1);
    assert_int_equal(mlg_asked_class(limits, 2, HUGE_VAL, false), 2);
    assert_int_equal(mlg_asked_class(limits, 2, (double)NAN, false), -1);
    mlg_asked_class_words(words, sizeof words, limits, 2, 1, false);
    assert_string_equal(words, "de 15 à 30");
    mlg_asked_class_words(words, sizeof words, limits, 2, 2, false);
    assert_string_equal(words, "plus de 30");
    const double cuts[] = { 90, 140, 180, 230 };
    assert_int_equal(mlg_asked_class(cuts, 4, 89.9, true), 0);
    assert_int_equal(mlg_asked_class(cuts, 4, 90, true), 1);
    assert_int_equal(mlg_asked_class(cuts, 4, 230, true), 4);
    mlg_asked_class_words(words, sizeof words, cuts, 4, 0, true);
    assert_string_equal(words, "moins de 90");
}

/* Three communes of 100, 40 and 10 people. A maternity within 30 minutes of A, within 45 of B, beyond for C, as the rings count them; a
 * request of times with B at 12 minutes, C at none within the search. Nurses: 50 for A, 100 for B, unknown for C: their mean is
 * (100 * 50 + 40 * 100) / 140 = 64.3, its cuts 32, 48, 64 and 80. */
static void each_service_asked_has_its_card_and_its_layer(void **state)
{
    fixture *f = *state;
    mlg_error err;
    bool drawn;
    double cuts[MLG_ASKED_CUTS];
    assert_ok(
        mlg_db_exec(
            f->db,
            "INSERT INTO commune (x, y, geom, insee_com, libelle, population, perimetre, approx) VALUES"
            " (0, 0, AsGPB(GeomFromText('MULTIPOLYGON(((0 0, 1000 0, 1000 1000, 0 1000, 0 0)))', 2154)), '01001', "
            "'Aaa', 100, 1, 0),"
            " (0, 0, AsGPB(GeomFromText('MULTIPOLYGON(((1000 0, 2000 0, 2000 1000, 1000 1000, 1000 0)))', 2154)), "
            "'01002', 'Bbb', 40, 1, 0),"
            " (0, 0, AsGPB(GeomFromText('MULTIPOLYGON(((2000 0, 3000 0, 3000 1000, 2000 1000, 2000 0)))', 2154)), "
            "'01003', 'Ccc', 10, 1, 0);"
            "INSERT INTO acces_commune (insee_com, libelle, population, approx) SELECT insee_com, libelle, "
            "population, 0 FROM commune;"
            "INSERT INTO lieu (code, insee_com, population, perimetre) SELECT insee_com, insee_com, population, 1 "
            "FROM commune;"
            "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES ('catchment', 'm.categorie', "
            "'maternites', NULL, "
            "'etude'), ('access', 'mesure.nurse.apl', 'APL', 'ETP', 'calcul');"
            "INSERT INTO bassin (nom, nature, minutes, population, nb_communes) VALUES ('m', 'anneau', 30, 100, "
            "1), "
            "('m', 'anneau', 45, 40, 1), ('m', 'anneau', NULL, 10, 1);"
            "INSERT INTO bassin_nombre (nom, code, minutes, sites, gp) VALUES ('m', '01001', 30, 1, 0), ('m', "
            "'01001', 45, 2, 0), ('m', '01002', 30, 0, 0), ('m', '01002', 45, 1, 0), ('m', '01003', 30, 0, 0), "
            "('m', '01003', 45, 0, 0);"
            "INSERT INTO temps (nom, insee_com, population, personnes, minutes) VALUES ('g', '01001', 100, 100, "
            "2), "
            "('g', '01002', 40, 40, 12), ('g', '01003', 10, 10, NULL);"
            "INSERT INTO temps_bilan (nom, libelle, quand, qui, sites, sites_fermes, minutes, personnes, au_dela, "
            "au_dela_sans, passent, communes, inconnu) VALUES ('g', 'Garde <', 'night', 'tous', 1, 0, 10, 150, "
            "50, "
            "50, 0, 2, 10);"
            "INSERT INTO acces (code, service, mesure, valeur, demande) VALUES ('01001', 'nurse', 'apl', 50, "
            "100), "
            "('01002', 'nurse', 'apl', 100, 40), ('01003', 'nurse', 'apl', NULL, 10)",
            &err),
        &err);
    mlg_findings found;
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    assert_int_equal(found.asked.count, 3); /* times, rings, measures */
    assert_int_equal(mlg_asked_cuts(cuts, &found, 2), 4);
    assert_true(fabs(cuts[0] - 32) < 1e-9 && fabs(cuts[1] - 48) < 1e-9 && fabs(cuts[2] - 64) < 1e-9 &&
                fabs(cuts[3] - 80) < 1e-9);
    assert_ok(mlg_page_cards_asked(&f->text, f->db, &found, &err), &err);
    assert_non_null(strstr(f->text.data, "Garde &lt;, la nuit\u00a0: à combien de minutes"));
    assert_non_null(strstr(f->text.data, "<b>50</b> habitants (33,3\u00a0%) sont à plus de 10\u00a0min."));
    assert_non_null(strstr(f->text.data, "Le plus loin\u00a0: Ccc, Bbb (12\u00a0min), Aaa (2\u00a0min)."));
    assert_non_null(strstr(f->text.data, "Maternité\u00a0: à combien de minutes"));
    assert_non_null(strstr(f->text.data, "<b>10</b> habitants (6,7\u00a0%) sont à plus de 45\u00a0min."));
    assert_non_null(strstr(f->text.data, "Les plus peuplées au-delà\u00a0: Ccc."));
    assert_non_null(strstr(f->text.data, "Infirmiers\u00a0: quel accès"));
    assert_non_null(strstr(f->text.data, "Le moins bien desservi\u00a0: Aaa (50,0), Bbb (100,0)."));
    mlg_text_clear(&f->text);
    mlg_status st = mlg_map_add(&f->text, &drawn, f->db, &found, &err);
    mlg_findings_release(&found);
    assert_ok(st, &err);
    /* one limit: 0 within it, 4 beyond; 5 is no site at all. Two limits: 0, 2, 4. Measures: 48 <= 50 < 64; 100 above 80. */
    assert_non_null(strstr(f->text.data, "id=\"c01001\" class=\"b0-0 b1-0 b2-2\""));
    assert_non_null(strstr(f->text.data, "id=\"c01002\" class=\"b0-4 b1-2 b2-4\""));
    assert_non_null(strstr(f->text.data, "id=\"c01003\" class=\"b0-5 b1-4 b2-5\""));
    assert_non_null(strstr(f->text.data, "<option value=\"b1\">le trajet\u00a0: Maternité</option>"));
}

/* Of two requests, the second counts nobody: nothing is said of its people. */
static void a_request_that_counts_nobody_says_nothing_of_all(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_findings found;
    assert_ok(mlg_db_exec(f->db,
                          "INSERT INTO temps_bilan (nom, libelle, quand, qui, sites, sites_fermes, minutes, "
                          "personnes, au_dela, au_dela_sans, passent, communes, inconnu) VALUES ('g', 'Garde', "
                          "NULL, 'tous', 1, 0, 10, 150, 0, 0, 0, 2, 0), ('v', 'Vide', NULL, 'tous', 1, 0, 10, 0, "
                          "0, 0, 0, 0, 0)",
                          &err),
              &err);
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    mlg_status st = mlg_page_cards_asked(&f->text, f->db, &found, &err);
    mlg_findings_release(&found);
    assert_ok(st, &err);
    assert_non_null(strstr(f->text.data, "Vide\u00a0: à combien de minutes"));
    assert_int_equal(count_of(f->text.data, "Tous les habitants sont à 10\u00a0min ou moins."), 1);
    assert_true(strstr(f->text.data, "Tous les habitants") < strstr(f->text.data, "Vide"));
}

/* 200 letters of two bytes each, on the card, in the list of layers and in the legend. */
static void a_long_name_of_what_is_asked_is_shown_whole(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_findings found;
    int count = 0;
    char name[401] = "", wanted[512], query[1024];
    for (int i = 0; i < 200; i++)
        strcat(name, "é");
    snprintf(
        query, sizeof query,
        "INSERT INTO temps_bilan (nom, libelle, quand, qui, sites, sites_fermes, minutes, personnes, au_dela, "
        "au_dela_sans, passent, communes, inconnu) VALUES ('g', '%s', 'night', 'tous', 1, 0, 10, 150, 50, 50, 0, "
        "2, 10)",
        name);
    assert_ok(mlg_db_exec(f->db, query, &err), &err);
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    assert_ok(mlg_page_cards_asked(&f->text, f->db, &found, &err), &err);
    mlg_findings_release(&found);
    snprintf(wanted, sizeof wanted, ">%s, la nuit\u00a0: à combien de minutes", name);
    assert_non_null(strstr(f->text.data, wanted));
    mlg_map_layer *layers = layers_asked(f, &count);
    assert_int_equal(count, 1);
    snprintf(wanted, sizeof wanted, "le trajet\u00a0: %s, la nuit", name);
    assert_string_equal(mlg_text_words(&layers[0].name), wanted);
    snprintf(wanted, sizeof wanted, "Trajet au site le plus proche, en minutes\u00a0: %s, la nuit", name);
    assert_string_equal(mlg_text_words(&layers[0].caption), wanted);
    mlg_map_layers_free(layers, count);
}

/* No source gives a class; the rule frames 100 people as ZIP, 40 outside the pool, and says nothing of 10. */
static void a_zoning_without_classes_tells_what_the_rule_gives(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_findings found;
    assert_ok(
        mlg_db_exec(f->db,
                    "INSERT INTO commune (x, y, insee_com, libelle, population, perimetre, approx) VALUES (0, 0, "
                    "'01001', 'Aaa', 100, 1, 0), (0, 0, '01002', 'Bbb', 40, 1, 0), (0, 0, '01003', 'Ccc', 10, "
                    "1, 0);"
                    "INSERT INTO acces_commune (insee_com, population, zonage_regle, approx) VALUES ('01001', "
                    "100, 'ZIP', 0), ('01002', 40, 'hors vivier', 0), ('01003', 10, NULL, 0)",
                    &err),
        &err);
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    mlg_page_card_zoning(&f->text, &found);
    mlg_findings_release(&found);
    assert_non_null(strstr(f->text.data, "Aucune source ne donne la classe des communes."));
    assert_non_null(strstr(f->text.data, "Habitants selon la règle seule"));
    const char *zip = strstr(f->text.data, "Sélection nationale (ZIP)"),
               *out = strstr(f->text.data, "Hors vivier"), *unknown = strstr(f->text.data, ">Inconnu<");
    assert_true(zip && out && unknown && zip < out && out < unknown);
    assert_non_null(strstr(zip, "class=\"n\">100</td>"));
    assert_non_null(strstr(out, "class=\"n\">40</td>"));
    assert_non_null(strstr(unknown, "class=\"n\">10</td>"));
    assert_null(strstr(f->text.data, ">Vivier<"));
}

/* ---- the sheet for elected officials -------------------------------------------------------------------------- */

/* Two requests, one of which places four doctors, and two areas: the second would take 152 doctors in one place for the 8 that it lacks. */
static void the_sheet_keeps_requests_apart_and_says_how_minutes_are_found(void **state)
{
    fixture *f = *state;
    mlg_error err;
    mlg_findings found;
    assert_ok(
        mlg_db_exec(
            f->db,
            "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES ('travel', 'modele', 'vol "
            "d''oiseau', "
            "NULL, 'etude');"
            "INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, minutes, avant, apres, borne, ecart, "
            "prouve, "
            "arret, methode, unite, unite_perte, non_desservis, couverts_avant, couverts_apres, rapproches, "
            "medecins, sites_avant, desert_avant, desert_apres) "
            "VALUES ('un', 'persons-over', 'x', 'max', 2, 15, 0, 1, 1, 0, 1, 0, 'm', 'habitants', 'habitants', 0, "
            "0, 70, 70, 4, "
            "0, 900, 300), ('deux', 'mclp', 'x', 'max', 1, 20, 0, 1, 1, 0, 1, 0, 'm', 'habitants', 'habitants', "
            "0, "
            "0, 50, 50, 0, 0, NULL, NULL);"
            "INSERT INTO site (geom, nom, modele, rang, code, insee_com, libelle, personnes, minutes, medecins, "
            "gain, "
            "perte, force, desservis) VALUES "
            "(AsGPB(MakePoint(0, 0, 2154)), 'un', 'persons-over', 1, '1', '1', 'A', 40, 15, 2, 0, 0, 0, 40), "
            "(AsGPB(MakePoint(0, 0, 2154)), 'un', 'persons-over', 2, '2', '2', 'B', 30, 15, 2, 0, 0, 0, 30), "
            "(AsGPB(MakePoint(0, 0, 2154)), 'deux', 'mclp', 1, '3', '3', 'C', 50, 20, 0, 0, 0, 0, 50);"
            "INSERT INTO besoin_zone (service, zone, nom, nb_communes, population, manque, etp, loin, inconnu, "
            "ou, "
            "ajout, ajout_etp) VALUES ('gp', 0, 'Ensemble', 9, 900, 50000, 10, 0, 0, NULL, NULL, NULL), "
            "('gp', 1, 'Near', 2, 200, 9000, 2, 0, 0, '1', 18000, 4), ('gp', 2, 'Far', 7, 700, 41000, 8, 0, 0, "
            "'2', "
            "780000, 152)",
            &err),
        &err);
    assert_ok(mlg_findings_read(&found, f->db, &err), &err);
    mlg_status st = mlg_page_sheets(&f->text, f->db, &found, &err);
    mlg_findings_release(&found);
    assert_ok(st, &err);
    const char *sheet = f->text.data;
    assert_non_null(strstr(sheet,
                           "«\u00a0un\u00a0»\u00a0: ouvrir à <b>A, B</b>\u00a0; 4\u00a0médecins en tout, "
                           "900 → <b>300</b> habitants sous le seuil\u00a0; 70 habitants de plus à moins de "
                           "15\u00a0min d’un des sites.</li>"));
    assert_non_null(strstr(sheet, "«\u00a0deux\u00a0»\u00a0: ouvrir à <b>C</b>\u00a0; 50 habitants"));
    assert_non_null(strstr(sheet, "leurs effets ne s’ajoutent pas"));
    assert_non_null(strstr(sheet, "Minutes à vol d’oiseau, estimées."));
    assert_non_null(strstr(sheet, "<b>4,0</b>"));
    assert_null(strstr(sheet, "152"));
    assert_null(strstr(sheet, "<ol>"));
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_int_equal(count_of(page, "ajouter en un seul lieu sert mal cette zone"), 1);
}

/* A study of an EPCI whose name a source gives, a measure of nurses, and sets of sites that differ by 27 and by 0.1234 inhabitants. */
static void the_page_shows_names_and_figures_not_codes(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(
        mlg_db_exec(
            f->db,
            "INSERT INTO etude (cle, valeur) VALUES ('territoire', 'EPCI 200072460');"
            "INSERT INTO commune (x, y, insee_com, libelle, siren_epci, lib_epci, population, perimetre, approx) "
            "VALUES "
            "(0, 0, '01001', 'Aaa', '200072460', 'CA du Lac', 100, 1, 0);"
            "INSERT INTO lieu (code, insee_com, population, perimetre) VALUES ('01001', '01001', 100, 1);"
            "INSERT INTO acces (code, service, mesure, valeur, demande) VALUES ('01001', 'nurse', 'apl', 50, 100);"
            "INSERT INTO parametre (etape, nom, valeur, unite, origine) VALUES "
            "('access', 'mesure.nurse.apl', 'APL', 'ETP', 'calcul'), ('tours', 't.sans', 'gp', NULL, 'etude');"
            "INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, minutes, avant, apres, borne, ecart, "
            "prouve, "
            "arret, methode, unite, unite_perte, non_desservis, couverts_avant, couverts_apres, rapproches, "
            "medecins, "
            "sites_avant) VALUES ('un', 'mclp', 'x', 'max', 1, 15, 0, 1, 1, 0, 1, 0, 'm', 'habitants', "
            "'habitants', "
            "0, 0, 70, 70, 4, 0);"
            "INSERT INTO site_variante (nom, rang, valeur, perte, codes, libelles, rapproches, prouve) VALUES "
            "('un', 1, 1394, 27, '1', 'A', 1, 1), ('un', 2, 1394, 0.1234, '2', 'B', 1, 1)",
            &err),
        &err);
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_non_null(strstr(page, "territoire CA du Lac"));
    assert_null(strstr(page, "200072460"));
    assert_non_null(strstr(page, "<dt>Infirmiers\u00a0: APL"));
    assert_non_null(strstr(page, ">médecins généralistes</td>"));
    assert_non_null(strstr(page, "<td class=n>27</td>"));
    assert_non_null(strstr(page, "<td class=n>0,1234</td>"));
    assert_null(strstr(page, "MCLP"));
}

/* ---- maps of sitings --------------------------------------------------------------------------------- */

/* Two communes; the first gains 12 - 5 = 7 minutes by request « deux » and two seconds by « un », by which the second is reached at last:
 * all 140 people of both are brought nearer.
 * In the map of request g0 (un) the second is of class 4; in that of g1 (deux) the first of class 3. */
static void each_siting_request_has_its_map(void **state)
{
    fixture *f = *state;
    mlg_error err;
    assert_ok(
        mlg_db_exec(
            f->db,
            "INSERT INTO commune (x, y, geom, insee_com, libelle, population, perimetre, approx) VALUES"
            " (0, 0, AsGPB(GeomFromText('MULTIPOLYGON(((0 0, 1000 0, 1000 1000, 0 1000, 0 0)))', 2154)), "
            "'01001', 'A', 100, 1, 0),"
            " (0, 0, AsGPB(GeomFromText('MULTIPOLYGON(((1000 0, 2000 0, 2000 1000, 1000 1000, 1000 0)))', "
            "2154)), '01002', 'B', 40, 1, 0);"
            "INSERT INTO lieu (code, insee_com, nature, population, pop_std, perimetre) VALUES"
            " ('a', '01001', 'commune', 100, 100, 1), ('b', '01002', 'commune', 40, 40, 1);"
            "INSERT INTO site_bilan (nom, modele, objet, sens, nb_sites, minutes, avant, apres, borne, "
            "ecart, prouve, arret, methode, "
            "unite, unite_perte, non_desservis, couverts_avant, couverts_apres, rapproches, "
            "medecins, sites_avant) VALUES"
            " ('un', 'mclp', 'x', 'max', 1, 15, 0, 1, 1, 0, 1, 0, 'm', 'habitants', 'habitants', 0, 0, "
            "1, 1, 0, 1),"
            " ('deux', 'mclp', 'x', 'max', 1, 15, 0, 1, 1, 0, 1, 0, 'm', 'habitants', 'habitants', 0, "
            "0, 1, 1, 0, 1);"
            "INSERT INTO affectation (nom, code, site, minutes, avant) VALUES ('un', 'a', '01002', 299 / 60.0, "
            "301 / 60.0), ('un', 'b', '01002', 0, "
            "NULL), ('deux', 'a', '01001', 5, 12), ('deux', 'b', NULL, NULL, NULL);"
            "INSERT INTO site (geom, nom, modele, rang, code, insee_com, libelle, personnes, minutes, "
            "medecins, gain, perte, force, desservis) "
            "VALUES (AsGPB(MakePoint(1500, 500, 2154)), 'un', 'mclp', 1, '01002', '01002', 'B', 40, 15, "
            "0, 0, 0, 0, 40)",
            &err),
        &err);
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html"), *small = strstr(page, "<div class=\"vignettes\">");
    assert_non_null(strstr(page, "<path id=\"c01001\" class=\"g0-1 g1-3\""));
    assert_non_null(strstr(page, "<path id=\"c01002\" class=\"g0-4\""));
    assert_non_null(
        strstr(page, "<g class=\"antennes\" data-couche=\"g0\" data-aussi=\"c\">")); /* the first layer */
    assert_non_null(strstr(page, "<li data-sur=\"gc\">"));                           /* its key */
    assert_non_null(strstr(page, "<option value=\"g1\">minutes gagnées\u00a0: deux</option>"));
    assert_non_null(small);
    /* 2 km across 400 cells of 5 m: 200 cells high, and B begins at 200. */
    assert_non_null(strstr(small, "<svg viewBox=\"-8 -8 416 216\""));
    assert_non_null(strstr(small, "<path class=\"v4\" d=\"M200 200l200 0 0-200-200 0z\"/>"));
    assert_non_null(strstr(small, "<path class=\"v3\" d=\"M0 200l200 0 0-200-200 0z\"/>"));
    assert_int_equal(count_of(small, "<use href=\"#vignette-fond\"/>"), 1);
    assert_non_null(strstr(small, "<b>un</b>\u00a0: 140 habitants gagnent du temps, dont 40 au moins 5 minutes."));
    assert_non_null(
        strstr(small, "<b>deux</b>\u00a0: 100 habitants gagnent du temps, dont 100 au moins 5 minutes."));
}

/* A table may stand under the title of another: its card leads to that section. */
static void every_card_of_a_comparison_leads_to_its_tables(void **state)
{
    fixture *f = *state;
    mlg_error err;
    int links = 0;
    assert_ok(
        mlg_db_exec(
            f->db,
            "INSERT INTO comparaison_seuil (service, mesure, sens, seuil_avant, seuil, unite, communes_avant, "
            "communes, population_avant, population, communes_tombent, tombent, communes_sortent, sortent, "
            "inconnus) "
            "VALUES ('gp', 'apl', 'sous', 2.5, 2.5, 'consultations', 2, 1, 900, 400, 0, 0, 1, 500, 0);"
            "INSERT INTO comparaison_unite (maille, code, libelle, service, mesure, nb_communes, population, "
            "avant, "
            "apres, ecart, gagnent, perdent, inchanges, inconnus) "
            "VALUES ('territoire', '', 'Ensemble', 'gp', 'apl', 2, 900, 2, 2.4, 0.4, 500, 0, 400, 0);",
            &err),
        &err);
    assert_ok(mlg_output_report(f->db, in_folder(f->folder, "r.html"), &err), &err);
    const char *page = read_back(f, "r.html");
    assert_non_null(strstr(page, "id=\"fiche-gagnants\""));
    for (const char *at = page; (at = strstr(at, "</button> <a href=\"#")) != NULL; links++) {
        char id[80];
        at += strlen("</button> <a href=\"#");
        snprintf(id, sizeof id, "id=\"%.*s\"", (int)strcspn(at, "\""), at);
        assert_non_null(strstr(page, id));
    }
    assert_int_equal(links, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_outline_keeps_the_points_where_it_turns, set_up, tear_down),
        cmocka_unit_test(classes_of_layers_have_the_borders_their_legend_tells),
        cmocka_unit_test_setup_teardown(the_page_is_drawn_in_the_palette_of_the_study, set_up, tear_down),
        cmocka_unit_test(classes_of_minutes_gained),
        cmocka_unit_test_setup_teardown(classes_of_minutes_to_a_site_that_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(data_of_the_script_cannot_leave_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_of_csv_hold_any_text, set_up, tear_down),
        cmocka_unit_test(services_are_shown_by_their_name),
        cmocka_unit_test(what_is_compared_is_shown_in_words),
        cmocka_unit_test_setup_teardown(the_page_shows_names_and_figures_not_codes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_sheet_keeps_requests_apart_and_says_how_minutes_are_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_long_table_is_rows_and_data, set_up, tear_down),
        cmocka_unit_test(classes_of_what_is_asked),
        cmocka_unit_test_setup_teardown(each_service_asked_has_its_card_and_its_layer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_request_that_counts_nobody_says_nothing_of_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_name_of_what_is_asked_is_shown_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_zoning_without_classes_tells_what_the_rule_gives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_siting_request_has_its_map, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_card_of_a_comparison_leads_to_its_tables, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
