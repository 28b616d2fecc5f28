/* Spatial clusters: local Moran's I with a conditional permutation test, and control of false discoveries.
 *
 *   z_i = (x_i - mean) / sd        lag_i = SUM_j w_ij z_j, w = 1 / number of neighbours
 *   I_i = (n - 1) z_i lag_i / SUM z^2
 *   p_i = (1 + number of permutations at least as extreme as the observation) / (1 + permutations)
 *
 * A permutation keeps the value of i and draws those of its neighbours, without replacement, among the other
 * units. Extremes are counted on the smaller side, as PySAL does: p is one-sided. A unit without neighbours or
 * value is left out: its p is NaN. Sources: Anselin 1995; Benjamini and Hochberg 1995.
 */
#ifndef MLG_ANALYSIS_DESERT_MORAN_H
#define MLG_ANALYSIS_DESERT_MORAN_H

#include "base/error.h"

typedef enum mlg_quadrant { MLG_NO_CLUSTER, MLG_HIGH_HIGH, MLG_LOW_HIGH, MLG_LOW_LOW, MLG_HIGH_LOW } mlg_quadrant;

typedef struct mlg_moran_input {
    int32_t units;
    const double *value; /* NaN unknown */
    int32_t pairs;       /* pairs of neighbours, each once, in either order */
    const int32_t *from, *to;
    int32_t permutations;
    uint64_t seed;
    int threads;
} mlg_moran_input;

/* local[units], p[units] (NaN for a unit left out), quadrant[units] (mlg_quadrant of z and lag, whatever p is).
 * The draws of a unit depend only on the seed and its number: results are bit-equal at any thread count. *global:
 * mean of the local statistics times n / (n - 1), which is Moran's I. MLG_USAGE: no permutation, fewer than three
 * values, or values all equal. MLG_INPUT: a neighbour that does not exist. MLG_MEMORY. O(units x permutations x
 * neighbours). */
mlg_status mlg_moran(const mlg_moran_input *input, double *local, double *p, uint8_t *quadrant, double *global,
                     mlg_error *err) MLG_MUST_CHECK;

/* Largest p that is a discovery at a false discovery rate of `rate` (Benjamini-Hochberg); 0 when there is none.
 * NaN values are left out. MLG_MEMORY. O(count log count). */
mlg_status mlg_false_discovery(double *limit, int32_t count, const double *p, double rate,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
