/* mlg_router_nearest: the sites of a study nearest to any point. */
#include "pipeline/router/router.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the sites ------------------------------------------------------------------------------------------------------ */

void mlg_stock_release(mlg_stock *s)
{
    for (int32_t i = 0; i < s->count; i++) {
        free(s->site[i].code);
        free(s->site[i].label);
    }
    free(s->site);
    free(s->density);
    free(s->at_centre);
    free(s->island);
    free(s->snap);
    free(s->what);
    *s = (mlg_stock){ 0 };
}

static mlg_status make_room(mlg_stock *s, mlg_error *err)
{
    size_t need = (size_t)s->count + 1, room = s->room;
    MLG_TRY(MLG_GROW(&s->density, &room, need, "sites", err));
    room = s->room;
    MLG_TRY(MLG_GROW(&s->at_centre, &room, need, "sites", err));
    return MLG_GROW(&s->site, &s->room, need, "sites", err);
}

static mlg_status take_site(mlg_stock *s, mlg_stmt *stmt, mlg_error *err)
{
    size_t size;
    mlg_geom *point;
    const void *bytes = mlg_column_blob(stmt, 2, &size);
    if (!bytes)
        return MLG_OK; /* no position */
    MLG_TRY(make_room(s, err));
    MLG_TRY(mlg_geom_from_gpb(&point, bytes, size, err));
    mlg_box box = mlg_geom_box(point);
    mlg_geom_free(point);
    mlg_near_site *site = &s->site[s->count];
    *site = (mlg_near_site){ .x = box.min_x, .y = box.min_y };
    s->density[s->count] = (uint8_t)mlg_column_int(stmt, 3);
    s->at_centre[s->count] = mlg_column_int(stmt, 4) != 0;
    s->count++; /* from here on mlg_stock_release() frees its texts */
    MLG_TRY(mlg_copy_text(&site->code, mlg_column_text(stmt, 0), err));
    const char *label = mlg_column_text(stmt, 1);
    return mlg_copy_text(&site->label, label ? label : site->code, err);
}

static mlg_status refuse_name(mlg_router *r, const char *what, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    char names[300] = "";
    mlg_status st = mlg_db_query(&stmt, r->db, "travel/select_offered", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        mlg_list_add(names, sizeof names, ", ", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    MLG_TRY(st);
    mlg_fail(err, MLG_INPUT, "the study has no sites of '%s'", what);
    mlg_hint(err,
             *names ? "its services and categories of facilities: %s"
                    : "it contains no supply and no facilities%s",
             names);
    return MLG_INPUT;
}

static mlg_status attach_stock(mlg_router *r, mlg_error *err)
{
    mlg_stock *s = &r->stock;
    double *x = NULL, *y = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&x, (size_t)s->count, "sites", err));
    MLG_GO(MLG_NEW(&y, (size_t)s->count, "sites", err));
    for (int32_t i = 0; i < s->count; i++) {
        x[i] = s->site[i].x;
        y[i] = s->site[i].y;
    }
    const mlg_positions points = { s->count, x, y };
    st = mlg_router_attach(&s->snap, r, &points, err);
done:
    free(x);
    free(y);
    return st;
}

static mlg_status find_islands(mlg_router *r, mlg_error *err)
{
    mlg_stock *s = &r->stock;
    MLG_TRY(MLG_NEW(&s->island, (size_t)s->count, "sites", err));
    for (int32_t i = 0; i < s->count; i++)
        s->island[i] = mlg_island_at(&r->crow.islands, s->site[i].x, s->site[i].y);
    return MLG_OK;
}

