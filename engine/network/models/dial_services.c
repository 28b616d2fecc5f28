/* On-demand services as they are: which are alike, what their rides depend on. */
#include "network/models/dials.h"

#include "base/checksum.h"
#include "base/memory.h"

#include <stdlib.h>

static int compare_numbers(const double *a, const double *b, int n)
{
    for (int k = 0; k < n; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

static int compare_areas(const mlg_dial_area *a, const mlg_dial_area *b)
{
    const double x[] = { a->n_stops, a->first_s, a->last_s }, y[] = { b->n_stops, b->first_s, b->last_s };
    const uintptr_t p[] = { (uintptr_t)a->outline, (uintptr_t)a->stops },
                    q[] = { (uintptr_t)b->outline, (uintptr_t)b->stops };
    for (int k = 0; k < 2; k++)
        if (p[k] != q[k])
            return p[k] < q[k] ? -1 : 1;
    return compare_numbers(x, y, 3);
}

/* By what they offer: the same areas in memory, hours and times. */
static int compare_offers(const mlg_dial_service *a, const mlg_dial_service *b)
{
    const double x[] = { a->wait_ds, a->speed_kmh, a->detour, a->factor, a->extra_ds };
    const double y[] = { b->wait_ds, b->speed_kmh, b->detour, b->factor, b->extra_ds };
    int order = compare_areas(&a->from, &b->from);
    order = order ? order : compare_areas(&a->to, &b->to);
    return order ? order : compare_numbers(x, y, 5);
}

/* Equal ones in the order they were given. */
static int compare_services(const void *a, const void *b)
{
    const mlg_dial_service *x = *(const mlg_dial_service *const *)a, *y = *(const mlg_dial_service *const *)b;
    const int order = compare_offers(x, y);
    return order ? order : (x > y) - (x < y);
}

mlg_status mlg_dial_services_unique(mlg_dial_service *services, int32_t *n, mlg_error *err)
{
    const mlg_dial_service **sorted;
    bool *again = NULL;
    int32_t kept = 0;
    MLG_TRY(MLG_NEW(&sorted, (size_t)*n, "on-demand vehicles", err));
    mlg_status st = MLG_NEW(&again, (size_t)*n, "on-demand vehicles", err);
    for (int32_t k = 0; st == MLG_OK && k < *n; k++)
        sorted[k] = &services[k];
    if (st == MLG_OK && *n > 1)
        qsort(sorted, (size_t)*n, sizeof *sorted, compare_services);
    for (int32_t k = 1; st == MLG_OK && k < *n; k++)
        again[sorted[k] - services] = compare_offers(sorted[k - 1], sorted[k]) == 0;
    for (int32_t k = 0; st == MLG_OK && k < *n; k++)
        if (!again[k])
            services[kept++] = services[k];
    if (st == MLG_OK)
        *n = kept;
    free(sorted);
    free(again);
    return st;
}

static mlg_status sum_area(uint64_t *sum, const mlg_dial_area *area, mlg_error *err)
{
    const int32_t hours[] = { area->first_s, area->last_s };
    void *bytes = NULL;
    size_t size = 0;
    *sum = mlg_checksum(hours, sizeof hours, *sum);
    *sum = mlg_checksum(area->stops, (size_t)area->n_stops * sizeof *area->stops, *sum);
    if (!area->outline)
        return MLG_OK;
    MLG_TRY(mlg_geom_to_gpb(&bytes, &size, area->outline, 0, err));
    *sum = mlg_checksum(bytes, size, *sum);
    free(bytes);
    return MLG_OK;
}

mlg_status mlg_dial_services_sum(uint64_t *sum, const mlg_dial_service *services, int32_t n, mlg_error *err)
{
    *sum = 0;
    for (int32_t k = 0; k < n; k++) {
        const mlg_dial_service *s = &services[k];
        const double numbers[] = { s->wait_ds, s->speed_kmh, s->detour, s->factor, s->extra_ds };
        *sum = mlg_checksum(numbers, sizeof numbers, *sum);
        MLG_TRY(sum_area(sum, &s->from, err));
        MLG_TRY(sum_area(sum, &s->to, err));
    }
    return MLG_OK;
}
