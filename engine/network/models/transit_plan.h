/* The searches of a study by timetable, kept in a file: all that a part of its travel times needs, changes between vehicles included, so
 * that only the plan reads feeds and streets. */
#ifndef MLG_NETWORK_MODELS_TRANSIT_PLAN_H
#define MLG_NETWORK_MODELS_TRANSIT_PLAN_H

#include "network/models/row_store.h"
#include "network/transit/raptor.h"

typedef struct mlg_transit_plan_facts {
    uint64_t key;   /* what the study was loaded from */
    uint64_t rows;  /* what the rows are known by: mlg_transit_model_fingerprint() */
    double percent; /* of the times over the departures */
    bool
        from_places; /* searches go out from the places, so that a part has some of those; else some of the sites */
    int32_t n_sites, n_places;
} mlg_transit_plan_facts;

/* Finds the changes where they pay, and writes them with the transit under a temporary name, then in place of `path`. key[n_sites]: of the rows. Its
 * origins and destinations are the places and sites. O(bytes) after the changes. MLG_INPUT: cannot be written. MLG_MEMORY, MLG_CANCELLED. */
mlg_status mlg_transit_plan_write(const char *path, const mlg_transit_plan_facts *facts,
                                  const mlg_transit *transit, const mlg_row_key *key, int threads,
                                  const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_transit_plan mlg_transit_plan;

/* Maps a plan. *out is NULL with MLG_OK where the file is missing, damaged, of another version or of another key, or holds a number out of
 * range. O(bytes). MLG_MEMORY. */
mlg_status mlg_transit_plan_open(mlg_transit_plan **out, const char *path, uint64_t key,
                                 mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_plan_free(mlg_transit_plan *plan);

const mlg_transit_plan_facts *mlg_transit_plan_facts_of(const mlg_transit_plan *plan);

/* What the file of rows of a part is known by. */
uint64_t mlg_transit_plan_fingerprint(const mlg_transit_plan *plan, int32_t part, int32_t parts);

/* Computes the rows of part 1..parts and writes them to `path`, unless they are there: then *computed is false. The same file as that of
 * a part of a model (transit.h). MLG_INPUT: cannot be written; a file that cannot be read is written anew. MLG_MEMORY, MLG_CANCELLED. */
mlg_status mlg_transit_plan_compute(bool *computed, const mlg_transit_plan *plan, int32_t part, int32_t parts,
                                    const char *path, int threads, const mlg_progress *progress,
                                    mlg_error *err) MLG_MUST_CHECK;

#endif
