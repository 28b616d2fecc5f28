/* Squares as demand points: who is counted where, and that nobody is lost on the way. */
#include "try_study.h"

#include "output/tables/attribution.h"
#include "study/load/share_out.h"

#include <math.h>
/* ---- the kernel --------------------------------------------------------------------------------------------- */

/* Unit 0: 90 persons over weights 1 and 2: 30 and 60. Unit 1: total unknown, weight 5: 5. Unit 2: weights 0: its 7 are left. Unit 3: no part,
 * its 11 are left. */
static void persons_are_shared_by_weight_and_none_is_lost(void **state)
{
    const int32_t unit[] = { 0, 1, 0, 2 };
    const double weight[] = { 1, 5, 2, 0 }, total[] = { 90, (double)NAN, 7, 11 };
    double persons[4], left[4];
    mlg_error err;
    (void)state;
    assert_ok(mlg_share_out(persons, left, 4, unit, weight, 4, total, &err), &err);
    assert_near(persons[0], 30, 1e-12);
    assert_near(persons[2], 60, 1e-12);
    assert_near(persons[1], 5, 0);
    assert_near(persons[3], 0, 0);
    assert_near(left[0] + left[1], 0, 0);
    assert_near(left[2], 7, 0);
    assert_near(left[3], 11, 0);
}

static void random_shares_add_up_to_their_totals(void **state)
{
    enum { PARTS = 500, UNITS = 40 };
    int32_t unit[PARTS];
    double weight[PARTS], persons[PARTS], total[UNITS], left[UNITS], sum[UNITS];
    uint64_t seed = 7;
    mlg_error err;
    (void)state;
    for (int turn = 0; turn < 50; turn++) {
        for (int i = 0; i < PARTS; i++) {
            unit[i] = random_below(&seed, UNITS);
            weight[i] = random_below(&seed, 4) == 0 ? 0 : 100 * random_unit(&seed);
        }
        for (int u = 0; u < UNITS; u++)
            total[u] = 1e4 * random_unit(&seed);
        assert_ok(mlg_share_out(persons, left, PARTS, unit, weight, UNITS, total, &err), &err);
        memcpy(sum, left, sizeof sum);
        for (int i = 0; i < PARTS; i++)
            sum[unit[i]] += persons[i];
        for (int u = 0; u < UNITS; u++)
            assert_near(sum[u], total[u], 1e-9);
    }
}

/* ---- a study of three communes ----------------------------------------------------------------------------------- */

/* A (300 persons): squares of 1 and 2 persons, 3 and 6 km east of its doctor. B (100): one square, at its centre, in a QPV. C (40): none.
 * Straight lines at 60 km/h, no detour, no terminal time: a kilometre is a minute. */
static void write_small(const char *folder)
{
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,x,y,population,pop_std\n01001,A,700000,6600000,300,330\n"
               "01002,B,720000,6600000,100,90\n01003,C,740000,6600000,40,40\n");
    write_text(in_folder(folder, "squares.csv"),
               "code,insee_com,x,y,population,menages,impute\na1,01001,698000,6600000,1,5,1\n"
               "a2,01001,701000,6600000,2,40,0\nb,01002,720000,6600000,10,4,1\n");
    write_text(in_folder(folder, "qpv.csv"), "code_qp,libelle,x,y\nQN00101M,Nord,720000,6600000\n");
    write_text(in_folder(folder, "doctors.csv"), "insee_com,quantite\n01001,1\n01003,1\n");
    write_text(in_folder(folder, "sites.csv"),
               "code,libelle,x,y\nP,Pharmacie,698000,6600000\nQ,Pharmacie,740000,6600000\n");
}

#define SMALL(demand, more)                                                                                       \
    "territory: { all: true }\n" demand "sources:\n"                                                              \
    "  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n"                                                \
    "  cells: [ { path: squares.csv, crs: \"EPSG:2154\" } ]\n"                                                    \
    "  qpv: [ { path: qpv.csv, crs: \"EPSG:2154\" } ]\n"                                                          \
    "  sites: [ { path: sites.csv, crs: \"EPSG:2154\", category: pharma } ]\n"                                    \
    "  supply: [ { path: doctors.csv, service: gp } ]\n"                                                          \
    "travel: { model: crow, detour: 1, terminal_minutes: 0, speeds_kmh: [60, 60, 60, 60, 60, 60, 60] }\n"         \
    "services: [ { name: pharmacy, categories: [pharma] }, { name: gp, acts: 5400 } ]\n"                          \
    "accessibility: [ { service: gp, measure: apl, steps: [ { minutes: 25, weight: 1 } ] } ]\n" more              \
    "outputs: { geopackage: s.gpkg }\n"

