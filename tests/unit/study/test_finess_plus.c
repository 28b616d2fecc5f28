/* FINESS+, the register in JSON: what a study keeps of it, and what it says of a copy that was spoiled. */
#include "try_study.h"

#include <math.h>
#include <zlib.h>

static const char towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01451,Viriat,5.21,46.25,6500\n01053,Bourg,5.23,46.20,41000\n01344,Saint-Denis,5.18,46.20,5700\n";

/* As published: the legal entity before its sites, null where there is nothing, every value a text. */
#define SITE(number, name, category, state, closed, addresses)                                                    \
    "{\"informationsGeneralesEGE\":{\"egeId\":\"525\",\"numFinessEge\":\"" number                                 \
    "\",\"nomEgeCourt\":null,\"nomEgeLong\":\"" name                                                              \
    "\",\"siret\":\"79008281200013\",\"espic\":[],\"dateOuverture\":\"1979-02-13\",\"dateFermeture\":" closed     \
    "},\"categorieentiteGeographiqueExercice\":\"" category "\",\"adresse\":[" addresses                          \
    "],\"etatObjet\":\"" state "\"}"
#define ADDRESS(usage, commune, point)                                                                            \
    "{\"usageAdresse\":\"" usage "\",\"libelleVoie\":\"DES \\\"LILAS\\\" }]\",\"cogCommune\":\"" commune          \
    "\",\"codePostal\":\"01000\",\"coordonneesGeographique\":" point "}"
#define POINT(x, y, lon, lat, key)                                                                                \
    "{\"coordonneeX\":" x ",\"coordonneeY\":" y ",\"directionLongitude\":" lon ",\"directionLatitude\":" lat      \
    ",\"cleInInteropBAN\":" key ",\"scoreBAN\":\"0.94\"}"
#define ENTITY(number, sites)                                                                                     \
    "{\"informationsGeneralesPMEJ\":{\"pmSmsseId\":\"1\",\"numFinessPm\":\"" number                               \
    "\",\"dateFermeture\":null},\"adresse\":[" ADDRESS("03", "75056", "null") "],\"ege\":[" sites                 \
                                                                              "],\"etatObjet\":\"A\"}"
#define REGISTER(entities)                                                                                        \
    "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"2026-09-05T02:14:23Z\",\"pmej\":[" entities                  \
    "],\"gco\":[{\"ege\":[{}]}],\"gcc\":[]}\n"

/* The pharmacy stands at its address, not at the reception named first; Lambert in either pair, its axes as they come. */
#define PHARMACY                                                                                                  \
    SITE("010000101", "PHARMACIE DU PARC", "620", "A", "null",                                                    \
         ADDRESS("06", "01451",                                                                                   \
                 POINT("null", "null", "\"5.2100\"", "\"46.2500\"",                                               \
                       "\"01451_0001_00002\"")) "," ADDRESS("03", "01053",                                        \
                                                            POINT("\"5.2300\"", "\"46.2000\"", "\"872038.27\"",   \
                                                                  "\"6568000.5\"", "\"01053_1950_00062\"")))
#define HOSPITAL                                                                                                  \
    SITE("010000024", "CENTRE HOSPITALIER", "355", "A", "null",                                                   \
         ADDRESS("03", "01451", POINT("\"6571540.8\"", "\"870262.2\"", "null", "null", "\"01451_0123\"")))
#define UNPLACED SITE("010000202", "LABORATOIRE", "611", "A", "null", ADDRESS("03", "01344", "null"))
#define CENTRED                                                                                                   \
    SITE("010000303", "CENTRE DE SANTE", "124", "A", "null",                                                      \
         ADDRESS("03", "01344", POINT("\"5.1801\"", "\"46.2001\"", "null", "null", "\"01344\"")))
#define CLOSED SITE("010000404", "FERMEE", "620", "A", "\"2010-01-01\"", ADDRESS("03", "01053", "null"))
#define INACTIVE SITE("010000505", "INACTIVE", "620", "I", "null", ADDRESS("03", "01053", "null"))

static const char whole[] = REGISTER(ENTITY("010008407", PHARMACY "," CLOSED) "," ENTITY(
    "010780054", "") "," ENTITY("010780055", HOSPITAL ",\n " INACTIVE "," UNPLACED "," CENTRED));

