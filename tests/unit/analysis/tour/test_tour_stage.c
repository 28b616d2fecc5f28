/* Rounds in a study, from files to tables: targets, the timetable, drives on roads, and the rounds counted as supply. */
#include "support.h"

#include "maillage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *folder;
} made;

static const char *in(const made *m, const char *name)
{
    return in_folder(m->folder, name);
}

/* Twelve villages on a line 3 km apart at 50.5 north (0.0424 degrees), V00 the town of the depot with 5,000 people and doctors,
 * V06 a village with a doctor; two neighbourhoods of the town. */
static void write_people(const made *m)
{
    FILE *people = fopen(in(m, "people.csv"), "w"), *doctors = fopen(in(m, "doctors.csv"), "w"),
         *qpv = fopen(in(m, "qpv.csv"), "w");
    fputs("id,name,lon,lat,population\n", people);
    for (int i = 0; i < 12; i++)
        fprintf(people, "V%02d,Village %d,%.5f,50.5,%d\n", i, i, 2.5 + 0.0424 * i, i == 0 ? 5000 : 300 + 50 * i);
    fputs("id,n\nV00,4\nV06,1\n", doctors);
    fputs("code_qp,libelle,lon,lat,population,communes\nQP01,Quartier Nord,2.5,50.505,900,V00\nQP02,Quartier "
          "Sud,2.5,50.495,600,V00\n",
          qpv);
    fclose(people);
    fclose(doctors);
    fclose(qpv);
}

/* The number of a key after a word of a JSON text. */
static double number_after(const char *json, const char *word, const char *key)
{
    const char *at = strstr(json, word);
    at = at ? strstr(at, key) : NULL;
    at = at ? strchr(at, ':') : NULL;
    assert_non_null(at);
    return strtod(at + 1, NULL);
}

static void write_study(const made *m, const char *travel, const char *supply, const char *tours)
{
    char yaml[4096];
    snprintf(yaml, sizeof yaml,
             "title: line\nterritory: { all: true }\ncodes: any\ncrs: \"EPSG:2154\"\n"
             "sources:\n"
             "  communes:\n    - path: people.csv\n"
             "      columns: { insee_com: id, libelle: name, lon: lon, lat: lat, population: population }\n"
             "  qpv:\n    - { path: qpv.csv, columns: { lon: lon, lat: lat } }\n"
             "  supply:\n    - { path: doctors.csv, service: gp, columns: { insee_com: id, quantite: n } }\n%s"
             "travel: %s\n"
             "services:\n  - { name: gp, acts: 5400, acts_min: 0, acts_max: 1000000 }\n"
             "accessibility:\n  - { service: gp, measure: apl, decay: apl-2015 }\n"
             "tours:\n%s"
             "outputs: { geopackage: line.gpkg, report: line.html, workbook: line.xlsx }\n",
             supply, travel, tours);
    write_text(in(m, "study.yaml"), yaml);
}

static int set_up(void **state)
{
    made *m = malloc(sizeof *m);
    m->folder = make_folder();
    write_people(m);
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    made *m = *state;
    remove_folder(m->folder);
    free(m);
    return 0;
}

static mlg_status run(const made *m, mlg_error *err)
{
    char study[512], folder[512];
    snprintf(study, sizeof study, "%s/study.yaml", m->folder);
    snprintf(folder, sizeof folder, "%s", m->folder);
    mlg_run_options options = { .output_folder = folder, .overwrite = true, .threads = 2 };
    mlg_run_result result;
    mlg_status st = mlg_run(&result, study, &options, err);
    if (st == MLG_OK)
        mlg_run_result_release(&result);
    return st;
}

