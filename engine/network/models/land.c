#include "network/models/land.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

typedef struct {
    const mlg_grid *grid;
    int32_t *place_cell, places;
    int32_t *site_cell, *own_place;
    bool to_site;
    int32_t intra_ds;
} land;

static mlg_status search_land(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                              mlg_error *err)
{
    const land *l = data;
    (void)err;
    const double half_ds_s = 0.05; /* times are rounded to the decisecond */
    const double *time_s = mlg_grid_times(mlg_travel_work(scratch), &l->site_cell[site], 1, l->to_site,
                                          (double)limit_ds / 10 + half_ds_s);
    const int32_t own = l->own_place[site];
    for (int32_t p = 0; p < l->places; p++) {
        const int32_t cell = l->place_cell[p];
        if (p == own || cell < 0 || isinf(time_s[cell]))
            continue;
        const int32_t time_ds = (int32_t)lround(10 * time_s[cell]);
        if (time_ds <= limit_ds)
            mlg_travel_reach(scratch, p, time_ds);
    }
    if (own != MLG_NOWHERE && l->intra_ds <= limit_ds)
        mlg_travel_reach(scratch, own, l->intra_ds);
    return MLG_OK;
}

static mlg_status land_work(void **work, const void *data, mlg_error *err)
{
    return mlg_grid_search_new((mlg_grid_search **)work, ((const land *)data)->grid, err);
}

static void free_work(void *work)
{
    mlg_grid_search_free(work);
}

static void release_land(void *data)
{
    land *l = data;
    free(l->place_cell);
    free(l->site_cell);
    free(l->own_place);
    free(l);
}

static const mlg_travel_model land_methods = {
    .name = "land",
    .search = search_land,
    .release = release_land,
    .work_new = land_work,
    .work_free = free_work,
};

static mlg_status copy(int32_t **out, const int32_t *from, int32_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, (size_t)n, "a grid", err));
    for (int32_t i = 0; i < n; i++)
        (*out)[i] = from ? from[i] : MLG_NOWHERE;
    return MLG_OK;
}

mlg_status mlg_travel_land(mlg_travel **travel, const mlg_grid *grid, const int32_t *place_cell, int32_t places,
                           const int32_t *site_cell, int32_t sites, const int32_t *site_place, bool to_site,
                           int32_t intra_ds, mlg_error *err)
{
    land *l;
    mlg_status st;
    *travel = NULL;
    MLG_TRY(MLG_NEW(&l, 1, "a grid", err));
    l->grid = grid;
    l->places = places;
    l->to_site = to_site;
    l->intra_ds = intra_ds;
    MLG_GO(copy(&l->place_cell, place_cell, places, err));
    MLG_GO(copy(&l->site_cell, site_cell, sites, err));
    MLG_GO(copy(&l->own_place, site_place, sites, err));
    return mlg_travel_new(travel, &land_methods, l, sites, places, err);
done:
    release_land(l);
    return st;
}
