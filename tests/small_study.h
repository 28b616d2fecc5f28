/* The study of tests/studies/small with other doctors, other times and further keys. */
#ifndef MLG_TESTS_SMALL_STUDY_H
#define MLG_TESTS_SMALL_STUDY_H

#include "support.h"

#include "adapters/db/database.h"

#include <stdio.h>
#include <stdlib.h>

/* NULL: as they are. */
typedef struct small_study {
    const char *doctors, *unit; /* text of the file of doctors, and in what it counts */
    const char *travel;         /* "model: crow, detour: 1.2" */
    const char *keys;           /* YAML lines; the keys `need` and below are not in the file */
} small_study;

/* Runs it in `folder`; its GeoPackage, open. */
static inline mlg_status run_small_study(mlg_db **db, const char *folder, const small_study *s, mlg_error *err)
{
    char command[16384];
    mlg_run_result result;
    mlg_run_options options = { .overwrite = true };
    *db = NULL;
    snprintf(command, sizeof command,
             "cp '%s/tests/studies/small/'*.csv '%s/' && sed -e 's|service: gp, columns|service: gp, unit: %s, "
             "columns|' "
             "-e 's|^travel: .*|travel: { %s }|' -e '/^need:/d' '%s/tests/studies/small/study.yaml' "
             ">'%s/study.yaml' && "
             "cat >>'%s/study.yaml' <<'END'\n%sEND\n",
             SOURCE_DIR, folder, s->unit ? s->unit : "personnes", s->travel ? s->travel : "model: crow",
             SOURCE_DIR, folder, folder, s->keys ? s->keys : "");
    assert_int_equal(system(command), 0);
    if (s->doctors)
        write_text(in_folder(folder, "medecins.csv"), s->doctors);
    MLG_TRY(mlg_run(&result, in_folder(folder, "study.yaml"), &options, err));
    mlg_run_result_release(&result);
    return mlg_db_open(db, in_folder(folder, "small.gpkg"), false, err);
}

/* The first number a query gives; NaN for NULL. */
static inline double study_number(mlg_db *db, const char *sql)
{
    double value;
    mlg_error err;
    assert_ok(mlg_db_number(&value, db, sql, &err), &err);
    return value;
}

#endif
