/* Scenarios of zoning on the small study: linear access, refusals, files an ARS files. */
#include "zoning_study.h"

/* Three territories, zoned. */
static void write_files(const char *folder)
{
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n01004,T2,"
                                             "Deux\n01005,T3,Trois\n2A004,T3,Trois\n");
    write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage,cadre\ntvs,T1,Un,ZIP,selection\ntvs,"
                                                "T2,Deux,ZAC,vivier\ntvs,T3,Trois,HV,hors\n");
}

/* The study of `folder` compared under `zoning`; the comparison is left in <folder>/zon. */
static mlg_status compare(const char *folder, const char *a, const char *b, bool force, mlg_error *err)
{
    char *text = NULL;
    mlg_zoning_options options = {
        .output_folder = in_folder(folder, "zon"), .a = a, .b = b, .overwrite = true, .force = force
    };
    mlg_status st = mlg_compare_zonings(&text, in_folder(folder, "study.yaml"), &options, MLG_TEXT, err);
    mlg_free(text);
    return st;
}

static mlg_db *compared(const char *folder)
{
    mlg_error err;
    mlg_db *db;
    assert_ok(mlg_db_open(&db, in_folder(folder, "zon/zonage.gpkg"), false, &err), &err);
    return db;
}

/* A doctor leaves 01002, one comes to 01003: the access after is that of the study run on the doctors after. */
static void supply_changes_as_a_new_run_would(void **state)
{
    mlg_error err;
    char *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, two_territories, "{ rules: arrete-2017 }"));
    write_text(in_folder(folder, "s.yaml"), "kind: scenario\nsupply:\n  - { commune: \"01002\", doctors: -1 }\n  "
                                            "- { commune: \"01003\", acts: 5400 }\n");
    assert_ok(compare(folder, "in_force", "s.yaml", false, &err), &err);
    write_text(in_folder(folder, "medecins.csv"),
               "insee_com,quantite,age\n01001,1,50\n01002,2,40\n01003,1,\n01004,1,66\n01007,2,45\n");
    mlg_db *after = run_study(folder, two_territories, "{ rules: arrete-2017 }"), *db = compared(folder);
    static const char *const codes[] = { "01001", "01002", "01003", "01004", "01005", "2A004" };
    for (size_t i = 0; i < 6; i++) {
        char one[160], other[160];
        snprintf(one, sizeof one, "SELECT apl_apres FROM zonage_scenario WHERE maille = 'commune' AND code = '%s'",
                 codes[i]);
        snprintf(other, sizeof other, "SELECT apl FROM acces_commune WHERE insee_com = '%s'", codes[i]);
        assert_near(number(db, one), number(after, other), 1e-12);
    }
    assert_near(
        number(db, "SELECT count(*) FROM zonage_scenario WHERE maille = 'commune' AND apl_avant <> apl_apres"), 6,
        0);
    mlg_db_close(after);
    mlg_db_close(db);
}

/* Two of seven are over 65, one in 01002 and one in 01004: the same as a study that counts doctors up to 65. */
static void doctors_over_an_age_stop_together(void **state)
{
    mlg_error err;
    char *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, two_territories, "{ rules: arrete-2017 }"));
    write_text(in_folder(folder, "s.yaml"), "kind: scenario\nsupply: [ { retire_above: 65 } ]\n");
    assert_ok(compare(folder, "in_force", "s.yaml", false, &err), &err);
    mlg_db *db = compared(folder);
    double before = number(
        db, "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l ON l.code = a.code WHERE mesure = 'apl'");
    assert_near(before, 7 * 5400, 1e-6);
    assert_text(db, "SELECT libelle FROM scenario_changement WHERE nature = 'offre'",
                "2 médecins de plus de 65 ans");
    assert_text(db, "SELECT valeur FROM parametre WHERE nom = 'age_max'", "aucun");
    write_text(in_folder(folder, "medecins.csv"),
               "insee_com,quantite,age\n01001,1,50\n01002,1,61\n01002,1,40\n01007,2,45\n");
    mlg_db *after = run_study(folder, two_territories, "{ rules: arrete-2017 }");
    assert_near(number(db, "SELECT apl_apres FROM zonage_scenario WHERE maille = 'commune' AND code = '01004'"),
                number(after, "SELECT apl FROM acces_commune WHERE insee_com = '01004'"), 1e-12);
    mlg_db_close(after);
    mlg_db_close(db);
}

