/* What mlg_calibrate() tells: text and JSON. */
#include "pipeline/calibration.h"

#include "adapters/json.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/os/stream.h"
#include "output/figure.h"

#include <math.h>
#include <stdio.h>

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
static double fitted_speed(const mlg_calibration_job *j, int level, bool by_density)
{
    const double faster = by_density ? j->levels.faster[level] : j->fit.faster;
    return round(10 * faster * mlg_study_crow(&j->trial.study).speed_kmh[level]) / 10;
}

void mlg_calibration_travel_lines(mlg_text *to, const mlg_calibration_job *j)
{
    mlg_text_printf(to, "travel:\n  model: crow\n  detour: %g\n  terminal_minutes: %.1f\n  speeds_kmh: [",
                    mlg_study_crow(&j->trial.study).detour,
                    j->by_density ? j->levels.terminal_min : j->fit.terminal_min);
    for (int level = 1; level <= 7; level++)
        mlg_text_printf(to, "%s%g", level > 1 ? ", " : "", fitted_speed(j, level, j->by_density));
    mlg_text_add(to, "]\n");
}

void mlg_calibration_uncertainty_line(mlg_text *to, const mlg_calibration_job *j)
{
    mlg_text_printf(to, "uncertainty: { times: %.2f }\n", j->fit.spread[1]);
}

static void print_fit(FILE *to, const mlg_calibration_job *j)
{
    const mlg_calibrate_fit *f = &j->fit;
    mlg_text lines = { 0 };
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
    mlg_calibration_travel_lines(&lines, j);
    mlg_text_add(&lines, mlg_tr("Spread of the held-out pairs around the fit, for 'uncertainty':\n"));
    mlg_calibration_uncertainty_line(&lines, j);
    fputs(mlg_text_words(&lines), to);
    mlg_text_release(&lines);
}

/* Rows of the matrix that are not compared, by reason. A row of an unknown origin is not looked at further. */
typedef struct {
    const char *key, *words;
    int64_t count;
} omission;

enum { OMISSIONS = 4 };

/* Returns the sum; the last reason is what the others leave: routes marked as missing, and pairs given more than once. */
static int64_t find_omissions(omission omissions[OMISSIONS], const mlg_calibration_job *j)
{
    int64_t all = j->stats.rows - j->pairs.count;
    int64_t destinations = j->stats.pairs - j->pairs.count - j->own;
    omissions[0] = (omission){ "unknown_origin", MLG_MARK("origin that is not a commune of the study"),
                               j->stats.unknown_origins };
    omissions[1] = (omission){ "unknown_destination", MLG_MARK("destination that is not a commune of the study"),
                               destinations };
    omissions[2] = (omission){ "own", MLG_MARK("from a commune to itself"), j->own };
    omissions[3] = (omission){ "no_time", MLG_MARK("without a time, or given more than once"),
                               all - j->stats.unknown_origins - destinations - j->own };
    return all;
}

static void print_omissions(FILE *to, const mlg_calibration_job *j)
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

mlg_status mlg_calibration_text(char **out, const mlg_calibration_job *j, mlg_error *err)
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

static void add_fit(mlg_json *json, const mlg_calibration_job *j)
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

static void add_omissions(mlg_json *json, const mlg_calibration_job *j)
{
    omission omissions[OMISSIONS];
    find_omissions(omissions, j);
    mlg_json_object(json, "not_compared");
    for (int i = 0; i < OMISSIONS; i++)
        mlg_json_number(json, omissions[i].key, (double)omissions[i].count);
    mlg_json_end(json);
}

mlg_status mlg_calibration_json(char **out, const mlg_calibration_job *j, mlg_error *err)
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
