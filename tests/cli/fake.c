/* The library as seen by the commands, without data: for the tests of options, help, exit codes, messages and
 * signals. `check` reads the study file for real; `run` goes by its name: slow.yaml waits for a signal, stuck.yaml
 * does not hear it, bad.yaml has no answer. */
#include "study/config/config.h"

#include "base/memory.h"
#include "base/progress.h"
#include "pipeline/dry_run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char found[] = "3 sources, 12 rows";
static mlg_run_stage stages[] = {
    { "load", true, 0.25, found },
    { "access", false, 0, NULL },
};

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static mlg_status work(const char *study_path, const mlg_run_options *options, mlg_error *err)
{
    const mlg_progress *progress = &options->progress;
    if (ends_with(study_path, "slow.yaml") || ends_with(study_path, "stuck.yaml")) {
        FILE *ready = fopen("ready", "w"); /* signals are heard from now on */
        if (ready)
            fclose(ready);
    }
    int turns = ends_with(study_path, "slow.yaml") ? 3000 : 1;
    for (int i = 0; ends_with(study_path, "stuck.yaml") && i < 3000; i++)
        usleep(10000);
    for (int i = 0; i < turns; i++) {
        MLG_TRY(mlg_progress_step(progress, "load", 0, err));
        usleep(i > 0 ? 10000 : 0);
    }
    for (int i = 0; i <= 1000; i++)
        MLG_TRY(mlg_progress_step(progress, "load", i < 500 ? 0.125 : 1, err));
    return mlg_progress_step(progress, "access", (double)NAN, err);
}

mlg_status mlg_run(mlg_run_result *out, const char *study_path, const mlg_run_options *options, mlg_error *err)
{
    char file[512];
    MLG_TRY(work(study_path, options, err));
    if (ends_with(study_path, "bad.yaml")) {
        mlg_fail(err, MLG_DATA, "no supply within reach");
        mlg_hint(err, "widen the buffer");
        return MLG_DATA;
    }
    out->stages = stages;
    out->stage_count = 2;
    out->travel.kept = 12;
    MLG_TRY(MLG_NEW(&out->notes, 1, "notes", err));
    out->note_count = 1;
    MLG_TRY(mlg_copy_text(&out->notes[0], "12 rows kept", err));
    snprintf(file, sizeof file, "%s/%s/a%d%d.gpkg", options->data_folder ? options->data_folder : "-",
             options->output_folder ? options->output_folder : "-", options->threads, (int)options->overwrite);
    MLG_TRY(MLG_NEW(&out->files, 1, "files", err));
    out->file_count = 1;
    MLG_TRY(mlg_copy_text(&out->files[0], file, err));
    if (options->plan)
        MLG_TRY(mlg_plan_write(options->plan, file, err));
    return options->plan ? MLG_OK : mlg_copy_text(&out->geopackage, file, err);
}

void mlg_run_result_release(mlg_run_result *result)
{
    for (int32_t i = 0; i < result->file_count; i++)
        free(result->files[i]);
    for (int32_t i = 0; i < result->note_count; i++)
        free(result->notes[i]);
    free(result->notes);
    free(result->files);
    free(result->geopackage);
}

static mlg_status answer(char **out, const char *what, const char *of, mlg_format format, mlg_error *err)
{
    char text[512];
    snprintf(text, sizeof text, format == MLG_JSON ? "{\"%s\": \"%s\"}" : "%s of %s", what, of);
    return mlg_copy_text(out, text, err);
}

mlg_status mlg_info(char **out, const char *geopackage, mlg_format format, mlg_error *err)
{
    return answer(out, "info", geopackage, format, err);
}

mlg_status mlg_report(const char *geopackage, const char *path, const mlg_write_options *options, mlg_error *err)
{
    (void)geopackage, (void)path, (void)options, (void)err;
    return MLG_OK;
}

mlg_status mlg_relink(const char *geopackage, const mlg_write_options *options, mlg_error *err)
{
    (void)geopackage, (void)options, (void)err;
    return MLG_OK;
}

mlg_status mlg_export(char **out, const char *geopackage, const char *to, const mlg_export_options *options,
                      mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, to, geopackage, format, err);
}

mlg_status mlg_export_tables(const char *geopackage, const char *to, const mlg_table_options *options,
                             mlg_error *err)
{
    (void)geopackage, (void)to, (void)options, (void)err;
    return MLG_OK;
}

