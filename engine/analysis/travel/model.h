/* The travel model of a study: straight lines, roads, given times, timetables or land behind one function. */
#ifndef MLG_ANALYSIS_TRAVEL_MODEL_H
#define MLG_ANALYSIS_TRAVEL_MODEL_H

#include "adapters/geom/geometry.h"
#include "analysis/common/places.h"

/* Values by which a study records its model and its direction in the table parametre, stage "travel";
 * pipeline/router/router.c reads them back. */
#define MLG_MODEL_CROW "vol d'oiseau"
#define MLG_MODEL_ROAD "route"
#define MLG_MODEL_TABLE "temps donnés"
#define MLG_MODEL_TRANSIT "transports en commun"
#define MLG_MODEL_LAND "grille"
#define MLG_SENSE_TO_SITE "des habitants vers le site"
#define MLG_SENSE_FROM_SITE "du site vers les habitants"

/* Travel model between these sites and all places. Networks and matrices are read at the first call and kept in
 * `study`; the places must be the same at every call. Conventions are recorded under the stage "travel"; places
 * that cannot be snapped to the network are rows of `reject` with source "travel". MLG_INPUT with the location in
 * the study file. Freed with mlg_travel_free(), before the release below. */
mlg_status mlg_study_travel(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                            const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* Parameters of the straight-line model: those of the study file, else the defaults. */
mlg_crow_params mlg_study_crow(const mlg_study *study);

/* The same with the islands that no bridge joins. MLG_INPUT: the system of the study is unknown. */
mlg_status mlg_study_crow_by_land(mlg_crow_params *params, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The user's profile file, as named in the study file; NULL for a profile that comes with the engine. */
const char *mlg_study_profile_file(const mlg_study *study);

/* The same of one description of travel; NULL for NULL. */
const char *mlg_travel_profile_file(const mlg_config_travel *travel);

/* The files that a description of travel may name, one after the other: k from 0, false after the last. *key: "travel.osm" ...; *name is
 * NULL where none is given. */
bool mlg_travel_file(const char **key, const char **name, const mlg_config_travel *travel, unsigned k);

/* Whether the study file asks for the model of that name: crow, road, table, transit or raster. */
bool mlg_study_has_model(const mlg_study *study, const char *name);

/* True when the study uses straight lines. */
bool mlg_study_is_crow(const mlg_study *study);

/* Time of a trip within a place, as the study gives it, else 0. */
int32_t mlg_study_intra_ds(const mlg_study *study);

/* Land reached from the nearest of these sites within each limit of the request (isochrone/isochrone.h), by roads, over land by the cells
 * of its grid, by timetable by points resolution_metres apart at their percentile: one geometry a limit, freed by the caller. All stay
 * NULL for given times and straight lines. */
mlg_status mlg_study_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                                const mlg_sites *sites, const mlg_config_catchment *ask,
                                mlg_error *err) MLG_MUST_CHECK;

/* Work done by travel since it was opened; all 0 when it is not by road. */
typedef struct mlg_travel_account {
    mlg_run_travel rows;
    char line[5][320]; /* messages for the user, `lines` of them */
    int lines;
} mlg_travel_account;

/* Saves the times computed by road beside the study, and records the engine used. Called before the study is
 * closed, outside its stages. */
mlg_status mlg_study_travel_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Builds and reports the network of a study that travels by road, or reads its timetables, snaps the places to it and
 * closes it; does nothing for other models. Fails wherever a stage would reject the roads or the timetables. */
mlg_status mlg_study_try_roads(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Whether rows of times are kept from run to run: by road, by timetable and over land. Only then: */
bool mlg_study_keeps_rows(const mlg_study *study);

/* Whether searches go out from the places, so that a part of them is a part of the work; else from the sites. */
bool mlg_study_searches_from_places(const mlg_study *study);

/* The rows of a study once mlg_study_travel() has been called: what their file is known by, and how many were announced under
 * study->prepare_only and found nowhere. */
uint64_t mlg_study_rows_fingerprint(const mlg_study *study);
int64_t mlg_study_rows_missing(const mlg_study *study);

/* Writes new rows to their file, if there is one; failure to write it is not an error. MLG_MEMORY. */
mlg_status mlg_study_rows_keep(const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The same, with an empty file where there are no rows; failure to write it is MLG_INPUT. *computed: some were, or the file is new. */
mlg_status mlg_study_rows_save(bool *computed, const mlg_study *study, int32_t n_places,
                               mlg_error *err) MLG_MUST_CHECK;

/* Closes networks and matrices. */
void mlg_study_travel_release(mlg_study *study);

/* Empties the layers ligne_tc and arret_tc. What is opened afterwards writes its own part: the travel of the study, and of its groups. */
mlg_status mlg_transit_layers_clear(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
