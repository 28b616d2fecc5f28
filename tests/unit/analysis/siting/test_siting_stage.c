/* Siting requests from a study file to its tables: every model, candidate sets and filters, what is said to change. */
#include "support.h"

#include "adapters/solver.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALL SOURCE_DIR "/tests/studies/small"

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

/* Runs the small study with these siting requests, and more supply when `supply` is a row of a table of doctors. */
static mlg_status run(const char *folder, const char *requests, const char *supply, mlg_error *err)
{
    char command[4096], path[1024];
    snprintf(path, sizeof path, "%s", in_folder(folder, "requests"));
    write_text(path, requests);
    if (supply)
        write_text(in_folder(folder, "more.csv"), supply);
    snprintf(
        command, sizeof command,
        "cp %s/*.csv '%s' 2>/dev/null; cd '%s'; rm -f small.*; "
        "awk '/^siting:/ { while ((getline line < \"requests\") > 0) print line; next } /name: antennes/ { next } "
        "/^  income:/ && %d { print \"  indicators:\\n    - { path: loyers.csv, indicator: loyer, unit: EUR }\" } "
        "/columns: . insee_com: codgeo/ && %d { print; sub(\"medecins.csv\", \"more.csv\"); print; next } "
        "/report:|workbook:|tables:/ { next } { print }' %s/study.yaml > study.yaml",
        SMALL, folder, folder, strstr(requests, "cost_indicator") != NULL, supply != NULL, SMALL);
    assert_int_equal(system(command), 0);
    mlg_run_result result;
    mlg_run_options options = { .overwrite = true };
    mlg_status st = mlg_run(&result, in_folder(folder, "study.yaml"), &options, err);
    if (st == MLG_OK)
        mlg_run_result_release(&result);
    return st;
}

static double number(const char *folder, const char *sql)
{
    char command[8192], line[64] = "";
    snprintf(command, sizeof command, "sqlite3 '%s/small.gpkg' \"%s\"", folder, sql);
    FILE *pipe = popen(command, "r");
    if (!fgets(line, sizeof line, pipe))
        line[0] = '\0';
    assert_int_equal(pclose(pipe), 0);
    return line[0] && line[0] != '\n' ? strtod(line, NULL) : (double)NAN;
}

static const char every_model[] =
    "siting:\n"
    "  - { name: med, model: p-median, existing: csipa, sites: 2 }\n"
    "  - { name: centre, model: p-center, existing: csipa, sites: 1 }\n"
    "  - { name: tous, model: lscp, existing: csipa, minutes: 8 }\n"
    "  - { name: couvre, model: mclp, existing: csipa, sites: 1, minutes: 8 }\n"
    "  - { name: graduel, model: mclp-gradual, existing: csipa, sites: 1, full_minutes: 5, minutes: 10 }\n"
    "  - { name: pire, model: max-min, sites: 1 }\n"
    "  - { name: seuil, model: persons-over, sites: 2, threshold: 3 }\n"
    "  - { name: f1, model: fgt1, sites: 2, doctors_per_site: 1 }\n"
    "  - { name: f2, model: fgt2, doctors: 3 }\n"
    "  - { name: egal, model: maep, sites: 2 }\n";

