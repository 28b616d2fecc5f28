/* Where doctors settle over the years, free to choose or under a regulation: in a saturated area, one comes only where another has left.
 *
 *   each year          arrivals = share * departures of the territory, the same in both states
 *   wish of a commune  = arrivals * its attraction / all attractions
 *   saturated area     takes the least of its wishes and of its vacancies: departures, this year's included, that nobody has filled
 *   who is refused     gives up for a share; the others settle in the open areas, by the attraction of their communes; with no open
 *                      area that attracts, all give up
 *   heads              = heads of the year before - departures + who settled
 *
 * Nobody appears or disappears: heads + departures + who gave up = heads at first + arrivals. Who arrives does not leave within the years. An area
 * is saturated or not at the start, and stays so. Heads are expected values, not whole doctors.
 */
#ifndef MLG_ANALYSIS_POLICY_INSTALLATION_H
#define MLG_ANALYSIS_POLICY_INSTALLATION_H

#include "base/error.h"

#include <stdbool.h>

typedef struct mlg_installation {
    int32_t communes, areas, years;
    const double *heads;   /* [communes] now, >= 0 */
    const double *left;    /* [years][communes] departures of the year, of those who work now */
    const double *attract; /* [communes] >= 0 */
    const int32_t *area;   /* [communes] */
    const bool *saturated; /* [areas]; NULL: no regulation */
    double arrivals_share; /* of the departures, >= 0 */
    double give_up;        /* share of who is refused, in [0, 1] */
} mlg_installation;

/* Sums up to the end of each year. */
typedef struct mlg_installation_year {
    double heads, left, arrivals, refused, gave_up;
} mlg_installation_year;

/* heads[years][communes] at the end of each year, years[years]. MLG_INPUT: a share out of bounds. O(years x communes). */
mlg_status mlg_installation_run(double *heads, mlg_installation_year *years, const mlg_installation *in,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
