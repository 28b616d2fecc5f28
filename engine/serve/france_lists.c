#include "serve/france_lists.h"

#include "adapters/json.h"
#include "base/memory.h"
#include "study/france/france.h"

#include <math.h>
#include <string.h>

static bool is_listed(const mlg_france_commune *c)
{
    return c->file != MLG_FRANCE_DISTRICTS && isfinite(c->lon) && isfinite(c->lat);
}

static double rounded(double degrees)
{
    return round(degrees * 1000) / 1000; /* 100 m */
}

static void add_communes(mlg_json *json, const mlg_france *france)
{
    mlg_json_array(json, "communes");
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (!is_listed(c))
            continue;
        mlg_json_array(json, NULL);
        mlg_json_text(json, NULL, c->code);
        mlg_json_text(json, NULL, c->name);
        mlg_json_number(json, NULL, rounded(c->lon));
        mlg_json_number(json, NULL, rounded(c->lat));
        mlg_json_number(json, NULL, c->figure[MLG_FRANCE_PEOPLE]);
        mlg_json_text(json, NULL, c->epci);
        mlg_json_text(json, NULL, c->department);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static int by_epci(const void *a, const void *b)
{
    const mlg_france_commune *const *x = a, *const *y = b;
    return strcmp((*x)->epci, (*y)->epci);
}

/* A name for each EPCI, in the order of codes. */
static mlg_status add_epci(mlg_json *json, const mlg_france *france, mlg_error *err)
{
    const mlg_france_commune **sorted = NULL, *last = NULL;
    MLG_TRY(mlg_new_array((void **)&sorted, (size_t)france->count, sizeof *sorted, "communes", err));
    for (int32_t i = 0; i < france->count; i++)
        sorted[i] = &france->communes[i];
    qsort(sorted, (size_t)france->count, sizeof *sorted, by_epci);
    mlg_json_object(json, "epci");
    for (int32_t i = 0; i < france->count; i++) {
        if (sorted[i]->epci[0] && (!last || strcmp(last->epci, sorted[i]->epci) != 0))
            mlg_json_text(json, sorted[i]->epci, sorted[i]->epci_name);
        last = sorted[i];
    }
    mlg_json_end(json);
    free(sorted);
    return MLG_OK;
}

static bool is_first_of_region(const mlg_france *france, int32_t department)
{
    for (int32_t i = 0; i < department; i++)
        if (strcmp(france->departments[i].region, france->departments[department].region) == 0)
            return false;
    return true;
}

static void add_departments(mlg_json *json, const mlg_france *france)
{
    mlg_json_object(json, "departements");
    for (int32_t i = 0; i < france->department_count; i++) {
        const mlg_france_department *d = &france->departments[i];
        mlg_json_array(json, d->code);
        mlg_json_text(json, NULL, d->name);
        mlg_json_text(json, NULL, d->region);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_json_object(json, "regions");
    for (int32_t i = 0; i < france->department_count; i++)
        if (is_first_of_region(france, i))
            mlg_json_text(json, france->departments[i].region, france->departments[i].region_name);
    mlg_json_end(json);
}

mlg_status mlg_france_lists(char **out, mlg_error *err)
{
    const mlg_france *france;
    mlg_json *json = NULL;
    *out = NULL;
    mlg_status st = mlg_france_open(&france, err);
    if (st == MLG_OK)
        st = mlg_json_new(&json, err);
    if (st == MLG_OK) {
        add_communes(json, france);
        st = add_epci(json, france, err);
    }
    if (st == MLG_OK) {
        add_departments(json, france);
        st = mlg_json_finish_compact(out, json, err);
    }
    mlg_json_free(json);
    return st;
}
