/* The people of a zoning that is filed: its doctors and those of its neighbourhoods, known, estimated or unknown. */
#include "filed_zoning.h"

/* ---- doctors ------------------------------------------------------------------------------------------------------- */

/* The same seven doctors, as heads, as full-time equivalents, as acts of 5 400 a full time, and as acts of health centres. */
static void doctors_are_counted_alike_in_any_unit(void **state)
{
    static const char *const unit[] = { "personnes", "etp", "actes", "actes_centre" }, *const words[] = {
        "médecins", "équivalents temps plein", "équivalents temps plein", "équivalents temps plein"
    };
    for (int k = 0; k < 4; k++) {
        char *folder = *state, supply[128];
        write_files(folder);
        snprintf(supply, sizeof supply, "{ path: medecins.csv, service: gp, unit: %s }", unit[k]);
        study_supply = supply;
        write_text(in_folder(folder, "medecins.csv"),
                   k < 2 ? "insee_com,quantite,age\n01001,1,50\n01002,2,61\n01002,1,40\n01004,1,66\n01007,2,45\n"
                         : "insee_com,quantite,age\n01001,5400,50\n01002,5400,61\n01002,5400,61\n01002,5400,40\n"
                           "01004,5400,66\n01007,5400,45\n01007,5400,45\n");
        mlg_db *db = run_study(folder, published, "{ rules: arrete-2017 }");
        assert_near(number(db, "SELECT sum(nb_gp) FROM acces_commune"), 5, 1e-12);
        assert_near(number(db, "SELECT nb_gp FROM tvs WHERE code = 'T1'"), 4, 1e-12);
        assert_near(number(db, "SELECT nb_gp_60 FROM tvs WHERE code = 'T1'"), 2, 1e-12);
        assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'medecins_comptes'", words[k]);
        mlg_db_close(db);
        db = filed(folder, "kind: scenario\nforce: true\nzoning: [ { tvs: T1, class: ZAC, reason: essai } ]\n");
        assert_near(number(db, "SELECT nb_gp FROM zonage_transition WHERE avant = 'ZIP' AND apres = 'ZAC'"), 4,
                    1e-12);
        assert_near(number(db, "SELECT enjeu_perdu FROM zonage_aide WHERE aide = 'coscom'"), 4 * 5000, 1e-9);
        assert_near(
            number(db, "SELECT valeur FROM zonage_rang WHERE code = 'T1' AND indicateur LIKE 'médecins pour%'"),
            1e4 * 4 / 6140, 1e-9);
        mlg_db_close(db);
    }
}

/* T1 counts 1 head in 01001; 0.4 and 0.6 of a full time and 2 700 of 5 400 acts in 01002: 2.5. Of these, 0.6 are of 60 and over.
 * 01001 loses nothing when its head is written as two halves. */
static void doctors_of_several_units_add_up(void **state)
{
    static const char *const heads[] = { "01001,1,50\n", "01001,0.5,50\n01001,0.5,50\n" };
    char *folder = *state;
    for (int k = 0; k < 2; k++) {
        char text[128];
        write_files(folder);
        study_supply = "{ path: heads.csv, service: gp }, { path: parts.csv, service: gp, unit: etp }, "
                       "{ path: acts.csv, service: gp, unit: actes }";
        snprintf(text, sizeof text, "insee_com,quantite,age\n%s", heads[k]);
        write_text(in_folder(folder, "heads.csv"), text);
        write_text(in_folder(folder, "parts.csv"), "insee_com,quantite,age\n01002,0.4,45\n01002,0.6,63\n");
        write_text(in_folder(folder, "acts.csv"), "insee_com,quantite,age\n01002,2700,50\n");
        mlg_db *db = run_study(folder, published, "{ rules: arrete-2017 }");
        assert_near(number(db, "SELECT nb_gp FROM acces_commune WHERE insee_com = '01002'"), 1.5, 1e-12);
        assert_near(number(db, "SELECT nb_gp FROM tvs WHERE code = 'T1'"), 2.5, 1e-12);
        assert_near(number(db, "SELECT nb_gp_60 FROM tvs WHERE code = 'T1'"), 0.6, 1e-12);
        assert_near(number(db, "SELECT sum(nb_gp) FROM acces_commune WHERE insee_com NOT IN ('01001', '01002')"),
                    0, 0);
        assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'medecins_comptes'",
                    "médecins, et équivalents temps plein où l’offre est donnée en ETP ou en actes");
        mlg_db_close(db);
        db = filed(folder, "kind: scenario\nforce: true\nzoning: [ { tvs: T1, class: ZAC, reason: essai } ]\n");
        assert_near(number(db, "SELECT nb_gp FROM zonage_transition WHERE avant = 'ZIP' AND apres = 'ZAC'"), 2.5,
                    1e-12);
        assert_near(number(db, "SELECT enjeu_perdu FROM zonage_aide WHERE aide = 'coscom'"), 2.5 * 5000, 1e-9);
        mlg_db_close(db);
    }
}