static const char cells_study[] =
    SMALL("demand: cells\n",
          "catchments: [ { sites: pharma, minutes: [5, 30], capacity: 1000 } ]\n"
          "siting: [ { name: one, model: p-median, candidates: communes, sites: 1, max_minutes: 120 } ]\n");

static mlg_db *small(const char *folder, const char *study)
{
    mlg_db *db;
    mlg_error err;
    write_small(folder);
    assert_ok(run_study(&db, folder, study, NULL, &err), &err);
    return db;
}

/* The centre of A is where its people are: 698000 + 2/3 of 3000 = 700000. */
static void people_are_counted_in_their_squares(void **state)
{
    mlg_db *db = small(*state, cells_study);
    assert_near(number(db, "SELECT sum(population) FROM lieu"), 440, 1e-9);
    assert_near(number(db, "SELECT sum(population) FROM commune"), 440, 0);
    assert_near(number(db, "SELECT population FROM lieu WHERE code = 'a1'"), 100, 1e-9);
    assert_near(number(db, "SELECT population FROM lieu WHERE code = 'a2'"), 200, 1e-9);
    assert_near(number(db, "SELECT population FROM lieu WHERE code = '01001' AND nature = 'centre'"), 0, 0);
    assert_near(number(db, "SELECT population FROM lieu WHERE code = '01003' AND nature = 'commune'"), 40, 0);
    assert_near(number(db, "SELECT count(*) FROM lieu WHERE nature = 'carreau' AND impute = 1"), 2, 0);
    assert_near(number(db, "SELECT menages FROM lieu WHERE code = 'a2'"), 40, 0);
    assert_near(number(db, "SELECT count(*) FROM lieu WHERE code_qp = 'QN00101M' AND code = 'b'"), 1, 0);
    /* standardised persons go as the persons do */
    assert_near(number(db, "SELECT pop_std FROM lieu WHERE code = 'a2'"), 220, 1e-9);
    assert_near(number(db, "SELECT pop_std FROM acces_commune WHERE insee_com = '01001'"), 330, 1e-9);
    assert_near(number(db, "SELECT sum(pop_std) FROM lieu"), 460, 1e-9);
    mlg_db_close(db);
}

/* Minutes to the pharmacy P, 2 km west of the centre of A: 0 from a1, 3 from a2: (100 x 0 + 200 x 3) / 300 = 2. B is 20 from Q and 22 from P. The doctor of A, at its
 * centre, is reached in 25 min by a1 and a2 (330) and b (20 min: 90); that of C by b (20: 90) and C (40). APL of A = 5400 / 420; of B = 5400 / 420 + 5400 / 130. */
static void a_commune_has_the_mean_of_its_squares(void **state)
{
    mlg_db *db = small(*state, cells_study);
    assert_near(
        number(db, "SELECT valeur FROM acces WHERE code = 'a2' AND mesure = 'temps' AND service = 'pharmacy'"), 3,
        1e-9);
    assert_near(number(db, "SELECT t_pharma FROM acces_commune WHERE insee_com = '01001'"), 2, 1e-9);
    assert_near(number(db, "SELECT t_pharma FROM acces_commune WHERE insee_com = '01002'"), 20, 1e-9);
    assert_near(number(db, "SELECT t_pharma FROM qpv"), 20, 1e-9);
    assert_near(number(db, "SELECT t_gp FROM acces_commune WHERE insee_com = '01001'"),
                (100 * 2 + 200 * 1) / 300.0, 1e-9);
    assert_near(number(db, "SELECT apl FROM acces_commune WHERE insee_com = '01001'"), 5400 / 420.0, 1e-9);
    assert_near(number(db, "SELECT apl FROM qpv"), 5400 / 420.0 + 5400 / 130.0, 1e-9);
    /* access x persons is what the doctors give */
    assert_near(
        number(
            db,
            "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l ON l.code = a.code WHERE a.mesure = 'apl'"),
        10800, 1e-6);
    assert_near(number(db, "SELECT sum(apl * pop_std) FROM acces_commune"), 10800, 1e-6);
    mlg_db_close(db);
}

