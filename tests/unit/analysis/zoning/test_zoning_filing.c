/* A zoning that is filed: its own tables, what is known of its figures, its region, what the law asks. */
#include "filed_zoning.h"

#include "analysis/common/evidence.h"
#include "base/number.h"

/* ---- the zoning that is filed -------------------------------------------------------------------------------------- */

/* In force T1 is in ZAC, below the threshold; the scenario puts it in ZIP: nothing of the filed zoning lists it. */
static void what_is_put_in_zip_leaves_the_list_of_risks(void **state)
{
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage\ntvs,T1,Un,ZAC\ntvs,T2,Deux,ZAC\n");
    mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(number(db, "SELECT count(*) FROM tvs WHERE ecart LIKE 'sous le seuil%'"), 1, 0);
    mlg_db_close(db);
    db = filed(folder, "kind: scenario\nzoning: [ { tvs: T1, class: ZIP, reason: essai } ]\n");
    char *annex = read_annex(folder);
    assert_null(strstr(annex, "hors ZIP"));
    assert_near(number(db, "SELECT count(*) FROM tvs WHERE ecart LIKE 'sous le seuil%'"), 0, 0);
    assert_text(db, "SELECT zonage FROM tvs WHERE code = 'T1'", "ZIP");
    assert_text(db,
                "SELECT group_concat(DISTINCT zonage) FROM acces_commune WHERE insee_com IN ('01001', '01002')",
                "ZIP");
    assert_near(number(db, "SELECT population FROM jauge WHERE zonage = 'ZIP'"), 6140, 0);
    assert_near(number(db, "SELECT population FROM zonage_jauge WHERE cote = 'B' AND jauge = 'ZIP'"), 6140, 0);
    free(annex);
    mlg_db_close(db);
}

/* The head of the annex is as long as its words: nothing is cut. */
static void long_sources_are_written_in_full(void **state)
{
    char *folder = *state;
    char vintage[1400], sources[1700];
    write_files(folder);
    memset(vintage, 'x', sizeof vintage);
    snprintf(vintage + sizeof vintage - 5, 5, " fin");
    snprintf(sources, sizeof sources,
             "  tvs: [ { path: tvs.csv, vintage: \"%s\" } ]\n  zoning: [ { path: zonage.csv } ]\n"
             "  apl: [ { path: apl.csv, vintage: \"2018\" } ]\n",
             vintage);
    mlg_db_close(run_study(folder, sources, "{ rules: arrete-2017, apl: published-65 }"));
    mlg_db_close(filed(folder, "kind: scenario\nzoning: [ { tvs: T1, class: ZIP, reason: essai } ]\n"));
    char *annex = read_annex(folder);
    assert_non_null(strstr(annex, "xxx fin)"));
    free(annex);
}

/* T1 is taken out of ZIP: it is listed, its minimum is told, and so is a commune of another class than its territory. */
static void what_is_taken_out_of_zip_joins_the_list_of_risks(void **state)
{
    char *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }"));
    mlg_db *db =
        filed(folder, "kind: scenario\nforce: true\nzoning: [ { tvs: T1, class: ZAC, reason: essai }, { commune: "
                      "\"01003\", class: HZ, reason: essai } ]\n");
    char *annex = read_annex(folder);
    assert_non_null(strstr(annex, "| T1 | Un | 6\u202f140 | 2,000 | ZAC | sous le seuil et hors ZIP"));
    assert_text(db, "SELECT code FROM tvs WHERE ecart LIKE 'sous le seuil%'", "T1");
    assert_text(db, "SELECT feu FROM zonage_jauge WHERE cote = 'B' AND jauge = 'ZIP'", "insuffisant");
    assert_near(checks(db, "minimum de ZIP non atteint"), 1, 0);
    assert_text(db, "SELECT detail FROM zonage_controle WHERE motif = 'minimum de ZIP non atteint'",
                "0,0000 %, pour une sélection nationale de 50,6935 %"); /* 6 140 of 12 112 */
    assert_text(db, "SELECT code FROM zonage_controle WHERE motif LIKE 'commune d%une autre classe%'", "01003");
    free(annex);
    mlg_db_close(db);
}

