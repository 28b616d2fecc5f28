/* Distance decay: how readily people use care at a given travel time, as a weight that falls with it. Exact in
 * deciseconds.
 *
 *   steps         w_k up to the end of step k; one step of weight 1 is the binary weight (2SFCA, opportunities)
 *   exponential   exp(-b t)                                                  b a minute
 *   power         max(t, 1)^-b: 1 within the first minute, where t^-b is unbounded
 *   linear        1 - t / cut
 *   logistic      1 / (1 + exp((t - m) pi / (s sqrt 3)))                     median m, standard deviation s, min
 *   gaussian      exp(-t^2 / b)                                              b min^2: 180 in IRDES paper 70
 *   gaussian-dai  (exp(-(t/cut)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2))        Dai 2010
 *   epanechnikov  0.75 (1 - (t/cut)^2)                                       Dai and Wang 2011
 *   cosine        (1 + cos(pi t / cut)) / 2: half at half the cut
 *
 * t in minutes. Every decay has a cut, beyond which the weight is 0. Travel times within one place come from the
 * travel model, not from the decay (its intra time, 0 for DREES, so that a commune has weight 1 for itself).
 */
#ifndef MLG_ANALYSIS_COMMON_DECAY_H
#define MLG_ANALYSIS_COMMON_DECAY_H

#include "base/text.h"

/* Which end of a step, or of the cut, is closed: with steps ending at 10 and 15 minutes, does 10 minutes belong to
 * the first? DT70 prints "<5" for 2012; METRIC times are often whole minutes, so the choice shows in results. */
typedef enum mlg_closure {
    MLG_CLOSED_RIGHT, /* t <= 10: yes */
    MLG_CLOSED_LEFT   /* t < 10: no */
} mlg_closure;

typedef enum mlg_decay_shape {
    MLG_STEPS,
    MLG_EXPONENTIAL,
    MLG_POWER,
    MLG_LINEAR,
    MLG_LOGISTIC,
    MLG_GAUSSIAN,
    MLG_GAUSSIAN_DAI,
    MLG_EPANECHNIKOV,
    MLG_COSINE
} mlg_decay_shape;

enum { MLG_MAX_STEPS = 16, MLG_LONGEST_CUT_MIN = 1440 };

/* Step k covers the times after the end of step k-1 up to its own end; beyond the last the weight is 0. Any other
 * shape has one step of weight 1 that ends at the cut. */
typedef struct mlg_decay {
    const char *name; /* static, or owned by the caller */
    mlg_closure closure;
    int32_t count;
    int32_t end_ds[MLG_MAX_STEPS]; /* ascending */
    double weight[MLG_MAX_STEPS];  /* in [0, 1], nonincreasing */
    const char *evidence;          /* "C" confirmed in its source, "S" second-hand, "M" from memory, "" custom */
    const char *source;
    mlg_decay_shape shape;
    double parameter[2]; /* b, or m and s; unused ones 0 */
} mlg_decay;

/* Named decays, best known first; `*count` of them. Static. */
const mlg_decay *mlg_decay_list(int32_t *count);

/* NULL when no decay has that name. Copy the decay to override its closure. */
const mlg_decay *mlg_decay_by_name(const char *name);

/* "exponential" and so on; MLG_STEPS for an unknown name, with *known false. */
mlg_decay_shape mlg_decay_shape_by_name(const char *name, bool *known);
const char *mlg_decay_shape_name(mlg_decay_shape shape);

/* Custom steps: end_min[count] in minutes (rounded to the decisecond), weight[count]. MLG_USAGE: no step or too
 * many, ends that do not increase or exceed MLG_LONGEST_CUT_MIN, weights outside [0, 1], increasing or all
 * zero. */
mlg_status mlg_decay_custom(mlg_decay *decay, const char *name, mlg_closure closure, int32_t count,
                            const double *end_min, const double *weight, mlg_error *err) MLG_MUST_CHECK;

/* A shape cut at cut_min, with the parameters named above (`second` only for logistic). MLG_STEPS is the binary
 * weight. MLG_USAGE: a cut outside (0, MLG_LONGEST_CUT_MIN], or a required parameter that is not positive. */
mlg_status mlg_decay_of_shape(mlg_decay *decay, const char *name, mlg_decay_shape shape, double cut_min,
                              double first, double second, mlg_error *err) MLG_MUST_CHECK;

/* Weight of a time; 0 beyond the last step and for MLG_UNREACHABLE. That of a curve is kept to forty bits (a part in 10^12), which are
 * the same on all systems. O(steps). */
double mlg_decay_weight(const mlg_decay *decay, int32_t time_ds);

/* Largest time with a weight above 0: the limit to pass to a travel model. */
int32_t mlg_decay_limit(const mlg_decay *decay);

/* weight[mlg_decay_limit() + 2]: the weight of every decisecond up to the limit, then 0. Freed with free().
 * MLG_MEMORY. O(limit). */
mlg_status mlg_decay_table(double **weight, const mlg_decay *decay, mlg_error *err) MLG_MUST_CHECK;

/* Adds the steps, or the formula and its cut, in French, for the parameters of a study: "10 min : 1 ; 15 min
 * : 0.6667". MLG_MEMORY. */
mlg_status mlg_decay_describe(mlg_text *text, const mlg_decay *decay, mlg_error *err) MLG_MUST_CHECK;

#endif
