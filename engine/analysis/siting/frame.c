/* From a siting problem, checked, to the core of its solver. */
#include "analysis/siting/candidate_rows.h"
#include "analysis/siting/frame.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/naming.h"

#include <string.h>

/* Largest persons x penalty: leaves 15 bits for the fractional part of the multipliers. */
#define LARGEST_COST ((int64_t)1 << 46)

void mlg_siting_frame_release(mlg_siting_frame *frame)
{
    mlg_sparse_release(&frame->sites);
    mlg_median_release(&frame->core);
    free(frame->run.best);
    *frame = (mlg_siting_frame){ 0 };
}

int32_t mlg_siting_frame_cost(const mlg_siting_frame *f, int32_t time_s)
{
    if (!f->covering)
        return time_s;
    if (time_s <= f->full_s)
        return 0;
    int64_t beyond = (int64_t)(time_s - f->full_s) * f->penalty, width = (int64_t)f->limit_s - f->full_s;
    return (int32_t)((beyond + width - 1) / width);
}

/* ---- checks ------------------------------------------------------------------------------------------- */

mlg_status mlg_siting_check_count(int32_t sites, int32_t n_forced, int32_t n_free, mlg_error *err)
{
    if (sites < n_forced)
        return mlg_fail(err, MLG_DATA, "asked for %d new sites, but %d are forced: %d too few", (int)sites,
                        (int)n_forced, (int)(n_forced - sites));
    if (sites <= n_free)
        return MLG_OK;
    mlg_fail(err, MLG_DATA, "asked for %d new sites, but only %d candidates are free: %d too many", (int)sites,
             (int)n_free, (int)(sites - n_free));
    mlg_hint(err, "ask for at most %d sites, or allow more candidates", (int)n_free);
    return MLG_DATA;
}

static mlg_status check_sizes(mlg_siting_frame *f, mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    if (p->n_demand < 0 || p->n_candidates < 0 || p->sites < 0 || p->penalty_s < 0 || f->limit_s < 0)
        return mlg_fail(
            err, MLG_USAGE,
            "siting sizes must not be negative: demand %d, candidates %d, sites %d, penalty %d s, limit %d s",
            (int)p->n_demand, (int)p->n_candidates, (int)p->sites, (int)p->penalty_s, (int)f->limit_s);
    int64_t most = LARGEST_COST / (f->penalty > 0 ? f->penalty : 1);
    for (int32_t i = 0; i < p->n_demand; i++) {
        if (p->weight[i] < 0 || p->weight[i] > most - f->persons)
            return mlg_fail(err, MLG_USAGE, "demand point %s: weight %lld persons is negative or too large",
                            MLG_NAMED(MLG_ITEM_DEMAND, i), (long long)p->weight[i]);
        f->persons += p->weight[i];
    }
    int32_t n_free = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(p, j);
        if (state > MLG_CANDIDATE_FORCED)
            return mlg_fail(err, MLG_USAGE, "candidate %s: state %d is not 0, 1, 2 or 3",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), (int)state);
        n_free += mlg_candidate_may_open(state);
        f->n_forced += state == MLG_CANDIDATE_FORCED;
        f->n_existing += state == MLG_CANDIDATE_EXISTING;
    }
    return mlg_siting_check_count(p->sites, f->n_forced, n_free, err);
}

static mlg_status check_row(const mlg_siting_frame *f, int32_t j, int32_t *last_seen, mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    if (p->row_start[j] > p->row_start[j + 1] || p->row_start[0] != 0)
        return mlg_fail(err, MLG_USAGE, "candidate %s: its row ends before it starts",
                        MLG_NAMED(MLG_ITEM_CANDIDATE, j));
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
        int32_t i = p->row_demand[k], time_s = p->row_cost[k];
        if (i < 0 || i >= p->n_demand || time_s < 0)
            return mlg_fail(err, MLG_USAGE, "candidate %s: demand point %d of %d at %d s",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), (int)i, (int)p->n_demand, (int)time_s);
        if (!f->covering && time_s > p->penalty_s)
            return mlg_fail(
                err, MLG_USAGE, "candidate %s reaches demand point %s in %d s, over the penalty of %d s",
                MLG_NAMED(MLG_ITEM_CANDIDATE, j), MLG_NAMED(MLG_ITEM_DEMAND, i), (int)time_s, (int)p->penalty_s);
        if (last_seen[i] == j + 1)
            return mlg_fail(err, MLG_DATA, "candidate %s lists demand point %s twice",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), MLG_NAMED(MLG_ITEM_DEMAND, i));
        last_seen[i] = j + 1;
    }
    return MLG_OK;
}

static mlg_status check_rows(const mlg_siting_frame *f, mlg_error *err)
{
    int32_t *last_seen = NULL;
    MLG_TRY(MLG_NEW(&last_seen, (size_t)f->problem->n_demand, "demand points seen", err));
    mlg_status st = MLG_OK;
    for (int32_t j = 0; st == MLG_OK && j < f->problem->n_candidates; j++)
        st = check_row(f, j, last_seen, err);
    free(last_seen);
    return st;
}