/* Nurses known by their acts have no heads to take away, neither alone in a commune nor beside others. */
static void acts_are_not_counted_as_heads_that_stop(void **state)
{
    mlg_error err;
    mlg_stmt *stmt;
    mlg_db *db;
    bool row;
    char *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, two_territories, "{ rules: arrete-2017 }"));
    assert_ok(mlg_db_open(&db, in_folder(folder, "out.gpkg"), true, &err), &err);
    assert_ok(mlg_db_exec(db,
                          "INSERT INTO offre (insee_com, service, quantite, unite, age) VALUES "
                          "('01001', 'nurse', 9000, 'actes', 70), ('01002', 'nurse', 2, 'personnes', 66), "
                          "('01002', 'nurse', 7000, 'actes', 67), ('01002', 'nurse', 1, 'personnes', 50)",
                          &err),
              &err);
    assert_ok(mlg_db_query(&stmt, db, "zoning/select_retired", &err), &err);
    mlg_bind_double(stmt, ":age", 65);
    mlg_bind_text(stmt, ":service", "nurse");
    for (int k = 0; k < 2; k++) {
        assert_ok(mlg_stmt_step(stmt, &row, &err), &err);
        assert_true(row);
        assert_near(mlg_column_double(stmt, 1), k == 0 ? 0 : 2, 0);
        assert_near(mlg_column_double(stmt, 2), k == 0 ? 0 : 2, 0);
    }
    mlg_stmt_free(stmt);
    mlg_db_close(db);
}

/* A title of 300 characters, whose last one is another. */
static void a_long_title_is_kept_whole(void **state)
{
    mlg_error err;
    char *folder = *state, title[301] = "", text[400];
    write_files(folder);
    mlg_db_close(run_study(folder, two_territories, "{ rules: arrete-2017 }"));
    memset(title, 'a', 300);
    title[299] = 'z';
    snprintf(text, sizeof text, "kind: scenario\ntitle: %s\n", title);
    write_text(in_folder(folder, "long.yaml"), text);
    assert_ok(compare(folder, "in_force", "long.yaml", false, &err), &err);
    mlg_db *db = compared(folder);
    assert_near(number(db, "SELECT count(*) FROM scenario WHERE length(nom) = 300 AND nom LIKE '%z'"), 1, 0);
    mlg_db_close(db);
}

/* T1 is of the national selection: out of ZIP only by force, which is recorded. Persons of the flows are everybody. */
static void refusals_say_why_and_force_is_recorded(void **state)
{
    mlg_error err;
    struct stat info;
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "own.yaml"), /* nobody may unlock its national selection */
               "kind: zoning\ntitle: Essai\nfrom: \"2017-11-16\"\nthresholds: { selection: 2.5, vivier: 4 "
               "}\nmargin_pct: 5\n");
    mlg_db_close(run_study(folder, two_territories, "{ rules: own.yaml }"));
    write_text(in_folder(folder, "locked.yaml"),
               "kind: scenario\nzoning:\n  - { tvs: T1, class: ZAC, reason: essai }\n");
    assert_fails(compare(folder, "in_force", "locked.yaml", false, &err), MLG_DATA, &err,
                 "locked.yaml:3:5: tvs T1 (Un) to ZAC is refused: national selection, locked in ZIP");
    assert_true(strstr(err.hint, "--force") != NULL);
    assert_int_equal(stat(in_folder(folder, "zon"), &info), -1); /* nothing is left of a refusal */
    write_text(in_folder(folder, "margin.yaml"),
               "kind: scenario\nzoning:\n  - { tvs: T3, class: ZAC, reason: essai }\n");
    assert_fails(compare(folder, "in_force", "margin.yaml", false, &err), MLG_DATA, &err,
                 "margin outside the pool exceeded");
    write_text(in_folder(folder, "ceiling.yaml"),
               "kind: scenario\nceilings: { zip_pct: 50 }\nzoning:\n  - { tvs: T2, class: ZIP }\n");
    assert_fails(compare(folder, "in_force", "ceiling.yaml", false, &err), MLG_DATA, &err,
                 "ceiling of population in ZIP exceeded");
    write_text(in_folder(folder, "typo.yaml"), "kind: scenario\nzonning: []\n");
    assert_fails(compare(folder, "in_force", "typo.yaml", false, &err), MLG_INPUT, &err,
                 "typo.yaml:2:1: unknown key 'zonning'");
    write_text(in_folder(folder, "date.yaml"), "kind: scenario\ndate: le premier janvier\n");
    assert_fails(compare(folder, "in_force", "date.yaml", false, &err), MLG_INPUT, &err,
                 "date.yaml:1:1: 'date' is 18 bytes long; at most 15 are allowed");
    assert_ok(compare(folder, "in_force", "locked.yaml", true, &err), &err);
    mlg_db *db = compared(folder);
    assert_text(db, "SELECT refus FROM scenario_changement WHERE code = 'T1'",
                "sélection nationale, verrouillée en ZIP");
    assert_near(number(db, "SELECT force FROM scenario WHERE cote = 'B'"), 1, 0);
    assert_near(number(db, "SELECT sum(population) FROM zonage_transition"), 12112, 1e-9);
    assert_near(number(db, "SELECT population FROM zonage_transition WHERE avant = 'ZIP' AND apres = 'ZAC'"), 6140,
                0);
    assert_near(number(db, "SELECT nb_gp_60 FROM zonage_transition WHERE avant = 'ZIP' AND apres = 'ZAC'"), 2, 0);
    assert_near(number(db, "SELECT habitants_perdent FROM zonage_aide WHERE aide = 'caim'"), 6140, 0);
    assert_near(number(db, "SELECT enjeu_perdu FROM zonage_aide WHERE aide = 'coscom'"), 4 * 5000, 0);
    assert_near(number(db, "SELECT gp_perdent FROM zonage_aide WHERE aide = 'cotram'"), 2, 0);
    assert_near(number(db, "SELECT count(*) FROM zonage_aide WHERE aide = 'installation_zip_2024'"), 0,
                0); /* of 2026 */
    mlg_db_close(db);
}