static double minutes_of_neighbourhood(mlg_db *db, const char *squares)
{
    char sql[200];
    mlg_stmt *stmt;
    mlg_error err;
    snprintf(sql, sizeof sql, "UPDATE lieu SET code_qp = CASE WHEN code IN (%s) THEN 'QN00101M' END", squares);
    assert_ok(mlg_db_exec(db, sql, &err), &err);
    assert_ok(mlg_db_query(&stmt, db, "access/update_qpv_access", &err), &err);
    assert_ok(mlg_stmt_run(stmt, &err), &err);
    mlg_stmt_free(stmt);
    return number(db, "SELECT t_pharma FROM qpv");
}

/* At 6 km/h, of A 75 persons are at P (a1), 150 come in 30 min (a2), and 75 have no trip in 120 (a3, 14 km away). Their mean is unknown: at the least
 * (150 x 30 + 75 x 120) / 300 = 45, beyond 40 and not known to be beyond 50. Of B, 100 persons come in 50 min (b); nobody lives at b4,
 * too far from any. A neighbourhood that holds a1 and a2 has (75 x 0 + 150 x 30) / 225 = 20 min. */
static void a_mean_is_unknown_where_some_have_no_trip(void **state)
{
    mlg_db *db;
    mlg_error err;
    char study[4096];
    write_small(*state);
    write_text(in_folder(*state, "squares.csv"),
               "code,insee_com,x,y,population\na1,01001,698000,6600000,1\na2,01001,701000,6600000,2\n"
               "a3,01001,684000,6600000,1\nb,01002,735000,6600000,10\nb4,01002,721000,6601000,0\n");
    for (int limit = 40; limit <= 50; limit += 10) {
        snprintf(study, sizeof study,
                 SMALL("demand: cells\n", "deserts: { rules: drees-2017, pharmacy_minutes: %d }\n"
                                          "times: [ { name: asked, sites: [pharma], minutes: [%d] } ]\n"),
                 limit, limit);
        for (char *speed = strstr(study, "60"); speed; speed = strstr(speed, "60"))
            speed[1] = ' ';
        assert_ok(run_study(&db, *state, study, NULL, &err), &err);
        assert_text(db,
                    "SELECT group_concat(insee_com) FROM acces_commune WHERE t_pharma IS NULL AND t_asked IS NULL",
                    "01001");
        assert_near(number(db, "SELECT t_pharma FROM acces_commune WHERE insee_com = '01002'"), 50, 1e-9);
        assert_near(number(db, "SELECT au_dela FROM temps_bilan"), limit == 40 ? 175 : 75, 1e-9);
        assert_near(number(db, "SELECT inconnu FROM temps_bilan"), 75, 1e-9);
        assert_near(number(db, "SELECT t_moyen FROM temps_bilan"), 9500 / 365.0, 1e-9);
        assert_near(number(db, "SELECT communes FROM temps_bilan"), limit == 40 ? 2 : 0, 0);
        assert_text(db, "SELECT coalesce(group_concat(insee_com), '') FROM acces_commune WHERE desert & 2",
                    limit == 40 ? "01001,01002" : "");
        assert_text(db,
                    "SELECT coalesce(group_concat(insee_com), '') FROM acces_commune WHERE desert_lib LIKE "
                    "'%inconnu : %pharmacie%'",
                    limit == 40 ? "" : "01001");
        mlg_db_close(db);
    }
    assert_ok(mlg_db_open(&db, in_folder(*state, "s.gpkg"), true, &err), &err);
    assert_near(minutes_of_neighbourhood(db, "'a1', 'a2', 'b4'"), 20, 1e-9);
    assert_true(isnan(minutes_of_neighbourhood(db, "'a2', 'a3'")));
    mlg_db_close(db);
}

