/* The published accessibility from files to study: supply by its rules, demand by profession, decay by version. */
#include "town_study.h"

#include "adapters/workbook.h"
#include "analysis/access/demand.h"
#include "analysis/access/measure.h"
#include "analysis/common/decay.h"
#include "analysis/common/profession.h"
#include "study/config/keys.h"

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

#define GP_SOURCES                                                                                                \
    "  supply:\n    - { path: gps.csv, service: gp, unit: actes }\n"                                              \
    "    - { path: centre.csv, service: gp, unit: actes_centre }\n"
#define BOTH_DECAYS                                                                                               \
    "accessibility:\n  - { service: gp, measure: apl, decay: apl-2015 }\n"                                        \
    "  - { name: apl-2012, service: gp, measure: apl, decay: apl-2012 }\n"

/* ---- the worked example -------------------------------------------------------------------------------------- */

static int check_golden(const char *folder, int age_limit)
{
    FILE *file = fopen(SOURCE_DIR "/tests/golden/apl.csv", "r");
    char line[256], decay[24], commune[8], sql[160];
    int limit, rows = 0;
    double value, tolerance;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "town,%d,%23[^,],%7[^,],%lf,%lf", &limit, decay, commune, &value, &tolerance) != 5 ||
            limit != age_limit)
            continue;
        snprintf(sql, sizeof sql,
                 "SELECT valeur FROM acces WHERE service = 'gp' AND mesure = '%s' AND code = '%s'",
                 strcmp(decay, "apl-2015") == 0 ? "apl" : decay, commune);
        assert_near(town_number(folder, sql), value, tolerance);
        rows++;
    }
    fclose(file);
    return rows;
}

static void the_worked_example_goes_from_files_to_study(void **state)
{
    mlg_error err;
    write_town(*state, GP_SOURCES, "services: [ { name: gp, age_limit: 65 } ]\n" BOTH_DECAYS);
    assert_ok(run_town_study(*state, &err), &err);
    assert_int_equal(check_golden(*state, 65), 8);
    assert_near(town_number(*state, "SELECT apl FROM acces_commune WHERE insee_com = '62003'"), 1.224209, 5e-7);
    assert_string_equal(town_text(*state, "SELECT valeur FROM parametre WHERE nom = 'activites_bornees'"),
                        "1 relevées, 1 plafonnées");
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'k'"), 1.034718433, 5e-7);
    assert_near(town_number(*state, "SELECT count(*) FROM equite WHERE groupe = 'tous'"), 2, 0);
    write_town(*state, GP_SOURCES, "services: [ { name: gp } ]\n" BOTH_DECAYS);
    assert_ok(run_town_study(*state, &err), &err);
    assert_int_equal(check_golden(*state, 0), 8);
}

/* ---- supply --------------------------------------------------------------------------------------------------- */

/* X, 8000 acts in two places (6000 here, 2000 there): 6000 are counted, three quarters here. Y, 70 years old, is too old,
 * and so is who stands in for him. Z, 40, has 3000 of his own and 1000 of his stand-in: 4000. A health centre of 20,000
 * acts has no bound. */
static void activity_is_bounded_as_a_whole_then_shared(void **state)
{
    mlg_error err;
    write_town(*state,
               "  supply:\n    - { path: acts.csv, service: gp, unit: actes }\n"
               "    - { path: centre.csv, service: gp, unit: actes_centre }\n",
               "services: [ { name: gp, age_limit: 65 } ]\naccessibility: [ { service: gp, decay: binary-60, "
               "measure: gravity } ]\n");
    write_text(in_folder(*state, "acts.csv"),
               "insee_com,personne,age,quantite,remplace\n62001,X,50,6000,\n62002,X,50,2000,\n"
               "62001,Y,70,5000,\n62001,V,30,5000,Y\n62002,Z,40,3000,\n62002,W,30,1000,Z\n");
    write_text(in_folder(*state, "centre.csv"), "insee_com,quantite\n62002,20000\n");
    assert_ok(run_town_study(*state, &err), &err);
    /* Every place reaches every site within 60 minutes: gravity of weight 1 is the whole supply. */
    assert_near(town_number(*state, "SELECT valeur FROM acces WHERE mesure = 'gravity' AND code = '62003'"),
                6000 + 4000 + 20000, 1e-9);
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'ecartes_age'"), 2, 0);
    assert_near(town_number(*state, "SELECT activite FROM offre WHERE quantite = 2000"), 8000, 0);
}

