/* Scenarios of access: one site opens, closes, moves or changes its supply, at the cost of one row each.
 *
 * `access`, and `catchment` and `ratio` by site, are the results of mlg_access(). A site contributes w(t_ij) R_j
 * to place i: when its ratio changes, access changes by the weight times the difference, and nothing else does. A
 * change of supply needs the row of the site, without a search if it was kept. A move removes the old row (supply
 * 0) and adds the new one.
 *
 * The result equals a full computation to rounding: each change adds at most one rounding error, 1e-16 of the
 * access of each place it reaches.
 */
#ifndef MLG_ANALYSIS_ACCESS_CHANGE_H
#define MLG_ANALYSIS_ACCESS_CHANGE_H

#include "analysis/access/two_step.h"

/* State of a site, before the call and after it: catchment V_j (NaN: unknown, computed from the row), ratio
 * R_j. */
typedef struct mlg_access_site {
    double catchment, ratio;
} mlg_access_site;

/* Updates access[n_places] in place; `row` is that of mlg_travel_row() for mlg_decay_limit(decay). The ratio of a
 * site that reaches no demand is 0. Access below 1e-12 of what the site contributed is set to 0. MLG_INPUT: supply
 * negative, NaN or infinite. MLG_DATA: no finite ratio. Nothing is changed on failure. O(row). */
mlg_status mlg_access_set_supply(double *access, mlg_access_site *site, const mlg_row *row, const mlg_decay *decay,
                                 const double *demand, double supply, mlg_error *err) MLG_MUST_CHECK;

#endif
