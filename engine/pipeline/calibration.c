/* mlg_calibrate: compares the travel times of a study with reference times. */
#include "adapters/json.h"
#include "analysis/access/published/calibrate_fit.h"
#include "analysis/travel/given_times.h"
#include "analysis/travel/model.h"
#include "analysis/travel/pair_times.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/stream.h"
#include "output/figure.h"
#include "pipeline/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_trial trial;
    mlg_places places;
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_calibrate_input pairs;
    int32_t *given_ds, *computed_ds, *origin, *destination; /* origin and destination: places */
    uint8_t *class_of, *other_class; /* density levels of the origin and of the destination */
    mlg_given_points points;         /* when the matrix gives coordinates */
    bool by_density;                 /* which of the two fits is printed as lines */
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    int64_t own; /* pairs of a commune and itself */
    bool fitted;
    mlg_calibrate_fit fit;
    mlg_calibrate_by_density levels;
} job;

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

/* ---- output ------------------------------------------------------------------------------------------------------ */

static const char *const class_names[MLG_CALIBRATE_CLASSES] = {
    MLG_MARK("density unknown"),   MLG_MARK("1 large centres"),  MLG_MARK("2 mid-size centres"),
    MLG_MARK("3 small towns"),     MLG_MARK("4 urban belts"),    MLG_MARK("5 rural towns"),
    MLG_MARK("6 dispersed rural"), MLG_MARK("7 very dispersed"),
};

static void print_head(FILE *to)
{
    static const struct {
        const char *word;
        int width;
    } heads[] = {
        { MLG_MARK("pairs"), 9 },
        { MLG_MARK("no route"), 9 },
        { MLG_MARK("given"), 8 },
        { MLG_MARK("bias"), 8 },
        { MLG_MARK("mean abs"), 8 },
        { "rms", 8 },
        { "p10", 7 },
        { MLG_MARK("median"), 7 },
        { "p90", 7 },
        { MLG_MARK("ratio"), 7 },
        { MLG_MARK("correl."), 7 },
    };
    fprintf(to, "%-18s", "");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const char *word = mlg_tr(heads[i].word);
        fprintf(to, " %*s", mlg_width(word, heads[i].width), word);
    }
    fputc('\n', to);
}

/* A number of that many decimals, as the language writes them, at the right of a column. */
static void print_wide(FILE *to, int width, bool sign, int places, double value)
{
    char text[64];
    snprintf(text, sizeof text, "%s%.*f", sign && value >= 0 ? "+" : "", places, value);
    fprintf(to, " %*s", width, mlg_say_decimals(text));
}

/* "-" for what cannot be computed, such as the correlation of a single pair. */
static void print_number(FILE *to, int width, int places, double value)
{
    if (isnan(value))
        fprintf(to, " %*s", width, "-");
    else
        print_wide(to, width, false, places, value);
}

static void print_difference(FILE *to, int width, int places, double value)
{
    if (isnan(value))
        fprintf(to, " %*s", width, "-");
    else
        print_wide(to, width, true, places, value);
}

static void print_line(FILE *to, const char *name, const mlg_calibration *c)
{
    if (c->pairs + c->unreached == 0)
        return;
    fprintf(to, "%-*s %9lld %9lld", mlg_width(name, 18), name, (long long)c->pairs, (long long)c->unreached);
    print_number(to, 8, 1, c->mean_given);
    print_difference(to, 8, 2, c->bias);
    print_number(to, 8, 2, c->mean_absolute);
    print_number(to, 8, 2, c->root_mean_square);
    print_difference(to, 7, 1, c->difference_10);
    print_difference(to, 7, 1, c->difference_50);
    print_difference(to, 7, 1, c->difference_90);
    print_number(to, 7, 3, c->ratio);
    print_number(to, 7, 3, c->correlation);
    fputc('\n', to);
}

/* Speed at a density level once fitted, to the tenth of a km/h. */
static double fitted_speed(const job *j, int level, bool by_density)
{
    const double faster = by_density ? j->levels.faster[level] : j->fit.faster;
    return round(10 * faster * mlg_study_crow(&j->trial.study).speed_kmh[level]) / 10;
}

