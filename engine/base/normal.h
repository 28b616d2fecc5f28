/* Quantiles of the standard normal distribution (algorithm AS 241, PPND16: Wichura 1988, Applied Statistics 37), relative error about
 * 1e-16. */
#ifndef MLG_BASE_NORMAL_H
#define MLG_BASE_NORMAL_H

/* The z with P(Z <= z) = p, 0 < p < 1. */
double mlg_normal_quantile(double p);

#endif
