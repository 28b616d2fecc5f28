/* Straight-line travel model: distance, detour and a speed that depends on density.
 *
 * The default parameters, which keys.def lists, were chosen together with the default decay (apl-cosine) on
 * Pas-de-Calais: docs/methods/access.md describes the method, the data and the error on the held-out half. The
 * speeds are those of whole trips by main roads, not of streets: with the detour, 64 km/h as the crow flies, 56 in
 * dense communes.
 */
#include "network/models/model.h"

#include "base/language.h"
#include "base/memory.h"
#include "network/roads/point_grid.h"
#include "study/config/config.h"

#include <math.h>
#include <string.h>

enum { LEVELS = 8 };

typedef struct {
    double x_m, y_m;
    double slow_s; /* seconds per metre of straight line, half of the contribution of this end */
    uint8_t island;
} spot;

typedef struct {
    mlg_crow_params params;
    double fastest_s; /* smallest slow_s of all places */
    int32_t intra_ds;
    spot *place; /* [places] in the order of grid.item, so that a run of cells is contiguous */
    spot *site;
    int32_t *site_place;
    mlg_point_grid grid;
} crow;

mlg_crow_params mlg_crow_defaults(void)
{
    const mlg_config_reals speeds = mlg_config_travel_speeds_kmh(NULL);
    mlg_crow_params p = { .detour = mlg_config_travel_detour(NULL),
                          .terminal_s = 60 * mlg_config_travel_terminal_minutes(NULL),
                          .speed_kmh = { 0 } };
    for (unsigned i = 0; i < speeds.count; i++)
        p.speed_kmh[i + 1] = speeds.value[i];
    p.speed_kmh[0] = p.speed_kmh[MLG_COMMONEST_DENSITY];
    return p;
}

static double slowness(const mlg_crow_params *params, uint8_t density)
{
    return 0.5 * params->detour * 3.6 / params->speed_kmh[density];
}

/* Rounds to the nearest decisecond, halves up. */
static int32_t deciseconds(double seconds)
{
    double raised = seconds * 10 + 0.5; /* never negative, so the cast is a floor */
    return raised < MLG_UNREACHABLE ? (int32_t)raised : MLG_UNREACHABLE;
}

static int32_t trip_ds(const mlg_crow_params *params, double distance_m, double slow_a, double slow_b)
{
    return deciseconds(params->terminal_s + distance_m * (slow_a + slow_b));
}

double mlg_crow_distance_m(const mlg_crow_params *params, double ax, double ay, double bx, double by)
{
    return mlg_estuaries_distance_m(&params->islands.estuaries, UINT32_MAX, ax, ay, bx, by);
}

int32_t mlg_crow_time_ds(const mlg_crow_params *params, double distance_m, uint8_t density_a, uint8_t density_b)
{
    return trip_ds(params, distance_m, slowness(params, density_a), slowness(params, density_b));
}

double mlg_crow_reach_m(const mlg_crow_params *params, int32_t limit_ds, uint8_t density_a, uint8_t density_b)
{
    double moving_s = limit_ds / 10.0 - params->terminal_s;
    return moving_s <= 0 ? 0 : moving_s / (slowness(params, density_a) + slowness(params, density_b));
}

/* Upper bound of the straight distance to a place within the limit. */
static double reach_m(const crow *c, const spot *from, int32_t limit_ds)
{
    double moving_s = limit_ds / 10.0 + 0.05 - c->params.terminal_s;
    return moving_s / (from->slow_s + c->fastest_s) * (1 + 1e-9) + (moving_s >= 0 ? 1e-6 : 0);
}

/* Visits the places at positions [first, end) in the order of the grid. */
static void reach_run(const crow *c, const spot *from, uint32_t waters, int32_t own, int32_t first, int32_t end,
                      int32_t limit_ds, mlg_travel_scratch *scratch)
{
    for (int32_t k = first; k < end; k++) {
        const spot *to = &c->place[k];
        double distance_m =
            mlg_estuaries_distance_m(&c->params.islands.estuaries, waters, from->x_m, from->y_m, to->x_m, to->y_m);
        int32_t time_ds = trip_ds(&c->params, distance_m, from->slow_s, to->slow_s);
        if (time_ds <= limit_ds && time_ds != MLG_UNREACHABLE && c->grid.item[k] != own &&
            to->island == from->island)
            mlg_travel_reach(scratch, c->grid.item[k], time_ds);
    }
}

static mlg_status search_crow(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                              mlg_error *err)
{
    (void)err;
    const crow *c = data;
    const spot *from = &c->site[site];
    int32_t own = c->site_place[site];
    if (own != MLG_NOWHERE && c->intra_ds <= limit_ds)
        mlg_travel_reach(scratch, own, c->intra_ds);
    const double reach = reach_m(c, from, limit_ds);
    mlg_point_grid_box box = mlg_point_grid_around(&c->grid, from->x_m, from->y_m, reach);
    const uint32_t waters = mlg_estuaries_within(&c->params.islands.estuaries, from->x_m - reach,
                                                 from->y_m - reach, from->x_m + reach, from->y_m + reach);
    for (int32_t row = box.row_from; row <= box.row_to; row++) {
        const int32_t *start = c->grid.start + row * c->grid.columns;
        reach_run(c, from, waters, own, start[box.column_from], start[box.column_to + 1], limit_ds, scratch);
    }
    return MLG_OK;
}

