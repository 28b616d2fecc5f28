#include "analysis/travel/given_points.h"

#include "adapters/crs.h"
#include "adapters/layer/read.h"
#include "base/memory.h"
#include "network/roads/point_grid.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ENDS = 4, MOST_NAME = 64 };

static const char usual[] = "from_lon,from_lat,to_lon,to_lat";
static const double farthest_m = 10000;

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static mlg_status find_columns(int field[ENDS], const mlg_layer *layer, const char *columns, mlg_error *err)
{
    int n = 0;
    for (const char *at = columns; n < ENDS; n++) {
        char name[MOST_NAME];
        const size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), at);
        if (length == 0)
            break;
        MLG_TRY(mlg_layer_need(&field[n], layer, name, err));
        at += length + (at[length] == ',');
    }
    if (n == ENDS)
        return MLG_OK;
    mlg_fail(err, MLG_USAGE, "coordinates are in four columns, with commas between; '%.60s' has %d",
             MLG_BRIEF(columns, 60), n);
    mlg_hint(err, "longitude and latitude of the origin, then of the destination: %s", usual);
    return MLG_USAGE;
}

static mlg_status find_minutes(int *field, const mlg_layer *layer, const char *given, mlg_error *err)
{
    static const char *const names[] = { "Dist_min", "minutes", "travel_time", NULL };
    *field = -1;
    for (const char *const *name = names; !given && *name && *field < 0; name++)
        *field = mlg_layer_find(layer, *name);
    return *field >= 0 ? MLG_OK : mlg_layer_need(field, layer, given ? given : "minutes", err);
}

bool mlg_given_points_are(const char *path)
{
    mlg_layer *layer;
    mlg_error err;
    int field[ENDS];
    if (mlg_layer_open(&layer, path, NULL, &err) != MLG_OK)
        return false;
    const bool are = find_columns(field, layer, usual, &err) == MLG_OK;
    mlg_layer_close(layer);
    return are;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static mlg_status number_at(double *value, const mlg_layer *layer, int field, const char *path, double most,
                            mlg_error *err)
{
    const char *text = mlg_layer_text(layer, field);
    if (text && mlg_parse_number(text, value) && fabs(*value) <= most)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%.40s' under %s is not a number of that kind", path,
                    (long long)mlg_layer_row(layer), text ? MLG_BRIEF(text, 40) : "",
                    mlg_layer_field_name(layer, field));
}

static mlg_status grow(mlg_given_points *p, mlg_error *err)
{
    const size_t need = (size_t)p->count + 1;
    MLG_TRY(MLG_GROW(&p->from_x, &p->room[0], need, "pairs", err));
    MLG_TRY(MLG_GROW(&p->from_y, &p->room[1], need, "pairs", err));
    MLG_TRY(MLG_GROW(&p->to_x, &p->room[2], need, "pairs", err));
    MLG_TRY(MLG_GROW(&p->to_y, &p->room[3], need, "pairs", err));
    MLG_TRY(MLG_GROW(&p->time_ds, &p->room[4], need, "pairs", err));
    MLG_TRY(MLG_GROW(&p->from, &p->room[5], need, "pairs", err));
    return MLG_GROW(&p->to, &p->room[6], need, "pairs", err);
}

static mlg_status take_row(mlg_given_points *p, const mlg_layer *layer, const int field[ENDS], int minutes,
                           const char *path, mlg_error *err)
{
    static const double most_min = 100000, degrees[ENDS] = { 180, 90, 180, 90 };
    double end[ENDS], time;
    p->rows++;
    if (!mlg_layer_text(layer, minutes))
        return MLG_OK;
    for (int k = 0; k < ENDS; k++)
        MLG_TRY(number_at(&end[k], layer, field[k], path, degrees[k], err));
    MLG_TRY(number_at(&time, layer, minutes, path, most_min, err));
    if (time < 0)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a time in minutes", path,
                        (long long)mlg_layer_row(layer), mlg_layer_text(layer, minutes));
    MLG_TRY(grow(p, err));
    p->from_x[p->count] = end[0];
    p->from_y[p->count] = end[1];
    p->to_x[p->count] = end[2];
    p->to_y[p->count] = end[3];
    p->time_ds[p->count++] = mlg_minutes_to_ds(time);
    return MLG_OK;
}

