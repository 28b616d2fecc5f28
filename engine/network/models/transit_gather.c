/* Searches by timetable from all origins, made rows of times by site. */
#include "network/models/transit_inner.h"

#include "base/memory.h"
#include "base/parallel.h"

/* What the searches of one thread leave: the destinations that origins reach, and the percentile of their times. */
typedef struct {
    int32_t *column, *time_ds;
    size_t count, columns_room, times_room;
    int32_t *room; /* [(BLOCK + 1) x samples] */
} pile;

/* Where those of an origin are. */
typedef struct {
    int worker;
    size_t first;
} pile_place;

typedef struct {
    const mlg_transit *transit;
    double percent;
    pile *piles;           /* [threads] */
    pile_place *place;     /* [origins] */
    mlg_sparse_rows found; /* origins x destinations */
} gathering;

enum { BLOCK = 16 }; /* destinations taken together: a line of cache */

static mlg_status add_found(pile *p, int32_t column, int32_t time_ds, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&p->column, &p->columns_room, p->count + 1, "journeys", err));
    MLG_TRY(MLG_GROW(&p->time_ds, &p->times_room, p->count + 1, "journeys", err));
    p->column[p->count] = column;
    p->time_ds[p->count++] = time_ds;
    return MLG_OK;
}

static mlg_status take(void *context, int32_t origin, const int32_t *time_ds, int worker, mlg_error *err)
{
    const gathering *g = context;
    const int32_t n = g->transit->egress.n_columns, samples = mlg_transit_samples(g->transit);
    pile *p = &g->piles[worker];
    int32_t *room = p->room;
    g->place[origin] = (pile_place){ worker, p->count };
    for (int32_t first = 0; first < n; first += BLOCK) {
        const int32_t count = n - first < BLOCK ? n - first : BLOCK;
        for (int32_t i = 0; i < samples; i++)
            for (int32_t d = 0; d < count; d++)
                room[d * samples + i] = time_ds[(int64_t)i * n + first + d];
        for (int32_t d = 0; d < count; d++) {
            const int32_t found_ds =
                mlg_transit_percentile(room + d * samples, samples, 1, g->percent, room + BLOCK * samples);
            if (found_ds != MLG_UNREACHABLE)
                MLG_TRY(add_found(p, first + d, found_ds, err));
        }
    }
    g->found.start[origin + 1] = (int64_t)(p->count - g->place[origin].first);
    return MLG_OK;
}

static mlg_status search(gathering *g, int threads, const mlg_progress *progress, mlg_error *err)
{
    const int32_t origins = g->transit->access.n_rows;
    MLG_TRY(MLG_NEW(&g->piles, (size_t)threads, "journeys", err));
    MLG_TRY(MLG_NEW(&g->place, (size_t)origins, "journeys", err));
    for (int i = 0; i < threads; i++)
        MLG_TRY(
            MLG_NEW(&g->piles[i].room, (BLOCK + 1) * (size_t)mlg_transit_samples(g->transit), "journeys", err));
    MLG_TRY(mlg_sparse_count(&g->found, origins, g->transit->egress.n_columns, err));
    MLG_TRY(mlg_transit_from_all(g->transit, threads, progress, take, g, err));
    MLG_TRY(mlg_sparse_fill(&g->found, err));
    for (int32_t o = 0; o < origins; o++) {
        const pile *p = &g->piles[g->place[o].worker];
        const int64_t at = g->found.start[o], n = g->found.start[o + 1] - at;
        for (int64_t k = 0; k < n; k++) {
            g->found.column[at + k] = p->column[g->place[o].first + (size_t)k];
            g->found.value[at + k] = p->time_ds[g->place[o].first + (size_t)k];
        }
    }
    return MLG_OK;
}

static void drop_piles(gathering *g, int threads)
{
    for (int i = 0; g->piles && i < threads; i++) {
        free(g->piles[i].column);
        free(g->piles[i].time_ds);
        free(g->piles[i].room);
    }
    free(g->piles);
    free(g->place);
}

mlg_status mlg_transit_rows(mlg_sparse_rows *rows, const mlg_transit *transit, double percent, bool from_places,
                            int threads, const mlg_progress *progress, mlg_error *err)
{
    gathering g = { .transit = transit, .percent = percent };
    threads = mlg_thread_count(threads);
    *rows = (mlg_sparse_rows){ 0 };
    mlg_status st = search(&g, threads, progress, err);
    drop_piles(&g, threads);
    if (st == MLG_OK && from_places) {
        st = mlg_sparse_transpose(rows, mlg_sparse_view_of(&g.found), err);
    } else if (st == MLG_OK) {
        *rows = g.found;
        return MLG_OK;
    }
    mlg_sparse_release(&g.found);
    return st;
}