static void pack(const char *folder, const char *name, const char *text, size_t keep)
{
    gzFile file = gzopen(in_folder(folder, name), "wb");
    assert_int_equal(gzwrite(file, text, (unsigned)keep), (int)keep);
    assert_int_equal(gzclose(file), Z_OK);
}

static mlg_status try_sites(mlg_db **db, const char *folder, const char *name, mlg_error *err)
{
    char sources[256];
    write_text(in_folder(folder, "towns.csv"), towns);
    snprintf(sources, sizeof sources, "  sites:\n    - { dataset: finess, path: %s }", name);
    return try_study(db, folder, "{ path: towns.csv }", sources, err);
}

static const char held[] = "SELECT group_concat(code || ' ' || categorie || ' ' || insee_com || ' ' || precision, "
                           "', ') FROM (SELECT * FROM "
                           "etablissement ORDER BY code)";

static void open_sites_stand_at_their_place_of_care(void **state)
{
    mlg_db *db;
    mlg_error err;
    pack(*state, "finess-structures-journalier-20260905.json.gz", whole, sizeof whole - 1);
    assert_ok(try_sites(&db, *state, "finess-structures-journalier-20260905.json.gz", &err), &err);
    assert_text(db, held,
                "010000024 355 01451 approchee, 010000101 620 01053 adresse, 010000202 611 01344 commune, "
                "010000303 124 01344 commune");
    assert_text(db, "SELECT libelle FROM etablissement WHERE code = '010000101'", "PHARMACIE DU PARC");
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement WHERE code = '010000101'"), 871936.18, 0.1);
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement WHERE code = '010000024'"), 870262.2, 0.01);
    assert_near(number(db, "SELECT ST_Y(geom) FROM etablissement WHERE code = '010000024'"), 6571540.8, 0.01);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.sites[0].fermes'"), 2, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.sites[0].sans_coordonnees'"), 1, 0);
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    mlg_db_close(db);
}

/* Réunion: metres of UTM 40 S, told from the commune. */
static void projected_coordinates_are_those_of_the_island(void **state)
{
    static const char site[] = REGISTER(ENTITY(
        "970400000",
        SITE("970400101", "PHARMACIE", "620", "A", "null",
             ADDRESS("03", "97411", POINT("\"339000\"", "\"7690000\"", "null", "null", "\"97411_0001_00001\"")))));
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"),
               "insee_com,libelle,x,y,population\n97411,Saint-Denis,339000,7690000,150000\n");
    write_text(in_folder(*state, "f.json"), site);
    assert_ok(
        run_study(&db, *state,
                  "territory: { all: true }\ncrs: \"EPSG:2975\"\nsources:\n  communes: [ { path: towns.csv, crs: "
                  "\"EPSG:2975\" } ]\n  sites: [ { dataset: finess, path: f.json } ]\noutputs: { geopackage: "
                  "s.gpkg }\n",
                  NULL, &err),
        &err);
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement"), 339000, 0.01);
    assert_near(number(db, "SELECT count(*) FROM reject"), 0, 0);
    mlg_db_close(db);
}

/* The third site has its maternity under the codes of before the reform and after, and its emergency department after only, beside a
 * mobile unit and care of cancer; an activity of the reform without a code is counted. */
