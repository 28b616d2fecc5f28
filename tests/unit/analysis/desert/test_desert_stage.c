/* Deserts from files to tables: rules of one's own, combinations, typologies, areas by time, clusters, vulnerability. */
#include "zoning_study.h"

static const char with_poverty[] =
    "  tvs: [ { path: tvs.csv } ]\n  indicators: [ { path: pauvrete.csv, indicator: pauvrete, unit: \"%\" } ]\n";

/* Poverty is known for four of the six communes. */
static mlg_db *run_deserts(const char *folder, const char *deserts)
{
    char keys[512];
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n");
    write_text(in_folder(folder, "pauvrete.csv"), "insee_com,valeur\n01001,30\n01002,5\n01003,25\n01004,12\n");
    snprintf(keys, sizeof keys, "{ rules: arrete-2017 }\ndeserts: %s", deserts);
    return run_study(folder, with_poverty, keys);
}

/* Of three criteria the eight combinations are there, and everybody is in one; each typology holds everybody once. */
static void combinations_and_typologies_hold_everybody(void **state)
{
    mlg_db *db = run_deserts(*state, "{ rules: drees-2017, apl: 3.2 }");
    assert_near(number(db, "SELECT count(*) FROM desert_combinaison"), 8, 0);
    assert_near(number(db, "SELECT sum(population) FROM desert_combinaison"), 12112, 1e-9);
    assert_near(number(db, "SELECT sum(part) FROM desert_combinaison"), 100, 1e-9);
    assert_near(number(db, "SELECT population FROM desert_combinaison WHERE combinaison = 1"),
                number(db, "SELECT coalesce(sum(population), 0) FROM acces_commune WHERE desert = 1"), 0);
    assert_near(number(db, "SELECT count(*) FROM (SELECT typologie FROM desert_typologie GROUP BY typologie "
                           "HAVING abs(sum(population) - 12112) > 1e-6)"),
                0, 0);
    assert_near(number(db, "SELECT count(DISTINCT typologie) FROM desert_typologie"), 5, 0);
    assert_near(number(db, "SELECT sum(en_desert) FROM desert_typologie WHERE typologie LIKE 'densité en 7%'"),
                number(db, "SELECT sum(population) FROM acces_commune WHERE apl < 3.2"), 1e-9);
    assert_near(number(db, "SELECT sum(population) FROM desert_zone"),
                number(db, "SELECT sum(population) FROM desert"), 1e-9);
    assert_near(
        number(
            db,
            "SELECT count(*) FROM desert_zone z JOIN acces_commune a ON a.insee_com = z.relais WHERE a.apl < 3.2"),
        0, 0);
    mlg_db_close(db);
}

/* Neither pharmacies nor emergencies are in the study: what needs them is unknown, not nobody. */
static void what_is_unknown_in_every_commune_is_not_nobody(void **state)
{
    mlg_db *db = run_deserts(*state, "{ rules: drees-2017, apl: 3.2 }");
    assert_near(number(db,
                       "SELECT count(*) FROM desert_bilan WHERE nb_communes > 0 AND sans_medecin IS NOT NULL AND "
                       "coalesce(sans_pharmacie, sans_urgence, un_manque, trois_manques) IS NULL"),
                number(db, "SELECT count(*) FROM desert_bilan WHERE nb_communes > 0"), 0);
    assert_near(number(db, "SELECT count(*) FROM desert_combinaison WHERE combinaison > 1 AND "
                           "coalesce(nb_communes, population, part) IS NULL"),
                6, 0);
    assert_near(
        number(db, "SELECT count(*) FROM desert_combinaison WHERE combinaison <= 1 AND population IS NULL"), 0, 0);
    mlg_db_close(db);
}

