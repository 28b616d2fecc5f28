/* The access that an allocation gives, and the value of its goal. */
#include "analysis/siting/on_access/allocation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void mlg_allocation_answer_release(mlg_allocation_answer *answer)
{
    free(answer->supply);
    free(answer->access);
    *answer = (mlg_allocation_answer){ 0 };
}

bool mlg_goal_is_gain(mlg_access_goal goal)
{
    return goal == MLG_GOAL_LEAST_ACCESS || goal == MLG_GOAL_PERSONS_OVER;
}

void mlg_allocation_access(double *access, const mlg_allocation_problem *p, const double *supply)
{
    memcpy(access, p->access, (size_t)p->n_demand * sizeof *access);
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; supply[j] > 0 && k < p->row_start[j + 1]; k++)
            access[p->row_demand[k]] += supply[j] * p->row_access[k];
}

double mlg_allocation_value(const mlg_allocation_problem *p, const double *access)
{
    double sum = 0, least = HUGE_VAL;
    for (int32_t i = 0; i < p->n_demand; i++) {
        double apart = access[i] - p->threshold, lack = apart < 0 ? -apart : 0;
        switch (p->goal) {
        case MLG_GOAL_LEAST_ACCESS:
            least = p->persons[i] > 0 && access[i] < least ? access[i] : least;
            break;
        case MLG_GOAL_PERSONS_OVER:
            sum += access[i] >= MLG_ALMOST * p->threshold ? p->persons[i] : 0;
            break;
        case MLG_GOAL_SHORTFALL:
            sum += p->persons[i] * lack;
            break;
        case MLG_GOAL_SQUARE_SHORTFALL:
            sum += p->persons[i] * lack * lack;
            break;
        case MLG_GOAL_SPREAD:
            sum += p->persons[i] * apart * apart;
            break;
        }
    }
    return p->goal == MLG_GOAL_LEAST_ACCESS ? (least < HUGE_VAL ? least : 0) : sum;
}
