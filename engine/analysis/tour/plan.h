/* A plan: which stops each round visits, in which order. */
#ifndef MLG_ANALYSIS_TOUR_PLAN_H
#define MLG_ANALYSIS_TOUR_PLAN_H

#include "analysis/tour/value.h"

typedef struct mlg_tour_leg {
    int32_t count, end_s, drive_s;
    int32_t stop[MLG_TOUR_MOST_STOPS];
} mlg_tour_leg;

typedef struct mlg_tour_plan {
    const mlg_tour_frame *frame;
    mlg_tour_leg *leg;     /* [n_rounds] */
    uint8_t *on_day;       /* [n_stops x n_days]: 1 visited, 2 by a fixed visit */
    int32_t *group_visits; /* [n_groups] */
    int32_t n_visits, missed;
    int64_t drive_s;
    mlg_tour_value value;
} mlg_tour_plan;

/* A plan of the fixed visits only. MLG_DATA when they do not fit. */
mlg_status mlg_tour_plan_init(mlg_tour_plan *plan, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_plan_release(mlg_tour_plan *plan);
void mlg_tour_plan_copy(mlg_tour_plan *to, const mlg_tour_plan *from);

/* Positive when `a` is better: fewer missed visits, then more benefit, then less driving. */
int mlg_tour_plan_compare(const mlg_tour_plan *a, const mlg_tour_plan *b);

/* Whether the stop may be visited (again) that day: at most once a day and within the limits of its groups. */
bool mlg_tour_plan_allows(const mlg_tour_plan *plan, int32_t stop, int32_t day);

/* Adds `more` visits to the groups of a stop. */
void mlg_tour_plan_count(mlg_tour_plan *plan, int32_t stop, int32_t day, int32_t more);

/* Number of required visits that a visit that day would satisfy. */
int32_t mlg_tour_plan_required(const mlg_tour_plan *plan, int32_t stop, int32_t day);

/* The best position of a stop in a round: earliest end, then least driving. False when there is none. */
typedef struct mlg_tour_slot {
    int32_t place, end_s, drive_s;
} mlg_tour_slot;
bool mlg_tour_plan_slot(const mlg_tour_plan *plan, int32_t round, int32_t stop, mlg_tour_slot *slot);

void mlg_tour_plan_insert(mlg_tour_plan *plan, int32_t round, int32_t stop, const mlg_tour_slot *slot);
void mlg_tour_plan_remove(mlg_tour_plan *plan, int32_t round, int32_t place);

/* Reorders a round for the earliest end, or the least driving: optimal up to 7 stops, a local optimum beyond. */
void mlg_tour_plan_reorder(mlg_tour_plan *plan, int32_t round, bool by_drive);

#endif
