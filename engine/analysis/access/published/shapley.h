/* What each of a few ingredients adds to a difference (Shapley 1953): the mean, over the orders in which they may be exchanged, of what
 * the exchange of one adds to those made before it. The parts of all ingredients add up to the difference exactly, whatever they do
 * together, and none depends on an order that somebody chose. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_SHAPLEY_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_SHAPLEY_H

#include "base/error.h"

enum { MLG_SHAPLEY_MOST = 8 };

/* value[2^ingredients x count]: the figures with the ingredients of a set exchanged, bit f of its number for ingredient f.
 * part[ingredients x count]: their sum is the figure with all exchanged less that with none, to rounding; NaN where a figure is
 * unknown. Asserts 0 <= ingredients <= MLG_SHAPLEY_MOST. O(ingredients 2^ingredients count). */
void mlg_shapley(double *part, int32_t ingredients, int32_t count, const double *value);

#endif
