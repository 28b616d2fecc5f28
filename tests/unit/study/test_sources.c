/* Published files, written here in exactly their layout, and the real ones of ../shared/data where these are. */
#include "support.h"

#include "adapters/crs.h"
#include "adapters/db/database.h"
#include "adapters/layer/read.h"
#include "adapters/workbook.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Three communes of the Ain. */
static const char towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01451,Viriat,5.21,46.25,6500\n01053,Bourg,5.23,46.20,41000\n01344,Saint-Denis,5.18,46.20,5700\n";

/* Runs a study of the whole of `communes` whose other sources are `sources` (YAML, indented by two), and gives its
 * GeoPackage. */
static mlg_status try_study(mlg_db **db, const char *folder, const char *communes, const char *sources,
                            mlg_error *err)
{
    char text[4096];
    mlg_run_result result;
    mlg_run_options options = { .overwrite = true };
    *db = NULL;
    snprintf(text, sizeof text,
             "territory: { all: true }\nsources:\n  communes:\n    - %s\n%s\noutputs: { geopackage: s.gpkg }\n",
             communes, sources);
    write_text(in_folder(folder, "study.yaml"), text);
    MLG_TRY(mlg_run(&result, in_folder(folder, "study.yaml"), &options, err));
    mlg_run_result_release(&result);
    return mlg_db_open(db, in_folder(folder, "s.gpkg"), false, err);
}

static mlg_db *study(const char *folder, const char *sources)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", sources, &err), &err);
    return db;
}

static double number(mlg_db *db, const char *sql)
{
    double value;
    mlg_error err;
    assert_ok(mlg_db_number(&value, db, sql, &err), &err);
    return value;
}

static void assert_text(mlg_db *db, const char *sql, const char *want)
{
    char *text;
    mlg_error err;
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

static const char *recognised(const char *path)
{
    const mlg_dataset *set;
    mlg_layer *layer;
    mlg_error err;
    assert_ok(mlg_dataset_recognise(&set, &layer, path, &err), &err);
    mlg_layer_close(layer);
    return set ? set->name : "";
}

static bool skipped(const char *path)
{
    if (!path)
        print_message("skipped: ../shared/data is not beside the project\n");
    return !path;
}

/* ---- FINESS ------------------------------------------------------------------------------------------------- */

static const char etalab[] = "finess;etalab;98;2026-05-12\n"
                             "structureet;010000024;010780054;CH DE FLEYRIAT;CENTRE HOSPITALIER "
                             "FLEYRIAT;;;900;RTE;DE PARIS;;;451;01;AIN;01440 VIRIAT;"
                             "0474454647;0474454114;355;Centre Hospitalier (C.H.);1102;Centres "
                             "Hospitaliers;26010004500012;8610Z;03;ARS;1;Etablissement "
                             "public de sant\xE9;1979-02-13;1979-02-13;2020-02-04;\n" /* Windows-1252 */
                             "structureet;970100012;970100103;POLYCLINIQUE;;;;;;;;;101;9A;GUADELOUPE;97139 LES "
                             "ABYMES;;;365;;1110;;;;07;;0;;;;;\n"
                             "geolocalisation;010000024;870262.2;6571540.8;1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / "
                             "Lambert-93 (M\xE9tropole);2026-05-04\n"
                             "geolocalisation;970100012;657242.9;1795384.4;2,ATLASANTE,96,BAN,EPSG:5490 "
                             "RGAF09/UTM Zone 20N (Antilles);2026-05-04\n";

static void finess_sites_stand_where_the_second_section_says(void **state)
{
    write_text(in_folder(*state, "etalab-cs1100507.csv"), etalab);
    assert_string_equal(recognised(in_folder(*state, "etalab-cs1100507.csv")), "finess");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: finess, path: etalab-cs1100507.csv }");
    assert_near(number(db, "SELECT count(*) FROM etablissement"), 1, 0);
    assert_text(db, "SELECT code || ' ' || categorie || ' ' || insee_com || ' ' || precision FROM etablissement",
                "010000024 355 01451 adresse");
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement"), 870262.2, 0.1);
    assert_near(number(db, "SELECT ST_Y(geom) FROM etablissement"), 6571540.8, 0.1);
    assert_near(number(db, "SELECT lues - gardees FROM provenance WHERE source = 'sites[0]'"), 1,
                0); /* Les Abymes */
    mlg_db_close(db);
}

