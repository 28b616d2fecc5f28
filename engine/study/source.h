/* Reading the sources of a study: files, columns, rows kept and rows rejected. */
#ifndef MLG_STUDY_SOURCE_H
#define MLG_STUDY_SOURCE_H

#include "adapters/crs.h"
#include "adapters/layer/read.h"
#include "study/study.h"

/* A column of mlg_config_columns: its key, and the names that files usually give it, separated by '|'. */
typedef struct mlg_alias {
    const char *name;
    const char *aliases;
} mlg_alias;

typedef struct mlg_reader mlg_reader;

/* What a data set decides about a row. */
typedef enum mlg_row_use { MLG_ROW_KEEP, MLG_ROW_ELSEWHERE, MLG_ROW_REJECTED, MLG_ROW_IS_NONE } mlg_row_use;

/* Location of the current row, in its own coordinate system. */
typedef struct mlg_spot {
    double x, y;
    int epsg;
} mlg_spot;

enum { MLG_MADE_COLUMNS = 8, MLG_MADE_SIZE = 64, MLG_MADE_FIRST = 1 << 24 };

/* A published data set: a column map, and functions for its quirks. Its aliases take precedence over the usual
 * ones; one that ends with * matches a prefix. */
typedef struct mlg_dataset {
    const char *name;
    const char *provides; /* roles, separated by '|'; NULL: listed but not read */
    const char *title, *producer, *licence, *needs, *published;
    mlg_alias columns[14]; /* ends with a NULL name */
    double reject_share;   /* a file with more rejects is refused; 0: the usual 0.2 */
    /* columns that identify the file: all present, separated by ',', each with aliases separated by '|' */
    const char *signature;
    /* patterns of the sheet, layer or zip member, separated by '|'; NULL: the only one. {territory} stands for met, mart or reun,
     * as the system of the study says */
    const char *layers;
    const char *header;         /* names of the key column, separated by '|', when titles precede the header */
    const char *banner, *names; /* as in mlg_layer_options */
    const mlg_records *records; /* of its layout in JSON, as in mlg_layer_options; NULL: none */
    const mlg_pivot *pivot;     /* of its layout as a long table; NULL: none */
    /* columns that row() fills with mlg_reader_make(), separated by '|', by number */
    const char *makes;
    mlg_status (*start)(mlg_reader *reader, mlg_error *err); /* may set reader->own */
    mlg_status (*row)(mlg_row_use *use, mlg_reader *reader, mlg_error *err);
    bool (*place)(mlg_spot *spot, const mlg_reader *reader);  /* false: no location */
    mlg_status (*finish)(mlg_reader *reader, mlg_error *err); /* after the last row, when a study is written */
    void (*stop)(mlg_reader *reader);                         /* frees reader->own */
} mlg_dataset;

/* In the order of sources.def; NULL after the last. */
const mlg_dataset *mlg_dataset_at(int32_t index);
const mlg_dataset *mlg_dataset_find(const char *name);

/* Whether a list separated by '|' contains a word. */
bool mlg_list_holds(const char *list, const char *word);

/* Column of a layer with one of the names, -1 when there is none. */
int mlg_find_alias(const mlg_layer *layer, const char *aliases);

/* Data set whose signature matches a file, the one with the most columns if several do; NULL when none does.
 * *layer is open as that data set is read, and closed by the caller; NULL without a data set. */