/* Two heads at the mean of the département, half a full time at 5,400; who stands in for another is no head. */
static void heads_take_the_mean_of_their_departement(void **state)
{
    mlg_error err;
    write_town(
        *state,
        "  supply:\n    - { path: heads.csv, service: gp }\n    - { path: etp.csv, service: gp, unit: etp }\n",
        "services: [ { name: gp, local_acts: [ { departement: \"59\", acts: 9999 }, { departement: \"62\", acts: "
        "5000 } ] } ]\n"
        "accessibility: [ { service: gp, decay: binary-60, measure: gravity } ]\n");
    write_text(in_folder(*state, "heads.csv"),
               "insee_com,personne,quantite,remplace\n62001,X,1,\n62002,Y,1,\n62002,W,1,X\n");
    write_text(in_folder(*state, "etp.csv"), "insee_com,quantite\n62004,0.5\n");
    assert_ok(run_town_study(*state, &err), &err);
    assert_near(town_number(*state, "SELECT valeur FROM acces WHERE mesure = 'gravity' AND code = '62003'"),
                2 * 5000 + 2700, 1e-9);
    assert_string_equal(town_text(*state, "SELECT valeur FROM parametre WHERE nom = 'actes_locaux'"),
                        "2 départements");
}

/* Thirty heads in A: the bound leaves 5 for 1,000 of its people, and never fewer than ten; one head in B stays. */
static void heads_of_a_commune_have_a_bound(void **state)
{
    mlg_error err;
    write_town(*state, "  supply:\n    - { path: heads.csv, service: gp }\n",
               "services: [ { name: gp, acts: 1, heads_max_per_1000: 5 } ]\n"
               "accessibility: [ { service: gp, decay: binary-60, measure: gravity } ]\n");
    write_text(in_folder(*state, "heads.csv"), "insee_com,quantite\n62001,30\n62002,1\n");
    assert_ok(run_town_study(*state, &err), &err);
    double people = town_number(*state, "SELECT population FROM commune WHERE insee_com = '62001'");
    double most = people * 5 / 1000 > 10 ? people * 5 / 1000 : 10;
    assert_true(most < 30);
    assert_near(town_number(*state, "SELECT valeur FROM acces WHERE mesure = 'gravity' AND code = '62001'"),
                most + 1, 1e-9);
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'ecartes_nombre'"), 30 - most, 1e-9);
}

/* Each key that an entry of a study may have is in this text. */
static void check_keys(const char *entries)
{
    for (const mlg_config_key *key = mlg_config_section("access") + 1; key->name; key++) {
        char text[64];
        snprintf(text, sizeof text, " %s: ", key->name);
        if (!strstr(entries, text))
            fail_msg("no entry has '%s'", key->name);
    }
}

/* Every measure and parameter runs from a study file. Minutes of C to the three communes with a GP are 6, 14 and 22; the
 * iteration says how near it came. */