/* The balance of each request is what its assignment adds up to. */
static void every_model_answers_and_its_balance_adds_up(void **state)
{
    mlg_error err;
    assert_ok(run(*state, every_model, NULL, &err), &err);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE prouve"), 10, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE (apres - avant) * (sens = 'max') < 0 OR (avant - apres) * "
               "(sens = 'min' AND modele <> 'lscp') < 0 OR abs(borne - apres) > 1e-6 * (1 + abs(apres))"),
        0, 0);
    assert_near(
        number(*state,
               "SELECT max(abs(b.couverts_apres - (SELECT sum(l.population) FROM affectation f JOIN lieu l "
               "USING (code) WHERE f.nom = b.nom AND f.minutes <= b.minutes))) FROM site_bilan b"),
        0, 1e-6);
    assert_near(number(*state, "SELECT max(abs(b.trajet_apres - (SELECT sum(l.population * f.minutes) / "
                               "sum(CASE WHEN f.minutes IS NOT NULL THEN l.population END) FROM affectation f "
                               "JOIN lieu l USING (code) WHERE f.nom = b.nom))) "
                               "FROM site_bilan b"),
                0, 1e-9);
    assert_near(
        number(*state,
               "SELECT max(abs(b.desert_apres - (SELECT coalesce(sum(l.population), 0) FROM affectation f JOIN "
               "lieu l USING (code) WHERE f.nom = b.nom AND f.apl < b.seuil))) FROM site_bilan b"),
        0, 1e-6);
    assert_near(number(*state, "SELECT apres - trajet_apres FROM site_bilan WHERE nom = 'med'"), 0, 1e-9);
    assert_near(number(*state, "SELECT apres - couverts_apres FROM site_bilan WHERE nom = 'couvre'"), 0, 0);
    assert_near(number(*state, "SELECT apres - nb_sites FROM site_bilan WHERE nom = 'tous'"), 0, 0);
    assert_near(
        number(*state,
               "SELECT apres - (SELECT max(minutes) FROM affectation WHERE nom = 'centre') FROM site_bilan "
               "WHERE nom = 'centre'"),
        0, 1e-9);
    assert_near(number(*state, "SELECT apres - apl_min_apres FROM site_bilan WHERE nom = 'pire'"), 0, 1e-9);
    assert_near(number(*state, "SELECT sum(medecins) FROM site WHERE nom = 'f2'"), 3, 1e-9);
    assert_near(number(*state, "SELECT count(*) FROM site_variante WHERE perte < -1e-9"), 0, 0);
    assert_true(number(*state, "SELECT count(*) FROM site_variante WHERE nom = 'couvre'") > 0);
}

static const char other_models[] =
    "siting:\n"
    "  - { name: medcap, model: p-median-capacity, sites: 3, capacity: 5000 }\n"
    "  - { name: couvcap, model: mclp-capacity, sites: 1, minutes: 8, capacity: 3000 }\n"
    "  - { name: touscap, model: lscp-capacity, minutes: 8, capacity: 5000, whole: true }\n"
    "  - { name: centrecap, model: p-center-capacity, sites: 3, capacity: 5000 }\n"
    "  - { name: deux, model: mclp-backup, sites: 2, minutes: 8, existing: csipa, backup: 0.25 }\n"
    "  - { name: tousdeux, model: lscp-backup, minutes: 8, existing: csipa }\n"
    "  - { name: budget, model: mclp-budget, minutes: 5, budget: 100, site_cost: 60, costs: [ { code: \"01002\", "
    "cost: 101 } ] }\n"
    "  - { name: avancees, model: consultations, minutes: 5, half_days: 8 }\n"
    "  - { name: equitable, model: consultations-fair, half_days: 9 }\n"
    "  - { name: front, model: pareto, sites: 3, minutes: 5, existing: csipa }\n"
    "  - { name: partage, model: pareto-equity, sites: 3, minutes: 5, threshold: 4 }\n"
    "  - { name: moindre, model: fgt1, sites: 3, threshold: 4 }\n";

