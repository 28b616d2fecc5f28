/* Exact solution of small instances: the least drive of every set of stops of each round by dynamic programming
 * over sets (Held and Karp 1962), then enumeration of one set per round, pruned by the most that the remaining
 * rounds can add (gains are submodular). */
#include "analysis/tour/methods.h"
#include "analysis/tour/schedule.h"
#include "base/memory.h"

#include <string.h>

enum { MOST_STOPS = 12, MOST_LABELS = 16, LOOK_EVERY = 65536, SETS_A_LOOK = 256 };

/* A label and its predecessor: the stop before and the index of its label there; -1 from the depot. */
typedef struct {
    mlg_tour_label label;
    int8_t before, at;
} step;

/* The non-dominated labels of a set that end at a given stop. */
typedef struct {
    step way[MOST_LABELS];
    int32_t count;
} ways;

/* The feasible sets of one round. */
typedef struct {
    int32_t *drive_s; /* [2^n] least drive of a set, MLG_TOUR_NEVER: infeasible */
    uint16_t *set;    /* feasible sets that hold the fixed stops, largest first */
    int32_t n_sets;
    uint16_t *widest; /* maximal ones */
    int32_t n_widest, most_stops;
} menu;

typedef struct {
    mlg_tour_plan *best;
    mlg_tour_plan now;
    const mlg_tour_frame *frame;
    menu *menu;       /* [n_rounds] */
    uint16_t *chosen; /* [n_rounds] */
    uint16_t *best_chosen;
    int64_t drive_s;
    int64_t nodes_left;
    bool found, unlisted;
    mlg_tour_watch *watch;
} enumeration;

/* ---- sets of a round ---------------------------------------------------------------------------------------- */

static bool is_worse(mlg_tour_label a, mlg_tour_label b)
{
    return a.plain_s >= b.plain_s && a.lunched_s >= b.lunched_s && a.drive_s >= b.drive_s;
}

/* Adds a label unless it is dominated. False when there are too many. */
static bool keep(ways *w, step s)
{
    int32_t n = 0;
    for (int32_t k = 0; k < w->count; k++)
        if (is_worse(s.label, w->way[k].label))
            return true;
    for (int32_t k = 0; k < w->count; k++)
        if (!is_worse(w->way[k].label, s.label))
            w->way[n++] = w->way[k];
    w->count = n;
    if (n == MOST_LABELS)
        return false;
    w->way[w->count++] = s;
    return true;
}

/* Labels of each set of the stops `within`, and last stop. False: there are too many, or it is late. Sets are visited in increasing order, so labels no longer change once they are
 * extended. */
static bool grow(const mlg_tour_frame *f, int32_t round, int32_t within, mlg_tour_watch *watch, ways *all)
{
    int32_t n = f->problem->n_stops, depot = n + round / f->problem->n_days;
    mlg_tour_label next;
    memset(all, 0, ((size_t)n << n) * sizeof *all);
    for (int32_t j = 0; j < n; j++)
        if (within >> j & 1 && mlg_tour_extend(f, round, depot, mlg_tour_first_label(f, round), j, &next))
            keep(&all[((size_t)1 << j) * (size_t)n + (size_t)j], (step){ next, -1, -1 });
    for (int32_t set = 1; set <= within; set++) {
        if (set % SETS_A_LOOK == 0 && mlg_tour_watch_late(watch))
            return false;
        for (int32_t last = 0; last < n; last++) {
            const ways *w = &all[(size_t)set * (size_t)n + (size_t)last];
            for (int32_t k = 0; k < w->count; k++)
                for (int32_t j = 0; j < n; j++)
                    if (within >> j & 1 && !(set >> j & 1) &&
                        mlg_tour_extend(f, round, last, w->way[k].label, j, &next) &&
                        !keep(&all[((size_t)set | (size_t)1 << j) * (size_t)n + (size_t)j],
                              (step){ next, (int8_t)last, (int8_t)k }))
                        return false;
        }
    }
    return true;
}

