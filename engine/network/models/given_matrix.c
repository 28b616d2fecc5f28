/* Dense travel model of given times: a matrix in memory. */
#include "network/models/model.h"

#include "base/memory.h"

#include <string.h>

typedef struct {
    int32_t places;
    int32_t *time_ds; /* [sites x places] */
} table;

static mlg_status search_table(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                               mlg_error *err)
{
    (void)err;
    const table *t = data;
    const int32_t *time_ds = t->time_ds + (size_t)site * (size_t)t->places;
    for (int32_t place = 0; place < t->places; place++)
        if (time_ds[place] <= limit_ds && time_ds[place] != MLG_UNREACHABLE)
            mlg_travel_reach(scratch, place, time_ds[place]);
    return MLG_OK;
}

static void release_table(void *data)
{
    table *t = data;
    free(t->time_ds);
    free(t);
}

static const mlg_travel_model table_model = { .name = "given times",
                                              .search = search_table,
                                              .release = release_table };

static mlg_status check_times(int32_t sites, int32_t places, const int32_t *time_ds, mlg_error *err)
{
    for (int32_t site = 0; site < sites; site++)
        for (int32_t place = 0; place < places; place++) {
            int32_t time = time_ds[(size_t)site * (size_t)places + (size_t)place];
            if (time < 0)
                return mlg_fail(err, MLG_INPUT, "time from site %d to place %d is %d deciseconds", site, place,
                                time);
        }
    return MLG_OK;
}

mlg_status mlg_travel_table(mlg_travel **travel, int32_t sites, int32_t places, const int32_t *time_ds,
                            mlg_error *err)
{
    *travel = NULL;
    MLG_TRY(check_times(sites, places, time_ds, err));
    table *t;
    MLG_TRY(MLG_NEW(&t, 1, "table of times", err));
    size_t cells = (size_t)sites * (size_t)places;
    mlg_status st = MLG_NEW(&t->time_ds, cells, "table of times", err);
    if (st != MLG_OK) {
        release_table(t);
        return st;
    }
    t->places = places;
    if (cells > 0)
        memcpy(t->time_ds, time_ds, cells * sizeof *time_ds);
    return mlg_travel_new(travel, &table_model, t, sites, places, err);
}