static void a_study_asks_for_any_measure_and_parameter(void **state)
{
    static const char *const named[] = { "power", "chosen", "most", "line", "logistic", "stepped", "decayed" };
    char rest[6000] = "accessibility:\n";
    mlg_error err;
    size_t at = strlen(rest);
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        at += (size_t)snprintf(rest + at, sizeof rest - at, "  - { service: gp, measure: %s }\n", m->name);
    at +=
        (size_t)snprintf(rest + at, sizeof rest - at,
                         "  - { name: second, service: gp, measure: nth-cost, nth: 2 }\n"
                         "  - { name: even, service: gp, measure: spatial-availability, demand_power: 0 }\n"
                         "  - { name: within, service: gp, measure: opportunities-median, from_minutes: 10, "
                         "to_minutes: 20, step_minutes: 10 }\n"
                         "  - { name: near, service: gp, measure: raam, tau_minutes: 30, rho: 1, gap: 0.00001, "
                         "iterations: 500 }\n"
                         "  - { name: fixed, service: gp, measure: fixed-point, gap: 0.001, iterations: 50 }\n"
                         "  - { name: drawn, service: gp, measure: bfca, empty_sites: counted }\n"
                         "  - { name: reached, service: gp, measure: balancing-cost, rho: 100 }\n"
                         "  - { name: power, service: gp, measure: m2sfca, exponent: 1.5 }\n"
                         "  - { name: chosen, service: gp, measure: huff, choice: inverse-time }\n"
                         "  - { name: most, service: gp, measure: opportunities-median, statistic: max }\n"
                         "  - { name: line, service: gp, measure: gravity, shape: linear, cut_minutes: 30 }\n"
                         "  - { name: logistic, service: gp, measure: gravity, shape: logistic, cut_minutes: 30, "
                         "parameter: 15, spread: 5 }\n"
                         "  - { name: stepped, service: gp, measure: 2sfca, steps: [ { minutes: 6, weight: 1 } ], "
                         "closure: left }\n"
                         "  - { name: decayed, service: gp, measure: e2sfca, decay: binary-30, threshold: 2, "
                         "groups: insee_dep }\n");
    assert_true(at < sizeof rest);
    check_keys(rest);
    write_town(*state, GP_SOURCES, rest);
    assert_ok(run_town_study(*state, &err), &err);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        char sql[160];
        snprintf(sql, sizeof sql, "SELECT count(*) > 0 FROM acces WHERE mesure = '%s'", m->name);
        assert_near(town_number(*state, sql), 1, 0);
    }
    for (size_t k = 0; k < sizeof named / sizeof *named; k++) {
        char sql[160];
        snprintf(sql, sizeof sql, "SELECT count(*) > 0 FROM acces WHERE mesure = '%s'", named[k]);
        assert_near(town_number(*state, sql), 1, 0);
    }
    assert_near(town_number(*state, "SELECT valeur FROM acces WHERE mesure = 'nth-cost' AND code = '62003'"), 6,
                0);
    assert_near(town_number(*state, "SELECT valeur FROM acces WHERE mesure = 'second' AND code = '62003'"), 14, 0);
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'mesure.gp.second.nth'"), 2, 0);
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'mesure.gp.near.tau_minutes'"), 30,
                0);
    assert_near(
        town_number(*state, "SELECT valeur <= 0.00001 FROM parametre WHERE nom = 'mesure.gp.near.ecart_atteint'"),
        1, 0);
    assert_near(
        town_number(*state, "SELECT valeur <= 0.001 FROM parametre WHERE nom = 'mesure.gp.fixed.ecart_atteint'"),
        1, 0);
}

/* Groups by the value of an indicator; 62004 has none and stands alone. The part between them is recomputed here, the
 * part of a group from its own row. */
static void inequality_is_split_between_groups_of_ones_own(void **state)
{
    static const char groups[] =
        "WITH k AS (SELECT a.valeur v, c.population n, CASE WHEN c.insee_com IN ('62001', '62003') THEN 'x' WHEN "
        "c.insee_com = '62002' THEN 'y' ELSE 'z' END g FROM acces a JOIN commune c ON c.insee_com = a.code "
        "WHERE a.mesure = 'apl'), m AS (SELECT sum(v * n) / sum(n) mu, sum(n) p FROM k) ";
    char sql[1200];
    mlg_error err;
    write_town(*state, GP_SOURCES "  indicators: [ { path: bassins.csv, indicator: bassin } ]\n",
               "accessibility: [ { service: gp, groups: bassin } ]\n");
    write_text(in_folder(*state, "bassins.csv"), "insee_com,valeur\n62001,2\n62003,2\n62002,1.5\n");
    assert_ok(run_town_study(*state, &err), &err);
    assert_near(town_number(*state, "SELECT count(*) FROM equite WHERE par = 'bassin'"), 2, 0);
    assert_near(town_number(*state, "SELECT nb_communes FROM equite WHERE par = 'bassin' AND groupe = '2'"), 2, 0);
    snprintf(sql, sizeof sql, "%s SELECT sum(v * n) / sum(n) FROM k WHERE g = 'x'", groups);
    assert_near(town_number(*state, "SELECT moyenne FROM equite WHERE par = 'bassin' AND groupe = '2'"),
                town_number(*state, sql), 1e-12);
    assert_near(town_number(*state, "SELECT theil FROM equite WHERE groupe = '1.5'"), 0, 1e-15);
    snprintf(sql, sizeof sql,
             "%s SELECT sum(pg / p * mg / mu * ln(mg / mu)) FROM (SELECT sum(n) pg, sum(v * n) / sum(n) mg FROM k "
             "GROUP "
             "BY g), m",
             groups);
    double between = town_number(*state, sql);
    assert_true(between > 0);
    assert_near(town_number(*state, "SELECT theil_entre_groupes FROM equite WHERE groupe = 'tous'"), between,
                1e-12);
    write_town(*state, GP_SOURCES, "accessibility: [ { service: gp, groups: cantons } ]\n");
    assert_fails(run_town_study(*state, &err), MLG_INPUT, &err,
                 "no commune of the territory has a group by 'cantons'");
}