/* P: a1 and a2 (300). Q: b (20 min against 22) and C. Rings of 5 min: a1, a2 and C; of 30: b. */
static void catchments_and_siting_hold_everybody_once(void **state)
{
    mlg_db *db = small(*state, cells_study);
    assert_near(number(db, "SELECT population FROM bassin WHERE site = 'P'"), 300, 1e-9);
    assert_near(number(db, "SELECT sum(population) FROM bassin WHERE nature = 'affectation'"), 440, 1e-9);
    assert_near(number(db, "SELECT sum(nb_communes) FROM bassin WHERE nature = 'affectation'"), 3, 0);
    assert_near(number(db, "SELECT population FROM bassin WHERE nature = 'anneau' AND minutes = 5"), 340, 1e-9);
    assert_near(number(db, "SELECT sum(population) FROM bassin WHERE nature = 'anneau'"), 440, 1e-9);
    assert_near(number(db, "SELECT sum(servis) FROM bassin_site"), 440, 1e-9);
    assert_near(number(db, "SELECT count(*) FROM bassin_nombre WHERE minutes = 5"), 3,
                0); /* communes, not squares */
    /* p-median of one site among three centres: at A, 100 x 2 + 200 x 1 + 100 x 20 + 40 x 40 = 4,000 person-minutes;
     * at B, 100 x 22 + 200 x 19 + 40 x 20 = 6,800; at C more. */
    assert_near(number(db, "SELECT count(*) FROM affectation"), 4, 0);
    assert_near(number(db, "SELECT insee_com = '01001' FROM site"), 1, 0);
    assert_near(number(db, "SELECT apres FROM site_bilan"), 4000 / 440.0, 1e-9);
    mlg_db_close(db);
}

/* Sites P and Q stand; one more at the centre of A. A of 300 persons: a1 (100) is at P, a2 (200) comes from 3 minutes to 1, so that
 * A comes from (100 x 0 + 200 x 3) / 300 = 2 to 200 / 300. B has 20 minutes to Q and to A, C is at Q. The two doctors of the site are
 * within reach of A and B, 420 standardised persons. */
static void a_commune_gains_what_its_squares_gain_on_average(void **state)
{
    static const char study[] =
        SMALL("demand: cells\n", "siting: [ { name: one, model: p-median, existing: pharma, candidates: communes, "
                                 "sites: 1, forced: [\"01001\"] } ]\n");
    mlg_db *db = small(*state, study);
    mlg_stmt *stmt;
    mlg_error err;
    bool row;
    assert_ok(mlg_db_query(&stmt, db, "report/gains", &err), &err);
    assert_ok(mlg_stmt_step(stmt, &row, &err), &err);
    assert_true(row);
    assert_string_equal(mlg_column_text(stmt, 1), "01001");
    assert_near(mlg_column_double(stmt, 3), 300, 1e-9);
    assert_near(mlg_column_double(stmt, 4), 2, 1e-9);
    assert_near(mlg_column_double(stmt, 5), 2 / 3.0, 1e-9);
    assert_near(mlg_column_double(stmt, 6), 4 / 3.0, 1e-9);
    assert_near(mlg_column_double(stmt, 9), 2 * 5400 / 420.0, 1e-9);
    assert_ok(mlg_stmt_step(stmt, &row, &err), &err);
    assert_string_equal(mlg_column_text(stmt, 1), "01002");
    assert_near(mlg_column_double(stmt, 6), 0, 1e-9);
    assert_near(mlg_column_double(stmt, 9), 2 * 5400 / 420.0, 1e-9);
    assert_ok(mlg_stmt_step(stmt, &row, &err), &err);
    assert_false(row);
    mlg_stmt_free(stmt);
    /* The people brought nearer are those of the square alone; the balance is theirs. */
    assert_near(number(db, "SELECT rapproches FROM site_bilan"), 200, 1e-9);
    assert_near(number(db, "SELECT avant - apres FROM site_bilan"), 200 * 2 / 440.0, 1e-9);
    mlg_db_close(db);
}

/* ---- what may be shown ------------------------------------------------------------------------------------------ */

static void assert_file_says(const char *path, const char *words)
{
    char *text = file_bytes(path, NULL);
    if (!strstr(text, words))
        fail_msg("%s does not say '%s'", path, words);
    free(text);
}

