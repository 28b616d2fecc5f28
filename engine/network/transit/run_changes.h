/* Changes from run to run, found once for all origins (Witt, "Trip-based public transit routing", 2015).
 *
 * Whoever arrives with a run at a stop may change to the first run that can be caught of each pattern within a walk, or a ride by an
 * on-demand vehicle. Only those changes are kept by which some stop is reached earlier than by staying on the run and by the
 * changes kept before, from its end backwards: the others bring nobody anywhere earlier, with as many rides. Exact for the
 * earliest arrival by vehicle at every stop, with any number of rides, and so for all that begins there. */
#ifndef MLG_NETWORK_TRANSIT_RUN_CHANGES_H
#define MLG_NETWORK_TRANSIT_RUN_CHANGES_H

#include "base/progress.h"
#include "network/transit/raptor.h"

/* Which run is boarded, and where: the run above, MLG_CHANGE_BITS for the position below. */
typedef uint32_t mlg_run_change;

enum { MLG_CHANGE_BITS = 12, MLG_CHANGE_POSITIONS = 1 << MLG_CHANGE_BITS, MLG_CHANGE_RUNS = 1 << 20 };

/* A call of a run. Those of a run follow each other. */
typedef struct mlg_run_call {
    int32_t arrival_ds;
    int32_t stop;         /* -1: nobody may alight */
    int32_t first_change; /* those of the call end where those of the next begin */
} mlg_run_call;

typedef struct mlg_run_changes {
    int32_t n_calls;
    mlg_run_call *calls;         /* [n_calls + 1] */
    int32_t *first_call;         /* [runs + 1] */
    int32_t *pattern_end;        /* [runs] first run of the next pattern */
    const mlg_run_change *found; /* [calls[n_calls].first_change] */
    mlg_run_change *own;         /* the same; NULL: somebody else's */
} mlg_run_changes;

/* Changes looked at while those of one day are found: arrivals x walks x visits. O(positions x walks). */
double mlg_run_changes_work(const mlg_transit *transit, int32_t day);

/* Whether searches from all origins are faster with the changes, their finding included. O(days x positions x walks). */
bool mlg_transit_changes_pay(const mlg_transit *transit);

/* Finds those of one day between the first departure and the limit after the last. MLG_MEMORY, MLG_CANCELLED. *out is NULL with MLG_OK where there
 * are more than `most`, which ends the finding, or more runs or positions than a change can tell. The same with any number of threads. O(work x calls of a run). */
mlg_status mlg_run_changes_new(mlg_run_changes **out, const mlg_transit *transit, int32_t day, int64_t most,
                               int threads, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;
static inline int32_t mlg_run_changes_count(const mlg_run_changes *changes)
{
    return changes->calls[changes->n_calls].first_change;
}

void mlg_run_changes_free(mlg_run_changes *changes);

/* Those of every day, (*out)[n_days], where they pay and do not fill more than 256 MB; else *out is NULL. As mlg_run_changes_new(). */
mlg_status mlg_run_changes_all(mlg_run_changes ***out, const mlg_transit *transit, int threads,
                               const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;
void mlg_run_changes_free_all(mlg_run_changes **changes, int32_t n_days);

/* Those of a day as they were found earlier: first_change[calls + 1] and `found`, which must outlive them. MLG_DATA: a number out of range.
 * O(calls + changes). */
mlg_status mlg_run_changes_again(mlg_run_changes **out, const mlg_timetable *day, const int32_t *first_change,
                                 const mlg_run_change *found, mlg_error *err) MLG_MUST_CHECK;

#endif
