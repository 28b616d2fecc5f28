/* Facts of a place next to its département and France: values, ranks, tenths. */
#include "output/place/place.h"

#include "base/language.h"
#include "base/memory.h"
#include "output/figure.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* Figures are sums, shares of two sums, or means weighted by people. */
typedef enum kind { SUM, SHARE, MEAN } kind;

static const struct {
    const char *label, *unit;
    kind kind;
    mlg_france_figure figure, over;
    double times;
    int places;
} rows[] = {
    { MLG_REPORT_MARK("Habitants"), "", SUM, MLG_FRANCE_PEOPLE, 0, 1, 0 },
    { MLG_REPORT_MARK("Densité"), MLG_REPORT_MARK("hab./km²"), SHARE, MLG_FRANCE_PEOPLE, MLG_FRANCE_KM2, 1, 0 },
    { MLG_REPORT_MARK("Généralistes"), MLG_REPORT_MARK("BPE 2024"), SUM, MLG_FRANCE_GP, 0, 1, 0 },
    { MLG_REPORT_MARK("Généralistes pour 10 000 hab."), MLG_REPORT_MARK("BPE 2024"), SHARE, MLG_FRANCE_GP,
      MLG_FRANCE_PEOPLE, 1e4, 1 },
    { MLG_REPORT_MARK("Généralistes"), MLG_REPORT_MARK("2020"), SUM, MLG_FRANCE_GP_2020, 0, 1, 0 },
    { MLG_REPORT_MARK("Pharmacies pour 10 000 hab."), MLG_REPORT_MARK("BPE 2024"), SHARE, MLG_FRANCE_PHARMACIES,
      MLG_FRANCE_PEOPLE, 1e4, 1 },
    { MLG_REPORT_MARK("Infirmiers pour 10 000 hab."), MLG_REPORT_MARK("BPE 2024"), SHARE, MLG_FRANCE_NURSES,
      MLG_FRANCE_PEOPLE, 1e4, 1 },
    { MLG_REPORT_MARK("Structures de santé"), MLG_REPORT_MARK("BPE 2024"), SUM, MLG_FRANCE_STRUCTURES, 0, 1, 0 },
    { MLG_REPORT_MARK("Taux de pauvreté"), MLG_REPORT_MARK("%, 2015"), MEAN, MLG_FRANCE_POVERTY, 0, 1, 1 },
    { MLG_REPORT_MARK("Revenu médian"), MLG_REPORT_MARK("€ par an, 2015"), MEAN, MLG_FRANCE_INCOME, 0, 1, 0 },
};
enum { ROWS = sizeof rows / sizeof *rows };

/* Sums over the communes where both the figure and its denominator are known. */
typedef struct {
    double top, bottom, people, known; /* total population, and that where the figure is known */
} sum;

static void add(sum *s, int row, const double *figure)
{
    double value = figure[rows[row].figure], people = figure[MLG_FRANCE_PEOPLE];
    double over = rows[row].kind == SHARE ? figure[rows[row].over] : rows[row].kind == MEAN ? people : 1;
    s->people += isnan(people) ? 0 : people;
    if (isnan(value) || isnan(over))
        return;
    s->known += isnan(people) ? 0 : people;
    s->top += rows[row].kind == MEAN ? value * over : value;
    s->bottom += over;
}

/* Unknown when it is missing for more than a tenth of the people. */
static double value_of(const sum *s, int row)
{
    static const double enough = 0.9;
    if (s->bottom <= 0 || s->known < enough * s->people)
        return (double)NAN;
    return rows[row].kind == SUM ? s->top : rows[row].times * s->top / s->bottom;
}

static bool counts(const mlg_france_commune *c)
{
    return c->file != MLG_FRANCE_DISTRICTS;
}

/* ---- units: communes, or groups of them ---------------------------------------------------------------------------- */

typedef struct {
    const char *code;
    const mlg_france_commune *seat; /* its most populous commune */
    int32_t first, count;           /* in the communes sorted by unit */
} unit;

typedef struct {
    const mlg_france_commune **sorted;
    unit *units;
    int32_t count;
} units;

static int by_group(const void *left, const void *right)
{
    const mlg_france_commune *const *l = left, *const *r = right;
    int order = strcmp((*l)->epci, (*r)->epci);
    return order ? order : strcmp((*l)->code, (*r)->code);
}

static const char *unit_code(const mlg_france_commune *c, bool group)
{
    return group ? c->epci : c->code;
}

