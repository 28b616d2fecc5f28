/* How readily people use care that is so many minutes away: weights that fall by steps. Exact in deciseconds. */
#ifndef MLG_ANALYSIS_DECAY_H
#define MLG_ANALYSIS_DECAY_H

#include "base/error.h"

/* Which end of a step belongs to it: with steps ending at 10 and 15 minutes, is 10 minutes in the first? */
typedef enum mlg_closure {
    MLG_CLOSED_RIGHT, /* t <= 10: yes */
    MLG_CLOSED_LEFT   /* t < 10: no */
} mlg_closure;

enum { MLG_MAX_STEPS = 16 };

/* Step k holds the times after the end of step k-1 up to its own end; beyond the last the weight is 0. */
typedef struct mlg_decay {
    const char *name; /* static, or owned by whoever made the steps */
    mlg_closure closure;
    int32_t count;
    int32_t end_ds[MLG_MAX_STEPS]; /* ascending */
    double weight[MLG_MAX_STEPS];  /* in [0, 1], not rising */
    const char *evidence;          /* "C" confirmed in its source, "S" second-hand, "M" from memory, "" custom */
    const char *source;
} mlg_decay;

/* Named decays, best known first; `*count` of them. Static. */
const mlg_decay *mlg_decay_list(int32_t *count);

/* NULL when there is none of that name. Copy it to override the closure. */
const mlg_decay *mlg_decay_by_name(const char *name);

/* Custom steps: end_min[count] in minutes (rounded to the decisecond), weight[count].
 * MLG_USAGE: none or too many steps, ends that do not rise, weights outside [0, 1] or rising, all zero. */
mlg_status mlg_decay_custom(mlg_decay *decay, const char *name, mlg_closure closure, int32_t count,
                            const double *end_min, const double *weight, mlg_error *err) MLG_MUST_CHECK;

/* Weight of a time; 0 beyond the last step and for MLG_UNREACHABLE. O(steps). */
double mlg_decay_weight(const mlg_decay *decay, int32_t time_ds);

/* Largest time with a weight above 0: the limit to ask of a travel model. */
int32_t mlg_decay_limit(const mlg_decay *decay);

#endif
