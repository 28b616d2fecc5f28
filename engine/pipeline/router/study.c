/* mlg_router on a study: its travel parameters, the density of a point, the communes around it. Works without SpatiaLite
 * (db/database.h). Statements are always read to the end, so that no lock remains on a file that others may want to write. */
#include "base/path.h"
#include "pipeline/router/router.h"

#include "analysis/catchment/straight_line_land.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- parameters --------------------------------------------------------------------------------------------------- */

typedef struct {
    char model[40];
    double intra_min;
    int speeds; /* number of speeds read, out of seven */
} told;

static void take_speeds(mlg_router *r, told *is, const char *text)
{
    double speed;
    while (is->speeds < 7 && mlg_read_decimal(&speed, text, &text)) {
        r->crow.speed_kmh[++is->speeds] = speed;
        text += strspn(text, " ");
    }
}

static void take_parameter(mlg_router *r, told *is, const char *name, const char *value)
{
    double number;
    bool known = mlg_read_decimal(&number, value, NULL);
    if (strcmp(name, "modele") == 0)
        snprintf(is->model, sizeof is->model, "%s", value);
    else if (strcmp(name, "srs") == 0)
        r->epsg = mlg_crs_epsg(value);
    else if (strcmp(name, "bord_inconnu") == 0)
        r->open_edge = true;
    else if (strcmp(name, "sens") == 0)
        r->to_site = strcmp(value, MLG_SENSE_FROM_SITE) != 0;
    else if (strcmp(name, "vitesses") == 0)
        take_speeds(r, is, value);
    else if (known && strcmp(name, "detour") == 0)
        r->crow.detour = number;
    else if (known && strcmp(name, "temps_terminal") == 0)
        r->crow.terminal_s = 60 * number;
    else if (known && strcmp(name, "vitesse_densite_inconnue") == 0)
        r->crow.speed_kmh[0] = number;
    else if (known && strcmp(name, "temps_intra_communal") == 0)
        is->intra_min = number;
    else if (known && strcmp(name, "raccordement_max") == 0)
        r->snap_m = number;
}

