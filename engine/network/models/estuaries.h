/* Estuaries and bays without a bridge (geodata/rules/estuaries.csv): straight lines cross the water only where there is a bridge.
 *
 * The water is a line from the open sea to the last crossing inland; a crossing is a bridge on it, or a chain of them. A trip whose
 * straight line crosses the water an odd number of times goes from one bank to the other: it goes round by the crossing that makes it
 * shortest. One that crosses it an even number of times stays on its bank, past a bend. */
#ifndef MLG_NETWORK_MODELS_ESTUARIES_H
#define MLG_NETWORK_MODELS_ESTUARIES_H

#include "base/error.h"

#include <stdint.h>

enum { MLG_MOST_ESTUARIES = 16, MLG_MOST_CROSSINGS = 32, MLG_MOST_WATER_POINTS = 160 };

typedef struct mlg_water_line {
    int32_t first, count; /* of the points */
} mlg_water_line;

typedef struct mlg_estuary {
    mlg_water_line water;
    int32_t crossing, crossings; /* first, number */
    double min_x, min_y, max_x, max_y;
} mlg_estuary;

/* `{ 0 }` has none: every straight line may be travelled. */
typedef struct mlg_estuaries {
    mlg_estuary estuary[MLG_MOST_ESTUARIES];
    mlg_water_line crossing[MLG_MOST_CROSSINGS];
    double x_m[MLG_MOST_WATER_POINTS], y_m[MLG_MOST_WATER_POINTS];
    int32_t count, crossings, points;
} mlg_estuaries;

/* Loads those that the projection of an EPSG code can represent. MLG_INPUT: an unknown code. O(points). */
mlg_status mlg_estuaries_read(mlg_estuaries *estuaries, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Estuaries that a trip within a box may cross, one bit each; 0: none. O(estuaries). */
uint32_t mlg_estuaries_within(const mlg_estuaries *estuaries, double min_x, double min_y, double max_x,
                              double max_y);

/* Length of the shortest trip in straight lines from a to b, among the estuaries of `which`: the same bits from b to a.
 * O(points of those that the box of the trip meets). */
double mlg_estuaries_distance_m(const mlg_estuaries *estuaries, uint32_t which, double ax, double ay, double bx,
                                double by);

#endif
