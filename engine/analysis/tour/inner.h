/* What the files of the tour solver share. */
#ifndef MLG_ANALYSIS_TOUR_INNER_H
#define MLG_ANALYSIS_TOUR_INNER_H

#include "analysis/tour/solve.h"

#include <stdatomic.h>

#define MLG_TOUR_NEVER INT32_MAX

/* ---- the problem with what is derived from it (frame.c) -------------------------------------------- */

/* Read only once built. Round r is unit r / n_days on day r % n_days. */
typedef struct mlg_tour_frame {
    const mlg_tour_problem *problem;
    int32_t n_nodes, n_rounds;
    int64_t n_arcs;
    mlg_tour_span *opening;             /* as the problem's, narrowed where a visit has a fixed start */
    int32_t *group_of_start, *group_of; /* the groups of a stop */
    int64_t *seen_start, *seen_arc;     /* demand point to arcs, the greatest share first */
    int32_t *arc_stop;                  /* an arc: its stop */
    int32_t *near_start, *near;         /* stops that share people with a stop, itself among them */
    int64_t everything;                 /* a benefit no plan passes */
} mlg_tour_frame;

mlg_status mlg_tour_frame_init(mlg_tour_frame *frame, const mlg_tour_problem *problem,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_frame_release(mlg_tour_frame *frame);

/* ---- hours (clock.c) -------------------------------------------------------------------------------- */

/* When a unit may leave a place at the earliest, before and after its lunch (MLG_TOUR_NEVER: not at all), and what it drove.
 * Earlier is never worse, so these two times say all there is of a beginning of a round. */
typedef struct mlg_tour_label {
    int32_t plain_s, lunched_s, drive_s;
} mlg_tour_label;

mlg_tour_label mlg_tour_start(const mlg_tour_frame *frame, int32_t round);

/* Drives from `node`, holds the session. False when it cannot be. */
bool mlg_tour_go(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label, int32_t stop,
                 mlg_tour_label *out);

/* Hour of the return, and the whole drive; MLG_TOUR_NEVER when it is too late or too far. */
int32_t mlg_tour_back(const mlg_tour_frame *frame, int32_t round, int32_t node, mlg_tour_label label,
                      int32_t *drive_s);

/* The whole round; false when it cannot be. An empty round ends when it starts. */
bool mlg_tour_run(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count, int32_t *end_s,
                  int32_t *drive_s);

/* Fills visit[count] and `row`; the round can be. */
void mlg_tour_timetable(const mlg_tour_frame *frame, int32_t round, const int32_t *stop, int32_t count,
                        mlg_tour_visit *visit, mlg_tour_round *row);

/* ---- benefit (value.c, flow.c) ------------------------------------------------------------------ */

/* visits[n_stops], then for consultations flow[arcs], spare[n_stops], lack[n_demand]: one block, copied whole. */
typedef struct mlg_tour_value {
    const mlg_tour_frame *frame;
    int64_t *state, *saved;
    int64_t n_state, total;
    int64_t *reached_by, *emptied_by; /* the search for paths: a demand point, a stop: the arc it came by */
    int32_t *queue;
} mlg_tour_value;

mlg_status mlg_tour_value_init(mlg_tour_value *value, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_value_release(mlg_tour_value *value);
void mlg_tour_value_copy(mlg_tour_value *to, const mlg_tour_value *from);
void mlg_tour_value_add(mlg_tour_value *value, int32_t stop);
void mlg_tour_value_drop(mlg_tour_value *value, int32_t stop);

/* What one more visit brings, what the last one of a visited stop brought; the value is as it was. */
int64_t mlg_tour_value_gain(mlg_tour_value *value, int32_t stop);
int64_t mlg_tour_value_loss(mlg_tour_value *value, int32_t stop);

/* Consultations: sets the state for no visits, takes or leaves one session, sends all that can be sent. */
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
    uint8_t *on_day;       /* [n_stops x n_days]: 1 visited, 2 and it stays */
    int32_t *group_visits; /* [n_groups] */
    int32_t n_visits, missed;
    int64_t drive_s;
    mlg_tour_value value;
} mlg_tour_plan;

/* With the fixed visits and no other. MLG_DATA when these do not fit. */
mlg_status mlg_tour_plan_init(mlg_tour_plan *plan, const mlg_tour_frame *frame, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_plan_release(mlg_tour_plan *plan);
void mlg_tour_plan_copy(mlg_tour_plan *to, const mlg_tour_plan *from);

/* Above 0 when a is the better plan: fewer missed, then more benefit, then less driving. */
int mlg_tour_plan_compare(const mlg_tour_plan *a, const mlg_tour_plan *b);

/* Whether the day and the groups let a unit visit the stop once more that day. */
bool mlg_tour_plan_allows(const mlg_tour_plan *plan, int32_t stop, int32_t day);

/* One visit more or less in the groups of a stop. */
void mlg_tour_plan_count(mlg_tour_plan *plan, int32_t stop, int32_t day, int32_t more);

/* Required visits that one more visit that day would bring. */
int32_t mlg_tour_plan_owed(const mlg_tour_plan *plan, int32_t stop, int32_t day);

/* The place in a round that ends it earliest, then with the least driving: false when there is none. */
typedef struct mlg_tour_slot {
    int32_t place, end_s, drive_s;
} mlg_tour_slot;
bool mlg_tour_plan_slot(const mlg_tour_plan *plan, int32_t round, int32_t stop, mlg_tour_slot *slot);

void mlg_tour_plan_insert(mlg_tour_plan *plan, int32_t round, int32_t stop, const mlg_tour_slot *slot);
void mlg_tour_plan_remove(mlg_tour_plan *plan, int32_t round, int32_t place);

/* Puts the stops of a round in the order that ends earliest, or that drives least: the best one up to 7 stops, beyond a
 * local best. */
void mlg_tour_plan_reorder(mlg_tour_plan *plan, int32_t round, bool by_drive);

/* ---- methods ----------------------------------------------------------------------------------------------- */

/* Who waits: one a thread, the progress on the calling one only. */
typedef struct mlg_tour_watch {
    double deadline; /* of mlg_clock_s(); 0: none */
    const mlg_progress *progress;
    atomic_bool *cancelled; /* shared by the threads; may be NULL */
    bool late;
} mlg_tour_watch;

/* MLG_CANCELLED when the caller wants to stop; sets `late` when the time is over (watch.c). */
mlg_status mlg_tour_watch_look(mlg_tour_watch *watch, double fraction, mlg_error *err) MLG_MUST_CHECK;

/* Betters `best` by large neighbourhood search (search.c). */
mlg_status mlg_tour_search(mlg_tour_plan *best, uint64_t seed, int32_t iterations, mlg_tour_watch *watch,
                           int64_t *done, mlg_error *err) MLG_MUST_CHECK;

/* Lowers *bound to what no plan passes (bound.c): any plan when `missed` > 0, else one that misses nothing. */
mlg_status mlg_tour_bound(int64_t *bound, const mlg_tour_plan *best, int32_t rounds, mlg_tour_watch *watch,
                          mlg_error *err) MLG_MUST_CHECK;

/* Enumerates small cases (exact.c): *proved when `best` ends as the best plan there is. Leaves large ones alone. */
mlg_status mlg_tour_enumerate(mlg_tour_plan *best, int64_t max_nodes, mlg_tour_watch *watch, bool *proved,
                              mlg_error *err) MLG_MUST_CHECK;

/* Sets of stops that a round can visit, rising, none within another (pool.c). */
typedef struct mlg_tour_pool {
    int64_t n_sets, *start; /* [n_sets + 1] */
    int32_t *member;
    bool whole; /* all of them: else there are too many, and none is kept */
} mlg_tour_pool;

/* Gives up after max_steps legs driven. */
mlg_status mlg_tour_pool_init(mlg_tour_pool *pool, const mlg_tour_frame *frame, int32_t round, int64_t max_steps,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_pool_release(mlg_tour_pool *pool);

/* The best route of one round for given profits (route.c): an upper bound on its profit, exact when the round has a
 * whole pool or while `max_nodes` lasts; the stops of the best route found. profit[n_stops] may be negative. */
typedef struct mlg_tour_router mlg_tour_router;
mlg_status mlg_tour_router_new(mlg_tour_router **router, const mlg_tour_frame *frame,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_router_free(mlg_tour_router *router);
double mlg_tour_router_best(mlg_tour_router *router, int32_t round, const double *profit, int64_t max_nodes,
                            mlg_tour_leg *route);

#endif