static void capacities_budgets_and_consultations_add_up(void **state)
{
    mlg_error err;
    if (!mlg_solver_available()) {
        printf("skipped: built without the solver\n");
        return;
    }
    assert_ok(run(*state, other_models, NULL, &err), &err);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE NOT prouve AND nom <> 'equitable'"), 0, 0);
    assert_near(number(*state, "SELECT apres FROM site_bilan WHERE nom = 'couvcap'"), 3000, 1e-6);
    assert_near(
        number(*state,
               "SELECT sum(gain) - (SELECT sum(population) FROM lieu WHERE perimetre) FROM site WHERE nom = "
               "'medcap'"),
        0, 1e-3);
    assert_near(number(*state, "SELECT max(gain) FROM site WHERE nom IN ('medcap', 'touscap')"), 5000, 5000);
    assert_near(number(*state, "SELECT max(gain) <= 5000.001 AND count(*) <= 3 FROM site WHERE nom = 'centrecap'"),
                1, 0);
    assert_near(
        number(*state,
               "SELECT apres - 1.25 * couverts_apres <= 0 AND apres >= couverts_apres FROM site_bilan WHERE nom "
               "= 'deux'"),
        1, 0);
    assert_near(number(*state, "SELECT couverts_apres FROM site_bilan WHERE nom = 'tousdeux'"), 12112, 0);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'budget' AND code <> '01002'"), 1, 0);
    assert_near(number(*state, "SELECT sum(medecins) FROM site WHERE nom = 'avancees'"), 8 / 9.0, 1e-9);
    assert_near(number(*state, "SELECT sum(medecins) FROM site WHERE nom = 'equitable'"), 1, 1e-9);
    assert_near(
        number(
            *state,
            "SELECT count(*) FROM site_front a JOIN site_front b WHERE a.nb_sites = b.nb_sites AND a.id <> b.id "
            "AND a.couverts >= b.couverts AND a.plus_long <= b.plus_long"),
        0, 0);
    assert_near(
        number(*state,
               "SELECT max(couverts) - (SELECT apres FROM site_bilan WHERE nom = 'front') FROM site_front"),
        0, 0);
    assert_near(
        number(
            *state,
            "SELECT count(*) FROM site_equite a JOIN site_equite b WHERE a.nb_sites = b.nb_sites AND a.id <> b.id "
            "AND a.couverts >= b.couverts AND a.manque <= b.manque"),
        0, 0);
    assert_near(
        number(*state,
               "SELECT max(couverts) - (SELECT apres FROM site_bilan WHERE nom = 'partage') FROM site_equite"),
        0, 0);
    assert_near(
        number(*state,
               "SELECT min(manque) - (SELECT apres FROM site_bilan WHERE nom = 'moindre') FROM site_equite"),
        0, 1e-6);
    assert_near(number(*state, "SELECT manque - (SELECT avant FROM site_bilan WHERE nom = 'moindre') FROM "
                               "site_equite WHERE nb_sites = 0"),
                0, 1e-9);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_equite WHERE gini IS NULL OR gini < 0 OR gini > 1 OR NOT prouve"),
        0, 0);
}

/* Two and three communes far from one another, against all pairs and triples: their times are those that p-medians of one forced site
 * write. With a standing site, its distance counts. */
static void far_apart_is_far_by_the_times_of_other_models(void **state)
{
    static const char times[] =
        "WITH t AS (SELECT substr(nom, 4) AS a, code AS b, minutes FROM affectation WHERE nom LIKE 'de-%'), "
        "d AS (SELECT x.a, x.b, min(x.minutes, y.minutes) AS m FROM t x JOIN t y ON y.a = x.b AND y.b = "
        "x.a WHERE x.a <> x.b) ";
    char sql[1024];
    mlg_error err;
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: deux, model: p-dispersion, sites: 2 }\n"
                  "  - { name: trois, model: p-dispersion, sites: 3 }\n"
                  "  - { name: autre, model: p-dispersion, sites: 1, existing: csipa }\n"
                  "  - { name: de-01001, model: p-median, sites: 1, forced: [\"01001\"] }\n"
                  "  - { name: de-01002, model: p-median, sites: 1, forced: [\"01002\"] }\n"
                  "  - { name: de-01003, model: p-median, sites: 1, forced: [\"01003\"] }\n"
                  "  - { name: de-01004, model: p-median, sites: 1, forced: [\"01004\"] }\n"
                  "  - { name: de-01005, model: p-median, sites: 1, forced: [\"01005\"] }\n"
                  "  - { name: de-2A004, model: p-median, sites: 1, forced: [\"2A004\"] }\n",
                  NULL, &err),
              &err);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE modele = 'p-dispersion' AND prouve AND avant IS NULL"),
        3, 0);
    snprintf(sql, sizeof sql, "%sSELECT max(m) - (SELECT apres FROM site_bilan WHERE nom = 'deux') FROM d", times);
    assert_near(number(*state, sql), 0, 1e-9);
    snprintf(sql, sizeof sql,
             "%sSELECT max(min(x.m, y.m, z.m)) - (SELECT apres FROM site_bilan WHERE nom = 'trois') FROM d x JOIN "
             "d y ON "
             "x.b = y.a JOIN d z ON z.a = y.b AND z.b = x.a",
             times);
    assert_near(number(*state, sql), 0, 1e-9);
    assert_near(
        number(*state,
               "SELECT count(DISTINCT nom) FROM site s WHERE (SELECT min(gain) FROM site t WHERE t.nom = s.nom) "
               "= (SELECT apres FROM site_bilan b WHERE b.nom = s.nom) AND nom IN ('deux', 'trois', 'autre')"),
        3, 0);
    assert_near(number(*state, "SELECT apres > 0 FROM site_bilan WHERE nom = 'autre'"), 1, 0);
}

