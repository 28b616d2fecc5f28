/* Small seeded tours of mobile units, and what a plan is worth computed in another way than the engine does. */
#ifndef MLG_TESTS_TOUR_CASES_H
#define MLG_TESTS_TOUR_CASES_H

#include "support.h"

#include "analysis/tour/solve.h"
#include "network/models/model.h"

#include <stdlib.h>
#include <string.h>

enum { CASE_STOPS = 256, CASE_UNITS = 4, CASE_DAYS = 20, CASE_DEMAND = 640, CASE_NODES = CASE_STOPS + CASE_UNITS };

typedef struct {
    int32_t drive_s[CASE_NODES * CASE_NODES], session_s[CASE_STOPS], acts[CASE_STOPS];
    mlg_tour_span opening[CASE_STOPS * CASE_DAYS], shift[CASE_UNITS * CASE_DAYS];
    int64_t weight[CASE_DEMAND], row_start[CASE_STOPS + 1];
    int32_t row_demand[CASE_STOPS * CASE_DEMAND], row_share[CASE_STOPS * CASE_DEMAND];
    int32_t repeat[3];
    mlg_tour_group group[8];
    int32_t group_start[9], group_stop[8 * CASE_STOPS];
    mlg_tour_fixed fixed[4];
    mlg_tour_problem problem;
} tour_case;

static inline void tour_case_link(tour_case *x)
{
    mlg_tour_problem *p = &x->problem;
    p->drive_s = x->drive_s;
    p->session_s = x->session_s;
    p->opening = x->opening;
    p->shift = x->shift;
    p->weight = x->weight;
    p->row_start = x->row_start;
    p->row_demand = x->row_demand;
    p->row_share = x->row_share;
    p->repeat = x->repeat;
    p->acts = x->acts;
    p->group = x->group;
    p->group_start = x->group_start;
    p->group_stop = x->group_stop;
    p->fixed = x->fixed;
}

/* Towns on a square of `side` minutes; people around stops, some of them near two or three. */
static inline void tour_case_draw(tour_case *x, uint64_t *state, int32_t n_stops, int32_t n_units, int32_t n_days,
                                  int32_t n_demand, int32_t side)
{
    memset(x, 0, sizeof *x);
    mlg_tour_problem *p = &x->problem;
    int32_t n = n_stops + n_units, at[CASE_NODES][2], arc = 0;
    *p = (mlg_tour_problem){ .n_stops = n_stops,
                             .n_units = n_units,
                             .n_days = n_days,
                             .n_demand = n_demand,
                             .n_repeat = 2,
                             .setup_s = 900,
                             .pack_s = 600,
                             .max_drive_s = 3 * 3600 };
    for (int32_t i = 0; i < n; i++)
        for (int32_t c = 0; c < 2; c++)
            at[i][c] = 60 * random_below(state, side);
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++) /* not quite symmetric, and some shorter ways through a third place */
            x->drive_s[i * n + j] =
                i == j ? 0 : abs(at[i][0] - at[j][0]) + abs(at[i][1] - at[j][1]) + random_below(state, 240);
    for (int32_t u = 0; u < n_units; u++)
        for (int32_t d = 0; d < n_days; d++)
            x->shift[u * n_days + d] = (mlg_tour_span){ 8 * 3600 + 1800 * u, 17 * 3600 };
    for (int32_t j = 0; j < n_stops; j++) {
        x->session_s[j] = 5400 + 1800 * random_below(state, 3);
        x->acts[j] = 4 + random_below(state, 12);
        for (int32_t d = 0; d < n_days; d++) {
            int32_t dice = random_below(state, 6);
            x->opening[j * n_days + d] = dice == 0   ? (mlg_tour_span){ 1, 0 }
                                         : dice == 1 ? (mlg_tour_span){ 8 * 3600, 12 * 3600 }
                                         : dice == 2 ? (mlg_tour_span){ 13 * 3600, 18 * 3600 }
                                                     : (mlg_tour_span){ 0, 24 * 3600 };
        }
        for (int32_t i = 0; i < n_demand; i++)
            if (i % n_stops == j || random_below(state, n_stops) < 2) {
                x->row_demand[arc] = i;
                x->row_share[arc++] = 100 * (1 + random_below(state, 10));
            }
        x->row_start[j + 1] = arc;
    }
    for (int32_t i = 0; i < n_demand; i++)
        x->weight[i] = random_below(state, 8) == 0 ? 0 : random_below(state, 30);
    x->repeat[0] = 1000;
    x->repeat[1] = 300;
    if (random_below(state, 2))
        p->lunch = (mlg_tour_lunch){ 2700, 41400, 48600 };
    tour_case_link(x);
}