/* The label that closes a set with the least drive, then earliest: its last stop, or -1. */
static int32_t close_set(const mlg_tour_frame *f, int32_t round, const ways *all, int32_t set, int32_t *at,
                         int32_t *least_s)
{
    int32_t n = f->problem->n_stops, best = -1, best_end_s = MLG_TOUR_NEVER;
    *least_s = MLG_TOUR_NEVER;
    for (int32_t last = 0; last < n; last++) {
        const ways *w = &all[(size_t)set * (size_t)n + (size_t)last];
        for (int32_t k = 0; k < w->count; k++) {
            int32_t drive_s = 0, end_s = mlg_tour_return(f, round, last, w->way[k].label, &drive_s);
            if (end_s == MLG_TOUR_NEVER || drive_s > *least_s || (drive_s == *least_s && end_s >= best_end_s))
                continue;
            *least_s = drive_s;
            best_end_s = end_s;
            best = last;
            *at = k;
        }
    }
    return best;
}

static uint16_t fixed_set(const mlg_tour_plan *plan, int32_t round)
{
    const mlg_tour_problem *p = plan->frame->problem;
    uint16_t set = 0;
    for (int32_t k = 0; k < p->n_fixed; k++)
        if (p->fixed[k].unit * p->n_days + p->fixed[k].day == round)
            set = (uint16_t)(set | 1 << p->fixed[k].stop);
    return set;
}

static bool is_within_another(const menu *m, uint16_t set)
{
    for (int32_t k = 0; k < m->n_sets; k++)
        if (m->set[k] != set && (m->set[k] & set) == set)
            return true;
    return false;
}

static mlg_status list_sets(menu *m, const mlg_tour_plan *plan, int32_t round, const ways *all, mlg_error *err)
{
    int32_t n = plan->frame->problem->n_stops, at;
    uint16_t fixed = fixed_set(plan, round);
    MLG_TRY(MLG_NEW(&m->drive_s, (size_t)1 << n, "sets", err));
    MLG_TRY(MLG_NEW(&m->set, (size_t)1 << n, "sets", err));
    MLG_TRY(MLG_NEW(&m->widest, (size_t)1 << n, "sets", err));
    for (int32_t set = 1; set < 1 << n; set++)
        close_set(plan->frame, round, all, set, &at, &m->drive_s[set]);
    for (int32_t size = n; size >= 0; size--)
        for (int32_t set = 0; set < 1 << n; set++)
            if (__builtin_popcount((unsigned)set) == size && m->drive_s[set] != MLG_TOUR_NEVER &&
                (set & fixed) == fixed) {
                m->most_stops = m->n_sets == 0 ? size : m->most_stops;
                m->set[m->n_sets++] = (uint16_t)set;
            }
    for (int32_t k = 0; k < m->n_sets; k++)
        if (!is_within_another(m, m->set[k]))
            m->widest[m->n_widest++] = m->set[k];
    return MLG_OK;
}

/* ---- choices ------------------------------------------------------------------------------------------------ */

static int64_t gain_of(const int64_t *gain, uint16_t set)
{
    int64_t sum = 0;
    for (; set; set = (uint16_t)(set & (set - 1)))
        sum += gain[__builtin_ctz(set)];
    return sum;
}

/* Upper bound of the benefit of the rounds from `round` on, at the current gains. */
static int64_t rest_of(const enumeration *e, int32_t round, const int64_t *gain)
{
    int64_t sum = 0;
    for (int32_t r = round; r < e->frame->n_rounds; r++) {
        int64_t most = 0;
        for (int32_t k = 0; k < e->menu[r].n_widest; k++) {
            int64_t here = gain_of(gain, e->menu[r].widest[k]);
            most = here > most ? here : most;
        }
        sum += most;
    }
    return sum;
}

/* Required visits that are missed whatever the rounds from `round` on do. */
static int32_t must_miss(const enumeration *e, int32_t round)
{
    const mlg_tour_problem *p = e->frame->problem;
    int32_t missed = 0;
    for (int32_t g = 0; g < p->n_groups; g++) {
        int32_t left = p->group[g].least - e->now.group_visits[g];
        for (int32_t r = round; r < e->frame->n_rounds && left > 0; r++)
            if (r % p->n_days >= p->group[g].first_day && r % p->n_days <= p->group[g].last_day)
                left -= e->menu[r].most_stops;
        missed += left > 0 ? left : 0;
    }
    return missed;
}