/* One number out of the study. */
static double ask(const made *m, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(in(m, "line.gpkg"), &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    double value = sqlite3_column_double(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return value;
}

static const char crow[] = "{ model: crow }";
static const char two_days[] = "  - { name: bus, iterations: 300, depot: Village 0, days: 2, reach_minutes: 0, "
                               "population_below: 2000, without: gp }\n";

/* Targets are the ten villages without a doctor (300 + 50 i, without V06: 350 to 850 but for 600) and both neighbourhoods: 6,000 - 600
 * + 1,500. People come from the stop itself only. A day of 7 hours from 8:30, sessions of 150 minutes, 25 more to set up and pack,
 * 45 for lunch: two sessions a day while the drives stay under 25 minutes. Neighbourhoods of one commune: one a week. */
static void targets_are_small_communes_without_a_doctor_and_neighbourhoods(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(m, crow, "", two_days);
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT cible FROM tournee_bilan"), 10 * 300 + 50 * (66 - 6) + 1500, 1e-9);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE code IN ('V00', 'V06')"), 0, 0);
    assert_near(ask(m, "SELECT capacite - 20 * nb_arrets FROM tournee_bilan"), 0, 0);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE nature = 'qpv'"), 1, 0);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE code = 'QP01' AND apport = 900"), 1, 0);
    assert_true(ask(m, "SELECT prouve FROM tournee_bilan") > 0);
    assert_near(ask(m, "SELECT sum(apport) FROM arret"), ask(m, "SELECT apport FROM tournee_bilan"), 1e-9);
    assert_near(ask(m, "SELECT sum(apport) - sum(habitants) FROM arret"), 0, 1e-9); /* nobody twice */
    assert_near(ask(m, "SELECT a_portee - apport FROM tournee_bilan"), 0, 1e-9);
}

/* Three days at one stop, village 1 (350 people, within reach of itself only): the second visit counts for half and the third for a
 * quarter of them in what the tour brings, 350 x 1.75 = 612.5; within reach stand 350 people, all the target, 100 % and no more. */
static void people_visited_several_times_stand_within_reach_once(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(m, crow, "",
                "  - { name: bus, iterations: 300, depot: V00, days: 3, reach_minutes: 0, stops: [communes], "
                "population_below: 400, commune_a_week: 3, repeats: [1, 0.5, 0.25] }\n");
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT nb_arrets FROM tournee_bilan"), 3, 0);
    assert_near(ask(m, "SELECT nb_lieux FROM tournee_bilan"), 1, 0);
    assert_near(ask(m, "SELECT cible FROM tournee_bilan"), 350, 1e-9);
    assert_near(ask(m, "SELECT apport FROM tournee_bilan"), 612.5, 1e-9);
    assert_near(ask(m, "SELECT a_portee FROM tournee_bilan"), 350, 1e-9);
    char *text = NULL;
    assert_ok(mlg_list(&text, in(m, "line.gpkg"), (const char *const[]){ "tournees", NULL }, MLG_JSON, &err),
              &err);
    assert_near(number_after(text, "bus", "part"), 100, 1e-9);
    mlg_free(text);
}

/* Hours as minutes of the day: each step starts when the one before ends. */
#define MINUTES(column) "(substr(" column ", 1, 2) * 60 + substr(" column ", 4, 2))"

static void a_driver_can_follow_the_timetable(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(m, crow, "", two_days);
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE " MINUTES("fin") " - " MINUTES("debut") " <> 150"), 0, 0);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE " MINUTES("debut") " - " MINUTES("arrivee") " < 15"), 0,
                0);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE " MINUTES("reprise") " - " MINUTES("fin") " < 10"), 0, 0);
    assert_near(ask(m, "SELECT count(*) FROM arret a JOIN arret b ON b.nom = a.nom AND b.unite = a.unite AND "
                       "b.jour = a.jour AND "
                       "b.ordre = a.ordre + 1 WHERE " MINUTES("a.reprise") " + b.route <> " MINUTES("b.arrivee")),
                0, 0);
    assert_near(ask(m, "SELECT count(*) FROM tournee t WHERE " MINUTES("retour") " > 8.5 * 60 + 420 OR " MINUTES(
                           "depart") " < 8.5 * 60"),
                0, 0);
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE abs(minutes_soin - 150 * nb_arrets) > 1e-9"), 0, 0);
    assert_true(ask(m, "SELECT min(km) FROM tournee") > 0);
}

