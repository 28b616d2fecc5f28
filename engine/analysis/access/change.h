/* Scenarios of access: one site opens, closes, moves or changes its supply. One row each, instead of all of them.
 *
 * What mlg_access() gave stands in access, and in catchment and ratio by site. A site
 * gives place i the weight of its time there times its ratio R_j; when the ratio changes, access changes by the
 * weight times the difference, and nothing else does. A change of supply needs the row of the site as it stands:
 * no search when it was kept. A move takes the old row out (supply 0) and the new row in.
 *
 * Access after changes is that of computing anew but for rounding: each change adds at most one rounding of the
 * access of a place it reaches, 1e-16 of it.
 */
#ifndef MLG_ANALYSIS_ACCESS_CHANGE_H
#define MLG_ANALYSIS_ACCESS_CHANGE_H

#include "analysis/access/two_step.h"

/* The site as it stands before, and after the call: catchment V_j (NaN: not known, then summed over the row),
 * ratio R_j. */
typedef struct mlg_access_site {
    double catchment, ratio;
} mlg_access_site;

/* access[n_places] is changed in place; `row` as mlg_travel_row() gives it for mlg_decay_limit(decay), of these
 * places. Where nobody is reached the ratio is 0. Places left with less than 1e-12 of what the site gave have
 * none: 0. MLG_INPUT: supply negative, NaN or infinite. MLG_DATA: no finite ratio. Nothing is changed then.
 * O(row). */
mlg_status mlg_access_set_supply(double *access, mlg_access_site *site, const mlg_row *row, const mlg_decay *decay,
                                 const double *demand, double supply, mlg_error *err) MLG_MUST_CHECK;

#endif