/* Whether a plan with this many missed visits, benefit and drive could improve the incumbent. */
static bool could_win(const enumeration *e, int32_t missed, int64_t benefit, int64_t drive_s)
{
    const mlg_tour_plan *b = e->best;
    if (missed != b->missed)
        return missed < b->missed;
    return benefit != b->value.total ? benefit > b->value.total : drive_s < b->drive_s;
}

static void mark(enumeration *e, int32_t round, uint16_t set, int32_t sign)
{
    const mlg_tour_problem *p = e->frame->problem;
    int32_t day = round % p->n_days;
    for (; set; set = (uint16_t)(set & (set - 1))) {
        int32_t j = __builtin_ctz(set);
        e->now.on_day[(int64_t)j * p->n_days + day] = sign > 0;
        mlg_tour_plan_count(&e->now, j, day, sign);
        (sign > 0 ? mlg_tour_value_add : mlg_tour_value_drop)(&e->now.value, j);
    }
}

/* Adds the stops of a set; false, with nothing added, when a day or a group forbids one. */
static bool choose(enumeration *e, int32_t round, uint16_t set)
{
    uint16_t taken = 0;
    for (uint16_t left = set; left; left = (uint16_t)(left & (left - 1))) {
        int32_t j = __builtin_ctz(left);
        if (!mlg_tour_plan_allows(&e->now, j, round % e->frame->problem->n_days)) {
            mark(e, round, taken, -1);
            return false;
        }
        mark(e, round, (uint16_t)(1 << j), 1);
        taken = (uint16_t)(taken | 1 << j);
    }
    return true;
}

static void take_best(enumeration *e)
{
    mlg_tour_plan *b = e->best;
    memcpy(e->best_chosen, e->chosen, (size_t)e->frame->n_rounds * sizeof *e->chosen);
    b->missed = e->now.missed;
    b->value.total = e->now.value.total;
    b->drive_s = e->drive_s;
    e->found = true;
}

static mlg_status descend(enumeration *e, int32_t round, mlg_error *err)
{
    int64_t gain[MOST_STOPS];
    if (round == e->frame->n_rounds) {
        if (could_win(e, e->now.missed, e->now.value.total, e->drive_s))
            take_best(e);
        return MLG_OK;
    }
    for (int32_t j = 0; j < e->frame->problem->n_stops; j++)
        gain[j] = mlg_tour_value_gain(&e->now.value, j);
    int64_t rest = rest_of(e, round + 1, gain);
    const menu *m = &e->menu[round];
    for (int32_t k = 0; k < m->n_sets; k++) {
        uint16_t set = m->set[k];
        int64_t reach = e->now.value.total + gain_of(gain, set) + rest, drive_s = m->drive_s[set];
        if (!could_win(e, must_miss(e, round), reach, e->drive_s + drive_s))
            continue;
        if (e->nodes_left-- <= 0 || e->watch->late)
            return MLG_OK;
        if (e->nodes_left % LOOK_EVERY == 0)
            MLG_TRY(mlg_tour_watch_check(e->watch, 1, err));
        if (!choose(e, round, set))
            continue;
        e->drive_s += drive_s;
        e->chosen[round] = set;
        MLG_TRY(descend(e, round + 1, err));
        e->drive_s -= drive_s;
        mark(e, round, set, -1);
    }
    return MLG_OK;
}

/* ---- entry point -------------------------------------------------------------------------------------------- */

