/* mlg_access_report with `fit`: conventions chosen on the published APL, in words and as lines of a study file. */
#include "pipeline/access_fit.h"

#include "adapters/json.h"
#include "analysis/access/published/stage_fit.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/os/stream.h"

#include <math.h>
#include <stdio.h>

static double speed_of(const mlg_study *study, const mlg_fit_try *t, int level)
{
    return round(10 * t->set.faster * mlg_study_crow(study).speed_kmh[level]) / 10;
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

static void print_half(FILE *to, const mlg_fit_figures *f, bool held_out)
{
    fprintf(to, "  %6.3f %6.3f %5.1f/%-5.1f %4.2f/%4.2f%s", f->spearman, f->pearson, 100 * f->below,
            100 * f->below_published, f->recall, f->precision, held_out ? "*" : " ");
}

static void print_try(FILE *to, const char *name, const mlg_fit_try *t, const char *decay, int fitted)
{
    fprintf(to, "%-*s %-9s %4.0f %5.2f %-6s %6.3f", mlg_width(name, 22), name, decay, t->set.cut_min,
            t->set.faster, t->set.alike ? mlg_tr("alike") : "-", t->level);
    for (int h = 0; h < MLG_FIT_HALVES; h++)
        print_half(to, &t->half[h], fitted < MLG_FIT_HALVES && fitted != h);
    fputc('\n', to);
}

static const char *shape_name(const mlg_fit_try *t)
{
    return mlg_decay_shape_name(t->set.shape);
}

static void print_lines(FILE *to, const mlg_study *study, const mlg_study_fitted *f)
{
    const mlg_fit_try *best = &f->best[MLG_FIT_BOTH];
    fprintf(to, "travel:\n  model: crow\n  detour: %g\n  terminal_minutes: %g\n  speeds_kmh: [",
            mlg_study_crow(study).detour, mlg_study_crow(study).terminal_s / 60);
    for (int level = 1; level <= 7; level++)
        fprintf(to, "%s%g", level > 1 ? ", " : "", speed_of(study, best, level));
    fprintf(to, "]\nservices:\n  - { name: gp, acts: %.0f%s }\n", f->acts,
            best->set.alike ? ", age_weights: uniform" : "");
    if (best->set.alike && f->given_persons)
        fprintf(to, "%s\n", mlg_tr("# and without the column pop_std of the communes"));
    fputs("accessibility:\n", to);
    if (best->set.shape != MLG_STEPS) {
        fprintf(to, "  - { service: gp, measure: apl, shape: %s, cut_minutes: %g }\n", shape_name(best),
                best->set.cut_min);
        return;
    }
    const mlg_decay *steps = mlg_decay_by_name("apl-2015");
    double scale = best->set.cut_min * MLG_DS_PER_MIN / steps->end_ds[steps->count - 1];
    fputs("  - service: gp\n    measure: apl\n    steps:\n", to);
    for (int32_t k = 0; k < steps->count; k++)
        fprintf(to, "      - { minutes: %.2f, weight: %.4f }\n", scale * steps->end_ds[k] / MLG_DS_PER_MIN,
                steps->weight[k]);
}

static void print_all(FILE *to, const mlg_study *study, const mlg_study_fitted *f)
{
    static const char *const names[] = { MLG_MARK("chosen on the west"), MLG_MARK("chosen on the east"),
                                         MLG_MARK("chosen on both") };
    fprintf(
        to,
        mlg_tr("%d sets of decay, limit, speed and ages against the published APL, on %d communes in the west and "
               "%d in the east.\n"),
        (int)f->sets, (int)f->now[MLG_FIT_BOTH].half[0].places, (int)f->now[MLG_FIT_BOTH].half[1].places);
    fprintf(to, "%s\n",
            mlg_tr("For each half: Spearman, Pearson weighted by persons, percent of them under 2.5 "
                   "computed/published, recall/precision "
                   "of communes under it; * held out."));
    fprintf(to, "%-22s %-9s %4s %5s %-6s %6s\n", "", mlg_tr("decay"), "min", mlg_tr("speed"), mlg_tr("ages"),
            mlg_tr("level"));
    print_try(to, mlg_tr("the study"), &f->now[MLG_FIT_BOTH], "-", MLG_FIT_BOTH);
    for (int h = 0; h < MLG_FIT_TRIES; h++)
        print_try(to, mlg_tr(names[h]), &f->best[h], shape_name(&f->best[h]), h);
    fprintf(to, "%s\n", mlg_tr("What is chosen on both halves, to paste into the study file:"));
    print_lines(to, study, f);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void add_try(mlg_json *json, const char *name, const mlg_fit_try *t)
{
    static const char *const halves[] = { "west", "east" };
    mlg_json_object(json, name);
    mlg_json_text(json, "shape", shape_name(t));
    mlg_json_number(json, "cut_minutes", t->set.cut_min);
    mlg_json_number(json, "faster", t->set.faster);
    mlg_json_bool(json, "persons_alike", t->set.alike);
    mlg_json_number(json, "level", t->level);
    for (int h = 0; h < MLG_FIT_HALVES; h++) {
        const mlg_fit_figures *f = &t->half[h];
        mlg_json_object(json, halves[h]);
        mlg_json_number(json, "communes", f->places);
        mlg_json_number(json, "spearman", f->spearman);
        mlg_json_number(json, "pearson_by_persons", f->pearson);
        mlg_json_number(json, "below", f->below);
        mlg_json_number(json, "below_published", f->below_published);
        mlg_json_number(json, "recall", f->recall);
        mlg_json_number(json, "precision", f->precision);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static mlg_status print_json(char **out, const mlg_study_fitted *f, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_number(json, "sets", f->sets);
    add_try(json, "now", &f->now[MLG_FIT_BOTH]);
    add_try(json, "west", &f->best[0]);
    add_try(json, "east", &f->best[1]);
    add_try(json, "both", &f->best[MLG_FIT_BOTH]);
    mlg_json_number(json, "acts", f->acts);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_access_fit_tell(char **out, mlg_study *study, mlg_format format, mlg_error *err)
{
    mlg_study_fitted fitted;
    MLG_TRY(mlg_study_fit(&fitted, study, err));
    if (format == MLG_JSON)
        return print_json(out, &fitted, err);
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    print_all(to, study, &fitted);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}
