/* Weekly rounds of mobile units: which stops, on which days, in which order.
 *
 * One or more units leave their depots in the morning and return in the evening, over a cycle of days. At a stop a
 * unit sets up, holds a session within the opening hours of the place, packs up and drives on; it takes its lunch
 * between two sessions. In this order, the plan
 *     1. minimises the required visits that are missed (`least` of the groups);
 *     2. maximises the benefit: persons served, where the k-th best visit to the same people counts for repeat[k]
 *        of them, or consultations held, each session giving its acts to people around it who lack that many;
 *     3. minimises the driving.
 * Both benefits are submodular: the gain of a visit decreases as visits are added, which the bound relies on.
 *
 * Method: large neighbourhood search over whole plans (Shaw 1998; Ropke and Pisinger 2006) from several seeds; a
 * Lagrangian bound that relaxes the sharing of persons between visits and leaves a best route per round (an
 * orienteering problem, by branch and bound); small instances are enumerated. Related problems: covering tours
 * (Gendreau, Laporte and Semet 1997), periodic location-routing, mobile facility routing (Halper and Raghavan
 * 2011), team orienteering with time windows. */
#ifndef MLG_ANALYSIS_TOUR_SOLVE_H
#define MLG_ANALYSIS_TOUR_SOLVE_H

#include "analysis/common/outcome.h"

enum {
    MLG_TOUR_MOST_STOPS = 24, /* on one round */
    MLG_TOUR_MOST_REPEATS = 8,
    MLG_TOUR_WHOLE = 1000,    /* thousandths of shares and repeats */
    MLG_TOUR_PERSON = 1000000 /* benefit of one person served once, whole */
};

typedef enum mlg_tour_aim {
    MLG_TOUR_PERSONS = 0, /* benefit in millionths of a person */
    MLG_TOUR_ACTS = 1     /* benefit in consultations of the cycle */
} mlg_tour_aim;

/* Seconds of the day, both ends included; from > to: never. */
typedef struct mlg_tour_span {
    int32_t from_s, to_s;
} mlg_tour_span;

/* A break of length_s that starts within [from_s, to_s], before the unit drives on or after it arrives. A unit
 * back at its depot by to_s needs none on the round. length_s 0: no break. */
typedef struct mlg_tour_lunch {
    int32_t length_s, from_s, to_s;
} mlg_tour_lunch;

/* A group of stops whose visits in the days first_day .. last_day are counted together: at least `least` (a goal),
 * at most `most` (a constraint). */
typedef struct mlg_tour_group {
    int32_t first_day, last_day;
    int32_t least, most;
} mlg_tour_group;

/* A visit that is fixed. start_s: start of the session; negative: any. */
typedef struct mlg_tour_fixed {
    int32_t unit, day, stop;
    int32_t start_s;
} mlg_tour_fixed;

/* The caller owns every array; all of them are only read. */
typedef struct mlg_tour_problem {
    int32_t n_stops, n_units, n_days, n_demand, n_groups, n_fixed, n_repeat;
    /* [(n_stops + n_units)^2], row from, column to, the depots after the stops; at least 0, or MLG_UNREACHABLE
     * of network/models/model.h */
    const int32_t *drive_s;
    const int32_t *session_s;     /* [n_stops] */
    int32_t setup_s, pack_s;      /* before and after every session */
    const mlg_tour_span *opening; /* [n_stops x n_days], row a stop: the session lies within */
    const mlg_tour_span *shift;   /* [n_units x n_days]: away from the depot within; from > to: not at work */
    mlg_tour_lunch lunch;
    int32_t max_drive_s; /* on one round */
    mlg_tour_aim aim;
    const int64_t *weight;       /* [n_demand]: persons, or consultations lacking over the cycle */
    const int64_t *row_start;    /* [n_stops + 1]: stop j serves row_demand[row_start[j] .. row_start[j + 1]) */
    const int32_t *row_demand;   /* each demand point at most once a row */
    const int32_t *row_share;    /* thousandths of the people served, 1..1000; consultations: ignored */
    const int32_t *repeat;       /* [n_repeat] thousandths, none above the one before: persons only */
    const int32_t *acts;         /* [n_stops] consultations of a session; persons: may be NULL */
    const mlg_tour_group *group; /* [n_groups] */
    /* [n_groups + 1]: group g counts group_stop[group_start[g] .. group_start[g + 1]) */
    const int32_t *group_start;
    const int32_t *group_stop;
    const mlg_tour_fixed *fixed; /* [n_fixed] */
} mlg_tour_problem;

