/* What loaders make of published files beyond their columns: perimeters, who counts as a doctor, changes of communes. */
#include "try_study.h"

#include "study/identity.h"
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

/* ---- RPPS ------------------------------------------------------------------------------------------------------ */

static const char finess[] = "nofinesset;nofinessej;rs;rslongue;departement;libdepartement;cog;codepostal;categetab;coordx;coordy;sourcegeocod\n"
                             "010000024;010780054;MSP;MSP DE VIRIAT;01;AIN;01451;01440;603;870215.7;6571590.5;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93\n";

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
 * (two degrees), and another one: half each. K  no specialty. L  a skill that is no specialty (type C). */
static const char selection[] =
    "81|10|S|SM54|L|010000024||01053|S1|SA07|\n82|10|S|SM53|L|999999999||01053|S2|SA08|\n83|10|S|SM54|L||01440||S3|SA07|\n"
    "84|10|S|SM54|S|||01053|S4|SA05|\n85|10|S|SM54|S|||01053|S5|SA01|\n86|10|S|SM54|L|||01053|S6|SA50|\n"
    "87|10|S|SM49|L|||01053|S7|SA07|\n88|10|S|SM54|S|||01053|S8|SA07|\n89|21|||L|||01053|S9|SA07|\n"
    "90|10|S|SM54|L|||01344|S10|SA07|\n90|10|S|SM54|L|||01344|S10|SA07|\n90|10|S|SM54|L|||01053|S11|SA07|\n"
    "91|10|||L|||01344|S12|SA07|\n92|10|C|CM01|L|||01344|S13|SA07|\n";

static void the_selection_rules_of_general_practitioners(void **state)
{
    char text[2048];
    snprintf(text, sizeof text, "Identification nationale PP|Code profession|Code type savoir-faire|Code savoir-faire|Code mode exercice|"
                                "Numéro FINESS site|Code postal (coord. structure)|Code commune (coord. structure)|"
                                "Identifiant technique de la structure|Code secteur d'activité|\n%s", selection);
    write_text(in_folder(*state, "rpps.txt"), text);
    write_text(in_folder(*state, "finess.csv"), finess);
    write_text(in_folder(*state, "postal.csv"), "#Code_commune_INSEE;Nom;Code_postal\n01451;VIRIAT;01440\n");
    write_text(in_folder(*state, "centre.csv"), "insee_com,rpps,age\n01053,93,61\n01053,84,45\n01053,81,45\n");
    mlg_db *db = study(*state, "  sites:\n    - { dataset: finess, path: finess.csv }\n  postal:\n    - { dataset: laposte-postal, path: postal.csv }\n"
                               "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp }\n    - { path: centre.csv, service: gp }");
    assert_text(db, "SELECT group_concat(insee_com || ' ' || precision || ' ' || round(quantite, 2) || coalesce(' ' || etablissement, ''), ', ') "
                    "FROM (SELECT * FROM offre ORDER BY id)",
                "01451 etablissement 1.0 010000024, 01053 commune 1.0, 01451 code_postal 1.0, 01053 commune 1.0, 01344 commune 0.5, "
                "01053 commune 0.5, 01344 commune 1.0, 01053 commune 1.0");
    /* seven persons, and the one of the centre whom RPPS does not have; the two others are listed, not rejected */
    assert_near(number(db, "SELECT sum(quantite) FROM offre"), 7, 1e-12);
    assert_near(number(db, "SELECT age FROM offre WHERE age IS NOT NULL"), 61, 0);
    assert_near(number(db, "SELECT count(*) FROM reject WHERE motif = 'professionnel déjà compté dans un autre fichier'"), 2, 0);
    assert_near(number(db, "SELECT rejetees FROM provenance WHERE source = 'supply[1]'"), 0, 0);
    assert_near(number(db, "SELECT gardees FROM provenance WHERE source = 'supply[0]'"), 7, 0);
    assert_near(number(db, "SELECT valeur FROM parametre WHERE nom = 'sources.supply[0].doubles'"), 1, 0);
    mlg_db_close(db);
}

/* The specialties in a file of their own: 1 is a GP, 2 a cardiologist, 3 both, 4 has none. */
static void specialties_may_stand_in_a_file_of_their_own(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "towns.csv"), towns);
    write_text(in_folder(*state, "rpps.txt"), "Identification nationale PP|Code profession|Code mode exercice|Code commune (coord. structure)|"
                                              "Code secteur d'activité|\n81|10|L|01451|SA07|\n82|10|L|01053|SA07|\n83|10|L|01344|SA07|\n84|10|L|01451|SA08|\n");
    write_text(in_folder(*state, "skills.txt"), "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code profession|Code type savoir-faire|"
                                                "Code savoir-faire|\n8|1|81|10|S|SM54|\n8|2|82|10|S|SM04|\n8|3|83|10|S|SM04|\n8|3|83|10|S|SM53|\n8|4|84|10|CAPA|C51|\n");
    assert_fails(try_study(&db, *state, "{ path: towns.csv }", "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp }", &err), MLG_INPUT,
                 &err, "rpps.txt has no column 'Code savoir-faire', and no companion file is named");
    assert_ok(try_study(&db, *state, "{ path: towns.csv }",
                        "  supply:\n    - { dataset: rpps, path: rpps.txt, service: gp, companion: skills.txt }", &err), &err);
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM (SELECT * FROM offre ORDER BY id)", "01451 01344 01451");
    assert_near(number(db, "SELECT count(*) FROM provenance WHERE source = 'supply[0].companion' AND licence = 'Licence Ouverte 2.0'"), 1, 0);
    mlg_db_close(db);
    /* other professions need none */
    assert_ok(try_study(&db, *state, "{ path: towns.csv }", "  supply:\n    - { dataset: rpps, path: rpps.txt, service: nurse }", &err), &err);
    mlg_db_close(db);
}

static void specialties_may_stand_in_the_same_zip(void **state)
{
    char command[4096];
    mlg_db *db;
    mlg_error err;
    specialties_may_stand_in_a_file_of_their_own(state);
    const char *folder = *state;
    snprintf(command, sizeof command, "cd '%s' && mv rpps.txt PS_LibreAcces_Personne_activite_2.txt && mv skills.txt PS_LibreAcces_SavoirFaire_2.txt && "
                                      "python3 -m zipfile -c PS_LibreAcces.zip PS_LibreAcces_*.txt", folder);
    assert_int_equal(system(command), 0);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", "  supply:\n    - { dataset: rpps, path: PS_LibreAcces.zip, service: gp }", &err), &err);
    assert_text(db, "SELECT group_concat(insee_com, ' ') FROM (SELECT * FROM offre ORDER BY id)", "01451 01344 01451");
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
        TEST(specialties_may_stand_in_a_file_of_their_own),
        TEST(specialties_may_stand_in_the_same_zip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