/* To paste into the study file. */
static void print_fit(FILE *to, const job *j)
{
    const mlg_calibrate_fit *f = &j->fit;
    if (!j->fitted)
        return;
    fprintf(to,
            mlg_tr("Fitted on %lld pairs of at most %d given minutes, half of the origins; median absolute error "
                   "%s min, now "
                   "%s; on the %lld pairs of the other half %s, now %s:\n"),
            (long long)f->pairs[0], MLG_FIT_LONGEST_MIN, mlg_said(f->after[0], 1).text,
            mlg_said(f->before[0], 1).text, (long long)f->pairs[1], mlg_said(f->after[1], 1).text,
            mlg_said(f->before[1], 1).text);
    fprintf(to, mlg_tr("With a speed for each density level: %s min, and %s on the other half.\n"),
            mlg_said(j->levels.after[0], 1).text, mlg_said(j->levels.after[1], 1).text);
    fprintf(to, "travel:\n  model: crow\n  detour: %g\n  terminal_minutes: %.1f\n  speeds_kmh: [",
            mlg_study_crow(&j->trial.study).detour, j->by_density ? j->levels.terminal_min : f->terminal_min);
    for (int level = 1; level <= 7; level++)
        fprintf(to, "%s%g", level > 1 ? ", " : "", fitted_speed(j, level, j->by_density));
    fputs("]\n", to);
    fprintf(to, mlg_tr("Spread of the held-out pairs around the fit, for 'uncertainty':\n"));
    fprintf(to, "uncertainty: { times: %.2f }\n", f->spread[1]);
}

/* Rows of the matrix that are not compared, by reason. A row of an unknown origin is not looked at further. */
typedef struct {
    const char *key, *words;
    int64_t count;
} omission;

enum { OMISSIONS = 4 };

/* Returns the sum; the last reason is what the others leave: routes marked as missing, and pairs given more than once. */
static int64_t find_omissions(omission omissions[OMISSIONS], const job *j)
{
    int64_t all = j->stats.rows - j->pairs.count;
    int64_t destinations = j->stats.pairs - j->pairs.count - j->own;
    omissions[0] = (omission){ "unknown_origin", MLG_MARK("origin that is no commune of the study"),
                               j->stats.unknown_origins };
    omissions[1] =
        (omission){ "unknown_destination", MLG_MARK("destination that is no commune of the study"), destinations };
    omissions[2] = (omission){ "own", MLG_MARK("from a commune to itself"), j->own };
    omissions[3] = (omission){ "no_time", MLG_MARK("without a time, or given more than once"),
                               all - j->stats.unknown_origins - destinations - j->own };
    return all;
}

static void print_omissions(FILE *to, const job *j)
{
    omission omissions[OMISSIONS];
    int64_t all = find_omissions(omissions, j);
    if (all == 0)
        return;
    fprintf(to, mlg_tr("Rows of the matrix that are not compared: %lld of %lld\n"), (long long)all,
            (long long)j->stats.rows);
    for (int i = 0; i < OMISSIONS; i++)
        if (omissions[i].count > 0)
            fprintf(to, "  %s: %lld\n", mlg_tr(omissions[i].words), (long long)omissions[i].count);
}