/* 0 means the default; for max_seconds, no limit. Without max_seconds the answer is the same on every machine and
 * with any number of threads. */
typedef struct mlg_tour_options {
    int32_t iterations;   /* of each search. Default 20,000 */
    int32_t searches;     /* from as many seeds; the best counts. Default 4 */
    int32_t bound_rounds; /* of the subgradient method. Default 400 */
    int64_t max_nodes;    /* of the enumeration of small cases. Default 2,000,000 */
    double max_seconds;
    int threads; /* 0: one per processor */
    uint64_t seed;
    const mlg_progress *progress; /* may be NULL */
} mlg_tour_options;

/* One session, in the order of the round. */
typedef struct mlg_tour_visit {
    int32_t unit, day, stop;
    int32_t drive_s;                  /* from the stop before, or the depot */
    int32_t arrive_s, start_s, end_s; /* of the unit; of the session */
    int32_t leave_s;                  /* after packing up, and after a lunch taken here after the session */
    int32_t lunch_s; /* start of a lunch taken here, negative: none; before or after the session */
} mlg_tour_visit;

typedef struct mlg_tour_round {
    int32_t first, count;       /* visits[first .. first + count) */
    int32_t depart_s, return_s; /* of the depot; both 0 when count is 0 */
    int32_t lunch_s;            /* start of a lunch taken at the depot before leaving, negative: none */
    int32_t drive_s;            /* of the whole round */
} mlg_tour_round;

/* Released with mlg_tour_answer_release(); `{ 0 }` may be released. */
typedef struct mlg_tour_answer {
    mlg_tour_visit *visits; /* [n_visits] by unit, day and hour */
    int32_t n_visits;
    mlg_tour_round *rounds; /* [n_units x n_days], row a unit */
    int64_t benefit;
    int64_t drive_s;
    int32_t missed;      /* required visits that the plan misses */
    mlg_outcome outcome; /* of the benefit, among the plans that miss no more; gap: (bound - benefit) / bound */
    bool drive_proved;   /* and no plan of the same benefit drives less */
    int64_t iterations;
} mlg_tour_answer;

void mlg_tour_answer_release(mlg_tour_answer *answer);

/* All zero (the defaults above), seed 1. */
void mlg_tour_options_init(mlg_tour_options *options);

/* MLG_USAGE: inconsistent sizes, durations or shares, a fixed visit out of range. MLG_DATA: fixed visits that do
 * not fit their day, named. MLG_MEMORY, MLG_CANCELLED. On failure `out` is empty. A plan without visits is a valid
 * answer: mlg_tour_find_obstacles() says what excludes a stop. Memory O(nodes^2 + shares). */
mlg_status mlg_tour_solve(mlg_tour_answer *out, const mlg_tour_problem *problem, const mlg_tour_options *options,
                          mlg_error *err) MLG_MUST_CHECK;

/* Marginal benefit of each visit of an answer, in order of time (on the same day by hour, then unit):
 * gain[n_visits], whose sum is the benefit. Errors as above. */
mlg_status mlg_tour_gains(int64_t *gain, const mlg_tour_problem *problem, const mlg_tour_answer *answer,
                          mlg_error *err) MLG_MUST_CHECK;

/* Why a stop cannot be visited even alone on a round: the obstacle of the round that comes closest. */
typedef enum mlg_tour_obstacle {
    MLG_TOUR_POSSIBLE = 0,
    MLG_TOUR_NEVER_OPEN,     /* no opening on a day of work is as long as the session */
    MLG_TOUR_NO_ROAD,        /* from a depot and back */
    MLG_TOUR_DRIVE_TOO_LONG, /* there and back passes max_drive_s */
    MLG_TOUR_DAY_TOO_SHORT   /* hours, windows or lunch leave no room */
} mlg_tour_obstacle;

/* obstacle[n_stops]. Errors as mlg_tour_solve(). O(stops x units x days). */
mlg_status mlg_tour_find_obstacles(mlg_tour_obstacle *obstacle, const mlg_tour_problem *problem,
                                   mlg_error *err) MLG_MUST_CHECK;

#endif
