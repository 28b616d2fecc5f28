/* Internals of mlg_journeys(): the journeys found, and how they are printed. */
#ifndef MLG_PIPELINE_TRAVEL_JOURNEYS_H
#define MLG_PIPELINE_TRAVEL_JOURNEYS_H

#include "pipeline/travel/transit_study.h"

typedef struct mlg_journey_end {
    const char *given; /* as on the command line */
    char *label;       /* may be NULL */
    double x_m, y_m;
} mlg_journey_end;

typedef struct mlg_journey_list {
    mlg_transit_study study;
    mlg_study_trips trips;
    mlg_journey_end from, to;
    int32_t count;         /* from the first to leave to the last */
    mlg_journey *journeys; /* leaving as late as their first vehicle allows */
} mlg_journey_list;

/* Freed with free(). MLG_MEMORY. */
mlg_status mlg_journeys_text(char **out, const mlg_journey_list *list, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_journeys_json(char **out, const mlg_journey_list *list, mlg_error *err) MLG_MUST_CHECK;

#endif
