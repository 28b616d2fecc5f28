/* A small study to zone: six communes of 01 and three neighbours, doctors with their ages. For the tests of zoning. */
#ifndef MLG_TESTS_ZONING_STUDY_H
#define MLG_TESTS_ZONING_STUDY_H

#include "support.h"

#include "adapters/db/database.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char doctors[] =
    "insee_com,quantite,age\n01001,1,50\n01002,1,61\n01002,1,68\n01002,1,40\n01004,1,66\n01007,2,45\n";

static int set_up(void **state)
{
    *state = make_folder();
    write_text(in_folder(*state, "medecins.csv"), doctors);
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

/* What a test may write otherwise; no supply or no access when empty. */
static const char *study_territory = "{ epci: \"200000001\" }";
static const char *study_buffer = "20 km";
static const char *study_supply = "{ path: medecins.csv, service: gp }";
static const char *study_communes = SOURCE_DIR "/tests/studies/small/communes.csv";
static const char *study_access = "{ service: gp, measure: apl, decay: apl-2015 }";

/* The study of tests/studies/small with other lines in place of its zoning; its files are read where they are. */
static const char *write_study(const char *folder, const char *sources, const char *zoning)
{
    char text[4096], supply[512] = "", access[512] = "";
    const char *path = in_folder(folder, "study.yaml");
    if (study_supply[0])
        snprintf(supply, sizeof supply, "  supply: [ %s ]\n", study_supply);
    if (study_access[0])
        snprintf(access, sizeof access, "accessibility: [ %s ]\n", study_access);
    snprintf(text, sizeof text,
             "title: Zonage\n"
             "territory: %s\n"
             "buffer: %s\n"
             "sources:\n"
             "  communes: [ { path: %s } ]\n"
             "%s%s"
             "travel: { model: crow }\n"
             "services: [ { name: gp, acts: 5400 } ]\n"
             "%szoning: %s\n"
             "outputs: { geopackage: out.gpkg }\n",
             study_territory, study_buffer, study_communes, supply, sources, access, zoning);
    write_text(path, text);
    return path;
}

static mlg_db *run_study(const char *folder, const char *sources, const char *zoning)
{
    mlg_run_result result;
    mlg_error err;
    mlg_db *db;
    mlg_run_options options = { .overwrite = true };
    assert_ok(mlg_run(&result, write_study(folder, sources, zoning), &options, &err), &err);
    assert_ok(mlg_db_open(&db, result.geopackage, false, &err), &err);
    mlg_run_result_release(&result);
    return db;
}

static double number(mlg_db *db, const char *sql)
{
    mlg_error err;
    char *text;
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    double value = text ? strtod(text, NULL) : (double)NAN;
    free(text);
    return value;
}

static void assert_text(mlg_db *db, const char *sql, const char *want)
{
    mlg_error err;
    char *text;
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

static const char two_territories[] = "  tvs: [ { path: tvs.csv } ]\n  zoning: [ { path: zonage.csv } ]\n";

#endif
