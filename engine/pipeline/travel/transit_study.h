/* A study opened to ask its timetables or its grid, without running it. */
#ifndef MLG_PIPELINE_TRAVEL_TRANSIT_STUDY_H
#define MLG_PIPELINE_TRAVEL_TRANSIT_STUDY_H

#include "analysis/travel/trips.h"
#include "pipeline/check.h"

/* What replaces the words of the study file; NULL: nothing. */
typedef struct mlg_transit_words {
    bool by_land;     /* a grid is asked, not timetables */
    const char *mode; /* name of a group of `modes` whose travel counts instead of that of the study */
    const char *date, *from, *until; /* as in the section `travel` */
    const char *hours_of;
} mlg_transit_words;

/* `{ 0 }` is closed. */
typedef struct mlg_transit_study {
    mlg_study request;
    mlg_study_file *file;
    mlg_config config;
    mlg_config_travel travel;
    char word[4][16]; /* what replaces those of the study file */
    bool loaded;
    mlg_trial trial; /* the loaded study */
    mlg_places places;
} mlg_transit_study;

/* The section `travel` of the study, or of a group of it; NULL: no such group. */
const mlg_config_travel *mlg_config_travel_of(const mlg_config *config, const char *mode);

/* MLG_INPUT: there is no such group. */
mlg_status mlg_refuse_mode(const mlg_study_file *file, const char *mode, mlg_error *err);

/* Whether the study, or that group of it, travels by timetable; over land. */
bool mlg_config_goes_by_transit(const mlg_config *config, const char *mode);
bool mlg_config_goes_by_land(const mlg_config *config, const char *mode);

/* Loads the sources of the study; `options` are borrowed. Closed by the caller, also after a failure. MLG_INPUT: the study, or the group, does not
 * travel so; no such group; errors of loading. */
mlg_status mlg_transit_study_open(mlg_transit_study *study, const char *path, const mlg_run_options *options,
                                  const mlg_transit_words *words, mlg_error *err) MLG_MUST_CHECK;

/* Lists the files that were read. */
mlg_status mlg_transit_study_plan(const mlg_transit_study *study, mlg_plan *plan, mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_study_close(mlg_transit_study *study);

#endif
