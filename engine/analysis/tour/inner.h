/* What the files of the tour solver share. */
#ifndef MLG_ANALYSIS_TOUR_INNER_H
#define MLG_ANALYSIS_TOUR_INNER_H

#include "analysis/tour/solve.h"

#include <stdatomic.h>

#define MLG_TOUR_NEVER INT32_MAX

/* ---- the problem with what is derived from it (frame.c) -------------------------------------------- */

/* Immutable once built. Round r is unit r / n_days on day r % n_days. */
typedef struct mlg_tour_frame {
    const mlg_tour_problem *problem;
    int32_t n_nodes, n_rounds;
    int64_t n_arcs;
    mlg_tour_span *opening;             /* as in the problem, narrowed where a visit has a fixed start */
    int32_t *group_of_start, *group_of; /* the groups of a stop */
    int64_t *seen_start, *seen_arc;     /* demand point to arcs, by decreasing share */
    int32_t *arc_stop;                  /* an arc: its stop */
    int32_t *near_start, *near;         /* stops that share demand with a stop, itself included */
    int64_t everything;                 /* an upper bound of the benefit of any plan */
} mlg_tour_frame;

mlg_status mlg_tour_frame_init(mlg_tour_frame *frame, const mlg_tour_problem *problem,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_frame_release(mlg_tour_frame *frame);

/* ---- hours (schedule.c) -------------------------------------------------------------------------------- */

/* A partial round: the earliest times at which the unit can leave its last place, without lunch so far and after
 * lunch (MLG_TOUR_NEVER: infeasible), and the drive so far. Leaving earlier is never worse, so these times are a
 * sufficient state. */
typedef struct mlg_tour_label {
    int32_t plain_s, lunched_s, drive_s;
} mlg_tour_label;

mlg_tour_label mlg_tour_first_label(const mlg_tour_frame *frame, int32_t round);

/* Extends a label: drives from `node` to `stop` and holds the session there. False when it is infeasible. */
bool mlg_tour_extend(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label, int32_t stop,
                     mlg_tour_label *out);

/* Time of the return to the depot, and the drive of the round; MLG_TOUR_NEVER when it is too late or too long. */
int32_t mlg_tour_return(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label,
                        int32_t *drive_s);

/* Times a whole round; false when it is infeasible. An empty round ends when it starts. */
bool mlg_tour_time_round(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                         int32_t *end_s, int32_t *drive_s);

/* Fills visit[count] and `row` for a feasible round. */
void mlg_tour_timetable(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                        mlg_tour_visit *visit, mlg_tour_round *row);

/* ---- benefit (value.c, flow.c) ------------------------------------------------------------------ */

/* state: visits[n_stops], then for consultations flow[arcs], spare[n_stops], lack[n_demand], in one block. */
typedef struct mlg_tour_value {
    const mlg_tour_frame *frame;
    int64_t *state, *saved;
    int64_t n_state, total;
    int64_t *reached_by, *emptied_by; /* augmenting paths: a demand point, a stop: the arc it was reached by */
    int32_t *queue;
} mlg_tour_value;

mlg_status mlg_tour_value_init(mlg_tour_value *value, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_value_release(mlg_tour_value *value);
void mlg_tour_value_copy(mlg_tour_value *to, const mlg_tour_value *from);
void mlg_tour_value_add(mlg_tour_value *value, int32_t stop);
void mlg_tour_value_drop(mlg_tour_value *value, int32_t stop);

/* Gain of one more visit, loss of the last one of a visited stop; `value` ends unchanged. */
int64_t mlg_tour_value_gain(mlg_tour_value *value, int32_t stop);
int64_t mlg_tour_value_loss(mlg_tour_value *value, int32_t stop);

/* Maximum flow of consultations: for no visits; with one session more or less at a stop. */
void mlg_tour_flow_reset(mlg_tour_value *value);
void mlg_tour_flow_add(mlg_tour_value *value, int32_t stop);
void mlg_tour_flow_drop(mlg_tour_value *value, int32_t stop);

/* ---- plans (plan.c) ---------------------------------------------------------------------------------- */

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

/* ---- methods ----------------------------------------------------------------------------------------------- */

/* Time limit and cancellation, one per thread; only the calling thread reports progress. */
typedef struct mlg_tour_watch {
    double deadline; /* of mlg_clock_s(); 0: none */
    const mlg_progress *progress;
    atomic_bool *cancelled; /* shared by the threads; may be NULL */
    bool late;
} mlg_tour_watch;

/* MLG_CANCELLED when the caller cancels; sets `late` when the deadline has passed (watch.c). */
mlg_status mlg_tour_watch_check(mlg_tour_watch *watch, double fraction, mlg_error *err) MLG_MUST_CHECK;

/* Improves `best` by large neighbourhood search (search.c). */
mlg_status mlg_tour_search(mlg_tour_plan *best, uint64_t seed, int32_t iterations, mlg_tour_watch *watch,
                           int64_t *done, mlg_error *err) MLG_MUST_CHECK;

/* Lowers *bound to a benefit that no plan exceeds (bound.c): any plan when best->missed > 0, else a plan that
 * misses nothing. */
mlg_status mlg_tour_bound(int64_t *bound, const mlg_tour_plan *best, int32_t rounds, mlg_tour_watch *watch,
                          mlg_error *err) MLG_MUST_CHECK;

/* Enumerates small instances (exact.c): *proved when `best` ends as an optimal plan. Leaves large instances
 * alone. */
mlg_status mlg_tour_enumerate(mlg_tour_plan *best, int64_t max_nodes, mlg_tour_watch *watch, bool *proved,
                              mlg_error *err) MLG_MUST_CHECK;

/* Maximal sets of stops that a round can visit, each ascending (pool.c). */
typedef struct mlg_tour_pool {
    int64_t n_sets, *start; /* [n_sets + 1] */
    int32_t *member;
    bool whole; /* complete; otherwise there are too many sets, and none is kept */
} mlg_tour_pool;

/* Gives up after max_steps label extensions. */
mlg_status mlg_tour_pool_init(mlg_tour_pool *pool, const mlg_tour_frame *frame, int32_t round, int64_t max_steps,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_pool_release(mlg_tour_pool *pool);

/* The most profitable route of one round (route.c). Returns an upper bound of its profit, exact when the pool of
 * the round is complete or max_nodes is not reached; `route` is the best route found. profit[n_stops] may be
 * negative. */
typedef struct mlg_tour_router mlg_tour_router;
mlg_status mlg_tour_router_new(mlg_tour_router **router, const mlg_tour_frame *frame,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_router_free(mlg_tour_router *router);
double mlg_tour_router_best(mlg_tour_router *router, int32_t round, const double *profit, int64_t max_nodes,
                            mlg_tour_leg *route);

#endif