static mlg_status read_parameters(mlg_router *r, told *is, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = mlg_db_query(&stmt, r->db, "travel/select_parameters", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        take_parameter(r, is, mlg_column_text(stmt, 0), mlg_column_text(stmt, 1));
    mlg_stmt_free(stmt);
    return st;
}

/* "study.gpkg" gives "study.network", the name that mlg_run() uses. */
static mlg_status name_network(mlg_router *r, const char *path, mlg_error *err)
{
    char network[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_with_extension(network, path, ".network", err));
    return mlg_copy_text(&r->network, network, err);
}

mlg_status mlg_router_read_study(mlg_router *r, const char *path, mlg_error *err)
{
    told is = { .intra_min = 0 };
    MLG_TRY(mlg_db_open_plain(&r->db, path, err));
    MLG_TRY(read_parameters(r, &is, err));
    r->intra_ds = mlg_minutes_to_ds(is.intra_min);
    r->road = strcmp(is.model, MLG_MODEL_ROAD) == 0;
    if (r->road)
        return name_network(r, path, err);
    if (strcmp(is.model, MLG_MODEL_CROW) != 0) {
        mlg_fail(err, MLG_INPUT, "%s: travel model '%s' gives no times between arbitrary points", path,
                 *is.model ? is.model : "(nothing recorded)");
        if (strcmp(is.model, MLG_MODEL_TRANSIT) == 0)
            mlg_hint(
                err,
                "maillage matrix and maillage journey read its timetables directly: give them its study file");
        else
            mlg_hint(err, "use a study whose travel model is crow or road");
        return MLG_INPUT;
    }
    if (is.speeds != 7)
        return mlg_fail(err, MLG_INPUT, "%s: parametre 'vitesses' has %d speeds, not 7", path, is.speeds);
    MLG_TRY(mlg_db_query(&r->standing, r->db, "travel/select_standing", err));
    return mlg_db_query(&r->outlines, r->db, "travel/select_outlines", err);
}

/* ---- geometries ------------------------------------------------------------------------------------------------------ */

static mlg_status read_geom(mlg_geom **out, mlg_stmt *stmt, int column, mlg_error *err)
{
    size_t size;
    const void *bytes = mlg_column_blob(stmt, column, &size);
    *out = NULL;
    return bytes ? mlg_geom_from_gpb(out, bytes, size, err) : MLG_OK;
}

/* Communes around a place, arrays of `count`. */
typedef struct {
    int32_t count;
    size_t room, density_room;
    mlg_geom **outline;
    uint8_t *density;
} outlines;

static void release_outlines(outlines *o)
{
    for (int32_t i = 0; i < o->count; i++)
        mlg_geom_free(o->outline[i]);
    free(o->outline);
    free(o->density);
    *o = (outlines){ 0 };
}

static mlg_status take_outline(outlines *o, mlg_stmt *stmt, mlg_error *err)
{
    mlg_geom *geom;
    MLG_TRY(MLG_GROW(&o->outline, &o->room, (size_t)o->count + 1, "outlines", err));
    MLG_TRY(MLG_GROW(&o->density, &o->density_room, (size_t)o->count + 1, "outlines", err));
    MLG_TRY(read_geom(&geom, stmt, 0, err));
    if (geom) {
        o->outline[o->count] = geom;
        o->density[o->count++] = (uint8_t)mlg_column_int(stmt, 1);
    }
    return MLG_OK;
}

/* Reads the outlines whose box is within `reach` of the point. Must be released even after a failure. */
static mlg_status read_outlines(outlines *o, mlg_router *r, double x, double y, double reach, mlg_error *err)
{
    bool row = true;
    mlg_status st = MLG_OK;
    *o = (outlines){ 0 };
    mlg_bind_double(r->outlines, ":min_x", x - reach);
    mlg_bind_double(r->outlines, ":max_x", x + reach);
    mlg_bind_double(r->outlines, ":min_y", y - reach);
    mlg_bind_double(r->outlines, ":max_y", y + reach);
    while (row) { /* to the end, even after an error */
        mlg_status step = mlg_stmt_step(r->outlines, &row, st == MLG_OK ? err : NULL);
        st = st == MLG_OK ? step : st;
        if (row && st == MLG_OK)
            st = take_outline(o, r->outlines, err);
    }
    return st;
}

/* ---- the density of a point --------------------------------------------------------------------------------------------- */

/* The density of the place or facility at the point, if there is one. */
static mlg_status standing_density(bool *known, uint8_t *density, mlg_router *r, double x, double y,
                                   mlg_error *err)
{
    bool row = true;
    mlg_status st = MLG_OK;
    *known = false;
    mlg_bind_double(r->standing, ":x", x);
    mlg_bind_double(r->standing, ":y", y);
    while (row) {
        mlg_geom *geom = NULL;
        mlg_status step = mlg_stmt_step(r->standing, &row, st == MLG_OK ? err : NULL);
        st = st == MLG_OK ? step : st;
        if (row && st == MLG_OK && !*known && (st = read_geom(&geom, r->standing, 0, err)) == MLG_OK && geom) {
            mlg_box box = mlg_geom_box(geom);
            *known = box.min_x == x && box.min_y == y;
            *density = (uint8_t)mlg_column_int(r->standing, 1);
        }
        mlg_geom_free(geom);
    }
    return st;
}

/* Adds the land within `reach` of the point that no outline covers, of unknown density. */
static mlg_status add_beyond(outlines *o, double x, double y, double reach, mlg_error *err)
{
    double square[] = { x - reach, y - reach, x + reach, y - reach, x + reach,
                        y + reach, x - reach, y + reach, x - reach, y - reach };
    const mlg_ring ring = { square, 5, false };
    mlg_geom *around = NULL, *known = NULL, *beyond = NULL;
    mlg_status st;
    MLG_GO(mlg_geom_from_rings(&around, &ring, 1, err));
    MLG_GO(mlg_geom_union(&known, (const mlg_geom *const *)o->outline, o->count, err));
    MLG_GO(mlg_geom_difference(&beyond, around, known, err));
    MLG_GO(MLG_GROW(&o->outline, &o->room, (size_t)o->count + 1, "outlines", err));
    MLG_GO(MLG_GROW(&o->density, &o->density_room, (size_t)o->count + 1, "outlines", err));
    o->outline[o->count] = beyond;
    o->density[o->count++] = 0;
    beyond = NULL;
done:
    mlg_geom_free(around);
    mlg_geom_free(known);
    mlg_geom_free(beyond);
    return st;
}

static mlg_status density_of(uint8_t *density, mlg_router *r, double x, double y, mlg_error *err)
{
    bool known;
    int32_t found = -1;
    outlines o = { 0 };
    MLG_TRY(standing_density(&known, density, r, x, y, err));
    if (known)
        return MLG_OK;
    mlg_status st = read_outlines(&o, r, x, y, 0, err);
    if (st == MLG_OK)
        st = mlg_geom_locate(&found, (const mlg_geom *const *)o.outline, o.count, &x, &y, 1, err);
    *density = st == MLG_OK && found >= 0 ? o.density[found] : 0;
    release_outlines(&o);
    return st;
}

mlg_status mlg_router_densities(uint8_t *density, mlg_router *r, const mlg_positions *points, mlg_error *err)
{
    for (int32_t i = 0; i < points->count; i++) {
        density[i] = 0;
        if (r->db && !r->road)
            MLG_TRY(density_of(&density[i], r, points->x[i], points->y[i], err));
    }
    return MLG_OK;
}

/* ---- isochrones in straight lines -------------------------------------------------------------------------------------------- */

static mlg_status draw(mlg_geom **out, const mlg_crow_land *land, const int32_t *limit_ds, int32_t count,
                       mlg_error *err)
{
    for (int32_t k = 0; k < count; k++)
        MLG_TRY(mlg_crow_reached(&out[k], land, limit_ds[k], err));
    return MLG_OK;
}

/* Without a study the density is unknown everywhere: discs. */
static mlg_status draw_discs(mlg_geom **out, const mlg_router *r, double x, double y, const int32_t *limit_ds,
                             int32_t count, mlg_error *err)
{
    for (int32_t k = 0; k < count; k++)
        MLG_TRY(mlg_crow_disc(&out[k], x, y, mlg_crow_reach_m(&r->crow, limit_ds[k], 0, 0), err));
    return MLG_OK;
}

mlg_status mlg_router_crow_isochrones(mlg_geom **out, mlg_router *r, double x, double y, const int32_t *limit_ds,
                                      int32_t count, mlg_error *err)
{
    uint8_t density;
    double furthest = 0;
    outlines o = { 0 };
    if (!r->db)
        return draw_discs(out, r, x, y, limit_ds, count, err);
    MLG_TRY(density_of(&density, r, x, y, err));
    for (uint8_t level = 0; level <= 7 && count > 0; level++)
        furthest = fmax(furthest, mlg_crow_reach_m(&r->crow, limit_ds[count - 1], density, level));
    mlg_status st = read_outlines(&o, r, x, y, furthest, err);
    if (st == MLG_OK && r->open_edge && furthest > 0 && mlg_island_at(&r->crow.islands, x, y) == 0)
        st = add_beyond(&o, x, y, furthest, err);
    const mlg_crow_land land = {
        .params = &r->crow,
        .n_outlines = o.count,
        .outline = o.outline,
        .density = o.density,
        .sites = { 1, &x, &y, &density },
    };
    if (st == MLG_OK)
        st = draw(out, &land, limit_ds, count, err);
    release_outlines(&o);
    return st;
}