/* ---- the worth of visits, plainly -------------------------------------------------------------------------- */

static inline int32_t tour_share(const mlg_tour_problem *p, int32_t stop, int32_t demand)
{
    for (int64_t k = p->row_start[stop]; k < p->row_start[stop + 1]; k++)
        if (p->row_demand[k] == demand)
            return p->aim == MLG_TOUR_ACTS ? 1 : p->row_share[k];
    return 0;
}

/* Each rank to the best visit left. */
static inline int64_t tour_persons(const mlg_tour_problem *p, const int32_t *visits)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < p->n_demand; i++) {
        int32_t left[CASE_STOPS];
        memcpy(left, visits, (size_t)p->n_stops * sizeof *left);
        for (int32_t k = 0; k < p->n_repeat; k++) {
            int32_t best = -1;
            for (int32_t j = 0; j < p->n_stops; j++)
                if (left[j] > 0 && (best < 0 || tour_share(p, j, i) > tour_share(p, best, i)))
                    best = j;
            if (best < 0)
                break;
            left[best]--;
            sum += p->weight[i] * tour_share(p, best, i) * p->repeat[k];
        }
    }
    return sum;
}

/* The least cut of all (Ford and Fulkerson): few demand points. */
static inline int64_t tour_acts(const mlg_tour_problem *p, const int32_t *visits)
{
    int64_t least = INT64_MAX;
    for (int32_t cut = 0; cut < 1 << p->n_demand; cut++) {
        int64_t sum = 0;
        for (int32_t i = 0; i < p->n_demand; i++)
            sum += cut >> i & 1 ? p->weight[i] : 0;
        for (int32_t j = 0; j < p->n_stops; j++) {
            bool feeds = false;
            for (int32_t i = 0; i < p->n_demand; i++)
                feeds = feeds || (!(cut >> i & 1) && tour_share(p, j, i) > 0);
            sum += feeds ? (int64_t)p->acts[j] * visits[j] : 0;
        }
        least = sum < least ? sum : least;
    }
    return least;
}

static inline int64_t tour_worth(const mlg_tour_problem *p, const int32_t *visits)
{
    return p->aim == MLG_TOUR_ACTS ? tour_acts(p, visits) : tour_persons(p, visits);
}

static inline int32_t tour_missed(const mlg_tour_problem *p, const uint8_t *on_day)
{
    int32_t missed = 0;
    for (int32_t g = 0; g < p->n_groups; g++) {
        int32_t visits = 0;
        for (int32_t k = p->group_start[g]; k < p->group_start[g + 1]; k++)
            for (int32_t d = p->group[g].first_day; d <= p->group[g].last_day; d++)
                visits += on_day[p->group_stop[k] * p->n_days + d];
        if (visits > p->group[g].most)
            return INT32_MAX;
        missed += visits < p->group[g].least ? p->group[g].least - visits : 0;
    }
    return missed;
}

/* ---- a validator -------------------------------------------------------------------------------------------- */