/* Another rule is that of the tables, and of the parameters beside them. */
static void the_rule_of_the_filed_zoning_is_told(void **state)
{
    char *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }"));
    mlg_db *db = filed(folder, "kind: scenario\nrules: arrete-2025\nderive: true\napl: { from: published }\n");
    assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'regle'", "arrete-2025");
    assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'indicateur'",
                "APL publiée, tous âges");
    assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'regle_preuve'",
                "non vérifié à la source");
    assert_near(number(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'seuil_zip'"), 2.71, 0);
    assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'aides_date'",
                "2026-01-01"); /* of the zoning studied */
    assert_near(number(db, "SELECT count(*) FROM zonage_aide WHERE fin < '2026'"), 0, 0);
    mlg_db_close(db);
}

/* The date given, else the later of the last year of the zoning in force and the beginning of the rule (16 November 2017): the aids
 * of 2016 end with 2025, those of the agreement of 2024 begin with 2026. */
static void aids_are_those_of_the_zoning_studied(void **state)
{
    static const struct {
        const char *vintage, *scenario, *date;
        double closed, opened; /* aids that end with 2025, that begin with 2026 */
    } cases[] = {
        { "2015", "", "2017-11-16", 4, 0 },
        { "2018 (reconstitué)", "", "2018-01-01", 4, 0 },
        { "2018-2026", "", "2026-01-01", 0, 5 },
        { "arrêté du 3 mars 2026, no 12345", "", "2026-01-01", 0, 5 },
        { "2018-2026", "date: \"2024-05-01\"\n", "2024-05-01", 4, 0 },
    };
    char *folder = *state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char sources[512], scenario[256];
        write_files(folder);
        snprintf(sources, sizeof sources,
                 "  tvs: [ { path: tvs.csv } ]\n  zoning: [ { path: zonage.csv, vintage: \"%s\" } ]\n"
                 "  apl: [ { path: apl.csv, vintage: \"2018\" } ]\n",
                 cases[k].vintage);
        mlg_db_close(run_study(folder, sources, "{ rules: arrete-2017, apl: published }"));
        snprintf(scenario, sizeof scenario,
                 "kind: scenario\n%sforce: true\nzoning: [ { tvs: T1, class: ZAC, reason: essai } ]\n",
                 cases[k].scenario);
        mlg_db *db = filed(folder, scenario);
        assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'aides_date'", cases[k].date);
        assert_near(number(db, "SELECT count(*) FROM zonage_aide WHERE fin = '2025-12-31'"), cases[k].closed, 0);
        assert_near(number(db, "SELECT count(*) FROM zonage_aide WHERE debut = '2026-01-01'"), cases[k].opened, 0);
        mlg_db_close(db);
    }
}

/* The small communes, with 2A004 in the département of its code. */
static void put_frevent_in_corsica(const char *folder)
{
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,siren_epci,insee_dep,population,lon,lat\n01001,A,200000001,01,2000,2.6,50.5\n"
               "01002,B,200000001,01,4140,2.66,50.5\n01003,C,200000001,01,716,2.72,50.5\n"
               "01004,D,200000001,01,956,2.6,50.54\n01005,E,200000001,01,1800,2.66,50.54\n"
               "01009,F,200000002,01,900,2.72,50.58\n2A004,G,200000001,2A,2500,2.72,50.54\n");
    study_communes = "communes.csv";
}

/* ---- what is known ------------------------------------------------------------------------------------------------- */