/* A study may zone on a published indicator and know no doctor, or those of another profession alone: GPs are unknown, not 0. */
static void doctors_that_nobody_gives_are_unknown(void **state)
{
    static const char *const supply[] = { "", "{ path: medecins.csv, service: nurse }" };
    char *folder = *state;
    for (int k = 0; k < 2; k++) {
        write_files(folder);
        study_supply = supply[k];
        study_access = "";
        mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published }");
        assert_near(number(db, "SELECT count(*) FROM tvs"), 4, 0);
        assert_near(number(db, "SELECT count(nb_gp) + count(nb_gp_60) FROM tvs"), 0, 0);
        mlg_db_close(db);
        db = filed(folder, "kind: scenario\nforce: true\nzoning: [ { tvs: T1, class: ZAC, reason: essai } ]\n");
        assert_near(number(db, "SELECT population FROM zonage_transition WHERE avant = 'ZIP' AND apres = 'ZAC'"),
                    6140, 0);
        assert_near(number(db, "SELECT count(nb_gp) + count(nb_gp_60) FROM zonage_transition"), 0, 0);
        assert_near(number(db,
                           "SELECT count(*) FROM zonage_aide WHERE aide = 'coscom' AND habitants_perdent = 6140 "
                           "AND gp_perdent IS NULL AND enjeu_perdu IS NULL"),
                    1, 0);
        assert_near(
            number(db, "SELECT count(*) FROM zonage_rang WHERE indicateur LIKE 'médecins pour%' AND valeur >= 0"),
            0, 0);
        mlg_db_close(db);
    }
}

/* ---- neighbourhoods ------------------------------------------------------------------------------------------------ */

/* Outlines of two communes of 2 km by 2 km, and neighbourhoods of 400 m by 500 m: one a twentieth of the first commune, one over
 * both, one of known people. */
static void write_squares(const char *folder)
{
    study_communes = "communes.csv, crs: \"EPSG:2154\", columns: { geometrie: wkt }";
    write_text(
        in_folder(folder, "communes.csv"),
        "insee_com,libelle,siren_epci,insee_dep,population,wkt\n"
        "01001,A,200000001,01,2000,\"POLYGON((700000 6600000,702000 6600000,702000 6602000,700000 6602000,700000 "
        "6600000))\"\n"
        "01002,B,200000001,01,8000,\"POLYGON((702000 6600000,704000 6600000,704000 6602000,702000 6602000,702000 "
        "6600000))\"\n");
    write_text(
        in_folder(folder, "qpv.csv"),
        "code_qp,libelle,population,wkt\n"
        "QN00101,Un,,\"POLYGON((700500 6600500,700900 6600500,700900 6601000,700500 6601000,700500 6600500))\"\n"
        "QN00102,Deux,,\"POLYGON((701800 6600500,702200 6600500,702200 6601000,701800 6601000,701800 6600500))\"\n"
        "QN00103,Trois,300,\"POLYGON((703000 6600500,703400 6600500,703400 6601000,703000 6601000,703000 "
        "6600500))\"\n");
    write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01002,1\n");
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,3,3\n01002,4.5,4.5\n");
    write_text(in_folder(folder, "zonage.csv"),
               "maille,code,libelle,zonage\ncommune,01001,A,ZAC\ncommune,01002,B,HV\n");
}

static const char with_qpv[] = "  qpv: [ { path: qpv.csv, crs: \"EPSG:2154\", columns: { geometrie: wkt } } ]\n"
                               "  zoning: [ { path: zonage.csv } ]\n"
                               "  apl: [ { path: apl.csv, vintage: \"2018\" } ]\n";