static void finess_with_header_names_its_system_in_words(void **state)
{
    write_text(in_folder(*state, "t_finess.csv"),
               "nofinesset;nofinessej;rs;rslongue;departement;libdepartement;cog;codepostal;categetab;coordx;"
               "coordy;sourcegeocod\n"
               "010000024;010780054;CH;CH DE FLEYRIAT;01;AIN;01451;01440;355;870215.7;6571590.5;"
               "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93\n"
               "010000099;010780054;CAB;CABINET;01;AIN;01053;01000;620;;;\n");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: finess, path: t_finess.csv }");
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement WHERE code = '010000024'"), 870215.7, 0.1);
    assert_text(db, "SELECT precision FROM etablissement WHERE code = '010000099'", "commune");
    mlg_db_close(db);
}

static void an_authorised_activity_makes_an_emergency_site(void **state)
{
    write_text(in_folder(*state, "etalab.csv"), etalab);
    write_text(in_folder(*state, "activites.txt"),
               "nofinessej;activite;modalite;nofinesset\n010780054;14;23;010000024\n010780054;14;26;010000024\n"
               "010780054;03;01;010000024\n010780054;14;23;999999999\n");
    assert_string_equal(recognised(in_folder(*state, "activites.txt")), "finess-activities");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: finess, path: etalab.csv }\n"
                               "    - { dataset: finess-activities, path: activites.txt }");
    assert_text(db, "SELECT group_concat(categorie, ' ') FROM (SELECT categorie FROM etablissement ORDER BY 1)",
                "355 maternite urgences");
    mlg_db_close(db);
}

static void control_points_of_every_system_fall_within_a_metre(void **state)
{
    const char *path = shared_data("formats/finess_control_points.csv");
    mlg_layer *layer;
    mlg_error err;
    bool got = true;
    (void)state;
    if (skipped(path))
        skip();
    assert_ok(mlg_layer_open(&layer, path, NULL, &err), &err);
    for (;;) {
        double x = 0, y = 0, lon = 0, lat = 0;
        mlg_transform *to;
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        assert_true(mlg_parse_number(mlg_layer_text(layer, 1), &x) &&
                    mlg_parse_number(mlg_layer_text(layer, 2), &y));
        assert_true(mlg_parse_number(mlg_layer_text(layer, 3), &lon) &&
                    mlg_parse_number(mlg_layer_text(layer, 4), &lat));
        assert_ok(mlg_transform_new(&to, mlg_layer_text(layer, 0), "EPSG:4326", &err), &err);
        mlg_transform_points(to, &x, &y, 1, NULL);
        mlg_transform_free(to);
        assert_near((x - lon) * 111320 * cos(lat * 0.017453292519943295), 0, 1);
        assert_near((y - lat) * 110574, 0, 1);
    }
    assert_int_equal(mlg_layer_row(layer), 7);
    mlg_layer_close(layer);
}

/* ---- RPPS --------------------------------------------------------------------------------------------------- */

static const char rpps_header[] =
    "Identifiant PP|Identification nationale PP|Code profession|Code type savoir-faire|"
    "Code savoir-faire|Code mode exercice|Numéro FINESS site|Code postal (coord. structure)|"
    "Code commune (coord. structure)|Code secteur d'activité|\n";

/* A: two practices, half each. B: commune empty, FINESS number. C: postal code, shared by two communes: the larger. D: not a
 * GP. E: hospital. F: employed by a centre de santé, no skill. G: postal code unknown: rejected. */
static void a_gp_of_two_practices_counts_half_in_each(void **state)
{
    char text[2048];
    snprintf(text, sizeof text, "%s%s", rpps_header,
             "1|A|10|S|SM54|L|||01451|SA07|\n1|A|10|S|SM54|L|||01053|SA08|\n2|B|10|S|SM53|L|010000024|||SA07|\n"
             "3|C|10|||L||01000||SA07|\n4|D|10|S|SM49|L|||01053|SA07|\n5|E|10|S|SM54|S|||01053|SA01|\n"
             "6|F|10|||S|||01053|SA05|\n7|G|10|S|SM54|L||99999||SA07|\n");
    write_text(in_folder(*state, "PS_LibreAcces_Personne_activite_1.txt"), text);
    write_text(in_folder(*state, "etalab.csv"), etalab);
    write_text(in_folder(*state, "postal.csv"),
               "#Code_commune_INSEE;Nom;Code_postal\n01344;ST DENIS;01000\n01053;BOURG;01000\n");
    assert_string_equal(recognised(in_folder(*state, "PS_LibreAcces_Personne_activite_1.txt")), "rpps");
    mlg_db *db = study(
        *state, "  sites:\n    - { dataset: finess, path: etalab.csv }\n"
                "  postal:\n    - { dataset: laposte-postal, path: postal.csv }\n"
                "  supply:\n    - { dataset: rpps, path: PS_LibreAcces_Personne_activite_1.txt, service: gp }\n"
                "    - { dataset: rpps, path: PS_LibreAcces_Personne_activite_1.txt, service: nurse }");
    assert_near(number(db, "SELECT sum(quantite) FROM offre WHERE insee_com = '01451'"), 1.5, 1e-12);
    assert_near(number(db, "SELECT sum(quantite) FROM offre WHERE insee_com = '01053'"), 2.5, 1e-12);
    assert_text(db, "SELECT precision FROM offre WHERE insee_com = '01451' ORDER BY quantite DESC",
                "etablissement");
    assert_near(number(db, "SELECT count(*) FROM offre WHERE precision = 'code_postal'"), 1, 0);
    assert_text(db, "SELECT motif || ' ' || valeur FROM reject", "commune vide, code postal inconnu 99999");
    mlg_db_close(db);
}