/* A large house counts for what it can serve, and a standing one that is full for nothing. */
static void each_site_has_its_own_capacity(void **state)
{
    mlg_error err;
    if (!mlg_solver_available()) {
        printf("skipped: built without the solver\n");
        return;
    }
    assert_ok(
        run(*state,
            "siting:\n"
            "  - { name: grand, model: mclp-capacity, sites: 1, minutes: 8, capacity: 100, capacities: [ { code: "
            "\"01003\", capacity: 1500 } ] }\n"
            "  - { name: petit, model: mclp-capacity, sites: 1, minutes: 8, capacity: 1500, capacities: [ { code: "
            "\"01003\", capacity: 0 } ] }\n"
            "  - { name: plein, model: mclp-capacity, sites: 1, minutes: 8, existing: csipa, capacity: 1500, "
            "capacities: [ { code: antenne-1, capacity: 0 } ] }\n"
            "  - { name: libre, model: mclp-capacity, sites: 1, minutes: 8, existing: csipa, capacity: 1500 }\n",
            NULL, &err),
        &err);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'grand' AND code = '01003'"), 1, 0);
    assert_near(number(*state, "SELECT apres FROM site_bilan WHERE nom = 'grand'"), 1500, 1e-6);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'petit' AND code = '01003'"), 0, 0);
    assert_near(number(*state, "SELECT avant FROM site_bilan WHERE nom = 'plein'"), 0, 1e-6);
    assert_near(number(*state, "SELECT avant FROM site_bilan WHERE nom = 'libre'"), 1500, 1e-6);
    assert_near(number(*state, "SELECT apres FROM site_bilan WHERE nom = 'libre'"), 3000, 1e-6);
}

/* Rents of 10 everywhere but 25 in 01001 and 40 in 01002, none told in 01005: 12 by site_cost. The sites chosen cost what they
 * are said to, and one more would pass the budget or bring nothing. */
static void costs_come_from_a_source_by_commune(void **state)
{
    mlg_error err;
    static const char rents[] = "insee_com,valeur\n01001,25\n01002,40\n01003,10\n01004,10\n2A004,10\n";
    write_text(in_folder(*state, "loyers.csv"), rents);
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: vingt, model: p-median-budget, budget: 20, cost_indicator: loyer, site_cost: 12 }\n"
                  "  - { name: un, model: p-median-budget, budget: 100, sites: 1, cost_indicator: loyer, "
                  "site_cost: 12 }\n"
                  "  - { name: seul, model: p-median, sites: 1 }\n"
                  "  - { name: cher, model: p-median-budget, budget: 9, cost_indicator: loyer, site_cost: 12 }\n"
                  "  - { name: couvre, model: mclp-budget, minutes: 5, budget: 39, cost_indicator: loyer, "
                  "site_cost: 12, costs: [ { code: \"01001\", cost: 40 } ] }\n",
                  NULL, &err),
              &err);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'vingt' AND code IN ('01001', '01002')"), 0,
                0);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'vingt'"), 2, 0);
    assert_near(number(*state, "SELECT apres - trajet_apres FROM site_bilan WHERE nom = 'vingt'"), 0, 1e-9);
    assert_near(
        number(*state,
               "SELECT a.apres - b.apres FROM site_bilan a, site_bilan b WHERE a.nom = 'un' AND b.nom = 'seul'"),
        0, 1e-9);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'cher'"), 0, 0);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE nom = 'cher' AND constat = 'effet'"), 1, 0);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'couvre' AND code IN ('01001', '01002')"), 0,
                0);
    assert_fails(run(*state,
                     "siting:\n  - { name: a, model: p-median-budget, budget: 20, cost_indicator: loyer }\n", NULL,
                     &err),
                 MLG_DATA, &err, "candidate 01005 has no cost of 0 or more under 'loyer'");
    assert_fails(run(*state, "siting:\n  - { name: a, model: mclp-budget, budget: 20, cost_indicator: loyers }\n",
                     NULL, &err),
                 MLG_INPUT, &err, "no figure is named 'loyers'");
    assert_fails(run(*state, "siting:\n  - { name: a, model: p-median-budget, budget: 20 }\n", NULL, &err),
                 MLG_INPUT, &err, "site_cost");
}

