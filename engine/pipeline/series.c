/* mlg_make_series: several years of a territory side by side, in a folder of their own. */
#include "adapters/db/database.h"
#include "analysis/common/thresholds.h"
#include "analysis/series/stage.h"
#include "base/bounds.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "output/terminal/listing.h"
#include "pipeline/derived.h"
#include "pipeline/outputs.h"
#include "study/rule_file.h"

#include <math.h>
#include <string.h>

enum { MOST_YEARS = 40, MOST_TARGETS = 40 };

typedef struct {
    mlg_rules file;
    mlg_series_year years[MOST_YEARS];
    char path[MOST_YEARS][MLG_PATH_SIZE];
    mlg_series_target targets[MOST_TARGETS];
    mlg_series series;
    mlg_study study;
    mlg_outputs outputs;
    const mlg_series_options *options;
} job;

static const char *const sheets[] = { "serie_annees",  "serie_cibles", "serie_groupes", "serie_communes",
                                      "serie_absents", "conventions",  "sources",       NULL };
static const char *const shown[] = { "serie_annees", "serie_cibles", "serie_groupes", "serie_absents", NULL };
static const mlg_derived derived = { "serie.gpkg", "serie.html", "serie.xlsx", sheets };

static const char *aside(const job *j)
{
    return j->outputs.items[0].aside;
}