static void a_doctor_of_two_files_counts_once(void **state)
{
    write_text(in_folder(*state, "a.csv"), "insee_com,personne\n01451,A\n01053,B\n01053,C\n01053,E\n01053,F\n");
    write_text(in_folder(*state, "b.csv"), "insee_com,personne\n01053,A\n01344,D\n01344,G\n01344,H\n01344,I\n");
    mlg_db *db =
        study(*state, "  supply:\n    - { path: a.csv, service: gp }\n    - { path: b.csv, service: gp }");
    assert_near(number(db, "SELECT sum(quantite) FROM offre"), 9, 0);
    assert_text(db, "SELECT code FROM reject", "A");
    mlg_db_close(db);
}

/* ---- BPE, APL, ages ------------------------------------------------------------------------------------------- */

static void equipment_of_every_vintage_bears_the_codes_of_today(void **state)
{
    write_text(in_folder(*state, "DS_BPE_2024_data.csv"),
               "\"GEO\";\"GEO_OBJECT\";\"FACILITY_DOM\";\"FACILITY_SDOM\";\"FACILITY_TYPE\";\"BPE_MEASURE\";"
               "\"TIME_PERIOD\";"
               "\"OBS_VALUE\"\n\"01053\";\"COM\";\"D\";\"D2\";\"D265\";\"FACILITIES\";2024;5\n"
               "\"01\";\"DEP\";\"D\";\"D2\";\"D265\";\"FACILITIES\";2024;500\n"
               "\"01053\";\"COM\";\"B\";\"B2\";\"_T\";\"FACILITIES\";2024;99\n"
               "\"01451\";\"COM\";\"D\";\"D2\";\"D307\";\"FACILITIES\";2024;2\n");
    write_text(in_folder(*state, "bpe21.csv"),
               "AN;DEP;DEPCOM;LAMBERT_X;LAMBERT_Y;QUALITE_XY;TYPEQU\n2021;01;01451;870262;6571540;Bonne;D201\n"
               "2021;01;01053;872000;6570000;Bonne;D301\n");
    write_text(
        in_folder(*state, "BPE25.csv"),
        "AN;DEP;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y;EPSG;QUALITE_GEOLOC\n2025;01;01451;D307;870262;6571540;2154;11\n"
        "2025;01;01053;D307;999999;6999999;2154;33\n");
    assert_string_equal(recognised(in_folder(*state, "DS_BPE_2024_data.csv")), "bpe");
    assert_string_equal(recognised(in_folder(*state, "bpe21.csv")), "bpe");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: bpe, path: BPE25.csv }\n"
                               "  supply:\n    - { dataset: bpe, path: DS_BPE_2024_data.csv, service: gp }\n"
                               "    - { dataset: bpe, path: bpe21.csv, service: pharmacy }");
    assert_near(number(db, "SELECT sum(quantite) FROM offre WHERE service = 'gp' AND insee_com = '01053'"), 5, 0);
    assert_near(number(db, "SELECT sum(quantite) FROM offre WHERE service = 'gp'"), 5, 0);
    assert_near(number(db, "SELECT count(*) FROM offre WHERE service = 'pharmacy' AND insee_com = '01053'"), 1, 0);
    assert_text(db, "SELECT precision FROM etablissement WHERE insee_com = '01053'", "commune");
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement WHERE insee_com = '01451'"), 870262, 0.1);
    mlg_db_close(db);
}

enum { APL_COLUMNS = 5 };

