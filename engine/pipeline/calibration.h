/* Internals of mlg_calibrate(). */
#ifndef MLG_PIPELINE_CALIBRATION_H
#define MLG_PIPELINE_CALIBRATION_H

#include "analysis/access/published/calibrate_fit.h"
#include "analysis/travel/given_points.h"
#include "analysis/travel/given_times.h"
#include "base/text.h"
#include "pipeline/check.h"

typedef struct mlg_calibration_job {
    mlg_trial trial;
    mlg_places places;
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_calibrate_input pairs;
    int32_t *given_ds, *computed_ds, *origin, *destination; /* origin and destination: places */
    uint8_t *class_of, *other_class; /* density levels of the origin and of the destination */
    mlg_given_points points;         /* when the matrix gives coordinates */
    bool by_density;                 /* which of the two fits is printed as lines */
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    int64_t own; /* pairs of a commune and itself */
    bool fitted;
    mlg_calibrate_fit fit;
    mlg_calibrate_by_density levels;
} mlg_calibration_job;

/* *out is freed with free(). */
mlg_status mlg_calibration_text(char **out, const mlg_calibration_job *job, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_calibration_json(char **out, const mlg_calibration_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Lines of the study file, to paste, once it is fitted: the travel, and the spread of the held-out pairs. */
void mlg_calibration_travel_lines(mlg_text *to, const mlg_calibration_job *job);
void mlg_calibration_uncertainty_line(mlg_text *to, const mlg_calibration_job *job);

#endif