/* a1 has 5 households, b 4, a2 40. */
static void squares_of_fewer_than_eleven_households_show_nothing(void **state)
{
    char study[4096], *info;
    mlg_db *db;
    mlg_error err;
    write_small(*state);
    snprintf(study, sizeof study, "%s", cells_study);
    strcpy(strstr(study, "outputs:"),
           "outputs: { geopackage: s.gpkg, report: s.html, workbook: s.xlsx, tables: csv }\n");
    assert_ok(run_study(&db, *state, study, NULL, &err), &err);
    assert_text(db, "SELECT group_concat(code || ' ' || coalesce(secret, 'montre'), ', ') FROM acces_carreau",
                "a1 n.d. (secret), a2 montre, b n.d. (secret)");
    assert_near(number(db, "SELECT count(*) FROM acces_carreau WHERE secret IS NOT NULL AND "
                           "coalesce(population, menages, apl, t_gp, t_pharma, t_urgence) IS NOT NULL"),
                0, 0);
    assert_near(number(db, "SELECT population FROM acces_carreau WHERE code = 'a2'"), 200, 1e-9);
    assert_near(number(db, "SELECT t_pharma FROM acces_carreau WHERE code = 'a2'"), 3, 1e-9);
    assert_near(number(db, "SELECT sum(impute) FROM acces_carreau"), 2, 0);
    assert_text(db,
                "SELECT group_concat(nom || ' ' || nombre || '/' || lignes || ' ' || imputes, ', ') FROM (SELECT "
                "* FROM secret ORDER BY nom)",
                "acces_carreau 2/3 2, affectation 2/3 2");
    assert_text(db, "SELECT description FROM gpkg_contents WHERE table_name = 'acces_commune'",
                "Une ligne par commune du territoire. Sources : communes.csv (producteur et licence non précisés) "
                "; doctors.csv (producteur et "
                "licence non précisés) ; qpv.csv (producteur et licence non précisés) ; sites.csv (producteur et "
                "licence non précisés) ; "
                "squares.csv (producteur et licence non précisés)");
    mlg_db_close(db);
    assert_file_says(in_folder(*state, "csv/affectation.csv"), "one;a1;A;n.d. (secret);01001;n.d. (secret)");
    assert_file_says(in_folder(*state, "csv/affectation.csv"), "one;a2;A;200;01001;1,0");
    assert_file_says(in_folder(*state, "csv/secret.csv"), "acces_carreau;population, menages");
    assert_file_says(in_folder(*state, "csv/mentions.csv"), "communes.csv (producteur et licence non précisés)");
    assert_file_says(in_folder(*state, "s.html"), "<p id=\"mentions\">Données\u00a0: communes.csv");
    assert_file_says(in_folder(*state, "s.html"), "n.d. (secret)");
    assert_ok(mlg_info(&info, in_folder(*state, "s.gpkg"), MLG_TEXT, &err), &err);
    assert_non_null(strstr(info, "2 squares of fewer than 11 households show no figure"));
    assert_non_null(strstr(info, "data: communes.csv (producer and licence not given)"));
    mlg_free(info);
    const char *tables[] = { "affectation", NULL };
    assert_ok(mlg_list(&info, in_folder(*state, "s.gpkg"), tables, MLG_JSON, &err), &err);
    assert_non_null(strstr(info, "\"population\":\t\"n.d. (secret)\""));
    mlg_free(info);
}

/* Producer, vintage and licence of each file; what rests on roads is a derived database of OpenStreetMap. */
static void layers_say_whose_they_are(void **state)
{
    mlg_db *db = small(*state, SMALL("", ""));
    mlg_error err;
    mlg_db_close(db);
    assert_ok(mlg_db_open(&db, in_folder(*state, "s.gpkg"), true, &err), &err);
    assert_ok(
        mlg_db_exec(
            db,
            "UPDATE provenance SET producteur = 'INSEE', millesime = '2022', licence = 'Licence Ouverte 2.0';"
            "INSERT INTO provenance (source, jeu, chemin, sha256, octets, lues, gardees, rejetees) "
            "VALUES ('travel.osm', 'osm', 'r.osm.pbf', '', 1, 0, 0, 0)",
            &err),
        &err);
    assert_ok(mlg_output_attribution(db, &err), &err);
    assert_text(db, "SELECT description FROM gpkg_contents WHERE table_name = 'commune'",
                "Communes du territoire et communes voisines prises en compte. Sources : INSEE, millésime 2022, "
                "Licence Ouverte 2.0");
    assert_text(db, "SELECT description FROM gpkg_contents WHERE table_name = 'site'",
                "Sites retenus par les demandes d’implantation. Sources : INSEE, millésime 2022, Licence Ouverte "
                "2.0 ; © les contributeurs "
                "d’OpenStreetMap, licence ODbL. Données dérivées d’OpenStreetMap, sous licence ODbL");
    mlg_db_close(db);
}

static void demand_by_commune_stays_at_the_centres(void **state)
{
    mlg_db *db = small(*state, SMALL("demand: communes\n", ""));
    assert_near(number(db, "SELECT count(*) FROM lieu"), 3, 0);
    assert_near(number(db, "SELECT sum(population) FROM lieu"), 440, 0);
    assert_near(number(db, "SELECT t_pharma FROM acces_commune WHERE insee_com = '01001'"), 2, 1e-9);
    mlg_db_close(db);
}