static void write_apl(const char *path)
{
    static const char *const header[] = { "Code commune INSEE", "Commune", "APL aux médecins généralistes",
                                          "APL aux médecins généralistes de 65 ans et moins ",
                                          "Population standardisée 2021 pour la médecine générale" };
    static const char *const units[] = { NULL, NULL, "En nombre de consultations", "En nombre de consultations",
                                         "En nombre d'habitants" };
    mlg_workbook *book;
    mlg_error err;
    assert_ok(mlg_workbook_new(&book, path, &err), &err);
    for (int year = 2022; year <= 2023; year++) {
        char sheet[16];
        snprintf(sheet, sizeof sheet, "APL %d", year);
        assert_ok(mlg_workbook_sheet(book, sheet, &err), &err);
        assert_ok(mlg_workbook_text(book, 0, 0, "Accessibilité potentielle localisée", &err), &err);
        for (int c = 0; c < APL_COLUMNS; c++) {
            assert_ok(mlg_workbook_text(book, 8, c, header[c], &err), &err);
            assert_ok(mlg_workbook_text(book, 9, c, units[c], &err), &err);
        }
        assert_ok(mlg_workbook_text(book, 10, 0, "01451", &err), &err);
        assert_ok(mlg_workbook_text(book, 10, 1, "Viriat", &err), &err);
        assert_ok(mlg_workbook_number(book, 10, 2, year == 2022 ? 1.89 : 1.942, &err), &err);
        assert_ok(mlg_workbook_number(book, 10, 3, 1.5, &err), &err);
        assert_ok(mlg_workbook_number(book, 10, 4, 6400.5, &err), &err);
        assert_ok(mlg_workbook_text(book, 12, 0, "Source : DREES", &err), &err);
    }
    assert_ok(mlg_workbook_sheet(book, "Lisez-moi", &err), &err);
    assert_ok(mlg_workbook_text(book, 0, 0, "Note", &err), &err);
    assert_ok(mlg_workbook_close(book, &err), &err);
}

static void published_access_is_read_under_its_titles(void **state)
{
    write_apl(in_folder(*state, "apl.xlsx"));
    assert_string_equal(recognised(in_folder(*state, "apl.xlsx")), "drees-apl");
    mlg_db *db = study(*state, "  population:\n    - { dataset: drees-apl, path: apl.xlsx, layer: APL 2022 }\n"
                               "  apl:\n    - { dataset: drees-apl, path: apl.xlsx, vintage: \"2023\" }");
    assert_near(number(db, "SELECT count(*) FROM apl_publiee"), 1, 0);
    assert_near(number(db, "SELECT apl FROM apl_publiee"), 1.942, 1e-9); /* the last year */
    assert_near(number(db, "SELECT apl_65 FROM apl_publiee"), 1.5, 1e-9);
    assert_near(number(db, "SELECT pop_std FROM commune WHERE insee_com = '01451'"), 6400.5, 1e-9);
    mlg_db_close(db);
}

/* The file holds other cuts of the same people (0 to 19): the seven bands alone are taken, of the latest year. */
static void age_bands_are_found_by_their_names(void **state)
{
    write_text(in_folder(*state, "base-cc-evol-struct-pop-2021.CSV"),
               "CODGEO;P21_POP;P15_POP0014;P21_POP0014;P21_POP1529;P21_POP3044;P21_POP4559;P21_POP6074;P21_"
               "POP7589;P21_POP90P;"
               "P21_H0014;P21_POP0019\n01451;28;9;1;2;3;4;5;6.5;7;1;3\n");
    assert_string_equal(recognised(in_folder(*state, "base-cc-evol-struct-pop-2021.CSV")), "insee-age");
    mlg_db *db = study(*state, "  ages:\n    - { dataset: insee-age, path: base-cc-evol-struct-pop-2021.CSV }");
    assert_near(number(db, "SELECT count(*) FROM lieu_age"), 7, 0);
    assert_near(number(db, "SELECT sum(personnes) FROM lieu_age"), 28.5, 1e-9);
    assert_near(number(db, "SELECT age_max FROM lieu_age WHERE age_min = 75"), 89, 0);
    mlg_db_close(db);
}

/* The file of Mayotte leaves COM empty: DEP 976 and CODCOM 601 are 97601. A COM that is there prevails. */
static void the_code_of_a_legal_population_may_stand_in_two_columns(void **state)
{
    write_text(in_folder(*state, "donnees_communes.csv"),
               "CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT\n84;;01;;;451;;6600;1;6601\n"
               "84;;01;;;053;01053;41111;1;41112\n84;;01;;;344;;5800;1;5801\n84;;;;;;;;;\n");
    assert_string_equal(recognised(in_folder(*state, "donnees_communes.csv")), "insee-legal");
    mlg_db *db = study(*state, "  population:\n    - { dataset: insee-legal, path: donnees_communes.csv }");
    assert_text(
        db,
        "SELECT group_concat(insee_com || ' ' || CAST(population AS INTEGER), ', ') FROM (SELECT * FROM commune "
        "ORDER BY insee_com)",
        "01053 41111, 01344 5800, 01451 6600");
    mlg_db_close(db);
}