/* Access with an antenna is what the access stage finds when its doctors are among the supply. */
static void the_access_said_is_that_of_the_doctors_added(void **state)
{
    static const char one[] = "siting:\n  - { name: a, model: fgt1, sites: 1, doctors_per_site: 2, threshold: 4, "
                              "forced: [\"01003\"] }\n";
    mlg_error err;
    assert_ok(run(*state, one, NULL, &err), &err);
    double said[3], today = number(*state, "SELECT apl FROM acces_commune WHERE insee_com = '01003'");
    static const char *const places[] = { "01003", "2A004", "01001" };
    char sql[256];
    for (int i = 0; i < 3; i++) {
        snprintf(sql, sizeof sql, "SELECT apl FROM affectation WHERE code = '%s'", places[i]);
        said[i] = number(*state, sql);
    }
    assert_true(said[0] > today + 0.1);
    assert_ok(run(*state, one, "codgeo;nb_medg\n01003;2\n", &err), &err);
    for (int i = 0; i < 3; i++) {
        snprintf(sql, sizeof sql, "SELECT apl FROM acces_commune WHERE insee_com = '%s'", places[i]);
        assert_near(number(*state, sql), said[i], 1e-9);
    }
}

static void candidates_are_those_asked_for(void **state)
{
    mlg_error err;
    assert_ok(
        run(*state,
            "siting:\n"
            "  - { name: sans, model: p-median, sites: 1, only: [without-gp] }\n"
            "  - { name: petites, model: p-median, sites: 2, only: [under-2000, rural] }\n"
            "  - { name: volontaires, model: mclp, sites: 1, volunteers: [\"01004\", \"01005\"], minutes: 8 }\n"
            "  - { name: interdit, model: p-median, sites: 1, forbidden: [\"01002\"] }\n"
            "  - { name: impose, model: p-median, sites: 2, forced: [\"01004\"] }\n"
            "  - { name: lieux, model: p-median, sites: 1, candidates: urgences }\n"
            "  - { name: manque, model: mclp, sites: 1, demand: unmet, threshold: 4, minutes: 5 }\n"
            "  - { name: aucun, model: p-median, sites: 0, existing: csipa }\n"
            "  - { name: partout, model: p-median, sites: 6 }\n",
            NULL, &err),
        &err);
    assert_near(
        number(*state, "SELECT count(*) FROM site WHERE nom = 'sans' AND code IN ('01003', '01005', '2A004')"), 1,
        0);
    assert_near(
        number(*state, "SELECT count(*) FROM site WHERE nom = 'petites' AND code IN ('01003', '01004', '01005')"),
        2, 0);
    assert_near(
        number(*state, "SELECT count(*) FROM site WHERE nom = 'volontaires' AND code IN ('01004', '01005')"), 1,
        0);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'interdit' AND code <> '01002'"), 1, 0);
    assert_near(number(*state, "SELECT force FROM site WHERE nom = 'impose' AND code = '01004'"), 1, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site WHERE nom = 'lieux' AND code = '010000001' AND insee_com = '01002'"),
        1, 0);
    assert_near(
        number(*state,
               "SELECT apres - (SELECT sum(round((4 - f.apl_avant) * l.pop_std)) FROM affectation f JOIN lieu l "
               "USING (code) WHERE f.nom = 'manque' AND f.minutes <= 5 AND f.apl_avant < 4) FROM site_bilan "
               "WHERE nom = 'manque'"),
        0, 0);
    assert_near(number(*state, "SELECT avant - apres FROM site_bilan WHERE nom = 'aucun'"), 0, 0);
    assert_near(number(*state, "SELECT apres FROM site_bilan WHERE nom = 'partout'"), 0, 0);
}