/* ---- five professions ------------------------------------------------------------------------------------------ */

/* One full-time equivalent for everybody: with a weight of 1 everywhere each has 1e5 / SUM of the standardised persons,
 * which renormalisation makes the persons, or the women: 51.6 % of 7,812, or those told. */
static void five_professions_have_their_demand_and_unit(void **state)
{
    static const char *const services[] = { "gp", "nurse", "physio", "midwife", "dentist" };
    char sources[600] = "  supply:\n", rest[600] = "accessibility:\n", sql[160];
    mlg_error err;
    for (int k = 0; k < 5; k++) {
        char line[120];
        snprintf(line, sizeof line, "    - { path: one.csv, service: %s, unit: etp }\n", services[k]);
        strcat(sources, line);
        snprintf(line, sizeof line, "  - { service: %s, steps: [ { minutes: 60, weight: 1 } ] }\n", services[k]);
        strcat(rest, line);
    }
    write_town(*state, sources, rest);
    write_text(in_folder(*state, "one.csv"), "insee_com,quantite\n62001,1\n");
    assert_ok(run_town_study(*state, &err), &err);
    for (int k = 0; k < 5; k++) {
        double persons = k == 3 ? 0.516 * 7812 : 7812, want = (k == 0 ? 5400 : 1e5) / persons;
        snprintf(sql, sizeof sql,
                 "SELECT valeur FROM acces WHERE service = '%s' AND mesure = 'apl' AND code = '62003'",
                 services[k]);
        assert_near(town_number(*state, sql), want, 1e-9 * want);
    }
    assert_string_equal(town_text(*state, "SELECT unite FROM parametre WHERE nom = 'mesure.midwife.apl'"),
                        "ETP pour 100 000 femmes standardisées");
    assert_string_equal(town_text(*state, "SELECT unite FROM parametre WHERE nom = 'mesure.dentist.apl'"),
                        "ETP pour 100 000 hab. standardisés");
    assert_non_null(
        strstr(town_text(*state, "SELECT origine FROM parametre WHERE nom = 'demande.nurse'"), "IRDES"));
    assert_non_null(strstr(town_text(*state, "SELECT valeur FROM parametre WHERE nom = 'demande.midwife'"),
                           "51,6 % de femmes"));
}

/* Without a decay, the one stated for the profession, and its evidence said. */
static void a_profession_has_a_stated_default(void **state)
{
    mlg_error err;
    write_town(*state, "  supply: [ { path: one.csv, service: midwife, unit: etp } ]\n",
               "accessibility: [ { service: midwife } ]\n");
    write_text(in_folder(*state, "one.csv"), "insee_com,quantite\n62001,1\n");
    assert_ok(run_town_study(*state, &err), &err);
    const char *words = town_text(*state, "SELECT valeur FROM parametre WHERE nom = 'mesure.midwife.apl'");
    assert_non_null(strstr(words, "apl-midwife"));
    assert_non_null(strstr(words, "non vérifié à la source"));
}