/* The nearest centre of a commune, the last of those as near; MLG_NOWHERE when none is near. */
static int32_t nearest(const mlg_point_grid *grid, const mlg_places *places, double x, double y)
{
    int32_t best = MLG_NOWHERE;
    double least = farthest_m * farthest_m;
    if (isnan(x) || isnan(y))
        return best;
    const mlg_point_grid_box box = mlg_point_grid_around(grid, x, y, farthest_m);
    for (int32_t row = box.row_from; row <= box.row_to; row++) {
        const int32_t *start = grid->start + row * grid->columns;
        for (int32_t k = start[box.column_from]; k < start[box.column_to + 1]; k++) {
            const int32_t i = grid->item[k];
            const double dx = places->x_m[i] - x, dy = places->y_m[i] - y, square = dx * dx + dy * dy;
            if ((square < least || (square == least && i > best)) && mlg_place_is_commune(places, i)) {
                least = square;
                best = i;
            }
        }
    }
    return best;
}

/* Keeps the pairs whose ends are near places. */
static mlg_status locate(mlg_given_points *p, const mlg_places *places, mlg_error *err)
{
    mlg_point_grid grid;
    int64_t kept = 0;
    MLG_TRY(mlg_point_grid_init(&grid, places->count, places->x_m, places->y_m, err));
    for (int64_t i = 0; i < p->count; i++) {
        p->from[i] = nearest(&grid, places, p->from_x[i], p->from_y[i]);
        p->to[i] = nearest(&grid, places, p->to_x[i], p->to_y[i]);
        if (p->from[i] == MLG_NOWHERE || p->to[i] == MLG_NOWHERE) {
            p->unknown++;
            continue;
        }
        p->from_x[kept] = p->from_x[i];
        p->from_y[kept] = p->from_y[i];
        p->to_x[kept] = p->to_x[i];
        p->to_y[kept] = p->to_y[i];
        p->time_ds[kept] = p->time_ds[i];
        p->from[kept] = p->from[i];
        p->to[kept++] = p->to[i];
    }
    p->count = kept;
    mlg_point_grid_release(&grid);
    return MLG_OK;
}

mlg_status mlg_given_points_read(mlg_given_points *out, const char *path, const char *columns, const char *minutes,
                                 const mlg_places *places, int epsg, mlg_error *err)
{
    mlg_layer *layer;
    mlg_transform *transform;
    int field[ENDS], time;
    bool got;
    size_t failed;
    *out = (mlg_given_points){ 0 };
    MLG_TRY(mlg_layer_open(&layer, path, NULL, err));
    mlg_status st = find_columns(field, layer, columns ? columns : usual, err);
    if (st == MLG_OK)
        st = find_minutes(&time, layer, minutes, err);
    while (st == MLG_OK && (st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        st = take_row(out, layer, field, time, path, err);
    mlg_layer_close(layer);
    MLG_TRY(st);
    MLG_TRY(mlg_transform_epsg(&transform, 4326, epsg, err));
    mlg_transform_points(transform, out->from_x, out->from_y, (size_t)out->count, &failed);
    mlg_transform_points(transform, out->to_x, out->to_y, (size_t)out->count, &failed);
    mlg_transform_free(transform);
    return locate(out, places, err);
}

void mlg_given_points_release(mlg_given_points *p)
{
    free(p->from_x);
    free(p->from_y);
    free(p->to_x);
    free(p->to_y);
    free(p->time_ds);
    free(p->from);
    free(p->to);
    *p = (mlg_given_points){ 0 };
}
