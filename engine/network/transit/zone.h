/* Time zones and summer time. */
#ifndef MLG_NETWORK_TRANSIT_ZONE_H
#define MLG_NETWORK_TRANSIT_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds east of UTC at noon of a day in a zone of the system's database ("Europe/Paris"). False when it is not there. */
bool mlg_zone_offset_s(int32_t *offset_s, const char *zone, int32_t day);

/* GTFS counts times from noon minus twelve hours, which is midnight but for the days when clocks change. Seconds from
 * that instant of `day` in the zone `base` to that of the day `days` later in `zone`: 82,800, 86,400 or 90,000 for the
 * next day in one zone. Zones that are not known have no summer time, and are alike. */
int32_t mlg_zone_noon_s(const char *zone, const char *base, int32_t day, int days);

#endif
