#include "analysis/travel/pair_times.h"

#include "analysis/travel/model_inner.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* A longer time is no route: no figure of a study looks that far. */
static const int32_t longest_ds = 24 * 60 * MLG_DS_PER_MIN;

/* ---- places ------------------------------------------------------------------------------------------------------- */

/* Searches start at the sites of a study: the second places of the pairs, or the first where it travels from its sites. */
typedef struct {
    const mlg_places *places;
    const int32_t *start, *end; /* of each pair, as it is searched */
    int64_t count;
    mlg_sites sites;
    int64_t *order;   /* pairs, by their start */
    int32_t *time_of; /* [places] */
} job;

/* Counts the pairs of each place, then puts them in the order of their starts. */
static mlg_status list_sites(job *j, mlg_error *err)
{
    int32_t *first = j->time_of, before = 0;
    for (int64_t i = 0; i < j->count; i++)
        first[j->start[i]]++;
    for (int32_t k = 0; k < j->places->count; k++) {
        const int32_t here = first[k];
        first[k] = before;
        before += here;
        if (here > 0)
            MLG_TRY(mlg_sites_add_place(&j->sites, j->places, k, err));
    }
    for (int64_t i = 0; i < j->count; i++)
        j->order[first[j->start[i]]++] = i;
    return MLG_OK;
}

static mlg_status search(int32_t *time_ds, job *j, mlg_study *study, mlg_error *err)
{
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    int64_t next = 0;
    mlg_status st;
    MLG_GO(mlg_study_travel(&travel, study, j->places, &j->sites, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t s = 0; s < j->sites.count; s++) {
        mlg_row row;
        MLG_GO(mlg_travel_row(travel, s, longest_ds, scratch, &row, err));
        for (int32_t i = 0; i < j->places->count; i++)
            j->time_of[i] = MLG_UNREACHABLE;
        for (int32_t k = 0; k < row.count; k++)
            j->time_of[row.place[k]] = row.time_ds[k];
        for (; next < j->count && j->start[j->order[next]] == j->sites.place[s]; next++)
            time_ds[j->order[next]] = j->time_of[j->end[j->order[next]]];
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

mlg_status mlg_study_pair_times(int32_t *time_ds, mlg_study *study, const mlg_places *places, const int32_t *from,
                                const int32_t *to, int64_t count, mlg_error *err)
{
    const bool to_site = mlg_roads_direction(study) == MLG_TO_SITE;
    job j = { .places = places, .start = to_site ? to : from, .end = to_site ? from : to, .count = count };
    mlg_status st = MLG_OK;
    if (count == 0)
        return st;
    MLG_GO(MLG_NEW(&j.order, (size_t)count, "pairs", err));
    MLG_GO(MLG_NEW(&j.time_of, (size_t)places->count, "times", err));
    MLG_GO(list_sites(&j, err));
    st = search(time_ds, &j, study, err);
done:
    mlg_sites_release(&j.sites);
    free(j.order);
    free(j.time_of);
    return st;
}

/* ---- points ------------------------------------------------------------------------------------------------------- */

static mlg_status cross(int32_t *time_ds, mlg_study *study, const mlg_places *communes, const mlg_given_points *p,
                        mlg_error *err)
{
    mlg_crow_params crow;
    MLG_TRY(mlg_study_crow_by_land(&crow, study, err));
    for (int64_t i = 0; i < p->count; i++) {
        const bool joined = mlg_island_at(&crow.islands, p->from_x[i], p->from_y[i]) ==
                            mlg_island_at(&crow.islands, p->to_x[i], p->to_y[i]);
        const double metres = mlg_crow_distance_m(&crow, p->from_x[i], p->from_y[i], p->to_x[i], p->to_y[i]);
        time_ds[i] =
            joined ? mlg_crow_time_ds(&crow, metres, communes->density[p->from[i]], communes->density[p->to[i]])
                   : MLG_UNREACHABLE;
    }
    return MLG_OK;
}

/* An end of a pair. */
typedef struct {
    double x, y;
    int64_t pair;
    bool second;
} spot;

static int compare_spots(const void *a, const void *b)
{
    const spot *s = a, *t = b;
    if (s->x != t->x)
        return s->x < t->x ? -1 : 1;
    if (s->y != t->y)
        return s->y < t->y ? -1 : 1;
    return s->pair != t->pair ? (s->pair < t->pair ? -1 : 1) : s->second - t->second;
}

/* Codes are numbers of ten digits, in the order of the places. */
static mlg_status add_place(mlg_places *p, const spot *at, uint8_t density, mlg_error *err)
{
    const int32_t i = p->count;
    p->code[i] = p->label[i] = mlg_arena_printf(&p->arena, "%010d", (int)i);
    if (!p->code[i])
        return mlg_fail_memory(err, "points", 0);
    p->x_m[i] = at->x;
    p->y_m[i] = at->y;
    p->density[i] = density;
    p->given_std[i] = (double)NAN;
    p->commune[i] = i;
    p->count++;
    return MLG_OK;
}

/* Each distinct point becomes a place; from and to: those of each pair. */
static mlg_status list_points(mlg_places *places, spot *spots, int32_t *from, int32_t *to,
                              const mlg_places *communes, const mlg_given_points *p, mlg_error *err)
{
    const size_t ends = 2 * (size_t)p->count;
    for (int64_t i = 0; i < p->count; i++) {
        spots[2 * i] = (spot){ p->from_x[i], p->from_y[i], i, false };
        spots[2 * i + 1] = (spot){ p->to_x[i], p->to_y[i], i, true };
    }
    qsort(spots, ends, sizeof *spots, compare_spots);
    for (size_t k = 0; k < ends; k++) {
        const spot *at = &spots[k];
        const int32_t near = (at->second ? p->to : p->from)[at->pair];
        if (k == 0 || at->x != at[-1].x || at->y != at[-1].y)
            MLG_TRY(add_place(places, at, communes->density[near], err));
        (at->second ? to : from)[at->pair] = places->count - 1;
    }
    return MLG_OK;
}

static mlg_status travel(int32_t *time_ds, mlg_study *study, const mlg_places *communes, const mlg_given_points *p,
                         mlg_error *err)
{
    const size_t pairs = (size_t)p->count;
    mlg_places places = { 0 };
    spot *spots = NULL;
    int32_t *from = NULL, *to = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&spots, 2 * pairs, "points", err));
    MLG_GO(MLG_NEW(&from, pairs, "pairs", err));
    MLG_GO(MLG_NEW(&to, pairs, "pairs", err));
    MLG_GO(mlg_places_room(&places, 2 * pairs, err));
    MLG_GO(list_points(&places, spots, from, to, communes, p, err));
    st = mlg_study_pair_times(time_ds, study, &places, from, to, p->count, err);
done:
    mlg_places_release(&places);
    free(spots);
    free(from);
    free(to);
    return st;
}

mlg_status mlg_study_point_times(int32_t *time_ds, mlg_study *study, const mlg_places *communes,
                                 const mlg_given_points *pairs, mlg_error *err)
{
    if (mlg_study_is_crow(study))
        return cross(time_ds, study, communes, pairs, err);
    if (mlg_study_has_model(study, "road") || mlg_study_has_model(study, "raster"))
        return travel(time_ds, study, communes, pairs, err);
    return mlg_fail(
        err, MLG_USAGE,
        "pairs of coordinates are compared with straight lines, roads or land; this study travels otherwise");
}
