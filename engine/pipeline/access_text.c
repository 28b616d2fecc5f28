/* Text output of `maillage access`. */
#include "base/language.h"
#include "base/text.h"
#include "output/figure.h"
#include "pipeline/access_findings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { UNMATCHED_SHOWN = 20 };

/* By value, so that several fit in one printf(): `figure(x, 2).text` each. */
static mlg_figure figure(double value, int places)
{
    return isnan(value) ? (mlg_figure){ "-" } : mlg_said(value, places);
}

static void tell_deciles(mlg_text *out, const mlg_measure_findings *m)
{
    const mlg_access_figures *f = &m->figures;
    mlg_text_add(out, mlg_tr("  tenths of the people, worst served first (mean):"));
    for (int k = 0; k < 10; k++)
        mlg_text_printf(out, " %s", figure(f->tenth_mean[k], 2).text);
    mlg_text_printf(
        out,
        mlg_tr("\n  D10/D1: %s; a tenth of the people under %s, half under %s, a tenth over %s; from %s to %s\n"),
        figure(f->tenth_mean[0] > 0 ? f->tenth_mean[9] / f->tenth_mean[0] : (double)NAN, 1).text,
        figure(f->decile[0], 2).text, figure(f->decile[4], 2).text, figure(f->decile[8], 2).text,
        figure(f->min, 2).text, figure(f->max, 2).text);
}

static void tell_measure(mlg_text *out, const mlg_measure_findings *m)
{
    const mlg_access_figures *f = &m->figures;
    mlg_text_printf(out, mlg_tr("%s, %s: %s\n  unit: %s; source: %s\n"), m->service, m->name, m->words, m->unit,
                    m->source);
    mlg_text_printf(out, mlg_tr("  mean: %s by standardised persons, %s by inhabitants"),
                    figure(f->mean_standardised, 2).text, figure(f->mean_total, 2).text);
    if (!isnan(m->full_time))
        mlg_text_printf(out, mlg_tr("; %s full-time equivalents for 100,000"),
                        figure(f->mean_standardised / m->full_time * 1e5, 1).text);
    mlg_text_printf(out, mlg_tr("\n  people: %s, and %s whose value is unknown\n"), figure(f->persons, 0).text,
                    figure(f->persons_unknown, 0).text);
    tell_deciles(out, m);
    if (!isnan(m->threshold))
        mlg_text_printf(out, mlg_tr("  under %s: %s inhabitants (%s %%)\n"), figure(m->threshold, 1).text,
                        figure(f->below_persons, 0).text, figure(100 * f->below_share, 1).text);
    mlg_text_add(out, mlg_tr("  worst served:\n"));
    for (int32_t k = 0; k < m->worst_count; k++) {
        int32_t i = m->worst[k];
        mlg_text_printf(out, mlg_tr("    %s %s: %s, %s inhabitants\n"), m->code[i], m->label[i],
                        figure(m->value[i], 2).text, figure(m->persons[i], 0).text);
    }
}

static void tell_head(mlg_text *out)
{
    static const struct {
        const char *word;
        int width;
    } heads[] = {
        { "communes", 8 },
        { MLG_MARK("people"), 11 },
        { MLG_MARK("computed"), 9 },
        { MLG_MARK("published"), 9 },
        { MLG_MARK("bias"), 8 },
        { "rmse", 8 },
        { "pearson", 8 },
        { "spearman", 8 },
        { "10 % c.", 8 },
        { MLG_MARK("10 % p."), 8 },
    };
    mlg_text_printf(out, "  %-17s", "");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const char *word = mlg_tr(heads[i].word);
        mlg_text_printf(out, " %*s", mlg_width(word, heads[i].width), word);
    }
    mlg_text_add(out, "\n");
}

static void tell_line(mlg_text *out, const char *name, const mlg_comparison *c)
{
    if (c->places == 0)
        return;
    mlg_text_printf(out, "  %-*s %8s %11s %9s %9s %8s %8s %8s %8s %8s %8s\n", mlg_width(name, 17), name,
                    figure(c->places, 0).text, figure(c->persons, 0).text, figure(c->mean_computed, 2).text,
                    figure(c->mean_published, 2).text, figure(c->bias, 3).text,
                    figure(c->root_mean_square, 3).text, figure(c->pearson, 3).text, figure(c->spearman, 3).text,
                    figure(100 * c->within_places, 1).text, figure(100 * c->within_persons, 1).text);
}

