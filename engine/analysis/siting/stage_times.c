/* The rows of a siting request: times from every site, and the access that a unit of supply there adds. */
#include "analysis/access/measure.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_modes.h"
#include "analysis/common/thresholds.h"
#include "analysis/siting/on_access/allocation.h"
#include "analysis/siting/stage.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- current access ----------------------------------------------------------------------------------------- */

static bool is_linear(const char *name)
{
    const mlg_measure *measure = mlg_measure_by_name(name);
    return measure && measure->is_linear;
}

static bool needs_access(const mlg_siting_job *j)
{
    bool filters = false;
    for (unsigned f = 0; f < j->ask->only_count; f++)
        filters = filters || strcmp(j->ask->only[f], "desert") == 0;
    return filters || j->model->needs_access ||
           mlg_list_has("standardised unmet without-doctor", " ", j->ask->demand);
}

/* The entry of `accessibility` that measures the access to the service, or -1. */
static int find_measure(const mlg_siting_job *j)
{
    const mlg_config *c = j->study->config;
    if (j->group.share && !needs_access(j))
        return -1; /* that of a group takes the times of all groups */
    for (unsigned i = 0; i < c->accessibility_count; i++)
        if (strcmp(c->accessibility[i].service, j->ask->service) == 0 && is_linear(c->accessibility[i].measure))
            return (int)i;
    return -1;
}

static mlg_status fail_unmeasured(const mlg_siting_job *j, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: needs access to '%s', which the study does not measure",
             mlg_study_file_where(j->study->file, j->key), j->ask->service);
    mlg_hint(err, "add it under 'accessibility', as in { service: %s, measure: apl, decay: apl-cosine }",
             j->ask->service);
    return MLG_INPUT;
}

/* Reads the figures of the access stage, for all places and by demand point. */
static mlg_status read_values(mlg_siting_job *j, int entry, mlg_error *err)
{
    mlg_siting_access *a = &j->access;
    const char *measure = mlg_config_access_name(&j->study->config->accessibility[entry]);
    const char *group = j->group.share ? j->ask->mode : NULL;
    MLG_TRY(mlg_study_group_values(&a->today, j->study, j->places, j->ask->service, measure, group, err));
    MLG_TRY(mlg_study_demand(&a->catchment, j->study, j->places, j->ask->service, err));
    for (int32_t d = 0; d < j->n_demand; d++) {
        a->access[d] = a->today[j->place_of[d]];
        a->standard[d] = mlg_siting_share(j, j->place_of[d]) * a->catchment[j->place_of[d]];
    }
    return MLG_OK;
}

