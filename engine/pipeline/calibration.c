/* mlg_calibrate: compares the travel times of a study with reference times. */
#include "pipeline/calibration.h"

#include "analysis/travel/model.h"
#include "analysis/travel/pair_times.h"
#include "base/language.h"
#include "base/memory.h"
#include "output/times/sheet.h"
#include "pipeline/dry_run.h"
#include "pipeline/sheet_file.h"

#include <stdlib.h>

typedef mlg_calibration_job job;

static void release(job *j)
{
    mlg_study_travel_release(&j->trial.study);
    mlg_trial_close(&j->trial);
    mlg_places_release(&j->places);
    mlg_given_free(j->matrix);
    free(j->given_ds);
    free(j->computed_ds);
    free(j->origin);
    free(j->destination);
    free(j->class_of);
    free(j->other_class);
    mlg_given_points_release(&j->points);
}

static mlg_status make_room(job *j, size_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&j->given_ds, n, "pairs", err));
    MLG_TRY(MLG_NEW(&j->computed_ds, n, "pairs", err));
    MLG_TRY(MLG_NEW(&j->origin, n, "pairs", err));
    MLG_TRY(MLG_NEW(&j->destination, n, "pairs", err));
    MLG_TRY(MLG_NEW(&j->other_class, n, "pairs", err));
    return MLG_NEW(&j->class_of, n, "pairs", err);
}

static void take_pair(job *j, int32_t origin, int32_t destination, int32_t given_ds)
{
    const int64_t i = j->pairs.count++;
    j->given_ds[i] = given_ds;
    j->origin[i] = origin;
    j->destination[i] = destination;
    j->class_of[i] = j->places.density[origin];
    j->other_class[i] = j->places.density[destination];
}

/* Skips pairs from a commune to itself, which are a convention and not a trip. */
static void take_pairs(job *j, int32_t destination)
{
    mlg_row given;
    mlg_given_row(&given, j->matrix, j->places.code[destination]);
    for (int32_t k = 0; k < given.count; k++) {
        if (given.place[k] == destination)
            j->own++;
        else
            take_pair(j, given.place[k], destination, given.time_ds[k]);
    }
}

static mlg_status compare_codes(job *j, const char *matrix_path, const mlg_calibrate_options *options,
                                mlg_error *err)
{
    mlg_given_columns columns = { .origin = options->origin,
                                  .destination = options->destination,
                                  .minutes = options->minutes };
    MLG_TRY(mlg_given_read(&j->matrix, &j->stats, matrix_path, &columns, &j->places, NULL, err));
    MLG_TRY(make_room(j, (size_t)j->stats.pairs, err));
    for (int32_t i = 0; i < j->places.count; i++)
        take_pairs(j, i);
    if (j->pairs.count + j->own == 0) {
        mlg_fail(err, MLG_DATA, "no pair of the matrix joins two places of the study (%lld rows read)",
                 (long long)j->stats.rows);
        mlg_hint(err,
                 "the columns must hold the codes of the communes; name them with --origin and --destination");
        return MLG_DATA;
    }
    return mlg_study_pair_times(j->computed_ds, &j->trial.study, &j->places, j->origin, j->destination,
                                j->pairs.count, err);
}

/* Pairs of points: each end has the density level of the nearest commune. */
static mlg_status compare_points(job *j, const char *matrix_path, const mlg_calibrate_options *options,
                                 mlg_error *err)
{
    mlg_given_points *p = &j->points;
    MLG_TRY(mlg_given_points_read(p, matrix_path, options->coordinates, options->minutes, &j->places,
                                  j->trial.study.epsg, err));
    j->stats = (mlg_given_stats){ .rows = p->rows, .pairs = p->count, .unknown_origins = p->unknown };
    if (p->count == 0)
        return mlg_fail(err, MLG_DATA,
                        "no pair of the matrix is within 10 km of the communes of the study (%lld rows read)",
                        (long long)p->rows);
    MLG_TRY(make_room(j, (size_t)p->count, err));
    for (int64_t i = 0; i < p->count; i++)
        take_pair(j, p->from[i], p->to[i], p->time_ds[i]);
    return mlg_study_point_times(j->computed_ds, &j->trial.study, &j->places, p, err);
}

static mlg_status fit(job *j, mlg_error *err)
{
    const mlg_crow_params crow = mlg_study_crow(&j->trial.study);
    const double terminal_min = crow.terminal_s / 60;
    MLG_TRY(mlg_calibrate_fit_crow(&j->fitted, &j->fit, &j->pairs, j->origin, terminal_min, err));
    if (!j->fitted)
        return MLG_OK;
    return mlg_calibrate_fit_by_density(&j->levels, &j->fit, &j->pairs, j->other_class, j->origin, crow.speed_kmh,
                                        terminal_min, err);
}

