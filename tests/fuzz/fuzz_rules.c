/* Rules and scenarios of zoning, aids, rules of deserts and of vulnerability, over a study that has been run: any bytes are applied,
 * or refused in one clear line. The first byte chooses what they are. */
#include "adapters/db/database.h"
#include "analysis/stages.h"
#include "analysis/zoning/impact.h"
#include "analysis/zoning/rules.h"
#include "analysis/zoning/scenario.h"
#include "pipeline/check.h"
#include "support.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>

static const char study_text[] =
    "territory: { epci: \"200000001\" }\nbuffer: 20 km\nsources:\n"
    "  communes: [ { path: " SOURCE_DIR "/tests/studies/small/communes.csv } ]\n"
    "  supply: [ { path: " SOURCE_DIR "/tests/studies/small/medecins.csv, service: gp, "
    "columns: { insee_com: codgeo, quantite: nb_medg } } ]\n"
    "  tvs: [ { path: tvs.csv } ]\n  zoning: [ { path: zonage.csv } ]\n"
    "travel: { model: crow }\nservices: [ { name: gp, acts: 5400 } ]\n"
    "accessibility: [ { service: gp, measure: apl, decay: apl-2015 } ]\n"
    "deserts: { rules: drees-2017, apl: 4, vulnerability: vulnerabilite }\n"
    "zoning: { rules: arrete-2017 }\noutputs: { geopackage: out.gpkg }\n";

static char *folder;
static mlg_db *db;
static mlg_study study;
static mlg_study_file *file;

static void leave(void)
{
    mlg_study_file_close(file);
    mlg_db_close(db);
    remove_folder(folder);
}

static void open_base(void)
{
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true, .threads = 1 };
    folder = make_folder();
    const char *path = in_folder(folder, "study.yaml");
    write_text(path, study_text);
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n01004,T2,"
                                             "Deux\n01005,T3,Trois\n2A004,T3,Trois\n");
    write_text(in_folder(folder, "zonage.csv"), "maille,code,libelle,zonage,cadre\ntvs,T1,Un,ZIP,selection\ntvs,"
                                                "T2,Deux,ZAC,vivier\ntvs,T3,Trois,HV,hors\n");
    assert_ok(mlg_run(&result, path, &options, &err), &err);
    mlg_run_result_release(&result);
    assert_ok(mlg_open_request(&study, &file, in_folder(folder, "study.yaml"), &options, &err), &err);
    assert_ok(mlg_db_open(&db, in_folder(folder, "out.gpkg"), true, &err), &err);
    study.db = db;
    atexit(leave);
}

static mlg_status apply_scenario(const char *path, mlg_error *err)
{
    mlg_zoning_units units;
    mlg_zoning_assignment in_force;
    mlg_zoning_scenario scenario = { 0 };
    mlg_status st = mlg_study_zoning_read(&units, &in_force, &study, err);
    if (st == MLG_OK)
        st = mlg_zoning_scenario_open(&scenario, &study, &units, &in_force, path, true, err);
    mlg_zoning_scenario_release(&scenario);
    mlg_zoning_assignment_release(&in_force);
    mlg_zoning_units_release(&units);
    return st;
}

static mlg_status apply_desert(char **asked, char *path, mlg_error *err)
{
    mlg_text summary = { 0 };
    char *before = *asked;
    *asked = path;
    mlg_status st = mlg_study_desert(&study, &summary, err);
    *asked = before;
    mlg_text_release(&summary);
    return st;
}

static mlg_status apply(uint8_t choice, char *path, mlg_error *err)
{
    mlg_config_deserts *deserts = study.config->deserts;
    mlg_zoning_rule rule;
    mlg_aid *aids = NULL;
    int32_t count = 0;
    mlg_status st;
    switch (choice % 5) {
    case 0:
        return apply_scenario(path, err);
    case 1:
        return mlg_zoning_rule_open(&rule, path, choice & 8 ? "84" : NULL, err);
    case 2:
        st = mlg_zoning_aids_read(&aids, &count, path, "2026-01-01", "84", err);
        free(aids);
        return st;
    case 3:
        return apply_desert(&deserts->rules, path, err);
    default:
        return apply_desert(&deserts->vulnerability, path, err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_error err = { .status = MLG_OK };
    if (!db)
        open_base();
    if (size < 2)
        return 0;
    assert_ok(mlg_db_begin(db, &err), &err);
    char *path = strdup(fuzz_file(data + 1, size - 1, ".yaml"));
    const mlg_status st = apply(data[0], path, &err);
    fuzz_judge(st, &err);
    free(path);
    mlg_db_rollback(db);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "\000kind: scenario\ntitle: Antennes\nceilings: { zip_pct: 15.1, zac_pct: 41.9 }\nsupply:\n"
                    "  - { commune: \"01002\", doctors: -1, reason: a }\n  - { retire_above: 65 }\nzoning:\n"
                    "  - { tvs: T1, class: ZAC, reason: essai }\n  - { commune: \"01003\", class: ZIP }\n"
                    "date: \"2026-01-01\"\nforce: true\n");
    FUZZ_SEED(keep, "\000kind: scenario\nrules: arrete-2025\nthresholds: { selection: 2.5, vivier: 4 }\n"
                    "apl: { from: computed, vintage: \"2018\" }\nderive: true\n");
    fuzz_seed_file(keep, 1, SOURCE_DIR "/geodata/rules/arrete-2017.yaml");
    fuzz_seed_file(keep, 6, SOURCE_DIR "/geodata/rules/arrete-2025.yaml");
    fuzz_seed_file(keep, 1, SOURCE_DIR "/geodata/rules/infirmiers-2020.yaml");
    fuzz_seed_file(keep, 2, SOURCE_DIR "/geodata/rules/aides-medecins.yaml");
    fuzz_seed_file(keep, 3, SOURCE_DIR "/geodata/rules/drees-2017.yaml");
    fuzz_seed_file(keep, 3, SOURCE_DIR "/geodata/rules/sous-dense-2025.yaml");
    fuzz_seed_file(keep, 4, SOURCE_DIR "/geodata/rules/vulnerabilite.yaml");
}
