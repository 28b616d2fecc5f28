#include "analysis/access/published_parameters.h"

#include <math.h>
#include <string.h>

static mlg_status take_step(mlg_given_params *p, mlg_stmt *stmt, mlg_error *err)
{
    double from = mlg_column_double(stmt, 1), to = mlg_column_double(stmt, 2), weight = mlg_column_double(stmt, 3);
    double before = p->steps > 0 ? p->end_min[p->steps - 1] : 0;
    const char *closure = mlg_column_text(stmt, 4);
    if (isnan(to) && weight <= 0)
        return MLG_OK; /* "beyond 20 min: 0" */
    if (isnan(to) || p->steps == MLG_MAX_STEPS || fabs(from - before) > 1e-9)
        return mlg_fail(err, MLG_INPUT, "step from %g to %g min does not start at %g min", from, to, before);
    if (closure) {
        p->closure = strcmp(closure, "gauche") == 0 ? MLG_CLOSED_LEFT : MLG_CLOSED_RIGHT;
        p->closure_given = true;
    }
    p->end_min[p->steps] = to;
    p->step_weight[p->steps++] = weight;
    return MLG_OK;
}

static mlg_status take_band(mlg_given_params *p, mlg_stmt *stmt, mlg_error *err)
{
    if (p->bands == MLG_GIVEN_BANDS)
        return mlg_fail(err, MLG_INPUT, "more than %d weights by age", MLG_GIVEN_BANDS);
    p->band[p->bands] =
        (mlg_age_band){ (int32_t)mlg_column_int(stmt, 1),
                        mlg_column_is_null(stmt, 2) ? MLG_AGE_OPEN : (int32_t)mlg_column_int(stmt, 2) };
    p->band_weight[p->bands++] = mlg_column_double(stmt, 3);
    return MLG_OK;
}

static mlg_status take(mlg_given_params *p, mlg_stmt *stmt, mlg_error *err)
{
    const char *kind = mlg_column_text(stmt, 0);
    if (strcmp(kind, "palier") == 0)
        return take_step(p, stmt, err);
    if (strcmp(kind, "poids") == 0)
        return take_band(p, stmt, err);
    *(strcmp(kind, "borne_min") == 0 ? &p->acts_min : &p->acts_max) = mlg_column_double(stmt, 3);
    return MLG_OK;
}

mlg_status mlg_study_given_params(mlg_given_params *out, const mlg_study *study, const char *service,
                                  mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *out = (mlg_given_params){ .acts_min = (double)NAN, .acts_max = (double)NAN };
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_given", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take(out, stmt, err));
done:
    mlg_stmt_free(stmt);
    return mlg_while(err, st, "parameters of %s", service);
}
