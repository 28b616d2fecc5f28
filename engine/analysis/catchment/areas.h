/* Areas of sites that tile a territory, and people inside an area. */
#ifndef MLG_ANALYSIS_CATCHMENT_AREAS_H
#define MLG_ANALYSIS_CATCHMENT_AREAS_H

#include "adapters/geom/geometry.h"

/* Areas allocated to sites, from places that are points (cells, addresses): each part of `clip` goes with its
 * nearest place, in a straight line (Voronoi), to the site of that place. tile[sites + 1], freed by the caller:
 * the last is the land of places without a site; NULL where there is none. They cover `clip` and do not overlap,
 * but for the rounding of coordinates. Of places that fall together the lowest counts.
 *
 * site[places]: as mlg_nearest() gives it. x_m, y_m[places]: finite. MLG_INPUT: a site or a position that makes no
 * sense, no place at all. All NULL on failure. O(places x sqrt places). */
mlg_status mlg_allocation_tiles(mlg_geom **tile, int32_t sites, int32_t places, const double *x_m,
                                const double *y_m, const int32_t *site, const mlg_geom *clip,
                                mlg_error *err) MLG_MUST_CHECK;

/* Persons of the places whose point is in `area`, its border included. MLG_INPUT: bad persons. O(places x log
 * border). */
mlg_status mlg_persons_at_points(double *inside, const mlg_geom *area, int32_t places, const double *x_m,
                                 const double *y_m, const double *persons, mlg_error *err) MLG_MUST_CHECK;

/* Persons of each place in proportion to how much of its outline is in `area`, as if they lived evenly over it;
 * share[places], in [0, 1], may be NULL. outline[places]: polygons; a NULL one has share 0. MLG_INPUT: bad
 * persons, an outline without area. O(outlines that meet the box of the area x border). */
mlg_status mlg_persons_by_share(double *inside, double *share, const mlg_geom *area, int32_t places,
                                const mlg_geom *const *outline, const double *persons,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
