#include "network/roads/sphere.h"

#include <math.h>

double mlg_sphere_distance_m(int32_t lon_a, int32_t lat_a, int32_t lon_b, int32_t lat_b)
{
    const double rad = 1e-7 * 3.14159265358979323846 / 180;
    double half_lat = sin((lat_b - lat_a) * rad / 2), half_lon = sin(((double)lon_b - lon_a) * rad / 2);
    double h = half_lat * half_lat + cos(lat_a * rad) * cos(lat_b * rad) * half_lon * half_lon;
    return 2 * 6371008.8 * asin(fmin(1, sqrt(h)));
}
