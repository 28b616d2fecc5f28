/* What loaders make of published files beyond their columns: perimeters, who counts as a doctor, changes of communes. */
#include "try_study.h"

#include "study/load/identity.h"
#include "study/source.h"

/* Three communes of the Ain. */
static const char towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01451,Viriat,5.21,46.25,6500\n01053,Bourg,5.23,46.20,41000\n01344,Saint-Denis,5.18,46.20,5700\n";

static mlg_db *study(const char *folder, const char *sources)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", sources, &err), &err);
    return db;
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

/* ---- perimeters ---------------------------------------------------------------------------------------------- */

/* 01999 is no commune of the outlines; 62001 is of a département they do not cover. The second file has a column of kinds and no code. */
static void perimeters_are_lists_of_communes(void **state)
{
    write_text(
        in_folder(*state, "cpts.csv"),
        "\xEF\xBB\xBF"
        "code_insee;nom_commune;num_cpts;nom_cpts\n01451;Viriat;840019905;CPTS Bresse\n01053;Bourg;840019905;"
        "CPTS Bresse\n01999;Perdue;840019905;CPTS Bresse\n62001;Ailleurs;1;Autre\nabc;?;1;Autre\n");
    write_text(in_folder(*state, "contrats.csv"),
               "code,libelle,kind\n01053,Contrat du bassin,CLS\n01053,Réseau territorial,CRT\n01344,Contrat du "
               "bassin,cls\n01344,,cls\n01451,Réseau territorial,crt\n");
    assert_string_equal(recognised(in_folder(*state, "cpts.csv")), "perimeters");
    mlg_db *db = study(
        *state,
        "  membership:\n    - { dataset: perimeters, path: cpts.csv, kind: cpts }\n    - { path: contrats.csv }");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || kind || ' ' || code, ', ') FROM (SELECT * FROM "
                "appartenance ORDER BY kind, insee_com)",
                "01053 cls Contrat du bassin, 01344 cls Contrat du bassin, 01053 cpts 840019905, 01451 cpts "
                "840019905, 01053 crt Réseau territorial, 01451 crt Réseau territorial");
    assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'appartenance.cpts'",
                "1 périmètres, 2 communes du territoire, 47500 habitants");
    assert_text(
        db,
        "SELECT group_concat(motif || ' ' || coalesce(code, '') , ', ') FROM (SELECT * FROM reject ORDER BY id)",
        "code de commune invalide abc, commune absente des contours 01999, sans périmètre 01344");
    mlg_db_close(db);
}

static void a_perimeter_says_what_it_is(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), towns);
    write_text(in_folder(*state, "c.csv"), "code_insee,nom_cpts\n01451,A\n");
    assert_fails(try_study(&db, *state, "{ path: towns.csv }", "  membership:\n    - { path: c.csv }", &err),
                 MLG_INPUT, &err, "the source does not state the kind of its perimeters");
    write_text(in_folder(*state, "c.csv"), "code_insee,surface\n01451,3\n");
    assert_fails(
        try_study(&db, *state, "{ path: towns.csv }", "  membership:\n    - { path: c.csv, kind: cpts }", &err),
        MLG_INPUT, &err, "the source does not state the perimeter of each commune");
}

/* ---- RPPS ------------------------------------------------------------------------------------------------------ */

static const char finess[] =
    "nofinesset;nofinessej;rs;rslongue;departement;libdepartement;cog;codepostal;categetab;coordx;coordy;"
    "sourcegeocod\n"
    "010000024;010780054;MSP;MSP DE "
    "VIRIAT;01;AIN;01451;01440;603;870215.7;6571590.5;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93\n";

static void one_person_has_one_identity(void **state)
{
    (void)state;
    assert_true(mlg_identity_of("10001234567") == mlg_identity_of("810001234567"));
    assert_true(mlg_identity_of("1 000 1234567") == mlg_identity_of("810001234567"));
    assert_true(mlg_identity_of("011234567") == mlg_identity_of("0011234567"));
    assert_true(mlg_identity_of("10001234567") != mlg_identity_of("10001234568"));
    assert_true(mlg_identity_of("810001") != mlg_identity_of("10001"));
    assert_true(mlg_identity_of(NULL) == 0 && mlg_identity_of("") == 0);
}