static void a_population_nobody_tells_is_that_of_the_squares(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_small(*state);
    write_text(in_folder(*state, "communes.csv"),
               "insee_com,libelle,x,y\n01001,A,700000,6600000\n01002,B,720000,6600000\n01003,C,740000,6600000\n");
    assert_ok(run_study(&db, *state, SMALL("demand: cells\n", ""), NULL, &err), &err);
    assert_near(number(db, "SELECT population FROM commune WHERE insee_com = '01001'"), 3, 0);
    assert_near(number(db, "SELECT sum(population) FROM lieu"), 13, 0);
    mlg_db_close(db);
}

/* The bands of a commune are shared as its persons: its standardised population does not depend on where they are counted. */
static void ages_of_a_commune_are_those_of_its_squares(void **state)
{
    static const char with_ages[] = "  ages: [ { path: ages.csv } ]\n";
    static const char communes[] =
        "insee_com,libelle,x,y,population\n01001,A,700000,6600000,90\n01002,B,720000,6600000,100\n"
        "01003,C,740000,6600000,40\n";
    char study[4096];
    double by_commune[3];
    mlg_db *db;
    mlg_error err;
    write_small(*state);
    write_text(in_folder(*state, "communes.csv"), communes);
    write_text(in_folder(*state, "ages.csv"),
               "CODGEO;P21_POP0014;P21_POP1574;P21_POP75P\n01001;30;0;60\n01002;100;0;0\n");
    for (int turn = 0; turn < 2; turn++) {
        snprintf(study, sizeof study, SMALL("demand: %s\n", ""), turn ? "cells" : "communes");
        char *at = strstr(study, "  cells:");
        memmove(at + strlen(with_ages), at, strlen(at) + 1);
        memcpy(at, with_ages, strlen(with_ages));
        assert_ok(run_study(&db, *state, study, NULL, &err), &err);
        for (int c = 0; c < 3; c++) {
            char sql[80];
            snprintf(sql, sizeof sql, "SELECT pop_std FROM acces_commune WHERE insee_com = '0100%d'", c + 1);
            if (turn == 0)
                by_commune[c] = number(db, sql);
            else
                assert_near(number(db, sql), by_commune[c], 1e-9);
        }
        if (turn == 1)
            assert_near(number(db, "SELECT count(*) FROM parametre WHERE nom = 'base_std' AND valeur LIKE '3 "
                                   "lieux par âge, 0 par "
                                   "population standardisée donnée, 1 par%'"),
                        1, 0);
        mlg_db_close(db);
    }
    assert_true(by_commune[0] / 90 > by_commune[1] / 100); /* the old use more care */
}

static void squares_are_needed_and_times_to_them(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_small(*state);
    write_text(in_folder(*state, "times.csv"), "id1,id2,minutes\n");
    assert_fails(
        run_study(&db, *state,
                  "territory: { all: true }\ndemand: cells\nsources:\n  communes: [ { path: communes.csv } ]\n"
                  "outputs: { geopackage: s.gpkg }\n",
                  NULL, &err),
        MLG_INPUT, &err, "study.yaml:2:1: 'demand' is cells, but no source provides them");
    assert_fails(
        run_study(&db, *state,
                  "territory: { all: true }\ndemand: cells\nsources:\n  communes: [ { path: communes.csv } ]\n"
                  "  cells: [ { path: squares.csv } ]\ntravel: { model: table, path: times.csv }\n"
                  "outputs: { geopackage: s.gpkg }\n",
                  NULL, &err),
        MLG_INPUT, &err, "a table of times only covers communes");
    write_text(in_folder(*state, "squares.csv"), "code,x,y,population\na,700000,6600000,1\na,700200,6600000,1\n");
    assert_fails(run_study(&db, *state, SMALL("demand: cells\n", ""), NULL, &err), MLG_INPUT, &err,
                 "square a appears twice");
}

/* ---- real squares -------------------------------------------------------------------------------------------------- */

static bool skipped(const char *path)
{
    if (!path)
        print_message("skipped: ../shared/data is not beside the project\n");
    return !path;
}