static void release_crow(void *data)
{
    crow *c = data;
    mlg_point_grid_release(&c->grid);
    free(c->place);
    free(c->site);
    free(c->site_place);
    free(c);
}

static const mlg_travel_model crow_model = { .name = "straight line",
                                             .search = search_crow,
                                             .release = release_crow };

static mlg_status check_params(const mlg_crow_params *p, mlg_error *err)
{
    if (!(p->detour >= 1 && p->detour <= 100))
        return mlg_fail(err, MLG_USAGE, "detour is %g; give a ratio of 1 or more", p->detour);
    if (!(p->terminal_s >= 0 && p->terminal_s <= 1e6))
        return mlg_fail(err, MLG_USAGE, "terminal time is %g s; it cannot be negative", p->terminal_s);
    if (!(p->intra_s >= 0 && p->intra_s <= 1e6))
        return mlg_fail(err, MLG_USAGE, "time inside a place is %g s; it cannot be negative", p->intra_s);
    for (int level = 0; level < LEVELS; level++)
        if (!(p->speed_kmh[level] > 0 && p->speed_kmh[level] <= 1000))
            return mlg_fail(err, MLG_USAGE, "speed at density level %d is %g km/h; it must be positive", level,
                            p->speed_kmh[level]);
    return MLG_OK;
}

static mlg_status check_points(const mlg_points *points, const char *kind, mlg_error *err)
{
    for (int32_t i = 0; i < points->count; i++) {
        if (!(fabs(points->x_m[i]) <= 1e9 && fabs(points->y_m[i]) <= 1e9))
            return mlg_fail(err, MLG_INPUT, "%s %d is at (%g, %g), which is not a position in metres",
                            mlg_tr(kind), i, points->x_m[i], points->y_m[i]);
        if (points->density && points->density[i] >= LEVELS)
            return mlg_fail(err, MLG_INPUT, "%s %d has density level %d; levels are 1 to 7, 0 unknown",
                            mlg_tr(kind), i, points->density[i]);
    }
    return MLG_OK;
}

static mlg_status check_site_place(const int32_t *site_place, int32_t sites, int32_t places, mlg_error *err)
{
    for (int32_t j = 0; site_place && j < sites; j++)
        if (site_place[j] != MLG_NOWHERE && (site_place[j] < 0 || site_place[j] >= places))
            return mlg_fail(err, MLG_INPUT, "site %d is at place %d, which is not in 0..%d", j, site_place[j],
                            places - 1);
    return MLG_OK;
}

/* In the order of `item`; NULL: in the given order. */
static mlg_status copy_spots(spot **out, const mlg_points *points, const int32_t *item,
                             const mlg_crow_params *params, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, (size_t)points->count, "positions", err));
    for (int32_t k = 0; k < points->count; k++) {
        int32_t i = item ? item[k] : k;
        (*out)[k] =
            (spot){ points->x_m[i], points->y_m[i], slowness(params, points->density ? points->density[i] : 0),
                    mlg_island_at(&params->islands, points->x_m[i], points->y_m[i]) };
    }
    return MLG_OK;
}

static mlg_status copy_site_place(int32_t **out, const int32_t *site_place, int32_t sites, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, (size_t)sites, "places of sites", err));
    for (int32_t j = 0; j < sites; j++)
        (*out)[j] = site_place ? site_place[j] : MLG_NOWHERE;
    return MLG_OK;
}

static double smallest_slowness(const spot *place, int32_t count)
{
    double smallest = HUGE_VAL;
    for (int32_t i = 0; i < count; i++)
        smallest = fmin(smallest, place[i].slow_s);
    return smallest;
}

mlg_status mlg_travel_crow(mlg_travel **travel, const mlg_crow_params *params, const mlg_points *places,
                           const mlg_points *sites, const int32_t *site_place, mlg_error *err)
{
    *travel = NULL;
    MLG_TRY(check_params(params, err));
    MLG_TRY(check_points(places, "place", err));
    MLG_TRY(check_points(sites, "site", err));
    MLG_TRY(check_site_place(site_place, sites->count, places->count, err));
    crow *c;
    MLG_TRY(MLG_NEW(&c, 1, "straight-line model", err));
    c->params = *params;
    c->intra_ds = deciseconds(params->intra_s);
    mlg_status st;
    MLG_GO(mlg_point_grid_init(&c->grid, places->count, places->x_m, places->y_m, err));
    MLG_GO(copy_spots(&c->place, places, c->grid.item, params, err));
    MLG_GO(copy_spots(&c->site, sites, NULL, params, err));
    MLG_GO(copy_site_place(&c->site_place, site_place, sites->count, err));
    c->fastest_s = smallest_slowness(c->place, places->count);
    return mlg_travel_new(travel, &crow_model, c, sites->count, places->count, err);
done:
    release_crow(c);
    return st;
}
