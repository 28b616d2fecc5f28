/* A study whose territories are zoned by a published APL, and what is filed of a scenario of it. For the tests of filing. */
#ifndef MLG_TESTS_FILED_ZONING_H
#define MLG_TESTS_FILED_ZONING_H

#include "zoning_study.h"

static inline int begin(void **state)
{
    study_territory = "{ epci: \"200000001\" }";
    study_buffer = "20 km";
    study_supply = "{ path: medecins.csv, service: gp }";
    study_communes = SOURCE_DIR "/tests/studies/small/communes.csv";
    study_access = "{ service: gp, measure: apl, decay: apl-2015 }";
    return set_up(state);
}

/* Four territories of one region, APL published: T1 2.0 (selection), T2 3.0 (vivier), T3 4.5 (hors), T4 3.5 (vivier). */
static inline void write_files(const char *folder)
{
    write_text(in_folder(folder, "tvs.csv"), "depcom,tv,libtv\n01001,T1,Un\n01002,T1,Un\n01003,T2,Deux\n01004,T2,"
                                             "Deux\n01005,T3,Trois\n01008,T4,Quatre\n2A004,T4,Quatre\n");
    write_text(in_folder(folder, "zonage.csv"),
               "maille,code,libelle,zonage\ntvs,T1,Un,ZIP\ntvs,T2,Deux,ZAC\ntvs,T3,Trois,HV\ntvs,T4,Quatre,ZAC\n");
    write_text(in_folder(folder, "apl.csv"), "insee_com,apl,apl_65\n01001,2,2\n01002,2,2\n01003,3,3\n01004,3,3\n"
                                             "01005,4.5,4.5\n2A004,3.5,3.5\n01008,3.5,3.5\n");
}

static const char published[] = "  tvs: [ { path: tvs.csv } ]\n  zoning: [ { path: zonage.csv } ]\n"
                                "  apl: [ { path: apl.csv, vintage: \"2018\" } ]\n";

static inline mlg_status file_zoning(const char *folder, const char *scenario, mlg_error *err)
{
    char *text = NULL;
    write_text(in_folder(folder, "s.yaml"), scenario);
    mlg_zoning_options options = {
        .output_folder = in_folder(folder, "zon"), .a = "in_force", .b = "s.yaml", .overwrite = true
    };
    mlg_status st = mlg_compare_zonings(&text, in_folder(folder, "study.yaml"), &options, MLG_TEXT, err);
    mlg_free(text);
    return st;
}

static inline mlg_db *filed(const char *folder, const char *scenario)
{
    mlg_error err;
    mlg_db *db;
    assert_ok(file_zoning(folder, scenario, &err), &err);
    assert_ok(mlg_db_open(&db, in_folder(folder, "zon/zonage.gpkg"), false, &err), &err);
    return db;
}

static inline char *read_annex(const char *folder)
{
    char *bytes = file_bytes(in_folder(folder, "zon/annexe.md"), NULL);
    assert_true(*bytes);
    return bytes;
}

static inline double checks(mlg_db *db, const char *motif)
{
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM zonage_controle WHERE motif = '%s'", motif);
    return number(db, sql);
}

#endif
