/* mlg_site and mlg_tour: sites and rounds of a study that has been run, or of a study file, for which only they are computed. */
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "output/terminal/listing.h"
#include "pipeline/check.h"

typedef struct {
    const char *const *tables;
    mlg_status (*check)(const mlg_study *study, mlg_error *err);
    mlg_status (*stage)(mlg_study *study, mlg_text *summary, mlg_error *err);
} question;

/* Computes what the question needs, in a temporary file. */
static mlg_status compute(char **out, mlg_study *study, const question *asked, mlg_format format, mlg_error *err)
{
    mlg_text summary = { 0 };
    MLG_TRY(asked->check(study, err));
    mlg_status st = mlg_study_access(study, &summary, err);
    if (st == MLG_OK)
        st = asked->stage(study, &summary, err);
    mlg_text_release(&summary);
    return st == MLG_OK ? mlg_output_listing(out, study->db, asked->tables, format, err) : st;
}

static mlg_status answer(char **out, const char *path, const question *asked, const mlg_run_options *options,
                         mlg_format format, mlg_error *err)
{
    mlg_study study;
    mlg_study_file *file;
    mlg_trial trial = { 0 };
    *out = NULL;
    if (mlg_study_is(path))
        return mlg_list(out, path, asked->tables, format, err);
    MLG_TRY(mlg_open_request(&study, &file, path, options, err));
    mlg_status st = mlg_trial_open(&trial, &study, err);
    if (st == MLG_OK)
        st = compute(out, &trial.study, asked, format, err);
    mlg_study_travel_release(&trial.study);
    mlg_trial_close(&trial);
    mlg_study_file_close(file);
    return st;
}

/* ---- sites ------------------------------------------------------------------------------------------------------ */

static mlg_status asks_for_sites(const mlg_study *study, mlg_error *err)
{
    if (study->config->siting_count > 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s requests no siting", mlg_study_file_path(study->file));
    mlg_hint(err, "as in siting: [ { name: antennes, model: p-median, sites: 3 } ]");
    return MLG_INPUT;
}

mlg_status mlg_site(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                    mlg_error *err)
{
    static const char *const tables[] = { "bilans",        "sites", "variantes", "fronts",
                                          "fronts_equite", "gains", "gains_qpv", NULL };
    static const question sites = { tables, asks_for_sites, mlg_study_siting };
    return answer(out, path, &sites, options, format, err);
}

/* ---- rounds ----------------------------------------------------------------------------------------------------- */

static mlg_status asks_for_rounds(const mlg_study *study, mlg_error *err)
{
    if (study->config->tours_count > 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s requests no rounds", mlg_study_file_path(study->file));
    mlg_hint(err, "as in tours: [ { name: bus, depot: \"62119\" } ]");
    return MLG_INPUT;
}

mlg_status mlg_tour(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                    mlg_error *err)
{
    static const char *const tables[] = { "tournees", "journees", "calendrier", "tournee_acces_qpv", NULL };
    static const question rounds = { tables, asks_for_rounds, mlg_study_tour };
    return answer(out, path, &rounds, options, format, err);
}
