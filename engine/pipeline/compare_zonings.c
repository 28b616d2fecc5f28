/* mlg_compare_zonings: compares two zonings of a study that has been run, and writes the files an ARS submits for the second. */
#include "adapters/db/database.h"
#include "analysis/travel/model.h"
#include "analysis/zoning/scenario.h"
#include "analysis/zoning/stage.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "output/palette.h"
#include "output/terminal/listing.h"
#include "output/workbook/files.h"
#include "output/zoning/filing.h"
#include "pipeline/check.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"
#include "pipeline/placing.h"

#include <string.h>

typedef struct {
    mlg_study study;
    mlg_study_file *file;
    char *geopackage, network[MLG_PATH_SIZE];
    mlg_outputs outputs;
    char copy[MLG_PATH_SIZE];
    const mlg_zoning_options *options;
} job;

static const char *const sheets[] = { "tvs",           "zonage_unites",     "qpv",
                                      "zonage_jauge",  "zonage_transition", "zonage_aide",
                                      "zonage_risque", "zonage_voisin",     "zonage_seuil",
                                      "zonage_rang",   "zonage_changement", "zonage_controle",
                                      "conventions",   "sources",           NULL };
static const char *const shown[] = { "zonage_jauge", "zonage_transition", "zonage_aide", "zonage_changement",
                                     NULL };
/* What a program shows beside each territory: the desk does. */
static const char *const told[] = { "zonage_jauge",
                                    "zonage_transition",
                                    "zonage_aide",
                                    "zonage_changement",
                                    "zonage_unites",
                                    "zonage_risque",
                                    "zonage_voisin",
                                    "zonage_seuil",
                                    "zonage_rang",
                                    "zonage_controle",
                                    NULL };

static mlg_status claim(job *j, mlg_error *err)
{
    const mlg_output_origin origin = { .geopackage = j->geopackage,
                                       .file = j->file,
                                       .data_folder = j->options->data_folder };
    return mlg_outputs_one(&j->outputs, MLG_OUT_TABLES, j->options->output_folder, &origin, j->options->overwrite,
                           j->options->plan != NULL, err);
}

static const char *aside(const job *j)
{
    return j->outputs.items[0].aside;
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

/* The copy is another file, which messages should not name. */
static mlg_status check_version(const job *j, mlg_error *err)
{
    mlg_db *db = NULL;
    mlg_status st = mlg_db_open_plain(&db, j->geopackage, err);
    mlg_db_close(db);
    return st;
}

static mlg_status find_study(job *j, mlg_error *err)
{
    const char *given = j->options->geopackage;
    if (given)
        MLG_TRY(mlg_copy_text(&j->geopackage, given, err));
    else
        MLG_TRY(mlg_study_file_resolve(&j->geopackage, j->file, NULL, j->study.config->outputs.geopackage, err));
    if (!j->study.config->zoning) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the study requests no zoning", mlg_study_file_path(j->file));
        mlg_hint(err, "add zoning: { rules: arrete-2025 } and run it");
        return st;
    }
    if (mlg_os_can(j->geopackage, MLG_OS_READABLE))
        return check_version(j, err);
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: no such study", j->geopackage);
    mlg_hint(err, "run 'maillage run %s' first; if it was written elsewhere, name it with --geopackage",
             mlg_study_file_path(j->file));
    return st;
}

static mlg_status make_room(job *j, mlg_error *err)
{
    MLG_TRY(claim(j, err));
    MLG_TRY(mlg_make_folder(aside(j), err));
    MLG_TRY(mlg_path_join(j->copy, aside(j), "zonage.gpkg", err));
    return mlg_db_copy(j->geopackage, j->copy, err);
}

/* The road network is next to the study that has been run. */
static mlg_status name_network(job *j, mlg_error *err)
{
    MLG_TRY(mlg_path_with_extension(j->network, j->geopackage, ".network", err));
    j->study.network_path = j->network;
    return MLG_OK;
}

static mlg_status check_run(job *j, mlg_error *err)
{
    double communes = 0;
    MLG_TRY(mlg_db_number(&communes, j->study.db, "SELECT count(*) FROM acces_commune", err));
    if (communes > 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: the study has no access yet", j->geopackage);
    mlg_hint(err, "'maillage run %s' computes it", mlg_study_file_path(j->file));
    return st;
}

static const char quarters[] = "zonage_drees_qpv.csv";

/* Neighbourhoods have no class of their own in the zonings of other professions. */
static bool classes_quarters(const mlg_zoning_rule *rule)
{
    return rule->classes == 0;
}

/* The order that ships is that of general practitioners. */
static bool writes_order(const job *j, const char *service)
{
    return j->options->order_template || strcmp(service, "gp") == 0;
}

/* ---- dry run -------------------------------------------------------------------------------------------------- */

static mlg_status plan_scenario(job *j, const char *name, mlg_error *err)
{
    char *path;
    MLG_TRY(mlg_zoning_scenario_path(&path, &j->study, name, err));
    mlg_status st = path ? mlg_plan_read_file(j->options->plan, path, err) : MLG_OK;
    free(path);
    return st;
}

static mlg_status plan_file(job *j, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(path, j->options->output_folder, name, err));
    return mlg_plan_write(j->options->plan, path, err);
}