/* Writes the order of a set with its least drive into a round of the plan. */
static void write_round(mlg_tour_plan *plan, int32_t round, const ways *all, int32_t set)
{
    int32_t n = plan->frame->problem->n_stops, at = 0, drive_s;
    mlg_tour_leg *leg = &plan->leg[round];
    int32_t last = close_set(plan->frame, round, all, set, &at, &drive_s);
    leg->count = __builtin_popcount((unsigned)set);
    for (int32_t k = leg->count - 1; k >= 0; k--) {
        const step *s = &all[(size_t)set * (size_t)n + (size_t)last].way[at];
        leg->stop[k] = last;
        set &= ~(1 << last);
        last = s->before;
        at = s->at;
    }
    mlg_tour_time_round(plan->frame, round, leg->stop, leg->count, &leg->end_s, &leg->drive_s);
}

static mlg_status read_menus(enumeration *e, ways *all, mlg_error *err)
{
    for (int32_t r = 0; r < e->frame->n_rounds; r++) {
        if (!grow(e->frame, r, (1 << e->frame->problem->n_stops) - 1, e->watch, all)) {
            e->unlisted = true;
            return MLG_OK;
        }
        MLG_TRY(list_sets(&e->menu[r], e->best, r, all, err));
    }
    return MLG_OK;
}

static void clear(mlg_tour_plan *plan)
{
    for (int32_t r = 0; r < plan->frame->n_rounds; r++)
        while (plan->leg[r].count > 0)
            mlg_tour_plan_remove(plan, r, plan->leg[r].count - 1);
}

/* Rebuilds the best plan from its sets, however late it is. */
static mlg_status write_best(enumeration *e, ways *all, mlg_error *err)
{
    mlg_tour_watch patient = { .deadline = 0 };
    mlg_tour_plan_release(e->best);
    MLG_TRY(mlg_tour_plan_init(e->best, e->frame, err));
    clear(e->best);
    for (int32_t r = 0; r < e->frame->n_rounds; r++) {
        grow(e->frame, r, e->best_chosen[r], &patient, all);
        write_round(e->best, r, all, e->best_chosen[r]);
        e->best->n_visits += e->best->leg[r].count;
        e->best->drive_s += e->best->leg[r].drive_s;
        for (int32_t k = 0; k < e->best->leg[r].count; k++) {
            int32_t j = e->best->leg[r].stop[k], day = r % e->frame->problem->n_days;
            e->best->on_day[(int64_t)j * e->frame->problem->n_days + day] = 1;
            mlg_tour_plan_count(e->best, j, day, 1);
            mlg_tour_value_add(&e->best->value, j);
        }
    }
    return MLG_OK;
}

mlg_status mlg_tour_enumerate(mlg_tour_plan *best, int64_t max_nodes, mlg_tour_watch *watch, bool *proved,
                              mlg_error *err)
{
    const mlg_tour_frame *f = best->frame;
    enumeration e = { .best = best, .frame = f, .nodes_left = max_nodes, .watch = watch };
    int32_t n = f->problem->n_stops;
    ways *all = NULL;
    mlg_status st = MLG_OK;
    *proved = false;
    if (n > MOST_STOPS || f->n_rounds > MOST_STOPS)
        return MLG_OK;
    MLG_GO(MLG_NEW(&all, (size_t)(n > 0 ? n : 1) << n, "sets", err));
    MLG_GO(MLG_NEW(&e.menu, (size_t)f->n_rounds, "sets", err));
    MLG_GO(MLG_NEW(&e.chosen, (size_t)f->n_rounds, "sets", err));
    MLG_GO(MLG_NEW(&e.best_chosen, (size_t)f->n_rounds, "sets", err));
    MLG_GO(mlg_tour_plan_init(&e.now, f, err));
    clear(&e.now);
    MLG_GO(read_menus(&e, all, err));
    if (!e.unlisted)
        MLG_GO(descend(&e, 0, err));
    *proved = !e.unlisted && e.nodes_left > 0 && !watch->late;
    if (e.found)
        MLG_GO(write_best(&e, all, err));
done:
    for (int32_t r = 0; e.menu && r < f->n_rounds; r++) {
        free(e.menu[r].drive_s);
        free(e.menu[r].set);
        free(e.menu[r].widest);
    }
    free(e.menu);
    free(e.chosen);
    free(e.best_chosen);
    free(all);
    mlg_tour_plan_release(&e.now);
    return st;
}