/* Rules of the selection, a row a case: which of them count, and for how much.
 * A  L SA07, FINESS number of Viriat and commune Bourg: at the establishment. B  L SA08, FINESS unknown, commune Bourg. C  L SA07, postal code.
 * D  S SA05. E  S SA01 hospital. F  L SA50 duty. G  specialty SM49. H  S SA07: employed in a practice. I  pharmacist. J  the same practice twice
 * (two degrees), and another one: half each. K  no specialty. L  a skill that is no specialty (type C). M  qualified in general medicine. */
static const char selection[] =
    "81|10|S|SM54|L|010000024||01053|S1|SA07|\n82|10|S|SM53|L|999999999||01053|S2|SA08|\n83|10|S|SM54|L||01440||"
    "S3|SA07|\n"
    "84|10|S|SM54|S|||01053|S4|SA05|\n85|10|S|SM54|S|||01053|S5|SA01|\n86|10|S|SM54|L|||01053|S6|SA50|\n"
    "87|10|S|SM49|L|||01053|S7|SA07|\n88|10|S|SM54|S|||01053|S8|SA07|\n89|21|||L|||01053|S9|SA07|\n"
    "90|10|S|SM54|L|||01344|S10|SA07|\n90|10|S|SM54|L|||01344|S10|SA07|\n90|10|S|SM54|L|||01053|S11|SA07|\n"
    "91|10|||L|||01344|S12|SA07|\n92|10|C|CM01|L|||01344|S13|SA07|\n"
    "94|10|S|SM26|L|||01344|S14|SA07|\n";

static void the_selection_rules_of_general_practitioners(void **state)
{
    char text[2048];
    snprintf(
        text, sizeof text,
        "Identification nationale PP|Code profession|Code type savoir-faire|Code savoir-faire|Code mode exercice|"
        "Numéro FINESS site|Code postal (coord. structure)|Code commune (coord. structure)|"
        "Identifiant technique de la structure|Code secteur d'activité|\n%s",
        selection);
    write_text(in_folder(*state, "rpps.txt"), text);
    write_text(in_folder(*state, "finess.csv"), finess);
    write_text(in_folder(*state, "postal.csv"), "#Code_commune_INSEE;Nom;Code_postal\n01451;VIRIAT;01440\n");
    write_text(in_folder(*state, "centre.csv"), "insee_com,rpps,age\n01053,93,61\n01053,84,45\n01053,81,45\n");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: finess, path: finess.csv }\n  postal:\n    - { "
                               "dataset: laposte-postal, path: postal.csv }\n"
                               "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp }\n    - { path: "
                               "centre.csv, service: gp }");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || precision || ' ' || round(quantite, 2) || coalesce(' ' "
                "|| etablissement, ''), ', ') "
                "FROM (SELECT * FROM offre ORDER BY id)",
                "01451 etablissement 1.0 010000024, 01053 commune 1.0, 01451 code_postal 1.0, 01053 commune 1.0, "
                "01344 commune 0.5, "
                "01053 commune 0.5, 01344 commune 1.0, 01344 commune 1.0, 01053 commune 1.0");
    assert_text(db,
                "SELECT group_concat(substr(nom, 19) || ' ' || valeur, ', ') FROM (SELECT * FROM parametre WHERE "
                "nom LIKE 'sources.supply[0].%' ORDER BY nom)",
                "SM26 1, SM53 1, SM54 6, autres_specialites 2, doubles 1, sans_specialite 1, selection profession "
                "10; savoir-faire "
                "SM26|SM53|SM54 ou aucun; L SA07|L SA08|S SA05");
    /* eight persons, and the one of the centre whom RPPS does not have; the two others are listed, not rejected */
    assert_near(number(db, "SELECT sum(quantite) FROM offre"), 8, 1e-12);
    assert_near(number(db, "SELECT age FROM offre WHERE age IS NOT NULL"), 61, 0);
    assert_near(
        number(db, "SELECT count(*) FROM reject WHERE motif = 'professionnel déjà compté dans un autre fichier'"),
        2, 0);
    assert_near(number(db, "SELECT rejetees FROM provenance WHERE source = 'supply[1]'"), 0, 0);
    assert_near(number(db, "SELECT gardees FROM provenance WHERE source = 'supply[0]'"), 8, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.supply[0].doubles'"), 1, 0);
    mlg_db_close(db);
}