/* ---- codes across the years --------------------------------------------------------------------------------------- */

/* The outlines of 2018, in a study of 2025. */
static mlg_db *older_study(const char *folder, const char *sources)
{
    char text[2048];
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    snprintf(text, sizeof text, "%s\ncog: 2025", sources);
    assert_ok(try_study(&db, folder, "{ path: towns.csv, vintage: \"2018\" }", text, &err), &err);
    return db;
}

static void communes_that_merged_are_one(void **state)
{
    write_text(in_folder(*state, "mvt.csv"),
               "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP\n"
               "32,2019-01-01,COM,01053,COM,01344\n32,2019-01-01,COM,01344,COM,01344\n"
               "21,1980-01-01,COM,01451,COM,01344\n");
    write_text(in_folder(*state, "pop.csv"), "insee_com,population\n01344,50000\n01451,6600\n01999,12\n");
    assert_string_equal(recognised(in_folder(*state, "mvt.csv")), "insee-changes");
    mlg_db *db = older_study(*state, "  changes:\n    - { dataset: insee-changes, path: mvt.csv }\n"
                                     "  population:\n    - { path: pop.csv }");
    assert_near(number(db, "SELECT count(*) FROM commune"), 2, 0);
    assert_near(number(db, "SELECT population FROM commune WHERE insee_com = '01344'"), 50000, 0);
    assert_text(db, "SELECT libelle FROM commune WHERE insee_com = '01344'", "Saint-Denis");
    assert_text(db, "SELECT code || ' ' || valeur FROM reject", "01999 12"); /* with its people */
    mlg_db_close(db);
}

/* A class published under the code of a commune that has merged stands for the new one unless that has its own, and is listed;
 * so is one of a commune that does not exist. */
static void zoning_of_before_a_merger_is_reconciled_and_listed(void **state)
{
    write_text(in_folder(*state, "c.csv"), "ancien,nouveau\n01053,01344\n");
    write_text(in_folder(*state, "z.csv"), "code,zonage\n01053,ZIP\n01451,ZAC\n01999,ZV\n");
    mlg_db *db = older_study(*state, "  changes:\n    - { path: c.csv }\n  zoning:\n    - { path: z.csv }");
    assert_text(
        db,
        "SELECT group_concat(insee_com || ' ' || zonage, ', ') FROM (SELECT * FROM commune ORDER BY insee_com)",
        "01344 ZIP, 01451 ZAC");
    assert_text(db,
                "SELECT group_concat(code || ' ' || motif || ' ' || valeur, ', ') FROM (SELECT * FROM reject "
                "ORDER BY code)",
                "01053 zonage d'une commune qui a fusionné ZIP, 01999 commune absente des contours ZV");
    mlg_db_close(db);
    write_text(in_folder(*state, "z.csv"), "code,zonage\n01344,HZ\n01053,ZIP\n01451,ZAC\n");
    db = older_study(*state, "  changes:\n    - { path: c.csv }\n  zoning:\n    - { path: z.csv }");
    assert_text(db, "SELECT zonage FROM commune WHERE insee_com = '01344'", "HZ");
    mlg_db_close(db);
}

static void the_outlines_of_2018_take_the_population_of_2025(void **state)
{
    const char *old = shared_data("communes/communes-62-pas-de-calais.geojson"),
               *now = shared_data("communes/communes_62_cog2025_l93.gpkg");
    char communes[512], sources[1024];
    mlg_db *db;
    mlg_error err;
    if (skipped(old) || skipped(now))
        skip();
    write_text(in_folder(*state, "c.csv"), "ancien,nouveau\n62210,62154\n62461,62447\n62549,62447\n62743,62447\n");
    snprintf(communes, sizeof communes, "{ dataset: etalab-communes, path: \"%s\", vintage: \"2018\" }", old);
    snprintf(sources, sizeof sources,
             "  changes:\n    - { path: c.csv }\n  population:\n    - { path: \"%s\", columns: "
             "{ insee_com: insee, population: pop_mun } }\ncog: 2025",
             now);
    assert_ok(try_study(&db, *state, communes, sources, &err), &err);
    assert_near(number(db, "SELECT count(*) FROM commune"), 887, 0);
    assert_near(number(db, "SELECT sum(population) FROM commune"), 1457905, 0);
    mlg_db_close(db);
}

