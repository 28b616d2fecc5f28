/* Roads that the scenario of a study closes, slows or opens. The first two hold for as long as it is computed, on the network of the study; a new road is built into a network
 * of the scenario. */
#ifndef MLG_ANALYSIS_TRAVEL_ROAD_CHANGES_H
#define MLG_ANALYSIS_TRAVEL_ROAD_CHANGES_H

#include "network/roads/alter.h"
#include "study/study.h"

/* An item of `roads`. `{ 0 }` is empty; the line is owned. */
typedef struct mlg_road_change {
    mlg_alteration what; /* of a new road: its line, its speed and its directions */
    bool opens;
    double *lon, *lat;
} mlg_road_change;

/* MLG_INPUT with the location in the file: an unknown key, an invalid line or speed. Released on failure too. */
mlg_status mlg_road_change_read(mlg_road_change *out, const struct mlg_node *item, mlg_error *err) MLG_MUST_CHECK;
void mlg_road_change_release(mlg_road_change *change);

/* Whether the scenario of the study has any, and the study travels by road. */
bool mlg_study_changes_roads(const mlg_study *study);

/* Whether any of them opens a road. */
bool mlg_study_opens_roads(const mlg_study *study);

/* The roads that it opens and that are in force, for mlg_graph_options. `{ 0 }` is empty. */
typedef struct mlg_opened_roads {
    mlg_new_road *road;
    mlg_road_change *change; /* owns their lines */
    int32_t count;
} mlg_opened_roads;

/* MLG_INPUT with the location in the file. Released on failure too. */
mlg_status mlg_opened_roads_read(mlg_opened_roads *opened, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_opened_roads_release(mlg_opened_roads *opened);

/* Replaces *graph, which is freed, by the network with every item in force that closes or slows roads applied; leaves it when there is none. */
mlg_status mlg_study_alter_roads(mlg_graph **graph, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The roads that the study travels on, new ones with them, none closed or slowed. Freed by the caller. */
mlg_status mlg_study_graph(mlg_graph **graph, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
