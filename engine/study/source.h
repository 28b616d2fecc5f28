/* Reading one source of a study: which file, which columns, what was kept and what was set aside. */
#ifndef MLG_STUDY_SOURCE_H
#define MLG_STUDY_SOURCE_H

#include "adapters/crs.h"
#include "adapters/layer/read.h"
#include "study/study.h"

/* A column of mlg_config_columns: its name, and the names files usually give it, separated by '|'. */
typedef struct mlg_alias {
    const char *name;
    const char *aliases;
} mlg_alias;

typedef struct mlg_reader mlg_reader;

/* What becomes of a row that a data set has looked at. */
typedef enum mlg_row_use { MLG_ROW_KEEP, MLG_ROW_ELSEWHERE, MLG_ROW_REJECTED, MLG_ROW_IS_NONE } mlg_row_use;

/* Where the current row stands: coordinates in their own system. */
typedef struct mlg_spot {
    double x, y;
    int epsg;
} mlg_spot;

enum { MLG_MADE_COLUMNS = 8, MLG_MADE_SIZE = 64, MLG_MADE_FIRST = 1 << 24 };

/* A published data set: a column map, and what its traps need. The aliases come before the usual ones; one that ends with *
 * matches by its beginning. */
typedef struct mlg_dataset {
    const char *name;
    const char *provides; /* roles, separated by '|'; NULL: only listed */
    const char *title, *producer, *licence, *needs, *published;
    mlg_alias columns[14]; /* ends with a NULL name */
    double reject_share;   /* above it the file is refused; 0: the usual 0.2 */
    /* tells the file: columns that all stand in it, separated by ',', each with its names, '|' */
    const char *signature;
    const char *layers;         /* patterns of the sheet, layer or member of a zip, '|'; NULL: the only one */
    const char *header;         /* names of its key column, '|', when titles stand above the header */
    const char *banner, *names; /* as in mlg_layer_options */
    /* columns that row() fills with mlg_reader_make(), '|', in the order of their numbers */
    const char *makes;
    mlg_status (*start)(mlg_reader *reader, mlg_error *err); /* may set reader->own */
    mlg_status (*row)(mlg_row_use *use, mlg_reader *reader, mlg_error *err);
    bool (*place)(mlg_spot *spot, const mlg_reader *reader); /* false: this row has none */
    void (*stop)(mlg_reader *reader);                        /* frees reader->own */
} mlg_dataset;

/* Sorted as in sources.def; NULL after the last. */
const mlg_dataset *mlg_dataset_at(int32_t index);
const mlg_dataset *mlg_dataset_find(const char *name);

/* Whether a word stands in a list separated by '|'. */
bool mlg_list_holds(const char *list, const char *word);

/* Column of a layer that bears one of the names, -1: none. */
int mlg_find_alias(const mlg_layer *layer, const char *aliases);

/* The data set whose signature a file shows, the most telling one; NULL: none. *layer is opened as that set is read, and
 * closed by the caller; NULL with no set. */
mlg_status mlg_dataset_recognise(const mlg_dataset **set, mlg_layer **layer, const char *path,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Names files give to a column when neither the study file nor the data set says; NULL: no such column. */
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

/* How a role reads its files. `context` is the loader's own. */
typedef struct mlg_reading {
    const char *role;
    bool geometry;                                                           /* comes out in the study's system */
    mlg_status (*start)(void *context, mlg_reader *reader, mlg_error *err);  /* finds the columns */
    mlg_status (*row)(void *context, mlg_reader *reader, mlg_error *err);    /* keeps, rejects or passes over */
    mlg_status (*finish)(void *context, mlg_reader *reader, mlg_error *err); /* NULL: nothing is left to do */
} mlg_reading;

/* Reads every source of a list, one after the other, row by row. */
mlg_status mlg_read_sources(const mlg_reading *how, const mlg_config_list *list, mlg_study *study, void *context,
                            mlg_error *err) MLG_MUST_CHECK;

/* Index of a column by its key in the study file ("insee_com"), -1 when absent and not required. One that its data set
 * publishes under other names than the usual ones is looked for under those alone, and listed when it is absent. */
mlg_status mlg_reader_column(int *field, const mlg_reader *reader, const char *name, bool required,
                             mlg_error *err) MLG_MUST_CHECK;

/* The same for a column of codes: refused when the file stores it as numbers, for its zeros are lost. */
mlg_status mlg_reader_code_column(int *field, const mlg_reader *reader, const char *name, bool required,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Whether the study file names this column. */
bool mlg_reader_names(const mlg_reader *reader, const char *name);

/* Name in the file of a column: as the study file says, else as files usually call it; NULL: none. Good as long as the layer. */
const char *mlg_reader_column_name(const mlg_reader *reader, const char *name);

/* Column of the file by its names, whatever the study file says; -1: none. */
int mlg_reader_field(const mlg_reader *reader, const char *aliases);

/* Fills column `made` (its number in `makes`) of the current row; NULL empties it. */
void mlg_reader_make(mlg_reader *reader, int made, const char *text);

/* FINESS numbers have nine characters. Eight digits have lost the first, 0, with the whole column: MLG_INPUT; other text
 * sets the row aside, and *good is false. */
mlg_status mlg_reader_finess(bool *good, mlg_reader *reader, int field, mlg_error *err) MLG_MUST_CHECK;

/* Text of a column of the current row, of the file or made; NULL when empty or `field` is -1. */
const char *mlg_reader_text(const mlg_reader *reader, int field);
const char *mlg_reader_field_name(const mlg_reader *reader, int field);

/* Geometry of the current row in the study's system; NULL when there is none. With `repaired`, one that is not valid in the
 * file is made so, and *repaired says it. A point outside the area of its own system
 * counts as none, and is listed. */
mlg_status mlg_reader_geometry(mlg_geom **out, bool *repaired, mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

/* Next row that passes the filter of the study file. */
mlg_status mlg_reader_next(mlg_reader *reader, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* Puts a row of the file (0: none of them) in the list of what was set aside, without counting it: for codes that match no
 * commune, places that cannot be, columns that are missing. */
mlg_status mlg_reader_list(const mlg_reader *reader, int64_t row, const char *code, const char *reason,
                           const char *value, mlg_error *err) MLG_MUST_CHECK;

/* Whether this key (`b` may be NULL) stood in a row before of this file; it is remembered. O(1). */
mlg_status mlg_reader_seen(bool *again, mlg_reader *reader, const char *a, const char *b,
                           mlg_error *err) MLG_MUST_CHECK;

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
mlg_status mlg_reader_insee_or_reject(const char **code, mlg_reader *reader, int field,
                                      mlg_error *err) MLG_MUST_CHECK;

/* Five characters, digits but for 2A and 2B. */
bool mlg_is_insee_code(const char *text);

/* Whether a text may be the code of a commune of the study. */
bool mlg_is_place_code(const mlg_study *study, const char *text);

#endif