/* T4 is 2A004 (2 500 persons) and its neighbour 01008 (1 500), whose APL is not published: known for 62.5 %. */
static void a_fragment_decides_nothing(void **state)
{
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,2,2\n01002,2,2\n01003,3,3\n01004,3,3\n"
                                             "01005,4.5,4.5\n2A004,2.1,2.1\n");
    mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(number(db, "SELECT part_connue FROM tvs WHERE code = 'T4'"), 62.5, 1e-12);
    assert_near(number(db, "SELECT apl FROM tvs WHERE code = 'T4'"), 2.1, 1e-12);
    assert_near(number(db, "SELECT count(*) FROM tvs WHERE code = 'T4' AND cadre IS NULL AND rang IS NULL AND "
                           "zonage_regle IS NULL AND ecart IS NULL"),
                1, 0);
    assert_near(number(db, "SELECT part_connue FROM tvs WHERE code = 'T1'"), 100, 0);
    assert_text(db, "SELECT cadre FROM tvs WHERE code = 'T1'", "selection");
    assert_near(checks(db, "indicateur connu pour moins de 95 % des habitants"), 1, 0);
    assert_text(
        db, "SELECT detail FROM zonage_controle WHERE code = 'T4' AND motif LIKE 'indicateur connu%'",
        "Quatre : connu pour 62,5 % de ses 4\u202f000 habitants ; ni rang, ni cadre, ni classe selon la règle");
    assert_text(db, "SELECT feu FROM zonage_jauge WHERE jauge = 'connu'", "insuffisant");
    assert_text(db, "SELECT reserve FROM zonage_jauge WHERE jauge = 'marge'",
                "sans les 2\u202f500 habitants de territoires de cadre inconnu");
    assert_near(number(db, "SELECT part FROM zonage_jauge WHERE jauge = 'connu'"), 100 * 9612.0 / 12112, 1e-9);
    assert_near(number(db, "SELECT valeur LIKE '%est connu : 0 sur 1 ;%' FROM parametre WHERE nom = "
                           "'tvs_hors_territoire'"),
                1, 0);
    mlg_db_close(db);
    db = filed(folder, "kind: scenario\nderive: true\n"); /* no class from it either */
    assert_near(number(db, "SELECT zonage IS NULL FROM tvs WHERE code = 'T4'"), 1, 0);
    assert_near(
        number(db, "SELECT count(*) FROM zonage_controle WHERE code = 'T4' AND detail LIKE '%; sans classe'"), 1,
        0); /* once: neither as a territory without a class, nor commune by commune */
    assert_near(checks(db, "territoire sans classe"), 0, 0);
    assert_near(checks(db, "commune sans classe"), 0, 0);
    char *annex = read_annex(folder);
    const char *told =
        strstr(annex, "1 territoire (2\u202f500 habitants, 20,6 % de la population) n’a pas de classe.");
    assert_true(told && told < strstr(annex, "Annexe 1"));
    free(annex);
    mlg_db_close(db);
}

/* T1 is 01001 and 01002, and two communes outside the study: of 800 persons, of unknown people in no source, or in no source of a
 * département that is not covered. 01009 is a code of no commune of a covered département: listed, not counted. */
static void members_outside_the_study_are_not_known(void **state)
{
    static const struct {
        const char *row;
        double known_pct; /* of 2 000 + 4 140 */
    } cases[] = { { "01077,T1,Un\n", 100 * 6140.0 / 6940 },
                  { "01078,T1,Un\n", (double)NAN },
                  { "62041,T1,Un\n", (double)NAN },
                  { "01999,T1,Un\n", 100 } };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[256], *folder = *state;
        write_files(folder);
        write_text(
            in_folder(folder, "communes.csv"),
            "insee_com,libelle,siren_epci,insee_dep,population,lon,lat\n01001,A,200000001,01,2000,2.6,50.5\n"
            "01002,B,200000001,01,4140,2.66,50.5\n01003,C,200000001,01,716,2.72,50.5\n"
            "01077,Loin,200000002,01,800,5.6,46.5\n01078,Ici,200000002,01,,5.7,46.5\n");
        study_communes = "communes.csv";
        snprintf(text, sizeof text, "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n%s01078,T9,Neuf\n",
                 cases[k].row);
        write_text(in_folder(folder, "tvs.csv"), text);
        write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,2,2\n01002,2,2\n01003,3,3\n");
        write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage\ntvs,T1,Un,ZIP\n");
        write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01002,1\n");
        mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
        bool judged = cases[k].known_pct >= 95;
        assert_near(number(db, "SELECT count(*) FROM tvs_hors_etude"), !judged, 0);
        assert_near(number(db, "SELECT part_connue IS NULL FROM tvs WHERE code = 'T1'"), isnan(cases[k].known_pct),
                    0);
        if (!isnan(cases[k].known_pct))
            assert_near(number(db, "SELECT part_connue FROM tvs WHERE code = 'T1'"), cases[k].known_pct, 1e-9);
        assert_near(number(db, "SELECT cadre IS NULL AND rang IS NULL FROM tvs WHERE code = 'T1'"), !judged, 0);
        assert_near(number(db, "SELECT count(*) FROM zonage_controle WHERE code = 'T1' AND detail LIKE "
                               "'%(1 commune hors de l’étude : agrandissez buffer)%'"),
                    !judged, 0);
        mlg_db_close(db);
    }
}