/* any(all(poor, far from doctors), small): by the rule and by SQL the same communes; unknown poverty is not poor. */
static void a_rule_of_ones_own_joins_any_figures(void **state)
{
    write_text(in_folder(*state, "own.yaml"), "kind: desert\ntitle: Essai\ncriteria:\n"
                                              "  - { name: pauvre, label: pauvreté, value: pauvrete, above: 20 }\n"
                                              "  - { name: loin, value: t_gp, above: 1 }\n"
                                              "  - { name: petit, value: population, below: 960 }\n"
                                              "desert: { any: [ { all: [pauvre, loin] }, petit ] }\n");
    mlg_db *db = run_deserts(*state, "{ rules: own.yaml }");
    assert_near(number(db, "SELECT count(*) FROM desert_commune"),
                number(db,
                       "SELECT count(*) FROM acces_commune a LEFT JOIN indicateur i ON i.insee_com = a.insee_com "
                       "WHERE (coalesce(i.valeur > 20, 0) AND coalesce(a.t_gp > 1, 0)) OR a.population < 960"),
                0);
    assert_true(number(db, "SELECT count(*) FROM desert_commune") >= 2);
    assert_near(
        number(db, "SELECT count(*) FROM acces_commune WHERE (desert & 1) AND desert_lib NOT LIKE 'pauvreté%'"), 0,
        0);
    mlg_db_close(db);
}

/* Published beside the computed APL: 01003 and 01004 under 2.5 by all ages, 01002 too by those of 65 and under; of 2022, 01001 alone.
 * 01005 is not published: unknown, not flagged. 01099 is no commune of the study. */
static mlg_db *run_published(const char *folder, const char *deserts)
{
    char keys[512];
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,2.5,2.5\n01002,3,2.4\n01003,1,0.5\n"
                                             "01004,2.4,2.49\n2A004,4,3\n01099,1,1\n");
    write_text(in_folder(folder, "apl22.csv"), "insee_com,apl,apl_65\n01001,1,1\n01002,3,3\n");
    snprintf(keys, sizeof keys, "{ rules: arrete-2017 }\ndeserts: %s", deserts);
    return run_study(
        folder, "  apl: [ { path: apl.csv, vintage: \"2023\" }, { path: apl22.csv, vintage: \"2022\" } ]\n", keys);
}

static void deserts_are_judged_on_the_published_apl_when_asked(void **state)
{
    static const struct {
        const char *ask, *flagged;
    } cases[] = {
        { "{ rules: drees-2017, apl: published }", "01003 01004" },
        { "{ rules: drees-2017, apl: published-65 }", "01002 01003 01004" },
        { "{ rules: drees-2017, apl: published, vintage: \"2022\" }", "01001" },
        { "{ rules: drees-2017, apl: published, threshold: 3.5 }", "01001 01002 01003 01004" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_db *db = run_published(*state, cases[i].ask);
        assert_text(
            db,
            "SELECT group_concat(insee_com, ' ') FROM (SELECT insee_com FROM acces_commune WHERE desert & 1 "
            "ORDER BY 1)",
            cases[i].flagged);
        assert_near(number(db, "SELECT sum(nb_communes) FROM desert"),
                    number(db, "SELECT count(*) FROM acces_commune WHERE desert & 1"), 0);
        mlg_db_close(db);
    }
}

#define FLAGS "SELECT coalesce(desert, 'NULL') || coalesce(' ' || desert_lib, '') FROM "

/* 01005 has no published APL, and no commune a pharmacy or emergencies: none of these is the absence of a desert.
 * A neighbourhood is told as its commune is. */
static void what_is_unknown_of_a_commune_or_a_neighbourhood_is_told(void **state)
{
    static const char *const told[][2] = {
        { "01001", "NULL inconnu : pharmacie, urgences" },
        { "01003", "1 médecin généraliste ; inconnu : pharmacie, urgences" },
        { "01005", "NULL inconnu : médecin généraliste, pharmacie, urgences" },
    };
    char sources[512], sql[256];
    write_text(in_folder(*state, "apl.csv"), "insee_com,apl,apl_65\n01001,2.5,2.5\n01003,1,0.5\n2A004,4,3\n");
    write_text(in_folder(*state, "qpv.csv"), "code_qp,libelle,population,insee_com,lon,lat\n"
                                             "QN01001M,Un,300,01001,2.6,50.5\nQN01003M,Trois,200,01003,2.72,50.5\n"
                                             "QN01005M,Cinq,100,01005,2.66,50.54\n");
    snprintf(sources, sizeof sources,
             "  apl: [ { path: apl.csv, vintage: \"2023\" } ]\n  qpv: [ { path: qpv.csv } ]\n");
    mlg_db *db =
        run_study(*state, sources, "{ rules: arrete-2017 }\ndeserts: { rules: drees-2017, apl: published }");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        snprintf(sql, sizeof sql, FLAGS "acces_commune WHERE insee_com = '%s'", told[i][0]);
        assert_text(db, sql, told[i][1]);
        snprintf(sql, sizeof sql, FLAGS "qpv WHERE code_qp = 'QN%sM'", told[i][0]);
        assert_text(db, sql, told[i][1]);
    }
    assert_near(number(db, "SELECT inconnu FROM desert_bilan WHERE groupe = 'tous'"), 12112, 0);
    assert_near(number(db, "SELECT q.t_gp - a.t_gp FROM qpv q JOIN acces_commune a ON a.insee_com = '01003' WHERE "
                           "q.code_qp = 'QN01003M'"),
                0, 1e-9);
    mlg_db_close(db);
}