/* Viriat has three practices of GPs, in sector 1, with OPTAM, and without; Bourg, the larger commune of its postal code, two outside
 * the tariff; the third commune none, which is no share of 0. A nurse is no GP; Paris is elsewhere; one sector is unknown. */
static void tariffs_are_a_share_by_commune(void **state)
{
    write_text(
        in_folder(*state, "tariffs.csv"),
        "nom,specialite_code,secteur_conventionnel_libelle,option_tarifaire_libelle,coordonnees_code_postal\n"
        "A,01,Secteur 1,,01440\nB,01,Secteur 2,OPTAM,01440\nC,1,Secteur 2,,01440\nD,24,Conventionné,,01440\n"
        "E,22,Secteur 2,,01000\nF,01,Non conventionné,,01000\nG,01,Secteur 1,,75001\nH,01,Libre,,01440\n");
    write_text(in_folder(*state, "postal.csv"),
               "#Code_commune_INSEE;Nom;Code_postal\n01451;VIRIAT;01440\n01053;BOURG;01000\n"
               "01344;SAINT DENIS;01000\n75101;PARIS;75001\n");
    mlg_db *db = study(
        *state, "  postal:\n    - { dataset: laposte-postal, path: postal.csv }\n  supply:\n    - { dataset: "
                "ameli, path: tariffs.csv, service: gp }\n  indicators:\n    - { dataset: ameli, path: "
                "tariffs.csv, service: gp, indicator: tarif, vintage: \"2026\" }");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || nom || ' ' || round(valeur, 3) || ' ' || unite || ' ' || "
                "millesime, ', ') "
                "FROM (SELECT * FROM indicateur ORDER BY insee_com, nom)",
                "01053 tarif 0.0 % 2026, 01053 tarif_lieux 2.0 lieux d’exercice 2026, 01451 tarif 66.667 % 2026, "
                "01451 tarif_lieux 3.0 lieux d’exercice 2026");
    assert_text(db,
                "SELECT group_concat(source || ' ' || lues || ' ' || gardees || ' ' || rejetees, ', ') FROM "
                "(SELECT * FROM "
                "provenance WHERE jeu = 'ameli' ORDER BY source)",
                "indicators[0] 8 5 1, supply[0] 8 2 1");
    /* only those under the tariff are a supply */
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || quantite, ', ') FROM (SELECT * FROM offre ORDER BY id)",
                "01451 1.0, 01451 1.0");
    mlg_db_close(db);
}

/* The specialties in a file of their own: 1 is a GP, 2 a cardiologist, 3 both, 4 has none. */
static void specialties_may_stand_in_a_file_of_their_own(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), towns);
    write_text(
        in_folder(*state, "rpps.txt"),
        "Identification nationale PP|Code profession|Code mode exercice|Code commune (coord. structure)|"
        "Code secteur "
        "d'activité|\n81|10|L|01451|SA07|\n82|10|L|01053|SA07|\n83|10|L|01344|SA07|\n84|10|L|01451|SA08|\n");
    write_text(
        in_folder(*state, "skills.txt"),
        "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code profession|Code type savoir-faire|"
        "Code "
        "savoir-faire|\n8|1|81|10|S|SM54|\n8|2|82|10|S|SM04|\n8|3|83|10|S|SM04|\n8|3|83|10|S|SM53|\n8|4|84|10|"
        "CAPA|C51|\n");
    assert_fails(try_study(&db, *state, "{ path: towns.csv }",
                           "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp }", &err),
                 MLG_INPUT, &err, "rpps.txt has no column 'Code savoir-faire' and no companion file is given");
    assert_ok(try_study(&db, *state, "{ path: towns.csv }",
                        "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp, companion: skills.txt }",
                        &err),
              &err);
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM (SELECT * FROM offre ORDER BY id)",
                "01451 01344 01451");
    assert_near(number(db, "SELECT count(*) FROM provenance WHERE source = 'supply[0].companion' AND licence = "
                           "'Licence Ouverte 2.0'"),
                1, 0);
    mlg_db_close(db);
    /* other professions need none */
    assert_ok(try_study(&db, *state, "{ path: towns.csv }",
                        "  supply:\n    - { dataset: rpps, path: rpps.txt, service: nurse }", &err),
              &err);
    mlg_db_close(db);
}