static const char nothing[] =
    "siting:\n"
    "  - { name: seuil, model: persons-over, sites: 2, threshold: 0.01 }\n"
    "  - { name: manque, model: fgt1, sites: 1, threshold: 0.01 }\n"
    "  - { name: demande, model: mclp, sites: 2, demand: unmet, threshold: 0.01 }\n"
    "  - { name: couverts, model: mclp, sites: 2, existing: csipa, minutes: 60 }\n"
    "  - { name: tous, model: lscp, existing: csipa, minutes: 60 }\n"
    "  - { name: impose, model: persons-over, sites: 2, threshold: 0.01, forced: [\"01003\"] }\n";

/* Nobody is under 0.01 consultations, nobody lacks any, and everybody is within an hour: no site is proposed, and it is said why. */
static void nothing_to_gain_is_said_and_nothing_is_proposed(void **state)
{
    mlg_error err;
    assert_ok(run(*state, nothing, NULL, &err), &err);
    assert_near(number(*state, "SELECT count(*) FROM site"), 1, 0);
    assert_near(number(*state, "SELECT count(*) FROM site WHERE nom = 'impose' AND code = '01003'"), 1, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE constat = 'seuil' AND nom IN ('seuil', 'manque', 'impose')"),
        3, 0);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE constat = 'demande' AND nom = 'demande'"), 1,
                0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE constat = 'couverts' AND nom IN ('couverts', 'tous')"),
        2, 0);
}

/* One site within an hour of all does as well as three. Of the six that do, the one taken is the 1-median, whose mean time is least;
 * the same holds of the thresholds of access and of the longest time when all are reached. */
static void fewer_sites_are_proposed_when_they_do_as_well(void **state)
{
    mlg_error err;
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: un, model: p-median, sites: 1 }\n"
                  "  - { name: trois, model: mclp, sites: 3, minutes: 60 }\n"
                  "  - { name: sans-liste, model: mclp, sites: 3, minutes: 60, alternatives: 0 }\n"
                  "  - { name: graduel, model: mclp-gradual, sites: 2, full_minutes: 59, minutes: 60 }\n"
                  "  - { name: front, model: pareto, sites: 2, minutes: 60 }\n",
                  NULL, &err),
              &err);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE nom <> 'un' AND nb_sites = 1 AND constat = 'suffit'"),
        4, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site a JOIN site b ON a.code = b.code WHERE a.nom = 'un' AND b.nom <> 'un'"),
        4, 0);
    assert_near(
        number(*state,
               "SELECT ex_aequo FROM site_bilan WHERE nom = 'trois' AND ex_aequo_tous AND departage = 'prouve'"),
        5, 0);
    assert_near(number(*state, "SELECT count(*) FROM site_variante WHERE nom = 'trois' AND perte = 0"), 5, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE nom = 'un' AND constat IS NULL AND departage IS NULL"),
        1, 0);
}

/* The existing site is in 01002. Sites are chosen so that access ties; the choice is that of brute force over the sets listed. */
static void ties_of_access_are_broken_among_the_sets_listed(void **state)
{
    mlg_error err;
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: seuil, model: persons-over, existing: csipa, sites: 1, threshold: 2, "
                  "doctors_per_site: 9 }\n"
                  "  - { name: voulu, model: persons-over, existing: csipa, sites: 1, threshold: 2, "
                  "doctors_per_site: 9, alternatives: 9 }\n",
                  NULL, &err),
              &err);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE ex_aequo > 0 AND departage IS NULL"), 0, 0);
    assert_near(number(*state,
                       "SELECT count(*) FROM site_variante v JOIN site_bilan b USING (nom) WHERE v.perte = 0 AND "
                       "v.rapproches > round(b.rapproches)"),
                0, 0);
}

