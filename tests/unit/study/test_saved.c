/* Files as people save them: blank rows, headers over two lines, a line that tells the separator, coordinates in another
 * commune, outlines and centres that cannot be. */
#include "try_study.h"

static const char towns[] = "code,nom,lon,lat,population\n01004,Ambérieu,5.36,45.96,14000\n"
                            "01033,Valserhône,5.83,46.11,16000\n01034,Belley,5.69,45.76,9000\n";

/* Doctors by commune from a file that is saved in some way. */
static void assert_doctors(const char *folder, const char *columns, const char *text, const char *want)
{
    char sources[512];
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    write_text(in_folder(folder, "d.csv"), text);
    snprintf(sources, sizeof sources, "  supply: [ { path: d.csv, service: gp, columns: { %s } } ]", columns);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", sources, &err), &err);
    assert_text(
        db,
        "SELECT group_concat(insee_com || ' ' || quantite, ', ') FROM (SELECT * FROM offre ORDER BY insee_com)",
        want);
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    assert_near(number(db, "SELECT lues FROM provenance WHERE source = 'supply[0]'"), 3, 0);
    mlg_db_close(db);
}

static const char all[] = "01004 1.0, 01033 2.0, 01034 3.5";

static void rows_without_any_value_are_no_rows(void **state)
{
    static const char columns[] = "insee_com: code, quantite: nb";
    assert_doctors(*state, columns, "code;nb;;;\n01004;1;;;\n01033;2;;;\n01034;3,5;;;\n;;;;\n;;;;\n;;;;\n;;;;\n",
                   all);
    assert_doctors(*state, columns, "code;nb\n;\n01004;1\n \t; \n01033;2\n01034;3,5\n\n\n", all);
    assert_doctors(*state, columns, "code,nb\n01004,1\n\"\",\"\"\n01033,2\n01034,3.5\n\xC2\xA0,\n", all);
}

static void headers_are_named_as_they_are_shown(void **state)
{
    assert_doctors(*state, "insee_com: \"code commune\", quantite: nb",
                   "\"code\ncommune\";nb\n01004;1\n01033;2\n01034;3,5\n", all);
    assert_doctors(*state, "insee_com: \"CODE COMMUNE\", quantite: \"nb médecins\"",
                   "code\xC2\xA0"
                   "commune;NB  MÉDECINS\n01004;1\n01033;2\n01034;3,5\n",
                   all);
    assert_doctors(*state, "insee_com: \"code\\ncommune\", quantite: nb",
                   "\"code\r\n commune\";nb\n01004;1\n01033;2\n01034;3,5\n", all);
}

static void a_line_that_tells_the_separator_is_no_header(void **state)
{
    static const char columns[] = "insee_com: code, quantite: nb";
    assert_doctors(*state, columns, "sep=;\ncode;nb\n01004;1\n01033;2\n01034;3,5\n", all);
    assert_doctors(*state, columns, "\xEF\xBB\xBFSEP=,\r\ncode,nb\r\n01004,1\r\n01033,2\r\n01034,3.5\r\n", all);
    assert_doctors(*state, columns, "\"sep=\t\"\ncode\tnb\n01004\t1\n01033\t2\n01034\t3.5\n", all);
}

/* ---- coordinates and communes ------------------------------------------------------------------------------ */

/* Sites of the three towns. a: 2 km from its centre. b: in Belley, and of Ambérieu. c: without coordinates. */
static const char sites[] =
    "code,insee,cat,lon,lat\na,01004,620,5.37,45.97\nb,01004,620,5.69,45.76\nc,01033,620,,\n";

static mlg_db *with_sites(const char *folder, const char *option)
{
    char text[512];
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    write_text(in_folder(folder, "s.csv"), sites);
    snprintf(text, sizeof text,
             "  sites: [ { path: s.csv%s, columns: { code: code, insee_com: insee, categorie: cat, lon: lon, lat: "
             "lat } "
             "} ]",
             option);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", text, &err), &err);
    return db;
}

