#include "output/workbook/key_figures.h"

#include "base/language.h"
#include "output/tables/benchmark.h"
#include "output/tables/findings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LABEL, VALUE, UNIT, DEPARTMENT, REGION, COUNTRY, COLUMNS };

typedef struct {
    mlg_workbook *book;
    const mlg_findings *found;
    int32_t row;
} sheet;

/* Of the row `totals`; `access`: left out where no access is known; `share`: the percentage of the population follows. */
static const struct figure {
    const char *label, *column, *unit;
    bool access, share;
} figures[] = {
    { MLG_REPORT_MARK("Communes"), "communes", MLG_REPORT_MARK("nombre"), false, false },
    { MLG_REPORT_MARK("Population"), "population", MLG_REPORT_MARK("habitants"), false, false },
    { MLG_REPORT_MARK("APL moyenne aux généralistes"), "apl",
      MLG_REPORT_MARK("consultations par an et par habitant"), true, false },
    { MLG_REPORT_MARK("Seuil d’accès"), "seuil", MLG_REPORT_MARK("consultations par an et par habitant"), true,
      false },
    { MLG_REPORT_MARK("Communes sous le seuil d’accès"), "communes_sous", MLG_REPORT_MARK("nombre"), true, false },
    { MLG_REPORT_MARK("Habitants sous le seuil d’accès"), "population_sous", MLG_REPORT_MARK("habitants"), true,
      true },
    { MLG_REPORT_MARK("Zones d’un seul tenant sous le seuil"), "deserts", MLG_REPORT_MARK("nombre"), true, false },
    { MLG_REPORT_MARK("Quartiers prioritaires"), "qpv", MLG_REPORT_MARK("nombre"), false, false },
};

static mlg_status add_line(sheet *s, const char *label, double value, const char *unit, mlg_error *err)
{
    MLG_TRY(mlg_workbook_text(s->book, s->row, LABEL, label, err));
    MLG_TRY(mlg_workbook_figure(s->book, s->row, VALUE, value, err));
    return mlg_workbook_text(s->book, s->row++, UNIT, unit, err);
}

static mlg_status add_figures(sheet *s, mlg_error *err)
{
    const mlg_sheet_rows *totals = &s->found->totals;
    bool measured = mlg_sheet_number(totals, 0, "communes_apl") > 0;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const struct figure *f = &figures[i];
        double value = mlg_sheet_number(totals, 0, f->column);
        if (isnan(value) || (f->access && !measured))
            continue;
        MLG_TRY(add_line(s, mlg_report_tr(f->label), value, mlg_report_tr(f->unit), err));
        if (f->share)
            MLG_TRY(add_line(s, mlg_report_tr("soit, de la population"),
                             100 * value / mlg_sheet_number(totals, 0, "population"), "%", err));
    }
    return MLG_OK;
}

static mlg_status add_benchmarks(sheet *s, mlg_error *err)
{
    mlg_benchmarks beside;
    MLG_TRY(mlg_benchmarks_read(&beside, s->found, err));
    if (!beside.known)
        return MLG_OK;
    s->row++;
    MLG_TRY(mlg_workbook_heading(s->book, s->row, mlg_report_tr("Professionnels, comparés"), err));
    MLG_TRY(mlg_workbook_text(s->book, s->row, DEPARTMENT, beside.department, err));
    MLG_TRY(mlg_workbook_text(s->book, s->row, REGION, beside.region, err));
    MLG_TRY(mlg_workbook_text(s->book, s->row++, COUNTRY, "France", err));
    for (int k = 0; k < MLG_BENCHMARKS; k++) {
        const mlg_benchmark *one = &beside.of[k];
        MLG_TRY(mlg_workbook_figure(s->book, s->row, DEPARTMENT, one->department, err));
        MLG_TRY(mlg_workbook_figure(s->book, s->row, REGION, one->region, err));
        MLG_TRY(mlg_workbook_figure(s->book, s->row, COUNTRY, one->france, err));
        MLG_TRY(add_line(s, mlg_report_tr(one->label), one->here, "BPE 2024", err));
    }
    return MLG_OK;
}

/* People by class of access, as a table and as bars in the colours of the map. */
static mlg_status add_classes(sheet *s, mlg_error *err)
{
    double persons[MLG_ACCESS_CLASSES + 1];
    uint32_t colours[MLG_ACCESS_CLASSES];
    if (!(mlg_sheet_number(&s->found->totals, 0, "communes_apl") > 0))
        return MLG_OK;
    mlg_findings_persons(persons, s->found);
    const char *title = mlg_report_tr("Habitants selon les consultations à leur portée");
    s->row++;
    MLG_TRY(mlg_workbook_heading(s->book, s->row++, title, err));
    int32_t first = s->row;
    for (int k = 0; k < MLG_ACCESS_CLASSES; k++) {
        char words[256];
        mlg_look_class_label(words, sizeof words, &s->found->look, k);
        colours[k] = mlg_colour_rgb(s->found->look.palette->access[k]);
        MLG_TRY(add_line(s, words, persons[k], mlg_report_tr("habitants"), err));
    }
    if (persons[MLG_ACCESS_CLASSES] > 0)
        MLG_TRY(add_line(s, mlg_report_tr("APL inconnue"), persons[MLG_ACCESS_CLASSES], mlg_report_tr("habitants"),
                         err));
    const mlg_workbook_chart chart = { .title = title,
                                       .first = first,
                                       .count = MLG_ACCESS_CLASSES,
                                       .labels = LABEL,
                                       .values = VALUE,
                                       .colours = colours,
                                       .row = s->row + 1 };
    return mlg_workbook_draw(s->book, &chart, err);
}

mlg_status mlg_workbook_key_figures(mlg_workbook *book, mlg_db *db, mlg_error *err)
{
    static const double widths[COLUMNS] = { 48, 14, 36, 20, 20, 14 };
    mlg_findings found;
    sheet s = { book, &found, 0 };
    mlg_status st;
    MLG_GO(mlg_findings_read(&found, db, err));
    MLG_GO(mlg_workbook_sheet(book, mlg_report_tr("Chiffres clés"), err));
    for (int i = 0; i < COLUMNS; i++)
        MLG_GO(mlg_workbook_width(book, i, widths[i], err));
    const char *title = mlg_sheet_text(&found.study, 0, "titre");
    MLG_GO(mlg_workbook_heading(book, s.row, *title ? title : "Maillage", err));
    s.row += 2;
    MLG_GO(add_figures(&s, err));
    MLG_GO(add_benchmarks(&s, err));
    st = add_classes(&s, err);
done:
    mlg_findings_release(&found);
    return st;
}
