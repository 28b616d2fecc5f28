/* The runs of a day, before timetable.h lays them out. */
#ifndef MLG_NETWORK_TRANSIT_RUNS_H
#define MLG_NETWORK_TRANSIT_RUNS_H

#include "network/transit/timetable.h"

/* A trip as it runs once: its calls are those of the feed, `shift_s` later. */
typedef struct mlg_run_draft {
    int32_t feed, trip;
    int32_t shift_s;
    int32_t next;   /* draft that the vehicle goes on with; -1: none */
    bool continues; /* some draft goes on with this one */
} mlg_run_draft;

typedef struct mlg_run_list {
    mlg_run_draft *drafts;
    size_t count, room;
    int64_t random;
} mlg_run_list;

/* Lists what runs within the period, trips of one block joined. MLG_DATA: too many for a timetable. */
mlg_status mlg_runs_list(mlg_run_list *list, const mlg_gtfs *const *feeds, int32_t n_feeds,
                         const mlg_timetable_options *options, mlg_error *err) MLG_MUST_CHECK;
/* MLG_DATA, as mlg_timetable_new() says. */
mlg_status mlg_timetable_too_large(mlg_error *err) MLG_MUST_CHECK;
void mlg_runs_release(mlg_run_list *list);

#endif
