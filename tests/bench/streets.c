/* Streets of a generated country: local roads, arterials, one-way streets. */
#include "works.h"

#include "base/memory.h"
#include "neighbours.h"
#include "support.h"

#include <math.h>

/* ---- local roads ---- */

/* Speed by level and density, km/h. */
static const double speed_kmh[LEVELS][DENSE + 1] = {
    { 42, 33, 21 }, { 62, 44, 27 }, { 78, 56, 34 }, { 108, 78, 48 }
};

int32_t works_time_ds(const street *s)
{
    double length_m = s->level == 3 ? 0.9 * (double)s->length_m : (double)s->length_m;
    double time_ds = 36 * length_m / speed_kmh[s->level][s->density];
    return time_ds < 1 ? 1 : (int32_t)lround(time_ds);
}

typedef struct {
    works *w;
    const uint8_t *density; /* by point */
} paving;

static mlg_status add_street(void *context, int32_t u, int32_t v, float length_m, mlg_error *err)
{
    const paving *p = context;
    works *w = p->w;
    MLG_TRY(MLG_GROW(&w->streets, &w->street_room, (size_t)w->n_streets + 1, "streets", err));
    double bend = random_unit(&w->random);
    uint8_t density = p->density[u] < p->density[v] ? p->density[u] : p->density[v];
    w->streets[w->n_streets++] = (street){
        .u = u, .v = v, .length_m = length_m * (float)(1.02 + 0.25 * bend * bend) + 2, .density = density
    };
    return MLG_OK;
}

/* A town where the fifth neighbour is within 130 m, a village within 330 m. */
static uint8_t density_of(const neighbours *near, int32_t point)
{
    float fifth_m2 = near->square_m2[(size_t)point * NEIGHBOURS + 4];
    return fifth_m2 < 130 * 130 ? DENSE : fifth_m2 < 330 * 330;
}

static mlg_status pave(works *w, mlg_error *err)
{
    mlg_status st;
    neighbours near = { 0 };
    uint8_t *density = NULL;
    MLG_GO(neighbours_init(&near, w->x_m, w->y_m, w->n_points, 300, err));
    MLG_GO(MLG_NEW(&density, (size_t)w->n_points, "density of junctions", err));
    for (int32_t i = 0; i < w->n_points; i++)
        density[i] = density_of(&near, i);
    MLG_GO(neighbours_relative(&near, w->x_m, w->y_m, add_street, &(paving){ w, density }, err));
done:
    free(density);
    neighbours_release(&near);
    return st;
}

/* ---- arterials ---- */

/* Arcs of all streets both ways, carrying the street's number as time until retime() puts times there. */
static mlg_status join_streets(works *w, mlg_error *err)
{
    mlg_status st;
    mlg_arcs arcs = { 0 };
    MLG_GO(mlg_arcs_init(&arcs, w->n_points, 2 * w->n_streets, err));
    for (int32_t i = 0; i < 2 * w->n_streets; i++) {
        const street *s = &w->streets[i / 2];
        arcs.tail[i] = i % 2 ? s->v : s->u;
        arcs.head[i] = i % 2 ? s->u : s->v;
        arcs.time_ds[i] = i / 2;
    }
    MLG_GO(mlg_csr_init(&w->roads, &arcs, MLG_FORWARD, err));
    MLG_GO(MLG_NEW(&w->street_of_arc, (size_t)arcs.n_arcs, "streets of arcs", err));
    for (int32_t i = 0; i < arcs.n_arcs; i++)
        w->street_of_arc[i] = w->roads.time_ds[i];
    MLG_GO(mlg_search_new(&w->search, w->n_points, err));
done:
    mlg_arcs_release(&arcs);
    return st;
}

static void retime(works *w)
{
    for (int32_t i = 0; i < w->roads.view.n_arcs; i++)
        w->roads.time_ds[i] = works_time_ds(&w->streets[w->street_of_arc[i]]);
}

typedef struct {
    works *w;
    const int32_t *point; /* of each centre of this level */
    uint8_t level;
    int32_t from; /* centre whose pairs are being gathered */
    int32_t to[2 * NEIGHBOURS];
    int32_t n_to;
} survey;

static void raise_path(const survey *s, const mlg_reached *reached, int32_t node)
{
    const works *w = s->w;
    while (reached->parent_arc[node] >= 0) {
        street *on = &w->streets[w->street_of_arc[reached->parent_arc[node]]];
        on->level = s->level;
        node = on->u == node ? on->v : on->u;
    }
}

/* One search serves all pairs of a centre. */
static mlg_status build_pairs(survey *s, mlg_error *err)
{
    mlg_reached reached;
    mlg_seed seed = { s->from >= 0 ? s->point[s->from] : 0, 0 };
    mlg_search_options options = { MLG_TIME_MAX, s->to, s->n_to, true };
    if (s->n_to == 0)
        return MLG_OK;
    MLG_TRY(mlg_search_run(&reached, s->w->search, &s->w->roads.view, &seed, 1, &options, err));
    for (int32_t i = 0; i < s->n_to; i++)
        if (reached.time_ds[s->to[i]] != MLG_UNREACHABLE)
            raise_path(s, &reached, s->to[i]);
    s->n_to = 0;
    return MLG_OK;
}

static mlg_status gather_pair(void *context, int32_t u, int32_t v, float length_m, mlg_error *err)
{
    (void)length_m;
    survey *s = context;
    if (u != s->from || s->n_to == 2 * NEIGHBOURS)
        MLG_TRY(build_pairs(s, err));
    s->from = u;
    s->to[s->n_to++] = s->point[v];
    return MLG_OK;
}

static mlg_status build_level(works *w, uint8_t level, double least_persons, float cell_m, mlg_error *err)
{
    mlg_status st;
    size_t n = (size_t)w->n_communes;
    int32_t *point = NULL, count = 0;
    float *x_m = NULL, *y_m = NULL;
    neighbours near = { 0 };
    MLG_GO(MLG_NEW(&point, n, "centres of a level", err));
    MLG_GO(MLG_NEW(&x_m, n, "centres of a level", err));
    MLG_GO(MLG_NEW(&y_m, n, "centres of a level", err));
    for (int32_t i = 0; i < w->n_communes; i++)
        if (w->commune[i].persons >= least_persons) {
            point[count] = w->centre[i];
            x_m[count] = (float)w->commune[i].x_m;
            y_m[count++] = (float)w->commune[i].y_m;
        }
    survey s = { .w = w, .point = point, .level = level, .from = -1 };
    MLG_GO(neighbours_init(&near, x_m, y_m, count, cell_m, err));
    MLG_GO(neighbours_relative(&near, x_m, y_m, gather_pair, &s, err));
    MLG_GO(build_pairs(&s, err));
done:
    neighbours_release(&near);
    free(point);
    free(x_m);
    free(y_m);
    return st;
}

mlg_status works_build_streets(works *w, mlg_error *err)
{
    static const double least_persons[LEVELS] = { 0, 0, 4500, 25000 };
    static const float cell_m[LEVELS] = { 0, 4000, 12000, 40000 };
    MLG_TRY(pave(w, err));
    MLG_TRY(join_streets(w, err));
    for (uint8_t level = 1; level < LEVELS; level++) {
        retime(w);
        MLG_TRY(build_level(w, level, least_persons[level], cell_m[level], err));
    }
    for (int32_t i = 0; i < w->n_streets; i++) {
        street *s = &w->streets[i];
        if (s->density == DENSE && s->level < 2 && random_unit(&w->random) < 0.13)
            s->one_way = random_below(&w->random, 2) ? 1 : -1;
    }
    return MLG_OK;
}
