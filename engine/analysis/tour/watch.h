/* The time limit and the cancellation of a solve. */
#ifndef MLG_ANALYSIS_TOUR_WATCH_H
#define MLG_ANALYSIS_TOUR_WATCH_H

#include "base/progress.h"

#include <stdatomic.h>

/* Time limit and cancellation, one per thread; only the calling thread reports progress. */
typedef struct mlg_tour_watch {
    double deadline; /* of mlg_clock_s(); 0: none */
    const mlg_progress *progress;
    atomic_bool *cancelled; /* shared by the threads; may be NULL */
    bool late;
} mlg_tour_watch;

/* Sets `late` when the deadline has passed, and returns it. */
bool mlg_tour_watch_late(mlg_tour_watch *watch);

/* MLG_CANCELLED when the caller cancels; sets `late` when the deadline has passed. */
mlg_status mlg_tour_watch_check(mlg_tour_watch *watch, double fraction, mlg_error *err) MLG_MUST_CHECK;

#endif