/* 0.2 km2 of 4 km2: a twentieth of 2 000 is 100; a fortieth of each is 50 + 200; 300 are given. */
static void people_of_neighbourhoods_are_estimated_and_marked_so(void **state)
{
    char *folder = *state;
    write_squares(folder);
    mlg_db *db = run_study(folder, with_qpv, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(number(db, "SELECT population FROM qpv WHERE code_qp = 'QN00101'"), 100, 0);
    assert_near(number(db, "SELECT population FROM qpv WHERE code_qp = 'QN00102'"), 250, 0);
    assert_near(number(db, "SELECT population FROM qpv WHERE code_qp = 'QN00103'"), 300, 0);
    assert_text(
        db,
        "SELECT group_concat(population_source, ' ') FROM (SELECT population_source FROM qpv ORDER BY code_qp)",
        "surface surface source");
    assert_near(
        number(
            db,
            "SELECT count(*) FROM zonage_controle WHERE motif = 'population de quartiers estimée d’après la "
            "surface' "
            "AND detail LIKE '2 sur 3, 350 habitants en tout, faute de source%sous-estime%36\u202f100 comptés'"),
        1, 0);
    mlg_db_close(db);
    db =
        filed(folder, "kind: scenario\nforce: true\nzoning: [ { qpv: QN00101, class: ZIP, reason: essai }, { qpv: "
                      "QN00103, class: ZIP, reason: essai } ]\n");
    assert_near(number(db, "SELECT population FROM zonage_jauge WHERE cote = 'B' AND jauge = 'ZIP'"), 400, 1e-9);
    assert_text(db, "SELECT reserve FROM zonage_jauge WHERE cote = 'B' AND jauge = 'ZIP'",
                "dont 100 habitants de quartiers, estimés d’après la surface, sans doute trop peu");
    char *annex = read_annex(folder);
    assert_non_null(strstr(annex, "100 (estimée d’après la surface)"));
    const char *told = strstr(annex, "Population de quartiers estimée d’après la surface : 2 sur 3");
    assert_true(told && told < strstr(annex, "Annexe 1"));
    free(annex);
    mlg_db_close(db);
}

/* Three squares of 200 m: the centres of two (30 and 45 persons) lie in QN00101, that of the third in no neighbourhood; 75 of 145 of the
 * 2 000 persons of the commune. QN00102 has no square, and goes by its area. The same whether squares are points of demand or not. */
static void people_of_squares_come_before_areas(void **state)
{
    static const char *const demand[] = { "communes", "cells" };
    for (int k = 0; k < 2; k++) {
        char *folder = *state, sources[768];
        write_squares(folder);
        write_text(in_folder(folder, "squares.csv"),
                   "code,population,x,y\nA,30,700600,6600600\nB,45,700800,6600800\nC,70,701200,6601200\n");
        snprintf(sources, sizeof sources,
                 "%s  cells: [ { path: squares.csv, crs: \"EPSG:2154\", columns: { x: x, y: y } } ]\ndemand: %s\n",
                 with_qpv, demand[k]);
        mlg_db *db = run_study(folder, sources, "{ rules: arrete-2017, apl: published-65 }");
        assert_text(db,
                    "SELECT group_concat(population_source, ' ') FROM (SELECT population_source FROM qpv ORDER BY "
                    "code_qp)",
                    "carreaux surface source");
        assert_near(number(db, "SELECT population FROM qpv WHERE code_qp = 'QN00101'"), round(2000 * 75 / 145.0),
                    0);
        assert_near(checks(db, "population de quartiers estimée d’après les carreaux"), 1, 0);
        assert_near(checks(db, "population de quartiers estimée d’après la surface"), 1, 0);
        assert_near(number(db, "SELECT count(*) FROM parametre WHERE nom = 'qpv.population' AND valeur LIKE "
                               "'sur 3 quartiers : 1 estimés d’après les carreaux, 1 d’après%'"),
                    1, 0);
        mlg_db_close(db);
    }
}

/* QN00101 lies in 01001, QN00102 half in each: 3.0 and 3.75 by the APL of the study, 3.2 and 3.9 by that of the scenario. */
static void neighbourhoods_have_an_indicator_before_and_after(void **state)
{
    char *folder = *state;
    write_squares(folder);
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,3.2,3\n01002,4.6,4.5\n");
    mlg_db_close(run_study(folder, with_qpv, "{ rules: arrete-2017, apl: published-65 }"));
    mlg_db *db = filed(folder, "kind: scenario\napl: { from: published }\n");
    static const char *const code[] = { "QN00101", "QN00102" };
    static const double before[] = { 3, 3.75 }, after[] = { 3.2, 3.9 };
    for (int k = 0; k < 2; k++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT apl_avant FROM zonage_scenario WHERE code = '%s'", code[k]);
        assert_near(number(db, sql), before[k], 1e-12);
        snprintf(sql, sizeof sql, "SELECT apl_apres FROM zonage_scenario WHERE code = '%s'", code[k]);
        assert_near(number(db, sql), after[k], 1e-12);
    }
    mlg_db_close(db);
}

/* A neighbourhood known by a point, or in communes known by a centre, has no area to go by. */
static void people_that_nothing_tells_are_unknown(void **state)
{
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "qpv.csv"), "code_qp,libelle,population,lon,lat\nQN00101,Un,,2.60,50.50\n"
                                             "QN00102,Deux,,2.66,50.50\nQN00103,Trois,80,2.72,50.50\n");
    char sources[512];
    snprintf(sources, sizeof sources, "%s  qpv: [ { path: qpv.csv } ]\n", published);
    mlg_db *db = run_study(folder, sources, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(number(db, "SELECT count(*) FROM qpv WHERE population IS NULL AND population_source IS NULL"), 2,
                0);
    assert_text(db, "SELECT reserve FROM zonage_jauge WHERE cote = 'A' AND jauge = 'ZIP'",
                "population de 2 quartiers inconnue");
    assert_near(checks(db, "population de quartiers inconnue"), 1, 0);
    mlg_db_close(db);
    db = filed(folder, "kind: scenario\nzoning: [ { qpv: QN00101, class: ZAC, reason: essai } ]\n");
    char *annex = read_annex(folder);
    assert_non_null(strstr(annex, "population de 2 quartiers inconnue"));
    assert_near(number(db, "SELECT population IS NULL FROM zonage_scenario WHERE code = 'QN00101'"), 1, 0);
    free(annex);
    mlg_db_close(db);
}

