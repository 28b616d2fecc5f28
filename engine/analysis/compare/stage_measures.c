/* The measures of two results, their values by commune and their thresholds. */
#include "analysis/common/profession.h"
#include "analysis/common/thresholds.h"
#include "analysis/compare/stage_inner.h"
#include "analysis/desert/shortage.h"
#include "base/memory.h"
#include "network/models/model.h"
#include "study/config/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Values of the first result by commune of the second: the value itself, or the mean, weighted by population, of the communes that have
 * merged since; unknown when any of theirs is. */
typedef struct {
    double *value;  /* [count] NaN at first */
    double *weight; /* [count] persons so far, of communes made of several */
    int32_t next;   /* the commune after the last one: rows come by code */
} gathered;

static int32_t find(gathered *g, double *persons, const mlg_compare_job *j, int side, const char *code)
{
    int32_t i = g->next;
    if (i < j->count && strcmp(j->commune[i].code, code) == 0)
        *persons = j->commune[i].own;
    else
        i = side == 0 ? mlg_compared_find_before(persons, j, code) : mlg_compared_find(j, code);
    g->next = i >= 0 ? i + 1 : g->next;
    return i;
}

static void gather(gathered *g, const mlg_compare_job *j, int side, const char *code, double value)
{
    double persons;
    const int32_t i = find(g, &persons, j, side, code);
    if (i < 0)
        return;
    if (side == 1 || j->commune[i].members <= 1) {
        g->value[i] = value;
        return;
    }
    if (!(persons > 0))
        return;
    g->value[i] = g->weight[i] > 0 ? g->value[i] + persons * value : persons * value;
    g->weight[i] += persons;
}

static mlg_status begin_gathering(gathered *g, const mlg_compare_job *j, double *value, mlg_error *err)
{
    *g = (gathered){ .value = value };
    for (int32_t i = 0; i < j->count; i++)
        value[i] = (double)NAN;
    return MLG_NEW(&g->weight, (size_t)j->count, "values", err);
}

/* A commune that the first result covers only in part, or without people, has no known value there. */
static void end_gathering(gathered *g, const mlg_compare_job *j, int side)
{
    for (int32_t i = 0; side == 0 && i < j->count; i++) {
        if (g->weight[i] > 0)
            g->value[i] /= g->weight[i];
        if (!j->commune[i].held)
            g->value[i] = (double)NAN;
    }
    free(g->weight);
}

static mlg_status read_values(mlg_compare_job *j, mlg_compared_measure *m, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row, any = false;
    gathered g;
    MLG_TRY(MLG_NEW(&m->value[side], (size_t)j->count, "values", err));
    MLG_TRY(begin_gathering(&g, j, m->value[side], err));
    mlg_status st =
        mlg_db_query(&stmt, j->side[side], m->asked ? "compare/select_asked_times" : "access/select_values", err);
    if (st == MLG_OK) {
        mlg_bind_text(stmt, m->asked ? ":nom" : ":service", m->service);
        if (!m->asked)
            mlg_bind_text(stmt, ":mesure", m->name);
    }
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        double value = mlg_column_double(stmt, 1);
        any = any || !isnan(value);
        gather(&g, j, side, mlg_column_text(stmt, 0), isnan(value) && m->minutes ? (double)INFINITY : value);
    }
    mlg_stmt_free(stmt);
    end_gathering(&g, j, side);
    for (int32_t i = 0; !any && i < j->count; i++) /* the result knows no site of the service */
        m->value[side][i] = (double)NAN;
    return st;
}

static double minutes_of(int32_t ds)
{
    return (double)ds / MLG_DS_PER_MIN;
}

static double threshold_of(const mlg_compared_measure *m, const double given[4])
{
    const mlg_profession *p = mlg_profession_of(m->service);
    if (mlg_is_gp_apl(m->service, m->name))
        return isnan(given[0]) ? MLG_APL_THRESHOLD : given[0];
    if (strcmp(m->name, "apl") == 0)
        return p ? p->under : (double)NAN;
    if (!m->minutes)
        return (double)NAN;
    if (strcmp(m->service, "pharmacy") == 0)
        return isnan(given[1]) ? minutes_of(mlg_desert_defaults().pharmacy_limit_ds) : given[1];
    if (strcmp(m->service, "emergency") == 0)
        return isnan(given[2]) ? minutes_of(mlg_desert_defaults().emergency_limit_ds) : given[2];
    return strcmp(m->service, "gp") == 0 ? given[3] : (double)NAN;
}

/* The largest limit of a request of `times`. NaN: the result does not have the request. */
static mlg_status read_limit(double *minutes, mlg_db *db, const char *request, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "compare/select_asked_limit", err));
    mlg_bind_text(stmt, ":nom", request);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    *minutes = st == MLG_OK && row ? mlg_column_double(stmt, 0) : (double)NAN;
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_thresholds(double given[4], mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "compare/select_thresholds", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    for (int k = 0; k < 4; k++)
        given[k] = st == MLG_OK && row ? mlg_column_double(stmt, k) : (double)NAN;
    mlg_stmt_free(stmt);
    return st;
}

