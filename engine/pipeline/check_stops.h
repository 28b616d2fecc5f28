/* The stops of a timetable on a map, for mlg_check(). */
#ifndef MLG_PIPELINE_CHECK_STOPS_H
#define MLG_PIPELINE_CHECK_STOPS_H

#include "network/transit/gtfs.h"

#include <stdio.h>

/* Draws the stops within a box of degrees (west, south, east, north) in letters of Braille, at most 60 across and 16 down, north above; nothing
 * where they have no extent. MLG_MEMORY. O(stops). */
mlg_status mlg_check_draw_stops(FILE *to, const mlg_gtfs *feed, const double box[4],
                                mlg_error *err) MLG_MUST_CHECK;

/* They as mlg_check_preview() tells a layer of points; of more than 4,000, every second, third... O(stops). */
mlg_status mlg_check_preview_stops(char **out, const mlg_gtfs *feed, mlg_error *err) MLG_MUST_CHECK;

#endif
