/* Reading one source of a study: which file, which columns, what was kept and what was set aside. */
#ifndef MLG_STUDY_SOURCE_H
#define MLG_STUDY_SOURCE_H

#include "adapters/layer.h"
#include "study/study.h"

/* A column of mlg_config_columns: its name, and the names files usually give it, separated by '|'. */
typedef struct mlg_alias {
    const char *name;
    const char *aliases;
} mlg_alias;

/* A published data set. The aliases come before the usual ones. */
typedef struct mlg_dataset {
    const char *name;
    const char *provides; /* roles, separated by '|' */
    const char *title, *producer, *licence, *needs;
    mlg_alias columns[12]; /* ends with a NULL name */
    double reject_share;         /* above it the file is refused; 0: the usual 0.2 */
} mlg_dataset;

/* Sorted as in sources.def; NULL after the last. */
const mlg_dataset *mlg_dataset_at(int32_t index);
const mlg_dataset *mlg_dataset_find(const char *name);

/* Names files give to a column when neither the study file nor the data set says; NULL: no such column. */
const char *mlg_column_aliases(const char *name);

typedef struct mlg_reader {
    mlg_study *study;
    const mlg_config_source *spec;
    const mlg_dataset *dataset;
    char key[64]; /* "sources.supply[0]" */
    char *path;
    mlg_layer *layer;
    int filter;
    int64_t read, kept, rejected, outside;
    char first_reject[128]; /* "row 3 (1001): why" */
    mlg_stmt *reject;
} mlg_reader;

/* Opens source `index` of `role`. With `geometry`, geometries come out in the study's system. */
mlg_status mlg_reader_open(mlg_reader *reader, mlg_study *study, const char *role, const mlg_config_list *list,
                           unsigned index, bool geometry, mlg_error *err) MLG_MUST_CHECK;

/* Writes provenance when `st` is MLG_OK, refuses a file with too many rejects, closes. Returns the status to go on with;
 * a failure comes back with the place in the study file in front. */
mlg_status mlg_reader_close(mlg_reader *reader, mlg_status st, mlg_error *err) MLG_MUST_CHECK;

/* Index of a column by its key in the study file ("insee_com"), -1 when absent and not required. */
mlg_status mlg_reader_column(int *field, const mlg_reader *reader, const char *name, bool required,
                             mlg_error *err) MLG_MUST_CHECK;

/* The same for a column of codes: refused when the file stores it as numbers, for its zeros are lost. */
mlg_status mlg_reader_code_column(int *field, const mlg_reader *reader, const char *name, bool required,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Next row that passes the filter of the study file. */
mlg_status mlg_reader_next(mlg_reader *reader, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* Sets the current row aside. */
mlg_status mlg_reader_reject(mlg_reader *reader, const char *code, const char *reason, const char *value,
                             mlg_error *err) MLG_MUST_CHECK;

/* A cell as a number of at least `least`: NaN when empty. Text that is no number, or one below, is MLG_INPUT and names
 * file, row, column and value. */
mlg_status mlg_reader_number(double *value, const mlg_reader *reader, int field, double least,
                             mlg_error *err) MLG_MUST_CHECK;

/* The code of a commune in the current row, of at most MLG_CODE_MAX bytes; a INSEE code unless the study file says `codes:
 * any`. Empty or malformed is MLG_INPUT, with the likely cause. */
mlg_status mlg_reader_insee(const char **code, const mlg_reader *reader, int field, mlg_error *err) MLG_MUST_CHECK;

/* The same where one bad row is not a bad file: a malformed code is set aside and *code is NULL. One that has lost its
 * leading zero is still MLG_INPUT: the whole column has. */
mlg_status mlg_reader_insee_or_reject(const char **code, mlg_reader *reader, int field, mlg_error *err) MLG_MUST_CHECK;

/* Five characters, digits but for 2A and 2B. */
bool mlg_is_insee_code(const char *text);

/* Whether a text may be the code of a commune of the study. */
bool mlg_is_place_code(const mlg_study *study, const char *text);

#endif
