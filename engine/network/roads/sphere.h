/* Distances on a sphere of 6,371,008.8 m (mean radius, IUGG); within 0.5 % of the ellipsoid. */
#ifndef MLG_NETWORK_ROADS_SPHERE_H
#define MLG_NETWORK_ROADS_SPHERE_H

#include <stdint.h>

/* Metres per 1e-7 degree of latitude. */
#define MLG_METRES_PER_E7 (6371008.8 * 1e-7 * 3.14159265358979323846 / 180)

/* Great-circle distance between two positions in 1e-7 degrees (haversine). */
double mlg_sphere_distance_m(int32_t lon_a, int32_t lat_a, int32_t lon_b, int32_t lat_b);

#endif