const mlg_compared_measure *mlg_compared_measure_of(const mlg_compare_job *j, const char *service,
                                                    const char *name)
{
    for (int32_t k = 0; k < j->measures; k++)
        if (strcmp(j->measure[k].service, service) == 0 && strcmp(j->measure[k].name, name) == 0)
            return &j->measure[k];
    return NULL;
}

bool mlg_compared_has_threshold(const mlg_compared_measure *m)
{
    return !isnan(m->threshold[0]) && !isnan(m->threshold[1]);
}

static mlg_status add_measure(mlg_compare_job *j, mlg_stmt *stmt, mlg_error *err)
{
    bool good = true;
    if (mlg_compared_measure_of(j, mlg_column_text(stmt, 0), mlg_column_text(stmt, 1)))
        return MLG_OK;
    MLG_TRY(MLG_GROW(&j->measure, &j->measure_room, (size_t)j->measures + 1, "measures", err));
    mlg_compared_measure *m = &j->measure[j->measures];
    *m = (mlg_compared_measure){ .service = mlg_compared_keep(j, stmt, 0, &good),
                                 .name = mlg_compared_keep(j, stmt, 1, &good) };
    if (!good)
        return mlg_fail_memory(err, "measures", 0);
    m->asked = strcmp(m->name, MLG_ASKED_TIMES) == 0;
    m->minutes = m->asked || strcmp(m->name, "temps") == 0;
    j->measures++;
    return MLG_OK;
}

static mlg_status list_measures(mlg_compare_job *j, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->side[side], "compare/select_measures", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_measure(j, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* The APL by which deserts are judged, when at least one result uses the published one; for a result that does not, its computed APL. */
static mlg_status read_judged(mlg_compare_job *j, int side, const double *computed, double *value, bool *published,
                              mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    gathered g;
    *published = false;
    MLG_TRY(begin_gathering(&g, j, value, err));
    mlg_status st = mlg_db_query(&stmt, j->side[side], "compare/select_judged", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        *published = true;
        gather(&g, j, side, mlg_column_text(stmt, 0), mlg_column_double(stmt, 1));
    }
    mlg_stmt_free(stmt);
    end_gathering(&g, j, side);
    for (int32_t i = 0; !*published && computed && i < j->count; i++)
        value[i] = computed[i];
    return st;
}

static mlg_status add_judged(mlg_compare_job *j, const double given[2][4], mlg_error *err)
{
    bool published[2];
    MLG_TRY(MLG_GROW(&j->measure, &j->measure_room, (size_t)j->measures + 1, "measures", err));
    const mlg_compared_measure *apl = mlg_compared_measure_of(j, "gp", "apl");
    mlg_compared_measure *m = &j->measure[j->measures++];
    *m = (mlg_compared_measure){ .service = "gp", .name = "apl_jugee" };
    for (int side = 0; side < 2; side++) {
        MLG_TRY(MLG_NEW(&m->value[side], (size_t)j->count, "values", err));
        m->threshold[side] = isnan(given[side][0]) ? MLG_APL_THRESHOLD : given[side][0];
        MLG_TRY(read_judged(j, side, apl ? apl->value[side] : NULL, m->value[side], &published[side], err));
    }
    if (published[0] || published[1])
        return MLG_OK;
    free(m->value[0]);
    free(m->value[1]);
    j->measures--;
    return MLG_OK;
}

/* Measures of either result; unknown in a result that lacks them. */
mlg_status mlg_compare_measures(mlg_compare_job *j, mlg_error *err)
{
    double given[2][4];
    MLG_TRY(list_measures(j, 1, err));
    MLG_TRY(list_measures(j, 0, err));
    for (int side = 0; side < 2; side++)
        MLG_TRY(read_thresholds(given[side], j->side[side], err));
    for (int32_t k = 0; k < j->measures; k++)
        for (int side = 0; side < 2; side++) {
            j->measure[k].threshold[side] = threshold_of(&j->measure[k], given[side]);
            if (j->measure[k].asked)
                MLG_TRY(read_limit(&j->measure[k].threshold[side], j->side[side], j->measure[k].service, err));
            MLG_TRY(read_values(j, &j->measure[k], side, err));
        }
    return add_judged(j, (const double(*)[4])given, err);
}

mlg_difference_input mlg_compared_input(const mlg_compare_job *j, const mlg_compared_measure *m)
{
    return (mlg_difference_input){ .count = j->count,
                                   .before = { m->value[0], j->persons[0], m->threshold[0], NULL },
                                   .after = { m->value[1], j->persons[1], m->threshold[1], NULL },
                                   .less_is_better = m->minutes };
}

double mlg_compared_shown(double value)
{
    return isfinite(value) ? value : (double)NAN;
}
