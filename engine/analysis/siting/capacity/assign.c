/* Assigning demand to open sites of limited capacity. */
#include "analysis/siting/capacity/capacitated.h"

#include <math.h>
#include <string.h>

/* Seconds from demand point i to site j, or -1. */
static int32_t time_to(const mlg_serve *s, int32_t i, int32_t j)
{
    for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
        if (s->rows.column[k] == j)
            return s->rows.value[k];
    return -1;
}

/* Order of assignment: largest regret first, the extra cost of the second nearest open site (without one: before
 * all others). To serve most: fewest open sites first. */
static int64_t urgency(const mlg_serve *s, int32_t i)
{
    int32_t n = 0, first = 0, second = 0;
    for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
        if (s->open[s->rows.column[k]]) {
            n++;
            first = n == 1 ? s->rows.value[k] : first;
            second = n == 2 ? s->rows.value[k] : second;
        }
    if (s->p->goal != MLG_SERVE_NEAREST)
        return -n;
    return n < 2 ? INT64_MAX / 4 : (int64_t)(second - first) * s->worth[i];
}

static void sort_by_urgency(mlg_serve *s)
{
    int32_t n = s->p->base.n_demand;
    for (int32_t i = 0; i < n; i++)
        s->key[i] = urgency(s, i);
    for (int32_t i = 0; i < n; i++) {
        int32_t at = i;
        for (; at > 0 && s->key[s->order[at - 1]] < s->key[i]; at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = i;
    }
}

/* Serves demand point i from the nearest open sites with capacity left. Returns the persons not served. */
static int64_t place(mlg_serve *s, int32_t i, double *cost)
{
    int64_t left = s->p->base.weight[i];
    s->site[i] = -1;
    for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1] && left > 0; k++) {
        int32_t j = s->rows.column[k];
        int64_t take = !s->open[j]          ? 0
                       : s->p->split        ? (s->room[j] < left ? s->room[j] : left)
                       : s->room[j] >= left ? left
                                            : 0;
        if (take <= 0)
            continue;
        s->room[j] -= take;
        s->site[i] = j;
        left -= take;
        *cost += s->p->goal == MLG_SERVE_NEAREST
                     ? (double)s->worth[i] * s->rows.value[k] * (double)take / (double)s->p->base.weight[i]
                     : -(double)take;
    }
    return left;
}

/* Moves a demand point to a nearer site with capacity left. Returns what it saves. */
static double shift(mlg_serve *s, int32_t i)
{
    int64_t w = s->p->base.weight[i];
    for (int64_t k = s->rows.start[i]; s->site[i] >= 0 && k < s->rows.start[i + 1]; k++) {
        int32_t j = s->rows.column[k];
        if (j == s->site[i])
            return 0;
        if (!s->open[j] || s->room[j] < w)
            continue;
        double won = (double)s->worth[i] * (time_to(s, i, s->site[i]) - s->rows.value[k]);
        s->room[s->site[i]] += w;
        s->room[j] -= w;
        s->site[i] = j;
        return won;
    }
    return 0;
}

/* Exchanges the sites of two demand points if that saves something. Returns what it saves. */
static double exchange(mlg_serve *s, int32_t a, int32_t b)
{
    int32_t ja = s->site[a], jb = s->site[b];
    int64_t wa = s->p->base.weight[a], wb = s->p->base.weight[b];
    if (ja == jb || ja < 0 || jb < 0 || s->room[ja] + wa < wb || s->room[jb] + wb < wa)
        return 0;
    int32_t a_there = time_to(s, a, jb), b_there = time_to(s, b, ja);
    if (a_there < 0 || b_there < 0)
        return 0;
    double won =
        (double)s->worth[a] * (time_to(s, a, ja) - a_there) + (double)s->worth[b] * (time_to(s, b, jb) - b_there);
    if (won <= 0)
        return 0;
    s->room[ja] += wa - wb;
    s->room[jb] += wb - wa;
    s->site[a] = jb;
    s->site[b] = ja;
    return won;
}

static double improve(mlg_serve *s)
{
    double won = 0, turn = 1;
    int32_t n = s->p->base.n_demand;
    while (turn > 0) {
        turn = 0;
        for (int32_t i = 0; i < n; i++)
            turn += s->p->base.weight[i] > 0 ? shift(s, i) : 0;
        for (int32_t a = 0; a < n; a++)
            for (int32_t b = a + 1; b < n; b++)
                turn += exchange(s, a, b);
        won += turn;
    }
    return won;
}

static double place_in_order(mlg_serve *s)
{
    double cost = 0;
    memcpy(s->room, s->p->capacity, (size_t)s->p->base.n_candidates * sizeof *s->room);
    bool left_out = false;
    for (int32_t o = 0; o < s->p->base.n_demand; o++) {
        int32_t i = s->order[o];
        bool must = s->p->goal != MLG_SERVE_MOST && s->rows.start[i + 1] > s->rows.start[i];
        left_out = (place(s, i, &cost) > 0 && must) || left_out;
    }
    return left_out ? HUGE_VAL : cost;
}

double mlg_serve_assign(mlg_serve *s)
{
    sort_by_urgency(s);
    double cost = place_in_order(s);
    if (cost == HUGE_VAL) { /* the largest first are easier to fit */
        for (int32_t i = 0; i < s->p->base.n_demand; i++) {
            int32_t at = i;
            for (; at > 0 && s->p->base.weight[s->order[at - 1]] < s->p->base.weight[i]; at--)
                s->order[at] = s->order[at - 1];
            s->order[at] = i;
        }
        cost = place_in_order(s);
    }
    if (cost < s->hopeless && s->p->goal == MLG_SERVE_NEAREST && !s->p->split)
        cost -= improve(s);
    if (s->p->goal == MLG_SERVE_ALL && cost < HUGE_VAL) {
        cost = 0;
        for (int32_t j = 0; j < s->p->base.n_candidates; j++)
            cost += s->open[j] && !(s->p->base.state && s->p->base.state[j] == MLG_CANDIDATE_EXISTING);
    }
    return cost;
}

void mlg_serve_offer(mlg_serve *s, double cost)
{
    if (!(cost < s->value))
        return;
    s->value = cost;
    memcpy(s->best, s->open, (size_t)s->p->base.n_candidates);
    memcpy(s->best_site, s->site, (size_t)s->p->base.n_demand * sizeof *s->site);
}