/* Most people of T1 live in a commune of Corsica that the study does not hold. */
static void members_outside_the_study_weigh_in_the_region(void **state)
{
    char *folder = *state;
    write_files(folder);
    put_frevent_in_corsica(folder);
    study_territory = "{ communes: [\"01003\", \"01004\"] }";
    study_buffer = "1 km";
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01003,T1,Un\n2A004,T1,Un\n01004,T2,Deux\n");
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01003,2,2\n01004,2,2\n");
    write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01003,1\n");
    write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage\ntvs,T1,Un,ZIP\n");
    mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
    assert_text(db, "SELECT region_majoritaire FROM tvs WHERE code = 'T1'", "94");
    assert_near(number(db, "SELECT part_region FROM tvs WHERE code = 'T1'"), 100 * 2500.0 / 3216, 1e-9);
    assert_near(checks(db, "territoire d’une autre région"), 1, 0);
    mlg_db_close(db);
}

/* 95 % is enough: of T1, 2 000 of 6 140 are lost; of a T1 of 01002 and a commune of 200, 4.6 %. A frame a source gives stays. */
static void enough_of_a_territory_decides(void **state)
{
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,siren_epci,insee_dep,population,lon,lat\n01001,A,200000001,01,200,2.6,50.5\n"
               "01002,B,200000001,01,4140,2.66,50.5\n01003,C,200000001,01,716,2.72,50.5\n");
    study_communes = "communes.csv";
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01002,2,2\n");
    write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage,cadre\ntvs,T2,Deux,ZAC,vivier\n");
    write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01002,1\n");
    mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(number(db, "SELECT part_connue FROM tvs WHERE code = 'T1'"), 100 * 4140.0 / 4340, 1e-12);
    assert_text(db, "SELECT cadre FROM tvs WHERE code = 'T1'", "selection");
    assert_near(number(db, "SELECT part_connue FROM tvs WHERE code = 'T2'"), 0, 0);
    assert_text(db, "SELECT cadre FROM tvs WHERE code = 'T2'", "vivier");
    mlg_db_close(db);
}

/* ---- the region ---------------------------------------------------------------------------------------------------- */

/* 01001 is a neighbour of the same region and comes first by its code; 01003 and 01004 alone, or 2A004 of another region. */
static void the_region_is_that_of_the_territory_whatever_surrounds_it(void **state)
{
    static const char *const territory[] = { "{ communes: [\"01003\", \"01004\"] }", "{ communes: [\"2A004\"] }",
                                             "{ communes: [\"01009\", \"2A004\"] }" };
    static const char *const region[] = { "84", "94", "94" };
    for (int k = 0; k < 3; k++) {
        char *folder = *state;
        put_frevent_in_corsica(folder);
        write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01002,1\n2A004,1\n");
        study_territory = territory[k];
        mlg_db *db = run_study(folder, "", "{ rules: arrete-2021, zip_max_pct: 40 }");
        assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'region'", region[k]);
        assert_near(checks(db, "région non trouvée"), 0, 0);
        assert_near(checks(db, "plafond régional appliqué à une partie de la région"), 1, 0);
        mlg_db_close(db);
    }
}

static void a_region_that_is_not_found_is_told(void **state)
{
    char *folder = *state;
    write_text(in_folder(folder, "communes.csv"),
               "insee_com,libelle,siren_epci,insee_dep,population,lon,lat\n99001,A,200000001,99,200,2.6,50.5\n"
               "99002,B,200000001,99,4140,2.66,50.5\n");
    write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n99002,1\n");
    study_communes = "communes.csv";
    mlg_db *db = run_study(folder, "", "{ rules: arrete-2017 }");
    assert_near(checks(db, "région non trouvée"), 1, 0);
    assert_text(db, "SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'region'", "non trouvée");
    mlg_db_close(db);
}

/* 2A004 holds most people of T3: Corsica decides of it, by hand or by the rule. */
static void a_territory_of_another_region_is_locked(void **state)
{
    mlg_error err;
    char *folder = *state;
    write_files(folder);
    put_frevent_in_corsica(folder);
    write_text(in_folder(folder, "medecins.csv"), "insee_com,quantite\n01002,1\n2A004,1\n");
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n01004,T2,"
                                             "Deux\n01005,T3,Trois\n2A004,T3,Trois\n");
    mlg_db *db = run_study(folder, published, "{ rules: arrete-2017, apl: published-65 }");
    assert_near(checks(db, "territoire d’une autre région"), 1, 0);
    mlg_db_close(db);
    assert_fails(file_zoning(folder, "kind: scenario\nzoning: [ { tvs: T3, class: ZIP, reason: essai } ]\n", &err),
                 MLG_DATA, &err, "most of its people live in another region");
    assert_fails(file_zoning(folder,
                             "kind: scenario\nzoning: [ { commune: \"01005\", class: ZIP, reason: essai } ]\n",
                             &err),
                 MLG_DATA, &err, "most of its people live in another region");
    db = filed(folder, "kind: scenario\nderive: true\nceilings: { zip_pct: 90 }\n");
    assert_text(db, "SELECT zonage FROM tvs WHERE code = 'T3'", "HZ");
    mlg_db_close(db);
}

