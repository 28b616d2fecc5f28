/* Internals of the search by rounds. */
#ifndef MLG_NETWORK_TRANSIT_RAPTOR_INNER_H
#define MLG_NETWORK_TRANSIT_RAPTOR_INNER_H

#include "network/transit/ends.h"

/* How a label was reached; kept for journeys only. */
typedef struct mlg_ridden {
    int32_t rides;                  /* of the journey up to here: a label of k rides may have fewer */
    int32_t pattern, run, from, to; /* positions */
} mlg_ridden;
typedef struct mlg_walked {
    int32_t rides;
    int32_t stop; /* walked from; -1: the origin */
    int32_t dial; /* -1: on foot; else of `dials`, or between two stops of `change_dials` */
} mlg_walked;

typedef struct mlg_raptor_trace {
    mlg_ridden *ridden;   /* [stops x rides] as `reached` */
    mlg_walked *walked;   /* [stops x rides] as `ready` */
    mlg_walked *finished; /* [destinations] as it is reached: `rides` as those of the label of the stop */
} mlg_raptor_trace;

struct mlg_raptor {
    const mlg_transit *transit;
    const mlg_timetable *day;
    int32_t rides;    /* most */
    int32_t *reached; /* [stops x rides] earliest arrival by vehicle at a stop, with at most 1, 2 ... rides */
    int32_t *ready;   /* [stops x rides] earliest time to board there, after at most 0, 1 ... rides */
    mlg_transit_ends ends;
    int32_t *boarding, *alighting, n_boarding, n_alighting; /* stops that a round changed */
    int32_t *arrived, n_arrived;                            /* stops that a departure reached earlier */
    bool *will_board, *alighted, *improved;                 /* [stops] whether listed */
    int32_t *next;          /* [visits x rides] run of the pattern, the first that could be boarded so far... */
    int32_t *last_call;     /* ...and when the one before it leaves; INT32_MIN: there is none */
    int32_t *last_boarding; /* [rides x stops] the last of these of a stop */
    int32_t *ridden;        /* [positions x rides] run of the pattern, the first that was ridden through */
    int32_t *earliest, *latest; /* [patterns] first and last position to board at; INT32_MAX: none */
    int32_t *queue, n_queue;    /* patterns that have one */
    mlg_raptor_trace *trace;    /* NULL: none */
};

/* Forgets all labels, for a new origin or day. */
void mlg_raptor_reset(mlg_raptor *raptor, int32_t day, int32_t origin);

/* Adds one departure, not later than those before. */
void mlg_raptor_depart(mlg_raptor *raptor, int32_t origin, int32_t departs_ds);

#endif
