/* Roads that the scenario of a study closes or slows, for as long as it is computed: the network file stays as it is. */
#ifndef MLG_ANALYSIS_TRAVEL_ROAD_CHANGES_H
#define MLG_ANALYSIS_TRAVEL_ROAD_CHANGES_H

#include "network/roads/alter.h"
#include "study/study.h"

/* An item of `roads`. `{ 0 }` is empty; the line is owned. */
typedef struct mlg_road_change {
    mlg_alteration what;
    double *lon, *lat;
} mlg_road_change;

/* MLG_INPUT with the location in the file: an unknown key, an invalid line or speed. Released on failure too. */
mlg_status mlg_road_change_read(mlg_road_change *out, const struct mlg_node *item, mlg_error *err) MLG_MUST_CHECK;
void mlg_road_change_release(mlg_road_change *change);

/* Whether the scenario of the study has any, and the study travels by road. */
bool mlg_study_changes_roads(const mlg_study *study);

/* Replaces *graph, which is freed, by the network with every item in force applied; leaves it when there is none. */
mlg_status mlg_study_alter_roads(mlg_graph **graph, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The roads that the study travels on, without any change. Freed by the caller. */
mlg_status mlg_study_graph(mlg_graph **graph, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
