/* People who do not travel as the study does: groups of a share of each place, each with a travel model of its own. */
#ifndef MLG_ANALYSIS_TRAVEL_MODES_H
#define MLG_ANALYSIS_TRAVEL_MODES_H

#include "analysis/travel/model.h"
#include "base/path.h"

/* The study with another travel model: *out shares everything else with `study`, keeps files of its own beside it, and records its
 * conventions in `parametre` under "mode.<name>". Closed also after a failure, before the study: its times are then kept. */
mlg_status mlg_other_travel_open(mlg_study **out, mlg_study *study, const mlg_config_travel *travel,
                                 const char *name, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;
void mlg_other_travel_close(mlg_study *other); /* NULL is allowed */

/* "study.network" gives "study.<name>.network". MLG_INPUT: too long. */
mlg_status mlg_other_travel_file(char path[MLG_PATH_SIZE], const char *of_study, const char *name,
                                 mlg_error *err) MLG_MUST_CHECK;

/* A group. Group 0 is everybody else: the travel model of the study. */
typedef struct mlg_mode {
    const char *name; /* NULL: everybody else */
    double *share;    /* [places] of the people of each place, in [0, 1] */
    mlg_study *study; /* the study as this group travels in it */
} mlg_mode;

/* `{ 0 }`: everybody travels alike. */
typedef struct mlg_modes {
    int32_t count; /* of groups, the first included; 0: none is asked for */
    mlg_mode *items;
} mlg_modes;

/* Reads the shares, opens the travel models and records them in `parametre` under "mode.<name>". MLG_INPUT, with the location in the study
 * file: an unknown indicator, a place without a share, shares that add up to more than 1. */
mlg_status mlg_modes_open(mlg_modes *modes, mlg_study *study, const mlg_places *places,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_modes_close(mlg_modes *modes);

/* One group by its name. NULL: everybody, as `study` travels, with no share. Closed also after a
 * failure; MLG_INPUT as above. */
mlg_status mlg_mode_open(mlg_mode *mode, mlg_study *study, const mlg_places *places, const char *name,
                         mlg_error *err) MLG_MUST_CHECK;
void mlg_mode_close(mlg_mode *mode, const mlg_study *study);

/* Times of all groups to these sites, up to limit_ds: rows of sites, group after group: the place i of group m is the
 * column m x places + i. */
mlg_status mlg_modes_rows(mlg_sparse_rows *rows, const mlg_modes *modes, const mlg_places *places,
                          const mlg_sites *sites, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
