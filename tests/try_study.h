/* Running a small study from texts, and asking its GeoPackage. */
#ifndef MLG_TESTS_TRY_STUDY_H
#define MLG_TESTS_TRY_STUDY_H

#include "support.h"

#include "adapters/db/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static inline int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

/* Runs a study file, written into the folder, that names its GeoPackage s.gpkg, and opens that. `data` may be NULL. */
static inline mlg_status run_study(mlg_db **db, const char *folder, const char *study, const char *data,
                                   mlg_error *err)
{
    mlg_run_result result;
    mlg_run_options options = { .overwrite = true, .data_folder = data };
    *db = NULL;
    write_text(in_folder(folder, "study.yaml"), study);
    MLG_TRY(mlg_run(&result, in_folder(folder, "study.yaml"), &options, err));
    mlg_run_result_release(&result);
    return mlg_db_open(db, in_folder(folder, "s.gpkg"), false, err);
}

/* A study of all of the communes of one source, given in YAML; the others are indented by two. */
static inline mlg_status try_study(mlg_db **db, const char *folder, const char *communes, const char *sources,
                                   mlg_error *err)
{
    char text[4096];
    snprintf(text, sizeof text,
             "territory: { all: true }\nsources:\n  communes:\n    - %s\n%s\noutputs: { geopackage: s.gpkg }\n",
             communes, sources);
    return run_study(db, folder, text, NULL, err);
}

static inline double number(mlg_db *db, const char *sql)
{
    double value;
    mlg_error err;
    assert_ok(mlg_db_number(&value, db, sql, &err), &err);
    return value;
}

static inline void assert_text(mlg_db *db, const char *sql, const char *want)
{
    char *text;
    mlg_error err;
    assert_ok(mlg_db_text(&text, db, sql, &err), &err);
    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

#endif