/* Goes through a plan as a driver would, with the clock of the answer; every promise is looked at. */
static inline void tour_check_plan(const mlg_tour_problem *p, const mlg_tour_answer *a)
{
    int32_t n = p->n_stops + p->n_units, at = 0, visits[CASE_STOPS] = { 0 };
    uint8_t on_day[CASE_STOPS * CASE_DAYS] = { 0 };
    int64_t drive_s = 0;
    for (int32_t r = 0; r < p->n_units * p->n_days; r++) {
        const mlg_tour_round *row = &a->rounds[r];
        int32_t unit = r / p->n_days, day = r % p->n_days, node = p->n_stops + unit, clock_s = row->depart_s,
                round_s = 0;
        int32_t lunch_s = row->lunch_s;
        assert_int_equal(row->first, at);
        if (row->count == 0)
            continue;
        assert_true(row->depart_s >= p->shift[r].from_s && row->return_s <= p->shift[r].to_s);
        if (row->lunch_s >= 0)
            assert_true(row->lunch_s >= p->shift[r].from_s && row->lunch_s + p->lunch.length_s <= row->depart_s);
        for (int32_t k = 0; k < row->count; k++, at++) {
            const mlg_tour_visit *v = &a->visits[at];
            const mlg_tour_span *open = &p->opening[v->stop * p->n_days + day];
            assert_int_equal(v->unit, unit);
            assert_int_equal(v->day, day);
            assert_int_equal(v->drive_s, p->drive_s[node * n + v->stop]);
            assert_int_equal(v->arrive_s, clock_s + v->drive_s);
            int32_t ready_s = v->arrive_s;
            if (v->lunch_s >= 0) {
                assert_true(lunch_s < 0);
                lunch_s = v->lunch_s;
            }
            if (v->lunch_s >= 0 && v->lunch_s < v->start_s) {
                assert_true(v->lunch_s >= v->arrive_s);
                ready_s = v->lunch_s + p->lunch.length_s;
            }
            assert_true(v->start_s >= ready_s + p->setup_s);
            assert_int_equal(v->end_s, v->start_s + p->session_s[v->stop]);
            assert_true(v->start_s >= open->from_s && v->end_s <= open->to_s);
            clock_s = v->end_s + p->pack_s;
            if (v->lunch_s >= v->end_s) {
                assert_true(v->lunch_s >= clock_s);
                clock_s = v->lunch_s + p->lunch.length_s;
            }
            assert_int_equal(v->leave_s, clock_s);
            assert_int_equal(on_day[v->stop * p->n_days + day]++, 0);
            visits[v->stop]++;
            round_s += v->drive_s;
            node = v->stop;
        }
        int32_t home_s = p->drive_s[node * n + p->n_stops + unit];
        assert_int_equal(row->return_s, clock_s + home_s);
        round_s += home_s;
        assert_int_equal(row->drive_s, round_s);
        assert_true(round_s <= p->max_drive_s);
        if (lunch_s >= 0)
            assert_true(lunch_s >= p->lunch.from_s && lunch_s <= p->lunch.to_s);
        else
            assert_true(p->lunch.length_s == 0 || row->return_s <= p->lunch.to_s);
        drive_s += round_s;
    }
    for (int32_t k = 0; k < p->n_fixed; k++) {
        bool found = false;
        for (int32_t v = 0; v < a->n_visits; v++)
            found = found || (a->visits[v].unit == p->fixed[k].unit && a->visits[v].day == p->fixed[k].day &&
                              a->visits[v].stop == p->fixed[k].stop &&
                              (p->fixed[k].start_s < 0 || a->visits[v].start_s == p->fixed[k].start_s));
        assert_true(found);
    }
    assert_int_equal(at, a->n_visits);
    assert_int_equal(a->drive_s, drive_s);
    assert_int_equal(a->missed, tour_missed(p, on_day));
    assert_true(a->benefit == (p->aim == MLG_TOUR_ACTS && p->n_demand > 12 ? a->benefit : tour_worth(p, visits)));
    assert_true((double)a->benefit <= a->outcome.bound || a->missed > 0);
}

#endif