/* ---- real files ------------------------------------------------------------------------------------------------- */

static int count_rows(const char *path, mlg_layer_options options, const char *column, double *sum, int *repaired)
{
    mlg_layer *layer;
    mlg_error err;
    bool got = true, one;
    double value;
    assert_ok(mlg_layer_open(&layer, path, &options, &err), &err);
    int rows = 0, field = column ? mlg_layer_find(layer, column) : -1;
    for (;; rows++) {
        mlg_geom *geom = NULL;
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        if (mlg_parse_number(mlg_layer_text(layer, field), &value))
            *sum += value;
        if (repaired)
            assert_ok(mlg_layer_valid_geometry(&geom, &one, layer, &err), &err);
        if (repaired)
            *repaired += one;
        mlg_geom_free(geom);
    }
    mlg_layer_close(layer);
    return rows;
}

static void real_files_hold_what_their_readme_says(void **state)
{
    double sum = 0;
    int repaired = 0;
    const char *qpv = shared_data("qpv/qpv2024_france_wgs84.gpkg");
    (void)state;
    if (skipped(qpv))
        skip();
    assert_int_equal(count_rows(qpv, (mlg_layer_options){ .to_epsg = 4326 }, NULL, NULL, &repaired), 1584);
    assert_int_equal(repaired, 586);
    assert_int_equal(count_rows(shared_data("communes/communes_metro_cog2025_l93.gpkg"), (mlg_layer_options){ 0 },
                                "pop_mun", &sum, NULL),
                     34746);
    assert_near(sum, 66165815, 0);
    sum = 0;
    assert_int_equal(count_rows(shared_data("population/filosofi2015_200m_bordeaux.csv"), (mlg_layer_options){ 0 },
                                "Ind", &sum, NULL),
                     6735);
    assert_near(sum, 725084, 1);
    assert_int_equal(count_rows(shared_data("population/reunion_200m_menages_2010_utm40s.csv"),
                                (mlg_layer_options){ .x = "x", .y = "y", .crs = "EPSG:2975", .to_epsg = 2975 },
                                NULL, NULL, NULL),
                     14076);
}

