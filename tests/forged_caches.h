/* A use of every number of the files kept beside a study, which may be forged: nothing that they hold may crash it. */
#ifndef MLG_TESTS_FORGED_CACHES_H
#define MLG_TESTS_FORGED_CACHES_H

#include "road_town.h"

#include "network/models/road.h"

enum { PLACES = 30, SITES = 20, LIMIT_DS = 3 * MLG_DS_PER_MIN };

/* A town with points, and where its files stand. */
typedef struct forged_town {
    mlg_graph *graph;
    mlg_snap *places, *sites;
    char *folder, network[512], hierarchy[512], rows[512];
} forged_town;

static inline void open_forged_town(forged_town *t)
{
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    t->graph = make_town(car, 3);
    mlg_profile_free(car);
    t->places = scatter(t->graph, PLACES, 1);
    t->sites = scatter(t->graph, SITES, 2);
    t->folder = make_folder();
    snprintf(t->network, sizeof t->network, "%s/a.network", t->folder);
    snprintf(t->hierarchy, sizeof t->hierarchy, "%s/a.hierarchy", t->folder);
    snprintf(t->rows, sizeof t->rows, "%s/a.times", t->folder);
}

static inline void close_forged_town(forged_town *t)
{
    mlg_graph_free(t->graph);
    free(t->places);
    free(t->sites);
    remove_folder(t->folder);
}

static inline void use_all_rows(mlg_travel *travel)
{
    mlg_travel_scratch *scratch;
    int32_t site[PLACES], time_ds[PLACES];
    bool known;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t s = 0; s < SITES; s++)
        if (mlg_travel_row(travel, s, LIMIT_DS, scratch, &row, &err) == MLG_OK)
            for (int32_t k = 0; k < row.count; k++)
                assert_in_range(row.place[k], 0, PLACES - 1);
    mlg_travel_scratch_free(scratch);
    if (mlg_travel_nearest(&known, travel, LIMIT_DS, site, time_ds, NULL, &err) != MLG_OK || !known)
        return;
    for (int32_t p = 0; p < PLACES; p++)
        assert_in_range(site[p] + 1, 0, SITES);
}

/* An inconsistent graph may be refused by the model; it must not crash it. */
static inline void use_model(const forged_town *t, const mlg_graph *graph, mlg_engine engine)
{
    const mlg_road_model_options options = {
        .engine = engine, .hierarchy_path = t->hierarchy, .rows_path = t->rows, .threads = 1
    };
    mlg_road_model *model = NULL;
    mlg_travel *travel = NULL;
    mlg_error err;
    if (mlg_road_model_new(&model, graph, t->places, PLACES, MLG_TO_SITE, &err) != MLG_OK)
        return;
    assert_ok(mlg_road_model_keep(model, &options, &err), &err);
    if (mlg_travel_road(&travel, model, t->sites, SITES, NULL, 0, &err) == MLG_OK &&
        mlg_travel_ahead(travel, NULL, 0, LIMIT_DS, NULL, &err) == MLG_OK)
        use_all_rows(travel);
    assert_ok(mlg_road_model_save(model, &err), &err);
    mlg_travel_free(travel);
    mlg_road_model_free(model);
}

#endif
