#include "pipeline/policy/reach.h"

#include "adapters/crs.h"
#include "base/among.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- sites ------------------------------------------------------------------------------------------------------- */

mlg_status mlg_policy_add_site(mlg_policy_sites *sites, const mlg_policy_site *site, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&sites->items, &sites->room, (size_t)sites->count + 1, "sites", err));
    sites->items[sites->count++] = *site;
    return MLG_OK;
}

static mlg_status sort_codes(const char ***codes, const mlg_policy_sites *sites, mlg_error *err)
{
    MLG_TRY(MLG_NEW(codes, (size_t)sites->count, "sites", err));
    for (int32_t s = 0; s < sites->count; s++)
        (*codes)[s] = sites->items[s].code;
    mlg_sort_texts(*codes, (size_t)sites->count);
    return MLG_OK;
}

/* A category has each code once; another may have had it. */
static mlg_status add_category(mlg_policy_sites *sites, mlg_policy_job *j, const char *category, int kind,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    const char **others = NULL;
    const int32_t other_count = sites->count;
    bool row;
    mlg_status st;
    MLG_GO(sort_codes(&others, sites, err));
    MLG_GO(mlg_db_query(&stmt, j->study.db, "policy/select_sites", err));
    mlg_bind_text(stmt, ":categorie", category);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (mlg_find_sorted(others, other_count, mlg_column_text(stmt, 0)) >= 0)
            continue;
        const mlg_policy_site site = { .code = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0)),
                                       .label = mlg_arena_text(&j->arena, mlg_column_text(stmt, 1)),
                                       .x = mlg_column_double(stmt, 2),
                                       .y = mlg_column_double(stmt, 3),
                                       .commune = mlg_arena_text(&j->arena, mlg_column_text(stmt, 4)),
                                       .here = mlg_column_int(stmt, 5) != 0,
                                       .centre = mlg_column_int(stmt, 6) != 0,
                                       .hours = mlg_arena_text(&j->arena, mlg_column_text(stmt, 7)),
                                       .kind = kind };
        const bool good = site.code && site.label && (site.commune || mlg_column_is_null(stmt, 4)) &&
                          (site.hours || mlg_column_is_null(stmt, 7));
        MLG_GO(good ? mlg_policy_add_site(sites, &site, err) : mlg_fail_memory(err, "sites", 0));
    }
done:
    mlg_stmt_free(stmt);
    free(others);
    return st;
}

mlg_status mlg_policy_add_sites(mlg_policy_sites *sites, mlg_policy_job *j, const char *words, int kind,
                                mlg_error *err)
{
    for (const char *at = words + strspn(words, " "); *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        const char *category = mlg_arena_printf(&j->arena, "%.*s", (int)length, at);
        if (!category)
            return mlg_fail_memory(err, "categories", 0);
        MLG_TRY(add_category(sites, j, category, kind, err));
        at += length;
    }
    return MLG_OK;
}

mlg_status mlg_policy_item_point(mlg_policy_job *j, const mlg_policy_site *site, mlg_error *err)
{
    mlg_transform *transform = NULL;
    double x = site->x, y = site->y;
    size_t failed = 0;
    if (site->centre)
        return MLG_OK;
    MLG_TRY(mlg_transform_epsg(&transform, j->study.epsg, 4326, err));
    mlg_transform_points(transform, &x, &y, 1, &failed);
    mlg_transform_free(transform);
    if (failed == 0) {
        mlg_policy_item_number(j, "lon", x, 6);
        mlg_policy_item_number(j, "lat", y, 6);
    }
    return MLG_OK;
}

/* ---- reach ------------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_router *router;
    int32_t *who, count; /* demand points of the territory, or all, ascending */
    bool all;
    double *x, *y; /* theirs */
    double *site_x, *site_y;
    int32_t *time_ds;         /* [some of who] [sites] */
    mlg_sparse_rows by_place; /* seconds to the sites; starts hold counts until all are found */
    int64_t pairs;
    size_t room[2];
} search;