mlg_status mlg_check(char **out, const char *study_path, const mlg_run_options *options, mlg_format format,
                     mlg_error *err)
{
    mlg_study_file *file = NULL;
    MLG_TRY(mlg_study_file_open(&file, study_path, err));
    mlg_study_file_close(file);
    return answer(out, "check", options->data_folder ? options->data_folder : study_path, format, err);
}

mlg_status mlg_compare_zonings(char **out, const char *study_path, const mlg_zoning_options *options,
                               mlg_format format, mlg_error *err)
{
    (void)study_path;
    return answer(out, options->a, options->b, format, err);
}

mlg_status mlg_write_matrix(char **out, const char *geopackage, const char *path,
                            const mlg_matrix_options *options, mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, path, geopackage, format, err);
}

mlg_status mlg_journeys(char **out, const char *study, const mlg_journey_options *options, mlg_format format,
                        mlg_error *err)
{
    return answer(out, study, options->from, format, err);
}

mlg_status mlg_compare_studies(char **out, const char *a, const char *b, const mlg_compare_options *options,
                               mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, a, b, format, err);
}

mlg_status mlg_write_policy(char **out, const char *name, const char *geopackage, const char *path,
                            const mlg_policy_options *options, mlg_format format, mlg_error *err)
{
    (void)name, (void)options;
    return answer(out, geopackage, path, format, err);
}

mlg_status mlg_make_series(char **out, const char *file, const mlg_series_options *options, mlg_format format,
                           mlg_error *err)
{
    (void)options;
    return answer(out, file, "series", format, err);
}

mlg_status mlg_shard_plan(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                          mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, study, parts > 1 ? "parts" : "part", format, err);
}

mlg_status mlg_shard_run(char **out, const char *study, int32_t part, int32_t parts,
                         const mlg_run_options *options, mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, study, part < parts ? "a part" : "the last part", format, err);
}

mlg_status mlg_shard_merge(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                           mlg_format format, mlg_error *err)
{
    (void)options;
    return answer(out, study, parts > 1 ? "parts" : "part", format, err);
}

mlg_status mlg_calibrate(char **out, const char *study_path, const char *matrix_path,
                         const mlg_calibrate_options *options, mlg_format format, mlg_error *err)
{
    (void)study_path, (void)options;
    return answer(out, "calibrate", matrix_path, format, err);
}

mlg_status mlg_access_report(char **out, const char *study, const mlg_access_options *options, mlg_format format,
                             mlg_error *err)
{
    return answer(out, options->compare ? "compare" : "access", study, format, err);
}

mlg_status mlg_list(char **out, const char *geopackage, const char *const *tables, mlg_format format,
                    mlg_error *err)
{
    (void)geopackage;
    return answer(out, "list", tables[0], format, err);
}

mlg_status mlg_site(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                    mlg_error *err)
{
    return answer(out, "site", options->data_folder ? options->data_folder : path, format, err);
}

mlg_status mlg_tour(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                    mlg_error *err)
{
    return answer(out, "tour", options->data_folder ? options->data_folder : path, format, err);
}

mlg_status mlg_sources(char **out, mlg_format format, mlg_error *err)
{
    return answer(out, "sources", "all", format, err);
}

mlg_status mlg_fetch(char **out, const char *names, const mlg_fetch_options *options, mlg_format format,
                     mlg_error *err)
{
    (void)options;
    return answer(out, "fetch", names ? names : "list", format, err);
}

mlg_status mlg_new_territory(const char *path, const mlg_territory_options *options, mlg_error *err)
{
    return mlg_new_study(path, &options->write, err);
}

mlg_status mlg_place_info(char **out, const char *geopackage, const mlg_place_options *options, mlg_format format,
                          mlg_error *err)
{
    (void)geopackage;
    return answer(out, "place", options->commune ? options->commune : options->epci, format, err);
}

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    if (access(path, F_OK) == 0 && !options->overwrite) {
        mlg_fail(err, MLG_INPUT, "%s exists", path);
        mlg_hint(err, "--overwrite replaces it");
        return MLG_INPUT;
    }
    FILE *file = fopen(path, "w");
    return file && fclose(file) == 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s cannot be written", path);
}