/* 01002 is hors vivier (4.5) and 01001 in it (3): a neighbourhood over both may be chosen, one in 01002 alone needs its reason. */
static void a_neighbourhood_outside_the_choice_needs_its_reason(void **state)
{
    mlg_error err;
    char *folder = *state;
    write_squares(folder);
    mlg_db_close(run_study(folder, with_qpv, "{ rules: arrete-2017, apl: published-65 }"));
    write_text(in_folder(folder, "own.yaml"),
               "kind: zoning\ntitle: Essai\nthresholds: { selection: 2.5, vivier: 4 }\n"
               "margin_pct: 50\n");
    assert_fails(
        file_zoning(folder, "kind: scenario\nrules: own.yaml\nzoning: [ { qpv: QN00103, class: ZAC } ]\n", &err),
        MLG_DATA, &err, "a justification in figures is required");
    assert_ok(
        file_zoning(folder, "kind: scenario\nrules: own.yaml\nzoning: [ { qpv: QN00102, class: ZAC } ]\n", &err),
        &err);
    assert_ok(
        file_zoning(folder, "kind: scenario\nrules: own.yaml\nzoning: [ { qpv: QN00101, class: ZIP } ]\n", &err),
        &err);
    mlg_db *db =
        filed(folder, "kind: scenario\nrules: own.yaml\nzoning: [ { commune: \"01002\", class: ZAC, reason: "
                      "essai } ]\nforce: true\n");
    assert_text(db, "SELECT zonage_ecart FROM acces_commune WHERE insee_com = '01002'",
                "hors vivier, classée : marge de 50 % du vivier dépassée (400,00 %)");
    assert_text(db, "SELECT feu FROM zonage_jauge WHERE cote = 'B' AND jauge = 'marge'", "depasse");
    assert_near(checks(db, "plafond dépassé"), 1, 0);
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(doctors_are_counted_alike_in_any_unit, begin, tear_down),
        cmocka_unit_test_setup_teardown(doctors_of_several_units_add_up, begin, tear_down),
        cmocka_unit_test_setup_teardown(doctors_that_nobody_gives_are_unknown, begin, tear_down),
        cmocka_unit_test_setup_teardown(people_of_neighbourhoods_are_estimated_and_marked_so, begin, tear_down),
        cmocka_unit_test_setup_teardown(people_of_squares_come_before_areas, begin, tear_down),
        cmocka_unit_test_setup_teardown(neighbourhoods_have_an_indicator_before_and_after, begin, tear_down),
        cmocka_unit_test_setup_teardown(people_that_nothing_tells_are_unknown, begin, tear_down),
        cmocka_unit_test_setup_teardown(a_neighbourhood_outside_the_choice_needs_its_reason, begin, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