/* Women: 300, 500, 100, 100, all in one band; what one midwife gives them is 100,000 / 1,000. */
static void women_told_are_the_demand_of_midwives(void **state)
{
    mlg_error err;
    write_town(*state, "  supply: [ { path: one.csv, service: midwife, unit: etp } ]\n", "");
    write_text(in_folder(*state, "one.csv"), "insee_com,quantite\n62001,1\n");
    write_text(in_folder(*state, "ages.csv"),
               "CODGEO,P21_POP0014,P21_POP15P,P21_F0014,P21_F15P\n62001,1000,1000,0,300\n"
               "62002,2000,2140,0,500\n62003,300,416,0,100\n62004,400,556,0,100\n");
    write_text(
        in_folder(*state, "study.yaml"),
        "territory: { departement: \"62\" }\nsources:\n  communes: [ { path: communes.csv } ]\n"
        "  ages: [ { dataset: insee-age, path: ages.csv } ]\n"
        "  supply: [ { path: one.csv, service: midwife, unit: etp } ]\ntravel: { model: table, path: times.csv }\n"
        "accessibility: [ { service: midwife, steps: [ { minutes: 60, weight: 1 } ] } ]\noutputs: { geopackage: "
        "town.gpkg }\n");
    assert_ok(run_town_study(*state, &err), &err);
    assert_near(
        town_number(*state,
                    "SELECT valeur FROM acces WHERE service = 'midwife' AND code = '62001' AND mesure = 'apl'"),
        100, 1e-9);
}

static void professions_and_their_tables_are_whole(void **state)
{
    (void)state;
    int count = 0;
    for (const mlg_profession *p = mlg_professions(); p->service; p++, count++) {
        const mlg_decay *decay = mlg_decay_by_name(p->decay);
        assert_non_null(decay);
        assert_near(mlg_decay_weight(decay, 0), 1, 0);
        assert_near(mlg_decay_weight(decay, 9 * 600), 0.5, 1e-15);
        assert_true(mlg_decay_weight(decay, 18 * 600 - 1) > 0 && mlg_decay_limit(decay) == 18 * 600);
        assert_non_null(mlg_age_weights_by_name(p->weights));
        assert_int_equal(strlen(p->evidence), 1);
    }
    assert_int_equal(count, 6);
    assert_null(mlg_profession_of("baker"));
    assert_null(mlg_age_weights_by_name("baker"));
    assert_int_equal(mlg_age_weights_default()->count, 19);
    assert_near(mlg_age_weights_default()->weight[18], 2.61, 0);
}

/* ---- the sheet of parameters ------------------------------------------------------------------------------------ */

static void put(mlg_workbook *book, int32_t row, const char *label, double number)
{
    mlg_error err;
    assert_ok(mlg_workbook_text(book, row, 0, label, &err), &err);
    assert_ok(mlg_workbook_number(book, row, 2, number, &err), &err);
}

/* Titles, notes, steps by brackets and by words, ages, bounds, and what nobody can tell: two figures, a figure alone. */
static void write_sheet(const char *path)
{
    mlg_workbook *book;
    mlg_error err;
    assert_ok(mlg_workbook_new(&book, path, &err), &err);
    assert_ok(mlg_workbook_sheet(book, "APL 2023", &err), &err);
    assert_ok(mlg_workbook_text(book, 0, 0, "Code commune INSEE", &err), &err);
    assert_ok(mlg_workbook_sheet(book, "Paramètres", &err), &err);
    assert_ok(mlg_workbook_text(book, 0, 0, "Paramètres de l'APL", &err), &err);
    assert_ok(mlg_workbook_text(book, 2, 0, "Pondération selon le temps d'accès", &err), &err);
    put(book, 3, "[0;5[", 1);
    put(book, 4, "[5;10[", 0.3);
    put(book, 5, "de 10 à 15 minutes", 0.1);
    put(book, 6, "Plus de 15 min", 0);
    assert_ok(mlg_workbook_text(book, 8, 0, "Consommation selon l'âge", &err), &err);
    put(book, 9, "moins de 15 ans", 0.5);
    put(book, 10, "15-74 ans", 1);
    put(book, 11, "75 ans et plus", 3);
    put(book, 13, "Borne inférieure d'activité (actes)", 4000);
    put(book, 14, "Borne supérieure d'activité (actes)", 5000);
    put(book, 15, "Coefficient mystérieux", 7);
    put(book, 16, "de 2 à 3 km", 9);
    assert_ok(mlg_workbook_number(book, 16, 3, 8, &err), &err);
    assert_ok(mlg_workbook_close(book, &err), &err);
}