static void specialties_may_stand_in_the_same_zip(void **state)
{
    char command[4096];
    mlg_db *db;
    mlg_error err;
    specialties_may_stand_in_a_file_of_their_own(state);
    const char *folder = *state;
    snprintf(command, sizeof command,
             "cd '%s' && mv rpps.txt PS_LibreAcces_Personne_activite_2.txt && mv skills.txt "
             "PS_LibreAcces_SavoirFaire_2.txt && "
             "python3 -m zipfile -c PS_LibreAcces.zip PS_LibreAcces_*.txt",
             folder);
    assert_int_equal(system(command), 0);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }",
                        "  supply:\n    - { dataset: rpps, path: PS_LibreAcces.zip, service: gp }", &err),
              &err);
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM (SELECT * FROM offre ORDER BY id)",
                "01451 01344 01451");
    mlg_db_close(db);
}

/* ---- geometries in a column -------------------------------------------------------------------------------------- */

/* One square of Lambert-93 written in six ways: its centre is (700500, 6600500); in degrees it is near (3.0065, 46.5045). */
static void geometries_may_stand_in_a_column(void **state)
{
    static const struct {
        const char *header, *cell;
    } ways[] = {
        { "wkt", "\"POLYGON((700000 6600000,701000 6600000,701000 6601000,700000 6601000,700000 6600000))\"" },
        { "geom",
          "\"SRID=2154;POLYGON((700000 6600000,701000 6600000,701000 6601000,700000 6601000,700000 6600000))\"" },
        { "geom", /* a number too large for a system names none: it was taken for 4326 */
          "\"SRID=4294971622;POLYGON((700000 6600000,701000 6600000,701000 6601000,700000 6601000,700000 "
          "6600000))\"" },
        { "wkb", "0101000000000000006C5D254100000020852D5941" }, /* POINT(700086 6600212.5), by its system */
        { "geometrie", "01010000206A0800000000000088612541000000009D2D5941" }, /* SRID=2154 */
        { "geo_shape", "\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[3.0065,46.5045]}\"" },
        { "the_geom", "POINT(3.0065 46.5045)" },
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char text[512];
        mlg_db *db;
        mlg_error err;
        snprintf(text, sizeof text, "code,%s\nA,%s\n", ways[i].header, ways[i].cell);
        write_text(in_folder(*state, "s.csv"), text);
        write_text(
            in_folder(*state, "c.csv"),
            "insee_com,wkt\n03190,\"POLYGON((699000 6599000,702000 6599000,702000 6602000,699000 6602000,699000 "
            "6599000))\"\n03191,\"POLYGON((702000 6599000,703000 6599000,703000 6602000,702000 6602000,702000 "
            "6599000))\"\n");
        assert_ok(try_study(&db, *state, "{ path: c.csv }", "  sites:\n    - { path: s.csv, category: a }", &err),
                  &err);
        assert_near(number(db, "SELECT ST_Area(geom) FROM commune WHERE insee_com = '03190'"), 9e6, 1e-3);
        assert_near(number(db, "SELECT ST_X(geom) FROM etablissement"), 700500, 600);
        assert_near(number(db, "SELECT ST_Y(geom) FROM etablissement"), 6600500, 600);
        assert_text(db, "SELECT insee_com FROM etablissement", "03190");
        mlg_db_close(db);
    }
}