static void a_site_far_from_its_commune_stands_at_its_centre(void **state)
{
    static const char places[] =
        "SELECT group_concat(code || ' ' || insee_com || ' ' || precision, ', ') FROM (SELECT * "
        "FROM etablissement ORDER BY code)";
    mlg_db *db = with_sites(*state, "");
    assert_text(db, places, "a 01004 adresse, b 01004 commune, c 01033 commune");
    assert_text(db, "SELECT ligne || ' ' || code || ' ' || motif || ' ' || substr(valeur, 1, 7) FROM reject",
                "2 b coordonnées hors de la commune 01004 :");
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.sites[0].hors_commune'"), 1, 0);
    assert_near(number(db, "SELECT rejetees FROM provenance WHERE source = 'sites[0]'"), 0, 0);
    mlg_db_close(db);
    db = with_sites(*state, ", tolerance: 60 km");
    assert_text(db, places, "a 01004 adresse, b 01004 adresse, c 01033 commune");
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    mlg_db_close(db);
}

/* Two communes side by side, 60 km and 20 km wide, and a source of one role whose rows name the first or both. */
static mlg_db *beside(const char *folder, const char *role, const char *columns, const char *rows)
{
    char text[512];
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "rows.csv"), rows);
    write_text(in_folder(folder, "c.csv"),
               "code;nom;population;wkt\n"
               "13004;Arles;50000;\"POLYGON((700000 6600000,760000 6600000,760000 6660000,700000 6660000,700000 "
               "6600000))\"\n"
               "13096;Voisine;2000;\"POLYGON((760000 6600000,780000 6600000,780000 6660000,760000 6660000,760000 "
               "6600000))\"\n");
    snprintf(text, sizeof text, "  %s: [ { path: rows.csv, crs: \"EPSG:2154\", columns: { %s, x: x, y: y } } ]",
             role, columns);
    assert_ok(try_study(&db, folder, "{ path: c.csv, crs: \"EPSG:2154\" }", text, &err), &err);
    return db;
}

/* With outlines the distance is to them: 30 km inside a large commune is no fault, 6 km outside is one. */
static void an_outline_tells_how_far_a_site_is(void **state)
{
    mlg_db *db = beside(*state, "sites", "code: code, insee_com: insee, categorie: cat",
                        "code,insee,cat,x,y\na,13004,620,700001,6600001\nb,13004,620,764000,6630000\n"
                        "c,13004,620,766000,6630000\n");
    assert_text(
        db, "SELECT group_concat(code || ' ' || precision, ', ') FROM (SELECT * FROM etablissement ORDER BY code)",
        "a adresse, b adresse, c commune");
    mlg_db_close(db);
}

/* a: inside. b: 4 km outside, within the tolerance. c: 30 km outside. */
static void a_square_far_from_its_commune_stands_at_its_centre(void **state)
{
    mlg_db *db = beside(*state, "cells", "code: code, insee_com: insee, population: pop",
                        "code,insee,pop,x,y\na,13004,10,701000,6601000\nb,13004,20,764000,6630000\n"
                        "c,13004,30,790000,6630000\n");
    assert_text(db,
                "SELECT group_concat(code || ' ' || insee_com || ' ' || CAST(round(x) AS INTEGER) || ' ' || "
                "CAST(round(y) AS INTEGER), ', ') FROM (SELECT * FROM carreau ORDER BY code)",
                "a 13004 701000 6601000, b 13004 764000 6630000, c 13004 730000 6630000");
    assert_text(db, "SELECT group_concat(ligne || ' ' || code || ' ' || motif || ' ' || valeur) FROM reject",
                "3 c coordonnées hors de la commune 13004 : 790000, 6630000, à 30 km");
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.cells[0].hors_commune'"), 1, 0);
    mlg_db_close(db);
}