/* 6,735 squares, 725,084 persons in 2015; the legal population of today is shared over them. */
static void bordeaux_is_counted_in_its_squares(void **state)
{
    if (!full_run())
        skip();
    const char *data = shared_data("communes/communes_metro_cog2025_l93.gpkg");
    mlg_db *db;
    mlg_error err;
    if (skipped(data))
        skip();
    assert_ok(
        run_study(
            &db, *state,
            "territory: { epci: \"243300316\" }\nbuffer: 10 km\ndemand: cells\nsources:\n"
            "  communes: [ { path: communes/communes_metro_cog2025_l93.gpkg, columns: { insee_com: insee, "
            "population: pop_mun } } ]\n"
            "  cells: [ { dataset: filosofi-cells, path: population/filosofi2015_200m_bordeaux.csv } ]\n"
            "  supply: [ { path: health/offre_sante_medg_communes_2020.csv, service: gp, columns: { insee_com: "
            "codgeo, quantite: nb_medg } } ]\n"
            "services: [ { name: gp, acts: 5400 } ]\naccessibility: [ { service: gp, measure: apl, decay: "
            "apl-2015 } ]\noutputs: { geopackage: s.gpkg }\n",
            shared_data("."), &err),
        &err);
    double squares = number(db, "SELECT count(*) FROM carreau");
    print_message("  %.0f squares, %.0f persons as published, %.0f outside\n", squares,
                  number(db, "SELECT sum(population) FROM carreau"),
                  number(db, "SELECT valeur FROM parametre WHERE nom = 'carreaux_hors_etude'"));
    assert_near(squares + number(db, "SELECT valeur FROM parametre WHERE nom = 'carreaux_hors_etude'"), 6735, 0);
    assert_near(number(db, "SELECT sum(population) FROM carreau") +
                    number(db, "SELECT valeur FROM parametre WHERE nom = 'personnes_hors_etude'"),
                725084.5, 1e-6);
    assert_near(number(db, "SELECT sum(population) FROM lieu"), number(db, "SELECT sum(population) FROM commune"),
                1e-6);
    assert_near(number(db, "SELECT sum(population) FROM lieu WHERE perimetre = 1"),
                number(db, "SELECT sum(population) FROM commune WHERE perimetre = 1"), 1e-6);
    assert_near(number(db, "SELECT max(abs(c.population - (SELECT sum(l.population) FROM lieu l WHERE l.insee_com "
                           "= c.insee_com))) FROM commune c"),
                0, 1e-6);
    /* access x standardised persons, by square and by commune of the whole zone, is the supply */
    double given = 5400 * number(db, "SELECT sum(quantite) FROM offre") -
                   number(db, "SELECT valeur FROM parametre WHERE nom = 'offre_sans_population'");
    assert_near(
        number(
            db,
            "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l ON l.code = a.code WHERE a.mesure = 'apl'"),
        given, given * 1e-11);
    assert_near(number(db, "SELECT sum(a.valeur * (SELECT sum(l.pop_std) FROM lieu l WHERE l.insee_com = "
                           "c.insee_com)) FROM commune c "
                           "JOIN acces a ON a.code = c.insee_com AND a.mesure = 'apl'"),
                given, given * 1e-11);
    mlg_db_close(db);
}

/* Households of 2010 as weights, in the system of the island; round numbers of people round four towns. */
static void la_reunion_is_counted_in_its_squares(void **state)
{
    mlg_db *db;
    mlg_error err;
    if (skipped(shared_data("population/reunion_200m_menages_2010_utm40s.csv")))
        skip();
    write_text(in_folder(*state, "towns.csv"),
               "insee_com,libelle,x,y,population\n97411,Saint-Denis,339000,7690000,310000\n"
               "97415,Saint-Paul,318500,7677000,210000\n97416,Saint-Pierre,342000,7640000,220000\n"
               "97410,Saint-Benoît,367500,7671500,120000\n");
    write_text(in_folder(*state, "doctors.csv"), "insee_com,quantite\n97411,300\n97416,200\n");
    char study[2048];
    snprintf(
        study, sizeof study,
        "territory: { all: true }\nbuffer: 60 km\ncrs: \"EPSG:2975\"\ndemand: cells\nsources:\n"
        "  communes: [ { path: towns.csv, crs: \"EPSG:2975\" } ]\n"
        "  cells: [ { path: %s, crs: \"EPSG:2975\", columns: { population: houhold } } ]\n"
        "  supply: [ { path: doctors.csv, service: gp } ]\n"
        "accessibility: [ { service: gp, measure: apl, decay: apl-2015 } ]\noutputs: { geopackage: s.gpkg }\n",
        shared_data("population/reunion_200m_menages_2010_utm40s.csv"));
    assert_ok(run_study(&db, *state, study, NULL, &err), &err);
    assert_near(number(db, "SELECT count(*) FROM carreau"), 14076, 0);
    assert_near(number(db, "SELECT srs_id FROM gpkg_contents WHERE table_name = 'lieu'"), 2975, 0);
    assert_near(number(db, "SELECT sum(population) FROM lieu"), 860000, 1e-6);
    assert_near(number(db, "SELECT sum(population) FROM lieu WHERE insee_com = '97416'"), 220000, 1e-6);
    assert_near(number(db, "SELECT count(*) FROM lieu WHERE nature = 'centre'"), 4, 0);
    mlg_db_close(db);
}

