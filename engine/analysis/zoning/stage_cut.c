/* Limits of the classes of a profession from the published indicator of the whole of France. */
#include "analysis/zoning/cut.h"

#include "analysis/zoning/assignment.h"
#include "base/memory.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char insee[MLG_CODE_MAX + 1], territory[16];
    double value, residents, standardised;
} commune;

typedef struct {
    int insee, field[3];
    commune *items;
    int32_t count;
    size_t room;
    bool composition;
} reading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    reading *r = context;
    MLG_TRY(mlg_reader_code_column(&r->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&r->field[0], reader, r->composition ? "tvs" : "apl", true, err));
    if (r->composition)
        return MLG_OK;
    MLG_TRY(mlg_reader_column(&r->field[1], reader, "population", false, err));
    return mlg_reader_column(&r->field[2], reader, "pop_std", false, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    reading *r = context;
    const char *code;
    bool again;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, r->insee, err));
    if (!code)
        return MLG_OK;
    MLG_TRY(mlg_reader_seen(&again, reader, code, NULL, err));
    if (again) /* the load has listed it */
        return MLG_OK;
    MLG_TRY(MLG_GROW(&r->items, &r->room, (size_t)r->count + 1, "communes of France", err));
    commune *c = &r->items[r->count];
    *c = (commune){ .value = (double)NAN };
    snprintf(c->insee, sizeof c->insee, "%s", code);
    if (r->composition) {
        const char *territory = mlg_reader_text(reader, r->field[0]);
        snprintf(c->territory, sizeof c->territory, "%.15s", territory ? territory : code);
    } else {
        MLG_TRY(mlg_reader_number(&c->value, reader, r->field[0], 0, err));
        MLG_TRY(mlg_reader_number(&c->residents, reader, r->field[1], 0, err));
        MLG_TRY(mlg_reader_number(&c->standardised, reader, r->field[2], 0, err));
    }
    r->count++;
    reader->kept++;
    return MLG_OK;
}

/* Reads a source again, whole, without recording anything: the load has recorded its provenance and rejects. */
static mlg_status read_again(reading *r, const mlg_study *study, const char *role, const mlg_config_list *list,
                             mlg_error *err)
{
    const mlg_reading how = { .role = role, .start = start, .row = read_row };
    mlg_study quiet = *study;
    quiet.db = NULL;
    return mlg_read_sources(&how, list, &quiet, r, err);
}

static int by_code(const void *left, const void *right)
{
    return strcmp(((const commune *)left)->insee, ((const commune *)right)->insee);
}

static int by_territory(const void *left, const void *right)
{
    const commune *a = left, *b = right;
    int order = strcmp(a->territory, b->territory);
    return order ? order : strcmp(a->insee, b->insee);
}

/* A commune that the composition leaves out is a territory of its own. */
static void compose(reading *apl, reading *of)
{
    if (of->count > 0)
        qsort(of->items, (size_t)of->count, sizeof *of->items, by_code);
    for (int32_t i = 0; i < apl->count; i++) {
        commune *c = &apl->items[i];
        const commune *found =
            of->count > 0 ? bsearch(c, of->items, (size_t)of->count, sizeof *of->items, by_code) : NULL;
        snprintf(c->territory, sizeof c->territory, "%.15s", found ? found->territory : c->insee);
    }
    if (apl->count > 0)
        qsort(apl->items, (size_t)apl->count, sizeof *apl->items, by_territory);
}

/* Where one of the two counts of people is not given, the other stands for it. */
static double people(const commune *c, bool standardised)
{
    double first = standardised ? c->standardised : c->residents;
    double other = standardised ? c->residents : c->standardised;
    return !isnan(first) ? first : !isnan(other) ? other : 0;
}

/* Territories of which the indicator is known for too few people are left out, as in a study. */
static int32_t gather(double *value, double *persons, const reading *r, const mlg_zoning_rule *rule)
{
    int32_t n = 0;
    for (int32_t i = 0, end; i < r->count; i = end) {
        double sum = 0, known = 0, all = 0, held = 0;
        for (end = i; end < r->count && strcmp(r->items[end].territory, r->items[i].territory) == 0; end++) {
            const commune *c = &r->items[end];
            double weight = people(c, rule->standardised);
            all += weight;
            held += people(c, rule->shares_of_standardised);
            known += isnan(c->value) ? 0 : weight;
            sum += isnan(c->value) ? 0 : weight * c->value;
        }
        value[n] = known > 0 && 100 * known / all >= MLG_LEAST_KNOWN_PCT ? sum / known : (double)NAN;
        persons[n++] = held;
    }
    return n;
}

static mlg_status cut_at(mlg_zoning_rule *rule, const reading *r, mlg_error *err)
{
    double *value = NULL, *persons = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&value, (size_t)r->count, "territories of France", err));
    MLG_GO(MLG_NEW(&persons, (size_t)r->count, "territories of France", err));
    int32_t n = gather(value, persons, r, rule);
    st = mlg_zoning_cut(rule, n, value, persons, err);
done:
    free(value);
    free(persons);
    return st;
}

/* The source of the profession with this vintage, else with the last one; NULL when there is none. */
static const mlg_config_source *find_source(const mlg_config_list *list, const char *service, const char *vintage)
{
    const mlg_config_source *best = NULL;
    for (unsigned i = 0; i < list->count; i++) {
        const mlg_config_source *s = &list->items[i];
        const char *of = s->service ? s->service : "gp", *year = s->vintage ? s->vintage : "";
        if (strcmp(of, service) != 0 || (vintage && strcmp(year, vintage) != 0))
            continue;
        if (!best || strcmp(year, best->vintage ? best->vintage : "") > 0)
            best = s;
    }
    return best;
}

mlg_status mlg_study_zoning_cut(mlg_zoning_rule *rule, mlg_study *study, const char *vintage, mlg_error *err)
{
    const mlg_config_sources *sources = &study->config->sources;
    const mlg_config_source *source = find_source(&sources->apl, rule->service, vintage);
    reading apl = { .field = { -1, -1, -1 } }, of = { .composition = true, .field = { -1, -1, -1 } };
    mlg_status st;
    if (!source) {
        st = mlg_fail(err, MLG_DATA,
                      "limits by shares need the published APL of the service '%s' for the whole of France",
                      rule->service);
        mlg_hint(err, "add a source under sources.apl, with service: %s", rule->service);
        return st;
    }
    mlg_config_source one = *source;
    const mlg_config_list list = { .items = &one, .count = 1 };
    MLG_GO(read_again(&apl, study, "apl", &list, err));
    MLG_GO(read_again(&of, study, "tvs", &sources->tvs, err));
    compose(&apl, &of);
    st = cut_at(rule, &apl, err);
done:
    free(apl.items);
    free(of.items);
    return st;
}