static void every_real_file_is_recognised(void **state)
{
    static const char *const files[][2] = {
        { "health/etablissements_occitanie.csv", "finess" },
        { "health/finess_activites_soin.txt", "finess-activities" },
        { "population/datagouv_donnees_communes.csv", "insee-legal" },
        { "population/anct_densite.csv", "insee-density" },
        { "population/filosofi2015_200m_bordeaux.csv", "filosofi-cells" },
        { "population/filosofi2015_200m_bordeaux_l93.gpkg", "filosofi-cells" },
        { "population/filosofi_2015_communes.csv", "filosofi-communes" },
        { "formats/filosofi_commune_sample.csv", "filosofi-communes" },
        { "qpv/qpv2024_62_valid_l93.gpkg", "qpv" },
        { "communes/communes-62-pas-de-calais.geojson", "etalab-communes" },
        { "formats/bpe_DS_sample.zip", "bpe" },
        { "formats/finess_etalab-cs1100507_geoloc_sample.csv", "finess" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = shared_data(files[i][0]);
        if (skipped(path))
            skip();
        assert_string_equal(recognised(path), files[i][1]);
    }
}

static void occitanie_stands_within_a_metre_of_its_published_degrees(void **state)
{
    if (!full_run())
        skip();
    const char *sites = shared_data("health/etablissements_occitanie.csv");
    char communes[512], sources[512], sql[160];
    mlg_db *db;
    mlg_layer *layer;
    mlg_error err;
    bool got = true;
    if (skipped(sites))
        skip();
    snprintf(communes, sizeof communes,
             "{ path: \"%s\", columns: { insee_com: insee }, filter: { column: reg, values: [\"76\"] } }",
             shared_data("communes/communes_metro_cog2025_l93.gpkg"));
    snprintf(sources, sizeof sources, "  sites:\n    - { dataset: finess, path: \"%s\" }", sites);
    assert_ok(try_study(&db, *state, communes, sources, &err), &err);
    assert_near(number(db, "SELECT count(*) FROM etablissement"), 10007, 0);
    assert_near(number(db, "SELECT count(*) FROM etablissement WHERE categorie = '620'"), 1888, 0);
    assert_near(number(db, "SELECT count(*) FROM etablissement WHERE categorie = '603'"), 372, 0);
    assert_near(number(db, "SELECT count(*) FROM etablissement WHERE categorie = '124'"), 280, 0);
    mlg_layer_options degrees = { .x = "longitude", .y = "latitude", .crs = "EPSG:4326", .to_epsg = 2154 };
    assert_ok(mlg_layer_open(&layer, sites, &degrees, &err), &err);
    for (int i = 0; i < 500 && got; i++) {
        mlg_geom *geom;
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        assert_ok(mlg_layer_geometry(&geom, layer, &err), &err);
        mlg_box box = mlg_geom_box(geom);
        mlg_geom_free(geom);
        snprintf(sql, sizeof sql, "SELECT ST_X(geom) FROM etablissement WHERE code = '%.9s'",
                 mlg_layer_text(layer, 0));
        assert_near(number(db, sql), box.min_x, 1);
    }
    mlg_layer_close(layer);
    mlg_db_close(db);
}

static void squares_move_the_centre_to_where_people_live(void **state)
{
    write_text(in_folder(*state, "carreaux_200m_met.csv"),
               "idcar_200m,i_est_200,lcog_geo,ind,men\nCRS3035RES200mN2557000E3948000,0,01451,30,12\n"
               "CRS3035RES200mN2557200E3948000,1,0145101053,10,4\n");
    assert_string_equal(recognised(in_folder(*state, "carreaux_200m_met.csv")), "filosofi-cells");
    mlg_db *db = study(*state, "  cells:\n    - { dataset: filosofi-cells, path: carreaux_200m_met.csv }");
    assert_near(number(db, "SELECT sum(population) FROM carreau"), 40, 0);
    assert_near(number(db, "SELECT sum(impute) FROM carreau"), 1, 0);
    /* 30 persons at a, 10 at b: a quarter of the way */
    assert_near(number(db, "SELECT c.x - k.x FROM commune c, carreau k WHERE c.insee_com = '01451' AND k.id = 1"),
                number(db, "SELECT (b.x - a.x) / 4 FROM carreau a, carreau b WHERE a.id = 1 AND b.id = 2"), 0.01);
    mlg_db_close(db);
}

/* Both layouts; what secrecy withholds is unknown, and so is a median that cannot be added up: the row under the very code of
 * the commune prevails over that of one that has joined it. */
static void incomes_are_read_in_both_layouts(void **state)
{
    static const char both[] =
        "  changes:\n    - { path: c.csv }\n  income:\n    - { dataset: filosofi-communes, path: f.csv, "
        "vintage: \"2021\" }";
    write_text(in_folder(*state, "c.csv"), "ancien,nouveau\n01999,01344\n");
    write_text(in_folder(*state, "f.csv"),
               "CODGEO;LIBGEO;NBMENFISC15;MED15;TP6015\n01999;Ancienne;10;30000;2\n"
               "01451;Viriat;308;22175.47619;\n01053;Bourg;9;s;s\n01344;Saint-Denis;1;21000;14.5\n");
    assert_string_equal(recognised(in_folder(*state, "f.csv")), "filosofi-communes");
    mlg_db *db = study(*state, both);
    assert_near(number(db, "SELECT revenu FROM revenu WHERE insee_com = '01451'"), 22175.47619, 1e-9);
    assert_near(number(db, "SELECT count(*) FROM revenu WHERE revenu IS NULL AND insee_com = '01053'"), 1, 0);
    assert_near(number(db, "SELECT revenu + pauvrete FROM revenu WHERE insee_com = '01344'"), 21014.5, 1e-9);
    mlg_db_close(db);
    write_text(in_folder(*state, "f.csv"),
               "\xEF\xBB\xBFNom géographique GMS;Code géographique;Libellé géographique;[DISP] Médiane "
               "(€);[DISP] dont part des minima sociaux (%)\nV;01451;Viriat;25 820;4,5\n"
               "B;01053;Bourg;;\nS;01344;Saint-Denis;24480,5;\n");
    assert_string_equal(recognised(in_folder(*state, "f.csv")), "filosofi-communes");
    db = study(*state, both);
    assert_near(number(db, "SELECT sum(revenu) FROM revenu"), 25820 + 24480.5, 1e-9);
    assert_text(db, "SELECT group_concat(DISTINCT millesime) FROM revenu", "2021");
    mlg_db_close(db);
}

/* ---- spoiled copies ------------------------------------------------------------------------------------------------ */

static void spoil(const char *folder, const char *name, const char *text, const char *source, mlg_status want,
                  const char *part)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    write_text(in_folder(folder, name), text);
    mlg_status got = try_study(&db, folder, "{ path: towns.csv }", source, &err);
    mlg_db_close(db);
    assert_fails(got, want, &err, part);
    assert_null(strchr(err.message, '\n'));
}

