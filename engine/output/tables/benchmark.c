#include "output/tables/benchmark.h"

#include "base/language.h"
#include "base/memory.h"
#include "study/france/france.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *label;
    mlg_france_figure figure;
} asked[MLG_BENCHMARKS] = {
    { MLG_REPORT_MARK("Généralistes pour 10\u202f000 habitants"), MLG_FRANCE_GP },
    { MLG_REPORT_MARK("Pharmacies pour 10\u202f000 habitants"), MLG_FRANCE_PHARMACIES },
    { MLG_REPORT_MARK("Infirmiers pour 10\u202f000 habitants"), MLG_FRANCE_NURSES },
};

typedef struct {
    double people, known[MLG_BENCHMARKS], count[MLG_BENCHMARKS];
} sum;

typedef struct {
    const char *code;
    double persons;
} member;

static void add(sum *s, const mlg_france_commune *c)
{
    double people = c->figure[MLG_FRANCE_PEOPLE];
    if (!(people > 0))
        return;
    s->people += people;
    for (int k = 0; k < MLG_BENCHMARKS; k++) {
        double count = c->figure[asked[k].figure];
        if (isnan(count))
            continue;
        s->known[k] += people;
        s->count[k] += count;
    }
}

static double density(const sum *s, int k)
{
    static const double enough = 0.9;
    return s->people > 0 && s->known[k] >= enough * s->people ? 1e4 * s->count[k] / s->known[k] : (double)NAN;
}

static int by_code(const void *left, const void *right)
{
    const member *l = left, *r = right;
    return strcmp(l->code, r->code);
}

/* Codes and persons of the territory, sorted by code. */
static mlg_status list_members(member **out, const mlg_findings *found, mlg_error *err)
{
    int32_t n = found->communes.count;
    MLG_TRY(MLG_NEW(out, (size_t)n, "communes", err));
    for (int32_t i = 0; i < n; i++)
        (*out)[i] = (member){ mlg_sheet_text(&found->communes, i, "insee_com"),
                              mlg_sheet_number(&found->communes, i, "population") };
    qsort(*out, (size_t)n, sizeof **out, by_code);
    return MLG_OK;
}

/* The one département and the one region of the members; NULL when there are several. */
typedef struct {
    const char *department, *region;
    bool departments, regions; /* several */
    sum here;
    double persons; /* of the study, in the communes found */
} territory;

static void note_place(territory *t, const mlg_france_commune *c)
{
    t->departments |= t->department && strcmp(t->department, c->department) != 0;
    t->regions |= t->region && strcmp(t->region, c->region) != 0;
    t->department = c->department;
    t->region = c->region;
}

static void find_territory(territory *t, const mlg_france *france, const member *members, int32_t n)
{
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        const member key = { .code = c->code }, *one = bsearch(&key, members, (size_t)n, sizeof key, by_code);
        if (!one)
            continue;
        note_place(t, c);
        add(&t->here, c);
        t->persons += one->persons > 0 ? one->persons : 0;
    }
}

static bool is_of_france(const territory *t, const mlg_findings *found)
{
    double persons = mlg_sheet_number(&found->totals, 0, "population");
    return persons > 0 && t->persons >= 0.9 * persons && fabs(t->here.people - persons) <= 0.2 * persons;
}

static void fill(mlg_benchmarks *out, const mlg_france *france, const territory *t)
{
    sum department = { 0 }, region = { 0 }, all = { 0 };
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (c->file == MLG_FRANCE_DISTRICTS) /* counted in their town */
            continue;
        add(&all, c);
        if (!t->departments && strcmp(c->department, t->department) == 0)
            add(&department, c);
        if (!t->regions && strcmp(c->region, t->region) == 0)
            add(&region, c);
    }
    const mlg_france_department *where = mlg_france_department_of(france, t->department);
    snprintf(out->department, sizeof out->department, "%s", !t->departments && where ? where->name : "");
    snprintf(out->region, sizeof out->region, "%s", !t->regions && where ? where->region_name : "");
    const bool one = *out->region && strcmp(out->department, out->region) == 0; /* La Réunion, Guadeloupe... */
    if (one)
        *out->region = '\0';
    out->known = true;
    for (int k = 0; k < MLG_BENCHMARKS; k++)
        out->of[k] = (mlg_benchmark){ asked[k].label, density(&t->here, k), density(&department, k),
                                      one ? (double)NAN : density(&region, k), density(&all, k) };
}

mlg_status mlg_benchmarks_read(mlg_benchmarks *out, const mlg_findings *found, mlg_error *err)
{
    const mlg_france *france;
    member *members = NULL;
    territory t = { 0 };
    mlg_status st;
    *out = (mlg_benchmarks){ .known = false };
    if (found->communes.count == 0)
        return MLG_OK;
    MLG_GO(mlg_france_open(&france, err));
    MLG_GO(list_members(&members, found, err));
    find_territory(&t, france, members, found->communes.count);
    if (is_of_france(&t, found))
        fill(out, france, &t);
done:
    free(members);
    return st == MLG_INPUT ? MLG_OK : st; /* not installed: there is nothing to compare with */
}
