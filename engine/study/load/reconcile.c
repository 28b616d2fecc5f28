/* Commune codes across years: merging outlines, arrondissements of Paris, Lyon and Marseille, and the list of codes
 * that match no commune. */
#include "study/load/reconcile.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Unmatched codes of a département are listed when they are fewer than this share of its communes; when they are
 * more, the outlines do not cover that département. */
static const double most_missed = 0.05;

/* ---- arrondissements --------------------------------------------------------------------------------------- */

static const struct {
    const char *first, *last, *town;
} towns[] = { { "75101", "75120", "75056" }, { "13201", "13216", "13055" }, { "69381", "69389", "69123" } };

static bool is_town(const char *code)
{
    return strcmp(code, towns[0].town) == 0 || strcmp(code, towns[1].town) == 0 ||
           strcmp(code, towns[2].town) == 0;
}

const char *mlg_town_of_arrondissement(const char *code)
{
    for (int i = 0; i < 3; i++)
        if (strlen(code) == 5 && strcmp(code, towns[i].first) >= 0 && strcmp(code, towns[i].last) <= 0)
            return towns[i].town;
    return NULL;
}

/* ---- outlines of communes that have merged ---------------------------------------------------------------- */

static double sum(double a, double b)
{
    return isnan(a) ? b : isnan(b) ? a : a + b;
}

/* Merges `from` into `into`. */
static mlg_status absorb(mlg_commune *into, mlg_commune *from, mlg_error *err)
{
    const mlg_geom *parts[] = { into->outline, from->outline };
    mlg_geom *whole = NULL;
    if (parts[0] && parts[1])
        MLG_TRY(mlg_geom_union(&whole, parts, 2, err));
    if (whole) {
        mlg_geom_free(into->outline);
        into->outline = whole;
        MLG_TRY(mlg_geom_inner_point(&into->x, &into->y, whole, err));
    }
    into->population = sum(into->population, from->population);
    into->pop_std = sum(into->pop_std, from->pop_std);
    into->surface_km2 = sum(into->surface_km2, from->surface_km2);
    into->moved = into->moved && from->moved;
    mlg_geom_free(from->outline);
    from->outline = NULL;
    return MLG_OK;
}

mlg_status mlg_communes_merge(mlg_communes *set, mlg_error *err)
{
    int32_t kept = 0;
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < set->count; i++) {
        mlg_commune *c = &set->items[i], *last = kept > 0 ? &set->items[kept - 1] : NULL;
        bool one = st == MLG_OK && last && strcmp(last->insee, c->insee) == 0 && (last->moved || c->moved);
        if (!one) {
            set->items[kept++] = *c;
        } else if (last->moved && !c->moved) { /* the commune that kept its code gives the name */
            mlg_commune swap = *last;
            *last = *c;
            *c = swap;
            st = absorb(last, c, err);
        } else {
            st = absorb(last, c, err);
        }
    }
    set->count = kept;
    return st;
}

/* ---- rows of a file by commune ------------------------------------------------------------------------------ */

mlg_status mlg_communes_meet(mlg_meeting *how, int64_t *rows, const mlg_communes *set, int32_t c, const char *code,
                             const mlg_reader *reader, mlg_error *err)
{
    int64_t row = mlg_layer_row(reader->layer), before = rows[c];
    bool town = set->arrondissements && mlg_town_of_arrondissement(code);
    *how = before == 0 ? MLG_MEET_FIRST : MLG_MEET_AGAIN;
    if (strcmp(code, set->items[c].insee) != 0) {
        if (town && before > 0)
            *how = MLG_MEET_KNOWN;
        rows[c] = before == 0 ? -row : before;
        return MLG_OK;
    }
    rows[c] = row;
    if (before < 0 && is_town(code))
        *how = MLG_MEET_FIRST; /* the city itself, after its arrondissements */
    if (before <= 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: commune %s appears twice, rows %lld and %lld",
                             reader->spec->path, set->items[c].insee, (long long)before, (long long)row);
    mlg_hint(err, "keep one row per commune, or select rows with filter: in the study file");
    return st;
}

/* ---- codes that match nothing ------------------------------------------------------------------------------- */

static int compare_codes(const void *a, const void *b)
{
    return strcmp(a, b);
}

static mlg_known_code known_code(const mlg_commune *c)
{
    mlg_known_code known = { .population = c->population };
    strcpy(known.code, c->insee);
    return known;
}

mlg_status mlg_communes_remember(mlg_communes *set, mlg_error *err)
{
    free(set->known);
    set->known = NULL;
    set->known_count = 0;
    MLG_TRY(MLG_NEW(&set->known, (size_t)set->count, "codes", err));
    for (int32_t i = 0; i < set->count; i++)
        set->known[set->known_count++] = known_code(&set->items[i]);
    qsort(set->known, (size_t)set->known_count, sizeof *set->known, compare_codes);
    set->arrondissements = true;
    return MLG_OK;
}

const mlg_known_code *mlg_communes_known(const mlg_communes *set, const char *code)
{
    return set->known_count > 0
               ? bsearch(code, set->known, (size_t)set->known_count, sizeof *set->known, compare_codes)
               : NULL;
}

bool mlg_communes_hold(const mlg_communes *set, const char *code)
{
    return mlg_communes_known(set, code) != NULL;
}

mlg_status mlg_communes_miss(mlg_communes *set, const mlg_reader *reader, const char *code, const char *value,
                             mlg_error *err)
{
    const char *town = mlg_town_of_arrondissement(code);
    if (!mlg_is_insee_code(code) || mlg_communes_hold(set, mlg_communes_today(set, code)) ||
        (town && mlg_communes_hold(set, town)))
        return MLG_OK;
    MLG_TRY(MLG_GROW(&set->missed, &set->missed_capacity, set->missed_count + 1, "codes", err));
    mlg_missed *m = &set->missed[set->missed_count++];
    *m = (mlg_missed){ .row = mlg_layer_row(reader->layer) };
    strcpy(m->code, code);
    snprintf(m->value, sizeof m->value, "%s", value ? value : "");
    return MLG_OK;
}

int32_t mlg_communes_count_covered(const mlg_communes *set, const char *code)
{
    int32_t count = 0;
    for (int32_t i = 0; i < set->known_count; i++)
        count += strncmp(set->known[i].code, code, mlg_department_length(code)) == 0;
    return count;
}

static int compare_missed(const void *a, const void *b)
{
    const mlg_missed *x = a, *y = b;
    int codes = strcmp(x->code, y->code);
    return codes ? codes : (x->row > y->row) - (x->row < y->row);
}

mlg_status mlg_communes_tell_missed(mlg_communes *set, mlg_reader *reader, mlg_error *err)
{
    size_t end;
    mlg_status st = MLG_OK;
    if (set->missed_count > 0)
        qsort(set->missed, set->missed_count, sizeof *set->missed, compare_missed);
    for (size_t i = 0; i < set->missed_count && st == MLG_OK; i = end) {
        const char *code = set->missed[i].code;
        for (end = i; end < set->missed_count; end++)
            if (strncmp(set->missed[end].code, code, mlg_department_length(code)) != 0)
                break;
        double most = fmax(1, most_missed * mlg_communes_count_covered(set, code));
        for (size_t k = i;
             k < end && st == MLG_OK && mlg_communes_count_covered(set, code) > 0 && (double)(end - i) <= most;
             k++)
            st = mlg_reader_list(reader, set->missed[k].row, set->missed[k].code, "commune absente des contours",
                                 set->missed[k].value, err);
    }
    set->missed_count = 0;
    return st;
}