/* The sessions written into a file of supply give, by a whole run, the APL that the first run foretold. */
static void a_plan_fed_back_as_supply_gives_the_access_it_foretold(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    static const char villages[] = "  - { name: bus, iterations: 300, depot: V00, days: 3, stops: [communes], "
                                   "acts: 30, weeks_per_year: 40 }\n";
    write_study(m, crow, "", villages);
    assert_ok(run(m, &err), &err);
    char command[1024];
    snprintf(command, sizeof command,
             "cd '%s' && mv line.gpkg first.gpkg && sqlite3 -csv -header first.gpkg \"SELECT code AS id, 30 * 40 "
             "* count(*) AS n FROM "
             "arret GROUP BY code\" > rounds.csv",
             m->folder);
    assert_int_equal(system(command), 0);
    write_study(m, crow,
                "    - { path: rounds.csv, service: gp, unit: actes, columns: { insee_com: id, quantite: n } }\n",
                villages);
    assert_ok(run(m, &err), &err);
    char sql[512];
    snprintf(sql, sizeof sql, "ATTACH '%s/first.gpkg' AS f", m->folder);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(in(m, "line.gpkg"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_stmt *stmt;
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT max(abs(c.apl - t.apl_apres)), max(t.apl_apres - t.apl_avant), count(*) FROM "
                           "acces_commune c JOIN f.tournee_acces t ON t.insee_com = c.insee_com",
                           -1, &stmt, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_near(sqlite3_column_double(stmt, 0), 0, 1e-12);
    assert_true(sqlite3_column_double(stmt, 1) > 0.1);
    assert_int_equal(sqlite3_column_int(stmt, 2), 12);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

/* The line of villages is a road with a bend: 3 km straight between villages, more by road. */
static void drives_and_lines_follow_roads(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    FILE *file = fopen(in(m, "road.osm"), "w");
    fputs("<osm version=\"0.6\">", file);
    for (int k = 0; k <= 22; k++)
        fprintf(file, "<node id=\"%d\" lon=\"%.5f\" lat=\"%.5f\"/>", k + 1, 2.5 + 0.0212 * k,
                k % 2 ? 50.51 : 50.5);
    for (int k = 0; k < 22; k++)
        fprintf(file, "<way id=\"%d\"><nd ref=\"%d\"/><nd ref=\"%d\"/><tag k=\"highway\" v=\"tertiary\"/></way>",
                k + 1, k + 1, k + 2);
    fputs("</osm>", file);
    fclose(file);
    write_study(m, "{ model: road, osm: road.osm }", "", two_days);
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT min(sur_route) FROM tournee"), 1, 0);
    /* a zigzag of half steps, 1,501 m along and 1,112 m across: 1.24 times the straight line */
    assert_true(ask(m, "SELECT max(km) FROM tournee") > 2 * 1.2 * 3);
}

/* Between villages 1 and 2, 1.5 km from each: people of both come within 4 minutes (2 + 1.4), and of nobody else. */
static void a_unit_may_stop_at_places_of_a_category(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_text(in(m, "sites.csv"), "code,lon,lat,insee_com\nP1,2.56360,50.5,V01\n");
    write_study(
        m, crow,
        "  sites:\n    - { path: sites.csv, category: parking, columns: { code: code, lon: lon, lat: lat } }\n",
        "  - { name: bus, iterations: 300, depot: V00, days: 1, stops: [parking], without: gp, reach_minutes: 4 "
        "}\n");
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE code = 'P1' AND nature = 'lieu'"), 1, 0);
    assert_near(ask(m, "SELECT apport FROM arret"), 350 + 400, 1e-9);
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, stops: [parking] }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "parking");
}

/* A point has no area to estimate people from: of two neighbourhoods one is left, then none. */
static void neighbourhoods_of_unknown_population_are_told(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    static const char bus[] = "  - { name: bus, iterations: 300, depot: Village 0, days: 1, stops: [qpv] }\n";
    write_text(
        in(m, "qpv.csv"),
        "code_qp,libelle,lon,lat,population,communes\nQP01,Nord,2.5,50.505,,V00\nQP02,Sud,2.5,50.495,600,V00\n");
    write_study(m, crow, "", bus);
    assert_ok(run(m, &err), &err);
    assert_near(
        ask(m, "SELECT count(*) FROM parametre WHERE nom = 'bus.quartiers_laisses' AND valeur = 'population de 1 "
               "quartier inconnue'"),
        1, 0);
    write_text(
        in(m, "qpv.csv"),
        "code_qp,libelle,lon,lat,population,communes\nQP01,Nord,2.5,50.505,,V00\nQP02,Sud,2.5,50.495,,V00\n");
    assert_fails(run(m, &err), MLG_DATA, &err, "no stop for 'bus': the population of 2 neighbourhoods is unknown");
}

/* Two units for two weeks hold more sessions than the thirteen stops need when a second visit counts for nothing. One day of two sessions
 * is full. Of the two neighbourhoods of the town one is visited, as a commune is once a week: the other would be of use. */
static void days_that_are_not_full_say_why(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(
        m, crow, "",
        "  - { name: tous, iterations: 300, depot: V00, units: 2, weeks: 2, reach_minutes: 0, repeats: [1] }\n"
        "  - { name: plein, iterations: 300, depot: V00, days: 1, reach_minutes: 0 }\n"
        "  - { name: reste, iterations: 300, depot: V00, days: 2, reach_minutes: 0, stops: [qpv] }\n");
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT count(*) FROM tournee_bilan WHERE nom = 'tous' AND constat = 'rien' AND "
                       "jours_libres > 0 AND nb_lieux = "
                       "13"),
                1, 0);
    assert_near(
        ask(m, "SELECT count(*) FROM tournee_bilan WHERE nom = 'plein' AND constat IS NULL AND jours_libres = 0"),
        1, 0);
    assert_near(ask(m, "SELECT count(*) FROM tournee_bilan WHERE nom = 'reste' AND constat = 'temps'"), 1, 0);
    /* and each day that has room: one of the second request has none, one of the third opens no other stop */
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE nom = 'tous' AND constat = 'rien'") +
                    ask(m, "SELECT count(*) FROM tournee WHERE nom = 'tous' AND constat IS NULL"),
                ask(m, "SELECT count(*) FROM tournee WHERE nom = 'tous'"), 0);
    assert_true(ask(m, "SELECT count(*) FROM tournee WHERE nom = 'tous' AND constat = 'rien'") > 0);
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE nom = 'plein' AND constat IS NOT NULL"), 0, 0);
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE nom = 'reste' AND constat = 'temps'"), 1, 0);
    /* village 1 is open on Monday, the ten others on Tuesday, which holds two of them: Monday has room and nobody to go to */
    char tours[2048];
    int used = snprintf(tours, sizeof tours,
                        "  - { name: lundi, iterations: 300, depot: V00, days: 2, reach_minutes: 0, stops: "
                        "[communes], population_below: 1000, "
                        "repeats: [1], openings: [");
    for (int i = 1; i < 12; i++)
        used += snprintf(tours + used, sizeof tours - (size_t)used, "%s{ stop: V%02d, days: [%d] }",
                         i > 1 ? ", " : "", i, i == 1 ? 1 : 2);
    snprintf(tours + used, sizeof tours - (size_t)used, "] }\n");
    write_study(m, crow, "", tours);
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE jour = 1 AND nb_arrets = 1 AND constat = 'ferme'"), 1,
                0);
    assert_near(ask(m, "SELECT count(*) FROM tournee WHERE jour = 2 AND constat IS NULL"), 1, 0);
}