static mlg_status fill_stock(mlg_router *r, const char *what, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_copy_text(&r->stock.what, what, err));
    MLG_GO(mlg_db_query(&stmt, r->db, "travel/select_sites", err));
    mlg_bind_text(stmt, ":quoi", what);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_site(&r->stock, stmt, err));
    if (st == MLG_OK && r->stock.count == 0)
        st = refuse_name(r, what, err);
    if (st == MLG_OK)
        st = r->road ? attach_stock(r, err) : find_islands(r, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Keeps the sites of the last request, as an SQL query asks for the same ones row after row. */
static mlg_status need_stock(mlg_router *r, const char *what, mlg_error *err)
{
    if (r->stock.what && strcmp(r->stock.what, what) == 0)
        return MLG_OK;
    mlg_stock_release(&r->stock);
    mlg_status st = fill_stock(r, what, err);
    if (st != MLG_OK)
        mlg_stock_release(&r->stock);
    return st;
}

/* ---- the nearest ------------------------------------------------------------------------------------------------------ */

static mlg_status road_times(int32_t *time_ds, mlg_router *r, const mlg_positions *point, int32_t limit_ds,
                             mlg_error *err)
{
    mlg_snap *snap;
    MLG_TRY(mlg_router_attach(&snap, r, point, err));
    const mlg_one_to_many_request ask = {
        .point = snap,
        .to_point = !r->to_site, /* the sites are at the other end */
        .limit_ds = limit_ds > MLG_TIME_MAX ? MLG_TIME_MAX : limit_ds,
    };
    mlg_status st = mlg_one_to_many_search(r->one_to_many, &ask, err);
    for (int32_t i = 0; st == MLG_OK && i < r->stock.count; i++)
        time_ds[i] = mlg_one_to_many_time(r->one_to_many, &r->stock.snap[i]);
    free(snap);
    return st;
}

static mlg_status crow_times(int32_t *time_ds, mlg_router *r, const mlg_positions *point, mlg_error *err)
{
    const mlg_stock *s = &r->stock;
    uint8_t density;
    MLG_TRY(mlg_router_densities(&density, r, point, err));
    uint8_t island = mlg_island_at(&r->crow.islands, *point->x, *point->y);
    for (int32_t i = 0; i < s->count; i++) {
        double distance_m = mlg_crow_distance_m(&r->crow, s->site[i].x, s->site[i].y, *point->x, *point->y);
        time_ds[i] = s->island[i] == island ? mlg_crow_time_ds(&r->crow, distance_m, density, s->density[i])
                                            : MLG_UNREACHABLE;
    }
    return MLG_OK;
}

static mlg_status find_times(int32_t *time_ds, mlg_router *r, const mlg_positions *point, int32_t limit_ds,
                             mlg_error *err)
{
    MLG_TRY(r->road ? road_times(time_ds, r, point, limit_ds, err) : crow_times(time_ds, r, point, err));
    for (int32_t i = 0; i < r->stock.count; i++) {
        const mlg_near_site *site = &r->stock.site[i];
        if (r->stock.at_centre[i] && site->x == *point->x && site->y == *point->y)
            time_ds[i] = r->intra_ds;
        if (time_ds[i] > limit_ds)
            time_ds[i] = MLG_UNREACHABLE;
    }
    return MLG_OK;
}

/* The first remaining site with the least time; MLG_NOWHERE when none is left within the limit. */
static int32_t first_of(const int32_t *time_ds, int32_t count)
{
    int32_t best = MLG_NOWHERE;
    for (int32_t i = 0; i < count; i++)
        if (time_ds[i] != MLG_UNREACHABLE && (best == MLG_NOWHERE || time_ds[i] < time_ds[best]))
            best = i;
    return best;
}

static mlg_status take_nearest(mlg_near_sites *out, const mlg_stock *s, int32_t *time_ds, int32_t most,
                               mlg_error *err)
{
    MLG_TRY(MLG_NEW(&out->items, (size_t)(most < s->count ? most : s->count), "nearest sites", err));
    for (int32_t i = first_of(time_ds, s->count); i != MLG_NOWHERE && out->count < most;
         i = first_of(time_ds, s->count)) {
        mlg_near_site *to = &out->items[out->count++];
        *to = (mlg_near_site){ .x = s->site[i].x, .y = s->site[i].y, .time_ds = time_ds[i] };
        MLG_TRY(mlg_copy_text(&to->code, s->site[i].code, err));
        MLG_TRY(mlg_copy_text(&to->label, s->site[i].label, err));
        time_ds[i] = MLG_UNREACHABLE;
    }
    return MLG_OK;
}

mlg_status mlg_router_nearest(mlg_near_sites *out, mlg_router *r, const char *what, double x, double y,
                              int32_t most, int32_t limit_ds, mlg_error *err)
{
    const mlg_positions point = { 1, &x, &y };
    int32_t *time_ds = NULL;
    *out = (mlg_near_sites){ NULL, 0 };
    if (most < 1 || limit_ds < 0)
        return mlg_fail(err, MLG_USAGE, "%d nearest sites within %d deciseconds; give at least 1 and 0", most,
                        limit_ds);
    if (!r->db)
        return mlg_fail(err, MLG_INPUT, "the router was opened without a study, so it has no sites");
    MLG_TRY(mlg_positions_check("point", &point, err));
    MLG_TRY(need_stock(r, what, err));
    mlg_status st = MLG_NEW(&time_ds, (size_t)r->stock.count, "times of sites", err);
    if (st == MLG_OK)
        st = find_times(time_ds, r, &point, limit_ds, err);
    if (st == MLG_OK)
        st = take_nearest(out, &r->stock, time_ds, most, err);
    free(time_ds);
    if (st != MLG_OK)
        mlg_near_sites_release(out);
    return st;
}

void mlg_near_sites_release(mlg_near_sites *sites)
{
    for (int32_t i = 0; i < sites->count; i++) {
        free(sites->items[i].code);
        free(sites->items[i].label);
    }
    free(sites->items);
    *sites = (mlg_near_sites){ NULL, 0 };
}
