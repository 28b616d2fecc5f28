/* mlg_write_policy: a public policy as a scenario of a study. */
#include "adapters/db/database.h"
#include "analysis/common/thresholds.h"
#include "analysis/policy/flows.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "pipeline/dry_run.h"
#include "pipeline/placing.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_rules file;
    const mlg_node *policy; /* of the file */
    mlg_arena arena;
    mlg_policy_place *places;
    const char **code, **label;
    int32_t n;
    size_t room[3];
    double threshold;
    mlg_policy_flows flows;
    mlg_text text;
} job;

/* ---- parameters ------------------------------------------------------------------------------------------------- */

static mlg_status find_policy(job *j, const char *rules, const char *name, mlg_error *err)
{
    MLG_TRY(mlg_rules_open(&j->file, rules ? rules : "politiques", "policies", err));
    MLG_TRY(mlg_rules_keys(j->file.root, "kind|title|policies", err));
    const mlg_node *list = mlg_node_child(j->file.root, "policies");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *own;
        MLG_TRY(mlg_rules_keys(item, "name|label|from|source|values", err));
        MLG_TRY(mlg_rules_need(&own, item, "name", err));
        if (strcmp(own, name) == 0)
            j->policy = item;
    }
    if (j->policy)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_USAGE, "there is no policy '%.40s'", MLG_BRIEF(name, 40));
    mlg_hint(err, "solidarity or juniors, whose values stand in %s",
             rules ? rules : "geodata/rules/politiques.yaml");
    return st;
}

static mlg_status value_of(double *out, const job *j, const char *name, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(j->policy, "values");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *own = mlg_rules_text(item, "name");
        MLG_TRY(mlg_rules_keys(item, "name|value|unit|status", err));
        if (!own || strcmp(own, name) != 0)
            continue;
        MLG_TRY(mlg_rules_number(out, item, "value", (double)NAN, err));
        if (*out >= 0)
            return MLG_OK;
        return mlg_fail(err, MLG_INPUT, "%s: '%s' needs a 'value' of 0 or more", item->where, name);
    }
    return mlg_fail(err, MLG_INPUT, "%s: the policy has no value '%s'", j->policy->where, name);
}

/* ---- the study -------------------------------------------------------------------------------------------------- */

static mlg_status take_place(job *j, mlg_stmt *stmt, mlg_error *err)
{
    const char *label = mlg_column_text(stmt, 1);
    size_t need = (size_t)j->n + 1;
    MLG_TRY(MLG_GROW(&j->places, &j->room[0], need, "communes", err));
    MLG_TRY(MLG_GROW(&j->code, &j->room[1], need, "communes", err));
    MLG_TRY(MLG_GROW(&j->label, &j->room[2], need, "communes", err));
    j->code[j->n] = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0));
    j->label[j->n] = mlg_arena_text(&j->arena, label ? label : "");
    j->places[j->n] = (mlg_policy_place){ .x = mlg_column_double(stmt, 2),
                                          .y = mlg_column_double(stmt, 3),
                                          .people = mlg_column_double(stmt, 4),
                                          .apl = mlg_column_double(stmt, 5),
                                          .doctors = mlg_column_double(stmt, 6) };
    if (!j->code[j->n] || !j->label[j->n])
        return mlg_fail_memory(err, "communes", 0);
    if (isnan(j->places[j->n].people))
        j->places[j->n].apl = (double)NAN;
    j->n++;
    return MLG_OK;
}