mlg_status mlg_dataset_recognise(const mlg_dataset **set, mlg_layer **layer, const char *path,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Usual names of a column, when neither the study file nor the data set gives one; NULL: no such column. */
const char *mlg_column_aliases(const char *name);

enum { MLG_READER_SYSTEMS = 8 };

struct mlg_reader {
    mlg_study *study;
    const mlg_config_source *spec;
    const mlg_dataset *dataset;
    const char *role;
    unsigned index; /* in the list of its role */
    char key[64];   /* "sources.supply[0]" */
    char *path;
    mlg_layer *layer;
    int filter;
    bool beside; /* the file has a geometry, and may have coordinates too */
    int64_t read, kept, rejected, outside, misplaced;
    char first_reject[128]; /* "row 3 (1001): why" */
    char first_misplaced[128];
    mlg_stmt *reject;
    void *own; /* of the data set */
    struct {
        uint64_t *slots; /* hashes, 0: free */
        size_t count, capacity;
    } seen;
    char made[MLG_MADE_COLUMNS][MLG_MADE_SIZE];
    struct {
        int epsg;
        mlg_transform *transform;
        double box[4];
    } systems[MLG_READER_SYSTEMS];
};

/* How a role reads its files. `context` belongs to the loader. */
typedef struct mlg_reading {
    const char *role;
    bool geometry; /* reprojected to the system of the study */
    bool beside;   /* coordinates that the study names do not replace the geometry of the file */
    mlg_status (*start)(void *context, mlg_reader *reader, mlg_error *err);  /* looks up the columns */
    mlg_status (*row)(void *context, mlg_reader *reader, mlg_error *err);    /* keeps, rejects or skips the row */
    mlg_status (*finish)(void *context, mlg_reader *reader, mlg_error *err); /* NULL: nothing to do */
} mlg_reading;

/* Reads every source of a list, in order, row by row. */
mlg_status mlg_read_sources(const mlg_reading *how, const mlg_config_list *list, mlg_study *study, void *context,
                            mlg_error *err) MLG_MUST_CHECK;

/* Index of a column by its key in the study file ("insee_com"), -1 when absent and not required. A column for
 * which the data set has its own names is looked up under those only, and listed when absent. */
mlg_status mlg_reader_column(int *field, const mlg_reader *reader, const char *name, bool required,
                             mlg_error *err) MLG_MUST_CHECK;

/* The same for a column of codes. MLG_INPUT when the file stores it as numbers, which drops leading zeros. */
mlg_status mlg_reader_code_column(int *field, const mlg_reader *reader, const char *name, bool required,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Whether the study file gives a name to this column. */
bool mlg_reader_names(const mlg_reader *reader, const char *name);

/* Name of a column in the file: as given by the study file, else a usual name; NULL when there is none. Valid as
 * long as the layer. */
const char *mlg_reader_column_name(const mlg_reader *reader, const char *name);

/* Column of the file with one of the names, ignoring the study file; -1 when there is none. */
int mlg_reader_field(const mlg_reader *reader, const char *aliases);

/* Sets column `made` (its number in `makes`) of the current row; NULL clears it. */
void mlg_reader_make(mlg_reader *reader, int made, const char *text);

/* Checks a FINESS number, which has nine characters. Eight digits mean that the whole column has lost its leading
 * zeros: MLG_INPUT. Other texts reject the row, and *good is false. */
mlg_status mlg_reader_finess(bool *good, mlg_reader *reader, int field, mlg_error *err) MLG_MUST_CHECK;

/* Text of a column of the current row, read or made; NULL when it is empty or `field` is -1. */
const char *mlg_reader_text(const mlg_reader *reader, int field);

/* Name of that column, in `made` when it is a made one. */
const char *mlg_reader_field_name(char made[MLG_MADE_SIZE], const mlg_reader *reader, int field);

/* Geometry of the current row in the system of the study; NULL when there is none. With `repaired`, an invalid
 * geometry is repaired, and *repaired is set. A point outside the area of its own system counts as none, and is
 * listed. */
mlg_status mlg_reader_geometry(mlg_geom **out, bool *repaired, mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

/* Advances to the next row that passes the filter of the study file. */
mlg_status mlg_reader_next(mlg_reader *reader, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* Lists a row of the file (0: the file itself) among the rejects without counting it: codes that match no commune,
 * impossible locations, missing columns. */
mlg_status mlg_reader_list(const mlg_reader *reader, int64_t row, const char *code, const char *reason,
                           const char *value, mlg_error *err) MLG_MUST_CHECK;

/* Whether an earlier row of this file had this key (`b` may be NULL), which is then remembered. O(1). */
mlg_status mlg_reader_seen(bool *again, mlg_reader *reader, const char *a, const char *b,
                           mlg_error *err) MLG_MUST_CHECK;

/* Rejects the current row. */
mlg_status mlg_reader_reject(mlg_reader *reader, const char *code, const char *reason, const char *value,
                             mlg_error *err) MLG_MUST_CHECK;

/* A cell as a number, NaN when empty. A text that is not a number, or a number below `least`, is MLG_INPUT, with
 * file, row, column and value. */
mlg_status mlg_reader_number(double *value, const mlg_reader *reader, int field, double least,
                             mlg_error *err) MLG_MUST_CHECK;

/* Commune code of the current row, at most MLG_CODE_MAX bytes; an INSEE code unless the study file has `codes:
 * any`. An empty or malformed code is MLG_INPUT, with the likely cause. */
mlg_status mlg_reader_insee(const char **code, const mlg_reader *reader, int field, mlg_error *err) MLG_MUST_CHECK;

/* The same, but a malformed code only rejects the row, and *code is NULL. A code that has lost its leading zero is
 * still MLG_INPUT, since the whole column has. */
mlg_status mlg_reader_insee_or_reject(const char **code, mlg_reader *reader, int field,
                                      mlg_error *err) MLG_MUST_CHECK;

/* Whether a text is a commune code of INSEE: five digits, or 2A or 2B and three digits. */
bool mlg_is_insee_code(const char *text);

/* How many characters of a commune code are that of its département: two, three overseas. */
size_t mlg_department_length(const char *insee);

/* Whether a text is acceptable as a commune code of this study. */
bool mlg_is_place_code(const mlg_study *study, const char *text);

#endif