/* Two communes side by side, 3 km high. A point within 1 km of an outline is of that commune; beyond, of its own or of none. */
static void a_site_beyond_the_outlines_is_of_no_commune_of_the_study(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "s.csv"),
               "code,insee_com,wkt\nA,,POINT(700000 6598500)\nB,,POINT(700000 6596500)\n"
               "C,62193,POINT(700000 6596500)\nD,03191,POINT(702500 6601000)\n");
    write_text(in_folder(*state, "c.csv"),
               "insee_com,population,wkt\n03190,100,\"POLYGON((699000 6599000,702000 6599000,702000 "
               "6602000,699000 6602000,"
               "699000 6599000))\"\n03191,50,\"POLYGON((702000 6599000,703000 6599000,703000 6602000,702000 "
               "6602000,702000 6599000))\"\n");
    assert_ok(try_study(&db, *state, "{ path: c.csv }", "  sites:\n    - { path: s.csv, category: a }", &err),
              &err);
    assert_text(
        db,
        "SELECT group_concat(code || ' ' || coalesce(insee_com, '-') || ' ' || perimetre, ', ') FROM (SELECT * "
        "FROM etablissement ORDER BY code)",
        "A 03190 1, B - 0, C 62193 0, D 03191 1");
    mlg_db_close(db);
}

/* Squares: 40 people in the outline, 7 just outside it, 500 who live 2.5 km from it, in a commune that is not loaded. */
static void squares_beyond_the_outlines_are_not_counted(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(
        in_folder(*state, "k.csv"),
        "code,population,wkt\nk1,40,\"POLYGON((700000 6600000,700200 6600000,700200 6600200,700000 6600200,700000 "
        "6600000))\"\nk2,7,\"POLYGON((700000 6598600,700200 6598600,700200 6598800,700000 6598800,700000 "
        "6598600))\"\nk3,500,\"POLYGON((700000 6596400,700200 6596400,700200 6596600,700000 6596600,700000 "
        "6596400))\"\n");
    write_text(in_folder(*state, "c.csv"), "insee_com,population,wkt\n03190,47,\"POLYGON((699000 6599000,702000 "
                                           "6599000,702000 6602000,699000 6602000,"
                                           "699000 6599000))\"\n");
    assert_ok(try_study(&db, *state, "{ path: c.csv }", "  cells:\n    - { path: k.csv }", &err), &err);
    assert_text(db, "SELECT group_concat(code, ' ') FROM (SELECT code FROM carreau ORDER BY code)", "k1 k2");
    mlg_db_close(db);
}

static void a_column_that_is_no_geometry_is_told(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "c.csv"), "insee_com,wkt\n03190,\"POINT(700000 6600000)\"\n03191,nothing\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv }", "", &err), MLG_DATA, &err,
                 "c.csv: row 2: 'nothing' is not a geometry");
    write_text(in_folder(*state, "c.csv"), "insee_com,wkt\n03190,\"POINT(1 2)\"\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv, crs: \"EPSG:2154\" }", "", &err), MLG_INPUT, &err,
                 "cannot be in EPSG:2154");
    write_text(in_folder(*state, "c.csv"), "insee_com,wkt\n03190,\"POINT(99999999 2)\"\n");
    assert_fails(try_study(&db, *state, "{ path: c.csv }", "", &err), MLG_INPUT, &err,
                 "does not state its coordinate system");
}

/* ---- communes of two years ----------------------------------------------------------------------------------------- */

#define SQUARE(code, from, to)                                                                                    \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code "\",\"nom\":\"" code                                 \
    "\"},\"geometry\":{\"type\":\"Polygon\","                                                                     \
    "\"coordinates\":[[[" from ",46.0],[" to ",46.0],[" to ",46.1],[" from ",46.1],[" from ",46.0]]]}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

/* Before: 03001, 03002, 03003. Since: 03002 has joined 03001, and 03004 has left 03003. */
static const char before[] =
    COLLECTION(SQUARE("03001", "3.0", "3.1") "," SQUARE("03002", "3.1", "3.2") "," SQUARE("03003", "3.2", "3.4"));
static const char since[] =
    COLLECTION(SQUARE("03001", "3.0", "3.2") "," SQUARE("03003", "3.2", "3.3") "," SQUARE("03004", "3.3", "3.4"));