mlg_status mlg_siting_read_access(mlg_siting_job *j, mlg_error *err)
{
    mlg_siting_access *a = &j->access;
    double bound = mlg_config_desert_bound(j->study->config);
    int entry = find_measure(j);
    a->known = entry >= 0;
    if (j->group.share && j->model->solve == mlg_siting_solve_access &&
        (mlg_access_goal)j->model->goal == MLG_GOAL_SPREAD)
        return mlg_fail(err, MLG_INPUT,
                        "%s: 'mode' does not go with the model maep: sites change the mean access of a group",
                        mlg_study_file_where(j->study->file, j->key));
    if (!a->known && needs_access(j))
        return fail_unmeasured(j, err);
    a->measure = a->known ? j->study->config->accessibility[entry].measure : "";
    MLG_TRY(mlg_study_supply_of_one_here(&a->acts, j->study, j->places, j->ask->service, err));
    a->doctors = mlg_config_siting_doctors_per_site(j->ask);
    if (j->ask->half_days)
        a->doctors = 1 / mlg_config_siting_half_days_full_time(j->ask);
    a->threshold = j->ask->threshold ? *j->ask->threshold : isnan(bound) ? MLG_APL_THRESHOLD : bound;
    MLG_TRY(MLG_NEW(&a->access, (size_t)j->n_demand, "access", err));
    MLG_TRY(MLG_NEW(&a->standard, (size_t)j->n_demand, "access", err));
    for (int32_t d = 0; d < j->n_demand; d++)
        a->access[d] = (double)NAN;
    return a->known ? read_values(j, entry, err) : MLG_OK;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

/* Seconds rounded up, so that a time is within a limit in seconds when it is within it in deciseconds. */
static int32_t to_seconds(int32_t time_ds)
{
    return (time_ds + 9) / 10;
}

/* Access that a unit of supply at the origin of this row adds to a place of decay weight 1. */
static double unit_access(const mlg_siting_job *j, int32_t site, const mlg_row *row, const mlg_decay *decay)
{
    double catchment = j->access.everybody ? j->access.everybody[site] : 0;
    const mlg_measure *measure = mlg_measure_by_name(j->access.measure);
    for (int32_t k = 0; !j->access.everybody && k < row->count; k++)
        catchment += mlg_decay_weight(decay, row->time_ds[k]) * j->access.catchment[row->place[k]];
    return catchment > 0 ? mlg_study_measure_scale(j->study, j->ask->service, measure) / catchment : 0;
}

static mlg_status take_row(mlg_siting_job *j, int32_t site, const mlg_row *row, mlg_error *err)
{
    size_t at = (size_t)j->row_start[site], need = at + (size_t)row->count;
    MLG_TRY(MLG_GROW(&j->row_demand, &j->room[0], need, "times", err));
    MLG_TRY(MLG_GROW(&j->row_time_s, &j->room[1], need, "times", err));
    for (int32_t k = 0; k < row->count; k++) {
        int32_t d = j->demand[row->place[k]], time_s = to_seconds(row->time_ds[k]);
        if (d < 0 || time_s > j->search_s)
            continue;
        j->row_demand[at] = d;
        j->row_time_s[at++] = time_s;
    }
    j->row_start[site + 1] = (int64_t)at;
    return MLG_OK;
}

static mlg_status take_access_row(mlg_siting_job *j, int32_t site, const mlg_row *row, const mlg_decay *decay,
                                  mlg_error *err)
{
    mlg_siting_access *a = &j->access;
    size_t at = (size_t)a->row_start[site], need = at + (size_t)row->count;
    MLG_TRY(MLG_GROW(&a->row_demand, &a->room[0], need, "access", err));
    MLG_TRY(MLG_GROW(&a->row_adds, &a->room[1], need, "access", err));
    double unit = unit_access(j, site, row, decay);
    for (int32_t k = 0; k < row->count; k++) {
        double adds = unit * mlg_decay_weight(decay, row->time_ds[k]);
        if (j->demand[row->place[k]] < 0 || adds <= 0)
            continue;
        a->row_demand[at] = j->demand[row->place[k]];
        a->row_adds[at++] = adds;
    }
    a->row_start[site + 1] = (int64_t)at;
    return MLG_OK;
}

static mlg_status search_rows(mlg_siting_job *j, const mlg_decay *decay, int32_t limit_ds, mlg_error *err)
{
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    mlg_row row;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_study_travel(&travel, j->study, j->places, &j->sites, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    MLG_GO(mlg_travel_ahead(travel, NULL, j->sites.count, limit_ds, j->study->progress, err));
    for (int32_t s = 0; s < j->sites.count; s++) {
        MLG_GO(mlg_travel_row(travel, s, limit_ds, scratch, &row, err));
        MLG_GO(take_row(j, s, &row, err));
        if (decay)
            MLG_GO(take_access_row(j, s, &row, decay, err));
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

mlg_status mlg_siting_compute_rows(mlg_siting_job *j, mlg_error *err)
{
    int entry = find_measure(j);
    mlg_decay decay;
    if (entry >= 0)
        MLG_TRY(mlg_study_decay(&decay, j->study, (unsigned)entry, err));
    int32_t limit_ds = 10 * j->search_s, reach_ds = entry >= 0 ? mlg_decay_limit(&decay) : 0;
    MLG_TRY(MLG_NEW(&j->row_start, (size_t)j->sites.count + 1, "times", err));
    MLG_TRY(MLG_GROW(&j->row_demand, &j->room[0], 1, "times", err));
    MLG_TRY(MLG_GROW(&j->row_time_s, &j->room[1], 1, "times", err));
    MLG_TRY(MLG_NEW(&j->access.row_start, (size_t)j->sites.count + 1, "access", err));
    MLG_TRY(MLG_GROW(&j->access.row_demand, &j->access.room[0], 1, "access", err));
    MLG_TRY(MLG_GROW(&j->access.row_adds, &j->access.room[1], 1, "access", err));
    if (entry >= 0 && j->group.share)
        MLG_TRY(mlg_study_weigh_groups(&j->access.everybody, j->everybody, j->places, &j->sites,
                                       j->access.catchment, &decay, err));
    return search_rows(j, entry >= 0 ? &decay : NULL, reach_ds > limit_ds ? reach_ds : limit_ds, err);
}
