#include "analysis/siting/on_access/allocation.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>

#define MOST_MOVES 400000
#define ENOUGH 1e-11

typedef struct {
    const mlg_allocation_problem *p;
    double *supply; /* n_candidates */
    double *access; /* n_demand */
    double *slope;  /* a candidate: derivative of the objective */
    double *moved;  /* a demand point: access along the move */
    int32_t *order; /* candidates by slope */
} mover;

static double most_of(const mlg_allocation_problem *p, int32_t j)
{
    return p->most != NULL && p->most[j] < p->supply ? p->most[j] : p->supply;
}

/* Half of the first derivative of the term of a demand point, and whether it is curved there. */
static double lean(const mlg_allocation_problem *p, int32_t i, double access, bool *bends)
{
    double apart = access - p->threshold;
    *bends = p->goal == MLG_GOAL_SPREAD || apart < 0;
    return *bends ? p->persons[i] * apart : 0;
}

static void find_slopes(mover *m)
{
    const mlg_allocation_problem *p = m->p;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        double slope = 0;
        bool bends;
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
            slope += 2 * lean(p, p->row_demand[k], m->access[p->row_demand[k]], &bends) * p->row_access[k];
        m->slope[j] = slope;
    }
}

/* Adds `by` times the row of a candidate to the direction in access. */
static void head(mover *m, int32_t j, double by)
{
    for (int64_t k = m->p->row_start[j]; k < m->p->row_start[j + 1]; k++)
        m->moved[m->p->row_demand[k]] += by * m->p->row_access[k];
}

/* First and second derivative of the objective at `step` along m->moved, over the rows of both candidates. */
static double derivative(const mover *m, const int32_t pair[2], double step, double *bend)
{
    const mlg_allocation_problem *p = m->p;
    double sum = 0;
    *bend = 0;
    for (int b = 0; b < 2; b++)
        for (int64_t k = p->row_start[pair[b]]; k < p->row_start[pair[b] + 1]; k++) {
            int32_t i = p->row_demand[k];
            bool bends;
            double by = b == 0 ? p->row_access[k] : -p->row_access[k];
            sum += 2 * lean(p, i, m->access[i] + step * m->moved[i], &bends) * by;
            *bend += bends ? 2 * p->persons[i] * by * m->moved[i] : 0;
        }
    return sum;
}

/* Exact line search in [0, longest]: Newton within a bracket; the derivative increases with the step. */
static double best_step(const mover *m, const int32_t pair[2], double longest)
{
    double low = 0, high = longest, bend, step = longest;
    if (derivative(m, pair, longest, &bend) <= 0)
        return longest;
    for (int turn = 0; turn < 60 && high - low > 1e-16 * longest; turn++) {
        double slope = derivative(m, pair, step, &bend);
        *(slope > 0 ? &high : &low) = step;
        double next = bend > 0 ? step - slope / bend : low;
        if (!(next > low && next < high))
            next = low + (high - low) / 2;
        if (slope == 0 || fabs(next - step) <= 1e-16 * longest)
            break;
        step = next;
    }
    return step;
}

/* Duality gap: slope . (current supply - the allocation of least slope), an upper bound of the improvement
 * left. */
static double duality_gap(mover *m)
{
    const mlg_allocation_problem *p = m->p;
    double gap = 0, left = p->supply;
    for (int32_t n = 0; n < p->n_candidates; n++) { /* nearly sorted since the last call */
        int32_t j = m->order[n], hole = n;
        for (; hole > 0 && m->slope[m->order[hole - 1]] > m->slope[j]; hole--)
            m->order[hole] = m->order[hole - 1];
        m->order[hole] = j;
    }
    for (int32_t n = 0; n < p->n_candidates; n++) {
        int32_t j = m->order[n];
        double put = most_of(p, j) < left ? most_of(p, j) : left;
        gap += m->slope[j] * (m->supply[j] - put);
        left -= put;
    }
    return gap > 0 ? gap : 0;
}

/* Pairwise step between the two candidates of extreme slope; false when nothing can move. */
static bool move_supply(mover *m)
{
    const mlg_allocation_problem *p = m->p;
    int32_t pair[2] = { -1, -1 }; /* to, from */
    for (int32_t j = 0; j < p->n_candidates; j++) {
        if (m->supply[j] < most_of(p, j) && (pair[0] < 0 || m->slope[j] < m->slope[pair[0]]))
            pair[0] = j;
        if (m->supply[j] > 0 && (pair[1] < 0 || m->slope[j] > m->slope[pair[1]]))
            pair[1] = j;
    }
    if (pair[0] < 0 || pair[1] < 0 || m->slope[pair[0]] >= m->slope[pair[1]])
        return false;
    double room = most_of(p, pair[0]) - m->supply[pair[0]];
    double longest = room < m->supply[pair[1]] ? room : m->supply[pair[1]];
    head(m, pair[0], 1);
    head(m, pair[1], -1);
    double step = best_step(m, pair, longest);
    for (int b = 0; b < 2; b++) { /* a demand point in both rows moves once: its direction is reset */
        for (int64_t k = p->row_start[pair[b]]; k < p->row_start[pair[b] + 1]; k++) {
            int32_t i = p->row_demand[k];
            m->access[i] += step * m->moved[i];
            m->moved[i] = 0;
        }
    }
    bool whole = step >= m->supply[pair[1]];
    m->supply[pair[1]] = whole ? 0 : m->supply[pair[1]] - step;
    m->supply[pair[0]] += step;
    return step > 0;
}

static void start(mover *m)
{
    double left = m->p->supply;
    for (int32_t j = 0; j < m->p->n_candidates; j++) {
        double put = most_of(m->p, j) < left ? most_of(m->p, j) : left;
        m->order[j] = j;
        m->supply[j] = put;
        left -= put;
    }
    mlg_allocation_access(m->access, m->p, m->supply);
}

mlg_status mlg_allocation_convex(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                                 const mlg_allocation_options *options, double start_s, mlg_error *err)
{
    mover m = { .p = p, .supply = out->supply, .access = out->access };
    double gap = HUGE_VAL;
    mlg_status st;
    MLG_GO(MLG_NEW(&m.slope, (size_t)p->n_candidates, "slopes", err));
    MLG_GO(MLG_NEW(&m.order, (size_t)p->n_candidates, "slopes", err));
    MLG_GO(MLG_NEW(&m.moved, (size_t)p->n_demand, "directions", err));
    start(&m);
    for (int32_t move = 0; move < MOST_MOVES; move++) {
        if (move % 256 == 0) {
            MLG_GO(mlg_progress_step(options->progress, "allocation", (double)NAN, err));
            mlg_allocation_access(m.access, p, m.supply); /* against accumulated rounding */
        }
        find_slopes(&m);
        if (move % 16 == 0) {
            gap = duality_gap(&m);
            out->outcome.stopped = mlg_clock_is_late(start_s, options->max_seconds);
            if (gap <= ENOUGH * mlg_allocation_value(p, m.access) || out->outcome.stopped)
                break;
        }
        out->nodes++;
        if (!move_supply(&m))
            break;
    }
    mlg_allocation_access(m.access, p, m.supply);
    find_slopes(&m);
    gap = duality_gap(&m);
    out->outcome.bound = fmax(mlg_allocation_value(p, m.access) - gap, 0);
    out->outcome.method = "pairwise conditional gradients with exact steps";
done:
    free(m.slope);
    free(m.order);
    free(m.moved);
    return st;
}
