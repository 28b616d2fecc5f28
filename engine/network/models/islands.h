/* Islands that no bridge joins (geodata/rules/islands.csv), as discs in a projected plane, and the estuaries: where straight lines do
 * not go. */
#ifndef MLG_NETWORK_MODELS_ISLANDS_H
#define MLG_NETWORK_MODELS_ISLANDS_H

#include "base/error.h"

#include "network/models/estuaries.h"

#include <stdint.h>

enum { MLG_MOST_ISLANDS = 48 };

typedef struct mlg_island {
    double x_m, y_m, radius_m;
    uint8_t number; /* from 1; the same for the discs of one island */
} mlg_island;

/* `{ 0 }` has no islands and no estuaries: all land is connected. */
typedef struct mlg_islands {
    mlg_island disc[MLG_MOST_ISLANDS];
    int32_t count;
    mlg_estuaries estuaries;
} mlg_islands;

/* Loads the islands and the estuaries that the projection of an EPSG code can represent. MLG_INPUT: an unknown code. O(islands). */
mlg_status mlg_islands_read(mlg_islands *islands, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Number of the island at a position; 0: none, the mainland. O(islands). */
uint8_t mlg_island_at(const mlg_islands *islands, double x_m, double y_m);

#endif