static void tell_unmatched(mlg_text *out, const mlg_comparison_findings *c)
{
    for (int side = 0; side < 2; side++) {
        int32_t count = 0, shown = 0;
        double persons = 0;
        for (int32_t k = 0; k < c->unmatched_count; k++)
            if (c->unmatched[k].published == (side == 0)) {
                count++;
                persons += isnan(c->unmatched[k].persons) ? 0 : c->unmatched[k].persons;
            }
        if (count == 0)
            continue;
        mlg_text_printf(out, mlg_tr("  %s: %s, %s inhabitants\n"),
                        side == 0 ? mlg_tr("published, not in the study") : mlg_tr("in the study, not published"),
                        figure(count, 0).text, figure(persons, 0).text);
        for (int32_t k = 0; k < c->unmatched_count && shown < UNMATCHED_SHOWN; k++)
            if (c->unmatched[k].published == (side == 0)) {
                mlg_text_printf(out, mlg_tr("    %s %s: %s inhabitants\n"), c->unmatched[k].code,
                                c->unmatched[k].name, figure(c->unmatched[k].persons, 0).text);
                shown++;
            }
    }
}

static void tell_comparison(mlg_text *out, const mlg_measure_findings *m, const mlg_comparison_findings *c)
{
    if (*c->vintage)
        mlg_text_printf(out, mlg_tr("%s, %s compared with the published values of %s, professionals of %s"),
                        m->service, m->name, c->vintage, mlg_tr(c->column));
    else
        mlg_text_printf(out, mlg_tr("%s, %s compared with the published values, professionals of %s"), m->service,
                        m->name, mlg_tr(c->column));
    mlg_text_add(out, c->same_ages ? ":\n" : mlg_tr(" (the study has another age limit):\n"));
    tell_head(out);
    for (int level = 0; level < MLG_COMPARE_CLASSES; level++)
        tell_line(out, mlg_tr(mlg_density_name(level)), &c->by_class[level]);
    tell_line(out, mlg_tr("all"), &c->all);
    mlg_text_add(out, mlg_tr("  means, bias and root mean square by inhabitants; correlations by commune; 10 %: "
                             "percent of communes and of "
                             "people within a tenth\n  largest differences (computed less published):\n"));
    for (int32_t k = 0; k < c->worst_count; k++) {
        int32_t i = c->worst[k];
        mlg_text_printf(out, mlg_tr("    %s %s: %s%s (%s for %s), %s inhabitants\n"), m->code[i], m->label[i],
                        m->value[i] > c->published[i] ? "+" : "", figure(m->value[i] - c->published[i], 2).text,
                        figure(m->value[i], 2).text, figure(c->published[i], 2).text,
                        figure(m->persons[i], 0).text);
    }
    tell_unmatched(out, c);
}

static mlg_status tell_conventions(mlg_text *out, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_told_conventions", err));
    mlg_status st;
    mlg_text_add(out, mlg_tr("conventions:\n"));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *unit = mlg_column_text(stmt, 3), *origin = mlg_column_text(stmt, 4);
        if (strncmp(mlg_column_text(stmt, 1), "mesure.", strlen("mesure.")) != 0)
            mlg_text_printf(out, "  %s: %s%s%s%s%s%s\n", mlg_column_text(stmt, 1), mlg_column_text(stmt, 2),
                            unit ? " " : "", unit ? unit : "", origin ? " (" : "", origin ? origin : "",
                            origin ? ")" : "");
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_access_findings_text(char **out, const mlg_access_findings *told, mlg_db *db, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < told->count && !told->compare; k++)
        tell_measure(&text, &told->measure[k]);
    for (int32_t k = 0; k < told->count; k++)
        for (int32_t c = 0; c < told->measure[k].comparison_count; c++)
            tell_comparison(&text, &told->measure[k], &told->measure[k].comparison[c]);
    if (!told->compare)
        st = tell_conventions(&text, db, err);
    if (st == MLG_OK)
        st = mlg_text_take(out, &text, err);
    mlg_text_release(&text);
    return st;
}
