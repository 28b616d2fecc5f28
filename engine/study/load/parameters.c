/* Parameter sheets of the published workbooks: steps, weights and bounds, recognised by the words of their
 * rows. */
#include "study/load/communes.h"
#include "study/load/load.h"
#include "study/load/parameter_row.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CELLS = 24, CELL_BYTES = 160 };

typedef struct {
    mlg_stmt *insert;
    char title[512]; /* the last row without a number */
} loading;

static void join(char *text, size_t size, const char *const *cell, int count)
{
    size_t at = 0;
    text[0] = '\0';
    for (int i = 0; i < count && at < size; i++)
        if (cell[i])
            at += (size_t)snprintf(text + at, size - at, "%s%s", at ? " | " : "", cell[i]);
}

static mlg_status write_row(loading *l, mlg_reader *reader, const char *const *cell, int count, int64_t number,
                            mlg_error *err)
{
    static const char *const kinds[] = { "", "palier", "poids", "borne_min", "borne_max", "non_compris" };
    mlg_parameter_row row = mlg_parameter_read(cell, count, l->title);
    bool interval = row.kind == MLG_PARAMETER_STEP || row.kind == MLG_PARAMETER_WEIGHT;
    char text[512];
    join(text, sizeof text, cell, count);
    if (row.kind == MLG_PARAMETER_EMPTY) {
        memcpy(l->title, text, *text ? sizeof text : 0);
        return MLG_OK;
    }
    if (row.kind == MLG_PARAMETER_UNKNOWN)
        MLG_TRY(
            mlg_reader_list(reader, number, NULL, "ligne de paramètres non comprise, non utilisée", text, err));
    mlg_bind_text(l->insert, ":service", reader->spec->service);
    mlg_bind_text(l->insert, ":genre", kinds[row.kind]);
    mlg_bind_double(l->insert, ":de", interval ? row.from : (double)NAN);
    mlg_bind_double(l->insert, ":a", interval ? row.to : (double)NAN);
    mlg_bind_double(l->insert, ":valeur", row.value);
    mlg_bind_text(l->insert, ":cloture",
                  !row.closure || row.kind != MLG_PARAMETER_STEP ? NULL
                  : row.closure == 'g'                           ? "gauche"
                                                                 : "droite");
    mlg_bind_int(l->insert, ":ligne", number);
    mlg_bind_text(l->insert, ":texte", text);
    reader->kept += row.kind != MLG_PARAMETER_UNKNOWN;
    return mlg_stmt_run(l->insert, err);
}

static int cells_of(const mlg_reader *reader)
{
    int count = mlg_layer_field_count(reader->layer);
    return count < MOST_CELLS ? count : MOST_CELLS;
}

/* GDAL takes the first row of the sheet as column names. */
static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    const char *cell[MOST_CELLS];
    int count = cells_of(reader);
    ((loading *)context)->title[0] = '\0';
    for (int i = 0; i < count; i++)
        cell[i] = mlg_layer_field_name(reader->layer, i);
    return write_row(context, reader, cell, count, 0, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    char copy[MOST_CELLS][CELL_BYTES];
    const char *cell[MOST_CELLS];
    int count = cells_of(reader);
    for (int i = 0; i < count; i++) {
        const char *text =
            mlg_layer_text(reader->layer, i); /* the text before a number holds until the next text */
        cell[i] = text ? copy[i] : NULL;
        snprintf(copy[i], sizeof copy[i], "%s", text ? text : "");
    }
    return write_row(context, reader, cell, count, mlg_layer_row(reader->layer), err);
}

/* A sheet in which nothing is recognised would silently leave the defaults in place. */
static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    (void)context;
    if (reader->kept > 0)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: no row of the parameter sheet is recognised", reader->spec->path);
    mlg_hint(
        err,
        "a row contains an interval of minutes or ages, or a bound, and one figure; layer: selects another sheet");
    return st;
}

mlg_status mlg_load_parameters(mlg_study *study, mlg_error *err)
{
    static const mlg_reading reading = { .role = "parameters", .start = start, .row = read_row, .finish = finish };
    loading l = { 0 };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_parameter_row", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.parameters, study, &l, err);
    mlg_stmt_free(l.insert);
    return st;
}
