/* mlg_router_access: access of any places to any sites; single rules (times, decays, classes). */
#include "pipeline/router/router.h"

#include "analysis/access/measure.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "network/models/road.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where sites stand ------------------------------------------------------------------------------------------------ */

typedef struct {
    double x, y;
    int32_t place;
} standing;

static int compare_position(const void *a, const void *b)
{
    const standing *s = a, *u = b;
    if (s->x != u->x)
        return s->x < u->x ? -1 : 1;
    return s->y < u->y ? -1 : s->y > u->y;
}

static int compare_standing(const void *a, const void *b)
{
    const standing *s = a, *u = b;
    int order = compare_position(a, b);
    return order != 0 ? order : s->place < u->place ? -1 : s->place > u->place;
}

/* The place at the position of each site, the first of several; MLG_NOWHERE when there is none. */
static mlg_status match_places(int32_t *site_place, const mlg_positions *places, const mlg_positions *sites,
                               mlg_error *err)
{
    standing *sorted;
    size_t n = (size_t)places->count;
    MLG_TRY(MLG_NEW(&sorted, n, "places", err));
    for (int32_t i = 0; i < places->count; i++)
        sorted[i] = (standing){ places->x[i], places->y[i], i };
    qsort(sorted, n, sizeof *sorted, compare_standing);
    for (int32_t j = 0; j < sites->count; j++) {
        const standing key = { sites->x[j], sites->y[j], 0 };
        const standing *found = bsearch(&key, sorted, n, sizeof *sorted, compare_position);
        while (found && found > sorted && compare_position(found - 1, &key) == 0)
            found--;
        site_place[j] = found ? found->place : MLG_NOWHERE;
    }
    free(sorted);
    return MLG_OK;
}

/* ---- travel -------------------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_travel *travel;
    mlg_road_model *road_model; /* by road; must outlive the travel */
    int32_t *site_place;
} outing;

static mlg_status travel_crow(outing *o, mlg_router *r, const mlg_access_request *q, mlg_error *err)
{
    uint8_t *place_density = NULL, *site_density = NULL;
    mlg_crow_params params = r->crow;
    mlg_status st = MLG_OK;
    params.intra_s = r->intra_ds / 10.0;
    MLG_GO(MLG_NEW(&place_density, (size_t)q->places.count, "densities", err));
    MLG_GO(MLG_NEW(&site_density, (size_t)q->sites.count, "densities", err));
    MLG_GO(mlg_router_densities(place_density, r, &q->places, err));
    MLG_GO(mlg_router_densities(site_density, r, &q->sites, err));
    const mlg_points places = { q->places.count, q->places.x, q->places.y, place_density };
    const mlg_points sites = { q->sites.count, q->sites.x, q->sites.y, site_density };
    st = mlg_travel_crow(&o->travel, &params, &places, &sites, o->site_place, err);
done:
    free(place_density);
    free(site_density);
    return st;
}

static mlg_status travel_road(outing *o, mlg_router *r, const mlg_access_request *q, mlg_error *err)
{
    mlg_snap *places = NULL, *sites = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_router_attach(&places, r, &q->places, err));
    MLG_GO(mlg_router_attach(&sites, r, &q->sites, err));
    MLG_GO(mlg_road_model_new(&o->road_model, r->graph, places, q->places.count,
                              r->to_site ? MLG_TO_SITE : MLG_FROM_SITE, err));
    st = mlg_travel_road(&o->travel, o->road_model, sites, q->sites.count, o->site_place, r->intra_ds, err);
done:
    free(places);
    free(sites);
    return st;
}

/* ---- measures -------------------------------------------------------------------------------------------------------------- */

static mlg_status find_decay(const mlg_decay **decay, const char *name, mlg_error *err)
{
    char names[360] = "";
    int32_t count;
    const mlg_decay *all = mlg_decay_list(&count);
    *decay = mlg_decay_by_name(name);
    if (*decay)
        return MLG_OK;
    for (int32_t i = 0; i < count; i++)
        mlg_list_add(names, sizeof names, ", ", all[i].name);
    mlg_fail(err, MLG_USAGE, "unknown decay '%s'", name);
    mlg_hint(err, "give one of %s", names);
    return MLG_USAGE;
}