/* What brings T1 to the threshold, put there, brings it to the threshold. */
static void what_would_tip_a_territory_does(void **state)
{
    mlg_error err;
    char text[256], *folder = *state;
    write_files(folder);
    mlg_db *db = run_study(folder, two_territories, "{ rules: arrete-2017 }");
    double apl = number(db, "SELECT apl FROM tvs WHERE code = 'T1'");
    mlg_db_close(db);
    snprintf(text, sizeof text, "kind: scenario\nthresholds: { selection: %.6f, vivier: %.6f }\n", apl + 0.2,
             apl + 9);
    write_text(in_folder(folder, "near.yaml"), text);
    assert_ok(compare(folder, "in_force", "near.yaml", false, &err), &err);
    db = compared(folder);
    double acts = number(db, "SELECT actes FROM zonage_seuil WHERE code = 'T1'");
    assert_text(db, "SELECT commune FROM zonage_seuil WHERE code = 'T1'", "01002");
    mlg_db_close(db);
    assert_true(acts > 0);
    snprintf(text, sizeof text, "kind: scenario\nsupply: [ { commune: \"01002\", acts: %.9f } ]\n", acts);
    write_text(in_folder(folder, "tip.yaml"), text);
    assert_ok(compare(folder, "in_force", "tip.yaml", false, &err), &err);
    db = compared(folder);
    assert_near(number(db, "SELECT apl_apres FROM zonage_scenario WHERE maille = 'tvs' AND code = 'T1'"),
                apl + 0.2, 1e-6);
    mlg_db_close(db);
}

static char *read_all(const char *path)
{
    char *bytes = file_bytes(path, NULL);
    assert_true(*bytes);
    return bytes;
}

/* The list as the application of the DREES writes it, loaded and filed again, is the same to the byte. */
static void the_layout_of_the_drees_comes_back_identical(void **state)
{
    static const char list[] =
        "depcom,libcom,region,region_libelle,TVS,TVS_libelle,region_majoritaire,zonage_regional\n"
        "01001,Aubry,84,Auvergne-Rhône-Alpes,84001,Aubry,oui,1 -Zone d'intervention prioritaire\n"
        "01002,Brias,84,Auvergne-Rhône-Alpes,84001,Aubry,oui,1 -Zone d'intervention prioritaire\n"
        "01003,\"Camblain, le Bas\",84,Auvergne-Rhône-Alpes,84003,Camblain,oui,2- Zone d'action complémentaire\n"
        "01004,\"Divion, le Haut\",84,Auvergne-Rhône-Alpes,84003,Camblain,oui,2- Zone d'action complémentaire\n"
        "01005,Étrun,84,Auvergne-Rhône-Alpes,94005,Frévent,non,3 - Zone de vigilance\n"
        "2A004,Frévent,94,Corse,94005,Frévent,oui,4 - Hors-vivier\n";
    mlg_error err;
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "drees.csv"), list);
    mlg_db *db =
        run_study(folder, "  zoning: [ { dataset: ars-zoning, path: drees.csv } ]\n", "{ rules: arrete-2017 }");
    assert_text(db,
                "SELECT group_concat(zonage, ' ') FROM (SELECT zonage FROM commune WHERE perimetre = 1 ORDER BY "
                "insee_com)",
                "ZIP ZIP ZAC ZAC ZV HZ");
    assert_near(number(db, "SELECT count(*) FROM tvs"), 3, 0);
    mlg_db_close(db);
    assert_ok(compare(folder, "in_force", "in_force", false, &err), &err);
    char *got = read_all(in_folder(folder, "zon/zonage_drees.csv"));
    assert_string_equal(got, list);
    free(got);
}

