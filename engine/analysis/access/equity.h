/* Inequality of access among persons.
 *
 * Every index weights a place by its resident persons n_i (not standardised), over the places whose access A_i is
 * known; N = SUM n_i, mu = SUM n_i A_i / N. People without access have A = 0 and are part of N in every index.
 *
 *   Gini            1 - SUM (L_{i-1} + L_i) n_i / N, L_i the share of SUM n A of places 1..i, worst served first
 *   D10/D1          mean access of the best served tenth over that of the worst served one (DREES)
 *   Palma           mean access where income is above its 90 % quantile, over that where it is at most its 40 % one
 *   Theil           SUM (n_i / N) (A_i / mu) ln(A_i / mu), 0 where A_i = 0
 *   FGT a = 0,1,2   SUM n_i [A_i < z] ((z - A_i) / z)^a / N
 *   concentration   (2 / mu) SUM (n_i / N) (r_i - 1/2) (A_i - mu), r_i the fractional rank by income, mid-rank on
 *                   ties; above 0 when the better off are better served
 *   Erreygers       concentration * 4 mu / (max A - min A)
 *
 * Sources: Gini 1912; Theil 1967; Foster, Greer and Thorbecke 1984; Wagstaff, Paci and van Doorslaer 1991;
 * Erreygers 2009; Palma 2011. A quantile of income is the smallest income not exceeded for at least that share of
 * the persons.
 */
#ifndef MLG_ANALYSIS_ACCESS_EQUITY_H
#define MLG_ANALYSIS_ACCESS_EQUITY_H

#include "base/error.h"

typedef struct mlg_equity_input {
    int32_t count;
    const double *access;  /* [count] >= 0, NaN unknown */
    const double *persons; /* [count] >= 0 */
    const double *income;  /* [count] any finite number, NaN unknown; NULL: unknown everywhere */
    double threshold;      /* z of FGT, above 0 */
} mlg_equity_input;

/* NaN: undefined (no person, mean 0, or no known income). */
typedef struct mlg_equity {
    int32_t places;           /* with persons and a known access */
    double persons;           /* N */
    double persons_unknown;   /* where access is unknown: in no index */
    double persons_no_income; /* part of N; not in Palma, concentration and Erreygers */
    double mean;
    double gini, d10_d1, palma, theil, fgt[3], concentration, erreygers;
    double theil_between, theil_within; /* they sum to theil; set by mlg_equity_by_group() only, else NaN */
} mlg_equity;

/* MLG_INPUT: persons or access negative or infinite, income infinite. MLG_USAGE: the threshold. O(count log
 * count). */
mlg_status mlg_equity_of(mlg_equity *out, const mlg_equity_input *input, mlg_error *err) MLG_MUST_CHECK;

/* Indices over all places and over each group: by[groups]. group[count] in [0, groups), or -1 for places in no
 * group, which form one more group in the decomposition of Theil's index but have no entry in `by`. In `by`, Theil
 * is that within the group. MLG_INPUT: as above, or a group that does not exist. O(count log count). */
mlg_status mlg_equity_by_group(mlg_equity *whole, mlg_equity *by, const mlg_equity_input *input,
                               const int32_t *group, int32_t groups, mlg_error *err) MLG_MUST_CHECK;

#endif
