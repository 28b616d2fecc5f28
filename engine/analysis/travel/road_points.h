/* The places and sites of a study where they stand on its roads, kept in a file: all that a part of its travel times needs besides the
 * network, so that only the plan loads the study. */
#ifndef MLG_ANALYSIS_TRAVEL_ROAD_POINTS_H
#define MLG_ANALYSIS_TRAVEL_ROAD_POINTS_H

#include "analysis/travel/model.h"

/* Writes them under a temporary name, then in place of `path`, after mlg_study_travel(). key: what the study was loaded from. O(places +
 * sites). MLG_INPUT: cannot be written. */
mlg_status mlg_road_points_write(const char *path, uint64_t key, mlg_study *study, const mlg_places *places,
                                 const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* Released with mlg_road_points_release(), also after a failure. `{ 0 }` is empty. */
typedef struct mlg_road_points {
    int32_t n_places, n_sites;
    const void *places, *sites; /* arrays of mlg_snap, in `block` */
    const int32_t *site_place;
    uint64_t rows; /* mlg_study_rows_fingerprint() of the study */
    void *block;
} mlg_road_points;

/* *found: false where the file is missing, damaged, of another version or of another key. MLG_MEMORY. */
mlg_status mlg_road_points_read(mlg_road_points *points, bool *found, const char *path, uint64_t key,
                                mlg_error *err) MLG_MUST_CHECK;
void mlg_road_points_release(mlg_road_points *points);

/* As mlg_study_travel() from `count` of the sites, on the network kept at study->network_path; the study has no tables and records
 * nothing. *found: false, and *travel NULL, where that network is missing or is not that of the points. */
mlg_status mlg_road_points_travel(mlg_travel **travel, bool *found, mlg_study *study,
                                  const mlg_road_points *points, int32_t first, int32_t count,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
