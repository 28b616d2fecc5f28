#include "analysis/catchment/nearest.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/naming.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <math.h>
#include <stdatomic.h>

/* A time and its site packed in one integer that orders by time, then by site. The minimum does not depend on the
 * order of evaluation. */
typedef struct {
    _Atomic uint64_t key;
} nearest;

#define NONE UINT64_MAX

/* Weights in integer millionths, so that their sum does not depend on the order of evaluation either. */
typedef struct {
    _Atomic int64_t millionths;
} overlap;

static const double MILLIONTHS = 1e6;

/* One search per site; its row updates `best` or `sum`. */
typedef struct {
    const mlg_nearest_input *input;
    int32_t sites;
    nearest *best; /* [places], or NULL */
    overlap *sum;  /* [places], or NULL */
    const double *weight;
    mlg_travel_crew crew;
    atomic_int searched;
} search;

static void improve(nearest *best, uint64_t offer)
{
    uint64_t current = atomic_load_explicit(&best->key, memory_order_relaxed);
    while (offer < current && !atomic_compare_exchange_weak(&best->key, &current, offer))
        ;
}

static mlg_status search_site(void *context, int32_t task, int worker, mlg_error *err)
{
    search *s = context;
    int32_t site = s->input->site ? s->input->site[task] : task;
    mlg_row row;
    if (worker == 0) /* the calling thread */
        MLG_TRY(
            mlg_progress_step(s->input->progress, "nearest", (double)atomic_load(&s->searched) / s->sites, err));
    MLG_TRY(mlg_travel_row(s->input->travel, site, s->input->limit_ds, s->crew.scratch[worker], &row, err));
    int64_t weight = llround(s->weight ? s->weight[site] * MILLIONTHS : MILLIONTHS);
    for (int32_t k = 0; k < row.count; k++) {
        if (s->best)
            improve(&s->best[row.place[k]], (uint64_t)row.time_ds[k] << 32 | (uint64_t)site);
        else
            atomic_fetch_add_explicit(&s->sum[row.place[k]].millionths, weight, memory_order_relaxed);
    }
    atomic_fetch_add(&s->searched, 1);
    return MLG_OK;
}

static mlg_status check_sites(const mlg_nearest_input *input, mlg_error *err)
{
    int32_t all = mlg_travel_sites(input->travel);
    for (int32_t k = 0; input->site && k < input->sites; k++)
        if (input->site[k] < 0 || input->site[k] >= all)
            return mlg_fail(err, MLG_INPUT, "open site %d is %d; there are %d, numbered from 0", k, input->site[k],
                            all);
    return MLG_OK;
}

static mlg_status search_sites(search *s, mlg_error *err)
{
    MLG_TRY(mlg_travel_crew_init(&s->crew, s->input->travel, s->input->threads, err));
    return mlg_parallel(s->sites, s->crew.threads, search_site, s, err);
}

mlg_status mlg_nearest(const mlg_nearest_input *input, int32_t *site_out, int32_t *time_out, mlg_error *err)
{
    int32_t places = mlg_travel_places(input->travel);
    search s = { .input = input, .sites = input->site ? input->sites : mlg_travel_sites(input->travel) };
    bool known = false;
    mlg_status st;
    MLG_GO(check_sites(input, err));
    if (!input->site)
        MLG_GO(
            mlg_travel_nearest(&known, input->travel, input->limit_ds, site_out, time_out, input->progress, err));
    if (known)
        goto done;
    MLG_GO(MLG_NEW(&s.best, (size_t)places, "nearest sites", err));
    for (int32_t i = 0; i < places; i++)
        atomic_init(&s.best[i].key, NONE);
    MLG_GO(search_sites(&s, err));
    for (int32_t i = 0; i < places; i++) {
        uint64_t best = atomic_load(&s.best[i].key);
        site_out[i] = best == NONE ? MLG_NOWHERE : (int32_t)(best & UINT32_MAX);
        time_out[i] = best == NONE ? MLG_UNREACHABLE : (int32_t)(best >> 32);
    }
done:
    mlg_travel_crew_release(&s.crew);
    free(s.best);
    return st;
}

static mlg_status check_weights(int32_t sites, const double *weight, mlg_error *err)
{
    static const double MOST = 1e6;
    MLG_TRY(mlg_check_amounts("weight of site", sites, weight, false, err));
    for (int32_t j = 0; j < sites; j++)
        if (weight[j] > MOST)
            return mlg_fail(err, MLG_INPUT, "weight of site %s is %g; it is at most %g",
                            MLG_NAMED(MLG_ITEM_SITE, j), weight[j], MOST);
    return MLG_OK;
}

mlg_status mlg_overlap(const mlg_nearest_input *input, const double *weight, double *sum, mlg_error *err)
{
    int32_t places = mlg_travel_places(input->travel);
    search s = { .input = input,
                 .sites = input->site ? input->sites : mlg_travel_sites(input->travel),
                 .weight = weight };
    mlg_status st;
    MLG_GO(check_sites(input, err));
    if (weight)
        MLG_GO(check_weights(mlg_travel_sites(input->travel), weight, err));
    MLG_GO(MLG_NEW(&s.sum, (size_t)places, "sites within reach", err));
    for (int32_t i = 0; i < places; i++)
        atomic_init(&s.sum[i].millionths, 0);
    MLG_GO(mlg_travel_ahead(input->travel, input->site, input->sites, input->limit_ds, input->progress, err));
    MLG_GO(search_sites(&s, err));
    for (int32_t i = 0; i < places; i++)
        sum[i] = (double)atomic_load(&s.sum[i].millionths) / MILLIONTHS;
done:
    mlg_travel_crew_release(&s.crew);
    free(s.sum);
    return st;
}