static void release(search *s)
{
    mlg_router_close(s->router);
    void *const owned[] = { s->who, s->x, s->y, s->site_x, s->site_y, s->time_ds };
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++)
        free(owned[k]);
    mlg_sparse_release(&s->by_place);
}

static mlg_status prepare(search *s, const mlg_places *places, const mlg_policy_sites *sites, mlg_error *err)
{
    size_t n = (size_t)places->count, m = (size_t)sites->count;
    MLG_TRY(MLG_NEW(&s->who, n, "places", err));
    MLG_TRY(MLG_NEW(&s->x, n, "places", err));
    MLG_TRY(MLG_NEW(&s->y, n, "places", err));
    MLG_TRY(MLG_NEW(&s->site_x, m, "sites", err));
    MLG_TRY(MLG_NEW(&s->site_y, m, "sites", err));
    MLG_TRY(mlg_sparse_count(&s->by_place, places->count, sites->count, err));
    for (int32_t i = 0; i < places->count; i++)
        if ((s->all || places->in_territory[i]) && places->demand[i]) {
            s->x[s->count] = places->x_m[i];
            s->y[s->count] = places->y_m[i];
            s->who[s->count++] = i;
        }
    for (int32_t k = 0; k < sites->count; k++) {
        s->site_x[k] = sites->items[k].x;
        s->site_y[k] = sites->items[k].y;
    }
    return MLG_OK;
}

static mlg_status keep_pair(search *s, int32_t place, int32_t site, int32_t seconds, mlg_error *err)
{
    size_t need = (size_t)s->pairs + 1;
    MLG_TRY(MLG_GROW(&s->by_place.column, &s->room[0], need, "places within reach", err));
    MLG_TRY(MLG_GROW(&s->by_place.value, &s->room[1], need, "places within reach", err));
    s->by_place.column[s->pairs] = site;
    s->by_place.value[s->pairs++] = seconds;
    s->by_place.start[place + 1]++;
    return MLG_OK;
}

/* A block of places at a time, so that times take 64 million cells at most. */
static mlg_status find_pairs(search *s, int32_t sites, int32_t limit_ds, mlg_error *err)
{
    int32_t block = (int32_t)fmax(1, fmin(s->count, 64e6 / sites));
    MLG_TRY(MLG_NEW(&s->time_ds, (size_t)block * (size_t)sites, "travel times", err));
    const mlg_positions to = { sites, s->site_x, s->site_y };
    for (int32_t first = 0; first < s->count; first += block) {
        int32_t n = first + block <= s->count ? block : s->count - first;
        const mlg_positions from = { n, s->x + first, s->y + first };
        MLG_TRY(mlg_router_times(s->time_ds, s->router, &from, &to, limit_ds, err));
        for (int64_t k = 0; k < (int64_t)n * sites; k++)
            if (s->time_ds[k] <= limit_ds)
                MLG_TRY(keep_pair(s, s->who[first + k / sites], (int32_t)(k % sites), s->time_ds[k] / 10, err));
    }
    return MLG_OK;
}

mlg_status mlg_policy_reach_of(mlg_sparse_rows *out, mlg_policy_job *j, const mlg_places *places,
                               const mlg_policy_sites *sites, double minutes, bool whole_study, mlg_error *err)
{
    search s = { .all = whole_study };
    mlg_status st;
    *out = (mlg_sparse_rows){ 0 };
    if (!(minutes > 0 && minutes <= 600))
        return mlg_fail(err, MLG_INPUT, "%s: a reach of %g minutes; it must be above 0, 600 at most",
                        j->policy->where, minutes);
    MLG_GO(mlg_router_open(&s.router, j->geopackage, 0, err));
    j->study.epsg = mlg_router_epsg(s.router);
    MLG_GO(prepare(&s, places, sites, err));
    MLG_GO(find_pairs(&s, sites->count, (int32_t)floor(minutes * 600 + 1e-9), err));
    for (int32_t p = 0; p < places->count; p++)
        s.by_place.start[p + 1] += s.by_place.start[p];
    st = mlg_sparse_transpose(out, mlg_sparse_view_of(&s.by_place), err);
done:
    release(&s);
    return st;
}
