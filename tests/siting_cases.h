/* Small seeded siting instances, shared by the tests of the siting questions. */
#ifndef MLG_TESTS_SITING_CASES_H
#define MLG_TESTS_SITING_CASES_H

#include "solvers.h"
#include "support.h"

#include "analysis/siting/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DEMAND 64
#define MOST_CANDIDATES 64

/* An instance with room for its arrays; time[j][i] < 0 where candidate j does not reach demand i. */
typedef struct {
    int32_t time[MOST_CANDIDATES][MOST_DEMAND];
    int64_t weight[MOST_DEMAND];
    uint8_t state[MOST_CANDIDATES];
    int64_t start[MOST_CANDIDATES + 2];
    int32_t demand[MOST_CANDIDATES * MOST_DEMAND + 1];
    int32_t time_s[MOST_CANDIDATES * MOST_DEMAND + 1];
    mlg_siting_problem problem;
} instance;

/* Past the last candidate stands one that is at the first place: who reads it is wrong. */
static inline void pack(instance *x, int32_t n_demand, int32_t n_candidates, int32_t sites, int32_t penalty_s)
{
    int64_t arc = 0;
    for (int32_t j = 0; j < n_candidates; j++) {
        for (int32_t i = n_demand - 1; i >= 0; i--) /* backwards: rows may come in any order */
            if (x->time[j][i] >= 0) {
                x->demand[arc] = i;
                x->time_s[arc++] = x->time[j][i];
            }
        x->start[j + 1] = arc;
    }
    x->start[n_candidates + 1] = arc + 1;
    x->demand[arc] = x->time_s[arc] = 0;
    x->problem = (mlg_siting_problem){ n_demand,  x->weight, n_candidates, x->start, x->demand,
                                       x->time_s, x->state,  sites,        penalty_s };
}

/* Points on a grid so coarse that times tie; some pairs out of reach, some candidates copied, some forced, some
 * weights zero. */
static inline void draw(instance *x, uint64_t *seed, int32_t n_demand, int32_t n_candidates, int32_t spread)
{
    memset(x, 0, sizeof *x);
    memset(x->state, MLG_CANDIDATE_FORCED, sizeof x->state); /* what is read past the last candidate shows */
    int32_t place[2][MOST_DEMAND][2];
    for (int s = 0; s < 2; s++)
        for (int32_t i = 0; i < MOST_DEMAND; i++)
            for (int c = 0; c < 2; c++)
                place[s][i][c] = random_below(seed, spread);
    int32_t reach = spread / 2 + random_below(seed, spread), n_free = 0, n_forced = 0;
    for (int32_t i = 0; i < n_demand; i++)
        x->weight[i] = random_below(seed, 5) == 0 ? 0 : random_below(seed, 50);
    for (int32_t j = 0; j < n_candidates; j++) {
        int32_t as = random_below(seed, 8) == 0 ? random_below(seed, j + 1) : j;
        for (int32_t i = 0; i < n_demand; i++) {
            int32_t time_s = abs(place[0][as][0] - place[1][i][0]) + abs(place[0][as][1] - place[1][i][1]);
            x->time[j][i] = time_s <= reach ? time_s : -1;
        }
        int32_t dice = random_below(seed, 20);
        x->state[j] = dice < 2    ? MLG_CANDIDATE_EXISTING
                      : dice < 4  ? MLG_CANDIDATE_FORBIDDEN
                      : dice == 4 ? MLG_CANDIDATE_FORCED
                                  : MLG_CANDIDATE_FREE;
        n_forced += x->state[j] == MLG_CANDIDATE_FORCED;
        n_free += x->state[j] == MLG_CANDIDATE_FREE;
    }
    int32_t sites = n_forced + random_below(seed, (n_free < 6 ? n_free : 6) + 1);
    pack(x, n_demand, n_candidates, sites, reach + random_below(seed, 3) * spread);
}

/* New sites that may open together: every forced one among them. */
static inline bool may_open(const instance *x, uint32_t open)
{
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        if (open >> j & 1 ? !mlg_candidate_may_open(x->state[j]) : x->state[j] == MLG_CANDIDATE_FORCED)
            return false;
    return true;
}

/* True, and said, where the solver is not built in: what only it proves is left out. */
static inline bool no_solver(void)
{
    if (!mlg_solver_available())
        printf("skipped: built without the solver\n");
    return !mlg_solver_available();
}

static inline int64_t persons_of(const instance *x)
{
    int64_t persons = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++)
        persons += x->weight[i];
    return persons;
}

#endif
