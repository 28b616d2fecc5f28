/* Internals of a travel time matrix: the request, and the rows of its file. */
#ifndef MLG_PIPELINE_TRAVEL_MATRIX_INNER_H
#define MLG_PIPELINE_TRAVEL_MATRIX_INNER_H

#include "pipeline/travel/matrix_points.h"
#include "pipeline/travel/matrix_transit.h"
#include "pipeline/outputs.h"
#include "pipeline/travel/transit_study.h"

#include <stdio.h>

typedef enum mlg_matrix_reason {
    MLG_MATRIX_REACHED,
    MLG_MATRIX_NO_ROUTE,
    MLG_MATRIX_ORIGIN_OFF,
    MLG_MATRIX_DESTINATION_OFF,
    MLG_MATRIX_BEYOND,
    MLG_MATRIX_REASONS
} mlg_matrix_reason;

typedef struct mlg_matrix_job {
    const mlg_matrix_options *options;
    mlg_study_file *study; /* NULL when the GeoPackage was named itself */
    char *geopackage;
    const char *path;                  /* of the CSV file */
    mlg_db *db;                        /* of the GeoPackage, or of the loaded study */
    struct mlg_router *router;         /* NULL by timetable */
    mlg_transit_study transit;         /* by timetable */
    mlg_run_options loading;           /* of it */
    int64_t reached_cells, open_cells; /* of a map over land */
    mlg_transit_pairs pairs;           /* its percentiles */
    mlg_matrix_points from, to;
    bool *from_off,
        *to_off; /* [count] further from any road than the snapping distance; all false in straight lines */
    int32_t limit_ds;
    mlg_outputs outputs;
    FILE *file;
    mlg_text cell; /* the one being written */
    int64_t count[MLG_MATRIX_REASONS];
} mlg_matrix_job;

/* ---- rows ---- */

/* Values of the column `reason`. */
extern const char *const mlg_matrix_reason_words[MLG_MATRIX_REASONS];

/* Origins whose pairs are computed at once. */
int32_t mlg_matrix_block_rows(const mlg_matrix_job *j);

/* Times of n origins from `first` to all destinations, time_ds[n x destinations], without the limit, so that pairs beyond it can be told
 * from pairs without a route. */
typedef mlg_status mlg_matrix_times(int32_t *time_ds, const mlg_matrix_job *j, const void *context, int32_t first,
                                    int32_t n, mlg_error *err);

/* Writes the table of all pairs; `context` is that of `times`. */
mlg_status mlg_matrix_write_pairs(mlg_matrix_job *j, mlg_matrix_times *times, const void *context,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Codes, minutes and reason of a pair, which is counted; the line is left open. */
mlg_matrix_reason mlg_matrix_start_row(mlg_matrix_job *j, int32_t origin, int32_t destination, int32_t time_ds);

/* A cell after others; empty above the limit. */
void mlg_matrix_write_minutes(const mlg_matrix_job *j, int32_t time_ds);

/* ---- by timetable ---- */

/* Whether timetables are asked, of the study or of a group of it. */
bool mlg_matrix_by_timetable(const mlg_matrix_job *j);
mlg_status mlg_matrix_read_percentiles(mlg_matrix_job *j, mlg_error *err) MLG_MUST_CHECK;

/* MLG_USAGE: an option for timetables, and the study has none. */
mlg_status mlg_matrix_check_kind(const mlg_matrix_job *j, mlg_error *err) MLG_MUST_CHECK;

/* The study need not have been run. */
mlg_status mlg_matrix_load_study(mlg_matrix_job *j, const char *study, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_matrix_write_timetables(mlg_matrix_job *j, mlg_error *err) MLG_MUST_CHECK;

/* ---- over land ---- */

bool mlg_matrix_by_land(const mlg_matrix_job *j);
bool mlg_matrix_is_map(const mlg_matrix_job *j);
mlg_status mlg_matrix_write_land(mlg_matrix_job *j, mlg_error *err) MLG_MUST_CHECK;

/* A GeoTIFF in place of the table. */
mlg_status mlg_matrix_write_map(mlg_matrix_job *j, mlg_error *err) MLG_MUST_CHECK;

#endif