static mlg_status print_text(char **out, const job *j, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    fprintf(to, "%s\n", mlg_tr("Computed minus given minutes, by density of the origin:"));
    print_head(to);
    for (int c = 0; c < MLG_CALIBRATE_CLASSES; c++)
        print_line(to, mlg_tr(class_names[c]), &j->by_class[c]);
    print_line(to, mlg_tr("all"), &j->all);
    print_omissions(to, j);
    fprintf(to, mlg_tr("Pairs with the largest differences:\n"));
    for (int32_t w = 0; w < j->n_worst; w++) {
        int64_t i = j->worst[w];
        fprintf(to, mlg_tr("  %s -> %s: %s computed, %s given\n"), j->places.code[j->origin[i]],
                j->places.code[j->destination[i]], mlg_said((double)j->computed_ds[i] / MLG_DS_PER_MIN, 1).text,
                mlg_said((double)j->given_ds[i] / MLG_DS_PER_MIN, 1).text);
    }
    print_fit(to, j);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static void add_fit(mlg_json *json, const job *j)
{
    static const char *const halves[] = { "fitted", "held_out" };
    if (!j->fitted)
        return;
    mlg_json_object(json, "fit");
    mlg_json_number(json, "detour", mlg_study_crow(&j->trial.study).detour);
    mlg_json_number(json, "terminal_minutes", j->fit.terminal_min);
    mlg_json_array(json, "speeds_kmh");
    for (int level = 1; level <= 7; level++)
        mlg_json_number(json, NULL, fitted_speed(j, level, false));
    mlg_json_end(json);
    for (int h = 0; h < 2; h++) {
        mlg_json_object(json, halves[h]);
        mlg_json_number(json, "pairs", (double)j->fit.pairs[h]);
        mlg_json_number(json, "median_absolute_before_min", j->fit.before[h]);
        mlg_json_number(json, "median_absolute_after_min", j->fit.after[h]);
        mlg_json_number(json, "spread", j->fit.spread[h]);
        mlg_json_end(json);
    }
    mlg_json_object(json, "by_density");
    mlg_json_number(json, "terminal_minutes", j->levels.terminal_min);
    mlg_json_array(json, "speeds_kmh");
    for (int level = 1; level <= 7; level++)
        mlg_json_number(json, NULL, fitted_speed(j, level, true));
    mlg_json_end(json);
    mlg_json_number(json, "fitted_median_absolute_after_min", j->levels.after[0]);
    mlg_json_number(json, "held_out_median_absolute_after_min", j->levels.after[1]);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void add_class(mlg_json *json, const char *name, const mlg_calibration *c)
{
    if (c->pairs + c->unreached == 0)
        return;
    mlg_json_object(json, NULL);
    mlg_json_text(json, "class", name);
    mlg_json_number(json, "pairs", (double)c->pairs);
    mlg_json_number(json, "no_way", (double)c->unreached);
    mlg_json_number(json, "mean_given_min", c->mean_given);
    mlg_json_number(json, "bias_min", c->bias);
    mlg_json_number(json, "mean_absolute_min", c->mean_absolute);
    mlg_json_number(json, "root_mean_square_min", c->root_mean_square);
    mlg_json_number(json, "difference_p10_min", c->difference_10);
    mlg_json_number(json, "difference_median_min", c->difference_50);
    mlg_json_number(json, "difference_p90_min", c->difference_90);
    mlg_json_number(json, "ratio", c->ratio);
    mlg_json_number(json, "correlation", c->correlation);
    mlg_json_end(json);
}

static void add_omissions(mlg_json *json, const job *j)
{
    omission omissions[OMISSIONS];
    find_omissions(omissions, j);
    mlg_json_object(json, "not_compared");
    for (int i = 0; i < OMISSIONS; i++)
        mlg_json_number(json, omissions[i].key, (double)omissions[i].count);
    mlg_json_end(json);
}

static mlg_status print_json(char **out, const job *j, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "classes");
    for (int c = 0; c < MLG_CALIBRATE_CLASSES; c++)
        add_class(json, class_names[c], &j->by_class[c]);
    add_class(json, "all", &j->all);
    mlg_json_end(json);
    mlg_json_array(json, "worst");
    for (int32_t w = 0; w < j->n_worst; w++) {
        int64_t i = j->worst[w];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "origin", j->places.code[j->origin[i]]);
        mlg_json_text(json, "destination", j->places.code[j->destination[i]]);
        mlg_json_number(json, "computed_min", (double)j->computed_ds[i] / MLG_DS_PER_MIN);
        mlg_json_number(json, "given_min", (double)j->given_ds[i] / MLG_DS_PER_MIN);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    add_omissions(json, j);
    add_fit(json, j);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
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
    MLG_TRY(mlg_open_request(&study, &file, study_path, &run, err));
    mlg_status st = mlg_trial_open(&j.trial, &study, err);
    if (st == MLG_OK)
        st = compare(&j, matrix_path, options, err);
    if (st == MLG_OK)
        st = format == MLG_JSON ? print_json(out, &j, err) : print_text(out, &j, err);
    release(&j);
    mlg_study_file_close(file);
    return st;
}
