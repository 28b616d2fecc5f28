/* Lengths in the plane. */
#ifndef MLG_BASE_LENGTH_H
#define MLG_BASE_LENGTH_H

#include <math.h>

/* Of a vector of coordinates, far from the largest and the smallest doubles. Unlike hypot(), whose last bit depends on the C
 * library, it is the same on every system: square roots are exact to the last bit everywhere. */
static inline double mlg_length(double dx, double dy)
{
    return sqrt(dx * dx + dy * dy);
}

#endif
