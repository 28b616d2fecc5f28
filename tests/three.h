/* Three places and two sites, the worked example of the catchment family. */
#ifndef MLG_TESTS_THREE_H
#define MLG_TESTS_THREE_H

#include "analysis/access/measure.h"

enum { THREE_PLACES = 3, THREE_SITES = 2 };

static const double three_persons[THREE_PLACES] = { 1000, 2000, 1500 };
static const double three_supply[THREE_SITES] = { 5, 2 }, three_turned[THREE_SITES] = { 2, 5 },
                    three_empty[THREE_SITES] = { 5, 0 };

/* Minutes 5, 15, 40 from the first site; 25, 12, 8 from the second. */
static const int64_t three_start[THREE_SITES + 1] = { 0, 3, 6 };
static const int32_t three_place[] = { 0, 1, 2, 0, 1, 2 };
static const int32_t three_time[] = { 3000, 9000, 24000, 15000, 7200, 4800 };

static const mlg_times three_reach = {
    THREE_SITES, THREE_PLACES, { THREE_SITES, THREE_PLACES, three_start, three_place, three_time }, NULL
};

#endif
