/* Measures of access to care, described in one table: to add a measure, add an entry to study/measures.def and the
 * function that it names.
 *
 * Notation: P_i demand of place i (persons), S_j supply of site j, t_ij time, W_ij = decay of t_ij (0 beyond its
 * cut), A_i access of place i, R_j supply a head of the catchment of site j. Conventions of every measure:
 *  - a site without supply is ignored, unless `count_empty`: it is not reached, counted or averaged, and its own result is NaN;
 *  - a place without a site in reach has access 0, or an unknown cost (NaN); a place without persons has the access
 *    or cost that its people would have;
 *  - an input without places, sites, supply or persons is valid;
 *  - demand or supply that is NaN, negative or infinite is rejected with its index (MLG_INPUT);
 *  - results are bit-equal at any number of threads.
 */
#ifndef MLG_ANALYSIS_ACCESS_MEASURE_H
#define MLG_ANALYSIS_ACCESS_MEASURE_H

#include "analysis/common/decay.h"
#include "analysis/common/times.h"

/* The statistic that sums up the values at several time limits. */
typedef enum mlg_interval_figure {
    MLG_INTERVAL_MEDIAN,
    MLG_INTERVAL_MEAN,
    MLG_INTERVAL_MIN,
    MLG_INTERVAL_MAX
} mlg_interval_figure;

typedef struct mlg_measure_params {
    double exponent;            /* m2sfca: power of the weight of what is received */
    bool choice_by_time;        /* 3sfca, huff: sites are chosen by 1 / t instead of the decay */
    bool count_empty;           /* bfca: sites without supply draw persons too */
    mlg_interval_figure figure; /* opportunities-median */
    double demand_power;        /* spatial availability: persons count as P^a */
    double tau_min;             /* RAAM: minutes equivalent to one unit of congestion, which is the mean */
    /* RAAM: persons per unit of supply at congestion 1; balancing cost: persons whom one unit serves; NaN: SUM P / SUM S */
    double rho;
    /* tolerance: relative gap (RAAM), relative change of R (fixed point), share of the persons who are at a site beyond its supply
     * (doubly constrained) */
    double gap;
    int32_t max_iterations; /* of these three */
    int32_t nth;            /* cost to the n-th nearest, from 1 */
    /* opportunities-median: time limits, from..to by step, both ends included */
    double from_min, to_min, step_min;
    /* [sites] for linear measures: those with 0 are not read, so that a place within reach of one gets a part of its value, and *stats tells only of
     * the others; NULL: all that have supply */
    const double *read;
    const int32_t *site_place; /* density: [sites] the place where each site is, -1: none */
    /* RAAM on a matrix: [pairs] output, persons of the place who go to the site; may be NULL */
    double *choice;
} mlg_measure_params;

/* m2sfca squares, choice by the decay, median; a = 1, tau 60, rho SUM P / SUM S, gap 1e-6 (fixed point 1e-12, doubly constrained 1e-9), 10,000 iterations, first nearest, 15 to 45 by
 * 5. */
mlg_measure_params mlg_measure_defaults(void);

typedef struct mlg_measure_input {
    const mlg_times *reach;
    const mlg_decay *decay; /* its cut also limits times where weights are not used */
    const double *demand;   /* [places] finite, >= 0 */
    const double *supply;   /* [sites] finite, >= 0 */
    mlg_measure_params params;
    int threads;
    const mlg_progress *progress;
} mlg_measure_input;

typedef struct mlg_measure_stats {
    double demand, supply; /* sums of the input */
    int32_t sites_with_supply;
    int32_t sites_unreached; /* with supply but no demand in their catchment */
    double supply_unreached; /* supply of those sites */
    int32_t places_without;  /* no site with supply in reach */
    double demand_without;   /* persons there */
    double level;            /* bfca: SUM_j L_j */
    double gap;              /* tolerance reached by the iteration; 0 for measures without one */
    int32_t iterations;
} mlg_measure_stats;

/* Identity that the result satisfies, to rounding; the sums leave out unreached sites and places without any
 * site. */
typedef enum mlg_conserves {
    MLG_CONSERVES_NOTHING,
    MLG_CONSERVES_SUPPLY, /* SUM_i P_i A_i = SUM_j S_j */
    MLG_CONSERVES_TOTAL,  /* SUM_i A_i = SUM_j S_j */
    MLG_CONSERVES_LEVEL,  /* SUM_i A_i = SUM_j L_j */
    MLG_CONSERVES_DEMAND  /* SUM_j S_j C_j = SUM_i P_i */
} mlg_conserves;

typedef struct mlg_measure {
    const char *name;    /* in study files and commands: "e2sfca" */
    const char *label;   /* French */
    const char *formula; /* in the notation above */
    const char *source;
    const char *unit; /* S and P: units of supply and persons */
    mlg_conserves conserves;
    bool by_site;     /* the result is [sites], otherwise [places] */
    bool low_is_good; /* for costs and congestion */
    bool
        is_linear; /* A_i = SUM_j S_j W_ij / SUM_k P_k W_kj: a site adds its own term, whatever the others supply */
    const char *decay; /* name of its default decay */
    mlg_status (*run)(const mlg_measure_input *input, double *value, mlg_measure_stats *stats, mlg_error *err);
    const char *words; /* what the figure is and how to read it: two sentences, French */
} mlg_measure;

/* The table of study/measures.def, ended by a NULL name. Static. */
extern const mlg_measure mlg_measures[];

/* NULL when no measure has that name. */
const mlg_measure *mlg_measure_by_name(const char *name);

/* "SUM P A = SUM S" and so on; "" for MLG_CONSERVES_NOTHING. */
const char *mlg_conserves_words(mlg_conserves what);

/* Checks the input, runs the measure and fills *stats. value[places], or value[sites] for a measure by site;
 * input->decay NULL: the default decay. MLG_INPUT: a bad amount. MLG_USAGE: a parameter that is out of range or
 * missing. MLG_DATA: amounts whose ratio overflows, or an iteration that does not converge. MLG_CANCELLED,
 * MLG_MEMORY. O(pairs) a pass: one for apl, 2sfca, e2sfca, kd2sfca, gaussian, m2sfca, spatial-availability,
 * gravity and opportunities; two for 3sfca, huff, bfca, i2sfca and m2sfca of an exponent other than 2; costs are O(pairs) on the transposed matrix;
 * iterative measures make two passes for each of stats->iterations. */
mlg_status mlg_measure_run(const mlg_measure *measure, const mlg_measure_input *input, double *value,
                           mlg_measure_stats *stats, mlg_error *err) MLG_MUST_CHECK;

#endif