/* ---- professions --------------------------------------------------------------------------------------------------- */

/* Rules of another profession than the study computes are refused, by name; a nickname is told the name. */
static void the_rule_and_the_study_speak_of_one_profession(void **state)
{
    mlg_error err;
    mlg_run_result result;
    mlg_run_options options = { .overwrite = true };
    char *folder = *state;
    assert_fails(
        mlg_run(&result, write_study(folder, "", "{ rules: infirmiers-2020 }"), &options, &err), MLG_DATA, &err,
        "the rule infirmiers-2020 classes by 'apl' of the service 'nurse', which the study does not compute");
    study_supply = "{ path: medecins.csv, service: gp }, { path: medecins.csv, service: physiotherapist }";
    assert_fails(mlg_run(&result, write_study(folder, "", "{ rules: arrete-2017 }"), &options, &err), MLG_INPUT,
                 &err, "did you mean 'physio'?");
    study_supply = "{ path: medecins.csv, service: physio }";
    study_access = "{ service: physio, measure: apl }";
    mlg_db *db = run_study(folder, "", "{ rules: kinesitherapeutes-2018 }");
    assert_near(number(db, "SELECT count(*) FROM tvs WHERE zonage_regle IS NULL"), 0, 0);
    assert_near(number(db, "SELECT count(*) FROM jauge"), 0, 0); /* its classes are not ZIP and ZAC */
    assert_near(number(db, "SELECT resume LIKE '%under 51.8%' FROM etape WHERE nom = 'access'"), 1, 0);
    mlg_db_close(db);
}

static void assert_evidence(const char *codes, const char *words)
{
    mlg_text text = { 0 };
    mlg_evidence_words(&text, codes);
    assert_string_equal(mlg_text_words(&text), words);
    mlg_text_release(&text);
}

static void evidence_and_decimals_are_in_words(void **state)
{
    char text[] = "2.5 à 4. Fin, 10.25";
    (void)state;
    assert_evidence("C", "vérifié à la source");
    assert_evidence("M", "non vérifié à la source");
    assert_evidence("C (taux), M (jours)", "vérifié à la source (taux), non vérifié à la source (jours)");
    assert_evidence("C, sauf l’abandon", "vérifié à la source, sauf l’abandon");
    assert_evidence(NULL, "");
    mlg_decimal_comma(text);
    assert_string_equal(text, "2,5 à 4. Fin, 10,25");
    assert_string_equal(mlg_french_count(1234567).text, "1\u202f234\u202f567");
    assert_string_equal(mlg_french_count(999.6).text, "1\u202f000");
    assert_string_equal(mlg_french_count(0).text, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_in_zip_leaves_the_list_of_risks, begin, tear_down),
        cmocka_unit_test_setup_teardown(long_sources_are_written_in_full, begin, tear_down),
        cmocka_unit_test_setup_teardown(what_is_taken_out_of_zip_joins_the_list_of_risks, begin, tear_down),
        cmocka_unit_test_setup_teardown(the_rule_of_the_filed_zoning_is_told, begin, tear_down),
        cmocka_unit_test_setup_teardown(aids_are_those_of_the_zoning_studied, begin, tear_down),
        cmocka_unit_test_setup_teardown(a_fragment_decides_nothing, begin, tear_down),
        cmocka_unit_test_setup_teardown(members_outside_the_study_weigh_in_the_region, begin, tear_down),
        cmocka_unit_test_setup_teardown(members_outside_the_study_are_not_known, begin, tear_down),
        cmocka_unit_test_setup_teardown(enough_of_a_territory_decides, begin, tear_down),
        cmocka_unit_test_setup_teardown(the_region_is_that_of_the_territory_whatever_surrounds_it, begin,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_region_that_is_not_found_is_told, begin, tear_down),
        cmocka_unit_test_setup_teardown(a_territory_of_another_region_is_locked, begin, tear_down),
        cmocka_unit_test_setup_teardown(the_rule_and_the_study_speak_of_one_profession, begin, tear_down),
        cmocka_unit_test(evidence_and_decimals_are_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