static mlg_db *two_years(const char *folder, const char *own, const char *cog, const char *that,
                         const char *vintage, const char *population)
{
    char text[2048];
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "own.geojson"), own);
    write_text(in_folder(folder, "that.geojson"), that);
    write_text(in_folder(folder, "population.csv"), population);
    snprintf(text, sizeof text,
             "territory: { all: true }\ncog: %s\nsources:\n  communes: [ { path: own.geojson } ]\n"
             "  other_year: [ { path: that.geojson, vintage: \"%s\" } ]\n"
             "  population: [ { path: population.csv } ]\noutputs: { geopackage: s.gpkg }\n",
             cog, vintage);
    assert_ok(run_study(&db, folder, text, NULL, &err), &err);
    return db;
}

static void assert_two_years(mlg_db *db)
{
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'changements.fusions'"), 1, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'changements.detachees'"), 1, 0);
    assert_text(db, "SELECT code || ' ' || valeur FROM reject WHERE motif LIKE 'commune détachée%'",
                "03004 03003");
    mlg_db_close(db);
}

static void older_outlines_tell_what_old_codes_have_become(void **state)
{
    mlg_db *db =
        two_years(*state, since, "2025", before, "2018", "insee_com,population\n03001,100\n03002,30\n03003,50\n");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || coalesce(population, '?'), ', ') FROM (SELECT * FROM "
                "commune ORDER BY 1)",
                "03001 130.0, 03003 50.0, 03004 ?");
    assert_two_years(db);
}

static void later_outlines_tell_which_communes_are_one_now(void **state)
{
    mlg_db *db =
        two_years(*state, before, "2018", since, "2025", "insee_com,population\n03001,130\n03003,30\n03004,20\n");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || population, ', ') FROM (SELECT * FROM commune ORDER BY "
                "insee_com)",
                "03001 130.0, 03003 30.0");
    assert_near(number(db, "SELECT a.surface_km2 / b.surface_km2 FROM commune a, commune b WHERE a.insee_com = "
                           "'03001' AND b.insee_com = '03003'"),
                1, 1e-2); /* both 0.2 degrees wide */
    assert_two_years(db);
}

static void the_order_of_the_years_is_asked_for(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "own.geojson"), since);
    write_text(in_folder(*state, "that.geojson"), before);
    assert_fails(run_study(&db, *state,
                           "territory: { all: true }\nsources:\n  communes: [ { path: own.geojson } ]\n"
                           "  other_year: [ { path: that.geojson } ]\noutputs: { geopackage: s.gpkg }\n",
                           NULL, &err),
                 MLG_INPUT, &err, "that.geojson: the order of the two years is unknown");
}

/* The outlines of Pas-de-Calais of 2018 and 2025: four communes have merged, without any table of changes. */
static void pas_de_calais_has_four_mergers_between_2018_and_2025(void **state)
{
    mlg_db *db;
    mlg_error err;
    if (!shared_data("communes/communes-62-pas-de-calais.geojson")) {
        print_message("skipped: ../shared/data is not beside the project\n");
        skip();
    }
    assert_ok(
        run_study(
            &db, *state,
            "territory: { all: true }\ncog: 2018\nsources:\n"
            "  communes: [ { path: communes/communes-62-pas-de-calais.geojson } ]\n"
            "  other_year: [ { path: communes/communes_62_cog2025_l93.gpkg, vintage: \"2025\" } ]\n"
            "  population: [ { path: communes/communes_62_cog2025_l93.gpkg } ]\noutputs: { geopackage: s.gpkg }\n",
            shared_data("."), &err),
        &err);
    assert_near(number(db, "SELECT count(*) FROM commune"), 887, 0);
    assert_near(number(db, "SELECT sum(population) FROM commune"), 1457905, 0);
    assert_near(number(db, "SELECT count(*) FROM commune WHERE insee_com IN ('62210', '62461', '62549', '62743')"),
                0, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'changements.fusions'"), 4, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'changements.detachees'"), 0, 0);
    mlg_db_close(db);
}

/* ---- arrondissements, Corsica, overseas -------------------------------------------------------------------------------- */

static const char far_towns[] =
    "insee_com,libelle,lon,lat\n75056,Paris,2.35,48.86\n69123,Lyon,4.83,45.76\n13055,Marseille,5.38,43.30\n"
    "2A004,Ajaccio,8.74,41.92\n";

