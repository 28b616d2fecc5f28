/* Large neighbourhood search over whole plans: removes some visits, reinserts greedily by benefit per time, and
 * accepts a slightly worse plan with a tolerance that decreases to 0. */
#include "analysis/tour/methods.h"
#include "analysis/tour/schedule.h"
#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum {
    LEAST_TAKEN = 2,
    MOST_TAKEN = 14,
    LOOK_EVERY = 256 /* iterations between checks of cancellation */
};
static const double first_slack = 0.02; /* relative loss of benefit accepted at the start */
static const double last_part = 0.25;   /* last part of the iterations, where no worse plan is accepted */

/* Cache of the insertions into a plan, refreshed where stale. */
typedef struct {
    mlg_tour_slot *slot; /* [n_stops x n_rounds]; place -1: none */
    int64_t *gain;       /* [n_stops] */
    uint8_t *stale_round, *stale_gain;
} offers;

typedef struct {
    const mlg_tour_frame *frame;
    mlg_tour_plan now, trial;
    offers of_now, of_trial;
    mlg_tour_plan *best;
    double noise;
    uint64_t random;
} search;

static mlg_status offers_init(offers *o, const mlg_tour_frame *f, mlg_error *err)
{
    size_t n = (size_t)f->problem->n_stops;
    MLG_TRY(MLG_NEW(&o->slot, n * (size_t)f->n_rounds, "tour search", err));
    MLG_TRY(MLG_NEW(&o->gain, n, "tour search", err));
    MLG_TRY(MLG_NEW(&o->stale_round, (size_t)f->n_rounds, "tour search", err));
    MLG_TRY(MLG_NEW(&o->stale_gain, n, "tour search", err));
    memset(o->stale_round, 1, (size_t)f->n_rounds);
    memset(o->stale_gain, 1, n);
    return MLG_OK;
}

static void offers_release(offers *o)
{
    free(o->slot);
    free(o->gain);
    free(o->stale_round);
    free(o->stale_gain);
}

static void offers_copy(offers *to, const offers *from, const mlg_tour_frame *f)
{
    size_t n = (size_t)f->problem->n_stops;
    memcpy(to->slot, from->slot, n * (size_t)f->n_rounds * sizeof *to->slot);
    memcpy(to->gain, from->gain, n * sizeof *to->gain);
    memcpy(to->stale_round, from->stale_round, (size_t)f->n_rounds);
    memcpy(to->stale_gain, from->stale_gain, n);
}

static mlg_status search_init(search *s, mlg_tour_plan *best, uint64_t seed, mlg_error *err)
{
    const mlg_tour_frame *f = best->frame;
    *s = (search){ .frame = f, .best = best, .random = seed };
    MLG_TRY(mlg_tour_plan_init(&s->now, f, err));
    MLG_TRY(mlg_tour_plan_init(&s->trial, f, err));
    MLG_TRY(offers_init(&s->of_now, f, err));
    MLG_TRY(offers_init(&s->of_trial, f, err));
    mlg_tour_plan_copy(&s->now, best);
    return MLG_OK;
}

static void search_release(search *s)
{
    mlg_tour_plan_release(&s->now);
    mlg_tour_plan_release(&s->trial);
    offers_release(&s->of_now);
    offers_release(&s->of_trial);
}

static double random_unit(search *s)
{
    return (double)(mlg_random_next(&s->random) >> 11) * 0x1p-53;
}

/* ---- insertions into the trial ------------------------------------------------------------------------------ */

static void touch(search *s, int32_t round, int32_t stop)
{
    const mlg_tour_frame *f = s->frame;
    s->of_trial.stale_round[round] = 1;
    for (int32_t k = f->near_start[stop]; k < f->near_start[stop + 1]; k++)
        s->of_trial.stale_gain[f->near[k]] = 1;
}

static void refresh(search *s)
{
    const mlg_tour_frame *f = s->frame;
    offers *o = &s->of_trial;
    int32_t n_stops = f->problem->n_stops;
    for (int32_t r = 0; r < f->n_rounds; r++) {
        for (int32_t j = 0; o->stale_round[r] && j < n_stops; j++) {
            mlg_tour_slot *slot = &o->slot[(int64_t)j * f->n_rounds + r];
            if (!mlg_tour_plan_slot(&s->trial, r, j, slot))
                slot->place = -1;
        }
        o->stale_round[r] = 0;
    }
    for (int32_t j = 0; j < n_stops; j++) {
        if (o->stale_gain[j])
            o->gain[j] = mlg_tour_value_gain(&s->trial.value, j);
        o->stale_gain[j] = 0;
    }
}