static void activities_join_the_sites_by_their_number(void **state)
{
#define ACTIVITY(nature, activity, modality, state, ended)                                                        \
    "{\"caracteristiquesGeneriques\":{\"activiteAeId\":\"1\",\"etatObjet\":\"" state                              \
    "\",\"dateFinEffectiveActivite\":" ended "},\"nature\":{\"codeNature\":\"" nature                             \
    "\",\"caracteristiquesSpecifiques\":{\"typeActivite" nature "\":{\"activiteSanitaireRegulee\":\"" activity    \
    "\",\"formeActivite\":\"00\",\"modaliteActivite\":\"" modality "\"}}},\"capacite\":[],\"evenement\":[]}"
#define FORM(activity, modality)                                                                                  \
    "{\"caracteristiquesGeneriques\":{\"activiteAeId\":\"1\",\"etatObjet\":\"A\"},\"nature\":{\"codeNature\":"    \
    "\"AMF\",\"caracteristiquesSpecifiques\":{\"typeActiviteAMF\":{\"activiteAMF\":\"" activity                   \
    "\",\"formeActivite\":\"00\",\"modaliteActivite\":\"" modality "\"}}}}"
#define REFORM(activity, modality)                                                                                \
    "{\"caracteristiquesGeneriques\":{\"activiteAeId\":\"1\",\"etatObjet\":\"A\"},\"nature\":{\"codeNature\":"    \
    "\"AMM\",\"caracteristiquesSpecifiques\":{\"typeActiviteAMM\":{\"activiteAMM\":\"" activity                   \
    "\",\"modaliteAMM\":\"" modality "\",\"mentionAMM\":null,\"ptsAMM\":null,\"declarationAMM\":null}}}}"
    static const char text[] =
        "{\"schemaVersion\":\"v1.0.0\",\"pmej\":[{\"numFiness\":\"010780055\",\"activitesAutorisees\":[" ACTIVITY(
            "AASA", "14", "23", "A",
            "null") "],\"ege\":[{\"egeId\":\"1\",\"numFinessEge\":\"010000024\","
                    "\"activitesExercees\":[" ACTIVITY("AASA", "14", "23", "A", "null") "," ACTIVITY("AASA", "03", "01", "I", "null") "," ACTIVITY("AASA", "16", "41", "A", "\"2020-01-01\"") "," ACTIVITY(
                        "ASMR", "14", "23",
                        "A", "null") "]},{\"egeId\":\"2\","
                                     "\"numFinessEge\":"
                                     "\"010000202\","
                                     "\"activitesExercees\":null},{"
                                     "\"egeId\":\"3\","
                                     "\"numFinessEge\":"
                                     "\"010000303\","
                                     "\"activitesExercees\":"
                                     "[" ACTIVITY("AASA", "16", "41", "A", "null") "," FORM("03", "01") "," REFORM("QA003", "MO016") "," REFORM(
                                         "QA014",
                                         "MO031") "," REFORM("QA014",
                                                             "MO032") "," REFORM("QA018",
                                                                                 "MO008") "," ACTIVITY("AMM",
                                                                                                       "QA014",
                                                                                                       "MO030",
                                                                                                       "A",
                                                                                                       "null") "," ACTIVITY("AMM",
                                                                                                                            "QA014",
                                                                                                                            "MO030",
                                                                                                                            "I",
                                                                                                                            "null") "]}"
                                                                                                                                    "]}"
                                                                                                                                    "]"
                                                                                                                                    "}";
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), towns);
    write_text(in_folder(*state, "s.json"), whole);
    write_text(in_folder(*state, "a.json"), text);
    assert_ok(
        try_study(&db, *state, "{ path: towns.csv }",
                  "  sites:\n    - { dataset: finess, path: s.json }\n    - { dataset: finess-activities, path: "
                  "a.json }",
                  &err),
        &err);
    assert_text(
        db,
        "SELECT group_concat(code || ' ' || categorie, ', ') FROM (SELECT * FROM etablissement WHERE categorie IN "
        "('urgences', 'maternite', 'dialyse') ORDER BY code)",
        "010000024 urgences, 010000303 dialyse, 010000303 maternite, 010000303 urgences");
    assert_text(db,
                "SELECT valeur || ' ' || unite FROM parametre WHERE nom = 'sources.sites[1].codes_de_la_reforme'",
                "1 activités non lues");
    mlg_db_close(db);
}

/* ---- spoiled copies ----------------------------------------------------------------------------------------- */

/* A copy in which the first `old` is `new`; without `old`, `new` is the copy. */
static char *spoil(const char *old, const char *new)
{
    const char *at = old ? strstr(whole, old) : whole;
    char *text;
    assert_non_null(at);
    assert_true(asprintf(&text, "%.*s%s%s", (int)(at - whole), whole, new, old ? at + strlen(old) : "") >= 0);
    return text;
}