/* A file by arrondissement adds up to the town; the town itself beside them counts once, whatever the order. */
static void arrondissements_are_their_town(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), far_towns);
    write_text(
        in_folder(*state, "p.csv"),
        "insee_com,population\n75101,16000\n75120,189000\n69381,29000\n69389,52000\n69123,520000\n13055,870000\n"
        "13201,39000\n13216,16000\n2A004,73000\n");
    write_text(in_folder(*state, "s.csv"),
               "insee_com,quantite\n75101,3\n75120,4\n69389,5\n13216,6\n2A004,7\n75121,8\n");
    assert_ok(try_study(&db, *state, "{ path: towns.csv }",
                        "  population:\n    - { path: p.csv }\n  supply:\n    - { path: s.csv, service: gp }",
                        &err),
              &err);
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || population, ', ') FROM (SELECT * FROM commune ORDER BY "
                "insee_com)",
                "13055 870000.0, 2A004 73000.0, 69123 520000.0, 75056 205000.0");
    assert_text(db,
                "SELECT group_concat(insee_com || ' ' || n, ', ') FROM (SELECT insee_com, sum(quantite) AS n FROM "
                "offre GROUP BY 1 ORDER BY 1)",
                "13055 6.0, 2A004 7.0, 69123 5.0, 75056 7.0");
    assert_text(db, "SELECT code || ' ' || motif FROM reject",
                "75121 commune absente des contours"); /* there are twenty */
    assert_text(db, "SELECT insee_dep FROM commune WHERE insee_com = '2A004'", "2A");
    mlg_db_close(db);
}

/* Outlines by arrondissement keep them apart. */
static void arrondissements_of_the_outlines_stay_apart(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"),
               "insee_com,libelle,lon,lat\n69381,Lyon 1,4.83,45.77\n69382,Lyon 2,4.83,45.75\n");
    write_text(in_folder(*state, "p.csv"), "insee_com,population\n69381,29000\n69382,31000\n69123,520000\n");
    assert_ok(try_study(&db, *state, "{ path: towns.csv }", "  population:\n    - { path: p.csv }", &err), &err);
    assert_near(number(db, "SELECT population FROM commune WHERE insee_com = '69381'"), 29000, 0);
    assert_near(number(db, "SELECT sum(population) FROM commune"), 60000, 0);
    mlg_db_close(db);
}

/* Three digits make an overseas département, in the system of the island. */
static void overseas_codes_have_a_department_of_three_digits(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), "insee_com,libelle,x,y,population\n97411,Saint-Denis,339000,"
                                               "7690000,150000\n97416,Saint-Pierre,342000,7640000,80000\n");
    assert_ok(
        run_study(&db, *state,
                  "territory: { departement: \"974\" }\ncrs: \"EPSG:2975\"\nsources:\n"
                  "  communes: [ { path: towns.csv, crs: \"EPSG:2975\" } ]\noutputs: { geopackage: s.gpkg }\n",
                  NULL, &err),
        &err);
    assert_text(db, "SELECT DISTINCT insee_dep FROM commune", "974");
    assert_near(number(db, "SELECT count(*) FROM commune WHERE perimetre = 1"), 2, 0);
    mlg_db_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(perimeters_are_lists_of_communes),
        TEST(a_perimeter_says_what_it_is),
        TEST(one_person_has_one_identity),
        TEST(the_selection_rules_of_general_practitioners),
        TEST(tariffs_are_a_share_by_commune),
        TEST(specialties_may_stand_in_a_file_of_their_own),
        TEST(specialties_may_stand_in_the_same_zip),
        TEST(geometries_may_stand_in_a_column),
        TEST(a_site_beyond_the_outlines_is_of_no_commune_of_the_study),
        TEST(squares_beyond_the_outlines_are_not_counted),
        TEST(a_column_that_is_no_geometry_is_told),
        TEST(older_outlines_tell_what_old_codes_have_become),
        TEST(later_outlines_tell_which_communes_are_one_now),
        TEST(the_order_of_the_years_is_asked_for),
        TEST(pas_de_calais_has_four_mergers_between_2018_and_2025),
        TEST(arrondissements_are_their_town),
        TEST(arrondissements_of_the_outlines_stay_apart),
        TEST(overseas_codes_have_a_department_of_three_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
