/* Zoning from files to tables: checks, territories, gauges, rules by name. The small study lies on six communes of 01. */
#include "zoning_study.h"

/* 01001 and 01002 in T1, 01003 in T2, one commune in two, one left out; the zoning puts T1 in ZIP, 01002 in ZAC by name, T9
 * nowhere, a class nobody knows, and 01003 in T1 where the composition says T2. */
static void every_incoherence_of_a_zoning_is_listed(void **state)
{
    write_text(in_folder(*state, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n01007,T3,"
                                             "Trois\n01008,T3,Trois\n01009,T3,Trois\n01002,T2,Deux\n");
    write_text(in_folder(*state, "zonage.csv"),
               "maille,code,libelle,zonage,tvs\ntvs,T1,Un,ZIP,\ntvs,T9,Neuf,ZAC,\ncommune,01002,Brias,ZAC,T1\n"
               "commune,01003,Camblain,HV,T1\nqpv,QN00001,Loin,ZIP,T1\nqpv,QN00102M,Ici,ZIP,\n"
               "tvs,62178,Ailleurs,ZIP,\nqpv,QN06209M,Ailleurs,ZIP,\nqpv,QN00103M,Autre territoire,ZIP,T8\n");
    mlg_db *db = run_study(*state, two_territories, "{ rules: arrete-2017 }");
    static const struct {
        const char *motif, *code;
    } want[] = {
        { "commune dans deux territoires", "01002" },
        { "commune dans deux territoires", "01003" },
        { "territoire zoné sans commune dans l''étude", "T9" },
        { "quartier zoné sans périmètre dans l''étude", "QN00001" },
        { "quartier zoné sans périmètre dans l''étude", "QN00102M" },
        { "commune d''une autre classe que son territoire", "01002" },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char sql[256];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM zonage_controle WHERE motif = '%s' AND code = '%s'",
                 want[i].motif, want[i].code);
        assert_near(number(db, sql), 1, 0);
    }
    /* a list of a region: what lies elsewhere is no fault */
    assert_near(number(db, "SELECT count(*) FROM zonage_controle WHERE code IN ('62178', 'QN06209M', 'QN00103M')"),
                0, 0);
    assert_near(number(db, "SELECT count(*) FROM zonage_controle WHERE motif = 'commune sans territoire'"), 3, 0);
    assert_near(number(db, "SELECT count(*) FROM zonage_controle WHERE motif = 'commune sans classe'"), 3, 0);
    mlg_db_close(db);
}

/* The territory's people are those of its communes, its APL their mean by residents, its class its own; gauges hold everybody. */
static void territories_are_made_of_their_communes(void **state)
{
    write_text(in_folder(*state, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n");
    write_text(in_folder(*state, "zonage.csv"), "maille,code,libelle,zonage\ntvs,T1,Un,ZIP\ntvs,T2,Deux,HV\n");
    mlg_db *db = run_study(*state, two_territories, "{ rules: arrete-2017, mesh: bv2022 }");
    assert_near(number(db, "SELECT count(*) FROM tvs"), 5, 0); /* two, and three communes alone */
    assert_near(number(db, "SELECT sum(population) FROM tvs"),
                number(db, "SELECT sum(population) FROM acces_commune"), 0);
    assert_near(number(db, "SELECT apl FROM tvs WHERE code = 'T1'"),
                number(db, "SELECT sum(apl * population) / sum(population) FROM acces_commune WHERE insee_com IN "
                           "('01001', '01002')"),
                1e-12);
    assert_text(db, "SELECT zonage || nature || nb_communes FROM tvs WHERE code = 'T1'", "ZIPbv20222");
    assert_text(db, "SELECT nature FROM tvs WHERE code = '01004'", "commune");
    assert_text(db, "SELECT region_majoritaire FROM tvs WHERE code = 'T1'", "84");
    assert_near(number(db, "SELECT part_region FROM tvs WHERE code = 'T1'"), 100, 0);
    assert_near(number(db, "SELECT sum(population) FROM jauge"),
                number(db, "SELECT sum(population) FROM acces_commune"), 0);
    assert_near(number(db, "SELECT count(*) FROM parametre WHERE nom = 'maille' AND valeur LIKE 'bassins de vie "
                           "2022, tenant lieu%'"),
                1, 0);
    mlg_db_close(db);
}

/* Whatever rule: the ceilings of the study class by rank, the tables of another profession by their limits. */
static void any_rule_is_a_name(void **state)
{
    mlg_db *db = run_study(*state, "", "{ rules: arrete-2021, zip_max_pct: 40, zac_max_pct: 30 }");
    double all = number(db, "SELECT sum(population) FROM tvs");
    assert_true(number(db, "SELECT sum(population) FROM tvs WHERE zonage_regle = 'ZIP'") <= 0.4 * all);
    assert_near(number(db, "SELECT max(apl) FROM tvs WHERE zonage_regle = 'ZIP'") <
                    number(db, "SELECT min(apl) FROM tvs WHERE zonage_regle <> 'ZIP'"),
                1, 0);
    mlg_db_close(db);
    write_text(in_folder(*state, "own.yaml"),
               "kind: zoning\ntitle: Essai\nclasses:\n  - { label: bas, max: 3 }\n  - { label: haut, max: 99 }\n");
    db = run_study(*state, "", "{ rules: own.yaml }");
    assert_near(number(db, "SELECT count(*) FROM tvs WHERE (zonage_regle = 'bas') <> (apl <= 3)"), 0, 0);
    mlg_db_close(db);
}

static void a_bad_rule_is_refused_at_its_place(void **state)
{
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true };
    write_text(in_folder(*state, "own.yaml"), "kind: zoning\ntitle: Essai\nthreshold: { selection: 2 }\n");
    assert_fails(mlg_run(&result, write_study(*state, "", "{ rules: own.yaml }"), &options, &err), MLG_INPUT, &err,
                 "own.yaml:3:1: unknown key 'threshold'");
    assert_string_equal(err.hint, "did you mean 'thresholds'?");
    assert_fails(
        mlg_run(&result, write_study(*state, "", "{ rules: arrete-2017, apl: published }"), &options, &err),
        MLG_DATA, &err, "the study has no published APL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_incoherence_of_a_zoning_is_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(territories_are_made_of_their_communes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_rule_is_a_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bad_rule_is_refused_at_its_place, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
