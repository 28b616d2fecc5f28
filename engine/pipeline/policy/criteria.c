#include "pipeline/policy/criteria.h"

#include "analysis/common/rank.h"
#include "analysis/policy/score.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *weight, *words;
    bool low;
} criteria[MLG_CRITERIA] = {
    { "weight_apl", MLG_MARK("APL"), true },
    { "weight_emergency", MLG_MARK("time to an emergency service"), false },
    { "weight_old", MLG_MARK("old people"), false },
    { "weight_income", MLG_MARK("income"), true },
    { "weight_indicator", MLG_MARK("figure of the study"), false },
};

void mlg_policy_ranking_release(mlg_policy_ranking *r)
{
    mlg_policy_areas_release(&r->areas);
    free(r->people);
    for (int k = 0; k < MLG_CRITERIA; k++)
        free(r->value[k]);
    free(r->score);
    free(r->order);
    free(r->in_zip);
    *r = (mlg_policy_ranking){ 0 };
}

static mlg_status make_room(mlg_policy_ranking *r, double *weight[], int32_t communes, mlg_error *err)
{
    size_t n = (size_t)r->areas.count;
    MLG_TRY(MLG_NEW(&r->people, n, "areas", err));
    MLG_TRY(MLG_NEW(&r->score, n, "areas", err));
    MLG_TRY(MLG_NEW(&r->in_zip, (size_t)communes, "communes", err));
    for (int k = 0; k < MLG_CRITERIA; k++) {
        MLG_TRY(MLG_NEW(&r->value[k], n, "areas", err));
        MLG_TRY(MLG_NEW(&weight[k], n, "areas", err));
    }
    return MLG_OK;
}

static void take_row(mlg_policy_ranking *r, double *weight[], int32_t commune, mlg_stmt *stmt)
{
    int32_t area = r->areas.of[commune];
    double people = mlg_column_double(stmt, 0);
    const char *class = mlg_column_text(stmt, 6);
    r->in_zip[commune] = class ? strcmp(class, "ZIP") == 0 : (double)NAN;
    if (!(people > 0))
        return;
    r->people[area] += people;
    for (int k = 0; k < MLG_CRITERIA; k++) {
        double value = mlg_column_double(stmt, 1 + k);
        if (isnan(value))
            continue;
        r->value[k][area] += people * value;
        weight[k][area] += people;
    }
}

static mlg_status read_rows(mlg_policy_ranking *r, mlg_policy_job *j, double *weight[], mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    double age;
    const char *indicator;
    mlg_status st;
    MLG_GO(mlg_policy_value(&age, j, "old_from", err));
    MLG_GO(mlg_policy_word(&indicator, j, "indicator", err));
    MLG_GO(mlg_db_query(&stmt, j->study.db, "policy/select_criteria", err));
    mlg_bind_double(stmt, ":age", age);
    mlg_bind_text(stmt, ":indicateur", indicator);
    for (int32_t i = 0; (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && i < j->n; i++)
        take_row(r, weight, i, stmt);
    for (int32_t a = 0; a < r->areas.count; a++)
        for (int k = 0; k < MLG_CRITERIA; k++)
            r->value[k][a] = weight[k][a] > 0 ? r->value[k][a] / weight[k][a] : (double)NAN;
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status score(mlg_policy_ranking *r, mlg_policy_job *j, mlg_error *err)
{
    mlg_score_criterion of[MLG_CRITERIA];
    for (int k = 0; k < MLG_CRITERIA; k++) {
        of[k] = (mlg_score_criterion){ .value = r->value[k], .low = criteria[k].low };
        MLG_TRY(mlg_policy_value(&r->weight[k], j, criteria[k].weight, err));
        of[k].weight = r->weight[k];
    }
    MLG_TRY(mlg_score(r->score, r->known, r->areas.count, MLG_CRITERIA, of, err));
    MLG_TRY(mlg_order_by_value(&r->order, r->areas.count, r->score, true, err));
    if (r->areas.count > 0 && !isnan(r->score[r->order[0]]))
        return MLG_OK;
    return mlg_fail(err, MLG_DATA, "%s: no area has every criterion that counts: nothing can be ranked",
                    j->geopackage);
}

mlg_status mlg_policy_rank(mlg_policy_ranking *out, mlg_policy_job *j, mlg_error *err)
{
    double *weight[MLG_CRITERIA] = { NULL };
    const char *mesh;
    mlg_status st;
    *out = (mlg_policy_ranking){ 0 };
    MLG_GO(mlg_policy_word(&mesh, j, "mesh", err));
    MLG_GO(mlg_policy_areas_read(&out->areas, j, mesh, err));
    MLG_GO(make_room(out, weight, j->n, err));
    MLG_GO(read_rows(out, j, weight, err));
    st = score(out, j, err);
done:
    for (int k = 0; k < MLG_CRITERIA; k++)
        free(weight[k]);
    return st;
}

mlg_status mlg_policy_say_ranking(mlg_policy_job *j, const mlg_policy_ranking *r, mlg_error *err)
{
    for (int counts = 1; counts >= 0; counts--) {
        int n = 0;
        for (int k = 0; k < MLG_CRITERIA; k++)
            if (r->weight[k] > 0 && r->known[k] == (counts == 1)) {
                const char *head = counts ? mlg_tr("; criteria that count: ") : mlg_tr("; unknown here: ");
                mlg_text_printf(&j->summary, "%s%s", n++ == 0 ? head : ", ", mlg_tr(criteria[k].words));
            }
    }
    for (int32_t k = 0; k < r->areas.count; k++) {
        int32_t a = r->order[k];
        const mlg_policy_unit unit = { r->areas.items[a].code, r->areas.items[a].label, r->people[a],
                                       r->score[a] };
        MLG_TRY(mlg_policy_rank_unit(j, &unit, err));
    }
    return MLG_OK;
}

mlg_status mlg_policy_commune_values(mlg_policy_job *j, const double *before, const double *after,
                                     const char *unit, mlg_error *err)
{
    mlg_places places = { 0 };
    double *value[2] = { NULL, NULL };
    mlg_status st;
    MLG_GO(mlg_places_read(&places, &j->study, err));
    MLG_GO(MLG_NEW(&value[0], (size_t)places.count, "places", err));
    MLG_GO(MLG_NEW(&value[1], (size_t)places.count, "places", err));
    for (int32_t p = 0; p < places.count; p++) {
        int32_t commune = mlg_policy_find_commune(j, places.code[places.commune[p]]);
        value[0][p] = commune >= 0 ? before[commune] : (double)NAN;
        value[1][p] = commune >= 0 ? after[commune] : (double)NAN;
    }
    st = mlg_policy_group_values(j, &places, value[0], value[1], unit, err);
done:
    mlg_places_release(&places);
    free(value[0]);
    free(value[1]);
    return st;
}