/* No existing site: what was before is not known, and is not an hour for everybody. Within 3 min of a site for some only: the mean is
 * that of those who reach one, and neither the objective before nor the longest time is a figure. */
static void what_is_not_known_of_times_is_left_empty(void **state)
{
    mlg_error err;
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: aucun, model: p-median, sites: 1 }\n"
                  "  - { name: acces, model: persons-over, sites: 1, threshold: 3 }\n"
                  "  - { name: couvre, model: mclp, sites: 1, minutes: 5 }\n"
                  "  - { name: court, model: p-median, existing: csipa, sites: 1, minutes: 2, max_minutes: 3 }\n"
                  "  - { name: loin, model: p-center, existing: csipa, sites: 1, minutes: 2, max_minutes: 3 }\n",
                  NULL, &err),
              &err);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE sites_avant = 0 AND (trajet_avant IS NOT "
                               "NULL OR couverts_avant "
                               "IS NOT NULL OR rapproches IS NOT NULL OR non_desservis_avant IS NOT NULL)"),
                0, 0);
    assert_near(
        number(*state, "SELECT count(*) FROM site_bilan WHERE nom IN ('aucun', 'couvre') AND avant IS NULL"), 2,
        0);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE nom = 'acces' AND avant IS NOT NULL"), 1, 0);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE nom = 'court' AND avant IS NULL AND "
                               "non_desservis_avant > 0 AND "
                               "trajet_avant < 3"),
                1, 0);
    assert_near(number(*state, "SELECT count(*) FROM site_bilan WHERE trajet_apres >= 60 OR trajet_avant >= 60"),
                0, 0);
    assert_near(
        number(*state,
               "SELECT count(*) FROM site_bilan WHERE nom = 'court' AND non_desservis > 0 AND unite = 'minutes'"),
        0, 0);
}

/* Inhabitants for a doctor in a catchment count the doctors of today: all go to the one site of the last request, so that its ratio is
 * that of the territory with 2 doctors more. */
static void sites_are_realistic_when_that_is_asked(void **state)
{
    mlg_error err;
    assert_ok(run(*state,
                  "siting:\n"
                  "  - { name: grandes, model: p-median, sites: 1, min_population: 2500 }\n"
                  "  - { name: bourgs, model: p-median, sites: 1, only: [town-centre] }\n"
                  "  - { name: trop, model: fgt1, sites: 1, threshold: 9, minutes: 60, doctors_per_site: 40 }\n",
                  NULL, &err),
              &err);
    assert_near(number(*state, "SELECT min(c.population) >= 2500 FROM site s JOIN commune c USING (insee_com) "
                               "WHERE s.nom = 'grandes'"),
                1, 0);
    assert_near(
        number(
            *state,
            "SELECT count(*) FROM site s JOIN commune c USING (insee_com) WHERE s.nom = 'bourgs' AND c.densite IN "
            "(1, 2, 3, 5)"),
        1, 0);
    assert_near(
        number(
            *state,
            "SELECT desservis / par_medecin - (SELECT sum(quantite) FROM offre o JOIN commune c USING (insee_com) "
            "WHERE service = 'gp' AND perimetre) FROM site WHERE nom = 'trop'"),
        40, 1e-6);
    assert_fails(
        run(*state, "siting:\n  - { name: a, model: p-median, sites: 1, min_population: 1e9 }\n", NULL, &err),
        MLG_DATA, &err, "only 0 candidates are free");
}

/* A name of 160 letters: no convention of the request is recorded under a shortened one. */
static void long_names_are_kept_whole(void **state)
{
    mlg_error err;
    char name[161], requests[512], sql[512];
    memset(name, 'x', 160);
    name[160] = '\0';
    snprintf(requests, sizeof requests, "siting:\n  - { name: %s, model: mclp, sites: 1, minutes: 8 }\n", name);
    assert_ok(run(*state, requests, NULL, &err), &err);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM parametre WHERE etape = 'siting' AND nom IN ('%s.candidats', "
             "'%s.candidats_libres')",
             name, name);
    assert_near(number(*state, sql), 2, 0);
    assert_near(number(*state, "SELECT count(*) FROM parametre WHERE etape = 'siting' AND nom LIKE 'xxx%' AND "
                               "substr(nom, 161, 1) <> '.'"),
                0, 0);
}