/* a: inside. b: 30 km from the only commune of its row. c: in the second one of its row, 16 km from the first. */
static void a_neighbourhood_far_from_its_communes_stands_at_the_centre_of_the_first(void **state)
{
    mlg_db *db = beside(*state, "qpv", "code_qp: code, libelle: nom, communes: communes",
                        "code;nom;communes;x;y\nQN01301M;a;13004;705000;6605000\nQN01302M;b;13004;790000;6630000\n"
                        "QN01303M;c;13004,13096;776000;6630000\n");
    assert_text(
        db,
        "SELECT group_concat(code_qp || ' ' || CAST(round(x) AS INTEGER) || ' ' || CAST(round(y) AS INTEGER), "
        "', ') FROM (SELECT code_qp, ST_X(ST_Centroid(geom)) AS x, ST_Y(ST_Centroid(geom)) AS y FROM qpv ORDER "
        "BY code_qp)",
        "QN01301M 705000 6605000, QN01302M 730000 6630000, QN01303M 776000 6630000");
    assert_text(db, "SELECT ligne || ' ' || code FROM reject WHERE valeur LIKE '13004 : 790000, 66300__, à 30 km'",
                "2 QN01302M"); /* a point inside the disc that stands for it */
    assert_near(number(db, "SELECT count(*) FROM reject"), 1, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.qpv[0].hors_commune'"), 1, 0);
    mlg_db_close(db);
}

/* ---- outlines and centres that cannot be ---------------------------------------------------------------------- */

static void faults_of_communes_name_them(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "c.csv"),
               "code;nom;population;wkt\n62001;Pleine;10;\"POLYGON((650000 7046000,654000 7046000,654000 "
               "7050000,650000 7046000))\"\n62008;Plat;10;\"POLYGON((654000 7046000,658000 7046000,654000 "
               "7046000,654000 7046000))\"\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv, crs: \"EPSG:2154\" }", "", &err), MLG_INPUT, &err,
                 "c.csv: row 2: the outline of commune 62008 (Plat) has no area");
    write_text(in_folder(*state, "c.csv"),
               "code,x,y,population\n62001,650000,7046000,1\n62002,651000,7046000,1\n62003,651000,7046000.5,1\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv, crs: \"EPSG:2154\" }", "", &err), MLG_INPUT, &err,
                 "communes 62002 (c.csv, row 2) and 62003 (c.csv, row 3) have the same centre");
    write_text(in_folder(*state, "c.csv"),
               "code,x,y,population\n62001,650000,7046000,1\n62002,651000,7046000,1\n");
    write_text(in_folder(*state, "d.csv"),
               "code,x,y,population\n62003,652000,7046000,1\n62004,651000,7046000,1\n");
    assert_fails(try_study(&db, *state,
                           "{ path: c.csv, crs: \"EPSG:2154\" }\n    - { path: d.csv, crs: \"EPSG:2154\" }", "",
                           &err),
                 MLG_INPUT, &err, "communes 62002 (c.csv, row 2) and 62004 (d.csv, row 2) have the same centre");
    write_text(in_folder(*state, "c.csv"),
               "code;nom;population;wkt\n62001;Pleine;10;\"POLYGON((650000 7046000,654000 7046000,654000 "
               "7050000,650000 7046000))\"\n62008;Vide;10;\"POLYGON EMPTY\"\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv, crs: \"EPSG:2154\" }", "", &err), MLG_INPUT, &err,
                 "c.csv: row 2: commune 62008 has neither an outline nor a point");
}

static void one_commune_known_by_its_centre_has_a_disc(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "c.csv"), "code,x,y,population,surface_km2\n62001,650000,7046000,1,20\n");
    assert_ok(try_study(&db, *state, "{ path: c.csv, crs: \"EPSG:2154\" }", "", &err), &err);
    assert_near(number(db, "SELECT surface_km2 + 100 * approx FROM commune"), 120, 0);
    mlg_db_close(db);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(rows_without_any_value_are_no_rows),
        WITH_FOLDER(headers_are_named_as_they_are_shown),
        WITH_FOLDER(a_line_that_tells_the_separator_is_no_header),
        WITH_FOLDER(a_site_far_from_its_commune_stands_at_its_centre),
        WITH_FOLDER(an_outline_tells_how_far_a_site_is),
        WITH_FOLDER(a_square_far_from_its_commune_stands_at_its_centre),
        WITH_FOLDER(a_neighbourhood_far_from_its_communes_stands_at_the_centre_of_the_first),
        WITH_FOLDER(faults_of_communes_name_them),
        WITH_FOLDER(one_commune_known_by_its_centre_has_a_disc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