static void what_is_spoiled_is_told_in_one_line(void **state)
{
    static const char legal[] = "  population:\n    - { dataset: insee-legal, path: p.csv }";
    static const char finess[] = "  sites:\n    - { dataset: finess, path: f.csv }";
    static const char doctors[] = "  supply:\n    - { dataset: rpps, path: r.txt, service: gp }";
    spoil(*state, "p.csv", "COMMUNE;PMUN\n01451;12\n", legal, MLG_INPUT, "no column 'insee_com'");
    spoil(*state, "p.csv", "COM;PMUN\n01451;douze\n", legal, MLG_INPUT,
          "row 1, column 'PMUN': 'douze' is not a number");
    spoil(*state, "p.csv", "COM;PMUN\n1451;12\n", legal, MLG_INPUT, "'1451' is not a commune code");
    spoil(*state, "f.csv", "nofinesset;categetab;coordxet\n1;355;2\n", finess, MLG_INPUT, "no column 'commune'");
    spoil(*state, "r.txt", "Identifiant PP|Code profession|\n1|10|\n", doctors, MLG_INPUT,
          "no column 'Identification nationale PP'");
    spoil(*state, "p.csv", "CODGEO;MED15\n01451;beaucoup\n",
          "  income:\n    - { dataset: filosofi-communes, path: p.csv }", MLG_INPUT,
          "column 'MED15': 'beaucoup' is not a number");
    spoil(*state, "z.zip", "PK\x03\x04 cut", "  population:\n    - { dataset: insee-legal, path: z.zip }",
          MLG_INPUT, "not a readable zip file");
    spoil(*state, "a.parquet", "PAR1", "  population:\n    - { path: a.parquet }", MLG_INPUT, "is in Parquet");
    spoil(*state, "p.csv", "COM;PMUN\n01451;12\n", "  qpv:\n    - { dataset: insee-legal, path: p.csv }",
          MLG_INPUT, "does not provide qpv");
}

static void a_field_of_ten_megabytes_is_refused(void **state)
{
    enum { SIZE = 10 << 20 };
    char *text = malloc(SIZE + 32);
    strcpy(text, "COM;PMUN\n01451;");
    memset(text + 15, '1', SIZE);
    strcpy(text + 15 + SIZE, "\n");
    spoil(*state, "p.csv", text, "  population:\n    - { dataset: insee-legal, path: p.csv }", MLG_INPUT,
          "line 2: a field of more than");
    free(text);
}

/* Reordered columns and the encoding of before change nothing. */
static void order_and_encoding_do_not_matter(void **state)
{
    write_text(in_folder(*state, "p.csv"), "PTOT;R\xE9gion;PMUN;COM\r\n7;Ain;12;01451\r\n");
    mlg_db *db = study(*state, "  population:\n    - { dataset: insee-legal, path: p.csv }");
    assert_near(number(db, "SELECT population FROM commune WHERE insee_com = '01451'"), 12, 0);
    mlg_db_close(db);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(finess_sites_stand_where_the_second_section_says),
        IN_FOLDER(finess_with_header_names_its_system_in_words),
        IN_FOLDER(an_authorised_activity_makes_an_emergency_site),
        IN_FOLDER(control_points_of_every_system_fall_within_a_metre),
        IN_FOLDER(a_gp_of_two_practices_counts_half_in_each),
        IN_FOLDER(a_doctor_of_two_files_counts_once),
        IN_FOLDER(equipment_of_every_vintage_bears_the_codes_of_today),
        IN_FOLDER(published_access_is_read_under_its_titles),
        IN_FOLDER(age_bands_are_found_by_their_names),
        IN_FOLDER(the_code_of_a_legal_population_may_stand_in_two_columns),
        IN_FOLDER(communes_that_merged_are_one),
        IN_FOLDER(zoning_of_before_a_merger_is_reconciled_and_listed),
        IN_FOLDER(the_outlines_of_2018_take_the_population_of_2025),
        IN_FOLDER(real_files_hold_what_their_readme_says),
        IN_FOLDER(every_real_file_is_recognised),
        IN_FOLDER(occitanie_stands_within_a_metre_of_its_published_degrees),
        IN_FOLDER(squares_move_the_centre_to_where_people_live),
        IN_FOLDER(incomes_are_read_in_both_layouts),
        IN_FOLDER(what_is_spoiled_is_told_in_one_line),
        IN_FOLDER(a_field_of_ten_megabytes_is_refused),
        IN_FOLDER(order_and_encoding_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
