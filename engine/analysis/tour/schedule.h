/* The hours of a round: when the unit leaves each stop, has lunch and is back at its depot. */
#ifndef MLG_ANALYSIS_TOUR_SCHEDULE_H
#define MLG_ANALYSIS_TOUR_SCHEDULE_H

#include "analysis/tour/frame.h"

#define MLG_TOUR_NEVER INT32_MAX

/* A partial round: the earliest times at which the unit can leave its last place, without lunch so far and after
 * lunch (MLG_TOUR_NEVER: infeasible), and the drive so far. Leaving earlier is never worse, so these times are a
 * sufficient state. */
typedef struct mlg_tour_label {
    int32_t plain_s, lunched_s, drive_s;
} mlg_tour_label;

mlg_tour_label mlg_tour_first_label(const mlg_tour_frame *frame, int32_t round);

/* When a unit that arrives at time_s, MLG_TOUR_NEVER included, leaves again, after its session; MLG_TOUR_NEVER when it cannot
 * hold one. */
int32_t mlg_tour_after_session(const mlg_tour_frame *frame, int32_t day, int32_t stop, int32_t time_s);

/* Extends a label: drives from `node` to `stop` and holds the session there. False when it is infeasible. */
bool mlg_tour_extend(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label, int32_t stop,
                     mlg_tour_label *out);

/* Time of the return to the depot, and the drive of the round; MLG_TOUR_NEVER when it is too late or too long. */
int32_t mlg_tour_return(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label,
                        int32_t *drive_s);

/* Times a whole round; false when it is infeasible. An empty round ends when it starts. */
bool mlg_tour_time_round(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                         int32_t *end_s, int32_t *drive_s);

/* Why a stop cannot be visited on that round, even alone. */
mlg_tour_obstacle mlg_tour_obstacle_on(const mlg_tour_frame *frame, int32_t round, int32_t stop);

/* Fills visit[count] and `row` for a feasible round. */
void mlg_tour_timetable(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                        mlg_tour_visit *visit, mlg_tour_round *row);

#endif