static mlg_status plan(job *j, mlg_error *err)
{
    static const char *const names[] = { "zonage.gpkg", "zonage.xlsx", "zonage_drees.csv",
                                         "carte.svg",   "carte.pdf",   "annexe.fodt",
                                         "annexe.md",   "arrete.docx", "arrete.odt" };
    mlg_plan *to = j->options->plan;
    mlg_zoning_rule rule;
    MLG_TRY(claim(j, err));
    MLG_TRY(mlg_study_zoning_rule(&rule, &j->study, NULL, err));
    MLG_TRY(mlg_plan_read_file(to, mlg_study_file_path(j->file), err));
    MLG_TRY(mlg_plan_read_file(to, j->geopackage, err));
    if (j->options->order_template)
        MLG_TRY(mlg_plan_read_file(to, j->options->order_template, err));
    MLG_TRY(plan_scenario(j, j->options->a, err));
    MLG_TRY(plan_scenario(j, j->options->b, err));
    size_t written = sizeof names / sizeof *names - (writes_order(j, rule.service) ? 0 : 2);
    for (size_t i = 0; i < written; i++)
        MLG_TRY(plan_file(j, names[i], err));
    return classes_quarters(&rule) ? plan_file(j, quarters, err) : MLG_OK;
}

/* ---- comparison ------------------------------------------------------------------------------------------------------ */

static mlg_status compare(job *j, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(mlg_db_open(&j->study.db, j->copy, true, err));
    MLG_TRY(mlg_db_sync_later(j->study.db, err));
    MLG_TRY(check_run(j, err));
    MLG_TRY(mlg_db_begin(j->study.db, err));
    MLG_TRY(
        mlg_study_zoning_compare(&j->study, j->options->a, j->options->b, j->options->force, true, summary, err));
    return mlg_db_commit(j->study.db, err);
}

static mlg_status write_files(job *j, const mlg_zoning_rule *rule, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(path, aside(j), "zonage.xlsx", err));
    MLG_TRY(mlg_output_workbook_of(j->study.db, sheets, path, err));
    MLG_TRY(mlg_path_join(path, aside(j), "zonage_drees.csv", err));
    MLG_TRY(mlg_output_zoning_drees(j->study.db, path, err));
    MLG_TRY(mlg_output_zoning_map(j->study.db, aside(j), err));
    MLG_TRY(mlg_output_zoning_annex(j->study.db, aside(j), err));
    if (classes_quarters(rule)) {
        MLG_TRY(mlg_path_join(path, aside(j), quarters, err));
        MLG_TRY(mlg_output_zoning_drees_qpv(j->study.db, path, err));
    }
    if (!writes_order(j, rule->service))
        return MLG_OK;
    return mlg_output_zoning_order(j->study.db, j->options->order_template, aside(j), err);
}

/* The classes that the rule lets the agency choose among, then the tables. */
static mlg_status print_json(char **out, const job *j, const mlg_zoning_rule *rule, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "profession", rule->service);
    mlg_json_array(json, "classes");
    for (int k = 0; k < MLG_ZONE_LEVELS; k++) /* five of either kind */
        mlg_json_text(json, NULL, mlg_zone_codes[k + (rule->classes > 0 ? MLG_ZONE_LEVELS : 0)]);
    mlg_json_end(json);
    mlg_status st = mlg_output_listing_json(json, j->study.db, told, err);
    if (st == MLG_OK)
        st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static mlg_status work(char **out, job *j, mlg_format format, mlg_error *err)
{
    mlg_text summary = { 0 };
    mlg_zoning_rule rule;
    MLG_TRY(find_study(j, err));
    if (j->options->plan)
        return plan(j, err);
    MLG_TRY(make_room(j, err));
    MLG_TRY(name_network(j, err));
    mlg_status st = compare(j, &summary, err);
    mlg_text_release(&summary);
    MLG_TRY(st);
    MLG_TRY(mlg_study_zoning_rule(&rule, &j->study, NULL, err));
    MLG_TRY(write_files(j, &rule, err));
    MLG_TRY(format == MLG_JSON ? print_json(out, j, &rule, err)
                               : mlg_output_listing(out, j->study.db, shown, format, err));
    mlg_study_travel_release(&j->study);
    mlg_db_close(j->study.db);
    j->study.db = NULL;
    return mlg_outputs_commit(&j->outputs, err);
}

mlg_status mlg_compare_zonings(char **out, const char *study_path, const mlg_zoning_options *options,
                               mlg_format format, mlg_error *err)
{
    job j = { .options = options };
    mlg_run_options run = { .data_folder = options->data_folder,
                            .untrusted = options->untrusted,
                            .threads = options->threads,
                            .progress = options->progress };
    *out = NULL;
    MLG_TRY(mlg_open_request(&j.study, &j.file, study_path, &run, err));
    mlg_status st = work(out, &j, format, err);
    mlg_study_travel_release(&j.study);
    mlg_db_close(j.study.db);
    mlg_outputs_release(&j.outputs);
    mlg_study_file_close(j.file);
    free(j.geopackage);
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    return st;
}
