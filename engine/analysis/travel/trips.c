#include "analysis/travel/trips.h"

#include "analysis/travel/model_inner.h"
#include "base/memory.h"

/* Attaches points to the streets, if there are any, and marks those that are too far. */
static mlg_status attach(mlg_snap **snaps, bool **off, mlg_study *study, const mlg_positions *points,
                         mlg_error *err)
{
    int32_t count[MLG_SNAP_STATUSES];
    *snaps = NULL;
    MLG_TRY(MLG_NEW(off, (size_t)points->count, "points", err));
    if (!study->travel->timetables.ground.graph)
        return MLG_OK;
    MLG_TRY(mlg_roads_snap(snaps, count, study, points->x, points->y, points->count, err));
    for (int32_t i = 0; i < points->count; i++)
        (*off)[i] = (*snaps)[i].segment < 0;
    return MLG_OK;
}

mlg_status mlg_study_trips_init(mlg_study_trips *t, mlg_study *study, const mlg_places *places,
                                const mlg_positions *from, const mlg_positions *to, mlg_error *err)
{
    mlg_snap *from_snaps = NULL, *to_snaps = NULL;
    *t = (mlg_study_trips){ .n_feeds = 0 };
    MLG_TRY(mlg_study_open_travel(study, places, err));
    const mlg_timetables *tables = &study->travel->timetables;
    t->options = mlg_transit_model_options(tables->model);
    t->feeds = (const mlg_gtfs *const *)tables->feeds;
    t->n_feeds = tables->n_feeds;
    mlg_status st;
    MLG_GO(MLG_NEW(&t->first_stop, (size_t)t->n_feeds + 1, "stops", err));
    mlg_timetable_stops(t->first_stop, t->feeds, t->n_feeds);
    MLG_GO(attach(&from_snaps, &t->from_off, study, from, err));
    MLG_GO(attach(&to_snaps, &t->to_off, study, to, err));
    const mlg_walk_points origins = { from->count, from->x, from->y, from_snaps };
    const mlg_walk_points destinations = { to->count, to->x, to->y, to_snaps };
    st = mlg_transit_trips_init(&t->trips, tables->model, &origins, &destinations, err);
done:
    free(from_snaps);
    free(to_snaps);
    return st;
}

void mlg_study_trips_release(mlg_study_trips *t)
{
    mlg_transit_trips_release(&t->trips);
    free(t->first_stop);
    free(t->from_off);
    free(t->to_off);
    *t = (mlg_study_trips){ .n_feeds = 0 };
}

int32_t mlg_study_trips_stop(int32_t *own, const mlg_study_trips *trips, int32_t stop)
{
    int32_t feed = 0;
    while (trips->first_stop[feed + 1] <= stop)
        feed++;
    *own = stop - trips->first_stop[feed];
    return feed;
}
