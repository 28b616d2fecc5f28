#include "analysis/access.h"

#include "analysis/check.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <math.h>

/* Sites of a group: rows held at once. Changes nothing but memory and time. */
enum { GROUP = 256 };

/* What a site gives to one place. */
typedef struct {
    int32_t place;
    double access;
} gift;

typedef struct {
    gift *gift; /* places ascending */
    size_t count, room;
} gifts;

typedef struct {
    const mlg_access_input *input;
    double *access, *catchment, *ratio;
    int32_t *site; /* [sites_with_supply] */
    int32_t first; /* index in `site` of the first of the group */
    int32_t in_group;
    int32_t ranges; /* of places, for step 2 */
    mlg_travel_crew crew;
    gifts row[GROUP];
} work;

/* V_j, and the weights of the row kept in the gifts. */
static mlg_status weigh_row(const mlg_access_input *input, const mlg_row *row, gifts *to, double *catchment,
                            mlg_error *err)
{
    MLG_TRY(MLG_GROW(&to->gift, &to->room, (size_t)row->count, "rows of access", err));
    double sum = 0;
    to->count = 0;
    for (int32_t k = 0; k < row->count; k++) {
        double weight = mlg_decay_weight(input->decay, row->time_ds[k]);
        sum += weight * input->demand[row->place[k]];
        to->gift[to->count] = (gift){ row->place[k], weight };
        to->count += weight > 0;
    }
    *catchment = sum;
    return MLG_OK;
}

/* Both steps of one site, up to the addition. */
static mlg_status serve(void *context, int32_t task, int worker, mlg_error *err)
{
    work *w = context;
    const mlg_access_input *in = w->input;
    int32_t site = w->site[w->first + task];
    gifts *to = &w->row[task];
    mlg_row row;
    MLG_TRY(mlg_travel_row(in->travel, site, mlg_decay_limit(in->decay), w->crew.scratch[worker], &row, err));
    MLG_TRY(weigh_row(in, &row, to, &w->catchment[site], err));
    w->ratio[site] = w->catchment[site] > 0 ? in->supply[site] / w->catchment[site] : 0;
    if (!isfinite(w->ratio[site]))
        return mlg_fail(err, MLG_DATA, "site %d has supply %g for a demand of %g: no ratio", site,
                        in->supply[site], w->catchment[site]);
    for (size_t k = 0; k < to->count; k++)
        to->gift[k].access *= w->ratio[site];
    return MLG_OK;
}

/* First gift at `place` or after it. */
static size_t find_place(const gifts *row, int32_t place)
{
    size_t low = 0, high = row->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->gift[middle].place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int32_t range_start(const work *w, int32_t range)
{
    return (int32_t)((int64_t)mlg_travel_places(w->input->travel) * range / w->ranges);
}

/* Adds the group to one range of places, sites in order. */
static mlg_status add_range(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    work *w = context;
    int32_t end = range_start(w, task + 1);
    for (int32_t s = 0; s < w->in_group; s++) {
        const gifts *row = &w->row[s];
        for (size_t k = find_place(row, range_start(w, task)); k < row->count && row->gift[k].place < end; k++)
            w->access[row->gift[k].place] += row->gift[k].access;
    }
    return MLG_OK;
}

static mlg_status work_init(work *w, const mlg_access_input *input, mlg_access_stats *stats, mlg_error *err)
{
    int32_t sites = mlg_travel_sites(input->travel), count = 0;
    MLG_TRY(mlg_check_amounts("demand of place", mlg_travel_places(input->travel), input->demand, false, err));
    MLG_TRY(mlg_check_amounts("supply of site", sites, input->supply, false, err));
    MLG_TRY(MLG_NEW(&w->site, (size_t)sites, "sites with supply", err));
    for (int32_t j = 0; j < sites; j++) {
        w->catchment[j] = (double)NAN;
        w->ratio[j] = 0;
        if (input->supply[j] > 0)
            w->site[count++] = j;
    }
    stats->sites_with_supply = count;
    MLG_TRY(mlg_travel_crew_init(&w->crew, input->travel, input->threads, err));
    w->ranges = w->crew.threads;
    for (int32_t i = 0; i < mlg_travel_places(input->travel); i++)
        w->access[i] = 0;
    return MLG_OK;
}

static void work_free(work *w)
{
    if (!w)
        return;
    for (int s = 0; s < GROUP; s++)
        free(w->row[s].gift);
    mlg_travel_crew_release(&w->crew);
    free(w->site);
    free(w);
}

static void count_all(const work *w, mlg_access_stats *stats)
{
    const mlg_access_input *in = w->input;
    for (int32_t k = 0; k < stats->sites_with_supply; k++) {
        int32_t site = w->site[k];
        bool unreached = !(w->catchment[site] > 0);
        stats->supply += in->supply[site];
        stats->sites_unreached += unreached;
        stats->supply_unreached += unreached ? in->supply[site] : 0;
    }
    for (int32_t i = 0; i < mlg_travel_places(in->travel); i++) {
        bool without = !(w->access[i] > 0);
        stats->demand += in->demand[i];
        stats->places_without += without;
        stats->demand_without += without ? in->demand[i] : 0;
    }
}

mlg_status mlg_access(const mlg_access_input *input, double *access, double *catchment, double *ratio,
                      mlg_access_stats *stats, mlg_error *err)
{
    work *w = NULL;
    *stats = (mlg_access_stats){ 0 };
    MLG_TRY(MLG_NEW(&w, 1, "work of access", err));
    w->input = input;
    w->access = access;
    w->catchment = catchment;
    w->ratio = ratio;
    mlg_status st;
    MLG_GO(work_init(w, input, stats, err));
    int32_t sites = stats->sites_with_supply;
    for (w->first = 0; w->first < sites; w->first += GROUP) {
        MLG_GO(mlg_progress_step(input->progress, "access", (double)w->first / sites, err));
        w->in_group = sites - w->first < GROUP ? sites - w->first : GROUP;
        MLG_GO(mlg_parallel(w->in_group, w->crew.threads, serve, w, err));
        MLG_GO(mlg_parallel(w->ranges, w->crew.threads, add_range, w, err));
    }
    count_all(w, stats);
    st = mlg_progress_step(input->progress, "access", 1.0, err);
done:
    work_free(w);
    return st;
}