/* Of one criterion, known for all but 01002, 01004 and 01005: these are in no combination, and everybody is counted. */
static void a_commune_known_in_part_is_in_no_combination(void **state)
{
    write_text(in_folder(*state, "apl.csv"), "insee_com,apl\n01001,2.5\n01003,1\n2A004,4\n");
    write_text(in_folder(*state, "gp.yaml"),
               "kind: desert\ntitle: Essai\ncriteria:\n"
               "  - { name: gp, label: médecin, value: apl, below: 2.5 }\ndesert: gp\n");
    mlg_db *db = run_study(*state, "  apl: [ { path: apl.csv, vintage: \"2023\" } ]\n",
                           "{ rules: arrete-2017 }\ndeserts: { rules: gp.yaml, apl: published }");
    assert_text(db, FLAGS "acces_commune WHERE insee_com = '01001'", "0");
    assert_text(db, FLAGS "acces_commune WHERE insee_com = '01002'", "NULL inconnu : médecin");
    assert_text(db,
                "SELECT group_concat(libelle || ' ' || nb_communes || ' ' || CAST(population AS INTEGER), ', ') "
                "FROM (SELECT * FROM desert_combinaison ORDER BY combinaison)",
                "aucun manque 2 4500, médecin 1 716, un critère au moins inconnu 3 6896");
    mlg_db_close(db);
}

/* The same bound by either key; the computed APL is the default and can be named. */
static void the_computed_apl_is_judged_unless_another_is_asked(void **state)
{
    static const char *const asks[] = { "{ rules: drees-2017, apl: 3.2 }", "{ rules: drees-2017, threshold: 3.2 }",
                                        "{ rules: drees-2017, apl: computed, threshold: 3.2 }" };
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        mlg_db *db = run_published(*state, asks[i]);
        assert_near(number(db, "SELECT count(*) FROM acces_commune WHERE desert & 1"),
                    number(db, "SELECT count(*) FROM acces_commune WHERE apl < 3.2"), 0);
        assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'desert' AND nom = 'indicateur'",
                    "APL calculée par l’étude");
        mlg_db_close(db);
    }
}

static void a_published_apl_that_no_commune_has_is_refused(void **state)
{
    static const char *const asks[] = { "apl: published, vintage: \"2021\"",
                                        "apl: published-65, vintage: \"2021\"" };
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true };
    char keys[256];
    mlg_db_close(run_published(*state, "{ rules: drees-2017 }"));
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        snprintf(keys, sizeof keys, "{ rules: arrete-2017 }\ndeserts: { rules: drees-2017, %s }", asks[i]);
        const char *path = write_study(*state, "  apl: [ { path: apl.csv, vintage: \"2023\" } ]\n", keys);
        assert_fails(mlg_run(&result, path, &options, &err), MLG_DATA, &err,
                     "no commune of the territory has a published APL of GPs");
    }
}

static void a_bad_rule_of_ones_own_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *text, *part;
    } bad[] = {
        { "kind: desert\ncriteria:\n  - { name: a, value: revenus, below: 1 }\ndesert: a\n",
          "own.yaml:3:5: no commune has a figure 'revenus'" },
        { "kind: desert\ncriteria:\n  - { name: a, value: apl, below: 1, above: 2 }\ndesert: a\n",
          "either 'below' or 'above'" },
        { "kind: desert\ncriteria:\n  - { name: a, value: apl, below: 1 }\ndesert: { all: [a, b] }\n",
          "no criterion is named 'b'" },
        { "kind: desert\ncriteria:\n  - { name: a, value: apl, below: 1 }\n", "the key 'desert' is missing" },
    };
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true };
    mlg_db_close(run_deserts(*state, "{ rules: drees-2017 }"));
    const char *path = write_study(*state, with_poverty, "{ rules: arrete-2017 }\ndeserts: { rules: own.yaml }");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_text(in_folder(*state, "own.yaml"), bad[i].text);
        assert_fails(mlg_run(&result, path, &options, &err), MLG_INPUT, &err, bad[i].part);
    }
}

