/* Postal codes to communes: when several communes share a code, the most populous one. */
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/source.h"

#include <math.h>
#include <string.h>

static int compare_postal(const void *a, const void *b)
{
    const mlg_postal *x = a, *y = b;
    return strcmp(x->code, y->code);
}

static double persons_of(const mlg_communes *set, int32_t commune)
{
    return commune < 0 || isnan(set->items[commune].population) ? -1 : set->items[commune].population;
}

/* Of as many people: the first by its code, whatever the order of the file. */
static bool is_larger(const mlg_communes *set, int32_t commune, int32_t other)
{
    double mine = persons_of(set, commune), its = persons_of(set, other);
    return mine > its || (mine == its && commune < other);
}

typedef struct {
    mlg_communes *set;
    int insee, postal;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    return mlg_reader_code_column(&l->postal, reader, "code_postal", true, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *l = context;
    mlg_communes *set = l->set;
    const char *code = mlg_reader_text(reader, l->postal), *commune;
    bool french = !reader->study->config->codes || strcmp(reader->study->config->codes, "any") != 0;
    MLG_TRY(mlg_reader_insee_or_reject(&commune, reader, l->insee, err));
    if (!commune)
        return MLG_OK;
    mlg_postal p = { .commune = mlg_communes_find(set, commune) };
    if (!code || strlen(code) >= sizeof p.code ||
        (french && (strlen(code) != 5 || strspn(code, "0123456789") != 5)))
        return mlg_reader_reject(reader, commune, "code postal invalide", code, err);
    strcpy(p.code, code);
    reader->kept++;
    MLG_TRY(MLG_GROW(&set->postal, &set->postal_capacity, set->postal_count + 1, "postal codes", err));
    set->postal[set->postal_count++] = p;
    return MLG_OK;
}

/* Keeps one entry per code. */
static void keep_largest(mlg_communes *set)
{
    size_t kept = 0;
    if (set->postal_count > 0)
        qsort(set->postal, set->postal_count, sizeof *set->postal, compare_postal);
    for (size_t i = 0; i < set->postal_count; i++) {
        mlg_postal *last = kept > 0 ? &set->postal[kept - 1] : NULL, *p = &set->postal[i];
        if (!last || strcmp(last->code, p->code) != 0)
            set->postal[kept++] = *p;
        else if (is_larger(set, p->commune, last->commune))
            last->commune = p->commune;
    }
    set->postal_count = kept;
}

mlg_status mlg_postal_read(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    static const mlg_reading reading = { .role = "postal", .start = start, .row = read_row };
    loading l = { .set = set };
    MLG_TRY(mlg_read_sources(&reading, &study->config->sources.postal, study, &l, err));
    keep_largest(set);
    return MLG_OK;
}

int32_t mlg_postal_find(bool *known, const mlg_communes *set, const char *code)
{
    mlg_postal key = { .commune = -1 };
    const mlg_postal *found = NULL;
    if (strlen(code) < sizeof key.code && set->postal_count > 0) {
        strcpy(key.code, code);
        found = bsearch(&key, set->postal, set->postal_count, sizeof key, compare_postal);
    }
    *known = found != NULL;
    return found ? found->commune : -1;
}