/* Fifty doctors in each village: no consultation is missing, so that a round that gives consultations has nowhere to stop. */
static void a_round_without_stops_says_why(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    FILE *doctors = fopen(in(m, "doctors.csv"), "w");
    fputs("id,n\n", doctors);
    for (int i = 0; i < 12; i++)
        fprintf(doctors, "V%02d,50\n", i);
    fclose(doctors);
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, days: 2, aim: acts }\n");
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT nb_arrets FROM tournee_bilan"), 0, 0);
    assert_near(
        ask(m, "SELECT count(*) FROM tournee_bilan WHERE constat = 'cible' AND capacite = 0 AND jours_libres = 2"),
        1, 0);
}

/* QP01 lies in the town alone, a third one half in the town and half in village 1. */
static void rounds_change_the_access_of_neighbourhoods(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_text(in(m, "qpv.csv"), "code_qp,libelle,lon,lat,population,communes\nQP01,Nord,2.5,50.505,900,V00\n"
                                 "QP03,Est,2.52,50.5,400,V00 V01\n");
    write_study(m, crow, "",
                "  - { name: bus, iterations: 300, depot: V00, days: 3, stops: [communes], acts: 30, "
                "weeks_per_year: 40 }\n");
    assert_ok(run(m, &err), &err);
    char *text = NULL;
    assert_ok(
        mlg_list(&text, in(m, "line.gpkg"), (const char *const[]){ "tournee_acces_qpv", NULL }, MLG_JSON, &err),
        &err);
    double town[2] = { ask(m, "SELECT apl_avant FROM tournee_acces WHERE insee_com = 'V00'"),
                       ask(m, "SELECT apl_apres FROM tournee_acces WHERE insee_com = 'V00'") },
           next[2] = { ask(m, "SELECT apl_avant FROM tournee_acces WHERE insee_com = 'V01'"),
                       ask(m, "SELECT apl_apres FROM tournee_acces WHERE insee_com = 'V01'") };
    assert_true(town[1] > town[0]);
    assert_near(number_after(text, "QP01", "apl_avant"), town[0], 1e-9);
    assert_near(number_after(text, "QP01", "apl_apres"), town[1], 1e-9);
    assert_near(number_after(text, "QP03", "apl_avant"), (town[0] + next[0]) / 2, 1e-9);
    assert_near(number_after(text, "QP03", "apl_apres"), (town[1] + next[1]) / 2, 1e-9);
    mlg_free(text);
}