static mlg_status read_places(job *j, const char *geopackage, mlg_error *err)
{
    mlg_db *db = NULL;
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_GO(mlg_db_open(&db, geopackage, false, err));
    MLG_GO(mlg_apl_threshold_of(&j->threshold, db, err));
    MLG_GO(mlg_db_query(&stmt, db, "policy/select_places", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_place(j, stmt, err));
done:
    mlg_stmt_free(stmt);
    mlg_db_close(db);
    return st;
}

/* ---- policies --------------------------------------------------------------------------------------------------- */

static mlg_status solidarity(job *j, mlg_error *err)
{
    double days, months, acts, realised, volunteers, reach;
    MLG_TRY(value_of(&days, j, "days_a_month", err));
    MLG_TRY(value_of(&months, j, "months_a_year", err));
    MLG_TRY(value_of(&acts, j, "acts_a_day", err));
    MLG_TRY(value_of(&realised, j, "realised_pct", err));
    MLG_TRY(value_of(&volunteers, j, "volunteers_pct", err));
    MLG_TRY(value_of(&reach, j, "reach_km", err));
    double stated = days * months * acts * volunteers / 100;
    const mlg_solidarity rule = { j->threshold, stated * realised / 100, reach * 1000 };
    MLG_TRY(mlg_solidarity_flows(&j->flows, j->n, j->places, &rule, err));
    double whole = realised > 0 ? j->flows.available * 100 / realised : (double)NAN;
    mlg_text_printf(
        &j->text,
        mlg_tr("%d moves, %.0f consultations a year of the %.0f that doctors can give (%.0f stated), for a "
               "lack of %.0f under %g"),
        (int)j->flows.count, j->flows.given, j->flows.available, whole, j->flows.lack, j->threshold);
    return MLG_OK;
}

static mlg_status juniors(job *j, mlg_error *err)
{
    double national, france, each, supervisors, acts, people = 0;
    MLG_TRY(value_of(&national, j, "national", err));
    MLG_TRY(value_of(&france, j, "france", err));
    MLG_TRY(value_of(&each, j, "juniors_per_supervisor", err));
    MLG_TRY(value_of(&supervisors, j, "supervisors_pct", err));
    MLG_TRY(value_of(&acts, j, "acts_a_junior", err));
    for (int32_t i = 0; i < j->n; i++)
        people += j->places[i].people > 0 ? j->places[i].people : 0;
    double share = france > 0 ? floor(national * people / france + 1e-9) : 0;
    const mlg_juniors rule = { (int32_t)fmin(share, 1e6), each * supervisors / 100 };
    MLG_TRY(mlg_junior_flows(&j->flows, j->n, j->places, &rule, err));
    mlg_text_printf(&j->text, mlg_tr("%.0f juniors placed of %d, in %d communes; %.0f could be supervised"),
                    j->flows.given, (int)rule.count, (int)j->flows.count, j->flows.available);
    for (int32_t k = 0; k < j->flows.count; k++)
        j->flows.flows[k].amount *= acts;
    return MLG_OK;
}

/* ---- the scenario ----------------------------------------------------------------------------------------------- */

/* A text on one line, whatever it holds. */
static void add_line(mlg_text *out, const char *text, bool escaped)
{
    for (; *text; text++) {
        if (escaped && (*text == '"' || *text == '\\'))
            mlg_text_add(out, "\\");
        mlg_text_add_bytes(out, (unsigned char)*text < 0x20 || *text == 0x7f ? " " : text, 1);
    }
}

/* A key and its text between double quotes, as YAML reads it. */
static void add_key(mlg_text *out, const char *key, const char *text)
{
    mlg_text_printf(out, "%s: \"", key);
    add_line(out, text, true);
    mlg_text_add(out, "\"");
}

static void add_values(mlg_text *out, const job *j)
{
    const mlg_node *list = mlg_node_child(j->policy, "values");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *name = mlg_rules_text(item, "name"), *value = mlg_rules_text(item, "value");
        const char *unit = mlg_rules_text(item, "unit"), *status = mlg_rules_text(item, "status");
        mlg_text line = { 0 };
        mlg_text_printf(&line, "%s : %s %s (%s)", name ? name : "?", value ? value : "?", unit ? unit : "",
                        status ? status : "statut non précisé");
        mlg_text_add(out, "# ");
        add_line(out, mlg_text_words(&line), false);
        mlg_text_add(out, "\n");
        mlg_text_release_part(&line, out);
    }
}

static mlg_status write_scenario(mlg_text *out, const job *j, mlg_error *err)
{
    const char *label = mlg_rules_text(j->policy, "label"), *from = mlg_rules_text(j->policy, "from");
    const char *source = mlg_rules_text(j->policy, "source"), *name = mlg_rules_text(j->policy, "name");
    mlg_text_printf(out, "# Scénario écrit par maillage policy %s, à relire et à corriger.\n", name);
    mlg_text_printf(out, "# %s\n", mlg_text_words(&j->text));
    add_values(out, j);
    mlg_text_add(out, "kind: scenario\n");
    add_key(out, "title", label ? label : name);
    mlg_text_add(out, "\nsupply:\n");
    for (int32_t k = 0; k < j->flows.count; k++) {
        const mlg_policy_flow *f = &j->flows.flows[k];
        mlg_text_add(out, "  # ");
        add_line(out, j->label[f->from >= 0 ? f->from : f->to], false);
        if (f->from >= 0) {
            mlg_text_add(out, " vers ");
            add_line(out, j->label[f->to], false);
        }
        mlg_text_add(out, "\n  - { ");
        add_key(out, "commune", j->code[f->from >= 0 ? f->from : f->to]);
        if (f->from >= 0)
            add_key(out, ", to", j->code[f->to]);
        mlg_text_printf(out, ", acts: %.2f", f->amount);
        add_key(out, ", reason", label ? label : name);
        if (from)
            add_key(out, ", from", from);
        add_key(out, ", source", source ? source : "source non précisée");
        mlg_text_add(out, " }\n");
    }
    return mlg_text_status(out, err);
}

static mlg_status work(job *j, const char *name, const char *geopackage, const char *path,
                       const mlg_policy_options *options, mlg_error *err)
{
    mlg_text out = { 0 };
    MLG_TRY(find_policy(j, options->rules, name, err));
    MLG_TRY(mlg_refuse_existing(path, &options->write, err));
    MLG_TRY(read_places(j, geopackage, err));
    MLG_TRY(strcmp(name, "juniors") == 0 ? juniors(j, err) : solidarity(j, err));
    if (j->flows.count == 0)
        return mlg_fail(err, MLG_DATA, "%s: the policy changes nothing here (%s)", geopackage,
                        mlg_text_words(&j->text));
    mlg_status st = MLG_OK;
    if (options->write.plan) {
        MLG_GO(mlg_plan_read_file(options->write.plan, geopackage, err));
        MLG_GO(mlg_plan_write(options->write.plan, path, err));
    } else {
        MLG_GO(write_scenario(&out, j, err));
        MLG_GO(mlg_write_whole(path, mlg_text_words(&out), err));
    }
done:
    mlg_text_release(&out);
    return st;
}

mlg_status mlg_write_policy(char **out, const char *name, const char *geopackage, const char *path,
                            const mlg_policy_options *options, mlg_error *err)
{
    job j = { 0 };
    *out = NULL;
    mlg_status st = work(&j, name, geopackage, path, options, err);
    if (st == MLG_OK)
        mlg_text_add(&j.text, "\n");
    if (st == MLG_OK)
        st = mlg_text_take(out, &j.text, err);
    mlg_text_release(&j.text);
    mlg_rules_close(&j.file);
    mlg_arena_release(&j.arena);
    free(j.places);
    free(j.code);
    free(j.label);
    free(j.flows.flows);
    return st;
}