static void what_cannot_be_is_said_where_it_is_asked(void **state)
{
    static const struct {
        const char *request, *message;
        mlg_status status;
    } cases[] = {
        { "{ name: a, model: p-median, sites: 9 }",
          "asked for 9 new sites, but only 6 candidates are free: 3 too many", MLG_DATA },
        { "{ name: a, model: p-median, sites: 1, forced: [\"01001\", \"01002\"] }", "2 are forced: 1 too few",
          MLG_DATA },
        { "{ name: a, model: fgt1, sites: 1, forced: [\"01001\", \"01002\"] }", "2 are forced: 1 too few",
          MLG_DATA },
        { "{ name: a, model: mclp, sites: 1, forced: [\"62119\"] }", "no candidate has the code '62119'",
          MLG_INPUT },
        { "{ name: a, model: mclp, sites: 1, volunteers: [\"x\"] }", "no candidate has the code 'x'", MLG_INPUT },
        { "{ name: a, model: mclp, sites: 1, candidates: gares }", "no facility has the category 'gares'",
          MLG_INPUT },
        { "{ name: a, model: max-min, sites: 1, service: pharmacy }", "needs access to 'pharmacy'", MLG_INPUT },
        { "{ name: a, model: p-median-capacity, sites: 2, capacity: 3000 }",
          "12112 persons to serve, room for 6000, 6112 short", MLG_DATA },
        { "{ name: a, model: p-median, sites: 2, budget: 9, site_cost: 1 }",
          "a 'budget' bounds mclp-budget and p-median-budget, not 'p-median'", MLG_INPUT },
        { "{ name: a, model: mclp-budget, budget: 9, site_cost: 1, costs: [ { code: x, cost: 2 } ] }",
          "no candidate has the code 'x'", MLG_INPUT },
        { "{ name: a, model: mclp-capacity, sites: 1, capacity: 9, capacities: [ { code: x, capacity: 2 } ] }",
          "no candidate has the code 'x'", MLG_INPUT },
        { "{ name: a, model: mclp-capacity, sites: 1, existing: csipa, capacity: 9, capacities: [ { code: x, "
          "capacity: 2 } ] }",
          "no candidate and no existing site has the code 'x'", MLG_INPUT },
        { "{ name: a, model: lscp-capacity, minutes: 6, capacity: 1500, whole: true }",
          "demand point 01001 Aubry has 2000 persons, and no site that reaches it holds more than 1500: 500 too "
          "many",
          MLG_DATA },
        { "{ name: a, model: p-median-capacity, sites: 5, capacity: 4100, whole: true }",
          "demand point 01002 Brias has 4140 persons, and no site that reaches it holds more than 4100: 40 too "
          "many",
          MLG_DATA },
        { "{ name: a, model: mclp, sites: 1, candidates: cells }", "only 0 candidates are free: 1 too many",
          MLG_DATA },
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        mlg_error err;
        char request[512];
        snprintf(request, sizeof request, "siting:\n  - %s\n", cases[c].request);
        assert_fails(run(*state, request, NULL, &err), cases[c].status, &err, cases[c].message);
        assert_non_null(strstr(err.message, "study.yaml:"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_model_answers_and_its_balance_adds_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(capacities_budgets_and_consultations_add_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(far_apart_is_far_by_the_times_of_other_models, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_site_has_its_own_capacity, set_up, tear_down),
        cmocka_unit_test_setup_teardown(costs_come_from_a_source_by_commune, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_access_said_is_that_of_the_doctors_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(candidates_are_those_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_gain_is_said_and_nothing_is_proposed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fewer_sites_are_proposed_when_they_do_as_well, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ties_of_access_are_broken_among_the_sets_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_known_of_times_is_left_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sites_are_realistic_when_that_is_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_names_are_kept_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_is_said_where_it_is_asked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
