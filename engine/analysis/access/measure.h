/* The measures of access to care, one description each: to add one is to add a line to the table of measure.c and the
 * function it names.
 *
 * Notation: P_i demand of place i (persons), S_j supply of site j, t_ij time, W_ij = decay of t_ij (0 beyond its cut),
 * A_i access of place i, R_j supply a head of the catchment of site j. Conventions, true of every measure:
 *  - a site without supply is no site: it is not reached, counted or averaged; its own result is NaN;
 *  - a place with no site in reach has access 0, and a cost that is unknown (NaN); a place without persons has the access
 *    or cost its people would have;
 *  - no place, no site, no supply or no person at all is an answer, not an error;
 *  - demand or supply that is NaN, negative or infinite is refused with its index (MLG_INPUT);
 *  - results are bit-equal at any number of threads.
 */
#ifndef MLG_ANALYSIS_ACCESS_MEASURE_H
#define MLG_ANALYSIS_ACCESS_MEASURE_H

#include "analysis/common/decay.h"
#include "analysis/common/times.h"

typedef struct mlg_measure_params {
    double demand_power; /* spatial availability: persons count as P^a */
    double tau_min;      /* RAAM: minutes that weigh as much as congestion twice the mean */
    /* RAAM: persons a unit of supply that count as congestion 1; NaN: SUM P / SUM S */
    double rho;
    double gap;             /* RAAM: relative gap to reach; fixed point: relative change of R to reach */
    int32_t max_iterations; /* of both */
    int32_t nth;            /* cost to the n-th nearest, from 1 */
    /* opportunities-median: limits of time, from..to by step, both ends included */
    double from_min, to_min, step_min;
    const int32_t *site_place; /* density: [sites] the place each site stands at, -1 none */
    /* RAAM on a matrix: [pairs] persons of the place who go to the site, written; NULL: not wanted */
    double *choice;
} mlg_measure_params;

/* a = 1, tau 60, rho SUM P / SUM S, gap 1e-6 (fixed point 1e-12), 10,000 iterations, first nearest, 15 to 45 by 5. */
mlg_measure_params mlg_measure_defaults(void);

typedef struct mlg_measure_input {
    const mlg_times *reach;
    const mlg_decay *decay; /* its cut limits times also where its weights do not matter */
    const double *demand;   /* [places] finite, >= 0 */
    const double *supply;   /* [sites] finite, >= 0 */
    mlg_measure_params params;
    int threads;
    const mlg_progress *progress;
} mlg_measure_input;

typedef struct mlg_measure_stats {
    double demand, supply; /* sums of the input */
    int32_t sites_with_supply;
    int32_t sites_unreached; /* with supply, and no demand in their catchment */
    double supply_unreached; /* theirs */
    int32_t places_without;  /* no site with supply in reach */
    double demand_without;   /* persons there */
    double level;            /* bfca: SUM_j L_j */
    double gap;              /* what an iteration reached; 0 where there is none */
    int32_t iterations;
} mlg_measure_stats;

/* What holds for the result, to rounding; the sums leave out unreached sites and places without. */
typedef enum mlg_conserves {
    MLG_CONSERVES_NOTHING,
    MLG_CONSERVES_SUPPLY, /* SUM_i P_i A_i = SUM_j S_j */
    MLG_CONSERVES_TOTAL,  /* SUM_i A_i = SUM_j S_j */
    MLG_CONSERVES_LEVEL,  /* SUM_i A_i = SUM_j L_j */
    MLG_CONSERVES_DEMAND  /* SUM_j S_j C_j = SUM_i P_i */
} mlg_conserves;

typedef struct mlg_measure {
    const char *name;    /* of study files and commands: "e2sfca" */
    const char *label;   /* French */
    const char *formula; /* in the notation above */
    const char *source;
    const char *unit; /* S and P: units of supply and persons */
    mlg_conserves conserves;
    bool by_site;      /* the result is [sites], otherwise [places] */
    bool low_is_good;  /* costs and crowdedness */
    const char *decay; /* the named decay it has by default */
    mlg_status (*run)(const mlg_measure_input *input, double *value, mlg_measure_stats *stats, mlg_error *err);
    const char *words; /* what the figure is and how to read it: two sentences, French */
} mlg_measure;

/* The table of study/measures.def, ended by a NULL name. Static. */
extern const mlg_measure mlg_measures[];

/* NULL when there is none of that name. */
const mlg_measure *mlg_measure_by_name(const char *name);

/* "SUM P A = SUM S" and so on, "" for nothing. */
const char *mlg_conserves_words(mlg_conserves what);

/* Checks the input, runs the measure, counts. value[places], or [sites] for those by site; input->decay NULL: the default
 * one. MLG_INPUT: a bad amount. MLG_USAGE: a parameter out of range, or one a measure needs and lacks. MLG_DATA: amounts so
 * far apart that no ratio exists, or an iteration that does not reach its gap. MLG_CANCELLED, MLG_MEMORY.
 * O(pairs) a pass: one for apl, 2sfca, e2sfca, kd2sfca, gaussian, m2sfca, spatial-availability, gravity and opportunities;
 * two for 3sfca, huff, bfca and i2sfca; costs O(pairs) with the matrix seen from the places; iterations as many as stats
 * say, two passes each. */
mlg_status mlg_measure_run(const mlg_measure *measure, const mlg_measure_input *input, double *value,
                           mlg_measure_stats *stats, mlg_error *err) MLG_MUST_CHECK;

#endif
