/* Decay, speed and demand of an accessibility chosen on a published one: each set of a grid is judged on one half of the places, and its
 * figures on the other half tell whether the choice holds. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_FIT_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_FIT_H

#include "analysis/access/measure.h"

enum { MLG_FIT_HALVES = 2, MLG_FIT_FEWEST_PLACES = 20 };

/* One set of conventions. `faster` divides what a time has beyond the fixed part. */
typedef struct mlg_fit_set {
    mlg_decay_shape shape; /* MLG_STEPS: the steps of the entry, ends scaled to the cut */
    double cut_min, faster;
    bool alike; /* persons count alike, whatever their age */
} mlg_fit_set;

typedef struct mlg_fit_input {
    mlg_sparse_view times; /* sites x places, deciseconds, up to what the slowest set reaches */
    int32_t fixed_ds;      /* part of a time that no speed changes; a time up to it stays */
    const mlg_decay *steps;
    const double *demand, *supply;
    const double *alike;     /* [places] demand of the sets that ask for it; may be NULL without any */
    const double *published; /* [places] NaN: not compared */
    const double *persons;   /* [places] */
    const uint8_t *half;     /* [places] 0 or 1 */
    double threshold;
    int threads;
} mlg_fit_input;

/* Figures of a set over one half, once its supply is multiplied by the level that the published values have. */
typedef struct mlg_fit_figures {
    int32_t places;
    double spearman, pearson;      /* over places; weighted by persons */
    double below, below_published; /* share of the persons strictly below the threshold */
    double recall, precision;      /* of places below it; NaN without any */
    double loss; /* (1 - spearman) + (1 - pearson) / 2 + |ln((below + 0.005) / (below_published + 0.005))| / 10 */
} mlg_fit_figures;

/* level: published over computed mean, weighted by persons, over the half that is fitted or over both. */
typedef struct mlg_fit_try {
    mlg_fit_set set;
    double level;
    mlg_fit_figures half[MLG_FIT_HALVES];
} mlg_fit_try;

enum { MLG_FIT_BOTH = MLG_FIT_HALVES, MLG_FIT_TRIES };

/* One set with the level of the first half, of the second, and of both. MLG_DATA: a half with fewer than MLG_FIT_FEWEST_PLACES places
 * to compare. Others as mlg_measure_run(). O(pairs + places log places). */
mlg_status mlg_fit_judge(mlg_fit_try out[MLG_FIT_TRIES], const mlg_fit_input *input, const mlg_fit_set *set,
                         mlg_error *err) MLG_MUST_CHECK;

/* Judges every set: best[h] has the least loss on half h, whose level it has, so that the other half is held out; best[MLG_FIT_BOTH]
 * the least sum of both. The first on ties. */
mlg_status mlg_fit_choose(mlg_fit_try best[MLG_FIT_TRIES], const mlg_fit_input *input, const mlg_fit_set *set,
                          int32_t count, mlg_error *err) MLG_MUST_CHECK;

#endif