/* Every file is there, says its conventions and holds together. */
static void what_an_ars_files_is_written_whole(void **state)
{
    static const char *const files[] = { "zonage.gpkg", "zonage.xlsx", "zonage_drees.csv",
                                         "carte.svg",   "carte.pdf",   "annexe.md",
                                         "annexe.fodt", "arrete.docx", "arrete.odt" };
    mlg_error err;
    struct stat info;
    char path[64], *folder = *state;
    write_files(folder);
    mlg_db_close(run_study(folder, two_territories, "{ rules: arrete-2025, mesh: bv2022 }"));
    assert_ok(compare(folder, "in_force", "rule", false, &err), &err);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "zon/%s", files[i]);
        assert_int_equal(stat(in_folder(folder, path), &info), 0);
        assert_true(info.st_size > 200);
    }
    char *annex = read_all(in_folder(folder, "zon/annexe.md")),
         *pdf = read_all(in_folder(folder, "zon/carte.pdf"));
    assert_non_null(strstr(annex, "# Projet d’annexe à l’arrêté de zonage"));
    assert_non_null(strstr(annex, "bassins de vie 2022, tenant lieu de territoires de vie-santé"));
    assert_true(strncmp(pdf, "%PDF-1.4", 8) == 0 && strstr(pdf, "%%EOF"));
    free(annex);
    free(pdf);
    mlg_zoning_options options = { .output_folder = in_folder(folder, "zon"), .a = "in_force", .b = "rule" };
    char *text = NULL;
    assert_fails(mlg_compare_zonings(&text, in_folder(folder, "study.yaml"), &options, MLG_TEXT, &err), MLG_INPUT,
                 &err, "exists");
    options.overwrite = true;
    options.geopackage = "/nowhere.gpkg";
    assert_fails(mlg_compare_zonings(&text, in_folder(folder, "study.yaml"), &options, MLG_TEXT, &err), MLG_INPUT,
                 &err, "no such study");
}

/* A scenario in the study file is compared with what is in force at each run; its file is part of the fingerprint. */
static void a_study_may_name_its_scenario(void **state)
{
    char *folder = *state;
    write_files(folder);
    write_text(in_folder(folder, "s.yaml"), "kind: scenario\ntitle: Un\nzoning: [ { tvs: T2, class: ZIP } ]\n");
    mlg_db *db = run_study(folder, two_territories, "{ rules: arrete-2017, scenario: s.yaml }");
    assert_text(db, "SELECT nom FROM scenario WHERE cote = 'B'", "Un");
    mlg_db_close(db);
    write_text(in_folder(folder, "s.yaml"), "kind: scenario\ntitle: Deux\nzoning: [ { tvs: T2, class: ZV } ]\n");
    db = run_study(folder, two_territories, "{ rules: arrete-2017, scenario: s.yaml }");
    assert_text(db, "SELECT nom FROM scenario WHERE cote = 'B'", "Deux");
    assert_near(number(db, "SELECT sum(population) FROM zonage_transition WHERE avant <> apres"), 716 + 956, 0);
    mlg_db_close(db);
}

/* Without a composition each of the six communes is a territory of its own, and none has a class: the one that is changed by hand is
 * counted as a territory too. */
static void a_commune_without_a_territory_changes_as_one(void **state)
{
    mlg_error err;
    char *folder = *state;
    mlg_db_close(run_study(folder, "", "{ rules: arrete-2017 }"));
    write_text(in_folder(folder, "s.yaml"),
               "kind: scenario\nforce: true\nzoning: [ { commune: \"01002\", class: ZIP, reason: essai } ]\n");
    assert_ok(compare(folder, "in_force", "s.yaml", false, &err), &err);
    mlg_db *db = compared(folder);
    assert_near(number(db, "SELECT nb_tvs FROM zonage_transition WHERE avant = 'inconnu' AND apres = 'ZIP'"), 1,
                0);
    assert_near(number(db, "SELECT nb_communes FROM zonage_transition WHERE avant = 'inconnu' AND apres = 'ZIP'"),
                1, 0);
    assert_near(number(db, "SELECT count(*) FROM zonage_transition WHERE nb_tvs <> nb_communes"), 0, 0);
    assert_near(number(db, "SELECT sum(nb_tvs) - sum(nb_communes) FROM zonage_transition"), 0, 0);
    assert_text(db, "SELECT apres FROM zonage_scenario WHERE maille = 'tvs' AND code = '01002'", "ZIP");
    mlg_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(supply_changes_as_a_new_run_would, set_up, tear_down),
        cmocka_unit_test_setup_teardown(doctors_over_an_age_stop_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(acts_are_not_counted_as_heads_that_stop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commune_without_a_territory_changes_as_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_title_is_kept_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals_say_why_and_force_is_recorded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_would_tip_a_territory_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_layout_of_the_drees_comes_back_identical, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_an_ars_files_is_written_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_study_may_name_its_scenario, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