static mlg_status compare(job *j, const char *matrix_path, const mlg_calibrate_options *options, mlg_error *err)
{
    j->by_density = options->by_density;
    MLG_TRY(mlg_places_read(&j->places, &j->trial.study, err));
    MLG_TRY(options->coordinates || (!options->origin && mlg_given_points_are(matrix_path))
                ? compare_points(j, matrix_path, options, err)
                : compare_codes(j, matrix_path, options, err));
    j->pairs.given_ds = j->given_ds;
    j->pairs.computed_ds = j->computed_ds;
    j->pairs.class_of = j->class_of;
    MLG_TRY(mlg_calibrate_pairs(&j->pairs, &j->all, j->by_class, j->worst, &j->n_worst, err));
    return mlg_study_is_crow(&j->trial.study) ? fit(j, err) : MLG_OK;
}

/* ---- page -------------------------------------------------------------------------------------------------------- */

static int32_t fitted_time(const job *j, int64_t i)
{
    const mlg_crow_params crow = mlg_study_crow(&j->trial.study);
    const double terminal_min = crow.terminal_s / 60, computed_min = (double)j->computed_ds[i] / MLG_DS_PER_MIN;
    if (j->computed_ds[i] == MLG_UNREACHABLE)
        return MLG_UNREACHABLE;
    return mlg_minutes_to_ds(j->by_density ? mlg_calibrate_fitted_by_density(&j->levels, computed_min,
                                                                             terminal_min, crow.speed_kmh,
                                                                             j->class_of[i], j->other_class[i])
                                           : mlg_calibrate_fitted(&j->fit, computed_min, terminal_min));
}

/* The pairs that the fit did not see, and the times that it gives to all. */
static mlg_status apply_fit(int32_t **fitted_ds, uint8_t **held_out, const job *j, mlg_error *err)
{
    MLG_TRY(MLG_NEW(fitted_ds, (size_t)j->pairs.count, "pairs", err));
    MLG_TRY(MLG_NEW(held_out, (size_t)j->pairs.count, "pairs", err));
    for (int64_t i = 0; i < j->pairs.count; i++) {
        (*fitted_ds)[i] = fitted_time(j, i);
        (*held_out)[i] = j->origin[i] & 1;
    }
    return MLG_OK;
}

static mlg_status save_page(const job *j, const char *path, mlg_error *err)
{
    const char *title = j->trial.study.config->title;
    int32_t *fitted_ds = NULL;
    uint8_t *held_out = NULL;
    mlg_text lines = { 0 };
    mlg_paper paper = { 0 };
    mlg_status st = MLG_OK;
    if (j->fitted) {
        MLG_GO(apply_fit(&fitted_ds, &held_out, j, err));
        mlg_calibration_travel_lines(&lines, j);
        mlg_calibration_uncertainty_line(&lines, j);
        MLG_GO(mlg_text_status(&lines, err));
    }
    const mlg_times_sheet sheet = {
        .study = title ? title : "",
        .pairs = &j->pairs,
        .fitted_ds = fitted_ds,
        .held_out = held_out,
        .before_min = j->fit.before[1],
        .after_min = j->by_density ? j->levels.after[1] : j->fit.after[1],
        .all = &j->all,
        .by_class = j->by_class,
        .lines = mlg_text_words(&lines),
    };
    mlg_times_draw(&paper, &sheet);
    st = mlg_sheet_save(&paper, path, mlg_report_tr("Temps de trajet calculés et de référence"), err);
done:
    mlg_text_release(&lines);
    free(fitted_ds);
    free(held_out);
    return st;
}

static mlg_status write_page(const job *j, const mlg_calibrate_options *options, mlg_error *err)
{
    if (!options->page)
        return MLG_OK;
    return options->write.plan ? mlg_plan_write(options->write.plan, options->page, err)
                               : save_page(j, options->page, err);
}

mlg_status mlg_calibrate(char **out, const char *study_path, const char *matrix_path,
                         const mlg_calibrate_options *options, mlg_format format, mlg_error *err)
{
    mlg_run_options run = { .data_folder = options->data_folder,
                            .untrusted = options->untrusted,
                            .threads = options->threads,
                            .progress = options->progress };
    mlg_study study;
    mlg_study_file *file;
    job j = { 0 };
    *out = NULL;
    if (options->page)
        MLG_TRY(mlg_sheet_refuse(options->page, &options->write, err));
    MLG_TRY(mlg_open_request(&study, &file, study_path, &run, err));
    mlg_status st = mlg_trial_open(&j.trial, &study, err);
    if (st == MLG_OK)
        st = compare(&j, matrix_path, options, err);
    if (st == MLG_OK)
        st = write_page(&j, options, err);
    if (st == MLG_OK)
        st = format == MLG_JSON ? mlg_calibration_json(out, &j, err) : mlg_calibration_text(out, &j, err);
    release(&j);
    mlg_study_file_close(file);
    return st;
}