/* At 20, A lacks (20 - 5400 / 420) x 330 and no other commune; from its centre, where its 330 are counted, one reaches B's 90 too: its need takes
 * (20 - 5400 / 420) x 420 = 3,000 there, and more at B, which also serves C. B, 20 min from a doctor, is far with its 100. */
static void need_is_that_of_communes(void **state)
{
    const double lack = 20 - 5400 / 420.0;
    mlg_db *db = small(*state, SMALL("demand: cells\n", "need: { threshold: 20, minutes: 1.5 }\n"));
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM (SELECT insee_com FROM besoin ORDER BY insee_com)",
                "01001 01002");
    assert_near(number(db, "SELECT manque FROM besoin WHERE insee_com = '01001'"), lack * 330, 1e-6);
    assert_near(number(db, "SELECT sur_place FROM besoin WHERE insee_com = '01001'"), lack * 420, 1e-6);
    assert_near(number(db, "SELECT population FROM besoin WHERE insee_com = '01001'"), 300, 1e-9);
    assert_near(number(db, "SELECT sum(loin) FROM besoin"), 100, 1e-9);
    assert_near(number(db, "SELECT manque FROM besoin_zone WHERE zone = 0"), lack * 330, 1e-6);
    assert_near(number(db, "SELECT nb_communes FROM besoin_zone WHERE zone = 0"), 1, 0);
    assert_text(db, "SELECT ou FROM besoin_zone WHERE zone = 1", "01001");
    assert_near(number(db, "SELECT ajout FROM besoin_zone WHERE zone = 1"), lack * 420, 1e-6);
    mlg_db_close(db);
}

/* Half of the doctor of A leaves: A falls from 5400 / 420 to 2700 / 420, alone under 10, with its 300 persons. */
static void outlook_is_that_of_communes(void **state)
{
    mlg_db *db =
        small(*state, SMALL("demand: cells\n",
                            "outlook: { years: [1], threshold: 10, ages: [ { from: 30, to: 31, doctors: 1 } ],"
                            " moves: [ { insee_com: \"01001\", year: 1, doctors: -0.5 } ] }\n"));
    assert_near(number(db, "SELECT count(*) FROM perspective"), 6, 0);
    assert_near(number(db, "SELECT count(*) FROM perspective p JOIN acces_commune a ON a.insee_com = p.insee_com "
                           "WHERE p.annees = 0 AND abs(p.acces - a.apl) < 1e-9"),
                3, 0);
    assert_near(number(db, "SELECT acces FROM perspective WHERE insee_com = '01001' AND annees = 1"), 2700 / 420.0,
                1e-9);
    assert_near(number(db, "SELECT communes_sous FROM perspective_bilan WHERE annees = 0"), 0, 0);
    assert_near(number(db, "SELECT communes_tombees FROM perspective_bilan WHERE annees = 1"), 1, 0);
    assert_near(number(db, "SELECT population_tombee FROM perspective_bilan WHERE annees = 1"), 300, 1e-9);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_shared_by_weight_and_none_is_lost),
        cmocka_unit_test(random_shares_add_up_to_their_totals),
        cmocka_unit_test_setup_teardown(people_are_counted_in_their_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mean_is_unknown_where_some_have_no_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commune_has_the_mean_of_its_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(catchments_and_siting_hold_everybody_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commune_gains_what_its_squares_gain_on_average, set_up, tear_down),
        cmocka_unit_test_setup_teardown(squares_of_fewer_than_eleven_households_show_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(layers_say_whose_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(demand_by_commune_stays_at_the_centres, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_population_nobody_tells_is_that_of_the_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ages_of_a_commune_are_those_of_its_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(need_is_that_of_communes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(outlook_is_that_of_communes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(squares_are_needed_and_times_to_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bordeaux_is_counted_in_its_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(la_reunion_is_counted_in_its_squares, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
