/* The tables people read, described once: the workbook, the CSV files and the report are printed from this list.
 * To add a table, write one file queries/report/<name>.sql and one entry in sheets.c. */
#ifndef MLG_OUTPUT_TABLES_SHEETS_H
#define MLG_OUTPUT_TABLES_SHEETS_H

#include "adapters/db/database.h"
#include "base/arena.h"

typedef enum mlg_kind {
    MLG_KIND_TEXT,
    MLG_KIND_CODE, /* text that looks like a number: 01004 stays 01004 */
    MLG_KIND_NUMBER
} mlg_kind;

typedef struct mlg_sheet_column {
    const char *name;  /* column of the query */
    const char *label; /* French */
    const char *unit;  /* "" when there is none */
    mlg_kind kind;
    int places;      /* decimals of a number, or MLG_AS_NEEDED */
    bool files_only; /* true: not in the report */
} mlg_sheet_column;

typedef struct mlg_sheet {
    const char *name;  /* of queries/report/<name>.sql and of <name>.csv */
    const char *title; /* of the sheet */
    const mlg_sheet_column *columns;
    int count;
} mlg_sheet;

/* Ends with an entry whose name is NULL. */
extern const mlg_sheet mlg_sheets[];

/* An unknown name is a programming error (asserted). */
const mlg_sheet *mlg_sheet_find(const char *name);

/* Index of a column; an unknown name is a programming error (asserted). */
int mlg_sheet_column_of(const mlg_sheet *table, const char *name);

/* NULL text and NaN number: unknown. A text in a column of numbers replaces a figure that may not be shown: n.d.
 * (secret). */
typedef struct mlg_cell {
    const char *text;
    double number;
} mlg_cell;

/* The rows of a table, in memory. Caller-allocated; texts live until mlg_sheet_rows_release(). */
typedef struct mlg_sheet_rows {
    const mlg_sheet *table;
    mlg_cell *cells;
    int32_t count;
    size_t capacity;
    mlg_arena arena;
} mlg_sheet_rows;

/* Released by the caller on failure too. */
mlg_status mlg_sheet_rows_read(mlg_sheet_rows *out, mlg_db *db, const mlg_sheet *table,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_sheet_rows_release(mlg_sheet_rows *rows);

/* Whether a table has any row, without reading the others. */
mlg_status mlg_sheet_has_rows(bool *any, mlg_db *db, const mlg_sheet *table, mlg_error *err) MLG_MUST_CHECK;

const mlg_cell *mlg_sheet_rows_cell(const mlg_sheet_rows *rows, int32_t row, int column);

/* The same by the name of the column; an unknown name is a programming error (asserted). */
const char *mlg_sheet_text(const mlg_sheet_rows *rows, int32_t row, const char *column); /* "" for NULL */
double mlg_sheet_number(const mlg_sheet_rows *rows, int32_t row, const char *column);

/* True when the column is empty in every row. O(rows). */
bool mlg_sheet_rows_is_blank(const mlg_sheet_rows *rows, int column);

#endif