/* ---- the core ----------------------------------------------------------------------------------------- */

/* Copies the rows, with costs in place of times. */
static mlg_status copy_costs(mlg_siting_frame *f, mlg_error *err)
{
    mlg_row_filter within = { .states = MLG_LIST_ANY, .limit_s = f->limit_s, .with_weightless = true };
    MLG_TRY(mlg_candidate_rows(&f->sites, f->problem, &within, err));
    for (int64_t k = 0; k < f->sites.start[f->sites.n_rows]; k++)
        f->sites.value[k] = mlg_siting_frame_cost(f, f->sites.value[k]);
    return MLG_OK;
}

/* Bits below the unit available to the multipliers: no sum of the bound exceeds 2^61. */
static int price_shift(const mlg_siting_frame *f)
{
    int32_t fewest = f->problem->sites < f->problem->n_candidates ? f->problem->sites : f->problem->n_candidates;
    double largest = (double)f->persons * f->penalty * (fewest + f->n_existing + 2.0);
    int shift = 0;
    while (shift < 20 && largest * (double)((int64_t)4 << shift) < 4e18)
        shift++;
    return shift;
}

static mlg_status build_core(mlg_siting_frame *f, mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    size_t n_demand = (size_t)p->n_demand, n_sites = (size_t)p->n_candidates;
    mlg_median whole = { .n_open = p->sites + f->n_existing, .price_shift = price_shift(f) };
    uint8_t *fate = NULL;
    mlg_status st;
    MLG_GO(mlg_sparse_transpose(&whole.rows, mlg_sparse_view_of(&f->sites), err));
    MLG_GO(mlg_sparse_sort_by_value(&whole.rows, err));
    MLG_GO(MLG_NEW(&whole.weight, n_demand, "demand weights", err));
    MLG_GO(MLG_NEW(&whole.cap_s, n_demand, "demand caps", err));
    MLG_GO(MLG_NEW(&whole.price, n_demand, "multipliers", err));
    MLG_GO(MLG_NEW(&whole.site_id, n_sites, "site names", err));
    MLG_GO(MLG_NEW(&fate, n_sites, "site fates", err));
    for (int32_t i = 0; i < p->n_demand; i++) {
        whole.weight[i] = p->weight[i];
        whole.cap_s[i] = f->penalty;
    }
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(p, j);
        whole.site_id[j] = j;
        fate[j] = state == MLG_CANDIDATE_FREE        ? MLG_SITE_KEEP
                  : state == MLG_CANDIDATE_FORBIDDEN ? MLG_SITE_CLOSE
                                                     : MLG_SITE_OPEN;
    }
    MLG_GO(mlg_median_shrink(&f->core, &whole, fate, err));
    MLG_GO(mlg_median_reduce(&f->core, err));
done:
    mlg_median_release(&whole);
    free(fate);
    return st;
}

mlg_status mlg_siting_frame_check(mlg_siting_frame *f, const mlg_siting_problem *problem, mlg_siting_reach reach,
                                  const mlg_siting_options *options, mlg_error *err)
{
    *f = (mlg_siting_frame){ .problem = problem, .limit_s = reach.limit_s, .covering = reach.covering };
    f->start_s = f->run.start_s = mlg_clock_s();
    f->full_s = reach.full_s;
    f->penalty = !reach.covering ? problem->penalty_s : reach.full_s < reach.limit_s ? MLG_WHOLE_PERSON : 1;
    f->run.options = options;
    mlg_status st;
    MLG_GO(check_sizes(f, err));
    MLG_GO(check_rows(f, err));
    MLG_GO(copy_costs(f, err));
done:
    if (st != MLG_OK)
        mlg_siting_frame_release(f);
    return st;
}

mlg_status mlg_siting_frame_build(mlg_siting_frame *f, const mlg_siting_problem *problem, mlg_siting_reach reach,
                                  const mlg_siting_options *options, mlg_error *err)
{
    MLG_TRY(mlg_siting_frame_check(f, problem, reach, options, err));
    mlg_status st;
    MLG_GO(build_core(f, err));
    MLG_GO(MLG_NEW(&f->run.best, (size_t)(problem->sites + f->n_existing), "best sites", err));
done:
    if (st != MLG_OK)
        mlg_siting_frame_release(f);
    return st;
}

mlg_status mlg_siting_frame_solve(mlg_siting_frame *f, const mlg_siting_problem *problem, mlg_siting_reach reach,
                                  const mlg_siting_options *options, mlg_error *err)
{
    MLG_TRY(mlg_siting_frame_build(f, problem, reach, options, err));
    mlg_status st = mlg_median_solve(&f->run, &f->core, err);
    if (st != MLG_OK)
        mlg_siting_frame_release(f);
    return st;
}