static void impossible_asks_are_refused(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: Nowhere }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "no commune is named 'Nowhere'");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, session_minutes: 600 }\n");
    assert_fails(run(m, &err), MLG_DATA, &err, "none of the");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, minutes_per_day: 0 }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "'minutes_per_day' is '0'; it must be above 0");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, start: 25 }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "'start' is '25'; it must be an hour");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, depots: [V00, V01] }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "'depots' cannot be combined with 'depot'");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, repeats: [0.5, 1] }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "'repeats' is 1 after 0.5; no value may exceed the one before it");
    write_study(m, crow, "", "  - { name: bus, iterations: 300, depot: V00, fixed: [ { stop: V99, day: 1 } ] }\n");
    assert_fails(run(m, &err), MLG_INPUT, &err, "'V99' is not a stop of 'bus'");
    write_study(
        m, crow, "",
        "  - { name: bus, iterations: 300, depot: V00, fixed: [ { stop: V01, day: 1, start: \"06:00\" } ] }\n");
    assert_fails(run(m, &err), MLG_DATA, &err,
                 "fixed visit 1: day 1 of unit 1 is too short for stop V01 Village 1, even alone");
    write_study(
        m, crow, "",
        "  - { name: bus, iterations: 300, depot: V00, fixed: [ { stop: V02, day: 1 }, { stop: V02, day: 1 } ] "
        "}\n");
    assert_fails(run(m, &err), MLG_DATA, &err, "fixed visit 2: stop V02 Village 2 is visited on day 1 already");
}

static void fixed_visits_and_market_days_hold(void **state)
{
    const made *m = *state;
    mlg_error err = { 0 };
    write_study(m, crow, "",
                "  - name: bus\n    iterations: 300\n    depots: [V00, V05]\n    stops: [communes]\n    without: "
                "gp\n    every_weeks: "
                "2\n    weeks: 2\n    days: 4\n"
                "    openings: [ { stop: V03, days: [3], from: \"08:00\", to: \"12:30\" } ]\n"
                "    fixed: [ { stop: V08, day: 2, unit: 2, start: \"10:00\" } ]\n");
    assert_ok(run(m, &err), &err);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE code = 'V03' AND (jour <> 3 OR fin > '12:30')"), 0, 0);
    assert_near(ask(m, "SELECT count(*) FROM arret WHERE code = 'V08' AND semaine = 1 AND jour = 2 AND unite = 2 "
                       "AND debut = '10:00'"),
                1, 0);
    assert_near(ask(m, "SELECT manques FROM tournee_bilan"), 0, 0);
    assert_near(ask(m, "SELECT count(DISTINCT code) FROM arret"), 10, 0);
    assert_near(ask(m, "SELECT max(n) FROM (SELECT count(*) AS n FROM arret GROUP BY code, semaine)"), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(targets_are_small_communes_without_a_doctor_and_neighbourhoods, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(people_visited_several_times_stand_within_reach_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_driver_can_follow_the_timetable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_fed_back_as_supply_gives_the_access_it_foretold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(drives_and_lines_follow_roads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_unit_may_stop_at_places_of_a_category, set_up, tear_down),
        cmocka_unit_test_setup_teardown(neighbourhoods_of_unknown_population_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_that_are_not_full_say_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_round_without_stops_says_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rounds_change_the_access_of_neighbourhoods, set_up, tear_down),
        cmocka_unit_test_setup_teardown(impossible_asks_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fixed_visits_and_market_days_hold, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