/* Six communes some five kilometres apart: within an hour of each other all are one area, whatever their borders. */
static void areas_join_by_time_when_asked(void **state)
{
    mlg_db *db = run_deserts(*state, "{ rules: drees-2017, apl: 99, join_minutes: 60 }");
    assert_near(number(db, "SELECT count(*) FROM desert"), 1, 0);
    assert_near(number(db, "SELECT nb_communes FROM desert"), 6, 0);
    assert_text(db, "SELECT nom FROM desert", "Brias");
    mlg_db_close(db);
    db = run_deserts(*state, "{ rules: drees-2017, apl: 99, join_minutes: 0.1 }");
    assert_near(number(db, "SELECT count(*) FROM desert"), 6, 0);
    mlg_db_close(db);
}

/* A CPTS holds 01001 and 01002, another 01002 and 01007, which is a neighbour: two communes of six, 6,140 people of 12,112. */
static void coverage_by_perimeters_counts_each_commune_once(void **state)
{
    mlg_error err;
    char *folder = *state, *gaps;
    write_text(in_folder(folder, "cpts.csv"),
               "insee_com,code,libelle\n01001,A,Une\n01002,A,Une\n01002,B,Deux\n01007,B,Deux\n");
    mlg_db_close(
        run_study(folder, "  membership: [ { path: cpts.csv, kind: cpts } ]\n", "{ rules: arrete-2017 }"));
    const char *tables[] = { "couverture", "couverture_lacunes", NULL };
    assert_ok(mlg_list(&gaps, in_folder(folder, "out.gpkg"), tables, MLG_JSON, &err), &err);
    assert_non_null(strstr(gaps, "6140"));
    assert_non_null(strstr(gaps, "50.69"));
    assert_null(strstr(gaps, "01002"));
    assert_non_null(strstr(gaps, "2A004"));
    mlg_free(gaps);
}

/* Scores by the file of weights; figures that no source gives are said to be left out. Clusters only when asked for. */
static void clusters_and_vulnerability_come_when_asked(void **state)
{
    mlg_db *db = run_deserts(*state, "{ rules: drees-2017 }");
    assert_near(number(db, "SELECT (SELECT count(*) FROM grappe) + (SELECT count(*) FROM vulnerabilite)"), 0, 0);
    mlg_db_close(db);
    db = run_deserts(
        *state,
        "{ rules: drees-2017, vulnerability: vulnerabilite, clusters: { permutations: 99, seed: 3, rate: 0.1 } }");
    assert_near(number(db, "SELECT count(*) FROM vulnerabilite"), 6, 0);
    assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'vulnerabilite.css'", "aucune source");
    assert_near(number(db, "SELECT max(abs(score - want)) FROM vulnerabilite v JOIN (SELECT insee_com, "
                           "sum(rang * poids) / sum(poids) AS want FROM vulnerabilite_rang WHERE rang IS NOT NULL "
                           "GROUP BY insee_com) w "
                           "ON w.insee_com = v.insee_com"),
                0, 1e-12);
    assert_near(
        number(
            db,
            "SELECT rang FROM vulnerabilite_rang WHERE insee_com = '01001' AND indicateur = 'taux de pauvreté'"),
        1, 0);
    assert_true(number(db, "SELECT count(*) FROM grappe") >= 4);
    assert_near(number(db, "SELECT count(*) FROM grappe WHERE p < 0.01 OR p > 0.5 + 0.01"), 0, 0);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(combinations_and_typologies_hold_everybody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown_in_every_commune_is_not_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rule_of_ones_own_joins_any_figures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bad_rule_of_ones_own_is_refused_at_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deserts_are_judged_on_the_published_apl_when_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown_of_a_commune_or_a_neighbourhood_is_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_commune_known_in_part_is_in_no_combination, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_computed_apl_is_judged_unless_another_is_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_published_apl_that_no_commune_has_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(areas_join_by_time_when_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(coverage_by_perimeters_counts_each_commune_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clusters_and_vulnerability_come_when_asked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