static const char *last_path(const job *j)
{
    return j->path[j->series.count - 1];
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static mlg_status read_whole(int *out, const mlg_node *map, const char *key, mlg_error *err)
{
    double value;
    MLG_TRY(mlg_rules_number(&value, map, key, (double)NAN, err));
    if (!(value >= 1900 && value <= 2200) || value != floor(value))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' must be a year, as in %s: 2024", map->where, key, key);
    *out = (int)value;
    return MLG_OK;
}

static mlg_status read_year(job *j, const char *folder, const mlg_node *node, mlg_error *err)
{
    static const char *const names[] = { "computed", "published", "published-65" };
    int k = j->series.count;
    mlg_series_year *y = &j->years[k];
    const char *study, *apl = mlg_rules_text(node, "apl");
    if (k == MOST_YEARS)
        return mlg_fail(err, MLG_INPUT, "%s: more than %d years", node->where, (int)MOST_YEARS);
    MLG_TRY(mlg_rules_keys(node, "year|study|apl|vintage|consultations", err));
    MLG_TRY(mlg_rules_number(&y->consultations, node, "consultations", (double)NAN, err));
    if (y->consultations < 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'consultations' is %g; it must be 0 or more", node->where,
                        y->consultations);
    MLG_TRY(read_whole(&y->year, node, "year", err));
    MLG_TRY(mlg_rules_need(&study, node, "study", err));
    y->vintage = mlg_rules_text(node, "vintage");
    y->where = node->where;
    int which = apl ? -1 : 0;
    for (int n = 0; apl && n < 3; n++)
        if (strcmp(apl, names[n]) == 0)
            which = n;
    if (which < 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'apl' must be computed, published or published-65", node->where);
    y->apl = (mlg_series_apl)which;
    if (k > 0 && y->year <= y[-1].year)
        return mlg_fail(err, MLG_INPUT, "%s: %d is not after %d: years rise from line to line", node->where,
                        y->year, y[-1].year);
    mlg_status st = j->options->untrusted ? mlg_bounds_check(folder, study, err) : MLG_OK;
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", node->where);
    MLG_TRY(mlg_path_is_absolute(study) ? mlg_path_format(j->path[k], err, "%s", study)
                                        : mlg_path_join(j->path[k], folder, study, err));
    j->series.count++;
    return MLG_OK;
}

static mlg_status read_target(job *j, const mlg_node *node, mlg_error *err)
{
    mlg_series_target *t = &j->targets[j->series.targets_count];
    const char *indicator;
    if (j->series.targets_count == MOST_TARGETS)
        return mlg_fail(err, MLG_INPUT, "%s: more than %d targets", node->where, (int)MOST_TARGETS);
    MLG_TRY(mlg_rules_keys(node, "indicator|value|year", err));
    MLG_TRY(mlg_rules_need(&indicator, node, "indicator", err));
    MLG_TRY(mlg_rules_number(&t->value, node, "value", (double)NAN, err));
    MLG_TRY(read_whole(&t->year, node, "year", err));
    int which = mlg_series_indicator_of(indicator);
    if (which < 0)
        return mlg_fail(err, MLG_INPUT,
                        "%s: 'indicator' must be under, covered_pct, apl, doctors or consultations", node->where);
    if (isnan(t->value))
        return mlg_fail(err, MLG_INPUT, "%s: a target needs a 'value'", node->where);
    t->indicator = (mlg_series_indicator)which;
    j->series.targets_count++;
    return MLG_OK;
}

static mlg_status read_file(job *j, const char *path, mlg_error *err)
{
    char folder[MLG_PATH_SIZE];
    MLG_TRY(mlg_rules_open(&j->file, path, "series", err));
    MLG_TRY(mlg_path_folder(folder, path, err));
    const mlg_node *root = j->file.root, *years = mlg_node_child(root, "years"),
                   *targets = mlg_node_child(root, "targets");
    MLG_TRY(mlg_rules_keys(root, "kind|title|threshold|consultations|years|targets", err));
    j->series.consultations = mlg_rules_text(root, "consultations");
    MLG_TRY(mlg_rules_number(&j->series.threshold, root, "threshold", (double)NAN, err));
    for (const mlg_node *node = years ? years->first : NULL; node; node = node->next)
        MLG_TRY(read_year(j, folder, node, err));
    for (const mlg_node *node = targets ? targets->first : NULL; node; node = node->next)
        MLG_TRY(read_target(j, node, err));
    if (j->series.count < 2)
        return mlg_fail(err, MLG_INPUT, "%s: a series needs two years at least under 'years'", root->where);
    j->series.years = j->years;
    j->series.targets = j->targets;
    return MLG_OK;
}

/* ---- the series ------------------------------------------------------------------------------------------------- */

static mlg_status open_years(job *j, mlg_error *err)
{
    for (int k = 0; k < j->series.count; k++) {
        mlg_status st = mlg_db_open(&j->years[k].db, j->path[k], false, err);
        if (st == MLG_OK)
            st = mlg_inputs_add(&j->outputs.inputs, j->path[k], err);
        if (st != MLG_OK)
            return mlg_while(err, st, "%s", j->years[k].where);
    }
    return MLG_OK;
}

static mlg_status make(job *j, mlg_error *err)
{
    const char *title = mlg_rules_text(j->file.root, "title");
    MLG_TRY(mlg_derived_open(&j->study.db, &derived, aside(j), last_path(j), err));
    mlg_db_heed(j->study.db, &j->options->progress);
    if (isnan(j->series.threshold))
        MLG_TRY(mlg_apl_threshold_of(&j->series.threshold, j->study.db, err));
    MLG_TRY(mlg_db_begin(j->study.db, err));
    if (title)
        MLG_TRY(mlg_study_note(&j->study, "series", "titre", title, NULL, "etude", err));
    MLG_TRY(mlg_study_series(&j->study, &j->series, err));
    return mlg_db_commit(j->study.db, err);
}

static mlg_status plan(job *j, const char *file, mlg_error *err)
{
    MLG_TRY(mlg_plan_read_file(j->options->plan, file, err));
    for (int k = 0; k < j->series.count; k++)
        MLG_TRY(mlg_plan_read_file(j->options->plan, j->path[k], err));
    return mlg_derived_plan(j->options->plan, &derived, j->options->output_folder, err);
}

static mlg_status work(char **out, job *j, const char *file, mlg_format format, mlg_error *err)
{
    MLG_TRY(read_file(j, file, err));
    MLG_TRY(open_years(j, err));
    const mlg_output_origin origin = { .geopackage = last_path(j), .db = j->years[j->series.count - 1].db };
    MLG_TRY(mlg_outputs_one(&j->outputs, MLG_OUT_TABLES, j->options->output_folder, &origin, j->options->overwrite,
                            j->options->plan != NULL, err));
    if (j->options->plan)
        return plan(j, file, err);
    MLG_TRY(make(j, err));
    MLG_TRY(mlg_derived_write(j->study.db, &derived, aside(j), err));
    MLG_TRY(mlg_output_listing(out, j->study.db, shown, format, err));
    mlg_db_close(j->study.db);
    j->study.db = NULL;
    return mlg_outputs_commit_unless(&j->outputs, &j->options->progress, err);
}

mlg_status mlg_make_series(char **out, const char *file, const mlg_series_options *options, mlg_format format,
                           mlg_error *err)
{
    job *j;
    *out = NULL;
    MLG_TRY(MLG_NEW(&j, 1, "a series", err));
    j->options = options;
    j->study.threads = 1;
    mlg_status st = work(out, j, file, format, err);
    mlg_db_close(j->study.db);
    for (int k = 0; k < j->series.count; k++)
        mlg_db_close(j->years[k].db);
    mlg_outputs_release(&j->outputs);
    mlg_rules_close(&j->file);
    free(j);
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    return st;
}