static mlg_status find_measure(const mlg_measure **measure, const char *name, mlg_error *err)
{
    char names[360] = "";
    *measure = mlg_measure_by_name(name);
    if (*measure && !(*measure)->by_site)
        return MLG_OK;
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        if (!m->by_site)
            mlg_list_add(names, sizeof names, ", ", m->name);
    mlg_fail(err, MLG_USAGE,
             *measure ? "measure '%s' is a figure of sites, not of places" : "unknown measure '%s'", name);
    mlg_hint(err, "give one of %s", names);
    return MLG_USAGE;
}

mlg_status mlg_router_access(double *access, mlg_router *r, const mlg_access_request *q, mlg_error *err)
{
    const mlg_measure *measure;
    const mlg_decay *decay = NULL;
    outing o = { 0 };
    mlg_measure_stats stats;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_positions_check("place", &q->places, err));
    MLG_TRY(mlg_positions_check("site", &q->sites, err));
    MLG_TRY(find_measure(&measure, q->measure ? q->measure : "apl", err));
    MLG_TRY(find_decay(&decay, q->decay ? q->decay : measure->decay, err));
    MLG_GO(MLG_NEW(&o.site_place, (size_t)q->sites.count, "sites", err));
    MLG_GO(match_places(o.site_place, &q->places, &q->sites, err));
    MLG_GO(r->road ? travel_road(&o, r, q, err) : travel_crow(&o, r, q, err));
    const mlg_times reach = mlg_times_travel(o.travel);
    mlg_measure_input input = {
        .reach = &reach,
        .decay = decay,
        .demand = q->persons,
        .supply = q->supply,
        .params = mlg_measure_defaults(),
        .threads = q->threads,
    };
    input.params.site_place = o.site_place;
    st = mlg_measure_run(measure, &input, access, &stats, err);
done:
    mlg_travel_free(o.travel);
    mlg_road_model_free(o.road_model);
    free(o.site_place);
    return st;
}

/* ---- rules by themselves ------------------------------------------------------------------------------------------------- */

mlg_status mlg_crow_minutes(double *minutes, double distance_m, int density_from, int density_to, mlg_error *err)
{
    mlg_crow_params params = mlg_crow_defaults();
    if (!(distance_m >= 0 && distance_m <= 1e9))
        return mlg_fail(err, MLG_USAGE, "a distance of %g m is out of range; give 0 to 1e9", distance_m);
    if (density_from < 0 || density_from > 7 || density_to < 0 || density_to > 7)
        return mlg_fail(err, MLG_USAGE, "densities %d and %d; give levels from 1 to 7, or 0 if unknown",
                        density_from, density_to);
    int32_t time_ds = mlg_crow_time_ds(&params, distance_m, (uint8_t)density_from, (uint8_t)density_to);
    *minutes = (double)time_ds / MLG_DS_PER_MIN;
    return MLG_OK;
}

mlg_status mlg_decay_minutes(double *weight, const char *decay, double minutes, mlg_error *err)
{
    const mlg_decay *found;
    if (!(minutes >= 0))
        return mlg_fail(err, MLG_USAGE, "a time of %g minutes is negative", minutes);
    MLG_TRY(find_decay(&found, decay, err));
    *weight = minutes > MLG_LONGEST_CUT_MIN ? 0 : mlg_decay_weight(found, mlg_minutes_to_ds(minutes));
    return MLG_OK;
}

mlg_status mlg_access_class(int32_t *class_number, double access, const double *breaks, int32_t count,
                            mlg_error *err)
{
    static const double of_the_maps[] = { 1.5, 2.5, 3.5, 4.5 };
    if (!breaks) {
        breaks = of_the_maps;
        count = sizeof of_the_maps / sizeof *of_the_maps;
    }
    for (int32_t k = 0; k < count; k++)
        if (!(isfinite(breaks[k]) && (k == 0 || breaks[k] > breaks[k - 1])))
            return mlg_fail(err, MLG_USAGE, "break %d is %g; give numbers in ascending order", k + 1, breaks[k]);
    *class_number = !isnan(access);
    for (int32_t k = 0; k < count; k++)
        *class_number += access >= breaks[k];
    return MLG_OK;
}
