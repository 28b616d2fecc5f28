#include "analysis/access/stage_measure.h"

#include "analysis/access/measure.h"
#include "analysis/access/published_parameters.h"
#include "analysis/access/stage_demand.h"
#include "analysis/common/profession.h"
#include "analysis/common/thresholds.h"
#include "base/among.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int mlg_study_entry(const mlg_study *study, const char *service, const char *measure)
{
    for (unsigned i = 0; i < study->config->accessibility_count; i++) {
        const mlg_config_access *ask = &study->config->accessibility[i];
        if (strcmp(ask->service, service) == 0 && strcmp(mlg_config_access_name(ask), measure) == 0)
            return (int)i;
    }
    return -1;
}

/* ---- its decay ---------------------------------------------------------------------------------------------- */

/* Default decay: for the APL that of the sheet of its profession, else that of the profession; for other measures
 * their own. */
static mlg_status default_decay(mlg_decay *decay, const mlg_study *study, const mlg_config_access *ask,
                                mlg_error *err)
{
    const mlg_profession *profession = mlg_profession_of(ask->service);
    const mlg_measure *measure = mlg_measure_by_name(ask->measure);
    mlg_given_params given;
    *decay = *mlg_decay_by_name(measure->decay);
    if (strcmp(ask->measure, "apl") != 0)
        return MLG_OK;
    if (profession)
        *decay = *mlg_decay_by_name(profession->decay);
    MLG_TRY(mlg_study_given_params(&given, study, ask->service, err));
    if (given.steps == 0)
        return MLG_OK;
    MLG_TRY(mlg_decay_custom(decay, "feuille Paramètres", given.closure_given ? given.closure : MLG_CLOSED_RIGHT,
                             given.steps, given.end_min, given.step_weight, err));
    decay->source = given.closure_given ? "feuille Paramètres donnée"
                                        : "feuille Paramètres donnée, qui ne dit pas la fermeture";
    decay->evidence = "C";
    return MLG_OK;
}

/* Decay given by the study file, before its closure is applied. */
static mlg_status asked_decay(mlg_decay *decay, const mlg_study *study, const mlg_config_access *ask,
                              mlg_error *err)
{
    double minutes[MLG_MAX_STEPS], weights[MLG_MAX_STEPS];
    bool known;
    for (unsigned i = 0; i < ask->steps_count && i < MLG_MAX_STEPS; i++) {
        minutes[i] = ask->steps[i].minutes;
        weights[i] = ask->steps[i].weight;
    }
    if (ask->steps_count > 0)
        return mlg_decay_custom(decay, "paliers de l'étude", MLG_CLOSED_RIGHT, (int32_t)ask->steps_count, minutes,
                                weights, err);
    if (ask->shape)
        return mlg_decay_of_shape(decay, ask->shape, mlg_decay_shape_by_name(ask->shape, &known),
                                  *ask->cut_minutes, ask->parameter ? *ask->parameter : 0,
                                  ask->spread ? *ask->spread : 0, err);
    if (!ask->decay)
        return default_decay(decay, study, ask, err);
    *decay = *mlg_decay_by_name(ask->decay);
    return MLG_OK;
}

mlg_status mlg_study_decay(mlg_decay *decay, const mlg_study *study, unsigned index, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    char key[48];
    snprintf(key, sizeof key, "accessibility[%u].%s", index, ask->shape ? "shape" : "steps");
    MLG_TRY(mlg_while(err, asked_decay(decay, study, ask, err), "%s", mlg_study_file_where(study->file, key)));
    if (ask->closure)
        decay->closure = strcmp(ask->closure, "left") == 0 ? MLG_CLOSED_LEFT : MLG_CLOSED_RIGHT;
    return MLG_OK;
}

static mlg_interval_figure interval_figure(const char *name)
{
    static const char *const names[] = {
        [MLG_INTERVAL_MEDIAN] = "median", [MLG_INTERVAL_MEAN] = "mean", [MLG_INTERVAL_MIN] = "min"
    };
    for (int k = 0; k < MLG_INTERVAL_MAX; k++)
        if (strcmp(names[k], name) == 0)
            return (mlg_interval_figure)k;
    return MLG_INTERVAL_MAX;
}

bool mlg_study_counts_empty(const mlg_config_access *ask)
{
    return strcmp(mlg_config_access_empty_sites(ask), "counted") == 0;
}

mlg_measure_params mlg_study_measure_params(const mlg_config_access *ask)
{
    mlg_measure_params p = mlg_measure_defaults();
    p.nth = mlg_config_access_nth(ask);
    p.exponent = mlg_config_access_exponent(ask);
    p.count_empty = mlg_study_counts_empty(ask);
    p.choice_by_time = strcmp(mlg_config_access_choice(ask), "inverse-time") == 0;
    p.figure = interval_figure(mlg_config_access_statistic(ask));
    p.demand_power = mlg_config_access_demand_power(ask);
    p.from_min = mlg_config_access_from_minutes(ask);
    p.to_min = mlg_config_access_to_minutes(ask);
    p.step_min = mlg_config_access_step_minutes(ask);
    p.tau_min = mlg_config_access_tau_minutes(ask);
    p.rho = ask->rho ? *ask->rho : p.rho;
    p.gap = ask->gap ? *ask->gap : p.gap;
    p.max_iterations = mlg_config_access_iterations(ask);
    return p;
}

/* ---- threshold ---------------------------------------------------------------------------------------------- */

double mlg_study_threshold(const mlg_study *study, const double *given, const char **origin)
{
    double bound = mlg_config_desert_bound(study->config);
    double value = mlg_study_number(given, MLG_APL_THRESHOLD, "defaut: DREES, Dossier 17, 2017", origin);
    if (given || isnan(bound))
        return value;
    *origin = "etude, comme les déserts";
    return bound;
}

/* ---- results ------------------------------------------------------------------------------------------------ */

static mlg_status fill(double *value, mlg_stmt *stmt, const mlg_places *places, mlg_error *err)
{
    mlg_status st;
    bool row;
    int32_t last = 0;
    for (int32_t i = 0; i < places->count; i++)
        value[i] = (double)NAN;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_find_in_turn(places->code, places->count, mlg_column_text(stmt, 0), &last);
        if (place >= 0)
            value[place] = mlg_column_double(stmt, 1);
    }
    return st;
}

mlg_status mlg_study_values(double **value, mlg_study *study, const mlg_places *places, const char *service,
                            const char *measure, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    *value = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_values", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_text(stmt, ":mesure", measure);
    mlg_status st = MLG_NEW(value, (size_t)places->count, "values", err);
    if (st == MLG_OK)
        st = fill(*value, stmt, places, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_demand(double **demand, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    *demand = NULL;
    if (strcmp(service, "gp") != 0)
        return mlg_study_standardise(demand, study, places, service, err);
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_demand", err));
    mlg_status st = MLG_NEW(demand, (size_t)places->count, "demand", err);
    if (st == MLG_OK)
        st = fill(*demand, stmt, places, err);
    mlg_stmt_free(stmt);
    return st;
}