/* ---- insertion ---------------------------------------------------------------------------------------------- */

/* Score of an insertion: required visits first, then benefit per time. */
static double worth(search *s, int32_t stop, int32_t round, const mlg_tour_slot *slot, bool for_time)
{
    const mlg_tour_leg *leg = &s->trial.leg[round];
    int32_t owed = mlg_tour_plan_required(&s->trial, stop, round % s->frame->problem->n_days);
    double gain = (double)s->of_trial.gain[stop], time_s = (double)(slot->end_s - leg->end_s) + 60;
    if (owed == 0 && s->of_trial.gain[stop] <= 0)
        return 0;
    double score =
        (gain + 1e-3) / (for_time ? fmax(time_s, 60) : 1 + 1e-7 * time_s) + owed * (double)s->frame->everything;
    return score * (1 + s->noise * (random_unit(s) - 0.5));
}

static void fill(search *s)
{
    const mlg_tour_frame *f = s->frame;
    bool for_time = mlg_random_below(&s->random, 2) == 0;
    for (;;) {
        double best = 0;
        int32_t best_stop = -1, best_round = -1;
        refresh(s);
        for (int32_t j = 0; j < f->problem->n_stops; j++)
            for (int32_t r = 0; r < f->n_rounds; r++) {
                const mlg_tour_slot *slot = &s->of_trial.slot[(int64_t)j * f->n_rounds + r];
                if (slot->place < 0 || !mlg_tour_plan_allows(&s->trial, j, r % f->problem->n_days))
                    continue;
                double score = worth(s, j, r, slot, for_time);
                if (score > best) {
                    best = score;
                    best_stop = j;
                    best_round = r;
                }
            }
        if (best_stop < 0)
            return;
        mlg_tour_slot slot = s->of_trial.slot[(int64_t)best_stop * f->n_rounds + best_round];
        mlg_tour_plan_insert(&s->trial, best_round, best_stop, &slot);
        touch(s, best_round, best_stop);
    }
}

/* ---- removal ------------------------------------------------------------------------------------------------ */

static bool stays(const search *s, int32_t round, int32_t place)
{
    int32_t n_days = s->frame->problem->n_days, stop = s->trial.leg[round].stop[place];
    return s->trial.on_day[(int64_t)stop * n_days + round % n_days] == 2;
}

static bool take(search *s, int32_t round, int32_t place)
{
    if (stays(s, round, place))
        return false;
    touch(s, round, s->trial.leg[round].stop[place]);
    mlg_tour_plan_remove(&s->trial, round, place);
    return true;
}

static void take_round(search *s, int32_t round)
{
    for (int32_t k = s->trial.leg[round].count - 1; k >= 0; k--)
        take(s, round, k);
}

/* Draws a visit uniformly; false when the plan is empty. */
static bool draw_visit(search *s, int32_t *round, int32_t *place)
{
    if (s->trial.n_visits == 0)
        return false;
    int32_t k = mlg_random_below(&s->random, s->trial.n_visits);
    for (*round = 0; k >= s->trial.leg[*round].count; (*round)++)
        k -= s->trial.leg[*round].count;
    *place = k;
    return true;
}

static void take_random(search *s, int32_t count)
{
    int32_t round, place;
    for (int32_t k = 0; k < count && draw_visit(s, &round, &place); k++)
        take(s, round, place);
}

/* Measures of a visit for removal: benefit per session time; distance from `centre`. */
static double brought(search *s, int32_t stop, int32_t centre)
{
    (void)centre;
    return (double)mlg_tour_value_loss(&s->trial.value, stop) / s->frame->problem->session_s[stop];
}

static double distance(search *s, int32_t stop, int32_t centre)
{
    return s->frame->problem->drive_s[(int64_t)centre * s->frame->n_nodes + stop] + 60.0;
}

