/* JSON output of `maillage access`. */
#include "adapters/json.h"
#include "pipeline/access_findings.h"

#include <math.h>

static void add_place(mlg_json *json, const mlg_measure_findings *m, int32_t i)
{
    mlg_json_text(json, "insee_com", m->code[i]);
    mlg_json_text(json, "name", m->label[i]);
    mlg_json_number(json, "population", m->persons[i]);
    mlg_json_number(json, "value", m->value[i]);
}

static void add_figures(mlg_json *json, const mlg_measure_findings *m)
{
    const mlg_access_figures *f = &m->figures;
    mlg_json_number(json, "mean_by_standardised_persons", f->mean_standardised);
    mlg_json_number(json, "mean_by_inhabitants", f->mean_total);
    mlg_json_number(json, "full_time_for_100000", f->mean_standardised / m->full_time * 1e5);
    mlg_json_number(json, "population", f->persons);
    mlg_json_number(json, "population_unknown", f->persons_unknown);
    mlg_json_number(json, "minimum", f->min);
    mlg_json_number(json, "maximum", f->max);
    mlg_json_number(json, "d10_d1", f->tenth_mean[0] > 0 ? f->tenth_mean[9] / f->tenth_mean[0] : (double)NAN);
    mlg_json_number(json, "threshold", m->threshold);
    mlg_json_number(json, "population_under_threshold", isnan(m->threshold) ? (double)NAN : f->below_persons);
    mlg_json_array(json, "means_of_tenths");
    for (int k = 0; k < 10; k++)
        mlg_json_number(json, NULL, f->tenth_mean[k]);
    mlg_json_end(json);
    mlg_json_array(json, "deciles");
    for (int k = 0; k < 9; k++)
        mlg_json_number(json, NULL, f->decile[k]);
    mlg_json_end(json);
}

static void add_measure(mlg_json *json, const mlg_measure_findings *m)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "service", m->service);
    mlg_json_text(json, "name", m->name);
    mlg_json_text(json, "description", m->words);
    mlg_json_text(json, "unit", m->unit);
    mlg_json_text(json, "source", m->source);
    add_figures(json, m);
    mlg_json_array(json, "worst_served");
    for (int32_t k = 0; k < m->worst_count; k++) {
        mlg_json_object(json, NULL);
        add_place(json, m, m->worst[k]);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_json_end(json);
}

static void add_class(mlg_json *json, const char *name, const mlg_comparison *c)
{
    if (c->places == 0)
        return;
    mlg_json_object(json, NULL);
    mlg_json_text(json, "class", name);
    mlg_json_number(json, "communes", c->places);
    mlg_json_number(json, "population", c->persons);
    mlg_json_number(json, "mean_computed", c->mean_computed);
    mlg_json_number(json, "mean_published", c->mean_published);
    mlg_json_number(json, "bias", c->bias);
    mlg_json_number(json, "root_mean_square", c->root_mean_square);
    mlg_json_number(json, "pearson", c->pearson);
    mlg_json_number(json, "spearman", c->spearman);
    mlg_json_number(json, "share_of_communes_within_tenth", c->within_places);
    mlg_json_number(json, "share_of_people_within_tenth", c->within_persons);
    mlg_json_end(json);
}

static void add_unmatched(mlg_json *json, const mlg_comparison_findings *c)
{
    mlg_json_array(json, "unmatched");
    for (int32_t k = 0; k < c->unmatched_count; k++) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "side", c->unmatched[k].published ? "published" : "study");
        mlg_json_text(json, "insee_com", c->unmatched[k].code);
        mlg_json_text(json, "name", c->unmatched[k].name);
        mlg_json_number(json, "population", c->unmatched[k].persons);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_comparison(mlg_json *json, const mlg_measure_findings *m, const mlg_comparison_findings *c)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "service", m->service);
    mlg_json_text(json, "name", m->name);
    mlg_json_text(json, "vintage", c->vintage);
    mlg_json_text(json, "professionals", c->column);
    mlg_json_bool(json, "same_age_limit", c->same_ages);
    mlg_json_array(json, "classes");
    for (int level = 0; level < MLG_COMPARE_CLASSES; level++)
        add_class(json, mlg_density_name(level), &c->by_class[level]);
    add_class(json, "all", &c->all);
    mlg_json_end(json);
    mlg_json_array(json, "largest_differences");
    for (int32_t k = 0; k < c->worst_count; k++) {
        mlg_json_object(json, NULL);
        add_place(json, m, c->worst[k]);
        mlg_json_number(json, "published", c->published[c->worst[k]]);
        mlg_json_number(json, "difference", m->value[c->worst[k]] - c->published[c->worst[k]]);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    add_unmatched(json, c);
    mlg_json_end(json);
}

static mlg_status add_conventions(mlg_json *json, mlg_db *db, mlg_error *err)
{
    static const char *const keys[] = { "stage", "name", "value", "unit", "origin" };
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_told_conventions", err));
    mlg_status st;
    mlg_json_array(json, "conventions");
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        mlg_json_object(json, NULL);
        for (int k = 0; k < 5; k++)
            mlg_json_text(json, keys[k], mlg_column_text(stmt, k));
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_access_findings_json(char **out, const mlg_access_findings *told, mlg_db *db, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "measures");
    for (int32_t k = 0; k < told->count; k++)
        add_measure(json, &told->measure[k]);
    mlg_json_end(json);
    if (told->compare)
        mlg_json_array(json, "comparisons");
    for (int32_t k = 0; k < told->count; k++)
        for (int32_t c = 0; c < told->measure[k].comparison_count; c++)
            add_comparison(json, &told->measure[k], &told->measure[k].comparison[c]);
    if (told->compare)
        mlg_json_end(json);
    mlg_status st = add_conventions(json, db, err);
    if (st == MLG_OK)
        st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}
