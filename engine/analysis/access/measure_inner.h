/* Functions that study/measures.def names; their input has been checked by mlg_measure_run(). */
#ifndef MLG_ANALYSIS_ACCESS_MEASURE_INNER_H
#define MLG_ANALYSIS_ACCESS_MEASURE_INNER_H

#include "analysis/access/measure.h"

typedef mlg_status mlg_measure_run_fn(const mlg_measure_input *input, double *value, mlg_measure_stats *stats,
                                      mlg_error *err);

/* measure_floating.c */
mlg_measure_run_fn mlg_run_e2sfca, mlg_run_m2sfca, mlg_run_3sfca, mlg_run_huff, mlg_run_bfca, mlg_run_i2sfca,
    mlg_run_availability, mlg_run_fixed_point, mlg_run_gravity, mlg_run_opportunities;

/* MLG_DATA: the ratio S / d of a site is not finite. */
mlg_status mlg_measure_check_ratio(int32_t site, double supply, double demand, double ratio,
                                   mlg_error *err) MLG_MUST_CHECK;

/* measure_cost.c */
mlg_measure_run_fn mlg_run_median, mlg_run_nth, mlg_run_nearest, mlg_run_mean, mlg_run_balancing, mlg_run_density;

/* measure_doubly.c */
mlg_measure_run_fn mlg_run_doubly_constrained;

/* raam.c */
mlg_measure_run_fn mlg_run_raam;

/* Pairs within the limit seen from the places: its columns are sites with supply. */
mlg_status mlg_measure_by_place(mlg_sparse_rows *out, const mlg_measure_input *input,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