/* Removes the visits of least measure, randomised. */
static void take_least(search *s, int32_t count, double (*measure)(search *, int32_t, int32_t), int32_t centre)
{
    for (int32_t taken = 0; taken < count; taken++) {
        double least = HUGE_VAL;
        int32_t round = -1, place = -1;
        for (int32_t r = 0; r < s->frame->n_rounds; r++)
            for (int32_t k = 0; k < s->trial.leg[r].count; k++) {
                double here = measure(s, s->trial.leg[r].stop[k], centre) * (0.5 + random_unit(s));
                if (here < least && !stays(s, r, k)) {
                    least = here;
                    round = r;
                    place = k;
                }
            }
        if (round < 0)
            return;
        take(s, round, place);
    }
}

static void take_near(search *s, int32_t count)
{
    int32_t round, place;
    if (draw_visit(s, &round, &place))
        take_least(s, count, distance, s->trial.leg[round].stop[place]);
}

/* Repairs rounds that became infeasible by a removal (drives need not satisfy the triangle inequality): empties
 * them. */
static bool repair(search *s)
{
    for (int32_t r = 0; r < s->frame->n_rounds; r++) {
        if (s->trial.leg[r].end_s == MLG_TOUR_NEVER)
            take_round(s, r);
        if (s->trial.leg[r].end_s == MLG_TOUR_NEVER)
            return false;
    }
    return true;
}

static bool ruin(search *s)
{
    int32_t most = s->trial.n_visits / 3 + LEAST_TAKEN;
    int32_t count = 1 + mlg_random_below(&s->random, most < MOST_TAKEN ? most : MOST_TAKEN);
    switch (mlg_random_below(&s->random, 5)) {
    case 0:
        take_random(s, count);
        break;
    case 1:
        take_least(s, count, brought, -1);
        break;
    case 2:
        take_near(s, count);
        break;
    case 3:
        take_round(s, mlg_random_below(&s->random, s->frame->n_rounds));
        take_random(s, 1);
        break;
    default: /* exchange of one or two */
        take_random(s, 1 + mlg_random_below(&s->random, 2));
        break;
    }
    return repair(s);
}

/* ---- the search --------------------------------------------------------------------------------------------- */

static bool is_kept(search *s, double left)
{
    int order = mlg_tour_plan_compare(&s->trial, &s->now);
    if (order >= 0 || left < last_part)
        return order >= 0;
    if (s->trial.missed > s->now.missed)
        return false;
    double slack = first_slack * (left - last_part) / (1 - last_part) * random_unit(s);
    return (double)s->trial.value.total >= (1 - slack) * (double)s->now.value.total;
}

/* Reorders every round: room for one more visit, or less driving. */
static void reorder_rounds(search *s, bool by_drive)
{
    for (int32_t r = 0; r < s->frame->n_rounds; r++) {
        mlg_tour_plan_reorder(&s->trial, r, by_drive);
        s->of_trial.stale_round[r] = 1;
    }
}

static void step(search *s, double left)
{
    mlg_tour_plan_copy(&s->trial, &s->now);
    offers_copy(&s->of_trial, &s->of_now, s->frame);
    s->noise = left < last_part ? 0.2 : 0.8;
    if (!ruin(s))
        return;
    fill(s);
    if (!is_kept(s, left))
        return;
    if (mlg_tour_plan_compare(&s->trial, s->best) >= 0) {
        reorder_rounds(s, false);
        fill(s);
        reorder_rounds(s, true);
    }
    mlg_tour_plan_copy(&s->now, &s->trial);
    offers_copy(&s->of_now, &s->of_trial, s->frame);
    if (mlg_tour_plan_compare(&s->trial, s->best) > 0)
        mlg_tour_plan_copy(s->best, &s->trial);
}

mlg_status mlg_tour_search(mlg_tour_plan *best, uint64_t seed, int32_t iterations, mlg_tour_watch *watch,
                           int64_t *done, mlg_error *err)
{
    search s;
    mlg_status st = search_init(&s, best, seed, err);
    *done = 0;
    for (int32_t k = 0; st == MLG_OK && k < iterations && (!mlg_tour_watch_late(watch) || k == 0); k++) {
        if (k % LOOK_EVERY == 0)
            st = mlg_tour_watch_check(watch, (double)k / iterations, err);
        if (st != MLG_OK)
            break;
        step(&s, 1 - (double)k / iterations);
        ++*done;
    }
    search_release(&s);
    return st;
}