static const struct {
    const char *old, *new, *says;
} spoiled[] = {
    { NULL, "", "is empty" },
    { NULL, "<!DOCTYPE html><html>404", "is a web page" },
    { NULL, "null", "is not in a readable format" },
    { NULL, "{\"pmej\":[]}", "the document contains no list of records" },
    { NULL, "{\"pmej\":[{\"ege\":[]}]}", "has no rows" },
    { NULL, "{\"pmej\":null,\"gco\":[]}", "the document contains no list of records" },
    { NULL, "{\"pmej\":{\"ege\":[]}}", "the records are not a list" },
    { NULL, "{\"pmej\":[[]]}", "a record is not an object" },
    { NULL, "{\"pmej\":[{\"ege\":[7]}]}", "a record is not an object" },
    { NULL, "{\"pmej\":[{\"ege\":{}}]}", "the records are not a list" },
    { "\"pmej\":[", "\"pmej\" [", "this is not JSON" },
    { "],\"gco\"", "}],\"gco\"", "this is not JSON" },
    { "\"gcc\":[]}", "\"gcc\":[]}}", "this is not JSON" },
    { "\"gcc\":[]}", "\"gcc\":[]", "the document ends in the middle" },
    { "\"gcc\":[]}", "\"gcc\":nulle}", "this is not JSON" },
    { "\"egeId\":\"525\",", "\"egeId\":'525',", "this is not JSON" },
    { "\"etatObjet\":\"A\"}", "\"etatObjet\":{\"code\":\"A\"}}", "'etatObjet' is not a text" },
    { "\"adresse\":[{\"usageAdresse\":\"06\"", "\"adresse\":7,\"ancienne\":[{\"usageAdresse\":\"06\"",
      "'adresse' is not a list" },
    { "\"informationsGeneralesEGE\":{", "\"informationsGeneralesEGE\":[],\"x\":{",
      "'informationsGeneralesEGE' is not an object" },
    { "\"numFinessEge\":\"010000101\"", "\"numFinessEge\":\"10000101\"", "is not a FINESS number" },
};

static void each_spoiled_copy_gives_one_clear_line(void **state)
{
    assert_int_equal(sizeof spoiled / sizeof *spoiled, 20);
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        mlg_db *db = NULL;
        mlg_error err;
        char *text = spoil(spoiled[i].old, spoiled[i].new);
        write_text(in_folder(*state, "spoiled.json"), text);
        free(text);
        mlg_status st = try_sites(&db, *state, "spoiled.json", &err);
        if (st != MLG_INPUT || !strstr(err.message, spoiled[i].says) || strchr(err.message, '\n'))
            fail_msg("copy %zu: %s", i, st == MLG_OK ? "it loads" : err.message);
        assert_non_null(strstr(err.message, "spoiled.json"));
        mlg_db_close(db);
    }
}

/* Cut at every length, packed: never a register that is shorter. */
static void a_register_cut_anywhere_is_refused(void **state)
{
    mlg_db *db = NULL;
    mlg_error err;
    for (size_t keep = 90; keep < sizeof whole - 2; keep += full_run() ? 31 : 397) {
        pack(*state, "cut.json.gz", whole, keep);
        assert_int_equal(try_sites(&db, *state, "cut.json.gz", &err), MLG_INPUT);
        assert_non_null(strstr(err.message, "the document ends in the middle"));
    }
}

static void a_site_without_a_number_or_a_commune_is_listed(void **state)
{
    mlg_db *db;
    mlg_error err;
    static const char some[] =
        REGISTER(ENTITY("1", PHARMACY "," HOSPITAL "," CENTRED "," UNPLACED "," SITE(
                                 "0100", "SANS", "620", "A", "null", ADDRESS("03", "01053", "null"))));
    write_text(in_folder(*state, "f.json"), some);
    assert_ok(try_sites(&db, *state, "f.json", &err), &err);
    assert_text(db, "SELECT code || ' ' || motif FROM reject", "0100 numéro FINESS invalide");
    mlg_db_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(open_sites_stand_at_their_place_of_care),   TEST(projected_coordinates_are_those_of_the_island),
        TEST(activities_join_the_sites_by_their_number), TEST(each_spoiled_copy_gives_one_clear_line),
        TEST(a_register_cut_anywhere_is_refused),        TEST(a_site_without_a_number_or_a_commune_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
