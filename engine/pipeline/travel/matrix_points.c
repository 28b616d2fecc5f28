#include "pipeline/travel/matrix_points.h"

#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mlg_matrix_points_release(mlg_matrix_points *p)
{
    for (int32_t i = 0; i < p->count; i++)
        free(p->code[i]);
    free(p->code);
    free(p->x);
    free(p->y);
    *p = (mlg_matrix_points){ 0 };
}

static mlg_status add_point(mlg_matrix_points *p, const char *code, double x, double y, mlg_error *err)
{
    const size_t need = (size_t)p->count + 1;
    MLG_TRY(MLG_GROW(&p->code, &p->code_room, need, "points of a matrix", err));
    MLG_TRY(MLG_GROW(&p->x, &p->x_room, need, "points of a matrix", err));
    MLG_TRY(MLG_GROW(&p->y, &p->y_room, need, "points of a matrix", err));
    MLG_TRY(mlg_copy_text(&p->code[p->count], code, err));
    p->x[p->count] = x;
    p->y[p->count++] = y;
    return MLG_OK;
}

/* ---- points of a study ---- */

static mlg_status refuse_set(mlg_db *db, const char *what, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    char names[300] = "communes, qpv";
    mlg_status st = mlg_db_query(&stmt, db, "travel/select_offered", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        mlg_list_add(names, sizeof names, ", ", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    MLG_TRY(st);
    mlg_fail(err, MLG_INPUT, "the study has no set of points '%s'", what);
    mlg_hint(err, "give a file of points (.csv, .gpkg), or one of %s", names);
    return MLG_INPUT;
}

static mlg_status read_set(mlg_matrix_points *p, const char *what, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "travel/select_points", err));
    mlg_bind_text(stmt, ":quoi", what);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (mlg_column_is_null(stmt, 1) || mlg_column_is_null(stmt, 2))
            st = mlg_fail(err, MLG_INPUT, "'%s' of the study: %s has no position", what, mlg_column_text(stmt, 0));
        else
            st = add_point(p, mlg_column_text(stmt, 0), mlg_column_double(stmt, 1), mlg_column_double(stmt, 2),
                           err);
        if (st != MLG_OK)
            break;
    }
    mlg_stmt_free(stmt);
    MLG_TRY(st);
    return p->count > 0 ? MLG_OK : refuse_set(db, what, err);
}

/* ---- points of a file ---- */

static const char *const codes[] = { "code", "id", "insee_com", "code_qp", "codgeo", NULL };
static const char *const pairs[][2] = { { "lon", "lat" }, { "longitude", "latitude" }, { "x", "y" } };
enum { PAIRS = sizeof pairs / sizeof *pairs, METRES = 2 };

bool mlg_matrix_is_file(const char *what)
{
    return mlg_path_name(what) != what || strchr(what, '|') || *mlg_path_extension(what);
}

static int find_code(const mlg_layer *layer)
{
    for (int k = 0; codes[k]; k++)
        if (mlg_layer_find(layer, codes[k]) >= 0)
            return mlg_layer_find(layer, codes[k]);
    return -1;
}

/* Finds the coordinate columns; without any, the geometry of the file is read. */
static mlg_status find_columns(mlg_layer_options *options, char crs[32], const char *path, int epsg,
                               mlg_error *err)
{
    mlg_layer *layer;
    MLG_TRY(mlg_layer_open(&layer, path, NULL, err));
    for (int k = 0; k < PAIRS && !options->x; k++)
        if (mlg_layer_find(layer, pairs[k][0]) >= 0 && mlg_layer_find(layer, pairs[k][1]) >= 0) {
            snprintf(crs, 32, "EPSG:%d", k == METRES ? epsg : 4326);
            options->x = pairs[k][0];
            options->y = pairs[k][1];
            options->crs = crs;
        }
    mlg_layer_close(layer);
    return MLG_OK;
}

static mlg_status take_row(mlg_matrix_points *p, const char *path, mlg_layer *layer, int field, mlg_error *err)
{
    mlg_geom *geom = NULL;
    const char *code = mlg_layer_text(layer, field);
    const long long number = (long long)mlg_layer_row(layer);
    if (!code)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld has no code", path, number);
    MLG_TRY(mlg_layer_geometry(&geom, layer, err));
    const mlg_box box =
        geom ? mlg_geom_box(geom) : (mlg_box){ (double)NAN, (double)NAN, (double)NAN, (double)NAN };
    mlg_geom_free(geom);
    if (!(isfinite(box.min_x) && isfinite(box.min_y)))
        return mlg_fail(err, MLG_INPUT, "%s: row %lld (%s) has no position", path, number, code);
    if (box.min_x < box.max_x || box.min_y < box.max_y)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld (%s) is not a point", path, number, code);
    return add_point(p, code, box.min_x, box.min_y, err);
}

static mlg_status read_file(mlg_matrix_points *p, const char *path, int epsg, mlg_error *err)
{
    char crs[32];
    mlg_layer *layer = NULL;
    mlg_layer_options options = { .to_epsg = epsg };
    bool got;
    mlg_status st;
    MLG_TRY(find_columns(&options, crs, path, epsg, err));
    MLG_TRY(mlg_layer_open(&layer, path, &options, err));
    const int field = find_code(layer);
    if (field < 0)
        st = mlg_fail(err, MLG_INPUT, "%s: no column of codes (code, id, insee_com)", path);
    else if (!mlg_layer_has_geometry(layer))
        st = mlg_fail(err, MLG_INPUT, "%s: no geometry and no columns of coordinates (lon and lat, or x and y)",
                      path);
    else
        while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
            if ((st = take_row(p, path, layer, field, err)) != MLG_OK)
                break;
    mlg_layer_close(layer);
    if (st == MLG_OK && p->count == 0)
        st = mlg_fail(err, MLG_INPUT, "%s: contains no points", path);
    return st;
}

/* ---- sorting ---- */

typedef struct {
    char *code;
    double x, y;
} point;

static int compare_code(const void *a, const void *b)
{
    return strcmp(((const point *)a)->code, ((const point *)b)->code);
}

static mlg_status sort_codes(mlg_matrix_points *p, const char *what, mlg_error *err)
{
    point *sorted;
    MLG_TRY(MLG_NEW(&sorted, (size_t)p->count, "points of a matrix", err));
    for (int32_t i = 0; i < p->count; i++)
        sorted[i] = (point){ p->code[i], p->x[i], p->y[i] };
    qsort(sorted, (size_t)p->count, sizeof *sorted, compare_code);
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < p->count; i++) {
        p->code[i] = sorted[i].code;
        p->x[i] = sorted[i].x;
        p->y[i] = sorted[i].y;
        if (st == MLG_OK && i > 0 && strcmp(p->code[i], p->code[i - 1]) == 0)
            st = mlg_fail(err, MLG_INPUT, "%s: duplicate code '%s'", what, p->code[i]);
    }
    free(sorted);
    return st;
}

mlg_status mlg_matrix_points_read(mlg_matrix_points *out, const char *what, mlg_db *db, int epsg, mlg_error *err)
{
    *out = (mlg_matrix_points){ 0 };
    MLG_TRY(mlg_matrix_is_file(what) ? read_file(out, what, epsg, err) : read_set(out, what, db, err));
    return sort_codes(out, what, err);
}
