#include "study/load/activity.h"

#include "base/memory.h"

#include <math.h>

typedef struct {
    uint64_t person;
    size_t row;
} entry;

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return x->row < y->row ? -1 : 1;
}

/* The rows of one person. */
static void add_up(mlg_activity *rows, const entry *first, const entry *end)
{
    double whole = 0;
    float age = (float)NAN;
    for (const entry *e = first; e < end; e++) {
        const mlg_activity *a = &rows[e->row];
        whole += isnan(a->quantity) ? 0 : a->quantity;
        if (!a->stands_in && isnan(age))
            age = a->age;
    }
    for (const entry *e = first; e < end; e++) {
        mlg_activity *a = &rows[e->row];
        a->whole = isnan(a->whole) ? whole : a->whole;
        a->age = age;
    }
}

/* Orders rows by person, then practice, then position in the file. */
static int compare_practices(const void *a, const void *b)
{
    const mlg_activity *x = *(mlg_activity *const *)a, *y = *(mlg_activity *const *)b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->practice != y->practice)
        return x->practice < y->practice ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* The rows of one person. */
static void share_time(mlg_activity **first, mlg_activity **end)
{
    size_t practices = 1;
    for (mlg_activity **a = first + 1; a < end; a++) {
        (*a)->again = (*a)->practice && (*a)->practice == a[-1]->practice;
        practices += !(*a)->again;
    }
    for (mlg_activity **a = first; a < end; a++)
        (*a)->quantity = (*a)->again ? 0 : (*a)->quantity / (double)practices;
}

mlg_status mlg_activities_share(mlg_activity *rows, size_t count, mlg_error *err)
{
    mlg_activity **named;
    size_t n = 0;
    MLG_TRY(MLG_NEW(&named, count, "professionals", err));
    for (size_t i = 0; i < count; i++)
        if (rows[i].person)
            named[n++] = &rows[i];
    qsort(named, n, sizeof(mlg_activity *), compare_practices);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && named[end]->person == named[i]->person;)
            end++;
        share_time(named + i, named + end);
    }
    free(named);
    return MLG_OK;
}

mlg_status mlg_activities_add_up(mlg_activity *rows, size_t count, mlg_error *err)
{
    entry *entries;
    size_t named = 0;
    MLG_TRY(MLG_NEW(&entries, count, "professionals", err));
    for (size_t i = 0; i < count; i++)
        if (rows[i].person)
            entries[named++] = (entry){ rows[i].person, i };
    qsort(entries, named, sizeof *entries, compare);
    for (size_t i = 0, end; i < named; i = end) {
        for (end = i + 1; end < named && entries[end].person == entries[i].person;)
            end++;
        add_up(rows, entries + i, entries + end);
    }
    free(entries);
    return MLG_OK;
}
