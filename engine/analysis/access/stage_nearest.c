#include "analysis/access/stage_nearest.h"

#include "analysis/catchment/nearest.h"
#include "analysis/travel/model.h"

#include <math.h>

mlg_status mlg_study_nearest(int32_t *site, int32_t *time_ds, mlg_study *study, const mlg_places *places,
                             const mlg_sites *sites, mlg_error *err)
{
    mlg_travel *travel;
    MLG_TRY(mlg_study_travel(&travel, study, places, sites, err));
    const mlg_nearest_input input = {
        .travel = travel,
        .limit_ds = mlg_minutes_to_ds(MLG_SEARCH_MIN),
        .threads = study->threads,
        .progress = study->progress,
    };
    mlg_status st = mlg_nearest(&input, site, time_ds, err);
    mlg_travel_free(travel);
    return st;
}

double mlg_study_least_minutes(const mlg_study *study)
{
    const mlg_config_travel *travel = study->config->travel;
    if (mlg_study_has_model(study, "table"))
        return (double)NAN;
    return mlg_study_has_model(study, "transit") ? fmin(MLG_SEARCH_MIN, mlg_config_travel_longest_minutes(travel))
                                                 : MLG_SEARCH_MIN;
}