static void a_sheet_of_parameters_stands_before_the_defaults(void **state)
{
    mlg_error err;
    write_town(*state, "  parameters: [ { path: apl.xlsx, service: gp } ]\n" GP_SOURCES,
               "services: [ { name: gp, acts_max: 6000 } ]\naccessibility: [ { service: gp } ]\n");
    write_sheet(in_folder(*state, "apl.xlsx"));
    assert_ok(run_town_study(*state, &err), &err);
    assert_string_equal(
        town_text(
            *state,
            "SELECT group_concat(de || '-' || coalesce(a, '') || ':' || valeur || coalesce(cloture, ''), ' ') "
            "FROM apl_parametre WHERE genre = 'palier'"),
        "0.0-5.0:1.0gauche 5.0-10.0:0.3gauche 10.0-15.0:0.1 15.0-:0.0");
    assert_string_equal(
        town_text(*state,
                  "SELECT group_concat(de || '-' || coalesce(a, '') || ':' || valeur, ' ') FROM apl_parametre "
                  "WHERE genre = 'poids'"),
        "0.0-14.0:0.5 15.0-74.0:1.0 75.0-:3.0");
    assert_near(town_number(*state, "SELECT count(*) FROM reject WHERE motif LIKE '%non comprise%'"), 2, 0);
    assert_near(town_number(*state, "SELECT count(*) FROM apl_parametre WHERE genre = 'non_compris'"), 2, 0);
    /* The study said the upper bound: it stands. The lower one is that of the sheet, and everything says where it is from. */
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'actes_min'"), 4000, 0);
    assert_near(town_number(*state, "SELECT valeur FROM parametre WHERE nom = 'actes_max'"), 6000, 0);
    assert_string_equal(
        town_text(*state, "SELECT group_concat(nom, ' ') FROM (SELECT nom FROM parametre WHERE origine LIKE "
                          "'feuille Paramètres%' ORDER BY nom)"),
        "actes_min decay demande.gp paliers poids_age");
    assert_string_equal(town_text(*state, "SELECT valeur FROM parametre WHERE nom = 'closure'"),
                        "left (t < limite)");
    /* Supply: A 5200, 4100; B 4000, 6000, 5400, 1800; D 4000. Nine minutes weigh 0.3, nought 1. */
    assert_near(
        town_number(
            *state,
            "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l USING (code) WHERE a.mesure = 'apl'"),
        30500, 1e-6);
    /* 0.5 x persons under 15, 1 to 74, 3 beyond, brought back to 7,812. A: 372 of 372 + 1456 + 172. */
    double raw_a = 0.5 * 372 + 1456 + 3 * 172, raw_b = 0.5 * 700 + 3248 + 3 * 192,
           raw_c = 0.5 * 72 + 492 + 3 * 152, raw_d = 0.5 * 180 + 688 + 3 * 88;
    assert_near(town_number(*state, "SELECT pop_std FROM lieu WHERE code = '62001'"),
                7812 * raw_a / (raw_a + raw_b + raw_c + raw_d), 1e-9);
}

/* Steps that do not follow each other are refused, not guessed. */
static void steps_of_a_sheet_follow_each_other(void **state)
{
    mlg_workbook *book;
    mlg_error err;
    write_town(*state, "  parameters: [ { path: apl.xlsx, service: gp } ]\n" GP_SOURCES,
               "accessibility: [ { service: gp } ]\n");
    assert_ok(mlg_workbook_new(&book, in_folder(*state, "apl.xlsx"), &err), &err);
    assert_ok(mlg_workbook_sheet(book, "Paramètres", &err), &err);
    put(book, 0, "titre", 2023);
    put(book, 1, "0-5 min", 1);
    put(book, 2, "10-15 min", 0.5);
    assert_ok(mlg_workbook_close(book, &err), &err);
    assert_fails(run_town_study(*state, &err), MLG_INPUT, &err, "step from 10 to 15 min does not start at 5 min");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_worked_example_goes_from_files_to_study, set_up, tear_down),
        cmocka_unit_test_setup_teardown(activity_is_bounded_as_a_whole_then_shared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(heads_take_the_mean_of_their_departement, set_up, tear_down),
        cmocka_unit_test_setup_teardown(heads_of_a_commune_have_a_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_study_asks_for_any_measure_and_parameter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inequality_is_split_between_groups_of_ones_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(five_professions_have_their_demand_and_unit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_profession_has_a_stated_default, set_up, tear_down),
        cmocka_unit_test_setup_teardown(women_told_are_the_demand_of_midwives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sheet_of_parameters_stands_before_the_defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(steps_of_a_sheet_follow_each_other, set_up, tear_down),
        cmocka_unit_test(professions_and_their_tables_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
