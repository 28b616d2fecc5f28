/* What loaders make of published files beyond their columns: perimeters, who counts as a doctor, changes of communes. */
#include "try_study.h"

#include "study/source.h"

/* Three communes of the Ain. */
static const char towns[] = "insee_com,libelle,lon,lat,population\n"
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
    write_text(in_folder(*state, "cpts.csv"), "\xEF\xBB\xBF" "code_insee;nom_commune;num_cpts;nom_cpts\n01451;Viriat;840019905;CPTS Bresse\n01053;Bourg;840019905;"
                                              "CPTS Bresse\n01999;Perdue;840019905;CPTS Bresse\n62001;Ailleurs;1;Autre\nabc;?;1;Autre\n");
    write_text(in_folder(*state, "contrats.csv"), "code,libelle,kind\n01053,Contrat du bassin,CLS\n01053,Réseau territorial,CRT\n01344,Contrat du bassin,cls\n01344,,cls\n01451,Réseau territorial,crt\n");
    assert_string_equal(recognised(in_folder(*state, "cpts.csv")), "perimeters");
    mlg_db *db = study(*state, "  membership:\n    - { dataset: perimeters, path: cpts.csv, kind: cpts }\n    - { path: contrats.csv }");
    assert_text(db, "SELECT group_concat(insee_com || ' ' || kind || ' ' || code, ', ') FROM (SELECT * FROM appartenance ORDER BY kind, insee_com)",
                "01053 cls Contrat du bassin, 01344 cls Contrat du bassin, 01053 cpts 840019905, 01451 cpts 840019905, 01053 crt Réseau territorial, 01451 crt Réseau territorial");
    assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'appartenance.cpts'", "1 périmètres, 2 communes du territoire, 47500 habitants");
    assert_text(db, "SELECT group_concat(motif || ' ' || coalesce(code, '') , ', ') FROM (SELECT * FROM reject ORDER BY id)",
                "code de commune invalide abc, commune absente des contours 01999, sans périmètre 01344");
    mlg_db_close(db);
}

static void a_perimeter_says_what_it_is(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), towns);
    write_text(in_folder(*state, "c.csv"), "code_insee,nom_cpts\n01451,A\n");
    assert_fails(try_study(&db, *state, "{ path: towns.csv }", "  membership:\n    - { path: c.csv }", &err), MLG_INPUT, &err,
                 "nothing says what the perimeters are");
    write_text(in_folder(*state, "c.csv"), "code_insee,surface\n01451,3\n");
    assert_fails(try_study(&db, *state, "{ path: towns.csv }", "  membership:\n    - { path: c.csv, kind: cpts }", &err), MLG_INPUT, &err,
                 "nothing says which perimeter a commune belongs to");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(perimeters_are_lists_of_communes),
        TEST(a_perimeter_says_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