static mlg_status list_units(units *u, const mlg_france *france, bool group, mlg_error *err)
{
    int32_t n = 0;
    MLG_TRY(MLG_NEW(&u->sorted, (size_t)france->count, "the communes of France", err));
    MLG_TRY(MLG_NEW(&u->units, (size_t)france->count, "the communes of France", err));
    for (int32_t i = 0; i < france->count; i++)
        if (counts(&france->communes[i]) && *unit_code(&france->communes[i], group))
            u->sorted[n++] = &france->communes[i];
    if (group)
        qsort(u->sorted, (size_t)n, sizeof *u->sorted, by_group);
    for (int32_t i = 0; i < n; i++) {
        const mlg_france_commune *c = u->sorted[i];
        unit *last = u->count > 0 ? &u->units[u->count - 1] : NULL;
        if (!last || strcmp(last->code, unit_code(c, group)) != 0) {
            last = &u->units[u->count++];
            *last = (unit){ .code = unit_code(c, group), .seat = c, .first = i };
        }
        last->count++;
        if (c->figure[MLG_FRANCE_PEOPLE] > last->seat->figure[MLG_FRANCE_PEOPLE])
            last->seat = c;
    }
    return MLG_OK;
}

static void free_units(units *u)
{
    free(u->sorted);
    free(u->units);
}

static double unit_value(const units *u, const unit *one, int row)
{
    sum s = { 0 };
    for (int32_t i = 0; i < one->count; i++)
        add(&s, row, u->sorted[one->first + i]->figure);
    return value_of(&s, row);
}

/* ---- one line --------------------------------------------------------------------------------------------------- */

/* Rank among the units of the département, tenth among those of France; both by value, equal values share the best rank. */
static void rank(mlg_place_line *line, const units *u, const char *department, int row)
{
    int32_t lower = 0, equal = 0, known = 0;
    line->rank = 1;
    for (int32_t i = 0; i < u->count; i++) {
        double value = unit_value(u, &u->units[i], row);
        if (isnan(value))
            continue;
        known++;
        lower += value < line->here;
        equal += value == line->here;
        if (strcmp(u->units[i].seat->department, department) == 0)
            mlg_place_compare(line, value);
    }
    /* in the middle of its ties, so that the tenths are symmetric */
    line->tenth = 1 + (int)(10 * ((double)lower + 0.5 * (double)(equal > 0 ? equal - 1 : 0)) / (double)known);
}

static mlg_place_line line_of(const mlg_france *france, const mlg_france_territory *where, const units *u,
                              const char *department, int row)
{
    sum here = { 0 }, beside = { 0 }, all = { 0 };
    mlg_place_line line = { .label = rows[row].label, .unit = rows[row].unit, .places = rows[row].places };
    for (int32_t i = 0; i < where->count; i++)
        add(&here, row, france->communes[where->members[i]].figure);
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (!counts(c))
            continue;
        add(&all, row, c->figure);
        if (strcmp(c->department, department) == 0)
            add(&beside, row, c->figure);
    }
    line.here = value_of(&here, row);
    line.beside = value_of(&beside, row);
    line.france = value_of(&all, row);
    if (!isnan(line.here) && u)
        rank(&line, u, department, row);
    return line;
}

static void name_place(mlg_place *out, const mlg_france *france, const mlg_france_territory *where,
                       const mlg_france_commune *seat)
{
    const mlg_france_department *d = mlg_france_department_of(france, seat->department);
    out->group = where->kind == MLG_FRANCE_EPCI;
    snprintf(out->code, sizeof out->code, "%s", where->code);
    snprintf(out->name, sizeof out->name, "%s", where->name);
    snprintf(out->around, sizeof out->around, "%s%s%s", out->group ? "" : seat->epci_name,
             !out->group && *seat->epci_name ? ", " : "", d ? d->name : "");
}

mlg_status mlg_place_describe(mlg_place *out, const mlg_france *france, const mlg_france_territory *where,
                              mlg_error *err)
{
    units u = { 0 };
    const mlg_france_commune *seat = &france->communes[where->members[0]];
    mlg_status st = MLG_OK;
    *out = (mlg_place){ 0 };
    for (int32_t i = 1; i < where->count; i++) {
        const mlg_france_commune *c = &france->communes[where->members[i]];
        if (c->figure[MLG_FRANCE_PEOPLE] > seat->figure[MLG_FRANCE_PEOPLE])
            seat = c;
    }
    name_place(out, france, where, seat);
    MLG_GO(list_units(&u, france, out->group, err));
    for (int row = 0; row < ROWS; row++) /* a municipal district does not rank among communes */
        out->facts[out->fact_count++] =
            line_of(france, where, seat->file == MLG_FRANCE_DISTRICTS ? NULL : &u, seat->department, row);
done:
    free_units(&u);
    return st;
}
